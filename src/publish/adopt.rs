//! Documents without markers get them: around what a region is to take the place of.
//!
//! Part of: publish. Input: a [`Document`] and the places of its new regions. Output: the document with markers, its
//! regions still as they were written; [`super::update`] then fills them.

use super::{Document, Fence, Heading, What, lines, marker, scan, splice, sum};
use crate::plan::{self, Section};
use std::ops::Range;

/// A region to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrap {
    /// What it takes the place of: whole lines, where the first may have the marks of quotes and lists before it. Nothing
    /// where it starts and ends at the start of a line, or at the end of the text: then it gets blank lines around it.
    pub at: Range<usize>,
    /// What it will show.
    pub what: What,
}

/// Puts markers around `wraps`, which come by place and do not overlap. Each sum is that of what stands there, so that
/// the region is no edited one.
///
/// None where a marker cannot stand at one of these places, or cannot hold one of the names.
pub fn adopt(document: &Document, wraps: &[Wrap], src: Option<&str>) -> Option<Document> {
    let text = &document.text;
    let mut edits = Vec::new();
    for (number, Wrap { at, what }) in wraps.iter().enumerate() {
        if at.is_empty() {
            let begin = marker::write(what, src, &sum([]))?;
            let again = number.checked_sub(1).and_then(|before| wraps.get(before)).is_some_and(|w| w.at == *at);
            edits.push((at.clone(), new_lines(text, at.start, again, &begin, document.line_end)));
            continue;
        }
        let prefix = lines::prefix(text, at.start)?;
        let line_end = document.line_end;
        let body = lines::all(text.get(at.clone())?).enumerate();
        let now = sum(body.map(|(row, line)| if row == 0 { line } else { lines::strip(line, &prefix) }));
        let begin = marker::write(what, src, &now)?;
        edits.push((at.start..at.start, format!("{begin}{line_end}{prefix}")));
        let closing = if text[..at.end].ends_with(['\n', '\r']) {
            format!("{prefix}{}{line_end}", marker::END)
        } else {
            format!("{line_end}{prefix}{}", marker::END)
        };
        edits.push((at.end..at.end, closing));
    }
    let marked = splice::apply(text, &edits);
    let checked = scan::read(&marked);
    let fine = !checked.has_errors();
    let after = checked.value.filter(|_| fine)?;
    let kept = after.regions.len() == document.regions.len() + wraps.len();
    kept.then_some(Document { bom: document.bom, ..after })
}

/// The lines of a region that takes the place of nothing, with blank ones around them where there are none. `again`:
/// another region ends at the same place.
fn new_lines(text: &str, at: usize, again: bool, begin: &str, line_end: &str) -> String {
    let above = &text[..at];
    let last = lines::all(above).last().unwrap_or_default();
    let mut out = String::new();
    if !again && !above.is_empty() && !above.ends_with(['\n', '\r']) {
        out.push_str(line_end);
    }
    let follows = lines::all(&text[at..]).next().is_some_and(|line| !line.trim().is_empty());
    if again && !follows || !again && !last.trim().is_empty() && !last.starts_with('#') {
        out.push_str(line_end);
    }
    out.push_str(begin);
    out.push_str(line_end);
    out.push_str(marker::END);
    out.push_str(line_end);
    if follows {
        out.push_str(line_end);
    }
    out
}

/// A region as a document is written with it: its markers, and between them `markdown` in whole lines.
///
/// None where a marker cannot hold one of the names.
pub fn region(what: &What, src: Option<&str>, markdown: &str) -> Option<String> {
    let begin = marker::write(what, src, &sum(markdown.lines()))?;
    Some(format!("{begin}\n{markdown}{}\n", marker::END))
}

/// The fence that the plan's template keeps for the picture of the architecture: the first diagram below the first
/// heading `Architecture Overview`, or words for it, that has one.
pub fn architecture(document: &Document) -> Option<&Fence> {
    let is_architecture = |heading: &&Heading| plan::section_named(&heading.text) == Some(Section::Architecture);
    let mut sections = document.headings().iter().filter(is_architecture);
    let inside = |body: &Range<usize>, fence: &Fence| body.start <= fence.range.start && fence.range.end <= body.end;
    sections.find_map(|heading| document.fences.iter().find(|f| f.is_diagram() && inside(&heading.body, f)))
}
