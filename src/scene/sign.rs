//! What stands at the ends of lines: arrow heads, and the signs of relations. Bars, rings and crow's feet of records are
//! within [`END_ROOM`] of them.

use super::draw::Head;
use super::{Ink, Item, Paint, Segment, draw};
use crate::base::Point;
use crate::graph::{Cardinality, END_ROOM, End};

/// How much longer than an arrow head a diamond is, and a hollow triangle.
const LONGER: (f64, f64) = (1.7, 1.3);
/// Half the length of a cross, and how far its middle is from the tip, in parts of the length of a head.
const CROSS: (f64, f64) = (0.42, 0.6);

/// Half the width of a bar and of a foot, in px: signs of neighbouring ports keep apart.
const HALF: f64 = 4.6;
/// From the record: the first and the second bar, the middle of a ring beside a bar, the toe of a foot, and the bar or the
/// middle of the ring beyond it.
const BARS: [f64; 2] = [6.5, 11.0];
const RING_BEYOND_BAR: f64 = 13.0;
const TOE: f64 = 10.0;
const BEYOND_FOOT: f64 = 14.0;
/// Radius of a ring.
const RING: f64 = 3.8;

/// How a sign is painted: its ink, the width of its lines, and what the inside of a hollow one shows.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) ink: Ink,
    pub(super) width: f64,
    pub(super) paper: Ink,
}

/// What a sign takes of its line, in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Taken {
    /// From the tip to its far end.
    pub(super) length: f64,
    /// How much of that the line leaves free.
    pub(super) short: f64,
}

/// Draws what stands at the tip of a line that goes on to the second point. A head is `size` px long, and no longer than
/// there is `room`.
pub(super) fn draw(
    end: End,
    (tip, next): (Point, Point),
    size: f64,
    room: f64,
    look: Look,
    out: &mut Vec<Item>,
) -> Option<Taken> {
    let Look { ink, width, paper } = look;
    let length = match end {
        End::Diamond | End::OpenDiamond => LONGER.0 * size,
        End::Triangle => LONGER.1 * size,
        _ => size,
    };
    let length = length.min(room);
    let away = draw::toward(tip, next, 1.0);
    let (ux, uy) = (away.x - tip.x, away.y - tip.y);
    let at = |along: f64, beside: f64| Point::new(tip.x + ux * along - uy * beside, tip.y + uy * along + ux * beside);
    let stroke = Paint::stroke(ink, width);
    let hollow = Paint { fill: Some(paper), ..stroke };
    // The line ends inside a filled head, so that its blunt end does not look out beside the tip.
    let short = match end {
        End::None => return None,
        End::Arrow => {
            out.push(draw::head(next, tip, Head::Filled, length, ink, width));
            length * 0.8
        }
        End::Open => {
            out.push(draw::head(next, tip, Head::Open, length, ink, width));
            width * 0.8
        }
        End::Circle => {
            out.push(draw::circle(at(length / 2.0, 0.0), length / 2.0, Paint::fill(ink)));
            length / 2.0
        }
        End::Lollipop => {
            out.push(draw::circle(at(length / 2.0, 0.0), length / 2.0, hollow));
            length
        }
        End::Cross => {
            let (half, middle) = (CROSS.0 * length, CROSS.1 * length);
            let bold = Paint::stroke(ink, width.max(1.6));
            for side in [-half, half] {
                out.push(draw::line(at(middle - half, -side), at(middle + half, side), bold));
            }
            0.0
        }
        End::Triangle => {
            let half = length * 0.55;
            out.push(draw::polygon(&[tip, at(length, -half), at(length, half)], hollow));
            length
        }
        End::Diamond | End::OpenDiamond => {
            let half = length * 0.32;
            let corners = [tip, at(length / 2.0, -half), at(length, 0.0), at(length / 2.0, half)];
            out.push(draw::polygon(&corners, if end == End::Diamond { Paint::fill(ink) } else { hollow }));
            length
        }
        End::Cardinality(count) => {
            cardinality(count, at, look, out);
            return Some(Taken { length: END_ROOM, short: 0.0 });
        }
    };
    Some(Taken { length, short })
}

/// Bars for one, a ring for none, a foot for many.
fn cardinality(count: Cardinality, at: impl Fn(f64, f64) -> Point, look: Look, out: &mut Vec<Item>) {
    let paint = Paint::stroke(look.ink, look.width);
    let bar = |along: f64| draw::line(at(along, -HALF), at(along, HALF), paint);
    let ring = |along: f64| draw::circle(at(along, 0.0), RING, Paint { fill: Some(look.paper), ..paint });
    let foot = || Item::Path {
        segments: vec![Segment::Move(at(0.0, -HALF)), Segment::Line(at(TOE, 0.0)), Segment::Line(at(0.0, HALF))],
        paint,
    };
    match count {
        Cardinality::One => out.extend(BARS.map(bar)),
        Cardinality::ZeroOrOne => out.extend([bar(BARS[0]), ring(RING_BEYOND_BAR)]),
        Cardinality::OneOrMore => out.extend([foot(), bar(BEYOND_FOOT)]),
        Cardinality::ZeroOrMore => out.extend([foot(), ring(BEYOND_FOOT)]),
    }
}
