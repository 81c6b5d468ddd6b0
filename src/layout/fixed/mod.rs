//! [`Graph`] with [`Places`] -> [`Layout`]: what stands in columns and rows, and edges in the gutters between them.
//!
//! Needs: a cell for each node and frame. Leaves: a finished layout. The gutters get the room that the edges ask for: places
//! and routes are found again until nothing more is asked, at most [`ROUNDS`] times.
//! Cost: a budget of steps bounds the search for ways; what is on one line, or near one label, is compared with each other.
//! Paper: ways are those of least bends and length (Wybrow, Marriott, Stuckey: Orthogonal connector routing, 2009), on the
//! lines of the gutters alone.

mod cells;
mod lanes;
mod net;
mod shared;
mod way;
mod words;

use super::{Layout, Options, Route, Sizes};
use crate::base::{Direction, Rect, Size};
use crate::graph::{Graph, Grid, Places};
use cells::Gaps;
use net::Net;
use petgraph::graph::EdgeIndex;

/// How often the gutters get wider, and how often in a picture of more edges than that.
const ROUNDS: usize = 4;
const FEWER_ROUNDS: usize = 2;
const MANY: usize = 300;
/// Around everything, before what is not used is taken away, in px.
pub(super) const OUTER: f64 = 40.0;

/// See [`corner`].
const CORNER: (f64, f64) = (0.22, 22.0);

/// Upright or level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Axis {
    Level,
    Upright,
}

impl Axis {
    /// Of a line that leaves at a side.
    pub(super) const fn of(side: Direction) -> Self {
        if side.is_level() { Self::Level } else { Self::Upright }
    }
}

/// A gutter of a grid: between two columns, for upright lines, or between two rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Gutter {
    /// 0 is the picture, others are frames by index + 1.
    pub(super) scope: usize,
    pub(super) axis: Axis,
    /// Before the column or row of that number.
    pub(super) nth: usize,
}

/// A line that ways may run along.
#[derive(Clone, Copy, Debug)]
pub(super) struct Track {
    pub(super) axis: Axis,
    /// Where it is across, and from where to where it runs, in px.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
    /// The gutter whose middle it is, and how wide that is.
    pub(super) gutter: Option<(Gutter, f64)>,
}

impl Track {
    pub(super) fn rect(&self) -> Rect {
        let length = self.to - self.from;
        match self.axis {
            Axis::Level => Rect::new(self.from, self.at, length, 0.0),
            Axis::Upright => Rect::new(self.at, self.from, 0.0, length),
        }
    }
}

/// Where everything but the edges is.
#[derive(Clone, Debug, Default)]
pub(super) struct Placed {
    pub(super) nodes: Vec<Rect>,
    pub(super) clusters: Vec<Rect>,
    /// Empty where a frame has no title.
    pub(super) titles: Vec<Rect>,
    pub(super) tracks: Vec<Track>,
}

/// Lays a graph out whose cells are given.
pub(super) fn layout(graph: &Graph, places: &Places, sizes: &Sizes, options: &Options) -> Layout {
    let mut gaps = Gaps::new(graph, places, options);
    let rounds = if graph.net.edge_count() > MANY { FEWER_ROUNDS } else { ROUNDS };
    let mut round = 0;
    loop {
        round += 1;
        let placed = match places.grid {
            Grid::Nested => cells::place(graph, sizes, &gaps),
            Grid::Shared => shared::place(graph, places, sizes, &gaps),
        };
        if graph.net.edge_count() == 0 {
            return finish(graph, placed, Vec::new());
        }
        let net = Net::new(graph, places, &placed);
        let ways = way::find(graph, places, &placed, &net);
        let mut lines = lanes::spread(graph, &placed, &ways, f64::from(options.edge_gap));
        let mut asked = lanes::asked(&placed, &lines, f64::from(options.edge_gap));
        let labels = words::place(graph, &placed, sizes, &lines, &mut asked);
        let is_wider = gaps.widen(&asked);
        if round == rounds || !is_wider {
            let routes = labels.into_iter().zip(lines.drain(..));
            let routes = routes.map(|(label, line)| Route { points: line.points(), label, ..Route::default() });
            return finish(graph, placed, routes.collect());
        }
    }
}

/// Takes away what is not used around the picture.
fn finish(graph: &Graph, placed: Placed, edges: Vec<Route>) -> Layout {
    let Placed { nodes, clusters, titles, .. } = placed;
    let mut out =
        Layout { direction: graph.direction.unwrap_or_default(), nodes, clusters, titles, edges, ..Layout::default() };
    let ways = out.edges.iter().flat_map(|route| {
        let points = route.points.iter().map(|at| Rect::new(at.x, at.y, 0.0, 0.0));
        points.chain(route.label)
    });
    let boxes = out.nodes.iter().chain(&out.clusters).copied().chain(ways);
    let whole = boxes.reduce(Rect::union).unwrap_or_default();
    let (dx, dy) = (-whole.x, -whole.y);
    let all = out.nodes.iter_mut().chain(&mut out.clusters).chain(&mut out.titles);
    let all = all.chain(out.edges.iter_mut().filter_map(|route| route.label.as_mut()));
    all.for_each(|rect| *rect = rect.moved(dx, dy));
    for point in out.edges.iter_mut().flat_map(|route| &mut route.points) {
        (point.x, point.y) = (point.x + dx, point.y + dy);
    }
    out.size = Size::new(whole.w, whole.h);
    let mut tops: Vec<i64> = out.nodes.iter().map(|node| node.y.round() as i64).collect();
    tops.sort_unstable();
    tops.dedup();
    out.layers = out.nodes.iter().map(|node| tops.partition_point(|&top| top < node.y.round() as i64) as u32).collect();
    out
}

/// What edges keep off at both ends of the side of a box, in px: a part of it, and that is enough.
pub(super) fn corner(length: f64) -> f64 {
    (CORNER.0 * length).min(CORNER.1)
}

/// The box that an end of an edge touches, and whether that is the border of a frame.
pub(super) fn end_box(graph: &Graph, placed: &Placed, edge: usize, is_head: bool) -> (Rect, Option<usize>) {
    let at = EdgeIndex::new(edge);
    let (tail, head) = graph.net.edge_endpoints(at).unwrap_or_default();
    let (node, frame) = match graph.net.edge_weight(at) {
        Some(edge) if is_head => (head, edge.head),
        Some(edge) => (tail, edge.tail),
        None => (tail, None),
    };
    match frame {
        Some(id) => (placed.clusters[id.index()], Some(id.index())),
        None => (placed.nodes[node.index()], None),
    }
}
