//! The pictures of the architecture: which of them give elements and relations, and what becomes of the others.
//!
//! Part of: the import of plans.

use super::Notes;
use super::elements::Elements;
use super::guess;
use crate::base::{Code, Diagnostic, Status};
use crate::mermaid::read::flowchart::Flowchart;
use crate::mermaid::read::{Fault, Parsed, read};
use crate::plan::Section;
use crate::plan::read::{Fence, PlanDoc, simple};
use std::collections::BTreeMap;

/// Reads the first flowchart, and further ones that show the same elements: what changes, and generated ones.
pub(super) fn pictures(doc: &PlanDoc, notes: &mut Notes) -> Elements {
    let mut elements = Elements::default();
    let mut first: Option<usize> = None;
    let mut others = Vec::new();
    for fence in doc.architecture.iter().filter_map(|at| doc.fences.get(*at)) {
        let reading = read(&fence.text);
        let (line, ours) = (doc.line(fence.span), doc.is_generated(fence.span));
        elements.generated = ours;
        // Our picture of what changes says of everything whether it does.
        let usual = |chart: &Flowchart| (ours && shows_changes(chart)).then_some(Status::Kept);
        let kind = match (&reading.diagram, first) {
            (None, _) => {
                unread(doc, fence, reading.faults.first(), notes);
                continue;
            }
            (Some(Parsed::Flowchart(chart)), None) => {
                elements.chart(chart, fence, usual(chart), notes);
                notes.pictures.push(format!("The flowchart in line {line} gives the elements and relations."));
                first = Some(line);
                continue;
            }
            (Some(Parsed::Flowchart(chart)), Some(_)) if ours || shows_changes(chart) => {
                elements.chart(chart, fence, usual(chart), notes);
                let what = if shows_changes(chart) { "what changes" } else { "what it shows besides" };
                notes.pictures.push(format!("The flowchart in line {line} gives {what}."));
                continue;
            }
            (Some(Parsed::Flowchart(_)), Some(_)) => "flowchart",
            (Some(Parsed::Sequence(_)), _) => "sequence diagram",
            (Some(Parsed::Er(_)), _) => "ER diagram",
            (Some(Parsed::Gantt(_)), _) => "gantt chart",
            (Some(Parsed::Quadrant(_)), _) => "quadrant chart",
            (Some(other), _) => other.word(),
        };
        let from = first.map_or_else(|| "a flowchart".to_owned(), |line| format!("the flowchart in line {line}"));
        others.push((fence.span, format!("This {kind} is left out: elements and relations come from {from}")));
    }
    for (span, words) in others {
        notes.say(span, if first.is_none() { format!("{words}, and none is here") } else { words });
    }
    elements
}

/// The ids that our own gantt chart of the phases gives them, by their names in their simplest form.
pub(super) fn phase_ids(doc: &PlanDoc) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for fence in doc.fences.iter().filter(|fence| fence.is_mermaid() && doc.is_generated(fence.span)) {
        if doc.section_at(fence.span) != Some(Section::Phases) {
            continue;
        }
        let Some(Parsed::Gantt(chart)) = read(&fence.text).diagram else { continue };
        for task in chart.tasks {
            // Behind the name stands how long it takes.
            let name = task.name.rsplit_once(" (").map_or(task.name.as_str(), |(name, _)| name);
            if let Some(id) = task.id {
                ids.entry(simple(name)).or_insert(id);
            }
        }
    }
    ids
}

/// Says that nothing of a picture is taken, as it cannot be read. One that is the template's still is no picture.
fn unread(doc: &PlanDoc, fence: &Fence, fault: Option<&Fault>, notes: &mut Notes) {
    let span = fault.map_or(fence.span, |fault| fence.place(fault.at.clone()));
    if doc.has_placeholder(span) {
        return;
    }
    let why = fault.map_or("", |fault| fault.message.as_str());
    let message = format!("This picture of the architecture is left out with all that it shows. {why}");
    let finding = Diagnostic::new(Code::PlanMermaid, span, message.trim_end());
    notes.all.push(match fault {
        Some(fault) => finding.help(fault.help.clone()),
        None => finding,
    });
}

/// Whether a picture says of its elements what the plan does to them, as our own do.
fn shows_changes(chart: &Flowchart) -> bool {
    let says = |classes: &[String]| guess::status(classes).is_some();
    chart.nodes.iter().any(|node| says(&node.classes)) || chart.subgraphs.iter().any(|frame| says(&frame.classes))
}
