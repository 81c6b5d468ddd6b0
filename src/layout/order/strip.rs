//! The cheapest way of an edge through the gaps of its layers, everything else standing where it is.
//!
//! Cost: for two neighbouring layers `O(w (w + e))` steps, eight at a time, for windows of at most `2 REACH` vertices with
//! `e` segments. Paper: Gutwenger, Mutzel, Weiskircher, "Inserting an edge into a planar graph", 2005, here for fixed layers.

use super::net::{NOBODY, Net, Places};
use crate::layout::work::Vertex;

/// Places looked at on either side of where something stands.
const REACH: u32 = 64;
/// A cost that nothing has: all are kept below it.
pub(super) const FAR: i16 = 16_000;
/// Ends that two windows may have together: few enough, so that the crossings of all of them stay below half of [`FAR`].
const SEGMENTS: usize = 5_000;

/// The part of a layer that is looked at: its vertices but those that are taken out, and the gaps before and behind each.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    pub(super) items: Vec<u32>,
    /// Whether a gap may be used; one more than items.
    open: Vec<bool>,
    /// Places before the first item, and behind the last.
    start: u32,
    end: u32,
    pub(super) layer: u32,
    /// The end of an edge that this stands for, instead of gaps.
    vertex: u32,
    /// Cost to get here, by gap.
    pub(super) cost: Vec<i16>,
}

impl Window {
    /// A window that is a vertex.
    pub(super) fn set_vertex(&mut self, net: &Net, places: &Places, v: u32) {
        self.layer = net.work.layer[v as usize];
        self.items.clear();
        self.open.clear();
        self.open.push(true);
        (self.start, self.end, self.vertex) = (places.pos[v as usize], places.pos[v as usize], v);
        self.cost.clear();
        self.cost.push(0);
    }

    /// The gaps around the place of `v` that `v` may use.
    pub(super) fn set_around(&mut self, net: &Net, places: &Places, out: &[bool], v: u32, slot: &mut [u16]) {
        let (l, scope) = (net.work.layer[v as usize], net.work.scope[v as usize]);
        let layer = &places.layers[l as usize];
        let at = places.pos[v as usize];
        let (mut start, mut end) = (at.saturating_sub(REACH), (at + REACH).min(layer.len() as u32));
        if scope != 0 {
            let (left, right) = net.work.sides_at(scope, l);
            start = start.max(places.pos[left as usize] + 1);
            end = end.min(places.pos[right as usize]);
        }
        self.layer = l;
        self.items.clear();
        self.open.clear();
        (self.start, self.end, self.vertex) = (start, end, NOBODY);
        if net.is_flat {
            for &u in &layer[start as usize..end as usize] {
                if !out[u as usize] {
                    slot[u as usize] = self.items.len() as u16;
                    self.items.push(u);
                }
            }
            self.open.resize(self.items.len() + 1, true);
            return;
        }
        let mut inside = if start == 0 { 0 } else { net.behind[layer[start as usize - 1] as usize] };
        for &u in &layer[start as usize..end as usize] {
            if out[u as usize] {
                continue;
            }
            self.open.push(inside == scope && !matches!(net.work.vertices[u as usize], Vertex::Title(_)));
            slot[u as usize] = self.items.len() as u16;
            self.items.push(u);
            inside = net.behind[u as usize];
        }
        self.open.push(inside == scope);
    }

    /// The place in its layer that a gap is before.
    pub(super) fn place(&self, places: &Places, gap: usize) -> u32 {
        self.items.get(gap).map_or(self.end, |&u| places.pos[u as usize])
    }

    /// The gap in which something stands that is taken out.
    pub(super) fn gap_of(&self, places: &Places, v: u32) -> usize {
        self.items.partition_point(|&u| places.pos[u as usize] < places.pos[v as usize])
    }
}

/// What all ways between two layers have in common.
#[derive(Clone, Copy)]
pub(super) struct Strip<'a> {
    pub(super) net: &'a Net<'a>,
    pub(super) places: &'a Places,
    /// Vertices that are taken out.
    pub(super) out: &'a [bool],
    /// The index of a vertex in its window.
    pub(super) slot: &'a [u16],
    /// Whether the layer gone to is below.
    pub(super) below: bool,
    /// The frames that the edge may go into through a side.
    pub(super) open: Open,
}

