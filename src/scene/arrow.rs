//! Thick arrows to some sides of their box.

use crate::base::{Direction, Rect, Sides, Size};

/// The length of a head, in parts of the thickness of its arrow, and what it takes of its box at most.
const HEAD: f64 = 0.45;
const MOST: f64 = 0.34;
/// What its wings stand out, in parts of the thickness.
const WING: f64 = 0.2;
/// The same for arrows both upright and level, in px: head, wings.
const CROSSED: (f64, f64) = (13.0, 6.0);
/// Half the thickness of their arms.
const ARM: f64 = 8.0;

/// Which axes an arrow has.
const fn axes(sides: Sides) -> (bool, bool) {
    let level = sides.has(Direction::Left) || sides.has(Direction::Right);
    (level, sides.has(Direction::Up) || sides.has(Direction::Down))
}

/// The length of heads and how far wings stand out, left and right and above and below.
fn head(sides: Sides, rect: Rect) -> (f64, f64) {
    match axes(sides) {
        (true, true) => {
            let fit = (rect.w.min(rect.h) / (4.0 * (CROSSED.0 + CROSSED.1))).min(1.0);
            (CROSSED.0 * fit, CROSSED.1 * fit)
        }
        (true, false) => ((HEAD * rect.h).min(MOST * rect.w), WING * rect.h),
        _ => ((HEAD * rect.w).min(MOST * rect.h), WING * rect.w),
    }
}

/// Where its words go: without heads and wings.
pub(super) fn body(sides: Sides, rect: Rect) -> Rect {
    let (head, wing) = head(sides, rect);
    let both = axes(sides) == (true, true);
    let take = |side: Direction, axis: bool| match (sides.has(side), axis) {
        // An arm as long as the wings keeps the heads of two sides apart.
        (true, _) => head + if both { wing } else { 0.0 },
        (false, true) => 0.0,
        (false, false) => wing,
    };
    let (level, upright) = axes(sides);
    let (left, right) = (take(Direction::Left, level), take(Direction::Right, level));
    let (top, bottom) = (take(Direction::Up, upright), take(Direction::Down, upright));
    Rect::new(rect.x + left, rect.y + top, rect.w - left - right, rect.h - top - bottom)
}

/// The box around an arrow whose words measure `text` with their padding.
pub(super) fn around(sides: Sides, text: Size) -> Size {
    let count = |sides: [Direction; 2], all: Sides| sides.into_iter().filter(|side| all.has(*side)).count() as f64;
    let (across, along) =
        (count([Direction::Left, Direction::Right], sides), count([Direction::Up, Direction::Down], sides));
    match axes(sides) {
        (true, true) => {
            let arm = 2.0 * (CROSSED.0 + CROSSED.1);
            Size::new((text.w + arm).max(2.0 * arm), (text.h + arm).max(2.0 * arm))
        }
        (true, false) => {
            let thick = text.h / (1.0 - 2.0 * WING);
            Size::new((text.w + across * HEAD * thick).max(across * HEAD * thick / MOST), thick)
        }
        _ => {
            let thick = text.w / (1.0 - 2.0 * WING);
            let head = (HEAD * thick).min(text.h);
            Size::new(thick, text.h + along * head)
        }
    }
}

/// Its corners, around.
pub(super) fn corners(sides: Sides, rect: Rect) -> Vec<(f64, f64)> {
    let (head, wing) = head(sides, rect);
    let body = body(sides, rect);
    let middle = body.center();
    let (left, top, right, bottom) = (body.x, body.y, body.right(), body.bottom());
    // Where there are arms, they are narrower than what is between them.
    let thick = |side: f64| if axes(sides) == (true, true) { (side / 2.0 - wing).min(ARM) } else { side / 2.0 };
    let (x, y) = (thick(body.w), thick(body.h));
    let mut out = vec![(left, top)];
    if sides.has(Direction::Up) {
        let base = rect.y + head;
        let (from, to) = (middle.x - x, middle.x + x);
        out.extend([(from, top), (from, base), (from - wing, base), (middle.x, rect.y)]);
        out.extend([(to + wing, base), (to, base), (to, top)]);
    }
    out.push((right, top));
    if sides.has(Direction::Right) {
        let base = rect.right() - head;
        let (from, to) = (middle.y - y, middle.y + y);
        out.extend([(right, from), (base, from), (base, from - wing), (rect.right(), middle.y)]);
        out.extend([(base, to + wing), (base, to), (right, to)]);
    }
    out.push((right, bottom));
    if sides.has(Direction::Down) {
        let base = rect.bottom() - head;
        let (from, to) = (middle.x + x, middle.x - x);
        out.extend([(from, bottom), (from, base), (from + wing, base), (middle.x, rect.bottom())]);
        out.extend([(to - wing, base), (to, base), (to, bottom)]);
    }
    out.push((left, bottom));
    if sides.has(Direction::Left) {
        let base = rect.x + head;
        let (from, to) = (middle.y + y, middle.y - y);
        out.extend([(left, from), (base, from), (base, from + wing), (rect.x, middle.y)]);
        out.extend([(base, to - wing), (base, to), (left, to)]);
    }
    out
}
