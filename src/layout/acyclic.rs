//! Turns as few edges as possible so that none runs against the flow, scope by scope on the contracted graph.
//!
//! Needs: a part. Leaves: which edges are turned, and for each edge its children of the common scope; the contracted
//! graph of every scope is acyclic, so that sibling frames can be stacked.
//! Cost: greedy `O(E log V)`, `O(k^2)` for each pass that improves a component of at most [`IMPROVED`] children; exact `O(2^k k)` in strong components of at most [`EXACT`] children.
//! Paper: Eades, Lin, Smyth, "A fast and effective heuristic for the feedback arc set problem", 1993.

use super::earlier::PartHint;
use super::normalize::{NONE, NodeKind, Part};
use super::wish;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeSet;

/// Strong components up to this size are solved exactly.
const EXACT: usize = 12;
/// Strong components up to this size are improved child by child, in so many passes at the most.
const IMPROVED: usize = 400;
const PASSES: usize = 12;

/// How many more edges may be turned for the order of an earlier layout, in a scope.
const KEEP: usize = 2;

/// An edge after its direction is settled: `top` lies above `bottom`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Oriented {
    pub(super) top: u32,
    pub(super) bottom: u32,
    pub(super) turned: bool,
    /// The innermost scope around both ends.
    pub(super) scope: u32,
    /// The child scope of `scope` around the upper end, or `NONE` where the end itself is a child.
    pub(super) top_child: u32,
    /// As above for the lower end.
    pub(super) bottom_child: u32,
    /// Whether it leads between a node and what is in a frame that may stand side by side.
    pub(super) beside: bool,
}

impl Oriented {
    /// Exchanges the ends.
    pub(super) fn turn(&mut self) {
        std::mem::swap(&mut self.top, &mut self.bottom);
        std::mem::swap(&mut self.top_child, &mut self.bottom_child);
        self.turned = !self.turned;
    }
}

pub(super) fn acyclic(part: &Part, hint: Option<&PartHint<'_>>) -> Vec<Oriented> {
    let n = part.nodes.len();
    let mut oriented: Vec<Oriented> = part.edges.iter().map(|e| common_scope(part, e.from, e.to)).collect();
    // Children of a scope are numbered nodes first, then scopes: written order within either.
    let child = |end: u32, scope: u32| if scope == NONE { end } else { n as u32 + scope };
    let mut by_scope: Vec<Vec<u32>> = vec![Vec::new(); part.scopes.len()];
    for (i, o) in oriented.iter().enumerate() {
        by_scope[o.scope as usize].push(i as u32);
    }
    let written = written_order(part);
    let ends = wish::ends(part);
    let end = |child: u32| ends.get(child as usize).copied().unwrap_or(0);
    let mut local = vec![NONE; n + part.scopes.len()];
    for edges in by_scope.iter().filter(|edges| !edges.is_empty()) {
        let mut children: Vec<u32> = edges
            .iter()
            .map(|&i| oriented[i as usize])
            .flat_map(|o| [child(o.top, o.top_child), child(o.bottom, o.bottom_child)])
            .collect();
        children.sort_unstable();
        children.dedup();
        children.sort_by_key(|&c| written[c as usize]);
        for (k, &c) in children.iter().enumerate() {
            local[c as usize] = k as u32;
        }
        let arcs: Vec<(u32, u32)> = edges
            .iter()
            .map(|&i| oriented[i as usize])
            .map(|o| (local[child(o.top, o.top_child) as usize], local[child(o.bottom, o.bottom_child) as usize]))
            .collect();
        // What the describer wants first or last goes before what the edges say.
        let among: Vec<(u32, u32)> =
            (arcs.iter().copied()).filter(|&(a, b)| end(children[a as usize]) == end(children[b as usize])).collect();
        let mut order = linear_order(children.len(), &among);
        if let Some(hint) = hint {
            let spot = |c: u32| if c < n as u32 { hint.nodes[c as usize] } else { hint.scopes[c as usize - n] };
            let along: Vec<Option<i32>> = children.iter().map(|&c| spot(c).map(|s| s.along)).collect();
            order = as_before(order, &along, &among);
        }
        let place = |k: u32| (end(children[k as usize]), order[k as usize]);
        for (&i, &(a, b)) in edges.iter().zip(&arcs) {
            if place(a) > place(b) {
                oriented[i as usize].turn();
            }
        }
    }
    oriented
}

