//! `groundplan mdbook`: a preprocessor of mdBook.

use super::Exit;
use super::args::{MdbookArgs, MdbookCommand};
use super::console::Console;
use super::files;
use super::filter::{Options, Setup, input};
use crate::pipeline::Format;
use crate::publish::Embed;
use crate::publish::mdbook::{Book, supports};
use std::path::{Path, PathBuf};

/// Keys of a preprocessor that are mdBook's.
const OF_MDBOOK: [&str; 5] = ["command", "before", "after", "renderers", "optional"];

/// Answers mdBook.
pub(super) fn run(args: &MdbookArgs, console: &Console) -> Exit {
    if let Some(MdbookCommand::Supports { renderer }) = &args.command {
        return if supports(renderer) { Exit::Fine } else { Exit::Findings };
    }
    let bytes = match input(console) {
        Ok(bytes) => bytes,
        Err(exit) => return exit,
    };
    let book = match Book::read(&bytes) {
        Ok(book) => book,
        Err(words) => return console.fail(None, &format!("standard input is no book of mdBook: {words}")),
    };
    let mut options = Options(book.options());
    options.0.retain(|key, _| !OF_MDBOOK.contains(&key.as_str()));
    let embed = match options.text("embed").as_deref() {
        None => book.embed(),
        Some("inline") => Embed::Inline,
        Some("data-uri") => Embed::DataUri,
        Some(other) => return console.fail(None, &format!("`embed` is inline or data-uri, not `{other}`")),
    };
    let setup = match Setup::new(options, embed, vec![Format::Svg], console) {
        Ok(setup) => setup,
        Err(exit) => return exit,
    };
    let folder = near(book.folder());
    let (json, outcomes) = setup.run(|batch| book.publish(batch, &folder));
    let exit = setup.report(&outcomes, console);
    match files::print(&json) {
        Ok(()) => exit,
        Err(error) => console.error(&error),
    }
}

/// A path as people say it: from where they are.
fn near(path: PathBuf) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path)
}
