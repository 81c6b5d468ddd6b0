//! Where layers, frames and slots are along the flow.

use super::slots::Slots;
use crate::layout::frame::TitleAt;
use crate::layout::normalize::NodeKind;
use crate::layout::work::{Vertex, Work};
use crate::layout::{Options, Routing};

/// Between a layer, or a border, and the first slot, in px: room for an arrow head.
pub(super) const LEAD: i32 = 18;
/// The same where corners are curves: room for the head and for the curve behind it.
const CURVED_LEAD: i32 = 28;
/// Between a border and the next, or a slot, where no arrow head stands, in px.
const BORDER: i32 = 8;
/// Between a frame's upper border and its title, and between the title and the end of the side it runs along, in px.
pub(super) const TITLE_INSET: i32 = 8;

/// Along the flow, in px.
#[derive(Debug)]
pub(super) struct Rows {
    /// Top and height by layer.
    layers: Vec<(i32, i32)>,
    /// Top and bottom by scope.
    pub(super) scopes: Vec<(i32, i32)>,
    /// Top of the title by scope, where the title has a layer.
    pub(super) titles: Vec<i32>,
    /// First slot and distance between slots, by channel below a layer.
    channels: Vec<(i32, i32)>,
}

impl Rows {
    /// Scopes that are `stretched` have room for their title behind their last layer.
    pub(super) fn new(work: &Work, slots: &[Slots], options: &Options, stretched: &[bool]) -> Self {
        let count = work.layers.len();
        let heights: Vec<i32> = work.layers.iter().map(|layer| height(work, layer)).collect();
        let has_nodes: Vec<bool> = work.layers.iter().map(|layer| layer.iter().any(|&v| is_node(work, v))).collect();
        let (mut starts, mut ends) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (s, &(first, last)) in work.spans.iter().enumerate().skip(1) {
            starts[first as usize].push(s as u32);
            ends[last as usize].push(s as u32);
        }
        let mut rows = Self {
            layers: vec![(0, 0); count],
            scopes: vec![(0, 0); work.spans.len()],
            titles: Vec::new(),
            channels: vec![(0, 0); count],
        };
        for l in 0..count {
            let above = rows.open(work, &starts[l], heights[l], options);
            let y = if l == 0 {
                above
            } else {
                let (top, height) = rows.layers[l - 1];
                let bottom = top + height;
                let below = rows.close(work, &ends[l - 1], (top, height), options, stretched);
                let slots = slots[l - 1].count as i32;
                let (gap, edge_gap) = (options.layer_gap as i32, options.edge_gap as i32);
                let own = if options.routing == Routing::Splines { CURVED_LEAD } else { LEAD };
                // A frame's border takes the place of the arrow head's room: heads stand further in.
                // Not where an edge ends at the border itself.
                let lead = |border: i32, ports: bool| if border > 0 && !ports { BORDER } else { own };
                let (leaves, arrives) = (has_port(work, l - 1, &ends[l - 1]), has_port(work, l, &starts[l]));
                let wires = if slots > 0 { (slots - 1) * edge_gap } else { 0 };
                let least = if has_nodes[l - 1] && has_nodes[l] { gap } else { gap * 2 / 5 };
                let straight = if leaves || arrives { LEAD + BORDER } else { LEAD };
                let leads = if slots > 0 { lead(below, leaves) + lead(above, arrives) } else { straight };
                let room = (least - below - above).max(leads + wires);
                rows.channels[l - 1] = (bottom + below + (room - wires) / 2, edge_gap);
                bottom + below + room + above
            };
            rows.layers[l] = (y, heights[l]);
            for &s in &starts[l] {
                rows.scopes[s as usize].0 += y;
            }
        }
        if let Some(&(top, height)) = rows.layers.last() {
            rows.close(work, &ends[count - 1], (top, height), options, stretched);
        }
        rows.titles = (0..work.spans.len()).map(|s| rows.title(work, s)).collect();
        rows
    }

    pub(super) fn middle(&self, layer: u32) -> i32 {
        let (top, height) = self.layers[layer as usize];
        top + height / 2
    }

    /// Top and height of a layer, where there is one.
    pub(super) fn layer(&self, layer: u32) -> Option<(i32, i32)> {
        self.layers.get(layer as usize).copied()
    }

    pub(super) fn slot(&self, channel: u32, slot: u32) -> i32 {
        let (first, distance) = self.channels[channel as usize];
        first + slot as i32 * distance
    }

