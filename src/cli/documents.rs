//! Documents and the descriptions that their regions name: found and read, each once.

use super::Exit;
use super::batch::map;
use super::console::Console;
use super::files::{self, Refused, STANDARD};
use super::inputs;
use crate::base::{Checked, Code, Diagnostic, Error, Source, SourceId, Span};
use crate::describe;
use crate::publish::{self, Document, Library, Region};
use std::collections::BTreeSet;
use std::io::Error as IoError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Component, Path, PathBuf};

/// A document of a run.
pub(super) struct Job {
    /// Where it is, as the user gave it.
    pub(super) path: PathBuf,
    /// Whether it was found in a folder, and not named itself.
    pub(super) found: bool,
    /// Its text, as findings show it.
    pub(super) source: Source,
    /// What stands in it; none where a finding or an error stopped that.
    pub(super) document: Option<Document>,
    /// What is wrong with it.
    pub(super) findings: Vec<Diagnostic>,
    /// What the world did to it.
    pub(super) error: Option<Error>,
}

/// All documents that the arguments mean, each once, those of a folder by path.
pub(super) fn collect(args: &[PathBuf], console: &Console) -> (Vec<Job>, Exit) {
    let mut paths: Vec<(PathBuf, bool)> = Vec::new();
    let mut exit = Exit::Fine;
    for arg in args {
        if arg.is_dir() {
            let (files, walked) = inputs::below(arg, &inputs::MARKDOWN, console);
            exit = exit.max(walked);
            if files.is_empty() {
                let words = format!("{} holds no document: no .md file", files::shown(arg));
                exit = exit.max(console.fail(Some(arg), &words));
            }
            paths.extend(files.into_iter().map(|path| (path, true)));
        } else if arg.as_os_str() == STANDARD {
            exit = exit.max(console.fail(Some(arg), "update takes files and folders, not standard input"));
        } else {
            paths.push((arg.clone(), false));
        }
    }
    // Two names of a file are one document, or one run would write it twice.
    let mut seen = BTreeSet::new();
    paths.retain(|(path, _)| seen.insert(path.canonicalize().unwrap_or_else(|_| files::tidy(path))));
    let parallel = paths.len() > 1 && console.jobs != 1;
    (map(parallel, paths, |(path, found)| read(path, found)), exit)
}

fn read(path: PathBuf, found: bool) -> Job {
    let source = Source { name: files::shown(&path), text: String::new() };
    let mut job = Job { path, found, source, document: None, findings: Vec::new(), error: None };
    let bytes = match files::bytes(&job.path, files::SPLIT) {
        Ok(bytes) => bytes,
        Err(refused) => return job.refuse(refused),
    };
    match describe::decode(&job.source.name, &bytes) {
        Ok(source) => job.source = source,
        Err(refused) => return job.refuse(Refused::Text(refused)),
    }
    // The text is UTF-8, or there would be no source.
    let whole = String::from_utf8_lossy(&bytes);
    // Nothing here panics that we know of; if it does for one document, the others are still refreshed.
    let Ok(Checked { value, diagnostics }) = catch_unwind(AssertUnwindSafe(|| publish::read(&whole))) else {
        job.error = Some(defect(&job.path));
        return job;
    };
    job.document = value.filter(|_| diagnostics.is_empty());
    job.findings = diagnostics;
    job
}

/// The error for a document that made a part of the program fail.
pub(super) fn defect(path: &Path) -> Error {
    let source = IoError::other("it made groundplan fail; this is a defect of groundplan");
    Error::Read { path: path.to_owned(), source }
}

impl Job {
    fn refuse(mut self, refused: Refused) -> Self {
        match refused {
            Refused::World(error) => self.error = Some(error),
            Refused::Text(why) => {
                let (finding, source) = *why;
                self.findings.push(finding);
                self.source = source;
            }
        }
        self
    }

    /// The folder that names of descriptions start from.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

/// The descriptions of documents that name none.
pub(super) struct Beside<'a> {
    /// The one of the command line goes before those that lie beside documents.
    pub(super) named: Option<&'a Path>,
    pub(super) library: &'a Library,
}

impl Beside<'_> {
    /// The description of a document that names none.
    ///
    /// # Errors
    /// What is missing, and what to do.
    pub(super) fn of(&self, job: &Job) -> Result<PathBuf, (String, String)> {
        let found = self.named.map_or_else(|| self.library.beside(job.folder()), |named| Ok(files::tidy(named)));
        found.map_err(|words| (words.to_owned(), "Name one with `--src FILE.yaml`.".to_owned()))
    }
}

/// The description that a region names, as a path.
pub(super) fn named(job: &Job, region: &Region, beside: &Beside<'_>) -> Result<PathBuf, Diagnostic> {
    let span = Span { source: SourceId(0), start: region.marker.start, end: region.marker.end };
    match region.src.as_deref() {
        Some(STANDARD) => {
            let finding = Diagnostic::new(Code::RegionSource, span, "A region cannot show standard input.");
            Err(finding.help("Write `src=FILE.yaml` with a path from the document on."))
        }
        Some(src) => Ok(files::tidy(&job.folder().join(src))),
        None => beside.of(job).map_err(|(words, help)| {
            let help = format!("Write `src=FILE.yaml` into the marker. {help}");
            Diagnostic::new(Code::RegionSource, span, words).help(help)
        }),
    }
}

/// Reads descriptions, and shows their findings.
pub(super) fn read_all(library: &Library, paths: BTreeSet<PathBuf>, console: &Console) -> Exit {
    let parallel = paths.len() > 1 && console.jobs != 1;
    let read = map(parallel, paths.into_iter().collect(), |path: PathBuf| library.get(&path));
    read.iter().map(|known| console.findings(&known.findings(), &known.sources)).max().unwrap_or_default()
}

/// How a file is named from a folder on, with `/` on every system. None where no name leads there, or it is no text.
pub(super) fn relative(folder: &Path, file: &Path) -> Option<String> {
    let whole = |path: &Path| std::path::absolute(path).ok().map(|path| files::tidy(&path));
    let folder = whole(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?;
    let file = whole(file)?;
    let same = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    if same == 0 {
        return None;
    }
    let up = folder.components().skip(same).map(|_| Some(".."));
    let down = file.components().skip(same).map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    parts.map(|parts| parts.join("/"))
}
