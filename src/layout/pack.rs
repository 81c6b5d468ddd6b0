//! Sets the parts beside and below each other toward the wanted aspect ratio.
//!
//! Needs: sizes of parts in the user's picture. Leaves: their top left corners, none overlapping, in the given order as
//! far as gaps allow. Cost: quadratic in parts for each width tried, up to a bound; rows in linear time beyond it.
//! Paper: Baker, Coffman, Rivest, "Orthogonal packings in two dimensions", 1980 (lowest place first, here on a skyline);
//! the measure is that of Freivalds, Dogrusoz, Kikusts, "Disconnected graph layout and the polyomino packing approach", 2002.

use crate::base::{Point, Size};

/// More parts than these are set in rows.
const SKYLINE: usize = 400;
/// Widths that are tried, as shares of that of a square deal.
const WIDTHS: [f64; 6] = [1.0, 1.15, 0.87, 1.3, 0.75, 1.6];

/// Corners by part, and the size of the whole. `gap` in px; `aspect` is width by height.
pub(super) fn pack(sizes: &[Size], gap: f64, aspect: f64) -> (Vec<Point>, Size) {
    let area: f64 = sizes.iter().map(|s| (s.w + gap) * (s.h + gap)).sum();
    let widest = sizes.iter().fold(0.0_f64, |w, s| w.max(s.w));
    let square = (area * aspect).sqrt();
    if sizes.len() > SKYLINE {
        return rows(sizes, gap, widest.max(square));
    }
    // The page that the picture fills is what counts, then its area; of equals the first width is taken.
    let score = |size: Size| (size.w.max(size.h * aspect), size.w * size.h);
    let mut best = skyline(sizes, gap, widest.max(square));
    for share in &WIDTHS[1..] {
        let other = skyline(sizes, gap, widest.max(square * share));
        if score(other.1) < score(best.1) {
            best = other;
        }
    }
    best
}

/// A stretch of the lower edge of what is placed.
#[derive(Clone, Copy, Debug)]
struct Step {
    x: f64,
    w: f64,
    y: f64,
}

/// Every part at the highest place that is free below what is there, the leftmost of them.
fn skyline(sizes: &[Size], gap: f64, limit: f64) -> (Vec<Point>, Size) {
    let width = limit + gap + 0.5;
    let mut steps = vec![Step { x: 0.0, w: width, y: 0.0 }];
    let mut corners = Vec::with_capacity(sizes.len());
    let mut whole = Size::default();
    for size in sizes {
        let (w, h) = (size.w + gap, size.h + gap);
        let mut place: Option<(f64, f64)> = None;
        for (k, step) in steps.iter().enumerate() {
            if k > 0 && step.x + w > width {
                break;
            }
            let under = steps[k..].iter().take_while(|s| s.x < step.x + w);
            let y = under.fold(0.0_f64, |y, s| y.max(s.y));
            if place.is_none_or(|(_, best)| y < best) {
                place = Some((step.x, y));
            }
        }
        let (x, y) = place.unwrap_or_default();
        corners.push(Point::new(x, y));
        whole = Size::new(whole.w.max(x + size.w), whole.h.max(y + size.h));
        cover(&mut steps, Step { x, w, y: y + h });
    }
    (corners, whole)
}

/// Puts a part into the skyline.
fn cover(steps: &mut Vec<Step>, new: Step) {
    let right = new.x + new.w;
    let first = steps.partition_point(|s| s.x + s.w <= new.x);
    let behind = steps.partition_point(|s| s.x < right);
    let mut pieces = Vec::with_capacity(3);
    if let Some(s) = steps.get(first).filter(|s| s.x < new.x) {
        pieces.push(Step { w: new.x - s.x, ..*s });
    }
    pieces.push(new);
    if let Some(s) = steps[first..behind].last().filter(|s| s.x + s.w > right) {
        pieces.push(Step { x: right, w: s.x + s.w - right, y: s.y });
    }
    steps.splice(first..behind, pieces);
}

/// Row by row in the given order.
fn rows(sizes: &[Size], gap: f64, limit: f64) -> (Vec<Point>, Size) {
    let mut corners = Vec::with_capacity(sizes.len());
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    let mut whole = Size::default();
    for size in sizes {
        if x > 0.0 && x + size.w > limit + 0.5 {
            (x, y, row) = (0.0, y + row + gap, 0.0);
        }
        corners.push(Point::new(x, y));
        whole = Size::new(whole.w.max(x + size.w), whole.h.max(y + size.h));
        x += size.w + gap;
        row = row.max(size.h);
    }
    (corners, whole)
}
