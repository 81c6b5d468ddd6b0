//! Where edges touch the sides of nodes.
//!
//! Needs: ordered layers. Leaves: the offset of both ends of every segment, spread evenly over the side or packed around
//! its middle, and the room to slide that each has. Segments of a trunk have one port.
//! Cost: `O(m log m)`.

use super::normalize::{NONE, NodeKind, PORTS_APART};
use super::trunk::Trunks;
use super::work::Work;
use super::{Options, PortStyle};

/// Least distance between two ports, and from a port to the corner, where the side has room, in px.
const APART: i32 = 10;
const CORNER: i32 = 14;
/// Between two ports around the middle of a side, in px: two arrow heads and the paper between them.
const PACKED: i32 = 12;

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
pub(super) fn end(ports: &mut Ports, segment: u32, lower: bool) -> &mut i32 {
    let port = &mut ports[segment as usize];
    if lower { &mut port.1 } else { &mut port.0 }
}

/// The ports of one side of a node, and the room that they have on it.
pub(super) struct Rail {
    pub(super) node: u32,
    pub(super) down: bool,
    /// Segments of each port from left to right: one, or those of a trunk.
    pub(super) ports: Vec<Vec<u32>>,
    /// Between neighbours, in px.
    pub(super) apart: i32,
    /// The farthest offset from the middle of the side, in px.
    pub(super) reach: i32,
}

impl Rail {
    /// Where the `k`-th port is, from the middle of the side.
    pub(super) fn offset(&self, ports: &Ports, k: usize) -> i32 {
        let (upper, lower) = ports[self.ports[k][0] as usize];
        if self.down { upper } else { lower }
    }
}

pub(super) fn rails(work: &Work, trunks: &Trunks, options: &Options, ports: &Ports) -> Vec<Rail> {
    let sides = sides(work, trunks).into_iter().filter(|side| !side.ports.is_empty());
    let rails = sides.map(|side| {
        let w = side.width(work);
        let apart = side.least(work, options);
        let room = w / 2 - CORNER.min(w / 5);
        let reach = match options.ports {
            PortStyle::Spread => room,
            PortStyle::Centered => room.min((side.ports.len() as i32 + 1) * apart / 2),
        };
        let mut rail = Rail { node: side.node, down: side.down, ports: side.ports, apart, reach };
        // Many ports stand closer to the corners from the start.
        rail.reach = (0..rail.ports.len()).map(|k| rail.offset(ports, k).abs()).fold(reach, i32::max);
        rail
    });
    rails.collect()
}

/// Spreads the ports of bent segments evenly between those of straight ones. `x` is the place of each vertex.
pub(super) fn even_out(work: &Work, x: &[i32], rails: &[Rail], ports: &mut Ports) {
    for rail in rails {
        let node = work.part.nodes[rail.node as usize];
        let half = node.port_side(node.w) / 2;
        let is_straight = |ports: &Ports, i: u32| {
            let s = work.segments[i as usize];
            let (upper, lower) = ports[i as usize];
            x[s.top as usize] + upper == x[s.bottom as usize] + lower
        };
        let (mut first, mut before) = (0, -half);
        for k in 0..=rail.ports.len() {
            let is_end = k == rail.ports.len();
            if !is_end && !rail.ports[k].iter().any(|&i| is_straight(ports, i)) {
                continue;
            }
            let behind = if is_end { half } else { rail.offset(ports, k) };
            let count = (k - first) as i32;
            for (nth, segments) in (1..).zip(&rail.ports[first..k]) {
                for &i in segments {
                    *end(ports, i, !rail.down) = before + (behind - before) * nth / (count + 1);
                }
            }
            (first, before) = (k + 1, behind);
        }
    }
}
