//! `## Success Criteria`: when it is done.

use super::{Page, Section, inline, shown, template};
use std::fmt::Write as _;

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    if plan.success.is_empty() {
        page.lack("when it is done", "plan.success");
        return format!("{}\n", template::body(Section::Success));
    }
    let tick = |done: Option<bool>| if done == Some(true) { 'x' } else { ' ' };
    let mut out = String::new();
    for item in shown(&plan.success) {
        let _ = writeln!(out, "- [{}] {}", tick(item.done), inline(&item.text));
    }
    out
}
