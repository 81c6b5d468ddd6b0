//! Outlines of flowcharts beyond those of kinds: where their lines run, and how much room their words leave.

use super::arrow;
use super::draw;
use super::shape::{Side, turn};
use super::{Item, Paint, Segment};
use crate::base::{Point, Rect, Shape, Size};

/// How deep a wave is, in px.
const WAVE: f64 = 6.0;
/// Distance of a second line from a side, in px.
const LINE: f64 = 9.0;
/// Side of a folded or cut corner, in px.
const FOLD: f64 = 13.0;
/// How far each box behind the first looks out, in px.
const BEHIND: f64 = 5.0;
/// How far a brace stands from its words, and its width, in px.
const BRACE: f64 = 9.0;
/// Padding of words that an outline without square corners needs not, in px.
const SPARE: (f64, f64) = (16.0, 14.0);
/// Sides of forms without words, in px.
const DOT: f64 = 15.0;
const SIGN: f64 = 34.0;
const BAR: (f64, f64) = (72.0, 8.0);
/// Points that a curve becomes where a line meets it.
const STEPS: usize = 10;
/// Bumps of a cloud along its long and its short sides.
const BUMPS: (usize, usize) = (5, 3);

/// Whether a form shows no words.
pub(super) const fn is_mute(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Dot | Shape::Stop | Shape::Summary | Shape::Bar | Shape::UprightBar | Shape::Hourglass | Shape::Bolt
    )
}

/// Whether a form would be another one with another ratio of its sides.
pub(super) fn is_rigid(shape: Shape) -> bool {
    is_mute(shape) || matches!(shape, Shape::Circle | Shape::DoubleCircle)
}

/// The box around a form whose words measure `text` with their padding.
pub(super) fn around(shape: Shape, text: Size) -> Size {
    match shape {
        Shape::Dot | Shape::Stop => Size::new(DOT, DOT),
        Shape::Summary | Shape::Hourglass => Size::new(SIGN, SIGN),
        Shape::Bolt => Size::new(0.7 * SIGN, SIGN),
        Shape::Bar => Size::new(BAR.0, BAR.1),
        Shape::UprightBar => Size::new(BAR.1, BAR.0),
        Shape::Circle | Shape::DoubleCircle => {
            let (w, h) = (text.w - SPARE.0, text.h - SPARE.1);
            let side = (w * w + h * h).sqrt() + if shape == Shape::DoubleCircle { 10.0 } else { 0.0 };
            Size::new(side, side)
        }
        Shape::Ellipse => Size::new((text.w - SPARE.0) * 1.42, (text.h - SPARE.1) * 1.42),
        Shape::Diamond => {
            // Words as wide as w and as high as h fit where w / width + h / height is one.
            let (w, h) = ((text.w - SPARE.0).max(1.0), (text.h - SPARE.1).max(1.0));
            let flat = (h / w).sqrt().clamp(0.4, 0.75);
            let width = w + h / flat;
            Size::new(width, width * flat)
        }
        Shape::Triangle | Shape::FlippedTriangle => Size::new((text.w - SPARE.0) * 1.85, (text.h - SPARE.1) * 2.2),
        Shape::Cloud | Shape::Bang => Size::new(text.w * 1.15, text.h * 1.25),
        Shape::Arrow(sides) => arrow::around(sides, text),
        _ => {
            let (left, top, right, bottom) = room(shape, text.h);
            Size::new(left + text.w + right, top + text.h + bottom)
        }
    }
}

/// Where the words of a form go, padding included.
pub(super) fn inside(shape: Shape, rect: Rect) -> Rect {
    match shape {
        Shape::Triangle => Rect::new(rect.x, rect.y + rect.h * 0.5, rect.w, rect.h * 0.45),
        Shape::FlippedTriangle => Rect::new(rect.x, rect.y + rect.h * 0.05, rect.w, rect.h * 0.45),
        Shape::Arrow(sides) => arrow::body(sides, rect),
        _ => {
            let (left, top, right, bottom) = room(shape, rect.h);
            Rect::new(rect.x + left, rect.y + top, rect.w - left - right, rect.h - top - bottom)
        }
    }
}

