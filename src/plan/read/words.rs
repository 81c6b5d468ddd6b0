//! A line of running text as its author meant it, every byte with its place in the document.
//!
//! Part of: the reader of plans. Escapes (`\*`, `&lt;`) are undone; marks such as `**` and code quotes stay.

use super::Said;
use crate::base::{SourceId, Span};
use std::ops::Range;

/// A text with the places of its pieces.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Words {
    pub(crate) text: String,
    source: SourceId,
    /// Where each piece starts: in the text, in the document.
    map: Vec<(usize, usize)>,
    end: usize,
}

impl Words {
    pub(crate) fn new(source: SourceId, start: usize) -> Self {
        Self { text: String::new(), source, map: Vec::new(), end: start }
    }

    /// A text whose place is known as a whole.
    pub(crate) fn of(said: &Said) -> Self {
        let Span { source, start, end } = said.span;
        let mut words = Self::new(source, start);
        words.push(&said.text, start..end);
        words
    }

    /// Adds what stands at `at` of the document.
    pub(crate) fn push(&mut self, piece: &str, at: Range<usize>) {
        if !piece.is_empty() {
            self.map.push((self.text.len(), at.start));
            self.text.push_str(piece);
            self.end = at.end;
        }
    }

    /// Adds another line behind a blank.
    pub(super) fn join(&mut self, next: &Self) {
        if !self.text.is_empty() && !next.text.is_empty() {
            self.push(" ", self.end..self.end);
        }
        let base = self.text.len();
        self.map.extend(next.map.iter().map(|(own, at)| (base + own, *at)));
        self.text.push_str(&next.text);
        if !next.text.is_empty() {
            self.end = next.end;
        }
    }

    /// Where the byte `at` of the text stands in the document.
    fn place(&self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.end;
        }
        let next = self.map.partition_point(|(own, _)| *own <= at);
        let Some((own, start)) = next.checked_sub(1).and_then(|i| self.map.get(i)) else { return self.end };
        let limit = self.map.get(next).map_or(self.end, |(_, start)| *start);
        // An undone escape is longer in the document than here.
        (start + (at - own)).min(limit.max(*start))
    }

    /// Where a part of the text stands.
    pub(crate) fn span(&self, part: Range<usize>) -> Span {
        let start = self.place(part.start);
        let last = part.end.checked_sub(1).filter(|last| *last >= part.start);
        let end = last.map_or(start, |last| self.place(last) + 1);
        let end = if part.end >= self.text.len() { self.end } else { end };
        Span { source: self.source, start, end: end.max(start) }
    }

    /// Whether the byte `at` of the text was escaped.
    fn is_escaped(&self, at: usize) -> bool {
        let next = self.map.partition_point(|(own, _)| *own < at);
        let (Some((own, start)), Some(before)) = (self.map.get(next), next.checked_sub(1)) else { return false };
        let (own_before, start_before) = self.map[before];
        *own == at && *start == start_before + (at - own_before) + 1
    }

    /// Where the first of `marks` stands that is no escaped text, and how long it is.
    pub(crate) fn split_at(&self, marks: &[&str]) -> Option<(usize, usize)> {
        let lead = |mark: &str| mark.len() - mark.trim_start().len();
        let found = |mark: &&str| {
            let places = self.text.match_indices(*mark);
            places.map(|(at, _)| at).find(|at| !self.is_escaped(at + lead(mark))).map(|at| (at, mark.len()))
        };
        marks.iter().filter_map(found).min()
    }

    /// A part of the text without blanks around it.
    pub(crate) fn part(&self, part: Range<usize>) -> Self {
        let piece = self.text.get(part.clone()).unwrap_or_default();
        let start = part.start + piece.len() - piece.trim_start().len();
        let piece = piece.trim();
        let span = self.span(start..start + piece.len());
        let first = (!piece.is_empty()).then_some((0, span.start));
        let rest = self.map.iter().filter(|(own, _)| *own > start && *own < start + piece.len());
        let map = first.into_iter().chain(rest.map(|(own, at)| (own - start, *at))).collect();
        Self { text: piece.to_owned(), source: self.source, map, end: span.end }
    }

    /// The whole text with its place.
    pub(crate) fn said(&self) -> Said {
        let part = self.part(0..self.text.len());
        let span = part.span(0..part.text.len());
        Said { text: part.text, span }
    }

    /// The same without quotes of code or marks of emphasis around all of it.
    pub(crate) fn bare(&self) -> Self {
        let mut part = self.part(0..self.text.len());
        for mark in ["**", "__", "`", "*", "_"] {
            let inner = part.text.strip_prefix(mark).and_then(|t| t.strip_suffix(mark));
            if inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(mark)) {
                part = part.part(mark.len()..part.text.len() - mark.len());
            }
        }
        part
    }
}

/// `**Name**: value`, `**Name:** value`, `Name: value`: the name without marks, then the value.
pub(crate) fn label(words: &Words) -> Option<(String, Words)> {
    strong(words).or_else(|| plain(words))
}

/// A label with marks of emphasis around its name.
pub(crate) fn strong(words: &Words) -> Option<(String, Words)> {
    let text = words.text.as_str();
    let lead = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '*' | '_')).len();
    let mark = ["**", "__", "*", "_"].into_iter().find(|mark| text[lead..].starts_with(mark))?;
    let start = lead + mark.len();
    let close = start + text[start..].find(mark)?;
    let name = text[start..close].trim();
    let behind = &text[close + mark.len()..];
    let value = match (name.strip_suffix(':'), behind.trim_start().strip_prefix(':')) {
        (Some(_), _) => close + mark.len(),
        (None, Some(rest)) => text.len() - rest.len(),
        // A name that stands alone is a label too.
        (None, None) if behind.trim().is_empty() => text.len(),
        (None, None) => {
            let rest = [" - ", " – ", " — "].into_iter().find_map(|dash| behind.strip_prefix(dash))?;
            text.len() - rest.len()
        }
    };
    if value == text.len() && behind.trim().is_empty() && name.trim_end_matches(':').contains(": ") {
        // `*Duration: 3 days*`
        return plain(&words.part(start..close));
    }
    let name = name.trim_end_matches(':').trim();
    (!name.is_empty()).then(|| (name.to_owned(), words.part(value..text.len())))
}

/// A label without marks: code, or at most four words, before a colon.
fn plain(words: &Words) -> Option<(String, Words)> {
    const WORDS: usize = 4;
    if let Some((name, rest)) = words.text.strip_prefix('`').and_then(|t| t.split_once('`'))
        && let Some(value) = rest.strip_prefix(": ")
    {
        let start = words.text.len() - value.len();
        return Some((name.to_owned(), words.part(start..words.text.len())));
    }
    let (name, rest) = words.text.split_once(':')?;
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let sound = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '&' | '_' | '\'' | '(' | ')');
    let name = name.trim();
    let fits = name.starts_with(char::is_alphabetic) && name.chars().all(sound);
    let fits = fits && name.split_whitespace().count() <= WORDS;
    fits.then(|| (name.to_owned(), words.part(words.text.len() - rest.len()..words.text.len())))
}

/// A name in its simplest form, to compare: lower case, no marks, one blank between words.
pub(crate) fn simple(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.to_lowercase());
    }
    out
}
