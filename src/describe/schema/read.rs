//! How a tree is read as the types of the schema: every finding at once, each with its place.
//!
//! Part of: the schema. A struct made by [`record!`] is the one list of its keys: the reader, the findings about
//! unknown keys and the JSON Schema all come from it.

use super::plan::form;
use crate::base::{Code, Diagnostic, Span};
use crate::describe::suggest;
use crate::describe::yaml::{Data, Entry, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A value with its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct At<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
}

/// Something that a value of the tree can be read as.
pub(crate) trait Read: Sized {
    /// What is expected, for a finding: `a text`.
    fn what() -> String;

    /// Whether the value has the form that this is read from; its parts may still be wrong.
    fn fits(value: &Value) -> bool;

    /// Reads it; where it is wrong, a finding says so and what can be read is returned.
    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self>;
}

/// What a walk over the tree of one text collects.
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) findings: Vec<Diagnostic>,
    /// Places of template placeholders, found before: nothing more is said of them.
    pub(crate) placeholders: BTreeSet<Span>,
    /// Known keys around what is read, from the outermost on.
    pub(crate) keys: Vec<&'static str>,
}

impl Reader<'_> {
    pub(crate) fn add(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Diagnostic::new(code, span, message).help(help));
    }

    /// The value is of the wrong type.
    pub(crate) fn wrong_type(&mut self, value: &Value, expected: &str) {
        if self.placeholders.contains(&value.span) {
            return;
        }
        let found = match &value.data {
            Data::Null => "nothing",
            Data::Bool(_) => "a truth value",
            Data::Int(_) | Data::Float(_) => "a number",
            Data::Text(_) => "a text",
            Data::List(_) => "a list",
            Data::Map(_) => "a map",
        };
        let written = self.text.get(value.span.start..value.span.end).unwrap_or_default();
        let bracket = written.chars().next().filter(|c| matches!(c, '[' | '{'));
        let first = value.text().or_else(|| value.items().first()?.text()).unwrap_or("..").to_owned();
        let help = match (&value.data, bracket) {
            _ if form(&self.keys).is_some() => format!("Write `{}`.", form(&self.keys).unwrap_or_default()),
            (Data::List(_) | Data::Map(_), Some(open)) if expected.starts_with("a text") => {
                let line = written.lines().next().unwrap_or_default();
                format!("`{open}` starts a list or a map; if it is text, quote it: \"{line}\"")
            }
            (Data::List(items), _) if items.len() == 1 && expected.starts_with("a text") => {
                format!("Write it without the dash: {first}")
            }
            (_, _) if expected.starts_with("a list") && value.text().is_some() => {
                format!("Put it in brackets: [{first}]")
            }
            (Data::Text(text), _)
                if expected == "true or false" && matches!(text.as_str(), "yes" | "on" | "no" | "off") =>
            {
                let meant = matches!(text.as_str(), "yes" | "on");
                format!("YAML 1.2 knows only `true` and `false`: write `{meant}`.")
            }
            (Data::Map(_), _) if expected.starts_with("a list") => "Start every entry with `- `.".to_owned(),
            (Data::List(_), None) if expected.starts_with("a map") => {
                format!("Take the dashes away and put a colon behind every name: `{first}:`")
            }
            _ => format!("Write {expected}."),
        };
        let span = self.first_line(value.span);
        self.add(Code::WrongType, span, format!("Expected {expected}, found {found}."), help);
    }

    /// The key is not one of `keys`; gives the one that was most likely meant.
    pub(crate) fn unknown_key(&mut self, entry: &Entry, keys: &[&'static str], what: &str) -> Option<&'static str> {
        let meant = suggest::key(&entry.key, keys);
        let help =
            suggest::did_you_mean(meant, || format!("The keys here are {}.", suggest::list(keys.iter().copied())));
        self.add(Code::UnknownKey, entry.span, format!("There is no key `{}` in {what}.", entry.key), help);
        meant
    }

    /// The text is none of the words that its key takes.
    pub(super) fn no_word<T>(&mut self, span: Span, text: &str, words: &[&str]) -> Option<T> {
        let help = match suggest::nearest(text, words.iter().copied()) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!("Write {}.", suggest::list(words.iter().copied())),
        };
        self.add(Code::BadValue, span, format!("`{text}` is none of the words that this key takes."), help);
        None
    }

    /// A key is missing in the map that `span` is part of.
    pub(crate) fn missing_key(&mut self, span: Span, key: &str, what: &str) {
        let span = self.first_line(span);
        self.add(Code::MissingKey, span, format!("The key `{key}` is missing in {what}."), format!("Add `{key}: ..`."));
    }

    /// The part of a span that lies on its first line.
    pub(crate) fn first_line(&self, span: Span) -> Span {
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        let len = written.lines().next().map_or(0, |l| l.trim_end().len());
        Span { end: span.start + len, ..span }
    }

    /// The place of a part of a text that `span` holds; the whole where escapes or folding stand between.
    pub(crate) fn part(&self, span: Span, text: &str, from: usize, to: usize) -> Span {
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        let shift = if written == text {
            0
        } else if written.len() == text.len() + 2 && written.get(1..written.len() - 1) == Some(text) {
            1
        } else {
            return span;
        };
        Span { start: span.start + shift + from, end: span.start + shift + to, ..span }
    }
}

