//! `groundplan update`: the generated regions of documents refreshed, everything else as it was.
//!
//! Documents are read, then the descriptions that they name, then what their regions show is drawn, each once; then
//! the documents are written. Every step is parallel, and everything is said in the order of the documents.

use super::Exit;
use super::args::UpdateArgs;
use super::batch::map;
use super::console::Console;
use super::documents::{self, Beside, Job, Library};
use super::files::{self, Written};
use super::pictures::{Linked, State};
use super::shown::{self, Shown};
use crate::base::text::counted;
use crate::base::{Code, Diagnostic, Error, SourceId, Sources, Span};
use crate::describe::Model;
use crate::plan::{self, Section};
use crate::publish::{self, Document, Edited, Fence, Updated, What, Wrap};
use std::collections::BTreeSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// A document on its way: itself, or itself with markers that it did not have.
pub(super) struct Plan {
    pub(super) job: Job,
    /// Where its new regions stand in the document as it was.
    adopted: Vec<Range<usize>>,
    /// The descriptions of its regions, in their order.
    pub(super) descriptions: Vec<Result<PathBuf, Diagnostic>>,
    /// The pictures that its regions link to, each with the marker of its region.
    pub(super) linked: Vec<(Range<usize>, Linked)>,
}

/// What became of a document.
#[derive(Default)]
struct Outcome {
    /// How many regions it has.
    regions: usize,
    /// How many of them were stale.
    stale: usize,
    /// How many pictures that it links to were stale or missing.
    pictures: usize,
    findings: Vec<Diagnostic>,
    error: Option<Error>,
    diff: String,
}

/// Refreshes documents.
pub(super) fn run(args: &UpdateArgs, console: &Console) -> Exit {
    if let Some(src) = &args.src
        && let Err(source) = std::fs::File::open(src)
    {
        return console.error(&Error::Read { path: src.clone(), source });
    }
    let (jobs, mut exit) = documents::collect(&args.inputs, console);
    let beside = Beside::look(args.src.as_deref(), &jobs, console);
    let (library, found) = documents::library(wanted(&jobs, args, &beside), console);
    exit = exit.max(found);
    let mut plans: Vec<Plan> = jobs.into_iter().map(|job| prepare(job, args, &beside, &library)).collect();
    let shown = shown::draw(&mut plans, &library, args, console);
    let parallel = plans.len() > 1 && console.jobs != 1;
    let count = plans.len();
    let done = map(parallel, plans, |mut plan| {
        let outcome = refresh(&mut plan, args, &shown);
        (plan, outcome)
    });
    let mut sum = Sum { documents: count, ..Sum::default() };
    let mut diffs = String::new();
    for (plan, outcome) in done {
        let sources = Sources(vec![plan.job.source]);
        exit = exit.max(console.findings(&outcome.findings, &sources));
        if let Some(error) = &outcome.error {
            exit = exit.max(console.error(error));
        }
        sum.add(&outcome);
        diffs.push_str(&outcome.diff);
    }
    if let Err(error) = files::print_or_write(None, diffs.as_bytes()) {
        exit = exit.max(console.error(&error));
    }
    let looked = args.check || args.diff;
    if !(looked && exit > Exit::Fine && sum.changed == 0) {
        console.say(&sum.words(looked, exit));
    }
    exit
}

/// What became of all documents.
#[derive(Default)]
struct Sum {
    documents: usize,
    regions: usize,
    stale: usize,
    pictures: usize,
    /// Documents with a stale region or picture.
    changed: usize,
}

impl Sum {
    fn add(&mut self, outcome: &Outcome) {
        self.regions += outcome.regions;
        self.stale += outcome.stale;
        self.pictures += outcome.pictures;
        self.changed += usize::from(outcome.stale + outcome.pictures > 0);
    }

