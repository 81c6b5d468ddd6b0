//! Brings every edge to one side of each frame that it passes.
//!
//! Needs: an order with frames in one piece. Leaves: one in which no segment has its ends on two sides of a frame that
//! goes on beside it; or the pair of sibling frames that cannot both be passed while they share layers.
//! Cost: linear in vertices and segments to find what is wrong; linear in a scope for each of its frames that is passed
//! wrongly.
//!
//! What is connected beside a frame must stay on one side of it: a choice of a side for each connected group. A choice
//! bounds where the members may stand among the other frames, which decides the groups of those frames that they pass.

use super::cells::{Cells, Item, from_left_to_right};
use super::exit::{Exit, Side};
use crate::layout::normalize::NONE;
use crate::layout::work::{Vertex, Work};
use petgraph::unionfind::UnionFind;

/// How often one frame may go to the end of what is connected beside it.
const MOVES: u32 = 6;
/// What cannot be moved outweighs all that can.
const FIXED: u64 = 1 << 32;

/// Two sibling frames that have to be stacked: the upper one, and the lower one.
pub(in crate::layout) type Clash = (u32, u32);

/// The segments of each cell, with their ends as items of the scope around both.
#[derive(Debug)]
pub(super) struct Borders {
    /// By cell of the upper end: upper item, lower item.
    ties: Vec<Vec<(Item, Item)>>,
    /// By scope: its child frames that cover more than one layer.
    tall: Vec<Vec<u32>>,
    /// By scope: what leaves it through a side.
    exits: Vec<Vec<Exit>>,
}

impl Borders {
    pub(super) fn new(work: &Work, cells: &Cells) -> Self {
        let scopes = &work.part.scopes;
        let mut tall = vec![Vec::new(); scopes.len()];
        for (s, scope) in scopes.iter().enumerate().skip(1) {
            if work.spans[s].0 < work.spans[s].1 {
                tall[scope.parent as usize].push(s as u32);
            }
        }
        let mut ties = vec![Vec::new(); cells.lists.len()];
        let mut exits = vec![Vec::new(); scopes.len()];
        for segment in work.segments.iter().filter(|s| s.edge != NONE) {
            let (mut top, mut bottom) = (segment.top, segment.bottom);
            let (mut a, mut b) = (work.scope[top as usize], work.scope[bottom as usize]);
            if a != b && work.oriented[segment.edge as usize].beside {
                Exit::all(work, cells, segment, &mut exits);
            }
            while a != b {
                if scopes[a as usize].depth >= scopes[b as usize].depth {
                    (top, a) = (cells.item(a), scopes[a as usize].parent);
                } else {
                    (bottom, b) = (cells.item(b), scopes[b as usize].parent);
                }
            }
            if !tall[a as usize].is_empty() {
                ties[cells.index(a, work.layer[segment.top as usize], work)].push((top, bottom));
            }
        }
        Self { ties, tall, exits }
    }

    /// Whether there is a frame that anything could pass on the wrong side.
    pub(super) fn matter(&self) -> bool {
        self.tall.iter().any(|tall| !tall.is_empty())
    }

    /// Mends every scope; the lists of `cells` change, the layers of `work` do not. One clash a scope that has any.
    pub(super) fn settle(&self, work: &Work, cells: &mut Cells) -> Result<(), Vec<Clash>> {
        let mut clashes = Vec::new();
        let items = work.vertices.len() + work.spans.len();
        let mut before = [vec![0; items], vec![0; items]];
        // A scope is settled after the one around it, so that is where it leads to.
        for scope in (0..work.spans.len() as u32).filter(|&s| !self.tall[s as usize].is_empty()) {
            let exits: Vec<(Exit, Side)> =
                self.exits[scope as usize].iter().map(|exit| (*exit, exit.side(work, cells))).collect();
            let mut passed = Vec::new();
            for layer in work.spans[scope as usize].0..work.spans[scope as usize].1 {
                let exits = exits.iter().filter(|(exit, _)| exit.channel == layer);
                self.faults(work, cells, (scope, layer), exits, &mut before, &mut passed);
            }
            if !passed.is_empty() {
                passed.sort_unstable();
                passed.dedup();
                clashes.extend(Mending::new(self, work, cells, scope, exits).mend(work, cells, passed).err());
            }
        }
        if clashes.is_empty() { Ok(()) } else { Err(clashes) }
    }

