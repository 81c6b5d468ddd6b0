//! Splits the graph into connected parts in the engine's frame: whole px, flow down, no loops.
//!
//! Needs: graph and sizes. Leaves: parts with dense local indices, scope 0 the root, a parent scope before its children;
//! an edge end at a frame is a port node in that frame; an empty frame has a filler. Loops have room at their node.
//! Cost: linear.

use super::frame::Frame;
use super::trunk::Look;
use super::wish::{Member, Wish};
use super::{Options, Sizes};
use crate::base::{Arrow, Line, Size, Status, Style};
use crate::graph::{self, Graph};

pub(super) const NONE: u32 = u32::MAX;
/// Longer edges are not asked for: each layer costs.
const LONGEST: u32 = 20;
/// Size of what fills an empty frame, in px.
const FILLER: (i32, i32) = (40, 20);
/// How far a loop stands off its node, in px.
const LOOP_REACH: i32 = 22;
/// Between two ports of a record, and from one to a corner, where there is the space, in px.
pub(super) const PORTS_APART: i32 = 12;
const CORNER: i32 = 7;
/// So many looks of edges are told apart.
const LOOKS: usize = 64;
/// Between the line of a loop and its label, in px.
const LOOP_LABEL_GAP: i32 = 4;

/// One connected part.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) nodes: Vec<NodeIn>,
    pub(super) scopes: Vec<ScopeIn>,
    pub(super) edges: Vec<EdgeIn>,
    pub(super) loops: Vec<LoopIn>,
    pub(super) wishes: Vec<Wish>,
    /// Whether it is a strip of a longer one.
    pub(super) is_strip: bool,
}

impl Part {
    /// Its wish of that index in the graph.
    pub(super) fn wish(&self, of: u32) -> Option<&Wish> {
        self.wishes.iter().find(|wish| wish.of == of)
    }

    /// The innermost scope around two.
    pub(super) fn common(&self, mut a: u32, mut b: u32) -> u32 {
        while a != b {
            let deeper = if self.scopes[a as usize].depth >= self.scopes[b as usize].depth { &mut a } else { &mut b };
            *deeper = self.scopes[*deeper as usize].parent;
        }
        a
    }

    /// A scope and those around it, up to `outer`, which is left out.
    pub(super) fn scopes_in(&self, scope: u32, outer: u32) -> impl Iterator<Item = u32> {
        let around = move |&s: &u32| Some(self.scopes[s as usize].parent);
        std::iter::successors(Some(scope), around).take_while(move |&s| s != outer)
    }

