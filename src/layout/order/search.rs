//! Shakes a few layers of the best order, repairs them by sifting, and keeps what is not worse.
//!
//! Needs: an order. Leaves: one with no more crossings. Cost: bounded by counted work; the numbers that choose what
//! is shaken come from a fixed seed, so the same graph always takes the same way.
//! Paper: Lourenço, Martin, Stützle, "Iterated local search", 2003.

use super::cells::{Cells, Item};
use super::count::Counter;
use super::sift::{self, Ends, Log};
use crate::layout::work::{Vertex, Work};

/// A small xorshift generator: the same numbers on every machine.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(0x9E37_79B9_7F4A_7C15 ^ (seed << 32 | seed))
    }

    /// A number below `count`, which is at least 1.
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count.max(1) as u64) as usize
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for k in (1..items.len()).rev() {
            items.swap(k, self.below(k + 1));
        }
    }
}

/// Crossings left after the search, sides weighed.
pub(super) fn search(
    work: &mut Work,
    cells: &mut Cells,
    scopes: &[Vec<u32>],
    counter: &mut Counter,
    mut crossings: u64,
    steps: u64,
) -> u64 {
    let mut random = Random::new(1);
    let (mut log, mut ends) = (Log::default(), Ends::default());
    let layers = work.layers.len();
    let mut left = steps;
    let mut dirty = vec![false; layers];
    while crossings > 0 && left > 0 {
        log.clear();
        let first = random.below(layers);
        let last = (first + random.below(3)).min(layers - 1);
        // Shaken layers count with the gaps above and below them.
        let gaps = first.saturating_sub(1)..last + 1;
        let before: u64 = gaps.clone().map(|l| counter.between(work, l)).sum();
        let mut shaken = false;
        for (layer, inside) in scopes.iter().enumerate().take(last + 1).skip(first) {
            shaken |= shake(work, cells, inside, layer as u32, &mut random, &mut log);
        }
        left = left.saturating_sub(gaps.clone().map(|l| 4 * work.layers[l].len() as u64).sum::<u64>() + 16);
        if !shaken {
            continue;
        }
        let after: u64 = gaps.clone().map(|l| counter.between(work, l)).sum();
        dirty[gaps.start..(gaps.end + 1).min(layers)].fill(true);
        let gain = sift::sift_layers(work, cells, scopes, &mut dirty, &mut log, &mut ends, &mut left);
        dirty.fill(false);
        let now = crossings + after - before - gain;
        if now <= crossings {
            crossings = now;
        } else {
            log.undo(work, cells);
        }
    }
    work.steps += steps - left;
    crossings
}

/// Mixes a run of one cell that has no frame in it. Whether anything moved.
fn shake(work: &mut Work, cells: &mut Cells, scopes: &[u32], layer: u32, random: &mut Random, log: &mut Log) -> bool {
    let scope = scopes[random.below(scopes.len())];
    let index = cells.index(scope, layer, work);
    let list = &cells.lists[index];
    if list.len() < 2 {
        return false;
    }
    let at = random.below(list.len());
    let fixed = |item: Item| cells.scope(item).is_some() || matches!(work.vertices[item as usize], Vertex::Title(_));
    let start = list[..at].iter().rposition(|&i| fixed(i)).map_or(0, |k| k + 1);
    let end = at + list[at..].iter().position(|&i| fixed(i)).unwrap_or(list.len() - at);
    if end < start + 2 {
        return false;
    }
    let a = start + random.below(end - start - 1);
    let b = (a + 2 + random.below(end - start)).min(end);
    log.note(cells, index, layer);
    random.shuffle(&mut cells.lists[index][a..b]);
    cells.flatten(layer, work);
    true
}
