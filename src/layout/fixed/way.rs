//! The way of each edge: few bends, short, through no box and no foreign frame.
//!
//! Needs: a [`Net`]. Leaves: the corners of each edge. Cost: A* for each edge; after [`BUDGET`] steps it no longer
//! looks for the best one, and after [`END`] for none.

use super::net::Net;
use super::{Axis, Placed, end_box};
use crate::base::{Direction, Point, Rect};
use crate::graph::{ClusterId, Graph, Places};
use petgraph::graph::EdgeIndex;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a bend, a piece and a port that another edge has cost, in px of way.
const BEND: u64 = 60;
const SHARED: u64 = 8;
const TAKEN: u64 = 24;
/// Steps after which a way is good enough that leads straight to its end.
const BUDGET: usize = 300_000;
/// Steps after which the ways that are left go over what is in between.
const END: usize = 10 * BUDGET;
/// How much the distance that is left counts then.
const STRAIGHT: u64 = 6;

/// The way of an edge.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    /// From the tail to the head.
    pub(super) corners: Vec<Point>,
}

/// A point, come to along an axis.
type State = u32;

struct Search<'a> {
    net: &'a Net,
    /// By state: the cost so far and the state before it, and for which edge that counts.
    best: Vec<(u64, State, u32)>,
    /// By frame: the edge that may be in it, and how many borders that has crossed there, from the innermost frame around
    /// both of its ends on; less than 0 before that.
    open: Vec<(u32, i32)>,
    /// The innermost frame around both ends.
    around: Option<usize>,
    shared: Vec<u32>,
    steps: usize,
}

/// Finds the ways, those of neighbours first.
pub(super) fn find(graph: &Graph, places: &Places, placed: &Placed, net: &Net) -> Vec<Way> {
    let count = graph.net.edge_count();
    let mut search = Search {
        net,
        best: vec![(0, 0, u32::MAX); net.points.len() * 2],
        open: vec![(u32::MAX, 0); placed.clusters.len()],
        around: None,
        shared: vec![0; net.count],
        steps: 0,
    };
    let ends = |edge: usize| [false, true].map(|is_head| end_box(graph, placed, edge, is_head));
    let mut order: Vec<usize> = (0..count).collect();
    let distance = |edge: usize| {
        let [(tail, _), (head, _)] = ends(edge);
        let (a, b) = (tail.center(), head.center());
        ((a.x - b.x).abs() + (a.y - b.y).abs()).round() as u64
    };
    order.sort_by_cached_key(|&edge| (distance(edge), edge));
    let mut taken = vec![0u32; net.points.len()];
    let mut out = vec![Way::default(); count];
    for edge in order {
        let [tail, head] = ends(edge);
        search.enter(graph, edge, [tail.1, head.1]);
        let mut sides = places.sides.get(edge).copied().unwrap_or_default();
        if tail == head {
            sides = [sides[0].or(Some(Direction::Right)), sides[1].or(Some(Direction::Down))];
        }
        let ports = |end: usize| {
            let ports = net.ports[edge][end].iter().copied();
            ports.filter(move |(side, _)| sides[end].is_none_or(|wanted| wanted == *side))
        };
        let from: Vec<(Direction, u32)> = ports(0).collect();
        let to: Vec<(Direction, u32)> = ports(1).collect();
        let points = search.way(edge as u32, &from, &to, &taken, head.0).unwrap_or_default();
        for &end in points.first().iter().chain(points.last().iter()) {
            taken[*end as usize] += 1;
        }
        let points: Vec<Point> = points.iter().map(|&at| net.points[at as usize]).collect();
        out[edge].corners = if points.is_empty() { straight(tail.0, head.0) } else { corners(points) };
    }
    out
}

/// Where nothing is free: over what is in between.
fn straight(tail: Rect, head: Rect) -> Vec<Point> {
    let (from, to) = (tail.center(), head.center());
    let start = if to.x < from.x { tail.x } else { tail.right() };
    let end = if from.y < to.y { head.y } else { head.bottom() };
    vec![Point::new(start, from.y), Point::new(to.x, from.y), Point::new(to.x, end)]
}

