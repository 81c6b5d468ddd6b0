//! `${NAME:-default}` in texts -> their values, as compose interpolates.
//!
//! Input: a text and the variables of the project's `.env`. Output: the text; what has no value stays as `${NAME}`.

use crate::describe::yaml::{Data, Entry, Value};
use std::collections::BTreeMap;

/// How deep defaults may nest: `${A:-${B:-c}}`.
const NESTING: usize = 16;
/// Longest growth of a value of `.env`, in bytes.
const LONGEST: usize = 4096;
/// How much longer variables may make the texts of a file, in bytes.
pub(super) const GROWTH: usize = 4 << 20;

/// Variables by name.
pub(super) type Variables = BTreeMap<String, String>;

/// Reads the `NAME=value` lines of a `.env` file; later lines win.
pub(super) fn read(text: &str) -> Variables {
    let mut variables = Variables::new();
    for line in text.lines() {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        if line.starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once('=') else { continue };
        let value = value.trim();
        let quoted = [b'"', b'\'']
            .iter()
            .any(|q| value.len() >= 2 && value.as_bytes().first() == Some(q) && value.as_bytes().last() == Some(q));
        let value = if quoted {
            &value[1..value.len() - 1]
        } else {
            value.split_once(" #").map_or(value, |(before, _)| before.trim_end())
        };
        let value = interpolate(value, &variables, LONGEST);
        variables.insert(name.trim().to_owned(), value);
    }
    variables
}

/// Fills in the variables of every text in `value`, as long as they do not make it longer by more than `growth` bytes.
pub(super) fn fill(value: &mut Value, variables: &Variables, growth: &mut usize) {
    match &mut value.data {
        Data::Text(text) if text.contains('$') => {
            let filled = interpolate(text, variables, *growth);
            *growth = growth.saturating_sub(filled.len().saturating_sub(text.len()));
            *text = filled;
        }
        Data::List(items) => items.iter_mut().for_each(|item| fill(item, variables, growth)),
        Data::Map(entries) => entries.iter_mut().for_each(|Entry { value, .. }| fill(value, variables, growth)),
        _ => {}
    }
}

/// The text with its variables filled in; `$$` is a dollar. What would be longer than the text and `growth` stays.
fn interpolate(text: &str, variables: &Variables, growth: usize) -> String {
    nested(text, variables, NESTING, text.len() + growth)
}

fn nested(text: &str, variables: &Variables, depth: usize, limit: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let braces = braces(text);
    let mut rest = text;
    while let Some(at) = rest.find('$').filter(|_| out.len() <= limit) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some(inner) = rest.strip_prefix('{') {
            let start = text.len() - inner.len();
            let Some(end) = braces.get(&start) else {
                out.push('$');
                continue;
            };
            out.push_str(&expand(&text[start..*end], variables, depth, limit));
            rest = &text[end + 1..];
        } else {
            let len = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            let name = &rest[..len];
            match variables.get(name) {
                Some(value) => out.push_str(value),
                None if name.is_empty() => out.push('$'),
                None => {
                    out.push_str("${");
                    out.push_str(name);
                    out.push('}');
                }
            }
            rest = &rest[len..];
        }
    }
    out.push_str(rest);
    out
}

/// What `${inner}` means.
fn expand(inner: &str, variables: &Variables, depth: usize, limit: usize) -> String {
    let len = inner.find(|c: char| !is_name(c)).unwrap_or(inner.len());
    let (name, operator) = inner.split_at(len);
    let set = variables.get(name);
    let filled = set.filter(|value| !value.is_empty());
    let default = |word: &str| if depth == 0 { word.to_owned() } else { nested(word, variables, depth - 1, limit) };
    let value = if let Some(word) = operator.strip_prefix(":-") {
        Some(filled.cloned().unwrap_or_else(|| default(word)))
    } else if let Some(word) = operator.strip_prefix('-') {
        Some(set.cloned().unwrap_or_else(|| default(word)))
    } else if let Some(word) = operator.strip_prefix(":+") {
        Some(filled.map(|_| default(word)).unwrap_or_default())
    } else if let Some(word) = operator.strip_prefix('+') {
        Some(set.map(|_| default(word)).unwrap_or_default())
    } else {
        set.cloned()
    };
    value.unwrap_or_else(|| format!("${{{name}}}"))
}

/// Where each `{` of the text closes, by the byte behind it.
fn braces(text: &str) -> BTreeMap<usize, usize> {
    let mut open = Vec::new();
    let mut closing = BTreeMap::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open.push(at + 1),
            b'}' => {
                if let Some(start) = open.pop() {
                    closing.insert(start, at);
                }
            }
            _ => {}
        }
    }
    closing
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
