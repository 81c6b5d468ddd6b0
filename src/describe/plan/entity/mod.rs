//! Fields, relations and indexes of an entity: what their words mean.
//!
//! Part of: describe. Input: the entities of a plan as they are written. Output: [`Record`]s. Nobody else reads these
//! words: pictures, plans and imports take what is found here.

mod relation;

pub use relation::{Names, relation};

use super::Entity;
use crate::describe::yaml::{Data, Value};
use std::collections::BTreeSet;

/// An entity with its words read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its fields, in written order.
    pub fields: Vec<Field>,
    /// Its relations, in written order.
    pub relations: Vec<Relation>,
}

/// A field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type as written, without the words for keys; empty where none is said.
    pub data_type: String,
    /// What it is a key for, each once, in the order of [`Key`].
    pub keys: Vec<Key>,
    /// Whether an index has it.
    pub indexed: bool,
    /// What else is said of it.
    pub note: Option<String>,
}

/// What a field is a key for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// It tells entities apart.
    Primary,
    /// It names an entity of a relation.
    Foreign,
    /// No two entities have the same.
    Unique,
}

/// How many entities stand at one end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cardinality {
    /// Exactly one.
    One,
    /// One or none.
    ZeroOrOne,
    /// At least one.
    OneOrMore,
    /// Any number.
    ZeroOrMore,
}

/// A relation of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// Its name.
    pub name: String,
    /// How many of this entity one of the other has, where that is said.
    pub here: Option<Cardinality>,
    /// How many of the other entity one of this has, where that is said.
    pub there: Option<Cardinality>,
    /// The other entity, by index; none where no entity has such a name.
    pub target: Option<usize>,
    /// The word that should be the name of the other entity, where none has it.
    pub unknown: Option<String>,
    /// Words beside those that say the above.
    pub note: Option<String>,
}

impl Key {
    /// Its letters in a diagram.
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Primary => "PK",
            Self::Foreign => "FK",
            Self::Unique => "UK",
        }
    }
}

impl Cardinality {
    /// Whether there may be several.
    pub const fn is_many(self) -> bool {
        matches!(self, Self::OneOrMore | Self::ZeroOrMore)
    }

    const fn or_none(self) -> Self {
        match self {
            Self::One | Self::ZeroOrOne => Self::ZeroOrOne,
            Self::OneOrMore | Self::ZeroOrMore => Self::ZeroOrMore,
        }
    }

    const fn at_least_one(self) -> Self {
        match self {
            Self::One | Self::ZeroOrOne => Self::One,
            Self::OneOrMore | Self::ZeroOrMore => Self::OneOrMore,
        }
    }
}

/// Reads all entities of a plan, one record each.
pub fn read(entities: &[Entity]) -> Vec<Record> {
    let names = Names::new(entities.iter().map(|e| e.name.as_str()));
    let mut records: Vec<Record> = Vec::with_capacity(entities.len());
    for entity in entities {
        let fields: Vec<Field> = entity.fields.iter().map(|(name, value)| field(name, value)).collect();
        let relations = entity.relations.iter().map(|(name, value)| relation(name, value, &names)).collect();
        records.push(Record { fields, relations });
    }
    let foreign = foreign_names(entities, &records);
    for ((record, entity), foreign) in records.iter_mut().zip(entities).zip(foreign) {
        mark_keys(&mut record.fields, &foreign);
        mark_indexes(&mut record.fields, &entity.indexes);
    }
    records
}

/// Reads a field: `uuid PK`, `string unique`, or `{type: uuid, key: primary, ..}`.
fn field(name: &str, value: &Value) -> Field {
    let mut out = Field { name: name.to_owned(), ..Field::default() };
    let mut notes: Vec<String> = Vec::new();
    if let Data::Map(entries) = &value.data {
        for entry in entries {
            let yes = matches!(entry.value.data, Data::Bool(true));
            match entry.key.to_ascii_lowercase().as_str() {
                "type" => out.data_type = inline(&entry.value),
                "key" | "keys" => keys_of_words(&mut out, &inline(&entry.value), &mut notes),
                "index" | "indexed" if yes => out.indexed = true,
                word if yes && key_word(word).is_some() => out.keys.extend(key_word(word)),
                "description" | "note" | "comment" => notes.push(inline(&entry.value)),
                _ => notes.push(format!("{}: {}", entry.key, inline(&entry.value))),
            }
        }
    } else {
        keys_of_words(&mut out, &inline(value), &mut notes);
    }
    out.keys.sort_unstable();
    out.keys.dedup();
    notes.retain(|note| !note.is_empty());
    out.note = (!notes.is_empty()).then(|| notes.join(", "));
    out
}

