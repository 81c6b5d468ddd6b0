//! `## Implementation Phases`: what is built when.

use super::super::markdown::heading;
use super::{Page, Section, bullets, inline, point, shown, template};
use crate::describe::plan::Phase;
use std::fmt::Write as _;

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    if plan.phases.is_empty() {
        page.lack("in which phases it is built", "plan.phases");
        return format!("{}\n", template::body(Section::Phases));
    }
    let numbers = numbers(&plan.phases);
    let parts = plan.phases.iter().enumerate().map(|(at, phase)| one(page, at, phase, &numbers));
    parts.collect::<Vec<_>>().join("\n")
}

/// The numbers of phases: those of their ids where all are `p0`, `p1`, ... in rising order, else from 0 on.
pub(in crate::plan) fn numbers(phases: &[Phase]) -> Vec<usize> {
    let own = |phase: &Phase| {
        let digits = phase.id.as_deref()?.trim_start_matches(|c: char| c.is_ascii_alphabetic() || "_-".contains(c));
        digits.parse::<u16>().ok().map(usize::from)
    };
    let own: Option<Vec<usize>> = phases.iter().map(own).collect();
    own.filter(|all| all.windows(2).all(|pair| pair[0] < pair[1])).unwrap_or_else(|| (0..phases.len()).collect())
}

fn one(page: &mut Page<'_>, at: usize, phase: &Phase, numbers: &[usize]) -> String {
    let key = |key: &str| format!("plan.phases[{at}].{key}");
    let number = numbers.get(at).copied().unwrap_or(at);
    let mut missing: Vec<(&str, &str)> = Vec::new();
    let mut said = |words: Option<String>, placeholder: &str, what, key| {
        words.unwrap_or_else(|| {
            missing.push((what, key));
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
        missing.push(("what this phase delivers", "deliverables"));
        out.push_str("\n**Deliverables**:\n- [DELIVERABLE_NAME]\n");
    }
    out.push_str("\n**Tasks**:\n");
    for (at, task) in shown(&phase.tasks).enumerate() {
        let _ = writeln!(out, "{}. {}", at + 1, point(task));
    }
    if phase.tasks.is_empty() {
        missing.push(("the tasks of this phase", "tasks"));
        out.push_str("1. [TASK_NAME]\n");
    }
    for (what, name) in missing {
        page.gap(phase.span, what, &key(name));
    }
    out
}
