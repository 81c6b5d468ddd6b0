//! One document of a tree on its way: read, drawn, written below the output folder.
//!
//! Part of: publish. Input: a [`Job`] and the [`Batch`] that it is a part of. Output: an [`Outcome`]. Documents do not
//! know of each other, and figures of a document do not either: the order of the work changes no byte.

use super::draw::{Drawn, Studio};
use super::embed::{self, Data, Embed, Picture};
use super::figure::{self, Figure, Language, Page, Place};
use super::files::{self, Folder, Refused, STANDARD, Written};
use super::journal::Journal;
use super::library::Library;
use super::marker::finding;
use super::names;
use super::show::{Done, is_broken};
use crate::base::{Checked, Code, Diagnostic, Error, Severity, Source, SourceId, Sources, Span};
use crate::describe;
use crate::pipeline::{Artifact, Format};
use crate::plan;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Component, Path, PathBuf};

/// Most bytes of a document that is copied because it is too big to be read.
const COPIED: usize = 64 << 20;

/// A document that is to be published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Where it is below the output folder.
    pub below: PathBuf,
    /// The folder that its images may be copied from.
    pub root: PathBuf,
}

/// How documents look.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "four independent wishes of the user")]
pub struct Style {
    /// How pictures stand in documents.
    pub embed: Embed,
    /// What pictures are written as; the first one is what documents show.
    pub formats: Vec<Format>,
    /// Whether the source of a picture stands folded below it.
    pub keep_source: bool,
    /// Whether titles of diagrams are captions.
    pub captions: bool,
    /// Whether captions have numbers.
    pub numbers: bool,
    /// Width of pictures that say none themselves.
    pub width: Option<String>,
    /// Whether a picture without words for it is an error.
    pub strict: bool,
}

/// Whether a run writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It does.
    Write,
    /// It says what it would write.
    Check,
}

/// What all documents of a run share.
pub struct Batch<'a> {
    /// How figures are drawn.
    pub studio: Studio<'a>,
    /// How documents look.
    pub style: Style,
    /// Descriptions.
    pub library: &'a Library,
    /// The output folder; none where the text goes to standard output and nothing else is
    /// written.
    pub out: Option<&'a Folder>,
    /// The files of it that earlier runs wrote; any may be written over where there is no such list.
    pub ours: Option<BTreeSet<PathBuf>>,
    /// Where the run says what it is about to write there.
    pub journal: Option<&'a Journal>,
    /// Whether it is written.
    pub mode: Mode,
}

/// What became of a document.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The texts that findings point into, the document first.
    pub sources: Sources,
    /// What was found, by place.
    pub findings: Vec<Diagnostic>,
    /// What the world did to it, and what is ours to mend.
    pub errors: Vec<String>,
    /// Its text as it is written.
    pub text: Option<Vec<u8>>,
    /// What it is made of below the output folder, with sums.
    pub files: BTreeMap<PathBuf, String>,
    /// Files that were written.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that are not as they should be, where nothing is written.
    pub stale: Vec<PathBuf>,
    /// Figures that became pictures.
    pub drawn: usize,
    /// Those of them that were in the cache.
    pub cached: usize,
    /// Figures that stay as they were.
    pub kept: usize,
    /// Files that it was made of besides itself.
    pub needs: BTreeSet<PathBuf>,
}

impl Outcome {
    /// Whether something of it went wrong.
    pub fn failed(&self) -> bool {
        !self.errors.is_empty() || is_broken(&self.findings)
    }
}

impl Job {
    /// What it is written in, by its name; of what came from standard input by how it begins.
    fn language(&self, text: &str) -> Language {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let begins = |word: &str| start.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        let ending = self.path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        let html = match ending.as_deref() {
            Some("html" | "htm") => true,
            _ => self.path.as_os_str() == STANDARD && (begins("<!doctype") || begins("<html")),
        };
        if html { Language::Html } else { Language::Markdown }
    }

    /// First part of the names of its pictures: its own name, without the ending that most documents have.
    pub fn stem(&self) -> String {
        let name = self.below.file_name().unwrap_or_default().to_string_lossy();
        let bare = name.len().checked_sub(3).filter(|at| name[*at..].eq_ignore_ascii_case(".md"));
        bare.map_or(name.as_ref(), |at| &name[..at]).to_owned()
    }

