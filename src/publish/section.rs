//! The sections of a plan that a document has, and which of them nobody has written in yet.
//!
//! Part of: publish. Input: a [`Document`], and what would be generated. Output: its sections by place, and the pictures
//! that it does not have.

use super::{Document, Heading, What, lines};
use crate::base::SourceId;
use crate::plan::read::Opens;
use crate::plan::{self, Diagram, Place, Section};
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

/// The headings of sections of a plan, each section once, as the reader of plans knows them.
fn headings(document: &Document) -> Vec<(Section, &Heading)> {
    let read = plan::read(&document.text, SourceId(0));
    let mut out: Vec<(Section, &Heading)> = Vec::new();
    for known in &read.headings {
        let Opens::Section(section) = known.opens else { continue };
        let at = |heading: &&Heading| heading.range.start <= known.span.start && known.span.start <= heading.range.end;
        let heading = document.headings().iter().rev().find(at);
        out.extend(
            heading.filter(|_| out.iter().all(|(found, _)| *found != section)).map(|heading| (section, heading)),
        );
    }
    out
}

/// The title of a document where it is still the template's, or what would be `generated`: its line, without the line end.
pub fn open_title(document: &Document, generated: &str) -> Option<Range<usize>> {
    let heading = document.headings().iter().find(|heading| heading.level == 1)?;
    let range = trimmed(&document.text, &heading.range);
    let line = plain(&document.text[range.clone()]);
    let open = line.strip_prefix("# implementation plan")?.trim_start_matches([':', '-', '–', ' ']);
    let template = open.starts_with('[') && open.ends_with(']');
    (template || line == plain(generated)).then_some(range)
}

/// A picture of a plan that a document does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// The id of its view.
    pub view: String,
    /// Its section, and where the heading of that stands; none where the document has no such section.
    pub heading: Option<(Section, Range<usize>)>,
    /// Where it would be put: at the start of a line, or at the end of the text.
    pub at: usize,
}

/// The pictures of a plan that a document does not have, by place; those without one are the last.
pub fn absent(document: &Document, diagrams: &[Diagram]) -> Vec<Absent> {
    let shown = |what: What| document.regions.iter().any(|region| region.what == what);
    let main = shown(What::Section(Section::Architecture.name().to_owned()));
    let missing = diagrams.iter().filter(|diagram| {
        let main = main && diagram.section == Section::Architecture && diagram.place == Place::Before;
        !main && !shown(What::View(diagram.view.id.clone()))
    });
    let missing: Vec<&Diagram> = missing.collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let headings = headings(document);
    let free = |at: usize| document.regions.iter().all(|region| at <= region.marker.start || at > region.body.end);
    let of = |diagram: &&Diagram| {
        let found = headings.iter().find(|(section, _)| *section == diagram.section);
        let place = found.map(|(section, heading)| {
            let body = trimmed(&document.text, &heading.body);
            let at = if diagram.place == Place::Before { body.start } else { body.end };
            (*section, heading.range.clone(), at)
        });
        let place = place.filter(|(.., at)| free(*at));
        let at = place.as_ref().map_or(document.text.len(), |(.., at)| *at);
        let heading = place.map(|(section, range, _)| (section, range));
        Absent { view: diagram.view.id.clone(), heading, at }
    };
    let mut out: Vec<Absent> = missing.iter().map(of).collect();
    out.sort_by_key(|absent| (absent.heading.is_none(), absent.at));
    out
}

/// The sections of a plan that a document has, each once, with what stands in them. `generated` says what would be
/// generated for one.
pub fn sections(document: &Document, generated: &dyn Fn(Section) -> String) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for (section, heading) in headings(document) {
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
