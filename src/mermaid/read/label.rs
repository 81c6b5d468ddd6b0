//! A label as it was written -> as a reader of the picture sees it.

use super::scan::trim;
use super::source::{CODE_END, NAME, NUMBER};

/// Codes that have a name, of those that labels use.
const NAMES: [(&str, &str); 24] = [
    ("amp", "&"),
    ("apos", "'"),
    ("bull", "•"),
    ("colon", ":"),
    ("copy", "©"),
    ("equals", "="),
    ("gt", ">"),
    ("hearts", "♥"),
    ("hellip", "…"),
    ("lbrace", "{"),
    ("lbrack", "["),
    ("lpar", "("),
    ("lt", "<"),
    ("mdash", "—"),
    ("nbsp", "\u{a0}"),
    ("ndash", "–"),
    ("num", "#"),
    ("quot", "\""),
    ("rarr", "→"),
    ("rbrace", "}"),
    ("rbrack", "]"),
    ("reg", "®"),
    ("rpar", ")"),
    ("semi", ";"),
];

/// Decodes `#35;`, `&amp;` and `<br/>`; blanks at both ends go, as the parsers trim them.
pub(super) fn shown(text: &str) -> String {
    let text = trim(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((piece, after)) = code(rest) {
            out.push_str(&piece);
            rest = after;
        } else if let Some(after) = line_break(rest) {
            out.push('\n');
            rest = after;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// As [`shown`], for a text between `` "` `` and `` `" ``: without its emphasis.
pub(super) fn markdown(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    shown(&lines.join("\n").replace('*', ""))
}

/// A character by its number or name, and what follows.
pub(super) fn code(text: &str) -> Option<(String, &str)> {
    // A code is short: far away ends are not looked for.
    let until = |rest: &'_ str, end: &str| {
        let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        (length > 0 && rest[length..].starts_with(end)).then_some(length)
    };
    let by_number = |rest: &str, end: &str| {
        let length = until(rest, end)?;
        let digits = &rest[..length];
        let number = digits.strip_prefix(['x', 'X']).map_or_else(|| digits.parse(), |h| u32::from_str_radix(h, 16));
        Some((char::from_u32(number.ok()?)?.to_string(), length + end.len()))
    };
    let by_name = |rest: &str, end: &str| {
        let length = until(rest, end)?;
        let found = NAMES.binary_search_by_key(&&rest[..length], |(name, _)| name).ok()?;
        Some((NAMES[found].1.to_owned(), length + end.len()))
    };
    let (rest, end, number) = if let Some(rest) = text.strip_prefix(NUMBER) {
        (rest, CODE_END, true)
    } else if let Some(rest) = text.strip_prefix(NAME) {
        (rest, CODE_END, false)
    } else if let Some(rest) = text.strip_prefix("&#") {
        (rest, ";", true)
    } else {
        (text.strip_prefix('&')?, ";", false)
    };
    if let Some((shown, length)) = if number { by_number(rest, end) } else { by_name(rest, end) } {
        return Some((shown, &rest[length..]));
    }
    // A name that nobody knows shows as it was written.
    (end == CODE_END).then(|| rest.split_once(CODE_END)).flatten().map(|(name, after)| (format!("#{name};"), after))
}

/// What follows `<br>` in one of its forms.
pub(super) fn line_break(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let tail = rest.get(2..).filter(|_| rest.as_bytes()[..2].eq_ignore_ascii_case(b"br"))?;
    let tail = tail.trim_start_matches(' ');
    tail.strip_prefix("/>").or_else(|| tail.strip_prefix('>'))
}
