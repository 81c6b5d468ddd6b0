//! `groundplan import`: what people already have becomes a description.

use super::Exit;
use super::args::{ImportArgs, ImportPlanArgs};
use super::console::Console;
use super::files::{self, Includes, STANDARD};
use crate::base::text::counted;
use crate::base::{SourceId, Sources};
use crate::describe::Model;
use crate::import::compose;
use std::path::{Path, PathBuf};

/// Imports docker-compose files.
pub(super) fn run(args: &ImportArgs, console: &Console) -> Exit {
    let inputs: Vec<&Path> = args.inputs.iter().map(PathBuf::as_path).collect();
    if let Some(exit) = files::refuse_input(args.output.as_deref(), &inputs, console) {
        return exit;
    }
    let mut texts = Vec::new();
    for path in &args.inputs {
        match files::read(path, files::SPLIT) {
            Ok(source) => texts.push(source),
            Err(refused) => return console.refused(refused),
        }
    }
    let (checked, sources) = compose::read(texts, &Includes);
    let exit = console.findings(&checked.diagnostics, &sources);
    let sound = !checked.has_errors();
    // With --strict a warning is an error, and an error stops output.
    match checked.value.filter(|_| sound && exit == Exit::Fine) {
        Some(imported) => write(&imported.text, &imported.model, args.output.as_deref(), args.force, console),
        None => exit,
    }
}

/// Imports an implementation plan.
pub(super) fn plan(args: &ImportPlanArgs, console: &Console) -> Exit {
    if let Some(exit) = files::refuse_input(args.output.as_deref(), &[&args.input], console) {
        return exit;
    }
    let source = match files::read(&args.input, files::SPLIT) {
        Ok(source) => source,
        Err(refused) => return console.refused(refused),
    };
    let doc = crate::plan::read(&source.text, SourceId(0));
    let checked = crate::plan::import(&doc, &source.name, SourceId(0));
    let exit = console.findings(&checked.diagnostics, &Sources(vec![source]));
    // A picture that cannot be read does not stop the rest.
    match checked.value {
        Some(imported) => exit.max(write(&imported.text, &imported.model, args.output.as_deref(), args.force, console)),
        None => exit,
    }
}

/// Writes a description, but not over another one.
fn write(text: &str, model: &Model, output: Option<&Path>, force: bool, console: &Console) -> Exit {
    let file = output.filter(|path| path.as_os_str() != STANDARD);
    if let Some(path) = file.filter(|path| !force && files::differs(path, text.as_bytes())) {
        let name = files::shown(path);
        let words = "is there already and differs: give another name, or --force to replace it";
        return console.fail(Some(path), &format!("{name} {words}"));
    }
    if let Err(error) = files::print_or_write(output, text.as_bytes()) {
        return console.error(&error);
    }
    if let Some(output) = file {
        let (elements, relations) = (model.elements.len(), model.relations.len());
        let elements = counted(elements, "element", "elements");
        console.say(&format!("{}: {elements}, {}", files::shown(output), counted(relations, "relation", "relations")));
    }
    Exit::Fine
}
