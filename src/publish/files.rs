//! Reading and writing: bounded reads, files that appear whole or not at all, and never outside of the output folder.
//!
//! Part of: publish; the command line uses it for every file.

use crate::base::{Code, Diagnostic, Error, Load, Source, SourceId, Span};
use crate::describe::{self, yaml::MAX_BYTES};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// The name of the standard streams.
pub const STANDARD: &str = "-";

/// Most bytes of what no author wrote: pictures, and documents as other programs give them.
pub const LARGE: usize = 512 << 20;
/// What to do about a description that is too big.
pub const INCLUDE: &str = "Split it, and name the parts under `include:`.";
/// What to do about any other text that is.
pub const SPLIT: &str = "Split it.";

/// Why there is no text.
pub enum Refused {
    /// The world: no such file, no right to read it.
    World(Error),
    /// What is in it: too much, or no text.
    Text(Box<(Diagnostic, Source)>),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::World(error)
    }
}

/// Reads a text whole; `-` is standard input. A byte order mark is left out. `help` says what to do about one that is
/// too big.
///
/// # Errors
/// [`Refused`]: why there is no text.
pub fn read(path: &Path, help: &str) -> Result<Source, Refused> {
    describe::decode(&shown(path), &bytes(path, help)?).map_err(Refused::Text)
}

/// Reads the bytes of a text whole; `-` is standard input.
///
/// # Errors
/// [`Refused`]: why there are none.
pub fn bytes(path: &Path, help: &str) -> Result<Vec<u8>, Refused> {
    up_to(path, MAX_BYTES, help)
}

/// Reads bytes whole, `most` of them; `-` is standard input. A file that is too big is refused before it is read.
///
/// # Errors
/// [`Refused`]: why there are none.
pub fn up_to(path: &Path, most: usize, help: &str) -> Result<Vec<u8>, Refused> {
    let name = shown(path);
    let refuse = |source| Refused::World(Error::Read { path: path.to_owned(), source });
    let mut bytes = Vec::new();
    if path.as_os_str() == STANDARD {
        io::stdin().lock().take(most as u64 + 1).read_to_end(&mut bytes).map_err(refuse)?;
    } else {
        let file = File::open(path).map_err(refuse)?;
        let about = file.metadata().map_err(refuse)?;
        if about.is_dir() {
            return Err(refuse(io::Error::from(ErrorKind::IsADirectory)));
        }
        if about.len() > most as u64 {
            return Err(too_big(name, about.len(), most, help));
        }
        // Sockets and devices have no length to go by.
        file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(refuse)?;
    }
    if bytes.len() > most {
        return Err(too_big(name, bytes.len() as u64, most, help));
    }
    Ok(bytes)
}

fn too_big(name: String, bytes: u64, most: usize, help: &str) -> Refused {
    let message = format!("The file has {} MiB; {} are read at most.", bytes.div_ceil(1 << 20), most >> 20);
    let span = Span { source: SourceId(0), start: 0, end: 0 };
    let finding = Diagnostic::new(Code::TooBig, span, message).help(help);
    Refused::Text(Box::new((finding, Source { name, text: String::new() })))
}

/// A path as messages and findings show it.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A path with `/` on every system.
pub fn slashed(path: &Path) -> String {
    shown(path).replace('\\', "/")
}

/// Reads includes relative to the file that names them.
pub struct Includes;

impl Load for Includes {
    fn load(&self, from: &str, name: &str) -> Result<Source, String> {
        let base = if from == STANDARD { Path::new("") } else { Path::new(from).parent().unwrap_or(Path::new("")) };
        let path = tidy(&base.join(name));
        read(&path, INCLUDE).map_err(|refused| match refused {
            Refused::World(Error::Read { path, source }) => {
                format!("cannot read {}: {}", shown(&path), reason(&source))
            }
            Refused::World(error) => error.to_string(),
            Refused::Text(finding) => finding.0.message,
        })
    }
}

/// The same path without `.` and without `name/..`, so that a file has one name however it is reached.
pub fn tidy(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            _ => out.push(part),
        }
    }
    out
}

/// An error of the system in its shortest words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "no permission".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        ErrorKind::AlreadyExists => "a file of that name is there already".to_owned(),
        _ => error.to_string(),
    }
}

/// Whether a file is there that has these bytes.
pub fn holds(path: &Path, bytes: &[u8]) -> bool {
    let same = fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && about.len() == bytes.len() as u64);
    same && fs::read(path).is_ok_and(|old| old == bytes)
}

/// Length and time of a file: whether it is still what it was.
pub fn stamp(path: &Path) -> String {
    let Ok(about) = fs::metadata(path) else { return String::new() };
    let age = about.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    format!("{} {}", about.len(), age.unwrap_or_default().as_nanos())
}

