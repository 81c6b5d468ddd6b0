//! `groundplan update`: the generated regions of documents refreshed, everything else as it was.
//!
//! Documents are read, then the descriptions that they name, then what their regions show is drawn, each once; then
//! the documents are written. Every step is parallel, and everything is said in the order of the documents.

use super::Exit;
use super::adopt::{self, Adoption, Lacks, Marked, Pictures};
use super::args::UpdateArgs;
use super::batch::map;
use super::console::Console;
use super::documents::{self, Beside, Job};
use super::files::{self, Written};
use super::inputs;
use super::pictures::{self, Linked, State};
use super::shown::Shown;
use crate::base::text::counted;
use crate::base::{Code, Diagnostic, Error, SourceId, Sources, Span};
use crate::publish::{self, Document, Edited, Library, Updated};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// A document on its way: itself, or itself with markers that it did not have.
pub(super) struct Plan {
    pub(super) job: Job,
    /// What became of its markers, where it got some.
    marked: Option<Marked>,
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
    /// How many of them could not be refreshed.
    kept: usize,
    /// How many pictures that it links to were stale or missing.
    pictures: usize,
    /// How many show the same and carry an earlier description.
    same: usize,
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
    let parallel = jobs.len() > 1 && console.jobs != 1;
    let library = Library::new(inputs::beside);
    let beside = Beside { named: args.src.as_deref(), library: &library };
    let wanted = map(parallel, jobs.iter().collect(), |job| wanted(job, args, &beside));
    exit = exit.max(documents::read_all(&library, wanted.into_iter().flatten().collect(), console));
    let known = adopt::pictures(&library);
    let looked = map(parallel, jobs, |job| look(job, args, &beside, &known));
    let mut shown = Shown::default();
    let lacks = looked.iter().filter_map(|looked| looked.lacks.as_ref());
    shown.add(lacks.flat_map(Lacks::wanted).collect(), &library, console);
    let mut plans = map(parallel, looked, |looked| prepare(looked, args, &beside, &shown));
    shown.draw(&mut plans, &library, args, console);
    let count = plans.len();
    let done = map(parallel, plans, |mut plan| {
        let outcome = refresh(&mut plan, args, &shown);
        (plan, outcome)
    });
    let mut sum = Sum { documents: count, ..Sum::default() };
    let mut diffs = String::new();
    for (plan, outcome) in done {
        sum.add(&outcome, plan.job.document.is_some());
        let sources = Sources(vec![plan.job.source]);
        exit = exit.max(console.findings(&outcome.findings, &sources));
        if let Some(error) = &outcome.error {
            exit = exit.max(console.error(error));
        }
        diffs.push_str(&outcome.diff);
    }
    if let Err(error) = files::print_or_write(None, diffs.as_bytes()) {
        exit = exit.max(console.error(&error));
    }
    let looked = args.check || args.diff;
    if count > 0 && !(looked && exit > Exit::Fine && sum.changed == 0) {
        console.say(&sum.words(args, exit));
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
    /// Regions that could not be refreshed.
    kept: usize,
    /// Pictures that show the same and carry an earlier description.
    same: usize,
    /// Documents with a stale region or picture.
    changed: usize,
    /// Documents that could not be read or written.
    failed: usize,
}

impl Sum {
    fn add(&mut self, outcome: &Outcome, read: bool) {
        self.regions += outcome.regions;
        self.stale += outcome.stale;
        self.pictures += outcome.pictures;
        self.kept += outcome.kept;
        self.same += outcome.same;
        self.changed += usize::from(outcome.stale + outcome.pictures > 0);
        self.failed += usize::from(!read || outcome.error.is_some());
    }