    /// The frames of a scope that segments below a layer pass on both sides.
    fn faults<'a>(
        &self,
        work: &Work,
        cells: &Cells,
        (scope, layer): (u32, u32),
        exits: impl Iterator<Item = &'a (Exit, Side)>,
        before: &mut [Vec<u32>; 2],
        passed: &mut Vec<u32>,
    ) {
        let ties = &self.ties[cells.index(scope, layer, work)];
        let mut exits = exits.peekable();
        if ties.is_empty() && exits.peek().is_none() {
            return;
        }
        let mut going_on = Vec::new();
        for (k, l) in [layer, layer + 1].into_iter().enumerate() {
            going_on.clear();
            for &item in &cells.lists[cells.index(scope, l, work)] {
                before[k][item as usize] = going_on.len() as u32;
                going_on.extend(cells.scope(item).filter(|&s| {
                    let (first, last) = work.spans[s as usize];
                    first <= layer && layer < last
                }));
            }
        }
        for &(top, bottom) in ties {
            let (a, b) = (before[0][top as usize], before[1][bottom as usize]);
            // What leads into a frame beside it does not pass that frame.
            let is_end = |frame: &u32| [top, bottom].contains(&cells.item(*frame));
            passed.extend(going_on[a.min(b) as usize..a.max(b) as usize].iter().filter(|frame| !is_end(frame)));
        }
        for (exit, side) in exits {
            let at = before[usize::from(exit.layer != layer)][exit.item as usize] as usize;
            let beyond = match side {
                Side::Left => &going_on[..at],
                Side::Right => &going_on[at..],
            };
            passed.extend(beyond.iter().filter(|&&frame| cells.item(frame) != exit.item));
        }
    }
}

/// One scope while it is mended. Members are numbered: the child frames from left to right, then the vertices by layer.
struct Mending<'a> {
    borders: &'a Borders,
    scope: u32,
    /// What leaves the scope, and through which side.
    exits: Vec<(Exit, Side)>,
    /// Child frames from left to right.
    frames: Vec<u32>,
    vertices: Vec<u32>,
    /// First vertex by layer of the scope, and the end.
    starts: Vec<usize>,
    /// The number of each item of the scope.
    number: Vec<u32>,
    /// By vertex: how many of `frames` it stands right of, and the least and the most that it may.
    place: Vec<u32>,
    least: Vec<u32>,
    most: Vec<u32>,
    /// By frame, where they were looked at: the group of each member, and the side of each group.
    groups: Vec<Option<Groups>>,
}

/// Why a scope could not be mended.
struct Trouble {
    clash: Clash,
    /// A frame, and its group that frames on both sides are in.
    between: Option<(u32, u32)>,
}

/// What is connected beside one frame.
struct Groups {
    of: Vec<u32>,
    side: Vec<Option<Side>>,
}

impl<'a> Mending<'a> {
    fn new(borders: &'a Borders, work: &Work, cells: &Cells, scope: u32, exits: Vec<(Exit, Side)>) -> Self {
        let (first, last) = work.spans[scope as usize];
        let lists: Vec<&Vec<Item>> = (first..=last).map(|l| &cells.lists[cells.index(scope, l, work)]).collect();
        let frames = from_left_to_right(cells, &lists, work);
        let mut number = vec![NONE; work.vertices.len() + work.spans.len()];
        for (k, &s) in frames.iter().enumerate() {
            number[cells.item(s) as usize] = k as u32;
        }
        let (mut vertices, mut starts, mut place) = (Vec::new(), Vec::new(), Vec::new());
        for list in lists {
            starts.push(vertices.len());
            let mut at = 0;
            for &item in list {
                if cells.scope(item).is_some() {
                    at = number[item as usize] + 1;
                } else {
                    number[item as usize] = (frames.len() + vertices.len()) as u32;
                    vertices.push(item);
                    place.push(at);
                }
            }
        }
        starts.push(vertices.len());
        let (least, most) = (vec![0; vertices.len()], vec![frames.len() as u32; vertices.len()]);
        let groups = frames.iter().map(|_| None).collect();
        Self { borders, scope, exits, frames, vertices, starts, number, place, least, most, groups }
    }

