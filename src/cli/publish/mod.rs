//! `groundplan publish`: trees of documents in, the same trees out, with pictures for their diagrams.
//!
//! Documents are worked on side by side, and so are the figures of each; everything is said in the order of documents.

mod collect;
mod manifest;
mod sarif;
mod watch;

use super::Exit;
use super::args::{EmbedArg, PublishArgs, ReportArg};
use super::console::Console;
use super::files::{self, Folder, STANDARD, slashed};
use super::inputs;
use super::look::Look;
use super::progress::Progress;
use super::report::{self, Report};
use crate::base::{Code, Diagnostic, Error, Sources, text};
use crate::pipeline::{Format, Request};
use crate::publish::cache::Key;
use crate::publish::draw::Pipeline;
use crate::publish::{Batch, Cache, Embed, Job, Journal, Library, Mode, Outcome, Studio, Style};
use crate::scene::Theme;
use collect::collect;
use manifest::{Files, Manifest};
use rayon::prelude::*;
use sarif::Counts;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// What does not change between the runs of a watch.
struct Setup<'a> {
    args: &'a PublishArgs,
    look: Look,
    /// Themes for light and dark pages, where pictures come in pairs.
    pair: Option<[Theme; 2]>,
    style: Style,
    cache: Option<Cache>,
    salt: Key,
    out: Option<Folder>,
    console: &'a Console,
}

/// What came of one run.
#[derive(Default)]
struct Ran {
    exit: Exit,
    counts: Counts,
    /// Files that are not as they should be, where nothing is written.
    stale: Vec<String>,
    /// All findings, as JSON.
    findings: Vec<serde_json::Value>,
    made: BTreeMap<String, Files>,
    /// What each document was made of.
    needs: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

/// Publishes documents.
pub(super) fn run(args: &PublishArgs, console: &Console) -> Exit {
    let setup = match Setup::new(args, console) {
        Ok(setup) => setup,
        Err(exit) => return exit,
    };
    if args.watch {
        return watch::run(&setup);
    }
    let (jobs, found) = collect(&args.inputs, setup.out.as_ref(), console);
    let mut ran = setup.publish(&jobs, &jobs);
    ran.exit = ran.exit.max(found);
    if let Some(cache) = &setup.cache {
        cache.bound();
    }
    let report = match args.report {
        Some(ReportArg::Json) => sarif::json(&ran.findings, &ran.stale, ran.counts),
        Some(ReportArg::Sarif) => sarif::sarif(&ran.findings),
        None => return ran.exit,
    };
    match files::print_or_write(args.report_file.as_deref(), report.as_bytes()) {
        Ok(()) => ran.exit,
        Err(error) => ran.exit.max(console.error(&error)),
    }
}

impl<'a> Setup<'a> {
    fn new(args: &'a PublishArgs, console: &'a Console) -> Result<Self, Exit> {
        let standard = args.inputs.iter().any(|input| input.as_os_str() == STANDARD);
        let fallback = if standard && args.output.is_none() { Embed::DataUri } else { Embed::Link };
        let embed = args.embed.map_or(fallback, EmbedArg::into);
        check(args, embed, standard).map_err(|words| console.fail(None, words))?;
        let look = Look::load(&args.look, console)?;
        let pair = (embed == Embed::Picture).then(|| ["light", "dark"].map(Theme::named));
        let pair = match pair {
            Some([Ok(light), Ok(dark)]) => Some([light, dark]),
            Some([Err(error), _] | [_, Err(error)]) => return Err(console.error(&error)),
            None => None,
        };
        let out = match (&args.output, args.check) {
            (None, _) => None,
            // Where there is no folder every file is stale.
            (Some(out), true) => Some(Folder::at(out)),
            (Some(out), false) => Some(Folder::made(out).map_err(|error| console.error(&error))?),
        };
        let style = Style {
            embed,
            formats: args.format.clone(),
            keep_source: args.keep_source,
            captions: args.caption,
            numbers: args.number,
            width: args.width.clone(),
            strict: console.strict,
        };
        // Two programs of one version need not draw alike while it is being worked on.
        let program = std::env::current_exe().map(|path| files::stamp(&path)).unwrap_or_default();
        let kind = format!("{} {}", embed == Embed::Picture, args.no_source);
        let parts = [env!("CARGO_PKG_VERSION"), &program, &look.key(), &kind];
        let salt = Key::of(parts.map(str::as_bytes));
        let folder = args.cache.clone().or_else(platform).filter(|_| !args.no_cache);
        Ok(Self { args, look, pair, style, cache: folder.map(Cache::new), salt, out, console })
    }

