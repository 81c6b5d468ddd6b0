//! `## Success Criteria`: when it is done.

use super::{Page, Section, inline, shown, template};
use std::fmt::Write as _;

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    if plan.success.is_empty() {
        let body = template::body(Section::Success);
        page.lack("when it is done", "plan.success", body);
        return format!("{body}\n");
    }
    let tick = |done: Option<bool>| if done == Some(true) { 'x' } else { ' ' };
    let mut out = String::new();
    for item in shown(&plan.success) {
        let _ = writeln!(out, "- [{}] {}", tick(item.done), inline(&item.text));
    }
    out
}