    /// Top of the title of a scope whose title has a layer: at the layer's end that is nearer to the members.
    fn title(&self, work: &Work, s: usize) -> i32 {
        let (first, last) = work.spans[s];
        if work.title_at == TitleAt::End {
            return self.layers[last as usize].0;
        }
        let (top, height) = self.layers[first as usize];
        top + height - work.part.scopes[s].title.1
    }

    /// Tops of the frames that start in a layer, as offsets from its top; how far the highest stands over it.
    fn open(&mut self, work: &Work, starts: &[u32], height: i32, options: &Options) -> i32 {
        let mut above = 0;
        for &s in starts.iter().rev() {
            let scope = work.part.scopes[s as usize];
            let title = work.title_at == TitleAt::Start && scope.title.0 > 0;
            let mut top = if title { height - scope.title.1 - TITLE_INSET } else { -(options.padding as i32) };
            if title && let Some(label) = label_beside_title(work, s) {
                top = top.min((height - label) / 2 - options.padding as i32);
            }
            for &inner in starts.iter().filter(|&&i| work.part.scopes[i as usize].parent == s) {
                top = top.min(self.scopes[inner as usize].0 - options.padding as i32);
            }
            self.scopes[s as usize].0 = top;
            above = above.max(-top);
        }
        above
    }

    /// Bottoms of the frames that end in a layer; how far the lowest stands under it.
    fn close(
        &mut self,
        work: &Work,
        ends: &[u32],
        (top, height): (i32, i32),
        options: &Options,
        stretched: &[bool],
    ) -> i32 {
        let padding = options.padding as i32;
        let mut below = 0;
        for &s in ends.iter().rev() {
            let scope = work.part.scopes[s as usize];
            let mut bottom = top + height + padding;
            if work.title_at == TitleAt::End && scope.title.0 > 0 {
                bottom = top + scope.title.1 + TITLE_INSET;
                if let Some(label) = label_beside_title(work, s) {
                    bottom = bottom.max(top + i32::midpoint(height, label) + padding);
                }
            }
            for &inner in ends.iter().filter(|&&i| work.part.scopes[i as usize].parent == s) {
                bottom = bottom.max(self.scopes[inner as usize].1 + padding);
            }
            if work.title_at == TitleAt::Side {
                let from = if stretched[s as usize] { top + height } else { self.scopes[s as usize].0 };
                bottom = bottom.max(from + scope.title.0 + 2 * TITLE_INSET);
            }
            self.scopes[s as usize].1 = bottom;
            below = below.max(bottom - top - height);
        }
        below
    }
}

/// Height of the tallest label of its own that a frame has in the layer of its title.
fn label_beside_title(work: &Work, s: u32) -> Option<i32> {
    let layer = work.layer[work.titles[s as usize] as usize];
    let (left, right) = work.sides_at(s, layer);
    let inside = &work.layers[layer as usize][work.pos[left as usize] as usize..work.pos[right as usize] as usize];
    let labels = inside.iter().filter_map(|&v| match work.vertices[v as usize] {
        Vertex::Label(edge) if work.scope[v as usize] == s => Some(work.label(edge).1),
        _ => None,
    });
    labels.max()
}

/// Whether an edge ends at the border of one of these scopes, in that layer.
fn has_port(work: &Work, layer: usize, scopes: &[u32]) -> bool {
    !scopes.is_empty()
        && work.layers[layer].iter().any(|&v| match work.vertices[v as usize] {
            Vertex::Node(i) => {
                let node = work.part.nodes[i as usize];
                node.kind == NodeKind::Port && scopes.contains(&node.scope)
            }
            _ => false,
        })
}

fn is_node(work: &Work, v: u32) -> bool {
    match work.vertices[v as usize] {
        Vertex::Node(i) => work.part.nodes[i as usize].kind != NodeKind::Port,
        _ => false,
    }
}

fn height(work: &Work, layer: &[u32]) -> i32 {
    let of = |&v: &u32| match work.vertices[v as usize] {
        Vertex::Node(i) => {
            let node = work.part.nodes[i as usize];
            node.h.max(node.loop_h)
        }
        Vertex::Label(edge) => work.label(edge).1,
        Vertex::Title(s) => work.part.scopes[s as usize].title.1,
        Vertex::Dummy(_) | Vertex::Left(_) | Vertex::Right(_) => 0,
    };
    // Even, so that middles are whole.
    (layer.iter().map(of).max().unwrap_or(0) + 1) / 2 * 2
}
