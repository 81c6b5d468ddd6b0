//! Phases: each once, with tasks, after others without a ring.

use super::Findings;
use crate::base::{Code, Span};
use crate::plan::read::{PhaseSaid, PlanDoc, Said, phase_named, simple};
use std::collections::{BTreeMap, BTreeSet};

/// Rings are looked for among so many phases: nobody follows more.
const MOST: usize = 2000;

/// Applies the rules.
pub(super) fn check(to: &mut Findings<'_>) {
    let doc = to.doc;
    let (mut numbers, mut names) = (BTreeSet::new(), BTreeSet::new());
    for phase in &doc.phases {
        if phase.tasks.is_empty() && !is_gate(doc, phase) {
            let help = "Write them as points below `**Tasks**:`.";
            to.add(Code::PlanNoTasks, phase.span, "This phase has no tasks.", help);
        }
        let number = phase.head.number.as_ref().map(|n| n.text.to_lowercase());
        let name = name(phase);
        if let Some(number) = number.filter(|number| !numbers.insert(number.clone())) {
            let message = format!("There is a phase {number} already.");
            to.add(Code::PlanDuplicate, phase.span, message, "Give each phase a number of its own.");
        } else if !name.is_empty() && !names.insert(name) {
            let message = "There is a phase of this name already.";
            to.add(Code::PlanDuplicate, phase.span, message, "Give each phase a name of its own.");
        }
    }
    let index = PhaseIndex::new(doc);
    let mut after: Vec<Vec<(usize, Span)>> = Vec::new();
    for phase in &doc.phases {
        let mut before = Vec::new();
        for said in &phase.after {
            match index.find(said) {
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
    after.truncate(MOST);
    for (at, before) in after.iter().enumerate() {
        // A ring is said once, where its first phase waits.
        if let Some((_, span)) = before.iter().find(|(b, _)| *b >= at && reaches(&after, *b, at)) {
            let message = "Phases wait for each other in a ring that this is part of.";
            to.add(Code::PhaseCycle, *span, message, "Take one of what they wait for out.");
        }
    }
}

fn name(phase: &PhaseSaid) -> String {
    phase.head.name.as_ref().map(|n| simple(&n.text)).unwrap_or_default()
}

/// A phase that holds nothing but the compliance of the plan.
fn is_gate(doc: &PlanDoc, phase: &PhaseSaid) -> bool {
    let next = doc.headings.partition_point(|h| h.span.start <= phase.span.start);
    let end = doc.headings.get(next).map_or(usize::MAX, |h| h.span.start);
    let first = doc.compliance.partition_point(|point| point.text.span.start < phase.span.start);
    doc.compliance.get(first).is_some_and(|point| point.text.span.start < end)
}

/// Phases by number and by name.
pub(in crate::plan) struct PhaseIndex {
    numbers: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
}

impl PhaseIndex {
    pub(in crate::plan) fn new(doc: &PlanDoc) -> Self {
        let mut index = Self { numbers: BTreeMap::new(), names: BTreeMap::new() };
        for (at, phase) in doc.phases.iter().enumerate() {
            if let Some(number) = &phase.head.number {
                index.numbers.entry(number.text.to_lowercase()).or_insert(at);
            }
            index.names.entry(name(phase)).or_insert(at);
        }
        index
    }

    /// The phase that `Phase 1`, `1` or `Data Layer` means.
    pub(in crate::plan) fn find(&self, said: &Said) -> Option<usize> {
        let wanted = simple(&said.text);
        let number = phase_named(&said.text).map_or_else(|| wanted.clone(), |number| number.to_lowercase());
        self.numbers.get(&number).or_else(|| self.names.get(&wanted)).copied()
    }
}

/// Whether a phase waits for another, directly or not.
fn reaches(after: &[Vec<(usize, Span)>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; after.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        let Some(before) = after.get(at) else { continue };
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(before.iter().map(|(b, _)| *b));
        }
    }
    false
}
