//! The hard rules, held against any layout of a graph.
//!
//! Cost: `O((n + m) k)` where `k` is how much stands in one cell of a grid.

use super::grid::Grid;
use super::{Layout, Sizes};
use crate::base::{Point, Rect};
use crate::graph::{ClusterId, Graph};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::fmt;

/// What a layout must not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// A list of the layout is shorter than the graph's, or a box is smaller than what goes in.
    Complete,
    /// Two nodes overlap.
    NodesApart,
    /// An edge runs through a node that is not its end.
    EdgeClearOfNodes,
    /// An edge runs through a title.
    EdgeClearOfTitles,
    /// An edge runs through a frame that neither of its ends is in.
    EdgeClearOfFrames,
    /// An edge crosses the border of a frame around one of its ends more often than it must.
    EdgeCrossesOnce,
    /// A label covers a node.
    LabelClearOfNodes,
    /// Two labels cover each other.
    LabelsApart,
    /// A label covers a title.
    LabelClearOfTitles,
    /// A label stands on another edge.
    LabelClearOfEdges,
    /// Two edges that share no end run along each other.
    EdgesApart,
    /// A frame does not contain a member, or its title.
    FrameContains,
    /// Two frames overlap and none is in the other.
    FramesApart,
    /// A node lies over a frame that it is not in.
    NodeInForeignFrame,
    /// A route is not orthogonal, or does not touch what it connects.
    RouteSound,
    /// A smoothed route leaves its corridor: it touches a node that is not its end, a title, the label of another edge or
    /// a frame that neither of its ends is in, or it cuts more off a piece than there is.
    CurveInCorridor,
}

/// One broken rule, with the ids of what breaks it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Which rule.
    pub rule: Rule,
    /// Who breaks it.
    pub who: String,
    /// Against whom; empty where nobody else takes part.
    pub whom: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {} {}", self.rule, self.who, self.whom)
    }
}

/// Slack for rounding, in px.
const SLACK: f64 = 0.5;

/// Every broken rule, in order; none for a sound layout.
pub fn verify(graph: &Graph, sizes: &Sizes, layout: &Layout) -> Vec<Violation> {
    let mut check = Check { graph, layout, found: Vec::new() };
    if check.complete(sizes) {
        check.nodes();
        check.frames();
        check.edges();
        check.borders();
        check.labels();
        check.lines();
        check.routes();
        check.curves();
    }
    check.found.sort();
    check.found.dedup();
    check.found
}

struct Check<'a> {
    graph: &'a Graph,
    layout: &'a Layout,
    found: Vec<Violation>,
}

