//! Messages: the line, what stands at its ends, its number.

use super::{NUMBER_HEIGHT, Part};
use crate::base::{Point, Rect};
use crate::chart::sequence::{Line, Tip};
use crate::scene::draw::{self, Head};
use crate::scene::{Anchor, Item, Paint};

/// Radius of the dot on a lifeline.
const DOT: f64 = 3.5;
/// Half the cross of a lost message, and how far its middle is from the lifeline.
const CROSS: (f64, f64) = (4.5, 8.0);

impl Part<'_> {
    /// A message from its first point to its last.
    pub(super) fn arrow(&self, look: Line, points: &[Point], out: &mut Vec<Item>) {
        let (&[start, second, ..], &[.., before, end]) = (points, points) else { return };
        let edge = &self.theme.edge;
        let paint = Paint::stroke(edge.line, edge.stroke).dashed(look.dashed.then_some(draw::DASHED));
        let mut line = points.to_vec();
        let mut heads = Vec::new();
        let mut straight = [0.0; 2];
        let last = line.len() - 1;
        let ends = [(0, look.tips[0], start, second), (1, look.tips[1], end, before)];
        for (side, tip, at, next) in ends {
            let short = self.tip(tip, at, next, &mut heads);
            // The line ends inside the head, so that its blunt end does not look out beside the tip.
            line[if side == 0 { 0 } else { last }] = draw::toward(at, next, short);
            straight[side] = if tip == Tip::None { 0.0 } else { edge.head - short };
            if look.dots[side] {
                heads.push(draw::circle(at, DOT, Paint::fill(edge.line)));
            }
        }
        out.push(draw::polyline(&line, edge.radius, straight, paint));
        out.extend(heads);
    }

    /// What stands at an end of a line that goes on to `next`; says how much shorter that makes the line.
    fn tip(&self, tip: Tip, at: Point, next: Point, out: &mut Vec<Item>) -> f64 {
        let edge = &self.theme.edge;
        let (length, ink, width) = (edge.head, edge.line, edge.stroke);
        match tip {
            Tip::None => 0.0,
            Tip::Filled => {
                out.push(draw::head(next, at, Head::Filled, length, ink, width));
                length * 0.8
            }
            Tip::Open => {
                out.push(draw::head(next, at, Head::Open, length, ink, width));
                width * 0.8
            }
            Tip::Cross => {
                let middle = draw::toward(at, next, CROSS.1);
                let bold = Paint::stroke(ink, width.max(1.8));
                for side in [-CROSS.0, CROSS.0] {
                    let corner = |x: f64, y: f64| Point::new(middle.x + x, middle.y + y);
                    out.push(draw::line(corner(-CROSS.0, -side), corner(CROSS.0, side), bold));
                }
                CROSS.1
            }
            Tip::Half { above, stick } => {
                let back = draw::toward(at, next, length);
                let beside = Point::new(back.x, back.y + length * 0.6 * if above { -1.0 } else { 1.0 });
                if stick {
                    out.push(draw::line(at, beside, Paint::stroke(ink, width.max(1.6))));
                } else {
                    out.push(draw::polygon(&[at, beside, back], Paint::fill(ink)));
                }
                0.0
            }
        }
    }

    /// A number on a pill around the start of its message.
    pub(super) fn number(&self, number: &str, at: Point, out: &mut Vec<Item>) {
        let font = self.number_font();
        let width = self.pill(number);
        let rect = Rect::new(at.x - width / 2.0, at.y - NUMBER_HEIGHT / 2.0, width, NUMBER_HEIGHT);
        out.push(Item::Rect { rect, radius: NUMBER_HEIGHT / 2.0, paint: Paint::fill(self.theme.edge.line) });
        out.push(Item::Text {
            at: Point::new(at.x, at.y + 0.36 * font.size),
            anchor: Anchor::Middle,
            text: number.to_owned(),
            font,
            ink: self.theme.page.paper,
            halo: None,
        });
    }
}
