//! `groundplan extract`: the source of pictures.

use super::Exit;
use super::args::ExtractArgs;
use super::console::Console;
use super::files::{self, STANDARD};
use super::render::ends_as_folder;
use crate::output::source::{self, Missing};
use crate::publish::names::{self, Claims};
use crate::scene::Origin;
use crate::scene::origin::Language;
use std::path::{Path, PathBuf};

/// Gives sources back.
pub(super) fn run(args: &ExtractArgs, console: &Console) -> Exit {
    let output = args.output.as_deref().filter(|path| path.as_os_str() != STANDARD);
    let folder = output.filter(|path| path.is_dir() || ends_as_folder(path) || args.inputs.len() > 1);
    if args.inputs.len() > 1 && folder.is_none() {
        return console.fail(None, "several pictures need a folder for what is in them: give it with -o");
    }
    let mut claims = Claims::default();
    let mut exit = Exit::Fine;
    for input in &args.inputs {
        let bytes = match files::up_to(input, files::LARGE, "Give a picture that groundplan drew.") {
            Ok(bytes) => bytes,
            Err(refused) => {
                exit = exit.max(console.refused(refused));
                continue;
            }
        };
        let origin = match source::extract(&bytes) {
            Ok(origin) => origin,
            Err(why) => {
                exit = exit.max(console.fail(Some(input), &words(input, why)));
                continue;
            }
        };
        let path = match folder {
            Some(folder) => Some(place(folder, input, &origin)),
            None => output.map(Path::to_owned),
        };
        exit = exit.max(give(input, path.as_deref(), &origin, &mut claims, args, console));
    }
    exit
}

fn words(input: &Path, why: Missing) -> String {
    let name = files::shown(input);
    match why {
        Missing::None => format!(
            "{name} carries no source: another program drew it or took the source out, or it was drawn with --no-source"
        ),
        Missing::NotAPicture => format!("{name} is no SVG, PNG or PDF that can be read"),
        Missing::Damaged => format!("{name} carries a source that is damaged"),
    }
}

/// A file of the folder, named as the picture.
fn place(folder: &Path, input: &Path, origin: &Origin) -> PathBuf {
    let stem = input.file_stem().filter(|_| input.as_os_str() != STANDARD);
    let stem = stem.map_or_else(|| "picture".to_owned(), |stem| stem.to_string_lossy().into_owned());
    folder.join(format!("{}.{}", names::safe(&stem), origin.language.extension()))
}

fn give(
    input: &Path,
    path: Option<&Path>,
    origin: &Origin,
    claims: &mut Claims,
    args: &ExtractArgs,
    console: &Console,
) -> Exit {
    if let Some(path) = path {
        if let Err(owner) = claims.claim(path, input) {
            let (this, owner) = (files::shown(input), files::shown(&owner));
            let words = format!("{this} would be written over what is in {owner}: rename one, or take them one by one");
            return console.fail(Some(input), &words);
        }
        if !args.force && files::differs(path, origin.text.as_bytes()) {
            let words = format!(
                "{} is there already and differs: give another name, or --force to replace it",
                files::shown(path)
            );
            return console.fail(Some(path), &words);
        }
    }
    if let Err(error) = files::print_or_write(path, origin.text.as_bytes()) {
        return console.error(&error);
    }
    let what = match (origin.language, &origin.view) {
        (Language::Groundplan, Some(view)) => format!("a description; the picture shows its view `{view}`"),
        (Language::Groundplan, None) => "a description".to_owned(),
        (Language::Mermaid, _) => "a Mermaid diagram".to_owned(),
    };
    match path {
        Some(path) => console.say(&format!("{} written: {what}", files::shown(path))),
        None => console.say(&format!("{}: {what}", files::shown(input))),
    }
    Exit::Fine
}
