//! `groundplan layout`: a graph in JSON, laid out.

use super::Exit;
use super::args::LayoutArgs;
use super::console::Console;
use super::files::{self, Refused};
use super::look;
use crate::base::{Error, Source};
use crate::layout::{json, layout};
use std::path::Path;
use std::time::Instant;

/// Lays out a graph.
pub(super) fn run(args: &LayoutArgs, console: &Console) -> Exit {
    match lay_out(args) {
        Ok(()) => Exit::Fine,
        Err(Error::Graph { name, message }) => {
            console.fail(Some(Path::new(&name)), &format!("{name}: {message}"));
            Exit::Findings
        }
        Err(error) => console.error(&error),
    }
}

fn lay_out(args: &LayoutArgs) -> Result<(), Error> {
    let preset = look::preset(args.preset.as_deref().unwrap_or("default"))?;
    let source = files::read(&args.input).map_err(|refused| match refused {
        Refused::World(error) => error,
        Refused::Text(finding) => {
            let (finding, Source { name, .. }) = *finding;
            Error::Graph { name, message: finding.message }
        }
    })?;
    let mut neutral = json::read(&source.name, &source.text)?;
    if let Some(direction) = args.direction {
        neutral.graph.direction = Some(direction.into());
    }
    let start = Instant::now();
    let placed = layout(&neutral.graph, &neutral.sizes, &preset.layout);
    // Without being asked for, time stays out: the same graph gives the same bytes.
    let time_ms = if args.time { start.elapsed().as_secs_f64() * 1e3 } else { 0.0 };
    let text = json::write(&neutral, &placed, time_ms);
    files::print_or_write(args.output.as_deref(), text.as_bytes())
}
