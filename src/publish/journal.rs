//! What a run is about to write below its output folder, said before it is written: a run that is killed leaves files,
//! and the next one knows them as ours.
//!
//! Part of: publish. Input: names and sums of files. Output: a file of one line for each, which only grows and is
//! deleted when the run has said the same in its own list.

use super::files::{self, Folder};
use crate::base::Error;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Its name in the output folder.
const NAME: &str = ".groundplan-publish.journal";

/// The journal of an output folder.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    /// What runs before this one were about to write when they were killed: sums by file.
    left: BTreeMap<String, BTreeSet<String>>,
    /// Open from the first line on.
    file: Mutex<Option<File>>,
}

impl Journal {
    /// That of a folder. One that is missing says nothing; a line that is torn neither.
    pub fn open(out: &Folder) -> Self {
        let path = out.root.join(NAME);
        let bytes = if is_ours(&path) { fs::read(&path).unwrap_or_default() } else { Vec::new() };
        let mut left: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in bytes.split(|byte| *byte == b'\n') {
            if let Ok((file, sum)) = serde_json::from_slice::<(String, String)>(line) {
                left.entry(file).or_default().insert(sum);
            }
        }
        Self { path, left, file: Mutex::default() }
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
        let fail = |source| Error::Write { path: self.path.clone(), source };
        let line = serde_json::json!([files::slashed(below), sum]);
        let mut open = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if open.is_none() {
            if !is_ours(&self.path) && fs::symlink_metadata(&self.path).is_ok() {
                return Err(fail(io::Error::from(ErrorKind::AlreadyExists)));
            }
            let mut file = OpenOptions::new().append(true).create(true).open(&self.path).map_err(fail)?;
            // The last line of a run that was killed may have no end.
            file.write_all(b"\n").map_err(fail)?;
            *open = Some(file);
        }
        // One write for a line: runs side by side do not mix theirs.
        open.as_mut().map_or(Ok(()), |file| file.write_all(format!("{line}\n").as_bytes())).map_err(fail)
    }

    /// Deletes it, where all that it says is said elsewhere.
    pub fn close(self) {
        if is_ours(&self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether a file is no link to another and no folder.
fn is_ours(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file())
}
