//! Blocks and headings -> facts: each section has its own reader, and gets what stands in it piece by piece.
//!
//! Part of: the reader of plans.

use super::blocks::{BlockKind, Blocks};
use super::lists::{Run, runs};
use super::words::{Words, label, simple};
use super::{Entry, Heading, Opens, PlanDoc, Point, Region, Said, placeholder, tree};
use crate::base::{SourceId, Span};
use crate::describe::plan::day;
use crate::plan::Section;

/// A point of a list.
pub(super) struct Item {
    pub(super) depth: usize,
    pub(super) done: Option<bool>,
    pub(super) runs: Vec<Run>,
    pub(super) whole: Words,
}

/// What is said of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SpecField {
    Id,
    Day,
    Focus,
    Feature,
}

impl SpecField {
    /// The one of that label, in its simplest form.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "spec id" | "spec" | "specification id" | "specification" | "id" => Self::Id,
            "generated" | "date" | "created" | "generated on" | "created on" => Self::Day,
            "optimization focus" | "optimisation focus" | "focus" | "optimization" | "optimize for" => Self::Focus,
            "feature" | "feature name" => Self::Feature,
            _ => return None,
        })
    }
}

/// `generated 2026-10-01`, without a colon.
fn dated(words: &Words) -> Option<Run> {
    let text = words.text.as_str();
    let (name, rest) = text.split_once(' ')?;
    let name = simple(name);
    let day = rest.trim_start().strip_prefix("on ").unwrap_or(rest).trim();
    let known = matches!(name.as_str(), "generated" | "created" | "dated");
    let run = Run {
        label: Some(("generated".to_owned(), name)),
        value: words.part(text.len() - day.len()..text.len()),
        words: words.clone(),
    };
    (known && day::read(day).is_some()).then_some(run)
}

/// The facts under construction.
pub(super) struct Facts {
    pub(super) doc: PlanDoc,
    /// The heading that everything stands under.
    pub(super) at: Option<usize>,
    /// The words of the last heading inside of the section, in their simplest form.
    pub(super) part: String,
    /// The label that lists belong to, and in how many lists it stands.
    pub(super) list: (String, usize),
    /// The level of the headings that open endpoints or entities.
    pub(super) contract_level: Option<u8>,
    /// Whether headings are phases.
    pub(super) headed: bool,
    /// Depth and words of points of a file tree.
    branches: Vec<(usize, Said)>,
}

/// Collects the facts.
pub(super) fn facts(text: &str, source: SourceId, split: Blocks, headings: Vec<Heading>) -> PlanDoc {
    let Blocks { all: blocks, fences, tables, comments } = split;
    let regions = regions(text, &comments);
    let headed = headings.iter().any(|h| matches!(h.opens, Opens::Phase(_)));
    let mut facts = Facts {
        headed,
        doc: PlanDoc { headings, fences, ..PlanDoc::default() },
        at: None,
        part: String::new(),
        list: (String::new(), 0),
        contract_level: None,
        branches: Vec::new(),
    };
    facts.doc.regions = regions;
    facts.doc.lines = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let mut next = 0;
    for (at, block) in blocks.into_iter().enumerate() {
        if facts.doc.headings.get(next).is_some_and(|h| h.block == at) {
            facts.at = Some(next);
            facts.heading();
            next += 1;
            continue;
        }
        // What a region shows says nothing new, but for the picture of the architecture.
        let shown = facts.doc.is_generated(block.span);
        let section = facts.section();
        let depth = block.depth;
        match block.kind {
            BlockKind::Fence(fence) => {
                let mermaid = facts.doc.fences[fence].is_mermaid();
                if mermaid && section == Some(Section::Architecture) {
                    facts.doc.architecture.push(fence);
                } else if !shown {
                    facts.fence(section, fence);
                }
            }
            _ if shown => {}
            BlockKind::Heading(..) | BlockKind::Html | BlockKind::Other => {}
            BlockKind::Text(lines) => {
                for run in runs(&lines) {
                    facts.text(section, &run, depth);
                }
            }
            BlockKind::Item(lines, _, done) => {
                let whole = super::blocks::whole(&lines);
                facts.item(section, &Item { depth, done, runs: runs(&lines), whole });
            }
            BlockKind::Table(table) => {
                let table = tables[table].clone();
                facts.table(section, &table);
                facts.doc.tables.push((section, table));
            }
        }
    }
    let mut doc = facts.finish();
    doc.placeholders = placeholders(text, source, &doc);
    for (_, said) in &mut doc.besides {
        said.text = text.get(said.span.start..said.span.end).map(start).unwrap_or_default();
    }
    doc
}

