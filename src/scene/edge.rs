//! Edges: the line with its heads, and the label.

use super::draw::{self, Head};
use super::node::{dash, status_word};
use super::theme::Theme;
use super::{Anchor, Block, Ink, Item, Paint, sign};
use crate::base::text::{Font, Limit, Measure};
use crate::base::{Arrow, Point, Rect, Size, Status};
use crate::graph::{END_ROOM, Edge, Ends};

/// Around the words of a label, left and right, above and below: what keeps lines and boxes away.
const PADDING: (f64, f64) = (8.0, 5.0);
/// What the paper below a label leaves free of that.
const FREE: (f64, f64) = (4.0, 3.0);

/// The words of an edge, where it has any.
pub(super) struct Label {
    block: Block,
}

/// The words of an edge: what the plan does to it, what it is for, by which technology.
pub(super) fn label(edge: &Edge, theme: &Theme, measure: &dyn Measure) -> Option<Label> {
    let limit = Limit { width: theme.edge.label_width, lines: theme.edge.label_lines };
    let (size, small) = (theme.type_size.label, theme.type_size.small);
    let (mut text, mut muted) = (theme.edge.text, theme.edge.muted);
    if edge.status == Some(Status::Kept) {
        (text, muted) = (theme.status.kept.text, theme.status.kept.text);
    }
    if let Some(color) = edge.style.color {
        (text, muted) = (color.into(), color.into());
    }
    let mut block = Block::default();
    if let Some((status, word)) = edge.status.and_then(|status| Some((status, status_word(status)?))) {
        block.add(word, Font::semibold(small), theme.mark(status).line, limit, measure);
    }
    if let Some(words) = &edge.label {
        block.add(words, Font::regular(size), text, limit, measure);
    }
    if let Some(tech) = edge.tech.as_ref().filter(|tech| !tech.trim().is_empty()) {
        block.add(&format!("[{tech}]"), Font::regular(small), muted, Limit { lines: 2, ..limit }, measure);
    }
    (!block.is_empty()).then_some(Label { block })
}

impl Label {
    /// Its size with the room around it, in whole px.
    pub(super) fn size(&self) -> Size {
        let size = self.block.size;
        Size::new((size.w + 2.0 * PADDING.0).ceil(), (size.h + 2.0 * PADDING.1).ceil())
    }

    /// All its words, where some of them were cut.
    pub(super) fn title(&self, edge: &Edge) -> Option<String> {
        let parts = [edge.label.as_deref(), edge.tech.as_deref()];
        self.block.cut.then(|| parts.into_iter().flatten().collect::<Vec<_>>().join("\n"))
    }

    /// Draws it in the middle of its box, on paper of the colour around it.
    pub(super) fn draw(self, rect: Rect, paper: Ink, out: &mut Vec<Item>) {
        let (center, size) = (rect.center(), self.block.size);
        let text = Rect::new(center.x - size.w / 2.0, center.y - size.h / 2.0, size.w, size.h);
        let (dx, dy) = (PADDING.0 - FREE.0, PADDING.1 - FREE.1);
        let below = Rect::new(text.x - dx, text.y - dy, text.w + 2.0 * dx, text.h + 2.0 * dy);
        out.push(Item::Rect { rect: below, radius: 3.0, paint: Paint::fill(paper) });
        self.block.draw(Point::new(center.x, text.y), Anchor::Middle, None, out);
    }
}

/// The look of an edge's line.
pub(super) fn paint(edge: &Edge, theme: &Theme) -> Paint {
    let line = edge.style.stroke.map_or(theme.edge.line, Ink::from);
    let mut paint = Paint::stroke(line, edge.style.width.unwrap_or(theme.edge.stroke));
    if edge.arrow == Arrow::Async {
        paint.dash = Some(draw::DASHED);
    }
    paint.dash = edge.style.line.map_or(paint.dash, dash);
    if let Some(status) = edge.status {
        let mark = theme.mark(status);
        (paint.stroke, paint.width) = (Some(mark.line), mark.stroke.max(paint.width));
        if status == Status::Removed {
            paint.dash = Some(draw::DOTTED);
        }
    }
    paint
}

/// Draws the line of an edge through `points`, with its heads. Where there are `cuts`, curves take the place of corners.
pub(super) fn draw(edge: &Edge, points: &[Point], cuts: &[[f64; 2]], theme: &Theme, out: &mut Vec<Item>) {
    let paint = paint(edge, theme);
    let ink = paint.stroke.unwrap_or_default();
    let kind = if edge.arrow == Arrow::Async { Head::Open } else { Head::Filled };
    let mut points = points.to_vec();
    points.dedup_by(|a, b| draw::distance(*a, *b) < 0.01);
    let mut heads = Vec::new();
    let mut straight = [0.0; 2];
    let mut add_head = |points: &mut Vec<Point>, at_end: bool| {
        let n = points.len();
        if n < 2 {
            return;
        }
        let (tip, before) = if at_end { (points[n - 1], points[n - 2]) } else { (points[0], points[1]) };
        let room = draw::distance(tip, before);
        let length = theme.edge.head.min(if n == 2 { room / 2.0 } else { room });
        heads.push(draw::head(before, tip, kind, length, ink, paint.width));
        // The line ends inside the head, so that its blunt end does not look out beside the tip.
        let end = if at_end { n - 1 } else { 0 };
        let short = if kind == Head::Filled { length * 0.8 } else { paint.width * 0.8 };
        points[end] = draw::toward(tip, before, short);
        straight[usize::from(at_end)] = (length - short).max(0.0);
    };
    add_head(&mut points, true);
    if edge.arrow == Arrow::Both {
        add_head(&mut points, false);
    }
    out.push(line(&points, cuts, straight, paint, theme));
    out.append(&mut heads);
}

/// Draws a relation of records through `points`, with a sign at each end; `papers` are the colours below those.
pub(super) fn draw_relation(
    edge: &Edge,
    ends: Ends,
    points: &[Point],
    cuts: &[[f64; 2]],
    papers: [Ink; 2],
    theme: &Theme,
    out: &mut Vec<Item>,
) {
    let paint = paint(edge, theme);
    let look = (paint.stroke.unwrap_or_default(), paint.width);
    let mut points = points.to_vec();
    points.dedup_by(|a, b| draw::distance(*a, *b) < 0.01);
    out.push(line(&points, cuts, [END_ROOM; 2], paint, theme));
    let [first, second, ..] = points[..] else { return };
    let [.., before, last] = points[..] else { return };
    for ((tip, next), end, paper) in [((first, second), ends.tail, papers[0]), ((last, before), ends.head, papers[1])] {
        if let Some(end) = end {
            sign::draw(tip, next, end, look, paper, out);
        }
    }
}

/// The line itself. So many px at its ends stay straight.
fn line(points: &[Point], cuts: &[[f64; 2]], straight: [f64; 2], paint: Paint, theme: &Theme) -> Item {
    if !cuts.is_empty() && cuts.len() + 2 == points.len() {
        draw::curved(points, cuts, paint)
    } else {
        draw::polyline(points, theme.edge.radius, straight, paint)
    }
}
