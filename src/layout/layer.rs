//! Gives every node, label and frame its layers: one global ranking in which connected sibling frames are stacked.
//!
//! Needs: a part without cycles in any scope. Leaves: a layer a node, a layer a label, first and last layer a scope.
//! For every edge between siblings A and B the last layer of A is above the first of B, so edges leave a frame through
//! its bottom and enter through its top; but for those that stand beside each other, which share layers. A title has a layer of its own; so has a label between what it connects.
//! Cost: one network simplex over nodes, labels and frames.
//! Paper: Gansner, Koutsofios, North, Vo, 1993; stacking after Sander, "Layout of compound directed graphs", 1996.

use super::Options;
use super::acyclic::Oriented;
use super::cause::{self, Cause, Unmet};
use super::earlier::PartHint;
use super::frame::TitleAt;
use super::normalize::{NONE, NodeKind, Part};
use super::simplex::{Balance, Constraint, feasible, solve};
use super::wish;

/// Cost of one layer of an edge's length; a layer of a frame's height costs 1.
const EDGE: i32 = 2;
/// Pull of a border on the ports that stand for it.
const PORT: i32 = 8;
/// With an earlier layout: how much finer all costs are, and the cost of a layer that a node leaves its own by.
const FINE: i32 = 4;
const STAY: i32 = 9;
/// Steps that the simplex may spend, for a small graph and for each variable.
const WORK: (u64, u64) = (20_000_000, 500);
/// From so many on, children without an edge are set in rows instead of one layer.
const ROWS_FROM: usize = 3;

/// Layers from 0, all of them in use.
#[derive(Debug)]
pub(super) struct Layering {
    pub(super) nodes: Vec<u32>,
    /// By edge; `NONE` where there is no label.
    pub(super) labels: Vec<u32>,
    /// First and last layer by scope.
    pub(super) spans: Vec<(u32, u32)>,
    pub(super) count: u32,
    /// Steps of the simplex.
    pub(super) steps: u64,
    /// Wishes that do not hold.
    pub(super) unmet: Vec<Unmet>,
}

/// What later passes ask for: pairs that share no layer, the upper one first. They must not contradict the edges.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    /// Sibling frames.
    pub(super) frames: Vec<(u32, u32)>,
    pub(super) nodes: Vec<(u32, u32)>,
}

impl Wishes {
    /// Asks for two frames to be stacked, the other way round where they do not agree with the rest so; false where they do not
    /// either way.
    pub(super) fn stack(&mut self, (upper, lower): (u32, u32), agrees: impl Fn(&Self) -> bool) -> bool {
        for pair in [(upper, lower), (lower, upper)] {
            self.frames.push(pair);
            if agrees(self) {
                return true;
            }
            self.frames.pop();
        }
        false
    }
}

struct Ranking<'a> {
    part: &'a Part,
    oriented: &'a [Oriented],
    title_at: TitleAt,
    constraints: Vec<Constraint>,
    /// First variable of the labels, and of the scopes' tops and bottoms.
    scope_base: u32,
    labels: Vec<u32>,
}

pub(super) fn layer(
    part: &Part,
    oriented: &[Oriented],
    wishes: &Wishes,
    title_at: TitleAt,
    options: &Options,
    hint: Option<&PartHint<'_>>,
) -> Layering {
    let mut ranking = Ranking::new(part, oriented, wishes, title_at, options);
    let mut count = ranking.count();
    if let Some(hint) = hint {
        count = ranking.stay(hint, count);
    }
    let work = WORK.0 + WORK.1 * count as u64;
    let mut left = work;
    let mut constraints = std::mem::take(&mut ranking.constraints);
    let requests = wish::ranks(part, |s| ranking.top(s), |s| ranking.bottom(s));
    let why = |of| part.wish(of).map_or(Cause::Unknown, |wish| cause::of_ranks(part, wish));
    let granted = wish::grant(count, &mut constraints, &requests, why);
    let at = solve(count, constraints, None, &mut left, Balance::No);
    let at: Vec<i32> = (0..count as u32).map(|v| at[granted.of(v) as usize]).collect();
    Layering { steps: work - left, unmet: granted.unmet, ..ranking.finish(&at) }
}