    /// Where a frame has connected frames on both of its sides, it goes to one end of them; a few times each.
    fn mend(mut self, work: &Work, cells: &mut Cells, mut passed: Vec<u32>) -> Result<(), Clash> {
        let mut moves = std::collections::BTreeMap::new();
        loop {
            match self.attempt(work, cells, &passed) {
                Ok(()) => {
                    self.write(work, cells);
                    return Ok(());
                }
                Err(Trouble { clash, between: None }) => return Err(clash),
                Err(Trouble { clash, between: Some((frame, group)) }) => {
                    let scope = self.frames[frame as usize];
                    let count = moves.entry(scope).or_insert(0);
                    *count += 1;
                    if *count > MOVES {
                        return Err(clash);
                    }
                    passed.extend(self.go_aside(work, frame, group));
                    passed.sort_unstable();
                    passed.dedup();
                    self.renumber(cells);
                }
            }
        }
    }

    /// Moves a frame past all frames of a group on the side where fewer are; the frames that it meets.
    fn go_aside(&mut self, work: &Work, frame: u32, group: u32) -> Vec<u32> {
        let members: Vec<u32> = self.frames_of(work, frame, group).collect();
        let before = members.iter().filter(|&&k| k < frame).count();
        // With all of them on one side it is the vertices that ask for the other one.
        let go_left = before == members.len() || before > 0 && 2 * before <= members.len();
        let (low, high) = if go_left {
            let low = members.iter().copied().min().unwrap_or(frame);
            self.frames[low as usize..=frame as usize].rotate_right(1);
            // What stood between goes right of the frame.
            for place in self.place.iter_mut().filter(|p| low < **p && **p <= frame) {
                *place += 1;
            }
            (low, frame)
        } else {
            let high = members.iter().copied().max().unwrap_or(frame);
            self.frames[frame as usize..=high as usize].rotate_left(1);
            for place in self.place.iter_mut().filter(|p| frame < **p && **p <= high) {
                *place -= 1;
            }
            (frame, high)
        };
        let tall = |s: &u32| work.spans[*s as usize].0 < work.spans[*s as usize].1;
        self.frames[low as usize..=high as usize].iter().copied().filter(tall).collect()
    }

    /// Forgets what was decided, and numbers the frames as they stand now.
    fn renumber(&mut self, cells: &Cells) {
        for (k, &s) in self.frames.iter().enumerate() {
            self.number[cells.item(s) as usize] = k as u32;
        }
        self.groups.fill_with(|| None);
        self.least.fill(0);
        self.most.fill(self.frames.len() as u32);
    }

    /// Other frames of a group that share layers with its frame.
    fn frames_of(&self, work: &Work, frame: u32, group: u32) -> impl Iterator<Item = u32> {
        let covered = work.spans[self.frames[frame as usize] as usize];
        let groups = self.groups[frame as usize].as_ref();
        (0..self.frames.len() as u32).filter(move |&k| {
            let span = work.spans[self.frames[k as usize] as usize];
            let shares = span.0 <= covered.1 && covered.0 <= span.1;
            k != frame && shares && groups.is_some_and(|g| g.of[k as usize] == group)
        })
    }

