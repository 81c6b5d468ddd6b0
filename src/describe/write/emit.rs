//! [`Value`] -> YAML text, laid out as a person would: short maps on one line, long ones as blocks.
//!
//! Part of: write. Input: a tree. Output: text that the reader gives back as the same tree.

use crate::describe::yaml::{Data, Entry, Value};

/// Longest line that a map or a list in brackets may fill.
const WIDTH: usize = 112;

/// Keys whose maps and lists have a line for every entry, however short.
const OPEN: &[&str] = &[
    "elements",
    "children",
    "relations",
    "views",
    "steps",
    "kinds",
    "groups",
    "deployments",
    "styles",
    "alt",
    "par",
    "plan",
    "else",
    "phases",
];

/// How a text is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// What is short stands on one line.
    Short,
    /// A line for every entry, and numbers as keys as they are, as in the fences of a plan.
    Open,
}

/// `key: value`, a line for every entry in it.
pub(super) fn open(key: &str, value: &Value) -> String {
    let mut out = String::new();
    entry(&Entry { key: key.to_owned(), span: value.span, value: value.clone() }, 0, Form::Open, &mut out);
    out
}

/// The whole document: a map with a blank line before each section.
pub(super) fn document(root: &Value) -> String {
    let mut out = String::new();
    for entry in root.entries() {
        let section = !entry.value.entries().is_empty() || !entry.value.items().is_empty();
        if section && !out.is_empty() {
            out.push('\n');
        }
        self::entry(entry, 0, Form::Short, &mut out);
    }
    if out.is_empty() {
        out.push_str("{}\n");
    }
    out
}

/// `key: value` and the end of the line, in a block `indent` deep.
fn entry(entry: &Entry, indent: usize, form: Form, out: &mut String) {
    out.push_str(&" ".repeat(indent));
    let number = form == Form::Open && is_number(&entry.key);
    let key = if number { entry.key.clone() } else { scalar(&entry.key) };
    out.push_str(&key);
    out.push(':');
    let column = indent + key.chars().count() + 2;
    let open = form == Form::Open || OPEN.contains(&entry.key.as_str());
    let place = Place { indent: indent + 2, column, open };
    value(&entry.value, &place, form, out);
}

/// Whether a key is a whole number that is written in one way alone.
fn is_number(key: &str) -> bool {
    const LONGEST: usize = 9;
    let digits = !key.is_empty() && key.len() <= LONGEST && key.bytes().all(|b| b.is_ascii_digit());
    digits && (key == "0" || !key.starts_with('0'))
}

/// Where a value stands.
struct Place {
    /// How deep its lines are.
    indent: usize,
    /// How much of the first line is filled.
    column: usize,
    /// Whether it has a line for every entry.
    open: bool,
}

/// A value behind its key or dash, and the end of the line.
fn value(value: &Value, place: &Place, form: Form, out: &mut String) {
    let Place { indent, column, open } = *place;
    let tag = value.tag.as_deref().map(|t| format!(" {t}")).unwrap_or_default();
    out.push_str(&tag);
    if let Data::Text(text) = &value.data
        && let Some(literal) = literal(text, indent)
    {
        out.push_str(&literal);
        return;
    }
    let empty = value.entries().is_empty() && value.items().is_empty();
    let line = match &value.data {
        Data::Text(text) => block_scalar(text),
        _ => flow(value),
    };
    if empty || !open && !has_open(value) && column + tag.len() + line.chars().count() <= WIDTH {
        out.push(' ');
        out.push_str(&line);
        out.push('\n');
        return;
    }
    match &value.data {
        Data::Map(entries) => {
            out.push('\n');
            for e in entries {
                entry(e, indent, form, out);
            }
        }
        Data::List(items) => {
            out.push('\n');
            for i in items {
                item(i, indent, form, out);
            }
        }
        // A scalar is never wider than its line: it has one of its own.
        _ => {
            out.push(' ');
            out.push_str(&line);
            out.push('\n');
        }
    }
}

