//! Markdown -> the same with links to numbered pictures, as mermaid-cli writes it.
//!
//! Part of: publish. Input: the text of a document, and what its pictures are called. Output: [`Numbered`]. Of all
//! figures only fences of Mermaid become pictures, those of generated regions as they are written; they are counted
//! whether they can be drawn or not.

use super::batch::{Batch, Job, Outcome, words_for};
use super::embed::{Data, Picture, embed};
use super::figure::{Figure, Language, Shows, page};
use super::files;
use super::show::Done;
use crate::base::{Checked, Source, SourceId, Sources, Span};
use crate::pipeline::Artifact;
use crate::plan::Notation;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A document with numbered pictures.
#[derive(Debug)]
pub struct Numbered {
    /// Its text as it is written.
    pub text: Vec<u8>,
    /// Its pictures by number; none where one cannot be drawn.
    pub pictures: Vec<Option<Artifact>>,
    /// What was found.
    pub outcome: Outcome,
}

impl Batch<'_> {
    /// Draws the fences of a document; `link` is what it calls the picture of that number.
    pub fn numbered(&self, job: &Job, whole: &str, link: impl Fn(usize) -> String) -> Numbered {
        let name = files::shown(&job.path);
        let Checked { value, diagnostics } = page(whole, Language::Markdown);
        let mut outcome = Outcome { findings: diagnostics, ..Outcome::default() };
        let text = whole.trim_start_matches('\u{feff}').to_owned();
        outcome.sources = Sources(vec![Source { name: name.clone(), text }]);
        let mut pictures = Vec::new();
        let Some(mut page) = value else { return Numbered { text: whole.as_bytes().to_owned(), pictures, outcome } };
        let fences = page.document.fences.iter().filter(|fence| fence.notation() == Some(Notation::Mermaid));
        let fences: BTreeSet<usize> = fences.map(|fence| fence.range.start).collect();
        for figure in page.figures.iter_mut().filter(|figure| fences.contains(&figure.range.start)) {
            figure.shows = Shows::Mermaid;
        }
        let draw = |figure: &Figure| fences.contains(&figure.range.start).then(|| self.figure(job, figure));
        let done: Vec<Option<Done>> = page.figures.par_iter().map(draw).collect();
        let mut shown = Vec::with_capacity(done.len());
        for (figure, done) in page.figures.iter().zip(done) {
            let Some(done) = done else {
                shown.push(None);
                continue;
            };
            outcome.findings.extend(done.findings);
            let start = Span { source: SourceId(0), start: figure.head.start, end: figure.head.end };
            let (line, column) = outcome.sources.position(start);
            outcome.errors.extend(done.errors.iter().map(|words| format!("{name}:{line}:{column}: {words}")));
            let number = pictures.len() + 1;
            let drawn = done.drawn.filter(|drawn| !drawn.artifacts.is_empty());
            let untold = drawn.as_ref().and_then(|drawn| self.untold(figure, drawn));
            let drawn = drawn.filter(|_| untold.is_none());
            outcome.findings.extend(untold);
            shown.push(drawn.as_ref().map(|drawn| Picture {
                data: Data::File(link(number), None),
                alt: words_for(figure, drawn),
                caption: self.caption(figure, drawn, number),
                source: None,
                width: figure.attributes.width.clone(),
            }));
            pictures.push(drawn.map(|mut drawn| drawn.artifacts.swap_remove(0)));
        }
        outcome.findings.sort_by_key(|finding| finding.span);
        Numbered { text: page.document.encode(&embed(&page, &shown)), pictures, outcome }
    }
}