impl<T: Read> Read for At<T> {
    fn what() -> String {
        T::what()
    }

    fn fits(value: &Value) -> bool {
        T::fits(value)
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        Some(Self { span: value.span, value: T::read(value, to)? })
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl Read for String {
    fn what() -> String {
        "a text".to_owned()
    }

    fn fits(value: &Value) -> bool {
        value.text().is_some()
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        match (value.text(), &value.data) {
            (Some(text), _) => Some(text.to_owned()),
            (None, Data::Null) => None,
            (None, _) => {
                to.wrong_type(value, &Self::what());
                None
            }
        }
    }
}

impl Read for bool {
    fn what() -> String {
        "true or false".to_owned()
    }

    fn fits(value: &Value) -> bool {
        matches!(value.data, Data::Bool(_))
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        match value.data {
            Data::Bool(it) => Some(it),
            Data::Null => None,
            _ => {
                to.wrong_type(value, &Self::what());
                None
            }
        }
    }
}

impl Read for u32 {
    fn what() -> String {
        "a whole number from 1".to_owned()
    }

    fn fits(value: &Value) -> bool {
        matches!(value.data, Data::Int(_))
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        match value.data {
            Data::Int(it) => match Self::try_from(it) {
                Ok(it) if it > 0 => Some(it),
                _ => {
                    to.add(
                        Code::BadValue,
                        value.span,
                        format!("{it} is out of range."),
                        "Write a whole number from 1.",
                    );
                    None
                }
            },
            Data::Null => None,
            _ => {
                to.wrong_type(value, &Self::what());
                None
            }
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn what() -> String {
        "a list".to_owned()
    }

    fn fits(value: &Value) -> bool {
        matches!(value.data, Data::List(_))
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        match &value.data {
            Data::List(items) => Some(items.iter().filter_map(|i| T::read(i, to)).collect()),
            Data::Null => None,
            // One item without its list: said once, then read as meant.
            _ if value.text().is_some() && T::fits(value) => {
                to.wrong_type(value, &Self::what());
                T::read(value, to).map(|it| vec![it])
            }
            _ => {
                to.wrong_type(value, &Self::what());
                None
            }
        }
    }
}

/// One word out of a list: an enum whose words serde knows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Word<T>(pub(crate) T);

impl<T: DeserializeOwned> Read for Word<T> {
    fn what() -> String {
        "a text".to_owned()
    }

    fn fits(value: &Value) -> bool {
        value.text().is_some()
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        let text = String::read(value, to)?;
        word(&text).map_or_else(|words| to.no_word(value.span, &text, words), |it| Some(Self(it)))
    }
}

impl<T: JsonSchema> JsonSchema for Word<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// The enum's value of that word, or all words that it has.
pub(crate) fn word<T: DeserializeOwned>(text: &str) -> Result<T, &'static [&'static str]> {
    T::deserialize(StrDeserializer::<Words>::new(text)).map_err(|e| e.0)
}

/// A serde error that keeps the words that would have been right.
#[derive(Debug)]
struct Words(&'static [&'static str]);

impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unknown word")
    }
}

impl std::error::Error for Words {}

impl serde::de::Error for Words {
    fn custom<M: std::fmt::Display>(_: M) -> Self {
        Self(&[])
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(expected)
    }
}

/// What ids look like.
pub(crate) const ID: &str = "^[A-Za-z_][A-Za-z0-9_-]*$";

/// Whether the text is an id.
pub(crate) fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A map from ids to something, in written order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ids<T>(pub(crate) Vec<(At<String>, T)>);

/// A map from any text to something, in written order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named<T>(pub(crate) Vec<(At<String>, T)>);

impl<T> Default for Ids<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Read + Default> Read for Ids<T> {
    fn what() -> String {
        "a map".to_owned()
    }

    fn fits(value: &Value) -> bool {
        matches!(value.data, Data::Map(_))
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        let entries = Named::<T>::read(value, to)?.0;
        for (id, _) in &entries {
            if !is_id(&id.value) {
                let help = if id.value.starts_with(|c: char| c.is_ascii_digit()) {
                    "An id starts with a letter: put one in front, and say the number in `name`."
                } else {
                    "Use letters, digits, `_` and `-`, a letter or `_` first, and put the rest into `name`."
                };
                to.add(Code::BadId, id.span, format!("`{}` cannot be an id.", id.value), help);
            }
        }
        Some(Self(entries))
    }
}

impl<T: Read + Default> Read for Named<T> {
    fn what() -> String {
        "a map".to_owned()
    }

    fn fits(value: &Value) -> bool {
        matches!(value.data, Data::Map(_))
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        match &value.data {
            Data::Map(entries) => {
                let read = |e: &Entry| {
                    let key = At { span: e.span, value: e.key.clone() };
                    // A name stays known even where what it stands for is wrong.
                    (key, T::read(&e.value, to).unwrap_or_default())
                };
                Some(Self(entries.iter().map(read).collect()))
            }
            Data::Null => None,
            _ => {
                to.wrong_type(value, &Self::what());
                None
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Ids<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Ids_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let of = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "propertyNames": { "pattern": ID }, "additionalProperties": of })
    }
}

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Named_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let of = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": of })
    }
}
