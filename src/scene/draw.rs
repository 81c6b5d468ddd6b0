//! What every picture is drawn with: boxes, lines with round corners, arrow heads.

use super::{Ink, Item, Paint, Segment};
use crate::base::{Point, Rect};
use crate::layout;

/// Length of a dash and of the gap after it, in px.
pub const DASHED: (f64, f64) = (6.0, 4.0);
/// The same for dots.
pub const DOTTED: (f64, f64) = (1.6, 3.2);

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// A filled triangle: the caller waits.
    Filled,
    /// Two strokes: the caller goes on.
    Open,
}

impl Paint {
    /// Painted inside, without an outline.
    pub fn fill(ink: Ink) -> Self {
        Self { fill: Some(ink), ..Self::default() }
    }

    /// An outline of `width` px, empty inside.
    pub fn stroke(ink: Ink, width: f64) -> Self {
        Self { stroke: Some(ink), width, ..Self::default() }
    }

    /// The same with dashes.
    #[must_use]
    pub fn dashed(self, dash: Option<(f64, f64)>) -> Self {
        Self { dash, ..self }
    }
}

/// A straight line.
pub fn line(from: Point, to: Point, paint: Paint) -> Item {
    Item::Path { segments: vec![Segment::Move(from), Segment::Line(to)], paint }
}

/// A closed shape with straight sides.
pub fn polygon(points: &[Point], paint: Paint) -> Item {
    let mut segments: Vec<Segment> = points.iter().map(|&p| Segment::Line(p)).collect();
    if let Some(first) = segments.first_mut() {
        *first = Segment::Move(points[0]);
    }
    segments.push(Segment::Close);
    Item::Path { segments, paint }
}

/// A line through `points` whose corners are round: `radius` px, less where a piece is too short for it. So many px at
/// its start and at its end stay `straight`, where heads are drawn over it.
pub fn polyline(points: &[Point], radius: f64, straight: [f64; 2], paint: Paint) -> Item {
    let mut segments = Vec::with_capacity(points.len() * 2);
    for (i, &at) in points.iter().enumerate() {
        let (Some(&before), Some(&after)) = (i.checked_sub(1).and_then(|k| points.get(k)), points.get(i + 1)) else {
            segments.push(if i == 0 { Segment::Move(at) } else { Segment::Line(at) });
            continue;
        };
        // Half a piece for each of its two corners; a whole one where its other end is an end of the line.
        let room = |other: usize, end: Point| {
            let length = distance(at, end);
            match other {
                0 => length - straight[0],
                last if last + 1 == points.len() => length - straight[1],
                _ => length / 2.0,
            }
        };
        let r = radius.min(room(i - 1, before)).min(room(i + 1, after));
        let ahead = cross(before, at, after).abs() < 1e-6;
        if ahead || r < 0.5 {
            segments.push(Segment::Line(at));
            continue;
        }
        let (start, end) = (toward(at, before, r), toward(at, after, r));
        segments.push(Segment::Line(start));
        // A quarter of a circle as one curve: its handles are 0.5523 of the radius long.
        segments.push(Segment::Cubic(toward(start, at, r * 0.5523), toward(end, at, r * 0.5523), end));
    }
    Item::Path { segments, paint }
}

/// A line through `points` with a curve for each inner corner, in place of so much of the pieces before and behind it.
/// Two curves that meet on a step to the side are one.
pub fn curved(points: &[Point], cuts: &[[f64; 2]], paint: Paint) -> Item {
    let mut segments = Vec::with_capacity(points.len() * 2);
    let mut last = None;
    let mut done = 0;
    for (i, &at) in points.iter().enumerate() {
        let corner = i.checked_sub(1).and_then(|k| Some((points[k], *cuts.get(k)?)));
        let (Some((before, cut)), Some(&after)) = (corner, points.get(i + 1)) else {
            segments.push(if i == 0 { Segment::Move(at) } else { Segment::Line(at) });
            last = Some(at);
            continue;
        };
        if i < done {
            continue;
        }
        let step =
            cuts.get(i).zip(points.get(i + 2)).and_then(|(next, &end)| step([before, at, after, end], [cut, *next]));
        done = i + if step.is_some() { 2 } else { 1 };
        let [start, a, b, end] = step.unwrap_or_else(|| layout::curve(before, at, after, cut));
        if last.is_none_or(|last| distance(last, start) > 0.01) {
            segments.push(Segment::Line(start));
        }
        if distance(start, end) > 0.01 {
            segments.push(Segment::Cubic(a, b, end));
        }
        last = Some(end);
    }
    Item::Path { segments, paint }
}

