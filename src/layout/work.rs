//! The one mutable workspace: the layered graph with its dummies, from layering to routing.
//!
//! Needs: a part, its turned edges, its layering. Leaves: vertices in layers, segments between neighbouring layers.
//! Cost: linear in nodes and lengths of edges.

use super::acyclic::Oriented;
use super::frame::TitleAt;
use super::layer::Layering;
use super::normalize::{NONE, Part};
use super::wish::Before;

/// What a vertex of the layered graph stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vertex {
    /// A node of the part.
    Node(u32),
    /// An edge of the part on its way.
    Dummy(u32),
    /// The label of an edge.
    Label(u32),
    /// The title of a scope.
    Title(u32),
    /// The left side of a scope in one layer.
    Left(u32),
    /// The right side of a scope in one layer.
    Right(u32),
}

/// A piece of an edge, or of a frame's side, between two neighbouring layers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) top: u32,
    pub(super) bottom: u32,
    /// `NONE` for a side.
    pub(super) edge: u32,
}

/// The layered graph.
pub(super) struct Work<'a> {
    pub(super) part: &'a Part,
    pub(super) oriented: Vec<Oriented>,
    pub(super) title_at: TitleAt,
    pub(super) vertices: Vec<Vertex>,
    pub(super) layer: Vec<u32>,
    pub(super) scope: Vec<u32>,
    /// First and last layer by scope.
    pub(super) spans: Vec<(u32, u32)>,
    /// First left side vertex by scope; one a layer, then the right sides.
    pub(super) sides: Vec<u32>,
    /// Title vertex by scope, or `NONE`.
    pub(super) titles: Vec<u32>,
    /// Vertices of each edge from top to bottom, ends included.
    pub(super) chains: Vec<Vec<u32>>,
    pub(super) segments: Vec<Segment>,
    /// Segments up and down of each vertex, by edge.
    pub(super) up: Adjacency,
    pub(super) down: Adjacency,
    /// Vertices of each layer from left to right, and the place of each vertex in its layer.
    pub(super) layers: Vec<Vec<u32>>,
    pub(super) pos: Vec<u32>,
    /// Orders within a layer that the describer asks for.
    pub(super) before: Before,
    /// Where vertices, then scopes, stood across the flow in an earlier layout whose order they shall keep, `i32::MIN`
    /// for what is new; empty where there is none.
    pub(super) kept: Vec<i32>,
    /// Steps that ordering took.
    pub(super) steps: u64,
    /// How many sides of frames edges have to cross, whatever the order.
    pub(super) entered: u64,
    /// Sibling frames that edges lead between from side to side.
    tied: Vec<(u32, u32)>,
}

/// Lists of segment indices, one a vertex, in one array.
#[derive(Debug, Default)]
pub(super) struct Adjacency {
    first: Vec<u32>,
    items: Vec<u32>,
}

impl Adjacency {
    /// Lists the numbers of the `keys` by key, in order.
    pub(super) fn new(count: usize, keys: impl Iterator<Item = u32> + Clone) -> Self {
        let mut first = vec![0u32; count + 1];
        for key in keys.clone() {
            first[key as usize + 1] += 1;
        }
        for v in 0..count {
            first[v + 1] += first[v];
        }
        let mut fill = first.clone();
        let mut items = vec![0u32; *first.last().unwrap_or(&0) as usize];
        for (i, key) in keys.enumerate() {
            items[fill[key as usize] as usize] = i as u32;
            fill[key as usize] += 1;
        }
        Self { first, items }
    }

    pub(super) fn of(&self, v: u32) -> &[u32] {
        &self.items[self.first[v as usize] as usize..self.first[v as usize + 1] as usize]
    }
}

