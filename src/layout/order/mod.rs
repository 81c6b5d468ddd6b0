//! Orders the vertices of every layer so that few edges cross, frames staying in one piece and on one side of each other.
//!
//! Needs: the layered graph. Leaves: `layers` and `pos`; in every layer each scope is one run between its sides, two
//! sibling scopes have the same order in all layers that they share, and an edge passes a frame on one side.
//! Cost: a sweep is `O(E log E)` in segments; local moves and block moves are bounded by counted work.
//! Paper: Sugiyama, Tagawa, Toda, 1981 (sweeps); Forster, "Applying crossing reduction strategies to layered compound
//! graphs", 2002; Bachmaier, Brandenburg, Brunner, Hübner, "Global k-level crossing reduction", 2011 (blocks, sifting).

mod blocks;
mod borders;
mod cells;
mod count;
mod search;
mod sift;
mod sweep;

use super::Effort;
use super::work::Work;
use borders::Borders;
pub(super) use borders::Clash;
use cells::Cells;
use count::Counter;
use search::Random;

/// Sweeps at the most, and sweeps without a gain before the end.
const SWEEPS: (usize, usize) = (24, 5);
/// Rounds of sifting and block moves at the most.
const ROUNDS: usize = 8;
/// Steps that all sweeps and all local moves of one start may take.
const WORK: (u64, u64) = (40_000_000, 60_000_000);

/// What an effort allows.
struct Budget {
    /// Starts at the most: the written order, the written order turned round, mixed orders.
    starts: u64,
    /// Segments that all starts together may have.
    segments: u64,
    /// Steps that the search may take for each segment, and in one graph.
    search: (u64, u64),
}

const fn budget(effort: Effort) -> Budget {
    match effort {
        Effort::Fast => Budget { starts: 1, segments: 0, search: (0, 0) },
        Effort::Balanced => Budget { starts: 2, segments: 6_000, search: (400, 3_000_000) },
        Effort::Best => Budget { starts: 16, segments: 100_000, search: (8_000, 60_000_000) },
    }
}

/// Fails where two sibling frames share layers and no order lets every edge pass both on one side.
pub(super) fn order(work: &mut Work, effort: Effort) -> Result<(), Clash> {
    let budget = budget(effort);
    let scopes = sweep::scopes_by_layer(work);
    let mut counter = Counter::default();
    let mut random = Random::new(7);
    let starts = (budget.segments / (work.segments.len() as u64 + 1)).clamp(1, budget.starts);
    let mut best = from_start(work, &scopes, &mut counter, 0, &mut random);
    for start in 1..starts {
        if best.as_ref().is_ok_and(|b| b.0 == 0) {
            break;
        }
        let found = from_start(work, &scopes, &mut counter, start, &mut random);
        let is_better = match (&found, &best) {
            (Ok(found), Ok(best)) => found.0 < best.0,
            (Ok(_), Err(_)) => true,
            (Err(_), _) => false,
        };
        if is_better {
            best = found;
        }
    }
    let (crossings, mut cells) = best?;
    cells.flatten_all(work);
    if crossings > 0 {
        let steps = (budget.search.0 * work.segments.len() as u64).min(budget.search.1);
        search::search(work, &mut cells, &scopes, &mut counter, crossings, steps);
    }
    Ok(())
}

/// One start, swept and sifted: its crossings, sides weighed, and its cells.
fn from_start(
    work: &mut Work,
    scopes: &[Vec<u32>],
    counter: &mut Counter,
    start: u64,
    random: &mut Random,
) -> Result<(u64, Cells), Clash> {
    let mut places: Vec<i64> = work.part.nodes.iter().map(|n| i64::from(n.of)).collect();
    match start {
        0 => {}
        1 => places.iter_mut().for_each(|p| *p = -*p),
        _ => random.shuffle(&mut places),
    }
    let mut cells = Cells::new(work, &places);
    cells.flatten_all(work);
    let mut best = (counter.total(work), cells.clone());
    let mut idle = 0;
    let sweeps = (WORK.0 / (4 * work.segments.len() as u64 + 1)).clamp(4, SWEEPS.0 as u64) as usize;
    for round in 0..sweeps {
        if best.0 == 0 || idle >= SWEEPS.1 {
            break;
        }
        sweep::sweep(work, &mut cells, scopes, round);
        let crossings = counter.total(work);
        if crossings < best.0 {
            best = (crossings, cells.clone());
            idle = 0;
        } else {
            idle += 1;
        }
    }
    let mut cells = best.1;
    let borders = Borders::new(work, &cells);
    if borders.matter() {
        borders.settle(work, &mut cells)?;
    }
    cells.flatten_all(work);
    let mut crossings = counter.total(work);
    let mut left = WORK.1;
    for _ in 0..ROUNDS {
        if crossings == 0 || left == 0 {
            break;
        }
        let gain = sift::sift(work, &mut cells, scopes, &mut left)
            + blocks::exchange(work, &mut cells, scopes, counter, &mut left);
        if gain == 0 {
            break;
        }
        crossings = counter.total(work);
    }
    Ok((crossings, cells))
}
