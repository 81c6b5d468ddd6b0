//! How wide columns and how high rows are, and the gutters between them.
//!
//! Needs: cells, sizes, gaps. Leaves: boxes, and the lines in the middle of each gutter.
//! Cost: linear in nodes, frames, columns and rows.

use super::{Axis, Gutter, OUTER, Placed, Track};
use crate::base::{Rect, Size};
use crate::graph::{Cell, Graph, Grid, Places};
use crate::layout::{Options, Sizes};
use std::collections::BTreeMap;

/// Between two columns or rows where no edge runs, in px.
const GAP: f64 = 16.0;
/// The same where all share one grid.
const SHARED_GAP: f64 = 40.0;
/// The smallest cell, in px.
const SMALLEST: Size = Size { w: 48.0, h: 36.0 };

/// How wide the gutters are.
pub(super) struct Gaps {
    scopes: Vec<Scope>,
    grid: Grid,
    padding: f64,
    has_edges: bool,
    /// What edges ask for, over what a gutter has anyway.
    wider: BTreeMap<Gutter, f64>,
}

/// A grid: that of the picture, or of a frame.
#[derive(Default)]
struct Scope {
    /// Nodes, then frames by index + count of nodes.
    members: Vec<(Member, Cell)>,
    columns: usize,
    rows: usize,
}

#[derive(Clone, Copy)]
enum Member {
    Node(usize),
    Frame(usize),
}

impl Gaps {
    pub(super) fn new(graph: &Graph, places: &Places, options: &Options) -> Self {
        let mut scopes: Vec<Scope> = std::iter::repeat_with(Scope::default).take(graph.clusters.len() + 1).collect();
        let mut add = |around: Option<crate::graph::ClusterId>, member, cell: Option<&Cell>| {
            let cell = cell.copied().unwrap_or_default();
            // Where all share one grid it is that of the picture.
            let around = around.filter(|_| places.grid == Grid::Nested);
            let scope = &mut scopes[around.map_or(0, |id| id.index() + 1)];
            scope.columns = scope.columns.max((cell.column + cell.columns.max(1)) as usize);
            scope.rows = scope.rows.max((cell.row + cell.rows.max(1)) as usize);
            scope.members.push((member, cell));
        };
        for (i, node) in graph.net.node_weights().enumerate() {
            add(node.cluster, Member::Node(i), places.nodes.get(i));
        }
        for (i, cluster) in graph.clusters.clusters.iter().enumerate() {
            add(cluster.parent, Member::Frame(i), places.frames.get(i));
        }
        for (scope, &(columns, rows)) in scopes.iter_mut().zip(&places.least) {
            (scope.columns, scope.rows) = (scope.columns.max(columns as usize), scope.rows.max(rows as usize));
        }
        let (padding, has_edges) = (f64::from(options.padding), graph.net.edge_count() > 0);
        Self { scopes, grid: places.grid, padding, has_edges, wider: BTreeMap::new() }
    }

    /// Gives gutters what is asked; whether that is more than they have.
    pub(super) fn widen(&mut self, asked: &BTreeMap<Gutter, f64>) -> bool {
        let mut is_more = false;
        for (&gutter, &wanted) in asked {
            if wanted.ceil() > self.of(gutter) {
                is_more = true;
                self.wider.insert(gutter, wanted.ceil());
            }
        }
        is_more
    }

    /// How wide a gutter is, in px.
    pub(super) fn of(&self, gutter: Gutter) -> f64 {
        let scope = &self.scopes[gutter.scope];
        let count = if gutter.axis == Axis::Upright { scope.columns } else { scope.rows };
        let is_inner = gutter.nth > 0 && gutter.nth < count;
        let own = if self.grid == Grid::Shared && gutter.scope == 0 && is_inner {
            SHARED_GAP
        } else if self.grid == Grid::Nested && is_inner {
            GAP
        } else if gutter.scope > 0 {
            self.padding
        } else if self.has_edges {
            OUTER
        } else {
            0.0
        };
        self.wider.get(&gutter).copied().unwrap_or(0.0).max(own)
    }

    /// Gaps before each column or row of a scope, and behind the last one.
    fn all(&self, scope: usize, axis: Axis) -> Vec<f64> {
        let count = if axis == Axis::Upright { self.scopes[scope].columns } else { self.scopes[scope].rows };
        (0..=count.max(1)).map(|nth| self.of(Gutter { scope, axis, nth })).collect()
    }
}

/// What a scope takes of itself: how wide its columns are, how high each row is, and the whole with its title.
#[derive(Clone, Debug, Default)]
struct Need {
    column: f64,
    rows: Vec<f64>,
    size: Size,
}

