//! Where the labels of edges stand: on their lines, clear of boxes, of other lines and of each other.
//!
//! Needs: lines that are apart. Leaves: a box for each label, and what room gutters lack for them.
//! Cost: `O(k)` in the pieces `k` of lines, times what is near a label.

use super::lanes::{Line, STUB};
use super::net::touches;
use super::{Axis, Gutter, Placed, Track};
use crate::base::{Point, Rect, Size};
use crate::graph::Graph;
use crate::layout::Sizes;
use crate::layout::grid::Grid;
use std::collections::BTreeMap;

/// Steps in which a place along a line is looked for, and how many at most, in px.
const STEP: f64 = 6.0;
const TRIES: usize = 60;
/// The same for all labels together: of more of them each looks for fewer places, but at least for some.
const ALL_TRIES: usize = 12_000;
const FEWEST_TRIES: usize = 4;
/// Around a label, in px.
const CLEAR: f64 = 3.0;
/// Side of the cells in which labels are found again, in px.
const CELL: f64 = 64.0;

/// What labels must not cover.
struct Free {
    boxes: Vec<Rect>,
    near_boxes: Grid,
    lines: Vec<Rect>,
    /// By line: its edge; borders of frames have none.
    owners: Vec<Option<usize>>,
    near_lines: Grid,
    labels: BTreeMap<(i64, i64), Vec<Rect>>,
}

/// Places the labels, by edge.
pub(super) fn place(
    graph: &Graph,
    placed: &Placed,
    sizes: &Sizes,
    ways: &[Line],
    asked: &mut BTreeMap<Gutter, f64>,
) -> Vec<Option<Rect>> {
    let size = |edge: usize| sizes.labels.get(edge).copied().unwrap_or_default();
    if (0..graph.net.edge_count()).all(|edge| size(edge).is_empty()) {
        return vec![None; ways.len()];
    }
    let mut free = Free::new(placed, ways);
    let count = (0..ways.len()).filter(|&edge| !size(edge).is_empty()).count();
    let tries = (ALL_TRIES / count.max(1)).clamp(FEWEST_TRIES, TRIES);
    let tracks: Vec<Rect> = placed.tracks.iter().map(Track::rect).collect();
    let near_tracks = Grid::new(&tracks);
    let mut out = vec![None; ways.len()];
    for (edge, way) in ways.iter().enumerate() {
        let size = size(edge);
        if size.is_empty() {
            continue;
        }
        let points = way.points();
        let (best, is_free) = free.find(edge, size, &points, tries);
        if !is_free {
            ask(placed, &near_tracks, best, size, way, asked);
        }
        free.take(best);
        out[edge] = Some(best);
    }
    out
}

impl Free {
    fn new(placed: &Placed, ways: &[Line]) -> Self {
        let titles = placed.titles.iter().filter(|at| !at.size().is_empty());
        let boxes: Vec<Rect> = placed.nodes.iter().chain(titles).copied().collect();
        let (mut lines, mut owners) = (Vec::new(), Vec::new());
        for (edge, way) in ways.iter().enumerate() {
            for ends in way.points().windows(2) {
                lines.push(Rect::between(ends[0], ends[1]));
                owners.push(Some(edge));
            }
        }
        for at in &placed.clusters {
            let corners = [
                Point::new(at.x, at.y),
                Point::new(at.right(), at.y),
                Point::new(at.right(), at.bottom()),
                Point::new(at.x, at.bottom()),
            ];
            for i in 0..4 {
                lines.push(Rect::between(corners[i], corners[(i + 1) % 4]));
                owners.push(None);
            }
        }
        let (near_boxes, near_lines) = (Grid::new(&boxes), Grid::new(&lines));
        Self { boxes, near_boxes, lines, owners, near_lines, labels: BTreeMap::new() }
    }

