//! What earlier runs wrote below an output folder: so that pictures which no document shows any more are known.
//!
//! Input: the file of the last run, and what this one made. Output: the file of this one, and what is left over.

use crate::cli::files::Folder;
use crate::publish::Journal;
use crate::publish::batch::sum;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Its name in the output folder.
pub(super) const NAME: &str = ".groundplan-publish.json";

/// Files, with `/` on every system, and their sums.
pub(super) type Files = BTreeMap<String, String>;

/// What runs wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// What was published, as the command line said it.
    pub(super) sources: Vec<String>,
    /// Files by the document that they are of.
    pub(super) documents: BTreeMap<String, Files>,
    /// Files that no document needs any more.
    #[serde(default)]
    pub(super) left: Files,
}

impl Manifest {
    /// That of the last run; an empty one where there is none that can be read.
    pub(super) fn read(out: &Path) -> Self {
        let bytes = fs::read(out.join(NAME)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// All files that it knows of.
    pub(super) fn files(&self) -> BTreeSet<PathBuf> {
        self.left.keys().chain(self.documents.values().flat_map(BTreeMap::keys)).map(PathBuf::from).collect()
    }

    /// That of this run. `all` are its documents; those that were not made anew are not in `made` and stay.
    pub(super) fn next(&self, sources: Vec<String>, all: &BTreeSet<String>, made: BTreeMap<String, Files>) -> Self {
        let same = self.sources == sources;
        let mut documents: BTreeMap<String, Files> = BTreeMap::new();
        for (document, files) in &self.documents {
            // Another run published it, or this one has not come to it.
            if !same || all.contains(document) {
                documents.insert(document.clone(), files.clone());
            }
        }
        documents.extend(made);
        let needed: BTreeSet<&String> = documents.values().flat_map(BTreeMap::keys).collect();
        let before = self.left.iter().chain(self.documents.values().flatten());
        let left = before.filter(|(file, _)| !needed.contains(file)).map(|(f, s)| (f.clone(), s.clone())).collect();
        Self { sources, documents, left }
    }

    /// Takes what killed runs wrote and no document needs any more.
    pub(super) fn fold(&mut self, journal: &Journal, out: &Folder) {
        let needed: BTreeSet<&String> = self.documents.values().flat_map(BTreeMap::keys).collect();
        let left = journal.left().filter(|(file, sum)| !needed.contains(file) && is_ours(out, file, sum).is_some());
        self.left.extend(left.map(|(file, sum)| (file.clone(), sum.clone())));
    }

    /// Forgets files that are gone or that somebody else wrote in; what stays is left over.
    pub(super) fn look(&mut self, out: &Folder) {
        self.left.retain(|file, known| is_ours(out, file, known).is_some());
    }

    /// Deletes what is left over. Says how many files that were.
    pub(super) fn clean(&mut self, out: &Folder) -> usize {
        let before = self.left.len();
        self.left.retain(|file, known| is_ours(out, file, known).is_none_or(|path| fs::remove_file(path).is_err()));
        before - self.left.len()
    }

    /// Its bytes.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// The path of a file that is as a run wrote it, inside of the output folder.
fn is_ours(out: &Folder, file: &str, known: &str) -> Option<PathBuf> {
    let below = Path::new(file);
    let plain = below.components().all(|part| matches!(part, Component::Normal(_)));
    let path = out.root.join(below);
    let inside = plain && path.parent()?.canonicalize().ok()?.starts_with(&out.root);
    let about = fs::symlink_metadata(&path).ok()?;
    (inside && about.is_file() && sum(&fs::read(&path).ok()?) == known).then_some(path)
}
