//! Counts crossings between neighbouring layers, sides of frames included at a high price.
//!
//! Cost: `O(E log V)` a pair of layers. Paper: Barth, Jünger, Mutzel, "Simple and efficient bilayer cross counting", 2002.

use crate::layout::normalize::NONE;
use crate::layout::work::{Segment, Work};

/// What crossing the side of a frame costs, in crossings of two edges.
pub(super) const SIDE: u32 = 12;

pub(super) fn weight(segment: &Segment) -> u32 {
    if segment.edge == NONE { SIDE } else { 1 }
}

/// Scratch memory of the accumulator tree.
#[derive(Debug, Default)]
pub(super) struct Counter {
    tree: Vec<u32>,
    ends: Vec<(u32, u32)>,
}

impl Counter {
    /// Over all layers, without the sides that have to be crossed.
    pub(super) fn total(&mut self, work: &Work) -> u64 {
        let all: u64 = (1..work.layers.len()).map(|l| self.between(work, l - 1)).sum();
        all.saturating_sub(work.entered * u64::from(SIDE))
    }

    /// Between `layer` and the next.
    pub(super) fn between(&mut self, work: &Work, layer: usize) -> u64 {
        let Some(below) = work.layers.get(layer + 1) else { return 0 };
        self.tree.clear();
        self.tree.resize(below.len() + 1, 0);
        let (mut crossings, mut sum) = (0, 0u32);
        for &v in &work.layers[layer] {
            self.ends.clear();
            for &s in work.down.of(v) {
                let segment = &work.segments[s as usize];
                self.ends.push((work.pos[segment.bottom as usize], weight(segment)));
            }
            // Ends of one vertex do not cross each other: look all of them up, then enter them.
            for &(pos, weight) in &self.ends {
                let (mut k, mut left) = (pos as usize + 1, 0);
                while k > 0 {
                    left += self.tree[k];
                    k &= k - 1;
                }
                crossings += u64::from(sum - left) * u64::from(weight);
            }
            for &(pos, weight) in &self.ends {
                let mut k = pos as usize + 1;
                while k < self.tree.len() {
                    self.tree[k] += weight;
                    k += k & k.wrapping_neg();
                }
                sum += weight;
            }
        }
        crossings
    }
}
