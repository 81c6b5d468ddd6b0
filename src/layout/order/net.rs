//! What the search looks at: neighbours of every vertex as flat lists, and an order that can be changed and changed back.

use crate::layout::normalize::NONE;
use crate::layout::work::{Vertex, Work};

/// The layered graph as the search needs it; nothing in it changes.
pub(super) struct Net<'a> {
    pub(super) work: &'a Work<'a>,
    /// Neighbours in the next layer up, then in the next layer down, in one array each.
    first: [Vec<u32>; 2],
    ends: [Vec<u32>; 2],
    /// The scope that goes on to the right of a vertex.
    pub(super) behind: Vec<u32>,
    is_side: Vec<bool>,
    /// Whether there are no frames.
    pub(super) is_flat: bool,
    /// Edges of each node.
    edges_first: Vec<u32>,
    edges: Vec<u32>,
}

impl<'a> Net<'a> {
    pub(super) fn new(work: &'a Work<'a>) -> Self {
        let count = work.vertices.len() as u32;
        let list = |of: &dyn Fn(u32, &mut Vec<u32>)| {
            let (mut first, mut ends) = (Vec::with_capacity(count as usize + 1), Vec::new());
            first.push(0);
            for v in 0..count {
                of(v, &mut ends);
                first.push(ends.len() as u32);
            }
            (first, ends)
        };
        let (up_first, up) = list(&|v, out| out.extend(work.up.of(v).iter().map(|&i| work.segments[i as usize].top)));
        let (down_first, down) =
            list(&|v, out| out.extend(work.down.of(v).iter().map(|&i| work.segments[i as usize].bottom)));
        let behind = (work.vertices.iter().zip(&work.scope))
            .map(|(vertex, &scope)| match *vertex {
                Vertex::Right(s) => work.part.scopes[s as usize].parent,
                _ => scope,
            })
            .collect();
        let (edges_first, edges) = list(&|v, out| {
            if let Vertex::Node(_) = work.vertices[v as usize] {
                let segments = work.up.of(v).iter().chain(work.down.of(v));
                out.extend(segments.map(|&i| work.segments[i as usize].edge));
            }
        });
        let is_side = work.vertices.iter().map(|v| matches!(v, Vertex::Left(_) | Vertex::Right(_))).collect();
        let is_flat = work.spans.len() == 1 && work.titles.iter().all(|&t| t == NONE);
        Self { is_side, is_flat, work, first: [up_first, down_first], ends: [up, down], behind, edges_first, edges }
    }

    /// Neighbours of a vertex, in the layer below it or above it.
    pub(super) fn of(&self, v: u32, below: bool) -> &[u32] {
        let first = &self.first[usize::from(below)];
        &self.ends[usize::from(below)][first[v as usize] as usize..first[v as usize + 1] as usize]
    }

    /// The same without the sides of frames: who crosses one does so in every order.
    pub(super) fn segments(&self, v: u32, below: bool) -> &[u32] {
        if self.is_side(v) { &[] } else { self.of(v, below) }
    }

    /// Edges of a node.
    pub(super) fn edges(&self, v: u32) -> &[u32] {
        &self.edges[self.edges_first[v as usize] as usize..self.edges_first[v as usize + 1] as usize]
    }

    pub(super) fn is_side(&self, v: u32) -> bool {
        self.is_side[v as usize]
    }
}

/// Vertices of each layer from left to right, and the place of each vertex in its layer.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) layers: Vec<Vec<u32>>,
    pub(super) pos: Vec<u32>,
}

impl Places {
    /// Moves a vertex within its layer.
    pub(super) fn put(&mut self, layer: u32, from: u32, to: u32) {
        let layer = &mut self.layers[layer as usize];
        let (a, b) = (from as usize, to as usize);
        if a < b {
            layer[a..=b].rotate_left(1);
        } else {
            layer[b..=a].rotate_right(1);
        }
        for (k, &v) in layer.iter().enumerate().take(a.max(b) + 1).skip(a.min(b)) {
            self.pos[v as usize] = k as u32;
        }
    }

    /// Moves a vertex within its layer: what that costs in crossings.
    pub(super) fn shift(&mut self, net: &Net, v: u32, to: u32, scratch: &mut [Vec<u32>; 2]) -> i64 {
        let (layer, from) = (net.work.layer[v as usize], self.pos[v as usize]);
        for (below, ends) in scratch.iter_mut().enumerate() {
            ends.clear();
            ends.extend(net.of(v, below == 1).iter().map(|&w| self.pos[w as usize]));
            ends.sort_unstable();
        }
        let passed = if from < to { from + 1..to + 1 } else { to..from };
        let mut delta = 0;
        for &u in &self.layers[layer as usize][passed.start as usize..passed.end as usize] {
            for (below, ends) in scratch.iter().enumerate() {
                if ends.is_empty() {
                    continue;
                }
                for &w in net.segments(u, below == 1) {
                    let at = self.pos[w as usize];
                    let (less, more) = if let [end] = ends[..] {
                        (i64::from(end < at), i64::from(at < end))
                    } else {
                        let less = ends.partition_point(|&end| end < at);
                        let up_to = less + ends[less..].iter().take_while(|&&end| end == at).count();
                        (less as i64, (ends.len() - up_to) as i64)
                    };
                    // Ends of `v` left of this one cross it once `v` is on the right.
                    delta += less - more;
                }
            }
        }
        self.put(layer, from, to);
        if from < to { delta } else { -delta }
    }
}

/// No vertex.
pub(super) const NOBODY: u32 = NONE;
