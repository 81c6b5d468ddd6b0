//! Words of a description as words of Markdown: nothing in them ends the cell, the item or the heading they stand in.
//!
//! Part of: plan. Input: any text. Output: one line that shows it, its white space as single spaces. Code spans that are
//! whole stay code.

/// Words in a paragraph, an item or a heading.
pub(super) fn inline(text: &str) -> String {
    words(text, false)
}

/// Words in a cell of a table, or anywhere in a line.
pub fn cell(text: &str) -> String {
    words(text, true)
}

/// Words in a heading, which may not end in `#`.
pub(super) fn heading(text: &str) -> String {
    let mut out = words(text, false);
    let bare = out.trim_end_matches('#').len();
    if bare < out.len() && (bare == 0 || out[..bare].ends_with(' ')) {
        out.insert(bare, '\\');
    }
    out
}

/// References in code: `` `api`, `db` ``.
pub(super) fn references<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

/// A code fence that is longer than any run of backticks in its text.
pub fn fence(info: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest.max(2) + 1);
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{marks}{info}\n{text}{end}{marks}\n")
}

/// An image, or a link to one: `![alt](target)`.
pub fn image(alt: &str, target: &str) -> String {
    format!("![{}]({})", inline(alt), address(target))
}

/// A path as a link has it: characters that would end it by their numbers.
pub fn address(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_whitespace() || c.is_control() || "()<>\"%\\[]#?".contains(c) {
            let mut bytes = [0; 4];
            out.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// The path that a link leads to, as [`address`] writes it and people do: a `%` that begins no number is one. None for
/// what is no relative path.
pub fn path_of(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut at = 0;
    while let Some(byte) = address.as_bytes().get(at) {
        let digits = (*byte == b'%').then(|| address.get(at + 1..at + 3)).flatten();
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let number = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(number.unwrap_or(*byte));
        at += if number.is_some() { 3 } else { 1 };
    }
    let path = String::from_utf8(bytes).ok()?;
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '\\', '.']));
    let elsewhere = path.is_empty() || path.starts_with(['/', '\\', '#']) || scheme;
    (!elsewhere).then_some(path)
}

fn words(text: &str, cell: bool) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len() + 8);
    // From where on no run of backticks of that length comes any more.
    let mut rest = line.as_str();
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            let run = rest.len() - rest.trim_start_matches('`').len();
            if let Some(span) = code(rest, run).filter(|span| !(cell && span.contains(['\\', '|']))) {
                out.push_str(span);
                rest = &rest[span.len()..];
            } else {
                out.push_str(&"\\`".repeat(run));
                rest = &rest[run..];
            }
            before = Some('`');
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if out.is_empty() && starts_block(c, rest) || is_mark(c, before, rest) {
            out.push('\\');
        }
        if before.is_none() && c.is_ascii_digit() {
            // `1. ` would begin a list.
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if rest[digits..].starts_with(['.', ')']) {
                out.push(c);
                out.push_str(&rest[..digits]);
                out.push('\\');
                rest = &rest[digits..];
                before = Some('1');
                continue;
            }
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// The code span that `rest` starts with: a run of backticks up to the next one as long.
fn code(rest: &str, run: usize) -> Option<&str> {
    let marks = &rest[..run];
    let mut at = run;
    loop {
        at += rest.get(at..)?.find(marks)?;
        let behind = &rest[at..];
        let length = behind.len() - behind.trim_start_matches('`').len();
        if length == run {
            return Some(&rest[..at + run]);
        }
        at += length;
    }
}

/// Whether `c` at the start of a line would begin a block.
fn starts_block(c: char, rest: &str) -> bool {
    match c {
        '#' | '>' | '=' | ':' => true,
        '-' | '+' => rest.is_empty() || rest.starts_with([' ', c]),
        _ => false,
    }
}

/// Whether `c` is a mark of Markdown, or of HTML, where it stands.
fn is_mark(c: char, before: Option<char>, rest: &str) -> bool {
    let next = rest.chars().next();
    match c {
        '\\' | '*' | '[' | ']' | '|' | '~' => true,
        '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
        '<' => next.is_some_and(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!' | '?')),
        '&' => next.is_some_and(|n| n == '#' || n.is_ascii_alphanumeric()),
        // A reason stands behind ` - `.
        '-' => before == Some(' ') && next == Some(' '),
        _ => false,
    }
}
