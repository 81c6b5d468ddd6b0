//! Rounds the corners of finished routes as far as the corridor around them is free.
//!
//! Needs: a layout. Leaves: how much of the two pieces at each corner a curve may take the place of. The curve lies in the
//! triangle that is cut off; no node, label, title or corner of another edge is in it, no frame reaches into it whose
//! border the pieces do not cross, and so a curve touches and crosses what its corner did.
//! Cost: `O(c k)` in corners, with `k` boxes and corners near each.

use super::grid::Grid;
use super::{Layout, Route};
use crate::base::{Arrow, Point, Rect};
use crate::graph::{End, Graph};
use std::collections::BTreeMap;

/// The most that is cut off a piece, in px: a curve that is longer says nothing of where the edge goes.
const LONGEST: f64 = 160.0;
/// How much longer one half of a curve may be than the other: beyond that it looks like a corner again.
const LOPSIDED: f64 = 8.0;
/// What stays straight at an end with an arrow head, and without, in px.
const HEAD: f64 = 11.0;
const TAIL: f64 = 5.0;
/// What a curve keeps off a box, in px.
const CLEAR: f64 = 3.0;
/// Corners that are nearer to a line than this lie on it, in px.
const ON_LINE: f64 = 0.5;
/// Straight steps that a curve is written in.
const STEPS: usize = 8;
/// Length of the handles of a quarter of an ellipse, by its radius.
const HANDLE: f64 = 0.5523;

/// A quarter of an ellipse for the corner `at` between two pieces, with so much of both cut off: its start, two handles
/// and its end.
pub fn curve(before: Point, at: Point, after: Point, cuts: [f64; 2]) -> [Point; 4] {
    let (start, end) = (toward(at, before, cuts[0]), toward(at, after, cuts[1]));
    let rest = 1.0 - HANDLE;
    [start, toward(at, before, cuts[0] * rest), toward(at, after, cuts[1] * rest), end]
}

impl Route {
    /// The way with every curve in 8 straight steps; the corners themselves where nothing is smoothed.
    pub fn flattened(&self) -> Vec<Point> {
        let mut out = Vec::with_capacity(self.points.len() + self.cuts.len() * STEPS);
        for (i, &at) in self.points.iter().enumerate() {
            let corner = i.checked_sub(1).and_then(|k| Some((self.points[k], *self.cuts.get(k)?)));
            let (Some((before, cuts)), Some(&after)) = (corner, self.points.get(i + 1)) else {
                out.push(at);
                continue;
            };
            let [a, b, c, d] = curve(before, at, after, cuts);
            out.push(a);
            out.extend((1..=STEPS).map(|k| {
                let t = k as f64 / STEPS as f64;
                let s = 1.0 - t;
                let of = |a: f64, b: f64, c: f64, d: f64| {
                    s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
                };
                Point::new(of(a.x, b.x, c.x, d.x), of(a.y, b.y, c.y, d.y))
            }));
        }
        out.dedup_by(|a, b| length(*a, *b) < 1e-6);
        out
    }
}

/// Gives every route its cuts.
pub(super) fn smooth(graph: &Graph, layout: &mut Layout) {
    let labels = layout.edges.iter().filter_map(|e| e.label);
    let titles = layout.titles.iter().copied().filter(|at| !at.size().is_empty());
    let mut boxes: Vec<Rect> =
        layout.nodes.iter().copied().chain(labels).chain(titles).map(|at| at.grown(CLEAR)).collect();
    let frames = boxes.len();
    boxes.extend(&layout.clusters);
    let corners_from = boxes.len();
    let corners = layout.edges.iter().flat_map(|e| e.points.iter().skip(1).take(e.points.len().saturating_sub(2)));
    boxes.extend(corners.map(|p| Rect::new(p.x, p.y, 0.0, 0.0)));
    let obstacles = Obstacles { grid: Grid::new(&boxes), boxes, frames, corners: corners_from };
    for (route, edge) in layout.edges.iter_mut().zip(graph.net.edge_weights()) {
        let n = route.points.len();
        let signed = edge.ends.map_or(edge.arrow == Arrow::Both, |ends| ends.tail != End::None);
        let tail = if signed { HEAD } else { TAIL };
        // Half of a piece for each of its two corners; all but the straight bit where its other end is an end.
        let room = |from: usize, to: usize| {
            let length = length(route.points[from], route.points[to]);
            let free = match to {
                0 => length - tail,
                _ if to + 1 == n => length - HEAD,
                _ => length / 2.0,
            };
            free.clamp(0.0, LONGEST)
        };
        let cuts: Vec<[f64; 2]> = (1..n.saturating_sub(1))
            .map(|i| {
                let corner = [route.points[i - 1], route.points[i], route.points[i + 1]];
                obstacles.fit(corner, [room(i, i - 1), room(i, i + 1)])
            })
            .collect();
        route.cuts = cuts;
    }
    share(layout);
}

