//! `groundplan completions`: a script for a shell, on standard output.

use super::args::CompletionsArgs;
use super::console::Console;
use super::{Exit, command, files};

/// Prints the completions.
pub(super) fn run(args: &CompletionsArgs, console: &Console) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "groundplan", &mut script);
    files::print(&script).map_or_else(|e| console.error(&e), |()| Exit::Fine)
}
