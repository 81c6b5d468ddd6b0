//! Text -> tokens. In each mode the first rule that takes something wins, as in the official lexer. Words are words
//! whatever their case.

use super::super::cursor::{Lex, Modal, Token};
use super::super::scan::{self, Case, Directions, Until, accessible, caseless, is_space, is_word, line, taken};
use super::{Cardinality, Key};
use crate::base::Direction;
use winnow::ascii::Caseless;
use winnow::combinator::{alt, peek};
use winnow::token::{one_of, take_while};
use winnow::{Parser, error::EmptyError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Diagram,
    Newline,
    Semicolon,
    /// A name in quotes; [`Kind::Quoted`] has characters that no name has.
    Name,
    Quoted,
    Text,
    Number,
    Decimal,
    /// `1` where no cardinality can stand.
    Single,
    StyleText,
    BlockOpen,
    BlockClose,
    SquareOpen,
    SquareClose,
    Hash,
    Comma,
    ClassMark,
    Colon,
    Style,
    ClassDef,
    Class,
    Subgraph,
    End,
    Count(Cardinality),
    Identifying,
    NonIdentifying,
    Word,
    Key(Key),
    Question,
    Comment,
    TextKey,
    TextValue,
    TextLines,
    Direction(Direction),
    Finish,
    Cut,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Statement,
    Block,
    Backquoted,
    Style,
    Value,
    Lines,
}

pub(super) type Lexer<'a> = Modal<'a, Mode, Seen>;

/// What was looked for in the whole text or a part of it.
pub(super) struct Seen {
    directions: Directions,
    /// Where the run without blanks ends that was looked at last, and whether a `~` is in it.
    run: (usize, bool),
}

/// Signs and words of a statement, in the order of the official rules. A word has `\b` behind it.
const SIGNS: [(&str, bool, Kind); 39] = [
    ("erDiagram", true, Kind::Diagram),
    ("{", false, Kind::BlockOpen),
    ("#", false, Kind::Hash),
    (",", false, Kind::Comma),
    (":::", false, Kind::ClassMark),
    (":", false, Kind::Colon),
    ("[", false, Kind::SquareOpen),
    ("]", false, Kind::SquareClose),
    ("style", true, Kind::Style),
    ("classDef", true, Kind::ClassDef),
    ("class", true, Kind::Class),
    ("subgraph", true, Kind::Subgraph),
    ("end", true, Kind::End),
    ("one or zero", true, Kind::Count(Cardinality::ZeroOrOne)),
    ("one or more", true, Kind::Count(Cardinality::OneOrMore)),
    ("one or many", true, Kind::Count(Cardinality::OneOrMore)),
    ("1+", false, Kind::Count(Cardinality::OneOrMore)),
    ("|o", true, Kind::Count(Cardinality::ZeroOrOne)),
    ("zero or one", true, Kind::Count(Cardinality::ZeroOrOne)),
    ("zero or more", true, Kind::Count(Cardinality::ZeroOrMore)),
    ("zero or many", true, Kind::Count(Cardinality::ZeroOrMore)),
    ("0+", false, Kind::Count(Cardinality::ZeroOrMore)),
    ("}o", true, Kind::Count(Cardinality::ZeroOrMore)),
    ("many(0)", false, Kind::Count(Cardinality::ZeroOrMore)),
    ("many(1)", false, Kind::Count(Cardinality::OneOrMore)),
    ("many", true, Kind::Count(Cardinality::ZeroOrMore)),
    ("}|", false, Kind::Count(Cardinality::OneOrMore)),
    ("one", true, Kind::Count(Cardinality::One)),
    ("only one", true, Kind::Count(Cardinality::One)),
    ("||", false, Kind::Count(Cardinality::One)),
    ("o|", false, Kind::Count(Cardinality::ZeroOrOne)),
    ("o{", false, Kind::Count(Cardinality::ZeroOrMore)),
    ("|{", false, Kind::Count(Cardinality::OneOrMore)),
    ("..", false, Kind::NonIdentifying),
    ("--", false, Kind::Identifying),
    ("to", true, Kind::Identifying),
    ("optionally to", true, Kind::NonIdentifying),
    (".-", false, Kind::NonIdentifying),
    ("-.", false, Kind::NonIdentifying),
];

