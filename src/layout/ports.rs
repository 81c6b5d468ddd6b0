//! Where edges touch the sides of nodes.
//!
//! Needs: ordered layers, and for the second step places across the flow. Leaves: the offset of both ends of every
//! segment; first spread evenly over the side or packed around its middle, then slid along it where that makes an edge
//! straight. Segments of a trunk have one port.
//! Cost: linear in segments for each pass.

use super::normalize::{NONE, NodeKind, PORTS_APART};
use super::trunk::Trunks;
use super::work::{Vertex, Work};
use super::{Options, PortStyle};

/// Least distance between two ports, and from a port to the corner, where the side has room, in px.
const APART: i32 = 10;
const CORNER: i32 = 12;
/// Between two ports around the middle of a side, in px: two arrow heads and the paper between them.
const PACKED: i32 = 12;
/// A bend of less than this is mended even where that moves a trunk, in px.
const KINK: i32 = 12;
/// Passes over all segments.
const PASSES: usize = 3;

/// Offset from the vertex's centre by segment, at its upper and at its lower end, in px.
pub(super) type Ports = Vec<(i32, i32)>;

/// One side of a node.
struct Side {
    node: u32,
    down: bool,
    /// Segments of each port from left to right: one, or those of a trunk.
    ports: Vec<Vec<u32>>,
}

impl Side {
    /// How much of it edges may touch, in px.
    fn width(&self, work: &Work) -> i32 {
        let node = work.part.nodes[self.node as usize];
        node.port_side(node.w)
    }

    /// Between two neighbouring ports that stand close, in px.
    fn least(&self, work: &Work, options: &Options) -> i32 {
        let is_record = work.part.nodes[self.node as usize].room > 0;
        let wanted = match options.ports {
            _ if is_record => PORTS_APART,
            PortStyle::Centered => PACKED,
            PortStyle::Spread => APART,
        };
        wanted.min(self.width(work) / (self.ports.len() as i32 + 1)).max(1)
    }
}

/// The segments at one side of a node from left to right.
pub(super) fn side(work: &Work, v: u32, down: bool) -> Vec<u32> {
    let mut order = (if down { work.down.of(v) } else { work.up.of(v) }).to_vec();
    order.sort_by_key(|&i| {
        let s = work.segments[i as usize];
        (work.pos[if down { s.bottom } else { s.top } as usize], s.edge)
    });
    order
}

/// A trunk stands where the middle one of its segments would.
fn sides(work: &Work, trunks: &Trunks) -> Vec<Side> {
    let nodes = (0..work.part.nodes.len() as u32).filter(|&v| work.part.nodes[v as usize].kind == NodeKind::Real);
    let all = nodes.flat_map(|node| {
        [false, true].map(|down| {
            let order = side(work, node, down);
            let mut ports: Vec<(usize, Vec<u32>)> = Vec::with_capacity(order.len());
            let mut seen: Vec<(u32, Vec<usize>)> = Vec::new();
            for (k, &i) in order.iter().enumerate() {
                match trunks.at(i, !down) {
                    NONE => ports.push((2 * k, vec![i])),
                    trunk => match seen.iter_mut().find(|(t, _)| *t == trunk) {
                        Some((_, places)) => places.push(k),
                        None => seen.push((trunk, vec![k])),
                    },
                }
            }
            for (_, places) in seen {
                let middle = places[(places.len() - 1) / 2] + places[places.len() / 2];
                ports.push((middle, places.iter().map(|&k| order[k]).collect()));
            }
            ports.sort_by_key(|&(place, _)| place);
            Side { node, down, ports: ports.into_iter().map(|(_, segments)| segments).collect() }
        })
    });
    all.collect()
}

