//! The line of a member -> what a reader of the picture sees.

use super::super::fault::Fault;
use super::super::label;
use super::super::scan::{is_word, trim};
use super::{Classifier, Member, Visibility};
use std::ops::Range;

/// What a line in a class is.
pub(super) enum Line {
    Annotation(String),
    Attribute(Member),
    Method(Member),
}

/// Reads a line, if it says something.
pub(super) fn read(text: &str, at: Range<usize>) -> Result<Option<Line>, Fault> {
    let text = trim(text);
    if text.find(')').is_some_and(|close| close > 0) && !text.starts_with("<<") && !is_method(text) {
        const HELP: &str = "Write a method as `name(size: int) bool` on one line.";
        return Err(Fault::new(at, "This method has a `)`, but no name with a `(` before it.", HELP));
    }
    Ok(line(text, at))
}

/// Whether a name, a `(` and a `)` stand in it in this order.
fn is_method(text: &str) -> bool {
    let close = text.rfind(')').unwrap_or_default();
    text[..close].rfind('(').is_some_and(|open| open > 0)
}

fn line(text: &str, at: Range<usize>) -> Option<Line> {
    if let Some(annotation) = text.strip_prefix("<<").and_then(|text| text.strip_suffix(">>")) {
        return Some(Line::Annotation(label::shown(annotation)));
    }
    let first = text.chars().next()?;
    let visibility = match first {
        '+' => Some(Visibility::Public),
        '-' => Some(Visibility::Private),
        '#' => Some(Visibility::Protected),
        '~' => Some(Visibility::Internal),
        _ => None,
    };
    let said = if visibility.is_some() { &text[1..] } else { text };
    if text.find(')').is_some_and(|at| at > 0)
        && let Some(close) = said.rfind(')')
        && let Some(open) = said[..close].find('(')
    {
        let behind = said[close + 1..].trim();
        let first = behind.chars().next().and_then(classifier);
        let behind = if first.is_some() { behind[1..].trim() } else { behind };
        let (result, last) = classified(behind);
        let mut shown = format!("{}({})", generic(&said[..open]).trim(), generic(said[open + 1..close].trim()));
        let result = result.trim().trim_start_matches(':').trim();
        if !result.is_empty() {
            shown += " : ";
            shown += &generic(result);
        }
        let text = label::shown(&shown);
        return Some(Line::Method(Member { visibility, text, classifier: first.or(last), at }));
    }
    let (said, classifier) = classified(said);
    Some(Line::Attribute(Member { visibility, text: label::shown(&generic(said.trim())), classifier, at }))
}

const fn classifier(sign: char) -> Option<Classifier> {
    match sign {
        '*' => Some(Classifier::Abstract),
        '$' => Some(Classifier::Static),
        _ => None,
    }
}

fn classified(text: &str) -> (&str, Option<Classifier>) {
    let found = text.chars().next_back().and_then(classifier);
    (if found.is_some() { &text[..text.len() - 1] } else { text }, found)
}

/// `List~List~int~~` as `List<List<int>>`; as it was written where its signs make no pairs.
pub(super) fn generic(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0;
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        if c != '~' {
            out.push(c);
        } else if depth > 0 && !chars.peek().is_some_and(|next| is_word(*next)) {
            out.push('>');
            depth -= 1;
        } else if is_word(before) {
            out.push('<');
            depth += 1;
        } else {
            out.push(c);
        }
        before = c;
    }
    if depth == 0 { out } else { text.to_owned() }
}
