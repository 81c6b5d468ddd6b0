//! A file that is complete, such as a preset, read as its type: every key required, no other allowed.
//!
//! Input: the tree of one text. Output: the type that serde knows, and findings as those of a description. What is
//! missing or wrong is replaced by something that fits, so that one run finds the rest too; then there is no value.

use super::schema::Reader;
use super::suggest;
use super::yaml::{self, Data, Entry, Value};
use crate::base::{Checked, Code, Diagnostic, Severity, SourceId, Span};
use serde::Deserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, Visitor};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::{self, Display};

/// Reads such a file; `what` says what it is, for findings: `a preset`.
pub fn complete<T: DeserializeOwned>(text: &str, source: SourceId, what: &str) -> Checked<T> {
    let Checked { value: tree, diagnostics } = yaml::parse(text, source);
    let to = RefCell::new(Reader { text, findings: diagnostics, placeholders: BTreeSet::new(), keys: Vec::new() });
    let value = tree.as_ref().and_then(|tree| {
        let read = T::deserialize(Part { value: Some(tree), span: tree.span, key: None, what, to: &to });
        read.map_err(|fault| to.borrow_mut().findings.push(fault.finding(tree.span))).ok()
    });
    let mut diagnostics = to.into_inner().findings;
    diagnostics.sort_by_key(|d| (d.span, d.code));
    let value = value.filter(|_| diagnostics.iter().all(|d| d.severity != Severity::Error));
    Checked { value, diagnostics }
}

/// A value that is to be read.
#[derive(Clone, Copy)]
struct Part<'a, 't> {
    /// None for what is missing: something that fits stands in for it.
    value: Option<&'a Value>,
    /// Where a finding about its keys belongs: its own key.
    span: Span,
    /// None for the whole.
    key: Option<&'static str>,
    /// What the whole is.
    what: &'a str,
    to: &'a RefCell<Reader<'t>>,
}

/// What a type says of a value that the reader knows no better.
#[derive(Debug)]
struct Fault {
    message: String,
    help: Option<String>,
    span: Option<Span>,
}

impl Fault {
    fn at(self, span: Span) -> Self {
        Self { span: self.span.or(Some(span)), ..self }
    }

    fn finding(self, otherwise: Span) -> Diagnostic {
        let finding = Diagnostic::new(Code::BadValue, self.span.unwrap_or(otherwise), self.message);
        Diagnostic { help: self.help, ..finding }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<M: Display>(message: M) -> Self {
        Self { message: message.to_string(), help: None, span: None }
    }

    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let found = match found {
            de::Unexpected::Str(text) => format!("`{text}`"),
            other => other.to_string(),
        };
        let help = Some(format!("Write {expected}."));
        Self { message: format!("Expected {expected}, found {found}."), help, span: None }
    }

    fn unknown_variant(word: &str, words: &'static [&'static str]) -> Self {
        let (message, help) = bad_word(word, words);
        Self { message, help: Some(help), span: None }
    }
}

fn bad_word(word: &str, words: &[&str]) -> (String, String) {
    let meant = suggest::nearest(word, words.iter().copied());
    let help = suggest::did_you_mean(meant, || format!("Write {}.", suggest::list(words.iter().copied())));
    (format!("`{word}` is none of the words that this key takes."), help)
}

