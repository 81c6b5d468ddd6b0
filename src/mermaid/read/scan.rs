//! Words of all grammars, in the terms of Mermaid's own: JavaScript's `\s`, `\w` and `\b`.

use crate::base::Direction;
use winnow::Parser;
use winnow::ascii::Caseless;
use winnow::error::EmptyError;
use winnow::token::take_while;

/// The outcome of a rule.
pub(super) type Found<T> = winnow::Result<T, EmptyError>;

/// `\s`.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
}

/// `\w`.
pub(super) const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Without the blanks at both ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// How much of `text` a rule takes from its start.
pub(super) fn taken<'a, O>(text: &'a str, mut rule: impl Parser<&'a str, O, EmptyError>) -> Option<usize> {
    let mut rest = text;
    rule.parse_next(&mut rest).ok().map(|_| text.len() - rest.len())
}

/// The length of `\s*` at the start.
pub(super) fn spaces(text: &str) -> usize {
    taken(text, take_while(0.., is_space)).unwrap_or_default()
}

/// The length of `\w*` at the start.
pub(super) fn word(text: &str) -> usize {
    taken(text, take_while(0.., is_word)).unwrap_or_default()
}

/// A word with `\b` behind it.
pub(super) fn keyword<'a>(mut word: &'static str) -> impl FnMut(&mut &'a str) -> Found<&'a str> {
    move |input: &mut &'a str| {
        let start = *input;
        let found = word.parse_next(input)?;
        if input.starts_with(is_word) {
            *input = start;
            return Err(EmptyError);
        }
        Ok(found)
    }
}

/// A word, whatever its case, with `\b` behind it: its length.
pub(super) fn caseless(text: &str, word: &'static str) -> Option<usize> {
    let length = taken(text, Caseless(word))?;
    (!text[length..].starts_with(is_word)).then_some(length)
}

/// How a text for those who do not see the picture ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    Line,
    Brace,
}

/// `accTitle : `, `accDescr : ` and `accDescr { `, whatever their case: the length, and where the text behind it ends.
pub(super) fn accessible(text: &str) -> Option<(usize, Until)> {
    let key = |word: &'static str, mark: char| {
        taken(text, (Caseless(word), take_while(0.., is_space), mark, take_while(0.., is_space)))
    };
    let line = key("accTitle", ':').or_else(|| key("accDescr", ':')).map(|length| (length, Until::Line));
    line.or_else(|| Some((key("accDescr", '{')?, Until::Brace)))
}

/// A text in quotes, with them: its length.
pub(super) fn quoted(text: &str) -> Option<usize> {
    text.strip_prefix('"')?.find('"').map(|end| end + 2)
}

/// The length of the rest of the line.
pub(super) fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// Whether capitals are other letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Exact,
    Any,
}

/// Every `direction LR` of a text: a line that has one from some place on is a statement, whatever else is in it.
pub(super) struct Directions {
    /// Start, end, and the place of the rule that takes it.
    found: Vec<(usize, usize, usize)>,
    words: &'static [&'static str],
    /// Where the line ends that was measured last.
    line: usize,
}

impl Directions {
    /// For `words` in the order of the official rules.
    pub(super) fn new(text: &str, case: Case, words: &'static [&'static str]) -> Self {
        const WORD: &str = "direction";
        let lower = if case == Case::Any { text.to_ascii_lowercase() } else { String::new() };
        let searched = if case == Case::Any { lower.as_str() } else { text };
        let found = searched.match_indices(WORD).filter_map(|(at, word)| {
            let start = at + word.len();
            let which = start + spaces(&text[start..]);
            let name = text.get(which..which + 2)?;
            let same = |word: &&&str| if case == Case::Any { word.eq_ignore_ascii_case(name) } else { **word == name };
            let rule = words.iter().position(|word| same(&word))?;
            (which > start).then_some((at, which + 2, rule))
        });
        Self { found: found.collect(), words, line: 0 }
    }

    /// The end of a line that has one from `at` on, and which.
    pub(super) fn line(&mut self, text: &str, at: usize) -> Option<(usize, Direction)> {
        let from = self.found.partition_point(|(start, ..)| *start < at);
        let next = self.found.get(from)?;
        if self.line < at {
            self.line = at + line(&text[at..]);
        }
        if next.0 >= self.line {
            return None;
        }
        let here = self.found[from..].iter().take_while(|found| found.0 < self.line);
        let (_, end, rule) = here.min_by_key(|found| found.2)?;
        let direction = match self.words.get(*rule).copied()? {
            "BT" => Direction::Up,
            "RL" => Direction::Left,
            "LR" => Direction::Right,
            _ => Direction::Down,
        };
        Some((end + line(&text[*end..]), direction))
    }
}
