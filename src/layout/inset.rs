//! Frames that flow another way than what is around them: each is a picture of its own, and a node in the one around it.
//!
//! Needs: where the flow goes in each frame; no edge leads into such a frame. Leaves: one layout of all pictures.
//! Cost: that of the pictures; else linear.

use super::cause::{Cause, Unmet};
use super::normalize::NodeKind;
use super::report::PartReport;
use super::{Earlier, Layout, Options, Route, Sizes, flat};
use crate::base::{ConstraintKind, Direction, Point, Rect, Size};
use crate::graph::{Cluster, ClusterId, Constraint, Edge, Graph, Member, Node};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

/// What flows one way.
#[derive(Default)]
struct Picture {
    graph: Graph,
    sizes: Sizes,
    direction: Direction,
    /// The frame around it, which is the first one of its graph, and the picture and the node that it stands for there.
    stands: Option<(ClusterId, usize, NodeIndex)>,
    /// Indices in the whole, by index here.
    nodes: Vec<Shown>,
    clusters: Vec<usize>,
    edges: Vec<usize>,
    constraints: Vec<usize>,
}

/// What a node of a picture is.
enum Shown {
    /// A node of the whole.
    Node(usize),
    /// A picture.
    Picture,
}

/// Lays out all that flows toward `direction`, and each frame that does not by itself. Parts come from the outside in, and
/// tell what was done to them where `is_explained`.
pub(super) fn lay_out(
    direction: Direction,
    graph: &Graph,
    sizes: &Sizes,
    options: &Options,
    earlier: Option<&Earlier>,
    is_explained: bool,
) -> (Layout, Vec<PartReport>) {
    let mut split = Split::new(graph, sizes, direction);
    split.fill();
    let Split { mut pictures, mut unmet, .. } = split;
    let mut placed = Vec::with_capacity(pictures.len());
    // A picture comes behind the one around it.
    while let Some(picture) = pictures.pop() {
        let before = earlier.map(|earlier| {
            let frame = picture.stands.map(|(id, ..)| graph.clusters.get(id).id.as_str());
            earlier.within(&picture.graph, frame)
        });
        let (mut layout, parts) =
            flat(picture.direction, &picture.graph, &picture.sizes, options, before.as_ref(), is_explained);
        if let Some((_, outer, at)) = picture.stands {
            center_below_title(&mut layout);
            let frame = layout.clusters.first().copied().unwrap_or_default();
            pictures[outer].sizes.nodes[at.index()] = frame.size();
        }
        let report = parts.into_iter().map(|(part, trace)| {
            let shown = |of: u32| matches!(picture.nodes[of as usize], Shown::Node(_));
            let stand = part.nodes.iter().filter(|node| node.kind == NodeKind::Real && !shown(node.of)).count();
            let report = PartReport::new(&picture.graph, &part, trace);
            PartReport { nodes: report.nodes - stand, ..report }
        });
        let report: Vec<PartReport> = if is_explained { report.collect() } else { Vec::new() };
        placed.push((picture, layout, report));
    }
    placed.reverse();

    let mut out = Layout::blank(graph, direction, placed.first().map_or(Size::default(), |(_, layout, _)| layout.size));
    // Where each picture stands, and what is added to its layers.
    let mut places: Vec<(Point, u32)> = Vec::with_capacity(placed.len());
    for (picture, layout, _) in &placed {
        let mut place = (Point::default(), 0);
        if let Some((id, outer, at)) = picture.stands {
            let ((corner, layer), around) = (places[outer], &placed[outer].1);
            let stand = around.nodes[at.index()].moved(corner.x, corner.y);
            let frame = layout.clusters.first().copied().unwrap_or_default();
            place = (Point::new(stand.x - frame.x, stand.y - frame.y), layer + around.layers[at.index()]);
            out.clusters[id.index()] = stand;
        }
        picture.collect(layout, place, &mut out);
        places.push(place);
        unmet.extend(
            layout.unmet.iter().map(|unmet| Unmet { of: picture.constraints[unmet.of as usize] as u32, ..*unmet }),
        );
    }
    unmet.sort_unstable();
    unmet.dedup_by_key(|unmet| unmet.of);
    out.unmet = unmet;
    (out, placed.into_iter().flat_map(|(.., report)| report).collect())
}

