//! Ranks by network simplex, each choice as dagre makes it: among equals the first.
//!
//! Paper: Gansner, Koutsofios, North, Vo, "A Technique for Drawing Directed Graphs", 1993.

use super::Budget;
use super::nest::{Arc, Nested};

/// The rank of every vertex, from any start; that of a frame means nothing. `None` where the budget ends first.
pub(super) fn ranks(nested: &Nested, budget: &mut Budget) -> Option<Vec<i32>> {
    let mut simplex = Simplex::new(nested);
    budget.take(simplex.arcs.len())?;
    simplex.longest_paths();
    simplex.tight_tree(budget)?;
    simplex.number();
    for place in (0..simplex.preorder.len()).rev() {
        simplex.cut(simplex.preorder[place]);
    }
    while let Some(leaving) = simplex.leaving() {
        budget.take(simplex.arcs.len() / SCAN)?;
        simplex.exchange(leaving)?;
    }
    Some(simplex.rank)
}

/// As many arcs are looked at in a list in the time that one visit takes.
const SCAN: usize = 4;

struct Simplex<'a> {
    arcs: &'a [Arc],
    /// Arcs by vertex: those to it, then those from it.
    near: Vec<Vec<usize>>,
    start: usize,
    size: usize,
    rank: Vec<i32>,
    /// Arcs of the tree, in the order they came.
    tree: Vec<usize>,
    in_tree: Vec<bool>,
    /// Arcs of the tree by vertex.
    branches: Vec<Vec<usize>>,
    /// By arc.
    cut: Vec<i64>,
    /// By vertex: the arc to its parent in the tree.
    up: Vec<Option<usize>>,
    /// Vertices, each after its parent.
    preorder: Vec<usize>,
    /// By vertex: place in that order, and the end of its subtree.
    reach: Vec<(usize, usize)>,
}

impl<'a> Simplex<'a> {
    fn new(nested: &'a Nested) -> Self {
        let count = nested.parents.len();
        let mut near = vec![Vec::new(); count];
        for (index, arc) in nested.arcs.iter().enumerate() {
            near[arc.head].push(index);
        }
        for (index, arc) in nested.arcs.iter().enumerate() {
            near[arc.tail].push(index);
        }
        Self {
            arcs: &nested.arcs,
            near,
            start: nested.borders.iter().position(Option::is_none).unwrap_or(0),
            size: nested.borders.iter().filter(|b| b.is_none()).count(),
            rank: vec![0; count],
            tree: Vec::new(),
            in_tree: vec![false; nested.arcs.len()],
            branches: vec![Vec::new(); count],
            cut: vec![0; nested.arcs.len()],
            up: vec![None; count],
            preorder: Vec::new(),
            reach: vec![(0, 0); count],
        }
    }

    fn slack(&self, arc: usize) -> i32 {
        let arc = &self.arcs[arc];
        self.rank[arc.head] - self.rank[arc.tail] - arc.least
    }

    fn other(&self, arc: usize, vertex: usize) -> usize {
        let arc = &self.arcs[arc];
        if arc.tail == vertex { arc.head } else { arc.tail }
    }

    /// As low as its links allow; sinks are at 0.
    fn longest_paths(&mut self) {
        let mut left = vec![0; self.rank.len()];
        for arc in self.arcs {
            left[arc.tail] += 1;
        }
        let mut ready: Vec<usize> = (0..left.len()).filter(|v| left[*v] == 0).collect();
        while let Some(vertex) = ready.pop() {
            for arc in self.near[vertex].iter().map(|a| &self.arcs[*a]).filter(|a| a.head == vertex) {
                self.rank[arc.tail] = self.rank[arc.tail].min(self.rank[vertex] - arc.least);
                left[arc.tail] -= 1;
                if left[arc.tail] == 0 {
                    ready.push(arc.tail);
                }
            }
        }
    }

