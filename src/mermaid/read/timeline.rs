//! `timeline`: text -> periods with what happened in them.

use super::fault::Fault;
use super::label;
use super::scan::{Case, is_space};
use super::scanner::Scanner;
use super::section::Section;
use std::ops::Range;

const HELP: &str = "Write `2004 : Facebook : Google`, with a blank behind each `:`.";

/// What a timeline says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// What stands over it.
    pub title: Option<String>,
    /// Whether time goes down; to the right otherwise.
    pub down: bool,
    /// In the order of the text.
    pub sections: Vec<Section>,
    /// In the order of the text.
    pub periods: Vec<Period>,
}

/// A period.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// What it is called.
    pub name: String,
    /// What happened in it.
    pub events: Vec<String>,
    /// Its section.
    pub section: Option<usize>,
    /// Its name.
    pub at: Range<usize>,
}

impl Timeline {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.sections.iter_mut().for_each(|section| change(&mut section.at));
        self.periods.iter_mut().for_each(|period| change(&mut period.at));
    }
}

/// Reads a timeline.
pub(super) fn read(text: &str) -> Result<Timeline, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Timeline::default();
    if !scan.any_case("timeline") {
        return Err(scan.due("`timeline`", "Write `timeline` alone on the first line."));
    }
    let behind = scan.at;
    scan.take_while(|c| matches!(c, ' ' | '\t'));
    chart.down = scan.any_case("TD");
    if !chart.down && !scan.any_case("LR") {
        scan.at = behind;
    }
    loop {
        scan.spaces();
        if scan.done() {
            return Ok(chart);
        }
        if scan.starts("%") || scan.starts("#") {
            scan.line();
        } else if words(&mut scan, "title", |_| true) {
            let title = scan.line();
            chart.title = Some(label::shown(scan.slice(&title)));
        } else if scan.description(Case::Any)? {
        } else if words(&mut scan, "section", |c| c != ':') {
            let at = trimmed(&mut scan, |c| matches!(c, ':' | '\n'));
            chart.sections.push(Section { title: label::shown(scan.slice(&at)), at });
        } else if scan.starts(":") {
            let start = scan.at;
            scan.take(1);
            let Some(period) = chart.periods.last_mut().filter(|_| scan.next_is(is_space)) else {
                scan.at = start;
                return Err(scan.due("a period", HELP));
            };
            scan.take_while(|c| c != '\n' && is_space(c));
            let start = scan.at;
            // A `:` without a blank behind it belongs to the text.
            loop {
                scan.take_while(|c| !matches!(c, ':' | '\n'));
                let mut behind = scan.rest().chars().skip(1);
                if !scan.starts(":") || behind.next().is_none_or(is_space) {
                    break;
                }
                scan.take(1);
            }
            period.events.push(label::shown(scan.slice(&(start..scan.at))));
        } else {
            let at = trimmed(&mut scan, |c| matches!(c, '#' | ':' | '\n'));
            let section = chart.sections.len().checked_sub(1);
            chart.periods.push(Period { name: label::shown(scan.slice(&at)), events: Vec::new(), section, at });
        }
    }
}

/// A word with a text behind it on its line.
pub(super) fn words(scan: &mut Scanner, word: &'static str, first: impl Fn(char) -> bool) -> bool {
    let before = scan.at;
    if scan.any_case(word) && scan.next_is(|c| is_space(c) && c != '\n') {
        scan.take(1);
        if scan.next_is(|c| c != '\n' && first(c)) {
            return true;
        }
    }
    scan.at = before;
    false
}

/// A text up to a sign: the place of its words.
pub(super) fn trimmed(scan: &mut Scanner, end: impl Fn(char) -> bool) -> Range<usize> {
    let at = scan.take_while(|c| !end(c));
    let text = scan.slice(&at);
    let start = at.start + text.len() - text.trim_start().len();
    start..start + text.trim().len()
}
