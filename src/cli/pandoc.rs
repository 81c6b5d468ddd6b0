//! `groundplan pandoc`: a JSON filter of pandoc.

use super::Exit;
use super::args::PandocArgs;
use super::console::Console;
use super::files;
use super::filter::{Options, Setup, input};
use crate::base::Error;
use crate::publish::Embed;
use crate::publish::files::Folder;
use crate::publish::pandoc::{Document, Filtered};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Draws the diagrams of a document on its way through pandoc.
pub(super) fn run(args: &PandocArgs, console: &Console) -> Exit {
    let bytes = match input(console) {
        Ok(bytes) => bytes,
        Err(exit) => return exit,
    };
    let document = match Document::read(&bytes, &args.format) {
        Ok(document) => document,
        Err(words) => return console.fail(None, &format!("standard input is no document of pandoc: {words}")),
    };
    let mut options = Options(document.options());
    let media = options.text("media");
    let inside = |folder: &String| Path::new(folder).components().all(|part| matches!(part, Component::Normal(_)));
    if let Some(folder) = media.as_ref().filter(|folder| folder.is_empty() || !inside(folder)) {
        return console.fail(None, &format!("`media` is a folder below this one, not `{folder}`"));
    }
    let setup = match Setup::new(options, Embed::Link, vec![document.format()], console) {
        Ok(setup) => setup,
        Err(exit) => return exit,
    };
    let Filtered { json, files, outcomes } = setup.run(|batch| document.publish(batch, media.as_deref()));
    let exit = setup.report(&outcomes, console);
    let written = if files.is_empty() { Ok(()) } else { write(&files) };
    if let Err(error) = written {
        return console.error(&error);
    }
    match files::print(&json) {
        Ok(()) => exit,
        Err(error) => console.error(&error),
    }
}

/// Writes pictures below the folder that we are in, wherever links lead.
fn write(files: &BTreeMap<PathBuf, Vec<u8>>) -> Result<(), Error> {
    let here = Folder::made(Path::new("."))?;
    for (path, bytes) in files {
        here.holds(&here.root.join(path))?;
        files::write(path, bytes)?;
    }
    Ok(())
}
