//! Network simplex: integer positions that minimise weighted lengths under minimum lengths.
//!
//! Needs: an acyclic constraint graph. Leaves: one position a variable, every `at(head) - at(tail) >= length`.
//! Cost: a pivot is linear in the smaller side of the tree in most cases; pivots are capped by counted work.
//! Paper: Gansner, Koutsofios, North, Vo, "A Technique for Drawing Directed Graphs", 1993.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

const NONE: u32 = u32::MAX;
/// Candidates looked at before a pivot leaves.
const SCAN: usize = 30;

/// `at(head) - at(tail) >= length`, and each unit of that distance costs `weight`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Constraint {
    pub(super) tail: u32,
    pub(super) head: u32,
    pub(super) length: i32,
    pub(super) weight: i32,
}

/// Whether variables that may move freely end in the middle of their room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Balance {
    /// They stay at the end where the simplex left them.
    No,
    /// They are centred.
    Center,
}

/// The positions, the smallest of them 0. `start` must be feasible where given. `left` bounds the steps spent on pivots;
/// those that were taken are taken from it.
pub(super) fn solve(
    count: usize,
    mut constraints: Vec<Constraint>,
    start: Option<Vec<i32>>,
    left: &mut u64,
    balance: Balance,
) -> Vec<i32> {
    if count == 0 {
        return Vec::new();
    }
    let at = start.unwrap_or_else(|| longest_path(count, &constraints));
    connect(count, &mut constraints, &at);
    let mut tableau = Tableau::new(count, constraints, at);
    tableau.tight_tree();
    tableau.number(0, NONE, 0);
    tableau.cut_values();
    tableau.pivot(*left);
    if balance == Balance::Center {
        tableau.center();
    }
    *left = left.saturating_sub(tableau.spent);
    let least = tableau.at.iter().copied().min().unwrap_or(0);
    for x in &mut tableau.at {
        *x -= least;
    }
    tableau.at
}

/// The smallest feasible positions under constraints that have no cycle.
pub(super) fn longest_path(count: usize, constraints: &[Constraint]) -> Vec<i32> {
    let at = feasible(count, constraints);
    debug_assert!(at.is_some(), "the constraints have a cycle");
    at.unwrap_or_else(|| vec![0; count])
}

/// The smallest feasible positions, or none where the constraints have a cycle.
pub(super) fn feasible(count: usize, constraints: &[Constraint]) -> Option<Vec<i32>> {
    let mut incoming = vec![0u32; count];
    let mut first = vec![0u32; count + 1];
    for c in constraints {
        incoming[c.head as usize] += 1;
        first[c.tail as usize + 1] += 1;
    }
    for v in 0..count {
        first[v + 1] += first[v];
    }
    let mut fill = first.clone();
    let mut out = vec![0u32; constraints.len()];
    for (i, c) in constraints.iter().enumerate() {
        out[fill[c.tail as usize] as usize] = i as u32;
        fill[c.tail as usize] += 1;
    }
    let mut at = vec![0; count];
    let mut queue: Vec<u32> = (0..count as u32).filter(|&v| incoming[v as usize] == 0).collect();
    let mut next = 0;
    while next < queue.len() {
        let v = queue[next] as usize;
        next += 1;
        for &i in &out[first[v] as usize..first[v + 1] as usize] {
            let c = constraints[i as usize];
            let w = c.head as usize;
            at[w] = at[w].max(at[v] + c.length);
            incoming[w] -= 1;
            if incoming[w] == 0 {
                queue.push(c.head);
            }
        }
    }
    (queue.len() == count).then_some(at)
}

/// Ties separate components together without a cost, so that one tree spans all variables.
fn connect(count: usize, constraints: &mut Vec<Constraint>, at: &[i32]) {
    let mut leader: Vec<u32> = (0..count as u32).collect();
    let find = |leader: &mut Vec<u32>, mut v: u32| {
        while leader[v as usize] != v {
            leader[v as usize] = leader[leader[v as usize] as usize];
            v = leader[v as usize];
        }
        v
    };
    for c in constraints.iter() {
        let (a, b) = (find(&mut leader, c.tail), find(&mut leader, c.head));
        leader[a.max(b) as usize] = a.min(b);
    }
    for v in 1..count as u32 {
        if find(&mut leader, v) == v {
            leader[v as usize] = 0;
            constraints.push(Constraint { tail: 0, head: v, length: at[v as usize] - at[0], weight: 0 });
        }
    }
}

