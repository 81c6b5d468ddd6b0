//! `groundplan layout`: a graph in JSON, or a view of a description, laid out.

use super::args::{ExplainArg, LayoutArgs};
use super::console::Console;
use super::files::{self, Includes, Refused, STANDARD};
use super::{Exit, explain, look};
use crate::base::{Error, Source};
use crate::describe::model::View;
use crate::graph::Graph;
use crate::layout::{self, Earlier, Options, json};
use crate::pipeline::{self, Request, Stop};
use crate::preset::{self, Preset};
use std::path::Path;
use std::time::Instant;

/// Lays out a graph.
pub(super) fn run(args: &LayoutArgs, console: &Console) -> Exit {
    match lay_out(args, console) {
        Ok(exit) => exit,
        Err(error) => refuse(&error, console),
    }
}

/// What is in a file is a finding, what the world did to the run is not.
pub(super) fn refuse(error: &Error, console: &Console) -> Exit {
    let exit = console.error(error);
    if matches!(error, Error::Graph { .. }) { Exit::Findings } else { exit }
}

fn lay_out(args: &LayoutArgs, console: &Console) -> Result<Exit, Error> {
    let preset = match args.preset.as_deref().map(|name| look::preset(name, console)).transpose() {
        Ok(preset) => preset,
        Err(exit) => return Ok(exit),
    };
    let source = read(&args.input)?;
    let (mut neutral, options, exit) = if is_json(&args.input, &source.text) {
        if args.view.is_some() {
            return Ok(console.fail(Some(&args.input), "--view is for descriptions: a graph in JSON has no views"));
        }
        let preset = preset.map_or_else(|| Preset::named(preset::DEFAULT), Ok)?;
        (json::read(&source.name, &source.text)?, preset.layout, Exit::Fine)
    } else {
        match described(source, args, preset.as_ref(), console)? {
            Ok(found) => found,
            Err(exit) => return Ok(exit),
        }
    };
    if let Some(direction) = args.direction {
        neutral.graph.direction = Some(direction.into());
    }
    let earlier = args.stable_with.as_deref().map(|path| earlier(path, &neutral.graph)).transpose()?;
    let start = Instant::now();
    let (placed, report) = match (&args.explain, &earlier) {
        (Some(_), earlier) => {
            let (placed, report) = layout::explain(&neutral.graph, &neutral.sizes, &options, earlier.as_ref());
            (placed, Some(report))
        }
        (None, Some(earlier)) => (layout::stable(&neutral.graph, &neutral.sizes, &options, earlier), None),
        (None, None) => (layout::layout(&neutral.graph, &neutral.sizes, &options), None),
    };
    // Without being asked for, time stays out: the same graph gives the same bytes.
    let time_ms = if args.time { start.elapsed().as_secs_f64() * 1e3 } else { 0.0 };
    if report.is_none() || args.output.is_some() {
        files::print_or_write(args.output.as_deref(), json::write(&neutral, &placed, time_ms).as_bytes())?;
    }
    if let (Some(report), Some(form)) = (&report, &args.explain) {
        let text = match form {
            ExplainArg::Table => explain::table(report),
            ExplainArg::Json => explain::json(report),
        };
        if args.output.as_deref().is_some_and(|path| path.as_os_str() == STANDARD) {
            console.say(text.trim_end());
        } else {
            files::print(text.as_bytes())?;
        }
    }
    Ok(exit)
}

/// The text of a file, where what is wrong with it is an error as well.
fn read(path: &Path) -> Result<Source, Error> {
    files::read(path, files::SPLIT).map_err(|refused| match refused {
        Refused::World(error) => error,
        Refused::Text(finding) => {
            let (finding, Source { name, .. }) = *finding;
            Error::Graph { name, at: None, message: finding.message }
        }
    })
}

/// The earlier layout that a file has of a graph.
pub(super) fn earlier(path: &Path, graph: &Graph) -> Result<Earlier, Error> {
    let source = read(path)?;
    json::read_earlier(&source.name, &source.text, graph)
}

/// The ending says what a file is; where it does not, its first character.
fn is_json(path: &Path, text: &str) -> bool {
    let ends =
        |endings: &[&str]| path.extension().is_some_and(|e| endings.iter().any(|end| e.eq_ignore_ascii_case(end)));
    ends(&["json"]) || !ends(&["yaml", "yml"]) && text.trim_start().starts_with('{')
}

type Found = (json::Neutral, Options, Exit);

/// One view of a description, measured; or how the run ends without.
fn described(
    source: Source,
    args: &LayoutArgs,
    preset: Option<&Preset>,
    console: &Console,
) -> Result<Result<Found, Exit>, Error> {
    let (checked, sources) = crate::describe::read(source, &Includes);
    let exit = console.findings(&checked.diagnostics, &sources);
    let sound = !checked.has_errors();
    let Some(model) = checked.value.filter(|_| sound) else { return Ok(Err(exit)) };
    let views = pipeline::views(&model);
    let view = match choose(&views, args.view.as_deref()) {
        Ok(view) => view,
        Err(words) => return Ok(Err(console.fail(Some(&args.input), &words))),
    };
    let request = Request { formats: &[], preset, ..Request::mermaid() };
    match pipeline::measure(&model, view, &request) {
        Ok(measured) => Ok(Ok((json::of_graph(measured.graph, measured.sizes), measured.options, exit))),
        Err(Stop::Findings(findings)) => Ok(Err(console.findings(&findings, &sources))),
        Err(Stop::Error(error)) => Err(error),
    }
}

/// The view that is meant, among those that are graphs.
fn choose<'a>(views: &'a [View], wanted: Option<&str>) -> Result<&'a View, String> {
    let graphs: Vec<&View> = views.iter().filter(|view| pipeline::is_graph(view)).collect();
    let ids = graphs.iter().map(|view| view.id.as_str()).collect::<Vec<_>>().join(", ");
    match wanted {
        Some(id) => graphs.iter().find(|view| view.id == id).copied().ok_or_else(|| {
            if views.iter().any(|view| view.id == id) {
                format!("the view `{id}` is no graph, so it has no layout; there are: {ids}")
            } else {
                format!("there is no view `{id}`; there are: {ids}")
            }
        }),
        None => match graphs.as_slice() {
            [view] => Ok(view),
            [] => Err("there is no view that is a graph".to_owned()),
            _ => Err(format!("one view is laid out: choose it with --view: {ids}")),
        },
    }
}