/// The first words of a text, on one line.
pub(in crate::plan) fn start(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let words: String = line.chars().take(MOST).collect();
    if words.len() < line.len() || line.len() < text.trim().len() { format!("{} ..", words.trim_end()) } else { words }
}

/// Generated regions, by their markers.
fn regions(text: &str, comments: &[Span]) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    let mut open = false;
    for span in comments {
        let words = text.get(span.start..span.end).unwrap_or_default();
        let value = |key: &str| {
            let at = words.find(key)? + key.len();
            let quote = words[at..].chars().next().filter(|c| matches!(c, '"' | '\''));
            let from = at + usize::from(quote.is_some());
            let ends = |c: char| quote.map_or(c.is_whitespace(), |q| c == q);
            let len = words[from..].find(ends).unwrap_or(words.len() - from);
            let (start, end) = (span.start + from, span.start + from + len);
            Some(Said { text: words[from..from + len].to_owned(), span: Span { start, end, ..*span } })
        };
        if words.contains("groundplan:begin") {
            let section = value("section=").and_then(|name| Section::named(&name.text));
            out.push(Region { section, is_view: words.contains("view="), src: value("src="), span: *span });
            open = true;
        } else if words.contains("groundplan:end")
            && let Some(last) = out.last_mut().filter(|_| std::mem::take(&mut open))
        {
            last.span.end = span.end;
        }
    }
    out
}

