//! The text of a plan -> what it says, every fact with its place.
//!
//! Part of: plan. Input: Markdown, as the template or its variants have it. Output: a [`PlanDoc`]. Nothing is refused:
//! what is no fact of a plan is kept as such. Time is linear in the length of the text.

mod blocks;
mod contracts;
mod heading;
mod lists;
mod phases;
mod placeholder;
mod risk_line;
mod risks;
mod section;
mod stack;
mod tree;
mod words;

pub use blocks::{Fence, Row, Table};
pub use heading::section as section_named;
pub(in crate::plan) use lists::{is_nothing, names};
pub(in crate::plan) use placeholder::mask;
pub(in crate::plan) use section::start;
pub(in crate::plan) use words::{Words, simple};

use crate::base::{SourceId, Span};
use crate::describe::yaml::Value;
use crate::plan::Section;

/// A text with its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// What it says.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// What a plan says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanDoc {
    /// All headings, by place.
    pub headings: Vec<Heading>,
    /// What is built: what the title says behind `Implementation Plan:`.
    pub feature: Option<Said>,
    /// The id of the specification.
    pub spec_id: Option<Said>,
    /// The day of the plan.
    pub generated: Option<Said>,
    /// What the plan puts first.
    pub focus: Option<Said>,
    /// What the product is made with.
    pub core: Vec<Technology>,
    /// What it is built and run with.
    pub supporting: Vec<Technology>,
    /// Phases.
    pub phases: Vec<PhaseSaid>,
    /// The file tree, two spaces a level.
    pub files: Option<Said>,
    /// Endpoints.
    pub endpoints: Vec<Contract>,
    /// Entities.
    pub entities: Vec<Contract>,
    /// Unit tests: what is said of what.
    pub unit: Vec<Entry>,
    /// Integration tests.
    pub integration: Vec<Point>,
    /// End-to-end tests.
    pub e2e: Vec<Point>,
    /// Principles.
    pub compliance: Vec<Point>,
    /// Risks of the technology.
    pub technical_risks: Vec<RiskSaid>,
    /// Risks of the time.
    pub timeline_risks: Vec<RiskSaid>,
    /// When it is done.
    pub success: Vec<Point>,
    /// All fences, by place.
    pub fences: Vec<Fence>,
    /// All tables, by place, with the section that they stand in.
    pub tables: Vec<(Option<Section>, Table)>,
    /// Placeholders of templates.
    pub placeholders: Vec<Said>,
    /// The mermaid fences of the architecture, by their indices.
    pub architecture: Vec<usize>,
    /// Generated regions, by place.
    pub regions: Vec<Region>,
    /// What it says besides, its first words, with the index of its heading.
    pub besides: Vec<(Option<usize>, Said)>,
    /// Where each line starts, but for the first one.
    lines: Vec<usize>,
}

/// A generated region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    /// The section that it shows.
    pub section: Option<Section>,
    /// Whether it shows a view.
    pub is_view: bool,
    /// The description that it names.
    pub src: Option<Said>,
    /// From its opening marker to its closing one; the opening one alone where there is no other.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// Its text without marks around it.
    pub text: String,
    /// Where.
    pub span: Span,
    /// What it opens.
    pub opens: Opens,
    /// The section that it opens or stands in.
    pub section: Option<Section>,
    block: usize,
    words: Words,
}

/// What a heading opens.
#[derive(Clone, Debug, PartialEq)]
pub enum Opens {
    /// The document.
    Title,
    /// A section of the template.
    Section(Section),
    /// A phase.
    Phase(PhaseHead),
    /// A part of what is open.
    Part,
    /// What the template does not have.
    Other,
}

/// What the heading of a phase says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhaseHead {
    /// Its number, as it is written.
    pub number: Option<Said>,
    /// Its name.
    pub name: Option<Said>,
    /// How long it takes.
    pub duration: Option<Said>,
    /// Its name with a duration in brackets behind it.
    long: Option<Said>,
}

/// A technology.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Technology {
    /// What for.
    pub role: Said,
    /// What was chosen.
    pub choice: Option<Said>,
    /// Why.
    pub why: Option<Said>,
}

