//! SVG of merman -> [`Item`]s: every shape and every line of text where the drawing library puts them.
//!
//! Part of: pipeline. Styles, transforms, markers and patterns are resolved; a gradient becomes its first colour. Clips are
//! dropped: merman cuts labels at widths that it guesses.

use super::look::{Page, color};
use crate::base::text::{Font, Fonts, Measure, Weight};
use crate::base::{Color, Error, Point, Size};
use crate::output;
use crate::scene::{Anchor, Ink, Item, Paint, Segment, Theme};
use resvg::tiny_skia::{PathSegment, Transform};
use resvg::usvg::{self, FontStyle, Node, Rect, TextAnchor, Tree};

/// What a picture is made of.
pub(super) struct Traced {
    pub(super) items: Vec<Item>,
    pub(super) size: Size,
}

/// A shape or a text that is seen, and how much of it.
type Leaf<'a> = (&'a Node, f64);

/// The parts of an SVG, cut to what is seen of it with the margin of the theme.
pub(super) fn items(svg: &str, theme: &Theme, page: Page, fonts: &Fonts) -> Result<Traced, Error> {
    let tree = Tree::from_str(svg, &output::png::options(fonts)).map_err(|e| Error::Image(e.to_string()))?;
    let paper = color(theme.page.paper, page);
    let mut leaves = leaves(&tree);
    // A ground of its own: ours lies behind the margin too.
    if leaves.first().is_some_and(|(node, _)| is_ground(node, &tree, paper)) {
        leaves.remove(0);
    }
    let boxes = leaves.iter().map(|(node, _)| node.abs_stroke_bounding_box());
    let whole = boxes.reduce(|a, b| around(a, b).unwrap_or(a));
    let (left, top) = whole.map_or((0.0, 0.0), |whole| (whole.left(), whole.top()));
    let margin = theme.page.margin;
    let moved = Transform::from_translate(margin as f32 - left, margin as f32 - top);
    let size = whole.map_or((0.0, 0.0), |whole| (f64::from(whole.width()), f64::from(whole.height())));
    let mut tracer = Tracer { items: Vec::new(), moved, fonts };
    for (node, opacity) in leaves {
        match node {
            Node::Path(path) => tracer.path(path, path.abs_transform(), opacity),
            Node::Text(text) => tracer.text(text, opacity),
            Node::Group(_) | Node::Image(_) => {}
        }
    }
    let size = Size::new((size.0 + 2.0 * margin).ceil(), (size.1 + 2.0 * margin).ceil());
    Ok(Traced { items: tracer.items, size })
}

/// Gives colours for a dark page where `dark` is the same picture in other colours; else nothing changes.
pub(super) fn pair(light: &mut Vec<Item>, dark: &[Item]) {
    let mut paired = light.clone();
    if paired.len() == dark.len() && paired.iter_mut().zip(dark).all(|(light, dark)| pair_one(light, dark)) {
        *light = paired;
    }
}

fn pair_one(light: &mut Item, dark: &Item) -> bool {
    match (light, dark) {
        (Item::Path { paint: light, .. }, Item::Path { paint: dark, .. }) => {
            pair_ink(&mut light.fill, dark.fill) && pair_ink(&mut light.stroke, dark.stroke)
        }
        (Item::Text { ink, .. }, Item::Text { ink: dark, .. }) => {
            ink.dark = (ink.light != dark.light).then_some(dark.light);
            true
        }
        (Item::Faded { items, .. }, Item::Faded { items: dark, .. })
        | (Item::Turned { items, .. }, Item::Turned { items: dark, .. }) => {
            items.len() == dark.len() && items.iter_mut().zip(dark).all(|(light, dark)| pair_one(light, dark))
        }
        _ => false,
    }
}

fn pair_ink(light: &mut Option<Ink>, dark: Option<Ink>) -> bool {
    match (light, dark) {
        (Some(light), Some(dark)) => {
            light.dark = (light.light != dark.light).then_some(dark.light);
            true
        }
        (light, dark) => light.is_none() && dark.is_none(),
    }
}

