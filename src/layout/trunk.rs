//! Chooses the edges that share a trunk: one port, one piece off the node, one slot, until each goes its own way.
//!
//! Needs: turned edges and segments. Leaves: bundles of segments of one side of a node. All edges of a bundle leave the
//! node, or all come to it, and look alike. No edge is in a bundle at both of its ends: what hangs together is then one
//! node and those that it stands to, never a net in which one could go from any end to any other.
//! Cost: `O(m log m)`.
//! Paper: Sander, "Layout of directed hypergraphs with orthogonal hyperedges", 2003; here hyperedges are stars.

use super::Options;
use super::normalize::{NONE, NodeKind};
use super::work::Work;

/// The bundle of each segment at its upper and at its lower end.
#[derive(Debug, Default)]
pub(super) struct Trunks {
    /// Empty where there are none.
    of: Vec<[u32; 2]>,
    members: Vec<Vec<u32>>,
}

/// Edges of one side of a node that could share a trunk.
struct Candidate {
    segments: Vec<u32>,
    /// Whether they come to the node.
    comes: bool,
    lower: bool,
}

impl Trunks {
    pub(super) fn new(work: &Work, options: &Options) -> Self {
        if !options.trunks {
            return Self::default();
        }
        let mut candidates = candidates(work);
        // What saves most goes first; the written order breaks ties.
        candidates.sort_by_key(|c| (std::cmp::Reverse(c.segments.len()), c.comes));
        let mut trunks = Self { of: vec![[NONE; 2]; work.segments.len()], members: Vec::new() };
        let mut taken = vec![false; work.part.edges.len()];
        let edge = |&i: &u32| work.segments[i as usize].edge as usize;
        for mut candidate in candidates {
            candidate.segments.retain(|i| !taken[edge(i)]);
            if candidate.segments.len() < 2 {
                continue;
            }
            for i in &candidate.segments {
                taken[edge(i)] = true;
                trunks.of[*i as usize][usize::from(candidate.lower)] = trunks.members.len() as u32;
            }
            trunks.members.push(candidate.segments);
        }
        trunks
    }

    /// The bundle of a segment at one of its ends; or `NONE`.
    pub(super) fn at(&self, segment: u32, lower: bool) -> u32 {
        self.of.get(segment as usize).map_or(NONE, |ends| ends[usize::from(lower)])
    }

    /// The bundle of a segment at either end; or `NONE`.
    pub(super) fn either(&self, segment: u32) -> u32 {
        self.at(segment, false).min(self.at(segment, true))
    }

    /// All segments of the bundle of a segment at one of its ends.
    pub(super) fn members(&self, segment: u32, lower: bool) -> &[u32] {
        self.members.get(self.at(segment, lower) as usize).map_or(&[], Vec::as_slice)
    }
}

fn candidates(work: &Work) -> Vec<Candidate> {
    let mut out = Vec::new();
    for v in (0..work.part.nodes.len() as u32).filter(|&v| work.part.nodes[v as usize].kind == NodeKind::Real) {
        for lower in [false, true] {
            let all = if lower { work.up.of(v) } else { work.down.of(v) };
            let edge = |i: u32| work.segments[i as usize].edge;
            let key = |&i: &u32| {
                let comes = work.oriented[edge(i) as usize].turned != lower;
                (comes, work.part.edges[edge(i) as usize].look)
            };
            let mut segments: Vec<u32> = all.iter().copied().filter(|&i| edge(i) != NONE).collect();
            segments.retain(|i| match key(i) {
                (_, Look::Own) => false,
                // Dashes of edges that come from far and near would not fall on each other.
                (comes, Look::Dashed(_)) => !comes,
                (_, Look::Solid(_)) => true,
            });
            segments.sort_by_key(key);
            for group in segments.chunk_by(|a, b| key(a) == key(b)) {
                out.push(Candidate { segments: group.to_vec(), comes: key(&group[0]).0, lower });
            }
        }
    }
    out
}

/// What edges must have in common so that one line can stand for several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    /// Like no other.
    #[default]
    Own,
    /// Without gaps: the number of the look.
    Solid(u32),
    /// With gaps.
    Dashed(u32),
}