/// What a form of that height takes of its box besides words: left, top, right, bottom.
fn room(shape: Shape, height: f64) -> (f64, f64, f64, f64) {
    let slant = slant(height);
    match shape {
        Shape::Subroutine => (LINE - 2.0, 0.0, LINE - 2.0, 0.0),
        Shape::Flag => (slant, 0.0, 0.0, 0.0),
        Shape::LeanLeft | Shape::LeanRight | Shape::Trapezoid | Shape::InverseTrapezoid => {
            (slant * 0.7, 0.0, slant * 0.7, 0.0)
        }
        Shape::BraceLeft => (BRACE, 0.0, 0.0, 0.0),
        Shape::BraceRight => (0.0, 0.0, BRACE, 0.0),
        Shape::Braces => (BRACE, 0.0, BRACE, 0.0),
        Shape::Delay => (0.0, 0.0, slant * 0.6, 0.0),
        Shape::Display => (slant * 0.8, 0.0, slant * 0.5, 0.0),
        Shape::Divided => (0.0, LINE, 0.0, 0.0),
        Shape::Window => (LINE - 2.0, LINE - 2.0, 0.0, 0.0),
        Shape::LinedBox => (LINE, 0.0, 0.0, 0.0),
        Shape::Boxes => (0.0, 2.0 * BEHIND, 2.0 * BEHIND, 0.0),
        Shape::Document => (0.0, 0.0, 0.0, WAVE),
        Shape::LinedDocument => (LINE, 0.0, 0.0, WAVE),
        Shape::TaggedDocument => (0.0, 0.0, 0.0, 2.0 * WAVE),
        Shape::Documents => (0.0, 2.0 * BEHIND, 2.0 * BEHIND, WAVE),
        Shape::ManualInput => (0.0, slant * 0.7, 0.0, 0.0),
        Shape::Tape => (0.0, WAVE, 0.0, WAVE),
        Shape::StoredData => (slant * 0.4, 0.0, slant * 0.6, 0.0),
        _ => (0.0, 0.0, 0.0, 0.0),
    }
}

/// How far the slanted sides of a form of that height reach.
fn slant(height: f64) -> f64 {
    (height * 0.4).clamp(6.0, 18.0)
}

