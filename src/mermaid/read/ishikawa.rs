//! `ishikawa`: text -> an effect and its causes, by their indentation.

use super::fault::Fault;
use super::label;
use super::scanner::Scanner;
use std::ops::Range;

/// What a fishbone diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ishikawa {
    /// The first is the effect; a cause stands before its own causes.
    pub nodes: Vec<Cause>,
}

/// The effect, or a cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// What it shows.
    pub label: String,
    /// What it is a cause of; none for the effect.
    pub of: Option<usize>,
    /// Its words.
    pub at: Range<usize>,
}

impl Ishikawa {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.nodes.iter_mut().for_each(|node| change(&mut node.at));
    }
}

/// Reads a fishbone diagram.
pub(super) fn read(text: &str) -> Result<Ishikawa, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Ishikawa::default();
    if !scan.any_case("ishikawa-beta") && !scan.any_case("ishikawa") {
        return Err(scan.due("`ishikawa`", "Write `ishikawa` alone on the first line."));
    }
    // Causes that may have causes still, by how far in they stand. The first cause says where causes begin.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut base = None;
    loop {
        let start = scan.at;
        scan.blanks();
        let indent = scan.slice(&(start..scan.at)).chars().count();
        if scan.done() {
            return if chart.nodes.is_empty() {
                Err(scan.due("an effect", "Write the effect on the next line, and its causes below it."))
            } else {
                Ok(chart)
            };
        }
        if scan.starts("%%") {
            scan.line();
        }
        if scan.eat("\n") {
            continue;
        }
        let line = scan.line();
        let words = scan.slice(&line).trim_end();
        let at = line.start..line.start + words.len();
        let index = chart.nodes.len();
        let of = if index == 0 {
            open.push((0, 0));
            None
        } else {
            let level = (indent + 1).saturating_sub(*base.get_or_insert(indent)).max(1);
            while open.len() > 1 && open.last().is_some_and(|open| open.0 >= level) {
                open.pop();
            }
            let of = open.last().map(|open| open.1);
            open.push((level, index));
            of
        };
        chart.nodes.push(Cause { label: label::shown(words), of, at });
    }
}
