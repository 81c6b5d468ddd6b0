//! Elements, groups, places and includes as written.
//!
//! Part of: the schema.

use super::read::{At, Ids, Read, Reader, Word};
use super::record::record;
use crate::base::{Code, Status};
use crate::describe::syntax;
use crate::describe::yaml::{Data, Entry, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

// A short form or the map with keys. No doc comments here: they would end up in the schema and tell nothing there.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(untagged, inline)]
pub(crate) enum Short<S, K> {
    Short(S),
    Keys(K),
}

impl<S, K: Default> Default for Short<S, K> {
    fn default() -> Self {
        Self::Keys(K::default())
    }
}

impl<S: Read, K: Read> Read for Short<S, K> {
    fn what() -> String {
        format!("{} or a map: {}", S::what(), K::what())
    }

    fn fits(value: &Value) -> bool {
        S::fits(value) || K::fits(value)
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        if S::fits(value) {
            return S::read(value, to).map(Self::Short);
        }
        if K::fits(value) || value.data == Data::Null {
            return K::read(value, to).map(Self::Keys);
        }
        to.wrong_type(value, &Self::what());
        None
    }
}

/// The word for a kind: one of ours, or one below `kinds`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct KindName(pub(crate) String);

impl Read for KindName {
    fn what() -> String {
        "a text".to_owned()
    }

    fn fits(value: &Value) -> bool {
        value.text().is_some()
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        String::read(value, to).map(Self)
    }
}

impl JsonSchema for KindName {
    fn schema_name() -> Cow<'static, str> {
        "Kind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A kind: one of these, or a word that is defined below `kinds`.",
            "anyOf": [
                { "enum": syntax::ELEMENT_KINDS },
                { "type": "string", "pattern": super::read::ID }
            ]
        })
    }
}

/// A list of one or more, or the one alone.
pub(crate) type OneOrMany = Short<At<String>, ManyDef>;

/// Several references.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(transparent, inline)]
pub(crate) struct ManyDef(pub(crate) Vec<At<String>>);

impl Read for ManyDef {
    fn what() -> String {
        "a list".to_owned()
    }

    fn fits(value: &Value) -> bool {
        matches!(value.data, Data::List(_))
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        Vec::read(value, to).map(Self)
    }
}

record! {
    /// A further file.
    IncludeKeys: "an include" {
        /// Its path, relative to this file.
        "from" from: At<String> = required,
        /// The element that everything in it goes into; its ids then start with this one.
        "as" under: At<String>,
    }
}

/// A further file: its path, or its path and where it goes.
pub(crate) type IncludeDef = Short<At<String>, IncludeKeys>;

record! {
    /// Somebody or something in the system.
    ElementKeys: "an element" {
        /// What it is. Without it: a system, in a system a container, in a container a component.
        "kind" kind: At<KindName>,
        /// Name to show; without it the id is shown.
        "name" name: At<String>,
        /// What it does, in a sentence.
        "description" description: At<String>,
        /// What it is made with: `Rust, Axum`.
        "tech" tech: At<String>,
        /// Where to read more.
        "link" link: At<String>,
        /// Whether somebody else owns it.
        "external" external: At<bool>,
        /// Words to select it by: `tag:core`.
        "tags" tags: Vec<At<String>>,
        /// What the plan does to it.
        "status" status: At<Word<Status>>,
        /// What is in it.
        "children" children: Ids<ElementDef>,
    }
}

/// An element: a bare string is its kind where it is the word for one, its name otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ElementDef(pub(crate) Short<At<String>, ElementKeys>);

impl Read for ElementDef {
    fn what() -> String {
        "a kind, a name or a map: an element".to_owned()
    }

    fn fits(value: &Value) -> bool {
        Short::<At<String>, ElementKeys>::fits(value)
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        let Data::Map(entries) = &value.data else {
            return Short::read(value, to).map(Self);
        };
        let (mut keys, strays) = ElementKeys::take(entries, to);
        let (nested, strays): (Vec<&Entry>, Vec<&Entry>) = strays.into_iter().partition(|e| {
            matches!(e.value.data, Data::Map(_)) && crate::describe::suggest::key(&e.key, ElementKeys::KEYS).is_none()
        });
        keys.reject(&strays, to);
        for entry in nested {
            let message = format!("There is no key `{}` in an element.", entry.key);
            to.add(Code::UnknownKey, entry.span, message, "If it is an element of its own, put it below `children:`.");
            // Read as meant, so that relations to it are not found to be wrong too.
            let child = Self::read(&entry.value, to).unwrap_or_default();
            let key = At { span: entry.span, value: entry.key.clone() };
            keys.children.get_or_insert_default().0.push((key, child));
        }
        Some(Self(Short::Keys(keys)))
    }
}

record! {
    /// A named set of elements.
    GroupKeys: "a group" {
        /// Name to show; without it the id is shown.
        "name" name: At<String>,
        /// References to its elements.
        "members" members: Vec<At<String>> = required,
        /// Words to select it by.
        "tags" tags: Vec<At<String>>,
    }
}

/// A group: its members, or more.
pub(crate) type GroupDef = Short<ManyDef, GroupKeys>;

record! {
    /// A machine, a cluster, a region or the like.
    PlaceKeys: "a place of a deployment" {
        /// Name to show; without it the id is shown.
        "name" name: At<String>,
        /// What it does.
        "description" description: At<String>,
        /// What it is made with: `EKS`.
        "tech" tech: At<String>,
        /// Words to select it by.
        "tags" tags: Vec<At<String>>,
        /// What the plan does to it.
        "status" status: At<Word<Status>>,
        /// How many there are.
        "instances" instances: At<u32>,
        /// References to the elements that run on it.
        "runs" runs: Vec<At<String>>,
        /// Places in it.
        "children" children: Ids<PlaceDef>,
    }
}

/// A place: its name, or more.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PlaceDef(pub(crate) Short<At<String>, PlaceKeys>);

impl Read for PlaceDef {
    fn what() -> String {
        "a name or a map: a place of a deployment".to_owned()
    }

    fn fits(value: &Value) -> bool {
        Short::<At<String>, PlaceKeys>::fits(value)
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        Short::read(value, to).map(Self)
    }
}

impl JsonSchema for ElementDef {
    fn schema_name() -> Cow<'static, str> {
        "Element".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let keys = generator.subschema_for::<ElementKeys>();
        json_schema!({
            "description": "An element. A bare string is its kind where it is the word for one, its name otherwise.",
            "anyOf": [{ "enum": syntax::ELEMENT_KINDS }, { "type": ["string", "number", "boolean", "null"] }, keys]
        })
    }
}

impl JsonSchema for PlaceDef {
    fn schema_name() -> Cow<'static, str> {
        "Place".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let keys = generator.subschema_for::<PlaceKeys>();
        json_schema!({
            "description": "A machine, a cluster, a region or the like. A bare string is its name.",
            "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, keys]
        })
    }
}
