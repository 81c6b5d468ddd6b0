//! Moves every label to the emptiest layer between the ends of its edge; from here on it stays there.
//!
//! Needs: a layering. Leaves: the layer of each label, between the two frames that its edge connects where they leave
//! one, else in one of them.
//! Cost: linear in the lengths of labelled edges.
//! Paper: Schulze, Spönemann, von Hanxleden, "Drawing layered graphs with port constraints", 2014 (label dummies).

use super::Options;
use super::acyclic::Oriented;
use super::layer::Layering;
use super::normalize::{NONE, NodeKind, Part};

pub(super) fn choose_label_layers(part: &Part, oriented: &[Oriented], layering: &mut Layering, options: &Options) {
    let gap = options.node_gap as i32;
    let mut width = vec![0i32; layering.count as usize];
    for (node, &layer) in part.nodes.iter().zip(&layering.nodes) {
        width[layer as usize] += node.w + node.loop_w + gap;
    }
    for (i, edge) in part.edges.iter().enumerate() {
        if layering.labels[i] != NONE {
            width[layering.labels[i] as usize] += edge.label.0 + gap;
        }
    }
    for (i, edge) in part.edges.iter().enumerate() {
        let at = layering.labels[i];
        if at == NONE {
            continue;
        }
        let o = oriented[i];
        let side = |end: u32, child: u32| {
            let own = layering.nodes[end as usize];
            if child == NONE { (own, own) } else { layering.spans[child as usize] }
        };
        let (mut first, mut last) = (side(o.top, o.top_child).1 + 1, side(o.bottom, o.bottom_child).0);
        if first >= last {
            // What ends at the border of a frame has its label outside of it.
            let is_port = |end: u32| part.nodes[end as usize].kind == NodeKind::Port;
            first = if is_port(o.top) { first } else { layering.nodes[o.top as usize] + 1 };
            last = if is_port(o.bottom) { last } else { layering.nodes[o.bottom as usize] };
        }
        width[at as usize] -= edge.label.0 + gap;
        let middle = u32::midpoint(first, last - 1);
        let best = (first..last).min_by_key(|&l| (width[l as usize], l.abs_diff(middle), l)).unwrap_or(at);
        width[best as usize] += edge.label.0 + gap;
        layering.labels[i] = best;
    }
}
