//! The small languages inside of texts: `a -> b: label [tech]`, dotted references, selectors.
//!
//! Part of: the schema. Input: a text with its place. Output: its parts with theirs, and findings where it is none.

use super::schema::{At, Reader, is_id};
use super::yaml::{Data, Entry};
use crate::base::{Arrow, Code, Span};

/// The words for what an element can be.
pub(crate) const ELEMENT_KINDS: &[&str] = &[
    "person",
    "system",
    "container",
    "component",
    "database",
    "queue",
    "cache",
    "storage",
    "gateway",
    "function",
    "external",
];

/// Where an arrow is read: some arrows have their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Relation,
    Step,
}

/// A text with an arrow, in its parts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arrowed {
    pub(crate) from: At<String>,
    pub(crate) to: At<String>,
    pub(crate) arrow: Arrow,
    /// Whether it is written `to <- from`: an answer.
    pub(crate) answer: bool,
    pub(crate) kind: Option<At<String>>,
    pub(crate) label: Option<At<String>>,
    pub(crate) tech: Option<At<String>>,
}

const ARROWS: &[&str] = &["<->", "->", "~>", "<-", "-["];

/// Whether the text has an arrow of ours in it.
pub(crate) fn has_arrow(text: &str) -> bool {
    first_arrow(text).is_some()
}

fn first_arrow(text: &str) -> Option<(usize, &'static str)> {
    text.char_indices().find_map(|(i, _)| ARROWS.iter().find(|a| text[i..].starts_with(**a)).map(|a| (i, *a)))
}

/// A text that should have an arrow and has none.
pub(crate) fn no_arrow(text: &str, span: Span, to: &mut Reader<'_>) {
    let in_brackets = to.text.get(..span.start).is_some_and(|before| before.trim_end().ends_with(','));
    let help = if in_brackets {
        "A comma inside of brackets ends an entry: quote an entry that has a comma in it."
    } else {
        "Write `a -> b: label [technology]`."
    };
    let shown: String = text.chars().take(40).collect();
    to.add(Code::RelationSyntax, to.first_line(span), format!("There is no arrow in `{shown}`."), help);
}

impl Arrowed {
    /// Reads `a -> b: label [tech]`.
    pub(crate) fn read(text: &str, span: Span, place: Place, to: &mut Reader<'_>) -> Option<Self> {
        let Some((at, token)) = first_arrow(text) else {
            no_arrow(text, span, to);
            return None;
        };
        let head = Head::read(text, span, at, token, place, to)?;
        let rest = &text[head.rest..];
        let (target, label) = match rest.find(':') {
            Some(colon) => (&rest[..colon], Some(head.rest + colon + 1)),
            None => (rest, None),
        };
        let shift = head.rest + (target.len() - target.trim_start().len());
        let (target, behind) = match target.trim().split_once(char::is_whitespace) {
            Some((target, behind)) if label.is_none() => (target, behind.trim()),
            _ => (target.trim(), ""),
        };
        let mut tech = None;
        if let Some(inside) = behind.strip_prefix('[').and_then(|b| b.strip_suffix(']')) {
            tech = Some(At { span, value: inside.trim().to_owned() }).filter(|t| !t.value.is_empty());
        } else if !behind.is_empty() && reference_fault(target).is_none() && first_arrow(behind).is_none() {
            let start = shift + target.len() + 1;
            let part = to.part(span, text, start, start + behind.len());
            let help = format!("Put a colon before the label: `{} {token} {target}: {behind}`", text[..at].trim());
            to.add(Code::RelationSyntax, part, "Text behind the second end needs a colon before it.", help);
            tech = None;
        } else if !behind.is_empty() {
            let whole = to.part(span, text, shift, text.trim_end().len());
            reference(&text[shift..], whole, to);
            return None;
        }
        let other = At { span: to.part(span, text, shift, shift + target.len()), value: target.to_owned() };
        let (near, far) = (reference(&head.near.value, head.near.span, to), reference(&other.value, other.span, to));
        if !near || !far {
            return None;
        }
        let label = label.map(|at| At { span: to.part(span, text, at, text.len()), value: text[at..].to_owned() });
        Some(Self::assemble(head, other, label, tech, place))
    }

