//! The sections of a plan that a document has, and which of them nobody has written in yet.
//!
//! Part of: publish. Input: a [`Document`], and what would be generated. Output: its sections by place.

use super::{Document, lines};
use crate::plan::{self, Section};
use std::collections::BTreeSet;
use std::ops::Range;

/// How the line with the day of a plan starts: a refreshed plan keeps its day.
const DAY: &str = "- **generated**:";

/// A section of a plan in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which one.
    pub section: Section,
    /// Its heading.
    pub heading: Range<usize>,
    /// Its whole lines below that, without blank ones around them.
    pub body: Range<usize>,
    /// Whether an author has said something in it: a line that neither the template has nor `generated`.
    pub own: bool,
}

/// The sections of a plan that a document has, each once, with what stands in them. `generated` says what would be
/// generated for one.
pub fn sections(document: &Document, generated: &dyn Fn(Section) -> String) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for heading in document.headings() {
        let title = heading.title();
        let named = Section::ALL.into_iter().find(|section| section.heading().to_lowercase() == title);
        let Some(section) = named.filter(|section| out.iter().all(|found| found.section != *section)) else { continue };
        let body = trimmed(&document.text, &heading.body);
        if body.is_empty() {
            continue;
        }
        let generated = generated(section);
        let known: BTreeSet<String> = lines::all(plan::template(section)).chain(generated.lines()).map(plain).collect();
        let is_own = |line: &str| {
            let line = plain(line);
            !known.contains(&line) && !is_comment(&line) && !line.starts_with(DAY)
        };
        let own = lines::all(&document.text[body.clone()]).any(is_own);
        out.push(Found { section, heading: heading.range.clone(), body, own });
    }
    out
}

/// Whole lines without blank ones around them.
fn trimmed(text: &str, body: &Range<usize>) -> Range<usize> {
    let inner = &text[body.clone()];
    let Some(first) = inner.find(|c: char| !c.is_whitespace()) else { return body.start..body.start };
    let start = lines::start(text, body.start + first).max(body.start);
    let end = lines::end(text, body.start + inner.trim_end().len());
    start..(end + lines::line_end(text, end).map_or(0, str::len)).min(body.end)
}

/// A line for comparison: `{{ feature_name }}` is `[Feature name]`.
fn plain(line: &str) -> String {
    let line = line.replace("{{", "[").replace("}}", "]").replace('_', " ").to_lowercase();
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("[ ", "[").replace(" ]", "]")
}

/// Whether a line is an instruction of a template, or blank.
fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with("<!--") && line.ends_with("-->") && line.matches("-->").count() == 1
}
