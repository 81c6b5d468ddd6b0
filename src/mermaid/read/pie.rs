//! `pie`: text -> slices.

use super::fault::Fault;
use super::scanner::Scanner;
use super::terminals::{end, hidden, number, string, titled};
use std::collections::BTreeSet;
use std::ops::Range;

const HELP: &str = "Write a slice as `\"Name\" : 12.5`.";

/// What a pie chart says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pie {
    /// What stands over it.
    pub title: Option<String>,
    /// Whether the legend has the values.
    pub show_data: bool,
    /// In the order of the text.
    pub slices: Vec<Slice>,
}

/// A part of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// Its name.
    pub name: String,
    /// Its size, 0 or more: the whole is the sum of all.
    pub value: f64,
    /// Its line.
    pub at: Range<usize>,
}

impl Pie {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.slices.iter_mut().for_each(|slice| change(&mut slice.at));
    }
}

/// Reads a pie chart.
pub(super) fn read(text: &str) -> Result<Pie, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Pie::default();
    if !scan.word("pie") {
        return Err(scan.due("`pie`", "Write `pie` on the first line."));
    }
    let mut names = BTreeSet::new();
    hidden(&mut scan);
    chart.show_data = scan.word("showData");
    loop {
        hidden(&mut scan);
        if scan.done() {
            return Ok(chart);
        }
        if scan.eat("\n") || titled(&mut scan, &mut chart.title)? {
            continue;
        }
        let start = scan.at;
        let Some(name) = string(&mut scan) else { return Err(scan.due("a slice", HELP)) };
        hidden(&mut scan);
        if !scan.eat(":") {
            return Err(scan.due("`:`", HELP));
        }
        hidden(&mut scan);
        if scan.starts("-") {
            return Err(scan.due("a number that is 0 or more", HELP));
        }
        let Some(value) = number(&mut scan) else { return Err(scan.due("a number", HELP)) };
        let at = start..scan.at;
        end(&mut scan, HELP)?;
        // The first slice of a name stays.
        if names.insert(name.clone()) {
            chart.slices.push(Slice { name, value, at });
        }
    }
}
