//! Ways that run along each other, side by side.
//!
//! Needs: the corners of ways. Leaves: lines that are apart, and what room gutters lack. Where ways share a line, their order
//! on it is that in which they leave it, so that they do not cross.
//! Cost: `O(k log k)` in the pieces `k` of ways, and for each piece how many are on its line.

use super::way::Way;
use super::{Axis, Gutter, Placed, Track, corner, end_box};
use crate::base::{Point, Rect};
use crate::graph::Graph;
use crate::layout::grid::Grid;
use petgraph::unionfind::UnionFind;
use std::collections::BTreeMap;

/// How far from a line others count as on the same one, in px.
const NEAR: f64 = 6.0;
/// The same once they are apart, and how far they are then at least, in px.
const TIGHT: f64 = 2.0;
const LEAST: f64 = 0.8;
/// How far a piece may move, and how near boxes and borders it may come, in px.
const REACH: f64 = 60.0;
const CLEAR: f64 = 5.0;
/// How far the end of a piece may move where the next one makes room, in px.
const TURN: f64 = 28.0;
/// A way does not step aside by less than this where it may go straight on, in px.
const STEP: f64 = 26.0;
/// Room for an arrow head and a piece of line before it, in px.
pub(super) const STUB: f64 = 18.0;

/// The way of an edge in pieces that are upright and level by turns.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) start: Point,
    pub(super) end: Point,
    pub(super) pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) axis: Axis,
    /// Where it is across.
    pub(super) at: f64,
    /// Where it was before it made room, and how many share that line.
    track: f64,
    lanes: usize,
}

impl Line {
    fn new(corners: &[Point]) -> Self {
        let piece = |ends: &[Point]| {
            let is_level = (ends[0].y - ends[1].y).abs() <= (ends[0].x - ends[1].x).abs();
            let (axis, at) = if is_level { (Axis::Level, ends[0].y) } else { (Axis::Upright, ends[0].x) };
            Piece { axis, at, track: at, lanes: 1 }
        };
        let ends = (corners.first().copied().unwrap_or_default(), corners.last().copied().unwrap_or_default());
        Self { start: ends.0, end: ends.1, pieces: corners.windows(2).map(piece).collect() }
    }

    /// Its corners, both ends among them.
    pub(super) fn points(&self) -> Vec<Point> {
        let (Some(first), Some(last)) = (self.pieces.first(), self.pieces.last()) else {
            return vec![self.start, self.end];
        };
        let on = |piece: &Piece, at: Point| match piece.axis {
            Axis::Level => Point::new(at.x, piece.at),
            Axis::Upright => Point::new(piece.at, at.y),
        };
        let mut out = vec![on(first, self.start)];
        out.extend(self.pieces.windows(2).map(|pair| match pair[0].axis {
            Axis::Level => Point::new(pair[1].at, pair[0].at),
            Axis::Upright => Point::new(pair[0].at, pair[1].at),
        }));
        out.push(on(last, self.end));
        out
    }
}

/// A piece, and where it may be.
struct Spot {
    edge: usize,
    nth: usize,
    axis: Axis,
    at: f64,
    from: f64,
    to: f64,
    low: f64,
    high: f64,
    /// To which side the way turns at its ends: -1 to the smaller one, 0 where it ends.
    turns: [i8; 2],
}

impl Spot {
    /// Its place among those beside it, as far as that is seen from itself.
    fn order(&self) -> (i8, f64) {
        let [low, high] = self.turns;
        let length = self.to - self.from;
        let then = match (low, high) {
            (-1, 1) => -self.from,
            (1, -1) => self.from,
            (0, 0) => 0.0,
            _ if low + high < 0 => length,
            _ => -length,
        };
        (low + high, then)
    }
}

/// Moves apart what runs along each other.
pub(super) fn spread(graph: &Graph, placed: &Placed, ways: &[Way], gap: f64) -> Vec<Line> {
    let walls = Walls::new(placed);
    let ends = |edge: usize| [false, true].map(|is_head| end_box(graph, placed, edge, is_head).0);
    let mut lines: Vec<Line> = Vec::with_capacity(ways.len());
    for (edge, way) in ways.iter().enumerate() {
        let mut line = Line::new(&way.corners);
        walls.straighten(edge, &mut line, ends(edge));
        lines.push(line);
    }
    // What made room for others may lie on a third line then.
    for near in [NEAR, TIGHT, TIGHT] {
        for axis in [Axis::Level, Axis::Upright] {
            let mut spots = Vec::new();
            for (edge, line) in lines.iter().enumerate() {
                let own = (0..line.pieces.len()).filter(|&nth| line.pieces[nth].axis == axis);
                spots.extend(own.map(|nth| walls.spot(edge, line, nth, ends(edge))));
            }
            for (at, spot, lanes) in apart(&spots, gap, near) {
                let piece = &mut lines[spots[spot].edge].pieces[spots[spot].nth];
                (piece.at, piece.lanes) = (at, lanes.max(piece.lanes));
            }
        }
    }
    lines
}

