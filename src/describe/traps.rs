//! YAML's own traps: what a fault of the parser most likely means, and what YAML swallows without a word.
//!
//! Part of: the reader of [`super::yaml`]. Input: the text and where something went wrong. Output: findings that say
//! what to write instead.

use super::slip;
use super::yaml::{Data, MAX_BYTES, Value};
use crate::base::{Code, Diagnostic, Source, SourceId, Span};
use std::ops::Range;

/// What kind of fault the parser met.
pub(super) enum Fault {
    /// `: ` where no key can start.
    Colon,
    /// A tab where spaces belong.
    Tab,
    /// A character that no plain text starts with.
    Start,
    /// Something follows a finished list, map or entry.
    Rest(String),
    /// A quoted text goes on where it cannot.
    Quote,
    /// Nested too deeply for the parser itself.
    Depth,
    /// A key without its colon.
    NoColon,
    /// Any other, in the parser's words.
    Other(String),
}

/// A fault in the user's terms, and how to read on behind it.
pub(super) struct Explained {
    pub(super) finding: Diagnostic,
    pub(super) repair: Option<Repair>,
}

/// A change that keeps every offset.
pub(super) enum Repair {
    /// Puts this in place of the one-byte character there.
    At(usize, &'static str),
    /// Puts spaces in place of all tabs that indent.
    Tabs,
    /// Puts spaces in place of all that, apart from line breaks.
    Blank(Range<usize>),
}

impl Repair {
    pub(super) fn apply(&self, text: &str) -> String {
        let mut text = text.to_owned();
        match self {
            Self::At(at, with) if text.is_char_boundary(*at) && text.is_char_boundary(at + 1) => {
                text.replace_range(*at..=*at, with);
                text
            }
            Self::At(..) => text,
            Self::Blank(range) => {
                let Some(part) = text.get(range.clone()) else { return text };
                let blank: String = part.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
                text.replace_range(range.clone(), &blank);
                text
            }
            Self::Tabs => text.split_inclusive('\n').flat_map(spaced).collect(),
        }
    }
}

/// The line with spaces for the tabs before its first word.
fn spaced(line: &str) -> [String; 2] {
    let (indent, rest) = line.split_at(line.len() - line.trim_start_matches([' ', '\t']).len());
    [indent.replace('\t', " "), rest.to_owned()]
}

/// Reads the bytes of a file as text; a byte order mark is dropped.
///
/// # Errors
/// The finding for bytes that are no UTF-8 or too many, and the readable part as the source it points into.
pub fn decode(name: &str, bytes: &[u8]) -> Result<Source, Box<(Diagnostic, Source)>> {
    let source = |text: &str| Source { name: name.to_owned(), text: text.to_owned() };
    if bytes.len() > MAX_BYTES {
        return Err(Box::new((too_long(MAX_BYTES, Span::default()), source(""))));
    }
    let marked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(marked) {
        Ok(text) => Ok(source(text)),
        Err(error) => {
            let good = std::str::from_utf8(&marked[..error.valid_up_to()]).unwrap_or_default();
            let message = "The bytes from here on are no UTF-8.";
            let help = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
                "This is UTF-16: save the file as UTF-8."
            } else if marked.contains(&0) {
                "This looks like a binary file: give a text file instead."
            } else {
                "Save the file as UTF-8."
            };
            let span = Span { source: SourceId(0), start: good.len(), end: good.len() + '\u{fffd}'.len_utf8() };
            let shown = source(&format!("{good}\u{fffd}"));
            Err(Box::new((Diagnostic::new(Code::Encoding, span, message).help(help), shown)))
        }
    }
}

/// The finding for a text that is too long or no text at all.
pub(super) fn unreadable(text: &str, source: SourceId, limit: usize) -> Option<Diagnostic> {
    let here = |start: usize, end: usize| Span { source, start, end };
    if text.len() > limit {
        return Some(too_long(limit, here(0, 0)));
    }
    let odd =
        |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}') || matches!(c, '\u{fffe}' | '\u{ffff}');
    let at = text.find(odd)?;
    let found = text[at..].chars().next()?;
    let message = format!("The character U+{:04X} cannot stand in a text file.", found as u32);
    let help = "If this is a binary file, give a text file instead; otherwise delete the character.";
    Some(Diagnostic::new(Code::Binary, here(at, at + found.len_utf8()), message).help(help))
}

