//! What a describer asks of places: same, first and last rank, an order within a layer, one line along the flow.
//!
//! Needs: the constraints of the graph. Leaves: for each pass what it has to keep, and which wishes cannot be granted:
//! they are left out one by one, in written order, so that the others hold.
//! Cost: linear in the constraints of a pass where all wishes agree; once more for each wish where they do not, within a
//! budget.

use super::cause::{Cause, Unmet};
use super::normalize::{NodeKind, Part};
use super::simplex::{Constraint, feasible};
use super::work::Work;
use crate::base::ConstraintKind;
use petgraph::unionfind::UnionFind;

/// Steps that finding the wishes that do not agree may take.
const WORK: usize = 20_000_000;

/// One constraint, in terms of a part.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    /// Index in the graph.
    pub(super) of: u32,
    pub(super) kind: ConstraintKind,
    pub(super) members: Vec<Member>,
}

/// A node or a scope of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Node(u32),
    Scope(u32),
}

impl Member {
    pub(super) fn parent(self, part: &Part) -> u32 {
        match self {
            Self::Node(v) => part.nodes[v as usize].scope,
            Self::Scope(s) => part.scopes[s as usize].parent,
        }
    }

    /// Its number among the children of its scope: nodes first, then scopes.
    fn child(self, part: &Part) -> usize {
        match self {
            Self::Node(v) => v as usize,
            Self::Scope(s) => part.nodes.len() + s as usize,
        }
    }
}

/// Where a child belongs among its siblings, by node, then by scope: -1 first, 1 last, 0 between them, 2 beyond either.
/// Empty where nobody asks.
pub(super) fn ends(part: &Part) -> Vec<i8> {
    let asks = |w: &&Wish| matches!(w.kind, ConstraintKind::FirstRank | ConstraintKind::LastRank);
    let mut ends = Vec::new();
    for wish in part.wishes.iter().filter(asks) {
        if ends.is_empty() {
            ends.resize(part.nodes.len() + part.scopes.len(), 0);
            // What stands for a frame's border is beyond all that is in the frame.
            for edge in &part.edges {
                for (end, at) in [(edge.from, -2), (edge.to, 2)] {
                    if part.nodes[end as usize].kind == NodeKind::Port {
                        ends[end as usize] = at;
                    }
                }
            }
        }
        for member in &wish.members {
            let end = &mut ends[member.child(part)];
            if *end == 0 {
                *end = if wish.kind == ConstraintKind::FirstRank { -1 } else { 1 };
            }
        }
    }
    ends
}

/// What one wish asks of the variables of a pass.
#[derive(Debug, Default)]
pub(super) struct Request {
    of: u32,
    /// Variables that are one.
    same: Vec<(u32, u32)>,
    /// Least distances.
    more: Vec<Constraint>,
}

/// What came of requests.
#[derive(Debug, Default)]
pub(super) struct Granted {
    /// The variable that stands for each; empty where nobody asked.
    pub(super) leader: Vec<u32>,
    /// Wishes that were left out.
    pub(super) unmet: Vec<Unmet>,
}

impl Granted {
    /// The variable that stands for `v`.
    pub(super) fn of(&self, v: u32) -> u32 {
        self.leader.get(v as usize).copied().unwrap_or(v)
    }
}

/// Grants what can be granted without a cycle: joined variables are replaced and distances added in `constraints`.
/// `why` says what stands against a wish, by index in the graph, that cannot be granted alone.
pub(super) fn grant(
    count: usize,
    constraints: &mut Vec<Constraint>,
    requests: &[Request],
    why: impl Fn(u32) -> Cause,
) -> Granted {
    if requests.is_empty() {
        return Granted::default();
    }
    let mut unmet = Vec::new();
    let mut kept: Vec<&Request> = requests.iter().collect();
    let mut joined = join(count, constraints, &kept);
    if joined.is_none() {
        let mut left = WORK;
        let mut agree = |requests: &[&Request]| {
            let cost = count + constraints.len();
            let agrees = (left >= cost).then(|| join(count, constraints, requests).is_some());
            left = left.saturating_sub(cost);
            agrees
        };
        let mut agreed: Vec<&Request> = Vec::new();
        for request in kept {
            agreed.push(request);
            if agree(&agreed) == Some(true) {
                continue;
            }
            agreed.pop();
            let cause = match agree(&[request]) {
                Some(true) => {
                    let other = agreed.iter().find(|other| agree(&[other, request]) == Some(false));
                    other.map_or(Cause::Others, |other| Cause::Other(other.of))
                }
                Some(false) => why(request.of),
                None => Cause::Unknown,
            };
            unmet.push(Unmet { of: request.of, cause });
        }
        kept = agreed;
        joined = join(count, constraints, &kept);
    }
    let Some((leader, all)) = joined else { return Granted { leader: Vec::new(), unmet } };
    *constraints = all;
    Granted { leader, unmet }
}

