//! Text -> tokens. In each mode the first rule that takes something wins, as in the official lexer. Words are words
//! whatever their case.

use super::super::cursor::{Lex, Modal, Token};
use super::super::scan::{self, Until, accessible, caseless, is_space, is_word, line, taken};
use winnow::Parser;
use winnow::ascii::Caseless;
use winnow::combinator::{alt, opt};
use winnow::error::EmptyError;
use winnow::token::{any, take_while};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Diagram,
    Newline,
    Title,
    TextKey,
    TextValue,
    TextLines,
    XAxis,
    YAxis,
    Between,
    Quadrant(usize),
    ClassDef,
    Quoted,
    Markdown,
    ClassName,
    PointStart,
    X,
    Y,
    Letters,
    Number,
    Colon,
    Comma,
    Hash,
    Minus,
    Space,
    /// Another sign that may stand in a text.
    Sign,
    /// The end of a statement and of the text.
    Finish,
    Cut,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Statement,
    Value,
    Lines,
    Quoted,
    Markdown,
    ClassName,
    Point,
    X,
    Y,
}

pub(super) type Lexer<'a> = Modal<'a, Mode, Blanks>;

/// Blanks that were looked at.
#[derive(Default)]
pub(super) struct Blanks {
    /// Where the run of blanks ends that was measured last.
    end: usize,
    /// From where on that run has spaces alone.
    plain: usize,
}

/// Words with blanks around them.
const WORDS: [(&str, Kind); 7] = [
    ("x-axis", Kind::XAxis),
    ("y-axis", Kind::YAxis),
    ("quadrant-1", Kind::Quadrant(0)),
    ("quadrant-2", Kind::Quadrant(1)),
    ("quadrant-3", Kind::Quadrant(2)),
    ("quadrant-4", Kind::Quadrant(3)),
    ("quadrantchart", Kind::Diagram),
];

fn blanks<'a>() -> impl Parser<&'a str, &'a str, EmptyError> {
    take_while(0.., ' ')
}

