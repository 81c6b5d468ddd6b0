//! The lexical rules of a flowchart that are more than a word.

use super::super::scan::{Found, is_space, keyword};
use super::token::Kind;
use crate::base::Direction;
use winnow::Parser;
use winnow::combinator::{alt, opt, peek, terminated};
use winnow::token::{one_of, take_while};

/// `--`, `==` or `-.` with a head at its left: the start of a labelled edge, or a whole one.
pub(super) fn line<'a>(dash: char) -> impl FnMut(&mut &'a str) -> Found<bool> {
    move |input: &mut &'a str| {
        opt(one_of(['x', 'o', '<'])).parse_next(input)?;
        let dashes = take_while(2.., dash).parse_next(input)?;
        let head = opt(one_of(['x', 'o', '>'])).parse_next(input)?;
        let whole = head.is_some() || dashes.len() > 2;
        take_while(0.., is_space).parse_next(input)?;
        Ok(whole)
    }
}

pub(super) fn dotted_line(input: &mut &str) -> Found<()> {
    let head = (opt(one_of(['x', 'o', '<'])), opt('-'), take_while(1.., '.'), '-');
    (head, opt(one_of(['x', 'o', '>'])), take_while(0.., is_space)).void().parse_next(input)
}

pub(super) fn dotted_start(input: &mut &str) -> Found<()> {
    (opt(one_of(['x', 'o', '<'])), "-.", take_while(0.., is_space)).void().parse_next(input)
}

pub(super) fn invisible_line(input: &mut &str) -> Found<()> {
    (take_while(3.., '~'), take_while(0.., is_space)).void().parse_next(input)
}

/// The words of statements. Those with a blank behind them take it.
pub(super) fn word(input: &mut &str) -> Found<Kind> {
    let blank = || one_of(is_space);
    alt((
        alt((
            keyword("style").value(Kind::Style),
            keyword("default").value(Kind::Default),
            keyword("linkStyle").value(Kind::LinkStyle),
            keyword("interpolate").value(Kind::Interpolate),
            keyword("classDef").value(Kind::ClassDef),
            keyword("class").value(Kind::Class),
            terminated("href", blank()).value(Kind::Href),
        )),
        alt((
            keyword("flowchart-elk").value(Kind::Graph),
            keyword("graph").value(Kind::Graph),
            keyword("flowchart").value(Kind::Graph),
            keyword("subgraph").value(Kind::Subgraph),
            terminated(keyword("end"), take_while(0.., is_space)).value(Kind::End),
            keyword("_self").value(Kind::Target),
            keyword("_blank").value(Kind::Target),
            keyword("_parent").value(Kind::Target),
            keyword("_top").value(Kind::Target),
        )),
    ))
    .parse_next(input)
}

pub(super) fn graph_direction(input: &mut &str) -> Found<Kind> {
    alt((
        alt((keyword("LR"), ">")).value(Direction::Right),
        alt((keyword("RL"), "<")).value(Direction::Left),
        alt((keyword("TB"), keyword("TD"), keyword("BR"), keyword("v"))).value(Direction::Down),
        alt((keyword("BT"), "^")).value(Direction::Up),
    ))
    .map(Kind::GraphDirection)
    .parse_next(input)
}

/// `key : ` or `accDescr { `.
pub(super) fn accessible<'a>(key: &'static str, mark: char) -> impl FnMut(&mut &'a str) -> Found<()> {
    move |input: &mut &'a str| {
        (key, take_while(0.., is_space), mark, take_while(0.., is_space)).void().parse_next(input)
    }
}

/// A character of an id; a dash only where no edge can begin with it.
pub(super) fn node_text(input: &mut &str) -> Found<()> {
    let plain = one_of(|c: char| c.is_ascii_alphanumeric() || "!\"#$%&'*+.`?\\_/".contains(c)).void();
    let dash = ('-', peek(one_of(|c: char| !matches!(c, '>' | '-' | '.')))).void();
    winnow::combinator::repeat(1.., alt((plain, dash))).parse_next(input)
}