    /// How it went. `looked`: nothing was to be written.
    fn words(&self, looked: bool, exit: Exit) -> String {
        let documents = counted(self.documents, "document", "documents");
        let part = |count: usize, one, many| (count > 0).then(|| counted(count, one, many));
        let parts = [part(self.stale, "region", "regions"), part(self.pictures, "picture", "pictures")];
        let what = parts.into_iter().flatten().collect::<Vec<_>>().join(" and ");
        match (looked, self.changed) {
            (_, 0) if self.regions == 0 => format!(
                "{documents}: nothing to do, there is no generated region; write markers where a view shall stand, or name \
                 the description of a plan with --src FILE.yaml"
            ),
            (true, 0) => format!("{documents} checked: nothing is stale"),
            (true, changed) => format!("{documents} checked: {what} stale in {changed}"),
            (false, 0) => {
                let regions = counted(self.regions, "region", "regions");
                let fresh = if exit == Exit::Fine { "nothing to do" } else { "nothing refreshed" };
                format!("{documents}: {fresh}, of {regions} none is stale")
            }
            (false, changed) => format!("{documents}: {what} refreshed in {changed}"),
        }
    }
}

/// Every description that a document may need.
fn wanted(jobs: &[Job], args: &UpdateArgs, beside: &Beside<'_>) -> BTreeSet<PathBuf> {
    let mut out = BTreeSet::new();
    for job in jobs {
        let Some(document) = &job.document else { continue };
        out.extend(document.regions.iter().filter_map(|region| documents::named(job, region, beside).ok()));
        let fence = publish::architecture(document).filter(|fence| may_replace(fence, args));
        if document.regions.is_empty() && fence.is_some() {
            out.extend(beside.of(job));
        }
    }
    out
}

/// Whether a fence may become a region: a picture drawn by hand only where somebody says by what it is replaced.
fn may_replace(fence: &Fence, args: &UpdateArgs) -> bool {
    fence.is_placeholder() || args.src.is_some() || args.force
}

/// What is to be done to a document. One without markers gets them, where it has a place and a description for them.
fn prepare(mut job: Job, args: &UpdateArgs, beside: &Beside<'_>, library: &Library) -> Plan {
    let mut adopted = Vec::new();
    let mut descriptions = Vec::new();
    if let Some(document) = &job.document {
        if document.regions.is_empty() {
            match adopt(&job, document, args, beside, library) {
                Ok(adoption) => {
                    descriptions.extend(adoption.at.iter().map(|_| Ok(adoption.description.clone())));
                    adopted = adoption.at;
                    job.findings.extend(adoption.kept);
                    job.document = Some(adoption.document);
                }
                Err(finding) => job.findings.extend(finding),
            }
        } else {
            descriptions = document.regions.iter().map(|region| documents::named(&job, region, beside)).collect();
        }
    }
    Plan { job, adopted, descriptions, linked: Vec::new() }
}

/// A document that got markers.
struct Adoption {
    document: Document,
    at: Vec<Range<usize>>,
    description: PathBuf,
    /// Sections that get none, because somebody has written in them.
    kept: Vec<Diagnostic>,
}

