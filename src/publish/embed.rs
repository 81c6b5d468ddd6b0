//! Figures and their pictures -> the document: a link, the data itself, inline SVG, or a pair for light and dark pages.
//!
//! Part of: publish. Input: a [`Page`] and a [`Picture`] for each figure that has one. Output: the text of the document.
//! A picture stays in the quote or list that its fence stood in; every byte outside of figures stays.

use super::{Attributes, Figure, Page, Place, Shows, splice};
use crate::plan;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::ops::Range;

/// The media type of SVG.
pub(super) const SVG: &str = "image/svg+xml";

/// How pictures stand in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Embed {
    /// A link to a file.
    Link,
    /// The bytes in the link itself.
    DataUri,
    /// The SVG itself.
    Inline,
    /// Two files, and the reader's page chooses.
    Picture,
}

/// What a picture is, as the document shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// A file beside the document; the second is for dark pages.
    File(String, Option<String>),
    /// Bytes of a media type.
    Bytes(&'static str, Vec<u8>),
    /// An SVG of ours.
    Svg(String),
}

/// A picture for a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// It.
    pub data: Data,
    /// Words for who does not see it.
    pub alt: String,
    /// Words below it.
    pub caption: Option<String>,
    /// What it was made of, where that shall stand below it.
    pub source: Option<String>,
    /// Its width, where one is asked for.
    pub width: Option<String>,
}

/// The text of a document whose figures are pictures; those without one stay.
pub fn embed(page: &Page, pictures: &[Option<Picture>]) -> String {
    let mut inline = BTreeMap::new();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (figure, picture) in page.figures.iter().zip(pictures) {
        let Some(picture) = picture else { continue };
        // In a line it becomes an image, which is a page of its own.
        let in_line = matches!(figure.place, Place::Line | Place::Tag(_));
        let data = if in_line { picture.data.clone() } else { alone(&picture.data, &mut inline) };
        let picture = Picture { data, ..picture.clone() };
        edits.push((figure.range.clone(), markup(figure, &picture, page.document.line_end)));
    }
    splice::apply(&page.document.text, &edits)
}

/// The same SVG a second time in a page needs ids of its own.
fn alone(data: &Data, seen: &mut BTreeMap<String, usize>) -> Data {
    let Data::Svg(svg) = data else { return data.clone() };
    let Some(id) = id_of(svg) else { return data.clone() };
    let count = seen.entry(id.to_owned()).or_default();
    *count += 1;
    if *count > 1 { Data::Svg(with_id(svg, &format!("{id}-{count}"))) } else { data.clone() }
}

/// The id of an SVG of ours, which its other ids start with.
fn id_of(svg: &str) -> Option<&str> {
    const ID: &str = " id=\"";
    let (id, _) = svg.split_once(ID)?.1.split_once('"')?;
    Some(id).filter(|id| !id.is_empty())
}

/// An SVG of ours with another id.
pub fn with_id(svg: &str, id: &str) -> String {
    // Its own is made of the content, so that nothing else in it reads like that.
    id_of(svg).map_or_else(|| svg.to_owned(), |own| svg.replace(own, id))
}

fn markup(figure: &Figure, picture: &Picture, line_end: &str) -> String {
    let says = &figure.attributes;
    match &figure.place {
        Place::Html => html(picture, says).join(line_end),
        Place::Tag(around) => tag(around, picture, says),
        Place::Line => match &picture.data {
            Data::File(name, None) if is_plain(picture, says) => link(&picture.alt, name, says),
            // What stands between words is read as Markdown, an SVG among it.
            Data::Svg(svg) => cell(&image(&data_uri(SVG, svg.as_bytes()), picture, says)),
            _ => cell(&media(picture, says).concat()),
        },
        Place::Block { prefix, whole, gaps } => {
            let mut lines = Vec::new();
            if gaps[0] {
                lines.push(String::new());
            }
            lines.extend(markdown(figure, picture));
            if gaps[1] {
                lines.push(String::new());
            }
            let placed = lines.iter().enumerate().map(|(row, line)| {
                // The document has the first prefix already.
                let prefix = if row == 0 && !whole { "" } else { prefix };
                if line.is_empty() { prefix.trim_end().to_owned() } else { format!("{prefix}{line}") }
            });
            let text = placed.collect::<Vec<_>>().join(line_end);
            if *whole { text + line_end } else { text }
        }
    }
}

