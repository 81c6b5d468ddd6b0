//! Trees of fences without placeholders, and what lines say in place of a tree.
//!
//! Part of: the import of plans.

use crate::base::Span;
use crate::describe::plan::form::is_status;
use crate::describe::yaml::{Data, Entry, Value};
use crate::plan::read::{Contract, PlanDoc, Said, simple};
use std::collections::BTreeSet;

/// The tree without what a template left in it; none where nothing else is in it.
pub(super) fn clean(doc: &PlanDoc, value: &Value) -> Option<Value> {
    let data = match &value.data {
        Data::Map(entries) => {
            let kept = entries.iter().filter(|e| !doc.has_placeholder(e.span)).filter_map(|e| {
                let value = clean(doc, &e.value)?;
                Some(Entry { value, ..e.clone() })
            });
            let kept: Vec<Entry> = kept.collect();
            if kept.is_empty() && !entries.is_empty() {
                return None;
            }
            Data::Map(kept)
        }
        Data::List(items) => {
            let kept: Vec<Value> = items.iter().filter_map(|item| clean(doc, item)).collect();
            if kept.is_empty() && !items.is_empty() {
                return None;
            }
            Data::List(kept)
        }
        _ if doc.has_placeholder(value.span) => return None,
        other => other.clone(),
    };
    Some(Value { data, ..value.clone() })
}

/// A text as a value.
pub(super) fn text(said: &Said) -> Value {
    Value::new(said.span, Data::Text(said.text.clone()))
}

/// The entries below `key` of a contract, in its tree and in its lines.
pub(super) fn entries(doc: &PlanDoc, contract: &Contract, key: &str) -> Vec<(String, Value)> {
    let tree = contract.tree.as_ref().and_then(|tree| tree.get(key)).and_then(|value| clean(doc, value));
    let mut out: Vec<(String, Value)> = match tree.map(|t| t.data) {
        Some(Data::Map(entries)) => entries.into_iter().map(|e| (e.key, e.value)).collect(),
        // `- id: uuid`, `- id`
        Some(Data::List(items)) => items.into_iter().flat_map(named).collect(),
        _ => Vec::new(),
    };
    let mut taken: BTreeSet<String> = out.iter().map(|(name, _)| name.clone()).collect();
    for line in contract.lines.iter().filter(|l| l.under == key && !doc.has_placeholder(l.value.span)) {
        let (name, value) = if line.name.text.is_empty() {
            (line.value.text.clone(), Value::new(line.value.span, Data::Null))
        } else {
            (line.name.text.trim_matches('`').to_owned(), text(&line.value))
        };
        if !name.is_empty() && taken.insert(name.clone()) {
            out.push((name, value));
        }
    }
    out
}

/// An item of a list as an entry.
fn named(item: Value) -> Vec<(String, Value)> {
    if let Some(name) = item.text() {
        let (name, rest) = name.split_once(' ').unwrap_or((name, ""));
        let rest = rest.trim_matches([' ', '(', ')']);
        let data = if rest.is_empty() { Data::Null } else { Data::Text(rest.to_owned()) };
        return vec![(name.to_owned(), Value::new(item.span, data))];
    }
    let Data::Map(entries) = item.data else { return Vec::new() };
    // `- {name: id, type: uuid}`
    let find = |key: &str| entries.iter().find(|e| e.key == key).and_then(|e| e.value.text());
    if let (Some(name), Some(_)) = (find("name"), find("type")) {
        let name = name.to_owned();
        let kind = entries.iter().find(|e| e.key == "type").map(|e| e.value.clone());
        return kind.map(|kind| (name, kind)).into_iter().collect();
    }
    entries.into_iter().map(|e| (e.key, e.value)).collect()
}

/// `200, 404` as a map of answers; any other text as it is.
pub(super) fn answers(value: Value) -> Value {
    let parts = value.text().unwrap_or_default().split([',', ';']).map(str::trim);
    let answer = |part: &str| {
        let (code, words) = part.split_once(' ').unwrap_or((part, ""));
        let digits = code.len() == 3 && code.starts_with(|c: char| c.is_ascii_digit()) && is_status(code);
        let words = words.trim_matches([' ', ':', '-', '–', '—', '(', ')']);
        let data = if words.is_empty() { Data::Null } else { Data::Text(words.to_owned()) };
        digits.then(|| Entry { key: code.to_owned(), span: value.span, value: Value::new(value.span, data) })
    };
    let entries: Option<Vec<Entry>> = parts.map(answer).collect();
    let mut taken = BTreeSet::new();
    match entries.filter(|all| all.iter().all(|entry| taken.insert(entry.key.clone()))) {
        Some(entries) => Value::new(value.span, Data::Map(entries)),
        None => value,
    }
}

/// The first of `keys` that the tree of a contract has.
pub(super) fn first(doc: &PlanDoc, contract: &Contract, keys: &[&str]) -> Option<Value> {
    let tree = contract.tree.as_ref()?;
    keys.iter().find_map(|key| tree.get(key)).and_then(|value| clean(doc, value))
}

/// What the lines of a contract say of one of `keys`.
pub(super) fn line(doc: &PlanDoc, contract: &Contract, keys: &[&str]) -> Option<Said> {
    let fits = |name: &str| keys.contains(&simple(name).as_str());
    let found = contract.lines.iter().find(|l| fits(&l.name.text) && !l.value.text.is_empty());
    found.map(|l| l.value.clone()).filter(|s| !doc.has_placeholder(s.span))
}

/// Keys and lines of a contract that are none of `known`.
pub(super) fn others(contract: &Contract, known: &BTreeSet<String>, under: &[&str]) -> Vec<(String, Span)> {
    let fits = |name: &str| known.contains(&simple(name));
    let tree = contract.tree.as_ref().map(Value::entries).unwrap_or_default();
    let keys = tree.iter().filter(|e| !fits(&e.key)).map(|e| (e.key.clone(), e.span));
    let lines = contract.lines.iter().filter(|l| !fits(&l.name.text) && !under.contains(&l.under.as_str()));
    let lines = lines.map(|l| {
        let name = if l.name.text.is_empty() { &l.value.text } else { &l.name.text };
        (name.clone(), l.name.span)
    });
    keys.chain(lines).collect()
}
