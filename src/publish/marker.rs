//! The words of a marker: `<!-- groundplan:begin view=main src=architecture.yaml sum=1a2b3c4d -->`.

use super::What;
use crate::base::{Code, Diagnostic, SourceId, Span};
use crate::describe::{did_you_mean, nearest};
use std::ops::Range;

/// What every marker starts with.
const OURS: &str = "groundplan:";
/// The keys of an opening marker.
const KEYS: [&str; 4] = ["view", "section", "src", "sum"];

/// What a marker says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// A region begins.
    Begin(Begin),
    /// A region ends.
    End,
}

/// What an opening marker says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Begin {
    pub(super) what: What,
    pub(super) src: Option<String>,
    pub(super) sum: Option<String>,
    pub(super) sum_at: Range<usize>,
}

/// Whether a comment, from `<` on, is meant as a marker.
pub(super) fn is_marker(comment: &str) -> bool {
    comment.strip_prefix("<!--").is_some_and(|rest| rest.trim_start().starts_with(OURS))
}

/// The finding that the bytes `range` of the document deserve.
pub(super) fn finding(code: Code, range: &Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Span { source: SourceId(0), start: range.start, end: range.end }, message)
}

/// One `key=value`.
struct Pair<'a> {
    key: &'a str,
    at: Range<usize>,
    value: &'a str,
    value_at: Range<usize>,
}

/// Reads the marker that stands at `comment`, a whole HTML comment. A marker that cannot be understood still begins or
/// ends a region, as far as it says so.
pub(super) fn read(
    text: &str,
    comment: &Range<usize>,
    findings: &mut Vec<Diagnostic>,
) -> Option<(bool, Option<Marker>)> {
    let inner = comment.start + "<!--".len()..comment.end - "-->".len();
    let start = inner.start + text[inner.clone()].find(OURS)? + OURS.len();
    let rest = &text[start..inner.end];
    let word = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
    let begins = match word {
        "begin" => true,
        "end" => false,
        _ => {
            let at = start - OURS.len()..start + word.len();
            let help = did_you_mean(nearest(word, ["begin", "end"]).map(full).as_deref(), || {
                "Markers are `groundplan:begin` and `groundplan:end`.".to_owned()
            });
            findings.push(finding(Code::RegionMarker, &at, format!("There is no marker `{OURS}{word}`.")).help(help));
            return None;
        }
    };
    let before = findings.len();
    let pairs = pairs(text, start + word.len()..inner.end, findings);
    let marker = if begins {
        begin(&pairs, comment, start + word.len(), before, findings).map(Marker::Begin)
    } else {
        Some(Marker::End)
    };
    if let (false, Some(pair)) = (begins, pairs.first()) {
        let message = format!("The closing marker has no key `{}`.", pair.key);
        let help = "Keys stand in the opening marker: write `<!-- groundplan:end -->`.";
        findings.push(finding(Code::UnknownKey, &pair.at, message).help(help));
    }
    Some((begins, marker.filter(|_| findings.len() == before)))
}

fn full(word: &str) -> String {
    format!("{OURS}{word}")
}

/// The keys and values of a marker, in their order.
fn pairs<'a>(text: &'a str, range: Range<usize>, findings: &mut Vec<Diagnostic>) -> Vec<Pair<'a>> {
    let mut out = Vec::new();
    let mut at = range.start;
    let skip = |at: usize| at + text[at..range.end].len() - text[at..range.end].trim_start().len();
    at = skip(at);
    while at < range.end {
        let rest = &text[at..range.end];
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let Some(equals) = rest[..word].find('=').filter(|at| *at > 0) else {
            let message = format!("`{}` is no `key=value`.", &rest[..word]);
            let help = "A marker is `<!-- groundplan:begin view=NAME src=FILE.yaml -->`.";
            findings.push(finding(Code::RegionMarker, &(at..at + word), message).help(help));
            at = skip(at + word);
            continue;
        };
        let value = &rest[equals + 1..];
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let closing = quote.map(|quote| value[1..].find(quote));
        let (from, to, end) = match (quote, closing) {
            (Some(_), Some(Some(len))) => (equals + 2, equals + 2 + len, equals + 3 + len),
            (Some(quote), _) => {
                let message = format!("The value of `{}` has no closing quote.", &rest[..equals]);
                let help = format!("Write {quote} behind it.");
                findings.push(finding(Code::RegionMarker, &(at..range.end), message).help(help));
                return out;
            }
            (None, _) => (equals + 1, word, word),
        };
        let (key, value_at) = (&rest[..equals], at + from..at + to);
        out.push(Pair { key, at: at..at + equals, value: &text[value_at.clone()], value_at });
        at = skip(at + end);
    }
    out
}