/// Along a level flow a title that is longer than what is in the frame leaves all room behind that: half of it is enough.
fn center_below_title(layout: &mut Layout) {
    let (Some(&frame), Some(&title)) = (layout.clusters.first(), layout.titles.first()) else { return };
    let is_level = layout.direction.is_level();
    let ends = |at: &Rect| [at.x, at.right()];
    let lines = layout.edges.iter().flat_map(|route| &route.points).map(|p| [p.x, p.x]);
    let boxes =
        layout.nodes.iter().chain(&layout.clusters[1..]).chain(layout.edges.iter().filter_map(|e| e.label.as_ref()));
    let (left, right) = boxes
        .map(ends)
        .chain(lines)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(left, right), [from, to]| (left.min(from), right.max(to)));
    if !is_level || right - left > title.w || left > right {
        return;
    }
    let by = ((frame.x + frame.right() - left - right) / 2.0).round();
    let own = layout.nodes.iter_mut().chain(&mut layout.clusters[1..]).chain(&mut layout.titles[1..]);
    own.chain(layout.edges.iter_mut().filter_map(|e| e.label.as_mut())).for_each(|at| *at = at.moved(by, 0.0));
    layout.edges.iter_mut().flat_map(|route| &mut route.points).for_each(|p| p.x += by);
}

impl Picture {
    /// Puts its places into those of the whole; what stands for a frame has its place already.
    fn collect(&self, layout: &Layout, (corner, layer): (Point, u32), out: &mut Layout) {
        let moved = |at: Rect| at.moved(corner.x, corner.y);
        let first = layout.layers.iter().copied().min().unwrap_or(0);
        for (shown, (&at, own)) in self.nodes.iter().zip(layout.nodes.iter().zip(&layout.layers)) {
            if let Shown::Node(node) = *shown {
                out.nodes[node] = moved(at);
                out.layers[node] = layer + own - first;
            }
        }
        for (here, &cluster) in self.clusters.iter().enumerate() {
            if self.stands.is_none_or(|(id, ..)| id.index() != cluster) {
                out.clusters[cluster] = moved(layout.clusters[here]);
            }
            let title = layout.titles[here];
            out.titles[cluster] = if title.size().is_empty() { title } else { moved(title) };
        }
        let stacked = layout.stacked.iter();
        let cluster = |here: u32| self.clusters[here as usize] as u32;
        out.stacked.extend(stacked.map(|&(upper, lower)| (cluster(upper), cluster(lower))));
        for (&edge, route) in self.edges.iter().zip(&layout.edges) {
            let points = route.points.iter().map(|p| Point::new(p.x + corner.x, p.y + corner.y)).collect();
            out.edges[edge] = Route { points, label: route.label.map(moved), ..route.clone() };
        }
    }
}

/// A graph on its way into pictures.
struct Split<'a> {
    graph: &'a Graph,
    sizes: &'a Sizes,
    pictures: Vec<Picture>,
    /// By frame: the picture that its inside belongs to, and its index there.
    inside: Vec<(usize, ClusterId)>,
    /// By node: its picture, and its index there.
    nodes: Vec<(usize, NodeIndex)>,
    /// Constraints that reach over several pictures.
    unmet: Vec<Unmet>,
}

impl<'a> Split<'a> {
    /// The pictures with their frames.
    fn new(graph: &'a Graph, sizes: &'a Sizes, direction: Direction) -> Self {
        let whole = Picture { direction, ..Picture::default() };
        let (inside, nodes) = (Vec::with_capacity(graph.clusters.len()), Vec::with_capacity(graph.net.node_count()));
        let mut split = Self { graph, sizes, pictures: vec![whole], inside, nodes, unmet: Vec::new() };
        for (at, (cluster, flow)) in graph.clusters.clusters.iter().zip(graph.flows(direction)).enumerate() {
            let (outer, parent) = match cluster.parent {
                Some(id) => {
                    let (picture, here) = split.inside[id.index()];
                    (picture, Some(here))
                }
                None => (0, None),
            };
            let is_turned = split.pictures[outer].direction != flow;
            let home = if is_turned { split.pictures.len() } else { outer };
            if is_turned {
                let stands = Some((ClusterId(at as u32), outer, NodeIndex::end()));
                split.pictures.push(Picture { direction: flow, stands, ..Picture::default() });
            }
            let picture = &mut split.pictures[home];
            let parent = parent.filter(|_| !is_turned);
            let here = picture.graph.clusters.add(Cluster { parent, direction: None, ..cluster.clone() });
            picture.clusters.push(at);
            picture.sizes.titles.push(sizes.titles.get(at).copied().unwrap_or_default());
            split.inside.push((home, here));
        }
        split
    }

