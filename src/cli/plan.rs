//! `groundplan plan`: the implementation plan of a description.

use super::Exit;
use super::args::PlanArgs;
use super::clock;
use super::console::Console;
use super::documents;
use super::files::{self, Includes, Refused, STANDARD};
use super::inputs;
use super::pictures::{self, SCALE};
use crate::base::{Diagnostic, Sources};
use crate::describe::{self, Model};
use crate::pipeline::{self, Format, Request};
use crate::plan::{self, Gap, Part, Piece};
use crate::publish::{self, What};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a plan.
pub(super) fn run(args: &PlanArgs, console: &Console) -> Exit {
    let source = match files::read(&args.input, files::INCLUDE) {
        Ok(source) => source,
        Err(Refused::World(error)) => return console.error(&error),
        Err(Refused::Text(refused)) => {
            let (finding, source) = *refused;
            return console.findings(&[finding], &Sources(vec![source]));
        }
    };
    if args.images.is_none() && !args.format.is_empty() {
        return console.fail(None, "--format is what images are written as: name their folder with --images DIR");
    }
    if let Some(exit) = files::refuse_input(output(args), &[&args.input], console) {
        return exit;
    }
    if inputs::is_markdown(&args.input) {
        let name = files::shown(&args.input);
        let words = format!(
            "{name} is Markdown, and a plan is written from a description: `groundplan update {name}` refreshes a plan, \
             `groundplan import plan {name}` makes a description of one"
        );
        return console.fail(Some(&args.input), &words);
    }
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
    if args.verbose {
        findings.extend(written.gaps.iter().map(Gap::finding));
    } else {
        let span = model.plan.as_ref().map(|plan| plan.span).unwrap_or_default();
        findings.extend(Gap::sum(&written.gaps, span));
    }
    let mut pieces = written.pieces;
    let mut images = Vec::new();
    if let Some(folder) = &args.images {
        images = draw(&model, &sources, &mut pieces, folder, args, &mut findings);
    }
    findings.sort_by_key(|finding| finding.span);
    let exit = console.findings(&findings, &sources);
    // With --strict a warning is an error, and an error stops output.
    if exit != Exit::Fine {
        return exit;
    }
    let file = output(args);
    let Some(text) = assemble(&pieces, src(args).as_deref()) else {
        let words = format!("{} has a name that no marker can hold", files::shown(&args.input));
        return console.fail(Some(&args.input), &words);
    };
    if let Some(path) =
        file.filter(|path| !args.force && files::differs(path, text.as_bytes()) && !is_ours(path, &text))
    {
        let name = files::shown(path);
        let refresh = if inputs::is_markdown(path) {
            format!("refresh it with `groundplan update {name}`, ")
        } else {
            String::new()
        };
        let words = format!(
            "{name} is there already and has words of its author: {refresh}give another name, or --force to replace it"
        );
        return console.fail(Some(path), &words);
    }
    for (path, bytes) in &images {
        if let Err(error) = files::write(path, bytes) {
            return console.error(&error);
        }
    }
    if let Err(error) = files::print_or_write(args.output.as_deref(), text.as_bytes()) {
        return console.error(&error);
    }
    if let Some(path) = file {
        console.say(&format!("{} written", files::shown(path)));
    }
    exit
}

/// The file to write; none where the plan goes to standard output.
fn output(args: &PlanArgs) -> Option<&Path> {
    args.output.as_deref().filter(|path| path.as_os_str() != STANDARD)
}

/// The folder that names in the plan start from.
fn home(args: &PlanArgs) -> &Path {
    output(args).and_then(Path::parent).unwrap_or(Path::new(""))
}

/// The description as the plan names it; none for standard input.
fn src(args: &PlanArgs) -> Option<String> {
    // A pipe is not there when the plan is refreshed.
    let file = Some(args.input.as_path()).filter(|path| path.is_file())?;
    documents::relative(home(args), file)
}

/// The text of a plan, markers around what is generated.
fn assemble(pieces: &[Piece], src: Option<&str>) -> Option<String> {
    let text = |piece: &Piece| match piece {
        Piece::Frame(text) => Some(text.clone()),
        Piece::Part(Part { what, markdown }) => publish::region(&named(what), src, markdown),
    };
    pieces.iter().map(text).collect()
}

fn named(what: &plan::What) -> What {
    match what {
        plan::What::View(id) => What::View(id.clone()),
        plan::What::Section(section) => What::Section(section.name().to_owned()),
        plan::What::Title => What::Section(publish::TITLE.to_owned()),
    }
}

/// Whether nobody but us has written in a plan: its regions are as they were generated, and outside of them there is
/// nothing that the new one does not have.
fn is_ours(path: &Path, new: &str) -> bool {
    let Ok(old) = fs::read_to_string(path) else { return false };
    let (old, new) = (publish::read(&old), publish::read(new));
    if old.has_errors() {
        return false;
    }
    let (Some(old), Some(new)) = (old.value, new.value) else { return false };
    let frame = new.outside();
    !old.regions.is_empty() && old.is_untouched() && old.outside().iter().all(|line| frame.contains(line))
}

/// Draws every diagram as images, and puts links to them into its part. Images that cannot be drawn are findings.
fn draw(
    model: &Model,
    sources: &Sources,
    pieces: &mut [Piece],
    folder: &Path,
    args: &PlanArgs,
    findings: &mut Vec<Diagnostic>,
) -> Vec<(PathBuf, Vec<u8>)> {
    let mut formats = args.format.clone();
    if formats.is_empty() {
        formats = vec![Format::Svg, Format::Png];
    }
    formats.sort_unstable();
    formats.dedup();
    let source = sources.0.first().filter(|_| !args.no_source).map(|source| source.text.as_str());
    let views = plan::views(model);
    let stems = pictures::stems(Some(args.input.as_path()).filter(|_| src(args).is_some()), &views);
    let mut out = Vec::new();
    for piece in pieces {
        let Piece::Part(Part { what: plan::What::View(id), markdown }) = piece else { continue };
        let Some((view, stem)) = views.iter().zip(&stems).find(|(view, _)| view.id == *id) else { continue };
        let request = Request { formats: &formats, scale: SCALE, source, ..Request::mermaid() };
        let picture = pipeline::draw(model, view, &request);
        findings.extend(picture.diagnostics);
        let mut links = Vec::new();
        for artifact in picture.artifacts {
            let path = folder.join(format!("{stem}.{}", artifact.format.extension()));
            if let Some(target) = documents::relative(home(args), &path) {
                let kind = artifact.format.extension().to_uppercase();
                links.push(if links.is_empty() {
                    plan::image(&plan::title(model, view), &target)
                } else {
                    format!("[{kind}]({})", plan::address(&target))
                });
            }
            out.push((path, artifact.bytes));
        }
        if !links.is_empty() {
            let _ = writeln!(markdown, "\n{}", links.join(" "));
        }
    }
    out
}
