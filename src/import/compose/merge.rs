//! Several compose files -> one, as `docker compose -f A -f B` merges them.
//!
//! Input: two values of the same place. Output: the second over the first. Source: compose-spec, 13-merge.md.

use crate::base::Span;
use crate::describe::yaml::{Data, Entry, Value};

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
            let mut items: Vec<Value> = a.iter().filter(|x| !b.iter().any(|y| replaces(key, x, y))).cloned().collect();
            items.extend(b.iter().cloned());
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
    for entry in b {
        match entries.iter_mut().find(|e| e.key == entry.key) {
            Some(old) => old.value = merge(&entry.key, &old.value, &entry.value),
            None => entries.push(entry.clone()),
        }
    }
    Value::new(over.span, Data::Map(entries))
}

/// The map that a list of `NAME=value` or names stands for; anything else as it is.
pub(super) fn keyed(value: &Value) -> Value {
    let Data::List(items) = &value.data else { return value.clone() };
    let mut entries: Vec<Entry> = Vec::new();
    for item in items {
        let Some(text) = item.text() else { continue };
        let (key, data) = match text.split_once('=') {
            Some((key, value)) => (key, Data::Text(value.to_owned())),
            None => (text, Data::Null),
        };
        let entry = Entry { key: key.to_owned(), span: item.span, value: Value::new(item.span, data) };
        match entries.iter_mut().find(|e| e.key == entry.key) {
            Some(old) => *old = entry,
            None => entries.push(entry),
        }
    }
    Value::new(value.span, Data::Map(entries))
}

/// Whether the later item `b` of a list under `key` takes the place of `a`.
fn replaces(key: &str, a: &Value, b: &Value) -> bool {
    if key == "volumes" {
        target(a).is_some() && target(a) == target(b)
    } else {
        a.text().is_some() && a.text() == b.text()
    }
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
