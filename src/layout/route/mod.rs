//! Gives every layer its place along the flow and every edge its way.
//!
//! Needs: places across the flow. Leaves: boxes of nodes, frames, titles and labels and orthogonal routes, in the
//! engine's frame from (0, 0). A channel between two layers is as high as its slots and the borders in it ask for.
//! Cost: linear, and quadratic in the bends of one channel.
//! Paper: Sander, 2003.

mod bulk;
mod rows;
mod slots;
mod strip;
mod tighten;

use super::Options;
use super::acyclic::Oriented;
use super::frame::Extent;
use super::normalize::{NONE, NodeKind};
use super::place::{Placement, TITLE_GAP};
use super::work::{Vertex, Work};
use rows::Rows;
use slots::{Slots, Wire};
use strip::place_titles;
use tighten::{Channels, tighten};

/// Between the line of a loop and its label, in px.
const LOOP_LABEL_GAP: i32 = 4;

/// One part, placed.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub(super) w: i32,
    pub(super) h: i32,
    /// By node of the part.
    pub(super) nodes: Vec<Extent>,
    /// By scope; the root's is empty.
    pub(super) scopes: Vec<Extent>,
    /// By scope, where it has a title.
    pub(super) titles: Vec<Option<Extent>>,
    /// By edge, then by loop: corners from tail to head, and the box of the label.
    pub(super) routes: Vec<Way>,
    pub(super) loops: Vec<Way>,
}

#[derive(Debug, Default)]
pub(super) struct Way {
    pub(super) points: Vec<(i32, i32)>,
    pub(super) label: Option<Extent>,
}

pub(super) fn route(work: &Work, placement: &Placement, options: &Options, title_from_end: bool) -> Placed {
    let x = |segment: usize| {
        let s = work.segments[segment];
        let (upper, lower) = placement.ports[segment];
        Wire { from: placement.x[s.top as usize] + upper, to: placement.x[s.bottom as usize] + lower }
    };
    let mut wires: Vec<Vec<Wire>> = vec![Vec::new(); work.layers.len()];
    let mut trunks: Vec<Vec<u32>> = vec![Vec::new(); work.layers.len()];
    let mut straight: Vec<Vec<i32>> = vec![Vec::new(); work.layers.len()];
    let mut wire_of = vec![NONE; work.segments.len()];
    for (i, s) in work.segments.iter().enumerate().filter(|(_, s)| s.edge != NONE) {
        let wire = x(i);
        let channel = work.layer[s.top as usize] as usize;
        if wire.from == wire.to {
            straight[channel].push(wire.from);
        } else {
            wire_of[i] = wires[channel].len() as u32;
            wires[channel].push(wire);
            trunks[channel].push(placement.trunks.either(i as u32));
        }
    }
    let channels = wires.iter().zip(&straight).zip(&trunks);
    let slots: Vec<Slots> =
        channels.map(|((wires, straight), trunks)| slots::assign(wires, straight, trunks)).collect();
    let rows = rows(work, placement, Channels { wires: &wires, slots: &slots, of: &wire_of }, options, title_from_end);

    let mut placed = Placed { scopes: vec![Extent::default()], titles: vec![None], ..Placed::default() };
    for (v, node) in work.part.nodes.iter().enumerate() {
        placed.nodes.push(boxed(placement.x[v], rows.middle(work.layer[v]), (node.w, node.h)));
    }
    for s in 1..work.spans.len() as u32 {
        let (left, right) = work.sides_at(s, work.spans[s as usize].0);
        let (top, bottom) = rows.scopes[s as usize];
        let frame = Extent { left: placement.x[left as usize], top, right: placement.x[right as usize], bottom };
        placed.titles.push(title(work, &rows, placement, s, frame));
        placed.scopes.push(frame);
    }
    for (e, chain) in work.chains.iter().enumerate() {
        let segments = chain[1..].iter().map(|&v| segment_above(work, v, e as u32));
        let mut points: Vec<(i32, i32)> = Vec::with_capacity(2 * chain.len());
        for (k, i) in segments.enumerate() {
            let wire = x(i);
            if k == 0 {
                points.push((wire.from, end(work, &placed, chain[0], work.oriented[e], true)));
            }
            if wire_of[i] != NONE {
                let channel = work.layer[chain[k] as usize];
                let (slot, jog) = slots[channel as usize].of[wire_of[i] as usize];
                points.push((wire.from, rows.slot(channel, slot)));
                if let Some((middle, second)) = jog {
                    points.push((middle, rows.slot(channel, slot)));
                    points.push((middle, rows.slot(channel, second)));
                    points.push((wire.to, rows.slot(channel, second)));
                } else {
                    points.push((wire.to, rows.slot(channel, slot)));
                }
            }
            if k + 2 == chain.len() {
                points.push((wire.to, end(work, &placed, chain[k + 1], work.oriented[e], false)));
            }
        }
        if work.oriented[e].turned {
            points.reverse();
        }
        let label = chain
            .iter()
            .find(|&&v| work.vertices[v as usize] == Vertex::Label(e as u32))
            .map(|&v| boxed(placement.x[v as usize], rows.middle(work.layer[v as usize]), work.label(e as u32)));
        placed.routes.push(Way { points: corners(points), label });
    }
    for l in &work.part.loops {
        let at = placed.nodes[l.node as usize];
        let (cx, cy) = (i32::midpoint(at.left, at.right), i32::midpoint(at.top, at.bottom));
        let (near, far) = (at.right, cx + l.reach);
        let out = near + l.stub;
        let upper = [(near, cy - l.half), (out, cy - l.half), (out, cy - l.lift), (far, cy - l.lift)];
        let lower = upper.iter().rev().map(|&(x, y)| (x, 2 * cy - y));
        let points = corners(upper.into_iter().chain(lower).collect());
        let label = (l.label.0 > 0).then(|| {
            let left = far + LOOP_LABEL_GAP;
            let top = cy - l.label.1 / 2;
            Extent { left, top, right: left + l.label.0, bottom: top + l.label.1 }
        });
        placed.loops.push(Way { points, label });
    }
    placed.settle();
    placed
}

