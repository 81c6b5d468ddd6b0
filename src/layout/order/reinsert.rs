//! Takes nodes out with all their edges and puts them back where they cross least.
//!
//! Needs: an order. Leaves: one with no more crossings than allowed. Cost: bounded by counted steps.
//! Paper: Clancy, Haythorpe, Newcombe, "An effective crossing minimisation heuristic based on star insertion", 2019, here
//! within layers: the edges of a node are walked from their far ends, the node goes where the sum is least.

use super::net::{NOBODY, Net, Places};
use super::strip::{FAR, Open, Scratch, Strip, Window};

/// The cost of a place that an edge cannot get to.
const NEVER: i32 = i32::MAX;

/// Scratch memory and the order that is worked on.
pub(super) struct Search<'a> {
    pub(super) net: &'a Net<'a>,
    pub(super) places: Places,
    pub(super) left: u64,
    out: Vec<bool>,
    /// One for each vertex of a chain.
    windows: Vec<Window>,
    at: Window,
    scratch: Scratch,
    slot: Vec<u16>,
    sum: Vec<i32>,
    ends: [Vec<u32>; 2],
    /// Vertices that were moved, and from where.
    log: Vec<(u32, u32)>,
}

impl<'a> Search<'a> {
    pub(super) fn new(net: &'a Net<'a>, places: Places, left: u64) -> Self {
        let slot = vec![0; places.pos.len()];
        Self {
            net,
            left,
            out: vec![false; places.pos.len()],
            places,
            windows: Vec::new(),
            at: Window::default(),
            scratch: Scratch::default(),
            slot,
            sum: Vec::new(),
            ends: Default::default(),
            log: Vec::new(),
        }
    }

    /// Puts the nodes anew, one after the other: what that costs in crossings; nothing where there is no way for an edge.
    pub(super) fn reinsert(&mut self, nodes: &[u32]) -> Option<i64> {
        self.log.clear();
        self.left = self.left.saturating_sub(16);
        for &v in nodes {
            self.set_out(v, true);
        }
        let mut delta = Some(0);
        for &v in nodes {
            delta = delta.and_then(|delta| Some(delta + self.put(v)?));
            self.set_out(v, false);
        }
        delta
    }

    /// Puts a node, then its edges to all nodes that are in.
    fn put(&mut self, v: u32) -> Option<i64> {
        let mut delta = self.put_node(v)?;
        self.out[v as usize] = false;
        for k in 0..self.net.edges(v).len() {
            let e = self.net.edges(v)[k];
            if let Some(path) = self.path(e, v) {
                delta += self.put_edge(path)?;
                self.set_edge_out(e, false);
            }
        }
        Some(delta)
    }

    /// Takes the last reinsertion back.
    pub(super) fn undo(&mut self) {
        while let Some((v, from)) = self.log.pop() {
            self.places.put(self.net.work.layer[v as usize], self.places.pos[v as usize], from);
        }
    }

    /// Takes a node out with its edges, or has it in again with those to nodes that are in.
    fn set_out(&mut self, v: u32, is_out: bool) {
        self.out[v as usize] = is_out;
        for k in 0..self.net.edges(v).len() {
            let e = self.net.edges(v)[k];
            if is_out || self.path(e, v).is_some() {
                self.set_edge_out(e, is_out);
            }
        }
    }

    fn set_edge_out(&mut self, e: u32, is_out: bool) {
        let chain = &self.net.work.chains[e as usize];
        for &d in &chain[1..chain.len() - 1] {
            self.out[d as usize] = is_out;
        }
    }

