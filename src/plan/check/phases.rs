//! Phases: each once, with tasks, after others without a ring.

use super::Findings;
use crate::base::{Code, Span};
use crate::plan::read::{PhaseSaid, PlanDoc, Said, phase_named, simple};

/// Applies the rules.
pub(super) fn check(to: &mut Findings<'_>) {
    let doc = to.doc;
    for (at, phase) in doc.phases.iter().enumerate() {
        if phase.tasks.is_empty() && !is_gate(doc, phase) {
            to.add(
                Code::PlanNoTasks,
                phase.span,
                "This phase has no tasks.",
                "Write them as points below `**Tasks**:`.",
            );
        }
        let number = |p: &PhaseSaid| p.head.number.as_ref().map(|n| n.text.to_lowercase());
        let name = |p: &PhaseSaid| p.head.name.as_ref().map(|n| simple(&n.text)).filter(|n| !n.is_empty());
        let earlier = &doc.phases[..at];
        let (own, own_name) = (number(phase), name(phase));
        if let Some(text) = own.filter(|own| earlier.iter().any(|p| number(p).as_ref() == Some(own))) {
            let message = format!("There is a phase {text} already.");
            to.add(Code::PlanDuplicate, phase.span, message, "Give each phase a number of its own.");
        } else if own_name.is_some_and(|own| earlier.iter().any(|p| name(p).as_ref() == Some(&own))) {
            let message = "There is a phase of this name already.";
            to.add(Code::PlanDuplicate, phase.span, message, "Give each phase a name of its own.");
        }
    }
    let mut after: Vec<Vec<(usize, Span)>> = Vec::new();
    for phase in &doc.phases {
        let mut before = Vec::new();
        for said in &phase.after {
            match before_of(doc, said) {
                Some(at) => before.push((at, said.span)),
                None if phase_named(&said.text).is_some() => {
                    let message = format!("There is no phase `{}`.", said.text);
                    to.add(Code::UnknownReference, said.span, message, "Write the number or the name of a phase.");
                }
                None => {}
            }
        }
        after.push(before);
    }
    for (at, before) in after.iter().enumerate() {
        // A ring is said once, where its first phase waits.
        if let Some((_, span)) = before.iter().find(|(b, _)| *b >= at && reaches(&after, *b, at)) {
            let message = "Phases wait for each other in a ring that this is part of.";
            to.add(Code::PhaseCycle, *span, message, "Take one of what they wait for out.");
        }
    }
}

/// A phase that holds nothing but the compliance of the plan.
fn is_gate(doc: &PlanDoc, phase: &PhaseSaid) -> bool {
    let next = doc.headings.iter().map(|h| h.span.start).find(|start| *start > phase.span.start).unwrap_or(usize::MAX);
    doc.compliance.iter().any(|point| (phase.span.start..next).contains(&point.text.span.start))
}

/// The phase that `Phase 1`, `1`, `p1` or `Data Layer` means.
pub(in crate::plan) fn before_of(doc: &PlanDoc, said: &Said) -> Option<usize> {
    let wanted = simple(&said.text);
    let number = phase_named(&said.text).unwrap_or_else(|| wanted.clone());
    let by_number = |p: &PhaseSaid| p.head.number.as_ref().is_some_and(|n| n.text.eq_ignore_ascii_case(&number));
    let by_name = |p: &PhaseSaid| p.head.name.as_ref().is_some_and(|n| simple(&n.text) == wanted);
    doc.phases.iter().position(by_number).or_else(|| doc.phases.iter().position(by_name))
}

/// Whether a phase waits for another, directly or not.
fn reaches(after: &[Vec<(usize, Span)>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; after.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(after[at].iter().map(|(b, _)| *b));
        }
    }
    false
}
