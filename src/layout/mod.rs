//! [`Graph`] + [`Sizes`] + [`Options`] -> [`Layout`]: our own layered engine.
//!
//! Stage: third. Input: what is shown and how large it is. Output: boxes and orthogonal routes. Total and
//! deterministic: no input makes it fail, and ties are broken by the written order.
//!
//! The passes, in order: `normalize` (parts, loops), then for each part, as `passes` has them run, `acyclic` (turned edges),
//! `beside` (what stands beside a frame), `layer` (one ranking with stacked frames), `label` (a layer for each label), `order`
//! (few crossings), `place` (across the flow) and `route` (along the flow, slots, corners), at last `pack` (parts side by side)
//! and `smooth` (curves). `inset` runs them for each frame that flows its own way, `wrap` for each strip of a part that is too
//! long. `verify` holds the hard rules against any result.

mod acyclic;
mod beside;
mod cause;
mod clash;
mod earlier;
mod fixed;
mod fold;
mod frame;
pub mod grid;
mod inset;
pub mod json;
mod label;
mod layer;
mod normalize;
mod options;
mod order;
mod pack;
mod passes;
mod place;
mod ports;
mod relax;
mod report;
mod route;
mod simplex;
mod smooth;
mod straighten;
mod trunk;
mod verify;
mod wish;
mod work;
mod wrap;

pub use cause::{Cause, Unmet};
pub use earlier::{Earlier, EarlierEdge};
pub use options::{Effort, Options, PortStyle, Routing};
pub use report::{PartReport, PassReport, Report, Total};
pub use smooth::curve;
pub use verify::{Rule, Violation, verify};

use crate::base::{Direction, Point, Rect, Size};
use crate::graph::{Graph, Places};
use earlier::Hint;
use frame::Frame;
use normalize::{NodeKind, Part};
use rayon::prelude::*;
use report::Trace;
use route::Placed;
use std::time::Instant;

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
    /// Cluster indices of siblings that share no layers so as not to stand in each other's way, the upper one first.
    pub stacked: Vec<(u32, u32)>,
    /// Constraints of the graph that do not hold.
    pub unmet: Vec<Unmet>,
}

impl Layout {
    /// Nothing of a graph has a place yet.
    fn blank(graph: &Graph, direction: Direction, size: Size) -> Self {
        Self {
            size,
            direction,
            nodes: vec![Rect::default(); graph.net.node_count()],
            layers: vec![0; graph.net.node_count()],
            clusters: vec![Rect::default(); graph.clusters.len()],
            titles: vec![Rect::default(); graph.clusters.len()],
            edges: vec![Route::default(); graph.net.edge_count()],
            stacked: Vec::new(),
            unmet: Vec::new(),
        }
    }
}

/// The way of an edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Corners from the tail to the head, both ends on the outline of what they touch; orthogonal.
    pub points: Vec<Point>,
    /// How much of the piece before and behind each inner corner a curve takes the place of, in px; empty where corners
    /// stay.
    pub cuts: Vec<[f64; 2]>,
    /// Box of the label.
    pub label: Option<Rect>,
    /// Whether what it leads between, siblings of which one is a frame, may share layers: they stand side by side.
    pub is_beside: bool,
}

/// Two parts with more edges than this are worth a thread each.
const PARALLEL: usize = 100;

/// Lays a graph out: every node, edge and frame of it gets its place.
///
/// Sizes that are missing count as empty. Cost: about `O(n^1.5)` for sparse graphs.
pub fn layout(graph: &Graph, sizes: &Sizes, options: &Options) -> Layout {
    run(graph, sizes, options, None, None)
}

/// The same, with what was there in an earlier layout in the order that it had there, unless turning it round gains
/// enough. An earlier layout that knows no node of the graph counts for nothing.
pub fn stable(graph: &Graph, sizes: &Sizes, options: &Options, earlier: &Earlier) -> Layout {
    run(graph, sizes, options, Some(earlier), None)
}

/// The same, and what each pass did. The layout is that of [`layout`], or of [`stable`].
pub fn explain(graph: &Graph, sizes: &Sizes, options: &Options, earlier: Option<&Earlier>) -> (Layout, Report) {
    let mut report = Report::default();
    let layout = run(graph, sizes, options, earlier, Some(&mut report));
    (layout, report)
}

/// Where neither the view nor the preset says where the flow goes, an earlier picture does, else the page.
fn run(
    graph: &Graph,
    sizes: &Sizes,
    options: &Options,
    earlier: Option<&Earlier>,
    report: Option<&mut Report>,
) -> Layout {
    if let Some(places) = &graph.places {
        return set(graph, places, sizes, options);
    }
    let said = graph.direction.or(options.direction).or(earlier.map(|e| e.direction));
    if let Some(direction) = said {
        return run_toward(direction, graph, sizes, options, earlier, report);
    }
    let mut reports = [Report::default(), Report::default()];
    let [down, right] = &mut reports;
    let explained = report.is_some();
    let down = run_toward(Direction::Down, graph, sizes, options, None, explained.then_some(down));
    let right = run_toward(Direction::Right, graph, sizes, options, None, explained.then_some(right));
    // How large either is where it fills a page.
    let scale = |size: Size| (options.aspect / size.w).min(1.0 / size.h);
    let is_down = scale(down.size) >= scale(right.size);
    if let Some(report) = report {
        let [of_down, of_right] = reports;
        *report = if is_down { of_down } else { of_right };
    }
    if is_down { down } else { right }
}

