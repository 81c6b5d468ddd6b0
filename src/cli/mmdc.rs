//! `groundplan mmdc`: stands in for mermaid-cli, without a browser.

use super::args::MmdcArgs;
use super::console::Console;
use super::files::{self, STANDARD};
use super::inputs::is_markdown;
use super::{Exit, documents, foreign, inputs};
use crate::base::text::{Fonts, counted};
use crate::base::{Color, Source};
use crate::pipeline::{Artifact, Format, Request};
use crate::publish::cache::Key;
use crate::publish::draw::Pipeline;
use crate::publish::{Batch, Embed, Job, Library, Mode, Numbered, Studio, Style, with_id};
use crate::scene::{Ink, Theme};
use std::path::{Path, PathBuf};

/// What `mmdc --version` says: the release of mermaid-cli whose command line this is, for callers that ask.
pub(super) const VERSION: &str = concat!("12.2.0 (groundplan ", env!("CARGO_PKG_VERSION"), ")\n");

/// The name of the standard output that scripts of mermaid-cli give.
const DEVICE: &str = "/dev/stdout";

/// Where pictures go.
enum Target {
    /// To standard output.
    Standard,
    /// One, to this file.
    File(PathBuf),
    /// Those of a Markdown document: numbered files, beside this one; it is written too where it is Markdown itself.
    Numbered(PathBuf),
}

/// Draws one diagram, or those of a Markdown document.
pub(super) fn run(args: &MmdcArgs, console: &Console) -> Exit {
    let input = args.input.clone().unwrap_or_else(|| PathBuf::from(STANDARD));
    let (target, format) = match target(args, &input) {
        Ok(target) => target,
        Err(words) => return console.fail(None, &words),
    };
    let theme = match theme(args, console) {
        Ok(theme) => theme,
        Err(exit) => return exit,
    };
    let ignored = args.ignored.given();
    if !ignored.is_empty() {
        console.say(&format!("without effect here: {}", ignored.join(", ")));
    }
    let source = match files::read(&input, files::SPLIT) {
        Ok(source) => source,
        Err(refused) => return console.refused(refused),
    };
    let formats = [format];
    let fonts = Fonts::embedded();
    let request = Request { formats: &formats, theme: Some(&theme), scale: args.scale, fonts, ..Request::mermaid() };
    match target {
        Target::Numbered(output) => numbered(args, &input, &source.text, &output, request, console),
        Target::Standard => one(args, &input, source, None, request, console),
        Target::File(path) => one(args, &input, source, Some(&path), request, console),
    }
}

fn one(
    args: &MmdcArgs,
    input: &Path,
    source: Source,
    output: Option<&Path>,
    request: Request<'_>,
    console: &Console,
) -> Exit {
    let (artifacts, exit) = foreign::picture(source, &request, !args.no_source).say(input, console);
    for artifact in artifacts {
        if let Err(error) = files::print_or_write(output, &renamed(artifact, args.id.as_deref())) {
            return console.error(&error);
        }
        if let Some(path) = output {
            console.say(&format!("{} written", files::shown(path)));
        }
    }
    exit
}

/// The pictures of a document: `OUTPUT-1.svg` and so on. One that cannot be drawn leaves its fence.
fn numbered(args: &MmdcArgs, input: &Path, text: &str, output: &Path, request: Request<'_>, console: &Console) -> Exit {
    let home = output.parent().unwrap_or(Path::new(""));
    let folder = args.artefacts.as_deref().unwrap_or(home);
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    let ending = output.extension().unwrap_or_default().to_string_lossy();
    let ending = if is_markdown(output) { request.formats[0].extension() } else { &ending };
    let file = |number: usize| folder.join(format!("{stem}-{number}.{ending}"));
    let link = |number: usize| {
        let file = file(number);
        let name = documents::relative(home, &file).unwrap_or_else(|| files::shown(&file));
        if name.starts_with(['.', '/']) { name } else { format!("./{name}") }
    };
    let library = Library::new(inputs::beside);
    let style = Style {
        embed: Embed::Link,
        formats: request.formats.to_vec(),
        keep_source: false,
        captions: false,
        numbers: false,
        width: None,
        strict: console.strict,
    };
    let keep_source = !args.no_source;
    let studio = Studio { draw: &Pipeline, request, dark: None, cache: None, salt: Key::of([]), keep_source };
    let batch = Batch { studio, style, library: &library, out: None, ours: None, journal: None, mode: Mode::Write };
    let root = input.parent().unwrap_or(Path::new("")).to_owned();
    let job = Job { path: input.to_owned(), below: input.file_name().unwrap_or_default().into(), root };
    let Numbered { text, pictures, outcome } = batch.numbered(&job, text, link);
    let mut exit = console.findings(&outcome.findings, &outcome.sources);
    for words in &outcome.errors {
        exit = exit.max(console.fail(Some(input), words));
    }
    console.say(&format!("{} in {}", counted(pictures.len(), "diagram", "diagrams"), files::shown(input)));
    let document = is_markdown(output).then(|| (output.to_owned(), text));
    let pictures = pictures.into_iter().enumerate();
    let drawn = pictures.filter_map(|(at, picture)| Some((file(at + 1), renamed(picture?, None))));
    for (path, bytes) in drawn.chain(document) {
        match files::write(&path, &bytes) {
            Ok(_) => console.say(&format!("{} written", files::shown(&path))),
            Err(error) => return console.error(&error),
        }
    }
    exit
}

