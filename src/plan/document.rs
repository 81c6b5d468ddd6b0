//! [`Model`] -> the whole plan: title, headings, sections and pictures in the template's order.
//!
//! Part of: plan. Input: a model. Output: [`Piece`]s in order. What is generated comes as parts of its own, so that
//! publish can put markers around them; everything else is the author's from then on.

use super::diagrams::{self, Place};
use super::markdown::heading;
use super::{Section, section};
use crate::base::{Checked, Code, Diagnostic, Severity};
use crate::describe::Model;

/// What a part of a plan shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A view, by its id.
    View(String),
    /// A section.
    Section(Section),
}

/// A part of a plan that is generated, and can be again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it shows.
    pub what: What,
    /// Its Markdown, in whole lines.
    pub markdown: String,
}

/// A piece of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Title, headings, blank lines: whole lines that are written once.
    Frame(String),
    /// What is generated.
    Part(Part),
}

/// How the title of a plan starts.
pub const TITLE: &str = "# Implementation Plan: ";

/// The comment at the head of a plan.
const HEAD: &str = "<!-- Written by groundplan: what stands between markers is generated, the rest is yours. -->\n";

/// Writes the whole plan. `generated` is its day, where the description does not say it.
///
/// A picture that cannot be drawn is left out; where the user wrote its view, why is a finding.
pub fn document(model: &Model, generated: Option<&str>) -> Checked<Vec<Piece>> {
    let mut findings = Vec::new();
    let plan = model.plan.as_ref();
    let feature = plan.and_then(|plan| plan.feature.as_deref());
    let feature = feature.or(Some(model.name.as_str()).filter(|name| !name.trim().is_empty()));
    let feature = feature.map_or_else(
        || {
            let span = plan.map(|plan| plan.span).unwrap_or_default();
            let message = "The description does not say what is built: a placeholder stays in the plan.";
            findings.push(Diagnostic::new(Code::PlanGap, span, message).help("Write `plan.feature`."));
            "[FEATURE_NAME]".to_owned()
        },
        heading,
    );
    let mut out = vec![Piece::Frame(format!("{HEAD}\n{TITLE}{feature}\n"))];
    let diagrams = diagrams::diagrams(model);
    for each in Section::ALL {
        out.push(Piece::Frame(format!("\n## {}\n", each.heading())));
        let mut drawn = [Vec::new(), Vec::new()];
        for diagram in diagrams.iter().filter(|diagram| diagram.section == each) {
            match diagrams::mermaid(model, &diagram.view) {
                Ok(markdown) => {
                    let what = What::View(diagram.view.id.clone());
                    drawn[usize::from(diagram.place == Place::Behind)].push(Part { what, markdown });
                }
                Err(why) => findings.extend(why.into_iter().map(|finding| {
                    // The plan is there all the same.
                    Diagnostic { severity: Severity::Warning, ..finding }
                })),
            }
        }
        let [before, behind] = drawn;
        let words = match each {
            Section::Architecture if before.is_empty() => {
                let span = plan.map(|plan| plan.span).unwrap_or_default();
                let message = "There is no view for the picture of the architecture: a placeholder stays in the plan.";
                let help = "Write a view of `type: container` or `landscape`.";
                findings.push(Diagnostic::new(Code::PlanGap, span, message).help(help));
                Some(Piece::Frame(section(model, each, generated).value.unwrap_or_default()))
            }
            Section::Architecture => None,
            _ => {
                let checked = section(model, each, generated);
                findings.extend(checked.diagnostics);
                checked.value.map(|markdown| Piece::Part(Part { what: What::Section(each), markdown }))
            }
        };
        let pieces = before.into_iter().map(Piece::Part).chain(words).chain(behind.into_iter().map(Piece::Part));
        for (at, piece) in pieces.enumerate() {
            let heads = matches!(&piece, Piece::Part(part) if part.markdown.starts_with('#'));
            if at > 0 || heads {
                out.push(Piece::Frame("\n".to_owned()));
            }
            out.push(piece);
        }
    }
    // Those of one place stay in the order of the sections.
    findings.sort_by_key(|finding| finding.span);
    Checked { value: Some(out), diagnostics: findings }
}
