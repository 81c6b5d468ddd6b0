//! Text -> tokens. In each mode the first rule that takes something wins, as in the official lexer. Words are words
//! whatever their case.

use super::super::cursor::{Lex, Modal, Token};
use super::super::scan::{self, Until, accessible, caseless, is_space, line, taken};
use winnow::Parser;
use winnow::ascii::Caseless;
use winnow::error::EmptyError;
use winnow::token::{one_of, take_while};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Gantt,
    Newline,
    DateFormat,
    AxisFormat,
    Excludes,
    /// Something about the axis or the calendar that is not kept.
    Setting,
    Title,
    Section,
    TaskName,
    TaskData,
    TextKey,
    TextValue,
    TextLines,
    Click,
    CallName,
    CallArguments,
    Href,
    Finish,
    Cut,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Statement,
    Value,
    Lines,
    Href,
    CallName,
    CallArguments,
    Click,
}

pub(super) type Lexer<'a> = Modal<'a, Mode, ()>;

/// Words with a text behind them, and the characters at which that ends besides the end of the line.
const LINES: [(&str, &[char], Kind); 9] = [
    ("dateFormat", &['#', ';'], Kind::DateFormat),
    ("axisFormat", &['#', ';'], Kind::AxisFormat),
    ("tickInterval", &['#', ';'], Kind::Setting),
    ("includes", &['#', ';'], Kind::Setting),
    ("excludes", &['#', ';'], Kind::Excludes),
    ("todayMarker", &[';'], Kind::Setting),
    ("title", &[], Kind::Title),
    ("accDescription", &['#', ';'], Kind::Unknown),
    ("section", &[], Kind::Section),
];

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self::begin(text, Mode::Statement, ())
    }

    fn statement(&mut self, rest: &'a str) -> Option<Kind> {
        if let Some((length, until)) = accessible(rest) {
            return match until {
                Until::Line => self.enter(Mode::Value, length, Kind::TextKey),
                Until::Brace => self.enter(Mode::Lines, length, None),
            };
        }
        let first = rest.chars().next().unwrap_or(' ');
        let second = first.len_utf8();
        if first == '%' || first != '}' && rest[second..].starts_with('%') {
            // A comment takes its line ends too where it begins with one `%`.
            let end = second + line(&rest[second..]);
            let ends = if first == '%' && !rest.starts_with("%%") && !rest[second..].starts_with('%') {
                rest[end..].len() - rest[end..].trim_start_matches('\n').len()
            } else {
                0
            };
            return self.take(end + ends, None);
        }
        if first == '\n' {
            return self.take(rest.len() - rest.trim_start_matches('\n').len(), Kind::Newline);
        }
        if is_space(first) {
            return self.take(scan::spaces(rest), None);
        }
        let blanks = || take_while::<_, &str, EmptyError>(1.., is_space);
        if let Some(length) = taken(rest, (Caseless("href"), blanks(), '"')) {
            return self.enter(Mode::Href, length, None);
        }
        for (word, mode) in [("call", Mode::CallName), ("click", Mode::Click)] {
            if let Some(length) = taken(rest, (Caseless(word), blanks())) {
                return self.enter(mode, length, None);
            }
        }
        for (word, kind) in [("gantt", Kind::Gantt), ("inclusiveEndDates", Kind::Setting), ("topAxis", Kind::Setting)] {
            if let Some(length) = caseless(rest, word) {
                return self.take(length, kind);
            }
        }
        for (word, ends, kind) in LINES {
            let words = take_while::<_, &str, EmptyError>(1.., |c| c != '\n' && !ends.contains(&c));
            if let Some(length) = taken(rest, (Caseless(word), one_of(is_space), words)) {
                return self.take(length, kind);
            }
        }
        if let Some(length) = calendar(rest) {
            return self.take(length, Kind::Setting);
        }
        if let Some(length) = taken(rest, date) {
            return self.take(length, Kind::Unknown);
        }
        if first == ':' {
            let end = rest.find(['#', '\n', ';']).unwrap_or(rest.len());
            return self.take(end, if end > 1 { Kind::TaskData } else { Kind::Unknown });
        }
        self.take(rest.find([':', '\n']).unwrap_or(rest.len()), Kind::TaskName)
    }
}

/// `weekday monday` or `weekend friday`.
fn calendar(text: &str) -> Option<usize> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let blanks = || take_while::<_, &str, EmptyError>(1.., is_space);
    let (start, days) = match taken(text, (Caseless("weekday"), blanks())) {
        Some(start) => (start, &DAYS[..]),
        None => (taken(text, (Caseless("weekend"), blanks()))?, &DAYS[4..6]),
    };
    days.iter().find_map(|day| Some(start + caseless(&text[start..], day)?))
}

/// A date alone is no statement.
fn date(input: &mut &str) -> scan::Found<()> {
    let digits = |count: usize| take_while(count, |c: char| c.is_ascii_digit());
    (digits(4), '-', digits(2), '-', digits(2)).void().parse_next(input)?;
    if input.starts_with(scan::is_word) { Err(EmptyError) } else { Ok(()) }
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
            let until = |ends: &[char]| rest.find(ends).unwrap_or(rest.len());
            let first = rest.chars().next().unwrap_or(' ');
            let closes = match mode {
                Mode::Lines => first == '}',
                Mode::Href => first == '"',
                Mode::CallName => first == '(',
                Mode::CallArguments => first == ')',
                Mode::Click => is_space(first),
                Mode::Statement | Mode::Value => false,
            };
            let found = if closes {
                self.leave();
                // `()` closes at once.
                let empty =
                    if mode == Mode::CallName { taken(rest, ('(', take_while(0.., is_space), ')')) } else { Some(0) };
                if empty.is_none() {
                    self.push(Mode::CallArguments);
                }
                self.take(empty.unwrap_or_default().max(first.len_utf8()), None)
            } else {
                match mode {
                    Mode::Statement => self.statement(rest),
                    Mode::Value => self.close(until(&['\n']), Kind::TextValue),
                    Mode::Lines => self.take(until(&['}']), Kind::TextLines),
                    Mode::Href => self.take(until(&['"']), Kind::Href),
                    Mode::CallName => self.take(until(&['(']), Kind::CallName),
                    Mode::CallArguments => self.take(until(&[')']), Kind::CallArguments),
                    Mode::Click => self.take(rest.find(is_space).unwrap_or(rest.len()), Kind::Click),
                }
            };
            if let Some(kind) = found {
                return Token { kind, at: start..self.at };
            }
        }
    }
}
