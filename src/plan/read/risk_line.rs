//! A risk on one line: `Fraud: Probability: High, Impact: High, Mitigation: limits`, `Delay (H/M): buffer`.
//!
//! Part of: the reader of plans.

use super::risks::{Column, column};
use super::words::{Words, simple};
use crate::plan::check::level;
use std::ops::Range;

/// What may stand between the parts of such a line.
const BETWEEN: [char; 12] = [' ', ',', ';', '|', '(', ')', '[', ']', ':', '.', '–', '—'];
/// Marks of emphasis around a label.
const MARKS: [char; 2] = ['*', '_'];

/// The parts of a line that is a risk with what is said of it, or goes on with the one before; none where it is not.
pub(super) fn parts(words: &Words) -> Option<Vec<(Column, Words)>> {
    let parts = labelled(words).or_else(|| bracketed(words))?;
    Some(parts.into_iter().filter(|(_, words)| !words.text.is_empty()).collect())
}

/// By labels: `Probability: High, Impact: High`.
fn labelled(words: &Words) -> Option<Vec<(Column, Words)>> {
    let text = words.text.as_str();
    let labels = labels(text);
    let (first, ..) = labels.first()?;
    let title = clean(words, 0..*first);
    let has = |wanted: Column| labels.iter().any(|(_, column, _)| *column == wanted);
    let rated = has(Column::Probability) || has(Column::Impact);
    if !rated || labels.len() < 2 && title.text.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    if !title.text.is_empty() {
        if has(Column::Risk) {
            return None;
        }
        out.push((Column::Risk, title));
    }
    let mut rest = None;
    for (at, (_, column, from)) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(text.len(), |(start, ..)| *start);
        let mut to = end;
        if matches!(column, Column::Probability | Column::Impact) {
            // One word, or a number; what stands behind it is what is done about the risk.
            let value = &text[*from..end];
            to = from + value.find([',', ';', '|', ')', ']']).unwrap_or(value.len());
            let behind = clean(words, to..end);
            rest = rest.or(Some(behind).filter(|behind| !behind.text.is_empty()));
        }
        out.push((*column, clean(words, *from..to)));
    }
    if let Some(rest) = rest.filter(|_| !has(Column::Mitigation)) {
        out.push((Column::Mitigation, rest));
    }
    Some(out)
}

/// Labels with colons behind them, each once: where each starts, what it is about, where its value starts.
fn labels(text: &str) -> Vec<(usize, Column, usize)> {
    const LONGEST: usize = 24;
    let mut out: Vec<(usize, Column, usize)> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let from = out.last().map_or(0, |(_, _, value)| *value);
        let Some(head) = text.get(from..colon) else { continue };
        let name = head.trim_end_matches(MARKS);
        let word = name.len() - name.trim_end_matches(|c: char| c.is_alphabetic()).len();
        let start = from + name.len() - word;
        let Some(about) = text.get(start..start + word).filter(|w| w.len() <= LONGEST && !w.is_empty()) else {
            continue;
        };
        let before = text[from..start].trim_end_matches(MARKS);
        let begins = before.trim_end().is_empty() || before.trim_end_matches(' ').ends_with(BETWEEN);
        let begins = begins || before.ends_with(" - ");
        let Some(column) = column(&simple(about)).filter(|_| begins) else { continue };
        // `Description`, `Strategy` and the like are words of a sentence as well.
        let sure = matches!(column, Column::Probability | Column::Impact | Column::On)
            || matches!(simple(about).as_str(), "risk" | "mitigation");
        if sure && !out.iter().any(|(_, own, _)| *own == column) {
            let behind = &text[colon + 1..];
            let marks = behind.len() - behind.trim_start_matches(MARKS).len();
            out.push((from + before.len(), column, colon + 1 + marks));
        }
    }
    out
}

/// By two levels in brackets: `Loss (High/Medium): backups`.
fn bracketed(words: &Words) -> Option<Vec<(Column, Words)>> {
    let text = words.text.as_str();
    let mut from = 0;
    text.match_indices(')').find_map(|(close, _)| {
        let open = text[from..close].rfind('(').map(|at| from + at);
        from = close + 1;
        let open = open?;
        let inner = &text[open + 1..close];
        let cut = inner.find(['/', ',', ';', '|'])?;
        let rated = [&inner[..cut], &inner[cut + 1..]].iter().all(|part| level(part).is_some());
        if !rated {
            return None;
        }
        let title = clean(words, 0..open);
        let middle = open + 1 + cut;
        let parts = vec![
            (Column::Probability, words.part(open + 1..middle)),
            (Column::Impact, words.part(middle + 1..close)),
            (Column::Mitigation, clean(words, close + 1..text.len())),
        ];
        (!title.text.is_empty()).then(|| std::iter::once((Column::Risk, title)).chain(parts).collect())
    })
}

/// A part without what parts it from the others, and without marks around it.
fn clean(words: &Words, part: Range<usize>) -> Words {
    let text = words.text.get(part.clone()).unwrap_or_default();
    // What a line begins with is its own.
    let between = |c: char| BETWEEN.contains(&c) || c == '-';
    let lead = if part.start == 0 { 0 } else { text.len() - text.trim_start_matches(between).len() };
    let body = &text[lead..];
    let mut end = body.trim_end_matches(between).len();
    // A bracket that opens inside closes there, and a sentence keeps its full stop.
    let opened = body[..end].matches('(').count() > body[..end].matches(')').count();
    if opened && body[end..].starts_with(')') || body[end..].starts_with('.') {
        end += 1;
    }
    let bare = words.part(part.start + lead..part.start + lead + end).bare();
    let end = bare.text.trim_end_matches([':', ' ']).len();
    bare.part(0..end)
}