/// Spread evenly over the side of each node, or around its middle, in the order of where the segments go.
pub(super) fn spread(work: &Work, trunks: &Trunks, options: &Options) -> Ports {
    let mut ports = vec![(0, 0); work.segments.len()];
    for side in sides(work, trunks) {
        let w = side.width(work);
        let count = side.ports.len() as i32;
        for (k, port) in (0..).zip(&side.ports) {
            let offset = match options.ports {
                PortStyle::Spread => w * (k + 1) / (count + 1) - w / 2,
                PortStyle::Centered => ((2 * k + 1 - count) * side.least(work, options) / 2).clamp(-w / 2, w / 2),
            };
            for &i in port {
                *end(&mut ports, i, !side.down) = offset;
            }
        }
    }
    ports
}

/// Offset at the upper or the lower end of a segment.
fn end(ports: &mut Ports, segment: u32, lower: bool) -> &mut i32 {
    let port = &mut ports[segment as usize];
    if lower { &mut port.1 } else { &mut port.0 }
}

/// What one end of a segment may do on its side.
#[derive(Clone, Copy)]
struct Slack {
    /// A segment of the port before and behind; or `NONE`.
    beside: [u32; 2],
    /// Between neighbours, in px.
    apart: i32,
    /// The farthest offset from the middle of the side, in px.
    reach: i32,
    /// Whether it may take the whole trunk with it.
    leads: bool,
}

/// Slides ports along their sides, in order and apart, until as many segments as possible are straight.
pub(super) fn slide(work: &Work, x: &[i32], trunks: &Trunks, options: &Options, ports: &mut Ports) {
    let free = Slack { beside: [NONE; 2], apart: 0, reach: 0, leads: true };
    // By segment, at its upper and at its lower end.
    let mut slack = vec![[free; 2]; work.segments.len()];
    for side in sides(work, trunks) {
        let w = side.width(work);
        let apart = side.least(work, options);
        let corner = CORNER.min(w / 4).max(apart);
        let reach = match options.ports {
            PortStyle::Spread => w / 2 - corner,
            PortStyle::Centered => (w / 2 - corner).min((side.ports.len() as i32 + 1) * apart / 2),
        };
        for (k, port) in side.ports.iter().enumerate() {
            let before = if k > 0 { side.ports[k - 1][0] } else { NONE };
            let behind = side.ports.get(k + 1).map_or(NONE, |next| next[0]);
            for (nth, &i) in port.iter().enumerate() {
                let leads = port.len() % 2 == 1 && nth == port.len() / 2;
                slack[i as usize][usize::from(!side.down)] = Slack { beside: [before, behind], apart, reach, leads };
            }
        }
    }
    // Room of one end of a segment, as places across the flow.
    let room = |ports: &Ports, i: usize, lower: bool, bend: i32| {
        let s = work.segments[i];
        let v = if lower { s.bottom } else { s.top };
        let at = x[v as usize];
        let Vertex::Node(n) = work.vertices[v as usize] else { return (at, at) };
        if work.part.nodes[n as usize].kind != NodeKind::Real {
            return (at, at);
        }
        let of = |j: u32| at + if lower { ports[j as usize].1 } else { ports[j as usize].0 };
        let Slack { beside: [before, behind], apart, reach, leads } = slack[i][usize::from(lower)];
        if !leads && bend >= KINK {
            return (of(i as u32), of(i as u32));
        }
        let low = if before == NONE { at - reach } else { of(before) + apart };
        let high = if behind == NONE { at + reach } else { of(behind) - apart };
        if options.ports == PortStyle::Spread { (low, high) } else { (low.max(at - reach), high.min(at + reach)) }
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
            let bend = (upper - lower).abs();
            let (a, b) = (room(ports, i, false, bend), room(ports, i, true, bend));
            let (low, high) = (a.0.max(b.0), a.1.min(b.1));
            if low <= high {
                let to = i32::midpoint(upper, lower).clamp(low, high);
                for (lower, at) in [(false, to - x[s.top as usize]), (true, to - x[s.bottom as usize])] {
                    *end(ports, i as u32, lower) = at;
                    for &member in trunks.members(i as u32, lower) {
                        *end(ports, member, lower) = at;
                    }
                }
            }
        }
    }
}