struct Tableau {
    constraints: Vec<Constraint>,
    at: Vec<i32>,
    first: Vec<u32>,
    incident: Vec<u32>,
    in_tree: Vec<bool>,
    tree: Vec<Vec<u32>>,
    /// Postorder number of each variable, and the least number in its subtree.
    lim: Vec<u32>,
    low: Vec<u32>,
    by_lim: Vec<u32>,
    /// The tree constraint toward the root.
    parent: Vec<u32>,
    cut: Vec<i64>,
    stack: Vec<(u32, u32)>,
    spent: u64,
}

impl Tableau {
    fn new(count: usize, constraints: Vec<Constraint>, at: Vec<i32>) -> Self {
        let mut first = vec![0u32; count + 1];
        for c in &constraints {
            first[c.tail as usize + 1] += 1;
            first[c.head as usize + 1] += 1;
        }
        for v in 0..count {
            first[v + 1] += first[v];
        }
        let mut fill = first.clone();
        let mut incident = vec![0u32; constraints.len() * 2];
        for (i, c) in constraints.iter().enumerate() {
            for v in [c.tail, c.head] {
                incident[fill[v as usize] as usize] = i as u32;
                fill[v as usize] += 1;
            }
        }
        let edges = constraints.len();
        Self {
            constraints,
            at,
            first,
            incident,
            in_tree: vec![false; edges],
            tree: vec![Vec::new(); count],
            lim: vec![0; count],
            low: vec![0; count],
            by_lim: vec![0; count],
            parent: vec![NONE; count],
            cut: vec![0; edges],
            stack: Vec::new(),
            spent: 0,
        }
    }

    fn incident(&self, v: u32) -> std::ops::Range<usize> {
        self.first[v as usize] as usize..self.first[v as usize + 1] as usize
    }

    fn slack(&self, i: u32) -> i32 {
        let c = self.constraints[i as usize];
        self.at[c.head as usize] - self.at[c.tail as usize] - c.length
    }

    fn other(&self, i: u32, v: u32) -> u32 {
        let c = self.constraints[i as usize];
        if c.tail == v { c.head } else { c.tail }
    }

    fn add_to_tree(&mut self, i: u32) {
        let c = self.constraints[i as usize];
        self.in_tree[i as usize] = true;
        self.tree[c.tail as usize].push(i);
        self.tree[c.head as usize].push(i);
    }

    /// A spanning tree of tight constraints: tight components, the smallest joined to a neighbour again and again.
    fn tight_tree(&mut self) {
        let count = self.at.len();
        let mut part = vec![NONE; count];
        let mut members: Vec<Vec<u32>> = Vec::new();
        for root in 0..count as u32 {
            if part[root as usize] != NONE {
                continue;
            }
            let id = members.len() as u32;
            part[root as usize] = id;
            let mut list = vec![root];
            let mut next = 0;
            while next < list.len() {
                let v = list[next];
                next += 1;
                for k in self.incident(v) {
                    let i = self.incident[k];
                    let w = self.other(i, v);
                    if part[w as usize] == NONE && self.slack(i) == 0 {
                        part[w as usize] = id;
                        self.add_to_tree(i);
                        list.push(w);
                    }
                }
            }
            members.push(list);
        }
        let mut heap: BinaryHeap<(Reverse<usize>, Reverse<u32>)> =
            members.iter().enumerate().map(|(i, m)| (Reverse(m.len()), Reverse(i as u32))).collect();
        let mut left = members.len();
        while left > 1 {
            let Some((Reverse(size), Reverse(id))) = heap.pop() else { break };
            if members[id as usize].len() != size || size == 0 {
                continue;
            }
            let mut best = (i32::MAX, NONE);
            for &v in &members[id as usize] {
                for k in self.incident(v) {
                    let i = self.incident[k];
                    if part[self.other(i, v) as usize] != id && self.slack(i) < best.0 {
                        best = (self.slack(i), i);
                    }
                }
            }
            let (slack, i) = best;
            if i == NONE {
                break;
            }
            let c = self.constraints[i as usize];
            let (by, into) = if part[c.tail as usize] == id {
                (slack, part[c.head as usize])
            } else {
                (-slack, part[c.tail as usize])
            };
            self.add_to_tree(i);
            let list = std::mem::take(&mut members[id as usize]);
            for &v in &list {
                self.at[v as usize] += by;
                part[v as usize] = into;
            }
            members[into as usize].extend(list);
            heap.push((Reverse(members[into as usize].len()), Reverse(into)));
            left -= 1;
        }
    }

