//! `treemap`: text -> a tree with sizes, by its indentation.

use super::fault::Fault;
use super::label;
use super::scan::{is_space, is_word};
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
        let mut blanks = scan.take_while(is_blank);
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
        let start = scan.at;
        if scan.word("classDef") {
            let Some(class) = class_def(&mut scan) else {
                scan.at = start;
                return Err(
                    scan.due("a class", "Write `classDef name fill:#f00;`, with a name of two letters or more.")
                );
            };
            chart.class_defs.push(class);
            continue;
        }
        let Some(name) = quoted(&mut scan) else { return Err(scan.due("a name in quotes", HELP)) };
        let name = label::shown(scan.slice(&name));
        // Blanks at the end of a line are the indentation of the next one.
        let end = scan.at;
        scan.take_while(is_blank);
        let mut value = None;
        if scan.starts(":::") || !(scan.eat(":") || scan.eat(",")) {
            scan.at = end;
        } else {
            scan.take_while(is_blank);
            let digits = scan.take_while(|c| c.is_ascii_digit() || matches!(c, '_' | '.' | ','));
            let plain = scan.slice(&digits).replace(['_', ','], "");
            if plain.is_empty() {
                return Err(scan.due("a number", HELP));
            }
            value = Some(plain.parse().unwrap_or_default());
        }
        let mut class = None;
        if scan.eat(":::") {
            let Some(name) = class_name(&mut scan) else { return Err(scan.due("the name of a class", HELP)) };
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

const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// The name of a class, which begins with no digit.
fn class_name(scan: &mut Scanner) -> Option<Range<usize>> {
    (!scan.next_is(|c| c.is_ascii_digit() || !is_word(c))).then(|| scan.take_while(is_word))
}

/// What stands behind `classDef`: a name and, after a blank, its look.
fn class_def(scan: &mut Scanner) -> Option<ClassDef> {
    if !scan.next_is(is_space) {
        return None;
    }
    scan.spaces();
    let name = class_name(scan).filter(|name| name.len() > 1)?;
    let mut look = scan.at..scan.at;
    if scan.next_is(is_space) {
        scan.spaces();
        look = scan.take_while(|c| !matches!(c, ';' | '\n'));
    }
    scan.eat(";");
    Some(ClassDef { name: scan.slice(&name).to_owned(), styles: styles(scan.slice(&look)) })
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
