//! `groundplan check`: what `render` would say, without writing anything.

use super::args::CheckArgs;
use super::batch::{self, Wanted};
use super::console::{Console, plural};
use super::look::Look;
use super::{Exit, inputs};
use crate::pipeline::Format;

/// Checks descriptions.
pub(super) fn run(args: &CheckArgs, console: &Console) -> Exit {
    let look = match Look::load(&args.look, console) {
        Ok(look) => look,
        Err(exit) => return exit,
    };
    let (inputs, mut exit) = inputs::collect(&args.inputs, console);
    let (read, found) = batch::read(inputs, console);
    exit = exit.max(found);
    let wanted = Wanted { formats: &[Format::Mermaid, Format::Svg], views: &[], look: &look, earlier: None };
    let count = read.len();
    let (_, found) = batch::draw(&read, &wanted, console, |_, _, _| Ok(()));
    exit = exit.max(found);
    if exit == Exit::Fine {
        let words = if console.spotless() { ": nothing to mend" } else { "" };
        console.say(&format!("{count} {} checked{words}", plural(count, "description")));
    }
    exit
}
