//! Text -> calls, by the rules of the official lexer and grammar.

use super::super::fault::Fault;
use super::super::label;
use super::super::scan::{Case, is_space, is_word};
use super::super::scanner::Scanner;
use super::build::{Build, Values};
use super::{C4, Level};

const CALL: &str = "Write `Person(alias, \"Label\")`, `System_Boundary(alias, \"Label\") {` or `Rel(a, b, \"Label\")`.";

/// Reads a diagram of C4.
pub(in super::super) fn read(text: &str) -> Result<C4, Fault> {
    let mut scan = Scanner::new(text);
    let mut build = Build::default();
    let levels = [
        ("C4Context", Level::Context),
        ("C4Container", Level::Container),
        ("C4Component", Level::Component),
        ("C4Dynamic", Level::Dynamic),
        ("C4Deployment", Level::Deployment),
    ];
    let Some((_, level)) = levels.into_iter().find(|(word, _)| scan.word(word)) else {
        return Err(scan.due("`C4Context` or its like", "Write the kind alone on the first line."));
    };
    build.chart.level = level;
    if !ended(&mut scan) {
        return Err(scan.due("the end of the line", "Write the kind alone on the first line."));
    }
    let mut fresh = true;
    // Whether something stands in what is open.
    let mut empty = true;
    loop {
        while scan.starts("%%") {
            scan.line();
            scan.spaces();
        }
        if scan.done() {
            if !build.open.is_empty() {
                return Err(scan.due("`}`", "Close the boundary with a line `}`."));
            }
            if empty {
                return Err(scan.due("a statement", CALL));
            }
            return Ok(build.chart);
        }
        if !build.open.is_empty() && scan.starts("}") {
            if empty {
                return Err(scan.due("an element", "A boundary needs an element: hosts draw no empty one."));
            }
            scan.take(1);
            build.open.pop();
        } else if !fresh {
            return Err(scan.due("the end of the line", CALL));
        } else if statement(&mut scan, &mut build)? {
            empty = true;
            continue;
        }
        empty = false;
        fresh = ended(&mut scan);
    }
}

/// Takes blanks and comments: whether the line ended.
fn ended(scan: &mut Scanner) -> bool {
    scan.blanks();
    if scan.starts("%%") {
        scan.line();
        scan.spaces();
        return false;
    }
    let ended = scan.starts("\n");
    scan.spaces();
    ended
}

/// Reads a statement: whether it opened a boundary.
fn statement(scan: &mut Scanner, build: &mut Build) -> Result<bool, Fault> {
    if scan.description(Case::Exact)? {
        return Ok(false);
    }
    for word in ["title", "accDescription"] {
        let before = scan.at;
        if scan.word(word) && scan.next_is(is_space) {
            let text = scan.take_while(|c| !matches!(c, '#' | '\n' | ';'));
            if word == "title" {
                build.chart.title = Some(label::shown(scan.slice(&text)));
            }
            return Ok(false);
        }
        scan.at = before;
    }
    let start = scan.at;
    let word = scan.take_while(is_word);
    let word = scan.slice(&word);
    scan.blanks();
    if word.is_empty() || !scan.starts("(") {
        scan.at = start;
        return Err(scan.due("a statement", CALL));
    }
    let values = values(scan)?;
    let at = start..scan.at;
    if build.boundary(word, &values, at.clone()) {
        scan.spaces();
        if !scan.eat("{") {
            return Err(scan.due("`{`", "Open the boundary with `{`, and close it with a line `}`."));
        }
        scan.spaces();
        return Ok(true);
    }
    if !build.call(word, &values, at) {
        scan.at = start;
        return Err(scan.due("a statement", CALL));
    }
    Ok(false)
}

/// `(a, "b", $c="d")`
fn values(scan: &mut Scanner) -> Result<Values, Fault> {
    let mut values = Values::default();
    scan.take(1);
    loop {
        scan.spaces();
        if scan.eat("$") {
            let name = scan.take_while(|c| c != '=' && c != '\n');
            scan.eat("=");
            let value = string(scan)?;
            values.named.push((scan.slice(&name).trim().to_owned(), value));
        } else if scan.starts("\"") {
            values.placed.push(string(scan)?);
        } else {
            let text = scan.take_while(|c| !matches!(c, ',' | ')' | '\n'));
            values.placed.push(label::shown(scan.slice(&text)));
        }
        scan.spaces();
        // What stands behind a text in quotes is a value of its own.
        if scan.next_is(|c| !matches!(c, ',' | ')')) {
            let text = scan.take_while(|c| !matches!(c, ',' | ')' | '\n'));
            values.placed.push(label::shown(scan.slice(&text)));
        }
        if scan.eat(")") {
            if values.placed.len() + values.named.len() == 1 && values.placed.iter().any(String::is_empty) {
                scan.at -= 1;
                return Err(scan.due("an alias", CALL));
            }
            return Ok(values);
        }
        if !scan.eat(",") {
            return Err(scan.due("`,` or `)`", "Write values with commas; a text with commas or brackets in quotes."));
        }
    }
}

fn string(scan: &mut Scanner) -> Result<String, Fault> {
    scan.blanks();
    let before = scan.at;
    let text = if scan.eat("\"") { scan.until("\"") } else { None };
    text.map(|at| label::shown(scan.slice(&at))).ok_or_else(|| {
        scan.at = before;
        scan.due("a text in quotes", CALL)
    })
}
