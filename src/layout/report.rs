//! What each pass did: how people find out why a picture looks as it does.
//!
//! Needs: a part while it goes through the passes. Leaves: a row for each pass. Cost: nothing where nobody asks; else a
//! clock and a count of crossings a pass, `O(E log E)`.

use super::acyclic::Oriented;
use super::normalize::{NONE, NodeKind, Part};
use super::route::Placed;
use super::work::{Vertex, Work};
use crate::base::Size;
use crate::graph::Graph;
use serde::Serialize;
use std::time::{Duration, Instant};

/// What the engine did to a graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Connected parts, in the order in which they are set.
    pub parts: Vec<PartReport>,
    /// The whole.
    pub total: Total,
}

/// What the engine did to a connected part.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PartReport {
    /// Id of its first node; of its first frame where it has no node.
    pub first: String,
    /// Nodes shown.
    pub nodes: usize,
    /// Edges, loops included.
    pub edges: usize,
    /// Frames.
    pub frames: usize,
    /// In the order of the passes.
    pub passes: Vec<PassReport>,
}

/// What a pass did to a part. What has no meaning for it is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PassReport {
    /// The pass: `acyclic`, `beside`, `layer`, `label`, `order`, `place`, `route`, and `wrap` after those of its strips.
    pub pass: &'static str,
    /// Crossings of edges that it found: for `order` those of the order that it starts from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crossings_before: Option<u64>,
    /// Crossings of edges that it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crossings_after: Option<u64>,
    /// Nodes, labels, titles, places of edges on their way and sides of frames, by layer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vertices: Option<usize>,
    /// Those of them that are an edge on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dummies: Option<usize>,
    /// Layers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layers: Option<usize>,
    /// Edges that run against the flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turned: Option<usize>,
    /// Corners of edges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bends: Option<usize>,
    /// Length of all edges, in px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// Box around the part, in px².
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<u64>,
    /// Counted work; the same on every machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<u64>,
    /// Time in ms; differs from run to run.
    pub time_ms: f64,
}

/// Sums over all parts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Total {
    /// Nodes shown.
    pub nodes: usize,
    /// Edges, loops included.
    pub edges: usize,
    /// Frames.
    pub frames: usize,
    /// Crossings of edges.
    pub crossings: u64,
    /// Edges that run against the flow.
    pub turned: usize,
    /// Corners of edges.
    pub bends: usize,
    /// Length of all edges, in px.
    pub length: u64,
    /// Width of the picture, in px.
    pub width: u64,
    /// Its height, in px.
    pub height: u64,
    /// Its area in px².
    pub area: u64,
    /// Counted work.
    pub steps: u64,
    /// Time in ms, packing and splitting into parts included.
    pub time_ms: f64,
}

impl Report {
    /// Adds the parts up.
    pub(super) fn sum(&mut self, size: Size, time: Duration) {
        let (width, height) = (size.w.round() as u64, size.h.round() as u64);
        let time_ms = time.as_secs_f64() * 1e3;
        let mut total = Total { width, height, area: width * height, time_ms, ..Total::default() };
        for part in &self.parts {
            total.nodes += part.nodes;
            total.edges += part.edges;
            total.frames += part.frames;
            for row in &part.passes {
                total.bends += row.bends.unwrap_or(0);
                total.length += row.length.unwrap_or(0);
                total.steps += row.steps.unwrap_or(0);
            }
            // What turned edges last says how many stay turned.
            total.turned += part.passes.iter().rev().find_map(|row| row.turned).unwrap_or(0);
            total.crossings += part.passes.last().and_then(|row| row.crossings_after).unwrap_or(0);
        }
        self.total = total;
    }
}

impl PartReport {
    pub(super) fn new(graph: &Graph, part: &Part, trace: Trace) -> Self {
        let mut real = part.nodes.iter().filter(|n| n.kind == NodeKind::Real).peekable();
        let frame = || part.scopes.get(1).and_then(|s| graph.clusters.clusters.get(s.of as usize));
        let first = match real.peek() {
            Some(node) => graph.net.raw_nodes()[node.of as usize].weight.id.clone(),
            None => frame().map(|cluster| cluster.id.clone()).unwrap_or_default(),
        };
        let (nodes, edges) = (real.count(), part.edges.len() + part.loops.len());
        Self { first, nodes, edges, frames: part.scopes.len() - 1, passes: trace.0.unwrap_or_default() }
    }
}

/// Watches a part on its way through the passes; does nothing unless it is on.
#[derive(Debug, Default)]
pub(super) struct Trace(Option<Vec<PassReport>>);

impl Trace {
    pub(super) fn on() -> Self {
        Self(Some(Vec::new()))
    }