/// Placeholders of the text; in fences of programs and in pictures brackets have other meanings.
fn placeholders(text: &str, source: SourceId, doc: &PlanDoc) -> Vec<Said> {
    const OURS: [&str; 8] = ["", "text", "txt", "tree", "plaintext", "yaml", "yml", "json"];
    let mut out = Vec::new();
    for range in placeholder::find(text) {
        let fence = doc.fences.partition_point(|f| f.span.end <= range.start);
        let fence = doc.fences.get(fence).filter(|f| f.span.start < range.start);
        let said = &text[range.clone()];
        let counts = fence.is_none_or(|fence| {
            let word = fence.word.to_ascii_lowercase();
            let joined = text[..range.start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            OURS.contains(&word.as_str()) || fence.is_mermaid() && !said.starts_with('[') && !joined
        });
        if counts {
            let span = Span { source, start: range.start, end: range.end };
            let text = said.strip_suffix("\\]").map_or_else(|| said.to_owned(), |said| format!("{said}]"));
            out.push(Said { text, span });
        }
    }
    out
}

impl Facts {
    fn section(&self) -> Option<Section> {
        self.doc.headings.get(self.at?)?.section
    }

    /// Keeps the place of what is no fact.
    pub(super) fn besides(&mut self, span: Span) {
        self.doc.besides.push((self.at, Said { text: String::new(), span }));
    }

    fn heading(&mut self) {
        let Some(heading) = self.at.and_then(|at| self.doc.headings.get(at)).cloned() else { return };
        self.list = (String::new(), 0);
        self.part = String::new();
        match heading.opens {
            Opens::Title => self.title(&heading.words),
            Opens::Phase(head) => self.phase(head, heading.span),
            Opens::Part => {
                self.part = simple(&heading.text);
                self.list = (self.part.clone(), 0);
                if matches!(heading.section, Some(Section::Api | Section::Entities)) {
                    self.contract_part(&heading);
                }
            }
            Opens::Section(_) | Opens::Other => self.contract_level = None,
        }
    }

    /// `Implementation Plan: Checkout`, `Checkout - Implementation Plan`, `Checkout`.
    fn title(&mut self, words: &Words) {
        const WORDS: &str = "implementation plan";
        let text = words.text.as_str();
        let at = text
            .char_indices()
            .map(|(at, _)| at)
            .find(|at| text.get(*at..at + WORDS.len()).is_some_and(|t| t.eq_ignore_ascii_case(WORDS)));
        let edge = [' ', ':', '-', '–', '—', '|', '('];
        let part = match at {
            None => {
                // `Plan: Checkout`
                let named = ["plan: ", "project plan: ", "technical plan: "].into_iter();
                let mut named = named.filter(|w| text.get(..w.len()).is_some_and(|t| t.eq_ignore_ascii_case(w)));
                words.part(named.next().map_or(0, str::len)..text.len())
            }
            Some(at) => {
                let behind = text[at + WORDS.len()..].trim_start_matches(edge);
                let behind = behind.strip_prefix("for ").or_else(|| behind.strip_prefix("of ")).unwrap_or(behind);
                if behind.trim().is_empty() {
                    let before = text[..at].trim_end_matches(edge);
                    words.part(0..before.len())
                } else {
                    words.part(text.len() - behind.len()..text.len())
                }
            }
        };
        let said = part.said();
        if !said.text.is_empty() && said.text.contains(char::is_alphanumeric) {
            self.doc.feature = Some(said);
        }
    }

    fn text(&mut self, section: Option<Section>, run: &Run, depth: usize) {
        match section {
            Some(Section::Specification) => self.spec(run),
            Some(Section::Stack) => self.technology(run, depth, &run.words),
            Some(Section::Phases) => self.phase_text(run),
            Some(Section::Api | Section::Entities) => self.contract_text(run),
            Some(Section::Risks) => self.risk_text(run),
            Some(Section::Testing) if run.label.is_some() => self.test_text(run),
            Some(Section::Compliance | Section::Success) if run.value.text.is_empty() => {}
            None if self.is_head() => self.spec(run),
            _ => self.besides(run.words.said().span),
        }
    }

    fn item(&mut self, section: Option<Section>, item: &Item) {
        match section {
            Some(Section::Specification) => item.runs.iter().for_each(|run| self.spec(run)),
            Some(Section::Stack) => item.runs.iter().for_each(|run| self.technology(run, item.depth, &item.whole)),
            Some(Section::Phases) => self.phase_item(item),
            Some(Section::Files) if self.doc.files.is_none() => {
                self.branches.push((item.depth, item.whole.said()));
            }
            Some(Section::Api | Section::Entities) => self.contract_item(item),
            Some(Section::Testing) => self.test_item(item),
            Some(Section::Compliance) => {
                let point = point(item);
                self.doc.compliance.push(point);
            }
            Some(Section::Risks) => self.risk_item(item),
            Some(Section::Success) => {
                let point = point(item);
                self.doc.success.push(point);
            }
            None if self.is_head() => item.runs.iter().for_each(|run| self.spec(run)),
            _ => self.besides(item.whole.said().span),
        }
    }

    /// Whether nothing but the title stands above: what belongs to the specification is often written there.
    fn is_head(&self) -> bool {
        self.at.and_then(|at| self.doc.headings.get(at)).is_none_or(|h| h.opens == Opens::Title)
    }

    fn fence(&mut self, section: Option<Section>, at: usize) {
        let fence = &self.doc.fences[at];
        let (mermaid, span) = (fence.is_mermaid(), fence.span);
        match section {
            Some(Section::Files) if !mermaid && self.doc.files.is_none() => {
                let start = fence.place(0..0).start;
                let place = Span { start, end: fence.place(0..fence.text.len()).end, ..fence.span };
                self.doc.files = Some(Said { text: tree::indented(&fence.text), span: place });
            }
            Some(Section::Api | Section::Entities) if !mermaid => self.contract_fence(at),
            _ => self.besides(span),
        }
    }

    fn table(&mut self, section: Option<Section>, table: &super::Table) {
        match section {
            Some(Section::Phases) => self.phase_table(table),
            Some(Section::Specification) => self.spec_table(table),
            None if self.is_head() => self.spec_table(table),
            Some(Section::Stack) => self.stack_table(table),
            Some(Section::Risks) => self.risk_table(table),
            Some(Section::Api | Section::Entities) => self.contract_table(table),
            _ => self.besides(table.span),
        }
    }

    /// A row for each: `Spec ID`, `Generated`, `Focus`.
    fn spec_table(&mut self, table: &super::Table) {
        let head = |name: &str| matches!(name, "field" | "key" | "item" | "property" | "attribute" | "");
        for row in table.rows.iter().filter(|r| r.cells.first().is_none_or(|c| !head(&simple(&c.bare().text)))) {
            let [name, value] = row.cells.as_slice() else {
                self.besides(row.span);
                continue;
            };
            let name = name.bare();
            let name = name.text.trim_end_matches(':');
            if SpecField::named(&simple(name)).is_none() {
                self.besides(row.span);
                continue;
            }
            let label = Some((simple(name), name.to_owned()));
            self.spec_field(&Run { label, value: value.clone(), words: value.clone() });
        }
    }

    fn spec(&mut self, run: &Run) {
        const MOST: usize = 8;
        // `**Spec ID**: SPEC-1 | **Date**: 2026-01-01`
        let mut parts: Vec<Words> = Vec::new();
        let mut rest = run.words.clone();
        for _ in 0..MOST {
            let Some((at, len)) = rest.split_at(&[" | ", " · ", " • ", ", "]) else { break };
            let next = rest.part(at + len..rest.text.len());
            // A comma may stand in a value.
            let comma = rest.text[at..].starts_with(',');
            let own = |name: &str| SpecField::named(&simple(name)).is_some();
            let labelled = label(&next).is_some_and(|(name, _)| !comma || own(&name));
            if !labelled && dated(&next).is_none() {
                break;
            }
            parts.push(rest.part(0..at));
            rest = next;
        }
        if parts.is_empty() {
            return self.spec_field(run);
        }
        parts.push(rest);
        for part in &parts {
            if let Some(run) = dated(part) {
                self.spec_field(&run);
                continue;
            }
            for run in runs(std::slice::from_ref(part)) {
                self.spec_field(&run);
            }
        }
    }

    fn spec_field(&mut self, run: &Run) {
        let value = run.value.bare().said();
        let place = match run.label.as_ref().and_then(|(name, _)| SpecField::named(name)) {
            Some(SpecField::Id) => &mut self.doc.spec_id,
            Some(SpecField::Day) => &mut self.doc.generated,
            Some(SpecField::Focus) => &mut self.doc.focus,
            Some(SpecField::Feature) if self.doc.feature.is_none() => &mut self.doc.feature,
            _ => return self.besides(run.words.said().span),
        };
        if place.is_none() && !value.text.is_empty() {
            *place = Some(value);
        }
    }

    fn finish(mut self) -> PlanDoc {
        self.finish_contracts();
        if let (Some((_, first)), Some((_, last)), None) =
            (self.branches.first(), self.branches.last(), &self.doc.files)
        {
            let span = Span { end: last.span.end, ..first.span };
            let text = tree::of_points(&self.branches);
            self.doc.files = Some(Said { text, span });
        }
        self.doc
    }
}

/// A point as it is.
pub(super) fn point(item: &Item) -> Point {
    Point { text: item.whole.said(), done: item.done, depth: item.depth }
}

/// A value that says something.
pub(super) fn value(words: &Words) -> Option<Said> {
    let said = words.part(0..words.text.len()).said();
    let empty = matches!(said.text.as_str(), "" | "-" | "–" | "—");
    (!empty).then_some(said)
}

/// What a run says, under the label that it stands in.
pub(super) fn entry(run: &Run, under: &str) -> Entry {
    let name = run.label.as_ref().map_or_else(String::new, |(_, name)| name.clone());
    let words = run.words.said();
    Entry { name: Said { text: name, span: words.span }, value: run.value.bare().said(), under: under.to_owned() }
}
