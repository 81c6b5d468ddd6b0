//! Many descriptions at once: read all, then draw their views, in parallel where that pays.
//!
//! Findings come in the order of the inputs and views, whatever was done first.

use super::Exit;
use super::console::{Console, words};
use super::files::{self, Includes, Refused};
use super::inputs::Input;
use super::look::Look;
use super::progress::Progress;
use crate::base::{Code, Diagnostic, Error, Severity, SourceId, Sources, Span};
use crate::describe::Model;
use crate::describe::model::View;
use crate::layout::Earlier;
use crate::pipeline::{self, Artifact, Format, Request};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Below this many elements in views a second thread costs more than it saves.
const WORTH_THREADS: usize = 300;

/// A description that can be drawn.
pub(super) struct Read {
    /// Where it is from.
    pub(super) input: Input,
    /// Its texts.
    pub(super) sources: Sources,
    /// What it says.
    pub(super) model: Model,
    /// Its views, written or derived.
    pub(super) views: Vec<View>,
}

/// What shall be drawn.
pub(super) struct Wanted<'a> {
    /// In which formats.
    pub(super) formats: &'a [Format],
    /// Which views; all where empty.
    pub(super) views: &'a [String],
    /// How.
    pub(super) look: &'a Look,
    /// Where things stood before, where one view is drawn.
    pub(super) earlier: Option<&'a Earlier>,
    /// Whether pictures carry the text of their description: that of the file, without those that it includes.
    pub(super) keep_source: bool,
}

/// Descriptions of a run.
#[derive(Default)]
pub(super) struct Descriptions {
    /// Those that can be drawn.
    pub(super) read: Vec<Read>,
    /// Those that cannot, and the user has been told why.
    pub(super) broken: BTreeSet<PathBuf>,
}

/// Reads descriptions and shows their findings.
pub(super) fn read(inputs: Vec<Input>, console: &Console) -> (Descriptions, Exit) {
    let parallel = inputs.len() > 8 && console.jobs != 1;
    let all = map(parallel, inputs, |input| {
        let read = files::read(&input.path, files::INCLUDE).map(|source| crate::describe::read(source, &Includes));
        (input, read)
    });
    let included = included(&all);
    let mut out = Descriptions::default();
    let mut exit = Exit::Fine;
    for (input, read) in all {
        if input.found && included.contains(&files::tidy(&input.path)) {
            continue;
        }
        match read {
            Err(refused) => {
                exit = exit.max(console.refused(refused));
                out.broken.insert(files::tidy(&input.path));
            }
            Ok((checked, sources)) => {
                exit = exit.max(console.findings(&checked.diagnostics, &sources));
                let sound = !checked.has_errors();
                if let Some(model) = checked.value.filter(|_| sound) {
                    let views = pipeline::views(&model);
                    if views.is_empty() {
                        exit = exit.max(console.findings(&[nothing(&model)], &sources));
                    }
                    out.read.push(Read { input, sources, model, views });
                } else {
                    out.broken.insert(files::tidy(&input.path));
                }
            }
        }
    }
    (out, exit)
}

/// A description without elements and views is sound, and no picture. With a plan it still says something.
fn nothing(model: &Model) -> Diagnostic {
    let start = Span { source: SourceId(0), start: 0, end: 0 };
    let severity = if model.plan.is_some() { Severity::Warning } else { Severity::Error };
    let finding = Diagnostic::new(Code::EmptyView, start, "There is nothing to draw.");
    Diagnostic { severity, ..finding }.help("Say under `elements:` who and what there is.")
}

type Outcome = Result<(crate::base::Checked<Model>, Sources), Refused>;

/// Files that others include: they are drawn as part of those. Of two that include each other neither is left out.
fn included(all: &[(Input, Outcome)]) -> BTreeSet<PathBuf> {
    let mut by: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for (input, read) in all {
        let Ok((_, sources)) = read else { continue };
        for source in sources.0.iter().skip(1) {
            by.entry(files::tidy(source.name.as_ref())).or_default().insert(files::tidy(&input.path));
        }
    }
    let includes = |a: &PathBuf, b: &PathBuf| by.get(b).is_some_and(|includers| includers.contains(a));
    by.iter().filter(|(file, by)| by.iter().any(|b| b != *file && !includes(file, b))).map(|(f, _)| f.clone()).collect()
}

/// What became of one view.
struct Drawn {
    findings: Vec<Diagnostic>,
    errors: Vec<String>,
}

/// Draws the wanted views; `write` gets each picture as soon as it is there, on any thread. Says how many views.
pub(super) fn draw<W>(read: &[Read], wanted: &Wanted<'_>, console: &Console, write: W) -> (usize, Exit)
where
    W: Fn(&Read, usize, Vec<Artifact>) -> Result<(), Error> + Sync,
{
    let jobs: Vec<(&Read, usize)> = read
        .iter()
        .flat_map(|one| (0..one.views.len()).map(move |at| (one, at)))
        .filter(|(one, at)| wanted.views.is_empty() || wanted.views.contains(&one.views[*at].id))
        .collect();
    let work: usize = jobs.iter().map(|(one, _)| one.model.elements.len() + 10).sum();
    let heavy = work > WORTH_THREADS || wanted.formats.contains(&Format::Png);
    let parallel = jobs.len() > 1 && heavy && console.jobs != 1;
    let progress = Progress::new(console, jobs.len(), "pictures");
    let count = jobs.len();
    let drawn = map(parallel, jobs, |(one, at)| {
        let drawn = draw_one(one, at, wanted, &write);
        progress.step();
        (one, drawn)
    });
    progress.done();
    let mut exit = Exit::Fine;
    // Views that name the same preset file find the same in it.
    let mut said: BTreeSet<(&Path, Diagnostic)> = BTreeSet::new();
    for (one, mut drawn) in drawn {
        drawn.findings.retain(|finding| said.insert((&one.input.path, finding.clone())));
        exit = exit.max(console.findings(&drawn.findings, &one.sources));
        for words in drawn.errors {
            exit = exit.max(console.fail(Some(&one.input.path), &words));
        }
    }
    (count, exit)
}

fn draw_one<W>(one: &Read, at: usize, wanted: &Wanted<'_>, write: &W) -> Drawn
where
    W: Fn(&Read, usize, Vec<Artifact>) -> Result<(), Error>,
{
    let view = &one.views[at];
    let source = one.sources.0.first().filter(|_| wanted.keep_source).map(|source| source.text.as_str());
    let request = Request { source, ..wanted.look.request(wanted.formats, wanted.earlier) };
    // Nothing here panics that we know of; if one picture does, the others are still drawn.
    let Ok(picture) = catch_unwind(AssertUnwindSafe(|| pipeline::draw(&one.model, view, &request))) else {
        let name = files::shown(&one.input.path);
        let words = format!("{name}: the view `{}` made groundplan fail; this is a defect of groundplan", view.id);
        return Drawn { findings: Vec::new(), errors: vec![words] };
    };
    let name = files::shown(&one.input.path);
    let said = |e: &Error| format!("{name}: view {}: {}", view.id, words(e));
    let mut errors: Vec<String> = picture.errors.iter().map(said).collect();
    if let Err(error) = write(one, at, picture.artifacts) {
        errors.push(words(&error));
    }
    Drawn { findings: picture.diagnostics, errors }
}

/// `f` of each, in their order.
pub(super) fn map<T: Send, R: Send>(parallel: bool, items: Vec<T>, f: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if parallel { items.into_par_iter().map(f).collect() } else { items.into_iter().map(f).collect() }
}
