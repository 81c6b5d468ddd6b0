//! Moves single items to the best place of their cell, layer by layer, until nothing gains.
//!
//! A move past a frame is allowed where it cannot leave an edge on two sides of it.

use super::cells::{Cells, Item};
use super::count::weight;
use crate::layout::work::{Vertex, Work};

/// Places looked at on either side of an item.
const REACH: usize = 48;

/// Neighbours above and below by place, with their weights.
#[derive(Clone, Debug, Default)]
struct Ends([Vec<(u32, u32)>; 2]);

/// Lists as they were before they were changed, so that a change can be taken back.
#[derive(Debug, Default)]
pub(super) struct Log {
    lists: Vec<(usize, u32, Vec<Item>)>,
    count: usize,
}

impl Log {
    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    /// Keeps the list of a cell of `layer`.
    pub(super) fn note(&mut self, cells: &Cells, index: usize, layer: u32) {
        if self.count == self.lists.len() {
            self.lists.push((0, 0, Vec::new()));
        }
        let entry = &mut self.lists[self.count];
        (entry.0, entry.1) = (index, layer);
        entry.2.clear();
        entry.2.extend_from_slice(&cells.lists[index]);
        self.count += 1;
    }

    /// Puts everything back, the last change first.
    pub(super) fn undo(&mut self, work: &mut Work, cells: &mut Cells) {
        for (index, layer, list) in self.lists[..self.count].iter().rev() {
            cells.lists[*index].clone_from(list);
            cells.flatten(*layer, work);
        }
        self.count = 0;
    }
}

/// Crossings saved, sides weighed; takes its steps from `left`.
pub(super) fn sift(work: &mut Work, cells: &mut Cells, scopes: &[Vec<u32>], left: &mut u64) -> u64 {
    let mut dirty = vec![true; work.layers.len()];
    let mut log = Log::default();
    sift_layers(work, cells, scopes, &mut dirty, &mut log, left)
}

/// The same for the layers that are `dirty`, and for those that their changes touch.
pub(super) fn sift_layers(
    work: &mut Work,
    cells: &mut Cells,
    scopes: &[Vec<u32>],
    dirty: &mut [bool],
    log: &mut Log,
    left: &mut u64,
) -> u64 {
    let mut gain = 0;
    let mut rounds = 0;
    while rounds < 12 && dirty.iter().any(|&d| d) {
        rounds += 1;
        for layer in 0..work.layers.len() {
            if !std::mem::take(&mut dirty[layer]) {
                continue;
            }
            let mut gained = 0;
            for &s in scopes[layer].iter().rev() {
                let index = cells.index(s, layer as u32, work);
                if cells.lists[index].len() > 1 {
                    log.note(cells, index, layer as u32);
                    let saved = sift_cell(work, cells, index, layer as u32, left);
                    if saved == 0 {
                        log.count -= 1;
                    } else {
                        // Items of other cells look at places: keep them true.
                        cells.flatten(layer as u32, work);
                    }
                    gained += saved;
                }
            }
            if gained > 0 {
                gain += gained;
                if layer > 0 {
                    dirty[layer - 1] = true;
                }
                if let Some(next) = dirty.get_mut(layer + 1) {
                    *next = true;
                }
            }
            if *left == 0 {
                return gain;
            }
        }
    }
    gain
}

