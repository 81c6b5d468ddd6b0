//! Arguments -> the descriptions that they mean.

use super::Exit;
use super::console::Console;
use super::files::{self, STANDARD};
use crate::base::Error;
use crate::publish::names;
use ignore::WalkBuilder;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The stem of outputs where the description came from standard input.
pub(super) const NAMELESS: &str = "diagram";

/// How files of descriptions end.
const ENDINGS: [&str; 2] = ["yaml", "yml"];
/// How files of Markdown end.
pub(super) const MARKDOWN: [&str; 2] = ["md", "markdown"];

/// How files of documents end: Markdown and HTML.
pub(super) const DOCUMENTS: [&str; 4] = [MARKDOWN[0], MARKDOWN[1], "html", "htm"];

/// How files of Mermaid end.
const MERMAID: [&str; 2] = ["mmd", "mermaid"];

/// Whether a file is Mermaid by its name.
pub(super) fn is_mermaid(path: &Path) -> bool {
    ends_in(path, &MERMAID) && !path.is_dir()
}

/// Whether a file is a diagram or a description by its name.
pub(super) fn is_source(path: &Path) -> bool {
    is_mermaid(path) || ends_in(path, &ENDINGS)
}

/// What folders are searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted<'a> {
    /// Descriptions and Mermaid; not the Mermaid below the folder that is written to.
    Pictures(Option<&'a Path>),
    /// Plans as well.
    Plans,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A description.
    Description,
    /// Mermaid.
    Mermaid,
    /// A plan.
    Plan,
}

/// One file that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    /// What it is by its name; standard input counts as a description.
    pub(super) kind: Kind,
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
        let kind = if is_mermaid(&path) {
            Kind::Mermaid
        } else if is_markdown(&path) {
            Kind::Plan
        } else {
            Kind::Description
        };
        Self { kind, path, below, stem, found }
    }
}

/// All files that the arguments mean, each once, in the order of the arguments, those of a folder by path.
pub(super) fn collect(args: &[PathBuf], wanted: Wanted<'_>, console: &Console) -> (Vec<Input>, Exit) {
    let mut inputs: Vec<Input> = Vec::new();
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    let mut exit = Exit::Fine;
    for arg in args {
        if arg.is_dir() {
            let mut found = Vec::new();
            exit = exit.max(walk(arg, wanted, &mut found, console));
            if found.is_empty() {
                let words = match wanted {
                    Wanted::Pictures(_) => {
                        "holds no description and no Mermaid: no .yaml file with `elements:` at its top level, no .mmd file"
                    }
                    Wanted::Plans => {
                        "holds no description, no Mermaid and no plan: no .yaml file with `elements:` at its top level, no \
                         .mmd file, no .md file with headings of a plan"
                    }
                };
                exit = exit.max(console.fail(Some(arg), &format!("{} {words}", files::shown(arg))));
            }
            inputs.extend(found.into_iter().filter(|input| seen.insert(files::tidy(&input.path))));
        } else if seen.insert(files::tidy(arg)) {
            inputs.push(Input::new(arg.clone(), PathBuf::new(), false));
        }
    }
    (inputs, exit)
}

/// Whether a file ends in one of these, in any case.
fn ends_in(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ext| endings.iter().any(|ending| ext.eq_ignore_ascii_case(ending)))
}

/// Walks a folder as git does: ignored and hidden files are left out, links are not followed; nor is what npm installs.
/// Files with one of `endings`, by path.
pub(super) fn below(root: &Path, endings: &[&str], console: &Console) -> (Vec<PathBuf>, Exit) {
    let mut out = Vec::new();
    let mut exit = Exit::Fine;
    let own = |entry: &ignore::DirEntry| entry.depth() == 0 || entry.file_name() != "node_modules";
    let walk = WalkBuilder::new(root).require_git(false).sort_by_file_path(Path::cmp).filter_entry(own).build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                exit = console.fail(None, &error.to_string());
                continue;
            }
        };
        if ends_in(entry.path(), endings) && entry.file_type().is_some_and(|t| t.is_file()) {
            out.push(entry.into_path());
        }
    }
    (out, exit)
}

