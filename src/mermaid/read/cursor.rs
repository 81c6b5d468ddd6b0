//! A parser's place in its tokens: the next one, and what was due where another stands.

use super::fault::Fault;
use crate::base::text::short;
use std::ops::Range;

/// A piece of the text and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<K> {
    pub(super) kind: K,
    pub(super) at: Range<usize>,
}

/// Where tokens come from.
pub(super) trait Lex {
    /// The kinds of tokens.
    type Kind: Copy + PartialEq;

    /// The next token. At the end of the text it says so for ever.
    fn next(&mut self) -> Token<Self::Kind>;
}

/// A lexer's place in its text and in its modes, with what a grammar knows besides.
pub(super) struct Modal<'a, M, S> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// The outermost is never left.
    modes: Vec<M>,
    pub(super) own: S,
}

impl<'a, M: Copy, S> Modal<'a, M, S> {
    pub(super) fn begin(text: &'a str, outermost: M, own: S) -> Self {
        Self { text, at: 0, modes: vec![outermost], own }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn mode(&self) -> Option<M> {
        self.modes.last().copied()
    }

    pub(super) fn push(&mut self, mode: M) {
        self.modes.push(mode);
    }

    pub(super) fn leave(&mut self) {
        if self.modes.len() > 1 {
            self.modes.pop();
        }
    }

    /// Goes on by `length` bytes.
    pub(super) fn take<K>(&mut self, length: usize, kind: impl Into<Option<K>>) -> Option<K> {
        self.at += length;
        kind.into()
    }

    /// As [`Self::take`], into a mode.
    pub(super) fn enter<K>(&mut self, mode: M, length: usize, kind: impl Into<Option<K>>) -> Option<K> {
        self.push(mode);
        self.take(length, kind)
    }

    /// As [`Self::take`], out of a mode.
    pub(super) fn close<K>(&mut self, length: usize, kind: impl Into<Option<K>>) -> Option<K> {
        self.leave();
        self.take(length, kind)
    }
}

pub(super) struct Cursor<'a, L: Lex> {
    pub(super) text: &'a str,
    lexer: L,
    /// The next token.
    pub(super) token: Token<L::Kind>,
}

impl<'a, L: Lex> Cursor<'a, L> {
    pub(super) fn new(text: &'a str, mut lexer: L) -> Self {
        let token = lexer.next();
        Self { text, lexer, token }
    }

    /// The next token becomes the one behind it.
    pub(super) fn next(&mut self) -> Token<L::Kind> {
        let next = self.lexer.next();
        std::mem::replace(&mut self.token, next)
    }

    pub(super) fn is(&self, kind: L::Kind) -> bool {
        self.token.kind == kind
    }

    /// Takes a token of a kind, if it is the next.
    pub(super) fn eat(&mut self, kind: L::Kind) -> bool {
        let there = self.is(kind);
        if there {
            self.next();
        }
        there
    }

    pub(super) fn expect(&mut self, kind: L::Kind, what: &str, help: &str) -> Result<Token<L::Kind>, Fault> {
        if self.is(kind) { Ok(self.next()) } else { Err(self.unexpected(what, help)) }
    }

    /// Takes tokens while they are of some kinds: the place of all of them.
    pub(super) fn while_of(&mut self, of: impl Fn(L::Kind) -> bool) -> Range<usize> {
        let start = self.token.at.start;
        let mut end = start;
        while of(self.token.kind) {
            end = self.next().at.end;
        }
        start..end
    }

    pub(super) fn slice(&self, at: &Range<usize>) -> &'a str {
        self.text.get(at.clone()).unwrap_or_default()
    }

    /// The next token is none that can stand here.
    pub(super) fn unexpected(&self, expected: &str, help: &str) -> Fault {
        let mut at = self.token.at.clone();
        let shown = self.slice(&at).trim_end();
        let found = if shown.is_empty() {
            at.end = at.start;
            if at.start < self.text.len() { "The line ends" } else { "The diagram ends" }.to_owned()
        } else {
            at.end = at.start + shown.len();
            format!("`{}` stands", short(shown.trim_start()))
        };
        Fault::new(at, format!("{found} where {expected} is due."), help)
    }
}
