//! Several compose files -> one, as `docker compose -f A -f B` merges them.
//!
//! Input: two values of the same place. Output: the second over the first. Source: compose-spec, 13-merge.md.

use crate::base::Span;
use crate::describe::yaml::{Data, Entry, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Keys of a service whose list form says the same as a map.
const KEYED: &[&str] =
    &["environment", "labels", "depends_on", "networks", "args", "sysctls", "annotations", "extra_hosts"];

/// Keys whose later value replaces the earlier one whole.
const REPLACED: &[&str] = &["command", "entrypoint", "test"];

/// `over` laid over `base`.
pub(super) fn merge(key: &str, base: &Value, over: &Value) -> Value {
    match over.tag.as_deref() {
        Some("!reset") => return Value::new(over.span, Data::Null),
        Some("!override") => return over.clone(),
        _ => {}
    }
    if KEYED.contains(&key) {
        return merge_maps(&keyed(base), &keyed(over));
    }
    match (&base.data, &over.data) {
        (_, Data::Null) => base.clone(),
        (Data::Map(_), Data::Map(_)) => merge_maps(base, over),
        (Data::List(a), Data::List(b)) if !REPLACED.contains(&key) => {
            let later: BTreeSet<&str> = b.iter().filter_map(|item| identity(key, item)).collect();
            let kept = a.iter().filter(|item| identity(key, item).is_none_or(|id| !later.contains(id)));
            let items = kept.chain(b).cloned().collect();
            Value::new(over.span, Data::List(items))
        }
        _ => over.clone(),
    }
}

fn merge_maps(base: &Value, over: &Value) -> Value {
    let (Data::Map(a), Data::Map(b)) = (&base.data, &over.data) else {
        return if over.data == Data::Null { base.clone() } else { over.clone() };
    };
    let mut entries = a.clone();
    let mut index: BTreeMap<String, usize> = entries.iter().enumerate().map(|(at, e)| (e.key.clone(), at)).collect();
    for entry in b {
        if let Some(at) = index.get(&entry.key) {
            entries[*at].value = merge(&entry.key, &entries[*at].value, &entry.value);
        } else {
            index.insert(entry.key.clone(), entries.len());
            entries.push(entry.clone());
        }
    }
    Value::new(over.span, Data::Map(entries))
}

/// The map that a list of `NAME=value` or names stands for; anything else as it is.
pub(super) fn keyed(value: &Value) -> Value {
    let Data::List(items) = &value.data else { return value.clone() };
    let mut entries: Vec<Entry> = Vec::new();
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let Some(text) = item.text() else { continue };
        let (key, data) = match text.split_once('=') {
            Some((key, value)) => (key, Data::Text(value.to_owned())),
            None => (text, Data::Null),
        };
        let entry = Entry { key: key.to_owned(), span: item.span, value: Value::new(item.span, data) };
        if let Some(at) = index.get(&entry.key) {
            entries[*at] = entry;
        } else {
            index.insert(entry.key.clone(), entries.len());
            entries.push(entry);
        }
    }
    Value::new(value.span, Data::Map(entries))
}

/// By what an item of a list under `key` is told from others: a later one of the same takes its place.
fn identity<'a>(key: &str, item: &'a Value) -> Option<&'a str> {
    if key == "volumes" { target(item) } else { item.text() }
}

/// Where a volume is mounted.
fn target(value: &Value) -> Option<&str> {
    match &value.data {
        Data::Map(_) => value.get("target").and_then(Value::text),
        _ => value.text().map(|t| t.split(':').nth(1).unwrap_or(t)),
    }
}

/// A scalar as its text.
pub(super) fn text(value: &Value) -> Option<String> {
    value.text().map(str::to_owned)
}

/// The items of a list, or the value itself where it is a scalar.
pub(super) fn items(value: &Value) -> &[Value] {
    match &value.data {
        Data::List(items) => items,
        Data::Null | Data::Map(_) => &[],
        _ => std::slice::from_ref(value),
    }
}

/// A map of nothing.
pub(super) fn empty(span: Span) -> Value {
    Value::new(span, Data::Map(Vec::new()))
}