/// What is seen, in the order of drawing. A group that is seen through gives that to each of its parts.
fn leaves(tree: &Tree) -> Vec<Leaf<'_>> {
    let mut out = Vec::new();
    let mut open: Vec<Leaf<'_>> = tree.root().children().iter().rev().map(|node| (node, 1.0)).collect();
    while let Some((node, opacity)) = open.pop() {
        match node {
            Node::Group(group) => {
                let opacity = opacity * f64::from(group.opacity().get());
                if opacity > 0.0 {
                    open.extend(group.children().iter().rev().map(|node| (node, opacity)));
                }
            }
            Node::Path(path) if path.is_visible() && has_ink(path) => out.push((node, opacity)),
            Node::Text(_) => out.push((node, opacity)),
            Node::Path(_) | Node::Image(_) => {}
        }
    }
    out
}

fn has_ink(path: &usvg::Path) -> bool {
    let fill = path.fill().map(|fill| fill.opacity().get());
    let stroke = path.stroke().map(|stroke| stroke.opacity().get());
    fill.into_iter().chain(stroke).any(|opacity| opacity > 0.0)
}

fn is_ground(node: &Node, tree: &Tree, paper: Color) -> bool {
    let Node::Path(path) = node else { return false };
    let (area, page) = (path.abs_bounding_box(), tree.size());
    let covers = area.width() >= page.width() - 1.0 && area.height() >= page.height() - 1.0;
    covers && path.stroke().is_none() && path.fill().and_then(|fill| plain(fill.paint())) == Some(paper)
}

fn around(a: Rect, b: Rect) -> Option<Rect> {
    let (left, top) = (a.left().min(b.left()), a.top().min(b.top()));
    Rect::from_ltrb(left, top, a.right().max(b.right()), a.bottom().max(b.bottom()))
}

fn plain(paint: &usvg::Paint) -> Option<Color> {
    let stop = |gradient: &[usvg::Stop]| gradient.first().map(usvg::Stop::color);
    let color = match paint {
        usvg::Paint::Color(color) => Some(*color),
        usvg::Paint::LinearGradient(gradient) => stop(gradient.stops()),
        usvg::Paint::RadialGradient(gradient) => stop(gradient.stops()),
        usvg::Paint::Pattern(_) => None,
    };
    color.map(|color| Color { r: color.red, g: color.green, b: color.blue })
}

struct Tracer<'a> {
    items: Vec<Item>,
    moved: Transform,
    fonts: &'a Fonts,
}