/// The scopes that an edge ends in, and the depth of the one around both: it may cross the sides of what is between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) scopes: [u32; 2],
    pub(super) depth: u32,
}

impl Open {
    /// Of an edge that crosses no side.
    pub(super) const NONE: Self = Self { scopes: [0; 2], depth: 0 };
}

/// Numbers that are worked on at once.
const LANES: usize = 8;
/// Ends left and right of the window.
const LEFT: u16 = u16::MAX;
const RIGHT: u16 = u16::MAX - 1;

/// Scratch memory of a strip.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Crossings of the way from the gap that is looked at, by gap of the other window.
    row: Vec<i16>,
    /// Segments from the window that is left: where from, and the index in the other window.
    hits: Vec<(u32, u16)>,
}

fn raise(row: &mut [i16]) {
    let mut chunks = row.chunks_exact_mut(LANES);
    for chunk in &mut chunks {
        for r in chunk {
            *r += 2;
        }
    }
    for r in chunks.into_remainder() {
        *r += 2;
    }
}

impl Strip<'_> {
    /// Sets the costs of the window `to` by those of the window `from`; false where they would be too high.
    pub(super) fn go(&self, from: &Window, to: &mut Window, scratch: &mut Scratch, left: &mut u64) -> bool {
        let gaps = to.items.len() + 1;
        let padded = gaps.next_multiple_of(LANES);
        let (passed, wide) = (from.items.len() as u64 + 1, (padded / LANES) as u64);
        let degree = |window: &Window, below| window.items.iter().map(|&v| self.net.of(v, below).len()).sum::<usize>();
        let ends = degree(from, self.below) + degree(to, !self.below);
        *left = left.saturating_sub(16 + passed + gaps as u64);
        if ends >= SEGMENTS {
            return false;
        }
        to.cost.clear();
        to.cost.resize(padded, FAR);
        let mut base = self.first_row(from, to, scratch);
        let Scratch { row, hits } = scratch;
        *left = left.saturating_sub(ends as u64 + wide * (passed + hits.len() as u64));
        let mut fence = self.fence(from, to, from.start);
        let mut next = 0;
        for p in 0..=from.items.len() {
            if from.open[p] && from.cost[p] < FAR {
                let cost = (i32::from(from.cost[p]) + base).min(i32::from(FAR)) as i16;
                if fence == (0, gaps) {
                    let lanes = to.cost.chunks_exact_mut(LANES).zip(row.chunks_exact(LANES));
                    for (new, row) in lanes {
                        for j in 0..LANES {
                            new[j] = new[j].min(cost.saturating_add(row[j]));
                        }
                    }
                } else {
                    for (new, &r) in to.cost[fence.0..fence.1].iter_mut().zip(&row[fence.0..fence.1]) {
                        *new = (*new).min(cost.saturating_add(r));
                    }
                }
            }
            let Some(&a) = from.items.get(p) else { break };
            while let Some(&(of, hit)) = hits.get(next)
                && of == a
            {
                next += 1;
                base += if hit == RIGHT { 1 } else { -1 };
                if hit < RIGHT {
                    raise(&mut row[..=usize::from(hit)]);
                }
            }
            if self.net.is_side(a) && !self.net.of(a, self.below).is_empty() {
                fence = self.fence(from, to, self.places.pos[a as usize] + 1);
            }
        }
        let least = (to.cost.iter().zip(&to.open)).filter(|c| *c.1).map(|c| *c.0).min().unwrap_or(FAR);
        to.cost.truncate(gaps);
        for (cost, &open) in to.cost.iter_mut().zip(&to.open) {
            *cost = if open && *cost < FAR { *cost - least } else { FAR };
        }
        least < FAR
    }

    /// The crossings of the ways from the first gap, less what all of them share, which is returned; and the segments
    /// that change them further on.
    fn first_row(&self, from: &Window, to: &Window, scratch: &mut Scratch) -> i32 {
        let Scratch { row, hits } = scratch;
        row.clear();
        row.resize(to.cost.len(), 0);
        hits.clear();
        let pos = &self.places.pos;
        // Differences first.
        let mut base = 0;
        let add = |row: &mut [i16], k: usize, weight: i16| {
            if let Some(r) = row.get_mut(k) {
                *r += weight;
            }
        };
        for &a in &from.items {
            for &b in self.net.segments(a, self.below) {
                let at = pos[b as usize];
                if self.out[b as usize] {
                    continue;
                }
                let hit = if at < to.start {
                    base += 1;
                    LEFT
                } else if at >= to.end {
                    RIGHT
                } else {
                    let k = self.slot[b as usize];
                    add(row, usize::from(k) + 1, 1);
                    k
                };
                hits.push((a, hit));
            }
        }
        let is_part = from.start > 0 || (from.end as usize) < self.places.layers[from.layer as usize].len();
        if is_part || from.vertex != NOBODY {
            for (k, &b) in to.items.iter().enumerate() {
                for &a in self.net.segments(b, !self.below) {
                    let at = pos[a as usize];
                    if self.out[a as usize] || a == from.vertex || (from.start..from.end).contains(&at) {
                        continue;
                    }
                    if at < from.start {
                        base += 1;
                        add(row, k + 1, -1);
                    } else {
                        add(row, k + 1, 1);
                    }
                }
            }
        }
        let mut running = 0;
        for r in row.iter_mut() {
            running += *r;
            *r = running;
        }
        base
    }

    /// The gaps of `to` that are reached from a place of the other layer without passing a side.
    fn fence(&self, from: &Window, to: &Window, place: u32) -> (usize, usize) {
        if self.net.is_flat {
            return (0, to.items.len() + 1);
        }
        let (low, high) = self.fences(from.layer, place);
        let pos = &self.places.pos;
        let first = to.items.partition_point(|&b| pos[b as usize] < low);
        let last = to.items.partition_point(|&b| pos[b as usize] <= high);
        let end = if last == to.items.len() && to.end <= high { last + 1 } else { last };
        (first.min(end), end)
    }

    /// The places in the other layer between which a way stays that leaves `layer` at `place`.
    fn fences(&self, layer: u32, place: u32) -> (u32, u32) {
        if self.net.is_flat {
            return (0, u32::MAX);
        }
        let layer = &self.places.layers[layer as usize];
        let across = |&v: &u32| {
            let side = self.net.is_side(v) && !self.is_open(v);
            self.net.of(v, self.below).first().filter(|_| side).map(|&w| self.places.pos[w as usize])
        };
        let low = layer[..place as usize].iter().rev().find_map(across).map_or(0, |p| p + 1);
        let high = layer[place as usize..].iter().find_map(across).unwrap_or(u32::MAX);
        (low, high)
    }

    /// Whether the edge may cross a side.
    fn is_open(&self, side: u32) -> bool {
        if self.open == Open::NONE {
            return false;
        }
        let (part, scope) = (self.net.work.part, self.net.work.scope[side as usize]);
        part.scopes[scope as usize].depth > self.open.depth
            && self.open.scopes.iter().any(|&end| part.is_within(end, scope))
    }

    /// The cheapest gap of `from` on the way to `place` in the other layer, or to `vertex` there; `wish` where that is as cheap.
    pub(super) fn back(
        &self,
        from: &Window,
        wish: usize,
        (place, vertex, layer): (u32, u32, u32),
    ) -> (Option<usize>, u64) {
        let (low, high) = Strip { below: !self.below, ..*self }.fences(layer, place);
        let mut base = 0;
        let mut best: Option<(i32, usize, usize)> = None;
        for p in 0..=from.items.len() {
            let at = from.place(self.places, p);
            if from.cost[p] < FAR && (low..=high).contains(&at) {
                let key = (i32::from(from.cost[p]) + base, p.abs_diff(wish), p);
                best = Some(best.map_or(key, |best| best.min(key)));
            }
            let Some(&a) = from.items.get(p) else { break };
            for &b in self.net.segments(a, self.below) {
                if self.out[b as usize] || b == vertex {
                    continue;
                }
                base += if self.places.pos[b as usize] < place { -1 } else { 1 };
            }
        }
        (best.map(|best| best.2), 8 + 2 * from.items.len() as u64)
    }
}
