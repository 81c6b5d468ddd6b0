//! Lines whose indentation says what belongs to what: `mindmap` and `kanban`.

use super::fault::Fault;
use super::label;
use super::scan::is_space;
use super::scanner::Scanner;
use std::ops::Range;

/// How a node is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeShape {
    /// Its text alone.
    #[default]
    Default,
    /// `[text]`
    Square,
    /// `(text)`
    Rounded,
    /// `((text))`
    Circle,
    /// `)text(`
    Cloud,
    /// `))text((`
    Bang,
    /// `{{text}}`
    Hexagon,
}

pub(super) struct Line {
    /// How far in it stands.
    pub(super) level: usize,
    pub(super) said: Said,
}

pub(super) enum Said {
    Node(Node),
    Icon(String),
    Class(String),
}

pub(super) struct Node {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) shape: NodeShape,
    /// Between `@{` and `}`.
    pub(super) data: String,
    pub(super) at: Range<usize>,
}

/// Whether `@{ ... }` may follow a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Data {
    Never,
    Maybe,
}

const HELP: &str = "Write one node a line, further in than its parent: `Text`, `id[Text]`, `id(Text)` or `id((Text))`.";

pub(super) fn read(scan: &mut Scanner, word: &'static str, data: Data) -> Result<Vec<Line>, Fault> {
    if !scan.any_case(word) {
        return Err(scan.due(&format!("`{word}`"), "Write the kind alone on the first line."));
    }
    let mut lines = Vec::new();
    loop {
        let start = scan.at;
        scan.blanks();
        if scan.done() {
            return Ok(lines);
        }
        if scan.starts("%%") {
            scan.line();
        }
        if scan.eat("\n") {
            continue;
        }
        let level = scan.slice(&(start..scan.at)).chars().count();
        let said = if scan.eat("::icon(") {
            let icon = scan.take_while(|c| c != ')');
            if icon.is_empty() || !scan.eat(")") {
                return Err(scan.due("the name of an icon and `)`", "Write `::icon(fa fa-book)`."));
            }
            Said::Icon(scan.slice(&icon).trim().to_owned())
        } else if scan.eat(":::") {
            let class = scan.line();
            Said::Class(scan.slice(&class).trim().to_owned())
        } else {
            Said::Node(node(scan, data)?)
        };
        scan.blanks();
        if scan.starts("%%") {
            scan.line();
        }
        if !scan.done() && !scan.starts("\n") {
            return Err(scan.due("the end of the line", HELP));
        }
        lines.push(Line { level, said });
    }
}

const OPEN: [&str; 8] = ["-)", "(-", "))", ")", "((", "{{", "(", "["];
const CLOSE: [&str; 8] = ["))", ")", "]", "}}", "(-", "-)", "((", "("];

fn node(scan: &mut Scanner, data: Data) -> Result<Node, Fault> {
    let start = scan.at;
    let mut open = OPEN.into_iter().find(|sign| scan.eat(sign));
    let mut id = start..start;
    if open.is_none() {
        let stop = |c: char| matches!(c, '(' | '[' | '\n' | ')' | '{' | '}') || data == Data::Maybe && c == '@';
        id = scan.take_while(|c| !stop(c));
        // A comment ends the name.
        if id.is_empty() {
            return Err(scan.due("a node", HELP));
        }
        open = OPEN.into_iter().find(|sign| scan.eat(sign));
    }
    let name = scan.slice(&id).trim().to_owned();
    let mut label = label::shown(&name);
    let mut shape = NodeShape::Default;
    if let Some(open) = open {
        let (words, markdown) = text(scan)?;
        label = if markdown { label::markdown(scan.slice(&words)) } else { label::shown(scan.slice(&words)) };
        let Some(close) = CLOSE.into_iter().find(|sign| scan.eat(sign)) else {
            return Err(scan.due("the end of the text", "Write a text with brackets in quotes: `id[\"f(x)\"]`."));
        };
        shape = match open {
            "[" => NodeShape::Square,
            "(" if close == ")" => NodeShape::Rounded,
            "(" | ")" => NodeShape::Cloud,
            "((" => NodeShape::Circle,
            "))" => NodeShape::Bang,
            "{{" => NodeShape::Hexagon,
            _ => NodeShape::Default,
        };
    }
    let end = scan.at - (scan.slice(&(start..scan.at)).len() - scan.slice(&(start..scan.at)).trim_end().len());
    let mut said = String::new();
    while data == Data::Maybe && scan.eat("@{") {
        said.push_str(self::data(scan)?);
        said.push('\n');
        scan.blanks();
    }
    Ok(Node { id: if name.is_empty() { label.clone() } else { name }, label, shape, data: said, at: start..end })
}

/// The text of a shape, and whether it is Markdown.
fn text(scan: &mut Scanner) -> Result<(Range<usize>, bool), Fault> {
    for (open, close) in [("\"`", "`\""), ("\"", "\"")] {
        let before = scan.at;
        if scan.eat(open) {
            if let Some(words) = scan.until(close).filter(|words| !words.is_empty()) {
                return Ok((words, open.len() > 1));
            }
            scan.at = before;
            return Err(scan.due("a text in quotes", HELP));
        }
    }
    let words = scan.take_while(|c| !matches!(c, ')' | ']' | '(' | '}'));
    if words.is_empty() {
        return Err(scan.due("a text", HELP));
    }
    Ok((words, false))
}

/// Up to `}`, which may stand in quotes.
fn data<'a>(scan: &mut Scanner<'a>) -> Result<&'a str, Fault> {
    let start = scan.at;
    loop {
        scan.take_while(|c| !matches!(c, '}' | '"' | '^'));
        let end = scan.at;
        if scan.eat("}") {
            return Ok(scan.slice(&(start..end)));
        }
        if !scan.eat("\"") || scan.until("\"").is_none() {
            return Err(scan.due("`}`", "Write `id[Text]@{ assigned: 'who', priority: 'High' }`."));
        }
    }
}

/// `a: 'b', c: d` in its parts.
pub(super) fn values(data: &str) -> Vec<(String, String)> {
    let mut parts = Vec::new();
    let (mut start, mut quote) = (0, None);
    for (at, c) in data.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') && data[start..at].trim_end().ends_with(':') => quote = Some(c),
            None if matches!(c, ',' | '\n') => {
                parts.push(&data[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&data[start..]);
    let value = |text: &str| label::shown(text.trim_matches(|c| is_space(c) || matches!(c, '"' | '\'')));
    let pairs = parts.into_iter().filter_map(|part| part.split_once(':'));
    pairs.map(|(name, text)| (name.trim().to_owned(), value(text))).collect()
}
