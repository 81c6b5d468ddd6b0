//! Of an order and its mirror image, which cross alike, takes the one that is nearer to the written order.
//!
//! Needs: the best order of the starts. Leaves: that order or its mirror image, so that which of the two a start
//! happened to find does not turn the picture round after a small edit. Cost: linear.

use super::cells::Cells;
use crate::base::ConstraintKind;
use crate::layout::normalize::NodeKind;
use crate::layout::work::{Vertex, Work};

pub(super) fn face(work: &mut Work, cells: &mut Cells) {
    // An order that was asked for says itself which way round it is.
    let is_asked_for = work.part.wishes.iter().any(|wish| wish.kind == ConstraintKind::Before);
    if is_asked_for || leans(work) >= 0.0 {
        return;
    }
    for list in &mut cells.lists {
        // A title stays first.
        let is_title = |item: u32| matches!(work.vertices.get(item as usize), Some(Vertex::Title(_)));
        let from = list.iter().take_while(|&&item| is_title(item)).count();
        list[from..].reverse();
    }
    cells.flatten_all(work);
}

/// How much nodes that are written later stand farther to the right: the covariance of both, of any scale.
fn leans(work: &Work) -> f64 {
    let node = |v: u32| match work.vertices[v as usize] {
        Vertex::Node(i) => Some(work.part.nodes[i as usize]).filter(|node| node.kind == NodeKind::Real),
        _ => None,
    };
    let mut places: Vec<(f64, f64)> = Vec::with_capacity(work.part.nodes.len());
    for layer in &work.layers {
        let width = layer.len() as f64;
        // The middle of a layer is 0, its ends are 1 off.
        let across = |k: usize| (2 * k + 1) as f64 / width - 1.0;
        let nodes = layer.iter().enumerate().filter_map(|(k, &v)| Some((across(k), f64::from(node(v)?.of))));
        places.extend(nodes);
    }
    let mean = places.iter().map(|p| p.1).sum::<f64>() / places.len().max(1) as f64;
    places.iter().map(|p| p.0 * (p.1 - mean)).sum()
}
