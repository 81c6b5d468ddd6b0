//! `-->`, `-- "text" -->` and their like.

use super::super::flowchart::{Head, Stroke};
use super::super::scan::{Found, is_space, taken};
use winnow::Parser;
use winnow::combinator::{alt, opt};
use winnow::error::EmptyError;
use winnow::token::{one_of, take_while};

/// The length of a whole link without the blanks around it.
pub(super) fn whole(text: &str) -> Option<usize> {
    let dashes = |sign: char| take_while::<_, &str, EmptyError>(1.., move |c| c == sign);
    let thin = |input: &mut &str| -> Found<()> { ended(input, '-') };
    let thick = |input: &mut &str| -> Found<()> { ended(input, '=') };
    let dotted = (opt('-'), dashes('.'), '-', opt(one_of(['x', 'o', '>']))).void();
    taken(text, (opt(one_of(['x', 'o', '<'])), alt((thin, thick, dotted))).void())
        .or_else(|| taken(text, take_while::<_, &str, EmptyError>(3.., '~')))
}

/// Two signs or more, and one that ends them: the last of them where no head follows.
fn ended(input: &mut &str, sign: char) -> Found<()> {
    let signs = take_while::<_, &str, EmptyError>(2.., sign).parse_next(input)?;
    let head = opt(one_of::<_, _, EmptyError>(['x', 'o', '>'])).parse_next(input)?;
    if head.is_some() || signs.len() > 2 { Ok(()) } else { Err(EmptyError) }
}

/// The length of the start of a link with a text.
pub(super) fn start(text: &str) -> Option<usize> {
    taken(text, (opt(one_of::<_, _, EmptyError>(['x', 'o', '<'])), alt(("--", "==", "-."))))
}

/// How the end of a link is drawn, from the whole arrow or from what stands behind its text.
pub(super) fn look(tail: &str, arrow: &str) -> (Stroke, Head, Head) {
    let stroke = match arrow.chars().find(|c| matches!(c, '=' | '.' | '~')) {
        Some('=') => Stroke::Thick,
        Some('.') => Stroke::Dotted,
        Some(_) => Stroke::Invisible,
        None => Stroke::Normal,
    };
    let head = |sign: Option<char>| match sign {
        Some('<' | '>') => Head::Arrow,
        Some('o') => Head::Circle,
        Some('x') => Head::Cross,
        _ => Head::None,
    };
    let trimmed = |text: &'_ str| -> (Option<char>, Option<char>) {
        let text = text.trim_matches(is_space);
        (text.chars().next(), text.chars().next_back())
    };
    (stroke, head(trimmed(tail).0), head(trimmed(arrow).1))
}
