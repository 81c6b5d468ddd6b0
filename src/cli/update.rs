//! `groundplan update`: the generated regions of documents refreshed, everything else as it was.
//!
//! Documents are read, then the descriptions that they name, then what their regions show is drawn, each once; then
//! the documents are written. Every step is parallel, and everything is said in the order of the documents.

use super::Exit;
use super::args::UpdateArgs;
use super::batch::map;
use super::console::{Console, plural};
use super::documents::{self, Beside, Job, Library};
use super::files::{self, Written};
use crate::base::{Code, Diagnostic, Error, SourceId, Sources, Span};
use crate::describe::Model;
use crate::plan::{self, Section};
use crate::publish::{self, Content, Document, Edited, Fence, Updated, Views, What, Wrap};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// What regions show, by description and name.
type Texts = BTreeMap<(PathBuf, What), Result<String, Diagnostic>>;

/// A document on its way: itself, or itself with markers that it did not have.
struct Plan {
    job: Job,
    /// Where its new regions stand in the document as it was.
    adopted: Vec<Range<usize>>,
    /// The descriptions of its regions, in their order.
    descriptions: Vec<Result<PathBuf, Diagnostic>>,
}

/// What became of a document.
struct Outcome {
    regions: usize,
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
    let plans: Vec<Plan> = jobs.into_iter().map(|job| prepare(job, args, &beside, &library)).collect();
    let texts = draw(&plans, &library, console);
    let parallel = plans.len() > 1 && console.jobs != 1;
    let count = plans.len();
    let done = map(parallel, plans, |mut plan| {
        let outcome = refresh(&mut plan, args, &texts);
        (plan, outcome)
    });
    let (mut regions, mut changed, mut diffs) = (0, 0, String::new());
    for (plan, outcome) in done {
        let sources = Sources(vec![plan.job.source]);
        exit = exit.max(console.findings(&outcome.findings, &sources));
        if let Some(error) = &outcome.error {
            exit = exit.max(console.error(error));
        }
        regions += outcome.regions;
        changed += usize::from(outcome.regions > 0);
        diffs.push_str(&outcome.diff);
    }
    if let Err(error) = files::print_or_write(None, diffs.as_bytes()) {
        exit = exit.max(console.error(&error));
    }
    let (documents, regions) = (counted(count, "document"), counted(regions, "region"));
    match (args.check || args.diff, changed) {
        (true, 0) if exit > Exit::Fine => {}
        (true, 0) => console.say(&format!("{documents} checked: nothing is stale")),
        (true, _) => console.say(&format!("{documents} checked: {regions} stale in {changed}")),
        (false, _) => console.say(&format!("{documents}: {regions} refreshed in {changed}")),
    }
    exit
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {}", plural(count, noun))
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
    Plan { job, adopted, descriptions }
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

/// Draws what regions show, each view of a description once.
fn draw(plans: &[Plan], library: &Library, console: &Console) -> Texts {
    let mut wanted: BTreeSet<(&Path, &What)> = BTreeSet::new();
    for plan in plans {
        let Some(document) = &plan.job.document else { continue };
        for (region, description) in document.regions.iter().zip(&plan.descriptions) {
            if let Ok(path) = description {
                wanted.insert((path, &region.what));
            }
        }
    }
    let views: BTreeMap<&Path, Result<Views<'_>, &String>> =
        library.iter().map(|(path, model)| (path.as_path(), model.as_ref().map(Views::new))).collect();
    let parallel = wanted.len() > 1 && console.jobs != 1;
    let drawn = map(parallel, wanted.into_iter().collect(), |(path, what): (&Path, &What)| {
        let text = match views.get(path) {
            Some(Ok(views)) => catch_unwind(AssertUnwindSafe(|| views.text(what))).unwrap_or_else(|_| {
                let (_, name) = what.key();
                let words = format!("`{name}` made groundplan fail; this is a defect of groundplan.");
                Err(Diagnostic::new(Code::RegionSource, None, words))
            }),
            Some(Err(why)) => Err(Diagnostic::new(Code::RegionSource, None, why.as_str())
                .help("The region stays as it is until its description can be read.")),
            None => Err(Diagnostic::new(Code::RegionSource, None, "The description is not there.")),
        };
        ((path.to_owned(), what.clone()), text)
    });
    drawn.into_iter().collect()
}

/// Refreshes one document, and writes it unless it is only looked at.
fn refresh(plan: &mut Plan, args: &UpdateArgs, texts: &Texts) -> Outcome {
    let findings = std::mem::take(&mut plan.job.findings);
    let mut outcome = Outcome { regions: 0, findings, error: plan.job.error.take(), diff: String::new() };
    let job = &plan.job;
    let Some(document) = &job.document else { return outcome };
    let edited = if args.force { Edited::Replace } else { Edited::Refuse };
    let contents = document.regions.iter().zip(&plan.descriptions).map(|(region, description)| {
        let missing = || Err(Diagnostic::new(Code::RegionSource, None, "The region has no description."));
        let key = (description.clone()?, region.what.clone());
        texts.get(&key).cloned().unwrap_or_else(missing)
    });
    let Ok(updated) = catch_unwind(AssertUnwindSafe(|| publish::update(document, contents, edited))) else {
        outcome.error = Some(documents::defect(&job.path));
        return outcome;
    };
    settle(plan, args, document, updated, &mut outcome);
    outcome
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
    outcome.regions = stale.len();
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
        match files::write(&target, &document.encode(&text)) {
            Ok(Written::Yes | Written::Unchanged) => {}
            Err(error) => {
                outcome.error = Some(error);
                outcome.regions = 0;
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
