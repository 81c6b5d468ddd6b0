//! Why a constraint does not hold, as far as the passes know.
//!
//! Needs: a part, and a wish that cannot be granted though no other one is. Leaves: its cause.
//! Cost: linear in the part for each member of such a wish.

use super::normalize::Part;
use super::wish::{Member, Wish};

/// A constraint that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmet {
    /// Index in the graph.
    pub of: u32,
    /// What stands against it.
    pub cause: Cause,
}

/// What stands against a constraint. Members count from 0 in their order in the constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// One member is a frame around another.
    Around {
        /// The frame.
        outer: u32,
        /// What is in it.
        inner: u32,
    },
    /// A member is a frame, which has no line.
    Frame(u32),
    /// Edges, one behind the other, lead from one member to another.
    Leads {
        /// Where they set out.
        from: u32,
        /// Where they end.
        to: u32,
    },
    /// A frame around a member has to stand apart from another member.
    Frames,
    /// A member would stand between two parts of a frame that it is not in.
    Woven,
    /// Two members stand beside each other in a layer.
    Beside(u32, u32),
    /// Another constraint, by index in the graph.
    Other(u32),
    /// Several other constraints, none of them alone.
    Others,
    /// Nothing in particular.
    Unknown,
}

/// Why members cannot share a layer, or be the first ones.
pub(super) fn of_ranks(part: &Part, wish: &Wish) -> Cause {
    around(part, wish).or_else(|| leads(part, wish)).unwrap_or_else(|| of_frames(part, wish))
}

/// Why the centres of members, each in its layer, cannot be on one line.
pub(super) fn of_lines(part: &Part, layers: &[u32], wish: &Wish) -> Cause {
    let mut seen: Vec<(u32, u32)> = Vec::new();
    for (at, &member) in (0u32..).zip(&wish.members) {
        match member {
            Member::Scope(_) => return Cause::Frame(at),
            Member::Node(v) => {
                let layer = layers[v as usize];
                if let Some(&(_, other)) = seen.iter().find(|(known, _)| *known == layer) {
                    return Cause::Beside(other, at);
                }
                seen.push((layer, at));
            }
        }
    }
    of_frames(part, wish)
}

/// Whether it may be the frames around members: it is, where they are not all in the same one.
fn of_frames(part: &Part, wish: &Wish) -> Cause {
    let is_apart = wish.members.windows(2).any(|pair| pair[0].parent(part) != pair[1].parent(part));
    if is_apart { Cause::Frames } else { Cause::Unknown }
}

fn around(part: &Part, wish: &Wish) -> Option<Cause> {
    for (outer, &frame) in (0u32..).zip(&wish.members) {
        let Member::Scope(scope) = frame else { continue };
        for (inner, member) in (0u32..).zip(&wish.members).filter(|(_, member)| **member != frame) {
            if part.is_within(member.parent(part), scope) {
                return Some(Cause::Around { outer, inner });
            }
        }
    }
    None
}

/// As edges are written: those that were turned say nothing that a reader could find.
fn leads(part: &Part, wish: &Wish) -> Option<Cause> {
    let mut below: Vec<Vec<u32>> = vec![Vec::new(); part.nodes.len()];
    for edge in &part.edges {
        below[edge.from as usize].push(edge.to);
    }
    let is_in = |v: u32, member: Member| match member {
        Member::Node(w) => v == w,
        Member::Scope(scope) => part.is_within(part.nodes[v as usize].scope, scope),
    };
    for (from, &start) in (0u32..).zip(&wish.members) {
        let mut queue: Vec<u32> = (0..part.nodes.len() as u32).filter(|&v| is_in(v, start)).collect();
        let mut is_seen = vec![false; part.nodes.len()];
        while let Some(v) = queue.pop() {
            for &w in &below[v as usize] {
                if !std::mem::replace(&mut is_seen[w as usize], true) {
                    queue.push(w);
                }
            }
        }
        let reached = |member: &Member| (0..part.nodes.len() as u32).any(|v| is_seen[v as usize] && is_in(v, *member));
        let others = (0u32..).zip(&wish.members).filter(|(_, member)| **member != start);
        if let Some((to, _)) = others.filter(|(_, member)| reached(member)).last() {
            return Some(Cause::Leads { from, to });
        }
    }
    None
}
