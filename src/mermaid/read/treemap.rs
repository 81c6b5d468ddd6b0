//! `treemap`: text -> a tree with sizes, by its indentation.

use super::fault::Fault;
use super::label;
use super::scan::is_word;
use super::scanner::Scanner;
use super::style::{ClassDef, styles};
use super::terminals::titled;
use std::ops::Range;

const HELP: &str = "Write `\"Section\"`, or `\"Leaf\": 12` below it, further in.";

/// What a treemap says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Treemap {
    /// What stands over it.
    pub title: Option<String>,
    /// A parent stands before its children.
    pub nodes: Vec<Tile>,
    /// In the order of the text.
    pub class_defs: Vec<ClassDef>,
}

/// A section or a leaf.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// The size of a leaf; none for a section.
    pub value: Option<f64>,
    /// The section that it is in.
    pub parent: Option<usize>,
    /// Its class.
    pub class: Option<String>,
    /// Its line.
    pub at: Range<usize>,
}

impl Treemap {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.nodes.iter_mut().for_each(|node| change(&mut node.at));
    }
}

/// Reads a treemap.
pub(super) fn read(text: &str) -> Result<Treemap, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Treemap::default();
    if !scan.word("treemap-beta") && !scan.word("treemap") {
        return Err(scan.due("`treemap`", "Write `treemap` alone on the first line."));
    }
    // Sections that are open, by how far in they stand.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut loose: Option<Range<usize>> = None;
    loop {
        let mut blanks = scan.take_while(|c| matches!(c, ' ' | '\t'));
        // The blanks of a line without a name are the indentation of the next name, which has none of its own then.
        if let Some(earlier) = loose.take_if(|_| !scan.starts("%%")) {
            if !blanks.is_empty() || scan.done() {
                scan.at = blanks.start;
                return Err(scan.due("a name in quotes", "Leave out the blanks at the end of the line above."));
            }
            blanks = earlier;
        }
        if scan.done() {
            return if blanks.is_empty() { Ok(chart) } else { Err(scan.due("a name in quotes", HELP)) };
        }
        if scan.starts("\n") && !blanks.is_empty() {
            loose = Some(blanks);
            scan.take(1);
            continue;
        }
        if scan.starts("%%") {
            scan.line();
            continue;
        }
        if scan.eat("\n") || titled(&mut scan, &mut chart.title)? {
            continue;
        }
        if scan.word("classDef") {
            scan.spaces();
            let name = scan.take_while(is_word);
            let look = scan.take_while(|c| !matches!(c, ';' | '\n'));
            scan.eat(";");
            let (name, styles) = (scan.slice(&name).to_owned(), styles(scan.slice(&look)));
            chart.class_defs.push(ClassDef { name, styles });
            continue;
        }
        let start = scan.at;
        let Some(name) = quoted(&mut scan) else { return Err(scan.due("a name in quotes", HELP)) };
        let name = label::shown(scan.slice(&name));
        scan.blanks();
        let mut value = None;
        if !scan.starts(":::") && (scan.eat(":") || scan.eat(",")) {
            scan.blanks();
            let digits = scan.take_while(|c| c.is_ascii_digit() || matches!(c, '_' | '.' | ','));
            let plain = scan.slice(&digits).replace(['_', ','], "");
            if plain.is_empty() {
                return Err(scan.due("a number", HELP));
            }
            value = Some(plain.parse().unwrap_or_default());
            scan.blanks();
        }
        let mut class = None;
        if scan.eat(":::") {
            scan.blanks();
            let name = scan.take_while(is_word);
            if name.is_empty() {
                return Err(scan.due("a class", HELP));
            }
            class = Some(scan.slice(&name).to_owned());
        }
        while open.last().is_some_and(|(indent, _)| *indent >= blanks.len()) {
            open.pop();
        }
        let parent = open.last().map(|open| open.1);
        if value.is_none() {
            open.push((blanks.len(), chart.nodes.len()));
        }
        chart.nodes.push(Tile { name, value, parent, class, at: start..scan.at });
    }
}

fn quoted(scan: &mut Scanner) -> Option<Range<usize>> {
    let quote = if scan.starts("\"") { "\"" } else { "'" };
    let before = scan.at;
    let found = if scan.eat(quote) { scan.until(quote) } else { None };
    if found.is_none() {
        scan.at = before;
    }
    found
}
