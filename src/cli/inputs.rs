//! Arguments -> the descriptions that they mean.

use super::Exit;
use super::console::Console;
use super::files::{self, STANDARD};
use crate::base::Error;
use ignore::WalkBuilder;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The stem of outputs where the description came from standard input.
const NAMELESS: &str = "diagram";

/// One description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    /// Where it is; `-` is standard input.
    pub(super) path: PathBuf,
    /// The folder of its outputs below an output folder.
    pub(super) below: PathBuf,
    /// First part of the names of its outputs.
    pub(super) stem: String,
    /// Whether it was found in a folder, and not named itself.
    pub(super) found: bool,
}

impl Input {
    fn new(path: PathBuf, below: PathBuf, found: bool) -> Self {
        let stem = if path.as_os_str() == STANDARD { Some(OsStr::new(NAMELESS)) } else { path.file_stem() };
        let stem = stem.map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        Self { path, below, stem, found }
    }
}

/// All descriptions that the arguments mean, each once, in the order of the arguments, those of a folder by path.
pub(super) fn collect(args: &[PathBuf], console: &Console) -> (Vec<Input>, Exit) {
    let mut inputs: Vec<Input> = Vec::new();
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    let mut exit = Exit::Fine;
    for arg in args {
        if arg.is_dir() {
            let mut found = Vec::new();
            exit = exit.max(walk(arg, &mut found, console));
            if found.is_empty() {
                let words = "holds no description: no .yaml file with `elements:` at its top level";
                exit = exit.max(console.fail(&format!("{} {words}", files::shown(arg))));
            }
            inputs.extend(found.into_iter().filter(|input| seen.insert(files::tidy(&input.path))));
        } else if seen.insert(files::tidy(arg)) {
            inputs.push(Input::new(arg.clone(), PathBuf::new(), false));
        }
    }
    (inputs, exit)
}

/// Walks a folder as git does: ignored and hidden files are left out, links are not followed.
fn walk(root: &Path, inputs: &mut Vec<Input>, console: &Console) -> Exit {
    let mut exit = Exit::Fine;
    let walk = WalkBuilder::new(root).require_git(false).sort_by_file_path(Path::cmp).build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                exit = console.fail(&error.to_string());
                continue;
            }
        };
        let path = entry.path();
        let yaml = path.extension().is_some_and(|ext| ext == "yaml" || ext == "yml");
        if !yaml || !entry.file_type().is_some_and(|t| t.is_file()) {
            continue;
        }
        match is_description(path) {
            Ok(true) => {
                let below = path.parent().and_then(|p| p.strip_prefix(root).ok()).unwrap_or(Path::new(""));
                inputs.push(Input::new(path.to_owned(), below.to_owned(), true));
            }
            Ok(false) => {}
            Err(source) => exit = exit.max(console.error(&Error::Read { path: path.to_owned(), source })),
        }
    }
    exit
}

/// Whether a file has `elements:` at its top level. One that is too big to read is looked at no further than its
/// first part: reading says what is wrong with it.
fn is_description(path: &Path) -> std::io::Result<bool> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(crate::describe::yaml::MAX_BYTES as u64).read_to_end(&mut bytes)?;
    let key = |line: &[u8]| {
        [b"elements".as_slice(), b"\"elements\"", b"'elements'", b"\xef\xbb\xbfelements"]
            .iter()
            .any(|key| line.strip_prefix(*key).is_some_and(|rest| rest.trim_ascii_start().first() == Some(&b':')))
    };
    Ok(bytes.split(|b| *b == b'\n' || *b == b'\r').any(key))
}