/// Whether edges and wishes leave any ranking: what later passes ask for may contradict nodes beside frames.
pub(super) fn agrees(
    part: &Part,
    oriented: &[Oriented],
    wishes: &Wishes,
    title_at: TitleAt,
    options: &Options,
) -> bool {
    let ranking = Ranking::new(part, oriented, wishes, title_at, options);
    feasible(ranking.count(), &ranking.constraints).is_some()
}

impl<'a> Ranking<'a> {
    /// All that does not depend on an earlier layout.
    fn new(part: &'a Part, oriented: &'a [Oriented], wishes: &Wishes, title_at: TitleAt, options: &Options) -> Self {
        let mut labels = vec![NONE; part.edges.len()];
        let mut next = part.nodes.len() as u32;
        for (i, edge) in part.edges.iter().enumerate() {
            if edge.label.0 > 0 {
                labels[i] = next;
                next += 1;
            }
        }
        let mut ranking = Self { part, oriented, title_at, constraints: Vec::new(), scope_base: next, labels };
        ranking.contain();
        ranking.follow_edges();
        ranking.set_in_rows(options);
        for &(upper, lower) in &wishes.frames {
            ranking.require(ranking.bottom(upper), ranking.top(lower), 1, 0);
        }
        for &(upper, lower) in &wishes.nodes {
            ranking.require(upper, lower, 1, 0);
        }
        ranking
    }

    /// How many variables there are.
    fn count(&self) -> usize {
        self.scope_base as usize + 2 * self.part.scopes.len()
    }

    fn top(&self, scope: u32) -> u32 {
        self.scope_base + 2 * scope
    }

    fn bottom(&self, scope: u32) -> u32 {
        self.scope_base + 2 * scope + 1
    }

    fn require(&mut self, tail: u32, head: u32, length: i32, weight: i32) {
        self.constraints.push(Constraint { tail, head, length, weight });
    }

    /// Layers that the title of `scope` takes before and behind the members.
    fn title_layers(&self, scope: u32) -> (i32, i32) {
        let has = self.part.scopes[scope as usize].title.0 > 0;
        match self.title_at {
            TitleAt::Start if has => (1, 0),
            TitleAt::End if has => (0, 1),
            _ => (0, 0),
        }
    }

    /// Frames span their members, titles included.
    fn contain(&mut self) {
        for scope in 1..self.part.scopes.len() as u32 {
            let (top, bottom) = (self.top(scope), self.bottom(scope));
            self.require(top, bottom, 0, 1);
            let outer = self.part.scopes[scope as usize].parent;
            if outer != 0 {
                let (before, behind) = self.title_layers(outer);
                self.require(self.top(outer), top, before, 0);
                self.require(bottom, self.bottom(outer), behind, 0);
            }
        }
        let borders = self.port_borders();
        for (v, node) in self.part.nodes.iter().enumerate() {
            if node.scope == 0 {
                continue;
            }
            let (before, behind) = self.title_layers(node.scope);
            let (top, bottom) = (self.top(node.scope), self.bottom(node.scope));
            match borders[v] {
                Border::None => {
                    self.require(top, v as u32, before, 0);
                    self.require(v as u32, bottom, behind, 0);
                }
                Border::Top => {
                    self.require(top, v as u32, 0, PORT);
                    self.require(v as u32, bottom, behind, 0);
                }
                Border::Bottom => {
                    self.require(top, v as u32, before, 0);
                    self.require(v as u32, bottom, 0, PORT);
                }
            }
        }
    }