    /// The folder that names in it start from.
    pub(super) fn folder(&self) -> &Path {
        if self.path.as_os_str() == STANDARD { Path::new("") } else { self.path.parent().unwrap_or(Path::new("")) }
    }
}

impl Batch<'_> {
    /// Publishes one document.
    pub fn publish(&self, job: &Job) -> Outcome {
        let mut outcome = Outcome::default();
        let name = files::shown(&job.path);
        outcome.sources.add(Source { name: name.clone(), text: String::new() });
        let bytes = match files::bytes(&job.path, files::SPLIT) {
            Ok(bytes) => bytes,
            Err(refused) => {
                let is_whole = matches!(refused, Refused::Text(_)) && job.path.is_file();
                let bytes = is_whole.then(|| files::up_to(&job.path, COPIED, files::SPLIT).ok()).flatten();
                return self.refuse(job, bytes, refused, outcome);
            }
        };
        match describe::decode(&name, &bytes) {
            Ok(source) => outcome.sources = Sources(vec![source]),
            Err(refused) => return self.refuse(job, Some(bytes), Refused::Text(refused), outcome),
        }
        // The text is UTF-8, or there would be no source.
        let whole = String::from_utf8_lossy(&bytes);
        self.document(job, &whole, outcome)
    }

    /// Publishes the text of a document that somebody else has read; its path says what names in it start from.
    pub fn publish_text(&self, job: &Job, whole: &str) -> Outcome {
        let name = files::shown(&job.path);
        let sources = Sources(vec![Source { name, text: whole.trim_start_matches('\u{feff}').to_owned() }]);
        self.document(job, whole, Outcome { sources, ..Outcome::default() })
    }

    fn document(&self, job: &Job, whole: &str, mut outcome: Outcome) -> Outcome {
        let name = files::shown(&job.path);
        let read = catch_unwind(AssertUnwindSafe(|| figure::page(whole, job.language(whole))));
        let Ok(Checked { value, diagnostics }) = read else {
            outcome.errors.push(format!("{name}: it made groundplan fail; this is a defect of groundplan"));
            self.put(job, whole.as_bytes().to_vec(), &mut outcome);
            return outcome;
        };
        outcome.findings = diagnostics;
        let Some(page) = value else { return outcome };
        let done: Vec<Done> = match page.figures.as_slice() {
            [] => Vec::new(),
            [one] => vec![self.figure(job, one)],
            many => many.par_iter().map(|figure| self.figure(job, figure)).collect(),
        };
        let pictures = self.pictures(job, &page, done, &mut outcome);
        let Ok(text) = catch_unwind(AssertUnwindSafe(|| embed::embed(&page, &pictures))) else {
            outcome.errors.push(format!("{name}: it made groundplan fail; this is a defect of groundplan"));
            self.put(job, whole.as_bytes().to_vec(), &mut outcome);
            return outcome;
        };
        self.images(job, &page, &pictures, &mut outcome);
        self.put(job, page.document.encode(&text), &mut outcome);
        outcome.findings.sort_by_key(|finding| finding.span);
        if outcome.findings.is_empty() {
            // Nothing points into them.
            outcome.sources = Sources::default();
        }
        outcome
    }

    /// Says why a document is not read. Its `bytes` are published as they are: no page is lost.
    fn refuse(&self, job: &Job, bytes: Option<Vec<u8>>, why: Refused, mut outcome: Outcome) -> Outcome {
        match why {
            Refused::World(error) => outcome.errors.push(unread(error)),
            Refused::Text(why) => {
                let (mut found, source) = *why;
                outcome.sources = Sources(vec![source]);
                let until = if bytes.is_some() {
                    "Until then it is copied as it is, without pictures for its diagrams.".to_owned()
                } else {
                    format!("Until then it is left out: {} MiB are copied at most.", COPIED >> 20)
                };
                let help = found.help.take().unwrap_or_default();
                found.help = Some(format!("{help} {until}").trim_start().to_owned());
                if let Some(bytes) = bytes {
                    self.put(job, bytes, &mut outcome);
                }
                outcome.findings.push(found);
            }
        }
        outcome
    }

    /// Writes a document, or keeps it for standard output.
    fn put(&self, job: &Job, bytes: Vec<u8>, outcome: &mut Outcome) {
        if self.out.is_none() || job.path.as_os_str() == STANDARD {
            outcome.text = Some(bytes);
        } else {
            self.write(&job.below, &bytes, outcome);
        }
    }

    /// Writes pictures, and says how the document shows them.
    fn pictures(&self, job: &Job, page: &Page, done: Vec<Done>, outcome: &mut Outcome) -> Vec<Option<Picture>> {
        let names = file_names(job, &page.figures);
        let mut number = 0;
        let mut out = Vec::with_capacity(done.len());
        for ((figure, done), names) in page.figures.iter().zip(done).zip(names) {
            let first = outcome.sources.0.len() as u32 - 1;
            let head = Span { source: SourceId(0), start: figure.head.start, end: figure.head.end };
            let place = || {
                let (line, column) = outcome.sources.position(head);
                format!("{}:{line}:{column}", files::shown(&job.path))
            };
            let shown = done.drawn.is_none().then(place);
            for mut found in done.findings {
                if let Some(span) = &mut found.span
                    && span.source != SourceId(0)
                {
                    span.source.0 += first;
                    if let (Some(shown), Severity::Error) = (&shown, found.severity) {
                        let help = found.help.take().map(|help| format!("{help} ")).unwrap_or_default();
                        found.help = Some(format!("{help}{shown} shows it."));
                    }
                }
                outcome.findings.push(found);
            }
            outcome.sources.0.extend(done.more);
            if !done.errors.is_empty() {
                let place = shown.unwrap_or_default();
                outcome.errors.extend(done.errors.iter().map(|words| format!("{place}: {words}")));
            }
            outcome.needs.extend(done.needs);
            let untold = done.drawn.as_ref().and_then(|drawn| self.untold(figure, drawn));
            let told = untold.is_none();
            outcome.findings.extend(untold);
            let Some(drawn) = done.drawn.filter(|_| told) else {
                out.push(None);
                outcome.kept += 1;
                continue;
            };
            let captioned = matches!(figure.place, Place::Block { .. } | Place::Html);
            number += usize::from(captioned);
            outcome.drawn += 1;
            outcome.cached += usize::from(drawn.cached);
            let caption = captioned.then(|| self.caption(figure, &drawn, number)).flatten();
            let alt = words_for(figure, &drawn);
            let natural = self.natural(figure, &drawn);
            let data = self.data(job, &names, drawn, outcome);
            let source = (self.style.keep_source && !figure.text.is_empty()).then(|| figure.text.clone());
            let width = figure.attributes.width.clone().or_else(|| self.style.width.clone()).or(natural);
            out.push(Some(Picture { data, alt, caption, source, width }));
        }
        out
    }

    /// What is wrong with a picture that has no words for who does not see it, where that is strictly looked at.
    pub(super) fn untold(&self, figure: &Figure, drawn: &Drawn) -> Option<Diagnostic> {
        let told = is_told(figure, drawn) || drawn.about.told;
        (self.style.strict && !told).then(|| {
            let help = "Write `accTitle: ...` into it, or `alt=\"...\"` behind the name of its language.";
            let words = "The picture has no words for who does not see it.";
            finding(Code::NoAltText, &figure.head, words).help(help)
        })
    }

    /// The words below a picture.
    pub(super) fn caption(&self, figure: &Figure, drawn: &Drawn, number: usize) -> Option<String> {
        let title = figure.attributes.title.as_ref().unwrap_or(&drawn.about.title);
        let title = Some(title.clone()).filter(|title| self.style.captions && !title.trim().is_empty());
        let words = figure.attributes.caption.clone().or(title);
        match (self.style.numbers, words) {
            (true, Some(words)) => Some(format!("Figure {number}: {words}")),
            (true, None) => Some(format!("Figure {number}")),
            (false, words) => words,
        }
    }

    /// The width of a picture of pixels whose pixels are not those of a page, in px.
    fn natural(&self, figure: &Figure, drawn: &Drawn) -> Option<String> {
        /// Where a PNG says how many pixels wide it is, in four bytes.
        const WIDE: std::ops::Range<usize> = 16..20;
        let scale = self.studio.request.scale;
        let first = drawn
            .artifacts
            .first()
            .filter(|first| first.format == Format::Png && (scale - 1.0).abs() > f64::EPSILON)?;
        let wide = u32::from_be_bytes(first.bytes.get(WIDE)?.try_into().ok()?);
        (!figure.attributes.sized).then(|| format!("{}", (f64::from(wide) / scale).round().max(1.0)))
    }

    /// How a document shows a picture; what it does not hold itself is written.
    fn data(&self, job: &Job, names: &[String; 2], drawn: Drawn, outcome: &mut Outcome) -> Data {
        let folder = job.below.parent().unwrap_or(Path::new(""));
        let inside = matches!(self.style.embed, Embed::DataUri | Embed::Inline);
        let mut shown = None;
        let mut dark = None;
        let artifacts = [(&names[0], drawn.artifacts), (&names[1], drawn.dark)];
        for (stem, Artifact { format, bytes }) in
            artifacts.into_iter().flat_map(|(stem, all)| all.into_iter().map(move |one| (stem, one)))
        {
            if inside && shown.is_none() {
                shown = Some(match (self.style.embed, String::from_utf8(bytes)) {
                    (Embed::Inline, Ok(text)) => Data::Svg(text),
                    (_, Ok(text)) => Data::Bytes(media(format), text.into_bytes()),
                    (_, Err(bytes)) => Data::Bytes(media(format), bytes.into_bytes()),
                });
                continue;
            }
            let name = format!("{stem}.{}", format.extension());
            self.write(&folder.join(&name), &bytes, outcome);
            let first = if *stem == names[0] { &mut shown } else { &mut dark };
            if first.is_none() {
                *first = Some(Data::File(name, None));
            }
        }
        match (shown, dark) {
            (Some(Data::File(light, _)), Some(Data::File(dark, _))) => Data::File(light, Some(dark)),
            (shown, _) => shown.unwrap_or_else(|| Data::File(names[0].clone(), None)),
        }
    }

    /// Copies the images that a document shows, where they lie in the folder that is published; so it does what an
    /// image names that could not be drawn.
    fn images(&self, job: &Job, page: &Page, pictures: &[Option<Picture>], outcome: &mut Outcome) {
        if self.out.is_none() || job.path.as_os_str() == STANDARD {
            return;
        }
        let undrawn = page.figures.iter().zip(pictures).filter(|(_, picture)| picture.is_none());
        let undrawn = undrawn.filter_map(|(figure, _)| Some((&figure.range, figure.file()?.to_owned())));
        let path = |target: &str| plan::path_of(target.split(['?', '#']).next()?);
        let shown = page.images.iter().filter_map(|(at, target)| Some((at, path(target)?)));
        for (at, name) in shown.chain(undrawn) {
            let below = files::tidy(&job.below.parent().unwrap_or(Path::new("")).join(&name));
            let from = job.folder().join(&name);
            if !from.is_file() {
                continue;
            }
            outcome.needs.insert(from.clone());
            let whole = |path: &Path| path.canonicalize().ok();
            let root = if job.root.as_os_str().is_empty() { Path::new(".") } else { &job.root };
            let inside = whole(&from).zip(whole(root)).is_some_and(|(from, root)| from.starts_with(root));
            if !inside || !below.components().all(|part| matches!(part, Component::Normal(_))) {
                let help = "Move it below the folder that is published.";
                let words = "The image is not copied: it lies outside of the folder that is published.";
                outcome.findings.push(finding(Code::ImageOutside, at, words).help(help));
                continue;
            }
            match files::up_to(&from, files::LARGE, "Make it smaller: it is not copied.") {
                Ok(bytes) => self.write(&below, &bytes, outcome),
                Err(Refused::World(error)) => outcome.errors.push(unread(error)),
                // Found in the image, said where that is shown.
                Err(Refused::Text(why)) => {
                    let found = finding(why.0.code, at, why.0.message);
                    outcome.findings.push(found.help(why.0.help.unwrap_or_default()));
                }
            }
        }
    }

    /// Writes a file below the output folder, or says whether that is as it should be.
    fn write(&self, below: &Path, bytes: &[u8], outcome: &mut Outcome) {
        let Some(out) = self.out else { return };
        let sum = sum(bytes);
        if outcome.files.insert(below.to_owned(), sum.clone()).is_some() {
            return;
        }
        let path = out.root.join(below);
        if self.mode == Mode::Check {
            if files::holds(&path, bytes) {
                outcome.unchanged += 1;
            } else {
                outcome.stale.push(below.to_owned());
            }
            return;
        }
        let listed = self.ours.as_ref().map(|ours| ours.contains(below));
        let ours = listed.unwrap_or(true) || self.journal.is_some_and(|journal| journal.wrote(below, &path));
        if !ours && path.exists() && !files::holds(&path, bytes) {
            outcome.files.remove(below);
            let path = files::shown(&path);
            outcome.errors.push(format!(
                "{path} is there already and differs: give another folder with -o, or --force to replace it"
            ));
            return;
        }
        let say = |journal: &Journal| journal.add(below, &sum);
        let said = self.journal.filter(|_| listed != Some(true)).map_or(Ok(()), say);
        let why = match said.and_then(|()| out.holds(&path)).and_then(|()| files::write(&path, bytes)) {
            Ok(Written::Yes) => return outcome.written += 1,
            Ok(Written::Unchanged) => return outcome.unchanged += 1,
            Err(Error::Write { path, source }) => {
                format!("cannot write {}: {}", files::shown(&path), files::reason(&source))
            }
            Err(error) => error.to_string(),
        };
        outcome.errors.push(why);
        // What is there now is not ours, unless it was before.
        if listed != Some(true) {
            outcome.files.remove(below);
        }
    }
}

