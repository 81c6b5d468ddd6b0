//! The legend below a picture: what its looks mean.

use super::draw::{self, Head};
use super::node::{dash, status_word};
use super::shape::Outline;
use super::theme::Theme;
use super::{Anchor, Ink, Item, Paint};
use crate::base::text::{Font, Limit, Measure, wrap};
use crate::base::{Point, Rect, Size, Status};
use crate::graph::{LegendEntry, LegendOf};

/// Size of a sample.
const SAMPLE: Size = Size { w: 26.0, h: 14.0 };
/// How much smaller a sample is than a node.
const SMALL: f64 = 0.36;
/// From one row to the next.
const ROW: f64 = 24.0;
/// Between a sample and its words, and between two entries.
const GAPS: (f64, f64) = (8.0, 22.0);
/// The widest words.
const WIDEST: f64 = 240.0;

/// The parts of a legend that is at most `width` px wide, from (0, 0), and its size.
pub(super) fn legend(entries: &[LegendEntry], width: f64, theme: &Theme, measure: &dyn Measure) -> (Vec<Item>, Size) {
    let font = Font::regular(theme.type_size.detail);
    let mut items = Vec::new();
    let (mut x, mut y, mut size) = (0.0, 0.0, Size::default());
    for entry in entries {
        let words = wrap(&entry.text, font, Limit { width: WIDEST, lines: 1 }, measure).concat();
        let wide = SAMPLE.w + GAPS.0 + measure.width(&words, font);
        if x > 0.0 && x + wide > width {
            (x, y) = (0.0, y + ROW);
        }
        let rect = Rect::new(x, y + (ROW - SAMPLE.h) / 2.0, SAMPLE.w, SAMPLE.h);
        match entry.of {
            LegendOf::Node => node_sample(rect, entry, theme, &mut items),
            LegendOf::Edge => edge_sample(rect, entry, theme, &mut items),
        }
        items.push(Item::Text {
            at: Point::new(rect.right() + GAPS.0, rect.center().y + 0.36 * font.size),
            anchor: Anchor::Start,
            text: words,
            font,
            ink: theme.page.text,
            halo: None,
        });
        size = Size::new(size.w.max(x + wide), y + ROW);
        x += wide + GAPS.1;
    }
    (items, size)
}

/// A node in small.
fn node_sample(rect: Rect, entry: &LegendEntry, theme: &Theme, out: &mut Vec<Item>) {
    let outline = Outline::of(entry.kind, entry.style.shape, &theme.node);
    let mut items = Vec::new();
    let whole = Rect::new(0.0, 0.0, rect.w / SMALL, rect.h / SMALL);
    outline.draw(whole, node_paint(entry, theme), &mut items);
    draw::place(&mut items, SMALL, Point::new(rect.x, rect.y));
    out.append(&mut items);
}

fn node_paint(entry: &LegendEntry, theme: &Theme) -> Paint {
    let look = theme.look(entry.kind, false);
    let style = entry.style;
    let mut paint = Paint {
        fill: Some(style.fill.map_or(look.fill, Ink::from)),
        stroke: Some(style.stroke.map_or(look.line, Ink::from)),
        width: style.width.unwrap_or(theme.node.stroke).min(2.0),
        dash: style.line.and_then(dash),
    };
    if let Some(status) = entry.status {
        let mark = theme.mark(status);
        (paint.fill, paint.stroke, paint.width) = (Some(mark.fill), Some(mark.line), mark.stroke.min(1.6));
        if status == Status::Removed {
            paint.dash = Some((4.0, 2.5));
        }
    }
    paint
}

fn edge_sample(rect: Rect, entry: &LegendEntry, theme: &Theme, out: &mut Vec<Item>) {
    let style = entry.style;
    let mut paint =
        Paint::stroke(style.stroke.map_or(theme.edge.line, Ink::from), style.width.unwrap_or(theme.edge.stroke))
            .dashed(style.line.and_then(dash));
    if let Some(status) = entry.status {
        let mark = theme.mark(status);
        (paint.stroke, paint.width) = (Some(mark.line), mark.stroke);
        if status_word(status) == status_word(Status::Removed) {
            paint.dash = Some(draw::DOTTED);
        }
    }
    let (from, to) = (Point::new(rect.x, rect.center().y), Point::new(rect.right(), rect.center().y));
    let length = theme.edge.head * 0.85;
    out.push(draw::line(from, draw::toward(to, from, length * 0.8), paint));
    out.push(draw::head(from, to, Head::Filled, length, paint.stroke.unwrap_or_default(), paint.width));
}