impl<'a> Part<'a, '_> {
    /// What `read` makes of the value; where it makes nothing of it, the wrong type is said.
    fn leaf<T>(&self, expected: &str, read: impl Fn(&'a Data) -> Option<T>) -> Option<T> {
        let value = self.value?;
        let read = read(&value.data);
        if read.is_none() {
            self.to.borrow_mut().wrong_type(value, expected);
        }
        read
    }

    fn whole<T: TryFrom<i64> + Default>(&self) -> T {
        let read = |data: &Data| if let Data::Int(it) = data { Some(*it) } else { None };
        let Some(it) = self.leaf("a whole number from 0", read) else { return T::default() };
        T::try_from(it).unwrap_or_else(|_| {
            let span = self.value.map_or(self.span, |value| value.span);
            let help = "Write a whole number from 0 that is smaller than four thousand million.";
            self.to.borrow_mut().add(Code::BadValue, span, format!("{it} is out of range."), help);
            T::default()
        })
    }

    /// The known keys with their values, in the order of the type; what is unknown or missing is said.
    fn keys(&self, fields: &'static [&'static str]) -> Vec<(&'static str, Self)> {
        let what = &*self.key.map_or_else(|| self.what.to_owned(), |key| format!("`{key}`"));
        let to = self.to;
        let is_map = |data: &'a Data| matches!(data, Data::Map(_)).then_some(());
        let is_map = self.leaf(&format!("a map: {what}"), is_map).is_some();
        let entries = self.value.map_or(&[][..], Value::entries);
        let strays = entries.iter().filter(|e| !fields.contains(&e.key.as_str()));
        let meant: Vec<(&str, &Entry)> =
            strays.filter_map(|e| Some((to.borrow_mut().unknown_key(e, fields, what)?, e))).collect();
        let mut found = Vec::new();
        for &key in fields {
            let entry = entries.iter().find(|e| e.key == key);
            let entry = entry.or_else(|| meant.iter().find(|(known, _)| *known == key).map(|(_, e)| *e));
            if entry.is_none() && is_map {
                to.borrow_mut().missing_key(self.span, key, what);
            }
            let span = entry.map_or(self.span, |e| e.span);
            found.push((key, Self { value: entry.map(|e| &e.value), span, key: Some(key), ..*self }));
        }
        found
    }
}

impl<'de> Deserializer<'de> for Part<'de, '_> {
    type Error = Fault;

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let read = |data: &Data| if let Data::Bool(it) = data { Some(*it) } else { None };
        visitor.visit_bool(self.leaf("true or false", read).unwrap_or_default())
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_u32(self.whole())
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_u64(self.whole())
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let read = |data: &Data| match data {
            Data::Int(it) => Some(*it as f64),
            Data::Float(it) => Some(*it),
            _ => None,
        };
        visitor.visit_f64(self.leaf("a number", read).unwrap_or_default())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        // Stands for a colour as well.
        const ANY: &str = "#000000";
        let text = self.value.and_then(Value::text);
        if text.is_none() {
            self.leaf("a text", |_| None::<()>);
        }
        visitor.visit_str(text.unwrap_or(ANY))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Some(value) if value.data != Data::Null => visitor.visit_some(self),
            _ => visitor.visit_none(),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let text = self.value.and_then(Value::text);
        match (text.and_then(|text| words.iter().find(|w| **w == text)), text, self.value) {
            (Some(word), _, _) => return visitor.visit_enum((*word).into_deserializer()),
            (None, Some(text), Some(value)) => {
                let (message, help) = bad_word(text, words);
                self.to.borrow_mut().add(Code::BadValue, value.span, message, help);
            }
            _ => {
                self.leaf(&suggest::list(words.iter().copied()), |_| None::<()>);
            }
        }
        visitor.visit_enum(words.first().copied().unwrap_or_default().into_deserializer())
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let mut keys = self.keys(fields);
        keys.reverse();
        visitor.visit_map(Keys { keys, open: None })
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(de::Error::custom("Nothing is read here."))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 f32 char bytes byte_buf unit unit_struct newtype_struct seq tuple tuple_struct map
        identifier ignored_any
    }
}

/// The keys of a map that are still to be read, the next one last.
struct Keys<'a, 't> {
    keys: Vec<(&'static str, Part<'a, 't>)>,
    open: Option<Part<'a, 't>>,
}

impl<'de> MapAccess<'de> for Keys<'de, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some((key, part)) = self.keys.pop() else { return Ok(None) };
        self.open = Some(part);
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let Some(part) = self.open.take() else { return Err(de::Error::custom("A value without its key.")) };
        seed.deserialize(part).map_err(|fault| fault.at(part.value.map_or(part.span, |value| value.span)))
    }
}