/// `0`, `1` or `0.25`.
fn ratio(input: &mut &str) -> scan::Found<()> {
    let more = (any.verify(|c: &char| *c != '\n'), take_while(1.., |c: char| c.is_ascii_digit())).void();
    alt(("1".void(), ("0", opt(more)).void())).parse_next(input)
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self::begin(text, Mode::Statement, Blanks::default())
    }

    fn statement(&mut self, rest: &'a str) -> Option<Kind> {
        let first = rest.chars().next().unwrap_or(' ');
        let second = first.len_utf8();
        if rest.starts_with("%%") || first != '}' && rest[second..].starts_with("%%") {
            let start = if rest.starts_with("%%") { 0 } else { second };
            return self.take(start + line(&rest[start..]), None);
        }
        if matches!(first, '\n' | '\r') {
            return self.take(rest.len() - rest.trim_start_matches(['\n', '\r']).len(), Kind::Newline);
        }
        if let Some(length) = caseless(rest, "title") {
            return self.enter(Mode::Value, length, Kind::Title);
        }
        if let Some((length, until)) = accessible(rest) {
            return match until {
                Until::Line => self.enter(Mode::Value, length, Kind::TextKey),
                Until::Brace => self.enter(Mode::Lines, length, None),
            };
        }
        if self.own.end <= self.at {
            let run = &rest[..scan::spaces(rest)];
            self.own.end = self.at + run.len();
            self.own.plain = self.at + run.trim_end_matches(' ').len();
        }
        // Only words that could begin here are looked for behind blanks, each run of which is passed once.
        let run = &self.text[self.own.end.min(self.text.len())..];
        if self.at >= self.own.plain {
            if let Some(length) = taken(run, (take_while(2.., '-'), '>', blanks())) {
                return self.take(self.own.end - self.at + length, Kind::Between);
            }
            for (word, kind) in WORDS {
                if let Some(length) = taken(run, (Caseless(word), blanks())) {
                    return self.take(self.own.end - self.at + length, kind);
                }
            }
        }
        if let Some(length) = caseless(rest, "classDef") {
            return self.take(length, Kind::ClassDef);
        }
        if rest.starts_with("\"`") {
            return self.enter(Mode::Markdown, 2, None);
        }
        if first == '"' {
            return self.enter(Mode::Quoted, 1, None);
        }
        if rest.starts_with(":::") {
            return self.enter(Mode::ClassName, 3, None);
        }
        let any_blanks = || take_while::<_, &str, EmptyError>(0.., is_space);
        if let Some(length) = taken(run, (':', any_blanks(), '[', any_blanks())) {
            return self.enter(Mode::Point, self.own.end - self.at + length, Kind::PointStart);
        }
        let run = |allowed: fn(char) -> bool| rest.find(|c| !allowed(c)).unwrap_or(rest.len());
        match first {
            'a'..='z' | 'A'..='Z' => self.take(run(|c| c.is_ascii_alphabetic()), Kind::Letters),
            c if !c.is_ascii() => self.take(run(|c| !c.is_ascii()), Kind::Sign),
            ':' => self.take(1, Kind::Colon),
            ',' => self.take(1, Kind::Comma),
            '#' => self.take(1, Kind::Hash),
            '-' => self.take(1, Kind::Minus),
            '0'..='9' => self.take(run(|c| c.is_ascii_digit()), Kind::Number),
            ';' => self.take(1, Kind::Newline),
            c if is_space(c) => self.take(second, Kind::Space),
            c if "+=*_.&!$%'`?\\/".contains(c) => self.take(1, Kind::Sign),
            _ => self.take(second, Kind::Unknown),
        }
    }

    /// Between `[` and `]`. The mode of a number ends with what stands behind it.
    fn point(&mut self, mode: Mode, rest: &'a str) -> Option<Kind> {
        let any_blanks = || take_while::<_, &str, EmptyError>(0.., is_space);
        let found = match mode {
            Mode::Point => taken(rest, ratio).map(|length| (length, Some(Kind::X), Some(Mode::X))).or_else(|| {
                let close = taken(rest, (any_blanks(), ']', blanks()));
                close.map(|length| (length, None, None))
            }),
            Mode::X => taken(rest, (any_blanks(), ',', any_blanks())).map(|length| (length, None, Some(Mode::Y))),
            _ => taken(rest, ratio).map(|length| (length, Some(Kind::Y), None)),
        };
        let Some((length, kind, next)) = found else {
            return self.take(rest.chars().next().map_or(0, char::len_utf8), Kind::Unknown);
        };
        if !(mode == Mode::Point && next.is_some()) {
            self.leave();
        }
        if let Some(next) = next {
            self.push(next);
        }
        self.take(length, kind)
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
            let until = |ends: &[char]| rest.find(ends).unwrap_or(rest.len());
            let close = match mode {
                Mode::Lines => rest.starts_with('}').then_some(1),
                Mode::Quoted => rest.starts_with('"').then_some(1),
                Mode::Markdown => rest.starts_with("`\"").then_some(2),
                _ => None,
            };
            let found = match mode {
                _ if close.is_some() => self.close(close.unwrap_or_default(), None),
                Mode::Statement => self.statement(rest),
                Mode::Value => self.close(until(&['\n']), Kind::TextValue),
                Mode::Lines => self.take(until(&['}']), Kind::TextLines),
                Mode::Quoted => self.take(until(&['"']), Kind::Quoted),
                Mode::Markdown if rest.starts_with(['`', '"']) => self.take(1, Kind::Unknown),
                Mode::Markdown => self.take(until(&['`', '"']), Kind::Markdown),
                Mode::ClassName => {
                    self.leave();
                    let length = scan::word(rest);
                    let next = rest.chars().next().map_or(0, char::len_utf8);
                    self.take(length.max(next), if rest.starts_with(is_word) { Kind::ClassName } else { Kind::Unknown })
                }
                Mode::Point | Mode::X | Mode::Y => self.point(mode, rest),
            };
            if let Some(kind) = found {
                return Token { kind, at: start..self.at };
            }
        }
    }
}
