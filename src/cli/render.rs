//! `groundplan render`: descriptions in, pictures out.

use super::args::{InputArg, RenderArgs};
use super::batch::{self, Descriptions, Read, Wanted};
use super::console::Console;
use super::files::{self, STANDARD, Written};
use super::inputs::{Input, Kind};
use super::look::Look;
use super::{Exit, foreign, inputs, layout};
use crate::base::Error;
use crate::base::text::counted;
use crate::describe::model::View;
use crate::layout::Earlier;
use crate::pipeline::{self, Artifact, Format};
use crate::publish::files::Folder;
use crate::publish::names::{self, Claims};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where pictures go.
pub(super) enum Target {
    /// Each beside its description.
    Beside,
    /// Below a folder, as the descriptions stand below theirs.
    Folder(PathBuf),
    /// One picture, to this file.
    File(PathBuf),
    /// One picture, to standard output.
    Standard,
}

/// Draws descriptions and files of Mermaid.
pub(super) fn run(args: &RenderArgs, console: &Console) -> Exit {
    let (target, formats) = match target(args) {
        Ok(target) => target,
        Err(words) => return console.fail(None, &words),
    };
    let look = match Look::load(&args.look, console) {
        Ok(look) => look,
        Err(exit) => return exit,
    };
    let folder = match &target {
        Target::Folder(folder) => Some(folder.as_path()),
        _ => None,
    };
    let (inputs, mut exit) = inputs::collect(&args.inputs, inputs::Wanted::Pictures(folder), console);
    let standard = args.input_format == InputArg::Mmd;
    let is_mermaid = |input: &Input| input.kind == Kind::Mermaid || standard && input.path.as_os_str() == STANDARD;
    let (foreign, descriptions): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(is_mermaid);
    let mut claims = Claims::default();
    if !foreign.is_empty() {
        let alone = matches!(target, Target::Standard | Target::File(_));
        if alone && foreign.len() + descriptions.len() > 1 {
            return console.fail(None, "one picture was asked for: give one file of Mermaid, or a folder with -o");
        }
        // What they are is Mermaid already.
        let written = match &target {
            Target::Standard if args.format.is_empty() => vec![Format::Svg],
            Target::Beside | Target::Folder(_) if args.format.is_empty() => vec![Format::Svg, Format::Png],
            _ => formats.clone(),
        };
        let keep_source = !args.no_source;
        let wanted = Wanted { formats: &written, views: &[], look: &look, earlier: None, keep_source };
        exit = exit.max(foreign::draw(&foreign, &target, &wanted, &mut claims, console));
        if descriptions.is_empty() {
            return exit;
        }
    }
    exit.max(draw(descriptions, &target, &formats, args, &look, (claims, console)))
}

/// Draws descriptions.
fn draw(
    inputs: Vec<Input>,
    target: &Target,
    formats: &[Format],
    args: &RenderArgs,
    look: &Look,
    (claims, console): (Claims, &Console),
) -> Exit {
    let standard = inputs.iter().any(|input| input.path.as_os_str() == STANDARD);
    let (Descriptions { read, .. }, exit) = batch::read(inputs, console);
    if standard && exit == Exit::Findings && !read.iter().any(|one| one.input.path.as_os_str() == STANDARD) {
        console.say("standard input was read as a description; --input-format mmd reads it as Mermaid");
    }
    if let Some(words) = unknown_view(&args.view, &read) {
        return console.fail(None, &words);
    }
    let earlier = match args.stable_with.as_deref().map(|path| earlier(path, &read, &args.view, look)).transpose() {
        Ok(earlier) => earlier,
        Err(Unfit::Words(words)) => return console.fail(None, &words),
        Err(Unfit::Error(error)) => return layout::refuse(&error, console),
    };
    let (views, earlier, keep_source) = (args.view.as_slice(), earlier.as_ref(), !args.no_source);
    let wanted = Wanted { formats, views, look, earlier, keep_source };
    exit.max(match target {
        Target::Standard | Target::File(_) => one(target, &read, &wanted, console),
        Target::Beside | Target::Folder(_) => many(target, read, &wanted, claims, console),
    })
}

