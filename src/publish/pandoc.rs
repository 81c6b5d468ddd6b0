//! pandoc's document -> the same with images for its diagrams: what a JSON filter does.
//!
//! Part of: publish. Input: the JSON of a document, and the writer that it is for. Output: [`Filtered`]. Where a writer
//! takes bytes in a link, pictures are there; for the others they are files.
//! <https://pandoc.org/filters.html>, <https://hackage.haskell.org/package/pandoc-types>

use super::attributes::{Attributes, KEYS};
use super::batch::{Batch, Job, Outcome, media, words_for};
use super::draw::Drawn;
use super::embed::data_uri;
use super::figure::{Figure, Place, Shows, meant};
use super::files::STANDARD;
use crate::base::text::short;
use crate::base::{LineMap, Source, Sources};
use crate::pipeline::{Artifact, Format};
use crate::plan::Notation;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The version of pandoc's types that has figures: pandoc 3.
const FIGURES: [u64; 2] = [1, 23];

/// A document on its way through pandoc.
#[derive(Clone, Debug)]
pub struct Document {
    json: Value,
    writer: String,
}

/// A document with images for its diagrams.
#[derive(Debug)]
pub struct Filtered {
    /// Its JSON.
    pub json: Vec<u8>,
    /// Files that it shows.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    /// What became of each diagram.
    pub outcomes: Vec<Outcome>,
}

/// How a writer takes pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// In the link itself.
    Bytes,
    /// As files.
    Files,
}

/// What becomes a picture: a code block, or an image that names a diagram.
struct Part {
    id: String,
    classes: Vec<String>,
    values: Vec<(String, String)>,
    /// The text of a code block.
    text: String,
    /// Which one of the code blocks it is, from 1.
    number: usize,
    /// What an image shows.
    image: Option<Named>,
    /// The heading before it.
    heading: Option<String>,
}

/// An image that names a diagram.
struct Named {
    shows: Shows,
    view: Option<String>,
    target: String,
    alt: String,
}

/// The picture of a part.
struct Shown {
    target: String,
    alt: String,
    title: String,
    caption: Option<String>,
    width: Option<String>,
}

impl Document {
    /// Reads what pandoc gives to a filter; `writer` is the filter's first argument.
    ///
    /// # Errors
    /// Why that is no document.
    pub fn read(bytes: &[u8], writer: &str) -> Result<Self, String> {
        let json: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if json.get("blocks").is_none() {
            return Err("it has no `blocks`".to_owned());
        }
        // `html+smart` is `html` with an extension.
        let writer = writer.split(['+', '-']).next().unwrap_or_default().to_ascii_lowercase();
        Ok(Self { json, writer })
    }

    /// What the metadata say below `groundplan`.
    pub fn options(&self) -> BTreeMap<String, String> {
        let ours = self.json.pointer("/meta/groundplan/c").and_then(Value::as_object);
        ours.into_iter().flatten().map(|(key, value)| (key.clone(), words(value))).collect()
    }

    /// What pictures are for this writer.
    pub fn format(&self) -> Format {
        match self.writer.as_str() {
            "docx" | "odt" | "opendocument" | "pptx" | "rtf" | "icml" => Format::Png,
            "latex" | "beamer" | "context" | "pdf" => Format::Pdf,
            _ => Format::Svg,
        }
    }

    fn takes(&self) -> Takes {
        const INSIDE: [&str; 8] = ["docx", "odt", "pptx", "rtf", "revealjs", "slidy", "slideous", "s5"];
        let inside = INSIDE.contains(&self.writer.as_str())
            || ["html", "epub", "dzslides", "chunkedhtml"].iter().any(|name| self.writer.starts_with(name));
        if inside { Takes::Bytes } else { Takes::Files }
    }

    /// Draws the diagrams; pictures that become files lie in `folder`, all of them where it is given. Names in the document
    /// start from the folder that pandoc runs in, as for pandoc itself.
    pub fn publish(mut self, batch: &Batch<'_>, folder: Option<&str>) -> Filtered {
        let takes = if folder.is_some() { Takes::Files } else { self.takes() };
        let folder = folder.unwrap_or("groundplan-media");
        let figures = is_new(&self.json);
        let (places, parts): (Vec<&mut Value>, Vec<Part>) = parts(&mut self.json).into_iter().unzip();
        let drawn: Vec<(Option<(Figure, Drawn)>, Outcome)> = parts.par_iter().map(|part| part.draw(batch)).collect();
        let mut files = BTreeMap::new();
        let mut outcomes = Vec::with_capacity(drawn.len());
        let mut number = 0;
        for ((place, part), (picture, outcome)) in places.into_iter().zip(&parts).zip(drawn) {
            outcomes.push(outcome);
            let Some((figure, mut drawn)) = picture else { continue };
            let Artifact { format, bytes } = drawn.artifacts.swap_remove(0);
            let target = match takes {
                Takes::Bytes => data_uri(media(format), &bytes),
                Takes::Files => {
                    let sum = blake3::hash(&bytes).to_hex();
                    let name =
                        format!("{}/diagram-{}.{}", folder.trim_end_matches('/'), &sum[..12], format.extension());
                    files.insert(PathBuf::from(&name), bytes);
                    name
                }
            };
            let width = figure.attributes.width.clone().or_else(|| batch.style.width.clone());
            if part.image.is_some() {
                part.point(place, &target, &words_for(&figure, &drawn), width);
                continue;
            }
            number += 1;
            let shown = Shown {
                target,
                alt: words_for(&figure, &drawn),
                title: figure.attributes.title.clone().unwrap_or_default(),
                caption: batch.caption(&figure, &drawn, number),
                width,
            };
            let picture = part.markup(&shown, figures);
            *place = if batch.style.keep_source { part.with_source(picture, &figure.shows) } else { picture };
        }
        Filtered { json: self.json.to_string().into_bytes(), files, outcomes }
    }
}