/// Puts markers around the picture of the architecture, and around sections of a plan that nobody has written in.
///
/// # Errors
/// Why it cannot be; nothing where the document was found in a folder, and may well be without regions.
fn adopt(
    job: &Job,
    document: &Document,
    args: &UpdateArgs,
    beside: &Beside<'_>,
    library: &Library,
) -> Result<Adoption, Option<Diagnostic>> {
    let quiet = |code, at: Range<usize>, words: &str, help: &str| {
        let span = Span { source: SourceId(0), start: at.start, end: at.end };
        (!job.found).then(|| Diagnostic::new(code, span, words).help(help))
    };
    let markers = "Write `<!-- groundplan:begin view=NAME src=FILE.yaml -->` and `<!-- groundplan:end -->` where a view shall stand.";
    let Some(fence) = publish::architecture(document) else {
        let words = "The document has no region, and no Mermaid fence below a heading `Architecture Overview`.";
        return Err(quiet(Code::NoRegion, 0..0, words, markers));
    };
    let first = first_line(fence);
    if !fence.closed {
        return Err(quiet(Code::NoRegion, first, "The fence is never closed.", "Close it; then it becomes a region."));
    }
    let description = beside.of(job).map_err(|(words, help)| quiet(Code::NoRegion, first.clone(), &words, &help))?;
    if !may_replace(fence, args) {
        let help = "Replace it with `--src FILE.yaml` or `--force`, or write markers where a view shall stand.";
        return Err(quiet(Code::RegionEdited, first, "The picture was drawn by hand.", help));
    }
    let refuse = |words: &str| quiet(Code::RegionSource, first.clone(), words, markers);
    let model = match library.get(&description) {
        Some(Ok(model)) => model,
        Some(Err(why)) => return Err(refuse(why)),
        None => return Err(None),
    };
    let view = publish::architecture_view(model).ok_or_else(|| refuse("The description has no view to show."))?;
    let src = documents::relative(job.folder(), &description);
    let wrap = Wrap { at: fence.range.clone(), what: What::View(view) };
    let (more, kept) = sections(document, model);
    let mut wraps = more;
    wraps.push((wrap.clone(), first.clone()));
    wraps.sort_by_key(|(wrap, _)| wrap.at.start);
    let (wraps, mut at): (Vec<Wrap>, Vec<Range<usize>>) = wraps.into_iter().unzip();
    let mark = |wraps: &[Wrap]| publish::adopt(document, wraps, src.as_deref()).filter(|_| src.is_some());
    let marked = mark(&wraps).or_else(|| {
        at = vec![first.clone()];
        mark(&[wrap])
    });
    let document = marked.ok_or_else(|| refuse("No marker can stand here."))?;
    let kept = if job.found { Vec::new() } else { kept };
    Ok(Adoption { document, at, description, kept })
}

/// The sections of a plan that may become regions, each with its heading, and a finding for each that may not.
fn sections(document: &Document, model: &Model) -> (Vec<(Wrap, Range<usize>)>, Vec<Diagnostic>) {
    let (mut wraps, mut kept) = (Vec::new(), Vec::new());
    if model.plan.is_none() {
        return (wraps, kept);
    }
    let generated = |section| plan::section(model, section, None).value.unwrap_or_default();
    for found in publish::sections(document, &generated) {
        let name = found.section.name();
        if found.section == Section::Architecture {
            continue;
        }
        if found.own {
            let message = format!("The section `{}` has words of its own and gets no region.", found.section.heading());
            let help = format!(
                "Write `<!-- groundplan:begin section={name} -->` and `<!-- groundplan:end -->` where it shall be generated."
            );
            let span = Span { source: SourceId(0), start: found.heading.start, end: found.heading.end };
            kept.push(Diagnostic::new(Code::SectionKept, span, message).help(help));
        } else {
            wraps.push((Wrap { at: found.body, what: What::Section(name.to_owned()) }, found.heading));
        }
    }
    (wraps, kept)
}

/// Where a fence opens.
fn first_line(fence: &Fence) -> Range<usize> {
    let length = fence.info.len() + "```".len();
    fence.range.start..(fence.range.start + length).min(fence.range.end)
}

/// Refreshes one document, and writes it unless it is only looked at.
fn refresh(plan: &mut Plan, args: &UpdateArgs, shown: &Shown) -> Outcome {
    let findings = std::mem::take(&mut plan.job.findings);
    let mut outcome = Outcome { findings, error: plan.job.error.take(), ..Outcome::default() };
    let job = &plan.job;
    let Some(document) = &job.document else { return outcome };
    outcome.regions = document.regions.len();
    let edited = if args.force { Edited::Replace } else { Edited::Refuse };
    let contents = document.regions.iter().zip(&plan.descriptions).map(|(region, description)| {
        let missing = || Err(Diagnostic::new(Code::RegionSource, None, "The region has no description."));
        let key = (description.clone()?, region.what.clone());
        shown.texts.get(&key).cloned().unwrap_or_else(missing)
    });
    let Ok(updated) = catch_unwind(AssertUnwindSafe(|| publish::update(document, contents, edited))) else {
        outcome.error = Some(documents::defect(&job.path));
        return outcome;
    };
    settle(plan, args, document, updated, &mut outcome);
    if outcome.error.is_none() {
        redraw(plan, args, shown, &mut outcome);
    }
    outcome
}

