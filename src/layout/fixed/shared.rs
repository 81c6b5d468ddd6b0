//! One grid for the whole picture: columns and rows as wide as what stands in them, frames around their cells.
//!
//! Needs: cells, sizes, gaps. Leaves: boxes, and lines in the gutters and inside of the borders of frames.
//! Cost: linear in nodes, frames, columns and rows.

use super::cells::{Gaps, spans};
use super::{Axis, Gutter, Placed, Track};
use crate::base::{Rect, Size};
use crate::graph::{Cell, ClusterId, Graph, Places};
use crate::layout::Sizes;

/// The smallest column and row, in px.
const SMALLEST: f64 = 30.0;

/// What a frame takes beside its cells: before the first column or row, and behind the last one.
type Rim = [f64; 2];

/// One axis of the grid.
struct Side {
    /// From where to where each column or row is.
    spans: Vec<(f64, f64)>,
    /// By frame.
    rims: Vec<Rim>,
    /// Where the free middle of each gutter begins and ends.
    gutters: Vec<(f64, f64)>,
    length: f64,
}

/// Places everything but the edges.
pub(super) fn place(graph: &Graph, places: &Places, sizes: &Sizes, gaps: &Gaps) -> Placed {
    let cell = |list: &[Cell], at: usize| list.get(at).copied().unwrap_or_default();
    let nodes: Vec<Cell> = (0..graph.net.node_count()).map(|at| cell(&places.nodes, at)).collect();
    let frames: Vec<Cell> = (0..graph.clusters.len()).map(|at| cell(&places.frames, at)).collect();
    let across = side(graph, Axis::Upright, &nodes, &frames, sizes, gaps);
    let down = side(graph, Axis::Level, &nodes, &frames, sizes, gaps);
    let boxed = |cell: &Cell| {
        let (x, y) = (across.spans[cell.column as usize].0, down.spans[cell.row as usize].0);
        let right = across.spans[(cell.column + cell.columns) as usize - 1].1;
        let bottom = down.spans[(cell.row + cell.rows) as usize - 1].1;
        Rect::new(x, y, right - x, bottom - y)
    };
    let mut out = Placed::default();
    for (at, cell) in nodes.iter().enumerate() {
        let (around, size) = (boxed(cell), sizes.nodes.get(at).copied().unwrap_or_default());
        let middle = around.center();
        out.nodes.push(Rect::new(middle.x - size.w / 2.0, middle.y - size.h / 2.0, size.w, size.h));
    }
    for (at, cell) in frames.iter().enumerate() {
        let (inner, [left, right], [top, bottom]) = (boxed(cell), across.rims[at], down.rims[at]);
        let rect = Rect::new(inner.x - left, inner.y - top, inner.w + left + right, inner.h + top + bottom);
        let title = sizes.titles.get(at).copied().unwrap_or_default();
        out.titles.push(if title.is_empty() { Rect::default() } else { Rect::new(rect.x, rect.y, title.w, title.h) });
        out.clusters.push(rect);
        inner_tracks(at, rect, title, gaps, &mut out.tracks);
    }
    for (axis, own, other) in [(Axis::Upright, &across, &down), (Axis::Level, &down, &across)] {
        for (nth, &(from, to)) in own.gutters.iter().enumerate() {
            let gutter = Some((Gutter { scope: 0, axis, nth }, to - from));
            out.tracks.push(Track { axis, at: f64::midpoint(from, to), from: 0.0, to: other.length, gutter });
        }
    }
    out
}

/// Lines inside of the four borders of a frame.
fn inner_tracks(frame: usize, rect: Rect, title: Size, gaps: &Gaps, out: &mut Vec<Track>) {
    let scope = frame + 1;
    for axis in [Axis::Upright, Axis::Level] {
        for nth in [0, 1] {
            let gutter = Gutter { scope, axis, nth };
            let width = gaps.of(gutter);
            let top = if axis == Axis::Level { title.h } else { 0.0 };
            let (start, end) = if axis == Axis::Upright { (rect.x, rect.right()) } else { (rect.y, rect.bottom()) };
            let at = if nth == 0 { start + top + width / 2.0 } else { end - width / 2.0 };
            let (from, to) = if axis == Axis::Upright { (rect.y, rect.bottom()) } else { (rect.x, rect.right()) };
            out.push(Track { axis, at, from, to, gutter: Some((gutter, width)) });
        }
    }
}

/// From where, and over how many columns or rows.
const fn reach(axis: Axis, cell: &Cell) -> (usize, usize) {
    match axis {
        Axis::Upright => (cell.column as usize, cell.columns as usize),
        Axis::Level => (cell.row as usize, cell.rows as usize),
    }
}

fn side(graph: &Graph, axis: Axis, nodes: &[Cell], frames: &[Cell], sizes: &Sizes, gaps: &Gaps) -> Side {
    let length = |size: Size| if axis == Axis::Upright { size.w } else { size.h };
    let count = nodes.iter().chain(frames).map(|cell| reach(axis, cell)).map(|(at, many)| at + many).max().unwrap_or(1);
    let mut lengths = vec![SMALLEST; count];
    for (cell, size) in nodes.iter().zip(&sizes.nodes) {
        let at = reach(axis, cell).0;
        lengths[at] = lengths[at].max(length(*size).ceil());
    }
    // A parent stands before its children.
    let mut rims: Vec<Rim> = vec![[0.0; 2]; frames.len()];
    let mut inner: Vec<Rim> = rims.clone();
    let (mut before, mut behind) = (vec![0.0_f64; count + 1], vec![0.0_f64; count + 1]);
    for (at, cluster) in graph.clusters.clusters.iter().enumerate().rev() {
        let (first, many) = reach(axis, &frames[at]);
        let title = sizes.titles.get(at).copied().unwrap_or_default();
        let over = if axis == Axis::Level { title.h } else { 0.0 };
        let pad = |nth: usize| gaps.of(Gutter { scope: at + 1, axis, nth });
        rims[at] = [inner[at][0] + pad(0) + over, inner[at][1] + pad(1)];
        before[first] = before[first].max(rims[at][0]);
        behind[first + many] = behind[first + many].max(rims[at][1]);
        if let Some(parent) = cluster.parent.map(ClusterId::index) {
            let (start, all) = reach(axis, &frames[parent]);
            if start == first {
                inner[parent][0] = inner[parent][0].max(rims[at][0]);
            }
            if start + all == first + many {
                inner[parent][1] = inner[parent][1].max(rims[at][1]);
            }
        }
        // A title needs a frame as wide as it is.
        let own: f64 = lengths[first..first + many].iter().sum::<f64>() + rims[at][0] + rims[at][1];
        if axis == Axis::Upright && title.w > own {
            let more = ((title.w - own) / many as f64).ceil();
            lengths[first..first + many].iter_mut().for_each(|length| *length += more);
        }
    }
    let free: Vec<f64> = (0..=count).map(|nth| gaps.of(Gutter { scope: 0, axis, nth })).collect();
    let gutter = |nth: usize| behind[nth] + free[nth] + before[nth];
    let widths: Vec<f64> = (0..=count).map(gutter).collect();
    let spans = spans(0.0, &widths, &lengths);
    let mut gutters: Vec<(f64, f64)> = Vec::with_capacity(count + 1);
    for (nth, &free) in free.iter().enumerate() {
        let from = if nth == 0 { 0.0 } else { spans[nth - 1].1 + behind[nth] };
        gutters.push((from, from + free));
    }
    let whole = gutters.last().map_or(0.0, |gutter| gutter.1);
    Side { spans, rims, gutters, length: whole }
}