fn sift_cell(work: &Work, cells: &mut Cells, index: usize, layer: u32, left: &mut u64) -> u64 {
    let mut list = std::mem::take(&mut cells.lists[index]);
    let mut ends: Vec<Ends> = list.iter().map(|&item| ends_of(work, cells, item, layer)).collect();
    let mut gain = 0;
    for item in list.clone() {
        let Some(from) = list.iter().position(|&i| i == item) else { continue };
        let (mut best, mut to) = (0i64, from);
        for right in [false, true] {
            let mut delta = 0;
            for step in 1..=REACH {
                let other = if right { from + step } else { from.wrapping_sub(step) };
                let Some(&passed) = list.get(other) else { break };
                if !may_pass(work, cells, item, passed, layer) {
                    break;
                }
                let (a, b) = (&ends[from], &ends[other]);
                delta += if right { crossings(b, a) - crossings(a, b) } else { crossings(a, b) - crossings(b, a) };
                *left = left.saturating_sub((a.len() + b.len()) as u64);
                if delta < best {
                    (best, to) = (delta, other);
                }
            }
        }
        if best < 0 {
            let moved = list.remove(from);
            list.insert(to, moved);
            let moved = ends.remove(from);
            ends.insert(to, moved);
            gain += best.unsigned_abs();
        }
        if *left == 0 {
            break;
        }
    }
    cells.lists[index] = list;
    gain
}

impl Ends {
    fn len(&self) -> usize {
        self.0[0].len() + self.0[1].len()
    }
}

/// All neighbours of an item; of everything in it where it is a scope.
fn ends_of(work: &Work, cells: &Cells, item: Item, layer: u32) -> Ends {
    let mut ends = Ends::default();
    let mut add = |v: u32| {
        for &i in work.up.of(v) {
            let segment = &work.segments[i as usize];
            ends.0[0].push((work.pos[segment.top as usize], weight(segment)));
        }
        for &i in work.down.of(v) {
            let segment = &work.segments[i as usize];
            ends.0[1].push((work.pos[segment.bottom as usize], weight(segment)));
        }
    };
    match cells.scope(item) {
        None => add(item),
        Some(s) => {
            let (a, b) = work.sides_at(s, layer);
            let run = &work.layers[layer as usize][work.pos[a as usize] as usize..=work.pos[b as usize] as usize];
            for &v in run {
                add(v);
            }
        }
    }
    ends.0.iter_mut().for_each(|side| side.sort_unstable());
    ends
}

/// Crossings of the edges of `a` and `b` when `a` is on the left.
fn crossings(a: &Ends, b: &Ends) -> i64 {
    let mut sum = 0;
    for (a, b) in a.0.iter().zip(&b.0) {
        let (mut k, mut less) = (0, 0i64);
        for &(pos, weight) in a {
            while k < b.len() && b[k].0 < pos {
                less += i64::from(b[k].1);
                k += 1;
            }
            sum += less * i64::from(weight);
        }
    }
    sum
}

/// Whether `item` may change sides with `other` in this layer alone.
fn may_pass(work: &Work, cells: &Cells, item: Item, other: Item, layer: u32) -> bool {
    match (cells.scope(item), cells.scope(other)) {
        (None, None) => !is_title(work, item) && !is_title(work, other),
        (Some(a), Some(b)) => {
            let (a, b) = (work.spans[a as usize], work.spans[b as usize]);
            a.0.max(b.0) == a.1.min(b.1)
        }
        (None, Some(s)) => may_pass_scope(work, item, s, layer),
        (Some(s), None) => may_pass_scope(work, other, s, layer),
    }
}

fn is_title(work: &Work, v: u32) -> bool {
    matches!(work.vertices[v as usize], Vertex::Title(_))
}

/// A node may pass a frame; an edge on its way only where it meets the frame in this layer alone.
fn may_pass_scope(work: &Work, v: u32, scope: u32, layer: u32) -> bool {
    match work.vertices[v as usize] {
        Vertex::Node(_) => true,
        Vertex::Dummy(_) | Vertex::Label(_) => {
            let (first, last) = work.spans[scope as usize];
            let is_on_its_way = |w: u32| matches!(work.vertices[w as usize], Vertex::Dummy(_) | Vertex::Label(_));
            let above = layer > first && work.up.of(v).iter().any(|&i| is_on_its_way(work.segments[i as usize].top));
            let below =
                layer < last && work.down.of(v).iter().any(|&i| is_on_its_way(work.segments[i as usize].bottom));
            !above && !below
        }
        Vertex::Title(_) | Vertex::Left(_) | Vertex::Right(_) => false,
    }
}
