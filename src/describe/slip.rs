//! Slips that the parser names far from where they are: `#` and `: ` inside of brackets, a key without its colon. And
//! what of a text to leave out so that the rest can be read.
//!
//! Part of: the reader of [`super::yaml`]. Input: the text and where something went wrong. Output: findings, places.

use super::traps::{Explained, Fault, Repair, quoted};
use crate::base::{Code, Diagnostic, SourceId, Span};
use std::ops::Range;

/// A ` #` that takes the end of a bracket into a comment.
pub(super) fn cut(fault: &Fault, text: &str, source: SourceId) -> Option<Explained> {
    if !matches!(fault, Fault::Rest(_) | Fault::Other(_)) {
        return None;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let found = line.match_indices(" #").map(|(at, _)| at + 1).find(|&at| {
            let (before, behind) = line.split_at(at);
            let count = |part: &str, marks: &[char]| part.matches(marks).count();
            let open = count(before, &['{', '[']) > count(before, &['}', ']']);
            let quoted = count(before, &['"']) % 2 == 1;
            open && !quoted
                && behind[1..].starts_with(char::is_alphanumeric)
                && (behind.contains(['}', ']']) || before.trim_end().ends_with(':'))
        });
        if let Some(at) = found {
            let end = line[at..].find([',', '}', ']']).map_or(line.len(), |i| at + i);
            let before = line[..at].trim_end();
            let from = before.rfind([':', ',', '{', '[']).map_or(at, |i| i + 1);
            let span = Span { source, start: start + at, end: start + end };
            let message = "A `#` behind a space starts a comment, and with it the bracket before it is never closed.";
            let help = format!("Quote the text: {}", quoted(&line[from..end]));
            let finding = Diagnostic::new(Code::SpecialCharacter, span, message).help(help);
            return Some(Explained { finding, repair: Some(Repair::Blank(start + at..start + end)) });
        }
        start += line.len();
    }
    None
}

/// The value in brackets that a colon at `at` of the line stands in, where it is not the colon of its key.
pub(super) fn value_in_brackets(line: &str, at: usize) -> Option<Range<usize>> {
    if !line.get(at..)?.starts_with(": ") {
        return None;
    }
    let entry = line[..at].rfind(['{', '[', ','])? + 1;
    let key = entry + line[entry..at].find(": ")?;
    let start = at - line[key + 1..at].trim_start().len();
    let end = line[at..].find([',', '}', ']']).map_or(line.len(), |i| at + i);
    Some(start..end)
}

/// How far a tab indents, for what stands below it.
const TAB: usize = 8;

/// The line of a fault with all that is indented below it.
pub(super) fn block(text: &str, offset: usize) -> Range<usize> {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let width = |c: char| if c == '\t' { TAB } else { 1 };
    let indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).map(width).sum::<usize>();
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let below = lines.take_while(|line| line.trim().is_empty() || indent(line) > indent(first));
    start..start + first.len() + below.map(str::len).sum::<usize>()
}

/// What to write where a line has no colon.
pub(super) fn with_colon(line: &str) -> String {
    match line.trim().trim_start_matches("- ").split_once(' ') {
        Some((key, value)) => format!("Put a colon and a space behind the key: `{key}: {}`.", value.trim()),
        None => format!("Put a colon behind it: `{}:`.", line.trim()),
    }
}