fn line_rect(points: &[Point], nth: usize) -> Rect {
    Rect::between(points[nth], points[nth + 1])
}

fn spot(edge: usize, nth: usize, piece: &Piece, points: &[Point]) -> Spot {
    let along = |p: Point| if piece.axis == Axis::Level { p.x } else { p.y };
    let across = |p: Point| if piece.axis == Axis::Level { p.y } else { p.x };
    let (a, b) = (points[nth], points[nth + 1]);
    let turn = |other: Option<&Point>| other.map_or(0, |&p| if across(p) < piece.at { -1 } else { 1 });
    let before = turn(nth.checked_sub(1).and_then(|i| points.get(i)));
    let behind = turn(points.get(nth + 2));
    let turns = if along(a) <= along(b) { [before, behind] } else { [behind, before] };
    let (from, to) = (along(a).min(along(b)), along(a).max(along(b)));
    let (low, high) = (piece.at - REACH, piece.at + REACH);
    Spot { edge, nth, axis: piece.axis, at: piece.at, from, to, low, high, turns }
}

/// A piece that ends at a side stays off its corners.
fn keep_to_side(spot: &mut Spot, at: Rect) {
    let (start, length) = if spot.axis == Axis::Level { (at.y, at.h) } else { (at.x, at.w) };
    spot.low = spot.low.max(start + corner(length));
    spot.high = spot.high.min(start + length - corner(length));
}

/// What pieces keep off: boxes, and the borders of frames.
struct Walls {
    boxes: Vec<Rect>,
    /// By box: whether it is a border, and of which axis.
    borders: Vec<Option<Axis>>,
    grid: Grid,
}

impl Walls {
    fn new(placed: &Placed) -> Self {
        let titles = placed.titles.iter().filter(|at| !at.size().is_empty());
        let mut boxes: Vec<Rect> = placed.nodes.iter().chain(titles).copied().collect();
        let mut borders = vec![None; boxes.len()];
        for at in &placed.clusters {
            for y in [at.y, at.bottom()] {
                boxes.push(Rect::new(at.x, y, at.w, 0.0));
                borders.push(Some(Axis::Level));
            }
            for x in [at.x, at.right()] {
                boxes.push(Rect::new(x, at.y, 0.0, at.h));
                borders.push(Some(Axis::Upright));
            }
        }
        let grid = Grid::new(&boxes);
        Self { boxes, borders, grid }
    }

    /// A piece of a line, and where it may be.
    fn spot(&self, edge: usize, line: &Line, nth: usize, ends: [Rect; 2]) -> Spot {
        let points = line.points();
        let mut spot = spot(edge, nth, &line.pieces[nth], &points);
        self.bound(&mut spot, &line_rect(&points, nth));
        for (is_end, at) in [(nth == 0, ends[0]), (nth + 1 == line.pieces.len(), ends[1])] {
            if is_end {
                keep_to_side(&mut spot, at);
            }
        }
        spot
    }

    /// Takes small steps out of a line, where both of its pieces may be on one.
    fn straighten(&self, edge: usize, line: &mut Line, ends: [Rect; 2]) {
        let mut nth = 0;
        while nth + 2 < line.pieces.len() {
            let (before, behind) = (line.pieces[nth], line.pieces[nth + 2]);
            if (before.at - behind.at).abs() < STEP {
                let (a, b) = (self.spot(edge, line, nth, ends), self.spot(edge, line, nth + 2, ends));
                let (low, high) = (a.low.max(b.low), a.high.min(b.high));
                if low <= high {
                    // A line of a gutter stays where it is.
                    let wanted = if nth == 0 { behind.at } else { before.at };
                    let at = wanted.clamp(low, high);
                    line.pieces[nth] = Piece { at, track: at, ..before };
                    line.pieces.drain(nth + 1..nth + 3);
                    nth = nth.saturating_sub(1);
                    continue;
                }
            }
            nth += 1;
        }
    }

    /// Bounds where a piece may be by what is beside it.
    fn bound(&self, spot: &mut Spot, line: &Rect) {
        let (dx, dy) = if spot.axis == Axis::Level { (0.0, REACH) } else { (REACH, 0.0) };
        let around = Rect::new(line.x - dx, line.y - dy, line.w + 2.0 * dx, line.h + 2.0 * dy);
        for k in self.grid.near(around) {
            if self.borders[k].is_some_and(|axis| axis != spot.axis) {
                continue;
            }
            let at = self.boxes[k];
            let (from, to, low, high) = match spot.axis {
                Axis::Level => (at.x, at.right(), at.y, at.bottom()),
                Axis::Upright => (at.y, at.bottom(), at.x, at.right()),
            };
            // An end that turns may yet move with the piece behind it.
            let [before, behind] = spot.turns.map(|turn| if turn == 0 { -1.0 } else { TURN });
            if from >= spot.to + behind || to <= spot.from - before {
                continue;
            }
            if high <= spot.at {
                spot.low = spot.low.max((high + CLEAR).min(spot.at));
            } else if low >= spot.at {
                spot.high = spot.high.min((low - CLEAR).max(spot.at));
            }
        }
    }
}