    /// At which border of its frame each port stands.
    fn port_borders(&self) -> Vec<Border> {
        let mut borders = vec![Border::None; self.part.nodes.len()];
        for o in self.oriented {
            for (end, child, is_top) in [(o.top, o.top_child, true), (o.bottom, o.bottom_child, false)] {
                if self.part.nodes[end as usize].kind == NodeKind::Port {
                    // Without a child scope the other end is inside: the edge goes inward from the border.
                    let inward = child == NONE;
                    borders[end as usize] = if is_top == inward { Border::Top } else { Border::Bottom };
                }
            }
        }
        borders
    }

    fn follow_edges(&mut self) {
        for (i, o) in self.oriented.iter().enumerate() {
            let lower_side_of_top = if o.top_child == NONE { o.top } else { self.bottom(o.top_child) };
            let upper_side_of_bottom = if o.bottom_child == NONE { o.bottom } else { self.top(o.bottom_child) };
            let stack = |ranking: &mut Self| {
                if !o.beside {
                    ranking.require(lower_side_of_top, upper_side_of_bottom, 1, 0);
                }
            };
            let label = self.labels[i];
            let length = self.part.edges[i].length;
            if label != NONE && length > 1 {
                // The label has a layer of its own.
                self.require(o.top, o.bottom, length + 1, 0);
            }
            if label == NONE {
                self.require(o.top, o.bottom, length, EDGE);
                stack(self);
            } else {
                self.require(o.top, label, 1, EDGE);
                self.require(label, o.bottom, 1, EDGE);
                // A label of two frames' nodes needs no layer between the frames: one inside of either will do.
                stack(self);
                let is_port = |end: u32| self.part.nodes[end as usize].kind == NodeKind::Port;
                if is_port(o.top) {
                    self.require(lower_side_of_top, label, 1, 0);
                }
                if is_port(o.bottom) {
                    self.require(label, upper_side_of_bottom, 1, 0);
                }
            }
        }
    }

    /// Children without any edge would all share one layer: they go in rows, in written order.
    fn set_in_rows(&mut self, options: &Options) {
        let part = self.part;
        let mut touched_node = vec![false; part.nodes.len()];
        let mut touched_scope = vec![false; part.scopes.len()];
        for o in self.oriented {
            for end in [o.top, o.bottom] {
                touched_node[end as usize] = true;
                let mut scope = part.nodes[end as usize].scope;
                while scope != o.scope && !touched_scope[scope as usize] {
                    touched_scope[scope as usize] = true;
                    scope = part.scopes[scope as usize].parent;
                }
            }
        }
        let mut loose: Vec<Vec<(u32, u32)>> = vec![Vec::new(); part.scopes.len()];
        let mut room: Vec<(i64, i64)> = vec![(0, 0); part.scopes.len()];
        for (v, node) in part.nodes.iter().enumerate().filter(|(v, _)| !touched_node[*v]) {
            loose[node.scope as usize].push((v as u32, v as u32));
            let sum = &mut room[node.scope as usize];
            sum.0 += i64::from(node.w + options.node_gap as i32);
            sum.1 += i64::from(node.h + options.layer_gap as i32);
        }
        for s in (1..part.scopes.len()).filter(|&s| !touched_scope[s]) {
            loose[part.scopes[s].parent as usize].push((self.top(s as u32), self.bottom(s as u32)));
        }
        for (s, children) in loose.iter().enumerate().filter(|(_, c)| c.len() >= ROWS_FROM) {
            let (w, h) = room[s];
            let shape = if w > 0 && h > 0 { h as f64 / w as f64 } else { 1.0 };
            let wanted = if self.title_at == TitleAt::Side { 1.0 / options.aspect } else { options.aspect };
            let columns = (children.len() as f64 * shape * wanted).sqrt().ceil() as usize;
            let columns = columns.clamp(2, children.len());
            for k in 0..children.len() {
                if s != 0 {
                    self.require(self.top(s as u32), children[k].0, 0, 1);
                }
                if let Some(below) = children.get(k + columns) {
                    self.require(children[k].1, below.0, 1, 1);
                }
            }
        }
    }

