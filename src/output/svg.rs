//! Scene -> SVG: plain shapes and text, nothing from outside, ids that no other picture in a page has.

use super::source;
use super::xml::{Place, attribute, escape, integer, measure, number};
use crate::base::text::{SLANT, Weight};
use crate::base::{Color, Point, Size};
use crate::scene::{Anchor, Ink, Item, Origin, Paint, Scene, Segment};
use std::collections::{BTreeMap, BTreeSet};

/// What a browser sets text in where it has our family, or else something that is not wider.
const FAMILIES: &str = "Inter,'Helvetica Neue',Arial,'Noto Sans',sans-serif";

/// Stands for the prefix of ids until the content is known that it is made from. XML has no such character.
const PREFIX: char = '\u{1}';

/// How a document ends.
const END: &str = "</svg>\n";

/// An SVG document that this crate wrote: nothing else reaches the drawing library.
#[derive(Clone, Debug, PartialEq)]
pub struct Svg {
    text: String,
    size: Size,
    background: Option<Color>,
    origin: Option<Origin>,
}

impl Svg {
    /// The document.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The document.
    pub fn into_string(self) -> String {
        self.text
    }

    /// Its width and height, in px.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The colour behind everything on a light page; none where it is transparent.
    pub fn background(&self) -> Option<Color> {
        self.background
    }

    /// What it was made from, where it carries that.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
}

/// Writes a scene as SVG.
pub fn svg(scene: &Scene) -> Svg {
    let size = Size::new(scene.size.w.max(1.0), scene.size.h.max(1.0));
    let mut writer = Writer::default();
    writer.ids.extend(["title", "desc"].map(str::to_owned));
    if let Some(ink) = scene.background {
        writer.out.push_str("<rect width=\"100%\" height=\"100%\"");
        writer.paint(Paint::fill(ink), Some("background"));
        writer.out.push_str("/>\n");
    }
    writer.items(&scene.items);
    let Writer { out: body, pairs, .. } = writer;

    let mut text = String::with_capacity(body.len() + 2048);
    text.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    measure(&mut text, "width", size.w);
    measure(&mut text, "height", size.h);
    text.push_str(" viewBox=\"0 0 ");
    number(&mut text, size.w);
    text.push(' ');
    number(&mut text, size.h);
    text.push('"');
    attribute(&mut text, "font-family", FAMILIES);
    text.push_str(" stroke-linejoin=\"round\" role=\"img\" id=\"\u{1}\" aria-labelledby=\"\u{1}-title \u{1}-desc\">\n");
    text.push_str("<title id=\"\u{1}-title\">");
    escape(&mut text, if scene.title.trim().is_empty() { "Diagram" } else { &scene.title }, Place::Text);
    text.push_str("</title>\n<desc id=\"\u{1}-desc\">");
    escape(&mut text, &scene.description, Place::Text);
    text.push_str("</desc>\n");
    style(&mut text, &pairs);
    text.push_str(&body);
    text.push_str(END);
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let mut text = text.replace(PREFIX, &format!("g{}", &hash[..8]));
    // Not among what ids are made from: a comment in the source changes no id.
    if let Some(origin) = &scene.origin {
        text.truncate(text.len() - END.len());
        source::embed(&mut text, origin);
        text.push_str(END);
    }
    Svg { text, size, background: scene.background.map(|ink| ink.light), origin: scene.origin.clone() }
}

/// What changes where the reader prefers a dark page. A drawing library that knows no media queries stays light.
fn style(out: &mut String, pairs: &BTreeMap<(Color, Color), usize>) {
    if pairs.is_empty() {
        return;
    }
    let mut dark: Vec<(usize, Color)> = pairs.iter().map(|(&(_, dark), &class)| (class, dark)).collect();
    dark.sort_unstable();
    out.push_str("<style>@media (prefers-color-scheme:dark){");
    for (class, color) in dark {
        let hex = color.hex();
        for (letter, property) in [("f", "fill"), ("s", "stroke")] {
            out.push('#');
            out.push(PREFIX);
            for part in [" .", letter, &class.to_string(), "{", property, ":", &hex, "}"] {
                out.push_str(part);
            }
        }
    }
    out.push_str("}</style>\n");
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Colours that differ on a dark page, and the number of their class.
    pairs: BTreeMap<(Color, Color), usize>,
    ids: BTreeSet<String>,
}

