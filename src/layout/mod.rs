//! [`Graph`] + [`Sizes`] + [`Options`] -> [`Layout`]: our own layered engine.
//!
//! Stage: third. Total and deterministic.

use crate::base::{Direction, Point, Rect, Size};
use crate::graph::Graph;
use serde::Deserialize;

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// By node index.
    pub nodes: Vec<Size>,
    /// By edge index; empty where an edge has no label.
    pub labels: Vec<Size>,
    /// By cluster index; empty where a frame has no title.
    pub titles: Vec<Size>,
}

/// The `layout` section of a preset. Distances in px.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Where the flow goes, where the view does not say.
    pub direction: Direction,
    /// Between two nodes of a layer.
    pub node_gap: u32,
    /// Between two layers, at least.
    pub layer_gap: u32,
    /// Between two parallel edges.
    pub edge_gap: u32,
    /// Between a frame and what is in it.
    pub padding: u32,
    /// Wanted width by height, for placing components.
    pub aspect: f64,
}

/// Where everything is, in px; the origin is the top left corner of the picture without its margin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Size of the whole.
    pub size: Size,
    /// Where the flow goes.
    pub direction: Direction,
    /// By node index.
    pub nodes: Vec<Rect>,
    /// Layer of each node, from 0, along the flow.
    pub layers: Vec<u32>,
    /// By cluster index.
    pub clusters: Vec<Rect>,
    /// Title boxes by cluster index; empty where a frame has no title.
    pub titles: Vec<Rect>,
    /// By edge index.
    pub edges: Vec<Route>,
}

/// The way of an edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Corners from the tail to the head, both ends on the outline of what they touch; orthogonal.
    pub points: Vec<Point>,
    /// Box of the label.
    pub label: Option<Rect>,
}

/// Lays a graph out.
pub fn layout(graph: &Graph, sizes: &Sizes, options: &Options) -> Layout {
    // A grid, until the engine lands.
    let gap = f64::from(options.layer_gap);
    let mut out = Layout { direction: graph.direction.unwrap_or(options.direction), ..Layout::default() };
    let (mut x, mut y, mut row) = (gap, gap * 2.0, 0.0_f64);
    for (i, size) in sizes.nodes.iter().enumerate() {
        if i % 4 == 0 && i > 0 {
            (x, y, row) = (gap, y + row + gap, 0.0);
        }
        out.nodes.push(Rect::new(x, y, size.w, size.h));
        out.layers.push(i as u32 / 4);
        x += size.w + gap;
        row = row.max(size.h);
        out.size = Size::new(out.size.w.max(x), y + row + gap);
    }
    for id in graph.clusters.ids() {
        let mut rect: Option<Rect> = None;
        for (node, at) in graph.net.node_weights().zip(&out.nodes) {
            if node.cluster == Some(id) {
                rect = Some(rect.map_or(*at, |r| r.union(*at)));
            }
        }
        let rect = rect.unwrap_or_default().grown(f64::from(options.padding));
        out.titles.push(Rect::new(rect.x + 4.0, rect.y, sizes.titles[id.index()].w, sizes.titles[id.index()].h));
        out.clusters.push(rect);
    }
    for edge in graph.net.edge_indices() {
        let Some((a, b)) = graph.net.edge_endpoints(edge) else { continue };
        let (a, b) = (out.nodes[a.index()].center(), out.nodes[b.index()].center());
        let size = sizes.labels[edge.index()];
        let label =
            Rect::new(f64::midpoint(a.x, b.x) - size.w / 2.0, f64::midpoint(a.y, b.y) - size.h / 2.0, size.w, size.h);
        out.edges.push(Route { points: vec![a, Point::new(a.x, b.y), b], label: (!size.is_empty()).then_some(label) });
    }
    out
}
