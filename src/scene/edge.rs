//! Edges: the line with what stands at its ends, and the label.

use super::draw;
use super::node::{dash, readable, status_word};
use super::theme::Theme;
use super::{Anchor, Block, Ink, Item, Paint, sign};
use crate::base::text::{Font, Limit, Measure};
use crate::base::{Arrow, Point, Rect, Size, Status};
use crate::graph::{Edge, End};

/// Around the words of a label, left and right, above and below: what keeps lines and boxes away.
const PADDING: (f64, f64) = (8.0, 5.0);
/// What the paper below a label leaves free of that.
const FREE: (f64, f64) = (4.0, 3.0);

/// How much wider a text may be that its author broke into lines.
const WIDER: f64 = 1.4;

/// From the line to a word beside its end, and from the tip to the middle of the word along an upright line, in px.
const END_WORD: (f64, f64) = (8.0, 13.0);
/// From a level line to the middle of a word above its end, in px: signs are between.
const ABOVE: f64 = 11.0;

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
        let ink = readable(color, theme.page.paper);
        (text, muted) = (ink, ink);
    }
    let mut block = Block::default();
    if let Some(lines) = edge.lines.as_ref().filter(|_| !edge.invisible) {
        block.add_lines(lines, Font::regular(size), text, theme.edge.label_width * WIDER, measure);
        return (!block.is_empty()).then_some(Label { block });
    }
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

/// Draws the line of an edge through `points`, with what stands at its ends; `papers` are the colours below those. Where
/// there are `cuts`, curves take the place of corners.
pub(super) fn draw(
    edge: &Edge,
    points: &[Point],
    cuts: &[[f64; 2]],
    papers: [Ink; 2],
    theme: &Theme,
    out: &mut Vec<Item>,
) {
    let paint = paint(edge, theme);
    let mut points = points.to_vec();
    points.dedup_by(|a, b| draw::distance(*a, *b) < 0.01);
    let n = points.len();
    if n < 2 {
        return;
    }
    let mut signs = Vec::new();
    let mut straight = [0.0; 2];
    let [tail, head] = ends(edge);
    // The head first: on a line of one piece it is the tail that makes room.
    for (nth, end, at, next) in [(1, head, n - 1, n - 2), (0, tail, 0, 1)] {
        let (tip, next) = (points[at], points[next]);
        let room = draw::distance(tip, next) / if n == 2 { 2.0 } else { 1.0 };
        let look = sign::Look { ink: paint.stroke.unwrap_or_default(), width: paint.width, paper: papers[nth] };
        let Some(sign) = sign::draw(end, (tip, next), theme.edge.head, room, look, &mut signs) else { continue };
        points[at] = draw::toward(tip, next, sign.short);
        straight[nth] = (sign.length - sign.short).max(0.0);
    }
    let line = if !cuts.is_empty() && cuts.len() + 2 == n {
        draw::curved(&points, cuts, paint)
    } else {
        draw::polyline(&points, theme.edge.radius, straight, paint)
    };
    out.push(line);
    out.append(&mut signs);
}

/// Draws the word beside an end of a line that goes on to the second point: right of an upright line, above a level one.
pub(super) fn draw_end_text(text: &str, (tip, next): (Point, Point), paper: Ink, theme: &Theme, out: &mut Vec<Item>) {
    let font = Font::regular(theme.type_size.small);
    let upright = (next.x - tip.x).abs() < (next.y - tip.y).abs();
    let middle = 0.36 * font.size;
    let (at, anchor) = if upright {
        let down = if next.y > tip.y { 1.0 } else { -1.0 };
        (Point::new(tip.x + END_WORD.0, tip.y + down * END_WORD.1 + middle), Anchor::Start)
    } else if next.x > tip.x {
        (Point::new(tip.x + END_WORD.0, tip.y - ABOVE + middle), Anchor::Start)
    } else {
        (Point::new(tip.x - END_WORD.0, tip.y - ABOVE + middle), Anchor::End)
    };
    out.push(Item::Text { at, anchor, text: text.to_owned(), font, ink: theme.edge.muted, halo: Some(paper) });
}

/// How much of the side of a node the word beside an end takes, in px: along an upright line, and along a level one.
pub(super) fn end_room(text: &str, theme: &Theme, measure: &dyn Measure) -> (f64, f64) {
    let font = Font::regular(theme.type_size.small);
    (measure.width(text, font) + 2.0 * END_WORD.0, font.size + ABOVE + 3.0)
}

/// What stands at the tail and at the head of an edge.
fn ends(edge: &Edge) -> [End; 2] {
    if let Some(ends) = &edge.ends {
        return [ends.tail, ends.head];
    }
    match edge.arrow {
        Arrow::Sync => [End::None, End::Arrow],
        Arrow::Async => [End::None, End::Open],
        Arrow::Both => [End::Arrow, End::Arrow],
    }
}
