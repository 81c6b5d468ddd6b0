//! Draws frames in to what they hold, where layers and channels left them room along the flow.

use super::rows::{LEAD, Rows, TITLE_INSET};
use super::slots::{Slots, Wire};
use crate::layout::Options;
use crate::layout::frame::TitleAt;
use crate::layout::normalize::{NONE, NodeKind};
use crate::layout::place::Placement;
use crate::layout::work::{Vertex, Work};

/// Between a title and what comes behind it along the flow, in px.
const TITLE_ROOM: i32 = 8;

/// Channels as they are wired, by the layer above.
#[derive(Clone, Copy)]
pub(super) struct Channels<'a> {
    pub(super) wires: &'a [Vec<Wire>],
    pub(super) slots: &'a [Slots],
    /// The wire of each segment in the channel below its upper end; `NONE` where it is straight.
    pub(super) of: &'a [u32],
}

impl Channels<'_> {
    /// The first and the last slot that a segment uses, along the flow.
    fn bends(self, rows: &Rows, work: &Work, segment: usize) -> Option<(i32, i32)> {
        let wire = self.of[segment];
        let channel = work.layer[work.segments[segment].top as usize];
        (wire != NONE).then(|| {
            let (slot, jog) = self.slots[channel as usize].of[wire as usize];
            let at = rows.slot(channel, slot);
            let second = jog.map_or(at, |(_, second)| rows.slot(channel, second));
            (at.min(second), at.max(second))
        })
    }
}

/// Moves borders and titles toward the members; nothing else moves.
pub(super) fn tighten(
    rows: &mut Rows,
    work: &Work,
    placement: &Placement,
    channels: Channels,
    options: &Options,
    stretched: &[bool],
) {
    let padding = options.padding as i32;
    let mut members = members(rows, work, channels, padding);
    for s in (1..work.spans.len() as u32).rev() {
        let (top, bottom) = rows.scopes[s as usize];
        let (first, last) = members[s as usize];
        let title = work.part.scopes[s as usize].title;
        let (left, right) = work.sides_at(s, work.spans[s as usize].0);
        let across = (placement.x[left as usize], placement.x[right as usize]);
        let (opens, closes) = work.spans[s as usize];
        let new = match work.title_at {
            TitleAt::Start if title.0 > 0 => {
                let behind = lowest_free(rows, channels, opens, across).min(first);
                let at = (behind - TITLE_ROOM - title.1).max(rows.titles[s as usize]);
                rows.titles[s as usize] = at;
                (at - TITLE_INSET, last)
            }
            TitleAt::End if title.0 > 0 => {
                let before = highest_free(rows, channels, closes, across).max(last);
                let at = (before + TITLE_ROOM).min(rows.titles[s as usize]);
                rows.titles[s as usize] = at;
                (first, at + title.1 + TITLE_INSET)
            }
            TitleAt::Side if stretched[s as usize] => (first, bottom),
            TitleAt::Side if title.0 > 0 => {
                let long = title.0 + 2 * TITLE_INSET;
                let first = first.min(bottom - long);
                (first, last.max(first + long))
            }
            _ => (first, last),
        };
        let new = (new.0.max(top), new.1.min(bottom));
        rows.scopes[s as usize] = new;
        let outer = &mut members[work.part.scopes[s as usize].parent as usize];
        *outer = (outer.0.min(new.0 - padding), outer.1.max(new.1 + padding));
    }
}

/// Top of the first and bottom of the last node or label in each scope itself, with padding; and of the bends on the way
/// from a node to the border of its own frame.
fn members(rows: &Rows, work: &Work, channels: Channels, padding: i32) -> Vec<(i32, i32)> {
    let mut out = vec![(i32::MAX, i32::MIN); work.spans.len()];
    for (v, vertex) in work.vertices.iter().enumerate() {
        let half = match *vertex {
            Vertex::Node(i) if work.part.nodes[i as usize].kind != NodeKind::Port => {
                work.part.nodes[i as usize].h.max(work.part.nodes[i as usize].loop_h) / 2
            }
            Vertex::Label(edge) => work.label(edge).1 / 2,
            // Borders follow ports, and edges on their way may cross them anywhere.
            _ => continue,
        };
        let middle = rows.middle(work.layer[v]);
        let at = &mut out[work.scope[v] as usize];
        *at = (at.0.min(middle - half - padding), at.1.max(middle + half + padding));
    }
    let is_port = |v: u32| work.part.nodes.get(v as usize).is_some_and(|node| node.kind == NodeKind::Port);
    for (i, segment) in work.segments.iter().enumerate().filter(|(_, s)| s.edge != NONE) {
        let o = work.oriented[segment.edge as usize];
        let Some((first, last)) = channels.bends(rows, work, i) else { continue };
        if is_port(o.top) && o.top_child == NONE {
            let at = &mut out[work.scope[o.top as usize] as usize];
            at.0 = at.0.min(first - LEAD);
        }
        if is_port(o.bottom) && o.bottom_child == NONE {
            let at = &mut out[work.scope[o.bottom as usize] as usize];
            at.1 = at.1.max(last + LEAD);
        }
    }
    out
}

/// Slots of the channel below `layer` that run across the frame.
fn slots_across<'a>(
    rows: &'a Rows,
    channels: Channels<'a>,
    layer: u32,
    across: (i32, i32),
) -> impl Iterator<Item = i32> + 'a {
    let wires = channels.wires[layer as usize].iter().zip(&channels.slots[layer as usize].of);
    wires.filter(move |(w, _)| w.from.max(w.to) > across.0 && w.from.min(w.to) < across.1).flat_map(
        move |(_, &(slot, jog))| [Some(slot), jog.map(|j| j.1)].into_iter().flatten().map(move |s| rows.slot(layer, s)),
    )
}

/// Down to where a title may sink from `layer`: past no slot and not into the next layer.
fn lowest_free(rows: &Rows, channels: Channels, layer: u32, across: (i32, i32)) -> i32 {
    let next = rows.layer(layer + 1).map_or(i32::MAX, |(top, _)| top);
    slots_across(rows, channels, layer, across).min().unwrap_or(next).min(next)
}

/// Up to where a title may rise from `layer`.
fn highest_free(rows: &Rows, channels: Channels, layer: u32, across: (i32, i32)) -> i32 {
    let Some(above) = layer.checked_sub(1) else { return i32::MIN };
    let before = rows.layer(above).map_or(i32::MIN, |(top, height)| top + height);
    slots_across(rows, channels, above, across).max().unwrap_or(before).max(before)
}