impl Part {
    /// A code block that is a diagram: `[[id, [class], [[key, value]]], text]`; or an image that names one: `[[...],
    /// [inline], [target, title]]`.
    fn read(value: &Value) -> Option<Self> {
        let kind = value.get("t")?.as_str().filter(|kind| ["CodeBlock", "Image"].contains(kind))?;
        let parts = value.get("c")?.as_array()?.as_slice();
        let [id, classes, values] = parts.first()?.as_array()?.as_slice() else { return None };
        let word = |value: &Value| value.as_str().map(str::to_owned);
        let pair = |value: &Value| match value.as_array()?.as_slice() {
            [key, value] => Some((word(key)?, word(value)?)),
            _ => None,
        };
        let classes: Vec<String> = classes.as_array()?.iter().filter_map(word).collect();
        let (text, image) = match (kind, parts) {
            ("CodeBlock", [_, text]) => {
                classes.iter().find_map(|class| Notation::of_class(class))?;
                (word(text)?, None)
            }
            (_, [_, inner, link]) => {
                let target = word(link.get(0)?)?;
                let (shows, view) = meant(&target)?;
                (String::new(), Some(Named { shows, view, target, alt: words(inner) }))
            }
            _ => return None,
        };
        let values = values.as_array()?.iter().filter_map(pair).collect();
        Some(Self { id: word(id)?, classes, values, text, number: 0, image, heading: None })
    }

    /// Draws it; a picture has at least one file.
    fn draw(&self, batch: &Batch<'_>) -> (Option<(Figure, Drawn)>, Outcome) {
        let head = 0..self.text.find('\n').unwrap_or(self.text.len());
        let mut attributes = Attributes::default();
        let mut findings = Vec::new();
        for (key, value) in &self.values {
            attributes.set(key, value, &head, &mut findings);
        }
        let notation = self.classes.iter().find_map(|class| Notation::of_class(class));
        let shows = match (&self.image, notation) {
            (Some(image), _) => {
                attributes.view.clone_from(&image.view);
                attributes.alt = Some(image.alt.trim().to_owned()).filter(|alt| !alt.is_empty());
                image.shows.clone()
            }
            (_, Some(Notation::Groundplan)) if self.text.trim().is_empty() => Shows::View(attributes.src.clone()),
            (_, Some(Notation::Groundplan)) => Shows::Description,
            _ => Shows::Mermaid,
        };
        let mut map = LineMap::at(0);
        map.push(0, 0..self.text.len());
        let (range, text) = (0..self.text.len(), self.text.clone());
        let place = if self.image.is_some() { Place::Line } else { Place::Html };
        let figure = Figure { range, head, shows, text, map, attributes, findings, place };
        let job = Job { path: PathBuf::from(STANDARD), below: PathBuf::new(), root: PathBuf::new() };
        let done = batch.figure(&job, &figure);
        let name = self.name();
        let errors = done.errors.iter().map(|words| format!("{name}: {words}")).collect();
        let mut sources = Sources(vec![Source { name, text: self.text.clone() }]);
        sources.0.extend(done.more);
        let mut outcome = Outcome { sources, findings: done.findings, errors, ..Outcome::default() };
        let drawn = done.drawn.filter(|drawn| !drawn.artifacts.is_empty());
        let untold = drawn.as_ref().and_then(|drawn| batch.untold(&figure, drawn));
        let drawn = drawn.filter(|_| untold.is_none());
        outcome.findings.extend(untold);
        (drawn.map(|drawn| (figure, drawn)), outcome)
    }