/// Draws the pictures again that a document links to, or says which are stale or missing.
fn redraw(plan: &Plan, args: &UpdateArgs, shown: &Shown, outcome: &mut Outcome) {
    let before = outcome.findings.len();
    for (marker, linked) in &plan.linked {
        let span = Some(Span { source: SourceId(0), start: marker.start, end: marker.end });
        let state = match shown.pictures.get(&linked.key) {
            Some(Ok(bytes)) => match linked.state(bytes) {
                State::Fresh => continue,
                _ if !args.check && !args.diff => match linked.write(bytes) {
                    Ok(_) => {
                        outcome.pictures += 1;
                        continue;
                    }
                    Err(error) => {
                        outcome.error = Some(error);
                        return;
                    }
                },
                state => state,
            },
            Some(Err(why)) => {
                outcome.findings.push(Diagnostic { span, ..why.clone() });
                continue;
            }
            None => continue,
        };
        outcome.pictures += 1;
        if args.check {
            outcome.findings.push(Diagnostic { span, ..linked.finding(state) });
        }
        if args.diff {
            outcome.diff.push_str(&linked.difference(state));
        }
    }
    if outcome.findings.len() > before {
        outcome.findings.sort_by_key(|finding| finding.span);
    }
}

/// Writes what came of a document, or says what would.
fn settle(plan: &Plan, args: &UpdateArgs, document: &Document, updated: Updated, outcome: &mut Outcome) {
    let Updated { text, mut stale, mut findings } = updated;
    if !plan.adopted.is_empty() && findings.is_empty() {
        // Its markers are new even where what stood there is what it shows.
        stale = document.regions.iter().map(|region| region.marker.clone()).collect();
    }
    if args.check {
        let help = "Run `groundplan update` on the document.";
        let message = "The region is stale: its description says something else.";
        findings.extend(stale.iter().map(|at| {
            let span = Span { source: SourceId(0), start: at.start, end: at.end };
            Diagnostic::new(Code::RegionStale, span, message).help(help)
        }));
    }
    if let Some(first) = plan.adopted.first() {
        // The document that the user sees has no markers yet.
        for finding in &mut findings {
            let of = |span: Span| document.regions.iter().position(|region| region.marker.start == span.start);
            let at = finding.span.and_then(of).and_then(|region| plan.adopted.get(region)).unwrap_or(first);
            finding.span = Some(Span { source: SourceId(0), start: at.start, end: at.end });
        }
    }
    findings.sort_by_key(|finding| finding.span);
    outcome.findings.extend(findings);
    outcome.stale = stale.len();
    if stale.is_empty() {
        return;
    }
    if args.diff {
        let before = document.encode(&plan.job.source.text);
        outcome.diff = diff(&plan.job.path, &before, &document.encode(&text));
    }
    if !args.check && !args.diff {
        // A link stays one: the file that it leads to is replaced.
        let target = plan.job.path.canonicalize().unwrap_or_else(|_| plan.job.path.clone());
        let read = document.encode(&plan.job.source.text);
        match files::rewrite(&target, &read, &document.encode(&text)) {
            Ok(Written::Yes | Written::Unchanged) => {}
            Err(error) => {
                outcome.error = Some(match error {
                    Error::Write { source, .. } => Error::Write { path: plan.job.path.clone(), source },
                    other => other,
                });
                outcome.stale = 0;
            }
        }
    }
}

/// A unified diff, as `git apply` takes it.
fn diff(path: &Path, before: &[u8], after: &[u8]) -> String {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let name = files::shown(path).replace('\\', "/");
    let name = name.trim_start_matches('/');
    let changes = similar::TextDiff::from_lines(before.as_ref(), after.as_ref());
    changes.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}