    /// Reads the entry that YAML makes of `a -> b: label`: the key holds the arrow, the value is the label.
    pub(crate) fn read_entry(entry: &Entry, place: Place, to: &mut Reader<'_>) -> Option<Self> {
        let mut ends = Self::read(&entry.key, entry.span, place, to)?;
        let label = match &entry.value.data {
            Data::Null => None,
            Data::List(_) | Data::Map(_) => {
                let written = to.text.get(entry.value.span.start..entry.value.span.end).unwrap_or_default();
                let line = written.lines().next().unwrap_or_default().trim_end();
                let open = if matches!(entry.value.data, Data::List(_)) { '[' } else { '{' };
                let span = to.first_line(entry.value.span);
                if line.starts_with(open) {
                    let message = format!("A label that starts with `{open}` is a list or a map for YAML.");
                    let help = match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                        Some(tech) => format!("Leave the colon out for a technology alone: `{} [{tech}]`", entry.key),
                        None => format!("Quote the label: \"{line}\""),
                    };
                    to.add(Code::SpecialCharacter, span, message, help);
                } else {
                    let help = "Write the label in the line, and further keys at the height of the arrow.";
                    to.add(Code::WrongType, span, "Expected a text as the label, found a list or a map.", help);
                }
                None
            }
            _ => entry.value.text().map(|t| At { span: entry.value.span, value: t.to_owned() }),
        };
        if let Some(label) = label {
            let (label, tech) = split_label(&label, place);
            ends.label = label.or(ends.label);
            ends.tech = tech.or(ends.tech);
        }
        Some(ends)
    }

    fn assemble(
        head: Head,
        other: At<String>,
        label: Option<At<String>>,
        tech: Option<At<String>>,
        place: Place,
    ) -> Self {
        let (label, inner) = label.map_or((None, None), |l| split_label(&l, place));
        let (from, to) = if head.answer { (other, head.near) } else { (head.near, other) };
        Self { from, to, arrow: head.arrow, answer: head.answer, kind: head.kind, label, tech: inner.or(tech) }
    }
}

/// What stands up to the second end.
struct Head {
    near: At<String>,
    arrow: Arrow,
    answer: bool,
    kind: Option<At<String>>,
    /// Where the second end starts.
    rest: usize,
}

impl Head {
    fn read(text: &str, span: Span, at: usize, token: &'static str, place: Place, to: &mut Reader<'_>) -> Option<Self> {
        let part = |to: &Reader<'_>, from: usize, end: usize| to.part(span, text, from, end);
        let near = text[..at].trim();
        let indent = text[..at].len() - text[..at].trim_start().len();
        let token_span = part(to, at, at + token.len());
        // `-->`, `==>`, `->>`: arrows of other languages.
        let tail = near.trim_end_matches(['-', '=', '.', '~']);
        let behind = &text[at + token.len()..];
        if tail.len() < near.len() && near.ends_with(['-', '=', '.', '~']) && tail.ends_with(char::is_whitespace)
            || near.ends_with('<')
            || behind.starts_with(['>', '-', ')']) && token != "-["
        {
            let help = "Arrows are `->`, `~>` (asynchronous), `<->` (both ways) and `-[kind]->`.";
            to.add(Code::RelationSyntax, token_span, "This is no arrow of this language.", help);
            return None;
        }
        let near = At { span: part(to, indent, indent + near.len()), value: near.to_owned() };
        let mut head = Self { near, arrow: Arrow::Sync, answer: false, kind: None, rest: at + token.len() };
        match token {
            "~>" => head.arrow = Arrow::Async,
            "<->" => head.arrow = Arrow::Both,
            "<-" => head.answer = true,
            "-[" => {
                let Some(end) =
                    behind.find(']').filter(|&e| behind[e..].starts_with("]->") || behind[e..].starts_with("]~>"))
                else {
                    let help = "Write `a -[kind]-> b`.";
                    to.add(Code::RelationSyntax, token_span, "This arrow with a kind does not end in `]->`.", help);
                    return None;
                };
                let kind_at = at + token.len();
                let word = behind[..end].trim();
                head.kind = Some(At { span: part(to, kind_at, kind_at + end), value: word.to_owned() })
                    .filter(|k| !k.value.is_empty());
                if behind[end..].starts_with("]~>") {
                    head.arrow = Arrow::Async;
                }
                head.rest = kind_at + end + "]->".len();
            }
            _ => {}
        }
        let wrong = match (place, token) {
            (Place::Relation, "<-") => {
                Some("`<-` answers a call: it is for steps alone. Turn the relation round with `->`.")
            }
            (Place::Step, "<->") => Some("A step goes one way: write `a -> b` and `a <- b` as two steps."),
            (Place::Step, "-[") => Some("A step has no kind: write `->`, `~>` or `<-`."),
            _ => None,
        };
        if let Some(help) = wrong {
            to.add(Code::RelationSyntax, token_span, format!("The arrow `{token}` cannot stand here."), help);
            return None;
        }
        Some(head)
    }
}