    fn attempt(&mut self, work: &Work, cells: &Cells, passed: &[u32]) -> Result<(), Trouble> {
        let mut mixed: Vec<(bool, u32, u32)> = Vec::new();
        for &s in passed {
            let frame = self.number[cells.item(s) as usize];
            self.connect(work, cells, frame);
            let count = self.groups[frame as usize].as_ref().map_or(0, |g| g.side.len());
            let votes = self.votes(work, frame, count);
            for (group, votes) in votes.into_iter().enumerate() {
                if votes.left > 0 && votes.right > 0 {
                    // Groups that frames are in have no choice: they come first.
                    mixed.push((votes.left.max(votes.right) < FIXED, frame, group as u32));
                }
            }
        }
        mixed.sort_unstable();
        for (_, frame, group) in mixed {
            let votes = self.votes(work, frame, group as usize + 1);
            let side = match votes.get(group as usize) {
                Some(votes) if votes.right > votes.left => Side::Right,
                _ => Side::Left,
            };
            self.decide(work, cells, frame, group, side)?;
        }
        Ok(())
    }

    /// Vertices of the layers that a frame covers, as numbers less those of the frames.
    fn beside(&self, work: &Work, frame: u32) -> std::ops::Range<usize> {
        let (first, last) = work.spans[self.frames[frame as usize] as usize];
        let own = work.spans[self.scope as usize].0;
        self.starts[(first - own) as usize]..self.starts[(last - own) as usize + 1]
    }

    /// Groups what is connected beside a frame.
    fn connect(&mut self, work: &Work, cells: &Cells, frame: u32) {
        if self.groups[frame as usize].is_some() {
            return;
        }
        let range = self.beside(work, frame);
        let count = self.frames.len();
        // Frames keep their numbers, vertices beside the frame follow.
        let local = |number: u32| {
            let number = number as usize;
            if number < count { number } else { number - range.start }
        };
        // The two sides of the scope come last.
        let ends = (count + range.len()) as u32;
        let mut sets = UnionFind::<u32>::new(count + range.len() + 2);
        let (first, last) = work.spans[self.frames[frame as usize] as usize];
        let own = cells.item(self.frames[frame as usize]);
        for &(exit, side) in self.exits.iter().filter(|(exit, _)| exit.item != own) {
            if first <= exit.channel && exit.channel < last {
                let end = ends + u32::from(side == Side::Right);
                sets.union(local(self.number[exit.item as usize]) as u32, end);
            }
        }
        for layer in first..last {
            let ties = &self.borders.ties[cells.index(self.scope, layer, work)];
            for &(top, bottom) in ties.iter().filter(|&&(top, bottom)| top != own && bottom != own) {
                sets.union(local(self.number[top as usize]) as u32, local(self.number[bottom as usize]) as u32);
            }
        }
        let mut of = sets.into_labeling();
        let mut name = vec![NONE; of.len()];
        let mut groups = 0;
        for label in &mut of {
            let own = &mut name[*label as usize];
            if *own == NONE {
                *own = groups;
                groups += 1;
            }
            *label = *own;
        }
        self.groups[frame as usize] = Some(Groups { of, side: vec![None; groups as usize] });
    }

    /// How much speaks for either side of each of the first `count` groups.
    fn votes(&self, work: &Work, frame: u32, count: usize) -> Vec<Votes> {
        let mut votes = vec![Votes { left: 0, right: 0 }; count];
        let Some(groups) = &self.groups[frame as usize] else { return votes };
        let covered = work.spans[self.frames[frame as usize] as usize];
        for (k, &s) in self.frames.iter().enumerate() {
            let span = work.spans[s as usize];
            if k as u32 != frame
                && span.0 <= covered.1
                && covered.0 <= span.1
                && let Some(votes) = votes.get_mut(groups.of[k] as usize)
            {
                *votes.of(k as u32 > frame) += FIXED;
            }
        }
        for (k, v) in self.beside(work, frame).enumerate() {
            if let Some(votes) = votes.get_mut(groups.of[self.frames.len() + k] as usize) {
                let is_right = self.place[v] > frame;
                let is_fixed = self.least[v] > frame || self.most[v] <= frame;
                *votes.of(is_right) += if is_fixed { FIXED } else { 1 };
            }
        }
        for (end, group) in groups.of[self.frames.len() + self.beside(work, frame).len()..].iter().enumerate() {
            if let Some(votes) = votes.get_mut(*group as usize) {
                *votes.of(end == 1) += FIXED;
            }
        }
        votes
    }

