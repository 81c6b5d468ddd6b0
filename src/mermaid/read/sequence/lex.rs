//! Text -> tokens. In each mode the first rule that takes something wins, as in the official lexer. Words are words
//! whatever their case.

use super::super::cursor::{Lex, Modal, Token};
use super::super::scan::{self, Found, Until, accessible, caseless, is_space, line, taken};
use super::token::Kind;
use super::{Arrow, Frame, Half, Head};
use winnow::Parser;
use winnow::ascii::Caseless;
use winnow::combinator::{alt, opt, peek};
use winnow::error::EmptyError;
use winnow::token::{one_of, take_while};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Statement,
    Id,
    Alias,
    Line,
    Config,
    Value,
    Description,
}

/// Knows whether the end of the text was a line end already.
pub(super) type Lexer<'a> = Modal<'a, Mode, bool>;

/// Words of statements, and the mode behind them.
const WORDS: [(&str, Kind, Option<Mode>); 29] = [
    ("box", Kind::Box, Some(Mode::Line)),
    ("participant", Kind::Participant, Some(Mode::Id)),
    ("actor", Kind::Actor, Some(Mode::Id)),
    ("create", Kind::Create, None),
    ("destroy", Kind::Destroy, Some(Mode::Id)),
    ("loop", Kind::Open(Frame::Loop), Some(Mode::Line)),
    ("rect", Kind::Open(Frame::Rect), Some(Mode::Line)),
    ("opt", Kind::Open(Frame::Opt), Some(Mode::Line)),
    ("alt", Kind::Open(Frame::Alt), Some(Mode::Line)),
    ("else", Kind::Else, Some(Mode::Line)),
    ("par", Kind::Open(Frame::Par), Some(Mode::Line)),
    ("par_over", Kind::Open(Frame::ParOver), Some(Mode::Line)),
    ("and", Kind::And, Some(Mode::Line)),
    ("critical", Kind::Open(Frame::Critical), Some(Mode::Line)),
    ("option", Kind::Option, Some(Mode::Line)),
    ("break", Kind::Open(Frame::Break), Some(Mode::Line)),
    ("end", Kind::End, None),
    ("left of", Kind::LeftOf, None),
    ("right of", Kind::RightOf, None),
    ("links", Kind::Link, None),
    ("link", Kind::Link, None),
    ("properties", Kind::Link, None),
    ("details", Kind::Link, None),
    ("over", Kind::Over, None),
    ("note", Kind::Note, None),
    ("activate", Kind::Activate, Some(Mode::Id)),
    ("deactivate", Kind::Deactivate, Some(Mode::Id)),
    ("sequencediagram", Kind::Diagram, None),
    ("autonumber", Kind::Autonumber, None),
];

const fn arrow(dotted: bool, head: Head) -> Kind {
    Kind::Arrow(Arrow { dotted, head, dots: [false; 2] })
}

/// Half a head by what is written: above or below, filled or a stick, at the end or at the start.
const fn half(dotted: bool, [above, stick, at_start]: [bool; 3]) -> Kind {
    arrow(dotted, Head::Half(Half { above, stick, at_start }))
}

const SIGNS: [(&str, Kind); 30] = [
    ("->>", arrow(false, Head::Filled)),
    ("<<->>", arrow(false, Head::Both)),
    ("-->>", arrow(true, Head::Filled)),
    ("<<-->>", arrow(true, Head::Both)),
    ("->", arrow(false, Head::None)),
    ("-->", arrow(true, Head::None)),
    ("-x", arrow(false, Head::Cross)),
    ("--x", arrow(true, Head::Cross)),
    ("-)", arrow(false, Head::Open)),
    ("--)", arrow(true, Head::Open)),
    ("--|\\", half(true, [true, false, false])),
    ("--|/", half(true, [false, false, false])),
    ("--\\\\", half(true, [true, true, false])),
    ("--//", half(true, [false, true, false])),
    ("/|--", half(true, [true, false, true])),
    ("\\|--", half(true, [false, false, true])),
    ("//--", half(true, [true, true, true])),
    ("\\\\--", half(true, [false, true, true])),
    ("-|\\", half(false, [true, false, false])),
    ("-|/", half(false, [false, false, false])),
    ("-\\\\", half(false, [true, true, false])),
    ("-//", half(false, [false, true, false])),
    ("/|-", half(false, [true, false, true])),
    ("\\|-", half(false, [false, false, true])),
    ("//-", half(false, [true, true, true])),
    ("\\\\-", half(false, [false, true, true])),
    ("+", Kind::Plus),
    ("-", Kind::Minus),
    ("()", Kind::Central),
    (",", Kind::Comma),
];