    /// Nodes that shared a layer of the earlier layout want to share one again, the layers in the order that they had.
    /// The number of variables with one for each such layer, and one for each such node.
    fn stay(&mut self, hint: &PartHint<'_>, count: usize) -> usize {
        for constraint in &mut self.constraints {
            constraint.weight *= FINE;
        }
        let kinds = self.part.nodes.iter().map(|node| node.kind);
        let stood = hint.nodes.iter().zip(kinds).map(|(spot, kind)| spot.filter(|_| kind == NodeKind::Real));
        let stood: Vec<Option<i32>> = stood.map(|spot| spot.map(|s| s.along)).collect();
        let mut levels: Vec<i32> = stood.iter().flatten().copied().collect();
        levels.sort_unstable();
        levels.dedup();
        let first = count as u32;
        let mut next = first + levels.len() as u32;
        for level in first + 1..next {
            self.require(level - 1, level, 1, 0);
        }
        for (v, along) in stood.into_iter().enumerate() {
            let Some(along) = along else { continue };
            let level = first + levels.partition_point(|&l| l < along) as u32;
            // At the optimum the node or its layer stands on the auxiliary variable, so the other's way to it is counted.
            self.require(next, v as u32, 0, STAY);
            self.require(next, level, 0, STAY);
            next += 1;
        }
        next as usize
    }

    fn finish(&self, at: &[i32]) -> Layering {
        let part = self.part;
        let n = part.nodes.len();
        let mut spans = vec![(u32::MAX, 0); part.scopes.len()];
        let cover = |span: &mut (u32, u32), first: u32, last: u32| {
            *span = (span.0.min(first), span.1.max(last));
        };
        for (v, node) in part.nodes.iter().enumerate() {
            cover(&mut spans[node.scope as usize], at[v] as u32, at[v] as u32);
        }
        for s in (1..part.scopes.len()).rev() {
            let (before, behind) = self.title_layers(s as u32);
            if before > 0 {
                // Ports share the title's layer; everything else is below it.
                spans[s].0 = at[self.top(s as u32) as usize] as u32;
            }
            if behind > 0 {
                spans[s].1 = at[self.bottom(s as u32) as usize] as u32;
            }
            let (first, last) = spans[s];
            cover(&mut spans[part.scopes[s].parent as usize], first, last);
        }
        let labels: Vec<u32> =
            self.labels.iter().map(|&l| if l == NONE { NONE } else { at[l as usize] as u32 }).collect();
        // Layers that nothing but passing edges would use are dropped.
        let last = at.iter().copied().max().unwrap_or(0) as usize;
        let mut used = vec![false; last + 1];
        at[..n].iter().for_each(|&l| used[l as usize] = true);
        labels.iter().filter(|&&l| l != NONE).for_each(|&l| used[l as usize] = true);
        spans[1..].iter().for_each(|s| (used[s.0 as usize], used[s.1 as usize]) = (true, true));
        let mut number = vec![0u32; last + 1];
        let mut count = 0;
        for (l, used) in used.iter().enumerate() {
            number[l] = count;
            count += u32::from(*used);
        }
        let renumber = |l: u32| if l == NONE { NONE } else { number[l as usize] };
        spans[0] = (0, 0);
        let mut spans: Vec<(u32, u32)> = spans.iter().map(|s| (renumber(s.0), renumber(s.1))).collect();
        spans[0] = (0, count.saturating_sub(1));
        Layering {
            nodes: at[..n].iter().map(|&l| renumber(l as u32)).collect(),
            labels: labels.into_iter().map(renumber).collect(),
            spans,
            count,
            steps: 0,
            unmet: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Border {
    None,
    Top,
    Bottom,
}
