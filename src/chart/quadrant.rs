//! Quadrant charts: points by two measures, as foreign texts write them.

use super::Tint;
use crate::base::{Point, Rect, Size};

/// Points in four quadrants, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quadrant {
    /// Title of the picture.
    pub title: String,
    /// The words at the left and at the right.
    pub x_axis: [String; 2],
    /// The words at the bottom and at the top.
    pub y_axis: [String; 2],
    /// The words in the quadrants: top right, top left, bottom left, bottom right.
    pub quadrants: [String; 4],
    /// In the order of the text.
    pub points: Vec<Dot>,
}

/// A point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dot {
    /// Its name.
    pub name: String,
    /// From the left, from 0 to 1.
    pub x: f64,
    /// From the bottom, from 0 to 1.
    pub y: f64,
    /// Radius in px, where the text gives one.
    pub radius: Option<f64>,
    /// Its colour.
    pub fill: Option<Tint>,
    /// Colour of its outline.
    pub stroke: Option<Tint>,
    /// Width of its outline, in px.
    pub width: Option<f64>,
}

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Words of the axes, as in [`Quadrant`].
    pub x_axis: [Size; 2],
    /// The same.
    pub y_axis: [Size; 2],
    /// Names of quadrants.
    pub quadrants: [Size; 4],
    /// Names of points.
    pub points: Vec<Size>,
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedQuadrant {
    /// Size of the whole.
    pub size: Size,
    /// Top right, top left, bottom left, bottom right.
    pub cells: [Rect; 4],
    /// Boxes of their names.
    pub quadrants: [Rect; 4],
    /// Boxes of the axes' words.
    pub x_axis: [Rect; 2],
    /// The same.
    pub y_axis: [Rect; 2],
    /// Points with the radius, and the boxes of their names.
    pub points: Vec<(Point, f64, Rect)>,
}

/// Width and height of a quadrant; between two.
const CELL: Size = Size { w: 330.0, h: 250.0 };
const GAP: f64 = 3.0;
/// Between the quadrants and the words beside them, and from the top of one to its name.
const AXIS_GAP: f64 = 10.0;
const NAME_TOP: f64 = 10.0;
/// Radius of a point, and its largest.
const DOT: (f64, f64) = (5.5, 40.0);
/// Between a point and its name; how far a name is moved at most, in steps.
const NAME_GAP: f64 = 3.0;
const STEPS: usize = 9;
/// With more points than this names stand below them, whatever is there.
const MOST: usize = 600;

/// Places a chart.
pub fn place(chart: &Quadrant, sizes: &Sizes) -> PlacedQuadrant {
    let left = sizes.y_axis.iter().map(|size| size.w).fold(0.0, f64::max);
    let left = if left > 0.0 { left + AXIS_GAP } else { 0.0 };
    let (right, below) = (left + CELL.w + GAP, CELL.h + GAP);
    let cell = |x: f64, y: f64| Rect::new(x, y, CELL.w, CELL.h);
    let cells = [cell(right, 0.0), cell(left, 0.0), cell(left, below), cell(right, below)];
    let area = cells[1].union(cells[3]);
    let mut out = PlacedQuadrant { cells, ..PlacedQuadrant::default() };
    for (at, size) in sizes.quadrants.iter().enumerate() {
        let middle = cells[at].center();
        // Without points the names have the room for themselves.
        let top = if chart.points.is_empty() { middle.y - size.h / 2.0 } else { cells[at].y + NAME_TOP };
        out.quadrants[at] = Rect::new(middle.x - size.w / 2.0, top, size.w, size.h);
    }
    // One word alone is about all of its axis.
    let single = |words: &[String; 2]| words[1].trim().is_empty();
    for (at, size) in sizes.x_axis.iter().enumerate() {
        let of = [cells[2], cells[3]][at].center().x;
        let x = if single(&chart.x_axis) { area.center().x } else { of };
        out.x_axis[at] = Rect::new(x - size.w / 2.0, area.bottom() + AXIS_GAP, size.w, size.h);
    }
    for (at, size) in sizes.y_axis.iter().enumerate() {
        let of = [cells[2], cells[1]][at].center().y;
        let y = if single(&chart.y_axis) { area.center().y } else { of };
        out.y_axis[at] = Rect::new(left - AXIS_GAP - size.w, y - size.h / 2.0, size.w, size.h);
    }
    let dots: Vec<(Point, f64)> = chart.points.iter().map(|dot| spot(dot, area)).collect();
    let around = |(at, radius): (Point, f64)| Rect::new(at.x - radius, at.y - radius, 2.0 * radius, 2.0 * radius);
    let mut taken: Vec<Rect> = out.quadrants.iter().copied().filter(|rect| !rect.size().is_empty()).collect();
    taken.extend(dots.iter().map(|dot| around(*dot)));
    // The lines between quadrants.
    taken.push(Rect { x: cells[1].right(), w: GAP, ..area });
    taken.push(Rect { y: cells[1].bottom(), h: GAP, ..area });
    let inner = area.grown(-NAME_GAP);
    for (at, dot) in dots.iter().enumerate() {
        let size = sizes.points.get(at).copied().unwrap_or_default();
        let name = name_of(around(*dot), size, inner, if chart.points.len() > MOST { &[] } else { &taken });
        taken.push(name);
        out.points.push((dot.0, dot.1, name));
    }
    let bottom = sizes.x_axis.iter().map(|size| size.h).fold(0.0, f64::max);
    let bottom = if bottom > 0.0 { bottom + AXIS_GAP } else { 0.0 };
    out.size = Size::new(area.right(), area.bottom() + bottom);
    out
}

/// The middle and the radius of a point, all of it inside of the area.
fn spot(dot: &Dot, area: Rect) -> (Point, f64) {
    let radius = dot.radius.unwrap_or(DOT.0).clamp(1.0, DOT.1);
    let inner = area.grown(-radius - 1.0);
    let x = inner.x + dot.x.clamp(0.0, 1.0) * inner.w;
    let y = inner.bottom() - dot.y.clamp(0.0, 1.0) * inner.h;
    (Point::new(x, y), radius)
}

/// The place of a name that is nearest to its point and free: below, right, left, above, then farther away.
fn name_of(dot: Rect, size: Size, area: Rect, taken: &[Rect]) -> Rect {
    let center = dot.center();
    let into = |x: f64, y: f64| {
        let x = x.clamp(area.x, (area.right() - size.w).max(area.x));
        let y = y.clamp(area.y, (area.bottom() - size.h).max(area.y));
        Rect::new(x, y, size.w, size.h)
    };
    let mut best: Option<(usize, Rect)> = None;
    for step in 0..STEPS {
        let off = NAME_GAP + step as f64 * 7.0;
        let places = [
            (center.x - size.w / 2.0, dot.bottom() + off),
            (dot.right() + off, center.y - size.h / 2.0),
            (dot.x - off - size.w, center.y - size.h / 2.0),
            (center.x - size.w / 2.0, dot.y - off - size.h),
            (dot.right() + off, dot.bottom() + off),
            (dot.x - off - size.w, dot.bottom() + off),
            (dot.right() + off, dot.y - off - size.h),
            (dot.x - off - size.w, dot.y - off - size.h),
        ];
        for (x, y) in places {
            let rect = into(x, y);
            let hits = taken.iter().filter(|other| other.overlaps(rect)).count();
            if hits == 0 {
                return rect;
            }
            if best.is_none_or(|(least, _)| hits < least) {
                best = Some((hits, rect));
            }
        }
    }
    best.map_or_else(|| into(center.x - size.w / 2.0, dot.bottom() + NAME_GAP), |(_, rect)| rect)
}