/// Where pictures go, and what they are.
fn target(args: &MmdcArgs, input: &Path) -> Result<(Target, Format), String> {
    let asked = args.format;
    let document = is_markdown(input);
    if args.artefacts.is_some() && !document {
        return Err("-a is for Markdown: give -i a file that ends in .md".to_owned());
    }
    let target = |path| if document { Target::Numbered(path) } else { Target::File(path) };
    let Some(path) = &args.output else {
        let format = asked.unwrap_or(Format::Svg);
        let mut name = if input.as_os_str() == STANDARD { "out".into() } else { input.as_os_str().to_owned() };
        name.push(".");
        name.push(format.extension());
        return Ok((target(name.into()), format));
    };
    if path.as_os_str() == STANDARD || path.as_os_str() == DEVICE {
        if document {
            return Err("the pictures of Markdown are files: give one with -o".to_owned());
        }
        return Ok((Target::Standard, asked.unwrap_or(Format::Svg)));
    }
    let of_ending = match Format::of(path) {
        Some(format) if format.is_picture() => format,
        _ if document && is_markdown(path) => Format::Svg,
        _ => return Err(format!("-o {} has to end in .svg, .png or .pdf, or in .md as -i", files::shown(path))),
    };
    Ok((target(path.clone()), asked.unwrap_or(of_ending)))
}

/// The theme of ours that comes nearest, on the background that is asked for.
fn theme(args: &MmdcArgs, console: &Console) -> Result<Theme, Exit> {
    let config = args.config.as_deref().map(|path| config(path, console)).transpose()?.flatten();
    // As in mermaid-cli, the file goes before the option.
    let name = match config.as_deref().or(args.theme.as_deref()) {
        Some(name) if name.contains("dark") => "dark",
        Some("neutral") => "print",
        _ => "light",
    };
    let mut theme = Theme::named(name).map_err(|error| console.error(&error))?;
    match args.background.as_deref().map(str::trim) {
        None => {}
        Some("transparent" | "none") => theme.page.background = None,
        Some(text) => match text.parse::<svgtypes::Color>() {
            Ok(color) if color.alpha == 0 => theme.page.background = None,
            Ok(svgtypes::Color { red, green, blue, .. }) => {
                let ink = Ink { light: Color { r: red, g: green, b: blue }, dark: None };
                theme.page.background = Some(ink);
                theme.page.paper = ink;
            }
            Err(_) => return Err(console.fail(None, &format!("`{text}` is no colour that is known"))),
        },
    }
    Ok(theme)
}

/// The theme that a configuration of Mermaid names.
fn config(path: &Path, console: &Console) -> Result<Option<String>, Exit> {
    let source = files::read(path, files::SPLIT).map_err(|refused| console.refused(refused))?;
    let value: serde_json::Value = serde_json::from_str(&source.text)
        .map_err(|error| console.fail(Some(path), &format!("{} is no JSON: {error}", files::shown(path))))?;
    let keys = value.as_object().into_iter().flat_map(serde_json::Map::keys).filter(|key| *key != "theme");
    let others: Vec<&str> = keys.map(String::as_str).collect();
    if !others.is_empty() {
        console.say(&format!("without effect in {}: {}", files::shown(path), others.join(", ")));
    }
    Ok(value.get("theme").and_then(serde_json::Value::as_str).map(str::to_owned))
}

/// The bytes of a picture; of an SVG with an id of the caller's, where there is one.
fn renamed(artifact: Artifact, id: Option<&str>) -> Vec<u8> {
    let Some(id) = id.filter(|_| artifact.format == Format::Svg) else { return artifact.bytes };
    let text = match String::from_utf8(artifact.bytes) {
        Ok(text) => text,
        Err(bytes) => return bytes.into_bytes(),
    };
    let id: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.:".contains(c) { c } else { '_' }).collect();
    let id = if id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { id } else { format!("_{id}") };
    with_id(&text, &id).into_bytes()
}