impl Check<'_> {
    fn report(&mut self, rule: Rule, who: String, whom: String) {
        self.found.push(Violation { rule, who, whom });
    }

    fn node_id(&self, i: usize) -> String {
        self.graph.net[NodeIndex::new(i)].id.clone()
    }

    fn frame_id(&self, i: usize) -> String {
        self.graph.clusters.get(ClusterId(i as u32)).id.clone()
    }

    fn edge_id(&self, i: usize) -> String {
        let (a, b) = self.graph.net.edge_endpoints(EdgeIndex::new(i)).unwrap_or_default();
        format!("edge {i} {} -> {}", self.node_id(a.index()), self.node_id(b.index()))
    }

    fn complete(&mut self, sizes: &Sizes) -> bool {
        let (n, m, c) = (self.graph.net.node_count(), self.graph.net.edge_count(), self.graph.clusters.len());
        let l = self.layout;
        let lists = [
            (l.nodes.len(), n),
            (l.layers.len(), n),
            (l.edges.len(), m),
            (l.clusters.len(), c),
            (l.titles.len(), c),
            (sizes.nodes.len(), n),
            (sizes.labels.len(), m),
            (sizes.titles.len(), c),
        ];
        if lists.iter().any(|(got, want)| got != want) {
            self.report(Rule::Complete, format!("{lists:?}"), String::new());
            return false;
        }
        let small = |size: crate::base::Size, at: Rect| at.w + SLACK < size.w || at.h + SLACK < size.h;
        for i in (0..n).filter(|&i| small(sizes.nodes[i], l.nodes[i])) {
            self.report(Rule::Complete, self.node_id(i), "box".into());
        }
        for i in (0..c).filter(|&i| !sizes.titles[i].is_empty() && small(sizes.titles[i], l.titles[i])) {
            self.report(Rule::Complete, self.frame_id(i), "title".into());
        }
        for i in (0..m).filter(|&i| !sizes.labels[i].is_empty()) {
            if l.edges[i].label.is_none_or(|at| small(sizes.labels[i], at)) {
                self.report(Rule::Complete, self.edge_id(i), "label".into());
            }
        }
        true
    }

    fn nodes(&mut self) {
        let grid = Grid::new(&self.layout.nodes);
        for (i, &a) in self.layout.nodes.iter().enumerate() {
            for j in grid.near(a).filter(|&j| j > i) {
                if a.grown(-SLACK).overlaps(self.layout.nodes[j].grown(-SLACK)) {
                    self.report(Rule::NodesApart, self.node_id(i), self.node_id(j));
                }
            }
        }
    }

    /// Whether frame `inner` is `outer` or in it.
    fn is_within(&self, inner: Option<ClusterId>, outer: usize) -> bool {
        let mut at = inner;
        while let Some(id) = at {
            if id.index() == outer {
                return true;
            }
            at = self.graph.clusters.get(id).parent;
        }
        false
    }

    fn frames(&mut self) {
        let l = self.layout;
        let grid = Grid::new(&l.clusters);
        for (i, node) in self.graph.net.node_weights().enumerate() {
            if let Some(id) = node.cluster.filter(|id| !l.clusters[id.index()].contains(l.nodes[i])) {
                self.report(Rule::FrameContains, self.frame_id(id.index()), self.node_id(i));
            }
            let at = l.nodes[i].grown(-SLACK);
            for k in grid.near(at).filter(|&k| l.clusters[k].overlaps(at)) {
                if self.is_within(node.cluster, k) {
                    continue;
                }
                self.report(Rule::NodeInForeignFrame, self.node_id(i), self.frame_id(k));
            }
        }
        for (i, cluster) in self.graph.clusters.clusters.iter().enumerate() {
            let at = l.clusters[i];
            if let Some(p) = cluster.parent.filter(|p| !l.clusters[p.index()].contains(at)) {
                self.report(Rule::FrameContains, self.frame_id(p.index()), self.frame_id(i));
            }
            if !l.titles[i].size().is_empty() && !at.contains(l.titles[i]) {
                self.report(Rule::FrameContains, self.frame_id(i), "its title".into());
            }
            let id = |k: usize| Some(ClusterId(k as u32));
            for k in grid.near(at).filter(|&k| k > i && l.clusters[k].grown(-SLACK).overlaps(at.grown(-SLACK))) {
                if !self.is_within(id(i), k) && !self.is_within(id(k), i) {
                    self.report(Rule::FramesApart, self.frame_id(i), self.frame_id(k));
                }
            }
        }
    }

    fn edges(&mut self) {
        let l = self.layout;
        let (nodes, titles) = (Grid::new(&l.nodes), Grid::new(&l.titles));
        for (i, route) in l.edges.iter().enumerate() {
            let (a, b) = self.graph.net.edge_endpoints(EdgeIndex::new(i)).unwrap_or_default();
            let edge = &self.graph.net[EdgeIndex::new(i)];
            let ends = [edge.tail.is_none().then_some(a.index()), edge.head.is_none().then_some(b.index())];
            for piece in route.points.windows(2) {
                let line = Rect::between(piece[0], piece[1]);
                for k in nodes.near(line).filter(|&k| !ends.contains(&Some(k))) {
                    if touches(line, l.nodes[k].grown(-SLACK)) {
                        self.report(Rule::EdgeClearOfNodes, self.edge_id(i), self.node_id(k));
                    }
                }
                for k in titles.near(line) {
                    if !l.titles[k].size().is_empty() && touches(line, l.titles[k].grown(-SLACK)) {
                        self.report(Rule::EdgeClearOfTitles, self.edge_id(i), self.frame_id(k));
                    }
                }
            }
        }
    }

    /// Borders are crossed by edges that have one end inside, and by those once.
    fn borders(&mut self) {
        let l = self.layout;
        let inside: Vec<Rect> = l.clusters.iter().map(|at| at.grown(-SLACK)).collect();
        let grid = Grid::new(&inside);
        let mut times = vec![0u32; inside.len()];
        for (i, route) in l.edges.iter().enumerate() {
            let (a, b) = self.graph.net.edge_endpoints(EdgeIndex::new(i)).unwrap_or_default();
            let edge = &self.graph.net[EdgeIndex::new(i)];
            let mut met = Vec::new();
            for piece in route.points.windows(2) {
                let line = Rect::between(piece[0], piece[1]);
                for k in grid.near(line) {
                    let [from, to] =
                        [0, 1].map(|end| inside[k].contains(Rect::new(piece[end].x, piece[end].y, 0.0, 0.0)));
                    times[k] += match (from, to) {
                        (true, true) => 0,
                        (false, false) => 2 * u32::from(touches_box(line, inside[k])),
                        _ => 1,
                    };
                    met.push(k);
                }
            }
            met.sort_unstable();
            met.dedup();
            for k in met {
                let crossed = std::mem::take(&mut times[k]);
                let is_end = [edge.tail, edge.head].contains(&Some(ClusterId(k as u32)));
                let around = |frame: Option<ClusterId>, node: NodeIndex| {
                    self.is_within(frame.or(self.graph.net[node].cluster), k)
                };
                let (tail, head) = (around(edge.tail, a), around(edge.head, b));
                if !is_end && crossed > u32::from(tail != head) {
                    let rule = if tail || head { Rule::EdgeCrossesOnce } else { Rule::EdgeClearOfFrames };
                    self.report(rule, self.edge_id(i), self.frame_id(k));
                }
            }
        }
    }

    fn labels(&mut self) {
        let l = self.layout;
        let labels: Vec<Rect> = l.edges.iter().map(|e| e.label.unwrap_or_default().grown(-SLACK)).collect();
        let (nodes, titles, own) = (Grid::new(&l.nodes), Grid::new(&l.titles), Grid::new(&labels));
        for (i, &at) in labels.iter().enumerate().filter(|(i, _)| l.edges[*i].label.is_some()) {
            for k in nodes.near(at).filter(|&k| at.overlaps(l.nodes[k])) {
                self.report(Rule::LabelClearOfNodes, self.edge_id(i), self.node_id(k));
            }
            for k in titles.near(at).filter(|&k| !l.titles[k].size().is_empty() && at.overlaps(l.titles[k])) {
                self.report(Rule::LabelClearOfTitles, self.edge_id(i), self.frame_id(k));
            }
            for k in own.near(at).filter(|&k| k > i && at.overlaps(labels[k])) {
                self.report(Rule::LabelsApart, self.edge_id(i), self.edge_id(k));
            }
        }
    }

    /// Lines of different edges: off each other's labels, and crossing each other only.
    fn lines(&mut self) {
        let l = self.layout;
        let mut owner = Vec::new();
        let mut lines = Vec::new();
        for (i, route) in l.edges.iter().enumerate() {
            for piece in route.points.windows(2) {
                owner.push(i);
                lines.push(Rect::between(piece[0], piece[1]));
            }
        }
        let grid = Grid::new(&lines);
        for (i, at) in l.edges.iter().enumerate().filter_map(|(i, e)| Some((i, e.label?.grown(-SLACK)))) {
            for k in grid.near(at).filter(|&k| owner[k] != i && touches_box(lines[k], at)) {
                self.report(Rule::LabelClearOfEdges, self.edge_id(i), self.edge_id(owner[k]));
            }
        }
        let ends = |i: usize| {
            let (a, b) = self.graph.net.edge_endpoints(EdgeIndex::new(i)).unwrap_or_default();
            [a, b]
        };
        let mut found = Vec::new();
        for (i, &a) in lines.iter().enumerate() {
            for k in grid.near(a).filter(|&k| k > i && owner[k] != owner[i]) {
                let b = lines[k];
                let (across, along) = (a.w < SLACK && b.w < SLACK, a.h < SLACK && b.h < SLACK);
                let shared = |from: f64, to: f64, other: f64, end: f64| to.min(end) - from.max(other) > SLACK;
                let meets = across && (a.x - b.x).abs() < SLACK && shared(a.y, a.bottom(), b.y, b.bottom())
                    || along && (a.y - b.y).abs() < SLACK && shared(a.x, a.right(), b.x, b.right());
                if meets && !ends(owner[i]).iter().any(|end| ends(owner[k]).contains(end)) {
                    found.push((owner[i], owner[k]));
                }
            }
        }
        for (a, b) in found {
            self.report(Rule::EdgesApart, self.edge_id(a), self.edge_id(b));
        }
    }

    fn routes(&mut self) {
        let l = self.layout;
        for (i, route) in l.edges.iter().enumerate() {
            let (a, b) = self.graph.net.edge_endpoints(EdgeIndex::new(i)).unwrap_or_default();
            let edge = &self.graph.net[EdgeIndex::new(i)];
            let orthogonal =
                route.points.windows(2).all(|p| (p[0].x - p[1].x).abs() < TURN || (p[0].y - p[1].y).abs() < TURN);
            let end = |frame: Option<ClusterId>, node: NodeIndex| {
                frame.map_or_else(|| l.nodes[node.index()], |id| l.clusters[id.index()])
            };
            let touches = |point: Option<&Point>, at: Rect| point.is_some_and(|&p| on_outline(p, at));
            let sound = route.points.len() >= 2
                && touches(route.points.first(), end(edge.tail, a))
                && touches(route.points.last(), end(edge.head, b));
            if !orthogonal || !sound {
                self.report(Rule::RouteSound, self.edge_id(i), String::new());
            }
            let labelled = route.label.is_none_or(|at| {
                route.points.windows(2).any(|p| touches_box(Rect::between(p[0], p[1]), at.grown(2.0 * LABEL_REACH)))
            });
            if !labelled {
                self.report(Rule::RouteSound, self.edge_id(i), "label".into());
            }
        }
    }
}