    /// Where it stands, as well as pandoc says it: with `+sourcepos` by its line, else by its first line and its heading.
    /// Lines of findings count from the first of its text.
    fn name(&self) -> String {
        let short = |text: &str| short(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let number = self.number;
        let mut name = match (&self.image, self.text.lines().find(|line| !line.trim().is_empty())) {
            (Some(image), _) => format!("image {}", short(&image.target)),
            (None, Some(line)) => format!("diagram {number} ({})", short(line)),
            (None, None) => format!("diagram {number}"),
        };
        let place = self.values.iter().find(|(key, _)| key == "data-pos").map(|(_, place)| place);
        if let Some(place) = place.and_then(|place| place.split([';', '-']).next()) {
            let (file, line) = place.rsplit_once('@').unwrap_or(("document", place));
            let line = line.split(':').next().unwrap_or_default();
            name = format!("{file}:{line}, {name}");
        } else if let Some(heading) = self.heading.as_ref().filter(|heading| !heading.trim().is_empty()) {
            name = format!("{name} below \"{}\"", short(heading));
        }
        name
    }

    /// Makes an image show its picture; its words stay where it has some.
    fn point(&self, place: &mut Value, target: &str, alt: &str, width: Option<String>) {
        let sized = self.values.iter().any(|(key, _)| ["width", "height"].contains(&key.as_str()));
        if let Some(width) = width.filter(|_| !sized)
            && let Some(values) = place.pointer_mut("/c/0/2").and_then(Value::as_array_mut)
        {
            values.push(json!(["width", width]));
        }
        if let Some(words) = place.pointer_mut("/c/1").filter(|words| words.as_array().is_some_and(Vec::is_empty)) {
            *words = json!(inlines(alt));
        }
        if let Some(old) = place.pointer_mut("/c/2/0") {
            *old = json!(target);
        }
    }

    /// The image, in a figure where it has a caption.
    fn markup(&self, shown: &Shown, figures: bool) -> Value {
        let classes: Vec<&String> = self.classes.iter().filter(|class| Notation::of_class(class).is_none()).collect();
        let others = self.values.iter().filter(|(key, _)| !KEYS.contains(&key.as_str()));
        let width = shown.width.iter().map(|width| json!(["width", width]));
        let values: Vec<Value> = others.map(|(key, value)| json!([key, value])).chain(width).collect();
        let title = &shown.title;
        let image = |id: &str, words: &str, title: &str| json!({"t": "Image", "c": [[id, classes, values], inlines(words), [shown.target, title]]});
        match &shown.caption {
            Some(caption) if figures => {
                let inner = json!({"t": "Plain", "c": [image("", &shown.alt, title)]});
                let caption = json!([null, [{"t": "Plain", "c": inlines(caption)}]]);
                json!({"t": "Figure", "c": [[self.id, [], []], caption, [inner]]})
            }
            // What a title of that beginning meant to pandoc 2.
            Some(caption) => json!({"t": "Para", "c": [image(&self.id, caption, &format!("fig:{title}"))]}),
            None => json!({"t": "Para", "c": [image(&self.id, &shown.alt, title)]}),
        }
    }
}

impl Part {
    /// A picture with its source below it: folded where the writer makes HTML, others leave raw HTML out.
    fn with_source(&self, picture: Value, shows: &Shows) -> Value {
        if self.text.trim().is_empty() {
            return picture;
        }
        let language = if *shows == Shows::Mermaid { "text" } else { "yaml" };
        let raw = |html: &str| json!({"t": "RawBlock", "c": ["html", html]});
        let source = json!({"t": "CodeBlock", "c": [["", [language], []], self.text]});
        let open = raw("<details><summary>Source</summary>");
        json!({"t": "Div", "c": [["", [], []], [picture, open, source, raw("</details>")]]})
    }
}

/// What becomes pictures, in the order of the document. No depth of it costs stack.
fn parts(json: &mut Value) -> Vec<(&mut Value, Part)> {
    let mut out = Vec::new();
    let (mut heading, mut number) = (None, 0);
    let mut open: Vec<&mut Value> = json.get_mut("blocks").into_iter().collect();
    while let Some(value) = open.pop() {
        if let Some(part) = Part::read(value) {
            number += usize::from(part.image.is_none());
            out.push((value, Part { heading: heading.clone(), number, ..part }));
            continue;
        }
        if value.get("t").and_then(Value::as_str) == Some("Header") {
            heading = value.pointer("/c/2").map(words);
        }
        match value {
            Value::Array(items) => open.extend(items.iter_mut().rev()),
            Value::Object(fields) => {
                let first = open.len();
                open.extend(fields.values_mut());
                open[first..].reverse();
            }
            _ => {}
        }
    }
    out
}

/// Whether pandoc has figures.
fn is_new(json: &Value) -> bool {
    let version = json.get("pandoc-api-version").and_then(Value::as_array);
    let version: Vec<u64> = version.into_iter().flatten().filter_map(Value::as_u64).collect();
    version.as_slice() >= FIGURES.as_slice()
}

/// Words as pandoc has them.
fn inlines(text: &str) -> Vec<Value> {
    let mut out = Vec::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(json!({"t": "Space"}));
        }
        out.push(json!({"t": "Str", "c": word}));
    }
    out
}

/// The text of inlines, or of a value of the metadata.
fn words(value: &Value) -> String {
    let mut out = String::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        let kind = value.get("t").and_then(Value::as_str);
        match (kind, value) {
            (Some("Space" | "SoftBreak"), _) => out.push(' '),
            (Some(_), Value::Object(fields)) => open.extend(fields.get("c")),
            (_, Value::String(text)) => out.push_str(text),
            (_, Value::Bool(flag)) => out.push_str(if *flag { "true" } else { "false" }),
            (_, Value::Array(items)) => open.extend(items.iter().rev()),
            _ => {}
        }
    }
    out
}
