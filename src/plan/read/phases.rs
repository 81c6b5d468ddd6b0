//! Phases: duration, deliverables, tasks, what comes before, what is built.
//!
//! Part of: the reader of plans.

use super::lists::{Run, names, opens_phase};
use super::section::{Facts, Item, point, value};
use super::words::{Words, simple};
use super::{PhaseHead, PhaseSaid, Point, Row, Said, Table, heading, section_named};
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

/// What a column of a table of phases is about: `Phase`, `Tasks`, `Duration (days)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Phase,
    Number,
    Name,
    Of(About),
}

fn column(title: &str) -> Option<Column> {
    let name = simple(title);
    let first = name.split(' ').next().unwrap_or_default();
    match first {
        "phase" | "phases" | "milestone" | "sprint" | "stage" | "iteration" => Some(Column::Phase),
        "name" | "title" | "goal" | "scope" | "focus" => Some(Column::Name),
        "" | "no" | "nr" | "number" => Some(Column::Number),
        _ => [name.as_str(), first].into_iter().map(about).find(|about| *about != About::Other).map(Column::Of),
    }
}

/// The unit that the head of a column gives to bare numbers below it: `Duration (days)`.
fn unit(title: &str) -> Option<&'static str> {
    let name = simple(title);
    let has = |unit: &&str| name.split(' ').any(|word| word == *unit);
    ["hours", "days", "weeks", "months"].into_iter().find(has)
}

/// The points of a cell: `<br>` and `;` part them.
fn points(cell: &Words) -> Vec<Said> {
    const MOST: usize = 100;
    const MARKS: [&str; 4] = ["<br>", "<br/>", "<br />", "; "];
    let mut out = Vec::new();
    let text = cell.text.as_str();
    let mut start = 0;
    for count in 1.. {
        let cut = MARKS.iter().filter_map(|m| Some((start + text[start..].find(m)?, m.len()))).min();
        let (end, len) = cut.filter(|_| count < MOST).unwrap_or((text.len(), 0));
        let lead = text[start..end].len() - text[start..end].trim_start_matches(['-', '*', '•', ' ']).len();
        let said = value(&cell.part(start + lead..end));
        out.extend(said.filter(|said| said.text.contains(char::is_alphanumeric)));
        start = end + len;
        if start >= text.len() {
            break;
        }
    }
    out
}

impl Facts {
    /// A row a phase, where no heading is one: else the table only sums them up.
    pub(super) fn phase_table(&mut self, table: &Table) {
        let Some((head, rows)) = table.rows.split_first().filter(|_| !self.headed) else {
            return self.besides(table.span);
        };
        let columns: Vec<Option<Column>> = head.cells.iter().map(|cell| column(&cell.text)).collect();
        if !columns.contains(&Some(Column::Phase)) {
            return self.besides(table.span);
        }
        for row in rows {
            self.phase_row(row, &head.cells, &columns);
        }
    }

    /// `**Phase 1: Setup** (2 days)` in place of a heading.
    fn strong_phase(&mut self, words: &Words) -> bool {
        if self.headed || !opens_phase(words) {
            return false;
        }
        let Some(head) = heading::phase(words) else { return false };
        self.phase(head, words.said().span);
        self.list = (String::new(), 0);
        true
    }

    fn phase_row(&mut self, row: &Row, titles: &[Words], columns: &[Option<Column>]) {
        let mut phase = PhaseSaid { span: row.span, ..PhaseSaid::default() };
        for ((cell, title), column) in row.cells.iter().zip(titles).zip(columns) {
            let bare = cell.bare();
            let Some(said) = value(&bare) else { continue };
            let point = |text| Point { text, done: None, depth: 1 };
            match column {
                Some(Column::Phase) => {
                    let head = heading::phase(&bare).unwrap_or_else(|| heading::unnumbered(&bare));
                    // `1`, `1. Boats`
                    let digits = said.text.len() - said.text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                    let ends = said.text[digits..].is_empty() || said.text[digits..].starts_with(['.', ')', ':']);
                    let number = (digits > 0 && ends).then(|| bare.part(0..digits).said());
                    let alone = number.is_some() && digits == said.text.len();
                    let name = head.name.filter(|_| !alone).or(phase.head.name.take());
                    let number = number.or(head.number).or(phase.head.number.take());
                    phase.head = PhaseHead { number, name, ..head };
                }
                Some(Column::Number) if phase.head.number.is_none() => phase.head.number = Some(said),
                Some(Column::Name) if phase.head.name.is_none() => phase.head.name = Some(said),
                Some(Column::Of(About::Duration)) => {
                    let bare = said.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '.' | ' '));
                    let text = match unit(&title.text).filter(|_| bare) {
                        Some(unit) if said.text == "1" => format!("1 {}", unit.trim_end_matches('s')),
                        Some(unit) => format!("{} {unit}", said.text),
                        None => said.text,
                    };
                    phase.head.duration = Some(Said { text, span: said.span });
                }
                Some(Column::Of(About::Tasks)) => phase.tasks.extend(points(cell).into_iter().map(point)),
                Some(Column::Of(About::Deliverables)) => {
                    phase.deliverables.extend(points(cell).into_iter().map(point));
                }
                Some(Column::Of(About::Builds)) => phase.builds.extend(names(&bare)),
                Some(Column::Of(About::After)) => phase.after.extend(names(&bare)),
                _ => self.besides(said.span),
            }
        }
        if phase.head.name.is_some() || phase.head.number.is_some() {
            self.doc.phases.push(phase);
        } else {
            self.besides(row.span);
        }
    }

    pub(super) fn phase(&mut self, head: PhaseHead, span: Span) {
        self.doc.phases.push(PhaseSaid { head, span, ..PhaseSaid::default() });
    }

    pub(super) fn phase_text(&mut self, run: &Run) {
        if self.strong_phase(&run.words) {
            return;
        }
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
        if item.depth == 1 && item.runs.first().is_some_and(|run| self.strong_phase(&run.words)) {
            item.runs.iter().skip(1).for_each(|run| self.phase_text(run));
            return;
        }
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
        let labels = |run: &Run| {
            run.label.as_ref().is_some_and(|(name, _)| about(name) != About::Other)
                || !self.headed && opens_phase(&run.words)
        };
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
            About::Builds | About::After => {
                let all = if about(name) == About::Builds { &mut phase.builds } else { &mut phase.after };
                all.extend(names(&run.value));
                if said.is_some() {
                    // A list below is of tasks.
                    self.list = (String::new(), 0);
                    return false;
                }
            }
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