impl Tracer<'_> {
    fn path(&mut self, path: &usvg::Path, place: Transform, opacity: f64) {
        let place = place.post_concat(self.moved);
        let Some(data) = path.data().clone().transform(place) else { return };
        let (_, scale) = direction(place);
        let segments = segments(data.segments());
        let fill = path.fill().and_then(|fill| {
            Some((Paint::fill(plain(fill.paint())?.into()), opacity * f64::from(fill.opacity().get())))
        });
        let stroke = path.stroke().and_then(|stroke| {
            let dash = stroke.dasharray().and_then(|dash| Some((*dash.first()?, *dash.get(1)?)));
            let dash = dash.filter(|(dash, gap)| dash + gap > 0.0);
            let dash = dash.map(|(dash, gap)| (f64::from(dash) * scale, f64::from(gap) * scale));
            let width = f64::from(stroke.width().get()) * scale;
            let paint = Paint { dash, ..Paint::stroke(plain(stroke.paint())?.into(), width) };
            Some((paint, opacity * f64::from(stroke.opacity().get())))
        });
        match (fill, stroke) {
            (Some((fill, 1.0)), Some((stroke, 1.0))) => {
                self.items.push(Item::Path { segments, paint: Paint { fill: fill.fill, ..stroke } });
            }
            (fill, stroke) => {
                let parts = fill.into_iter().chain(stroke).filter(|(_, opacity)| *opacity > 0.0);
                for (paint, opacity) in parts {
                    self.push(Item::Path { segments: segments.clone(), paint }, opacity);
                }
            }
        }
    }

    fn push(&mut self, item: Item, opacity: f64) {
        let item = if opacity < 1.0 { Item::Faded { opacity, items: vec![item] } } else { item };
        self.items.push(item);
    }

    fn text(&mut self, text: &usvg::Text, opacity: f64) {
        let place = text.abs_transform();
        let (along, scale) = direction(place);
        let written: Vec<_> = text.chunks().iter().flat_map(|c| c.spans().iter().map(move |span| (c, span))).collect();
        for (at, span) in text.layouted().iter().enumerate() {
            for line in [&span.underline, &span.overline, &span.line_through].into_iter().flatten() {
                self.path(line, place, opacity);
            }
            let ink = span.fill.as_ref().and_then(|fill| Some((plain(fill.paint())?, fill.opacity().get())));
            let glyphs = &span.positioned_glyphs;
            let Some((ink, part)) = ink.filter(|_| span.visible) else { continue };
            let Some(first) = glyphs.iter().find(|glyph| !glyph.text.trim().is_empty()) else { continue };
            // A span without glyphs has no layout, and then they do not go together any more.
            let own = written.get(at).filter(|_| written.len() == text.layouted().len());
            let words: String = own.map_or_else(
                || glyphs.iter().map(|glyph| glyph.text.as_str()).collect(),
                |(chunk, span)| chunk.text().get(span.start()..span.end()).unwrap_or_default().to_owned(),
            );
            let is_bold = own.is_some_and(|(_, span)| span.font().weight() >= 600);
            let weight = if is_bold { Weight::Semibold } else { Weight::Regular };
            let italic = own.is_some_and(|(_, span)| span.font().style() != FontStyle::Normal);
            let font = Font { size: f64::from(span.font_size.get()) * scale, weight, italic };
            let words = words.trim().to_owned();
            let anchor = match own {
                Some((chunk, _)) if chunk.spans().len() == 1 => chunk.anchor(),
                _ => TextAnchor::Start,
            };
            let width = self.fonts.width(&words, font);
            let (anchor, ahead) = match anchor {
                TextAnchor::Start => (Anchor::Start, 0.0),
                TextAnchor::Middle => (Anchor::Middle, width / 2.0),
                TextAnchor::End => (Anchor::End, width),
            };
            let start = place.post_concat(self.moved).pre_concat(first.transform());
            let at = Point::new(f64::from(start.tx) + along.x * ahead, f64::from(start.ty) + along.y * ahead);
            let line = |at| Item::Text { at, anchor, text: words, font, ink: ink.into(), halo: None };
            let is_level = along.x > 0.999;
            let item = if is_level {
                line(at)
            } else {
                Item::Turned { along, origin: at, items: vec![line(Point::default())] }
            };
            self.push(item, opacity * f64::from(part));
        }
    }
}

/// Where the x axis leads, of length 1, and how much larger everything gets.
fn direction(place: Transform) -> (Point, f64) {
    let (x, y) = (f64::from(place.sx), f64::from(place.ky));
    let scale = (x * x + y * y).sqrt();
    if scale > 0.0 { (Point::new(x / scale, y / scale), scale) } else { (Point::new(1.0, 0.0), 0.0) }
}

fn segments(path: impl Iterator<Item = PathSegment>) -> Vec<Segment> {
    let mut last = Point::default();
    let point = |p: resvg::tiny_skia::Point| Point::new(f64::from(p.x), f64::from(p.y));
    let toward =
        |from: Point, to: Point| Point::new(from.x + (to.x - from.x) * 2.0 / 3.0, from.y + (to.y - from.y) * 2.0 / 3.0);
    path.map(|segment| match segment {
        PathSegment::MoveTo(to) => {
            last = point(to);
            Segment::Move(last)
        }
        PathSegment::LineTo(to) => {
            last = point(to);
            Segment::Line(last)
        }
        PathSegment::QuadTo(handle, to) => {
            let (from, handle) = (last, point(handle));
            last = point(to);
            Segment::Cubic(toward(from, handle), toward(last, handle), last)
        }
        PathSegment::CubicTo(a, b, to) => {
            last = point(to);
            Segment::Cubic(point(a), point(b), last)
        }
        PathSegment::Close => Segment::Close,
    })
    .collect()
}