    /// Publishes `jobs`, which are some of `all` documents of the run.
    fn publish(&self, jobs: &[Job], all: &[Job]) -> Ran {
        let Self { args, console, .. } = self;
        let library = Library::new(inputs::beside);
        let request = self.look.request(&[], None);
        let [light, dark] = match &self.pair {
            Some([light, dark]) => [light, dark].map(|theme| Some(Request { theme: Some(theme), ..request })),
            None => [None; 2],
        };
        let draw = &Pipeline;
        let request = light.unwrap_or(request);
        let (cache, salt, keep_source) = (self.cache.as_ref(), self.salt, !args.no_source);
        let studio = Studio { draw, request, dark, keep_source, cache, salt };
        let mode = if args.check { Mode::Check } else { Mode::Write };
        let ours = self.out.as_ref().filter(|_| !args.force).map(|out| Manifest::read(&out.root).files());
        let (style, out) = (self.style.clone(), self.out.as_ref());
        let journal = out.filter(|_| mode == Mode::Write).map(Journal::open);
        let batch = Batch { studio, style, library: &library, out, ours, journal: journal.as_ref(), mode };
        let progress = Progress::new(console, jobs.len(), "documents");
        let stop = AtomicBool::new(false);
        let done: Vec<Option<Outcome>> = jobs
            .par_iter()
            .map(|job| {
                if stop.load(Ordering::Relaxed) {
                    return None;
                }
                let outcome = batch.publish(job);
                if args.fail_fast && outcome.failed() {
                    stop.store(true, Ordering::Relaxed);
                }
                progress.step();
                Some(outcome)
            })
            .collect();
        progress.done();
        let mut ran = Ran::default();
        for (job, outcome) in jobs.iter().zip(done) {
            if let Some(outcome) = outcome {
                self.take(job, outcome, &mut ran);
            }
        }
        for (_, known) in library.all() {
            self.say(&known.findings(), &known.sources, &mut ran);
        }
        self.finish(all, journal, &mut ran);
        ran
    }

    /// Says what became of a document.
    fn take(&self, job: &Job, outcome: Outcome, ran: &mut Ran) {
        self.say(&outcome.findings, &outcome.sources, ran);
        for words in &outcome.errors {
            self.fail(&job.path, words, ran);
        }
        let counts = &mut ran.counts;
        counts.documents += 1;
        counts.drawn += outcome.drawn;
        counts.cached += outcome.cached;
        counts.kept += outcome.kept;
        counts.written += outcome.written;
        counts.unchanged += outcome.unchanged;
        ran.stale.extend(outcome.stale.iter().map(|path| slashed(path)));
        ran.needs.insert(job.path.clone(), outcome.needs);
        if !outcome.files.is_empty() {
            let files = outcome.files.into_iter().map(|(path, sum)| (slashed(&path), sum)).collect();
            ran.made.insert(slashed(&job.below), files);
        }
        if let Some(text) = outcome.text
            && let Err(error) = files::print(&text)
        {
            ran.exit = ran.exit.max(self.console.error(&error));
        }
    }