/// The closed line around a form.
fn outline(shape: Shape, rect: Rect) -> Vec<Segment> {
    let (x, y, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
    let (c, s) = (rect.center(), slant(rect.h).min(rect.w / 3.0));
    let fold = FOLD.min(rect.h / 2.0);
    let sides = |corners: &[(f64, f64)]| polygon(corners);
    match shape {
        Shape::Circle | Shape::DoubleCircle | Shape::Ellipse | Shape::Dot | Shape::Stop | Shape::Summary => {
            ellipse(rect)
        }
        Shape::Diamond => sides(&[(c.x, y), (right, c.y), (c.x, bottom), (x, c.y)]),
        Shape::Flag => sides(&[(x, y), (right, y), (right, bottom), (x, bottom), (x + s, c.y)]),
        Shape::LeanRight => sides(&[(x + s, y), (right, y), (right - s, bottom), (x, bottom)]),
        Shape::LeanLeft => sides(&[(x, y), (right - s, y), (right, bottom), (x + s, bottom)]),
        Shape::Trapezoid => sides(&[(x + s, y), (right - s, y), (right, bottom), (x, bottom)]),
        Shape::InverseTrapezoid => sides(&[(x, y), (right, y), (right - s, bottom), (x + s, bottom)]),
        Shape::Hourglass => sides(&[(x, y), (right, y), (x, bottom), (right, bottom)]),
        Shape::Bolt => {
            let at = |w: f64, h: f64| (x + w * rect.w, y + h * rect.h);
            sides(&[at(0.9, 0.0), at(0.0, 0.58), at(0.5, 0.58), at(0.1, 1.0), at(1.0, 0.42), at(0.5, 0.42)])
        }
        Shape::Triangle => sides(&[(c.x, y), (right, bottom), (x, bottom)]),
        Shape::FlippedTriangle => sides(&[(x, y), (right, y), (c.x, bottom)]),
        Shape::Card => sides(&[(x + fold, y), (right, y), (right, bottom), (x, bottom), (x, y + fold)]),
        Shape::Note => sides(&[(x, y), (right - fold, y), (right, y + fold), (right, bottom), (x, bottom)]),
        Shape::LoopLimit => {
            sides(&[(x + fold, y), (right - fold, y), (right, y + fold), (right, bottom), (x, bottom), (x, y + fold)])
        }
        Shape::ManualInput => sides(&[(x, y + s), (right, y), (right, bottom), (x, bottom)]),
        Shape::Delay => {
            let mut out = start(&[(right - s, bottom), (x, bottom), (x, y), (right - s, y)]);
            turn(&mut out, Point::new(right - s, y), Point::new(right, y), Point::new(right, c.y));
            turn(&mut out, Point::new(right, c.y), Point::new(right, bottom), Point::new(right - s, bottom));
            out
        }
        Shape::Display => {
            let mut out = start(&[(right - s, bottom), (x + s, bottom), (x, c.y), (x + s, y), (right - s, y)]);
            turn(&mut out, Point::new(right - s, y), Point::new(right, y), Point::new(right, c.y));
            turn(&mut out, Point::new(right, c.y), Point::new(right, bottom), Point::new(right - s, bottom));
            out
        }
        Shape::StoredData => {
            let s = s * 0.6;
            let mut out = start(&[(right, y), (x + s, y)]);
            turn(&mut out, Point::new(x + s, y), Point::new(x, y), Point::new(x, c.y));
            turn(&mut out, Point::new(x, c.y), Point::new(x, bottom), Point::new(x + s, bottom));
            out.push(Segment::Line(Point::new(right, bottom)));
            turn(&mut out, Point::new(right, bottom), Point::new(right - s, bottom), Point::new(right - s, c.y));
            turn(&mut out, Point::new(right - s, c.y), Point::new(right - s, y), Point::new(right, y));
            out
        }
        Shape::Document | Shape::LinedDocument | Shape::TaggedDocument => {
            let mut out = start(&[(x, bottom - WAVE), (x, y), (right, y), (right, bottom - WAVE)]);
            wave(&mut out, (right, x), bottom - WAVE);
            out.push(Segment::Close);
            out
        }
        Shape::Tape => {
            let mut out = start(&[(x, bottom - WAVE), (x, y + WAVE)]);
            wave(&mut out, (x, right), y + WAVE);
            out.push(Segment::Line(Point::new(right, bottom - WAVE)));
            wave(&mut out, (right, x), bottom - WAVE);
            out.push(Segment::Close);
            out
        }
        Shape::Arrow(to) => sides(&arrow::corners(to, rect)),
        Shape::Cloud | Shape::Bang => bumps(rect, shape == Shape::Bang),
        _ => sides(&[(x, y), (right, y), (right, bottom), (x, bottom)]),
    }
}

/// Draws a form into its box.
pub(super) fn draw(shape: Shape, rect: Rect, paint: Paint, out: &mut Vec<Item>) {
    let (x, y, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
    let bare = Paint { fill: None, ..paint };
    let line = |from: (f64, f64), to: (f64, f64), out: &mut Vec<Item>| {
        out.push(draw::line(Point::new(from.0, from.1), Point::new(to.0, to.1), bare));
    };
    let fold = FOLD.min(rect.h / 2.0);
    match shape {
        Shape::Text => {}
        Shape::BraceLeft | Shape::BraceRight | Shape::Braces => {
            for (side, wanted) in [(Side::Left, shape != Shape::BraceRight), (Side::Right, shape != Shape::BraceLeft)] {
                if wanted {
                    out.push(Item::Path { segments: brace(rect, side), paint: bare });
                }
            }
        }
        Shape::Datastore => {
            out.push(Item::Rect { rect, radius: 0.0, paint: Paint { stroke: None, ..paint } });
            line((x, y), (right, y), out);
            line((x, bottom), (right, bottom), out);
        }
        Shape::Boxes | Shape::Documents => {
            let front = Rect::new(x, y + 2.0 * BEHIND, rect.w - 2.0 * BEHIND, rect.h - 2.0 * BEHIND);
            let each = if shape == Shape::Boxes { Shape::Box } else { Shape::Document };
            for behind in [2.0, 1.0, 0.0] {
                let at = front.moved(behind * BEHIND, -behind * BEHIND);
                out.push(Item::Path { segments: outline(each, at), paint });
            }
        }
        Shape::Dot | Shape::Bar | Shape::UprightBar => {
            out.push(Item::Path {
                segments: outline(shape, rect),
                paint: Paint { fill: paint.stroke, dash: None, ..paint },
            });
        }
        _ => out.push(Item::Path { segments: outline(shape, rect), paint }),
    }
    match shape {
        Shape::Subroutine => {
            line((x + LINE, y), (x + LINE, bottom), out);
            line((right - LINE, y), (right - LINE, bottom), out);
        }
        Shape::DoubleCircle => out.push(Item::Path { segments: ellipse(rect.grown(-4.0)), paint: bare }),
        Shape::Stop => {
            let dot = Paint { fill: paint.stroke, stroke: None, ..paint };
            out.push(Item::Path { segments: ellipse(rect.grown(-4.0)), paint: dot });
        }
        Shape::Summary => {
            // Where a slanting line meets a circle.
            let off = rect.w / 2.0 * (1.0 - std::f64::consts::FRAC_1_SQRT_2);
            line((x + off, y + off), (right - off, bottom - off), out);
            line((x + off, bottom - off), (right - off, y + off), out);
        }
        Shape::Divided => line((x, y + LINE + 2.0), (right, y + LINE + 2.0), out),
        Shape::Window => {
            line((x, y + LINE), (right, y + LINE), out);
            line((x + LINE, y), (x + LINE, bottom), out);
        }
        Shape::LinedBox => line((x + LINE, y), (x + LINE, bottom), out),
        // The wave is at its lowest there.
        Shape::LinedDocument => line((x + LINE, y), (x + LINE, bottom - WAVE + 3.0), out),
        Shape::TaggedBox | Shape::TaggedDocument => {
            let low = if shape == Shape::TaggedBox { bottom } else { bottom - WAVE - 2.0 };
            line((right, low - fold), (right - fold, low), out);
        }
        Shape::Note => {
            line((right - fold, y), (right - fold, y + fold), out);
            line((right - fold, y + fold), (right, y + fold), out);
        }
        _ => {}
    }
}

/// How far inside `side` of its box the outline of a form lies, where a line comes in at `at` along that side, in px.
pub(super) fn inset(shape: Shape, rect: Rect, side: Side, at: f64) -> f64 {
    let drawn = match shape {
        // Lines end where the words do.
        Shape::Text | Shape::BraceLeft | Shape::BraceRight | Shape::Braces | Shape::Datastore => return 0.0,
        Shape::Boxes | Shape::Documents => {
            let front = Rect::new(rect.x, rect.y + 2.0 * BEHIND, rect.w - 2.0 * BEHIND, rect.h - 2.0 * BEHIND);
            let each = if shape == Shape::Boxes { Shape::Box } else { Shape::Document };
            let behind = [0.0, 1.0, 2.0].map(|n| outline(each, front.moved(n * BEHIND, -n * BEHIND)));
            return behind.iter().map(|lines| reach(lines, rect, side, at)).fold(f64::INFINITY, f64::min).max(0.0);
        }
        _ => outline(shape, rect),
    };
    let inset = reach(&drawn, rect, side, at);
    if inset.is_finite() { inset.max(0.0) } else { 0.0 }
}

/// The nearest place of an outline that a straight line from a side of the box meets.
fn reach(outline: &[Segment], rect: Rect, side: Side, at: f64) -> f64 {
    let points = flattened(outline);
    let mut nearest = f64::INFINITY;
    for (i, &from) in points.iter().enumerate() {
        let to = points[(i + 1) % points.len()];
        let ((a, depth_a), (b, depth_b)) = match side {
            Side::Top => ((from.x, from.y - rect.y), (to.x, to.y - rect.y)),
            Side::Bottom => ((from.x, rect.bottom() - from.y), (to.x, rect.bottom() - to.y)),
            Side::Left => ((from.y, from.x - rect.x), (to.y, to.x - rect.x)),
            Side::Right => ((from.y, rect.right() - from.x), (to.y, rect.right() - to.x)),
        };
        if at < a.min(b) || at > a.max(b) {
            continue;
        }
        let depth = if (b - a).abs() < 1e-9 {
            depth_a.min(depth_b)
        } else {
            depth_a + (depth_b - depth_a) * (at - a) / (b - a)
        };
        nearest = nearest.min(depth);
    }
    nearest
}

fn flattened(outline: &[Segment]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(outline.len() * 2);
    for segment in outline {
        match *segment {
            Segment::Move(to) | Segment::Line(to) => out.push(to),
            Segment::Cubic(a, b, to) => {
                let from = out.last().copied().unwrap_or(a);
                for step in 1..=STEPS {
                    let t = step as f64 / STEPS as f64;
                    let u = 1.0 - t;
                    let mix = |p: f64, q: f64, r: f64, s: f64| {
                        u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
                    };
                    out.push(Point::new(mix(from.x, a.x, b.x, to.x), mix(from.y, a.y, b.y, to.y)));
                }
            }
            Segment::Close => {}
        }
    }
    out
}

fn start(corners: &[(f64, f64)]) -> Vec<Segment> {
    let point = |&(x, y): &(f64, f64)| Point::new(x, y);
    let mut out: Vec<Segment> = corners.iter().map(|corner| Segment::Line(point(corner))).collect();
    if let (Some(first), Some(corner)) = (out.first_mut(), corners.first()) {
        *first = Segment::Move(point(corner));
    }
    out
}

fn polygon(corners: &[(f64, f64)]) -> Vec<Segment> {
    let mut out = start(corners);
    out.push(Segment::Close);
    out
}

fn ellipse(rect: Rect) -> Vec<Segment> {
    let (c, top, bottom) = (rect.center(), rect.y, rect.bottom());
    let (left, right) = (Point::new(rect.x, c.y), Point::new(rect.right(), c.y));
    let (above, below) = (Point::new(c.x, top), Point::new(c.x, bottom));
    let mut out = vec![Segment::Move(left)];
    turn(&mut out, left, Point::new(rect.x, top), above);
    turn(&mut out, above, Point::new(rect.right(), top), right);
    turn(&mut out, right, Point::new(rect.right(), bottom), below);
    turn(&mut out, below, Point::new(rect.x, bottom), left);
    out.push(Segment::Close);
    out
}

/// A wave at a height, from one x to another.
fn wave(out: &mut Vec<Segment>, (from, to): (f64, f64), level: f64) {
    let third = (to - from) / 3.0;
    let point = |along: f64, off: f64| Point::new(from + along * third, level + off);
    let deep = WAVE * if to > from { -2.6 } else { 2.6 };
    out.push(Segment::Cubic(point(1.0, -deep * 0.6), point(2.0, deep), point(3.0, 0.0)));
}

/// Bumps, or points, along all four sides.
fn bumps(rect: Rect, pointed: bool) -> Vec<Segment> {
    let deep = (rect.h * 0.13).min(9.0);
    let inner = rect.grown(-deep);
    let (a, b) = (Point::new(inner.x, inner.y), Point::new(inner.right(), inner.y));
    let (c, d) = (Point::new(inner.right(), inner.bottom()), Point::new(inner.x, inner.bottom()));
    let mut out = vec![Segment::Move(a)];
    for (from, to, count) in [(a, b, BUMPS.0), (b, c, BUMPS.1), (c, d, BUMPS.0), (d, a, BUMPS.1)] {
        let (dx, dy) = ((to.x - from.x) / count as f64, (to.y - from.y) / count as f64);
        let length = (dx * dx + dy * dy).sqrt().max(1.0);
        // Outward is to the left of the way round.
        let (nx, ny) = (dy / length * deep, -dx / length * deep);
        for i in 0..count {
            let at = |part: f64, by: f64| {
                let along = i as f64 + part;
                Point::new(from.x + dx * along + nx * by, from.y + dy * along + ny * by)
            };
            if pointed {
                out.extend([Segment::Line(at(0.5, 1.0)), Segment::Line(at(1.0, 0.0))]);
            } else {
                out.push(Segment::Cubic(at(0.1, 1.3), at(0.9, 1.3), at(1.0, 0.0)));
            }
        }
    }
    out.push(Segment::Close);
    out
}

fn brace(rect: Rect, side: Side) -> Vec<Segment> {
    let (outer, by) = if side == Side::Left { (rect.x, 1.0) } else { (rect.right(), -1.0) };
    let (tip, back, middle) = (outer + by * BRACE, outer + by * BRACE / 2.0, rect.center().y);
    let point = Point::new;
    let mut out = vec![Segment::Move(point(tip, rect.y))];
    turn(&mut out, point(tip, rect.y), point(back, rect.y), point(back, rect.y + 6.0));
    out.push(Segment::Line(point(back, middle - 5.0)));
    turn(&mut out, point(back, middle - 5.0), point(back, middle), point(outer, middle));
    turn(&mut out, point(outer, middle), point(back, middle), point(back, middle + 5.0));
    out.push(Segment::Line(point(back, rect.bottom() - 6.0)));
    turn(&mut out, point(back, rect.bottom() - 6.0), point(back, rect.bottom()), point(tip, rect.bottom()));
    out
}
