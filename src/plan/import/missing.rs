//! What a plan that was written by hand says without a word of its own: who serves endpoints, who stores entities, whom a
//! foreign key names.
//!
//! Part of: the import of plans. All of it is a guess, and said to be one.

use super::Notes;
use super::elements::Elements;
use crate::base::Kind;
use crate::describe::plan::Plan;
use crate::describe::plan::entity::inline;
use crate::describe::yaml::{Data, Value};
use crate::plan::read::simple;
use std::collections::BTreeMap;

/// Fills what is open and can be only one thing.
pub(super) fn fill(plan: &mut Plan, elements: &Elements, notes: &mut Notes) {
    servers(plan, elements, notes);
    stores(plan, elements, notes);
    relations(plan, notes);
}

/// The only element whose name says that it answers calls.
fn servers(plan: &mut Plan, elements: &Elements, notes: &mut Notes) {
    let named = |word: &str| {
        elements.only(|kind, name| {
            let serves =
                !matches!(kind, Some(Kind::Person | Kind::External | Kind::Database | Kind::Cache | Kind::Queue));
            serves && name.split(' ').any(|own| own == word)
        })
    };
    let Some((server, name)) = ["api", "backend"].into_iter().find_map(named) else { return };
    for endpoint in plan.api.iter_mut().filter(|endpoint| endpoint.served_by.is_none()) {
        endpoint.served_by = Some(server);
        notes.guess(endpoint.span, format!("`{}` is served by `{name}`, the only one of that name", endpoint.name));
    }
}

/// The only database.
fn stores(plan: &mut Plan, elements: &Elements, notes: &mut Notes) {
    let Some((store, name)) = elements.only(|kind, _| kind == Some(Kind::Database)) else { return };
    for entity in plan.entities.iter_mut().filter(|entity| entity.stored_in.is_none()) {
        entity.stored_in = Some(store);
        notes.guess(entity.span, format!("`{}` is stored in `{name}`, the only database", entity.name));
    }
}

/// `member_id: uuid FK` leads to the entity `Member`, where no relation does so already.
fn relations(plan: &mut Plan, notes: &mut Notes) {
    let names: BTreeMap<String, String> = plan.entities.iter().map(|e| (simple(&e.name), e.name.clone())).collect();
    for entity in &mut plan.entities {
        let said: Vec<String> =
            entity.relations.iter().map(|(name, value)| format!("{name} {}", inline(value))).collect();
        let said = format!(" {} ", simple(&said.join(" ")));
        for (field, value) in &entity.fields {
            let words = simple(&inline(value));
            let name = simple(field);
            let stem = name.strip_suffix(" id").or_else(|| field.strip_suffix("Id"));
            let foreign = words.split(' ').any(|word| matches!(word, "fk" | "foreign" | "references"));
            let Some(stem) = stem.filter(|_| foreign).map(simple) else { continue };
            let Some(target) = names.get(&stem) else { continue };
            if said.contains(&format!(" {stem} ")) {
                continue;
            }
            let text = Data::Text(format!("many-to-one {target}"));
            entity.relations.push((stem.replace(' ', "_"), Value::new(value.span, text)));
            let message = format!("`{field}` of `{}` is a relation to `{target}`", entity.name);
            notes.guess(value.span, message);
        }
    }
}
