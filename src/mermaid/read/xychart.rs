//! `xychart`: text -> axes, bars and lines.

use super::fault::Fault;
use super::label;
use super::scan::{Case, is_space, is_word};
use super::scanner::Scanner;
use std::ops::Range;

const HELP: &str = "Write `x-axis \"Title\" [jan, feb]`, `y-axis \"Title\" 0 --> 100`, `bar [1, 2]` or `line [1, 2]`.";

/// What a chart says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct XyChart {
    /// What stands over it.
    pub title: Option<String>,
    /// Whether bars go to the right.
    pub horizontal: bool,
    /// The axis along which points stand.
    pub x: Axis,
    /// The axis of their values.
    pub y: Axis,
    /// In the order of the text.
    pub plots: Vec<Plot>,
}

/// An axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// What stands beside it.
    pub title: Option<String>,
    /// The names of its places.
    pub bands: Vec<String>,
    /// Where it begins and ends, if the text says so.
    pub range: Option<(f64, f64)>,
}

/// Bars or a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Whether it is a line.
    pub line: bool,
    /// Its name.
    pub title: Option<String>,
    /// Its values.
    pub values: Vec<f64>,
    /// A text for each value that has one.
    pub labels: Vec<Option<String>>,
    /// All of it.
    pub at: Range<usize>,
}

impl XyChart {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.plots.iter_mut().for_each(|plot| change(&mut plot.at));
    }
}

/// Whether digits are a number of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digits {
    Text,
    Number,
}

/// Reads a chart.
pub(super) fn read(text: &str) -> Result<XyChart, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = XyChart::default();
    if !scan.any_case("xychart-beta") && !scan.any_case("xychart") {
        return Err(scan.due("`xychart`", "Write `xychart` alone on the first line."));
    }
    scan.blanks();
    chart.horizontal = scan.any_case("horizontal");
    if !chart.horizontal {
        scan.any_case("vertical");
    }
    loop {
        scan.take_while(|c| is_space(c) || c == ';');
        if scan.done() {
            return Ok(chart);
        }
        let start = scan.at;
        if scan.starts("%%") {
            scan.line();
        } else if scan.any_case("title") {
            chart.title = Some(expect(&mut scan, Digits::Text)?);
        } else if scan.description(Case::Any)? {
        } else if scan.any_case("x-axis") {
            chart.x = axis(&mut scan)?;
        } else if scan.any_case("y-axis") {
            let before = scan.at;
            chart.y = axis(&mut scan)?;
            if !chart.y.bands.is_empty() {
                scan.at = before;
                return Err(scan.due("a range", "Write `y-axis \"Title\" 0 --> 100`."));
            }
        } else if scan.any_case("line") || scan.any_case("bar") {
            let line = scan.slice(&(start..scan.at)).eq_ignore_ascii_case("line");
            let title = words(&mut scan, Digits::Text)?;
            let (values, labels) = data(&mut scan)?;
            chart.plots.push(Plot { line, title, values, labels, at: start..scan.at });
        } else {
            return Err(scan.due("a statement", HELP));
        }
    }
}

