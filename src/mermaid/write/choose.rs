//! Which order of lines the host draws with the fewest crossings, of those that are tried.

use super::super::label;
use super::host::{self, Budget};
use super::order::{self, Link, Member, Order};
use crate::graph::Graph;
use crate::layout::Layout;

/// With more links, each forecast costs more than it wins.
const MOST_LINKS: usize = 200;
/// With more nodes, frames and links as well.
const MOST_ELEMENTS: usize = 600;
/// Visits of a link that may be spent, for each pair of elements.
const VISITS: usize = 8;
/// And at most.
const MOST_VISITS: usize = 200_000;
/// Changes that may win nothing before the search ends.
const PATIENCE: usize = 24;

/// The order of our layout, unless a forecast knows a better one: without its lengths, mirrored, with single lines moved,
/// or as the description has it. Among equals ours stays, so that the text reads as the picture does.
///
/// Cost: bounded by [`MOST_VISITS`]; nothing over [`MOST_LINKS`] and [`MOST_ELEMENTS`], one forecast where no line crosses.
pub(super) fn order(graph: &Graph, layout: &Layout) -> Order {
    let ours = order::of(graph, layout);
    let elements = graph.net.node_count() + graph.clusters.len() + ours.links.len();
    if ours.links.len() > MOST_LINKS || elements > MOST_ELEMENTS {
        return ours;
    }
    let labelled: Vec<bool> = graph.net.edge_weights().map(|e| !label::edge(e).is_empty()).collect();
    let budget = Budget((VISITS * elements * elements).min(MOST_VISITS) as u64);
    let mut search = Search { labelled, budget, best: ours.clone(), crossings: 0 };
    // Without both forecasts there is nothing to choose by.
    let Some(crossings) = search.forecast(&ours) else { return ours };
    search.crossings = crossings;
    if crossings == 0 || search.offer(order::written(graph)).is_none() {
        return ours;
    }
    let _ = search.run(&ours);
    search.best
}

struct Search {
    /// By edge.
    labelled: Vec<bool>,
    budget: Budget,
    best: Order,
    crossings: u64,
}

impl Search {
    fn forecast(&mut self, order: &Order) -> Option<u64> {
        host::crossings(order, &self.labelled, &mut self.budget)
    }

    /// Takes an order that is better than the best; says whether it was. `None` where the budget has ended.
    fn offer(&mut self, order: Order) -> Option<bool> {
        let crossings = self.forecast(&order)?;
        let better = crossings < self.crossings;
        if better {
            (self.best, self.crossings) = (order, crossings);
        }
        Some(better)
    }

    /// Whole orders first, then changes of the best one, until the budget ends.
    fn run(&mut self, ours: &Order) -> Option<()> {
        let short = shortened(ours);
        let mirror = mirrored(ours);
        for order in [shortened(&mirror), mirror, short] {
            self.offer(order)?;
        }
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        let mut idle = 0;
        while self.crossings > 0 && idle < PATIENCE {
            let mut order = self.best.clone();
            let changed = match dice.below(3) {
                0 => change_length(&mut order.links, ours, &mut dice),
                1 => move_link(&mut order.links, &mut dice),
                _ => move_member(&mut order, &mut dice),
            };
            idle = if changed && self.offer(order)? { 0 } else { idle + 1 };
        }
        Some(())
    }
}

fn shortened(order: &Order) -> Order {
    let links = order.links.iter().map(|link| Link { length: 1, ..*link }).collect();
    Order { links, ..order.clone() }
}

/// Turns the links at each tail around.
fn mirrored(order: &Order) -> Order {
    let mut out = order.clone();
    out.links.chunk_by_mut(|a, b| a.tail == b.tail).for_each(<[Link]>::reverse);
    out
}

/// Moves a link among those of its tail.
fn move_link(links: &mut [Link], dice: &mut Dice) -> bool {
    let mut tails: Vec<&mut [Link]> =
        links.chunk_by_mut(|a, b| a.tail == b.tail).filter(|links| links.len() > 1).collect();
    let count = tails.len();
    let Some(tail) = tails.get_mut(dice.below(count)) else { return false };
    let (from, to) = (dice.below(tail.len()), dice.below(tail.len()));
    if from < to {
        tail[from..=to].rotate_left(1);
    } else {
        tail[to..=from].rotate_right(1);
    }
    from != to
}

/// Makes a long link short, or as long as our layout has it.
fn change_length(links: &mut [Link], ours: &Order, dice: &mut Dice) -> bool {
    let long: Vec<&Link> = ours.links.iter().filter(|link| link.length > 1).collect();
    let Some(as_ours) = long.get(dice.below(long.len())) else { return false };
    for link in links.iter_mut().filter(|link| link.edge == as_ours.edge) {
        link.length = if link.length > 1 { 1 } else { as_ours.length };
    }
    true
}

/// Moves a node or frame in its scope.
fn move_member(order: &mut Order, dice: &mut Dice) -> bool {
    let scopes = std::iter::once(&mut order.top).chain(&mut order.inside);
    let mut scopes: Vec<&mut Vec<Member>> = scopes.filter(|scope| scope.len() > 1).collect();
    let count = scopes.len();
    let Some(scope) = scopes.get_mut(dice.below(count)) else { return false };
    let (from, to) = (dice.below(scope.len()), dice.below(scope.len()));
    let member = scope.remove(from);
    scope.insert(to, member);
    from != to
}

/// Xorshift (Marsaglia 2003): the same text always takes the same way.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) % count.max(1) as u64) as usize
    }
}