/// Where each piece goes that shares its line, and how many do.
fn apart(spots: &[Spot], gap: f64, close: f64) -> Vec<(f64, usize, usize)> {
    let mut across: Vec<usize> = (0..spots.len()).collect();
    across.sort_by(|&a, &b| spots[a].at.total_cmp(&spots[b].at).then(a.cmp(&b)));
    let beside = |a: &Spot, b: &Spot| {
        (a.at - b.at).abs() < close && a.to.min(b.to) - a.from.max(b.from) > -gap && a.edge != b.edge
    };
    let near = |i: usize| {
        let spot = &spots[i];
        let first = across.partition_point(|&k| spots[k].at <= spot.at - close);
        let level = across[first..].iter().copied().take_while(|&k| spots[k].at < spot.at + close);
        level.filter(move |&k| k != i && beside(spot, &spots[k]))
    };
    let mut sets = UnionFind::<usize>::new(spots.len());
    for i in 0..spots.len() {
        for k in near(i) {
            sets.union(i, k);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, leader) in sets.into_labeling().into_iter().enumerate() {
        groups.entry(leader).or_default().push(i);
    }
    let mut out = Vec::new();
    let mut lane = vec![usize::MAX; spots.len()];
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let mut order = group;
        order.sort_by(|&a, &b| {
            let ((a_turn, a_then), (b_turn, b_then)) = (spots[a].order(), spots[b].order());
            a_turn.cmp(&b_turn).then(a_then.total_cmp(&b_then)).then(a.cmp(&b))
        });
        let mut lanes = 0;
        for &i in &order {
            let taken = near(i).map(|k| lane[k]).filter(|&k| k != usize::MAX).max();
            lane[i] = taken.map_or(0, |lane| lane + 1);
            lanes = lanes.max(lane[i] + 1);
        }
        let bound = |start: f64, of: fn(&Spot) -> f64, by: fn(f64, f64) -> f64| {
            order.iter().map(|&i| of(&spots[i])).fold(start, by)
        };
        let low = bound(f64::NEG_INFINITY, |spot| spot.low, f64::max);
        let high = bound(f64::INFINITY, |spot| spot.high, f64::min);
        let room = (high - low).max(0.0);
        let step = gap.min(room / (lanes.max(2) - 1) as f64).max(LEAST);
        let width = step * (lanes - 1) as f64;
        let middle = spots[order[0]].at;
        let first = (middle - width / 2.0).clamp(low.min(high - width), low.max(high - width));
        out.extend(order.iter().map(|&i| {
            let (spot, at) = (&spots[i], first + step * lane[i] as f64);
            // Where there is too little room some stay on one line, rather than off their sides or on what is beside them.
            (at.clamp(spot.low.min(spot.at), spot.high.max(spot.at)), i, lanes)
        }));
    }
    out
}

/// How wide gutters have to be for what runs in them.
pub(super) fn asked(placed: &Placed, lines: &[Line], gap: f64) -> BTreeMap<Gutter, f64> {
    let mut asked: BTreeMap<Gutter, f64> = BTreeMap::new();
    let rects: Vec<Rect> = placed.tracks.iter().map(Track::rect).collect();
    let grid = Grid::new(&rects);
    for way in lines {
        let points = way.points();
        for (nth, piece) in way.pieces.iter().enumerate() {
            let run = line_rect(&points, nth);
            let is_end = nth == 0 || nth + 1 == way.pieces.len();
            let length = run.w.max(run.h);
            for k in grid.near(run.grown(1.0)) {
                let track = &placed.tracks[k];
                let Some((gutter, _)) = track.gutter else { continue };
                let wanted = if track.axis == piece.axis {
                    let (from, to) =
                        if track.axis == Axis::Level { (run.x, run.right()) } else { (run.y, run.bottom()) };
                    let runs = (track.at - piece.track).abs() < 1.0 && from < track.to && to > track.from;
                    if runs { (piece.lanes - 1) as f64 * gap + 2.0 * STUB } else { 0.0 }
                } else {
                    let (from, to) =
                        if piece.axis == Axis::Level { (run.x, run.right()) } else { (run.y, run.bottom()) };
                    if is_end && length < 2.0 * STUB && track.at > from && track.at < to { 2.0 * STUB } else { 0.0 }
                };
                if wanted > 0.0 {
                    let most = asked.entry(gutter).or_default();
                    *most = most.max(wanted);
                }
            }
        }
    }
    asked
}
