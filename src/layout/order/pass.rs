//! What may change sides with a frame in an order in which every edge passes frames on one side.
//!
//! Cost: linear in what an item has in one layer.

use super::cells::{Cells, Item};
use crate::layout::normalize::NONE;
use crate::layout::work::Work;

/// Whether `item`, which covers the layers of `span`, may go to the other side of `other` without an edge of it being
/// left on this side. Whatever passes anything else than a frame may.
pub(super) fn may_pass(work: &Work, cells: &Cells, item: Item, other: Item, span: (u32, u32)) -> bool {
    let Some(frame) = cells.scope(other) else { return true };
    if cells.scope(item).is_some_and(|own| work.is_tied(own, frame)) {
        return false;
    }
    let (first, last) = work.spans[frame as usize];
    let span = cells.scope(item).map_or(span, |s| work.spans[s as usize]);
    let is_held_above = first < span.0 && leads(work, cells, item, span.0, false);
    let is_held_below = span.1 < last && leads(work, cells, item, span.1, true);
    !is_held_above && !is_held_below
}

/// Whether an edge leaves `item`, or what is in it, from `layer` upward or down.
fn leads(work: &Work, cells: &Cells, item: Item, layer: u32, down: bool) -> bool {
    // Whatever vertex of an edge's run a vertex is, the edge goes on both ways.
    cells.run(work, &item, layer).iter().any(|&v| {
        let ends = if down { work.down.of(v) } else { work.up.of(v) };
        ends.iter().any(|&i| work.segments[i as usize].edge != NONE)
    })
}
