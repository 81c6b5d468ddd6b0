//! `treeView-beta`: text -> folders and files, by their indentation.

use super::fault::Fault;
use super::label;
use super::scan::is_word;
use super::scanner::Scanner;
use super::terminals::titled;
use std::ops::Range;

const HELP: &str = "Write one name a line, in quotes or without, further in than its folder.";

/// What a view of a tree says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TreeView {
    /// What stands over it.
    pub title: Option<String>,
    /// A folder stands before what is in it.
    pub entries: Vec<Entry>,
}

/// A folder or a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Whether a `/` at the end of its name says that it is a folder.
    pub folder: bool,
    /// What it is in; none at the top.
    pub parent: Option<usize>,
    /// Its class.
    pub class: Option<String>,
    /// The name of its icon; empty where it has none.
    pub icon: Option<String>,
    /// What is said of it.
    pub description: Option<String>,
    /// Its line.
    pub at: Range<usize>,
}

impl TreeView {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.entries.iter_mut().for_each(|entry| change(&mut entry.at));
    }
}

/// Reads a view of a tree.
pub(super) fn read(text: &str) -> Result<TreeView, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = TreeView::default();
    if !scan.word("treeView-beta") {
        return Err(scan.due("`treeView-beta`", "Write `treeView-beta` alone on the first line."));
    }
    // Entries that may have more in them, by how far in they stand.
    let mut open: Vec<(usize, usize)> = Vec::new();
    loop {
        // Lines of a drawn tree count as blanks do.
        let indent = scan.take_while(|c| matches!(c, ' ' | '\t' | '│' | '├' | '└' | '─'));
        let level = scan.slice(&indent).chars().count();
        if scan.done() {
            return Ok(chart);
        }
        if scan.starts("%%") {
            scan.line();
        }
        if scan.eat("\n") || chart.entries.is_empty() && titled(&mut scan, &mut chart.title)? {
            continue;
        }
        let mut entry = entry(&mut scan)?;
        while open.last().is_some_and(|open| open.0 >= level) {
            open.pop();
        }
        entry.parent = open.last().map(|open| open.1);
        open.push((level, chart.entries.len()));
        chart.entries.push(entry);
    }
}

fn entry(scan: &mut Scanner) -> Result<Entry, Fault> {
    let start = scan.at;
    let quote = ["\"", "'"].into_iter().find(|quote| scan.eat(quote));
    let line = scan.rest();
    let line = &line[..super::scan::line(line)];
    let name = match quote {
        Some(quote) => scan.until(quote),
        // A mark is no name.
        None if [":::", "icon(", "##"].into_iter().any(|mark| line.starts_with(mark)) => None,
        None => Some(scan.take(marks(line))).filter(|at| !at.is_empty()),
    };
    let Some(name) = name else {
        scan.at = start;
        return Err(scan.due("a name", HELP));
    };
    let words = scan.slice(&name).trim_end();
    let folder = words.ends_with('/');
    let words = words.strip_suffix('/').unwrap_or(words);
    let mut entry = Entry {
        name: label::shown(words),
        folder,
        parent: None,
        class: None,
        icon: None,
        description: None,
        at: start..scan.at,
    };
    loop {
        scan.blanks();
        if scan.eat(":::") {
            scan.blanks();
            let class = scan.take_while(|c| is_word(c) || c == '-');
            entry.class = Some(scan.slice(&class).to_owned());
        } else if scan.eat("icon(") {
            let icon = scan.take_while(|c| is_word(c) || matches!(c, '-' | ':'));
            if !scan.eat(")") {
                return Err(scan.due("`)`", "Write an icon as `icon(logos:rust)`."));
            }
            entry.icon = Some(scan.slice(&icon).to_owned());
        } else if scan.eat("##") {
            let words = scan.line();
            entry.description = Some(label::shown(scan.slice(&words)));
        } else {
            break;
        }
        entry.at.end = scan.at;
    }
    Ok(entry)
}

/// Where what is said of a name begins on its line.
fn marks(line: &str) -> usize {
    let marks = [" :::", "\t:::", " icon(", "\ticon(", " ##", "\t##"];
    marks.into_iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len())
}