/// What the keys of an opening marker say. `behind` is where the word `begin` ends; `earlier` counts findings before it.
fn begin(
    pairs: &[Pair<'_>],
    comment: &Range<usize>,
    behind: usize,
    earlier: usize,
    findings: &mut Vec<Diagnostic>,
) -> Option<Begin> {
    let mut found: [Option<&Pair<'_>>; KEYS.len()] = [None; KEYS.len()];
    for pair in pairs {
        let Some(at) = KEYS.iter().position(|key| *key == pair.key) else {
            let message = format!("There is no key `{}` in a marker.", pair.key);
            let help = did_you_mean(nearest(pair.key, KEYS), || {
                "The keys are `view` or `section`, `src` and `sum`.".to_owned()
            });
            findings.push(finding(Code::UnknownKey, &pair.at, message).help(help));
            continue;
        };
        if found[at].is_some() {
            let message = format!("The key `{}` is there twice.", pair.key);
            findings.push(finding(Code::DuplicateKey, &pair.at, message).help("Delete one of them."));
        } else if pair.value.is_empty() && pair.key != "sum" {
            let at = pair.at.start..pair.value_at.end;
            let message = format!("The key `{}` has no value.", pair.key);
            findings.push(finding(Code::BadValue, &at, message).help(format!("Write `{}=NAME`.", pair.key)));
        } else {
            found[at] = Some(pair);
        }
    }
    let [view, section, src, sum] = found;
    let what = match (view, section) {
        (Some(view), None) => Some(What::View(view.value.to_owned())),
        (None, Some(section)) => Some(What::Section(section.value.to_owned())),
        (Some(_), Some(section)) => {
            let message = "A region shows a view or a section, not both.";
            findings.push(finding(Code::RegionMarker, &section.at, message).help("Delete one of them."));
            None
        }
        // A key that was meant is a finding already.
        (None, None) if findings.len() > earlier => None,
        (None, None) => {
            let help = "Write `view=NAME` with a view of the description, or `section=NAME`.";
            findings
                .push(finding(Code::MissingKey, comment, "The marker does not say what the region shows.").help(help));
            None
        }
    };
    let end = pairs.last().map_or(behind, |last| {
        let quoted = last.value_at.start > last.at.end + 1;
        last.value_at.end + usize::from(quoted)
    });
    Some(Begin {
        what: what?,
        src: src.map(|pair| pair.value.to_owned()),
        sum: sum.map(|pair| pair.value.to_owned()),
        sum_at: sum.map_or(end..end, |pair| pair.value_at.clone()),
    })
}

/// The opening marker of a region; none where a name has characters that no marker can hold.
pub(super) fn write(what: &What, src: Option<&str>, sum: &str) -> Option<String> {
    let (key, name) = what.key();
    let src = match src {
        Some(src) => format!(" src={}", value(src)?),
        None => String::new(),
    };
    Some(format!("<!-- groundplan:begin {key}={}{src} sum={sum} -->", value(name)?))
}

/// The closing marker of a region.
pub(super) const END: &str = "<!-- groundplan:end -->";

fn value(text: &str) -> Option<String> {
    if text.contains("-->") || text.contains(['\n', '\r']) {
        return None;
    }
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '"' | '\'' | '>');
    match text {
        _ if !text.is_empty() && text.chars().all(plain) => Some(text.to_owned()),
        _ if !text.contains('"') => Some(format!("\"{text}\"")),
        _ if !text.contains('\'') => Some(format!("'{text}'")),
        _ => None,
    }
}
