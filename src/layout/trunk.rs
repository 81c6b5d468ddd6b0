//! Chooses the edges that share a trunk: one port, one piece off the node, one slot, until each goes its own way.
//!
//! Needs: ordered layers. Leaves: bundles of segments that are neighbours on one side of a node. All edges of a bundle
//! leave the node, or all come to it, and look alike. No edge is in a bundle at both of its ends: what hangs together is
//! then one node and those that it stands to, never a net in which one could go from any end to any other.
//! Cost: `O(m log m)`.
//! Paper: Sander, "Layout of directed hypergraphs with orthogonal hyperedges", 2003; here hyperedges are stars.

use super::normalize::{NONE, NodeKind};
use super::work::Work;
use super::{Options, ports};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The bundle of each segment at its upper and at its lower end.
#[derive(Debug, Default)]
pub(super) struct Trunks {
    /// Empty where there are none.
    of: Vec<[u32; 2]>,
    members: Vec<Vec<u32>>,
}

/// Neighbours on one side of a node that could share a trunk, from left to right.
#[derive(Clone)]
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
        let mut trunks = Self { of: vec![[NONE; 2]; work.segments.len()], members: Vec::new() };
        let mut taken = vec![false; work.part.edges.len()];
        let edge = |&i: &u32| work.segments[i as usize].edge as usize;
        // What saves most goes first; the written order breaks ties.
        let mut all = candidates(work);
        let rank = |at: usize, c: &Candidate| (Reverse(c.segments.len()), c.comes, at);
        let mut open: BTreeSet<_> = all.iter().enumerate().map(|(at, c)| rank(at, c)).collect();
        while let Some((_, _, at)) = open.pop_first() {
            let Candidate { segments, comes, lower } = all[at].clone();
            // What another trunk took parts the rest: an edge between two branches would cross one of them.
            let mut runs = segments.split(|i| taken[edge(i)]).filter(|run| run.len() > 1);
            if segments.iter().any(|i| taken[edge(i)]) {
                for run in runs {
                    all.push(Candidate { segments: run.to_vec(), comes, lower });
                    open.insert(rank(all.len() - 1, &all[all.len() - 1]));
                }
            } else if let Some(run) = runs.next() {
                for i in run {
                    taken[edge(i)] = true;
                    trunks.of[*i as usize][usize::from(lower)] = trunks.members.len() as u32;
                }
                trunks.members.push(segments);
            }
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
}

fn candidates(work: &Work) -> Vec<Candidate> {
    let mut out = Vec::new();
    for v in (0..work.part.nodes.len() as u32).filter(|&v| work.part.nodes[v as usize].kind == NodeKind::Real) {
        for lower in [false, true] {
            let edge = |i: u32| work.segments[i as usize].edge;
            let key = |&i: &u32| {
                let comes = work.oriented[edge(i) as usize].turned != lower;
                (comes, work.part.edges[edge(i) as usize].look)
            };
            let may_share = |&i: &u32| match key(&i) {
                (_, Look::Own) => false,
                // Dashes of edges that come from far and near would not fall on each other.
                (comes, Look::Dashed(_)) => !comes,
                (_, Look::Solid(_)) => true,
            };
            // Neighbours on the side of the node: what stands between two would cross their trunk.
            let segments = ports::side(work, v, !lower);
            for run in segments.chunk_by(|a, b| key(a) == key(b)).filter(|run| run.len() > 1 && may_share(&run[0])) {
                out.push(Candidate { segments: run.to_vec(), comes: key(&run[0]).0, lower });
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
