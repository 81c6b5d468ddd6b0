//! [`Model`] -> the text of a plan's sections: what stands below their headings, in the template's order and wording.
//!
//! Part of: plan. Input: a model and a section. Output: Markdown in whole lines, and what the description leaves open:
//! there the placeholder of the template stays.
//!
//! What is said beside the template can be read back: `**After**: Phase 1`, `` **Builds**: `api`, `db` ``, a column
//! `Affects` of risks, and the keys `served_by`, `stored_in` and `description` in fences.

mod api;
mod compliance;
mod entities;
mod files;
mod phases;
mod risks;
mod specification;
mod stack;
mod success;
mod testing;

pub use specification::keep_day;

use super::Gap;
use super::markdown::{fence, inline};
use super::template::{self, Section};
use crate::base::{Checked, Diagnostic, Span};
use crate::describe::model::{ElementId, Model};
use crate::describe::plan::{Item, Plan};
use crate::describe::write;

/// Writes what stands below the heading of a section. `generated` is the day of the plan where the description does
/// not say it.
///
/// The architecture is a picture, not words: what is written for it is the template's placeholder.
pub fn section(model: &Model, section: Section, generated: Option<&str>) -> Checked<String> {
    let Written { text, gaps, findings } = write(model, section, generated);
    let mut diagnostics = findings;
    diagnostics.extend(gaps.iter().map(Gap::finding));
    diagnostics.sort_by_key(|finding| finding.span);
    Checked { value: Some(text), diagnostics }
}

/// What the description leaves open of a section, in the order of its text.
pub fn gaps(model: &Model, section: Section) -> Vec<Gap> {
    write(model, section, None).gaps
}

/// A section, and what is wrong with it.
pub(super) struct Written {
    pub(super) text: String,
    /// In the order of the text.
    pub(super) gaps: Vec<Gap>,
    pub(super) findings: Vec<Diagnostic>,
}

pub(super) fn write(model: &Model, section: Section, generated: Option<&str>) -> Written {
    let nothing = Plan::default();
    let plan = model.plan.as_ref().unwrap_or(&nothing);
    let references = write::references(model);
    let mut page = Page { model, plan, generated, references, gaps: Vec::new(), findings: Vec::new() };
    let text = match section {
        Section::Specification => specification::write(&mut page),
        Section::Architecture => format!("{}\n", template::body(section)),
        Section::Stack => stack::write(&mut page),
        Section::Phases => phases::write(&mut page),
        Section::Files => files::write(&mut page),
        Section::Api => api::write(&mut page),
        Section::Entities => entities::write(&mut page),
        Section::Testing => testing::write(&mut page),
        Section::Compliance => compliance::write(&mut page),
        Section::Risks => risks::write(&mut page),
        Section::Success => success::write(&mut page),
    };
    Written { text, gaps: page.gaps, findings: page.findings }
}

/// What a section is written from, and what is missing for it.
struct Page<'a> {
    model: &'a Model,
    plan: &'a Plan,
    generated: Option<&'a str>,
    /// By element: the shortest reference that means it.
    references: Vec<String>,
    gaps: Vec<Gap>,
    findings: Vec<Diagnostic>,
}

impl Page<'_> {
    /// Says what the description leaves open, the key that would say it, and what stands in its place.
    fn gap(&mut self, span: Span, what: &str, key: &str, text: &str) {
        let [key, what, text] = [key, what, text].map(str::to_owned);
        self.gaps.push(Gap { key, what, text, span });
    }

    /// The same of the plan as a whole.
    fn lack(&mut self, what: &str, key: &str, text: &str) {
        self.gap(self.plan.span, what, key, text);
    }

    /// The shortest reference to an element.
    fn reference(&self, id: ElementId) -> &str {
        self.references.get(id.index()).map_or("", String::as_str)
    }

    /// References to elements, as code.
    fn references(&self, ids: &[ElementId]) -> String {
        super::markdown::references(ids.iter().map(|id| self.reference(*id)))
    }
}

/// The words of a point, with its tick box where it says whether it is done.
fn point(item: &Item) -> String {
    let tick = match item.done {
        None => "",
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
    };
    format!("{tick}{}", inline(&item.text))
}

/// Points of which something can be seen: an empty one below a label would make a heading of it.
fn shown(items: &[Item]) -> impl Iterator<Item = &Item> {
    items.iter().filter(|item| !inline(&item.text).is_empty())
}

/// A list of points, each on a line.
fn bullets(items: &[Item]) -> String {
    let lines: Vec<String> = shown(items).map(|item| format!("- {}\n", point(item))).collect();
    lines.concat()
}

/// A word of a key as a title: `message_queue` is `Message Queue`.
fn title(key: &str) -> String {
    let word = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().map(char::to_uppercase);
        first.map_or_else(String::new, |first| first.chain(chars).collect())
    };
    key.split(['_', '-', ' ']).filter(|w| !w.is_empty()).map(word).collect::<Vec<_>>().join(" ")
}

/// A fence of YAML.
fn yaml(text: &str) -> String {
    fence("yaml", text)
}
