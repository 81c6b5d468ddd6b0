//! Scene -> PDF of one page: vectors, text that can be selected, only the glyphs that it needs of each font.

use super::attached;
use super::svg::is_safe;
use crate::base::text::{Fonts, Glyph, SLANT};
use crate::base::{Error, Point, Rect};
use crate::scene::origin::{Language, Origin};
use crate::scene::{Anchor, Ink, Item, Paint, Scene, Segment};
use krilla::Document;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{self, Path, PathBuilder, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::collections::BTreeMap;

/// Points (1/72 inch) of a px (1/96 inch).
const POINTS: f64 = 0.75;
/// Longest side of a page that readers take, in points: 200 inches.
const LONGEST: f64 = 14_400.0;
/// How far the control points of a quarter of a circle lie from its ends, in radii.
const ARC: f64 = 0.552_285;
/// Width of a halo around letters, in px.
const HALO: f64 = 4.0;

/// Draws a scene as PDF in the physical size of its px, on its light ground; links lead where they did.
///
/// A picture that is larger than the largest page is drawn smaller.
///
/// # Errors
/// [`Error::Image`] where a font may not be embedded.
pub fn pdf(scene: &Scene, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let (w, h) = (scene.size.w.max(1.0), scene.size.h.max(1.0));
    let scale = POINTS * (LONGEST / (POINTS * w.max(h))).min(1.0);
    let settings = PageSettings::from_wh((w * scale) as f32, (h * scale) as f32)
        .ok_or_else(|| Error::Image("its size is out of range".to_owned()))?;
    let mut document = Document::new();
    let mut metadata = Metadata::new().title(scene.title.clone()).producer("groundplan".to_owned());
    if !scene.description.is_empty() {
        metadata = metadata.description(scene.description.clone());
    }
    document.set_metadata(metadata);
    let mut page = document.start_page_with(settings);
    let mut links = Vec::new();
    {
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(scale as f32, scale as f32));
        if let Some(ground) = scene.background {
            draw(&mut surface, rounded(Rect { x: 0.0, y: 0.0, w, h }, 0.0), Paint::fill(ground));
        }
        let mut drawing = Drawing { surface, fonts, faces: BTreeMap::new(), links: &mut links };
        drawing.items(&scene.items);
        drawing.surface.pop();
        drawing.surface.finish();
    }
    for (rect, link) in links {
        let side = |at: f64| (at * scale) as f32;
        let area = geom::Rect::from_xywh(side(rect.x), side(rect.y), side(rect.w), side(rect.h));
        if let Some(area) = area {
            let target = Target::Action(Action::Link(LinkAction::new(link)));
            page.add_annotation(Annotation::new_link(LinkAnnotation::new(area, target), None));
        }
    }
    page.finish();
    if let Some(origin) = &scene.origin {
        // Fails where a file of that name is there already, and this one is the first.
        let _ = document.embed_file(attachment(origin));
    }
    document.finish().map_err(|e| Error::Image(format!("{e:?}")))
}

/// The source as a file that readers of PDF show and save.
fn attachment(origin: &Origin) -> EmbeddedFile {
    let mime = match origin.language {
        Language::Groundplan => "application/yaml",
        Language::Mermaid => "text/vnd.mermaid",
    };
    let (path, about) = attached::words(origin.language);
    let view = origin.view.as_ref().map(|view| format!("{}{view}", attached::VIEW)).unwrap_or_default();
    EmbeddedFile {
        path,
        mime_type: MimeType::new(mime),
        description: Some(format!("{about}{view}")),
        association_kind: AssociationKind::Source,
        data: origin.text.clone().into_bytes().into(),
        modification_date: None,
        compress: Some(true),
        location: None,
    }
}

struct Drawing<'a, 'p> {
    surface: Surface<'p>,
    fonts: &'a Fonts,
    /// Faces by their number; none where one cannot be read.
    faces: BTreeMap<usize, Option<Font>>,
    links: &'a mut Vec<(Rect, String)>,
}