/// A number, or the `1` that is a cardinality.
fn number(input: &mut &str) -> scan::Found<Kind> {
    let digits = || take_while::<_, &str, EmptyError>(1.., |c: char| c.is_ascii_digit());
    let blank = || take_while::<_, &str, EmptyError>(1.., is_space);
    let behind = alt((
        (blank(), one_of(|c: char| is_word(c) || matches!(c, '"' | '\''))).void(),
        alt(("--", "..", ".-", "-.")).void(),
    ));
    alt((
        (digits(), '.', digits()).value(Kind::Decimal),
        ('1', peek(behind)).value(Kind::Count(Cardinality::One)),
        scan::keyword("1").value(Kind::Single),
        digits().value(Kind::Number),
    ))
    .parse_next(input)
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let directions = Directions::new(text, Case::Any, &["TB", "BT", "RL", "LR"]);
        Self::begin(text, Mode::Statement, Seen { directions, run: (0, false) })
    }

    fn unknown(&mut self, rest: &str) -> Option<Kind> {
        self.take(rest.chars().next().map_or(0, char::len_utf8), Kind::Unknown)
    }

    fn statement(&mut self, rest: &'a str) -> Option<Kind> {
        if let Some((length, until)) = accessible(rest) {
            return match until {
                Until::Line => self.enter(Mode::Value, length, Kind::TextKey),
                Until::Brace => self.enter(Mode::Lines, length, None),
            };
        }
        if let Some((end, direction)) = self.own.directions.line(self.text, self.at) {
            return self.take(end - self.at, Kind::Direction(direction));
        }
        if let Some(length) = taken(rest, take_while(1.., [' ', '\t', '\r'])) {
            return self.take(length, None);
        }
        if let Some(length) = taken(rest, take_while(1.., '\n')) {
            return self.take(length, Kind::Newline);
        }
        if let Some(length) = scan::quoted(rest) {
            let inner = &rest[1..length - 1];
            let odd = |c| matches!(c, '%' | '\r' | '\n' | '\u{b}' | '\u{8}' | '\\');
            let kind = if inner.is_empty() || inner.contains(odd) { Kind::Quoted } else { Kind::Name };
            return self.take(length, kind);
        }
        let sign = SIGNS.iter().find_map(|(sign, word, kind)| {
            let length = if *word { caseless(rest, sign) } else { taken(rest, Caseless(*sign)) };
            Some((length?, *kind))
        });
        if let Some((length, kind)) = sign {
            match kind {
                Kind::BlockOpen => self.push(Mode::Block),
                Kind::Style | Kind::ClassDef => self.push(Mode::Style),
                _ => {}
            }
            let more = if kind == Kind::End { scan::spaces(&rest[length..]) } else { 0 };
            return self.take(length + more, kind);
        }
        let mut after = rest;
        if let Ok(kind) = number(&mut after) {
            return self.take(rest.len() - after.len(), kind);
        }
        if taken(rest, (one_of(['u', 'U']), peek(one_of(['.', '-', '|'])))).is_some() {
            return self.take(1, Kind::Count(Cardinality::Parent));
        }
        let text = |c: char| !c.is_ascii() || is_word(c) || matches!(c, '-' | '*' | '.');
        match taken(rest, take_while(1.., text)) {
            Some(length) => self.take(length, Kind::Text),
            None => self.unknown(rest),
        }
    }

    /// `list~string~`, up to the last `~` of the line and the blank behind it.
    fn generic(&mut self, rest: &str) -> Option<usize> {
        if self.own.run.0 <= self.at {
            let end = rest.find(is_space).unwrap_or(rest.len());
            self.own.run = (self.at + end, rest[..end].contains('~'));
        }
        let first = self.own.run.1.then(|| rest.find('~')).flatten().filter(|i| self.at + i < self.own.run.0)?;
        let last = rest[..line(rest)].rfind('~').filter(|last| *last > first)? + 1;
        Some(last + rest[last..].find(is_space).unwrap_or(rest.len() - last))
    }

    fn block(&mut self, rest: &'a str) -> Option<Kind> {
        let blanks = scan::spaces(rest);
        if blanks > 0 {
            return self.take(blanks, None);
        }
        for (word, key) in [("PK", Key::Primary), ("FK", Key::Foreign), ("UK", Key::Unique)] {
            if let Some(length) = caseless(rest, word) {
                return self.take(length, Kind::Key(key));
            }
        }
        if let Some(length) = self.generic(rest) {
            return self.take(length, Kind::Word);
        }
        let first = |c: char| c.is_ascii_alphabetic() || matches!(c, '*' | '_') || c >= '\u{c0}';
        let more = |c: char| first(c) || c.is_ascii_digit() || "-[]().,".contains(c);
        if let Some(length) = taken(rest, (one_of(first), take_while(0.., more))) {
            return self.take(length, Kind::Word);
        }
        if let Some(length) = scan::quoted(rest) {
            return self.take(length, Kind::Comment);
        }
        match rest.chars().next() {
            Some('`') => self.enter(Mode::Backquoted, 1, None),
            Some('}') => self.close(1, Kind::BlockClose),
            Some(',') => self.take(1, Kind::Comma),
            Some('?') => self.take(1, Kind::Question),
            _ => self.unknown(rest),
        }
    }

    fn style(&mut self, rest: &'a str) -> Option<Kind> {
        if let Some(length) = taken(rest, take_while(1.., '\n')) {
            self.leave();
            return self.take(length, Kind::Newline);
        }
        let text = |c: char| (!c.is_ascii() && !is_space(c)) || is_word(c) || matches!(c, '-' | '*');
        let blanks = scan::spaces(rest);
        let sign = [(":", Kind::Colon), (",", Kind::Comma), ("#", Kind::Hash), (";", Kind::Semicolon)];
        if blanks > 0 {
            self.take(blanks, None)
        } else if let Some((sign, kind)) = sign.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
            self.take(sign.len(), kind)
        } else if let Some(length) = taken(rest, take_while(1.., text)) {
            self.take(length, Kind::StyleText)
        } else {
            self.unknown(rest)
        }
    }
}

impl Lex for Lexer<'_> {
    type Kind = Kind;

    fn next(&mut self) -> Token<Kind> {
        loop {
            let start = self.at;
            let rest = self.rest();
            let mode = self.mode().unwrap_or(Mode::Statement);
            if rest.is_empty() && mode != Mode::Value {
                let kind = if mode == Mode::Statement { Kind::Finish } else { Kind::Cut };
                return Token { kind, at: start..start };
            }
            let found = match mode {
                Mode::Statement => self.statement(rest),
                Mode::Block => self.block(rest),
                Mode::Style => self.style(rest),
                Mode::Backquoted if rest.starts_with('`') => self.close(1, None),
                Mode::Backquoted => self.take(rest.find('`').unwrap_or(rest.len()), Kind::Word),
                Mode::Value => self.close(line(rest), Kind::TextValue),
                Mode::Lines if rest.starts_with('}') => self.close(1, None),
                Mode::Lines => self.take(rest.find('}').unwrap_or(rest.len()), Kind::TextLines),
            };
            if let Some(kind) = found {
                return Token { kind, at: start..self.at };
            }
        }
    }
}