    /// The way to `v` from the other end of an edge, where that end is in.
    fn path(&self, e: u32, v: u32) -> Option<Path<'a>> {
        let chain = &self.net.work.chains[e as usize][..];
        let below = chain[0] != v;
        let o = self.net.work.oriented[e as usize];
        let part = self.net.work.part;
        let open = if o.beside {
            let scopes = [o.top, o.bottom].map(|end| part.nodes[end as usize].scope);
            Open { scopes, depth: part.scopes[o.scope as usize].depth }
        } else {
            Open::NONE
        };
        let path = Path { chain, below, open };
        (!self.out[path.at(0) as usize]).then_some(path)
    }

    fn strip(&self, path: Path) -> Strip<'_> {
        let Path { below, open, .. } = path;
        Strip { net: self.net, places: &self.places, out: &self.out, slot: &self.slot, below, open }
    }

    /// Costs of all gaps on the way up to the last vertex before the end.
    fn walk(&mut self, path: Path) -> bool {
        let count = path.chain.len() - 1;
        let mut windows = std::mem::take(&mut self.windows);
        if windows.len() < count {
            windows.resize(count, Window::default());
        }
        let mut left = self.left;
        let mut scratch = std::mem::take(&mut self.scratch);
        windows[0].set_vertex(self.net, &self.places, path.at(0));
        let mut is_open = self.left > 0;
        for k in 1..count {
            if !is_open {
                break;
            }
            let (before, behind) = windows.split_at_mut(k);
            behind[0].set_around(self.net, &self.places, &self.out, path.at(k), &mut self.slot);
            is_open = self.strip(path).go(&before[k - 1], &mut behind[0], &mut scratch, &mut left);
        }
        (self.windows, self.scratch, self.left) = (windows, scratch, left);
        is_open
    }

    fn put_node(&mut self, v: u32) -> Option<i64> {
        let mut at = std::mem::take(&mut self.at);
        at.set_around(self.net, &self.places, &self.out, v, &mut self.slot);
        let wish = at.gap_of(&self.places, v);
        let mut sum = std::mem::take(&mut self.sum);
        sum.clear();
        sum.resize(at.items.len() + 1, 0);
        let mut is_open = true;
        let mut is_free = true;
        for k in 0..self.net.edges(v).len() {
            let Some(path) = self.path(self.net.edges(v)[k], v) else { continue };
            is_open = self.walk(path) && self.step(path, &mut at);
            if !is_open {
                break;
            }
            is_free = false;
            for (sum, &cost) in sum.iter_mut().zip(&at.cost) {
                *sum = if cost == FAR { NEVER } else { i32::from(cost).saturating_add(*sum) };
            }
        }
        let before = &self.net.work.before;
        let (first, last) =
            if before.is_empty() { (0, at.items.len()) } else { before.gaps(self.net.work, v, at.layer, &at.items) };
        let best = (first..=last).min_by_key(|&k| (sum[k], k.abs_diff(wish))).filter(|&k| is_open && sum[k] < NEVER);
        let place = best.map(|k| at.place(&self.places, k));
        let stays = is_free || best == Some(wish);
        (self.at, self.sum) = (at, sum);
        let place = place?;
        Some(if stays { 0 } else { self.shift(v, place) })
    }

    /// Costs of the gaps `at` the end of a way that was walked.
    fn step(&mut self, path: Path, at: &mut Window) -> bool {
        let (mut scratch, mut left) = (std::mem::take(&mut self.scratch), self.left);
        let last = &self.windows[path.chain.len() - 2];
        let is_open = self.strip(path).go(last, at, &mut scratch, &mut left);
        (self.scratch, self.left) = (scratch, left);
        is_open
    }

    fn put_edge(&mut self, path: Path) -> Option<i64> {
        let count = path.chain.len() - 1;
        if count < 2 {
            return Some(0);
        }
        if !self.walk(path) {
            return None;
        }
        let windows = std::mem::take(&mut self.windows);
        let end = path.at(count);
        let mut goal = (self.places.pos[end as usize], end, self.net.work.layer[end as usize]);
        let mut delta = Some(0);
        for k in (1..count).rev() {
            let d = path.at(k);
            let wish = windows[k].gap_of(&self.places, d);
            let (gap, steps) = self.strip(path).back(&windows[k], wish, goal);
            self.left = self.left.saturating_sub(steps);
            let Some(gap) = gap else {
                delta = None;
                break;
            };
            let place = windows[k].place(&self.places, gap);
            goal = (place, NOBODY, self.net.work.layer[d as usize]);
            if gap != wish {
                delta = delta.map(|delta| delta + self.shift(d, place));
            }
        }
        self.windows = windows;
        delta
    }

    /// Moves a vertex before what stands at `place`.
    fn shift(&mut self, v: u32, place: u32) -> i64 {
        let from = self.places.pos[v as usize];
        let to = if place > from { place - 1 } else { place };
        let own = self.net.of(v, false).len() + self.net.of(v, true).len();
        self.left = self.left.saturating_sub(2 * u64::from(from.abs_diff(to)) + own as u64);
        self.log.push((v, from));
        self.places.shift(self.net, v, to, &mut self.ends)
    }
}

/// An edge from its far end.
#[derive(Clone, Copy, Debug)]
struct Path<'a> {
    chain: &'a [u32],
    /// Whether it goes down.
    below: bool,
    open: Open,
}

impl Path<'_> {
    fn at(&self, k: usize) -> u32 {
        if self.below { self.chain[k] } else { self.chain[self.chain.len() - 1 - k] }
    }
}
