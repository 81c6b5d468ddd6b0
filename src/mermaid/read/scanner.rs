//! A reader's place in its text, for grammars whose words mean the same everywhere: no tokens are needed then.

use super::fault::Fault;
use super::scan::{self, is_space};
use crate::base::text::short;
use std::ops::Range;
use winnow::Parser;
use winnow::ascii::Caseless;
use winnow::combinator::alt;
use winnow::error::EmptyError;
use winnow::token::take_while;

#[derive(Clone, Debug)]
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn slice(&self, at: &Range<usize>) -> &'a str {
        self.text.get(at.clone()).unwrap_or_default()
    }

    pub(super) fn next_is(&self, of: impl Fn(char) -> bool) -> bool {
        self.rest().starts_with(of)
    }

    pub(super) fn starts(&self, sign: &str) -> bool {
        self.rest().starts_with(sign)
    }

    pub(super) fn take(&mut self, length: usize) -> Range<usize> {
        let start = self.at;
        self.at = (start + length).min(self.text.len());
        start..self.at
    }

    pub(super) fn eat(&mut self, sign: &str) -> bool {
        let there = self.starts(sign);
        if there {
            self.at += sign.len();
        }
        there
    }

    /// Takes a rule of winnow, if it stands here.
    pub(super) fn rule<O>(&mut self, rule: impl Parser<&'a str, O, EmptyError>) -> Option<Range<usize>> {
        scan::taken(self.rest(), rule).map(|length| self.take(length))
    }

    /// A word with `\b` behind it.
    pub(super) fn word(&mut self, word: &'static str) -> bool {
        self.rule(scan::keyword(word)).is_some()
    }

    /// A word, whatever its case, with `\b` behind it.
    pub(super) fn any_case(&mut self, word: &'static str) -> bool {
        scan::caseless(self.rest(), word).map(|length| self.take(length)).is_some()
    }

    /// A word, whatever its case, with blanks behind it.
    pub(super) fn word_and_blank(&mut self, word: &'static str) -> bool {
        self.rule((Caseless(word), take_while(1.., is_space))).is_some()
    }

    pub(super) fn take_while(&mut self, of: impl Fn(char) -> bool) -> Range<usize> {
        let rest = self.rest();
        self.take(rest.find(|c| !of(c)).unwrap_or(rest.len()))
    }

    /// `\s*`
    pub(super) fn spaces(&mut self) {
        self.take_while(is_space);
    }

    /// `\s*` on this line.
    pub(super) fn blanks(&mut self) {
        self.take_while(|c| is_space(c) && c != '\n');
    }

    /// The rest of the line.
    pub(super) fn line(&mut self) -> Range<usize> {
        self.take(scan::line(self.rest()))
    }

    /// The text up to a sign, which is taken too. Nothing is taken where that is not there.
    pub(super) fn until(&mut self, sign: &str) -> Option<Range<usize>> {
        let length = self.rest().find(sign)?;
        let at = self.take(length);
        self.take(sign.len());
        Some(at)
    }

    /// `accTitle: ...`, `accDescr: ...` and `accDescr { ... }`: texts that no picture shows.
    pub(super) fn description(&mut self, case: scan::Case) -> Result<bool, Fault> {
        let blanks = || take_while::<_, &str, EmptyError>(0.., is_space);
        let found = match case {
            scan::Case::Any => {
                self.rule((alt((Caseless("accTitle"), Caseless("accDescr"))), blanks(), ':', blanks())).is_some()
            }
            scan::Case::Exact => self.rule((alt(("accTitle", "accDescr")), blanks(), ':', blanks())).is_some(),
        };
        if found {
            self.line();
            return Ok(true);
        }
        let open = match case {
            scan::Case::Any => self.rule((Caseless("accDescr"), blanks(), '{')).is_some(),
            scan::Case::Exact => self.rule(("accDescr", blanks(), '{')).is_some(),
        };
        if open && self.until("}").is_none() {
            self.at = self.text.len();
            return Err(self.due("`}`", "Close the description with `}`."));
        }
        Ok(open)
    }

    /// As [`Scanner::due`], at the end of the last line.
    pub(super) fn due_at_end(&mut self, expected: &str, help: &str) -> Fault {
        self.at = self.text.trim_end().len();
        let mut fault = self.due(expected, help);
        fault.message = format!("The diagram ends where {expected} is due.");
        fault
    }

    /// What stands here is none of what can.
    pub(super) fn due(&self, expected: &str, help: &str) -> Fault {
        let rest = self.rest();
        let shown = rest.split(is_space).next().unwrap_or_default();
        let found = if !shown.is_empty() {
            format!("`{}` stands", short(shown))
        } else if self.text[self.at.min(self.text.len())..].trim().is_empty() {
            "The diagram ends".to_owned()
        } else if rest.starts_with('\n') {
            "The line ends".to_owned()
        } else {
            "A blank stands".to_owned()
        };
        Fault::new(self.at..self.at + shown.len(), format!("{found} where {expected} is due."), help)
    }
}