impl Drawing<'_, '_> {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Group { link, items, .. } => {
                    if let Some(link) = link.as_deref().filter(|link| is_safe(link)) {
                        self.links.extend(first_box(items).map(|rect| (rect, link.to_owned())));
                    }
                    self.items(items);
                }
                Item::Faded { opacity, items } => {
                    self.surface.push_opacity(NormalizedF32::new(*opacity as f32).unwrap_or(NormalizedF32::ONE));
                    self.items(items);
                    self.surface.pop();
                }
                Item::Turned { along, origin, items } => {
                    let [x, y, left, top] = [along.x, along.y, origin.x, origin.y].map(|part| part as f32);
                    self.surface.push_transform(&Transform::from_row(x, y, -y, x, left, top));
                    self.items(items);
                    self.surface.pop();
                }
                Item::Rect { rect, radius, paint } => draw(&mut self.surface, rounded(*rect, *radius), *paint),
                Item::Path { segments, paint } => draw(&mut self.surface, path(segments), *paint),
                Item::Text { at, anchor, text, font, ink, halo } => {
                    let glyphs = self.fonts.shape(text, font.weight);
                    let width: f64 = font.size * glyphs.iter().map(|glyph| glyph.advance).sum::<f64>();
                    let left = match anchor {
                        Anchor::Start => at.x,
                        Anchor::Middle => at.x - width / 2.0,
                        Anchor::End => at.x - width,
                    };
                    let line = Line { text, glyphs: &glyphs, start: Point { x: left, y: at.y }, size: font.size };
                    if font.italic {
                        let (slant, shift) = (SLANT as f32, (SLANT * at.y) as f32);
                        self.surface.push_transform(&Transform::from_row(1.0, 0.0, -slant, 1.0, shift, 0.0));
                    }
                    if let Some(halo) = halo {
                        self.surface.set_fill(None);
                        self.surface.set_stroke(Some(stroke(*halo, HALO, None)));
                        self.line(&line, true);
                    }
                    self.surface.set_stroke(None);
                    self.surface.set_fill(Some(fill(*ink)));
                    self.line(&line, false);
                    if font.italic {
                        self.surface.pop();
                    }
                }
            }
        }
    }

    /// Draws a line, the glyphs of a face together.
    fn line(&mut self, line: &Line<'_>, outlined: bool) {
        let ends = line.ends();
        let mut x = line.start.x;
        for run in line.glyphs.chunk_by(|a, b| a.face == b.face) {
            let start = geom::Point::from_xy(x as f32, line.start.y as f32);
            x += line.size * run.iter().map(|glyph| glyph.advance).sum::<f64>();
            let fonts = self.fonts;
            let face = self.faces.entry(run[0].face).or_insert_with_key(|&face| {
                let (data, index) = fonts.face(face)?;
                Font::new(data.into(), index)
            });
            let Some(face) = face.clone() else { continue };
            let glyph = |glyph: &Glyph| {
                let (across, up) = glyph.offset;
                let end = ends.get(&glyph.at).copied().unwrap_or(line.text.len());
                let id = GlyphId::new(glyph.id);
                KrillaGlyph::new(id, glyph.advance as f32, across as f32, up as f32, 0.0, glyph.at..end, None)
            };
            let glyphs: Vec<KrillaGlyph> = run.iter().map(glyph).collect();
            self.surface.draw_glyphs(start, &glyphs, face, line.text, line.size as f32, outlined);
        }
    }
}

/// A line of text with its glyphs; its size in px.
struct Line<'a> {
    text: &'a str,
    glyphs: &'a [Glyph],
    start: Point,
    size: f64,
}

impl Line<'_> {
    /// Where the text of each cluster ends, by where it starts.
    fn ends(&self) -> BTreeMap<usize, usize> {
        let mut starts: Vec<usize> = self.glyphs.iter().map(|glyph| glyph.at).collect();
        starts.push(self.text.len());
        starts.sort_unstable();
        starts.dedup();
        starts.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }
}

