//! The order of each layer: a first one along the links, then sweeps that put each vertex at the mean of its neighbours in
//! the layer before, frame by frame, until four in a row win nothing.
//!
//! Paper: Gansner and others, 1993, for the sweeps; Forster, "A Fast and Simple Heuristic for Constrained Two-Level
//! Crossing Reduction", 2004, for frames that must stay side by side as they were.

use super::Budget;
use super::chain::Layered;

/// Sweeps without a gain before dagre stops.
const PATIENCE: usize = 4;

/// Crossings of links in the order that dagre settles on.
pub(super) fn crossings(layered: &Layered, budget: &mut Budget) -> Option<u64> {
    let cost = layered.links.len() + layered.walls.len();
    budget.take(cost)?;
    let mut sweeper = Sweeper::new(layered);
    let mut best: Option<(u64, u64)> = None;
    let (mut turn, mut idle) = (0, 0);
    while idle < PATIENCE {
        budget.take(cost)?;
        sweeper.sweep(turn % 2 == 1, turn % 4 >= 2);
        // Dagre counts walls as well; nobody sees them.
        let (all, seen) = sweeper.count();
        if best.is_none_or(|(least, _)| all < least) {
            best = Some((all, seen));
            idle = 0;
        }
        turn += 1;
        idle += 1;
    }
    best.map(|(_, seen)| seen)
}

/// A frame, or all, at a rank.
#[derive(Debug, Default)]
struct Scope {
    frame: Option<usize>,
    members: Vec<usize>,
    walls: Option<(usize, usize)>,
    /// What the last sort found, and where that would be.
    sorted: Vec<usize>,
    mean: Option<Mean>,
}

/// Members that stay together, and where they would be.
#[derive(Clone, Debug, Default)]
struct Entry {
    /// Places in the scope before this one's own that joined it.
    joined: Vec<usize>,
    /// Its own place in the scope.
    own: usize,
    /// How many vertices it holds.
    size: usize,
    mean: Option<Mean>,
    /// The first of its places.
    place: usize,
}

/// A mean place, and of how many.
#[derive(Clone, Copy, Debug)]
struct Mean {
    at: f64,
    weight: f64,
}

impl Mean {
    fn of(sum: f64, weight: f64) -> Option<Self> {
        (weight > 0.0).then(|| Self { at: sum / weight, weight })
    }
}

struct Sweeper<'a> {
    layered: &'a Layered,
    /// Neighbours by vertex: in the rank before, in the rank after.
    near: [Vec<Vec<usize>>; 2],
    /// By upper rank: links, then walls, and how many links there are.
    edges: Vec<(Vec<(usize, usize)>, usize)>,
    /// By rank, inner scopes first.
    scopes: Vec<Vec<Scope>>,
    /// By frame and rank from its first: its place in that list.
    scope_of: Vec<Vec<usize>>,
    place: Vec<usize>,
    /// Frames that stand side by side, by the frame around them; the last list is that of the outermost.
    beside: Vec<Vec<(usize, usize)>>,
    /// By vertex, while a scope is sorted or a layer read.
    scratch: Vec<Option<usize>>,
}

impl<'a> Sweeper<'a> {
    fn new(layered: &'a Layered) -> Self {
        let count = layered.parents.len();
        let height = layered.ranks.iter().flatten().max().map_or(0, |r| r + 1);
        let mut near = [vec![Vec::new(); count], vec![Vec::new(); count]];
        let mut edges = vec![(Vec::new(), 0); height];
        for (list, is_link) in [(&layered.links, 1), (&layered.walls, 0)] {
            for &(upper, lower) in list {
                near[0][lower].push(upper);
                near[1][upper].push(lower);
                if let Some(rank) = layered.ranks[upper] {
                    edges[rank].0.push((upper, lower));
                    edges[rank].1 += is_link;
                }
            }
        }
        let mut this = Self {
            layered,
            near,
            edges,
            scopes: (0..height).map(|_| Vec::new()).collect(),
            scope_of: vec![Vec::new(); count],
            place: vec![0; count],
            beside: vec![Vec::new(); count + 1],
            scratch: vec![None; count + 1],
        };
        this.make_scopes();
        this.start();
        this
    }

    fn make_scopes(&mut self) {
        let spans = &self.layered.spans;
        for &frame in &self.layered.frames {
            let Some(span) = spans[frame] else { continue };
            for rank in span.first..=span.last {
                self.scope_of[frame].push(self.scopes[rank].len());
                let walls = Some(span.walls(rank));
                self.scopes[rank].push(Scope { frame: Some(frame), walls, ..Scope::default() });
            }
        }
        for scopes in &mut self.scopes {
            scopes.push(Scope::default());
        }
        for (vertex, rank) in self.layered.ranks.iter().enumerate() {
            let span = spans[vertex].map(|s| (s.first, s.last));
            let Some((first, last)) = span.or(rank.map(|r| (r, r))) else { continue };
            for rank in first..=last {
                let parent = self.layered.parents[vertex];
                let scope = parent.and_then(|p| self.scope(p, rank)).unwrap_or(self.scopes[rank].len() - 1);
                let scope = &mut self.scopes[rank][scope];
                if scope.walls.is_none_or(|(left, right)| vertex != left && vertex != right) {
                    scope.members.push(vertex);
                }
            }
        }
    }