/// A phase.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhaseSaid {
    /// What its heading says.
    pub head: PhaseHead,
    /// Its heading.
    pub span: Span,
    /// What it leaves behind.
    pub deliverables: Vec<Point>,
    /// What is done in it.
    pub tasks: Vec<Point>,
    /// The elements that it builds.
    pub builds: Vec<Said>,
    /// The phases that come before it.
    pub after: Vec<Said>,
}

/// A point of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// What it says.
    pub text: Said,
    /// Its tick box.
    pub done: Option<bool>,
    /// How deep it stands in points of its own list.
    pub depth: usize,
}

/// A name and what is said of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The name.
    pub name: Said,
    /// What is said.
    pub value: Said,
    /// The label that it stands under, in its simplest form.
    pub under: String,
}

/// An endpoint or an entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contract {
    /// Its name.
    pub name: Said,
    /// What the lines beside its YAML say: `**Path**: /orders`.
    pub lines: Vec<Entry>,
    /// Its YAML, with places in the document.
    pub tree: Option<Value>,
    /// Whether a YAML of it cannot be read.
    pub broken: bool,
}

/// A risk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RiskSaid {
    /// What may happen.
    pub risk: Said,
    /// How likely it is.
    pub probability: Option<Said>,
    /// How much it hurts.
    pub impact: Option<Said>,
    /// What is done about it.
    pub mitigation: Option<Said>,
    /// What it is about.
    pub on: Option<Said>,
}

const MARK: &str = "\u{feff}";

/// Reads a plan. `source` is the text that the places are in.
pub fn read(text: &str, source: SourceId) -> PlanDoc {
    let (shift, inner) = text.strip_prefix(MARK).map_or((0, text), |inner| (MARK.len(), inner));
    let split = blocks::split(inner, shift, source);
    let headings = heading::roles(&split.all);
    section::facts(text, source, split, headings)
}

/// Whether a text has the headings of a plan: its title, or three of its sections. Looks at lines alone.
pub fn is_plan(text: &str) -> bool {
    const ENOUGH: usize = 3;
    let mut found = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('#')) {
        let title = line.trim_start_matches('#').trim();
        if line.starts_with("# ") && simple(title).contains("implementation plan") {
            return true;
        }
        let section = section_named(title).or_else(|| phase_named(title).map(|_| Section::Phases));
        found.extend(section.filter(|s| !found.contains(s)));
        if found.len() >= ENOUGH {
            return true;
        }
    }
    false
}

impl PlanDoc {
    /// The first heading of a section.
    pub fn heading_of(&self, section: Section) -> Option<&Heading> {
        let opens = |h: &&Heading| match h.opens {
            Opens::Section(own) => own == section,
            Opens::Phase(_) => section == Section::Phases,
            _ => false,
        };
        self.headings.iter().find(opens)
    }

    /// Whether nothing in it is known from a plan.
    pub fn is_foreign(&self) -> bool {
        Section::ALL.into_iter().all(|section| self.heading_of(section).is_none())
    }

    /// The line of a place, from 1.
    pub fn line(&self, span: Span) -> usize {
        self.lines.partition_point(|start| *start <= span.start) + 1
    }

    /// Whether a place lies in a generated region that shows a view.
    pub fn is_generated(&self, span: Span) -> bool {
        self.region_at(span).is_some_and(|region| region.is_view && span.end <= region.span.end)
    }

    /// The section that a place stands in.
    pub fn section_at(&self, span: Span) -> Option<Section> {
        let behind = self.headings.partition_point(|h| h.span.start <= span.start);
        self.headings.get(behind.checked_sub(1)?)?.section
    }

    /// The generated region that a place stands in.
    pub fn region_at(&self, span: Span) -> Option<&Region> {
        let behind = self.regions.partition_point(|region| region.span.start <= span.start);
        let region = self.regions.get(behind.checked_sub(1)?)?;
        (span.start < region.span.end).then_some(region)
    }

    /// Whether a place has a placeholder in it.
    pub fn has_placeholder(&self, span: Span) -> bool {
        let first = self.placeholders.partition_point(|p| p.span.end <= span.start);
        self.placeholders.get(first).is_some_and(|p| p.span.start < span.end)
    }
}

/// The number of `Phase 1`.
pub(in crate::plan) fn phase_named(text: &str) -> Option<String> {
    let mut words = Words::new(SourceId(0), 0);
    words.push(text, 0..text.len());
    heading::phase(&words).and_then(|head| head.number).map(|number| number.text)
}
