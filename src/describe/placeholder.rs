//! What a template left behind: `[FEATURE_NAME]`, `{{name}}`, `<!-- AI: .. -->`, `[NEEDS CLARIFICATION]`.
//!
//! Part of: describe. Input: a text and its tree. Output: a finding for every placeholder in a key or a value.

use super::yaml::{Data, Value};
use crate::base::{Code, Diagnostic, Span};

/// Words in brackets that the plan's template leaves to its author.
const WORDS: &[&str] = &[
    "XXX",
    "DATE",
    "PERFORMANCE|SECURITY|SIMPLICITY|COST",
    "Choice with rationale",
    "Framework choice",
    "Platform choice",
    "Solution choice",
    "Estimate",
    "feature-name",
    "resource",
    "field_name",
    "relation_name",
    "Choice",
    "Approach",
    "Risk",
    "H/M/L",
    "Strategy",
];

/// Keys that take lists: a list of one word is no placeholder there.
const LISTS: &[&str] = &["tags", "members", "runs", "include", "exclude", "after", "builds", "on", "indexes", "over"];

/// Finds every placeholder below `tree`.
pub(super) fn find(text: &str, tree: &Value) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    walk(text, tree, "", &mut findings);
    findings.sort_by_key(|d| d.span);
    findings.dedup();
    findings
}

fn walk(text: &str, value: &Value, under: &str, findings: &mut Vec<Diagnostic>) {
    match &value.data {
        Data::List(items) => {
            let written = text.get(value.span.start..value.span.end).unwrap_or_default();
            if let ([only], true) = (items.as_slice(), written.starts_with('['))
                && let Some(word) = only.text()
                && (is_screaming(word) || is_word(word) && !LISTS.contains(&under))
            {
                findings.push(finding(&format!("[{word}]"), value.span));
                return;
            }
            for item in items {
                walk(text, item, under, findings);
            }
        }
        Data::Map(entries) => {
            for entry in entries {
                in_text(text, &entry.key, entry.span, findings);
                walk(text, &entry.value, &entry.key, findings);
            }
        }
        Data::Text(it) => in_text(text, it, value.span, findings),
        Data::Null | Data::Bool(_) | Data::Int(_) | Data::Float(_) => {}
    }
}

/// Placeholders inside of one text. The place is looked up in the source, where folding and escapes allow it.
fn in_text(text: &str, content: &str, span: Span, findings: &mut Vec<Diagnostic>) {
    if !content.contains(['[', '{', '<']) {
        return;
    }
    let written = text.get(span.start..span.end).unwrap_or_default();
    let mut from = 0;
    let mut rest = content;
    while let Some(at) = rest.find(['[', '{', '<']) {
        rest = &rest[at..];
        let Some(found) = placeholder(rest) else {
            rest = &rest[1..];
            continue;
        };
        let here = match written.get(from..).and_then(|w| w.find(found)) {
            Some(at) => {
                let start = span.start + from + at;
                from += at + found.len();
                Span { start, end: start + found.len(), ..span }
            }
            None => span,
        };
        findings.push(finding(found, here));
        rest = &rest[found.len()..];
    }
}

/// The placeholder that `text` starts with.
fn placeholder(text: &str) -> Option<&str> {
    const LONGEST: usize = 200;
    let until = |end: &str| text.find(end).map(|i| &text[..i + end.len()]).filter(|t| t.len() <= LONGEST);
    if text.starts_with("{{") {
        return until("}}");
    }
    if text.starts_with("<!-- AI") {
        return until("-->");
    }
    let found = until("]").filter(|_| text.starts_with('['))?;
    let word = &found[1..found.len() - 1];
    (is_word(word) || is_screaming(word) || word.starts_with("NEEDS CLARIFICATION")).then_some(found)
}

fn is_word(word: &str) -> bool {
    WORDS.contains(&word.trim()) || is_left_open(word)
}

/// Whether words in brackets say of themselves that something is to be written there: `X`, `TBD`, `Your framework here`,
/// `X weeks`.
pub(crate) fn is_left_open(word: &str) -> bool {
    // In any case, but not in lower case alone: `[x]` is a tick.
    const OPEN: [&str; 9] = ["x", "y", "n", "todo", "tbd", "tbc", "fixme", "to do", "..."];
    const COUNTED: [&str; 5] = ["hour", "day", "week", "month", "sprint"];
    let word = word.trim();
    let unit = |unit: &str| COUNTED.contains(&unit.strip_suffix('s').unwrap_or(unit));
    let (first, rest) = word.split_once([' ', ':']).map_or((word, ""), |(first, rest)| (first, rest.trim()));
    let loud = |text: &str, words: &[&str]| {
        !text.starts_with(char::is_lowercase) && words.iter().any(|own| own.eq_ignore_ascii_case(text))
    };
    loud(word, &OPEN)
        || loud(first, &OPEN[3..7]) && !rest.is_empty()
        || loud(first, &["x", "n"]) && unit(rest)
        || ["your", "insert"].iter().any(|own| own.eq_ignore_ascii_case(first)) && !rest.is_empty()
}

/// `FEATURE_NAME`, but not `HTTPS`.
fn is_screaming(word: &str) -> bool {
    let word = word.trim();
    let parts = word.split('_');
    word.contains('_')
        && parts.clone().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
        && word.starts_with(|c: char| c.is_ascii_uppercase())
}

fn finding(placeholder: &str, span: Span) -> Diagnostic {
    let message = format!("`{placeholder}` is left over from a template.");
    Diagnostic::new(Code::Placeholder, span, message).help("Write what it stands for.")
}
