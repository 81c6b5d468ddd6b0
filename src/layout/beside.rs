//! Lets siblings of which one at least is a frame stand side by side where edges lead both ways between them, so that fewer
//! of these run against the flow; and frames that follow each other where the picture would be too long.
//!
//! Needs: settled directions. Leaves: edges between two such siblings marked, which ask for no stacking, and some of them turned
//! back into the flow; the ranking still has a solution.
//! Stacked, all edges of one of the two ways run against the flow. Side by side each end of an edge has its own layer, and
//! the edge crosses the sides of frames; it runs against the flow where its ends are above each other in other ways alone.
//! Cost: a ranking for each pair that edges lead both ways between; one search in the graph of what stands above what for each
//! edge that may be turned back, within a budget.

use super::acyclic::Oriented;
use super::earlier::PartHint;
use super::layer::Layering;
use super::normalize::{NONE, NodeKind, Part};
use super::order::Clash;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Steps that all searches together may take.
const WORK: usize = 2_000_000;
/// Edges may go through more layers for it: this share of those that they go through when all is stacked. Not in a picture with
/// fewer layers of edges than `SMALL`, where an edge that runs back is easily followed.
const SHARE: u64 = 16;
const SMALL: u64 = 100;
/// How often frames are given up one by one, before all are.
const PATIENCE: usize = 3;
/// Pairs that are tried, and edges of all the rankings that this takes.
const PAIRS: usize = 24;
const RANKED: usize = 20_000;

/// The layers that come of directions.
pub(super) type Rank<'a> = &'a dyn Fn(&[Oriented]) -> Layering;

/// What may stand side by side.
#[derive(Debug, Default)]
pub(super) struct Limits {
    /// Whether the picture is too long along the flow: then frames may that edges lead one way between.
    pub(super) is_long: bool,
    /// Frames that only what is tied to them both ways may stand beside, and frames that nothing may.
    tied: Vec<u32>,
    whole: Vec<u32>,
    /// How often there was something to give up.
    given_up: usize,
}

impl Limits {
    /// Whether an edge leads to a frame beside which only what is tied to it may stand.
    fn bars(&self, o: &Oriented) -> bool {
        frames(o).any(|frame| self.tied.contains(&frame))
    }

    /// Gives up what may be why frames clash: what stands beside those that clash, and those around these, if edges lead one way
    /// alone between the two; else whatever stands beside them; else all of it.
    pub(super) fn give_up(&mut self, part: &Part, stacked: &[Oriented], oriented: &[Oriented], clashes: &[Clash]) {
        let mut both_ways: BTreeMap<_, bool> = BTreeMap::new();
        for (stacked, o) in stacked.iter().zip(oriented).filter(|(_, o)| o.beside) {
            *both_ways.entry(children(o)).or_default() |= stacked.turned;
        }
        self.given_up += 1;
        let is_near = |frame: u32| {
            self.given_up < PATIENCE && clashes.iter().any(|&(a, b)| part.is_within(a, frame) || b == frame)
        };
        let found = |are_tied: bool, all: bool| -> Vec<u32> {
            let of = oriented.iter().filter(|o| o.beside && both_ways.get(&children(o)) == Some(&are_tied));
            let mut frames: Vec<u32> = of.flat_map(frames).filter(|&frame| all || is_near(frame)).collect();
            frames.sort_unstable();
            frames.dedup();
            frames
        };
        for (are_tied, all) in [(false, false), (true, false), (false, true), (true, true)] {
            let frames = found(are_tied, all);
            if !frames.is_empty() {
                let list = if are_tied { &mut self.whole } else { &mut self.tied };
                list.extend(frames);
                return;
            }
        }
    }
}

/// The edges marked, and those turned back that need not run against the flow. What was in an earlier layout stands beside what
/// it stood beside in that.
pub(super) fn beside(
    part: &Part,
    stacked: &[Oriented],
    hint: Option<&PartHint<'_>>,
    limits: &Limits,
    rank: Rank,
) -> Vec<Oriented> {
    let mut oriented = stacked.to_vec();
    // What is asked for is asked of stacks.
    if part.wishes.is_empty() && (hint.is_some() || limits.is_long || stacked.iter().any(|o| o.turned)) {
        mark(part, &mut oriented, hint, limits, rank);
    }
    oriented
}

