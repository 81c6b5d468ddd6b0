//! Orders the vertices of every layer so that few edges cross, frames staying in one piece and on one side of each other.
//!
//! Needs: the layered graph. Leaves: `layers` and `pos`; in every layer each scope is one run between its sides, two
//! sibling scopes have the same order in all layers that they share, and an edge passes a frame on one side; into one beside its
//! other end it goes through one of its sides.
//! Cost: a sweep is `O(E log E)` in segments; local moves and block moves are bounded by counted work.
//! Paper: Sugiyama, Tagawa, Toda, 1981 (sweeps); Forster, "Applying crossing reduction strategies to layered compound
//! graphs", 2002; Bachmaier, Brandenburg, Brunner, Hübner, "Global k-level crossing reduction", 2011 (blocks, sifting);
//! Clancy, Haythorpe, Newcombe, "An effective crossing minimisation heuristic based on star insertion", 2019 (search).

mod blocks;
mod borders;
mod cells;
mod count;
mod exit;
mod face;
mod keep;
mod net;
mod pass;
mod reinsert;
mod search;
mod sift;
mod strip;
mod sweep;

use super::Effort;
use super::earlier::PartHint;
use super::work::Work;
use borders::Borders;
pub(super) use borders::Clash;
use cells::Cells;
use count::Counter;
use net::{Net, Places};
use search::Random;

/// Sweeps at the most, and sweeps without a gain before the end.
const SWEEPS: (usize, usize) = (24, 5);
/// Another start gains where it has this part fewer crossings.
const REAL: u64 = 32;
/// Rounds of sifting and block moves at the most.
const ROUNDS: usize = 8;
/// Steps that all sweeps of one start and all local moves may take.
const WORK: (u64, u64) = (1_500_000, 60_000_000);

/// From so many segments on, the written order has to show first that every edge has a way past the frames: who blocks
/// whom hardly depends on the order, and a graph may be layered several times before nobody does.
pub(super) const LARGE: usize = 100_000;

/// Nested pictures of up to so many segments keep the written order if they can: where a search from several starts ends
/// depends on everything, so a small edit would turn much of the picture round.
const KNOWN: usize = 3_000;
/// An order from elsewhere has to save more than half of the crossings, or more than the second of these; and more than
/// the first.
const GAIN: (u64, u64) = (1, 64);

/// What an effort allows.
struct Budget {
    /// Starts at the most: the written order, the written order turned round, mixed orders.
    starts: u64,
    /// Segments that all starts together may have.
    segments: u64,
    /// Steps that the search may take.
    search: Steps,
}

/// How much more may be spent where there are no frames.
const FLAT: u64 = 4;

struct Steps {
    /// For each segment at least.
    segment: u64,
    /// Where much crosses, much can be gained, and a small picture is soon as good as it gets: the fourth power of the
    /// crossings over this.
    share: u64,
    /// For each segment at the most, and in one graph.
    most: (u64, u64),
}

const fn budget(effort: Effort) -> Budget {
    match effort {
        Effort::Fast => Budget { starts: 1, segments: 0, search: Steps { segment: 40, share: 1, most: (40, 500_000) } },
        Effort::Balanced => {
            Budget { starts: 4, segments: 10_000, search: Steps { segment: 200, share: 400, most: (6_000, 6_000_000) } }
        }
        Effort::Best => Budget {
            starts: 8,
            segments: 60_000,
            search: Steps { segment: 1_500, share: 80, most: (8_000, 12_000_000) },
        },
    }
}

/// Puts the order that everything starts from: that of an earlier layout, else the written one.
pub(super) fn start(work: &mut Work, hint: Option<&PartHint<'_>>) {
    first(work, hint);
}

fn first(work: &mut Work, hint: Option<&PartHint<'_>>) -> Cells {
    let cells = match hint {
        Some(hint) => keep::start(work, hint),
        None => Cells::new(work, &written(work)),
    };
    cells.flatten_all(work);
    cells
}

/// With an earlier layout its order, mended where that gains enough; else the best order that the effort finds. Fails
/// where two sibling frames share layers and no order lets every edge pass both on one side.
pub(super) fn order(work: &mut Work, effort: Effort, hint: Option<&PartHint<'_>>) -> Result<(), Vec<Clash>> {
    let scopes = sweep::scopes_by_layer(work);
    if hint.is_some() {
        let mut cells = first(work, hint);
        mend(work, &mut cells, &scopes, &mut Counter::default()).map(|_| ())
    } else if effort == Effort::Balanced && work.spans.len() > 1 && work.segments.len() <= KNOWN {
        keep_or_find(work, effort, &scopes)
    } else {
        find(work, effort, &scopes)
    }
}

/// The written order, with nodes put elsewhere one by one where that gains; another one only where it has far fewer
/// crossings.
fn keep_or_find(work: &mut Work, effort: Effort, scopes: &[Vec<u32>]) -> Result<(), Vec<Clash>> {
    let mut counter = Counter::default();
    let mut cells = first(work, None);
    let crossings = match settle(work, &mut cells, &mut counter) {
        Ok(crossings) => crossings,
        // What stands side by side is soon given up.
        Err(clashes) if work.entered > 0 => return Err(clashes),
        Err(_) => return find(work, effort, scopes),
    };
    let steps = budget(effort).search.of(work, crossings);
    searched(work, |net, places| search::alone(net, places, crossings, steps));
    let near = counter.total(work);
    if near <= GAIN.0 {
        return Ok(());
    }
    let kept = (work.layers.clone(), work.pos.clone());
    // A search from a start that is worse than what is kept hardly ever gains as much as it has to.
    if let Ok(best) = best_start(work, effort, scopes)
        && best.0 < near
    {
        improve(work, effort, scopes, best);
        if counter.total(work) + (near / 2).clamp(GAIN.0, GAIN.1) < near {
            return Ok(());
        }
    }
    (work.layers, work.pos) = kept;
    Ok(())
}

