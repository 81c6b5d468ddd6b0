//! `## Data Models`: entities, each with its YAML.

use super::super::markdown::heading;
use super::api::scalar;
use super::{Page, Section, template, yaml};
use crate::base::Span;
use crate::describe::plan::Entity;
use crate::describe::write::entry;
use crate::describe::yaml::{Data, Entry, Value};

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    if plan.entities.is_empty() {
        let body = template::body(Section::Entities);
        page.lack("which entities there are", "plan.entities", body);
        return format!("{body}\n");
    }
    let entities = plan.entities.iter().map(|entity| one(page, entity));
    entities.collect::<Vec<_>>().join("\n")
}

fn one(page: &mut Page<'_>, entity: &Entity) -> String {
    let mut text = String::new();
    if let Some(description) = &entity.description {
        text.push_str(&entry("description", &scalar(description)));
    }
    if let Some(store) = entity.stored_in {
        text.push_str(&entry("stored_in", &scalar(page.reference(store))));
    }
    if entity.fields.is_empty() {
        let line = template::line(Section::Entities, "  [field_name]");
        let key = format!("plan.entities.{}.fields", entity.name);
        page.gap(entity.span, "which fields this entity has", &key, line);
        text.push_str("fields:\n");
        text.push_str(line);
        text.push('\n');
    } else {
        text.push_str(&entry("fields", &map(&entity.fields)));
    }
    if !entity.relations.is_empty() {
        text.push_str(&entry("relations", &map(&entity.relations)));
    }
    if !entity.indexes.is_empty() {
        text.push_str(&entry("indexes", &Value::new(Span::default(), Data::List(entity.indexes.clone()))));
    }
    format!("### Entity: {}\n{}", heading(&entity.name), yaml(&text))
}

fn map(entries: &[(String, Value)]) -> Value {
    let entry = |(key, value): &(String, Value)| Entry { key: key.clone(), span: value.span, value: value.clone() };
    Value::new(Span::default(), Data::Map(entries.iter().map(entry).collect()))
}
