//! `sankey`: text -> flows, one a line: `from,to,amount`.

use super::fault::Fault;
use super::label;
use super::scanner::Scanner;
use std::ops::Range;

const HELP: &str = "Write one flow a line: `From,To,12.5`; a name with commas or other letters than ASCII in quotes.";

/// What a sankey diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sankey {
    /// In the order in which they are named first.
    pub nodes: Vec<String>,
    /// In the order of the text.
    pub flows: Vec<Flow>,
}

/// A flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// How much it is; no finite number where the text says none.
    pub amount: f64,
    /// Its line.
    pub at: Range<usize>,
}

impl Sankey {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.flows.iter_mut().for_each(|flow| change(&mut flow.at));
    }
}

/// Reads a sankey diagram.
pub(super) fn read(text: &str) -> Result<Sankey, Fault> {
    const FIRST: &str = "Write `sankey` alone on the first line.";
    let mut scan = Scanner::new(text);
    let mut chart = Sankey::default();
    let mut names = std::collections::BTreeMap::new();
    if !scan.any_case("sankey-beta") && !scan.any_case("sankey") {
        return Err(scan.due("`sankey`", FIRST));
    }
    scan.blanks();
    if !scan.starts("\n") {
        return Err(scan.due("the end of the line", FIRST));
    }
    loop {
        scan.spaces();
        if scan.done() {
            if chart.flows.is_empty() {
                return Err(scan.due_at_end("a flow", HELP));
            }
            return Ok(chart);
        }
        let start = scan.at;
        let mut fields = [String::new(), String::new(), String::new()];
        for (index, place) in fields.iter_mut().enumerate() {
            if index > 0 && !scan.eat(",") {
                return Err(due(&mut scan, "`,`"));
            }
            *place = field(&mut scan)?;
        }
        let at = start..scan.at;
        if !scan.done() && !scan.starts("\n") {
            return Err(scan.due("the end of the line", HELP));
        }
        let [from, to, amount] = fields;
        let mut node = |name: String| {
            let next = chart.nodes.len();
            let index = *names.entry(name.clone()).or_insert(next);
            if index == next {
                chart.nodes.push(name);
            }
            index
        };
        let (from, to) = (node(from), node(to));
        chart.flows.push(Flow { from, to, amount: number(&amount), at });
    }
}

/// As `parseFloat` of JavaScript reads a number: its longest start that is one.
fn number(text: &str) -> f64 {
    let text = text.trim();
    let digits = |from: usize| from + text[from..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - from);
    let sign = |from: usize| from + usize::from(text[from..].starts_with(['+', '-']));
    let start = sign(0);
    if text[start..].starts_with("Infinity") {
        return f64::INFINITY;
    }
    let mut end = digits(start);
    if text[end..].starts_with('.') {
        end = digits(end + 1);
    }
    if text[end..].starts_with(['e', 'E']) {
        let power = sign(end + 1);
        let after = digits(power);
        end = if after > power { after } else { end };
    }
    text[..end].parse().unwrap_or(f64::NAN)
}

/// Blank lines at the end are no place for a fault.
fn due(scan: &mut Scanner, expected: &str) -> Fault {
    if scan.rest().trim().is_empty() { scan.due_at_end(expected, HELP) } else { scan.due(expected, HELP) }
}

fn field(scan: &mut Scanner) -> Result<String, Fault> {
    scan.blanks();
    if scan.eat("\"") {
        let start = scan.at;
        loop {
            if scan.until("\"").is_none() {
                return Err(due(scan, "`\"`"));
            }
            if !scan.eat("\"") {
                let text = scan.slice(&(start..scan.at - 1)).replace("\"\"", "\"");
                scan.blanks();
                return Ok(label::shown(&text));
            }
        }
    }
    let at = scan.take_while(|c| matches!(c, ' '..='~') && !matches!(c, ',' | '"'));
    if at.is_empty() {
        return Err(due(scan, "a name or an amount"));
    }
    Ok(label::shown(scan.slice(&at)))
}