/// Has the order searched: the order that comes of it, and the steps that this took.
fn searched(work: &mut Work, search: impl FnOnce(&Net, Places) -> (Places, u64)) {
    let places = Places { layers: std::mem::take(&mut work.layers), pos: std::mem::take(&mut work.pos) };
    let (places, spent) = search(&Net::new(work), places);
    (work.layers, work.pos) = (places.layers, places.pos);
    work.steps += spent;
}

/// The best order that the effort finds.
fn find(work: &mut Work, effort: Effort, scopes: &[Vec<u32>]) -> Result<(), Vec<Clash>> {
    let best = best_start(work, effort, scopes)?;
    improve(work, effort, scopes, best);
    Ok(())
}

/// The start that is best once it is swept: its crossings, sides weighed, and its cells.
fn best_start(work: &mut Work, effort: Effort, scopes: &[Vec<u32>]) -> Result<(u64, Cells), Vec<Clash>> {
    let budget = budget(effort);
    let mut counter = Counter::default();
    let mut random = Random::new(7);
    let starts = (budget.segments / (work.segments.len() as u64 + 1)).clamp(1, budget.starts);
    if work.segments.len() > LARGE || work.entered > 0 {
        let mut cells = Cells::new(work, &written(work));
        cells.flatten_all(work);
        settle_borders(work, &mut cells)?;
    }
    let mut best = from_start(work, scopes, &mut counter, 0, &mut random);
    for start in 1..starts {
        if best.as_ref().is_ok_and(|b| b.0 == 0) {
            break;
        }
        let found = from_start(work, scopes, &mut counter, start, &mut random);
        let is_better = match (&found, &best) {
            // Where little is gained, an edit elsewhere would turn the choice round: the earlier start stays.
            (Ok(found), Ok(best)) => found.0 + found.0 / REAL < best.0,
            (Ok(_), Err(_)) => true,
            (Err(_), _) => false,
        };
        if is_better {
            best = found;
        }
    }
    best
}

/// Moves whole blocks of a swept start, then nodes in small groups.
fn improve(work: &mut Work, effort: Effort, scopes: &[Vec<u32>], (mut crossings, mut cells): (u64, Cells)) {
    cells.flatten_all(work);
    let mut left = WORK.1;
    while crossings > 0 && left > 0 {
        let gain = blocks::exchange(work, &mut cells, scopes, &mut left);
        if gain == 0 {
            break;
        }
        crossings -= gain;
    }
    work.steps += WORK.1 - left;
    face::face(work, &mut cells);
    if crossings > 0 {
        let steps = budget(effort).search.of(work, crossings);
        searched(work, |net, places| search::search(net, places, crossings, steps));
    }
}

impl Steps {
    fn of(&self, work: &Work, crossings: u64) -> u64 {
        let segments = work.segments.len() as u64;
        let pairs = crossings.saturating_mul(crossings);
        // Without frames a step is cheaper, and more of them gain.
        let share = if work.spans.len() == 1 { self.share / FLAT } else { self.share };
        let steps = pairs.saturating_mul(pairs) / share.max(1);
        steps.clamp(self.segment * segments, self.most.0 * segments).min(self.most.1)
    }
}

/// The places of nodes as they are written.
fn written(work: &Work) -> Vec<i64> {
    work.part.nodes.iter().map(|n| i64::from(n.of)).collect()
}

/// One start, swept: its crossings, sides weighed, and its cells.
fn from_start(
    work: &mut Work,
    scopes: &[Vec<u32>],
    counter: &mut Counter,
    start: u64,
    random: &mut Random,
) -> Result<(u64, Cells), Vec<Clash>> {
    let mut places = written(work);
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
        work.steps += 2 * work.segments.len() as u64;
        sweep::sweep(work, &mut cells, scopes, round);
        let crossings = counter.total(work);
        if crossings < best.0 {
            best.0 = crossings;
            best.1.clone_from(&cells);
            idle = 0;
        } else {
            idle += 1;
        }
    }
    let (_, mut cells) = best;
    let crossings = settle(work, &mut cells, counter)?;
    Ok((crossings, cells))
}

/// Lets every edge pass frames on one side: the crossings then, sides weighed.
fn settle(work: &mut Work, cells: &mut Cells, counter: &mut Counter) -> Result<u64, Vec<Clash>> {
    settle_borders(work, cells)?;
    cells.flatten_all(work);
    Ok(counter.total(work))
}

fn settle_borders(work: &Work, cells: &mut Cells) -> Result<(), Vec<Clash>> {
    let borders = Borders::new(work, cells);
    if borders.matter() { borders.settle(work, cells) } else { Ok(()) }
}

/// The same, then moves single items and whole blocks until nothing gains.
fn mend(work: &mut Work, cells: &mut Cells, scopes: &[Vec<u32>], counter: &mut Counter) -> Result<u64, Vec<Clash>> {
    let mut crossings = settle(work, cells, counter)?;
    let mut left = WORK.1;
    for _ in 0..ROUNDS {
        if crossings == 0 || left == 0 {
            break;
        }
        let gain = sift::sift(work, cells, scopes, &mut left) + blocks::exchange(work, cells, scopes, &mut left);
        if gain == 0 {
            break;
        }
        crossings = counter.total(work);
    }
    work.steps += WORK.1 - left;
    Ok(crossings)
}