/// A text: in quotes, or words of letters, digits and a few signs. Blanks between words do not count.
fn words(scan: &mut Scanner, digits: Digits) -> Result<Option<String>, Fault> {
    scan.blanks();
    if scan.starts("\"") {
        let before = scan.at;
        scan.take(1);
        let Some(mut text) = scan.until("\"") else {
            scan.at = before;
            return Err(scan.due("`\"`", HELP));
        };
        let inner = scan.slice(&text);
        let markdown = inner.len() > 1 && inner.starts_with('`') && inner.ends_with('`');
        if markdown {
            text = text.start + 1..text.end - 1;
            return Ok(Some(label::markdown(scan.slice(&text))));
        }
        return Ok(Some(label::shown(inner)));
    }
    let mut out = String::new();
    loop {
        scan.blanks();
        if scan.next_is(|c| c.is_ascii_alphabetic()) {
            const WORDS: [&str; 7] = ["title", "x-axis", "y-axis", "line", "bar", "horizontal", "vertical"];
            let word = scan.rest();
            if WORDS.into_iter().any(|other| super::scan::caseless(word, other).is_some()) {
                return Err(scan.due("another word", "Write a text with this word in quotes."));
            }
            let at = scan.take_while(|c| c.is_ascii_alphabetic());
            out.push_str(scan.slice(&at));
        } else if scan.next_is(|c| c.is_ascii_digit()) && digits == Digits::Text
            || scan.next_is(|c| matches!(c, '&' | '+' | '=' | '*' | '.' | '#' | '_'))
            || scan.starts("-") && !scan.starts("-->")
        {
            // A sign before a number belongs to that.
            let sign = scan.rest().starts_with(['+', '-', '.']);
            if digits == Digits::Number && sign && scan.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            let at = scan.take(1);
            out.push_str(scan.slice(&at));
        } else {
            break;
        }
    }
    Ok(Some(out).filter(|out| !out.is_empty()).map(|out| label::shown(&out)))
}

fn expect(scan: &mut Scanner, digits: Digits) -> Result<String, Fault> {
    words(scan, digits)?.ok_or_else(|| scan.due("a text", "Write a text with other signs than letters in quotes."))
}

fn axis(scan: &mut Scanner) -> Result<Axis, Fault> {
    let mut axis = Axis { title: words(scan, Digits::Number)?, ..Axis::default() };
    scan.blanks();
    if scan.eat("[") {
        loop {
            axis.bands.push(expect(scan, Digits::Text)?);
            scan.blanks();
            if scan.eat("]") {
                return Ok(axis);
            }
            if !scan.eat(",") {
                return Err(scan.due("`,` or `]`", HELP));
            }
        }
    }
    if let Some(low) = number(scan) {
        scan.blanks();
        if !scan.eat("-->") {
            return Err(scan.due("`-->`", "Write a range as `0 --> 100`; a text with digits in quotes."));
        }
        scan.blanks();
        let Some(high) = number(scan) else { return Err(scan.due("a number", HELP)) };
        axis.range = Some((low, high));
    }
    if axis.title.is_none() && axis.range.is_none() {
        return Err(scan.due("a title, a range or names", HELP));
    }
    scan.blanks();
    if !scan.done() && !scan.next_is(|c| matches!(c, '\n' | ';')) {
        return Err(scan.due("the end of the line", HELP));
    }
    Ok(axis)
}

fn number(scan: &mut Scanner) -> Option<f64> {
    let before = scan.at;
    if !scan.eat("+") {
        scan.eat("-");
    }
    scan.take_while(|c| c.is_ascii_digit());
    let point = scan.at;
    if scan.eat(".") && scan.take_while(|c| c.is_ascii_digit()).is_empty() {
        scan.at = point;
    }
    let value = scan.slice(&(before..scan.at)).trim_start_matches('+').parse().ok();
    if value.is_none() || scan.next_is(|c| is_word(c) && c == '_') {
        scan.at = before;
        return None;
    }
    value
}

/// `[1, 2.5]`
fn data(scan: &mut Scanner) -> Result<(Vec<f64>, Vec<Option<String>>), Fault> {
    scan.blanks();
    if !scan.eat("[") {
        return Err(scan.due("`[` and numbers", HELP));
    }
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    loop {
        scan.blanks();
        let Some(value) = number(scan) else { return Err(scan.due("a number", HELP)) };
        values.push(value);
        scan.blanks();
        labels.push(if scan.starts("\"") { words(scan, Digits::Text)? } else { None });
        scan.blanks();
        if scan.eat("]") {
            return Ok((values, labels));
        }
        if !scan.eat(",") {
            return Err(scan.due("`,` or `]`", HELP));
        }
    }
}