/// Words up to the first one for a key are the type, those behind it a note.
fn keys_of_words(field: &mut Field, text: &str, notes: &mut Vec<String>) {
    let words = words_outside_brackets(text);
    let mut types: Vec<&str> = Vec::new();
    let mut rest: Vec<&str> = Vec::new();
    let mut has_key = false;
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        at += 1;
        let bare = word.trim_matches(|c: char| matches!(c, ',' | ';' | '(' | ')' | '[' | ']'));
        let parts: Vec<Option<Key>> = bare.split([',', '/', '+']).map(|part| key_word(part.trim())).collect();
        if !parts.is_empty() && parts.iter().all(Option::is_some) {
            field.keys.extend(parts.into_iter().flatten());
            has_key = true;
            // `primary key`.
            if words.get(at).is_some_and(|next| next.trim_end_matches([',', ')']).eq_ignore_ascii_case("key")) {
                at += 1;
            }
        } else if ["index", "indexed"].iter().any(|w| bare.eq_ignore_ascii_case(w)) && at > 1 {
            field.indexed = true;
            has_key = true;
        } else if bare.eq_ignore_ascii_case("references") || word == "->" || word == "→" {
            field.keys.push(Key::Foreign);
            rest.push(word);
            has_key = true;
        } else if has_key {
            rest.push(word);
        } else {
            types.push(word);
        }
    }
    if field.data_type.is_empty() {
        types.join(" ").trim_end_matches([',', ';']).clone_into(&mut field.data_type);
    } else {
        notes.push(types.join(" "));
    }
    notes.push(rest.join(" "));
}

/// The key that a word stands for.
fn key_word(word: &str) -> Option<Key> {
    match word.to_ascii_lowercase().as_str() {
        "pk" | "primary" | "primary_key" | "primary-key" => Some(Key::Primary),
        "fk" | "foreign" | "foreign_key" | "foreign-key" => Some(Key::Foreign),
        "uk" | "unique" | "unique_key" | "unique-key" => Some(Key::Unique),
        _ => None,
    }
}

/// Splits at blanks, but not inside of brackets: `decimal(10, 2) PK`.
fn words_outside_brackets(text: &str) -> Vec<&str> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut out = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '<' | '[' | '{' => depth += 1,
            ')' | '>' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if c.is_whitespace() && depth == 0 => {
                out.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out.retain(|word| !word.is_empty());
    out
}

/// `id` is the primary key and `<entity>_id` a foreign one, where none is said.
fn mark_keys(fields: &mut [Field], foreign: &BTreeSet<String>) {
    let has = |fields: &[Field], key: Key| fields.iter().any(|f| f.keys.contains(&key));
    if !has(fields, Key::Primary)
        && let Some(id) = fields.iter_mut().find(|f| fold(&f.name) == "id" && f.keys.is_empty())
    {
        id.keys.push(Key::Primary);
    }
    for field in fields.iter_mut().filter(|f| f.keys.is_empty() || f.keys == [Key::Unique]) {
        let folded = fold(&field.name);
        let is_reference = ["_id", "-id", " id", "Id", "ID", "_uuid"].iter().any(|end| field.name.ends_with(end));
        let stem = folded.strip_suffix("uuid").or_else(|| folded.strip_suffix("id")).unwrap_or_default();
        if is_reference && !stem.is_empty() && foreign.contains(stem) {
            field.keys.insert(0, Key::Foreign);
        }
    }
}

/// By entity: folded names of the entities, and of the relations, that a foreign key of it may have before its `_id`.
fn foreign_names(entities: &[Entity], records: &[Record]) -> Vec<BTreeSet<String>> {
    let mut out: Vec<BTreeSet<String>> = vec![BTreeSet::new(); entities.len()];
    for (at, record) in records.iter().enumerate() {
        for relation in &record.relations {
            let Some(target) = relation.target else { continue };
            if !relation.there.is_some_and(Cardinality::is_many) {
                out[at].extend([fold(&entities[target].name), fold(&relation.name)]);
            }
            if relation.there.is_none_or(Cardinality::is_many) || relation.here == Some(Cardinality::One) {
                out[target].insert(fold(&entities[at].name));
            }
        }
    }
    out
}

/// Fields that an index names, in whatever form: `created_at`, `[user_id, created_at]`, `by_user (user_id)`, `{fields: ..}`.
fn mark_indexes(fields: &mut [Field], indexes: &[Value]) {
    let mut open: Vec<&Value> = indexes.iter().collect();
    let mut named: Vec<String> = Vec::new();
    while let Some(value) = open.pop() {
        open.extend(value.items());
        open.extend(value.entries().iter().map(|e| &e.value));
        if let Some(text) = value.text() {
            named.push(text.trim().to_lowercase());
            let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
            named.extend(words.map(str::to_lowercase));
        }
    }
    named.sort_unstable();
    for field in fields {
        field.indexed |= named.binary_search(&field.name.trim().to_lowercase()).is_ok();
    }
}

/// Letters and digits in lower case.
fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A value on one line.
pub fn inline(value: &Value) -> String {
    let mut out = String::new();
    write_inline(value, &mut out);
    out
}

/// As deep as a description is: at most 64.
fn write_inline(value: &Value, out: &mut String) {
    let list = |out: &mut String, open: char, close: char, parts: Vec<String>| {
        out.push(open);
        out.push_str(&parts.join(", "));
        out.push(close);
    };
    match &value.data {
        Data::List(items) => list(out, '[', ']', items.iter().map(inline).collect()),
        Data::Map(entries) => {
            list(out, '{', '}', entries.iter().map(|e| format!("{}: {}", e.key, inline(&e.value))).collect());
        }
        _ => out.push_str(value.text().unwrap_or_default().trim()),
    }
}
