//! `"1" <|--* "many"` between two names.

use super::super::fault::Fault;
use super::super::label;
use super::super::scanner::Scanner;
use super::{End, Relation};

const HELP: &str = "Write `A <|-- B : text` or `A \"1\" --> \"many\" B`.";

/// What stands between the names: without its classes.
pub(super) fn read(scan: &mut Scanner) -> Result<Option<Relation>, Fault> {
    let start = scan.at;
    scan.blanks();
    let from_count = text(scan)?;
    scan.blanks();
    let tail = end(scan);
    scan.blanks();
    let dotted = scan.eat("..");
    if !dotted && !scan.eat("--") {
        if from_count.is_some() || tail != End::None {
            return Err(scan.due("`--` or `..`", HELP));
        }
        scan.at = start;
        return Ok(None);
    }
    scan.blanks();
    let head = end(scan);
    scan.blanks();
    let to_count = text(scan)?;
    let (from_count, to_count) = (from_count.unwrap_or_default(), to_count.unwrap_or_default());
    let at = start..scan.at;
    Ok(Some(Relation { from: 0, to: 0, tail, head, dotted, from_count, to_count, label: String::new(), at }))
}

fn end(scan: &mut Scanner) -> End {
    const SIGNS: [(&str, End); 6] = [
        ("<|", End::Extension),
        ("|>", End::Extension),
        (">", End::Dependency),
        ("<", End::Dependency),
        ("*", End::Composition),
        ("()", End::Lollipop),
    ];
    if scan.starts("<<") || scan.starts(">>") {
        return End::None;
    }
    if scan.word("o") {
        return End::Aggregation;
    }
    SIGNS.into_iter().find(|(sign, _)| scan.eat(sign)).map_or(End::None, |(_, end)| end)
}

/// A text in quotes, if one stands here.
fn text(scan: &mut Scanner) -> Result<Option<String>, Fault> {
    if scan.starts("\"") { string(scan, HELP).map(Some) } else { Ok(None) }
}

/// A text in quotes.
pub(super) fn string(scan: &mut Scanner, help: &str) -> Result<String, Fault> {
    scan.blanks();
    let before = scan.at;
    let text = if scan.eat("\"") { scan.until("\"") } else { None };
    match text {
        Some(at) if !at.is_empty() => Ok(label::shown(scan.slice(&at))),
        _ => {
            scan.at = before;
            Err(scan.due("a text in quotes", help))
        }
    }
}
