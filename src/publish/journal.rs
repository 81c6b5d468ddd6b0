//! What a run is about to write below its output folder, said before it is written: a run that is killed leaves files,
//! and the next one knows them as ours.
//!
//! Part of: publish. Input: names and sums of files. Output: a file of one line for each, which only grows and is
//! deleted when the run has said the same in its own list. Every run has its own, and a lock on it while it lives.

use super::files::{self, Folder};
use crate::base::Error;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How its name in the output folder begins.
const NAME: &str = ".groundplan-publish.journal";

/// The journal of a run, and those of runs that were killed.
#[derive(Debug)]
pub struct Journal {
    root: PathBuf,
    /// What runs before this one were about to write when they were killed: sums by file.
    left: BTreeMap<String, BTreeSet<String>>,
    /// The journals that say so.
    dead: Vec<PathBuf>,
    /// That of this run, locked; there from the first line on.
    own: Mutex<Option<(File, PathBuf)>>,
}

impl Journal {
    /// Those of a folder. One that is missing says nothing; a line that is torn neither.
    pub fn open(out: &Folder) -> Self {
        let mut left: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut dead = Vec::new();
        let named = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(NAME);
        for entry in fs::read_dir(&out.root).into_iter().flatten().flatten().filter(named) {
            let path = entry.path();
            let Some(bytes) = of_killed(&path) else { continue };
            for line in bytes.split(|byte| *byte == b'\n') {
                if let Ok((file, sum)) = serde_json::from_slice::<(String, String)>(line) {
                    left.entry(file).or_default().insert(sum);
                }
            }
            dead.push(path);
        }
        Self { root: out.root.clone(), left, dead, own: Mutex::default() }
    }

    /// Whether a run that was killed wrote a file as it is now. One that somebody has changed since is not ours.
    pub fn wrote(&self, below: &Path, path: &Path) -> bool {
        let sums = self.left.get(&files::slashed(below));
        sums.is_some_and(|sums| fs::read(path).is_ok_and(|bytes| sums.contains(&super::batch::sum(&bytes))))
    }

    /// Files of runs that were killed, with what they would be.
    pub fn left(&self) -> impl Iterator<Item = (&String, &String)> {
        self.left.iter().flat_map(|(file, sums)| sums.iter().map(move |sum| (file, sum)))
    }

    /// Says that a file will have bytes of this sum.
    ///
    /// # Errors
    /// [`Error::Write`] where that cannot be said.
    pub fn add(&self, below: &Path, sum: &str) -> Result<(), Error> {
        let fail = |source| Error::Write { path: self.root.join(NAME), source };
        let line = serde_json::json!([files::slashed(below), sum]);
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if own.is_none() {
            *own = Some(files::locked(&self.root, NAME).map_err(fail)?);
        }
        own.as_mut().map_or(Ok(()), |(file, _)| file.write_all(format!("{line}\n").as_bytes())).map_err(fail)
    }

    /// Deletes it and those of killed runs, where all that they say is said elsewhere.
    pub fn close(self) {
        let own = self.own.into_inner().unwrap_or_else(PoisonError::into_inner);
        for path in self.dead.into_iter().chain(own.map(|(_, path)| path)) {
            let _ = fs::remove_file(path);
        }
    }
}

/// What a journal says that no living run holds a lock on; a link or a folder is none.
fn of_killed(path: &Path) -> Option<Vec<u8>> {
    fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut file = File::open(path).ok()?;
    // Runs side by side may read what a killed one left.
    file.try_lock_shared().ok()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
