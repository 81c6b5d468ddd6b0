//! `## Risk Assessment`: what may go wrong, as tables.

use super::super::markdown::cell;
use super::{Page, Section, template};
use crate::describe::plan::{Level, Risk};
use std::fmt::Write as _;

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    let mut out = String::new();
    table(page, "Technical Risks", ("technical", &plan.technical_risks), &mut out);
    out.push('\n');
    table(page, "Timeline Risks", ("timeline", &plan.timeline_risks), &mut out);
    out
}

fn table(page: &mut Page<'_>, heading: &str, (key, risks): (&str, &[Risk]), out: &mut String) {
    let _ = writeln!(out, "### {heading}");
    if risks.is_empty() {
        let table = template::part(Section::Risks, heading);
        let _ = writeln!(out, "{table}");
        page.lack(&format!("which {key} risks there are"), &format!("plan.risks.{key}"), table);
        return;
    }
    // What risks are about has no column in the template: it gets one where it is said.
    let affects = risks.iter().any(|risk| !risk.on.is_empty());
    let more = if affects { [" Affects |", "---------|"] } else { ["", ""] };
    for (line, more) in template::part(Section::Risks, heading).lines().zip(more) {
        let _ = writeln!(out, "{line}{more}");
    }
    for (at, risk) in risks.iter().enumerate() {
        let on = page.references(&risk.on);
        let mut field = |value: Option<String>, placeholder: &str, what: &str, name: &str| {
            value.unwrap_or_else(|| {
                page.gap(risk.span, what, &format!("plan.risks.{key}[{at}].{name}"), placeholder);
                placeholder.to_owned()
            })
        };
        let level = |level: Option<Level>| level.map(|level| level.letter().to_owned());
        let words = field(risk.risk.as_deref().map(cell), "[Risk]", "what the risk is", "risk");
        let probability = field(level(risk.probability), "[H/M/L]", "how likely this risk is", "probability");
        let impact = field(level(risk.impact), "[H/M/L]", "how much this risk hurts", "impact");
        let mitigation = risk.mitigation.as_deref().map(cell);
        let mitigation = field(mitigation, "[Strategy]", "what is done about this risk", "mitigation");
        let on = if affects { format!(" {on} |") } else { String::new() };
        let _ = writeln!(out, "| {words} | {probability} | {impact} | {mitigation} |{on}");
    }
}
