//! Puts nodes anew in small groups until the steps are spent, and keeps what is not worse.
//!
//! Needs: an order. Leaves: one with no more crossings. Cost: bounded by counted steps; the numbers that choose the
//! groups come from a fixed seed, so the same graph always takes the same way.
//! Paper: Schrimpf, Schneider, Stamm-Wilbrandt, Dueck, "Record breaking optimization results using the ruin and recreate
//! principle", 2000.

use super::net::{Net, Places};
use super::reinsert::Search;

/// Nodes that are put anew together, at the most.
const GROUP: usize = 10;
/// How often every node is put anew where nothing else is done: later passes gain little, and what gains little is what
/// a small edit turns round.
const PASSES: usize = 2;

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

/// The order after the search, and the steps that it took.
pub(super) fn search(net: &Net, places: Places, crossings: u64, steps: u64) -> (Places, u64) {
    let nodes = connected(net);
    let mut search = Search::new(net, places, steps);
    let mut crossings = search.one_by_one(&nodes, crossings, usize::MAX);
    let mut random = Random::new(1);
    let mut group = Vec::new();
    while crossings > 0 && search.left > 0 {
        choose(net, &nodes, &mut random, &mut group);
        crossings = search.attempt(&group, crossings, 1);
    }
    (search.places, steps - search.left)
}

/// The order after every node was put anew by itself from the first layer to the last, and the steps that it took.
pub(super) fn alone(net: &Net, places: Places, crossings: u64, steps: u64) -> (Places, u64) {
    let mut nodes = connected(net);
    nodes.sort_by_key(|&v| net.work.layer[v as usize]);
    let mut search = Search::new(net, places, steps);
    search.one_by_one(&nodes, crossings, PASSES);
    (search.places, steps - search.left)
}

fn connected(net: &Net) -> Vec<u32> {
    (0..net.work.part.nodes.len() as u32).filter(|&v| !net.edges(v).is_empty()).collect()
}

impl Search<'_> {
    /// Crossings after every node was put anew by itself, as long as that gained and for so many passes at the most.
    fn one_by_one(&mut self, nodes: &[u32], mut crossings: u64, passes: usize) -> u64 {
        let mut before = u64::MAX;
        for _ in 0..passes {
            if crossings == before {
                break;
            }
            before = crossings;
            for v in nodes {
                if crossings == 0 || self.left == 0 {
                    break;
                }
                crossings = self.attempt(std::slice::from_ref(v), crossings, 0);
            }
        }
        crossings
    }

    /// Crossings after the nodes were put anew, or left where they are if that does not gain: `bound` is the first
    /// change that is not kept.
    fn attempt(&mut self, nodes: &[u32], crossings: u64, bound: i64) -> u64 {
        if let Some(delta) = self.reinsert(nodes).filter(|&delta| delta < bound) {
            return crossings.saturating_add_signed(delta);
        }
        self.undo();
        crossings
    }
}

/// A few nodes that hang together, in any order.
fn choose(net: &Net, nodes: &[u32], random: &mut Random, group: &mut Vec<u32>) {
    group.clear();
    group.push(nodes[random.below(nodes.len())]);
    let size = 1 + random.below(GROUP);
    for _ in 0..4 * size {
        if group.len() >= size {
            break;
        }
        let v = group[random.below(group.len())];
        let edges = net.edges(v);
        let chain = &net.work.chains[edges[random.below(edges.len())] as usize];
        let other = if chain[0] == v { chain[chain.len() - 1] } else { chain[0] };
        if !group.contains(&other) {
            group.push(other);
        }
    }
    random.shuffle(group);
}
