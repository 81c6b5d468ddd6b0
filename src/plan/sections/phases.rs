//! `## Implementation Phases`: what is built when.

use super::super::markdown::heading;
use super::{Page, Section, bullets, inline, point, shown, template};
use crate::describe::plan::{Phase, numbers};
use std::fmt::Write as _;

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    if plan.phases.is_empty() {
        let body = template::body(Section::Phases);
        page.lack("in which phases it is built", "plan.phases", body);
        return format!("{body}\n");
    }
    let numbers = numbers(&plan.phases);
    let parts = plan.phases.iter().enumerate().map(|(at, phase)| one(page, at, phase, &numbers));
    parts.collect::<Vec<_>>().join("\n")
}

fn one(page: &mut Page<'_>, at: usize, phase: &Phase, numbers: &[usize]) -> String {
    let key = |key: &str| format!("plan.phases[{at}].{key}");
    let number = numbers.get(at).copied().unwrap_or(at);
    let mut missing: Vec<[&str; 3]> = Vec::new();
    let mut said = |words: Option<String>, placeholder: &'static str, what, key| {
        words.unwrap_or_else(|| {
            missing.push([what, key, placeholder]);
            placeholder.to_owned()
        })
    };
    let name = said(phase.name.as_deref().map(heading), "[PHASE_NAME]", "the name of this phase", "name");
    let duration = phase.duration.as_deref().map(inline);
    let duration = said(duration, "[Estimate]", "how long this phase takes", "duration");
    let mut out = format!("### Phase {number}: {name}\n**Duration**: {duration}\n");
    if !phase.after.is_empty() {
        let after: Vec<String> =
            phase.after.iter().filter_map(|at| Some(format!("Phase {}", numbers.get(*at)?))).collect();
        let _ = write!(out, "\n**After**: {}\n", after.join(", "));
    }
    if !phase.builds.is_empty() {
        let _ = write!(out, "\n**Builds**: {}\n", page.references(&phase.builds));
    }
    if !phase.deliverables.is_empty() {
        let _ = write!(out, "\n**Deliverables**:\n{}", bullets(&phase.deliverables));
    } else if at > 0 {
        // The template's first phase prepares, and delivers nothing.
        missing.push(["what this phase delivers", "deliverables", "- [DELIVERABLE_NAME]"]);
        out.push_str("\n**Deliverables**:\n- [DELIVERABLE_NAME]\n");
    }
    out.push_str("\n**Tasks**:\n");
    for (at, task) in shown(&phase.tasks).enumerate() {
        let _ = writeln!(out, "{}. {}", at + 1, point(task));
    }
    if phase.tasks.is_empty() {
        missing.push(["the tasks of this phase", "tasks", "1. [TASK_NAME]"]);
        out.push_str("1. [TASK_NAME]\n");
    }
    for [what, name, text] in missing {
        page.gap(phase.span, what, &key(name), text);
    }
    out
}