    /// Numbers the subtree of `root` in postorder from `low`; subtrees that kept their place keep their numbers.
    fn number(&mut self, root: u32, parent: u32, low: u32) {
        let mut lim = low;
        self.parent[root as usize] = parent;
        self.low[root as usize] = low;
        self.stack.clear();
        self.stack.push((root, 0));
        while let Some(&mut (v, ref mut next)) = self.stack.last_mut() {
            let vi = v as usize;
            self.spent += 1;
            if let Some(&i) = self.tree[vi].get(*next as usize) {
                *next += 1;
                if i == self.parent[vi] {
                    continue;
                }
                let c = self.constraints[i as usize];
                let w = if c.tail == v { c.head } else { c.tail };
                let wi = w as usize;
                if self.parent[wi] == i && self.low[wi] == lim && self.lim[wi] >= lim && self.lim[wi] != NONE {
                    lim = self.lim[wi] + 1;
                    continue;
                }
                self.parent[wi] = i;
                self.low[wi] = lim;
                self.stack.push((w, 0));
            } else {
                self.lim[vi] = lim;
                self.by_lim[lim as usize] = v;
                lim += 1;
                self.stack.pop();
            }
        }
    }

    fn is_under(&self, v: u32, root: u32) -> bool {
        let lim = self.lim[v as usize];
        self.low[root as usize] <= lim && lim <= self.lim[root as usize]
    }

    fn cut_values(&mut self) {
        for k in 0..self.by_lim.len() {
            let v = self.by_lim[k];
            let i = self.parent[v as usize];
            if i != NONE {
                self.cut[i as usize] = self.cut_value(i, v);
            }
        }
    }

    /// Cut value of the tree constraint `i` from `v` to its parent; those below `v` must be known.
    fn cut_value(&self, i: u32, v: u32) -> i64 {
        let out = self.constraints[i as usize].tail == v;
        let mut sum = 0;
        for k in self.incident(v) {
            let j = self.incident[k];
            let c = self.constraints[j as usize];
            let weight = i64::from(c.weight);
            let inside = self.is_under(self.other(j, v), v);
            let value = if inside {
                (if self.in_tree[j as usize] { self.cut[j as usize] } else { 0 }) - weight
            } else {
                weight
            };
            let same = if out { c.head == v } else { c.tail == v };
            sum += if same == inside { value } else { -value };
        }
        sum
    }

    fn pivot(&mut self, work: u64) {
        let edges = self.constraints.len();
        let mut from = 0;
        while self.spent < work {
            let (mut leaving, mut seen, mut k) = (NONE, 0, 0);
            while k < edges && seen < SCAN {
                if self.in_tree[from] && self.cut[from] < 0 {
                    if leaving == NONE || self.cut[from] < self.cut[leaving as usize] {
                        leaving = from as u32;
                    }
                    seen += 1;
                }
                k += 1;
                from = if from + 1 < edges { from + 1 } else { 0 };
            }
            self.spent += k as u64 / 8;
            if leaving == NONE {
                return;
            }
            let entering = self.entering(leaving);
            if entering == NONE {
                return;
            }
            self.exchange(leaving, entering);
        }
    }

    /// The variables below the cut of `i`: their root, and whether the tail of `i` is among them.
    fn below(&self, i: u32) -> (u32, bool) {
        let c = self.constraints[i as usize];
        let tail_below = self.lim[c.tail as usize] < self.lim[c.head as usize];
        (if tail_below { c.tail } else { c.head }, tail_below)
    }

