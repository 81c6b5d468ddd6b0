//! `groundplan render diagram.mmd`: foreign Mermaid in, pictures out.

use super::Exit;
use super::batch::{Wanted, map};
use super::console::{Console, words};
use super::files::{self, Refused, Written};
use super::inputs::Input;
use super::progress::Progress;
use super::render::Target;
use crate::base::text::counted;
use crate::base::{Source, SourceId, Sources};
use crate::pipeline::{self, Artifact, Picture, Request};
use crate::publish::files::Folder;
use crate::publish::names::{self, Claims};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// How many files are drawn before what came of them is written.
const AT_ONCE: usize = 64;

/// Draws files of Mermaid, side by side; no two may claim the same name.
pub(super) fn draw(
    inputs: &[Input],
    target: &Target,
    wanted: &Wanted<'_>,
    claims: &mut Claims,
    console: &Console,
) -> Exit {
    let folder = match target {
        Target::Folder(root) => match Folder::made(root) {
            Ok(folder) => Some(folder),
            Err(error) => return console.error(&error),
        },
        _ => None,
    };
    let mut exit = Exit::Fine;
    let mut ready = Vec::new();
    for input in inputs {
        let stem = stem(input, folder.as_ref());
        if let Err(owner) = claims.claim(&stem, &input.path) {
            let (this, owner) = (files::shown(&input.path), files::shown(&owner));
            let words = format!("{this} would write over the picture of {owner}: rename one");
            exit = exit.max(console.fail(Some(&input.path), &words));
        } else {
            ready.push((input, stem));
        }
    }
    let (mut written, mut unchanged, mut drawn) = (0, 0, 0);
    let progress = Progress::new(console, ready.len(), "diagrams");
    for some in ready.chunks(AT_ONCE) {
        for ((input, stem), drawing) in some.iter().zip(pictures(some.iter().map(|(input, _)| *input), wanted, console))
        {
            let (artifacts, found) = drawing.say(&input.path, console);
            exit = exit.max(found);
            drawn += usize::from(!artifacts.is_empty());
            for artifact in artifacts {
                let result = match target {
                    Target::Standard => files::print(&artifact.bytes).map(|()| Written::Yes),
                    Target::File(output) => files::print_or_write(Some(output), &artifact.bytes).map(|()| Written::Yes),
                    Target::Beside | Target::Folder(_) => {
                        let mut output = stem.clone().into_os_string();
                        output.push(".");
                        output.push(artifact.format.extension());
                        let output = PathBuf::from(output);
                        if is_same(&output, &input.path) {
                            if !input.found {
                                let name = files::shown(&input.path);
                                let words = format!("{name} would be written over itself: give another folder");
                                exit = exit.max(console.fail(Some(&input.path), &words));
                            }
                            continue;
                        }
                        let below = folder.as_ref().map_or(Ok(()), |folder| folder.holds(&output));
                        below.and_then(|()| files::write(&output, &artifact.bytes))
                    }
                };
                match result {
                    Ok(Written::Yes) => written += 1,
                    Ok(Written::Unchanged) => unchanged += 1,
                    Err(error) => exit = exit.max(console.error(&error)),
                }
            }
            progress.step();
        }
    }
    progress.done();
    if !matches!(target, Target::Standard) && drawn > 0 {
        let same = if unchanged > 0 { format!(", {unchanged} unchanged") } else { String::new() };
        let (written, of) = (counted(written, "file", "files"), counted(drawn, "diagram", "diagrams"));
        console.say(&format!("{written} written{same}: {of}"));
    }
    exit
}

/// Draws files of Mermaid for the findings alone.
pub(super) fn check(inputs: &[Input], wanted: &Wanted<'_>, console: &Console) -> Exit {
    let mut exit = Exit::Fine;
    for some in inputs.chunks(AT_ONCE) {
        for (input, drawing) in some.iter().zip(pictures(some.iter(), wanted, console)) {
            exit = exit.max(drawing.say(&input.path, console).1);
        }
    }
    exit
}

/// The pictures of files, in their order.
fn pictures<'a>(inputs: impl Iterator<Item = &'a Input>, wanted: &Wanted<'_>, console: &Console) -> Vec<Drawing> {
    let inputs: Vec<&Input> = inputs.collect();
    let request = wanted.look.request(wanted.formats, None);
    map(inputs.len() > 1 && console.jobs != 1, inputs, |input| match files::read(&input.path, files::SPLIT) {
        Ok(source) => picture(source, &request, wanted.keep_source),
        Err(refused) => Drawing::Refused(refused),
    })
}

/// What came of a text of Mermaid.
pub(super) enum Drawing {
    /// There is none.
    Refused(Refused),
    /// It made a stage fail.
    Defect,
    /// Its picture, with the text that findings point into.
    Done(Picture, Source),
}

/// Draws a text of Mermaid.
pub(super) fn picture(source: Source, request: &Request<'_>, keep_source: bool) -> Drawing {
    let request = Request { source: keep_source.then_some(source.text.as_str()), ..*request };
    // Nothing here panics that we know of; if one picture does, the others are still drawn.
    let drawn = catch_unwind(AssertUnwindSafe(|| pipeline::draw_mermaid(&source.text, SourceId(0), &request)));
    drawn.map_or(Drawing::Defect, |picture| Drawing::Done(picture, source))
}

impl Drawing {
    /// Shows what was found; its files are left.
    pub(super) fn say(self, path: &Path, console: &Console) -> (Vec<Artifact>, Exit) {
        let name = files::shown(path);
        match self {
            Self::Refused(refused) => (Vec::new(), console.refused(refused)),
            Self::Defect => {
                let words = format!("{name} made groundplan fail; this is a defect of groundplan");
                (Vec::new(), console.fail(Some(path), &words))
            }
            Self::Done(Picture { artifacts, diagnostics, errors, .. }, source) => {
                let mut exit = console.findings(&diagnostics, &Sources(vec![source]));
                for error in &errors {
                    exit = exit.max(console.fail(Some(path), &format!("{name}: {}", words(error))));
                }
                (artifacts, exit)
            }
        }
    }
}

/// Where the pictures of a file go, without endings: below a folder as the file stands below its own.
fn stem(input: &Input, folder: Option<&Folder>) -> PathBuf {
    let name = names::safe(&input.stem);
    match folder {
        Some(folder) => folder.root.join(&input.below).join(name),
        None => input.path.with_file_name(name),
    }
}

/// Whether two paths lead to one file.
fn is_same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| files::tidy(path));
    whole(a) == whole(b)
}
