//! What ways may run along: the lines of the gutters, and those through the middles of what edges end at.
//!
//! Needs: boxes and the lines of the gutters. Leaves: points where lines cross or end, and the free pieces between them.
//! Cost: `O(k log k)` in the crossings `k` of lines, which are a few for each cell.

use super::{Axis, Placed, Track, corner, end_box};
use crate::base::{Direction, Point, Rect};
use crate::graph::{Graph, Places};
use crate::layout::grid::Grid;
use petgraph::graph::EdgeIndex;
use std::collections::{BTreeMap, BTreeSet};

/// Slack for rounding, in px.
const SLACK: f64 = 0.5;
/// What runs beside a box keeps off it so far, in px.
const CLEAR: f64 = 2.0;
/// Parts of a px that tell two points apart.
const FINE: f64 = 8.0;

/// Sides in the order of ports.
pub(super) const SIDES: [Direction; 4] = [Direction::Up, Direction::Right, Direction::Down, Direction::Left];

/// Points and the pieces between them.
#[derive(Default)]
pub(super) struct Net {
    pub(super) points: Vec<Point>,
    /// The innermost frame around each point, by index.
    pub(super) frames: Vec<Option<usize>>,
    /// By point: the next ones, the line to each and its number.
    pub(super) next: Vec<Vec<Piece>>,
    /// How many pieces there are.
    pub(super) count: usize,
    /// By edge: where it may leave its tail, and come to its head.
    pub(super) ports: Vec<[Vec<(Direction, u32)>; 2]>,
    known: BTreeMap<(i64, i64), u32>,
}

/// A free piece of a line.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) to: u32,
    pub(super) axis: Axis,
    pub(super) nth: u32,
}

impl Net {
    pub(super) fn new(graph: &Graph, places: &Places, placed: &Placed) -> Self {
        let mut out = Self::default();
        let mut boxes: Vec<Rect> = placed.nodes.iter().map(|at| at.grown(-SLACK)).collect();
        boxes.extend(placed.titles.iter().filter(|at| !at.size().is_empty()).map(|at| at.grown(-SLACK)));
        let near = Grid::new(&boxes);
        let whole = placed.tracks.iter().map(Track::rect).reduce(Rect::union).unwrap_or_default();
        let mut tracks = placed.tracks.clone();
        let mut stops: Vec<Vec<u32>> = vec![Vec::new(); tracks.len()];
        // By port: the line that leaves there.
        let mut rays: BTreeMap<(u32, Direction), usize> = BTreeMap::new();
        for edge in 0..graph.net.edge_count() {
            let ends = [false, true].map(|is_head| end_box(graph, placed, edge, is_head));
            let mut ports = [Vec::new(), Vec::new()];
            for (end, &(at, frame)) in ends.iter().enumerate() {
                let other = ends[1 - end].0;
                for side in SIDES {
                    // Where sides are asked for, that of a frame is meant beside the node.
                    let port = match frame.filter(|_| !places.sides.is_empty()) {
                        Some(_) => beside(placed, graph, edge, end, at, side),
                        None => middle(at, side),
                    };
                    let point = out.point(port);
                    ports[end].push((side, point));
                    // The border of a frame is left to both sides.
                    let inward = frame.is_some().then_some(side.opposite());
                    for toward in [Some(side), inward].into_iter().flatten() {
                        let ray = *rays.entry((point, toward)).or_insert_with(|| {
                            tracks.push(ray(port, toward, whole, &boxes, &near));
                            stops.push(vec![point]);
                            tracks.len() - 1
                        });
                        // What stands straight before the other end may go straight to it.
                        if let Some(met) = meets(&tracks[ray], toward, other).filter(|_| at != other && toward == side)
                        {
                            let met = out.point(met);
                            stops[ray].push(met);
                            ports[1 - end].push((side.opposite(), met));
                        }
                    }
                }
            }
            out.ports.push(ports);
        }
        out.cross(&tracks, &mut stops);
        out.join(&tracks, &mut stops, &boxes, &near);
        out.surround(placed, graph);
        out
    }

    /// The point there.
    fn point(&mut self, at: Point) -> u32 {
        let key = ((at.x * FINE).round() as i64, (at.y * FINE).round() as i64);
        let next = self.points.len() as u32;
        let found = *self.known.entry(key).or_insert(next);
        if found == next {
            self.points.push(at);
        }
        found
    }

    /// Points where lines cross.
    fn cross(&mut self, tracks: &[Track], stops: &mut [Vec<u32>]) {
        let upright: Vec<usize> = (0..tracks.len()).filter(|&i| tracks[i].axis == Axis::Upright).collect();
        let rects: Vec<Rect> = upright.iter().map(|&i| tracks[i].rect()).collect();
        let grid = Grid::new(&rects);
        for (i, level) in tracks.iter().enumerate().filter(|(_, track)| track.axis == Axis::Level) {
            for k in grid.near(level.rect()) {
                let other = &tracks[upright[k]];
                let within = |at: f64, on: &Track| at >= on.from - SLACK && at <= on.to + SLACK;
                if within(other.at, level) && within(level.at, other) {
                    let point = self.point(Point::new(other.at, level.at));
                    stops[i].push(point);
                    stops[upright[k]].push(point);
                }
            }
        }
    }

