//! The text of a plan -> [`Model`]: the way back.
//!
//! Part of: plan. Input: a [`PlanDoc`]. Output: a model whose elements come from the picture of the architecture and
//! whose plan comes from the sections, the description that says it, and a note for everything that is left out.

mod elements;
mod facts;
mod guess;
mod trees;

use super::read::PlanDoc;
use crate::base::{Checked, Code, Diagnostic, SourceId, Span};
use crate::describe::{Model, write};
use std::collections::BTreeMap;

/// What came of an import.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The system and its plan; its spans point into the text that was read.
    pub model: Model,
    /// The same as a description in YAML; its head comment lists what was left out.
    pub text: String,
}

/// Makes a description of a plan. `file` is the name of its text, `source` the text that its places are in.
///
/// What a description has no place for is a note each, in the head comment of the text as well. The value is missing
/// where the text is no plan.
pub fn import(doc: &PlanDoc, file: &str, source: SourceId) -> Checked<Imported> {
    let start = Span { source, start: 0, end: 0 };
    if doc.is_foreign() && doc.feature.is_none() {
        let finding = Diagnostic::new(Code::NothingImported, start, "None of the sections of a plan is in this file.");
        return Checked { value: None, diagnostics: vec![finding.help("Name the Markdown file of a plan.")] };
    }
    let mut notes = Notes { all: Vec::new() };
    let name = doc.feature.as_ref().filter(|f| !doc.has_placeholder(f.span)).map(|f| f.text.clone());
    let name = name.unwrap_or_else(|| stem(file));
    let mut model = Model { name: name.clone(), ..Model::default() };
    let mut elements = elements::Elements::new(doc, &mut notes);
    let mut plan = facts::plan(doc, &mut elements, &mut notes, start);
    let places = elements.finish(&name, start, &mut model);
    facts::each_element(&mut plan, |id| *id = places.get(id.index()).copied().unwrap_or(*id));
    model.plan = Some(plan);
    besides(doc, &mut notes);
    let mut diagnostics = notes.all;
    if doc.is_foreign() {
        let finding = Diagnostic::new(Code::NothingImported, start, "None of the sections of a plan is in this file.");
        diagnostics.push(finding.help("Name the Markdown file of a plan."));
    }
    diagnostics.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
    diagnostics.dedup();
    let text =
        format!("{}{}", write::head(file, diagnostics.iter().map(|note| note.message.as_str())), write::yaml(&model));
    Checked { value: Some(Imported { model, text }), diagnostics }
}

/// Notes on what is left out.
struct Notes {
    all: Vec<Diagnostic>,
}

impl Notes {
    /// One sentence without its full stop.
    fn say(&mut self, span: Span, message: impl AsRef<str>) {
        self.all.push(Diagnostic::new(Code::LeftOut, span, format!("{}.", message.as_ref())));
    }
}

/// Says under which headings something stands that is no fact of a plan, and that placeholders are none.
fn besides(doc: &PlanDoc, notes: &mut Notes) {
    let mut by: BTreeMap<Option<usize>, (Span, usize)> = BTreeMap::new();
    for (heading, span) in &doc.besides {
        by.entry(*heading).or_insert((*span, 0)).1 += 1;
    }
    for (heading, (span, count)) in by {
        let place = heading.and_then(|at| doc.headings.get(at)).map(|h| format!("below `{}`", h.text));
        let place = place.unwrap_or_else(|| "before the first heading".to_owned());
        let what = if count == 1 { "What stands here".to_owned() } else { format!("This and {} more", count - 1) };
        notes.say(span, format!("{what} {place} is left out: a description has no place for it"));
    }
    if let Some(first) = doc.placeholders.first() {
        let count = doc.placeholders.len();
        let words = if count == 1 {
            "This placeholder is".to_owned()
        } else {
            format!("This and {} more placeholders are", count - 1)
        };
        notes.say(first.span, format!("{words} left out: `groundplan check` lists them"));
    }
}

/// The file's name without folder and extension, as words.
fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.split('.').next().filter(|s| !s.is_empty() && *s != "-").unwrap_or("Plan");
    stem.replace(['-', '_'], " ")
}