/// `label [tech]`; in a step the whole is the label.
fn split_label(label: &At<String>, place: Place) -> (Option<At<String>>, Option<At<String>>) {
    let text = label.value.trim();
    let some = |t: &str| Some(At { span: label.span, value: t.trim().to_owned() }).filter(|t| !t.value.is_empty());
    let Some(inner) = text.strip_suffix(']').filter(|_| place == Place::Relation) else {
        return (some(text), None);
    };
    let mut depth = 1_usize;
    let open = inner.char_indices().rev().find(|&(_, c)| {
        match c {
            ']' => depth += 1,
            '[' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    match open {
        Some((at, _)) if at == 0 || inner[..at].ends_with(char::is_whitespace) => {
            (some(&inner[..at]), some(&inner[at + 1..]))
        }
        _ => (some(text), None),
    }
}

/// Whether the text is a reference; a finding says why not.
pub(crate) fn reference(text: &str, span: Span, to: &mut Reader<'_>) -> bool {
    match reference_fault(text) {
        Some((message, help)) => {
            to.add(Code::RelationSyntax, span, message, help);
            false
        }
        None => true,
    }
}

fn reference_fault(text: &str) -> Option<(String, &'static str)> {
    if !text.is_empty() && text.split('.').all(is_id) {
        return None;
    }
    Some(if text.is_empty() {
        ("An end of the arrow is missing.".to_owned(), "Write an element on both sides: `a -> b`.")
    } else if has_arrow(text) {
        ("A second arrow stands in the same entry.".to_owned(), "Write one entry for every arrow.")
    } else if text.contains([',', '&']) {
        (format!("`{text}` is more than one element."), "Write one entry for every pair.")
    } else {
        let shown: String = text.chars().take(60).collect();
        (
            format!("`{shown}` is no reference to an element."),
            "Write an id or a dotted path such as `shop.api`; names with spaces go into `name`.",
        )
    })
}

/// A selector in its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SelectorText<'a> {
    Tag(&'a str),
    Group(&'a str),
    Kind(&'a str),
    Children(&'a str),
    /// An element, or else a kind.
    Word(&'a str),
}

/// Reads `tag:x`, `group:x`, `kind:x`, `x.*` or `x`.
pub(crate) fn selector(text: &str) -> SelectorText<'_> {
    let text = text.trim();
    let after = |prefix: &str| text.strip_prefix(prefix).map(str::trim);
    if let Some(tag) = after("tag:") {
        SelectorText::Tag(tag)
    } else if let Some(group) = after("group:") {
        SelectorText::Group(group)
    } else if let Some(kind) = after("kind:") {
        SelectorText::Kind(kind)
    } else if let Some(outer) = text.strip_suffix(".*") {
        SelectorText::Children(outer)
    } else {
        SelectorText::Word(text)
    }
}
