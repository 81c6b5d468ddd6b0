//! `## Specification Reference`: id, date and focus.

use super::{Page, Section, inline, template};
use crate::describe::plan::Focus;
use std::fmt::Write as _;

pub(super) fn write(page: &mut Page<'_>) -> String {
    let spec = &page.plan.spec;
    let day = spec.generated.as_deref().or(page.generated);
    let rows = [
        ("- **Spec ID**:", spec.id.as_deref(), "the id of the specification", "plan.spec.id"),
        ("- **Generated**:", day, "the day of the plan", "plan.spec.generated"),
        ("- **Optimization Focus**:", spec.focus.map(Focus::word), "what the plan puts first", "plan.spec.focus"),
    ];
    let mut out = String::new();
    for (label, value, what, key) in rows {
        if let Some(value) = value {
            let _ = writeln!(out, "{label} {}", inline(value));
        } else {
            let _ = writeln!(out, "{}", template::line(Section::Specification, label));
            page.lack(what, key);
        }
    }
    out
}
