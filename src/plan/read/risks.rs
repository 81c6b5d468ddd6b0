//! Risks, in tables or as points, and tests.
//!
//! Part of: the reader of plans.

use super::lists::Run;
use super::risk_line;
use super::section::{Facts, Item, entry, point, value};
use super::words::{Words, simple};
use super::{Entry, RiskSaid, Said, Table};

/// What a column or a label of a risk is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Risk,
    Probability,
    Impact,
    Mitigation,
    On,
}

pub(super) fn column(name: &str) -> Option<Column> {
    let first = name.split(' ').next().unwrap_or_default();
    Some(match first {
        "risk" | "risks" | "threat" | "description" => Column::Risk,
        "probability" | "likelihood" | "chance" | "prob" => Column::Probability,
        "impact" | "severity" => Column::Impact,
        "mitigation" | "mitigations" | "response" | "countermeasure" | "strategy" => Column::Mitigation,
        "on" | "affects" | "elements" | "element" | "component" | "components" => Column::On,
        _ => return None,
    })
}

impl RiskSaid {
    fn put(&mut self, column: Column, words: &Words) {
        let said = value(&words.bare());
        match column {
            Column::Risk => self.risk = words.said(),
            Column::Probability => self.probability = said,
            Column::Impact => self.impact = said,
            Column::Mitigation => self.mitigation = value(words),
            Column::On => self.on = value(words),
        }
    }
}

impl Facts {
    fn risks(&mut self) -> &mut Vec<RiskSaid> {
        let about_time = ["timeline", "schedule", "time", "delivery"].iter().any(|w| self.part.contains(w));
        if about_time { &mut self.doc.timeline_risks } else { &mut self.doc.technical_risks }
    }

    pub(super) fn risk_table(&mut self, table: &Table) {
        let Some((head, rows)) = table.rows.split_first() else { return };
        let columns: Vec<Option<Column>> = head.cells.iter().map(|cell| column(&simple(&cell.text))).collect();
        if !columns.contains(&Some(Column::Risk)) {
            return self.besides(table.span);
        }
        for row in rows {
            let mut risk = RiskSaid { risk: Said { text: String::new(), span: row.span }, ..RiskSaid::default() };
            for (cell, column) in row.cells.iter().zip(&columns) {
                match column {
                    Some(column) => risk.put(*column, cell),
                    None if cell.text.trim().is_empty() => {}
                    None => self.besides(cell.said().span),
                }
            }
            self.risks().push(risk);
        }
    }

    pub(super) fn risk_item(&mut self, item: &Item) {
        for run in &item.runs {
            let before = self.risks().len();
            if self.risk_line(&run.words) {
                if self.risks().len() > before {
                    self.list.1 = item.depth;
                }
                continue;
            }
            let known = run.label.as_ref().and_then(|(name, _)| column(name));
            match known {
                Some(Column::Risk) => {
                    let risk = RiskSaid { risk: run.value.said(), ..RiskSaid::default() };
                    self.risks().push(risk);
                    self.list.1 = item.depth;
                }
                Some(column) if !self.risks().is_empty() => {
                    if let Some(last) = self.risks().last_mut() {
                        last.put(column, &run.value);
                    }
                }
                _ if item.depth <= self.list.1.max(1) => {
                    let words = run.words.bare();
                    self.risks().push(RiskSaid { risk: words.said(), ..RiskSaid::default() });
                    self.list.1 = item.depth;
                }
                _ => self.besides(run.words.said().span),
            }
        }
    }

    /// A risk with all that is said of it on one line.
    fn risk_line(&mut self, words: &Words) -> bool {
        let Some(parts) = risk_line::parts(words) else { return false };
        if parts.iter().any(|(column, _)| *column == Column::Risk) {
            self.risks().push(RiskSaid::default());
        }
        let Some(last) = self.risks().last_mut() else { return false };
        for (column, words) in &parts {
            last.put(*column, words);
        }
        true
    }

    pub(super) fn risk_text(&mut self, run: &Run) {
        if self.risk_line(&run.words) {
            return;
        }
        let known = run.label.as_ref().and_then(|(name, _)| column(name));
        match known {
            Some(Column::Risk) if !run.value.text.is_empty() => {
                self.risks().push(RiskSaid { risk: run.value.said(), ..RiskSaid::default() });
            }
            Some(column) if column != Column::Risk && !self.risks().is_empty() => {
                if let Some(last) = self.risks().last_mut() {
                    last.put(column, &run.value);
                }
            }
            _ if run.label.is_some() && run.value.text.is_empty() => {
                self.part = run.label.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
            }
            _ => self.besides(run.words.said().span),
        }
    }

    pub(super) fn test_text(&mut self, run: &Run) {
        let name = run.label.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
        if run.value.text.is_empty() {
            self.list = (name, 0);
        } else {
            self.test(run, &name, None);
        }
    }

    pub(super) fn test_item(&mut self, item: &Item) {
        if item.depth <= self.list.1 {
            self.list = (self.part.clone(), 0);
        }
        if let Some(tests @ (Tests::Integration | Tests::EndToEnd)) = kind(&self.list.0) {
            let list = if tests == Tests::Integration { &mut self.doc.integration } else { &mut self.doc.e2e };
            list.push(point(item));
            return;
        }
        for run in &item.runs {
            let name = run.label.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
            if run.value.text.is_empty() && kind(&name).is_some() {
                self.list = (name, item.depth);
            } else {
                self.test(run, &name, Some(item));
            }
        }
    }

    fn test(&mut self, run: &Run, name: &str, item: Option<&Item>) {
        let (inside, own) = (kind(&self.list.0), kind(name));
        let whole = item.map_or_else(|| super::Point { text: run.words.said(), ..super::Point::default() }, point);
        match inside.or(own) {
            Some(Tests::Unit) if inside.is_none() => {
                let said = run.value.said();
                self.doc.unit.push(Entry { value: said, ..Entry::default() });
            }
            Some(Tests::Unit) => {
                let under = self.list.0.clone();
                self.doc.unit.push(Entry { value: run.value.said(), ..entry(run, &under) });
            }
            Some(tests) => {
                let text = if inside.is_none() { run.value.said() } else { whole.text.clone() };
                let list = if tests == Tests::Integration { &mut self.doc.integration } else { &mut self.doc.e2e };
                list.push(super::Point { text, ..whole });
            }
            None if name.contains("coverage") || name.contains("framework") || name.contains("mock") => {
                self.doc.unit.push(Entry { value: run.value.said(), ..entry(run, "") });
            }
            None => self.besides(run.words.said().span),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tests {
    Unit,
    Integration,
    EndToEnd,
}

fn kind(name: &str) -> Option<Tests> {
    let has = |word: &str| name.split(' ').any(|w| w == word);
    if has("unit") {
        Some(Tests::Unit)
    } else if has("integration") {
        Some(Tests::Integration)
    } else if has("e2e") || name.contains("end to end") {
        Some(Tests::EndToEnd)
    } else {
        None
    }
}