/// The one curve for two corners whose cuts meet in the middle of the piece between them, where the way goes on as it
/// came. With both ends as far from that piece it lies in the two triangles that the cuts say are free.
fn step(way: [Point; 4], cuts: [[f64; 2]; 2]) -> Option<[Point; 4]> {
    let [before, at, next, after] = way;
    let middle = distance(at, next);
    let (came, goes) = ((at.x - before.x, at.y - before.y), (after.x - next.x, after.y - next.y));
    let halves = (cuts[0][1] - middle / 2.0).abs() < 0.5 && (cuts[1][0] - middle / 2.0).abs() < 0.5;
    let reach = cuts[0][0].min(cuts[1][1]);
    (halves && reach > 1.0 && came.0 * goes.0 + came.1 * goes.1 > 0.0)
        .then(|| [toward(at, before, reach), at, next, toward(next, after, reach)])
}

/// A full circle.
pub fn circle(center: Point, radius: f64, paint: Paint) -> Item {
    let rect = Rect::new(center.x - radius, center.y - radius, 2.0 * radius, 2.0 * radius);
    Item::Rect { rect, radius, paint }
}

/// The head of an arrow that comes from `from` and ends at `tip`, `length` px long.
pub fn head(from: Point, tip: Point, kind: Head, length: f64, ink: Ink, width: f64) -> Item {
    let back = toward(tip, from, length);
    let (dx, dy) = ((tip.x - back.x) * 0.42, (tip.y - back.y) * 0.42);
    let (left, right) = (Point::new(back.x - dy, back.y + dx), Point::new(back.x + dy, back.y - dx));
    match kind {
        Head::Filled => polygon(&[tip, left, right], Paint::fill(ink)),
        Head::Open => Item::Path {
            segments: vec![Segment::Move(left), Segment::Line(tip), Segment::Line(right)],
            paint: Paint::stroke(ink, width),
        },
    }
}

/// The point `by` px from `from` on the way to `to`; `from` where the two are one.
pub fn toward(from: Point, to: Point, by: f64) -> Point {
    let length = distance(from, to);
    if length < 1e-9 {
        return from;
    }
    Point::new(from.x + (to.x - from.x) * by / length, from.y + (to.y - from.y) * by / length)
}

/// How far it is, in px.
pub fn distance(a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    (dx * dx + dy * dy).sqrt()
}

fn cross(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)
}

/// Scales everything around the origin, but not the width of lines nor text, then moves it.
pub(super) fn place(items: &mut [Item], scale: f64, to: Point) {
    let by = |point: &mut Point| *point = Point::new(point.x * scale + to.x, point.y * scale + to.y);
    for item in items {
        match item {
            Item::Group { items, .. } | Item::Faded { items, .. } => place(items, scale, to),
            Item::Turned { origin, items, .. } => {
                by(origin);
                place(items, scale, Point::default());
            }
            Item::Rect { rect, radius, .. } => {
                *rect = Rect::new(rect.x * scale + to.x, rect.y * scale + to.y, rect.w * scale, rect.h * scale);
                *radius *= scale;
            }
            Item::Text { at, .. } => by(at),
            Item::Path { segments, .. } => {
                for segment in segments {
                    match segment {
                        Segment::Move(p) | Segment::Line(p) => by(p),
                        Segment::Cubic(a, b, c) => [a, b, c].into_iter().for_each(by),
                        Segment::Close => {}
                    }
                }
            }
        }
    }
}