/// Whether a file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was not there, or had other bytes.
    Yes,
    /// It had these bytes already and was not touched.
    Unchanged,
}

/// Writes a file beside its target and renames it, so that a killed run leaves no half file. Makes its folder.
///
/// # Errors
/// [`Error::Write`] where that cannot be.
pub fn write(path: &Path, bytes: &[u8]) -> Result<Written, Error> {
    put(path, bytes, None)
}

/// The same for a file that had the bytes `read`: what somebody has written into it since is not lost.
///
/// # Errors
/// As [`write()`], and where the file has other bytes by now.
pub fn rewrite(path: &Path, read: &[u8], bytes: &[u8]) -> Result<Written, Error> {
    put(path, bytes, Some(read))
}

fn put(path: &Path, bytes: &[u8], read: Option<&[u8]>) -> Result<Written, Error> {
    let fail = |source: io::Error| Error::Write { path: path.to_owned(), source };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(fail)?;
    let before = fs::symlink_metadata(path).ok();
    if let Some(before) = &before {
        if before.is_dir() {
            return Err(fail(io::Error::from(ErrorKind::IsADirectory)));
        }
        if holds(path, bytes) {
            return Ok(Written::Unchanged);
        }
        if !before.is_file() && !before.is_symlink() {
            // A device or a pipe is written to, not replaced.
            fs::write(path, bytes).map_err(fail)?;
            return Ok(Written::Yes);
        }
    }
    let mut file = beside(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    if let Some(before) = before.filter(fs::Metadata::is_file) {
        file.as_file().set_permissions(before.permissions()).map_err(fail)?;
    }
    if let Some(read) = read
        && fs::read(path).map_err(fail)? != read
    {
        let words = "it has changed since it was read and stays as it is; run the command again";
        return Err(fail(io::Error::other(words)));
    }
    file.persist(path).map_err(|e| fail(e.error))?;
    Ok(Written::Yes)
}

/// How names of files begin that are being written.
const UNFINISHED: &str = ".groundplan-tmp-";
/// No file is written for so long.
const LONG_AGO: Duration = Duration::from_mins(1);

/// Deletes what killed runs left in a folder.
pub fn sweep(folder: &Path) {
    let own = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(UNFINISHED);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(own) {
        let time = entry.metadata().and_then(|about| about.modified()).ok();
        if time.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > LONG_AGO) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A temporary file with the rights that a new file has.
fn beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The process's mask applies, as to any new file.
        builder.permissions(fs::Permissions::from_mode(0o666));
        builder.tempfile_in(folder)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(folder)
}

/// Makes an empty file with a name of its own that begins so. It is locked before it has that name.
pub(super) fn locked(folder: &Path, name: &str) -> io::Result<(File, PathBuf)> {
    let file = beside(folder)?;
    match file.as_file().try_lock() {
        // Where there are no locks nobody can take this one for that of a dead run.
        Ok(()) => {}
        Err(fs::TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
        Err(error) => return Err(error.into()),
    }
    let temporary = file.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let path = folder.join(format!("{name}.{}", temporary.trim_start_matches(UNFINISHED)));
    Ok((file.persist(&path)?, path))
}

/// An output folder.
#[derive(Debug)]
pub struct Folder {
    /// Where it is, without links in its path where it is there.
    pub root: PathBuf,
    /// Folders of it that were looked at.
    known: Mutex<BTreeSet<PathBuf>>,
}

impl Folder {
    /// One that need not be there.
    pub fn at(root: &Path) -> Self {
        Self { root: root.canonicalize().unwrap_or_else(|_| root.to_owned()), known: Mutex::default() }
    }

    /// Makes it where it is missing.
    ///
    /// # Errors
    /// [`Error::Write`] where that cannot be.
    pub fn made(root: &Path) -> Result<Self, Error> {
        let fail = |source| Error::Write { path: root.to_owned(), source };
        fs::create_dir_all(root).map_err(fail)?;
        Ok(Self { root: root.canonicalize().map_err(fail)?, known: Mutex::default() })
    }

    /// A link inside of it must not lead out of it. Makes the folder of `path`.
    ///
    /// # Errors
    /// [`Error::Write`] where one does.
    pub fn holds(&self, path: &Path) -> Result<(), Error> {
        let fail = |source| Error::Write { path: path.to_owned(), source };
        let folder = path.parent().unwrap_or(Path::new("."));
        if self.known.lock().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(fail)?;
        if !folder.canonicalize().map_err(fail)?.starts_with(&self.root) {
            return Err(fail(io::Error::other("a link leads out of the output folder")));
        }
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        Ok(())
    }
}
