//! Where an edge leaves a frame through its side, for what stands beside that.
//!
//! Needs: the layered graph. Leaves: what each scope is left from, and toward which side. Cost: linear in the depth of scopes for
//! each segment.

use super::cells::{Cells, Item};
use crate::layout::work::{Segment, Work};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// A segment from an item of a scope through one of its sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exit {
    pub(super) item: Item,
    /// The layer above the segment, and that of the item.
    pub(super) channel: u32,
    pub(super) layer: u32,
    /// The outermost frame that it leaves, what it leads to beside that, and a layer that has both.
    frame: Item,
    toward: Item,
    beside: u32,
}

impl Exit {
    /// All of a segment: it leaves what goes on below its upper end and above its lower one.
    pub(super) fn all(work: &Work, cells: &Cells, segment: &Segment, exits: &mut [Vec<Self>]) {
        let channel = work.layer[segment.top as usize];
        let around = work.common(segment);
        let climb = |v: u32| {
            let (mut item, mut left) = (v, Vec::new());
            for scope in work.part.scopes_in(work.scope[v as usize], around) {
                let (first, last) = work.spans[scope as usize];
                if first <= channel && channel < last {
                    left.push((scope, item));
                }
                item = cells.item(scope);
            }
            (left, item)
        };
        let (above, below) = (climb(segment.top), climb(segment.bottom));
        let ends = [(&above, below.1, channel), (&below, above.1, channel + 1)];
        for ((left, frame), toward, layer) in ends {
            let beside = if layer == channel { channel + 1 } else { channel };
            for &(scope, item) in left {
                exits[scope as usize].push(Self { item, channel, layer, frame: *frame, toward, beside });
            }
        }
    }

    /// Where what it leads to stands.
    pub(super) fn side(self, work: &Work, cells: &Cells) -> Side {
        let frame = cells.scope(self.frame).unwrap_or(0);
        let scope = work.part.scopes.get(frame as usize).map_or(0, |frame| frame.parent);
        let list = &cells.lists[cells.index(scope, self.beside, work)];
        let first = list.iter().find(|&&item| item == self.toward || item == self.frame);
        if first == Some(&self.toward) { Side::Left } else { Side::Right }
    }
}
