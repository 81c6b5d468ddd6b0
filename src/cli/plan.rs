//! `groundplan plan`: the implementation plan of a description.

use super::Exit;
use super::args::PlanArgs;
use super::clock;
use super::console::Console;
use super::files::{self, Includes, Refused, STANDARD};
use crate::base::Sources;
use crate::describe;
use crate::plan::{self, Piece};

/// Writes a plan.
pub(super) fn run(args: &PlanArgs, console: &Console) -> Exit {
    let source = match files::read(&args.input) {
        Ok(source) => source,
        Err(Refused::World(error)) => return console.error(&error),
        Err(Refused::Text(refused)) => {
            let (finding, source) = *refused;
            return console.findings(&[finding], &Sources(vec![source]));
        }
    };
    let (checked, sources) = describe::read(source, &Includes);
    let sound = !checked.has_errors();
    let Some(model) = checked.value.filter(|_| sound) else { return console.findings(&checked.diagnostics, &sources) };
    let day = match args.date.clone().map_or_else(clock::today, Ok) {
        Ok(day) => day,
        Err(words) => return console.fail(None, &words),
    };
    let written = plan::document(&model, Some(&day));
    let mut findings = checked.diagnostics;
    findings.extend(written.diagnostics);
    findings.sort_by_key(|finding| finding.span);
    let exit = console.findings(&findings, &sources);
    // With --strict a warning is an error, and an error stops output.
    if exit != Exit::Fine {
        return exit;
    }
    let pieces = written.value.unwrap_or_default();
    let text: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Frame(text) => text.as_str(),
            Piece::Part(part) => part.markdown.as_str(),
        })
        .collect();
    let file = args.output.as_deref().filter(|path| path.as_os_str() != STANDARD);
    if let Some(path) = file.filter(|path| !args.force && files::differs(path, text.as_bytes())) {
        let name = files::shown(path);
        let words = "is there already and differs: give another name, or --force to replace it";
        return console.fail(Some(path), &format!("{name} {words}"));
    }
    if let Err(error) = files::print_or_write(args.output.as_deref(), text.as_bytes()) {
        return console.error(&error);
    }
    if let Some(path) = file {
        console.say(&format!("{} written", files::shown(path)));
    }
    exit
}