/// HTML that may stand in a cell of a table.
fn cell(html: &str) -> String {
    html.replace('|', "&#124;")
}

/// Whether Markdown has a word for all that is asked for.
fn is_plain(picture: &Picture, says: &Attributes) -> bool {
    picture.width.is_none() && says.id.is_none() && says.classes.is_empty()
}

fn markdown(figure: &Figure, picture: &Picture) -> Vec<String> {
    let mut out = match &picture.data {
        Data::File(name, None) if is_plain(picture, &figure.attributes) => {
            captioned(link(&picture.alt, name, &figure.attributes), picture)
        }
        Data::Bytes(media, bytes) if is_plain(picture, &figure.attributes) => {
            captioned(link(&picture.alt, &data_uri(media, bytes), &figure.attributes), picture)
        }
        _ => html(&Picture { source: None, ..picture.clone() }, &figure.attributes),
    };
    if let Some(source) = &picture.source {
        let language = if figure.shows == Shows::Mermaid { "text" } else { "yaml" };
        out.extend(["", "<details><summary>Source</summary>", ""].map(str::to_owned));
        // A host would draw `mermaid` a second time.
        out.extend(plan::fence(language, source).lines().map(str::to_owned));
        out.extend([String::new(), "</details>".to_owned()]);
    }
    out
}

fn captioned(link: String, picture: &Picture) -> Vec<String> {
    let caption = picture.caption.as_ref().map(|caption| format!("*{}*", plan::cell(caption)));
    std::iter::once(link).chain(caption.into_iter().flat_map(|caption| [String::new(), caption])).collect()
}

/// `![alt](target "title")`.
fn link(alt: &str, target: &str, says: &Attributes) -> String {
    let title = says.title.as_ref().map(|title| format!(" \"{}\"", plan::cell(title).replace('"', "\\\"")));
    format!("![{}]({target}{})", plan::cell(alt), title.unwrap_or_default())
}

/// The picture in HTML, in lines of which none is blank: a blank one would end it in Markdown.
fn html(picture: &Picture, says: &Attributes) -> Vec<String> {
    let mut out = Vec::new();
    let inner = media(picture, says);
    if let Some(caption) = &picture.caption {
        out.push("<figure>".to_owned());
        out.extend(inner);
        out.push(format!("<figcaption>{}</figcaption>", text(caption)));
        out.push("</figure>".to_owned());
    } else if let Data::Svg(_) = picture.data {
        // `media` gives it a frame for its width, id and classes.
        out.extend(inner);
    } else {
        out.push(format!("<p>{}</p>", inner.concat()));
    }
    if let Some(source) = &picture.source {
        out.push("<details><summary>Source</summary>".to_owned());
        out.extend(solid(&format!("<pre><code>{}</code></pre>", text(source.trim_end()))));
        out.push("</details>".to_owned());
    }
    out
}

/// The picture itself.
fn media(picture: &Picture, says: &Attributes) -> Vec<String> {
    match &picture.data {
        Data::File(name, None) => vec![image(name, picture, says)],
        Data::File(name, Some(dark)) => {
            vec!["<picture>".to_owned(), dark_source(dark), image(name, picture, says), "</picture>".to_owned()]
        }
        Data::Bytes(kind, bytes) => vec![image(&data_uri(kind, bytes), picture, says)],
        Data::Svg(svg) => {
            let width = picture.width.as_ref().map(|width| {
                let unit = if width.ends_with(|c: char| c.is_ascii_digit()) { "px" } else { "" };
                format!(" style=\"width:{width}{unit}\"")
            });
            let width = width.unwrap_or_default();
            let mut out = vec![format!("<div{}{width}>", named(says, "diagram"))];
            let svg = if width.is_empty() { svg.clone() } else { fluid(svg) };
            out.extend(solid(&svg));
            out.push("</div>".to_owned());
            out
        }
    }
}