fn too_long(limit: usize, span: Span) -> Diagnostic {
    let message = format!("The text is longer than {} MiB.", limit >> 20);
    Diagnostic::new(Code::TooBig, span, message).help("Split the description with `include`.")
}

/// Says what a fault at `offset` most likely means.
pub(super) fn explain(fault: Fault, text: &str, offset: usize, source: SourceId) -> Explained {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let line = Line::around(text, offset);
    let span = |start: usize, end: usize| Span { source, start, end };
    let one = span(offset, text[offset..].chars().next().map_or(offset, |c| offset + c.len_utf8()));
    let plain = |code, span, message: String, help: String| Explained {
        finding: Diagnostic::new(code, span, message).help(help),
        repair: None,
    };
    match fault {
        Fault::Colon => match line.value_before(offset) {
            Some(start) => {
                let value = line.value(start);
                let message = "`: ` ends a key, so it cannot stand inside of an unquoted text.".to_owned();
                let help = format!("Quote the text: {}", quoted(value));
                let repair = Some(Repair::At(offset, "-"));
                Explained { repair, ..plain(Code::ColonInText, one, message, help) }
            }
            None => plain(
                Code::Syntax,
                one,
                "A key cannot stand here: the value above it goes on.".to_owned(),
                line.why_value_goes_on(),
            ),
        },
        Fault::Tab => {
            // The parser may name the line before the one with the tab.
            let found = line.text.find('\t').map(|i| line.start + i).or(text[offset..].find('\t').map(|i| offset + i));
            let at = found.map_or(one, |tab| span(tab, tab + 1));
            let message = "A tab indents this line; YAML indents with spaces alone.".to_owned();
            let help = "Put spaces in place of the tabs, and set the editor to do so.".to_owned();
            Explained { repair: Some(Repair::Tabs), ..plain(Code::Tab, at, message, help) }
        }
        Fault::Start => {
            let found = text[offset..].chars().next().unwrap_or(' ');
            let message = format!("An unquoted text cannot start with `{found}`: YAML keeps it for itself.");
            let help = format!("Quote the text: {}", quoted(line.value(offset - line.start)));
            let repair = found.is_ascii().then_some(Repair::At(offset, "x"));
            Explained { repair, ..plain(Code::SpecialCharacter, one, message, help) }
        }
        Fault::Rest(words) => rest(&words, &line, offset, one, source),
        Fault::NoColon => {
            let message = "A key without a colon stands here.".to_owned();
            let repair = Some(Repair::Blank(slip::block(text, offset)));
            Explained { repair, ..plain(Code::Syntax, one, message, slip::with_colon(line.text)) }
        }
        Fault::Depth => plain(
            Code::TooBig,
            one,
            "This is nested too deeply.".to_owned(),
            "Nest less deeply; a description rarely needs more than ten levels.".to_owned(),
        ),
        Fault::Quote => plain(
            Code::Syntax,
            one,
            "A quoted text is not closed before this place.".to_owned(),
            "Close the quote, or indent every line that it goes on over.".to_owned(),
        ),
        Fault::Other(_) if text.starts_with('%') || text.contains("\n%") => {
            let at = text.find("\n%").map_or(0, |i| i + 1);
            let at = if text.starts_with('%') { 0 } else { at };
            let message = "A line that starts with `%` is an instruction to YAML, not a text.".to_owned();
            let help = format!("Quote the text: {}", quoted(rest_of_line(text, at)));
            plain(Code::SpecialCharacter, span(at, at + 1), message, help)
        }
        Fault::Other(words) => plain(
            Code::Syntax,
            one,
            format!("This is no YAML: {words}."),
            "Look at this line and the one above for a missing colon, bracket, quote or space.".to_owned(),
        ),
    }
}