/// What curves may touch, and whom each box belongs to.
struct Obstacles {
    boxes: Vec<Rect>,
    owners: Vec<Owner>,
}

#[derive(Clone, Copy)]
enum Owner {
    Node(usize),
    Title(usize),
    Label(usize),
    Frame(usize),
}

impl Check<'_> {
    fn curves(&mut self) {
        let l = self.layout;
        if l.edges.iter().all(|route| route.cuts.is_empty()) {
            return;
        }
        let mut all = Obstacles { boxes: Vec::new(), owners: Vec::new() };
        let mut add = |at: Rect, owner: Owner| {
            all.boxes.push(at.grown(-SLACK));
            all.owners.push(owner);
        };
        l.nodes.iter().enumerate().for_each(|(i, &at)| add(at, Owner::Node(i)));
        l.titles
            .iter()
            .enumerate()
            .filter(|(_, at)| !at.size().is_empty())
            .for_each(|(i, &at)| add(at, Owner::Title(i)));
        l.clusters.iter().enumerate().for_each(|(i, &at)| add(at, Owner::Frame(i)));
        l.edges
            .iter()
            .enumerate()
            .filter_map(|(i, e)| Some((i, e.label?)))
            .for_each(|(i, at)| add(at, Owner::Label(i)));
        let grid = Grid::new(&all.boxes);
        for (i, route) in l.edges.iter().enumerate().filter(|(_, route)| !route.cuts.is_empty()) {
            if !cuts_fit(&route.points, &route.cuts) {
                self.report(Rule::CurveInCorridor, self.edge_id(i), "cuts".into());
                continue;
            }
            let (a, b) = self.graph.net.edge_endpoints(EdgeIndex::new(i)).unwrap_or_default();
            let edge = &self.graph.net[EdgeIndex::new(i)];
            let around = |frame: Option<ClusterId>, node: NodeIndex, k: usize| {
                frame == Some(ClusterId(k as u32)) || self.is_within(frame.or(self.graph.net[node].cluster), k)
            };
            let mut met = Vec::new();
            for step in route.flattened().windows(2) {
                for k in grid.near(Rect::between(step[0], step[1])).filter(|&k| meets(step[0], step[1], all.boxes[k])) {
                    let whom = match all.owners[k] {
                        Owner::Node(v) if v != a.index() && v != b.index() => self.node_id(v),
                        Owner::Title(f) => self.frame_id(f),
                        Owner::Frame(f) if !around(edge.tail, a, f) && !around(edge.head, b, f) => self.frame_id(f),
                        Owner::Label(e) if e != i => self.edge_id(e),
                        _ => continue,
                    };
                    met.push(whom);
                }
            }
            for whom in met {
                self.report(Rule::CurveInCorridor, self.edge_id(i), whom);
            }
        }
    }
}

