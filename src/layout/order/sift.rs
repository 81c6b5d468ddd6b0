//! Moves single items to the best place of their cell, layer by layer, until nothing gains.
//!
//! A move past a frame is allowed where nothing beside the frame is tied to what moves.

use super::cells::{Cells, Item};
use super::count::weight;
use super::pass;
use crate::layout::work::{Vertex, Work};

/// What it costs to turn a pair of an earlier layout round, in crossings.
const FLIP: i64 = 6;
/// Places looked at on either side of an item.
const REACH: usize = 48;

/// Scratch memory: the neighbours of the items of one cell, by place and weight, above and below, in one array.
#[derive(Debug, Default)]
pub(super) struct Ends {
    places: Vec<(u32, u32)>,
    /// By item of the cell as it was at first: where its places above start, where those below start, and the end.
    ranges: Vec<[u32; 3]>,
    /// The items as they are now, as indices of `ranges`.
    now: Vec<u32>,
}

/// Crossings saved, sides weighed; takes its steps from `left`.
pub(super) fn sift(work: &mut Work, cells: &mut Cells, scopes: &[Vec<u32>], left: &mut u64) -> u64 {
    let mut dirty = vec![true; work.layers.len()];
    let mut ends = Ends::default();
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
                    let saved = sift_cell(work, cells, index, layer as u32, &mut ends, left);
                    if saved > 0 {
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

fn sift_cell(work: &Work, cells: &mut Cells, index: usize, layer: u32, ends: &mut Ends, left: &mut u64) -> u64 {
    let mut list = std::mem::take(&mut cells.lists[index]);
    ends.read(work, cells, &list, layer);
    *left = left.saturating_sub(ends.places.len() as u64);
    let mut gain = 0;
    for first in 0..list.len() as u32 {
        let Some(from) = ends.now.iter().position(|&i| i == first) else { continue };
        let (mut best, mut to) = (0i64, from);
        for right in [false, true] {
            let mut delta = 0;
            for step in 1..=REACH {
                let other = if right { from + step } else { from.wrapping_sub(step) };
                let Some(&passed) = list.get(other) else { break };
                if !may_pass(work, cells, list[from], passed, layer) {
                    break;
                }
                let change = ends.exchange(from, other, left) + FLIP * work.agrees(list[from], passed);
                delta += if right { change } else { -change };
                if delta < best {
                    (best, to) = (delta, other);
                }
            }
        }
        if best < 0 {
            let moved = list.remove(from);
            list.insert(to, moved);
            let moved = ends.now.remove(from);
            ends.now.insert(to, moved);
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
    /// All neighbours of every item; of everything in it where an item is a scope.
    fn read(&mut self, work: &Work, cells: &Cells, list: &[Item], layer: u32) {
        self.places.clear();
        self.ranges.clear();
        self.now.clear();
        self.now.extend(0..list.len() as u32);
        for item in list {
            let run = cells.run(work, item, layer);
            let above = self.places.len();
            for segment in run.iter().flat_map(|&v| work.up.of(v)).map(|&i| &work.segments[i as usize]) {
                self.places.push((work.pos[segment.top as usize], weight(segment)));
            }
            let below = self.places.len();
            for segment in run.iter().flat_map(|&v| work.down.of(v)).map(|&i| &work.segments[i as usize]) {
                self.places.push((work.pos[segment.bottom as usize], weight(segment)));
            }
            self.places[above..below].sort_unstable();
            self.places[below..].sort_unstable();
            self.ranges.push([above as u32, below as u32, self.places.len() as u32]);
        }
    }

    /// What it costs in crossings that the item at `a` goes from the left of the item at `b` to its right.
    fn exchange(&self, a: usize, b: usize, left: &mut u64) -> i64 {
        let (a, b) = (self.ranges[self.now[a] as usize], self.ranges[self.now[b] as usize]);
        *left = left.saturating_sub(u64::from(a[2] - a[0] + b[2] - b[0]));
        let side = |r: [u32; 3], k: usize| &self.places[r[k] as usize..r[k + 1] as usize];
        (0..2).map(|k| balance(side(a, k), side(b, k))).sum()
    }
}

/// Pairs in which the end of `a` is left of that of `b`, less the pairs in which it is right of it; weighed.
pub(super) fn balance(a: &[(u32, u32)], b: &[(u32, u32)]) -> i64 {
    // Most items have one neighbour on a side.
    if let ([a], [b]) = (a, b) {
        let product = i64::from(a.1 * b.1);
        return product * (i64::from(a.0 < b.0) - i64::from(b.0 < a.0));
    }
    let (Some(first), Some(last)) = (a.first(), a.last()) else { return 0 };
    let total: i64 = b.iter().map(|e| i64::from(e.1)).sum();
    if b.last().is_none_or(|b| b.0 < first.0) || b.first().is_none_or(|b| last.0 < b.0) {
        let own: i64 = a.iter().map(|e| i64::from(e.1)).sum();
        return own * if last.0 < b.first().map_or(0, |b| b.0) { total } else { -total };
    }
    let (mut sum, mut less, mut up_to) = (0, 0i64, 0i64);
    let (mut i, mut j) = (0, 0);
    for &(pos, weight) in a {
        while i < b.len() && b[i].0 < pos {
            less += i64::from(b[i].1);
            i += 1;
        }
        while j < b.len() && b[j].0 <= pos {
            up_to += i64::from(b[j].1);
            j += 1;
        }
        sum += i64::from(weight) * (total - up_to - less);
    }
    sum
}

/// Whether `item` may change sides with `other` in this layer alone.
fn may_pass(work: &Work, cells: &Cells, item: Item, other: Item, layer: u32) -> bool {
    if is_title(work, cells, item) || is_title(work, cells, other) || work.before.binds(item, other) {
        return false;
    }
    if let (Some(a), Some(b)) = (cells.scope(item), cells.scope(other)) {
        let (a, b) = (work.spans[a as usize], work.spans[b as usize]);
        if a.0.max(b.0) != a.1.min(b.1) {
            return false;
        }
    }
    pass::may_pass(work, cells, item, other, (layer, layer)) && pass::may_pass(work, cells, other, item, (layer, layer))
}

fn is_title(work: &Work, cells: &Cells, item: Item) -> bool {
    cells.scope(item).is_none() && matches!(work.vertices[item as usize], Vertex::Title(_))
}