    /// What earlier runs left, and the sum of this one.
    fn finish(&self, all: &[Job], journal: Option<Journal>, ran: &mut Ran) {
        let Self { args, console, .. } = self;
        if args.check {
            let of = |file: &String| {
                let message = format!("`{file}` is not what `publish` would write.");
                Diagnostic::new(Code::PublishStale, None, message).help("Run `groundplan publish` without `--check`.")
            };
            let findings: Vec<Diagnostic> = ran.stale.iter().map(of).collect();
            self.say(&findings, &Sources::default(), ran);
        }
        let mut left = 0;
        if let (Some(out), Some(journal)) = (&self.out, journal) {
            let before = Manifest::read(&out.root);
            let sources = args.inputs.iter().map(|input| slashed(input)).collect();
            let all = all.iter().map(|job| slashed(&job.below)).collect();
            let mut next = before.next(sources, &all, std::mem::take(&mut ran.made));
            next.fold(&journal, out);
            if args.clean {
                let gone = next.clean(out);
                if gone > 0 {
                    console.say(&format!("{} of earlier runs deleted", counted(gone, "file")));
                }
            }
            next.look(out);
            left = next.left.len();
            let folders: BTreeSet<&Path> = next.documents.keys().filter_map(|file| Path::new(file).parent()).collect();
            for folder in folders {
                files::sweep(&out.root.join(folder));
            }
            match files::write(&out.root.join(manifest::NAME), &next.write()) {
                Ok(_) => journal.close(),
                Err(error) => ran.exit = ran.exit.max(console.error(&error)),
            }
        }
        console.say(&self.sum(ran));
        if left > 0 {
            let (files, verb) = (counted(left, "file"), if left == 1 { "is" } else { "are" });
            console.say(&format!("{files} of earlier runs {verb} needed no more: --clean deletes them"));
        }
    }

    /// How it went, in one line.
    fn sum(&self, ran: &Ran) -> String {
        let Counts { documents, drawn, cached, kept, written, unchanged } = ran.counts;
        let documents = counted(documents, "document");
        if self.args.check {
            return match ran.stale.len() {
                0 => format!("{documents} checked: nothing is stale"),
                stale => format!("{documents} checked: {} stale", counted(stale, "file")),
            };
        }
        let more = |some: usize, what: &str| if some > 0 { format!(", {some} {what}") } else { String::new() };
        let (cached, kept) = (more(cached, "from the cache"), more(kept, "not drawn"));
        let drawn = format!("{documents}: {}{cached}{kept}", counted(drawn, "diagram"));
        match self.out {
            Some(_) => format!("{drawn}; {} written{}", counted(written, "file"), more(unchanged, "unchanged")),
            None => drawn,
        }
    }

    /// Shows findings, and keeps them for the report.
    fn say(&self, findings: &[Diagnostic], sources: &Sources, ran: &mut Ran) {
        if findings.is_empty() {
            return;
        }
        ran.exit = ran.exit.max(self.console.findings(findings, sources));
        if self.args.report.is_some() {
            ran.findings.extend(Report::values(findings, sources));
        }
    }

    fn fail(&self, path: &Path, words: &str, ran: &mut Ran) {
        ran.exit = ran.exit.max(self.console.fail(Some(path), words));
        ran.findings.push(report::world_json(Some(path), words));
    }
}

fn counted(count: usize, noun: &str) -> String {
    text::counted(count, noun, &format!("{noun}s"))
}

/// What is wrong with the arguments as a whole.
fn check(args: &PublishArgs, embed: Embed, standard: bool) -> Result<(), &'static str> {
    let pdf = args.format.first() == Some(&Format::Pdf);
    match embed {
        _ if standard && args.inputs.len() > 1 => Err("`-` is one document: give it alone"),
        _ if standard && (args.check || args.watch) => {
            Err("`-` goes to standard output: there is nothing to check or watch")
        }
        _ if standard && args.report.is_some() && args.report_file.is_none() => {
            Err("the document goes to standard output: name a --report-file")
        }
        _ if !standard && args.output.is_none() => Err("where to: name a folder with -o OUT"),
        Embed::Link | Embed::Picture if args.output.is_none() => {
            Err("pictures in files need a folder: give -o OUT, or --embed data-uri")
        }
        Embed::DataUri | Embed::Picture if pdf => Err("PDF is shown by a link alone: give --embed link, or -f svg,pdf"),
        Embed::Picture if args.look.theme.is_some() => {
            Err("--embed picture has a light and a dark theme: leave --theme out")
        }
        _ => Ok(()),
    }
}

/// The folder for pictures between runs, where the platform has one.
fn platform() -> Option<PathBuf> {
    use etcetera::base_strategy::{BaseStrategy as _, choose_native_strategy};
    choose_native_strategy().ok().map(|folders| folders.cache_dir().join("groundplan"))
}

/// The error for a folder that cannot be watched.
fn unwatched(path: &Path, why: &impl ToString) -> Error {
    Error::Read { path: path.to_owned(), source: std::io::Error::other(why.to_string()) }
}