impl<'a> Work<'a> {
    pub(super) fn new(part: &'a Part, oriented: Vec<Oriented>, layering: &Layering, title_at: TitleAt) -> Self {
        let mut vertices: Vec<Vertex> = (0..part.nodes.len() as u32).map(Vertex::Node).collect();
        let mut layer = layering.nodes.clone();
        let mut scope: Vec<u32> = part.nodes.iter().map(|n| n.scope).collect();
        let spans = layering.spans.clone();
        let mut sides = vec![NONE; part.scopes.len()];
        let mut titles = vec![NONE; part.scopes.len()];
        let mut segments = Vec::new();
        let mut add = |vertex, l, s| {
            vertices.push(vertex);
            layer.push(l);
            scope.push(s);
            vertices.len() as u32 - 1
        };
        for s in 1..part.scopes.len() as u32 {
            let (first, last) = spans[s as usize];
            let base = add(Vertex::Left(s), first, s);
            sides[s as usize] = base;
            (first + 1..=last).for_each(|l| _ = add(Vertex::Left(s), l, s));
            (first..=last).for_each(|l| _ = add(Vertex::Right(s), l, s));
            let count = last - first + 1;
            for side in [base, base + count] {
                segments.extend((side + 1..side + count).map(|v| Segment { top: v - 1, bottom: v, edge: NONE }));
            }
            if part.scopes[s as usize].title.0 > 0 && title_at != TitleAt::Side {
                let at = if title_at == TitleAt::Start { first } else { last };
                titles[s as usize] = add(Vertex::Title(s), at, s);
            }
        }
        let mut chains = Vec::with_capacity(part.edges.len());
        for (i, o) in oriented.iter().enumerate() {
            let (first, last) = (layering.nodes[o.top as usize], layering.nodes[o.bottom as usize]);
            let mut chain = vec![o.top];
            for l in first + 1..last {
                let inside = scope_on_the_way(part, &spans, o, l);
                let kind = if layering.labels[i] == l { Vertex::Label(i as u32) } else { Vertex::Dummy(i as u32) };
                chain.push(add(kind, l, inside));
            }
            chain.push(o.bottom);
            segments.extend(chain.windows(2).map(|w| Segment { top: w[0], bottom: w[1], edge: i as u32 }));
            chains.push(chain);
        }
        let entered = segments
            .iter()
            .filter(|s| oriented.get(s.edge as usize).is_some_and(|o| o.beside))
            .map(|s| entered(part, &spans, &layer, &scope, s))
            .sum();
        let both = |o: &&Oriented| o.beside && o.top_child != NONE && o.bottom_child != NONE;
        let pair = |o: &Oriented| (o.top_child.min(o.bottom_child), o.top_child.max(o.bottom_child));
        let mut tied: Vec<(u32, u32)> = oriented.iter().filter(both).map(pair).collect();
        tied.sort_unstable();
        tied.dedup();
        let count = vertices.len();
        let up = Adjacency::new(count, segments.iter().map(|s| s.bottom));
        let down = Adjacency::new(count, segments.iter().map(|s| s.top));
        let layers = vec![Vec::new(); layering.count as usize];
        let pos = vec![0; count];
        Self {
            part,
            oriented,
            title_at,
            vertices,
            layer,
            scope,
            spans,
            sides,
            titles,
            chains,
            segments,
            up,
            down,
            layers,
            pos,
            before: Before::new(part, count as u32),
            kept: Vec::new(),
            steps: 0,
            entered,
            tied,
        }
    }

    /// The left and the right side of `scope` in `layer`.
    pub(super) fn sides_at(&self, scope: u32, layer: u32) -> (u32, u32) {
        let (first, last) = self.spans[scope as usize];
        let left = self.sides[scope as usize] + layer - first;
        (left, left + last - first + 1)
    }

    /// How a pair of items stands to the earlier layout when `a` is left of `b`: 1 as it was, -1 the other way round, 0
    /// where it had no order.
    pub(super) fn agrees(&self, a: u32, b: u32) -> i64 {
        let place = |item: u32| self.kept.get(item as usize).copied().filter(|&x| x != i32::MIN);
        match (place(a), place(b)) {
            (Some(a), Some(b)) => i64::from(a < b) - i64::from(b < a),
            _ => 0,
        }
    }

    /// Whether edges lead between two frames from side to side.
    pub(super) fn is_tied(&self, a: u32, b: u32) -> bool {
        self.tied.binary_search(&(a.min(b), a.max(b))).is_ok()
    }

    /// The innermost scope around both ends of a segment.
    pub(super) fn common(&self, segment: &Segment) -> u32 {
        self.part.common(self.scope[segment.top as usize], self.scope[segment.bottom as usize])
    }

    /// The label box of an edge in the engine; zero where it has none.
    pub(super) fn label(&self, edge: u32) -> (i32, i32) {
        self.part.edges[edge as usize].label
    }
}

/// The innermost scope that an edge is in when it passes layer `l`.
fn scope_on_the_way(part: &Part, spans: &[(u32, u32)], o: &Oriented, l: u32) -> u32 {
    let mut s = part.nodes[o.top as usize].scope;
    while s != o.scope && l > spans[s as usize].1 {
        s = part.scopes[s as usize].parent;
    }
    if s != o.scope {
        return s;
    }
    let mut s = part.nodes[o.bottom as usize].scope;
    while s != o.scope && l < spans[s as usize].0 {
        s = part.scopes[s as usize].parent;
    }
    s
}

/// How many frames a segment goes into, or leaves, beside which they go on.
fn entered(part: &Part, spans: &[(u32, u32)], layer: &[u32], scope: &[u32], segment: &Segment) -> u64 {
    let (above, below) = (layer[segment.top as usize], layer[segment.bottom as usize]);
    let goes_on = |s: &u32| spans[*s as usize].0 <= above && below <= spans[*s as usize].1;
    let ends = [scope[segment.top as usize], scope[segment.bottom as usize]];
    let around = part.common(ends[0], ends[1]);
    ends.into_iter().flat_map(|end| part.scopes_in(end, around)).filter(goes_on).count() as u64
}
