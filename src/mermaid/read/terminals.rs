//! Words that the newer grammars share: texts with escapes, numbers, titles; a line ends a statement.

use super::fault::Fault;
use super::label;
use super::scan::is_word;
use super::scanner::Scanner;
use std::ops::Range;

/// Blanks and comments between words, which no grammar sees.
pub(super) fn hidden(scan: &mut Scanner) {
    scan.take_while(|c| matches!(c, ' ' | '\t'));
    if scan.starts("%%") {
        scan.line();
    }
}

/// As [`hidden`], over line ends too.
pub(super) fn hidden_lines(scan: &mut Scanner) {
    loop {
        hidden(scan);
        if !scan.eat("\n") {
            return;
        }
    }
}

/// The end of a line or of the text.
pub(super) fn end(scan: &mut Scanner, help: &str) -> Result<(), Fault> {
    hidden(scan);
    if scan.done() || scan.eat("\n") { Ok(()) } else { Err(scan.due("the end of the line", help)) }
}

/// A text in quotes of either kind: what it says.
pub(super) fn string(scan: &mut Scanner) -> Option<String> {
    let rest = scan.rest();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut out = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == quote {
            scan.take(at + 1);
            return Some(label::shown(&out));
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next()?.1 {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            c => out.push(c),
        }
    }
    None
}

/// A text in quotes where one is due.
pub(super) fn expect_string(scan: &mut Scanner, help: &str) -> Result<String, Fault> {
    hidden(scan);
    string(scan).ok_or_else(|| scan.due("a text in quotes", help))
}

/// A word of letters, digits, `_` and, inside, the signs of `more`.
pub(super) fn id(scan: &mut Scanner, more: &str) -> Option<Range<usize>> {
    let rest = scan.rest();
    if !rest.starts_with(is_word) {
        return None;
    }
    let length = rest.find(|c| !is_word(c) && !more.contains(c)).unwrap_or(rest.len());
    let last = if more.contains('/') { "./" } else { more };
    let length = rest[..length].trim_end_matches(|c| last.contains(c)).len();
    Some(scan.take(length))
}

/// `12`
pub(super) fn integer(scan: &mut Scanner) -> Option<Range<usize>> {
    let rest = scan.rest();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = if rest.starts_with('0') { 1 } else { digits };
    (digits > 0 && !rest[length..].starts_with('.')).then(|| scan.take(length))
}

/// `12` or `0.5`
pub(super) fn number(scan: &mut Scanner) -> Option<f64> {
    let rest = scan.rest();
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let whole = digits(rest);
    if whole > 0
        && let Some(behind) = rest[whole..].strip_prefix('.')
        && digits(behind) > 0
    {
        let length = whole + 1 + digits(behind);
        if !rest[length..].starts_with('.') {
            let at = scan.take(length);
            return scan.slice(&at).parse().ok();
        }
    }
    let at = integer(scan)?;
    scan.slice(&at).parse().ok()
}

/// `title ...`, `accTitle: ...` and `accDescr: ...` with the end of their line.
pub(super) fn titled(scan: &mut Scanner, title: &mut Option<String>) -> Result<bool, Fault> {
    if scan.starts("title") && scan.rest()[5..].starts_with([' ', '\t', '\n']) {
        scan.take(5);
        let words = scan.line();
        let words = scan.slice(&words);
        let words = &words[..words.find("%%").unwrap_or(words.len())];
        *title = Some(label::shown(words)).filter(|words| !words.is_empty());
        return Ok(true);
    }
    scan.description(super::scan::Case::Exact)
}
