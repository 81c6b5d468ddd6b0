//! Draws frames in to what they hold, where layers and channels left them room along the flow.

use super::rows::{LEAD, Rows, TITLE_INSET};
use super::slots::{NEAR, Slots, Wire};
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
    keep_ports_apart(rows, work, placement, channels, &mut members);
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
                // Labels beside the title stay inside, and it stands at the border even so.
                ((at - TITLE_INSET).min(first), last)
            }
            TitleAt::End if title.0 > 0 => {
                let before = highest_free(rows, channels, closes, across).max(last);
                let at = (before + TITLE_ROOM).min(rows.titles[s as usize]);
                rows.titles[s as usize] = at;
                (first, (at + title.1 + TITLE_INSET).max(last))
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
        let at = &mut rows.titles[s as usize];
        match work.title_at {
            TitleAt::Start if title.0 > 0 => *at = (*at).min(new.0 + TITLE_INSET),
            TitleAt::End if title.0 > 0 => *at = (*at).max(new.1 - TITLE_INSET - title.1),
            _ => {}
        }
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

/// An edge that leaves a frame starts at its border: drawn in, the border draws the edge after it, past layers where the
/// edge has no place of its own. It goes no further than to the first other edge that is upright there.
fn keep_ports_apart(rows: &Rows, work: &Work, placement: &Placement, channels: Channels, members: &mut [(i32, i32)]) {
    let is_port = |v: u32| work.part.nodes[v as usize].kind == NodeKind::Port;
    let leaving = |down: bool| {
        let ends =
            work.oriented.iter().map(move |o| if down { (o.top, o.top_child) } else { (o.bottom, o.bottom_child) });
        ends.filter(|&(v, child)| child != NONE && is_port(v)).map(|(v, _)| v)
    };
    for down in [true, false] {
        if leaving(down).next().is_none() {
            continue;
        }
        let upright = Upright::new(rows, channels, down);
        for v in leaving(down) {
            let (x, scope) = (placement.x[v as usize], work.scope[v as usize] as usize);
            let (first, last) = members[scope];
            let at = upright.limit(rows, work, placement, (x, work.layer[v as usize]), if down { last } else { first });
            members[scope] = if down { (first, last.max(at)) } else { (first.min(at), last) };
        }
    }
}

/// The upright pieces of each channel on the side of it that a border is drawn in from, by their place across the flow:
/// that, and where they end along the flow.
struct Upright {
    channels: Vec<Vec<(i32, i32)>>,
    /// Whether borders come from below.
    down: bool,
}

impl Upright {
    fn new(rows: &Rows, channels: Channels, down: bool) -> Self {
        let mut out = Vec::with_capacity(channels.wires.len());
        for (channel, (wires, slots)) in channels.wires.iter().zip(channels.slots).enumerate() {
            let mut pieces = Vec::with_capacity(wires.len());
            for (wire, &(slot, jog)) in wires.iter().zip(&slots.of) {
                let first = rows.slot(channel as u32, slot);
                let last = jog.map_or(first, |(_, second)| rows.slot(channel as u32, second));
                pieces.push(if down { (wire.from, first) } else { (wire.to, last) });
                pieces.extend(jog.map(|(middle, _)| (middle, if down { first.max(last) } else { first.min(last) })));
            }
            pieces.sort_unstable();
            out.push(pieces);
        }
        Self { channels: out, down }
    }

    /// How far an edge that leaves at `from`, a place and a layer, may be drawn after its border, which is to go to `to`.
    fn limit(&self, rows: &Rows, work: &Work, placement: &Placement, from: (i32, u32), to: i32) -> i32 {
        let (x, mut layer) = from;
        let near = |pieces: &[(i32, i32)]| {
            let close = &pieces[pieces.partition_point(|p| p.0 <= x - NEAR)..];
            let ends = close.iter().take_while(|p| p.0 < x + NEAR).map(|p| p.1);
            if self.down { ends.max().map(|end| end + NEAR) } else { ends.min().map(|end| end - NEAR) }
        };
        loop {
            let next = if self.down { layer.checked_sub(1) } else { Some(layer + 1) };
            let Some((next, (top, height))) = next.and_then(|l| Some((l, rows.layer(l)?))) else { return to };
            let side = if self.down { top + height } else { top };
            if let Some(end) = near(&self.channels[if self.down { next } else { layer } as usize]) {
                return end;
            }
            let is_past = if self.down { side <= to } else { side >= to };
            let vertices = &work.layers[next as usize];
            let at = vertices.partition_point(|&v| placement.x[v as usize] <= x - NEAR);
            let meets = vertices[at..]
                .iter()
                .take_while(|&&v| placement.x[v as usize] < x + NEAR)
                .any(|&v| matches!(work.vertices[v as usize], Vertex::Dummy(_) | Vertex::Label(_)));
            if is_past || meets {
                return if is_past { to } else { side };
            }
            layer = next;
        }
    }
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
