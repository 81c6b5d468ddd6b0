//! `groundplan man`: the manual in roff.

use super::args::ManArgs;
use super::console::Console;
use super::{Exit, command, files};
use crate::base::Error;
use clap_mangen::Man;
use std::path::Path;

/// Prints the main page, or writes all pages.
pub(super) fn run(args: &ManArgs, console: &Console) -> Exit {
    let pages = match &args.output {
        None => page(command()).and_then(|(_, page)| files::print(&page)),
        Some(folder) => write_all(folder, console),
    };
    pages.map_or_else(|e| console.error(&e), |()| Exit::Fine)
}

fn page(command: clap::Command) -> Result<(String, Vec<u8>), Error> {
    let man = Man::new(command);
    let name = man.get_filename();
    let mut page = Vec::new();
    man.render(&mut page).map_err(|source| Error::Write { path: name.clone().into(), source })?;
    Ok((name, page))
}

/// One page a command, with the names that `man` looks for: `groundplan-render.1`.
fn write_all(folder: &Path, console: &Console) -> Result<(), Error> {
    let mut root = command().disable_help_subcommand(true);
    root.build();
    let mut open = vec![root];
    let mut count = 0;
    while let Some(command) = open.pop() {
        open.extend(command.get_subcommands().filter(|c| !c.is_hide_set()).cloned());
        let (name, page) = page(command)?;
        files::write(&folder.join(name), &page)?;
        count += 1;
    }
    console.say(&format!("{count} pages in {}", files::shown(folder)));
    Ok(())
}