    fn fill(&mut self) {
        let graph = self.graph;
        for (at, node) in graph.net.node_weights().enumerate() {
            let (home, cluster) = match node.cluster {
                Some(id) => {
                    let (picture, here) = self.inside[id.index()];
                    (picture, Some(here))
                }
                None => (0, None),
            };
            // In the written order a frame stands where its first node does.
            self.stand(home);
            let size = self.sizes.nodes.get(at).copied().unwrap_or_default();
            let here = self.pictures[home].add(Node { cluster, ..node.clone() }, size, Shown::Node(at));
            self.nodes.push((home, here));
        }
        for empty in 1..self.pictures.len() {
            self.stand(empty);
        }
        let first: Vec<Vec<Option<NodeIndex>>> = self.pictures.iter().map(|p| p.graph.first_nodes()).collect();
        for (at, edge) in graph.net.edge_references().enumerate() {
            let (tail, head) = (edge.weight().tail, edge.weight().head);
            let home = graph.around(edge.source(), tail).map_or(0, |id| self.inside[id.index()].0);
            let end = |node: NodeIndex, frame: Option<ClusterId>| match frame.map(|id| self.member(Member::Frame(id)).1)
            {
                Some(Member::Frame(here)) => Some((first[home].get(here.index()).copied().flatten()?, Some(here))),
                Some(Member::Node(here)) => Some((here, None)),
                None => Some((self.nodes[node.index()].1, None)),
            };
            let ends = (end(edge.source(), tail), end(edge.target(), head));
            let (Some((from, tail)), Some((to, head))) = ends else { continue };
            let picture = &mut self.pictures[home];
            picture.graph.net.add_edge(from, to, Edge { tail, head, ..edge.weight().clone() });
            picture.sizes.labels.push(self.sizes.labels.get(at).copied().unwrap_or_default());
            picture.edges.push(at);
        }
        for (at, constraint) in graph.constraints.iter().enumerate() {
            self.constrain(at, constraint);
        }
    }

    /// Gives a picture, and each one around it, its node in the one around it.
    fn stand(&mut self, mut picture: usize) {
        while let Some((id, outer, at)) = self.pictures[picture].stands
            && at == NodeIndex::end()
        {
            let cluster = self.graph.clusters.get(id);
            let frame = cluster.parent.map(|parent| self.inside[parent.index()].1);
            let node = Node { id: cluster.id.clone(), cluster: frame, ..Node::default() };
            let here = self.pictures[outer].add(node, Size::default(), Shown::Picture);
            self.pictures[picture].stands = Some((id, outer, here));
            picture = outer;
        }
    }

    /// The picture that a member stands in, and what it is there.
    fn member(&self, member: Member) -> (usize, Member) {
        match member {
            Member::Node(node) => {
                let (home, here) = self.nodes[node.index()];
                (home, Member::Node(here))
            }
            Member::Frame(id) => {
                let (home, here) = self.inside[id.index()];
                match self.pictures[home].stands {
                    Some((frame, outer, at)) if frame == id => (outer, Member::Node(at)),
                    _ => (home, Member::Frame(here)),
                }
            }
        }
    }

    /// First and last are for each frame; all else is between members.
    fn constrain(&mut self, at: usize, constraint: &Constraint) {
        let mut homes: Vec<(usize, Vec<Member>)> = Vec::new();
        for &member in &constraint.members {
            let (home, here) = self.member(member);
            match homes.iter_mut().find(|(other, _)| *other == home) {
                Some((_, members)) => members.push(here),
                None => homes.push((home, vec![here])),
            }
        }
        let of_each = matches!(constraint.kind, ConstraintKind::FirstRank | ConstraintKind::LastRank);
        if homes.len() > 1 && !of_each {
            self.unmet.push(Unmet { of: at as u32, cause: Cause::Frames });
            return;
        }
        for (home, members) in homes {
            self.pictures[home].graph.constraints.push(Constraint { kind: constraint.kind, members });
            self.pictures[home].constraints.push(at);
        }
    }
}

impl Picture {
    fn add(&mut self, node: Node, size: Size, shown: Shown) -> NodeIndex {
        self.sizes.nodes.push(size);
        self.nodes.push(shown);
        self.graph.net.add_node(node)
    }
}
