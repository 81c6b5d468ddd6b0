//! Fences: YAML that is YAML, Mermaid that hosts draw.

use super::Findings;
use crate::base::{Code, Diagnostic, Severity, SourceId, Span};
use crate::describe::yaml;
use crate::mermaid::read::{self, Parsed};
use crate::plan::Section;
use crate::plan::read::{Fence, PlanDoc, mask};
use std::ops::Range;

/// Applies the rules.
pub(super) fn check(to: &mut Findings<'_>) {
    let doc = to.doc;
    to.all.extend(doc.fences.iter().filter_map(|fence| unclosed(doc, fence)));
    // What else is wrong in one without its end is no more than what it swallowed.
    for fence in doc.fences.iter().filter(|fence| !fence.is_open()) {
        if fence.is_mermaid() {
            mermaid(to, fence);
        } else if fence.is_yaml() {
            to.all.extend(yaml_faults(doc, fence));
        }
    }
}

/// That a fence has no end: what stands behind it is part of it, headings among it.
pub(in crate::plan) fn unclosed(doc: &PlanDoc, fence: &Fence) -> Option<Diagnostic> {
    if !fence.is_open() {
        return None;
    }
    let line = doc.line(fence.span);
    let span = Span { end: fence.span.start + fence.mark.len(), ..fence.span };
    let (message, place) = match fence.reopened() {
        Some(inner) => {
            let inner = doc.line(inner);
            (
                format!("The fence of line {line} is not closed: another one begins inside of it in line {inner}."),
                format!(" above line {inner}"),
            )
        }
        None => (format!("The fence of line {line} is not closed."), String::new()),
    };
    let help = format!("Write its mark again, alone on a line, where it ends{place}: what stands behind is not read.");
    Some(Diagnostic::new(Code::PlanFence, span, message).help(help))
}

/// Why a fence of YAML cannot be read, with its place in the document.
pub(in crate::plan) fn yaml_faults(doc: &PlanDoc, fence: &Fence) -> Vec<Diagnostic> {
    let ours = matches!(doc.section_at(fence.span), Some(Section::Api | Section::Entities));
    let mut out = Vec::new();
    for finding in faults(&mask(&fence.text), fence.span.source) {
        // Manifests of other tools hold several documents.
        if finding.code == Code::SeveralDocuments && !ours {
            continue;
        }
        let span = finding.span.map_or(fence.span, |s| fence.place(s.start..s.end));
        if !doc.has_placeholder(span) {
            out.push(Diagnostic { code: Code::PlanYaml, span: Some(span), ..finding });
        }
    }
    out
}

/// What is wrong with a text of YAML.
fn faults(text: &str, source: SourceId) -> impl Iterator<Item = Diagnostic> {
    yaml::parse(text, source).diagnostics.into_iter().filter(|finding| finding.severity == Severity::Error)
}

fn mermaid(to: &mut Findings<'_>, fence: &Fence) {
    let head = read::frontmatter(&fence.text);
    for (span, fault) in head.into_iter().flat_map(|head| frontmatter(fence, head)) {
        to.add(Code::PlanMermaid, span, fault.message, fault.help.unwrap_or_default());
    }
    let reading = read::read(&fence.text);
    for fault in &reading.faults {
        let span = fence.place(fault.at.clone());
        to.add(Code::PlanMermaid, span, fault.message.clone(), fault.help.clone());
    }
    for warning in &reading.warnings {
        let span = fence.place(warning.at.clone());
        to.add(Code::MermaidLostLetter, span, warning.message.clone(), warning.help.clone());
    }
    if let Some(Parsed::Other(word)) = reading.diagram {
        let message = format!("This `{word}` is not checked: its kind is not read.");
        to.add(Code::PlanUnchecked, fence.place(0..0), message, "Look at it where it is drawn.");
    }
}

/// Why the YAML before a diagram cannot be read: hosts draw an error in its place.
fn frontmatter(fence: &Fence, head: Range<usize>) -> Vec<(Span, Diagnostic)> {
    let text = fence.text.get(head.clone()).unwrap_or_default();
    let place = |finding: Diagnostic| {
        let part = finding.span.map_or(0..text.len(), |span| span.start..span.end);
        (fence.place(head.start + part.start..head.start + part.end), finding)
    };
    // Hosts take a list for a key.
    let faults = faults(text, fence.span.source).filter(|finding| finding.code != Code::KeyNotText);
    faults.map(place).collect()
}
