//! Sets and what they share, as foreign texts write them.

use crate::base::circle::on_circle;
use crate::base::{Point, Rect, Size, Style};

/// More sets than this are not drawn: every two of them have an area.
pub const MOST_SETS: usize = 8;

/// Sets, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Venn {
    /// Title of the picture.
    pub title: String,
    /// How many sets there are: the first areas are theirs, in the order of the text.
    pub sets: usize,
    /// Sets, then what they share.
    pub areas: Vec<Area>,
}

/// A set, or what several share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// Numbers of its sets, rising: one for a set.
    pub sets: Vec<usize>,
    /// Its name; none where the text says nothing.
    pub label: String,
    /// How large it is, in parts of the whole text.
    pub size: f64,
    /// What is in it, with its look.
    pub texts: Vec<(String, Style)>,
    /// Its look.
    pub style: Style,
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedVenn {
    /// Size of the whole.
    pub size: Size,
    /// By set: the middle and the radius of its circle.
    pub circles: Vec<(Point, f64)>,
    /// By area: where its words stand, and a line to it where they stand outside.
    pub words: Vec<(Rect, Option<[Point; 2]>)>,
}

/// Radius of the largest circle: at least, and as far as it grows for words.
const RADIUS: (f64, f64) = (120.0, 230.0);
/// Smallest circle, in parts of the largest.
const SMALLEST: f64 = 0.25;
/// Between circles that share nothing, in parts of the largest radius.
const APART: f64 = 0.12;
/// Largest share of the smaller of two sets that another set has, where it is not all of it.
const MOST_SHARED: f64 = 0.96;
/// Strips that an overlap is summed in; steps in which a distance is found; rounds in which all distances are made fit.
const STRIPS: usize = 200;
const STEPS: usize = 40;
const ROUNDS: usize = 400;
/// Points a side among which the roomiest of an area is looked for.
const GRID: usize = 40;
/// How much of half the diagonal of words has to be inside of an area; the same before they go outside.
const INSIDE: f64 = 0.92;
const TIGHT: f64 = 0.72;
/// Between the circles and words outside; between two of those.
const ASIDE: (f64, f64) = (36.0, 10.0);

/// Places sets; `words` are the sizes of words, by area.
///
/// Cost: quadratic in sets, of which there are at most [`MOST_SETS`]. Circles of three and more sets are as near to their
/// overlaps as circles can be (stress majorization, Gansner et al. 2004).
pub fn place(venn: &Venn, words: &[Size]) -> PlacedVenn {
    let circles = circles(venn);
    let spots: Vec<(Point, f64)> = venn.areas.iter().map(|area| spot(&circles, &area.sets)).collect();
    let need = |size: &Size| (size.w * size.w + size.h * size.h).sqrt() / 2.0;
    let wanted = spots.iter().zip(words).filter(|((_, room), size)| !size.is_empty() && *room > 0.0);
    let scale =
        wanted.map(|((_, room), size)| INSIDE * need(size) / room).fold(RADIUS.0, f64::max).clamp(RADIUS.0, RADIUS.1);

    let left = circles.iter().map(|(at, r)| at.x - r).fold(f64::MAX, f64::min);
    let top = circles.iter().map(|(at, r)| at.y - r).fold(f64::MAX, f64::min);
    let to = |at: Point| Point::new((at.x - left) * scale, (at.y - top) * scale);
    let mut out = PlacedVenn {
        circles: circles.iter().map(|&(at, r)| (to(at), r * scale)).collect(),
        words: vec![(Rect::default(), None); venn.areas.len()],
        ..PlacedVenn::default()
    };
    for (at, r) in &out.circles {
        out.size = Size::new(out.size.w.max(at.x + r), out.size.h.max(at.y + r));
    }
    let mut outside = Vec::new();
    for (nth, ((spot, room), size)) in spots.iter().zip(words).enumerate().filter(|(_, (_, size))| !size.is_empty()) {
        let middle = to(*spot);
        out.words[nth].0 = Rect::new(middle.x - size.w / 2.0, middle.y - size.h / 2.0, size.w, size.h);
        if TIGHT * need(size) > room * scale {
            outside.push((middle, nth));
        }
    }
    // Words without room stand in a column beside the circles.
    outside.sort_by(|a, b| a.0.y.total_cmp(&b.0.y).then(a.1.cmp(&b.1)));
    let x = out.size.w + ASIDE.0;
    let mut below = 0.0_f64;
    for (middle, nth) in outside {
        let size = words[nth];
        let y = (middle.y - size.h / 2.0).max(below);
        below = y + size.h + ASIDE.1;
        let end = Point::new(x - 4.0, y + size.h / 2.0);
        out.words[nth] = (Rect::new(x, y, size.w, size.h), Some([middle, end]));
        out.size = Size::new(out.size.w.max(x + size.w), out.size.h.max(y + size.h));
    }
    out
}