/// Where a name ends although a dash, a slash or a bracket may stand in it.
const NAME_ENDS: [&str; 13] = ["-x", "-X", "--", "-)", "-|\\", "-\\", "-/", "-|/", "/|-", "\\|-", "//-", "\\\\-", "()"];

/// A number with a blank behind it.
fn number(input: &mut &str) -> Found<()> {
    let digits = |least| take_while(least, |c: char| c.is_ascii_digit());
    let whole = (digits(1..=usize::MAX), opt(('.', digits(1..=2)))).void();
    (alt((whole, ('.', digits(1..=2)).void())), peek(one_of([' ', '\n']))).void().parse_next(input)
}

/// A line's own title.
fn title(text: &str) -> Option<usize> {
    let words = take_while::<_, &str, EmptyError>(1.., |c| !matches!(c, '#' | '\n' | ';'));
    taken(text, (Caseless("title"), opt(':'), one_of(is_space), words))
}

/// The name of a participant, up to an arrow.
fn name(text: &str) -> Option<usize> {
    let first = |c: char| !matches!(c, '/' | '\\' | '+' | '(' | ')' | '<' | '-' | '>' | ':' | '\n' | ',' | ';');
    let more = |c: char| !matches!(c, '+' | '<' | '-' | '>' | ':' | '\n' | ',' | ';');
    let mut at = taken(text, take_while(1.., first))?;
    loop {
        let rest = &text[at..];
        if NAME_ENDS.iter().any(|end| rest.starts_with(end)) {
            return Some(at);
        }
        let Some(length) = taken(rest, (take_while(0.., '-'), take_while(1.., more))) else { return Some(at) };
        at += length;
    }
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self::begin(text, Mode::Statement, false)
    }

    /// Blanks on a line, and a comment.
    fn skipped(rest: &str) -> Option<usize> {
        let blanks = taken(rest, take_while(1.., |c| is_space(c) && c != '\n'));
        blanks.or_else(|| rest.starts_with('#').then(|| line(rest)))
    }

    fn statement(&mut self, rest: &'a str) -> Option<Kind> {
        let Some(first) = rest.chars().next() else {
            // The end of the text ends its last line.
            let kind = if std::mem::replace(&mut self.own, true) { Kind::Finish } else { Kind::Newline };
            return Some(kind);
        };
        if first == '\n' {
            return self.take(rest.len() - rest.trim_start_matches('\n').len(), Kind::Newline);
        }
        if is_space(first) {
            return self.take(scan::spaces(rest), None);
        }
        let comment = first == '#'
            || first == '%' && !rest.starts_with("%{")
            || first != '}' && rest[first.len_utf8()..].starts_with("%%");
        if comment {
            return self.take(first.len_utf8() + line(&rest[first.len_utf8()..]), None);
        }
        if let Some(length) = taken(rest, number) {
            return self.take(length, Kind::Number);
        }
        if first.is_ascii_alphabetic()
            && let Some(kind) = self.word(rest)
        {
            return kind;
        }
        if first == ';' {
            return self.take(1, Kind::Newline);
        }
        if first == ',' {
            return self.take(1, Kind::Comma);
        }
        if let Some(length) = name(rest) {
            return self.take(length, Kind::Name);
        }
        let sign = SIGNS.iter().find(|(sign, _)| taken(rest, Caseless(*sign)).is_some());
        if let Some((sign, kind)) = sign {
            return self.take(sign.len(), *kind);
        }
        if first == ':' {
            return self.take(rest.find(['#', '\n', ';']).unwrap_or(rest.len()), Kind::Text);
        }
        self.take(first.len_utf8(), Kind::Odd)
    }

    /// A word of a statement. The outer value says whether there is one, the inner whether it is a token.
    #[allow(clippy::option_option, reason = "a rule may take a text that is no token")]
    fn word(&mut self, rest: &str) -> Option<Option<Kind>> {
        if let Some(length) = title(rest) {
            return Some(self.take(length, Kind::Title));
        }
        if let Some((length, until)) = accessible(rest) {
            return Some(match until {
                Until::Line => self.enter(Mode::Value, length, Kind::Key),
                Until::Brace => self.enter(Mode::Description, length, None),
            });
        }
        if let Some(length) = caseless(rest, "off") {
            return Some(self.take(length, Kind::Off));
        }
        let (length, kind, mode) = WORDS.iter().find_map(|(w, kind, mode)| Some((caseless(rest, w)?, *kind, *mode)))?;
        if let Some(mode) = mode {
            self.push(mode);
        }
        Some(self.take(length, kind))
    }

    /// The id of a participant, alone on its line, or with data or a name behind it.
    fn id(&mut self, rest: &'a str) -> Option<Kind> {
        if let Some(length) = Self::skipped(rest) {
            return self.take(length, None);
        }
        if rest.starts_with("@{") {
            return self.enter(Mode::Config, 2, Kind::ConfigOpen);
        }
        let word = |more: fn(char) -> bool| {
            take_while::<_, &str, EmptyError>(1.., move |c| {
                !is_space(c) && !matches!(c, '<' | '>' | ':' | ',' | ';' | '@') && more(c)
            })
        };
        let plain = taken(rest, word(|c| !matches!(c, '-' | '=')));
        if let Some(length) = plain.filter(|length| rest[*length..].starts_with("@{")) {
            return self.take(length, Kind::Name);
        }
        if let Some(length) = taken(rest, word(|_| true)) {
            let after = &rest[length..];
            let blanks = scan::spaces(after);
            if blanks > 0 && taken(&after[blanks..], (Caseless("as"), one_of(is_space))).is_some() {
                return self.enter(Mode::Alias, length, Kind::Name);
            }
        }
        let end = rest.find(['<', '>', ':', '\n', ',', ';', '@']).unwrap_or(rest.len());
        // Elsewhere it may end before a `#`.
        let name = if rest[end..].is_empty() || rest[end..].starts_with(['\n', ';']) {
            end
        } else {
            rest[..end].rfind('#').unwrap_or_default()
        };
        if rest.is_empty() {
            return Some(Kind::Finish);
        }
        if name > 0 {
            self.leave();
            return self.take(name, Kind::Name);
        }
        if rest.starts_with('\n') {
            return self.take(0, Kind::Unknown);
        }
        self.close(line(rest), Kind::Odd)
    }

    fn alias(&mut self, rest: &'a str) -> Option<Kind> {
        if let Some(length) = Self::skipped(rest) {
            return self.take(length, None);
        }
        self.leave();
        self.leave();
        match caseless(rest, "as") {
            Some(length) => self.enter(Mode::Line, length, Kind::As),
            None => self.take(0, Kind::Newline),
        }
    }

    fn line(&mut self, rest: &'a str) -> Option<Kind> {
        if let Some(length) = Self::skipped(rest) {
            return self.take(length, None);
        }
        self.close(rest.find(['#', '\n', ';']).unwrap_or(rest.len()), Kind::Line)
    }

    fn config(&mut self, rest: &'a str) -> Option<Kind> {
        if rest.is_empty() {
            return Some(Kind::Finish);
        }
        let Some(after) = rest.strip_prefix('}') else {
            return self.take(rest.find('}').unwrap_or(rest.len()), Kind::Config);
        };
        let blanks = scan::spaces(after);
        let alias = blanks > 0 && taken(&after[blanks..], (Caseless("as"), one_of(is_space))).is_some();
        self.leave();
        if alias {
            self.push(Mode::Alias);
        } else {
            self.leave();
        }
        self.take(1, Kind::ConfigClose)
    }
}

impl Lex for Lexer<'_> {
    type Kind = Kind;

    fn next(&mut self) -> Token<Kind> {
        loop {
            let start = self.at;
            let rest = self.rest();
            let mode = self.mode().unwrap_or(Mode::Statement);
            let found = match mode {
                Mode::Statement => self.statement(rest),
                Mode::Id => self.id(rest),
                Mode::Alias => self.alias(rest),
                Mode::Line => self.line(rest),
                Mode::Config => self.config(rest),
                Mode::Value => self.close(line(rest), Kind::Value),
                Mode::Description if rest.starts_with('}') => self.close(1, None),
                Mode::Description if rest.is_empty() => Some(Kind::Finish),
                Mode::Description => self.take(rest.find('}').unwrap_or(rest.len()), Kind::Description),
            };
            let Some(kind) = found else { continue };
            let words = &self.text[start..self.at];
            let trimmed = words.trim_start_matches(is_space);
            let from = start + words.len() - trimmed.len();
            let to = from + trimmed.trim_end_matches(is_space).len();
            let at = if trimmed.is_empty() { start..start } else { from..to };
            return Token { kind, at };
        }
    }
}