    /// Whether a scope is `outer` or in it.
    pub(super) fn is_within(&self, mut scope: u32, outer: u32) -> bool {
        while scope != outer && scope != 0 {
            scope = self.scopes[scope as usize].parent;
        }
        scope == outer
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    Real,
    /// Stands for the border of its scope.
    Port,
    /// Keeps an empty frame open.
    Filler,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct NodeIn {
    pub(super) kind: NodeKind,
    /// Index in the graph; of the frame for ports and fillers.
    pub(super) of: u32,
    pub(super) scope: u32,
    pub(super) w: i32,
    pub(super) h: i32,
    /// How much of each side is room around it: edges touch the box, but no nearer to its corners than that.
    pub(super) room: i32,
    /// Room for loops beyond the right side, and the height that they need.
    pub(super) loop_w: i32,
    pub(super) loop_h: i32,
}

impl NodeIn {
    /// How much of a side edges may touch, in px.
    pub(super) fn port_side(&self, side: i32) -> i32 {
        (side - 2 * self.room).max(0)
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ScopeIn {
    /// Index in the graph's tree; `NONE` for the root.
    pub(super) of: u32,
    pub(super) parent: u32,
    pub(super) depth: u32,
    /// Title width and height as the reader sees them; zero where there is none.
    pub(super) title: (i32, i32),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct EdgeIn {
    pub(super) of: u32,
    pub(super) from: u32,
    pub(super) to: u32,
    /// Label width and height in the engine; zero where there is none.
    pub(super) label: (i32, i32),
    /// Over how many layers it goes at least.
    pub(super) length: i32,
    pub(super) look: Look,
}

/// A loop, as offsets from the centre of its node.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoopIn {
    pub(super) of: u32,
    pub(super) node: u32,
    /// How far its ends are above and below the centre.
    pub(super) half: i32,
    /// How far its line is right of the centre.
    pub(super) reach: i32,
    /// How far it rises and falls on its way out to get around the labels inside, and how far right of the node it does.
    pub(super) lift: i32,
    pub(super) stub: i32,
    pub(super) label: (i32, i32),
}

/// An edge with its ends as nodes or frames.
struct End {
    node: u32,
    frame: u32,
}

/// The connected parts, by their first node in written order; parts of empty frames alone come last.
pub(super) fn normalize(graph: &Graph, sizes: &Sizes, options: &Options, frame: Frame) -> Vec<Part> {
    let (n, c) = (graph.net.node_count(), graph.clusters.len());
    let size = |list: &[Size], i: usize| frame.inward(list.get(i).copied().unwrap_or_default());
    let parent: Vec<u32> = graph.clusters.clusters.iter().map(|x| x.parent.map_or(NONE, |p| p.0)).collect();
    let ends: Vec<(End, End)> = graph
        .net
        .raw_edges()
        .iter()
        .map(|e| {
            let frame_of = |id: Option<crate::graph::ClusterId>| id.map_or(NONE, |id| id.0);
            (
                End { node: e.source().index() as u32, frame: frame_of(e.weight.tail) },
                End { node: e.target().index() as u32, frame: frame_of(e.weight.head) },
            )
        })
        .collect();

    let part_of = components(graph, &parent, &ends);
    let mut number = vec![NONE; n + c];
    let mut parts: Vec<Part> = Vec::new();
    for &leader in &part_of {
        let leader = leader as usize;
        if number[leader] == NONE {
            number[leader] = parts.len() as u32;
            let root = ScopeIn { of: NONE, parent: NONE, depth: 0, title: (0, 0) };
            parts.push(Part { scopes: vec![root], ..Part::default() });
        }
    }

    let mut scope_of = vec![0u32; c];
    let mut filled = vec![false; c];
    for i in 0..c {
        let part = &mut parts[number[part_of[n + i] as usize] as usize];
        let outer = if parent[i] == NONE { 0 } else { scope_of[parent[i] as usize] };
        if parent[i] != NONE {
            filled[parent[i] as usize] = true;
        }
        scope_of[i] = part.scopes.len() as u32;
        let shown = sizes.titles.get(i).copied().unwrap_or_default();
        let even = Frame(crate::base::Direction::Down).inward(shown);
        let depth = part.scopes[outer as usize].depth + 1;
        let title = if shown.is_empty() { (0, 0) } else { even };
        part.scopes.push(ScopeIn { of: i as u32, parent: outer, depth, title });
    }

    let mut local = vec![0u32; n];
    for (v, node) in graph.net.node_weights().enumerate() {
        let part = &mut parts[number[part_of[v] as usize] as usize];
        let scope = node.cluster.map_or(0, |id| scope_of[id.index()]);
        if let Some(id) = node.cluster {
            filled[id.index()] = true;
        }
        let (w, h) = size(&sizes.nodes, v);
        let room = if node.compartments.is_some() { graph::END_ROOM as i32 } else { 0 };
        local[v] = part.nodes.len() as u32;
        part.nodes.push(NodeIn { kind: NodeKind::Real, of: v as u32, scope, w, h, room, loop_w: 0, loop_h: 0 });
    }

    let looks = looks(graph, options);
    for (i, (tail, head)) in ends.iter().enumerate() {
        let part = &mut parts[number[part_of[tail.node as usize] as usize] as usize];
        let label = size(&sizes.labels, i);
        let label = if label.0 == 0 || label.1 == 0 { (0, 0) } else { label };
        if tail.frame == NONE && head.frame == NONE && tail.node == head.node {
            add_loop(part, i as u32, local[tail.node as usize], label, options);
            continue;
        }
        let mut at = |end: &End| {
            if end.frame == NONE {
                return local[end.node as usize];
            }
            let kind = NodeKind::Port;
            filled[end.frame as usize] = true;
            let scope = scope_of[end.frame as usize];
            part.nodes.push(NodeIn { kind, of: end.frame, scope, w: 0, h: 0, room: 0, loop_w: 0, loop_h: 0 });
            part.nodes.len() as u32 - 1
        };
        let (from, to) = (at(tail), at(head));
        let length = graph.net.raw_edges()[i].weight.min_length.clamp(1, LONGEST) as i32;
        part.edges.push(EdgeIn { of: i as u32, from, to, label, length, look: looks[i] });
    }

    for i in (0..c).filter(|&i| !filled[i]) {
        let part = &mut parts[number[part_of[n + i] as usize] as usize];
        let (w, h) = if frame.turned() { (FILLER.1, FILLER.0) } else { FILLER };
        let kind = NodeKind::Filler;
        part.nodes.push(NodeIn { kind, of: i as u32, scope: scope_of[i], w, h, room: 0, loop_w: 0, loop_h: 0 });
    }
    for (i, constraint) in graph.constraints.iter().enumerate() {
        let Some(&first) = constraint.members.first() else { continue };
        let part = &mut parts[number[part_of[member_index(first, n)] as usize] as usize];
        let members = constraint.members.iter().map(|member| match *member {
            graph::Member::Node(v) => Member::Node(local[v.index()]),
            graph::Member::Frame(id) => Member::Scope(scope_of[id.index()]),
        });
        part.wishes.push(Wish { of: i as u32, kind: constraint.kind, members: members.collect() });
    }
    parts
}

/// By edge; they count for trunks alone.
fn looks(graph: &Graph, options: &Options) -> Vec<Look> {
    if !options.trunks {
        return vec![Look::Own; graph.net.edge_count()];
    }
    let mut known = Vec::new();
    let of = |edge: &graph::Edge| {
        let Style { stroke, line, width, .. } = edge.style;
        let look = (edge.arrow, edge.ends, edge.status, stroke, line, width);
        let number = known.iter().position(|other| *other == look).unwrap_or_else(|| {
            known.push(look);
            known.len() - 1
        });
        let dashed = line.map_or(edge.arrow == Arrow::Async, |line| line != Line::Solid);
        // Beyond this many looks nobody sees what is alike.
        match number {
            LOOKS.. => {
                known.truncate(LOOKS);
                Look::Own
            }
            _ if dashed || edge.status == Some(Status::Removed) => Look::Dashed(number as u32),
            _ => Look::Solid(number as u32),
        }
    };
    graph.net.edge_weights().map(of).collect()
}

/// Nodes first, then frames.
fn member_index(member: graph::Member, nodes: usize) -> usize {
    match member {
        graph::Member::Node(v) => v.index(),
        graph::Member::Frame(id) => nodes + id.index(),
    }
}

/// The leader of the component of each node, then of each frame.
fn components(graph: &Graph, parent: &[u32], ends: &[(End, End)]) -> Vec<u32> {
    let n = graph.net.node_count();
    let mut sets = petgraph::unionfind::UnionFind::<u32>::new(n + parent.len());
    for (v, node) in graph.net.node_weights().enumerate() {
        if let Some(id) = node.cluster {
            sets.union(v as u32, (n + id.index()) as u32);
        }
    }
    for (i, &p) in parent.iter().enumerate() {
        if p != NONE {
            sets.union((n + i) as u32, n as u32 + p);
        }
    }
    for (tail, head) in ends {
        for end in [tail, head] {
            if end.frame != NONE {
                sets.union(end.node, n as u32 + end.frame);
            }
        }
        sets.union(tail.node, head.node);
    }
    for constraint in &graph.constraints {
        for pair in constraint.members.windows(2) {
            sets.union(member_index(pair[0], n) as u32, member_index(pair[1], n) as u32);
        }
    }
    sets.into_labeling()
}

/// Loops of a node are nested: each reaches further out and further up and down than the one before.
fn add_loop(part: &mut Part, of: u32, node: u32, label: (i32, i32), options: &Options) {
    let inner = part.loops.iter().filter(|l| l.node == node);
    let before = inner.clone().count() as i32;
    let around = inner.clone().map(|l| l.label.1 / 2 + LOOP_LABEL_GAP).max().unwrap_or(0);
    let lifted = inner.clone().filter(|l| l.lift > l.half).map(|l| l.lift + LOOP_LABEL_GAP);
    // The further out a loop goes, the nearer to the node it rises.
    let stub = LOOP_REACH / (2 + lifted.clone().count() as i32);
    let around = around.max(lifted.max().unwrap_or(0));
    let halves = inner.clone().map(|l| l.half).max();
    let at = &mut part.nodes[node as usize];
    if before == 0 {
        at.loop_w = LOOP_REACH;
    } else {
        at.loop_w += options.edge_gap as i32;
    }
    let side = at.port_side(at.h);
    let even = (side * (before + 1) / (2 * (before + 2))).max(1);
    let half = match halves {
        Some(half) if at.room > 0 => {
            let apart = half + PORTS_APART;
            even.max(if apart <= side / 2 - CORNER { apart } else { half + 1 })
        }
        _ => even,
    };
    let reach = at.w / 2 + at.loop_w;
    let lift = half.max(around);
    at.loop_h = at.loop_h.max(2 * lift);
    if label.0 > 0 {
        at.loop_w += LOOP_LABEL_GAP + label.0;
        at.loop_h = at.loop_h.max(label.1);
    }
    part.loops.push(LoopIn { of, node, half, reach, lift, stub, label });
}
