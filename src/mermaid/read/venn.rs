//! `venn-beta`: text -> sets and what they share.

use super::fault::Fault;
use super::label;
use super::scan::is_word;
use super::scanner::Scanner;
use super::timeline::words;
use crate::base::text::short;
use std::collections::BTreeSet;
use std::ops::Range;

const HELP: &str = "Write `set A[\"Text\"]:20`, `union A, B[\"Text\"]:5`, `text A \"words\"` or `style A fill:#f00`.";

/// What a Venn diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Venn {
    /// What stands over it.
    pub title: Option<String>,
    /// Sets and unions, in the order of the text.
    pub areas: Vec<Area>,
    /// In the order of the text.
    pub texts: Vec<Text>,
    /// In the order of the text.
    pub styles: Vec<Style>,
}

/// A set, or what several sets share.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The names of its sets, sorted: one for a set.
    pub sets: Vec<String>,
    /// What it shows; none where the text says nothing.
    pub label: Option<String>,
    /// Its size; none where the text says nothing.
    pub size: Option<f64>,
    /// Its names.
    pub at: Range<usize>,
}

/// Words in an area.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The names of the sets whose area it is in, sorted.
    pub sets: Vec<String>,
    /// Its name in the text.
    pub id: String,
    /// What it shows.
    pub label: String,
    /// Its words.
    pub at: Range<usize>,
}

/// The look of an area or of words.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// The names of sets, sorted, or of words.
    pub of: Vec<String>,
    /// Properties of CSS.
    pub styles: Vec<String>,
    /// Its names.
    pub at: Range<usize>,
}

impl Venn {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.areas.iter_mut().for_each(|area| change(&mut area.at));
        self.texts.iter_mut().for_each(|text| change(&mut text.at));
        self.styles.iter_mut().for_each(|style| change(&mut style.at));
    }
}

/// Reads a Venn diagram.
pub(super) fn read(text: &str) -> Result<Venn, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Venn::default();
    let mut known = BTreeSet::new();
    if !scan.any_case("venn-beta") {
        return Err(scan.due("`venn-beta`", "Write `venn-beta` alone on the first line."));
    }
    loop {
        let line = scan.at;
        scan.spaces();
        let indented = scan.text[line..scan.at].ends_with([' ', '\t']);
        if scan.done() {
            return Ok(chart);
        }
        let start = scan.at;
        if scan.starts("%%") {
            scan.line();
        } else if words(&mut scan, "title", |c| !matches!(c, '#' | ';')) {
            let title = scan.take_while(|c| !matches!(c, '#' | ';' | '\n'));
            chart.title = Some(label::shown(scan.slice(&title)));
        } else if scan.any_case("set") {
            let sets = vec![name(&mut scan)?];
            known.extend(sets.iter().cloned());
            chart.areas.push(area(&mut scan, sets, start)?);
        } else if scan.any_case("union") {
            let sets = names(&mut scan)?;
            let at = start..scan.at;
            if sets.len() < 2 {
                return Err(scan.due("`,` and another set", HELP));
            }
            if let Some(other) = sets.iter().find(|set| !known.contains(*set)) {
                let message = format!("There is no set `{}`.", short(other));
                return Err(Fault::new(at, message, "Write it above with `set`."));
            }
            chart.areas.push(area(&mut scan, sets, start)?);
        } else if scan.any_case("text") {
            // Below a set, further in, the words belong to that.
            let below = chart.areas.last().filter(|_| indented).map(|area| area.sets.clone());
            let sets = match below {
                Some(sets) => sets,
                None => names(&mut scan)?,
            };
            scan.blanks();
            let id = match number(&mut scan) {
                Some(at) => scan.slice(&at).to_owned(),
                None => name(&mut scan)?,
            };
            let label = bracket(&mut scan)?.unwrap_or_else(|| label::shown(&id));
            chart.texts.push(Text { sets, id, label, at: start..scan.at });
        } else if scan.any_case("style") {
            let of = names(&mut scan)?;
            let at = start..scan.at;
            let styles = look(&mut scan)?;
            chart.styles.push(Style { of, styles, at });
        } else {
            return Err(scan.due("a statement", HELP));
        }
    }
}

/// A word, or a text in quotes.
fn name(scan: &mut Scanner) -> Result<String, Fault> {
    scan.blanks();
    if scan.starts("\"") {
        let before = scan.at;
        scan.take(1);
        if let Some(at) = scan.until("\"") {
            return Ok(label::shown(scan.slice(&at)));
        }
        scan.at = before;
    }
    let at = scan.take_while(|c| is_word(c) || c == '-');
    if at.is_empty() || scan.slice(&at).starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        scan.at = at.start;
        return Err(scan.due("a name", HELP));
    }
    Ok(scan.slice(&at).to_owned())
}

/// `A, B`, sorted.
fn names(scan: &mut Scanner) -> Result<Vec<String>, Fault> {
    let mut all = vec![name(scan)?];
    loop {
        scan.blanks();
        if !scan.eat(",") {
            all.sort();
            return Ok(all);
        }
        all.push(name(scan)?);
    }
}

/// `["Text"]` or `[Text]`
fn bracket(scan: &mut Scanner) -> Result<Option<String>, Fault> {
    scan.blanks();
    let before = scan.at;
    if !scan.eat("[") {
        return Ok(None);
    }
    let text =
        if scan.eat("\"") { scan.until("\"]") } else { scan.until("]").filter(|at| !scan.slice(at).contains('"')) };
    if let Some(at) = text {
        return Ok(Some(label::shown(scan.slice(&at))));
    }
    scan.at = before;
    Err(scan.due("a text in brackets", HELP))
}

/// `12.5`
fn number(scan: &mut Scanner) -> Option<Range<usize>> {
    let before = scan.at;
    if !scan.eat("+") {
        scan.eat("-");
    }
    scan.take_while(|c| c.is_ascii_digit() || c == '.');
    let at = before..scan.at;
    if scan.slice(&at).trim_start_matches('+').parse::<f64>().is_ok() {
        return Some(at);
    }
    scan.at = before;
    None
}

/// What follows the names of sets.
fn area(scan: &mut Scanner, sets: Vec<String>, start: usize) -> Result<Area, Fault> {
    let at = start..scan.at;
    let label = bracket(scan)?;
    scan.blanks();
    let mut size = None;
    if scan.eat(":") {
        scan.blanks();
        let Some(at) = number(scan) else { return Err(scan.due("a number", HELP)) };
        size = scan.slice(&at).trim_start_matches('+').parse().ok();
    }
    Ok(Area { sets, label, size, at })
}

/// `fill:#f00, stroke:rgb(1, 2, 3)`
fn look(scan: &mut Scanner) -> Result<Vec<String>, Fault> {
    let mut all = Vec::new();
    loop {
        scan.blanks();
        let start = scan.at;
        name(scan)?;
        scan.blanks();
        if !scan.eat(":") {
            return Err(scan.due("`:`", HELP));
        }
        let mut depth = 0_u32;
        let value = scan.at;
        while let Some(c) = scan.rest().chars().next() {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => break,
                '\n' | ';' => break,
                _ => {}
            }
            scan.take(c.len_utf8());
        }
        if scan.slice(&(value..scan.at)).trim().is_empty() {
            return Err(scan.due("a value", HELP));
        }
        all.push(scan.slice(&(start..scan.at)).trim().to_owned());
        if !scan.eat(",") {
            return Ok(all);
        }
    }
}
