//! The text of a plan -> what is wrong in it, one file a group of rules.
//!
//! Part of: plan. Input: a [`PlanDoc`], and the model that it should fit, where there is one. Output: findings by place.

mod contracts;
mod description;
mod fences;
mod generated;
mod phases;
mod sections;
mod values;

pub(super) use fences::{unclosed, yaml_faults};
pub(super) use phases::PhaseIndex;
pub(super) use values::{focus, level};

use super::read::PlanDoc;
use crate::base::{Code, Diagnostic, SourceId, Sources, Span};
use crate::describe::Model;

/// The description that a plan belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Described<'a> {
    /// What it says.
    pub model: &'a Model,
    /// Its texts.
    pub sources: &'a Sources,
}

/// Finds what is wrong in a plan. With its description it also finds where the two contradict each other.
pub fn check(doc: &PlanDoc, source: SourceId, described: Option<Described<'_>>) -> Vec<Diagnostic> {
    let start = Span { source, start: 0, end: 0 };
    let mut findings = Findings { all: Vec::new(), doc };
    let swallowed = doc.fences.iter().any(super::read::Fence::is_open);
    if doc.is_foreign() && !swallowed {
        let message = "None of the sections of an implementation plan is here.";
        let help = "Give the Markdown file of a plan: its sections are `## Specification Reference` and so on.";
        findings.add(Code::PlanSection, start, message, help);
    } else {
        sections::check(&mut findings, start, swallowed);
    }
    placeholders(&mut findings, described);
    values::check(&mut findings);
    fences::check(&mut findings);
    phases::check(&mut findings);
    contracts::check(&mut findings);
    generated::say(&mut findings);
    if let Some(Described { model, .. }) = described {
        description::check(&mut findings, model, start);
    }
    let mut all = findings.all;
    all.sort_by(|a, b| (a.span, a.severity, a.code, &a.message).cmp(&(b.span, b.severity, b.code, &b.message)));
    all.dedup();
    all
}

/// Findings under construction.
struct Findings<'a> {
    all: Vec<Diagnostic>,
    doc: &'a PlanDoc,
}

impl Findings<'_> {
    fn add(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.all.push(Diagnostic::new(code, span, message).help(help));
    }
}

fn placeholders(to: &mut Findings<'_>, described: Option<Described<'_>>) {
    let keys = generated::keys(to.doc, described);
    for (placeholder, key) in to.doc.placeholders.iter().zip(keys) {
        let shown: String = placeholder.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = format!("`{shown}` is left over from a template.");
        let help = match key {
            Some(key) => key,
            None if shown.starts_with("<!--") => "Do what it asks for, then delete it.".to_owned(),
            None => "Write what it stands for.".to_owned(),
        };
        to.all.push(Diagnostic::new(Code::PlanPlaceholder, placeholder.span, message).help(help));
    }
}