    /// How it went.
    fn words(&self, args: &UpdateArgs, exit: Exit) -> String {
        let looked = args.check || args.diff;
        let documents = counted(self.documents, "document", "documents");
        let part = |count: usize, one, many| (count > 0).then(|| counted(count, one, many));
        let parts = [part(self.stale, "region", "regions"), part(self.pictures, "picture", "pictures")];
        let what = parts.into_iter().flatten().collect::<Vec<_>>().join(" and ");
        let regions = counted(self.regions, "region", "regions");
        let mut out = match (looked, self.changed) {
            (_, 0) if self.regions == 0 && self.failed > 0 => format!("{documents}: nothing refreshed"),
            (_, 0) if self.regions == 0 => {
                let or = match args.src {
                    Some(_) => "the plan has no Mermaid fence below a heading `Architecture Overview` to begin with",
                    None => "name the description of a plan with --src FILE.yaml",
                };
                format!(
                    "{documents}: nothing to do, there is no generated region; write markers where a view shall stand, or {or}"
                )
            }
            (true, 0) => format!("{documents} checked: nothing is stale"),
            (true, changed) => format!("{documents} checked: {what} stale in {changed}"),
            (false, 0) if exit == Exit::Fine => format!("{documents}: nothing to do, of {regions} none is stale"),
            (false, 0) => format!("{documents}: nothing refreshed"),
            (false, changed) => format!("{documents}: {what} refreshed in {changed}"),
        };
        if self.kept > 0 {
            let _ = write!(out, ", {} of {regions} could not be", self.kept);
        }
        if self.failed > 0 && self.regions > 0 {
            let failed = counted(self.failed, "document", "documents");
            let _ = write!(out, ", {failed} could not be read or written");
        }
        if self.same > 0 {
            let (pictures, keep) = match self.same {
                1 => ("1 picture shows".to_owned(), "keeps the description that it carries"),
                many => (format!("{many} pictures show"), "keep the description that they carry"),
            };
            let _ = write!(out, "\n{pictures} the same as before and {keep}; --force writes it anew");
        }
        out
    }
}

/// Every description that a document may need.
fn wanted(job: &Job, args: &UpdateArgs, beside: &Beside<'_>) -> BTreeSet<PathBuf> {
    let Some(document) = &job.document else { return BTreeSet::new() };
    if !document.regions.is_empty() {
        return document.regions.iter().filter_map(|region| documents::named(job, region, beside).ok()).collect();
    }
    let fence = publish::architecture(document).filter(|fence| adopt::may_replace(fence, args));
    fence.and_then(|_| beside.of(job).ok()).into_iter().collect()
}

/// A document, and what it is about.
struct Looked {
    job: Job,
    /// The descriptions of its regions, in their order.
    descriptions: Vec<Result<PathBuf, Diagnostic>>,
    lacks: Option<Lacks>,
}

fn look(job: Job, args: &UpdateArgs, beside: &Beside<'_>, pictures: &Pictures) -> Looked {
    let Some(document) = &job.document else { return Looked { job, descriptions: Vec::new(), lacks: None } };
    let descriptions: Vec<_> = document.regions.iter().map(|region| documents::named(&job, region, beside)).collect();
    let lacks = adopt::lacks(&job, document, &descriptions, args, beside, pictures);
    Looked { job, descriptions, lacks }
}

/// What is to be done to a document. One without markers gets them, where it has a place and a description for them; one
/// that lacks pictures of its description gets those where that is asked for.
fn prepare(looked: Looked, args: &UpdateArgs, beside: &Beside<'_>, shown: &Shown) -> Plan {
    let Looked { mut job, mut descriptions, lacks } = looked;
    let Some(document) = &job.document else { return Plan { job, marked: None, descriptions, linked: Vec::new() } };
    let (marked, said) = if document.regions.is_empty() {
        adopt::adopt(&job, document, args, beside, lacks, shown)
    } else {
        adopt::complete(&job, document, &descriptions, args, beside.library, (lacks, shown))
    };
    job.findings.extend(said);
    let marked = marked.map(|Adoption { document, marked, descriptions: all }| {
        job.document = Some(document);
        descriptions = all;
        marked
    });
    Plan { job, marked, descriptions, linked: Vec::new() }
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

/// Draws the pictures again that a document links to, or says of each region which are stale or missing.
fn redraw(plan: &Plan, args: &UpdateArgs, shown: &Shown, outcome: &mut Outcome) {
    let before = outcome.findings.len();
    let mut stale: BTreeMap<Span, Vec<(&Linked, State)>> = BTreeMap::new();
    for (marker, linked) in &plan.linked {
        let span = Span { source: SourceId(0), start: marker.start, end: marker.end };
        let bytes = match shown.pictures.get(&linked.key) {
            Some(Ok(bytes)) => bytes,
            Some(Err(why)) => {
                outcome.findings.push(Diagnostic { span: Some(span), ..why.clone() });
                continue;
            }
            None => continue,
        };
        match linked.state(bytes) {
            State::Fresh => {}
            State::Stale if linked.same && !args.force => outcome.same += 1,
            state if args.check || args.diff => {
                outcome.pictures += 1;
                stale.entry(span).or_default().push((linked, state));
                if args.diff {
                    outcome.diff.push_str(&linked.difference(state));
                }
            }
            _ => match linked.write(bytes) {
                Ok(_) => outcome.pictures += 1,
                Err(error) => {
                    outcome.error = Some(error);
                    return;
                }
            },
        }
    }
    for (span, pictures) in stale.into_iter().filter(|_| args.check) {
        let region = |finding: &&mut Diagnostic| finding.code == Code::RegionStale && finding.span == Some(span);
        match outcome.findings.iter_mut().find(region) {
            Some(finding) => {
                "The region and its pictures are stale: its description says something else."
                    .clone_into(&mut finding.message);
            }
            None => outcome.findings.push(Diagnostic { span: Some(span), ..pictures::stale(&pictures) }),
        }
    }
    if outcome.findings.len() > before {
        outcome.findings.sort_by_key(|finding| finding.span);
    }
}

/// Writes what came of a document, or says what would.
fn settle(plan: &Plan, args: &UpdateArgs, document: &Document, updated: Updated, outcome: &mut Outcome) {
    let Updated { text, mut stale, mut findings } = updated;
    if let Some(marked) = plan.marked.as_ref().filter(|_| findings.is_empty()) {
        // Its markers are new even where what stood there is what it shows.
        let new = document.regions.iter().zip(&marked.new).filter(|(_, new)| **new).map(|(region, _)| &region.marker);
        stale.extend(new.filter(|marker| !stale.contains(marker)).cloned().collect::<Vec<_>>());
        stale.sort_by_key(|marker| marker.start);
    }
    outcome.kept = findings.len();
    if args.check {
        let help = "Run `groundplan update` on the document.";
        let message = "The region is stale: its description says something else.";
        findings.extend(stale.iter().map(|at| {
            let span = Span { source: SourceId(0), start: at.start, end: at.end };
            Diagnostic::new(Code::RegionStale, span, message).help(help)
        }));
    }
    if let Some(marked) = &plan.marked {
        // The document that the user sees does not have these markers yet.
        for finding in &mut findings {
            let of = |span: Span| document.regions.iter().position(|region| region.marker.start == span.start);
            let at = finding.span.and_then(of).and_then(|region| marked.at.get(region)).or(marked.at.first());
            finding.span = at.map(|at| Span { source: SourceId(0), start: at.start, end: at.end });
        }
    }
    findings.sort_by_key(|finding| finding.span);
    outcome.findings.extend(once(findings));
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

/// Findings of regions, those that have the same cause as one: a description that cannot be read is said once.
fn once(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut out: Vec<(Diagnostic, usize)> = Vec::new();
    for finding in findings {
        let same = |(known, _): &&mut (Diagnostic, usize)| {
            finding.code == Code::RegionSource && known.message == finding.message && known.help == finding.help
        };
        match out.iter_mut().find(same) {
            Some((_, count)) => *count += 1,
            None => out.push((finding, 1)),
        }
    }
    let say = |(mut finding, count): (Diagnostic, usize)| {
        if count > 1 {
            finding.message = format!("{} This goes for {count} regions.", finding.message);
        }
        finding
    };
    out.into_iter().map(say).collect()
}

/// A unified diff, as `git apply` takes it.
fn diff(path: &Path, before: &[u8], after: &[u8]) -> String {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let name = files::shown(path).replace('\\', "/");
    let name = name.trim_start_matches('/');
    let changes = similar::TextDiff::from_lines(before.as_ref(), after.as_ref());
    changes.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}