/// Something follows a finished list, map or entry.
fn rest(words: &str, line: &Line<'_>, offset: usize, one: Span, source: SourceId) -> Explained {
    let before = line.text[..offset - line.start].trim_end();
    let start = line.value_before(offset).unwrap_or(line.indent());
    let first = line.text[start..].chars().next();
    if let (Some(open @ ('[' | '{')), true) = (first, before.ends_with([']', '}'])) {
        let at = line.start + start;
        let message =
            format!("A value that starts with `{open}` is a list or a map for YAML, so no text can follow it.");
        let help = format!("Quote the text: {}", quoted(line.value(start)));
        let span = Span { source, start: at, end: at + 1 };
        let finding = Diagnostic::new(Code::SpecialCharacter, span, message).help(help);
        return Explained { finding, repair: Some(Repair::At(at, "x")) };
    }
    let found = line.text[offset - line.start..].chars().next();
    if let Some(open @ ('[' | '{')) = found {
        let message = format!("Inside of brackets `{open}` starts a list or a map of its own.");
        let help = "Quote the entry, or write the list with one `- ` a line: there brackets are plain text.";
        return Explained { finding: Diagnostic::new(Code::SpecialCharacter, one, message).help(help), repair: None };
    }
    if let Some(value) = slip::value_in_brackets(line.text, offset - line.start) {
        let message = "`: ` ends a key, so it cannot stand inside of an unquoted text.";
        let help = format!("Quote the text: {}", quoted(&line.text[value]));
        let finding = Diagnostic::new(Code::ColonInText, one, message).help(help);
        return Explained { finding, repair: Some(Repair::At(offset, "-")) };
    }
    let help = if line.indent() == offset - line.start {
        "Indent it with as many spaces as its neighbours have."
    } else {
        "Look at this line and the one above for a missing bracket, quote, colon or comma."
    };
    Explained {
        finding: Diagnostic::new(Code::Syntax, one, format!("This is no YAML: {words}.")).help(help),
        repair: None,
    }
}

/// `*name` that nothing defines.
pub(super) fn unknown_alias(name: &str, span: Span) -> Diagnostic {
    let message = format!("`*{name}` stands for an anchor `&{name}`, and there is none above.");
    Diagnostic::new(Code::SpecialCharacter, span, message)
        .help(format!("Quote it if it is text: \"*{name}\"; otherwise write `&{name}` before what it stands for."))
}

/// A key that is no text.
pub(super) fn odd_key(value: &Value) -> Diagnostic {
    let (message, help) = match &value.data {
        Data::List(items) => match items.first().and_then(Value::text) {
            Some(name) if items.len() == 1 => (
                format!("The key `[{name}]` is a list for YAML."),
                format!("It looks like a template's placeholder: write the name that `{name}` stands for."),
            ),
            _ => ("A list cannot be a key.".to_owned(), "Write a name, or quote the key.".to_owned()),
        },
        Data::Map(_) => (
            "Braces where a key or a text belongs make a map for YAML.".to_owned(),
            "If `{{..}}` is a template's placeholder, write what it stands for; otherwise quote it.".to_owned(),
        ),
        _ => (
            "A key is missing before this colon.".to_owned(),
            "Write a name before it, or quote the text that the colon belongs to.".to_owned(),
        ),
    };
    Diagnostic::new(Code::KeyNotText, value.span, message).help(help)
}

/// What YAML swallows without a word: text behind ` #`, and text that it takes for an anchor.
pub(super) fn silent(text: &str, value: &Value, source: SourceId, unused_anchors: &[Span]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    cut(text, value, source, &mut findings);
    for span in unused_anchors {
        let Some(at) = text.get(..span.start).and_then(|t| t.rfind('&')) else { continue };
        // YAML's blanks are fewer than those of Unicode.
        let name = text[at + 1..span.start].split([' ', '\t', '\n', '\r']).next().unwrap_or_default();
        let here = Span { source, start: at, end: at + 1 + name.len() };
        let message = format!("`&{name}` names what follows for an alias, and no `*{name}` uses it.");
        let help = format!(
            "Quote the text if it starts with `&`: {}",
            quoted(rest_of_line(&text[..span.end.min(text.len())], at))
        );
        findings.push(Diagnostic::new(Code::UnusedAnchor, here, message).help(help));
    }
    findings.sort_by_key(|d| d.span);
    findings.dedup();
    findings
}

