//! Inside of labels, quotes, edge texts and the rest: the lexer's modes other than statements.

use super::super::scan::{is_space, taken};
use super::lex::{Lexer, Mode};
use super::rules::{dotted_line, graph_direction, invisible_line, line};
use super::token::{Bracket, Kind};
use winnow::Parser;
use winnow::combinator::{opt, preceded};
use winnow::token::{one_of, take_while};

impl<'a> Lexer<'a> {
    /// The next token in a mode; none where a rule took something that is no token.
    pub(super) fn inside(&mut self, mode: Mode, rest: &'a str) -> Option<Kind> {
        let first = rest.chars().next().unwrap_or(' ');
        match mode {
            Mode::Statement => self.statement(rest),
            Mode::GraphDirection => self.graph_direction(rest),
            Mode::Title | Mode::Description => {
                self.leave();
                let kind = if mode == Mode::Title { Kind::Title } else { Kind::Description };
                self.run(rest, |c| c != '\n', kind)
            }
            Mode::Descriptions if first == '}' => {
                self.leave();
                self.skip(1)
            }
            Mode::Descriptions => self.run(rest, |c| c != '}', Kind::Description2),
            Mode::ShapeData => match first {
                '"' => {
                    self.enter(Mode::ShapeQuoted);
                    self.take(1, Kind::ShapeData)
                }
                '}' => {
                    self.leave();
                    self.skip(1)
                }
                '^' => self.anywhere(rest),
                _ => self.run(rest, |c| !matches!(c, '}' | '^' | '"'), Kind::ShapeData),
            },
            Mode::ShapeQuoted if first == '"' => self.close(1, Kind::ShapeData),
            Mode::ShapeQuoted => self.run(rest, |c| c != '"', Kind::ShapeData),
            Mode::CallName => match taken(rest, ('(', take_while(0.., is_space), opt(')')).take()) {
                Some(length) if rest[..length].ends_with(')') => {
                    self.leave();
                    self.skip(length)
                }
                Some(_) => {
                    self.leave();
                    self.enter(Mode::CallArguments);
                    self.skip(1)
                }
                None => self.run(rest, |c| c != '(', Kind::CallName),
            },
            Mode::CallArguments if first == ')' => {
                self.leave();
                self.skip(1)
            }
            Mode::CallArguments => self.run(rest, |c| c != ')', Kind::CallArguments),
            Mode::Markdown if rest.starts_with("`\"") => {
                self.leave();
                self.skip(2)
            }
            Mode::Markdown if !matches!(first, '`' | '"') => {
                self.run(rest, |c| !matches!(c, '`' | '"'), Kind::Markdown)
            }
            Mode::Quoted if first == '"' && !rest.starts_with("\"`") => {
                self.leave();
                self.skip(1)
            }
            Mode::Quoted if first != '"' => self.run(rest, |c| c != '"', Kind::Quoted),
            Mode::Click if first == '"' => self.quote(rest),
            Mode::Click if is_space(first) => {
                self.leave();
                self.skip(first.len_utf8())
            }
            Mode::Click => self.run(rest, |c| !is_space(c), Kind::Click),
            Mode::EdgeText | Mode::ThickEdgeText | Mode::DottedEdgeText => self.edge_text(mode, rest, first),
            Mode::EllipseText | Mode::TrapezoidText | Mode::Text => self.label_text(mode, rest, first),
            Mode::Markdown | Mode::Quoted => self.anywhere(rest),
        }
    }

    fn graph_direction(&mut self, rest: &'a str) -> Option<Kind> {
        if rest.starts_with('"') {
            return self.quote(rest);
        }
        let blanks = self.blank_run();
        if let Some(end) = rest[..blanks].rfind('\n') {
            return self.close(end + 1, Kind::NoDirection);
        }
        let mut after = &rest[blanks..];
        match graph_direction(&mut after) {
            Ok(kind) => self.close(rest.len() - after.len(), kind),
            Err(_) => self.anywhere(rest),
        }
    }

    fn edge_text(&mut self, mode: Mode, rest: &'a str, first: char) -> Option<Kind> {
        if first == '"' {
            return self.quote(rest);
        }
        if let Some(kind) = self.edge_end(mode) {
            return Some(kind);
        }
        let text = match mode {
            Mode::EdgeText => first != '-' || !rest.starts_with("--"),
            Mode::ThickEdgeText => first != '=',
            _ => first != '.',
        };
        if text { self.take(first.len_utf8(), Kind::EdgeText) } else { self.anywhere(rest) }
    }

    fn label_text(&mut self, mode: Mode, rest: &'a str, first: char) -> Option<Kind> {
        const TEXT: [(&str, Bracket); 7] = [
            ("])", Bracket::Stadium),
            ("]]", Bracket::Subroutine),
            (")]", Bracket::Cylinder),
            (")))", Bracket::DoubleCircle),
            (")", Bracket::Round),
            ("]", Bracket::Square),
            ("}", Bracket::Curly),
        ];
        if first == '"' {
            return self.quote(rest);
        }
        let blanks = self.blank_run();
        if let Some(length) = taken(&rest[blanks..], invisible_line) {
            return self.take(blanks + length, Kind::Link);
        }
        let brackets = |c: char| matches!(c, '(' | ')' | '[' | ']' | '{' | '}');
        match mode {
            Mode::EllipseText => {
                let end = preceded(one_of(['-', '/', ')']), ')');
                if taken(rest, end).is_some() {
                    return self.close(2, Kind::Close(Bracket::Ellipse));
                }
                if !brackets(first) {
                    return self.take(first.len_utf8(), Kind::Text);
                }
            }
            Mode::TrapezoidText => {
                let end = preceded(one_of(['\\', '(', '?', '=', ']', ')']), ']');
                if taken(rest, end).is_some() {
                    return self.close(2, Kind::Close(Bracket::Trapezoid));
                }
                if rest.starts_with("/]") {
                    return self.close(2, Kind::Close(Bracket::InverseTrapezoid));
                }
                if matches!(first, '/' | '\\') {
                    return self.take(1, Kind::Text);
                }
                if !brackets(first) {
                    // Quotes and `|` are text there, but not at its start.
                    return self.run(rest, |c| !brackets(c) && !matches!(c, '/' | '\\'), Kind::Text);
                }
            }
            _ => {
                if first == '|' {
                    return self.close(1, Kind::Pipe);
                }
                if let Some((sign, bracket)) = TEXT.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
                    return self.close(sign.len(), Kind::Close(bracket));
                }
                if !brackets(first) {
                    return self.run(rest, |c| !brackets(c) && !matches!(c, '|' | '"'), Kind::Text);
                }
            }
        }
        self.anywhere(rest)
    }

    /// The end of an edge with a text in it.
    fn edge_end(&mut self, mode: Mode) -> Option<Kind> {
        let blanks = self.blank_run();
        let rest = &self.text[self.at + blanks..];
        let length = match mode {
            Mode::DottedEdgeText => taken(rest, dotted_line),
            _ => taken(rest, line(if mode == Mode::EdgeText { '-' } else { '=' }).verify(|whole| *whole)),
        }?;
        self.leave();
        self.take(blanks + length, Kind::Link)
    }
}
