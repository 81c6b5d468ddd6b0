//! What was drawn before: found again by what it was drawn of.
//!
//! Part of: publish. Input: a [`Key`] of everything that a picture depends on. Output: what was kept for it. An entry
//! is a file that appears whole or not at all and says what its bytes sum up to, so that two processes may share a
//! folder, and a damaged entry is none.

use super::files;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What the first line of an entry says.
const HEAD: &str = "groundplan cache 1 ";
/// How entries end.
const ENDING: &str = "picture";
/// How much the entries of a folder may have, in bytes. Above it the oldest go, down to three quarters of it.
const MOST: u64 = 512 << 20;

/// Everything that a picture depends on, as one sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(blake3::Hash);

impl Key {
    /// The key of these parts in this order; where one ends and the next begins is a part of it.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize())
    }

    /// Its bytes, as a part of another key.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// A folder of entries.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The entries of a folder, which need not be there.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// What was kept for a key; nothing where it is damaged or cannot be read.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.path(key)).ok()?;
        let head = HEAD.len() + blake3::OUT_LEN * 2 + 1;
        let (first, body) = bytes.split_at_checked(head)?;
        let sum = first.strip_prefix(HEAD.as_bytes())?.strip_suffix(b"\n")?;
        if blake3::hash(body).to_hex().as_bytes() != sum {
            return None;
        }
        bytes.drain(..head);
        Some(bytes)
    }

    /// Keeps bytes for a key. A cache that cannot be written to costs time and nothing else.
    pub fn put(&self, key: &Key, bytes: &[u8]) {
        let mut entry = format!("{HEAD}{}\n", blake3::hash(bytes).to_hex()).into_bytes();
        entry.extend_from_slice(bytes);
        let _ = files::write(&self.path(key), &entry);
    }

    /// Two letters of the key are the folder: no folder gets too many files.
    fn path(&self, key: &Key) -> PathBuf {
        let name = key.0.to_hex();
        self.folder.join(&name[..2]).join(format!("{}.{ENDING}", &name[2..]))
    }

    /// Deletes the oldest entries where there are too many, and what killed runs left.
    pub fn bound(&self) {
        self.bound_to(MOST);
    }

    fn bound_to(&self, most: u64) {
        let mut all: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        for folder in entries(&self.folder).filter(|path| path.is_dir()) {
            files::sweep(&folder);
            for path in entries(&folder).filter(|path| path.extension().is_some_and(|e| e == ENDING)) {
                let Ok(about) = fs::metadata(&path) else { continue };
                all.push((about.modified().unwrap_or(SystemTime::UNIX_EPOCH), about.len(), path));
            }
        }
        let mut size: u64 = all.iter().map(|(_, size, _)| size).sum();
        if size <= most {
            return;
        }
        all.sort();
        for (_, bytes, path) in all {
            if size <= most / 4 * 3 {
                break;
            }
            match fs::remove_file(&path) {
                // Another process was faster.
                Err(error) if error.kind() != ErrorKind::NotFound => {}
                _ => size -= bytes,
            }
        }
    }
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}
