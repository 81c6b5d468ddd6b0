//! [`Model`] -> the whole plan: title, headings, sections and pictures in the template's order.
//!
//! Part of: plan. Input: a model. Output: [`Piece`]s in order. What is generated comes as parts of its own, so that
//! publish can put markers around them; everything else is the author's from then on.

use super::diagrams::{self, Place};
use super::markdown::heading;
use super::{Gap, Section, sections, template};
use crate::base::{Diagnostic, Severity};
use crate::describe::Model;

/// What a part of a plan shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A view, by its id.
    View(String),
    /// A section.
    Section(Section),
    /// The title.
    Title,
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

/// A plan, and what the description leaves open of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The plan.
    pub pieces: Vec<Piece>,
    /// What is missing, in the order of the plan.
    pub gaps: Vec<Gap>,
    /// What is wrong besides, by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// How the title of a plan starts.
const TITLE: &str = "# Implementation Plan: ";

/// The comment at the head of a plan.
const HEAD: &str = "<!-- Written by groundplan: what stands between markers is generated, the rest is yours. -->\n";

/// What the template has for the name of what is built.
const FEATURE: &str = "[FEATURE_NAME]";

/// The title of a plan, as a heading in a line of its own.
pub fn headline(model: &Model) -> String {
    format!("{TITLE}{}\n", feature(model).map_or_else(|| FEATURE.to_owned(), heading))
}

/// What is built; none where the description does not say it.
fn feature(model: &Model) -> Option<&str> {
    let said = model.plan.as_ref().and_then(|plan| plan.feature.as_deref());
    said.or(Some(model.name.as_str()).filter(|name| !name.trim().is_empty()))
}

/// Writes the whole plan. `generated` is its day, where the description does not say it.
///
/// A picture that cannot be drawn is left out; where the user wrote its view, why is a finding.
pub fn document(model: &Model, generated: Option<&str>) -> Written {
    let (mut gaps, mut findings) = (Vec::new(), Vec::new());
    let lack = |key: &str, what: &str, text: &str| {
        let span = model.plan.as_ref().map(|plan| plan.span).unwrap_or_default();
        let [key, what, text] = [key, what, text].map(str::to_owned);
        Gap { key, what, text, span }
    };
    if feature(model).is_none() {
        gaps.push(lack("plan.feature", "what is built", FEATURE));
    }
    let mut out = vec![Piece::Frame(format!("{HEAD}\n"))];
    out.push(Piece::Part(Part { what: What::Title, markdown: headline(model) }));
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
                let body = template::body(each);
                gaps.push(lack("views", "which view shows the architecture", body));
                Some(Piece::Frame(format!("{body}\n")))
            }
            Section::Architecture => None,
            _ => {
                let written = sections::write(model, each, generated);
                gaps.extend(written.gaps);
                findings.extend(written.findings);
                Some(Piece::Part(Part { what: What::Section(each), markdown: written.text }))
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
    Written { pieces: out, gaps, diagnostics: findings }
}