    /// Pieces between points beside each other on a line.
    fn join(&mut self, tracks: &[Track], stops: &mut [Vec<u32>], boxes: &[Rect], near: &Grid) {
        self.next = vec![Vec::new(); self.points.len()];
        let mut known: BTreeSet<(u32, u32)> = BTreeSet::new();
        for (track, stops) in tracks.iter().zip(stops) {
            let along = |p: u32| {
                let p = self.points[p as usize];
                if track.axis == Axis::Level { p.x } else { p.y }
            };
            stops.sort_by(|&a, &b| along(a).total_cmp(&along(b)).then(a.cmp(&b)));
            stops.dedup();
            for pair in stops.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let line = Rect::between(self.points[a as usize], self.points[b as usize]);
                let (dx, dy) = if track.axis == Axis::Level { (0.0, CLEAR) } else { (CLEAR, 0.0) };
                let wide = |at: Rect| Rect::new(at.x - dx, at.y - dy, at.w + 2.0 * dx, at.h + 2.0 * dy);
                let is_free = !near.near(wide(line)).any(|k| touches(line, wide(boxes[k])));
                if is_free && known.insert((a.min(b), a.max(b))) {
                    let nth = self.count as u32;
                    self.count += 1;
                    self.next[a as usize].push(Piece { to: b, axis: track.axis, nth });
                    self.next[b as usize].push(Piece { to: a, axis: track.axis, nth });
                }
            }
        }
    }

    /// Finds the innermost frame around each point.
    fn surround(&mut self, placed: &Placed, graph: &Graph) {
        let mut depths: Vec<usize> = Vec::with_capacity(placed.clusters.len());
        for cluster in &graph.clusters.clusters {
            depths.push(cluster.parent.map_or(0, |parent| depths[parent.index()] + 1));
        }
        let inner: Vec<Rect> = placed.clusters.iter().map(|at| at.grown(-SLACK)).collect();
        let grid = Grid::new(&inner);
        let around = |at: &Point| {
            let spot = Rect::new(at.x, at.y, 0.0, 0.0);
            grid.near(spot).filter(|&k| inner[k].contains(spot)).max_by_key(|&k| depths[k])
        };
        self.frames = self.points.iter().map(around).collect();
    }
}

/// The middle of a side.
fn middle(at: Rect, side: Direction) -> Point {
    let middle = at.center();
    match side {
        Direction::Up => Point::new(middle.x, at.y),
        Direction::Down => Point::new(middle.x, at.bottom()),
        Direction::Left => Point::new(at.x, middle.y),
        Direction::Right => Point::new(at.right(), middle.y),
    }
}

/// The place on the border of a frame that is beside the node in it which an edge names.
fn beside(placed: &Placed, graph: &Graph, edge: usize, end: usize, frame: Rect, side: Direction) -> Point {
    let (tail, head) = graph.net.edge_endpoints(EdgeIndex::new(edge)).unwrap_or_default();
    let node = placed.nodes[if end == 0 { tail } else { head }.index()].center();
    let border = middle(frame, side);
    if Axis::of(side) == Axis::Level { Point::new(border.x, node.y) } else { Point::new(node.x, border.y) }
}

/// From a port to the first box in its way.
fn ray(port: Point, toward: Direction, whole: Rect, boxes: &[Rect], near: &Grid) -> Track {
    let (x, y) = (port.x, port.y);
    let line = match toward {
        Direction::Up => Rect::new(x, whole.y, 0.0, y - SLACK - whole.y),
        Direction::Down => Rect::new(x, y + SLACK, 0.0, whole.bottom() - y - SLACK),
        Direction::Left => Rect::new(whole.x, y, x - SLACK - whole.x, 0.0),
        Direction::Right => Rect::new(x + SLACK, y, whole.right() - x - SLACK, 0.0),
    };
    let met = near.near(line).map(|k| boxes[k]).filter(|&at| touches(line, at));
    let (axis, at, from, to) = match toward {
        Direction::Up => (Axis::Upright, x, met.map(Rect::bottom).fold(whole.y, f64::max), y),
        Direction::Down => (Axis::Upright, x, y, met.map(|at| at.y).fold(whole.bottom(), f64::min)),
        Direction::Left => (Axis::Level, y, met.map(Rect::right).fold(whole.x, f64::max), x),
        Direction::Right => (Axis::Level, y, x, met.map(|at| at.x).fold(whole.right(), f64::min)),
    };
    Track { axis, at, from, to, gutter: None }
}

/// Where a line that leaves in a direction comes to the side of a box, away from its corners.
fn meets(ray: &Track, toward: Direction, at: Rect) -> Option<Point> {
    let (start, length) = if ray.axis == Axis::Level { (at.y, at.h) } else { (at.x, at.w) };
    if ray.at < start + corner(length) || ray.at > start + length - corner(length) {
        return None;
    }
    let (met, point) = match toward {
        Direction::Up => (at.bottom(), Point::new(ray.at, at.bottom())),
        Direction::Down => (at.y, Point::new(ray.at, at.y)),
        Direction::Left => (at.right(), Point::new(at.right(), ray.at)),
        Direction::Right => (at.x, Point::new(at.x, ray.at)),
    };
    (met >= ray.from - 2.0 * SLACK && met <= ray.to + 2.0 * SLACK).then_some(point)
}

/// Whether a line runs through the inside of a box.
pub(super) fn touches(line: Rect, at: Rect) -> bool {
    line.x < at.right() && line.right() > at.x && line.y < at.bottom() && line.bottom() > at.y
}
