//! Paragraphs and points -> runs of text, each with the label before it.
//!
//! Part of: the reader of plans.

use super::words::{Words, label, simple, strong};
use super::{Said, heading};

/// A part of a paragraph: all of it, or from one `**Label**:` to the next.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// Its label in its simplest form, and as it is written.
    pub(super) label: Option<(String, String)>,
    /// What stands behind the label.
    pub(super) value: Words,
    /// All of it.
    pub(super) words: Words,
}

/// The runs of a paragraph.
pub(super) fn runs(lines: &[Words]) -> Vec<Run> {
    let mut parts: Vec<Words> = Vec::new();
    for line in lines {
        // Plain labels stand one below the other; in a sentence they are words.
        let strong = strong(line).is_some() || opens_phase(line);
        let begins = |last: &Words| strong || label(line).is_some() && label(last).is_some();
        match parts.last_mut() {
            Some(last) if !begins(last) => last.join(line),
            _ => parts.push(line.clone()),
        }
    }
    parts.iter().map(run).collect()
}

/// `**Phase 1: Setup** (2 days)`: what stands in place of a heading.
pub(super) fn opens_phase(words: &Words) -> bool {
    (words.text.starts_with("**") || words.text.starts_with("__")) && heading::phase(words).is_some()
}

fn run(words: &Words) -> Run {
    match label(words) {
        Some((name, value)) => Run { label: Some((simple(&name), name)), value, words: words.clone() },
        None => Run { label: None, value: words.clone(), words: words.clone() },
    }
}

/// `api, `db` and web` -> each of them.
pub(crate) fn names(words: &Words) -> Vec<Said> {
    let mut out = Vec::new();
    let mut start = 0;
    let text = words.text.as_str();
    let breaks = [",", ";", " and ", " & "];
    while start <= text.len() {
        let next = breaks.iter().filter_map(|b| text[start..].find(b).map(|at| (start + at, b.len()))).min();
        let (end, len) = next.unwrap_or((text.len(), 1));
        let name = words.part(start..end).bare().said();
        if !name.text.is_empty() && !is_nothing(&name.text) {
            out.push(name);
        }
        start = end + len;
    }
    out
}

/// Words for nothing at all.
pub(crate) fn is_nothing(text: &str) -> bool {
    matches!(simple(text).as_str(), "" | "none" | "nothing" | "n a" | "na" | "tbd")
}