/// Places everything but the edges.
pub(super) fn place(graph: &Graph, sizes: &Sizes, gaps: &Gaps) -> Placed {
    let count = gaps.scopes.len();
    let mut needs = vec![Need::default(); count];
    let title = |scope: usize| scope.checked_sub(1).and_then(|at| sizes.titles.get(at)).copied().unwrap_or_default();
    // A parent stands before its children.
    for scope in (0..count).rev() {
        needs[scope] = need(&gaps.scopes[scope], scope, gaps, sizes, title(scope), &needs);
    }
    let mut out = Placed {
        nodes: vec![Rect::default(); graph.net.node_count()],
        clusters: vec![Rect::default(); graph.clusters.len()],
        titles: vec![Rect::default(); graph.clusters.len()],
        tracks: Vec::new(),
    };
    let whole = Rect::new(0.0, 0.0, needs[0].size.w, needs[0].size.h);
    // By scope: the lines of the gutters around its cell.
    let mut reach = vec![whole; count];
    for scope in 0..count {
        let rect = if scope == 0 { whole } else { out.clusters[scope - 1] };
        let title = title(scope);
        if !title.is_empty() {
            out.titles[scope - 1] = Rect::new(rect.x, rect.y, title.w, title.h);
        }
        let Need { column, rows, size } = &needs[scope];
        let (xs, ys) = (gaps.all(scope, Axis::Upright), gaps.all(scope, Axis::Level));
        let column = column + (rect.w - size.w).max(0.0) / (xs.len() - 1) as f64;
        let more = (rect.h - size.h).max(0.0) / rows.len().max(1) as f64;
        let rows: Vec<f64> = rows.iter().map(|row| row + more).collect();
        let columns = spans(rect.x, &xs, &vec![column; xs.len() - 1]);
        let rows = spans(rect.y + title.h, &ys, &rows);
        let upright =
            tracks(scope, Axis::Upright, (rect.x, rect.right()), &columns, (reach[scope].y, reach[scope].bottom()));
        let level = (rect.y + title.h, rect.bottom());
        let level = tracks(scope, Axis::Level, level, &rows, (reach[scope].x, reach[scope].right()));
        for &(member, cell) in &gaps.scopes[scope].members {
            let (first, last) = (cell.column as usize, (cell.column + cell.columns.max(1)) as usize - 1);
            let (top, bottom) = (cell.row as usize, (cell.row + cell.rows.max(1)) as usize - 1);
            let (x, y) = (columns[first].0, rows[top].0);
            let at = Rect::new(x, y, columns[last].1 - x, rows[bottom].1 - y);
            match member {
                Member::Node(i) => out.nodes[i] = inside(at, cell.fills, sizes.nodes.get(i)),
                Member::Frame(i) => {
                    out.clusters[i] = at;
                    let (left, right) = (upright[first].at, upright[last + 1].at);
                    let (above, below) = (level[top].at, level[bottom + 1].at);
                    reach[i + 1] = Rect::new(left, above, right - left, below - above);
                }
            }
        }
        if gaps.has_edges {
            out.tracks.extend(upright);
            out.tracks.extend(level);
        }
    }
    out
}

/// As large as its cell where it fills that, otherwise as large as it is in the middle of it.
fn inside(cell: Rect, fills: [bool; 2], size: Option<&Size>) -> Rect {
    let size = size.copied().unwrap_or_default();
    let (w, h) = (if fills[0] { cell.w } else { size.w }, if fills[1] { cell.h } else { size.h });
    Rect::new(cell.x + (cell.w - w) / 2.0, cell.y + (cell.h - h) / 2.0, w, h)
}

fn need(scope: &Scope, at: usize, gaps: &Gaps, sizes: &Sizes, title: Size, needs: &[Need]) -> Need {
    let (xs, ys) = (gaps.all(at, Axis::Upright), gaps.all(at, Axis::Level));
    let size = |member: Member| match member {
        Member::Node(i) => sizes.nodes.get(i).copied().unwrap_or_default(),
        Member::Frame(i) => needs[i + 1].size,
    };
    let mut column = if scope.members.is_empty() { SMALLEST.w } else { 0.0 };
    let mut base: f64 = 0.0;
    let mut rows = vec![0.0_f64; ys.len() - 1];
    for &(member, cell) in &scope.members {
        let size = size(member);
        let (first, count) = (cell.column as usize, cell.columns.max(1) as usize);
        let between: f64 = xs[first + 1..first + count].iter().sum();
        column = column.max((size.w - between) / count as f64);
        match member {
            Member::Node(_) => base = base.max(size.h),
            Member::Frame(_) => rows[cell.row as usize] = rows[cell.row as usize].max(size.h),
        }
    }
    let base = if base > 0.0 { base } else { SMALLEST.h };
    for row in &mut rows {
        *row = row.max(base).ceil();
    }
    let mut column = column.ceil();
    let between: f64 = xs.iter().sum();
    let count = (xs.len() - 1) as f64;
    column = column.max(((title.w - between) / count).ceil());
    let width = between + column * count;
    let height = title.h + ys.iter().sum::<f64>() + rows.iter().sum::<f64>();
    Need { column, rows, size: Size::new(width, height) }
}

/// From where to where each column or row is.
pub(super) fn spans(start: f64, gaps: &[f64], lengths: &[f64]) -> Vec<(f64, f64)> {
    let mut at = start;
    let span = |(&gap, &length): (&f64, &f64)| {
        let from = at + gap;
        at = from + length;
        (from, at)
    };
    gaps.iter().zip(lengths).map(span).collect()
}

/// The lines in the middle of the gutters between `spans`, in a scope from `around.0` to `around.1`.
fn tracks(scope: usize, axis: Axis, around: (f64, f64), spans: &[(f64, f64)], along: (f64, f64)) -> Vec<Track> {
    let before = std::iter::once(around.0).chain(spans.iter().map(|span| span.1));
    let behind = spans.iter().map(|span| span.0).chain([around.1]);
    let track = |(nth, (from, to)): (usize, (f64, f64))| Track {
        axis,
        at: f64::midpoint(from, to),
        from: along.0,
        to: along.1,
        gutter: Some((Gutter { scope, axis, nth }, to - from)),
    };
    before.zip(behind).enumerate().map(track).collect()
}