/// An SVG as wide as what it stands in.
fn fluid(svg: &str) -> String {
    let head = svg.find(" width=\"").zip(svg.find(" viewBox=\""));
    match head {
        Some((from, to)) if from < to => format!("{} width=\"100%\"{}", &svg[..from], &svg[to..]),
        _ => svg.to_owned(),
    }
}

/// A tag of the document with the address of its picture.
fn tag(around: &[String], picture: &Picture, says: &Attributes) -> String {
    const IMAGE: &str = "<img";
    let (target, dark) = match &picture.data {
        Data::File(name, dark) => (name.clone(), dark.as_ref()),
        Data::Bytes(kind, bytes) => (data_uri(kind, bytes), None),
        Data::Svg(svg) => (data_uri(SVG, svg.as_bytes()), None),
    };
    let address = cell(&value(&target)).replace('\'', "&#39;");
    // The address may have had no quotes, and need some.
    let mut out = String::new();
    for (nth, part) in around.iter().enumerate() {
        if nth > 0 {
            let quote = if out.trim_end().ends_with('=') { "\"" } else { "" };
            out.extend([quote, &address, quote]);
        }
        out.push_str(part);
    }
    let is_image = out.get(..IMAGE.len()).is_some_and(|head| head.eq_ignore_ascii_case(IMAGE));
    if is_image && !says.sized {
        out.insert_str(IMAGE.len(), &width(picture));
    }
    match dark.filter(|_| is_image) {
        Some(dark) => format!("<picture>{}{out}</picture>", dark_source(dark)),
        None => out,
    }
}

fn dark_source(dark: &str) -> String {
    format!("<source media=\"(prefers-color-scheme: dark)\" srcset=\"{}\">", value(dark))
}

/// The width of a picture, as an attribute of its tag.
fn width(picture: &Picture) -> String {
    let width = picture.width.as_ref().map(|width| match width.strip_suffix("px") {
        // What the attribute cannot say, a style can.
        None if width.ends_with(|c: char| c.is_ascii_digit() || c == '%') => format!(" width=\"{width}\""),
        None => format!(" style=\"width:{width}\""),
        Some(number) => format!(" width=\"{number}\""),
    });
    width.unwrap_or_default()
}

fn image(target: &str, picture: &Picture, says: &Attributes) -> String {
    let title = says.title.as_ref().map(|title| format!(" title=\"{}\"", value(title))).unwrap_or_default();
    let (width, alt) = (width(picture), value(&picture.alt));
    format!("<img{} src=\"{}\" alt=\"{alt}\"{title}{width}>", named(says, ""), value(target))
}

/// Id and classes.
fn named(says: &Attributes, class: &str) -> String {
    let id = says.id.as_ref().map(|id| format!(" id=\"{}\"", value(id))).unwrap_or_default();
    let classes: Vec<&str> = std::iter::once(class).chain(says.classes.iter().map(String::as_str)).collect();
    let classes = classes.join(" ");
    if classes.trim().is_empty() { id } else { format!("{id} class=\"{}\"", value(classes.trim())) }
}

pub(super) fn data_uri(media: &str, bytes: &[u8]) -> String {
    format!("data:{media};base64,{}", STANDARD.encode(bytes))
}

/// HTML in lines of which none is blank. An empty line can stand in a text alone, as tags have one line each.
fn solid(html: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in html.lines() {
        match out.last_mut() {
            Some(last) if line.trim().is_empty() => {
                last.push_str("&#10;");
                last.push_str(line);
            }
            _ => out.push(line.to_owned()),
        }
    }
    out
}

fn text(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn value(words: &str) -> String {
    text(words).replace('"', "&quot;").replace(['\n', '\r'], " ")
}
