//! `## Specification Reference`: id, date and focus.

use super::{Page, Section, inline, template};
use crate::describe::plan::Focus;
use std::fmt::Write as _;

/// How the line of the day starts.
const DAY: &str = "- **Generated**:";

/// The section with the day that `old` lines of it have, where the description does not say one: a plan that is
/// refreshed keeps its day.
pub fn keep_day<'a>(new: String, old: impl IntoIterator<Item = &'a str>) -> String {
    let open = template::line(Section::Specification, DAY);
    let day = old.into_iter().find(|line| line.starts_with(DAY));
    match day {
        Some(day) if new.lines().any(|line| line == open) => new.replacen(open, day.trim_end(), 1),
        _ => new,
    }
}

pub(super) fn write(page: &mut Page<'_>) -> String {
    let spec = &page.plan.spec;
    let day = spec.generated.as_deref().or(page.generated);
    let rows = [
        ("- **Spec ID**:", spec.id.as_deref(), "the id of the specification", "plan.spec.id"),
        (DAY, day, "the day of the plan", "plan.spec.generated"),
        ("- **Optimization Focus**:", spec.focus.map(Focus::word), "what the plan puts first", "plan.spec.focus"),
    ];
    let mut out = String::new();
    for (label, value, what, key) in rows {
        if let Some(value) = value {
            let _ = writeln!(out, "{label} {}", inline(value));
        } else {
            let line = template::line(Section::Specification, label);
            let _ = writeln!(out, "{line}");
            page.lack(what, key, line);
        }
    }
    out
}