/// All constraints on joined variables, or none where they have a cycle.
fn join(count: usize, constraints: &[Constraint], requests: &[&Request]) -> Option<(Vec<u32>, Vec<Constraint>)> {
    let mut sets = UnionFind::<u32>::new(count);
    for &(a, b) in requests.iter().flat_map(|r| &r.same) {
        sets.union(a, b);
    }
    let leader = sets.into_labeling();
    let mut all = Vec::with_capacity(constraints.len());
    for c in constraints.iter().chain(requests.iter().flat_map(|r| &r.more)) {
        let (tail, head) = (leader[c.tail as usize], leader[c.head as usize]);
        if tail != head {
            all.push(Constraint { tail, head, ..*c });
        } else if c.length > 0 {
            return None;
        }
    }
    feasible(count, &all).map(|_| (leader, all))
}

/// What wishes ask of the ranking. `top` and `bottom` give the variables of a scope.
pub(super) fn ranks(part: &Part, top: impl Fn(u32) -> u32, bottom: impl Fn(u32) -> u32) -> Vec<Request> {
    let mut requests = Vec::new();
    for wish in &part.wishes {
        let mut request = Request { of: wish.of, ..Request::default() };
        let variable = |member: Member| match member {
            Member::Node(v) => v,
            Member::Scope(s) if wish.kind == ConstraintKind::LastRank => bottom(s),
            Member::Scope(s) => top(s),
        };
        match wish.kind {
            ConstraintKind::SameRank | ConstraintKind::Before => {
                request.same = wish.members.windows(2).map(|w| (variable(w[0]), variable(w[1]))).collect();
            }
            ConstraintKind::FirstRank | ConstraintKind::LastRank => {
                let mut of: Vec<Member> = Vec::new();
                for &member in &wish.members {
                    match of.iter().find(|other| other.parent(part) == member.parent(part)) {
                        Some(&other) => request.same.push((variable(other), variable(member))),
                        None => of.push(member),
                    }
                }
                let is_first = wish.kind == ConstraintKind::FirstRank;
                for member in of {
                    let (own, scope) = (variable(member), member.parent(part));
                    let nodes = (0..part.nodes.len())
                        .filter(|&v| part.nodes[v].scope == scope && part.nodes[v].kind != NodeKind::Port)
                        .map(|v| v as u32);
                    let scopes = (1..part.scopes.len() as u32).filter(|&s| part.scopes[s as usize].parent == scope);
                    let others = nodes.chain(scopes.map(|s| if is_first { top(s) } else { bottom(s) }));
                    request.more.extend(others.filter(|&other| other != own).map(|other| {
                        let (tail, head) = if is_first { (own, other) } else { (other, own) };
                        Constraint { tail, head, length: 0, weight: 0 }
                    }));
                }
            }
            ConstraintKind::Align => continue,
        }
        requests.push(request);
    }
    requests
}

/// What wishes ask of the places across the flow: `of` is the variable of each vertex, nodes first. A frame has no
/// centre that could be on a line.
pub(super) fn lines(part: &Part, of: &[u32]) -> Vec<Request> {
    let aligned = part.wishes.iter().filter(|w| w.kind == ConstraintKind::Align);
    aligned
        .map(|wish| {
            let mut request = Request { of: wish.of, ..Request::default() };
            let mut line = Vec::new();
            for &member in &wish.members {
                match member {
                    Member::Node(v) => line.push(of[v as usize]),
                    // Nothing is a px from itself, so this is never granted.
                    Member::Scope(_) => request.more.push(Constraint { tail: 0, head: 0, length: 1, weight: 0 }),
                }
            }
            request.same = line.windows(2).map(|w| (w[0], w[1])).collect();
            request
        })
        .collect()
}

/// Who stands before whom in a layer: pairs of items of one scope, vertices first, then scopes.
#[derive(Debug, Default)]
pub(super) struct Before {
    pairs: Vec<(u32, u32)>,
}

impl Before {
    /// `vertices` is how many vertices the layers have: nodes are the first of them.
    pub(super) fn new(part: &Part, vertices: u32) -> Self {
        let ordered = part.wishes.iter().filter(|w| w.kind == ConstraintKind::Before);
        Self { pairs: ordered.flat_map(|wish| Self::of(part, vertices, wish)).collect() }
    }

