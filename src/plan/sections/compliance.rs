//! `## SDD Compliance`: the five principles, ticked by what the plan has.

use super::{Page, Section, inline, template, title};
use crate::base::{Code, Diagnostic};
use crate::describe::plan::Plan;
use crate::describe::yaml::{Data, Value};
use std::fmt::Write as _;

/// A principle: its key, its name in the template, what it asks for, and whether the plan has that.
type Principle = (&'static str, &'static str, &'static str, bool);

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    let mut out = String::from("### Principle Validation\n");
    let principles = principles(page);
    for &(key, name, asks, holds) in &principles {
        let said = plan.compliance.iter().find(|(said, _)| said == key).map(|(_, value)| value);
        let label = format!("{name}:");
        let line = template::line(Section::Compliance, &format!("- [ ] {label}"));
        let usual = line.trim_start_matches("- [ ] ").trim_start_matches(&label).trim();
        let words = said.and_then(how).map_or_else(|| usual.to_owned(), |words| inline(&words));
        let _ = writeln!(out, "- [{}] {label} {words}", if holds { 'x' } else { ' ' });
        if let Some(value) = said.filter(|value| claims(value) != holds) {
            let (message, help) = if holds {
                let message = format!("`{key}` is said not to hold, and the plan has what it asks for.");
                (message, format!("Take it out, or take out what does not fit: it asks for {asks}."))
            } else {
                (
                    format!("`{key}` is said to hold, and the plan does not have what it asks for."),
                    format!("Add {asks}."),
                )
            };
            page.findings.push(Diagnostic::new(Code::PlanClaim, value.span, message).help(help));
        }
    }
    let own = plan.compliance.iter().filter(|(key, _)| principles.iter().all(|(known, ..)| known != key));
    for (key, value) in own {
        let words = how(value).map(|words| format!(": {}", inline(&words))).unwrap_or_default();
        let _ = writeln!(out, "- [{}] {}{words}", if claims(value) { 'x' } else { ' ' }, inline(&title(key)));
    }
    out
}

fn principles(page: &Page<'_>) -> [Principle; 5] {
    let Plan { spec, phases, testing, core, success, .. } = page.plan;
    let unit = [&testing.coverage, &testing.framework, &testing.mocks];
    let tested = unit.iter().all(|part| part.is_some()) && !testing.integration.is_empty() && !testing.e2e.is_empty();
    let tasks = !phases.is_empty() && phases.iter().all(|phase| !phase.tasks.is_empty());
    let reasons = !core.is_empty() && core.iter().all(|choice| choice.why.is_some() || choice.is_none());
    let drawn = super::super::diagrams::architecture(page.model).is_some();
    [
        (
            "specification_first",
            "Specification First",
            "the id of the specification and success criteria: `plan.spec.id`, `plan.success`",
            spec.id.is_some() && !success.is_empty(),
        ),
        ("incremental_planning", "Incremental Planning", "at least two phases: `plan.phases`", phases.len() >= 2),
        ("task_decomposition", "Task Decomposition", "tasks of every phase: `plan.phases[].tasks`", tasks),
        ("quality_assurance", "Quality Assurance", "every part of the testing strategy: `plan.testing`", tested),
        (
            "architecture_documentation",
            "Architecture Documentation",
            "a view of the architecture, and a reason for each core technology: `plan.stack.core`",
            drawn && reasons,
        ),
    ]
}

/// Whether a value says that a principle holds: words on how it is held say so too.
fn claims(value: &Value) -> bool {
    !matches!(value.data, Data::Bool(false) | Data::Null)
}

/// How a principle is held, where that is said.
fn how(value: &Value) -> Option<String> {
    match &value.data {
        Data::Bool(_) | Data::Null => None,
        Data::List(items) => Some(items.iter().filter_map(Value::text).collect::<Vec<_>>().join(", ")),
        _ => value.text().map(str::to_owned),
    }
    .filter(|words| !words.trim().is_empty())
}