/// Rows with frames drawn in and titles placed; where a title needs more room, with frames stretched for it.
fn rows(work: &Work, placement: &Placement, channels: Channels, options: &Options, title_from_end: bool) -> Rows {
    let mut stretched = vec![false; work.spans.len()];
    loop {
        let mut rows = Rows::new(work, channels.slots, options, &stretched);
        tighten(&mut rows, work, placement, channels, options, &stretched);
        if !place_titles(&mut rows, work, placement, channels, title_from_end, &mut stretched) {
            return rows;
        }
    }
}

/// The segment of edge `e` that ends at `v` from above.
fn segment_above(work: &Work, v: u32, e: u32) -> usize {
    work.up.of(v).iter().find(|&&i| work.segments[i as usize].edge == e).map_or(0, |&i| i as usize)
}

fn boxed(x: i32, y: i32, (w, h): (i32, i32)) -> Extent {
    Extent { left: x - w / 2, top: y - h / 2, right: x + w / 2, bottom: y + h / 2 }
}

/// Where an edge touches its upper (or lower) end, along the flow.
fn end(work: &Work, placed: &Placed, v: u32, o: Oriented, upper: bool) -> i32 {
    let node = work.part.nodes[v as usize];
    if node.kind != NodeKind::Port {
        let at = placed.nodes[v as usize];
        return if upper { at.bottom } else { at.top };
    }
    let frame = placed.scopes[node.scope as usize];
    // Without a child scope the other end is inside the frame: the edge goes inward.
    let inward = (if upper { o.top_child } else { o.bottom_child }) == NONE;
    if upper == inward { frame.top } else { frame.bottom }
}

fn title(work: &Work, rows: &Rows, placement: &Placement, s: u32, frame: Extent) -> Option<Extent> {
    let (w, h) = work.part.scopes[s as usize].title;
    if w == 0 {
        return None;
    }
    let (v, top) = (work.titles[s as usize], rows.titles[s as usize]);
    if v != NONE {
        let x = placement.x[v as usize];
        return Some(Extent { left: x - w / 2, top, right: x + w / 2, bottom: top + h });
    }
    // Along the left side of the engine, which is the upper side for the reader.
    let left = frame.left + TITLE_GAP;
    Some(Extent { left, top, right: left + h, bottom: top + w })
}

/// Drops corners that change nothing.
fn corners(points: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    let mut out: Vec<(i32, i32)> = Vec::with_capacity(points.len());
    for p in points {
        if out.last() == Some(&p) {
            continue;
        }
        if let [.., a, b] = out[..]
            && ((a.0 == b.0 && b.0 == p.0) || (a.1 == b.1 && b.1 == p.1))
        {
            out.pop();
        }
        out.push(p);
    }
    out
}

impl Placed {
    /// Moves everything so that it starts at (0, 0), and measures it.
    fn settle(&mut self) {
        let mut all: Option<Extent> = None;
        let mut add = |e: Extent| all = Some(all.map_or(e, |a| a.union(e)));
        self.nodes.iter().chain(&self.scopes[1..]).chain(self.titles.iter().flatten()).for_each(|&e| add(e));
        for way in self.routes.iter().chain(&self.loops) {
            way.label.iter().for_each(|&e| add(e));
            way.points.iter().for_each(|&(x, y)| add(Extent { left: x, top: y, right: x, bottom: y }));
        }
        let all = all.unwrap_or_default();
        let (dx, dy) = (-all.left, -all.top);
        (self.w, self.h) = (all.right - all.left, all.bottom - all.top);
        let boxes = self.nodes.iter_mut().chain(&mut self.scopes[1..]).chain(self.titles.iter_mut().flatten());
        boxes.for_each(|e| *e = e.moved(dx, dy));
        for way in self.routes.iter_mut().chain(&mut self.loops) {
            way.label.iter_mut().for_each(|e| *e = e.moved(dx, dy));
            way.points.iter_mut().for_each(|p| *p = (p.0 + dx, p.1 + dy));
        }
    }
}