    pub(super) fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// What the passes did to the strips of a part, and what came of these together.
    pub(super) fn strips(&mut self, of: Vec<Self>, tell: impl FnOnce(&mut PassReport)) {
        let Some(rows) = &mut self.0 else { return };
        let last_turned = |rows: &[PassReport]| rows.iter().rev().find_map(|row| row.turned).unwrap_or(0);
        let mut turned = 0;
        for strip in of.into_iter().filter_map(|trace| trace.0) {
            turned += last_turned(&strip);
            // Only the whole is drawn.
            rows.extend(strip.into_iter().map(|row| PassReport { bends: None, length: None, area: None, ..row }));
        }
        let mut row = PassReport { pass: "wrap", turned: Some(turned), ..PassReport::default() };
        tell(&mut row);
        rows.push(row);
    }

    /// Runs a pass. `tell` writes into its row what came of it.
    pub(super) fn pass<T>(
        &mut self,
        pass: &'static str,
        run: impl FnOnce() -> T,
        tell: impl FnOnce(&T, &mut PassReport),
    ) -> T {
        let Some(rows) = &mut self.0 else { return run() };
        let start = Instant::now();
        let out = run();
        let time_ms = start.elapsed().as_secs_f64() * 1e3;
        let mut row = PassReport { pass, time_ms, ..PassReport::default() };
        tell(&out, &mut row);
        rows.push(row);
        out
    }
}

/// Vertices, and those of them that are an edge on its way.
pub(super) fn layered(work: &Work, row: &mut PassReport) {
    row.vertices = Some(work.vertices.len());
    row.dummies = Some(work.vertices.iter().filter(|v| matches!(v, Vertex::Dummy(_))).count());
}

/// Crossings of edges between neighbouring layers, as they are ordered.
pub(super) fn crossings(work: &Work) -> u64 {
    let place = |v: u32| work.pos[v as usize];
    let mut sum = 0;
    for layer in &work.layers {
        let down = layer.iter().flat_map(|&v| work.down.of(v)).map(|&i| &work.segments[i as usize]);
        let mut ends: Vec<(u32, u32)> =
            down.filter(|s| s.edge != NONE).map(|s| (place(s.top), place(s.bottom))).collect();
        ends.sort_unstable();
        let mut seen = Sums::new(ends.iter().map(|e| e.1 as usize + 1).max().unwrap_or(0));
        for (k, &(_, bottom)) in ends.iter().enumerate() {
            sum += (k as i64 - seen.below(bottom as usize + 1)).max(0).unsigned_abs();
            seen.add(bottom as usize, 1);
        }
    }
    sum
}

/// Crossings, bends and length of routes as they are drawn.
pub(super) fn drawn(placed: &Placed, row: &mut PassReport) {
    let ways = || placed.routes.iter().chain(&placed.loops).map(|way| way.points.as_slice());
    let steps = || ways().flat_map(|points| points.windows(2).map(|w| (w[0], w[1])));
    row.crossings_after = Some(proper_crossings(steps()));
    row.bends = Some(ways().map(|points| points.len().saturating_sub(2)).sum());
    row.length = Some(steps().map(|(a, b)| u64::from(a.0.abs_diff(b.0)) + u64::from(a.1.abs_diff(b.1))).sum());
    row.area = Some(u64::from(placed.w.max(0).unsigned_abs()) * u64::from(placed.h.max(0).unsigned_abs()));
}

/// Edges that run against the flow.
pub(super) fn turned(oriented: &[Oriented]) -> usize {
    oriented.iter().filter(|o| o.turned).count()
}

/// Pairs of an upright and a level step that cross within both: a sweep from left to right.
fn proper_crossings(steps: impl Iterator<Item = ((i32, i32), (i32, i32))>) -> u64 {
    // At one place across, level steps end, then upright ones look, then level ones begin.
    let mut events: Vec<(i32, u8, i32, i32)> = Vec::new();
    let mut rows = Vec::new();
    for (a, b) in steps {
        let (left, right) = (a.0.min(b.0), a.0.max(b.0));
        if a.1 == b.1 {
            events.push((right, 0, a.1, 0));
            events.push((left, 2, a.1, 0));
            rows.push(a.1);
        } else {
            events.push((left, 1, a.1.min(b.1), a.1.max(b.1)));
        }
    }
    rows.sort_unstable();
    rows.dedup();
    events.sort_unstable();
    let row = |y: i32| rows.partition_point(|&r| r < y);
    let mut open = Sums::new(rows.len());
    let mut sum = 0;
    for (_, what, y, end) in events {
        match what {
            0 => open.add(row(y), -1),
            1 => sum += open.below(row(end)) - open.below(row(y + 1)),
            _ => open.add(row(y), 1),
        }
    }
    sum.max(0).unsigned_abs()
}

/// Sums of a prefix under change (a binary indexed tree).
struct Sums(Vec<i64>);

impl Sums {
    fn new(count: usize) -> Self {
        Self(vec![0; count + 1])
    }

    fn add(&mut self, at: usize, by: i64) {
        let mut k = at + 1;
        while k < self.0.len() {
            self.0[k] += by;
            k += k & k.wrapping_neg();
        }
    }

    /// The sum of all places before `end`.
    fn below(&self, end: usize) -> i64 {
        let (mut k, mut sum) = (end, 0);
        while k > 0 {
            sum += self.0[k];
            k &= k - 1;
        }
        sum
    }
}