/// Corners of a trunk become one curve: the smallest of all.
fn share(layout: &mut Layout) {
    let key = |route: &Route, k: usize| {
        let whole = |v: f64| v.round() as i64;
        let way = |to: Point, at: Point| (whole(to.x - at.x).signum(), whole(to.y - at.y).signum());
        let (before, at, after) = (route.points[k], route.points[k + 1], route.points[k + 2]);
        (whole(at.x), whole(at.y), way(before, at), way(after, at))
    };
    let mut least: BTreeMap<_, [f64; 2]> = BTreeMap::new();
    for route in &layout.edges {
        for (k, &[a, b]) in route.cuts.iter().enumerate() {
            let shared = least.entry(key(route, k)).or_insert([a, b]);
            *shared = [shared[0].min(a), shared[1].min(b)];
        }
    }
    for route in &mut layout.edges {
        for k in 0..route.cuts.len() {
            route.cuts[k] = least.get(&key(route, k)).copied().unwrap_or(route.cuts[k]);
        }
    }
}

/// What curves keep off: nodes, labels and titles, then frames, then corners.
struct Obstacles {
    boxes: Vec<Rect>,
    grid: Grid,
    /// Where frames begin, and corners.
    frames: usize,
    corners: usize,
}

impl Obstacles {
    /// The largest cuts up to these whose triangle is free.
    fn fit(&self, corner: [Point; 3], room: [f64; 2]) -> [f64; 2] {
        let [before, at, after] = corner;
        if room[0] <= 0.0 || room[1] <= 0.0 {
            return [0.0; 2];
        }
        let (a, b) = (toward(at, before, room[0]), toward(at, after, room[1]));
        let reach = Rect::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs());
        // How far what is near is along either piece.
        let mut inside = Vec::new();
        let [mut a, mut b] = room;
        for k in self.grid.near(reach) {
            let ((u0, u1), (v0, v1)) = (along(at, before, self.boxes[k]), along(at, after, self.boxes[k]));
            if k >= self.corners {
                if u0 > ON_LINE && v0 > ON_LINE {
                    inside.push((u0, v0));
                }
            } else if u0 > 0.0 && v0 > 0.0 {
                inside.push((u0, v0));
            } else if k < self.frames && u1 > 0.0 && v1 > 0.0 {
                // Something that a piece runs through or along, like the label of the edge, ends the curve; a border is
                // crossed by the curve as it is by the piece.
                (a, b) = if u0 > 0.0 { (a.min(u0), b) } else { (a, b.min(v0.max(0.0))) };
            }
        }
        let wanted = [a.min(LOPSIDED * b), b.min(LOPSIDED * a)];
        let mut share = 1.0f64;
        for (u, v) in inside {
            share = share.min(u / wanted[0].max(1e-6) + v / wanted[1].max(1e-6));
        }
        wanted.map(|cut| cut * share)
    }
}

/// Where a box begins and ends for one who goes from `at` straight to `to`.
fn along(at: Point, to: Point, rect: Rect) -> (f64, f64) {
    if (to.x - at.x).abs() > (to.y - at.y).abs() {
        if to.x > at.x { (rect.x - at.x, rect.right() - at.x) } else { (at.x - rect.right(), at.x - rect.x) }
    } else if to.y > at.y {
        (rect.y - at.y, rect.bottom() - at.y)
    } else {
        (at.y - rect.bottom(), at.y - rect.y)
    }
}

/// Of an upright or level piece.
fn length(a: Point, b: Point) -> f64 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

/// The point `by` px from `from` on an upright or level way to `to`.
fn toward(from: Point, to: Point, by: f64) -> Point {
    let length = length(from, to);
    if length < 1e-9 {
        return from;
    }
    Point::new(from.x + (to.x - from.x) * by / length, from.y + (to.y - from.y) * by / length)
}
