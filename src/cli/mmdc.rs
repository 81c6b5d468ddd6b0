//! `groundplan mmdc`: stands in for mermaid-cli, without a browser.

use super::Exit;
use super::args::{MmdcArgs, OutputFormat};
use super::console::{Console, words};
use super::files::{self, STANDARD};
use crate::base::text::Fonts;
use crate::base::{Color, SourceId, Sources};
use crate::pipeline::{self, Format, Picture, Request};
use crate::scene::{Ink, Theme};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// What `mmdc --version` says: the release of mermaid-cli whose command line this is, for callers that ask.
pub(super) const VERSION: &str = concat!("12.2.0 (groundplan ", env!("CARGO_PKG_VERSION"), ")\n");

/// The name of the standard output that scripts of mermaid-cli give.
const DEVICE: &str = "/dev/stdout";

/// Draws one diagram.
pub(super) fn run(args: &MmdcArgs, console: &Console) -> Exit {
    let input = args.input.clone().unwrap_or_else(|| PathBuf::from(STANDARD));
    let (output, format) = match output(args, &input) {
        Ok(output) => output,
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
    let source = match files::read(&input) {
        Ok(source) => source,
        Err(refused) => return console.refused(refused),
    };
    let formats = [format];
    let request = Request {
        formats: &formats,
        theme: Some(&theme),
        scale: args.scale,
        fonts: Fonts::embedded(),
        source: (!args.no_source).then_some(source.text.as_str()),
        ..Request::mermaid()
    };
    let drawing = catch_unwind(AssertUnwindSafe(|| pipeline::draw_mermaid(&source.text, SourceId(0), &request)));
    let Ok(Picture { artifacts, diagnostics, errors, .. }) = drawing else {
        let words = format!("{} made groundplan fail; this is a defect of groundplan", files::shown(&input));
        return console.fail(Some(&input), &words);
    };
    let mut exit = console.findings(&diagnostics, &Sources(vec![source]));
    for error in &errors {
        exit = exit.max(console.fail(Some(&input), &words(error)));
    }
    for artifact in artifacts {
        let bytes = match &args.id {
            Some(id) if format == Format::Svg => renamed(artifact.bytes, id),
            _ => artifact.bytes,
        };
        if let Err(error) = files::print_or_write(output.as_deref(), &bytes) {
            return console.error(&error);
        }
        if let Some(path) = &output {
            console.say(&format!("{} written", files::shown(path)));
        }
    }
    exit
}

/// Where the picture goes, none for standard output, and what it is.
fn output(args: &MmdcArgs, input: &Path) -> Result<(Option<PathBuf>, Format), String> {
    let asked = args.format.map(|format| match format {
        OutputFormat::Svg => Format::Svg,
        OutputFormat::Png => Format::Png,
        OutputFormat::Pdf => Format::Pdf,
    });
    let Some(path) = &args.output else {
        let format = asked.unwrap_or(Format::Svg);
        let stem = if input.as_os_str() == STANDARD { "out".into() } else { input.as_os_str().to_owned() };
        let mut name = stem;
        name.push(".");
        name.push(format.extension());
        return Ok((Some(name.into()), format));
    };
    if path.as_os_str() == STANDARD || path.as_os_str() == DEVICE {
        return Ok((None, asked.unwrap_or(Format::Svg)));
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let of_ending = match ending.as_deref() {
        Some("svg") => Format::Svg,
        Some("png") => Format::Png,
        Some("pdf") => Format::Pdf,
        _ => return Err(format!("-o {} has to end in .svg, .png, .pdf or .md", files::shown(path))),
    };
    Ok((Some(path.clone()), asked.unwrap_or(of_ending)))
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
    let source = files::read(path).map_err(|refused| console.refused(refused))?;
    let value: serde_json::Value = serde_json::from_str(&source.text)
        .map_err(|error| console.fail(Some(path), &format!("{} is no JSON: {error}", files::shown(path))))?;
    let keys = value.as_object().into_iter().flat_map(serde_json::Map::keys).filter(|key| *key != "theme");
    let others: Vec<&str> = keys.map(String::as_str).collect();
    if !others.is_empty() {
        console.say(&format!("without effect in {}: {}", files::shown(path), others.join(", ")));
    }
    Ok(value.get("theme").and_then(serde_json::Value::as_str).map(str::to_owned))
}

/// An SVG with an id of the caller's.
fn renamed(svg: Vec<u8>, id: &str) -> Vec<u8> {
    const ID: &str = " id=\"";
    let text = match String::from_utf8(svg) {
        Ok(text) => text,
        Err(bytes) => return bytes.into_bytes(),
    };
    let own = text.split_once(ID).and_then(|(_, rest)| rest.split_once('"')).map(|(own, _)| own.to_owned());
    let id: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.:".contains(c) { c } else { '_' }).collect();
    let id = if id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { id } else { format!("_{id}") };
    match own {
        // It is made of the content, so that nothing else in it reads like that.
        Some(own) if !own.is_empty() => text.replace(&own, &id).into_bytes(),
        _ => text.into_bytes(),
    }
}
