//! Orders the vertices of every layer so that few edges cross, frames staying in one piece and on one side of each other.
//!
//! Needs: the layered graph. Leaves: `layers` and `pos`; in every layer each scope is one run between its sides, two
//! sibling scopes have the same order in all layers that they share, and an edge passes a frame on one side.
//! Cost: a sweep is `O(E log E)` in segments; local moves and block moves are bounded by counted work.
//! Paper: Sugiyama, Tagawa, Toda, 1981 (sweeps); Forster, "Applying crossing reduction strategies to layered compound
//! graphs", 2002; Bachmaier, Brandenburg, Brunner, Hübner, "Global k-level crossing reduction", 2011 (blocks, sifting).

mod blocks;
mod cells;
mod count;
mod sift;
mod sweep;

use super::work::Work;
use cells::Cells;
use count::Counter;

/// Sweeps at the most, and sweeps without a gain before the end.
const SWEEPS: (usize, usize) = (24, 5);
/// Rounds of sifting and block moves at the most.
const ROUNDS: usize = 8;
/// Steps that sweeps, and that local moves may take in one graph.
const WORK: (u64, u64) = (40_000_000, 60_000_000);

pub(super) fn order(work: &mut Work) {
    let mut cells = Cells::new(work);
    cells.flatten_all(work);
    let mut counter = Counter::default();
    let mut best = (counter.total(work), cells.clone());
    let scopes = sweep::scopes_by_layer(work);
    let mut idle = 0;
    let sweeps = (WORK.0 / (4 * work.segments.len() as u64 + 1)).clamp(4, SWEEPS.0 as u64) as usize;
    for round in 0..sweeps {
        if best.0 == 0 || idle >= SWEEPS.1 {
            break;
        }
        sweep::sweep(work, &mut cells, &scopes, round);
        let crossings = counter.total(work);
        if crossings < best.0 {
            best = (crossings, cells.clone());
            idle = 0;
        } else {
            idle += 1;
        }
    }
    let (mut crossings, mut cells) = best;
    cells.flatten_all(work);
    let mut left = WORK.1;
    for _ in 0..ROUNDS {
        if crossings == 0 || left == 0 {
            break;
        }
        let gain = sift::sift(work, &mut cells, &scopes, &mut left)
            + blocks::exchange(work, &mut cells, &scopes, &mut counter, &mut left);
        if gain == 0 {
            break;
        }
        crossings = counter.total(work);
    }
}