    /// Puts a group on one side of its frame, and what follows from that.
    fn decide(&mut self, work: &Work, cells: &Cells, frame: u32, group: u32, side: Side) -> Result<(), Trouble> {
        let mut open = vec![(frame, group, side)];
        while let Some((frame, group, side)) = open.pop() {
            self.connect(work, cells, frame);
            let Some(groups) = &mut self.groups[frame as usize] else { continue };
            match groups.side[group as usize] {
                Some(known) if known == side => continue,
                _ => groups.side[group as usize] = Some(side),
            }
            let members: Vec<usize> = (0..groups.of.len()).filter(|&k| groups.of[k] == group).collect();
            let covered = work.spans[self.frames[frame as usize] as usize];
            let std::ops::Range { start, end } = self.beside(work, frame);
            for k in members {
                if let Some(end) = k.checked_sub(self.frames.len() + end - start) {
                    if (end == 1) != (side == Side::Right) {
                        let other = self.frames_of(work, frame, group).next().unwrap_or(frame);
                        let between = Some((frame, group));
                        return Err(Trouble { clash: self.clash(work, frame, other), between });
                    }
                    continue;
                }
                if k < self.frames.len() {
                    let span = work.spans[self.frames[k] as usize];
                    let shares = span.0 <= covered.1 && covered.0 <= span.1;
                    if k as u32 != frame && shares && (k as u32 > frame) != (side == Side::Right) {
                        let between = Some((frame, group));
                        return Err(Trouble { clash: self.clash(work, frame, k as u32), between });
                    }
                    continue;
                }
                let v = start + k - self.frames.len();
                let now = self.place[v];
                match side {
                    Side::Left => self.most[v] = self.most[v].min(frame),
                    Side::Right => self.least[v] = self.least[v].max(frame + 1),
                }
                if self.least[v] > self.most[v] {
                    let clash = self.clash(work, self.most[v], self.least[v] - 1);
                    return Err(Trouble { clash, between: None });
                }
                self.place[v] = now.clamp(self.least[v], self.most[v]);
                let (low, high) = (now.min(self.place[v]), now.max(self.place[v]));
                let layer = work.layer[self.vertices[v] as usize];
                for other in low..high {
                    let span = work.spans[self.frames[other as usize] as usize];
                    if other != frame && span.0 < span.1 && span.0 <= layer && layer <= span.1 {
                        self.connect(work, cells, other);
                        let own = self.beside(work, other).start;
                        if let Some(groups) = &self.groups[other as usize] {
                            open.push((other, groups.of[self.frames.len() + v - own], side));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Two frames that cannot share layers, the upper one first.
    fn clash(&self, work: &Work, a: u32, b: u32) -> Clash {
        let (a, b) = (self.frames[a as usize], self.frames[b as usize]);
        let key = |s: u32| (work.spans[s as usize], s);
        if key(a) < key(b) { (a, b) } else { (b, a) }
    }

    /// Sorts every list by the new places; what shares a place keeps its order.
    fn write(&self, work: &Work, cells: &mut Cells) {
        let (first, last) = work.spans[self.scope as usize];
        for layer in first..=last {
            let index = cells.index(self.scope, layer, work);
            let mut list = std::mem::take(&mut cells.lists[index]);
            list.sort_by_key(|&item| {
                if cells.scope(item).is_some() {
                    return 2 * i64::from(self.number[item as usize]) + 1;
                }
                let is_title = matches!(work.vertices[item as usize], Vertex::Title(_));
                let v = self.number[item as usize] as usize - self.frames.len();
                if is_title { -1 } else { 2 * i64::from(self.place[v]) }
            });
            cells.lists[index] = list;
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Votes {
    left: u64,
    right: u64,
}

impl Votes {
    fn of(&mut self, is_right: bool) -> &mut u64 {
        if is_right { &mut self.right } else { &mut self.left }
    }
}
