//! `groundplan import`: what people already have becomes a description.

use super::Exit;
use super::args::ImportArgs;
use super::console::{Console, plural};
use super::files::{self, Includes, STANDARD};
use crate::import::compose;

/// Imports docker-compose files.
pub(super) fn run(args: &ImportArgs, console: &Console) -> Exit {
    let mut texts = Vec::new();
    for path in &args.inputs {
        match files::read(path) {
            Ok(source) => texts.push(source),
            Err(refused) => return console.refused(refused),
        }
    }
    let (checked, sources) = compose::read(texts, &Includes);
    let exit = console.findings(&checked.diagnostics, &sources);
    let sound = !checked.has_errors();
    let Some(imported) = checked.value.filter(|_| sound) else { return exit };
    // With --strict a warning is an error, and an error stops output.
    if exit != Exit::Fine {
        return exit;
    }
    let file = args.output.as_deref().filter(|path| path.as_os_str() != STANDARD);
    if let Some(path) = file.filter(|path| !args.force && files::differs(path, imported.text.as_bytes())) {
        let name = files::shown(path);
        let words = "is there already and differs: give another name, or --force to replace it";
        return console.fail(Some(path), &format!("{name} {words}"));
    }
    if let Err(error) = files::print_or_write(args.output.as_deref(), imported.text.as_bytes()) {
        return console.error(&error);
    }
    if let Some(output) = file {
        let (elements, relations) = (imported.model.elements.len(), imported.model.relations.len());
        let (e, r) = (plural(elements, "element"), plural(relations, "relation"));
        console.say(&format!("{}: {elements} {e}, {relations} {r}", files::shown(output)));
    }
    exit
}
