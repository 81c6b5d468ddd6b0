//! Words of all grammars, in the terms of Mermaid's own: JavaScript's `\s`, `\w` and `\b`.

use winnow::Parser;
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
