//! `groundplan pandoc`: a JSON filter of pandoc.

use super::Exit;
use super::args::PandocArgs;
use super::console::Console;
use super::files;
use super::filter::{Options, Setup, input};
use crate::publish::Embed;
use crate::publish::pandoc::{Document, Filtered};

/// Draws the diagrams of a document on its way through pandoc.
pub(super) fn run(args: &PandocArgs, console: &Console) -> Exit {
    let bytes = match input() {
        Ok(bytes) => bytes,
        Err(error) => return console.error(&error),
    };
    let document = match Document::read(&bytes, &args.format) {
        Ok(document) => document,
        Err(words) => return console.fail(None, &format!("standard input is no document of pandoc: {words}")),
    };
    let mut options = Options(document.options());
    let media = options.text("media");
    let setup = match Setup::new(options, Embed::Link, vec![document.format()], console) {
        Ok(setup) => setup,
        Err(exit) => return exit,
    };
    let Filtered { json, files, outcomes } = setup.run(|batch| document.publish(batch, media.as_deref()));
    let exit = setup.report(&outcomes, console);
    for (path, bytes) in &files {
        if let Err(error) = files::write(path, bytes) {
            return console.error(&error);
        }
    }
    match files::print(&json) {
        Ok(()) => exit,
        Err(error) => console.error(&error),
    }
}