/// Every description and file of Mermaid of a folder, and every plan where they are wanted.
fn walk(root: &Path, wanted: Wanted<'_>, inputs: &mut Vec<Input>, console: &Console) -> Exit {
    let endings = match wanted {
        Wanted::Pictures(_) => [ENDINGS, MERMAID].concat(),
        Wanted::Plans => [ENDINGS, MERMAID, MARKDOWN].concat(),
    };
    let (files, mut exit) = below(root, &endings, console);
    let written = match wanted {
        Wanted::Pictures(out) => out.and_then(|out| within(root, out)),
        Wanted::Plans => None,
    };
    for path in files {
        let below = path.parent().and_then(|p| p.strip_prefix(root).ok()).unwrap_or(Path::new("")).to_owned();
        let input = Input::new(path, below, true);
        let meant = match input.kind {
            Kind::Plan => is_plan(&input.path),
            Kind::Description => is_description(&input.path),
            Kind::Mermaid => Ok(!written.as_ref().is_some_and(|written| input.path.starts_with(written))),
        };
        match meant {
            Ok(true) => inputs.push(input),
            Ok(false) => {}
            Err(source) => exit = exit.max(console.error(&Error::Read { path: input.path, source })),
        }
    }
    // `shop.main.mmd` beside `shop.yaml` is what was written of that.
    let of = |input: &Input| (input.path.parent().map(Path::to_owned), names::safe(&input.stem));
    let described: BTreeSet<(Option<PathBuf>, String)> =
        inputs.iter().filter(|input| input.kind == Kind::Description).map(of).collect();
    inputs.retain(|input| {
        let (folder, stem) = of(input);
        let mut heads = stem.match_indices('.').map(|(at, _)| (folder.clone(), stem[..at].to_owned()));
        input.kind != Kind::Mermaid || !heads.any(|head| described.contains(&head))
    });
    exit
}

/// A folder inside of another, as paths of a walk through that name it; none where it lies elsewhere, or is that itself.
pub(super) fn within(root: &Path, folder: &Path) -> Option<PathBuf> {
    let (whole, folder) = (root.canonicalize().ok()?, folder.canonicalize().ok()?);
    let inner = folder.strip_prefix(whole).ok().filter(|inner| *inner != Path::new(""))?;
    Some(root.join(inner))
}

/// Whether a file is Markdown by its name.
pub(super) fn is_markdown(path: &Path) -> bool {
    ends_in(path, &MARKDOWN)
}

/// Whether the headings of a file are those of a plan.
fn is_plan(path: &Path) -> std::io::Result<bool> {
    Ok(crate::plan::is_plan(&String::from_utf8_lossy(&start(path)?)))
}

/// What is read of a file to see what it is.
fn start(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(crate::describe::yaml::MAX_BYTES as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a description has a plan at its top level.
pub(super) fn has_plan(path: &Path) -> bool {
    start(path).is_ok_and(|bytes| keys(&bytes).contains("plan"))
}

/// The descriptions of a folder itself, not of those in it, by name. What cannot be read is none.
pub(super) fn beside(folder: &Path) -> Vec<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let yaml = entries.filter(|path| ends_in(path, &ENDINGS) && path.is_file());
    let ours = yaml.filter(|path| is_description(path).unwrap_or(false));
    let mut found: Vec<PathBuf> = ours.map(|path| files::tidy(&path)).collect();
    found.sort();
    found
}

/// Whether the keys at a file's top level are those of a description: `elements` or nearly that, `relations`, or
/// `views` with another of ours. Reading then says what is wrong with it. One that is too big to read is looked at no
/// further than its first part.
fn is_description(path: &Path) -> std::io::Result<bool> {
    let bytes = start(path)?;
    let keys = keys(&bytes);
    let has = |ours: &[&str]| ours.iter().any(|key| keys.contains(key));
    let beside = ["include", "groups", "deployments", "styles"];
    Ok(keys.iter().any(|key| is_nearly(key, "elements")) || has(&["relations"]) || has(&["views"]) && has(&beside))
}

/// The keys at the top level of a file.
fn keys(bytes: &[u8]) -> BTreeSet<&str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.split(|b| *b == b'\n' || *b == b'\r').filter_map(key).collect()
}

/// The key at the start of a line, where it is no longer than ours are.
fn key(line: &[u8]) -> Option<&str> {
    const LONGEST: usize = 20;
    let end = line.iter().take(LONGEST).position(|b| *b == b':')?;
    let key = std::str::from_utf8(&line[..end]).ok()?;
    let bare = key.trim_end().trim_matches(['"', '\'']);
    (!bare.is_empty() && !key.starts_with([' ', '\t', '#', '-'])).then_some(bare)
}

/// Whether a word is this one, or was meant to be: at most two letters differ.
fn is_nearly(word: &str, meant: &str) -> bool {
    const TYPOS: usize = 2;
    strsim::damerau_levenshtein(&word.to_lowercase(), meant) <= TYPOS
}
