//! `groundplan check`: what `render` would say of descriptions and Mermaid, and what is wrong in plans, without writing anything.

use super::args::CheckArgs;
use super::batch::{self, Wanted};
use super::console::Console;
use super::inputs::{Input, Kind};
use super::look::Look;
use super::{Exit, check_plans, foreign, inputs};
use crate::base::text::counted;
use crate::pipeline::Format;

/// Checks descriptions and plans.
pub(super) fn run(args: &CheckArgs, console: &Console) -> Exit {
    let look = match Look::load(&args.look, console) {
        Ok(look) => look,
        Err(exit) => return exit,
    };
    let (inputs, mut exit) = inputs::collect(&args.inputs, inputs::Wanted::Plans, console);
    let (plans, inputs): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(|input| input.kind == Kind::Plan);
    let (foreign, inputs): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(|input| input.kind == Kind::Mermaid);
    let (descriptions, found) = batch::read(inputs, console);
    exit = exit.max(found);
    let wanted =
        Wanted { formats: &[Format::Mermaid, Format::Svg], views: &[], look: &look, earlier: None, keep_source: false };
    let count = descriptions.read.len();
    let (_, found) = batch::draw(&descriptions.read, &wanted, console, |_, _, _| Ok(()));
    exit = exit.max(found);
    let formats = &[Format::Svg];
    exit = exit.max(foreign::check(&foreign, &Wanted { formats, ..wanted }, console));
    exit = exit.max(check_plans::run(&plans, args.src.as_deref(), &descriptions, console));
    if exit == Exit::Fine {
        let words = if console.spotless() { ": nothing to mend" } else { "" };
        let parts = [
            (count, "description", "descriptions"),
            (foreign.len(), "diagram", "diagrams"),
            (plans.len(), "plan", "plans"),
        ];
        let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<String> = parts.map(|(count, one, many)| counted(count, one, many)).collect();
        console.say(&format!("{} checked{words}", parts.join(", ")));
    }
    exit
}