/// Lays out what has its cells: nothing is left to the passes.
fn set(graph: &Graph, places: &Places, sizes: &Sizes, options: &Options) -> Layout {
    let mut out = fixed::layout(graph, places, sizes, options);
    if options.routing == Routing::Splines {
        smooth::smooth(graph, &mut out);
    }
    out
}

fn run_toward(
    direction: Direction,
    graph: &Graph,
    sizes: &Sizes,
    options: &Options,
    earlier: Option<&Earlier>,
    report: Option<&mut Report>,
) -> Layout {
    let start = report.is_some().then(Instant::now);
    let is_flat = graph.flows(direction).iter().all(|&flow| flow == direction);
    let (mut out, parts) = if is_flat {
        let (out, parts) = flat(direction, graph, sizes, options, earlier, report.is_some());
        (out, parts.into_iter().map(|(part, trace)| PartReport::new(graph, &part, trace)).collect())
    } else {
        inset::lay_out(direction, graph, sizes, options, earlier, report.is_some())
    };
    if options.routing == Routing::Splines {
        smooth::smooth(graph, &mut out);
    }
    debug_assert!(
        sizes.nodes.len() != out.nodes.len() || verify(graph, sizes, &out).is_empty(),
        "{:?}",
        verify(graph, sizes, &out)
    );
    if let (Some(report), Some(start)) = (report, start) {
        report.parts = parts;
        report.sum(out.size, start.elapsed());
    }
    out
}

/// All in one direction, whatever frames say; the parts in the order in which they are set, and what each pass did.
fn flat(
    direction: Direction,
    graph: &Graph,
    sizes: &Sizes,
    options: &Options,
    earlier: Option<&Earlier>,
    is_explained: bool,
) -> (Layout, Vec<(Part, Trace)>) {
    let frame = Frame(direction);
    let hint = earlier.and_then(|earlier| Hint::new(graph, earlier));
    let mut parts = normalize::normalize(graph, sizes, options, frame);
    // What has edges comes first, single nodes fill the rows behind it.
    parts.sort_by_key(|part| part.edges.is_empty() && part.scopes.len() == 1);
    let one = |part: &Part| {
        let mut trace = if is_explained { Trace::on() } else { Trace::default() };
        let hint = hint.as_ref().and_then(|hint| hint.of(part));
        (passes::run(part, options, frame, hint.as_ref(), &mut trace), trace)
    };
    let is_large = parts.iter().map(|part| part.edges.len()).filter(|&edges| edges > PARALLEL).count() > 1;
    let placed: Vec<(LaidOut, Trace)> =
        if is_large { parts.par_iter().map(one).collect() } else { parts.iter().map(one).collect() };

    let shapes: Vec<Size> = placed.iter().map(|(p, _)| frame.size(p.placed.w, p.placed.h)).collect();
    let (corners, size) = pack::pack(&shapes, f64::from(options.node_gap), options.aspect);
    let mut out = Layout::blank(graph, direction, size);
    for ((part, (laid_out, _)), corner) in parts.iter().zip(&placed).zip(corners) {
        collect(part, laid_out, frame, corner, &mut out);
    }
    out.unmet.sort_unstable();
    (out, parts.into_iter().zip(placed).map(|(part, (_, trace))| (part, trace)).collect())
}

/// What came of one part.
struct LaidOut {
    placed: Placed,
    /// The layer of each node.
    layers: Vec<u32>,
    /// Whether each edge leads between what stands side by side.
    beside: Vec<bool>,
    /// Frames that share no layers so as not to stand in each other's way.
    stacked: Vec<(u32, u32)>,
    /// Wishes that do not hold.
    unmet: Vec<Unmet>,
}

/// Turns a placed part back into the user's picture.
fn collect(part: &Part, laid_out: &LaidOut, frame: Frame, corner: Point, out: &mut Layout) {
    let LaidOut { placed, layers, beside, stacked, unmet } = laid_out;
    out.unmet.extend(unmet);
    let rect = |e| frame.rect(e, placed.h).moved(corner.x, corner.y);
    for ((node, &at), &layer) in part.nodes.iter().zip(&placed.nodes).zip(layers) {
        if node.kind == NodeKind::Real {
            out.nodes[node.of as usize] = rect(at);
            out.layers[node.of as usize] = layer;
        }
    }
    for (s, scope) in part.scopes.iter().enumerate().skip(1) {
        out.clusters[scope.of as usize] = rect(placed.scopes[s]);
        if let Some(title) = placed.titles[s] {
            out.titles[scope.of as usize] = rect(title);
        }
    }
    let ways = part.edges.iter().map(|e| e.of).zip(&placed.routes);
    for (of, way) in ways.chain(part.loops.iter().map(|l| l.of).zip(&placed.loops)) {
        let turn = |&(x, y): &(i32, i32)| {
            let p = frame.point(x, y, placed.h);
            Point::new(p.x + corner.x, p.y + corner.y)
        };
        let points = way.points.iter().map(turn).collect();
        out.edges[of as usize] = Route { points, label: way.label.map(rect), ..Route::default() };
    }
    for (edge, &is_beside) in part.edges.iter().zip(beside) {
        out.edges[edge.of as usize].is_beside = is_beside;
    }
    let cluster = |scope: u32| part.scopes[scope as usize].of;
    out.stacked.extend(stacked.iter().map(|&(upper, lower)| (cluster(upper), cluster(lower))));
}