    /// The tightest constraint that goes the other way over the cut, found from its smaller side.
    fn entering(&mut self, leaving: u32) -> u32 {
        let (root, tail_below) = self.below(leaving);
        let (low, lim) = (self.low[root as usize] as usize, self.lim[root as usize] as usize);
        let count = self.at.len();
        let mut best = (i32::MAX, NONE);
        let inside = lim - low < count / 2;
        let ranges = if inside { [low..lim + 1, 0..0] } else { [0..low, lim + 1..count] };
        // Seen from inside the subtree a constraint must enter it where the tail is below, and leave it otherwise.
        let want_head = tail_below == inside;
        for k in ranges.into_iter().flatten() {
            let v = self.by_lim[k];
            for e in self.incident(v) {
                let i = self.incident[e];
                let c = self.constraints[i as usize];
                self.spent += 1;
                let fits = if want_head { c.head == v } else { c.tail == v };
                if fits && !self.in_tree[i as usize] && self.is_under(self.other(i, v), root) != inside {
                    let slack = self.slack(i);
                    if slack < best.0 || (slack == best.0 && i < best.1) {
                        best = (slack, i);
                        if slack == 0 && inside {
                            return i;
                        }
                    }
                }
            }
        }
        best.1
    }

    /// Moves one side of the cut of `leaving` by `by` along it; the smaller side moves.
    fn shift(&mut self, leaving: u32, by: i32) {
        let (root, tail_below) = self.below(leaving);
        let (low, lim) = (self.low[root as usize] as usize, self.lim[root as usize] as usize);
        let count = self.at.len();
        let inside = lim - low < count / 2;
        let by = if tail_below == inside { -by } else { by };
        let ranges = if inside { [low..lim + 1, 0..0] } else { [0..low, lim + 1..count] };
        for k in ranges.into_iter().flatten() {
            self.at[self.by_lim[k] as usize] += by;
            self.spent += 1;
        }
    }

    fn exchange(&mut self, leaving: u32, entering: u32) {
        let slack = self.slack(entering);
        if slack > 0 {
            self.shift(leaving, slack);
        }
        let value = self.cut[leaving as usize];
        let (a, b) = (self.constraints[entering as usize].tail, self.constraints[entering as usize].head);
        let top = self.add_up(a, b, value, true);
        self.add_up(b, a, value, false);
        let low = self.low[top as usize];
        // What changed its place must be numbered again.
        for mut v in [a, b] {
            while v != top {
                self.lim[v as usize] = NONE;
                v = self.other(self.parent[v as usize], v);
            }
        }
        self.cut[entering as usize] = -value;
        self.cut[leaving as usize] = 0;
        self.in_tree[leaving as usize] = false;
        let c = self.constraints[leaving as usize];
        for v in [c.tail, c.head] {
            self.tree[v as usize].retain(|&i| i != leaving);
        }
        self.add_to_tree(entering);
        let parent = self.parent[top as usize];
        self.number(top, parent, low);
    }

    /// Adds `value` to the cuts from `v` up to the first variable whose subtree has `w`, which is returned.
    fn add_up(&mut self, mut v: u32, w: u32, value: i64, forward: bool) -> u32 {
        while !self.is_under(w, v) {
            let i = self.parent[v as usize];
            let up = self.constraints[i as usize].tail == v;
            self.cut[i as usize] += if up == forward { value } else { -value };
            v = self.other(i, v);
            self.spent += 1;
        }
        v
    }

    /// Where moving one side of a cut costs nothing, moves it to the middle of its room.
    fn center(&mut self) {
        for i in 0..self.constraints.len() as u32 {
            if self.in_tree[i as usize] && self.cut[i as usize] == 0 {
                let entering = self.entering(i);
                if entering != NONE && self.slack(entering) > 1 {
                    let half = self.slack(entering) / 2;
                    self.shift(i, half);
                    // The constraint is no longer tight: it leaves the tree for one that is.
                }
            }
        }
    }
}
