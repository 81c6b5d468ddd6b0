//! Sets the parts beside and below each other toward the wanted aspect ratio.
//!
//! Needs: sizes of parts in the user's picture. Leaves: their top left corners. Cost: linear.
//! Paper: Freivalds, Dogrusoz, Kikusts, "Disconnected graph layout and the polyomino packing approach", 2002 (rows here).

use crate::base::{Point, Size};

/// Corners by part, and the size of the whole. `gap` in px; `aspect` is width by height.
pub(super) fn pack(sizes: &[Size], gap: f64, aspect: f64) -> (Vec<Point>, Size) {
    let area: f64 = sizes.iter().map(|s| (s.w + gap) * (s.h + gap)).sum();
    let widest = sizes.iter().fold(0.0_f64, |w, s| w.max(s.w));
    let limit = widest.max((area * aspect).sqrt());
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
