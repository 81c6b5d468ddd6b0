//! Fences: YAML that is YAML, Mermaid that hosts draw.

use super::Findings;
use crate::base::{Code, Severity};
use crate::describe::yaml;
use crate::plan::Section;
use crate::plan::read::{Fence, mask};

/// Applies the rules.
pub(super) fn check(to: &mut Findings<'_>) {
    let doc = to.doc;
    for fence in &doc.fences {
        if fence.is_mermaid() {
            mermaid(to, fence);
        } else if fence.is_yaml() {
            yaml(to, fence);
        }
    }
}

fn yaml(to: &mut Findings<'_>, fence: &Fence) {
    let ours = matches!(to.doc.section_at(fence.span), Some(Section::Api | Section::Entities));
    let source = fence.span.source;
    for finding in yaml::parse(&mask(&fence.text), source).diagnostics {
        // Manifests of other tools hold several documents.
        if finding.severity != Severity::Error || finding.code == Code::SeveralDocuments && !ours {
            continue;
        }
        let span = finding.span.map_or(fence.span, |s| fence.place(s.start..s.end));
        if !to.doc.has_placeholder(span) {
            to.add(Code::PlanYaml, span, finding.message, finding.help.unwrap_or_default());
        }
    }
}

fn mermaid(to: &mut Findings<'_>, fence: &Fence) {
    let reading = crate::mermaid::read::read(&fence.text);
    for fault in &reading.faults {
        let span = fence.place(fault.at.clone());
        to.add(Code::PlanMermaid, span, fault.message.clone(), fault.help.clone());
    }
    if let Some(crate::mermaid::read::Parsed::Other(word)) = reading.diagram {
        let message = format!("This `{word}` is not checked: its kind is not read.");
        to.add(Code::PlanUnchecked, fence.place(0..0), message, "Look at it where it is drawn.");
    }
}