    /// The pairs of one wish.
    fn of(part: &Part, vertices: u32, wish: &Wish) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for pair in wish.members.windows(2) {
            let (mut a, mut b) = (pair[0], pair[1]);
            let depth = |m: Member| part.scopes[m.parent(part) as usize].depth;
            while a.parent(part) != b.parent(part) {
                let deeper = if depth(a) >= depth(b) { &mut a } else { &mut b };
                *deeper = Member::Scope(deeper.parent(part));
            }
            let item = |member| match member {
                Member::Node(v) => v,
                Member::Scope(s) => vertices + s,
            };
            if a != b {
                pairs.push((item(a), item(b)));
            }
        }
        pairs
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Whether the two are asked to stand in an order.
    pub(super) fn binds(&self, a: u32, b: u32) -> bool {
        self.pairs.iter().any(|&pair| pair == (a, b) || pair == (b, a))
    }

    /// Moves what stands on the wrong side of another one right beside it, where it is free to move.
    pub(super) fn arrange(&self, list: &mut [u32], is_free: impl Fn(u32) -> bool) {
        // Where the pairs contradict each other, this ends all the same.
        for _ in 0..self.pairs.len() {
            let mut is_done = true;
            for &(a, b) in &self.pairs {
                let at = |item| list.iter().position(|&other| other == item);
                let (Some(from), Some(to)) = (at(a), at(b)) else { continue };
                if from < to {
                    continue;
                }
                if is_free(a) {
                    list[to..=from].rotate_right(1);
                } else if is_free(b) {
                    list[to..=from].rotate_left(1);
                } else {
                    continue;
                }
                is_done = false;
            }
            if is_done {
                break;
            }
        }
    }

    /// The gaps of `row`, a piece of a layer, that `item` may go into: from the first to the last.
    pub(super) fn gaps(&self, work: &Work, item: u32, layer: u32, row: &[u32]) -> (usize, usize) {
        let (mut first, mut last) = (0, row.len());
        let count = work.vertices.len() as u32;
        // The place of a node, or of a side of a frame: the layer may have no part of that.
        let at = |member: u32, side: fn((u32, u32)) -> u32| {
            let vertex = match member.checked_sub(count) {
                None => member,
                Some(scope) => {
                    let (top, bottom) = work.spans[scope as usize];
                    (top..=bottom).contains(&layer).then(|| side(work.sides_at(scope, layer)))?
                }
            };
            row.iter().position(|&v| v == vertex)
        };
        for &(a, b) in &self.pairs {
            if a == item {
                last = at(b, |(left, _)| left).map_or(last, |k| last.min(k));
            } else if b == item {
                first = at(a, |(_, right)| right).map_or(first, |k| first.max(k + 1));
            }
        }
        (first, last)
    }
}

/// Wishes for an order within a layer that the layers do not have.
pub(super) fn out_of_order(work: &Work) -> Vec<Unmet> {
    let place = |member: Member| {
        let v = match member {
            Member::Node(v) => v,
            Member::Scope(s) => work.sides_at(s, work.spans[s as usize].0).0,
        };
        (work.layer[v as usize], work.pos[v as usize])
    };
    let is_kept = |pair: &[Member]| {
        let (a, b) = (place(pair[0]), place(pair[1]));
        a.0 == b.0 && a.1 < b.1
    };
    let ordered: Vec<&Wish> = work.part.wishes.iter().filter(|w| w.kind == ConstraintKind::Before).collect();
    let broken = ordered.iter().filter(|wish| !wish.members.windows(2).all(is_kept));
    broken.map(|wish| Unmet { of: wish.of, cause: against_order(work, wish, &ordered) }).collect()
}

/// What contradicts an order: another one, or that frames stay whole.
fn against_order(work: &Work, wish: &Wish, ordered: &[&Wish]) -> Cause {
    let count = work.vertices.len() as u32;
    let pairs = |wish: &Wish| Before::of(work.part, count, wish);
    let is_round = |pairs: &[(u32, u32)]| {
        let ask = |&(tail, head): &(u32, u32)| Constraint { tail, head, length: 1, weight: 0 };
        let constraints: Vec<Constraint> = pairs.iter().map(ask).collect();
        feasible(count as usize + work.part.scopes.len(), &constraints).is_none()
    };
    let own = pairs(wish);
    if is_round(&own) {
        return Cause::Woven;
    }
    let other = ordered.iter().find(|other| other.of != wish.of && is_round(&[own.clone(), pairs(other)].concat()));
    other.map_or(Cause::Unknown, |other| Cause::Other(other.of))
}
