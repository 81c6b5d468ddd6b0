//! Pies: parts of a whole, as foreign texts write them.

use crate::base::circle::on_circle;
use crate::base::{Point, Rect, Size};

/// Parts of a whole, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pie {
    /// Title of the picture.
    pub title: String,
    /// Whether the legend has the values.
    pub show_data: bool,
    /// Clockwise from the top.
    pub slices: Vec<Slice>,
}

/// A part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slice {
    /// Its name.
    pub name: String,
    /// Its size, 0 or more.
    pub value: f64,
}

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Shares, by slice.
    pub shares: Vec<Size>,
    /// Words of the legend, by slice.
    pub names: Vec<Size>,
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedPie {
    /// Size of the whole.
    pub size: Size,
    /// The middle of the circle.
    pub center: Point,
    /// Box of each share, and where a line from the slice to it begins and ends; none where the slice has nothing.
    pub shares: Vec<Option<(Rect, Option<[Point; 2]>)>>,
    /// Boxes of the legend's words.
    pub names: Vec<Rect>,
}

/// Radius of the circle.
pub const RADIUS: f64 = 150.0;
/// Side of a sample of the legend, and between it and its words.
pub const SAMPLE: (f64, f64) = (14.0, 8.0);

/// Where shares inside stand, in parts of the radius, and how far outside others do.
const INSIDE: f64 = 0.68;
const OUTSIDE: f64 = 16.0;
/// Slices smaller than this, in turns, have their share outside.
const SMALL: f64 = 0.055;
/// Between two shares outside, between circle and legend, between two rows of the legend.
const GAP: f64 = 3.0;
/// How far such a share stands beside its slice, and between it and the end of its line.
const BESIDE: f64 = 16.0;
const LINE_GAP: f64 = 5.0;
const LEGEND_GAP: f64 = 40.0;
const ROW_GAP: f64 = 8.0;

impl Pie {
    /// Where slices begin and end, in turns from the top.
    pub fn turns(&self) -> Vec<(f64, f64)> {
        // Huge values would have no sum.
        let most = self.slices.iter().map(|slice| slice.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let sum: f64 = self.slices.iter().map(|slice| slice.value / most).sum();
        let mut at = 0.0;
        let each = self.slices.iter().map(|slice| {
            let from = at;
            at += slice.value / most;
            (from / sum.max(f64::MIN_POSITIVE), at / sum.max(f64::MIN_POSITIVE))
        });
        each.collect()
    }
}

/// Whether a slice is too narrow for its share: that stands outside, with the name.
pub fn is_small((from, to): (f64, f64)) -> bool {
    to - from < SMALL
}

/// Places a pie with its legend at the right.
pub fn place(pie: &Pie, sizes: &Sizes) -> PlacedPie {
    let turns = pie.turns();
    let widest = |sizes: &[Size]| sizes.iter().map(|size| size.w).fold(0.0, f64::max);
    let center = Point::new(RADIUS, RADIUS);
    let mut out = PlacedPie { center, shares: vec![None; turns.len()], ..PlacedPie::default() };
    let mut small = [Vec::new(), Vec::new()];
    for (at, (from, to)) in turns.iter().enumerate() {
        let size = sizes.shares.get(at).copied().unwrap_or_default();
        let middle = f64::midpoint(*from, *to);
        if to <= from {
            continue;
        }
        if is_small((*from, *to)) {
            small[usize::from(middle > 0.5)].push((at, on_circle(center, RADIUS + OUTSIDE, middle), size));
        } else {
            let whole = to - from > 0.999;
            let p = if whole { center } else { on_circle(center, RADIUS * INSIDE, middle) };
            out.shares[at] = Some((Rect::new(p.x - size.w / 2.0, p.y - size.h / 2.0, size.w, size.h), None));
        }
    }
    for (left, list) in small.iter_mut().enumerate() {
        // Away from the middle: upper ones give way upwards, lower ones downwards.
        list.sort_by(|a, b| (a.1.y - center.y).abs().total_cmp(&(b.1.y - center.y).abs()));
        let (mut up, mut down) = (center.y, center.y);
        for (at, p, size) in list {
            let y = if p.y < center.y {
                let y = (p.y - size.h / 2.0).min(up - size.h - GAP);
                up = y;
                y
            } else {
                let y = (p.y - size.h / 2.0).max(down + GAP);
                down = y + size.h;
                y
            };
            // Outside of the circle at that height.
            let off = (y + size.h / 2.0 - center.y).abs();
            let reach = ((RADIUS + OUTSIDE) * (RADIUS + OUTSIDE) - off * off).max(0.0).sqrt();
            let reach = reach.max((p.x - center.x).abs());
            let x = if left == 1 { center.x - reach - BESIDE - size.w } else { center.x + reach + BESIDE };
            let rect = Rect::new(x, y, size.w, size.h);
            let (from, to) = turns[*at];
            let start = on_circle(center, RADIUS + 2.0, f64::midpoint(from, to));
            let end = Point::new(if left == 1 { rect.right() + LINE_GAP } else { rect.x - LINE_GAP }, rect.center().y);
            out.shares[*at] = Some((rect, Some([start, end])));
        }
    }
    let circle = Rect::new(0.0, 0.0, 2.0 * RADIUS, 2.0 * RADIUS);
    let around = out.shares.iter().flatten().map(|(rect, _)| *rect).fold(circle, Rect::union);
    let rows: f64 = sizes.names.iter().map(|size| size.h.max(SAMPLE.0) + ROW_GAP).sum::<f64>() - ROW_GAP;
    let top = around.y.min(center.y - rows / 2.0);
    let (dx, dy) = (-around.x, -top);
    out.center = Point::new(center.x + dx, center.y + dy);
    for share in out.shares.iter_mut().flatten() {
        share.0 = share.0.moved(dx, dy);
        if let Some(line) = &mut share.1 {
            *line = line.map(|p| Point::new(p.x + dx, p.y + dy));
        }
    }
    let left = around.right() + dx + LEGEND_GAP + SAMPLE.0 + SAMPLE.1;
    let mut y = (out.center.y - rows / 2.0).max(0.0);
    for size in &sizes.names {
        let height = size.h.max(SAMPLE.0);
        out.names.push(Rect::new(left, y + (height - size.h) / 2.0, size.w, size.h));
        y += height + ROW_GAP;
    }
    out.size = Size::new(left + widest(&sizes.names), (around.bottom() + dy).max(y - ROW_GAP));
    out
}