/// Circles whose areas and overlaps are as the text says, the largest with a radius of 1.
fn circles(venn: &Venn) -> Vec<(Point, f64)> {
    let count = venn.sets.min(venn.areas.len());
    let sets = &venn.areas[..count];
    let largest = sets.iter().map(|area| area.size).fold(f64::MIN_POSITIVE, f64::max);
    let radius = |area: &Area| (area.size.max(0.0) / largest).sqrt().max(SMALLEST);
    let radii: Vec<f64> = sets.iter().map(radius).collect();
    // What all of a union is shared by any two of its sets.
    let mut shared = vec![vec![0.0_f64; count]; count];
    for union in &venn.areas[count..] {
        for &a in &union.sets {
            for &b in union.sets.iter().filter(|&&b| b != a && a < count && b < count) {
                // Of a set that is drawn larger than it is the same part is shared.
                let smaller = radii[a].min(radii[b]);
                let size = sets[a].size.min(sets[b].size);
                let part = if size > 0.0 { (union.size.max(0.0) / size).min(1.0) } else { 0.0 };
                shared[a][b] = shared[a][b].max(part * smaller * smaller);
            }
        }
    }
    let wanted = |a: usize, b: usize| {
        let (r, s) = (radii[a], radii[b]);
        if shared[a][b] <= 0.0 { r + s + APART } else { distance(r, s, shared[a][b] * std::f64::consts::PI) }
    };
    let wanted: Vec<Vec<f64>> = (0..count).map(|a| (0..count).map(|b| wanted(a, b)).collect()).collect();

    let part = 1.0 / count.max(1) as f64;
    let start = |nth: usize| on_circle(Point::default(), 1.0, nth as f64 * part - part / 2.0);
    let mut at: Vec<Point> = (0..count).map(start).collect();
    for _ in 0..ROUNDS {
        let moved = (0..count).map(|a| {
            let (mut x, mut y) = (at[a].x, at[a].y);
            for b in (0..count).filter(|&b| b != a) {
                let (dx, dy) = (at[a].x - at[b].x, at[a].y - at[b].y);
                let far = (dx * dx + dy * dy).sqrt().max(1e-9);
                // What shares nothing may be as far away as it likes.
                let want = if shared[a][b] > 0.0 { wanted[a][b] } else { wanted[a][b].max(far) };
                x += at[b].x + want * dx / far;
                y += at[b].y + want * dy / far;
            }
            Point::new(x * part, y * part)
        });
        at = moved.collect();
    }
    at.into_iter().zip(radii).collect()
}

/// How far apart two circles are that share so much area.
fn distance(r: f64, s: f64, shared: f64) -> f64 {
    let smaller = std::f64::consts::PI * r.min(s) * r.min(s);
    if shared >= smaller * 0.999 {
        return (r - s).abs();
    }
    let shared = shared.min(MOST_SHARED * smaller);
    let (mut near, mut far) = ((r - s).abs(), r + s);
    for _ in 0..STEPS {
        let middle = f64::midpoint(near, far);
        if overlap(r, s, middle) > shared { near = middle } else { far = middle }
    }
    f64::midpoint(near, far)
}

/// The area that two circles share.
fn overlap(r: f64, s: f64, apart: f64) -> f64 {
    let (from, to) = ((apart - s).max(-r), r.min(apart + s));
    let step = (to - from).max(0.0) / STRIPS as f64;
    let half = |nth: usize| {
        let x = from + (nth as f64 + 0.5) * step;
        let (a, b) = (r * r - x * x, s * s - (x - apart) * (x - apart));
        a.min(b).max(0.0).sqrt()
    };
    2.0 * step * (0..STRIPS).map(half).sum::<f64>()
}

/// The unions that no place of the picture is in: circles cannot overlap in every way that a text may ask for.
pub fn unmet(venn: &Venn) -> Vec<usize> {
    let circles = circles(venn);
    let is_apart = |area: &Area| {
        let within: Vec<(Point, f64)> = area.sets.iter().filter_map(|&set| circles.get(set).copied()).collect();
        let all: Vec<usize> = (0..within.len()).collect();
        spot(&within, &all).1 <= 0.0
    };
    (venn.sets..venn.areas.len()).filter(|&at| is_apart(&venn.areas[at])).collect()
}

/// Where an area has most room, and how much around that; what lies in further sets as well is not of the area.
fn spot(circles: &[(Point, f64)], sets: &[usize]) -> (Point, f64) {
    let Some(&(middle, radius)) = sets.iter().filter_map(|&set| circles.get(set)).min_by(|a, b| a.1.total_cmp(&b.1))
    else {
        return (Point::default(), 0.0);
    };
    let room = |at: Point| {
        let rooms = circles.iter().enumerate().map(|(nth, (center, r))| {
            let (dx, dy) = (at.x - center.x, at.y - center.y);
            let inside = r - (dx * dx + dy * dy).sqrt();
            if sets.contains(&nth) { inside } else { -inside }
        });
        rooms.fold(f64::MAX, f64::min)
    };
    let mut best = (middle, room(middle));
    let mut reach = radius;
    // All over the smallest circle, then around the best point.
    for _ in 0..2 {
        let (around, step) = (best.0, 2.0 * reach / GRID as f64);
        for nth in 0..(GRID + 1) * (GRID + 1) {
            let (column, row) = ((nth % (GRID + 1)) as f64, (nth / (GRID + 1)) as f64);
            let at = Point::new(around.x - reach + column * step, around.y - reach + row * step);
            let found = room(at);
            if found > best.1 + 1e-9 {
                best = (at, found);
            }
        }
        reach = 2.0 * step;
    }
    best
}