/// Why an earlier layout is of no use.
enum Unfit {
    Words(String),
    Error(Error),
}

/// The earlier layout of the one view that is drawn.
fn earlier(path: &Path, read: &[Read], views: &[String], look: &Look) -> Result<Earlier, Unfit> {
    let all = read.iter().flat_map(|one| one.views.iter().map(move |view| (one, view)));
    let drawn: Vec<(&Read, &View)> = all.filter(|(_, view)| is_wanted(views, &view.id)).collect();
    let [(one, view)] = drawn.as_slice() else {
        let ids: Vec<&str> = drawn.iter().map(|(_, view)| view.id.as_str()).collect();
        let ids = ids.join(", ");
        return Err(Unfit::Words(format!("--stable-with is for one view: choose it with --view: {ids}")));
    };
    if !pipeline::is_graph(view) {
        return Err(Unfit::Words(format!("--stable-with is for graphs, and the view `{}` is none", view.id)));
    }
    match pipeline::measure(&one.model, view, &look.request(&[], None)) {
        Ok(measured) => layout::earlier(path, &measured.graph).map_err(Unfit::Error),
        // Drawing says what stops the picture.
        Err(_) => Ok(Earlier::default()),
    }
}

/// Where to write, and what: what `-o` ends in says the format where `-f` does not.
fn target(args: &RenderArgs) -> Result<(Target, Vec<Format>), String> {
    let mut formats: Vec<Format> = args.format.clone();
    formats.sort_unstable();
    formats.dedup();
    let standard_input = args.inputs.iter().any(|input| input.as_os_str() == STANDARD);
    let target = match &args.output {
        None if standard_input => Target::Standard,
        None => Target::Beside,
        Some(path) if path.as_os_str() == STANDARD => Target::Standard,
        Some(path) => match Format::of(path) {
            _ if path.is_dir() || ends_as_folder(path) => Target::Folder(path.clone()),
            Some(format) => {
                if formats.is_empty() {
                    formats.push(format);
                }
                if formats.len() > 1 {
                    let path = files::shown(path);
                    return Err(format!("-o {path} is one file and takes one format: give a folder, or one -f"));
                }
                if formats != [format] {
                    let (path, want) = (files::shown(path), formats[0].extension());
                    return Err(format!(
                        "-o {path} is one file that does not end in .{want}: give a folder, or one -f"
                    ));
                }
                Target::File(path.clone())
            }
            None if path.extension().is_some() => {
                let path = files::shown(path);
                return Err(format!(
                    "-o {path} ends in no format that is written (.mmd, .svg, .png, .pdf); for a folder of that name give {path}/"
                ));
            }
            None => Target::Folder(path.clone()),
        },
    };
    if formats.is_empty() {
        formats = match target {
            Target::Standard => vec![Format::Mermaid],
            _ => vec![Format::Mermaid, Format::Svg, Format::Png],
        };
    }
    if matches!(target, Target::Standard) && formats.len() > 1 {
        return Err("standard output takes one format: choose it with -f, or give a folder with -o".to_owned());
    }
    Ok((target, formats))
}

/// Whether a path says itself that it is a folder.
pub(super) fn ends_as_folder(path: &Path) -> bool {
    path.to_string_lossy().ends_with(std::path::is_separator)
}

/// What is wrong with `--view`: an id that no description has.
fn unknown_view(wanted: &[String], read: &[Read]) -> Option<String> {
    let all = || read.iter().flat_map(|one| one.views.iter().map(|view| view.id.as_str()));
    let unknown = wanted.iter().find(|id| !read.is_empty() && !all().any(|known| known == id.as_str()))?;
    let mut ids: Vec<&str> = all().collect();
    ids.sort_by_key(|id| strsim::damerau_levenshtein(id, unknown));
    ids.dedup();
    let more = if ids.len() > 12 { ", ..." } else { "" };
    ids.truncate(12);
    Some(format!("there is no view `{unknown}`; there are: {}{more}", ids.join(", ")))
}

