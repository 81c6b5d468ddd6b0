//! The signs at the ends of a relation: bars, rings and crow's feet, within [`END_ROOM`] of the record.
//!
//! [`END_ROOM`]: crate::graph::END_ROOM

use super::{Ink, Item, Paint, Segment, draw};
use crate::base::Point;
use crate::graph::Cardinality;

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

/// Draws the sign of the end at `tip`, where the line goes on to `next`. `paper` is what the inside of a ring shows.
pub(super) fn draw(
    tip: Point,
    next: Point,
    end: Cardinality,
    (ink, width): (Ink, f64),
    paper: Ink,
    out: &mut Vec<Item>,
) {
    let away = draw::toward(tip, next, 1.0);
    let (ux, uy) = (away.x - tip.x, away.y - tip.y);
    let at = |along: f64, beside: f64| Point::new(tip.x + ux * along - uy * beside, tip.y + uy * along + ux * beside);
    let paint = Paint::stroke(ink, width);
    let bar = |along: f64| draw::line(at(along, -HALF), at(along, HALF), paint);
    let ring = |along: f64| draw::circle(at(along, 0.0), RING, Paint { fill: Some(paper), ..paint });
    let foot = || Item::Path {
        segments: vec![Segment::Move(at(0.0, -HALF)), Segment::Line(at(TOE, 0.0)), Segment::Line(at(0.0, HALF))],
        paint,
    };
    match end {
        Cardinality::One => out.extend(BARS.map(bar)),
        Cardinality::ZeroOrOne => out.extend([bar(BARS[0]), ring(RING_BEYOND_BAR)]),
        Cardinality::OneOrMore => out.extend([foot(), bar(BEYOND_FOOT)]),
        Cardinality::ZeroOrMore => out.extend([foot(), ring(BEYOND_FOOT)]),
    }
}
