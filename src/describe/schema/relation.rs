//! Relations as written: in one line, in one line with keys behind it, or with keys alone.
//!
//! Part of: the schema.

use super::read::{At, Read, Reader, Word};
use super::record::record;
use crate::base::{Arrow, Code, Span, Status};
use crate::describe::syntax;
use crate::describe::yaml::{Data, Entry, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

record! {
    /// A relation, with keys.
    #[schemars(extend("patternProperties" = { "->|~>": {
        "type": ["string", "number", "boolean", "null"],
        "description": "What for, and the technology in brackets at the end."
    } }))]
    RelationKeys: "a relation" {
        /// Who uses.
        "from" from: At<String>,
        /// Who is used.
        "to" to: At<String>,
        /// How: `sync` (the default), `async`, or `both` ways.
        "arrow" arrow: At<Word<Arrow>>,
        /// What kind of relation: the word of `-[kind]->`.
        "kind" kind: At<String>,
        /// What for.
        "label" label: At<String>,
        /// By which protocol or format.
        "tech" tech: At<String>,
        /// Longer words on it.
        "description" description: At<String>,
        /// Words to select it by.
        "tags" tags: Vec<At<String>>,
        /// What the plan does to it.
        "status" status: At<Word<Status>>,
    }
}

/// A relation, whichever way it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RelationDef {
    pub(crate) span: Span,
    /// Both ends; none where a finding says why.
    pub(crate) ends: Option<(At<String>, At<String>)>,
    /// What stands there where the ends are not known.
    pub(crate) text: String,
    pub(crate) arrow: Arrow,
    pub(crate) keys: RelationKeys,
}

impl JsonSchema for RelationDef {
    fn schema_name() -> Cow<'static, str> {
        "Relation".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let keys = generator.subschema_for::<RelationKeys>();
        json_schema!({
            "description": "`a -> b: label [technology]`; `~>` asynchronous, `<->` both ways, `-[kind]->` of a kind.",
            "anyOf": [
                { "type": "string", "pattern": "->|~>", "examples": ["customer -> api: orders [HTTPS]"] },
                keys
            ]
        })
    }
}

impl Read for RelationDef {
    fn what() -> String {
        "a text such as `a -> b: label [technology]`".to_owned()
    }

    fn fits(value: &Value) -> bool {
        value.text().is_some() || matches!(value.data, Data::Map(_))
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        match &value.data {
            Data::Text(text) => {
                let ends = syntax::Arrowed::read(text, value.span, syntax::Place::Relation, to);
                Some(Self::of(ends, value, text, RelationKeys::default()))
            }
            Data::Map(entries) => {
                let (mut keys, strays) = RelationKeys::take(entries, to);
                let (arrows, strays): (Vec<&Entry>, Vec<&Entry>) =
                    strays.into_iter().partition(|e| syntax::has_arrow(&e.key));
                keys.reject(&strays, to);
                let Some(first) = arrows.first() else {
                    if entries.len() > strays.len() || entries.len() > 1 {
                        keys.needs_ends(value, to);
                    } else if let Some(only) = strays.first() {
                        // The one key was said to be unknown; that it is no relation says more.
                        to.findings.pop();
                        syntax::no_arrow(&only.key, only.span, to);
                    }
                    return Some(Self::long(value, keys));
                };
                for more in &arrows[1..] {
                    let help = "Start a new entry of the list with `- `.";
                    to.add(Code::RelationSyntax, more.span, "A second relation stands in the same entry.", help);
                }
                let ends = syntax::Arrowed::read_entry(first, syntax::Place::Relation, to);
                Some(Self::of(ends, value, &first.key, keys))
            }
            Data::Null => None,
            _ => {
                if let (Data::Bool(_) | Data::Int(_) | Data::Float(_), Some(text)) = (&value.data, value.text()) {
                    syntax::no_arrow(text, value.span, to);
                } else {
                    to.wrong_type(value, &Self::what());
                }
                None
            }
        }
    }
}

impl RelationDef {
    fn of(ends: Option<syntax::Arrowed>, value: &Value, text: &str, mut keys: RelationKeys) -> Self {
        let Some(ends) = ends else {
            return Self { span: value.span, text: text.to_owned(), keys, ..Self::default() };
        };
        keys.label = ends.label.or(keys.label);
        keys.tech = ends.tech.or(keys.tech);
        keys.kind = ends.kind.or(keys.kind);
        let span = Span {
            start: ends.from.span.start.min(ends.to.span.start),
            end: ends.to.span.end.max(ends.from.span.end),
            ..value.span
        };
        Self { span, ends: Some((ends.from, ends.to)), text: String::new(), arrow: ends.arrow, keys }
    }

    fn long(value: &Value, mut keys: RelationKeys) -> Self {
        let ends = keys.from.take().zip(keys.to.take());
        let arrow = keys.arrow.as_ref().map(|a| a.value.0).unwrap_or_default();
        let span = ends.as_ref().map_or(value.span, |(from, _)| from.span);
        Self { span, ends, text: String::new(), arrow, keys }
    }
}

impl RelationKeys {
    fn needs_ends(&self, value: &Value, to: &mut Reader<'_>) {
        for (key, missing) in [("from", self.from.is_none()), ("to", self.to.is_none())] {
            if missing && value.get(key).is_none_or(|v| v.data == Data::Null) {
                to.missing_key(value.span, key, "a relation");
            }
        }
    }
}
