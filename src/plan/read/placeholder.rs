//! What a template left behind in the text of a plan: `[FEATURE_NAME]`, `{{name}}`, `<!-- AI: .. -->`, ...
//!
//! Part of: the reader of plans. Links, ticks and code such as `items[0]` are none.

use crate::describe::placeholder::is_left_open;
use std::ops::Range;

/// Longest placeholder, in bytes.
const LONGEST: usize = 200;
/// Longest instruction in a comment, in bytes.
const LONGEST_COMMENT: usize = 4000;

/// Words in brackets that the templates of the family leave to their author, besides those in capitals.
const WORDS: &[&str] = &[
    "choice with rationale",
    "framework choice",
    "platform choice",
    "solution choice",
    "estimate",
    "feature-name",
    "feature name",
    "resource",
    "field_name",
    "relation_name",
    "type",
    "choice",
    "approach",
    "risk",
    "strategy",
    "description",
    "rationale",
    "description and rationale",
    "why this pattern was chosen",
    "date",
    "xxx",
    "name",
    "task",
    "task description",
    "duration",
    "mitigation",
    "high|medium|low",
    "h/m/l",
];

/// More of them, which are meant so where they begin with a capital: `[Owner]`, not the list `[owner]`.
const TITLES: &[&str] = &[
    "feature",
    "phase name",
    "deliverable",
    "criterion",
    "success criterion",
    "test",
    "test case",
    "endpoint",
    "entity",
    "team",
    "owner",
    "version",
    "framework",
    "tool",
    "reason",
    "to be determined",
    "to be defined",
];

/// Places of all placeholders in `text`, by place.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    // Where the next comment ends, so that it is looked for once.
    let mut close = text.find("-->");
    while let Some(next) = text[at..].find(['[', '{', '<']) {
        at += next;
        while close.is_some_and(|close| close < at) {
            close = text[at..].find("-->").map(|more| at + more);
        }
        match length(text, at, close) {
            Some(len) => {
                out.push(at..at + len);
                at += len;
            }
            None => at += 1,
        }
    }
    out
}

/// How long the placeholder is that starts at `at`; `close` is where the next comment ends.
fn length(text: &str, at: usize, close: Option<usize>) -> Option<usize> {
    let rest = &text[at..];
    if rest.starts_with("{{") {
        let len = until(rest, "}}", LONGEST)?;
        let name = rest.get(2..len - 2)?.trim();
        // `{{ .Values.x }}` and `{{#if}}` are code.
        let sound = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '|' | ':');
        return (name.starts_with(char::is_alphabetic) && name.chars().all(sound)).then_some(len);
    }
    if let Some(comment) = rest.strip_prefix("<!--") {
        let word: String = comment.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
        let notes = comment.trim_start().starts_with("Additional implementation notes");
        let fits = matches!(word.to_ascii_uppercase().as_str(), "AI" | "INSTRUCTION" | "INSTRUCTIONS") || notes;
        let len = close.map(|close| close + "-->".len() - at).filter(|len| *len <= LONGEST_COMMENT);
        return len.filter(|_| fits);
    }
    if !rest.starts_with('[') {
        return None;
    }
    let len = until(rest, "]", LONGEST)?;
    let inner = rest.get(1..len - 1)?;
    // `\[X\]` is what a text of a description becomes.
    let escaped = text[..at].ends_with('\\') && inner.ends_with('\\');
    let word = if escaped { &inner[..inner.len() - 1] } else { inner }.trim();
    if word.contains(['\n', '[']) {
        return None;
    }
    // `[text](link)`, `[text][id]`, `[id]: link`, `items[NAME]`, an image.
    let behind = rest[len..].chars().next();
    let before = text[..at - usize::from(escaped)].chars().next_back();
    if matches!(behind, Some('(' | '[')) || matches!(before, Some('!' | ']')) {
        return None;
    }
    if word.to_ascii_uppercase().starts_with("NEEDS CLARIFICATION") {
        return Some(len);
    }
    let lower = word.to_lowercase();
    // `[Task 1]`
    let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let titled = word.starts_with(char::is_uppercase) && TITLES.contains(&bare);
    let known = WORDS.contains(&bare) || titled || is_left_open(word) && !is_tick(text, at, &rest[len..]);
    let joined = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    (is_choice(word) || !joined && (known || is_screaming(word))).then_some(len)
}

/// Whether `[X]` at `at` is the box of a point that is done: words follow on its line, and no more than a bullet stands
/// before it.
fn is_tick(text: &str, at: usize, behind: &str) -> bool {
    const NEAR: usize = 64;
    let line = text.as_bytes()[..at].iter().rev().take(NEAR).position(|b| *b == b'\n');
    let lead = text.as_bytes()[at - line.unwrap_or(at.min(NEAR))..at].trim_ascii();
    let bullet = matches!(lead, [b'-' | b'*' | b'+'] | [b'>', .., b'-' | b'*' | b'+'])
        || matches!(lead, [b'0'..=b'9', .., b'.' | b')']) && lead.len() < 5;
    let words = behind.starts_with([' ', '\t']) && !behind.lines().next().unwrap_or_default().trim().is_empty();
    bullet && words
}

/// How long `rest` is up to and with the first `end`, where that is no longer than `most`.
fn until(rest: &str, end: &str, most: usize) -> Option<usize> {
    let near = &rest.as_bytes()[..rest.len().min(most)];
    near.windows(end.len()).position(|window| window == end.as_bytes()).map(|at| at + end.len())
}

/// `FEATURE_NAME`, `NAME`, but not `HTTPS` where no underscore says that it is one: known words are in the list.
fn is_screaming(word: &str) -> bool {
    let parts = word.split(['_', ' ']);
    let capital = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    word.contains('_') && parts.clone().all(capital) && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// `PERFORMANCE|SECURITY|COST`: one of several words in one writing.
fn is_choice(word: &str) -> bool {
    let parts: Vec<&str> = word.split('|').map(str::trim).collect();
    let sound = |p: &&str| p.len() > 1 && p.bytes().all(|b| b.is_ascii_alphabetic());
    parts.len() > 2 && parts.iter().all(sound)
}

/// The same text with something harmless of the same length for each placeholder, so that the YAML around it can be
/// read.
pub(crate) fn mask(text: &str) -> String {
    let mut out = text.to_owned();
    for range in find(text) {
        let inner = &text[range.clone()];
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '[' | ']' | '{' | '}');
        let safe: String = if inner.chars().all(word) {
            inner.replace(['[', ']', '{', '}'], "_")
        } else {
            inner.chars().map(|c| if c == '\n' { "\n".to_owned() } else { "_".repeat(c.len_utf8()) }).collect()
        };
        out.replace_range(range, &safe);
    }
    out
}
