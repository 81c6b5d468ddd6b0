//! The text of a plan -> [`Model`]: the way back.
//!
//! Part of: plan. Input: a [`PlanDoc`]. Output: a model whose elements come from the picture of the architecture and
//! whose plan comes from the sections, the description that says it, and a note for everything that is left out.

mod elements;
mod facts;
mod guess;
mod missing;
mod pictures;
mod trees;

use super::Section;
use super::check::{unclosed, yaml_faults};
use super::read::{Fence, Opens, PlanDoc, Said, simple, start};
use crate::base::{Checked, Code, Diagnostic, Severity, SourceId, Span};
use crate::describe::model::{View, ViewKind};
use crate::describe::plan::Plan;
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
/// What a description has no place for is a note, in the head comment of the text as well; a picture that cannot be read
/// is an error, and the rest is there all the same. The value is missing where the text is no plan.
pub fn import(doc: &PlanDoc, file: &str, source: SourceId) -> Checked<Imported> {
    let start = Span { source, start: 0, end: 0 };
    if is_foreign(doc) {
        return nothing(start, "This is no plan: none of the sections of a plan is in this file.");
    }
    let mut notes = Notes::default();
    let said = doc.feature.as_ref().filter(|f| !doc.has_placeholder(f.span));
    let name = said.map_or_else(|| stem(file), |f| f.text.clone());
    if said.is_none() {
        notes.guess(start, format!("The plan is called `{name}`, as its file is"));
    }
    let mut model = Model { name: name.clone(), ..Model::default() };
    let mut elements = pictures::pictures(doc, &mut notes);
    let mut plan = facts::plan(doc, &mut elements, &mut notes, start);
    // What was written from a description says all that this said.
    if doc.regions.is_empty() {
        missing::fill(&mut plan, &elements, &mut notes);
    }
    let places = elements.finish(&name, said.map_or(start, |f| f.span), &mut model, &mut notes);
    if !notes.pictures.is_empty() && !model.elements.is_empty() {
        model.views.push(picture(&model));
    }
    facts::each_element(&mut plan, |id| *id = places.get(id.index()).copied().unwrap_or(*id));
    besides(doc, &mut notes);
    let ours = |fence: &&Fence| matches!(doc.section_at(fence.span), Some(Section::Api | Section::Entities));
    notes.all.extend(doc.fences.iter().filter_map(|fence| unclosed(doc, fence)));
    let contracts = doc.fences.iter().filter(|fence| fence.is_yaml() && !fence.is_open()).filter(ours);
    notes.all.extend(contracts.flat_map(|fence| yaml_faults(doc, fence)));
    let says = plan != Plan { feature: plan.feature.clone(), span: plan.span, ..Plan::default() };
    if !says && model.elements.is_empty() && notes.all.iter().all(|n| n.severity != Severity::Error) {
        return nothing(start, "Nothing that a plan says is in this file.");
    }
    model.plan = Some(plan);
    let Notes { all: mut diagnostics, mut guesses, pictures } = notes;
    diagnostics.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
    diagnostics.dedup();
    guesses.sort();
    let line = |span: Option<Span>, words: &str| format!("line {}: {words}", span.map_or(1, |span| doc.line(span)));
    let guesses: Vec<String> = guesses.iter().map(|(span, words)| line(Some(*span), words)).collect();
    let left_out: Vec<String> = diagnostics.iter().map(|note| line(note.span, &note.message)).collect();
    let lists = [("Pictures", &pictures), ("Guessed", &guesses), ("Left out", &left_out)];
    let text =
        format!("{}{}", write::head(file, &lists.map(|(title, lines)| (title, lines.as_slice()))), write::yaml(&model));
    Checked { value: Some(Imported { model, text }), diagnostics }
}

/// The view that shows what the picture showed: all elements, however deep they stand in others.
fn picture(model: &Model) -> View {
    let of_parts = |id| model.element(id).parent.is_some();
    let deep = model.elements.iter().any(|e| e.parent.is_some_and(of_parts));
    View::new("main".to_owned(), if deep { ViewKind::Component } else { ViewKind::Container })
}

/// Whether a text is no plan: one of its sections alone may be a heading of anything, if no title and no picture says more.
fn is_foreign(doc: &PlanDoc) -> bool {
    let sections = Section::ALL.into_iter().filter(|section| doc.heading_of(*section).is_some()).count();
    let titled =
        doc.headings.iter().any(|h| h.opens == Opens::Title && simple(&h.text).split(' ').any(|w| w == "plan"));
    sections == 0 || sections == 1 && !titled && doc.architecture.is_empty()
}

fn nothing(start: Span, message: &str) -> Checked<Imported> {
    let finding = Diagnostic::new(Code::NothingImported, start, message);
    let help = "Name the Markdown file of a plan: its sections are `## Architecture Overview`, `## Technology Stack` and so on.";
    Checked { value: None, diagnostics: vec![finding.help(help)] }
}

/// What is said of an import.
#[derive(Default)]
struct Notes {
    all: Vec<Diagnostic>,
    /// What the plan does not say in so many words, by place: for the head of the text alone.
    guesses: Vec<(Span, String)>,
    /// Which pictures were read.
    pictures: Vec<String>,
}

impl Notes {
    /// One sentence without its full stop.
    fn say(&mut self, span: Span, message: impl AsRef<str>) {
        self.all.push(Diagnostic::new(Code::LeftOut, span, format!("{}.", message.as_ref())));
    }

    /// As [`Self::say`], of something that was guessed.
    fn guess(&mut self, span: Span, message: impl AsRef<str>) {
        self.guesses.push((span, format!("{}.", message.as_ref())));
    }
}

/// Says under which headings something stands that is no fact of a plan, and that placeholders are none.
fn besides(doc: &PlanDoc, notes: &mut Notes) {
    let mut by: BTreeMap<Option<usize>, Vec<&Said>> = BTreeMap::new();
    for (heading, said) in doc.besides.iter().filter(|(_, said)| !doc.has_placeholder(said.span)) {
        by.entry(*heading).or_default().push(said);
    }
    let list = |all: &[&Said]| {
        let each: Vec<String> =
            all.iter().map(|said| format!("\"{}\" (line {})", said.text, doc.line(said.span))).collect();
        each.join(", ")
    };
    for (heading, all) in by {
        let place = heading.and_then(|at| doc.headings.get(at)).map(|h| format!("below `{}`", h.text));
        let place = place.unwrap_or_else(|| "before the first heading".to_owned());
        let first = all.first().map(|said| said.span).unwrap_or_default();
        notes.say(first, format!("Left out {place}, as a description has no place for it: {}", list(&all)));
    }
    if let Some(first) = doc.placeholders.first() {
        let short = |said: &Said| Said { text: start(&said.text), span: said.span };
        let all: Vec<Said> = doc.placeholders.iter().map(short).collect();
        notes.say(first.span, format!("Left out as placeholders: {}", list(&all.iter().collect::<Vec<_>>())));
    }
}

/// The file's name without folder and extension, as words.
fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.split('.').next().filter(|s| !s.is_empty() && *s != "-").unwrap_or("Plan");
    stem.replace(['-', '_'], " ")
}