/// `- value` and the end of the line.
fn item(item: &Value, indent: usize, form: Form, out: &mut String) {
    out.push_str(&" ".repeat(indent));
    out.push('-');
    // `a -> b: label` is no map to a reader: it has a line of its own, its further keys below it.
    let relation = item.entries().first().is_some_and(|e| e.key.contains(' '));
    let line = flow(item);
    let fits = form == Form::Short && !relation && !has_open(item) && indent + 2 + line.chars().count() <= WIDTH;
    match item.entries() {
        [first, rest @ ..] if !fits && item.tag.is_none() => {
            // The first entry stands behind the dash, the others below it.
            let mut block = String::new();
            entry(first, indent + 2, form, &mut block);
            out.push(' ');
            out.push_str(block.trim_start_matches(' '));
            for e in rest {
                entry(e, indent + 2, form, out);
            }
        }
        _ => {
            // A list in a list, such as the fields of an index, reads as one thing.
            let open = form == Form::Open && item.items().is_empty();
            let place = Place { indent: indent + 2, column: indent + 2, open };
            value(item, &place, form, out);
        }
    }
}

/// Whether something in it wants lines of its own.
fn has_open(value: &Value) -> bool {
    value.entries().iter().any(|e| {
        let full = !e.value.entries().is_empty() || !e.value.items().is_empty();
        full && OPEN.contains(&e.key.as_str()) || has_open(&e.value)
    }) || value.items().iter().any(has_open)
}

/// A value on one line.
fn flow(value: &Value) -> String {
    let tag = |v: &Value| v.tag.as_deref().map(|t| format!("{t} ")).unwrap_or_default();
    match &value.data {
        Data::Null => "null".to_owned(),
        Data::Text(text) => scalar(text),
        Data::Bool(_) | Data::Int(_) | Data::Float(_) => plain_number(value),
        Data::List(items) => {
            let items: Vec<String> = items.iter().map(|i| format!("{}{}", tag(i), flow(i))).collect();
            format!("[{}]", items.join(", "))
        }
        Data::Map(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|e| format!("{}: {}{}", scalar(&e.key), tag(&e.value), flow(&e.value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn plain_number(value: &Value) -> String {
    match (&value.written, &value.data) {
        (Some(written), _) => written.to_string(),
        (None, Data::Bool(it)) => it.to_string(),
        (None, Data::Int(it)) => it.to_string(),
        (None, Data::Float(it)) => format!("{it:?}"),
        _ => String::new(),
    }
}

/// Several lines as they are, where YAML gives them back so.
fn literal(text: &str, indent: usize) -> Option<String> {
    let (body, sign) = text.strip_suffix('\n').map_or((text, "|-"), |body| (body, "|"));
    let printable = |c: char| c == '\n' || is_printable(c);
    let sound = body.contains('\n')
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && body.chars().all(printable)
        && body
            .lines()
            .all(|l| !l.starts_with('\t') && l.trim_end() == l && !l.starts_with("---") && !l.starts_with("..."));
    sound.then(|| {
        let mut out = format!(" {sign}\n");
        for line in body.split('\n') {
            if !line.is_empty() {
                out.push_str(&" ".repeat(indent));
                out.push_str(line);
            }
            out.push('\n');
        }
        out
    })
}

/// A text as a scalar that YAML 1.1 and 1.2 read as that very text, in a block and in brackets.
fn scalar(text: &str) -> String {
    if is_plain(text, ",[]{}") { text.to_owned() } else { quoted(text) }
}

/// The same outside of brackets, where these may stand in a text.
fn block_scalar(text: &str) -> String {
    if is_plain(text, "") { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str, forbidden: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    (first.is_alphanumeric() || first == '_' || first == '/')
        && text.chars().all(|c| is_printable(c) && !"\"\\`|".contains(c) && !forbidden.contains(c))
        && text.trim() == text
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !reads_otherwise(text)
}

/// Whether an unquoted text would be a number, a truth value, nothing or a date to some reader.
fn reads_otherwise(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let word = matches!(lower.as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n");
    let number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_hexdigit() || "xXoO_+-.:TZtz ".contains(c));
    word || number
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c => out.push_str(&escape(c)),
        }
    }
    out.push('"');
    out
}

/// A character by its number.
fn escape(c: char) -> String {
    match u32::from(c) {
        n @ ..=0xff => format!("\\x{n:02x}"),
        n @ ..=0xffff => format!("\\u{n:04x}"),
        n => format!("\\U{n:08x}"),
    }
}

/// Whether YAML lets the character stand for itself, and an editor shows it.
fn is_printable(c: char) -> bool {
    let hidden = matches!(c, '\u{85}' | '\u{a0}' | '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !hidden && !matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff)
}
