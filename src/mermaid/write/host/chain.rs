//! Ranks without gaps, links cut at each rank, and frames with a wall at either side of each rank.

use super::nest::Nested;
use super::split::Parents;
use super::{Budget, Line};

/// A frame over its ranks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// Its first rank.
    pub(super) first: usize,
    /// Its last.
    pub(super) last: usize,
    /// Its left wall at the first rank; the right one follows, then those of the next rank.
    walls: usize,
}

impl Span {
    /// The walls at a rank of the frame.
    pub(super) const fn walls(&self, rank: usize) -> (usize, usize) {
        let left = self.walls + 2 * (rank - self.first);
        (left, left + 1)
    }
}

/// What stands in layers. Vertices are numbered in dagre's order: members, borders, bends, walls.
#[derive(Debug)]
pub(super) struct Layered {
    /// By vertex.
    pub(super) parents: Parents,
    /// By vertex; `None` for a frame.
    pub(super) ranks: Vec<Option<usize>>,
    /// By vertex; of frames with something in them.
    pub(super) spans: Vec<Option<Span>>,
    /// Frames with something in them, those inside first.
    pub(super) frames: Vec<usize>,
    /// From a rank to the next.
    pub(super) links: Vec<(usize, usize)>,
    /// Likewise along walls.
    pub(super) walls: Vec<(usize, usize)>,
}

pub(super) fn chain(nested: &Nested, mut ranks: Vec<i32>, budget: &mut Budget) -> Option<Layered> {
    close_gaps(nested, &mut ranks);
    let rank = |vertex: usize| ranks[vertex] as usize;
    let length = |line: &Line| rank(line.head).saturating_sub(rank(line.tail));
    budget.take(nested.lines.iter().map(length).sum())?;

    let mut layered = Layered {
        parents: nested.parents.clone(),
        ranks: (0..ranks.len()).map(|v| (nested.borders[v].is_none() && v != nested.root).then(|| rank(v))).collect(),
        spans: vec![None; ranks.len()],
        frames: nested.frames.clone(),
        links: nested.lines.iter().filter(|l| length(l) == 1).map(|l| (l.tail, l.head)).collect(),
        walls: Vec::new(),
    };
    for &frame in &nested.frames {
        let (top, bottom) = nested.borders[frame]?;
        layered.spans[frame] = Some(Span { first: rank(top), last: rank(bottom), walls: 0 });
    }
    for line in nested.lines.iter().filter(|l| length(l) > 1) {
        layered.cut(line);
    }
    for &frame in &nested.frames {
        if let Some(span) = layered.spans[frame] {
            budget.take(span.last - span.first + 1)?;
            layered.wall(frame, span);
        }
    }
    Some(layered)
}

/// Takes out ranks that only borders could have needed and nothing stands at; the first is 0 then.
fn close_gaps(nested: &Nested, ranks: &mut [i32]) {
    let stands = |vertex: usize| nested.borders[vertex].is_none();
    let start = ranks[nested.root];
    let labels = nested.lines.iter().filter(|l| l.labelled).map(|l| (ranks[l.tail], ranks[l.head]));
    // Half a rank is no rank to dagre.
    let labels = labels.filter(|(a, b)| (a + b) % 2 == 0).map(|(a, b)| i32::midpoint(a, b) - start);
    let mut used: Vec<i32> = (0..ranks.len()).filter(|v| stands(*v)).map(|v| ranks[v] - start).chain(labels).collect();
    used.retain(|rank| rank % nested.factor != 0);
    used.sort_unstable();
    used.dedup();
    let closed = |rank: i32| used.partition_point(|u| *u < rank) as i32 + (rank + nested.factor - 1) / nested.factor;
    for rank in ranks.iter_mut() {
        *rank = closed(*rank - start);
    }
    let first = (0..ranks.len()).filter(|v| stands(*v) && *v != nested.root).map(|v| ranks[v]).min().unwrap_or(0);
    for rank in ranks.iter_mut() {
        *rank = (*rank - first).max(0);
    }
}

impl Layered {
    /// A bend for each rank between the ends, in the innermost frame of either end's that has this rank.
    fn cut(&mut self, line: &Line) {
        let (Some(from), Some(to)) = (self.ranks[line.tail], self.ranks[line.head]) else { return };
        let around = |parents: &Parents, end: usize| -> Vec<usize> {
            std::iter::successors(parents[end], |frame| parents[*frame]).collect()
        };
        let (mut up, mut down) = (around(&self.parents, line.tail), around(&self.parents, line.head));
        let shared = up.iter().rev().zip(down.iter().rev()).take_while(|(a, b)| a == b).count();
        let mut inside = up.get(up.len() - shared).copied();
        up.truncate(up.len() - shared);
        down.truncate(down.len() - shared);
        let (mut up, mut down) = (up.into_iter().peekable(), down.into_iter().rev().peekable());
        let mut last = line.tail;
        for rank in from + 1..to {
            while up.next_if(|frame| self.spans[*frame].is_none_or(|s| s.last < rank)).is_some() {}
            let parent = up.peek().copied().or_else(|| {
                while let Some(frame) = down.next_if(|frame| self.spans[*frame].is_none_or(|s| s.first <= rank)) {
                    inside = Some(frame);
                }
                inside
            });
            let bend = self.add(parent, rank);
            self.links.push((last, bend));
            last = bend;
        }
        self.links.push((last, line.head));
    }

    fn wall(&mut self, frame: usize, span: Span) {
        self.spans[frame] = Some(Span { walls: self.parents.len(), ..span });
        for rank in span.first..=span.last {
            for _ in 0..2 {
                let wall = self.add(Some(frame), rank);
                if rank > span.first {
                    self.walls.push((wall - 2, wall));
                }
            }
        }
    }

    fn add(&mut self, parent: Option<usize>, rank: usize) -> usize {
        self.parents.push(parent);
        self.ranks.push(Some(rank));
        self.spans.push(None);
        self.parents.len() - 1
    }
}