/// The place of every node, then of every scope, in written order: a scope stands where its first node is written.
fn written_order(part: &Part) -> Vec<(u32, u32)> {
    let mut first = vec![u32::MAX; part.scopes.len()];
    for node in part.nodes.iter().filter(|node| node.kind == NodeKind::Real) {
        let at = &mut first[node.scope as usize];
        *at = (*at).min(node.of);
    }
    for s in (1..part.scopes.len()).rev() {
        let outer = part.scopes[s].parent as usize;
        first[outer] = first[outer].min(first[s]);
    }
    let nodes =
        part.nodes.iter().map(|node| if node.kind == NodeKind::Real { (node.of, 0) } else { (u32::MAX, node.of) });
    let scopes = part.scopes.iter().zip(&first).map(|(scope, &at)| (at, scope.depth));
    nodes.chain(scopes).collect()
}

/// The order that children had along the flow, unless the new one turns a good deal fewer arcs.
fn as_before(new: Vec<u32>, along: &[Option<i32>], arcs: &[(u32, u32)]) -> Vec<u32> {
    let count = along.len();
    // What is new goes behind what it depends on, else in front of what depends on it.
    let mut keys: Vec<Option<(i32, i32)>> = along.iter().map(|at| at.map(|at| (at, 0))).collect();
    for &(a, b) in arcs {
        if let (Some(at), None) = (along[a as usize], along[b as usize]) {
            keys[b as usize] = keys[b as usize].max(Some((at, 1)));
        }
    }
    for &(a, b) in arcs {
        if let (None, Some(at), None | Some((_, -1))) = (along[a as usize], along[b as usize], keys[a as usize]) {
            let first = keys[a as usize].map_or(at, |key| key.0.min(at));
            keys[a as usize] = Some((first, -1));
        }
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&c| (keys[c].unwrap_or((i32::MAX, 0)), new[c]));
    let mut old = vec![0; count];
    for (at, &c) in order.iter().enumerate() {
        old[c] = at as u32;
    }
    let back = |place: &[u32]| arcs.iter().filter(|&&(a, b)| place[a as usize] > place[b as usize]).count();
    if back(&old) > back(&new) + KEEP { new } else { old }
}

fn common_scope(part: &Part, top: u32, bottom: u32) -> Oriented {
    let (mut a, mut b) = (part.nodes[top as usize].scope, part.nodes[bottom as usize].scope);
    let (mut top_child, mut bottom_child) = (NONE, NONE);
    let depth = |s: u32| part.scopes[s as usize].depth;
    while a != b {
        if depth(a) >= depth(b) {
            top_child = a;
            a = part.scopes[a as usize].parent;
        } else {
            bottom_child = b;
            b = part.scopes[b as usize].parent;
        }
    }
    Oriented { top, bottom, turned: false, scope: a, top_child, bottom_child, beside: false }
}

/// A place for each of `count` children such that few of the arcs go back.
fn linear_order(count: usize, arcs: &[(u32, u32)]) -> Vec<u32> {
    let mut graph = DiGraph::<(), ()>::with_capacity(count, arcs.len());
    for _ in 0..count {
        graph.add_node(());
    }
    for &(a, b) in arcs {
        graph.add_edge(NodeIndex::new(a as usize), NodeIndex::new(b as usize), ());
    }
    // Strong components come in reverse topological order.
    let mut strong = kosaraju_scc(&graph);
    strong.reverse();
    let mut inside = vec![NONE; count];
    let mut place = vec![0u32; count];
    let mut next = 0;
    for members in &mut strong {
        members.sort_unstable();
        for (k, v) in members.iter().enumerate() {
            inside[v.index()] = k as u32;
        }
        let mut own: Vec<(u32, u32)> = Vec::new();
        for v in members.iter().filter(|_| members.len() > 1) {
            for w in graph.neighbors(*v).filter(|w| inside[w.index()] != NONE) {
                own.push((inside[v.index()], inside[w.index()]));
            }
        }
        let order = match members.len() {
            1 => vec![0],
            k if k <= EXACT => exact(k, &own),
            k => turned_round(improved(greedy(k, &own), &own), &own),
        };
        for k in order {
            place[members[k as usize].index()] = next;
            next += 1;
        }
        for v in members.iter() {
            inside[v.index()] = NONE;
        }
    }
    place
}

/// The order with the fewest arcs back, then with the fewest changes of the written order.
fn exact(count: usize, arcs: &[(u32, u32)]) -> Vec<u32> {
    let mut weight = vec![0u32; count * count];
    for &(a, b) in arcs {
        weight[a as usize * count + b as usize] += 1;
    }
    let full = 1usize << count;
    // Best cost of placing the set first, and who is last in it.
    let mut best = vec![(u64::MAX, 0u8); full];
    best[0].0 = 0;
    for set in 1..full {
        for last in 0..count {
            if set >> last & 1 == 0 {
                continue;
            }
            let before = set & !(1 << last);
            let mut cost = best[before].0;
            for v in (0..count).filter(|v| before >> v & 1 == 1) {
                cost += u64::from(weight[last * count + v]) << 16;
                cost += u64::from(v > last);
            }
            if cost < best[set].0 {
                best[set] = (cost, last as u8);
            }
        }
    }
    let mut order = vec![0; count];
    let mut set = full - 1;
    for k in (0..count).rev() {
        let last = best[set].1;
        order[k] = u32::from(last);
        set &= !(1 << last);
    }
    order
}