    /// The place of a frame's scope at a rank.
    fn scope(&self, frame: usize, rank: usize) -> Option<usize> {
        let first = self.layered.spans[frame]?.first;
        self.scope_of[frame].get(rank.checked_sub(first)?).copied()
    }

    /// Each vertex after those of its rank that a walk in depth finds before it.
    fn start(&mut self) {
        let ranks = &self.layered.ranks;
        let mut order: Vec<(usize, usize)> = ranks.iter().enumerate().filter_map(|(v, r)| Some(((*r)?, v))).collect();
        order.sort_unstable();
        let mut next = vec![0; self.scopes.len()];
        let mut seen = vec![false; ranks.len()];
        let mut stack = Vec::new();
        for (_, start) in order {
            stack.push(start);
            while let Some(vertex) = stack.pop() {
                if std::mem::replace(&mut seen[vertex], true) {
                    continue;
                }
                if let Some(rank) = ranks[vertex] {
                    self.place[vertex] = next[rank];
                    next[rank] += 1;
                }
                stack.extend(self.near[1][vertex].iter().rev());
            }
        }
    }

    fn sweep(&mut self, down: bool, to_right: bool) {
        self.beside.iter_mut().for_each(Vec::clear);
        let height = self.scopes.len();
        for step in 1..height {
            let rank = if down { step } else { height - 1 - step };
            let mut scopes = std::mem::take(&mut self.scopes[rank]);
            for index in 0..scopes.len() {
                let (inner, rest) = scopes.split_at_mut(index);
                self.sort(&mut rest[0], inner, rank, usize::from(!down), to_right);
            }
            if let Some(all) = scopes.last() {
                for (place, vertex) in all.sorted.iter().enumerate() {
                    self.place[*vertex] = place;
                }
                self.note(&all.sorted);
            }
            self.scopes[rank] = scopes;
        }
    }

    /// Sorts the members of a scope; those inside it are sorted.
    fn sort(&mut self, scope: &mut Scope, inner: &[Scope], rank: usize, side: usize, to_right: bool) {
        let mut entries: Vec<Entry> = Vec::with_capacity(scope.members.len());
        for (place, &member) in scope.members.iter().enumerate() {
            let (size, mean) = if self.layered.spans[member].is_some() {
                self.scope(member, rank).and_then(|s| inner.get(s)).map_or((0, None), |s| (s.sorted.len(), s.mean))
            } else {
                let near = &self.near[side][member];
                let sum: usize = near.iter().map(|n| self.place[*n]).sum();
                (1, Mean::of(sum as f64, near.len() as f64))
            };
            entries.push(Entry { joined: Vec::new(), own: place, size, mean, place });
        }
        let beside = &self.beside[scope.frame.unwrap_or(self.beside.len() - 1)];
        if !beside.is_empty() {
            entries = keep_beside(entries, &scope.members, beside, &mut self.scratch);
        }
        let mean;
        (entries, mean) = in_order(entries, to_right);

        scope.mean = mean;
        scope.sorted.clear();
        scope.sorted.extend(scope.walls.map(|w| w.0));
        for entry in entries {
            for place in entry.joined.into_iter().chain([entry.own]) {
                let member = scope.members[place];
                if self.layered.spans[member].is_some() {
                    let found = self.scope(member, rank).and_then(|s| inner.get(s));
                    scope.sorted.extend(found.iter().flat_map(|s| &s.sorted));
                } else {
                    scope.sorted.push(member);
                }
            }
        }
        if let Some((left, right)) = scope.walls {
            scope.sorted.push(right);
            if let (Some(a), Some(b)) = (self.near[side][left].first(), self.near[side][right].first()) {
                let Mean { at, weight } = scope.mean.unwrap_or(Mean { at: 0.0, weight: 0.0 });
                let sum = at * weight + self.place[*a] as f64 + self.place[*b] as f64;
                scope.mean = Mean::of(sum, weight + 2.0);
            }
        }
    }

