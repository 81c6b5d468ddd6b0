//! Lines of a document: where they start and end, and what of them belongs to the quotes and lists around.

use std::ops::Range;

/// Where the line of `at` starts.
pub(super) fn start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |before| before + 1)
}

/// Where the line of `at` ends, before its line end.
pub(super) fn end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |more| at + more)
}

/// The line end at `at`; none at the end of the text.
pub(super) fn line_end(text: &str, at: usize) -> Option<&'static str> {
    ["\r\n", "\n", "\r"].into_iter().find(|mark| text[at..].starts_with(mark))
}

/// Every line, without its line end.
pub(super) fn all(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        (at < text.len()).then(|| {
            let end = end(text, at);
            let line = &text[at..end];
            at = end + line_end(text, end).map_or(0, str::len);
            line
        })
    })
}

/// What the lines below one have to start with to stand in the same quotes and lists: what stands before `at` in its
/// line, with spaces for the marks of lists. None where something else stands there.
pub(super) fn prefix(text: &str, at: usize) -> Option<String> {
    let before = &text[start(text, at)..at];
    let mut out = String::with_capacity(before.len());
    let mut rest = before;
    while let Some(c) = rest.chars().next() {
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let wide = match c {
            ' ' | '\t' | '>' => {
                out.push(c);
                rest = &rest[1..];
                continue;
            }
            '-' | '*' | '+' => 1,
            _ if digits > 0 && rest[digits..].starts_with(['.', ')']) => digits + 1,
            _ => return None,
        };
        out.push_str(&" ".repeat(wide));
        rest = &rest[wide..];
    }
    Some(out)
}

/// A line without the prefix of its region. A blank line may lack the prefix's last spaces.
pub(super) fn strip<'a>(line: &'a str, prefix: &str) -> &'a str {
    match line.strip_prefix(prefix) {
        Some(rest) => rest,
        None if line.trim_end() == prefix.trim_end() => "",
        None => line,
    }
}

/// Whether nothing but spaces stands between `range` and the end of its line.
pub(super) fn is_last(text: &str, range: &Range<usize>) -> bool {
    text[range.end..end(text, range.end)].trim().is_empty()
}

/// Whether nothing but quotes and spaces stands before `at` in its line.
pub(super) fn is_quoted(text: &str, at: usize) -> bool {
    text[start(text, at)..at].trim_matches([' ', '\t', '>']).is_empty()
}