fn mark(part: &Part, oriented: &mut [Oriented], hint: Option<&PartHint<'_>>, limits: &Limits, rank: Rank) {
    let along = |v: u32| Some(hint?.nodes[v as usize]?.along);
    // Whether an edge ran with the flow.
    let ran = |o: &Oriented| Some((along(o.top)? < along(o.bottom)?) != o.turned);
    let mut above = Above::new(part, oriented);
    let (known, new): (Vec<Vec<u32>>, Vec<Vec<u32>>) = pairs(part, oriented, &limits.whole)
        .into_iter()
        .partition(|edges| edges.iter().all(|&e| ran(&oriented[e as usize]).is_some()));
    let is_wanted = |o: &Oriented| ran(o) == Some(o.turned);
    let spans = hint.map(|hint| spans(part, hint)).unwrap_or_default();
    // What the earlier layout says of its edges, it says of frames; of siblings that no edge led between, their places do.
    let is_told = |&e: &u32| hint.is_some_and(|hint| !hint.edges[e as usize].is_empty());
    let was_beside = |&e: &u32| hint.is_some_and(|hint| hint.beside[e as usize]);
    let shared = |&e: &u32| {
        let o = oriented[e as usize];
        let span =
            |end: u32, child: u32| if child == NONE { along(end).map(|at| (at, at)) } else { spans[child as usize] };
        let (above, below) = (span(o.top, o.top_child), span(o.bottom, o.bottom_child));
        is_wanted(&o) || above.zip(below).is_some_and(|(above, below)| above.1 >= below.0)
    };
    let may_stand = |edges: &[u32]| is_tied(oriented, edges) || !limits.bars(&oriented[edges[0] as usize]);
    let stood = |edges: &[u32]| {
        if edges.iter().any(is_told) { edges.iter().any(was_beside) } else { edges.iter().any(shared) }
    };
    let stood: Vec<Vec<u32>> = known.into_iter().filter(|edges| stood(edges) && may_stand(edges)).collect();
    // All of them first: those that are stacked still would stand in the way of those before them.
    for edges in &stood {
        set_beside(oriented, edges, true);
    }
    // What turns between two of them may make way between two others.
    while stood.iter().any(|edges| above.turn_where(part, oriented, edges, is_wanted)) {}
    if limits.is_long {
        for edges in &new {
            let first = &oriented[edges[0] as usize];
            if !is_tied(oriented, edges) && frames(first).count() == 2 && !limits.bars(first) {
                set_beside(oriented, edges, true);
            }
        }
    }
    let mut shortest = None;
    let mut tries = (RANKED / (part.edges.len() + 1)).min(PAIRS);
    for edges in &new {
        if tries == 0 || !is_tied(oriented, edges) {
            continue;
        }
        tries -= 1;
        let before = oriented.to_vec();
        set_beside(oriented, edges, true);
        let mut gains = above.turn_where(part, oriented, edges, |o| o.turned);
        if gains {
            let base = *shortest.get_or_insert_with(|| length(part, &before, rank));
            gains = length(part, oriented, rank) <= base + base.saturating_sub(SMALL) / SHARE;
        }
        if !gains {
            oriented.copy_from_slice(&before);
        }
    }
}

/// The layers that all edges go through, in sum.
fn length(part: &Part, oriented: &[Oriented], rank: Rank<'_>) -> u64 {
    let layering = rank(oriented);
    let layer = |v: u32| u64::from(layering.nodes[v as usize]);
    part.edges.iter().map(|e| layer(e.from).abs_diff(layer(e.to))).sum()
}

/// Whether edges between two siblings lead both ways: some of them are turned.
fn is_tied(oriented: &[Oriented], edges: &[u32]) -> bool {
    edges.iter().any(|&e| oriented[e as usize].turned)
}

fn set_beside(oriented: &mut [Oriented], edges: &[u32], beside: bool) {
    for &e in edges {
        oriented[e as usize].beside = beside;
    }
}

/// From where to where each scope was in an earlier layout, along the flow; the middles of its nodes.
fn spans(part: &Part, hint: &PartHint<'_>) -> Vec<Option<(i32, i32)>> {
    let mut spans: Vec<Option<(i32, i32)>> = vec![None; part.scopes.len()];
    let cover = |span: &mut Option<(i32, i32)>, (first, last): (i32, i32)| {
        *span = Some(span.map_or((first, last), |span| (span.0.min(first), span.1.max(last))));
    };
    for (node, spot) in part.nodes.iter().zip(&hint.nodes) {
        if let Some(spot) = spot {
            cover(&mut spans[node.scope as usize], (spot.along, spot.along));
        }
    }
    for s in (1..part.scopes.len()).rev() {
        if let Some(span) = spans[s] {
            cover(&mut spans[part.scopes[s].parent as usize], span);
        }
    }
    spans
}

/// The two siblings that an edge leads between, nodes before frames.
fn children(o: &Oriented) -> [(bool, u32); 2] {
    let child = |end: u32, frame: u32| if frame == NONE { (false, end) } else { (true, frame) };
    let (a, b) = (child(o.top, o.top_child), child(o.bottom, o.bottom_child));
    [a.min(b), a.max(b)]
}

/// The frames that an edge leads into, or out of, from beside.
fn frames(o: &Oriented) -> impl Iterator<Item = u32> + use<> {
    [o.top_child, o.bottom_child].into_iter().filter(|&child| child != NONE)
}