    /// Notes which frames stand side by side in a layer: the layers after it keep to that.
    fn note(&mut self, layer: &[usize]) {
        let outermost = self.beside.len() - 1;
        self.scratch.fill(None);
        for &vertex in layer {
            let mut at = self.layered.parents[vertex];
            while let Some(frame) = at {
                at = self.layered.parents[frame];
                let around = at.unwrap_or(outermost);
                if let Some(before) = self.scratch[around].replace(frame).filter(|b| *b != frame) {
                    if !self.beside[around].contains(&(before, frame)) {
                        self.beside[around].push((before, frame));
                    }
                    break;
                }
            }
        }
        self.scratch.fill(None);
    }

    /// Crossings of all edges, and those of links.
    fn count(&self) -> (u64, u64) {
        let (mut all, mut seen) = (0, 0);
        for (edges, links) in &self.edges {
            let total = self.count_of(edges);
            all += total;
            seen += if *links == edges.len() { total } else { self.count_of(&edges[..*links]) };
        }
        (all, seen)
    }

    fn count_of(&self, edges: &[(usize, usize)]) -> u64 {
        let mut ends: Vec<(usize, usize)> = edges.iter().map(|(a, b)| (self.place[*a], self.place[*b])).collect();
        ends.sort_unstable();
        let last = ends.iter().map(|e| e.1).max().unwrap_or(0);
        // A Fenwick tree over the lower places of the edges so far.
        let mut tree = vec![0_u64; last + 2];
        let mut crossings = 0;
        for (before, (_, lower)) in ends.into_iter().enumerate() {
            let (mut at, mut up_to) = (lower + 1, 0);
            while at > 0 {
                up_to += tree[at];
                at &= at - 1;
            }
            crossings += before as u64 - up_to;
            let mut at = lower + 1;
            while at < tree.len() {
                tree[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
        crossings
    }
}

/// Joins frames whose means would turn the order that they must keep.
fn keep_beside(
    mut entries: Vec<Entry>,
    members: &[usize],
    beside: &[(usize, usize)],
    place: &mut [Option<usize>],
) -> Vec<Entry> {
    for (index, &member) in members.iter().enumerate() {
        place[member] = Some(index);
    }
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut waits = vec![0; entries.len()];
    for &(left, right) in beside {
        if let (Some(left), Some(right)) = (place[left], place[right]) {
            after[left].push(right);
            waits[right] += 1;
        }
    }
    for &member in members {
        place[member] = None;
    }
    let mut ready: Vec<usize> = (0..entries.len()).filter(|e| waits[*e] == 0).collect();
    let mut joined = vec![false; entries.len()];
    while let Some(this) = ready.pop() {
        for other in std::mem::take(&mut before[this]).into_iter().rev() {
            if joined[other] {
                continue;
            }
            let (a, b) = (entries[other].mean, entries[this].mean);
            if a.zip(b).is_none_or(|(a, b)| a.at >= b.at) {
                joined[other] = true;
                let mut left = std::mem::take(&mut entries[other].joined);
                left.push(entries[other].own);
                left.append(&mut entries[this].joined);
                entries[this].joined = left;
                entries[this].size += entries[other].size;
                let sum = |m: Option<Mean>| m.map_or((0.0, 0.0), |m| (m.at * m.weight, m.weight));
                let (this_sum, other_sum) = (sum(b), sum(a));
                entries[this].mean = Mean::of(this_sum.0 + other_sum.0, this_sum.1 + other_sum.1);
                entries[this].place = entries[this].place.min(entries[other].place);
            }
        }
        for &next in &after[this] {
            before[next].push(this);
            waits[next] -= 1;
            if waits[next] == 0 {
                ready.push(next);
            }
        }
    }
    entries.into_iter().zip(joined).filter(|(_, joined)| !joined).map(|(entry, _)| entry).collect()
}

/// By mean, ties to one side; what has no mean keeps its place as far as it can. The mean of all comes with it.
fn in_order(entries: Vec<Entry>, to_right: bool) -> (Vec<Entry>, Option<Mean>) {
    let (mut placed, mut free): (Vec<_>, Vec<_>) = entries.into_iter().partition(|e| e.mean.is_some());
    let at = |entry: &Entry| entry.mean.map_or(0.0, |m| m.at);
    placed.sort_by(|a, b| {
        let tie = if to_right { b.place.cmp(&a.place) } else { a.place.cmp(&b.place) };
        at(a).total_cmp(&at(b)).then(tie)
    });
    free.sort_by_key(|e| e.place);
    let mut out = Vec::with_capacity(placed.len() + free.len());
    let mut free = free.into_iter().peekable();
    let (mut place, mut sum, mut weight) = (0, 0.0, 0.0);
    for entry in placed {
        while let Some(entry) = free.next_if(|e| e.place <= place) {
            out.push(entry);
            place += 1;
        }
        place += entry.size;
        if let Some(mean) = entry.mean {
            sum += mean.at * mean.weight;
            weight += mean.weight;
        }
        out.push(entry);
    }
    out.extend(free);
    (out, Mean::of(sum, weight))
}