/// Whether there is a pair of cuts a corner, and no piece is shorter than what is cut off it.
fn cuts_fit(points: &[Point], cuts: &[[f64; 2]]) -> bool {
    let of = |corner: Option<usize>, side: usize| corner.and_then(|c| cuts.get(c)).map_or(0.0, |cut| cut[side]);
    let fits = |(i, p): (usize, &[Point])| {
        let length = (p[0].x - p[1].x).abs() + (p[0].y - p[1].y).abs();
        of(i.checked_sub(1), 1) + of(Some(i), 0) <= length + SLACK
    };
    points.len() == cuts.len() + 2
        && cuts.iter().flatten().all(|&cut| cut >= 0.0)
        && points.windows(2).enumerate().all(fits)
}

/// Whether a straight line touches the inside of a box (Liang and Barsky).
fn meets(a: Point, b: Point, at: Rect) -> bool {
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (start, by, low, high) in [(a.x, b.x - a.x, at.x, at.right()), (a.y, b.y - a.y, at.y, at.bottom())] {
        if by.abs() < TURN {
            if start <= low || start >= high {
                return false;
            }
            continue;
        }
        let (p, q) = ((low - start) / by, (high - start) / by);
        (from, to) = (from.max(p.min(q)), to.min(p.max(q)));
    }
    from < to
}

/// How far off an orthogonal line may run, in px.
const TURN: f64 = 1e-6;
/// How far a label may stand off its edge, in px.
const LABEL_REACH: f64 = 4.0;

/// The box of an upright or level line.
fn touches(line: Rect, at: Rect) -> bool {
    line.x < at.right() && at.x < line.right().max(line.x + f64::EPSILON) && touches_box(line, at)
}

fn touches_box(line: Rect, at: Rect) -> bool {
    line.x < at.right()
        && at.x < line.right() + f64::EPSILON
        && line.y < at.bottom()
        && at.y < line.bottom() + f64::EPSILON
}

fn on_outline(p: Point, at: Rect) -> bool {
    let inside = at.grown(1.0).contains(Rect::new(p.x, p.y, 0.0, 0.0));
    let deep = at.grown(-1.0).contains(Rect::new(p.x, p.y, 0.0, 0.0));
    inside && !deep
}
