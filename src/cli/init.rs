//! `groundplan init`: a description to start from.

use super::Exit;
use super::args::InitArgs;
use super::console::Console;
use super::files::{self, STANDARD};
use std::path::Path;

/// The start of a description; a test keeps it free of findings.
pub(super) const STARTER: &str = include_str!("starter.yaml");

/// Writes the starter.
pub(super) fn run(args: &InitArgs, console: &Console) -> Exit {
    let path = args.output.as_deref().or(args.file.as_deref()).unwrap_or(Path::new("architecture.yaml"));
    let name = files::shown(path);
    if path.as_os_str() != STANDARD && !args.force && path.symlink_metadata().is_ok() {
        return console
            .fail(Some(path), &format!("{name} is there already: give another name, or --force to replace it"));
    }
    if let Err(error) = files::print_or_write(Some(path), STARTER.as_bytes()) {
        return console.error(&error);
    }
    if path.as_os_str() != STANDARD {
        console.say(&format!("{name} is written; draw it with: groundplan render {name}"));
    }
    Exit::Fine
}
