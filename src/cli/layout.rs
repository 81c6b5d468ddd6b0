//! `groundplan layout`: a graph in JSON, laid out.

use super::Exit;
use super::args::LayoutArgs;
use super::console::Console;

/// Lays out a graph.
pub(super) fn run(args: &LayoutArgs, console: &Console) -> Exit {
    let _ = args;
    console.fail("layout lands with the engine")
}
