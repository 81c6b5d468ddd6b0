//! Sections: all there, once, in the order of the template, with something in them.

use super::Findings;
use crate::base::{Code, Span};
use crate::describe::suggest;
use crate::plan::Section;
use crate::plan::read::{Opens, PlanDoc, simple};

/// Applies the rules. `start` is the start of the document. Of one with a fence that is not closed nothing is missing:
/// it may stand in there.
pub(super) fn check(to: &mut Findings<'_>, start: Span, swallowed: bool) {
    let doc = to.doc;
    let title = doc.headings.iter().find(|h| h.opens == Opens::Title).map_or(start, |h| h.span);
    let found: Vec<(Section, Span)> =
        Section::ALL.into_iter().filter_map(|s| doc.heading_of(s).map(|h| (s, h.span))).collect();
    for section in Section::ALL.into_iter().filter(|_| !swallowed) {
        // What every plan says of its tests and so on may also stand in a list that says so.
        if found.iter().all(|(own, _)| *own != section) && !is_said(doc, section) {
            let message = format!("There is no section `{}`.", section.heading());
            let near = misspelt(doc, section);
            let help = near.map_or_else(
                || format!("Add `## {}`.", section.heading()),
                |(line, text)| format!("Line {line} has `{text}`: is it meant? Else add `## {}`.", section.heading()),
            );
            to.add(Code::PlanSection, title, message, help);
        }
    }
    order(to, &found);
    twice(to);
    for (section, span) in found {
        if !swallowed && !is_said(doc, section) {
            let message = format!("The section `{}` says nothing that a plan says there.", section.heading());
            to.add(Code::PlanSection, span, message, hint(section));
        }
    }
}

/// A heading that is nearly that of a section, with its line.
fn misspelt(doc: &PlanDoc, section: Section) -> Option<(usize, &str)> {
    /// Nobody has more headings without a meaning.
    const MOST: usize = 500;
    let wanted = simple(section.heading());
    let mut others = doc.headings.iter().filter(|h| h.opens == Opens::Other).take(MOST);
    let near = |text: &str| {
        let name = simple(text);
        let bare = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        suggest::nearest(bare, [wanted.as_str()]).is_some()
    };
    others.find(|h| near(&h.text)).map(|h| (doc.line(h.span), h.text.as_str()))
}

/// Whether the plan has what belongs into a section.
fn is_said(doc: &PlanDoc, section: Section) -> bool {
    match section {
        Section::Specification => doc.spec_id.is_some() || doc.generated.is_some() || doc.focus.is_some(),
        Section::Architecture => !doc.architecture.is_empty(),
        Section::Stack => !doc.core.is_empty() || !doc.supporting.is_empty(),
        Section::Phases => !doc.phases.is_empty(),
        Section::Files => doc.files.is_some(),
        Section::Api => !doc.endpoints.is_empty(),
        Section::Entities => !doc.entities.is_empty(),
        Section::Testing => !doc.unit.is_empty() || !doc.integration.is_empty() || !doc.e2e.is_empty(),
        Section::Compliance => !doc.compliance.is_empty(),
        Section::Risks => !doc.technical_risks.is_empty() || !doc.timeline_risks.is_empty(),
        Section::Success => !doc.success.is_empty(),
    }
}

fn hint(section: Section) -> &'static str {
    match section {
        Section::Specification => "Write `- **Spec ID**: SPEC-001` and the date and focus below it.",
        Section::Architecture => "Draw the architecture in a fence of `mermaid`.",
        Section::Stack => "Write `- **Language**: ..` and so on.",
        Section::Phases => "Write `### Phase 0: ..` and so on.",
        Section::Files => "Draw the folders in a fence.",
        Section::Api => "Write `### Endpoint: ..` with a fence of `yaml` for each.",
        Section::Entities => "Write `### Entity: ..` with a fence of `yaml` for each.",
        Section::Testing => "Write `### Unit Tests`, `### Integration Tests` and `### E2E Tests`.",
        Section::Compliance => "Write `- [x] Specification First: ..` and so on.",
        Section::Risks => "Write a table with the columns Risk, Probability, Impact and Mitigation.",
        Section::Success => "Write a point with a tick box, `- [ ]`, for each criterion.",
    }
}

/// The fewest sections that stand out of order: those that are not in the longest run that is in order.
fn order(to: &mut Findings<'_>, found: &[(Section, Span)]) {
    let mut placed = found.to_vec();
    placed.sort_by_key(|(_, span)| span.start);
    // By section: how long the longest run is that ends with it, and the one before it in that run.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::new();
    for at in 0..placed.len() {
        let before =
            (0..at).filter(|b| placed[*b].0 < placed[at].0).max_by_key(|b| (runs[*b].0, std::cmp::Reverse(*b)));
        runs.push((before.map_or(1, |b| runs[b].0 + 1), before));
    }
    let mut kept = vec![false; placed.len()];
    let mut at = (0..placed.len()).max_by_key(|at| (runs[*at].0, std::cmp::Reverse(*at)));
    while let Some(one) = at {
        kept[one] = true;
        at = runs[one].1;
    }
    for (one, (section, span)) in placed.iter().enumerate().filter(|(one, _)| !kept[*one]) {
        let before = (0..placed.len()).filter(|o| kept[*o] && placed[*o].0 < *section).max_by_key(|o| placed[*o].0);
        let help = before.map_or_else(
            || "Move it up to the start.".to_owned(),
            |o| format!("Move it behind `{}`.", placed[o].0.heading()),
        );
        let message = format!("The section `{}` is out of order.", section.heading());
        let _ = one;
        to.add(Code::PlanSection, *span, message, help);
    }
}

fn twice(to: &mut Findings<'_>) {
    let doc = to.doc;
    let mut seen: Vec<Section> = Vec::new();
    for heading in &doc.headings {
        let Opens::Section(section) = heading.opens else { continue };
        if seen.contains(&section) {
            let message = format!("The section `{}` is here a second time.", section.heading());
            to.add(Code::PlanDuplicate, heading.span, message, "Put both into one, or rename this heading.");
        } else {
            seen.push(section);
        }
    }
}
