//! A label with tags or marks of emphasis -> its words, line by line, and which of them are bold or slanted.

use super::label;
use super::scan::trim;
use crate::graph::Emphasis;
use std::ops::Range;

/// What a reader of the picture sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rich {
    /// The words; `\n` between lines.
    pub text: String,
    /// Which of them stand out.
    pub stress: Emphasis,
    /// Names of icons, such as `fa:fa-car`, that stood among the words.
    pub icons: Vec<String>,
}

/// Tags whose words begin on a line of their own.
const BLOCKS: [&str; 17] = [
    "article",
    "blockquote",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tr",
    "ul",
];
/// Tags whose words are bold.
const BOLD: [&str; 9] = ["b", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "th"];
/// Tags whose words are slanted.
const ITALIC: [&str; 4] = ["cite", "em", "i", "var"];
/// Further tags: their words stay, their looks go.
const INLINE: [&str; 29] = [
    "a", "abbr", "big", "center", "code", "del", "details", "font", "img", "ins", "kbd", "label", "mark", "q", "s",
    "samp", "section", "small", "span", "strike", "sub", "summary", "sup", "svg", "tbody", "td", "thead", "tt", "u",
];
/// Marks of emphasis of Markdown.
const MARKS: [(&str, Mark); 5] =
    [("**", Mark::Bold), ("__", Mark::Bold), ("*", Mark::Italic), ("_", Mark::Italic), ("`", Mark::Code)];

/// What a mark does to the words after it.
#[derive(Clone, Copy)]
enum Mark {
    Bold,
    Italic,
    Code,
}

/// Words of one look.
#[derive(Default)]
struct Stretches {
    /// Where each one that is open began.
    open: Vec<usize>,
    done: Vec<Range<usize>>,
}

#[derive(Default)]
struct Writer {
    out: Rich,
    bold: Stretches,
    italic: Stretches,
}

impl Stretches {
    fn turn(&mut self, opens: bool, at: usize) {
        if opens {
            self.open.push(at);
        } else if let Some(start) = self.open.pop()
            && self.open.is_empty()
        {
            self.done.push(start..at);
        }
    }

    fn toggle(&mut self, at: usize) {
        self.turn(self.open.is_empty(), at);
    }

    /// The runs of a text of that length: what nobody closed goes to the end.
    fn finish(mut self, length: usize) -> Vec<Range<usize>> {
        self.done.extend(self.open.first().map(|&start| start..length));
        self.done.iter_mut().for_each(|run| run.end = run.end.min(length));
        self.done.retain(|run| !run.is_empty());
        self.done
    }
}

impl Writer {
    /// Ends the line, where there is something on it.
    fn block(&mut self) {
        if !self.out.text.is_empty() && !self.out.text.ends_with('\n') {
            self.out.text.push('\n');
        }
    }

    fn finish(mut self) -> Rich {
        // What a block ends with is no line.
        let length = self.out.text.trim_end_matches('\n').len();
        self.out.text.truncate(length);
        self.out.stress = Emphasis { bold: self.bold.finish(length), italic: self.italic.finish(length) };
        self.out
    }
}

/// A label as hosts show it: codes and entities decoded, tags taken for what they mean, `\n` a line break.
///
/// A word in angle brackets that is no tag of HTML stays: hosts lose the rest of `List<String>`.
pub(super) fn html(text: &str) -> Rich {
    run(text, false)
}

/// As [`html`], for a text between `` "` `` and `` `" ``, where line ends count and `**` is bold.
pub(super) fn markdown(text: &str) -> Rich {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    run(&lines.join("\n"), true)
}

fn run(text: &str, marks: bool) -> Rich {
    let mut writer = Writer::default();
    // A formula keeps its `\nu`.
    let formula = text.contains("$$");
    let mut rest = trim(text);
    while let Some(c) = rest.chars().next() {
        if let Some((piece, after)) = label::code(rest) {
            writer.out.text.push_str(&piece);
            rest = after;
        } else if let Some(after) = label::line_break(rest) {
            writer.out.text.push('\n');
            rest = after;
        } else if let Some(after) = rest.strip_prefix("\\n").filter(|_| !formula) {
            writer.out.text.push('\n');
            rest = after;
        } else if let Some(after) = tag(rest, &mut writer) {
            rest = after;
        } else if let Some(length) = icon(rest, &writer.out.text) {
            writer.out.icons.push(rest[..length].to_owned());
            rest = &rest[length..];
        } else if let Some((sign, mark)) = MARKS.into_iter().find(|(sign, _)| marks && emphasis(rest, sign, &writer)) {
            let at = writer.out.text.len();
            match mark {
                Mark::Bold => writer.bold.toggle(at),
                Mark::Italic => writer.italic.toggle(at),
                Mark::Code => {}
            }
            rest = &rest[sign.len()..];
        } else {
            writer.out.text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    writer.finish()
}

/// Whether a mark of emphasis stands here; `_` inside of a word is a letter.
fn emphasis(rest: &str, mark: &str, writer: &Writer) -> bool {
    let Some(after) = rest.strip_prefix(mark) else { return false };
    if !mark.starts_with('_') {
        return true;
    }
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(letter(writer.out.text.chars().next_back()) && letter(after.chars().next()))
}

/// Takes a tag of HTML; what follows it.
fn tag<'a>(text: &'a str, writer: &mut Writer) -> Option<&'a str> {
    let rest = text.strip_prefix('<')?;
    if let Some(comment) = rest.strip_prefix("!--") {
        return comment.split_once("-->").map(|(_, after)| after);
    }
    let closes = rest.starts_with('/');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let name = rest[..length].to_ascii_lowercase();
    let is = |names: &[&str]| names.contains(&name.as_str());
    let hidden = is(&["script", "style"]);
    // `a <b` is no tag where nothing closes it.
    let (attributes, after) = rest[length..].split_once('>')?;
    if attributes.contains('<')
        || !attributes.starts_with(|c: char| c.is_whitespace() || matches!(c, '/' | '=')) && !attributes.is_empty()
    {
        return None;
    }
    // `<align=left>` is meant as a tag, `<String>` is not.
    let meant = closes || attributes.contains('=');
    let known = is(&BLOCKS) || is(&BOLD) || is(&ITALIC) || is(&INLINE) || hidden;
    if !known && (!meant || length == 0) {
        return None;
    }
    if hidden && !closes {
        let end = format!("</{name}>");
        return Some(after.split_once(end.as_str()).map_or("", |(_, after)| after));
    }
    if is(&BLOCKS) {
        writer.block();
    }
    let at = writer.out.text.len();
    if is(&BOLD) && !attributes.ends_with('/') {
        writer.bold.turn(!closes, at);
    }
    if is(&ITALIC) && !attributes.ends_with('/') {
        writer.italic.turn(!closes, at);
    }
    if name == "li" && !closes {
        writer.out.text.push_str("• ");
    }
    if name == "td" && closes {
        writer.out.text.push(' ');
    }
    Some(after)
}

/// The length of `fa:fa-car` and its like, where it is a word of its own.
fn icon(rest: &str, before: &str) -> Option<usize> {
    let set = rest.find(':').filter(|&at| (2..=5).contains(&at))?;
    let known = matches!(&rest[..set], "fa" | "fab" | "fad" | "fak" | "fal" | "far" | "fas" | "mdi");
    let name = &rest[set + 1..];
    let length = name.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    let apart = !before.ends_with(|c: char| c.is_alphanumeric());
    (known && apart && name[..length].contains('-')).then_some(set + 1 + length)
}
