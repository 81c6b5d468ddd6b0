//! A word out of a list, in any case.
//!
//! Part of: the schema.

use super::read::{Read, Reader, Word, word};
use crate::describe::yaml::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// One word out of a list, in any case; `high`, `medium` and `low` stand for their letters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct AnyCase<T>(pub(crate) T);

impl<T: DeserializeOwned> Read for AnyCase<T> {
    fn what() -> String {
        Word::<T>::what()
    }

    fn fits(value: &Value) -> bool {
        Word::<T>::fits(value)
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        let text = String::read(value, to)?;
        let same = |word: &&&str| {
            word.eq_ignore_ascii_case(text.trim())
                || long(word).is_some_and(|own| own.eq_ignore_ascii_case(text.trim()))
        };
        let read = word(&text).or_else(|words| words.iter().find(same).map_or(Err(words), |meant| word(meant)));
        read.map_or_else(|words| to.no_word(value.span, &text, words), |it| Some(Self(it)))
    }
}

impl<T: JsonSchema> JsonSchema for AnyCase<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        // Editors offer the words of the enum and take what the pattern takes.
        let words = T::json_schema(generator);
        let of = |value: &serde_json::Value| value.as_str().map(pattern);
        let listed = words.get("enum").and_then(|list| list.as_array()).into_iter().flatten().filter_map(of);
        let parts = words.get("oneOf").and_then(|parts| parts.as_array()).into_iter().flatten();
        let named = parts.filter_map(|part| part.get("const").and_then(of));
        let pattern = format!("^({})$", listed.chain(named).collect::<Vec<_>>().join("|"));
        json_schema!({ "anyOf": [words, { "type": "string", "pattern": pattern }] })
    }
}

/// The whole word that a letter stands for.
fn long(letter: &str) -> Option<&'static str> {
    ["high", "medium", "low"]
        .into_iter()
        .find(|word| letter.len() == 1 && word.starts_with(&letter.to_ascii_lowercase()))
}

/// A pattern for a word, and the letters that it stands for, in any case.
fn pattern(word: &str) -> String {
    let rest = long(word).map(|long| format!("({})?", any_case(&long[1..]))).unwrap_or_default();
    any_case(word) + &rest
}

/// A pattern for a word in any case.
fn any_case(word: &str) -> String {
    word.chars().flat_map(|c| ['[', c.to_ascii_uppercase(), c.to_ascii_lowercase(), ']']).collect()
}