    /// The best place on a line, and whether it covers nothing.
    fn find(&self, edge: usize, size: Size, points: &[Point], tries: usize) -> (Rect, bool) {
        let mut best: Option<(u32, f64, Rect)> = None;
        for (nth, ends) in points.windows(2).enumerate() {
            let (a, b) = (ends[0], ends[1]);
            let length = (a.x - b.x).abs() + (a.y - b.y).abs();
            let own = if (a.y - b.y).abs() < (a.x - b.x).abs() { size.w } else { size.h };
            let is_end = nth == 0 || nth + 2 == points.len();
            let rim = own / 2.0 + if is_end { STUB } else { 0.0 };
            let steps = (((length / 2.0 - rim) / STEP).max(0.0) as usize).min(tries);
            for step in 0..=2 * steps {
                let off = step.div_ceil(2) as f64 * STEP * if step % 2 == 0 { 1.0 } else { -1.0 };
                let part = 0.5 + off / length.max(1.0);
                let middle = Point::new(a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part);
                let at = Rect::new(middle.x - size.w / 2.0, middle.y - size.h / 2.0, size.w, size.h);
                let crowded = u32::from(length < own + if is_end { STUB } else { 0.0 });
                let covered = self.covered(edge, at) + crowded;
                // The longest piece has the most room around its words.
                let far = off.abs() - length;
                if best.is_none_or(|(most, much, _)| covered < most || covered == most && far < much) {
                    best = Some((covered, far, at));
                }
                if covered == 0 {
                    break;
                }
            }
        }
        best.map_or((Rect::new(0.0, 0.0, size.w, size.h), false), |(covered, _, at)| (at, covered == 0))
    }

    /// How much is below a label there: boxes and labels count most.
    fn covered(&self, edge: usize, at: Rect) -> u32 {
        let clear = at.grown(CLEAR);
        let boxes = self.near_boxes.near(clear).filter(|&k| self.boxes[k].overlaps(clear)).count() as u32;
        let hidden = |k: &usize| self.owners[*k] != Some(edge) && touches(self.lines[*k], clear);
        let lines: u32 =
            self.near_lines.near(clear).filter(hidden).map(|k| if self.owners[k].is_some() { 4 } else { 2 }).sum();
        let labels = clear.cells(CELL).filter_map(|cell| self.labels.get(&cell)).flatten();
        let labels = labels.filter(|other| other.overlaps(clear)).count() as u32;
        16 * boxes + lines + 16 * labels
    }

    fn take(&mut self, at: Rect) {
        for cell in at.cells(CELL) {
            self.labels.entry(cell).or_default().push(at);
        }
    }
}

/// Asks for room in the gutter that a label stands in, and in those that its line crosses there.
fn ask(placed: &Placed, near: &Grid, at: Rect, size: Size, way: &Line, asked: &mut BTreeMap<Gutter, f64>) {
    let middle = at.center();
    let spot = Rect::new(middle.x, middle.y, 0.0, 0.0);
    let is_level = way.points().windows(2).any(|ends| {
        let run = Rect::between(ends[0], ends[1]).grown(1.0);
        run.contains(spot) && run.w > run.h
    });
    let mut want = |gutter: Gutter, wanted: f64| {
        let most = asked.entry(gutter).or_default();
        *most = most.max(wanted);
    };
    let mut crossed: Option<(f64, Gutter)> = None;
    for k in near.near(at) {
        let track = &placed.tracks[k];
        let Some((gutter, width)) = track.gutter else { continue };
        let off = if track.axis == Axis::Upright { (track.at - middle.x).abs() } else { (track.at - middle.y).abs() };
        let is_here = track.rect().overlaps(at.grown(1.0)) || touches(track.rect(), at.grown(1.0));
        if !is_here {
            continue;
        }
        let along = (track.axis == Axis::Level) == is_level;
        if along {
            if off < width / 2.0 {
                want(gutter, if is_level { size.h } else { size.w } + 4.0 * CLEAR);
            }
        } else if crossed.is_none_or(|(nearest, _)| off < nearest) {
            crossed = Some((off, gutter));
        }
    }
    if let Some((_, gutter)) = crossed {
        want(gutter, if is_level { size.w } else { size.h } + 2.0 * STUB);
    }
}
