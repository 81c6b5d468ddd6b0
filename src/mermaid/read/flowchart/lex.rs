//! Text -> tokens. In each mode the first rule that takes something wins, as in the official lexer.

use super::super::cursor::{Lex, Token};
use super::super::scan::{self, Case, Directions, is_space, keyword, taken};
use super::rules::{accessible, dotted_line, dotted_start, invisible_line, line, node_text, word};
use super::token::{Bracket, Kind};
use winnow::Parser;
use winnow::error::EmptyError;
use winnow::token::take_while;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Statement,
    GraphDirection,
    Title,
    Description,
    Descriptions,
    ShapeData,
    ShapeQuoted,
    CallName,
    CallArguments,
    Markdown,
    Quoted,
    Click,
    EdgeText,
    ThickEdgeText,
    DottedEdgeText,
    EllipseText,
    TrapezoidText,
    Text,
}

pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    modes: Vec<Mode>,
    /// Only the first `graph` has a direction.
    first: bool,
    /// Where the run of blanks ends that was measured last.
    blanks: usize,
    /// Where the run without blanks ends that was measured last, and the end of the edge id in it.
    run: (usize, Option<usize>),
    /// Every `direction LR`: start, end, and which.
    directions: Directions,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let directions = Directions::new(text, Case::Exact, &["TB", "BT", "RL", "LR", "TD"]);
        Self { text, at: 0, modes: vec![Mode::Statement], first: true, blanks: 0, run: (0, None), directions }
    }

    /// The kind of token that the end of the text is.
    fn at_end(&mut self) -> Kind {
        match self.modes.last() {
            None | Some(Mode::Statement) => Kind::Finish,
            Some(Mode::Title) => {
                self.leave();
                Kind::Title
            }
            Some(Mode::Description) => {
                self.leave();
                Kind::Description
            }
            Some(_) => Kind::Cut,
        }
    }

    pub(super) fn enter(&mut self, mode: Mode) {
        self.modes.push(mode);
    }

    pub(super) fn leave(&mut self) {
        if self.modes.len() > 1 {
            self.modes.pop();
        }
    }

    /// Goes on by `length` bytes.
    pub(super) fn take(&mut self, length: usize, kind: impl Into<Option<Kind>>) -> Option<Kind> {
        self.at += length;
        kind.into()
    }

    /// As [`Self::take`], for what is no token.
    pub(super) fn skip(&mut self, length: usize) -> Option<Kind> {
        self.take(length, None)
    }

    pub(super) fn unknown(&mut self, rest: &str) -> Option<Kind> {
        let length = rest.chars().next().map_or(0, char::len_utf8);
        self.take(length, Kind::Unknown)
    }

    /// The blanks at the place where the lexer is, measured once for each run of them.
    pub(super) fn blank_run(&mut self) -> usize {
        if self.blanks <= self.at {
            self.blanks = self.at + scan::spaces(&self.text[self.at..]);
        }
        self.blanks - self.at
    }

    pub(super) fn statement(&mut self, rest: &'a str) -> Option<Kind> {
        for (key, mark, mode, kind) in [
            ("accTitle", ':', Mode::Title, Some(Kind::TitleKey)),
            ("accDescr", ':', Mode::Description, Some(Kind::DescriptionKey)),
            ("accDescr", '{', Mode::Descriptions, None),
        ] {
            if let Some(length) = taken(rest, accessible(key, mark)) {
                self.enter(mode);
                self.at += length;
                return kind;
            }
        }
        if rest.starts_with("@{") {
            self.enter(Mode::ShapeData);
            return self.take(2, Kind::ShapeData);
        }
        let some_blanks = || take_while::<_, &str, EmptyError>(1.., is_space);
        if let Some(length) = taken(rest, ("call", some_blanks())) {
            self.enter(Mode::CallName);
            return self.skip(length);
        }
        if rest.starts_with('"') {
            return self.quote(rest);
        }
        if let Some(length) = taken(rest, ("click", some_blanks())) {
            self.enter(Mode::Click);
            return self.skip(length);
        }
        let mut after = rest;
        if let Ok(kind) = word(&mut after) {
            if kind == Kind::Graph && std::mem::take(&mut self.first) {
                self.enter(Mode::GraphDirection);
            }
            return self.take(rest.len() - after.len(), kind);
        }
        if let Some((end, direction)) = self.directions.line(self.text, self.at) {
            return self.take(end - self.at, Kind::Direction(direction));
        }
        if let Some(end) = self.edge_id() {
            return self.take(end - self.at, Kind::EdgeId);
        }
        if let Some(length) = taken(rest, take_while(1.., |c: char| c.is_ascii_digit())) {
            return self.take(length, Kind::Number);
        }
        let sign = [
            ("#", Kind::Hash),
            (":::", Kind::ClassMark),
            (":", Kind::Colon),
            ("&", Kind::Ampersand),
            (";", Kind::Semicolon),
            (",", Kind::Comma),
            ("*", Kind::Star),
        ];
        if let Some((sign, kind)) = sign.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
            return self.take(sign.len(), kind);
        }
        if let Some(kind) = self.edge() {
            return Some(kind);
        }
        if let Some(kind) = self.open(rest, true) {
            return Some(kind);
        }
        let first = rest.chars().next().unwrap_or(' ');
        match first {
            '<' => return self.take(1, Kind::TagStart),
            '^' => return self.take(1, Kind::Up),
            '\\' if rest.starts_with("\\|") => return self.take(2, Kind::Separator),
            _ => {}
        }
        if taken(rest, keyword("v")).is_some() {
            return self.take(1, Kind::Down);
        }
        if let Some(length) = taken(rest, node_text) {
            return self.take(length, Kind::NodeText);
        }
        match first {
            '-' => self.take(1, Kind::Minus),
            '\n' => self.take(rest.len() - rest.trim_start_matches('\n').len(), Kind::Newline),
            c if is_space(c) => self.take(c.len_utf8(), Kind::Space),
            // Letters of the plane that one unit of UTF-16 has.
            c if c.is_alphabetic() && !c.is_numeric() && c <= '\u{ffff}' => self.take(c.len_utf8(), Kind::Letter),
            _ => self.unknown(rest),
        }
    }

    /// `e1@` before an edge: up to the last `@` of a run without blanks and quotes.
    fn edge_id(&mut self) -> Option<usize> {
        if self.run.0 <= self.at {
            let rest = &self.text[self.at..];
            let length = rest.find(|c: char| is_space(c) || c == '"').unwrap_or(rest.len());
            let end = self.at + length;
            let mut marks = self.text[self.at..end].match_indices('@').map(|(i, _)| self.at + i + 1);
            let last = marks.rfind(|i| self.text[*i..].starts_with(|c| !matches!(c, '{' | '"')));
            self.run = (end, last);
        }
        self.run.1.filter(|end| *end > self.at + 1)
    }

    /// A whole edge, or the start of one with a text in it.
    fn edge(&mut self) -> Option<Kind> {
        let blanks = self.blank_run();
        let rest = &self.text[self.at + blanks..];
        if !rest.starts_with(['x', 'o', '<', '-', '=', '.', '~']) {
            return None;
        }
        for (dash, mode) in [('-', Mode::EdgeText), ('=', Mode::ThickEdgeText)] {
            let mut after = rest;
            if let Ok(whole) = line(dash).parse_next(&mut after) {
                let length = blanks + rest.len() - after.len();
                if whole {
                    self.leave();
                    return self.take(length, Kind::Link);
                }
                self.enter(mode);
                return self.take(length, Kind::LinkStart);
            }
        }
        if let Some(length) = taken(rest, dotted_line) {
            self.leave();
            return self.take(blanks + length, Kind::Link);
        }
        if let Some(length) = taken(rest, dotted_start) {
            self.enter(Mode::DottedEdgeText);
            return self.take(blanks + length, Kind::LinkStart);
        }
        taken(rest, invisible_line).and_then(|length| self.take(blanks + length, Kind::Link))
    }

    pub(super) fn quote(&mut self, rest: &str) -> Option<Kind> {
        let markdown = rest.starts_with("\"`");
        self.enter(if markdown { Mode::Markdown } else { Mode::Quoted });
        self.skip(if markdown { 2 } else { 1 })
    }

    /// What opens a label, in every mode; `[|` and `>` only between statements.
    pub(super) fn open(&mut self, rest: &str, statement: bool) -> Option<Kind> {
        const OPEN: [(&str, Kind, Mode); 12] = [
            ("(-", Kind::Open(Bracket::Ellipse), Mode::EllipseText),
            ("([", Kind::Open(Bracket::Stadium), Mode::Text),
            ("[[", Kind::Open(Bracket::Subroutine), Mode::Text),
            (">", Kind::TagEnd, Mode::Text),
            ("[(", Kind::Open(Bracket::Cylinder), Mode::Text),
            ("(((", Kind::Open(Bracket::DoubleCircle), Mode::Text),
            ("[/", Kind::Open(Bracket::Trapezoid), Mode::TrapezoidText),
            ("[\\", Kind::Open(Bracket::InverseTrapezoid), Mode::TrapezoidText),
            ("|", Kind::Pipe, Mode::Text),
            ("(", Kind::Open(Bracket::Round), Mode::Text),
            ("[", Kind::Open(Bracket::Square), Mode::Text),
            ("{", Kind::Open(Bracket::Curly), Mode::Text),
        ];
        if statement && rest.starts_with("[|") {
            return self.take(2, Kind::Open(Bracket::Properties));
        }
        let mut rules = OPEN.into_iter().filter(|rule| statement || rule.0 != ">");
        let (sign, kind, mode) = rules.find(|(sign, ..)| rest.starts_with(sign))?;
        self.enter(mode);
        self.take(sign.len(), kind)
    }

    /// The rules that hold in every mode, behind those of the mode.
    pub(super) fn anywhere(&mut self, rest: &str) -> Option<Kind> {
        if rest.starts_with('"') {
            return self.quote(rest);
        }
        let blanks = self.blank_run();
        if let Some(length) = taken(&self.text[self.at + blanks..], invisible_line) {
            return self.take(blanks + length, Kind::Link);
        }
        self.open(rest, false).or_else(|| self.unknown(rest))
    }

    /// A run of what a mode takes for text.
    pub(super) fn run(&mut self, rest: &'a str, allowed: impl Fn(char) -> bool, kind: Kind) -> Option<Kind> {
        let length = rest.find(|c| !allowed(c)).unwrap_or(rest.len());
        self.take(length, kind)
    }

    pub(super) fn close(&mut self, length: usize, kind: Kind) -> Option<Kind> {
        self.leave();
        self.take(length, kind)
    }
}

impl Lex for Lexer<'_> {
    type Kind = Kind;

    fn next(&mut self) -> Token<Kind> {
        loop {
            let start = self.at;
            let Some(rest) = self.text.get(start..).filter(|r| !r.is_empty()) else {
                return Token { kind: self.at_end(), at: start..start };
            };
            let mode = self.modes.last().copied().unwrap_or(Mode::Statement);
            let found = match mode {
                Mode::Statement => self.statement(rest),
                _ => self.inside(mode, rest),
            };
            // A rule that takes a text without saying what it is: brackets of modes.
            let Some(kind) = found else { continue };
            return Token { kind, at: start..self.at };
        }
    }
}

/// Blanks between a `}` and the end of its line: the official reader takes them out before it begins.
pub(in super::super) fn line_ends(text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(brace) = text[at..].find('}').map(|i| at + i + 1) {
        let blanks = &text[brace..brace + scan::spaces(&text[brace..])];
        if let Some(last) = blanks.rfind('\n').filter(|last| *last > 0) {
            edits.push((brace..brace + last, String::new()));
        }
        at = brace + blanks.len();
    }
    edits
}
