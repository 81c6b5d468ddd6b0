//! Values that come from a short list: focus, method, H/M/L. Tables with as many cells as their head.

use super::Findings;
use crate::base::Code;
use crate::describe::plan::form::{is_method, short};
use crate::describe::plan::{Focus, Level};
use crate::plan::Section;
use crate::plan::read::{RiskSaid, Said, is_nothing, simple};

/// Applies the rules.
pub(super) fn check(to: &mut Findings<'_>) {
    let doc = to.doc;
    if let Some(said) = doc.focus.as_ref().filter(|s| !doc.has_placeholder(s.span))
        && focus(&said.text).is_none()
    {
        let message = format!("`{}` is no focus.", short(&said.text));
        to.add(Code::PlanValue, said.span, message, "Write PERFORMANCE, SECURITY, SIMPLICITY or COST.");
    }
    for endpoint in &doc.endpoints {
        if let Some(said) = endpoint.value("method").filter(|s| !doc.has_placeholder(s.span))
            && !is_method(&said.text)
        {
            let message = format!("`{}` is no method.", short(&said.text));
            to.add(
                Code::PlanValue,
                said.span,
                message,
                "Write GET, POST, PUT, PATCH, DELETE or another method of HTTP.",
            );
        }
    }
    for risk in doc.technical_risks.iter().chain(&doc.timeline_risks) {
        risk_levels(to, risk);
    }
    tables(to);
}

/// The focus that a text names.
pub(in crate::plan) fn focus(text: &str) -> Option<Focus> {
    Focus::ALL.into_iter().find(|focus| focus.word().eq_ignore_ascii_case(text.trim()))
}

/// The level that a text names: `H`, `High`, `medium`.
pub(in crate::plan) fn level(text: &str) -> Option<Level> {
    match simple(text).as_str() {
        "h" | "high" => Some(Level::H),
        "m" | "medium" | "med" => Some(Level::M),
        "l" | "low" => Some(Level::L),
        _ => None,
    }
}

fn risk_levels(to: &mut Findings<'_>, risk: &RiskSaid) {
    let doc = to.doc;
    let mut missing = Vec::new();
    for (what, said) in [("probability", &risk.probability), ("impact", &risk.impact)] {
        match said {
            Some(said) if level(&said.text).is_none() && !doc.has_placeholder(said.span) => {
                let message = format!("`{}` is no {what}.", short(&said.text));
                to.add(Code::PlanValue, said.span, message, "Write H, M or L.");
            }
            None if !risk.risk.text.is_empty() && !doc.has_placeholder(risk.risk.span) => missing.push(what),
            _ => {}
        }
    }
    if !missing.is_empty() {
        let message = format!("This risk has no {}.", missing.join(" and no "));
        to.add(Code::PlanValue, risk.risk.span, message, "Write H, M or L.");
    }
    let high = |said: &Option<Said>| said.as_ref().and_then(|s| level(&s.text)) == Some(Level::H);
    if high(&risk.probability) && high(&risk.impact) && risk.mitigation.as_ref().is_none_or(|m| is_nothing(&m.text)) {
        let message = "This risk is likely and hurts, and nothing is done about it.";
        to.add(Code::UnmitigatedRisk, risk.risk.span, message, "Say what is done about it.");
    }
}

fn tables(to: &mut Findings<'_>) {
    let doc = to.doc;
    for (section, table) in &doc.tables {
        let Some((head, rows)) = table.rows.split_first() else { continue };
        for row in rows.iter().filter(|row| row.written != head.written) {
            let message = format!("This row has {} cells, and the table has {} columns.", row.written, head.written);
            let help = "Write as many cells as there are columns; a `|` that is text is written `\\|`.";
            to.add(Code::PlanTable, row.span, message, help);
        }
        if *section == Some(Section::Risks) && rows.is_empty() {
            to.add(Code::PlanTable, table.span, "This table has no rows.", "Write a row for each risk.");
        }
    }
}
