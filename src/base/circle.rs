//! Points on circles. Sine and cosine are sums of our own: those of the platform differ in their last digits.

use super::Point;

/// The point of a circle after so many turns clockwise from its top.
pub fn on_circle(center: Point, radius: f64, turns: f64) -> Point {
    let (sin, cos) = sine_cosine(turns);
    Point::new(center.x + radius * sin, center.y - radius * cos)
}

/// Sine and cosine of an angle in turns.
pub fn sine_cosine(turns: f64) -> (f64, f64) {
    let eighths = (turns - turns.floor()) * 8.0;
    let eighth = eighths.floor();
    // An angle of at most an eighth of a turn, from the nearest axis.
    let (part, back) = if eighth as i64 % 2 == 0 { (eighths - eighth, false) } else { (eighth + 1.0 - eighths, true) };
    let x = part * std::f64::consts::FRAC_PI_4;
    let (mut sin, mut cos, mut term) = (0.0, 0.0, 1.0);
    for n in 0..16 {
        let sign = if n % 4 < 2 { 1.0 } else { -1.0 };
        if n % 2 == 0 {
            cos += sign * term;
        } else {
            sin += sign * term;
        }
        term *= x / f64::from(n + 1);
    }
    let (sin, cos) = if back { (cos, sin) } else { (sin, cos) };
    match eighth as i64 / 2 {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

/// The handles of a curve along a circle from one angle to another, at most a quarter of a turn on: two control points and
/// the end.
pub fn arc(center: Point, radius: f64, from: f64, to: f64) -> [Point; 3] {
    let (sin, cos) = sine_cosine((to - from) / 4.0);
    let reach = 4.0 / 3.0 * sin / cos * radius;
    let (start, end) = (on_circle(center, radius, from), on_circle(center, radius, to));
    let ((s0, c0), (s1, c1)) = (sine_cosine(from), sine_cosine(to));
    [Point::new(start.x + reach * c0, start.y + reach * s0), Point::new(end.x - reach * c1, end.y - reach * s1), end]
}
