//! The tree that a YAML text is read as: every key and value with its place.
//!
//! Part of: the reader of [`super::yaml`]. Nothing here knows the parser.

use crate::base::Span;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Where it is written; for what an alias stands for, where that is written.
    pub span: Span,
    /// What it is.
    pub data: Data,
    /// A truth value or a number as it is written (`1.10`, `0x1f`); none for everything else.
    pub written: Option<Box<str>>,
    /// Its tag, where that is none of YAML's own: `!reset`.
    pub tag: Option<Box<str>>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Entries in written order.
    Map(Vec<Entry>),
}

/// One entry of a map. A key that is written as a number or a truth value is kept as its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key is written.
    pub span: Span,
    /// The value.
    pub value: Value,
}

impl Value {
    /// A value without a tag.
    pub fn new(span: Span, data: Data) -> Self {
        Self { span, data, written: None, tag: None }
    }

    /// The value of `key`, where this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|e| e.key == key).map(|e| &e.value)
    }

    /// The text of a scalar as it is written; none for nothing, a list and a map.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            Data::Null | Data::List(_) | Data::Map(_) => None,
            Data::Bool(_) | Data::Int(_) | Data::Float(_) => self.written.as_deref(),
        }
    }

    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// How many keys and values this is, itself included.
    pub fn nodes(&self) -> usize {
        1 + match &self.data {
            Data::List(items) => items.iter().map(Self::nodes).sum(),
            Data::Map(entries) => entries.iter().map(|e| 1 + e.value.nodes()).sum(),
            _ => 0,
        }
    }

    pub(super) fn weight(&self) -> Weight {
        let mut own = Weight { nodes: 1, height: 0, bytes: self.text().map_or(0, str::len) };
        let mut add = |part: Weight| {
            own.nodes += part.nodes;
            own.height = own.height.max(part.height + 1);
            own.bytes += part.bytes;
        };
        self.items().iter().for_each(|v| add(v.weight()));
        self.entries().iter().for_each(|e| {
            add(e.value.weight());
            add(Weight { nodes: 1, height: 0, bytes: e.key.len() });
        });
        if matches!(self.data, Data::List(_) | Data::Map(_)) {
            own.height = own.height.max(1);
        }
        own
    }
}

/// What a value costs: keys and values, levels of lists and maps, bytes of text.
#[derive(Clone, Copy, Default)]
pub(super) struct Weight {
    pub(super) nodes: usize,
    pub(super) height: usize,
    pub(super) bytes: usize,
}

/// YAML 1.2 core schema: what a plain scalar means.
pub(super) fn scalar(span: Span, text: String, plain: bool) -> Value {
    if !plain {
        return Value::new(span, Data::Text(text));
    }
    let data = match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => return Value::new(span, Data::Null),
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        other => match number(other) {
            Some(data) => data,
            None => return Value::new(span, Data::Text(text)),
        },
    };
    Value { span, data, written: Some(text.into()), tag: None }
}

fn number(text: &str) -> Option<Data> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if let Some(hex) = text.strip_prefix("0x") {
        return i64::from_str_radix(hex, 16).ok().filter(|_| !hex.starts_with(['+', '-'])).map(Data::Int);
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return i64::from_str_radix(octal, 8).ok().filter(|_| !octal.starts_with(['+', '-'])).map(Data::Int);
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || !digits.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().map(Data::Int).ok().or_else(|| text.parse().map(Data::Float).ok());
    }
    // Rust reads `inf` and `nan` as numbers too; the first character has ruled them out.
    text.parse::<f64>().ok().filter(|n| n.is_finite()).map(Data::Float)
}