/// The edges between what is in a frame and a sibling, or what is in that, where none ends at a border; those of which most run
/// against the flow first.
fn pairs(part: &Part, oriented: &[Oriented], whole: &[u32]) -> Vec<Vec<u32>> {
    let is_real = |v: u32| part.nodes[v as usize].kind == NodeKind::Real;
    let mut pairs: BTreeMap<_, Vec<u32>> = BTreeMap::new();
    for (e, o) in oriented.iter().enumerate() {
        if frames(o).next().is_none() || frames(o).any(|frame| whole.contains(&frame)) {
            continue;
        }
        pairs.entry(children(o)).or_default().push(e as u32);
    }
    let turned = |edges: &[u32]| edges.iter().filter(|&&e| oriented[e as usize].turned).count();
    let ends = |e: u32| [oriented[e as usize].top, oriented[e as usize].bottom];
    let mut pairs: Vec<Vec<u32>> =
        pairs.into_values().filter(|edges| edges.iter().flat_map(|&e| ends(e)).all(is_real)).collect();
    pairs.sort_by_key(|edges| Reverse(turned(edges)));
    pairs
}

/// What has to stand above what: nodes, then the tops and the bottoms of scopes.
struct Above {
    /// Edges by node, and by the child of a scope that they end in.
    of_node: Vec<Vec<u32>>,
    of_scope: Vec<Vec<u32>>,
    /// Nodes, then tops of scopes, by the scope that they are in.
    members: Vec<Vec<u32>>,
    /// The search in which each was met last.
    met: Vec<u32>,
    search: u32,
    left: usize,
}

impl Above {
    fn new(part: &Part, oriented: &[Oriented]) -> Self {
        let (nodes, scopes) = (part.nodes.len(), part.scopes.len());
        let mut out = Self {
            of_node: vec![Vec::new(); nodes],
            of_scope: vec![Vec::new(); scopes],
            members: vec![Vec::new(); scopes],
            met: vec![0; nodes + 2 * scopes],
            search: 0,
            left: WORK,
        };
        for (e, o) in (0..).zip(oriented) {
            for (end, child) in [(o.top, o.top_child), (o.bottom, o.bottom_child)] {
                out.of_node[end as usize].push(e);
                if child != NONE {
                    out.of_scope[child as usize].push(e);
                }
            }
        }
        for (v, node) in (0..).zip(&part.nodes) {
            out.members[node.scope as usize].push(v);
        }
        for (s, scope) in (0..).zip(&part.scopes).skip(1) {
            out.members[scope.parent as usize].push(nodes as u32 + s);
        }
        out
    }

    /// Turns those of the edges that are wanted the other way round and can be: whether there were any.
    fn turn_where(
        &mut self,
        part: &Part,
        oriented: &mut [Oriented],
        edges: &[u32],
        is_wanted: impl Fn(&Oriented) -> bool,
    ) -> bool {
        let mut has_turned = false;
        // One that is turned may make way for one before it.
        loop {
            let may_turn = |&&e: &&u32| {
                let o = &oriented[e as usize];
                is_wanted(o) && !self.holds(part, oriented, o, &is_wanted)
            };
            let Some(&next) = edges.iter().find(may_turn) else { return has_turned };
            has_turned = true;
            let Oriented { top, bottom, .. } = oriented[next as usize];
            for &e in edges {
                let o = &mut oriented[e as usize];
                if (o.top, o.bottom) == (top, bottom) && is_wanted(o) {
                    o.turn();
                }
            }
        }
    }

    /// Whether the upper end of an edge has to stand above the lower one even without the edges from the one to the other that
    /// are wanted the other way round; or the budget is spent.
    fn holds(
        &mut self,
        part: &Part,
        oriented: &[Oriented],
        edge: &Oriented,
        is_wanted: impl Fn(&Oriented) -> bool,
    ) -> bool {
        let Oriented { top: from, bottom: to, .. } = *edge;
        let (nodes, scopes) = (part.nodes.len() as u32, part.scopes.len() as u32);
        self.search += 1;
        let mut open = vec![from];
        let mut below = Vec::new();
        while let Some(at) = open.pop() {
            if at == to || self.left == 0 {
                return true;
            }
            below.clear();
            if at < nodes {
                below.push(nodes + scopes + part.nodes[at as usize].scope);
                for &e in &self.of_node[at as usize] {
                    let o = oriented[e as usize];
                    if o.top == at && !((o.top, o.bottom) == (from, to) && is_wanted(&o)) {
                        below.push(o.bottom);
                        if o.top_child == NONE && o.bottom_child != NONE && !o.beside {
                            below.push(nodes + o.bottom_child);
                        }
                    }
                }
            } else if at < nodes + scopes {
                below.extend(&self.members[(at - nodes) as usize]);
            } else {
                let scope = at - nodes - scopes;
                let parent = part.scopes[scope as usize].parent;
                if parent != NONE {
                    below.push(nodes + scopes + parent);
                }
                for &e in &self.of_scope[scope as usize] {
                    let o = oriented[e as usize];
                    if o.top_child == scope && !o.beside {
                        below.push(if o.bottom_child == NONE { o.bottom } else { nodes + o.bottom_child });
                    }
                }
            }
            self.left = self.left.saturating_sub(below.len() + 1);
            for &next in &below {
                if std::mem::replace(&mut self.met[next as usize], self.search) != self.search {
                    open.push(next);
                }
            }
        }
        false
    }
}