impl Writer {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Group { id, class, link, title, items } => {
                    self.open(id, class, title.as_deref());
                    let link = link.as_deref().filter(|link| is_safe(link));
                    if let Some(link) = link {
                        self.out.push_str("<a");
                        attribute(&mut self.out, "href", link);
                        self.out.push_str(">\n");
                    }
                    self.items(items);
                    self.out.push_str(if link.is_some() { "</a></g>\n" } else { "</g>\n" });
                }
                Item::Faded { opacity, items } => {
                    self.out.push_str("<g");
                    measure(&mut self.out, "opacity", *opacity);
                    self.out.push_str(">\n");
                    self.items(items);
                    self.out.push_str("</g>\n");
                }
                Item::Turned { along, origin, items } => {
                    self.out.push_str("<g transform=\"matrix(");
                    for part in [along.x, along.y, -along.y, along.x, origin.x] {
                        number(&mut self.out, part);
                        self.out.push(' ');
                    }
                    number(&mut self.out, origin.y);
                    self.out.push_str(")\">\n");
                    self.items(items);
                    self.out.push_str("</g>\n");
                }
                Item::Rect { rect, radius, paint } => {
                    self.out.push_str("<rect");
                    measure(&mut self.out, "x", rect.x);
                    measure(&mut self.out, "y", rect.y);
                    measure(&mut self.out, "width", rect.w.max(0.0));
                    measure(&mut self.out, "height", rect.h.max(0.0));
                    let radius = radius.min(rect.w / 2.0).min(rect.h / 2.0);
                    if radius > 0.0 {
                        measure(&mut self.out, "rx", radius);
                    }
                    self.paint(*paint, None);
                    self.out.push_str("/>\n");
                }
                Item::Path { segments, paint } => {
                    self.out.push_str("<path d=\"");
                    path(&mut self.out, segments);
                    self.out.push('"');
                    self.paint(*paint, None);
                    self.out.push_str("/>\n");
                }
                Item::Text { at, anchor, text, font, ink, halo } => {
                    self.out.push_str("<text");
                    measure(&mut self.out, "x", at.x);
                    measure(&mut self.out, "y", at.y);
                    measure(&mut self.out, "font-size", font.size);
                    if font.weight == Weight::Semibold {
                        self.out.push_str(" font-weight=\"600\"");
                    }
                    if font.italic {
                        // A shear, not `font-style`: every renderer has it, and the width stays what was measured.
                        self.out.push_str(" transform=\"matrix(1 0 ");
                        number(&mut self.out, -SLANT);
                        self.out.push_str(" 1 ");
                        number(&mut self.out, SLANT * at.y);
                        self.out.push_str(" 0)\"");
                    }
                    match anchor {
                        Anchor::Start => {}
                        Anchor::Middle => self.out.push_str(" text-anchor=\"middle\""),
                        Anchor::End => self.out.push_str(" text-anchor=\"end\""),
                    }
                    let halo_paint = Paint { fill: Some(*ink), stroke: *halo, width: 4.0, dash: None };
                    self.paint(halo_paint, None);
                    if halo.is_some() {
                        self.out.push_str(" paint-order=\"stroke\"");
                    }
                    self.out.push('>');
                    escape(&mut self.out, text, Place::Text);
                    self.out.push_str("</text>\n");
                }
            }
        }
    }

    fn open(&mut self, id: &str, class: &str, title: Option<&str>) {
        let mut name = String::new();
        for c in id.chars() {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
                name.push(c);
            } else {
                name.push('_');
                name.push_str(&u32::from(c).to_string());
            }
        }
        let mut unique = name.clone();
        let mut count = 1;
        while !self.ids.insert(unique.clone()) {
            count += 1;
            unique = format!("{name}-{count}");
        }
        self.out.push_str("<g id=\"");
        self.out.push(PREFIX);
        self.out.push('-');
        self.out.push_str(&unique);
        self.out.push('"');
        attribute(&mut self.out, "class", class);
        self.out.push_str(">\n");
        if let Some(title) = title {
            self.out.push_str("<title>");
            escape(&mut self.out, title, Place::Text);
            self.out.push_str("</title>\n");
        }
    }

    fn paint(&mut self, paint: Paint, class: Option<&str>) {
        match paint.fill {
            Some(ink) => color(&mut self.out, " fill=\"", ink.light),
            None => self.out.push_str(" fill=\"none\""),
        }
        if let Some(ink) = paint.stroke {
            color(&mut self.out, " stroke=\"", ink.light);
            measure(&mut self.out, "stroke-width", paint.width);
            if let Some((dash, gap)) = paint.dash {
                self.out.push_str(" stroke-dasharray=\"");
                number(&mut self.out, dash);
                self.out.push(' ');
                number(&mut self.out, gap);
                self.out.push('"');
            }
        }
        let (fill, stroke) = (paint.fill.and_then(|ink| self.class(ink)), paint.stroke.and_then(|ink| self.class(ink)));
        let numbers = [("f", fill), ("s", stroke)];
        let dark = numbers.iter().filter_map(|(letter, number)| Some((*letter, (*number)?)));
        let mut before = " class=\"";
        for (name, number) in class.map(|name| (name, None)).into_iter().chain(dark.map(|(l, n)| (l, Some(n)))) {
            self.out.push_str(before);
            self.out.push_str(name);
            if let Some(number) = number {
                integer(&mut self.out, number as i64);
            }
            before = " ";
        }
        if before == " " {
            self.out.push('"');
        }
    }

    fn class(&mut self, ink: Ink) -> Option<usize> {
        let key = (ink.light, ink.dark?);
        let next = self.pairs.len();
        Some(*self.pairs.entry(key).or_insert(next))
    }
}

fn color(out: &mut String, before: &str, color: Color) {
    out.push_str(before);
    out.push('#');
    for channel in [color.r, color.g, color.b] {
        for digit in [channel >> 4, channel & 15] {
            out.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    out.push('"');
}

fn path(out: &mut String, segments: &[Segment]) {
    let mut last = Point::default();
    for segment in segments {
        match *segment {
            Segment::Move(to) => {
                out.push('M');
                point(out, to);
                last = to;
            }
            Segment::Line(to) => {
                if (to.y - last.y).abs() < 0.005 {
                    out.push('H');
                    number(out, to.x);
                } else if (to.x - last.x).abs() < 0.005 {
                    out.push('V');
                    number(out, to.y);
                } else {
                    out.push('L');
                    point(out, to);
                }
                last = to;
            }
            Segment::Cubic(a, b, to) => {
                out.push('C');
                point(out, a);
                out.push(' ');
                point(out, b);
                out.push(' ');
                point(out, to);
                last = to;
            }
            Segment::Close => out.push('Z'),
        }
    }
}

fn point(out: &mut String, point: Point) {
    number(out, point.x);
    out.push(' ');
    number(out, point.y);
}

/// Whether a link leads to a page or a mailbox, and to nothing that runs.
pub(super) fn is_safe(link: &str) -> bool {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let known = matches!(scheme.as_deref(), Some("http" | "https" | "mailto"));
    known && !link.chars().any(|c| c.is_control() || c.is_whitespace())
}