/// The box that a group is drawn over: that of its first shape.
fn first_box(items: &[Item]) -> Option<Rect> {
    items.iter().find_map(|item| match item {
        Item::Rect { rect, .. } => Some(*rect),
        Item::Path { segments, .. } => bounds(segments),
        Item::Group { .. } | Item::Text { .. } | Item::Faded { .. } | Item::Turned { .. } => None,
    })
}

fn bounds(segments: &[Segment]) -> Option<Rect> {
    let ends = segments.iter().filter_map(|segment| match *segment {
        Segment::Move(to) | Segment::Line(to) | Segment::Cubic(_, _, to) => Some(to),
        Segment::Close => None,
    });
    let (mut least, mut most) = (Point { x: f64::MAX, y: f64::MAX }, Point { x: f64::MIN, y: f64::MIN });
    for at in ends {
        least = Point { x: least.x.min(at.x), y: least.y.min(at.y) };
        most = Point { x: most.x.max(at.x), y: most.y.max(at.y) };
    }
    let rect = Rect { x: least.x, y: least.y, w: most.x - least.x, h: most.y - least.y };
    (rect.w >= 0.0).then_some(rect)
}

fn draw(surface: &mut Surface<'_>, path: Option<Path>, paint: Paint) {
    let Some(path) = path.filter(|_| paint.fill.is_some() || paint.stroke.is_some()) else { return };
    surface.set_fill(paint.fill.map(fill));
    surface.set_stroke(paint.stroke.map(|ink| stroke(ink, paint.width, paint.dash)));
    surface.draw_path(&path);
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: color(ink), ..Fill::default() }
}

fn stroke(ink: Ink, width: f64, dash: Option<(f64, f64)>) -> Stroke {
    let dash = dash.map(|(dash, gap)| StrokeDash { array: vec![dash as f32, gap as f32], offset: 0.0 });
    Stroke { paint: color(ink), width: width as f32, line_join: LineJoin::Round, dash, ..Stroke::default() }
}

fn color(ink: Ink) -> krilla::paint::Paint {
    rgb::Color::new(ink.light.r, ink.light.g, ink.light.b).into()
}

fn path(segments: &[Segment]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in segments {
        match *segment {
            Segment::Move(to) => path.move_to(to.x as f32, to.y as f32),
            Segment::Line(to) => path.line_to(to.x as f32, to.y as f32),
            Segment::Cubic(a, b, to) => {
                path.cubic_to(a.x as f32, a.y as f32, b.x as f32, b.y as f32, to.x as f32, to.y as f32);
            }
            Segment::Close => path.close(),
        }
    }
    path.finish()
}

/// A rectangle with round corners.
fn rounded(rect: Rect, radius: f64) -> Option<Path> {
    let Rect { x, y, w, h } = rect;
    let r = radius.min(w / 2.0).min(h / 2.0).max(0.0);
    let at = |x: f64, y: f64| Point { x, y };
    let (right, bottom, k) = (x + w, y + h, r * (1.0 - ARC));
    if r == 0.0 {
        let corners = [at(right, y), at(right, bottom), at(x, bottom)].map(Segment::Line);
        return path(&[&[Segment::Move(at(x, y))], &corners[..], &[Segment::Close]].concat());
    }
    path(&[
        Segment::Move(at(x + r, y)),
        Segment::Line(at(right - r, y)),
        Segment::Cubic(at(right - k, y), at(right, y + k), at(right, y + r)),
        Segment::Line(at(right, bottom - r)),
        Segment::Cubic(at(right, bottom - k), at(right - k, bottom), at(right - r, bottom)),
        Segment::Line(at(x + r, bottom)),
        Segment::Cubic(at(x + k, bottom), at(x, bottom - k), at(x, bottom - r)),
        Segment::Line(at(x, y + r)),
        Segment::Cubic(at(x, y + k), at(x + k, y), at(x + r, y)),
        Segment::Close,
    ])
}