    /// Grows a tree over arcs without slack; where none is left, moves it until there is one.
    fn tight_tree(&mut self, budget: &mut Budget) -> Option<()> {
        let mut inside = vec![false; self.rank.len()];
        let mut members = vec![self.start];
        inside[self.start] = true;
        loop {
            budget.take(self.arcs.len())?;
            for index in 0..members.len() {
                let mut stack = vec![(members[index], 0)];
                while let Some((vertex, turn)) = stack.last_mut() {
                    let Some(&arc) = self.near[*vertex].get(*turn) else {
                        stack.pop();
                        continue;
                    };
                    *turn += 1;
                    let other = self.other(arc, *vertex);
                    if !inside[other] && self.slack(arc) == 0 {
                        inside[other] = true;
                        members.push(other);
                        self.grow(arc);
                        stack.push((other, 0));
                    }
                }
            }
            if members.len() == self.size {
                return Some(());
            }
            let border = |a: &usize| inside[self.arcs[*a].tail] != inside[self.arcs[*a].head];
            let nearest = (0..self.arcs.len()).filter(border).min_by_key(|a| self.slack(*a))?;
            let slack = self.slack(nearest);
            let shift = if inside[self.arcs[nearest].tail] { slack } else { -slack };
            for &member in &members {
                self.rank[member] += shift;
            }
        }
    }

    fn grow(&mut self, arc: usize) {
        self.tree.push(arc);
        self.in_tree[arc] = true;
        self.branches[self.arcs[arc].tail].push(arc);
        self.branches[self.arcs[arc].head].push(arc);
    }

    /// Numbers the tree from its root.
    fn number(&mut self) {
        self.preorder.clear();
        self.up[self.start] = None;
        let mut stack = vec![self.start];
        while let Some(vertex) = stack.pop() {
            self.reach[vertex] = (self.preorder.len(), self.preorder.len());
            self.preorder.push(vertex);
            let up = self.up[vertex];
            for &arc in self.branches[vertex].iter().filter(|a| Some(**a) != up) {
                let child = self.other(arc, vertex);
                self.up[child] = Some(arc);
                stack.push(child);
            }
        }
        for &vertex in self.preorder.iter().rev() {
            if let Some(arc) = self.up[vertex] {
                let parent = self.other(arc, vertex);
                self.reach[parent].1 = self.reach[parent].1.max(self.reach[vertex].1);
            }
        }
    }

    /// What a rank more of the arc above a vertex would cost; those below it must be known.
    fn cut(&mut self, vertex: usize) {
        let Some(up) = self.up[vertex] else { return };
        let is_tail = self.arcs[up].tail == vertex;
        let mut value = self.arcs[up].weight;
        for &arc in self.near[vertex].iter().filter(|a| **a != up) {
            let along = (self.arcs[arc].tail == vertex) == is_tail;
            let inner = if self.in_tree[arc] { self.cut[arc] } else { 0 };
            let sum = self.arcs[arc].weight - inner;
            value += if along { sum } else { -sum };
        }
        self.cut[up] = value;
    }

    fn leaving(&self) -> Option<usize> {
        self.tree.iter().position(|arc| self.cut[*arc] < 0)
    }

    /// Puts the arc with the least slack between the two halves in the place of one, and moves the ranks after it.
    fn exchange(&mut self, place: usize) -> Option<()> {
        let leaving = self.tree.remove(place);
        let Arc { tail, head, .. } = self.arcs[leaving];
        let below_tail = self.up[tail] == Some(leaving);
        let (first, last) = self.reach[if below_tail { tail } else { head }];
        let below = |vertex: usize| (first..=last).contains(&self.reach[vertex].0);
        let entering = (0..self.arcs.len())
            .filter(|a| below(self.arcs[*a].tail) != below_tail && below(self.arcs[*a].head) == below_tail)
            .min_by_key(|a| self.slack(*a))?;
        self.in_tree[leaving] = false;
        for end in [tail, head] {
            self.branches[end].retain(|arc| *arc != leaving);
        }
        self.grow(entering);
        self.number();
        let Arc { tail: above, head: under, least, .. } = self.arcs[entering];
        // The half under the entering arc moves as one.
        let shift = self.rank[above] + least - self.rank[under];
        let (moved, shift) = if self.up[under] == Some(entering) { (under, shift) } else { (above, -shift) };
        let (first, last) = self.reach[moved];
        for &vertex in &self.preorder[first..=last] {
            self.rank[vertex] += shift;
        }
        // Cuts change on the way that the leaving arc has closed.
        for (end, other) in [(tail, head), (head, tail)] {
            let mut vertex = end;
            while !(self.reach[vertex].0..=self.reach[vertex].1).contains(&self.reach[other].0) {
                self.cut(vertex);
                let Some(up) = self.up[vertex] else { break };
                vertex = self.other(up, vertex);
            }
        }
        Some(())
    }
}