/// Why a file could not be read.
fn unread(error: Error) -> String {
    match error {
        Error::Read { path, source } => format!("cannot read {}: {}", files::shown(&path), files::reason(&source)),
        other => other.to_string(),
    }
}

/// The sum that says whether a file is as it was written: the first 16 hex digits of BLAKE3.
pub fn sum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

/// Names of the pictures of a document, without endings: for light pages, or all, and for dark ones. One with an id is
/// named by it, so that a figure before it does not change its name. Images of the author keep theirs.
fn file_names(job: &Job, figures: &[Figure]) -> Vec<[String; 2]> {
    let stem = job.stem();
    let is_taken = |name: &String| {
        let there = |format: &Format| job.folder().join(format!("{name}.{}", format.extension())).exists();
        Format::PICTURES.iter().any(there)
    };
    let free = |name: String| {
        let numbered = (2..1000).map(|number| format!("{name}-{number}"));
        std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
    };
    let of = |(at, figure): (usize, &Figure)| {
        let own = figure.attributes.id.clone().unwrap_or_else(|| (at + 1).to_string());
        [names::stem(&stem, &own), names::stem(&stem, &format!("{own}-dark"))].map(free)
    };
    let all = names::distinct(figures.iter().enumerate().flat_map(of).collect());
    all.chunks_exact(2).map(|pair| [pair[0].clone(), pair[1].clone()]).collect()
}

/// Whether the author has words for who does not see the picture: what it consists of is no such words.
fn is_told(figure: &Figure, drawn: &Drawn) -> bool {
    let says = &figure.attributes;
    says.alt.is_some() || says.title.is_some() || !drawn.about.title.trim().is_empty()
}

/// Words for who does not see the picture.
pub(super) fn words_for(figure: &Figure, drawn: &Drawn) -> String {
    let (says, about) = (&figure.attributes, &drawn.about);
    let said = [says.alt.as_ref(), says.title.as_ref(), Some(&about.title), Some(&about.description)];
    said.into_iter().flatten().map(|text| text.trim()).find(|text| !text.is_empty()).unwrap_or("Diagram").to_owned()
}

/// The media type of a picture.
pub(super) fn media(format: Format) -> &'static str {
    match format {
        Format::Png => "image/png",
        Format::Pdf => "application/pdf",
        Format::Svg | Format::Mermaid => embed::SVG,
    }
}
