//! `groundplan render diagram.mmd`: foreign Mermaid in, pictures out.

use super::Exit;
use super::batch::Wanted;
use super::console::{Console, plural, words};
use super::files::{self, STANDARD, Written};
use super::inputs::NAMELESS;
use super::render::Target;
use crate::base::{SourceId, Sources};
use crate::pipeline::{self, Artifact, Format, Picture, Request};
use crate::publish::files::Folder;
use crate::publish::names::{self, Claims};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Draws files of Mermaid. Without formats of their own they become SVG and PNG.
pub(super) fn draw(paths: &[PathBuf], target: &Target, wanted: &Wanted<'_>, console: &Console) -> Exit {
    let mut claims = Claims::default();
    let mut exit = Exit::Fine;
    let (mut written, mut unchanged, mut drawn) = (0, 0, 0);
    let folder = match target {
        Target::Folder(root) => match Folder::made(root) {
            Ok(folder) => Some(folder),
            Err(error) => return console.error(&error),
        },
        _ => None,
    };
    for path in paths {
        let (artifacts, found) = pictures(path, wanted, console);
        exit = exit.max(found);
        drawn += usize::from(!artifacts.is_empty());
        for artifact in artifacts {
            let result = match target {
                Target::Standard => files::print(&artifact.bytes).map(|()| Written::Yes),
                Target::File(output) => files::print_or_write(Some(output), &artifact.bytes).map(|()| Written::Yes),
                Target::Beside | Target::Folder(_) => {
                    let output = output(path, folder.as_ref(), artifact.format);
                    if files::tidy(&output) == files::tidy(path) {
                        let words = format!("{} would be written over itself: give another folder", files::shown(path));
                        exit = exit.max(console.fail(Some(path), &words));
                        continue;
                    }
                    if let Err(owner) = claims.claim(&output, path) {
                        let (this, owner) = (files::shown(path), files::shown(&owner));
                        let words = format!("{this} would write over the picture of {owner}: rename one");
                        exit = exit.max(console.fail(Some(path), &words));
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
    }
    if !matches!(target, Target::Standard) && drawn > 0 {
        let same = if unchanged > 0 { format!(", {unchanged} unchanged") } else { String::new() };
        let of = plural(drawn, "diagram");
        console.say(&format!("{written} {} written{same}: {drawn} {of}", plural(written, "file")));
    }
    exit
}

/// Draws files of Mermaid for the findings alone.
pub(super) fn check(paths: &[PathBuf], wanted: &Wanted<'_>, console: &Console) -> Exit {
    paths.iter().map(|path| pictures(path, wanted, console).1).max().unwrap_or_default()
}

/// The pictures of a file, and what was found in it.
fn pictures(path: &Path, wanted: &Wanted<'_>, console: &Console) -> (Vec<Artifact>, Exit) {
    let source = match files::read(path) {
        Ok(source) => source,
        Err(refused) => return (Vec::new(), console.refused(refused)),
    };
    let kept = wanted.keep_source.then_some(source.text.as_str());
    let request = Request { source: kept, ..wanted.look.request(wanted.formats, None) };
    // Nothing here panics that we know of; if one picture does, the others are still drawn.
    let drawing = catch_unwind(AssertUnwindSafe(|| pipeline::draw_mermaid(&source.text, SourceId(0), &request)));
    let Ok(Picture { artifacts, diagnostics, errors, .. }) = drawing else {
        let words = format!("{} made groundplan fail; this is a defect of groundplan", files::shown(path));
        return (Vec::new(), console.fail(Some(path), &words));
    };
    let mut exit = console.findings(&diagnostics, &Sources(vec![source]));
    for error in &errors {
        let words = format!("{}: {}", files::shown(path), words(error));
        exit = exit.max(console.fail(Some(path), &words));
    }
    (artifacts, exit)
}

/// Where a picture of a file goes.
fn output(path: &Path, folder: Option<&Folder>, format: Format) -> PathBuf {
    let stem = if path.as_os_str() == STANDARD {
        NAMELESS.to_owned()
    } else {
        path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    };
    let name = format!("{}.{}", names::safe(&stem), format.extension());
    match folder {
        Some(folder) => folder.root.join(name),
        None => path.with_file_name(name),
    }
}
