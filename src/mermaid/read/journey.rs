//! `journey`: text -> tasks with their score.

use super::fault::Fault;
use super::label;
use super::scan::Case;
use super::scanner::Scanner;
use super::section::Section;
use super::timeline::{trimmed, words};
use std::ops::Range;

const HELP: &str = "Write a task as `Make tea: 5: Me, Cat`.";

/// What a journey says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journey {
    /// What stands over it.
    pub title: Option<String>,
    /// In the order of the text.
    pub sections: Vec<Section>,
    /// In the order of the text.
    pub tasks: Vec<Task>,
}

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What is done.
    pub name: String,
    /// How good that is: from 1 to 5; none where the text has no number.
    pub score: Option<f64>,
    /// Who does it.
    pub actors: Vec<String>,
    /// Its section.
    pub section: Option<usize>,
    /// All of it.
    pub at: Range<usize>,
}

impl Journey {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.sections.iter_mut().for_each(|section| change(&mut section.at));
        self.tasks.iter_mut().for_each(|task| change(&mut task.at));
    }
}

/// Reads a journey.
pub(super) fn read(text: &str) -> Result<Journey, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Journey::default();
    if !scan.any_case("journey") {
        return Err(scan.due("`journey`", "Write `journey` alone on the first line."));
    }
    loop {
        scan.spaces();
        if scan.done() {
            return Ok(chart);
        }
        if scan.starts("%") || scan.starts("#") {
            scan.line();
        } else if words(&mut scan, "title", |c| !matches!(c, '#' | ';')) {
            let title = trimmed(&mut scan, |c| matches!(c, '#' | '\n' | ';'));
            chart.title = Some(label::shown(scan.slice(&title)));
        } else if scan.description(Case::Any)? {
        } else if words(&mut scan, "section", |c| !matches!(c, '#' | ';' | ':')) {
            let at = trimmed(&mut scan, |c| matches!(c, '#' | ':' | '\n' | ';'));
            chart.sections.push(Section { title: label::shown(scan.slice(&at)), at });
        } else {
            let name = trimmed(&mut scan, |c| matches!(c, '#' | ':' | '\n' | ';'));
            let at = name.start;
            if name.is_empty() {
                return Err(scan.due("a task", HELP));
            }
            let colon = scan.eat(":");
            let data = scan.take_while(|c| !matches!(c, '#' | '\n' | ';'));
            if !colon || data.is_empty() {
                return Err(scan.due("`:` and a score", HELP));
            }
            let mut parts = scan.slice(&data).split(':');
            let score =
                parts.next().and_then(|score| score.trim().parse().ok()).filter(|score: &f64| score.is_finite());
            let actors = parts.next().unwrap_or_default().split(',').map(label::shown);
            chart.tasks.push(Task {
                name: label::shown(scan.slice(&name)),
                score,
                actors: actors.filter(|actor| !actor.is_empty()).collect(),
                section: chart.sections.len().checked_sub(1),
                at: at..scan.at,
            });
        }
    }
}
