//! How the host will order a text: what Mermaid 11 makes of it before it lays it out, and dagre's layers and sweeps, up to
//! the order of every layer. Coordinates are not needed for that, so sizes are not either.
//!
//! Dagre breaks every tie by the order in which it met nodes and links; so does this, pass by pass: [`split`] (frames
//! that stand alone), [`nest`] (cycles, borders of frames), [`rank`], [`chain`] (links over many layers), [`sweep`].
//! Links from a node to itself are left out: they cross nothing, and move little.

mod chain;
mod nest;
mod rank;
mod split;
mod sweep;

use super::order::Order;

/// What may be spent, in visits of a link; the forecast ends with it.
#[derive(Debug)]
pub(super) struct Budget(pub(super) u64);

impl Budget {
    fn take(&mut self, visits: usize) -> Option<()> {
        self.0 = self.0.checked_sub(visits as u64)?;
        Some(())
    }
}

/// A link as the host reads it, between nodes or frames.
#[derive(Clone, Copy, Debug)]
struct Line {
    tail: usize,
    head: usize,
    length: i32,
    labelled: bool,
}

/// How often links cross where the host draws a text, by layers.
///
/// `labelled` says by edge of the net whether the link has a label, which takes a layer. `None` where the budget ends first.
pub(super) fn crossings(order: &Order, labelled: &[bool], budget: &mut Budget) -> Option<u64> {
    let mut sum = 0;
    budget.take(order.inside.len() * order.links.len() / 4)?;
    let (parents, parts) = split::split(order, labelled);
    for part in &parts {
        let nested = nest::nest(part, &parents);
        let ranks = rank::ranks(&nested, budget)?;
        let layered = chain::chain(&nested, ranks, budget)?;
        sum += sweep::crossings(&layered, budget)?;
    }
    Some(sum)
}
