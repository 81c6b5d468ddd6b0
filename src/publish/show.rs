//! Figures -> what they show, drawn: text of the document, a file beside it, a view of a description.
//!
//! Part of: publish. Input: a [`Figure`] of a document. Output: its picture, or what stands against one, with places in
//! the document.

use super::batch::{Batch, Job};
use super::draw::{Defect, Drawn, Subject};
use super::embed::Embed;
use super::figure::{Figure, Place, Shows};
use super::files::{self, Includes, Refused};
use super::library::Description;
use super::marker::finding;
use super::view;
use crate::base::{Code, Diagnostic, Error, Severity, Source, SourceId, Span};
use crate::describe;
use crate::pipeline::Format;
use std::collections::BTreeSet;
use std::path::PathBuf;

const PATH: &str = "Check the path: it is relative to the document.";

/// What became of a figure.
#[derive(Default)]
pub(super) struct Done {
    pub(super) drawn: Option<Drawn>,
    /// Findings about the figure; places are in the document, or in `more` from 1 on.
    pub(super) findings: Vec<Diagnostic>,
    pub(super) more: Vec<Source>,
    pub(super) errors: Vec<String>,
    pub(super) needs: BTreeSet<PathBuf>,
}

impl Batch<'_> {
    /// Draws one figure.
    pub(super) fn figure(&self, job: &Job, figure: &Figure) -> Done {
        let mut done = Done { findings: figure.findings.clone(), ..Done::default() };
        if is_broken(&done.findings) {
            return done;
        }
        let drawn = match &figure.shows {
            Shows::Mermaid => Some(self.studio.draw(Subject::Mermaid(&figure.text), &self.formats(figure))),
            Shows::File(target) => self.file(job, figure, target, &mut done),
            Shows::Description => self.inline(job, figure, &mut done),
            Shows::View(src) => self.view(job, figure, src.as_deref(), &mut done),
        };
        let drawn = match drawn {
            None => return done,
            Some(Ok(drawn)) => drawn,
            Some(Err(Defect)) => {
                done.errors.push("this diagram made groundplan fail; this is a defect of groundplan".to_owned());
                return done;
            }
        };
        let local = matches!(figure.shows, Shows::Mermaid | Shows::Description);
        let mut broken = false;
        for found in &drawn.findings {
            broken |= found.severity == Severity::Error;
            // What stays a fence is read as one: that we do not draw it is no mistake of the document.
            let undrawn = found.code == Code::MermaidKind && matches!(figure.place, Place::Block { .. } | Place::Html);
            let severity = if undrawn && figure.shows == Shows::Mermaid { Severity::Warning } else { found.severity };
            // Files of their own stand behind the document; what is written in it has a place in it.
            let span = match found.span {
                Some(span) if span.source == SourceId(0) && local => {
                    let at = figure.map.place(span.start..span.end);
                    Span { source: SourceId(0), start: at.start, end: at.end }
                }
                Some(span) if local => span,
                Some(span) if !done.more.is_empty() => Span { source: SourceId(1), ..span },
                _ => Span { source: SourceId(0), start: figure.head.start, end: figure.head.end },
            };
            done.findings.push(Diagnostic { span: Some(span), severity, ..found.clone() });
        }
        done.errors.extend(drawn.errors.iter().cloned());
        let whole = drawn.artifacts.len() == self.formats(figure).len();
        if whole && drawn.errors.is_empty() && !broken {
            done.drawn = Some(drawn);
        }
        done
    }

    fn formats(&self, figure: &Figure) -> Vec<Format> {
        let first = figure.attributes.format;
        let inline = (self.style.embed == Embed::Inline).then_some(Format::Svg);
        let mut out: Vec<Format> = inline.into_iter().chain(first).chain(self.style.formats.iter().copied()).collect();
        let mut seen = BTreeSet::new();
        out.retain(|format| seen.insert(*format));
        out
    }

    fn file(&self, job: &Job, figure: &Figure, target: &str, done: &mut Done) -> Option<Result<Drawn, Defect>> {
        let path = files::tidy(&job.folder().join(target));
        done.needs.insert(path.clone());
        match files::read(&path, files::SPLIT) {
            Ok(source) => {
                let drawn = self.studio.draw(Subject::Mermaid(&source.text), &self.formats(figure));
                done.more.push(source);
                Some(drawn)
            }
            Err(Refused::World(error)) => {
                let words = match error {
                    Error::Read { source, .. } => format!("Cannot read {target}: {}.", files::reason(&source)),
                    other => format!("{other}."),
                };
                done.findings.push(finding(Code::RegionSource, &figure.head, words).help(PATH));
                None
            }
            Err(Refused::Text(why)) => {
                done.findings.push(finding(why.0.code, &figure.head, why.0.message));
                None
            }
        }
    }

    fn inline(&self, job: &Job, figure: &Figure, done: &mut Done) -> Option<Result<Drawn, Defect>> {
        let source = Source { name: files::shown(&job.path), text: figure.text.clone() };
        let (checked, sources) = describe::read(source, &Includes);
        for found in &checked.diagnostics {
            let span = found.span.map(|span| match span.source {
                SourceId(0) => {
                    let at = figure.map.place(span.start..span.end);
                    Span { source: SourceId(0), start: at.start, end: at.end }
                }
                _ => span,
            });
            done.findings.push(Diagnostic { span, ..found.clone() });
        }
        done.needs.extend(sources.0.iter().skip(1).map(|source| PathBuf::from(&source.name)));
        let sound = !checked.has_errors();
        let description = checked.value.filter(|_| sound).map(|model| Description::new(model, &sources));
        done.more = sources.0.into_iter().skip(1).collect();
        self.viewed(&description?, figure, done)
    }

    fn view(&self, job: &Job, figure: &Figure, src: Option<&str>, done: &mut Done) -> Option<Result<Drawn, Defect>> {
        let path = match src {
            Some(src) => files::tidy(&job.folder().join(src)),
            None => match self.library.beside(job.folder()) {
                Ok(path) => path,
                Err(words) => {
                    let help = "Name one: `src=FILE.yaml`.";
                    done.findings.push(finding(Code::RegionSource, &figure.head, words).help(help));
                    return None;
                }
            },
        };
        done.needs.insert(path.clone());
        let known = self.library.get(&path);
        done.needs.extend(known.sources.0.iter().map(|source| PathBuf::from(&source.name)));
        let description = match &known.description {
            Ok(description) => description,
            Err(words) => {
                done.findings.push(finding(Code::RegionSource, &figure.head, words.as_str()).help(PATH));
                return None;
            }
        };
        let drawn = self.viewed(description, figure, done)?;
        Some(drawn.map(|mut drawn| {
            // What is wrong with the description is said once, at its place there; here stands what that means.
            let (errors, others): (Vec<Diagnostic>, _) =
                drawn.findings.drain(..).partition(|found| found.severity == Severity::Error);
            known.say(others);
            drawn.findings.extend(errors.into_iter().map(|found| Diagnostic { span: None, ..found }));
            drawn
        }))
    }

    fn viewed(&self, of: &Description, figure: &Figure, done: &mut Done) -> Option<Result<Drawn, Defect>> {
        let view = match &figure.attributes.view {
            Some(name) => view::named(&of.views, name),
            None => of.views.first().ok_or_else(|| {
                Diagnostic::new(Code::EmptyView, None, "The description has nothing to draw.")
                    .help("Say under `elements:` who and what there is.")
            }),
        };
        match view {
            Ok(view) => Some(self.studio.draw(Subject::View(of, view), &self.formats(figure))),
            Err(mut found) => {
                let start = finding(found.code, &figure.head, "").span;
                found.span = start;
                done.findings.push(found);
                None
            }
        }
    }
}

pub(super) fn is_broken(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|found| found.severity == Severity::Error)
}