impl Search<'_> {
    /// Opens the frames that only one end of an edge is in, and the innermost one around both.
    fn enter(&mut self, graph: &Graph, edge: usize, frames: [Option<usize>; 2]) {
        let at = EdgeIndex::new(edge);
        let Some((tail, head)) = graph.net.edge_endpoints(at) else { return };
        let mut chains = [(tail, frames[0]), (head, frames[1])].map(|(node, frame)| {
            let mut around = match frame {
                Some(frame) => graph.clusters.get(ClusterId(frame as u32)).parent,
                None => graph.net[node].cluster,
            };
            let mut chain = Vec::new();
            while let Some(id) = around {
                chain.push(id.index());
                around = graph.clusters.get(id).parent;
            }
            chain
        });
        self.around = None;
        while let (Some(&a), Some(&b)) = (chains[0].last(), chains[1].last()) {
            if a != b {
                break;
            }
            self.around = Some(a);
            for chain in &mut chains {
                chain.pop();
            }
        }
        for (chain, sign) in chains.into_iter().zip([-1, 1]) {
            for (depth, frame) in (1..).zip(chain.into_iter().rev()) {
                self.open[frame] = (edge as u32, sign * depth);
            }
        }
        if let Some(frame) = self.around {
            self.open[frame] = (edge as u32, 0);
        }
    }

    /// How many borders an edge has crossed in a frame; none where it must not be.
    fn crossed(&self, edge: u32, frame: Option<usize>) -> Option<i32> {
        match frame {
            None => self.around.is_none().then_some(0),
            Some(frame) => Some(self.open[frame]).filter(|open| open.0 == edge).map(|open| open.1),
        }
    }

    fn way(
        &mut self,
        edge: u32,
        from: &[(Direction, u32)],
        to: &[(Direction, u32)],
        taken: &[u32],
        target: Rect,
    ) -> Option<Vec<u32>> {
        let net = self.net;
        let weight = if self.steps > BUDGET { STRAIGHT } else { 1 };
        let left = |point: u32| {
            let at = net.points[point as usize];
            let off = |v: f64, low: f64, high: f64| (low - v).max(v - high).max(0.0);
            let (dx, dy) = (off(at.x, target.x, target.right()), off(at.y, target.y, target.bottom()));
            let bends = if dx > 0.5 && dy > 0.5 { BEND } else { 0 };
            (dx + dy).floor() as u64 * weight + bends
        };
        let mut heap = BinaryHeap::new();
        for &(side, point) in from {
            let state = point * 2 + Axis::of(side) as u32;
            let cost = u64::from(taken[point as usize]) * TAKEN;
            self.best[state as usize] = (cost, state, edge);
            heap.push(Reverse((cost + left(point), cost, state)));
        }
        let goals: Vec<State> = to.iter().map(|&(side, point)| point * 2 + Axis::of(side) as u32).collect();
        let mut done: Option<(u64, State)> = None;
        while let Some(Reverse((estimate, cost, state))) = heap.pop() {
            if done.is_some_and(|(best, _)| estimate >= best) {
                break;
            }
            if self.best[state as usize].0 < cost {
                continue;
            }
            self.steps += 1;
            if self.steps > END {
                return None;
            }
            let (point, axis) = (state / 2, state % 2);
            if goals.contains(&state) && self.best[state as usize].1 != state {
                let whole = cost + u64::from(taken[point as usize]) * TAKEN;
                if done.is_none_or(|(best, _)| whole < best) {
                    done = Some((whole, state));
                }
                continue;
            }
            let is_start = self.best[state as usize].1 == state;
            for piece in &net.next[point as usize] {
                let turns = piece.axis as u32 != axis;
                if turns && is_start {
                    continue;
                }
                let (here, there) = (net.frames[point as usize], net.frames[piece.to as usize]);
                // A border is crossed only where that leads from one end to the other.
                if here != there || there.is_some() {
                    let (Some(here), Some(there)) = (self.crossed(edge, here), self.crossed(edge, there)) else {
                        continue;
                    };
                    if there < here {
                        continue;
                    }
                }
                let (a, b) = (net.points[point as usize], net.points[piece.to as usize]);
                let length = ((a.x - b.x).abs() + (a.y - b.y).abs()).round() as u64;
                let step = length + if turns { BEND } else { 0 } + u64::from(self.shared[piece.nth as usize]) * SHARED;
                let (next, cost) = (piece.to * 2 + piece.axis as u32, cost + step);
                let best = &mut self.best[next as usize];
                if best.2 != edge || cost < best.0 {
                    *best = (cost, state, edge);
                    heap.push(Reverse((cost + left(piece.to), cost, next)));
                }
            }
        }
        let mut state = done?.1;
        let mut points = vec![state / 2];
        while self.best[state as usize].1 != state {
            let before = self.best[state as usize].1;
            if let Some(piece) = net.next[(state / 2) as usize].iter().find(|piece| piece.to == before / 2) {
                self.shared[piece.nth as usize] += 1;
            }
            state = before;
            points.push(state / 2);
        }
        points.reverse();
        Some(points)
    }
}

/// Only the points where a way bends.
fn corners(points: Vec<Point>) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    for point in points {
        if let [.., a, b] = out[..] {
            let is_straight = |a: f64, b: f64, c: f64| (a - b).abs() < 0.3 && (b - c).abs() < 0.3;
            if is_straight(a.x, b.x, point.x) || is_straight(a.y, b.y, point.y) {
                out.pop();
            }
        }
        out.push(point);
    }
    out
}
