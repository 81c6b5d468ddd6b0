//! Phases: duration, deliverables, tasks, what comes before, what is built.
//!
//! Part of: the reader of plans.

use super::lists::{Run, names};
use super::section::{Facts, Item, point, value};
use super::{PhaseHead, PhaseSaid, Point, section_named};
use crate::base::Span;
use crate::plan::Section;

/// What a label in a phase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Duration,
    Deliverables,
    Tasks,
    Builds,
    After,
    Compliance,
    Other,
}

fn about(name: &str) -> About {
    match name {
        "duration" | "estimate" | "estimated duration" | "effort" | "time" | "estimated effort" | "estimated time"
        | "timeline" => About::Duration,
        "deliverables" | "deliverable" | "outputs" | "output" | "artifacts" | "outcomes" => About::Deliverables,
        "tasks" | "task" | "steps" | "work items" | "activities" | "to do" | "todo" | "task list" | "checklist"
        | "key tasks" => About::Tasks,
        "builds" | "components" | "elements" | "build" => About::Builds,
        "after" | "depends on" | "dependencies" | "requires" | "prerequisites" | "blocked by" | "follows"
        | "depends" => About::After,
        name if section_named(name) == Some(Section::Compliance) => About::Compliance,
        _ => About::Other,
    }
}

impl Facts {
    pub(super) fn phase(&mut self, head: PhaseHead, span: Span) {
        self.doc.phases.push(PhaseSaid { head, span, ..PhaseSaid::default() });
    }

    pub(super) fn phase_text(&mut self, run: &Run) {
        match &run.label {
            Some((name, _)) => {
                if self.phase_field(name, run) {
                    self.list = (name.clone(), 0);
                }
            }
            None => self.besides(run.words.said().span),
        }
    }

    pub(super) fn phase_item(&mut self, item: &Item) {
        if item.depth <= self.list.1 {
            // A point beside the label's own: the label's list is over.
            self.list = (String::new(), 0);
        }
        let first = item.runs.first();
        let label = first.and_then(|run| run.label.as_ref()).filter(|(name, _)| about(name) != About::Other);
        if let (true, Some((name, _))) = (self.list.0.is_empty() && item.done.is_none(), label) {
            for run in &item.runs {
                let own = run.label.as_ref().map_or(name, |(own, _)| own);
                if self.phase_field(own, run) {
                    self.list = (own.clone(), item.depth);
                }
            }
            return;
        }
        let list = if self.list.0.is_empty() { About::Tasks } else { about(&self.list.0) };
        // A label right below a point, without a blank line between, is meant to begin something else.
        let labels = |run: &Run| run.label.as_ref().is_some_and(|(name, _)| about(name) != About::Other);
        let cut = item.runs.iter().skip(1).position(labels).map_or(item.runs.len(), |at| at + 1);
        let (own, further) = item.runs.split_at(cut);
        if further.is_empty() {
            self.phase_point(list, item);
        } else {
            let words: Vec<_> = own.iter().map(|run| run.words.clone()).collect();
            let whole = super::blocks::whole(&words);
            self.phase_point(list, &Item { depth: item.depth, done: item.done, runs: own.to_vec(), whole });
            for run in further {
                self.phase_text(run);
            }
        }
    }

    fn phase_point(&mut self, list: About, item: &Item) {
        let names = names(&item.whole);
        let Some(phase) = self.doc.phases.last_mut() else {
            return self.besides(item.whole.said().span);
        };
        let point = Point { depth: item.depth - self.list.1.min(item.depth), ..point(item) };
        match list {
            About::Tasks => phase.tasks.push(point),
            About::Deliverables => phase.deliverables.push(point),
            About::Builds => phase.builds.extend(names),
            About::After => phase.after.extend(names),
            About::Compliance => self.doc.compliance.push(point),
            About::Duration | About::Other => self.besides(item.whole.said().span),
        }
    }

    /// Takes what stands behind a label; says whether a list may follow.
    fn phase_field(&mut self, name: &str, run: &Run) -> bool {
        let said = value(&run.value);
        let Some(phase) = self.doc.phases.last_mut() else {
            self.besides(run.words.said().span);
            return true;
        };
        let point = said.clone().map(|text| Point { text, done: None, depth: 1 });
        match about(name) {
            About::Duration => {
                if said.is_some() {
                    // Then what stands in brackets behind the name is part of it.
                    phase.head.name = phase.head.long.take().or(phase.head.name.take());
                    phase.head.duration = said;
                }
                return false;
            }
            About::Deliverables => phase.deliverables.extend(point),
            About::Tasks => phase.tasks.extend(point),
            About::Builds => phase.builds.extend(names(&run.value)),
            About::After => phase.after.extend(names(&run.value)),
            About::Compliance => {}
            About::Other => {
                if said.is_some() {
                    self.besides(run.words.said().span);
                }
            }
        }
        true
    }
}
