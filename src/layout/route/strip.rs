//! Titles that run along the side of their frame: each gets a stretch of the side that no edge crosses.
//!
//! An edge between two neighbouring layers may have to cross a frame that stands between its ends. It crosses in a
//! channel, so the title goes where no channel is crossed; where no stretch is long enough the frame is made longer.

use super::rows::{Rows, TITLE_INSET};
use super::tighten::Channels;
use crate::layout::frame::TitleAt;
use crate::layout::normalize::NONE;
use crate::layout::place::{Placement, TITLE_GAP};
use crate::layout::work::Work;

/// Room on either side of an edge that crosses a side, in px.
const CLEAR: i32 = 4;

/// Places the titles; `from_end` prefers the far end of the side. Whether frames must be stretched for it, which is
/// then noted in `stretched`: the rows are no longer true.
pub(super) fn place_titles(
    rows: &mut Rows,
    work: &Work,
    placement: &Placement,
    channels: Channels,
    from_end: bool,
    stretched: &mut [bool],
) -> bool {
    if work.title_at != TitleAt::Side {
        return false;
    }
    let mut again = false;
    for (s, scope) in work.part.scopes.iter().enumerate().filter(|(_, scope)| scope.title.0 > 0) {
        debug_assert!(scope.parent != NONE, "the root has no title");
        let (top, bottom) = rows.scopes[s];
        let (first, last) = (top + TITLE_INSET, bottom - TITLE_INSET - scope.title.0);
        let left = placement.x[work.sides_at(s as u32, work.spans[s].0).0 as usize];
        let crossed = crossed(rows, channels, work.spans[s], (left, left + TITLE_GAP + scope.title.1));
        let free = |at: &i32| {
            let (from, to) = (*at - CLEAR, *at + scope.title.0 + CLEAR);
            crossed.iter().all(|&(a, b)| b <= from || to <= a)
        };
        // The ends of the side, then the ends of what is crossed.
        let wanted = if from_end { last } else { first };
        let stops = crossed.iter().flat_map(|&(a, b)| [b + CLEAR, a - CLEAR - scope.title.0]);
        let place = [first, last]
            .into_iter()
            .chain(stops)
            .filter(|at| (first..=last).contains(at) && free(at))
            .min_by_key(|at| (at.abs_diff(wanted), *at));
        match place {
            Some(at) => rows.titles[s] = at,
            // The stretch lies behind the frame's last layer, where nothing crosses it.
            None if stretched[s] => rows.titles[s] = last,
            None => {
                stretched[s] = true;
                again = true;
            }
        }
    }
    again
}

/// Where edges cross the strip between two places across the flow, along the flow.
fn crossed(rows: &Rows, channels: Channels, span: (u32, u32), strip: (i32, i32)) -> Vec<(i32, i32)> {
    let mut out = Vec::new();
    for layer in span.0..span.1 {
        let wires = &channels.wires[layer as usize];
        for (wire, &(slot, jog)) in wires.iter().zip(&channels.slots[layer as usize].of) {
            if wire.from.max(wire.to) > strip.0 && wire.from.min(wire.to) < strip.1 {
                let at = rows.slot(layer, slot);
                let second = jog.map_or(at, |(_, second)| rows.slot(layer, second));
                out.push((at.min(second), at.max(second)));
            }
        }
    }
    out
}
