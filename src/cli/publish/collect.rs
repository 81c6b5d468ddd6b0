//! Arguments -> the documents that they mean, and where each goes.

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::files::{self, Folder, STANDARD};
use crate::cli::inputs::{self, DOCUMENTS};
use crate::publish::Job;
use crate::publish::names::Claims;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// All documents that the arguments mean, each once, those of a folder by path. The output folder is none of theirs.
pub(super) fn collect(args: &[PathBuf], out: Option<&Folder>, console: &Console) -> (Vec<Job>, Exit) {
    let mut jobs: Vec<Job> = Vec::new();
    let mut exit = Exit::Fine;
    for arg in args {
        if arg.as_os_str() == STANDARD {
            jobs.push(Job { path: arg.clone(), below: PathBuf::from("document.md"), root: PathBuf::new() });
        } else if arg.is_dir() {
            let (mut paths, walked) = inputs::below(arg, &DOCUMENTS, console);
            exit = exit.max(walked);
            if let Some(inner) = out.and_then(|out| inputs::within(arg, &out.root)) {
                paths.retain(|path| !path.starts_with(&inner));
            }
            if paths.is_empty() {
                let words = format!("{} holds no document: no .md and no .html file", files::shown(arg));
                exit = exit.max(console.fail(Some(arg), &words));
            }
            let job = |path: PathBuf| {
                let below = path.strip_prefix(arg).unwrap_or(&path).to_owned();
                Job { path, below, root: arg.clone() }
            };
            jobs.extend(paths.into_iter().map(job));
        } else if inputs::is_source(arg) {
            let words = format!("{} is no document: draw it with `groundplan render`", files::shown(arg));
            exit = exit.max(console.fail(Some(arg), &words));
        } else {
            let below = PathBuf::from(arg.file_name().unwrap_or_default());
            let root = arg.parent().unwrap_or(Path::new("")).to_owned();
            jobs.push(Job { path: arg.clone(), below, root });
        }
    }
    // A folder has one name however it is reached, and is looked up once.
    let mut folders: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let mut place = |job: &Job| {
        let folder = job.path.parent().unwrap_or(Path::new(""));
        let folder = folders.entry(folder.to_owned()).or_insert_with(|| whole(folder));
        folder.join(job.path.file_name().unwrap_or_default())
    };
    let places: Vec<PathBuf> = jobs.iter().map(&mut place).collect();
    let sources: BTreeSet<&PathBuf> = places.iter().collect();
    let mut seen = BTreeSet::new();
    let mut claims = Claims::default();
    let mut kept = Vec::new();
    for (job, place) in jobs.into_iter().zip(&places) {
        if !seen.insert(place) {
            continue;
        }
        let name = files::shown(&job.path);
        let written = out.filter(|_| job.path.as_os_str() != STANDARD).map(|out| out.root.join(&job.below));
        if written.as_ref().is_some_and(|path| sources.contains(path)) {
            let words = format!("{name} would be written over a document of the run: give another folder with -o");
            exit = exit.max(console.fail(Some(&job.path), &words));
            continue;
        }
        let stem = job.below.with_file_name(job.stem());
        if let Some(owner) = [&job.below, &stem].into_iter().find_map(|output| claims.claim(output, &job.path).err()) {
            let owner = files::shown(&owner);
            let words = format!("{name} would write over what {owner} becomes: rename one, or give their folder");
            exit = exit.max(console.fail(Some(&job.path), &words));
            continue;
        }
        kept.push(job);
    }
    (kept, exit)
}

/// A path without links, as far as it is there.
fn whole(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