/// One picture to one place.
fn one(target: &Target, read: &[Read], wanted: &Wanted<'_>, console: &Console) -> Exit {
    let views = read.iter().flat_map(|one| &one.views);
    let ids: Vec<&str> = views.map(|v| v.id.as_str()).filter(|id| is_wanted(wanted.views, id)).collect();
    if ids.len() > 1 {
        let place = match target {
            Target::File(path) => files::shown(path),
            _ => "standard output".to_owned(),
        };
        let ids = ids.join(", ");
        return console.fail(
            None,
            &format!("{place} takes one picture: choose one with --view, or give a folder with -o: {ids}"),
        );
    }
    let output = match target {
        Target::File(path) => Some(path.as_path()),
        _ => None,
    };
    let write = |_: &Read, _: usize, artifacts: Vec<Artifact>| {
        artifacts.iter().try_for_each(|artifact| files::print_or_write(output, &artifact.bytes))
    };
    let (views, exit) = batch::draw(read, wanted, console, write);
    match output {
        Some(path) if views > 0 && exit < Exit::Failed && path.exists() => {
            console.say(&format!("{} written", files::shown(path)));
        }
        _ => {}
    }
    exit
}

fn is_wanted(wanted: &[String], id: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|w| w == id)
}

/// Every picture to a file of its own.
fn many(target: &Target, read: Vec<Read>, wanted: &Wanted<'_>, mut claims: Claims, console: &Console) -> Exit {
    let mut exit = Exit::Fine;
    let mut paths: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    let mut ready = Vec::new();
    for one in read {
        let stems = outputs(target, &one);
        let of = |stem: &PathBuf| claims.claim(stem, &one.input.path).err();
        if let Some(owner) = stems.iter().find_map(of) {
            let (this, owner) = (files::shown(&one.input.path), files::shown(&owner));
            let words = format!("{this} would write over the pictures of {owner}: rename one, or give their folder");
            exit = exit.max(console.fail(Some(&one.input.path), &words));
            continue;
        }
        paths.insert(one.input.path.clone(), stems);
        ready.push(one);
    }
    let root = match target {
        Target::Folder(root) => match Folder::made(root) {
            Ok(root) => Some(root),
            Err(error) => return console.error(&error),
        },
        _ => None,
    };
    let (written, unchanged) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let write = |one: &Read, at: usize, artifacts: Vec<Artifact>| {
        for artifact in artifacts {
            let mut path = paths[&one.input.path][at].clone().into_os_string();
            path.push(".");
            path.push(artifact.format.extension());
            let path = PathBuf::from(path);
            if let Some(root) = &root {
                root.holds(&path)?;
            }
            let counter = match files::write(&path, &artifact.bytes)? {
                Written::Yes => &written,
                Written::Unchanged => &unchanged,
            };
            counter.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    };
    let (views, found) = batch::draw(&ready, wanted, console, write);
    let (written, unchanged) = (written.into_inner(), unchanged.into_inner());
    if views > 0 {
        let same = if unchanged > 0 { format!(", {unchanged} unchanged") } else { String::new() };
        let (written, views) = (counted(written, "file", "files"), counted(views, "view", "views"));
        console.say(&format!("{written} written{same}: {views} of {}", described(&ready)));
    }
    exit.max(found)
}

fn described(read: &[Read]) -> String {
    match read {
        [one] => files::shown(&one.input.path),
        many => format!("{} descriptions", many.len()),
    }
}

/// Paths without ending, by view.
fn outputs(target: &Target, read: &Read) -> Vec<PathBuf> {
    let input = &read.input;
    let folder = match target {
        Target::Folder(root) => root.join(&input.below),
        _ => input.path.parent().map(Path::to_owned).unwrap_or_default(),
    };
    let stems = read.views.iter().map(|view| names::stem(&input.stem, &view.id)).collect();
    names::distinct(stems).into_iter().map(|stem| folder.join(stem)).collect()
}