/// Puts one child after the other where the fewest arcs go back, until nothing gains. Large components stay as they are.
fn improved(mut order: Vec<u32>, arcs: &[(u32, u32)]) -> Vec<u32> {
    let count = order.len();
    if count > IMPROVED {
        return order;
    }
    // What it costs that the second stands before the first, less what the other way costs.
    let mut price = vec![0i32; count * count];
    for &(a, b) in arcs {
        price[a as usize * count + b as usize] += 1;
        price[b as usize * count + a as usize] -= 1;
    }
    for _ in 0..PASSES {
        let mut gained = false;
        for v in 0..count as u32 {
            let Some(from) = order.iter().position(|&u| u == v) else { continue };
            let (mut best, mut to) = (0, from);
            let mut sum = 0;
            for k in (0..from).rev() {
                sum += price[order[k] as usize * count + v as usize];
                if sum < best {
                    (best, to) = (sum, k);
                }
            }
            sum = 0;
            for k in from + 1..count {
                sum += price[v as usize * count + order[k] as usize];
                if sum < best {
                    (best, to) = (sum, k);
                }
            }
            if to != from {
                order.remove(from);
                order.insert(to, v);
                gained = true;
            }
        }
        if !gained {
            break;
        }
    }
    order
}

/// Begins elsewhere in the order where no more arcs go back for it: with what is written first. A ring has many orders
/// that are as good, and readers look for its beginning where its author wrote it.
fn turned_round(order: Vec<u32>, arcs: &[(u32, u32)]) -> Vec<u32> {
    // What goes to the end turns the arcs that leave it back, and those that enter it forward.
    let mut change = vec![0i64; order.len()];
    for &(a, b) in arcs.iter().filter(|(a, b)| a != b) {
        change[a as usize] += 1;
        change[b as usize] -= 1;
    }
    let mut cost = 0;
    let mut best = (0, order.first().copied(), 0);
    for (at, &first) in order.iter().enumerate() {
        best = best.min((cost, Some(first), at));
        cost += change[first as usize];
    }
    let mut order = order;
    order.rotate_left(best.2);
    order
}

/// Sinks to the end, sources to the start, otherwise the child with the largest surplus of leaving arcs.
fn greedy(count: usize, arcs: &[(u32, u32)]) -> Vec<u32> {
    let mut out: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut into: Vec<Vec<u32>> = vec![Vec::new(); count];
    for &(a, b) in arcs.iter().filter(|(a, b)| a != b) {
        out[a as usize].push(b);
        into[b as usize].push(a);
    }
    let mut leaving: Vec<i64> = out.iter().map(|l| l.len() as i64).collect();
    let mut entering: Vec<i64> = into.iter().map(|l| l.len() as i64).collect();
    let mut open: BTreeSet<(i64, u32)> = (0..count).map(|v| (entering[v] - leaving[v], v as u32)).collect();
    let mut sinks: BTreeSet<u32> = (0..count as u32).filter(|&v| leaving[v as usize] == 0).collect();
    let mut sources: BTreeSet<u32> = (0..count as u32).filter(|&v| entering[v as usize] == 0).collect();
    let (mut front, mut back) = (Vec::new(), Vec::new());
    while let Some(&(_, first)) = open.iter().next() {
        let (v, sink) =
            if let Some(v) = sinks.pop_last() { (v, true) } else { (sources.pop_first().unwrap_or(first), false) };
        let vi = v as usize;
        if !open.remove(&(entering[vi] - leaving[vi], v)) {
            continue;
        }
        if sink {
            back.push(v);
        } else {
            front.push(v);
        }
        for &w in &out[vi] {
            let wi = w as usize;
            if open.remove(&(entering[wi] - leaving[wi], w)) {
                entering[wi] -= 1;
                open.insert((entering[wi] - leaving[wi], w));
                if entering[wi] == 0 {
                    sources.insert(w);
                }
            }
        }
        for &w in &into[vi] {
            let wi = w as usize;
            if open.remove(&(entering[wi] - leaving[wi], w)) {
                leaving[wi] -= 1;
                open.insert((entering[wi] - leaving[wi], w));
                if leaving[wi] == 0 {
                    sinks.insert(w);
                }
            }
        }
    }
    front.extend(back.into_iter().rev());
    front
}