/// Tags of somebody's own: a text that starts with `!`, most likely.
pub(super) fn tags(text: &str, value: &Value, findings: &mut Vec<Diagnostic>) {
    for item in value.items() {
        tags(text, item, findings);
    }
    for entry in value.entries() {
        tags(text, &entry.value, findings);
    }
    let Some(tag) = &value.tag else { return };
    let before = text.get(..value.span.start).unwrap_or_default();
    let at = before.rfind(&**tag).unwrap_or(value.span.start);
    let span = Span { start: at, end: at + tag.len(), ..value.span };
    let message = format!("`{tag}` is a tag for YAML, not text.");
    let end = value.span.end.max(at).min(text.len());
    let help = format!("Quote the text: {}", quoted(rest_of_line(&text[..end], at)));
    findings.push(Diagnostic::new(Code::SpecialCharacter, span, message).help(help));
}

fn cut(text: &str, value: &Value, source: SourceId, findings: &mut Vec<Diagnostic>) {
    value.items().iter().for_each(|v| cut(text, v, source, findings));
    value.entries().iter().for_each(|e| cut(text, &e.value, source, findings));
    let Span { start, end, .. } = value.span;
    let Some(written) = text.get(start..end) else { return };
    let scalar = !matches!(value.data, Data::List(_) | Data::Map(_));
    if !scalar || written.starts_with(['"', '\'']) || written.ends_with('\n') {
        return;
    }
    // An empty value lies before its colon.
    let mut at = end;
    if written.is_empty() && text[at..].starts_with(':') {
        at += 1;
    }
    let hash = text[at..].trim_start_matches([' ', '\t']);
    let lost = hash.strip_prefix('#').is_some_and(|t| t.starts_with(char::is_alphanumeric));
    if !lost || hash.len() == text.len() - at {
        return;
    }
    let at = text.len() - hash.len();
    let hash = rest_of_line(text, at);
    let whole = if written.is_empty() { hash.to_owned() } else { format!("{} {hash}", written.trim()) };
    let span = Span { source, start: at, end: at + hash.len() };
    let message = "A `#` behind a space starts a comment: this is not part of the text.";
    let help = format!("Quote the text: {}, or put a space behind `#` if it is a comment.", quoted(&whole));
    findings.push(Diagnostic::new(Code::CutText, span, message).help(help));
}

/// What stands from there to the end of the line, cropped.
fn rest_of_line(text: &str, at: usize) -> &str {
    const SHOWN: usize = 200;
    let rest = &text[at..];
    let end = rest.char_indices().find(|&(i, c)| c == '\n' || i > SHOWN).map_or(rest.len(), |(i, _)| i);
    rest[..end].trim_end()
}

/// The text as a quoted YAML text of one line, cropped.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    let shown: String = text.trim().chars().take(SHOWN).collect();
    let more = if text.trim().chars().count() > SHOWN { "…" } else { "" };
    if shown.contains(['"', '\\']) && !shown.contains('\'') {
        return format!("'{shown}{more}'");
    }
    format!("\"{}{more}\"", shown.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The line around a place, without its line break.
struct Line<'a> {
    text: &'a str,
    start: usize,
    above: &'a str,
}

impl<'a> Line<'a> {
    fn around(text: &'a str, offset: usize) -> Self {
        let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
        let end = text[offset..].find('\n').map_or(text.len(), |i| offset + i);
        let above = text[..start].trim_end().rsplit('\n').next().unwrap_or_default();
        Self { text: text[start..end].trim_end_matches('\r'), start, above }
    }

    /// Where the first word is.
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// Where the value that `offset` (of the whole text) lies in starts, if it starts on this line behind a key.
    fn value_before(&self, offset: usize) -> Option<usize> {
        let before = &self.text[..(offset - self.start).min(self.text.len())];
        let colon = before.find(": ")?;
        Some(self.text.len() - self.text[colon + 1..].trim_start().len())
    }

    /// The value that starts there, without a comment.
    fn value(&self, start: usize) -> &'a str {
        let value = &self.text[start.min(self.text.len())..];
        value.find(" #").map_or(value, |i| &value[..i]).trim_end()
    }

    fn why_value_goes_on(&self) -> String {
        let above = self.above.trim_start().trim_start_matches("- ");
        match above.split_once(':') {
            Some((key, value)) if !value.is_empty() && !value.starts_with(' ') && !key.contains(' ') => {
                format!("Put a space behind the colon above: `{key}: {value}`.")
            }
            None if !above.is_empty() => slip::with_colon(above),
            _ => "Indent it like the keys around it, or quote the text above.".to_owned(),
        }
    }
}
