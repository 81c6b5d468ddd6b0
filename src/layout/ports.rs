//! Where edges touch the sides of nodes.
//!
//! Needs: ordered layers, and for the second step places across the flow. Leaves: the offset of both ends of every
//! segment; first spread evenly over the side, then slid along it where that makes an edge straight.
//! Cost: linear in segments for each pass.

use super::normalize::{NONE, NodeKind};
use super::work::{Vertex, Work};

/// Least distance between two ports, and from a port to the corner, where the side has room, in px.
const APART: i32 = 10;
const CORNER: i32 = 12;
/// Passes over all segments.
const PASSES: usize = 3;

/// Offset from the vertex's centre by segment, at its upper and at its lower end, in px.
pub(super) type Ports = Vec<(i32, i32)>;

/// The segments at one side of a node from left to right.
fn side(work: &Work, v: u32, down: bool) -> Vec<u32> {
    let mut order = (if down { work.down.of(v) } else { work.up.of(v) }).to_vec();
    order.sort_by_key(|&i| {
        let s = work.segments[i as usize];
        (work.pos[if down { s.bottom } else { s.top } as usize], s.edge)
    });
    order
}

fn sides(work: &Work) -> Vec<(u32, bool, Vec<u32>)> {
    let nodes = (0..work.part.nodes.len() as u32).filter(|&v| work.part.nodes[v as usize].kind == NodeKind::Real);
    nodes.flat_map(|v| [false, true].map(|down| (v, down, side(work, v, down)))).collect()
}

/// Spread evenly over the side of each node, in the order of where the segments go.
pub(super) fn spread(work: &Work) -> Ports {
    let mut ports = vec![(0, 0); work.segments.len()];
    for (v, down, order) in sides(work) {
        let w = work.part.nodes[v as usize].w;
        let count = order.len() as i32;
        for (k, &i) in order.iter().enumerate() {
            let offset = w * (k as i32 + 1) / (count + 1) - w / 2;
            let port = &mut ports[i as usize];
            *(if down { &mut port.0 } else { &mut port.1 }) = offset;
        }
    }
    ports
}

/// Slides ports along their sides, in order and apart, until as many segments as possible are straight.
pub(super) fn slide(work: &Work, x: &[i32], ports: &mut Ports) {
    // By segment: the ports before and behind its own on the upper node's side, then on the lower node's.
    let mut beside = vec![[[NONE; 2]; 2]; work.segments.len()];
    let mut apart = vec![[0; 2]; work.segments.len()];
    for (v, down, order) in sides(work) {
        let w = work.part.nodes[v as usize].w;
        let least = APART.min(w / (order.len() as i32 + 1)).max(1);
        for (k, &i) in order.iter().enumerate() {
            let before = if k > 0 { order[k - 1] } else { NONE };
            let behind = order.get(k + 1).copied().unwrap_or(NONE);
            beside[i as usize][usize::from(!down)] = [before, behind];
            apart[i as usize][usize::from(!down)] = least;
        }
    }
    // Room of one end of a segment, as places across the flow.
    let room = |ports: &Ports, i: usize, lower: bool| {
        let s = work.segments[i];
        let v = if lower { s.bottom } else { s.top };
        let at = x[v as usize];
        let Vertex::Node(n) = work.vertices[v as usize] else { return (at, at) };
        let node = work.part.nodes[n as usize];
        if node.kind != NodeKind::Real {
            return (at, at);
        }
        let of = |j: u32| at + if lower { ports[j as usize].1 } else { ports[j as usize].0 };
        let least = apart[i][usize::from(lower)];
        let [before, behind] = beside[i][usize::from(lower)];
        let corner = CORNER.min(node.w / 4).max(least);
        let low = if before == NONE { at - node.w / 2 + corner } else { of(before) + least };
        let high = if behind == NONE { at + node.w / 2 - corner } else { of(behind) - least };
        (low, high)
    };
    for _ in 0..PASSES {
        for i in 0..work.segments.len() {
            let s = work.segments[i];
            if s.edge == NONE {
                continue;
            }
            let (upper, lower) = (x[s.top as usize] + ports[i].0, x[s.bottom as usize] + ports[i].1);
            if upper == lower {
                continue;
            }
            let (a, b) = (room(ports, i, false), room(ports, i, true));
            let (low, high) = (a.0.max(b.0), a.1.min(b.1));
            if low <= high {
                let to = i32::midpoint(upper, lower).clamp(low, high);
                ports[i] = (to - x[s.top as usize], to - x[s.bottom as usize]);
            }
        }
    }
}
