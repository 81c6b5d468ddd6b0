//! Moves runs of edges, nodes and ports a little, so that more segments are straight.
//!
//! Needs: places and ports. Leaves: places that keep every separation and ports in order on their sides, with fewer bends.
//! The placement asks for short ways across the flow, which is not the same: where what pulls to both sides is alike it
//! leaves an edge anywhere between them, bent at both ends.
//! Each bent segment is tried from either end: that end moves until the segment is straight, pushes what stands in its
//! way and takes along what is straight on it. What lessens the bends is kept.
//! Cost: linear in segments and separations, as each try is bounded.

use super::normalize::NONE;
use super::ports::{self, Ports, Rail};
use super::relax::Pull;
use super::simplex::Constraint;
use super::work::{Adjacency, Work};

/// What one try may move, and the steps that it may take.
const MOST: usize = 40;
const STEPS: usize = 150;
/// How much longer edges may become across the flow for each bend less, in px: nodes must not drift off for one.
const WORTH: i32 = 40;

/// `of` is the variable of each vertex, `at` the place of each variable; `stays` are pulls that are none of a segment.
pub(super) fn straighten(
    work: &Work,
    of: &[u32],
    separations: &[Constraint],
    stays: &[Pull],
    rails: &[Rail],
    at: &mut Vec<i32>,
    ports: &mut Ports,
) {
    let count = at.len();
    let mut separations = separations.to_vec();
    // Every port is a variable of its own; by segment, at its upper and at its lower end.
    let mut port_of = vec![[NONE; 2]; work.segments.len()];
    for rail in rails {
        let node = of[rail.node as usize];
        for (k, segments) in rail.ports.iter().enumerate() {
            let port = at.len() as u32;
            at.push(at[node as usize] + rail.offset(ports, k));
            for &i in segments {
                port_of[i as usize][usize::from(!rail.down)] = port;
            }
            let mut apart = |tail, head, length| separations.push(Constraint { tail, head, length, weight: 0 });
            apart(node, port, -rail.reach);
            apart(port, node, -rail.reach);
            if k > 0 {
                apart(port - 1, port, rail.apart);
            }
        }
    }
    let mut pulls = stays.to_vec();
    for (i, s) in work.segments.iter().enumerate().filter(|(_, s)| s.edge != NONE) {
        let end = |port: u32, v: u32| if port == NONE { of[v as usize] } else { port };
        let (a, b) = (end(port_of[i][0], s.top), end(port_of[i][1], s.bottom));
        if a != b {
            pulls.push(Pull { a, b, offset: 0, weight: 0 });
        }
    }

    let mut tries = Tries::new(&pulls, stays.len(), &separations, at.len());
    for p in &pulls {
        let bend = p.bend(at);
        if bend == 0 {
            continue;
        }
        let mut best = (0, i32::MIN);
        let mut moves = Vec::new();
        for (v, by) in [(p.a, -bend), (p.b, bend)] {
            if let Some(gain) = tries.attempt(at, v, by)
                && gain < best
                && gain.1 <= -gain.0 * WORTH
            {
                best = gain;
                moves.clone_from(&tries.moves);
            }
        }
        for (v, by) in moves {
            at[v as usize] += by;
        }
    }
    for rail in rails {
        for segments in &rail.ports {
            for &i in segments {
                let port = port_of[i as usize][usize::from(!rail.down)];
                *ports::end(ports, i, !rail.down) = at[port as usize] - at[of[rail.node as usize] as usize];
            }
        }
    }
    at.truncate(count);
}

struct Tries<'a> {
    pulls: &'a [Pull],
    /// How many of the pulls, the first of them, are to places in an earlier layout.
    stays: usize,
    separations: &'a [Constraint],
    /// By variable: its pulls, each end by itself.
    pulled: Adjacency,
    /// By variable: the separations from what stands left of it, and from what stands right of it.
    beside: [Adjacency; 2],
    /// How far each variable moves in this try.
    shift: Vec<i32>,
    /// What moves in this try, and how far.
    moves: Vec<(u32, i32)>,
}

impl<'a> Tries<'a> {
    fn new(pulls: &'a [Pull], stays: usize, separations: &'a [Constraint], count: usize) -> Self {
        let pulled = Adjacency::new(count, pulls.iter().flat_map(|p| [p.a, p.b]));
        let left = Adjacency::new(count, separations.iter().map(|s| s.head));
        let right = Adjacency::new(count, separations.iter().map(|s| s.tail));
        let (shift, moves) = (vec![0; count], Vec::new());
        Self { pulls, stays, separations, pulled, beside: [left, right], shift, moves }
    }

    /// How many bends, and how many px across the flow, there are more after `v` moves `by`; none where too much moves.
    fn attempt(&mut self, at: &[i32], v: u32, by: i32) -> Option<(i32, i32)> {
        self.moves.clear();
        let mut moved = vec![v];
        self.shift[v as usize] = by;
        let gain = self.spread(at, by, &mut moved).then(|| self.gain(at, &mut moved));
        for v in moved {
            self.shift[v as usize] = 0;
        }
        gain
    }

    /// Moves what must move with the first of `moved`, and what shall; whether that is little enough.
    fn spread(&mut self, at: &[i32], by: i32, moved: &mut Vec<u32>) -> bool {
        let is_rightward = by > 0;
        let (mut next, mut steps) = (0, 0);
        while let Some(&v) = moved.get(next) {
            next += 1;
            let (beside, pulled) = (self.beside[usize::from(is_rightward)].of(v), self.pulled.of(v));
            steps += beside.len() + pulled.len();
            if moved.len() > MOST || steps > STEPS || pulled.iter().any(|&end| self.strays(at, v, end)) {
                return false;
            }
            for &i in beside {
                let s = self.separations[i as usize];
                let (tail, head) = (s.tail as usize, s.head as usize);
                let lacks = s.length - (at[head] + self.shift[head] - at[tail] - self.shift[tail]);
                if lacks > 0 {
                    let (w, by) = if is_rightward { (head, lacks) } else { (tail, -lacks) };
                    self.shift[w] += by;
                    moved.push(w as u32);
                }
            }
            let shift = self.shift[v as usize];
            for &end in pulled {
                let p = self.pulls[end as usize / 2];
                let w = if p.a == v { p.b } else { p.a };
                if self.shift[w as usize].abs() < shift.abs() && p.bend(at) == 0 {
                    self.shift[w as usize] = shift;
                    moved.push(w);
                }
            }
        }
        true
    }

    /// Whether the way of `v` leads away from where it stood in an earlier layout.
    fn strays(&self, at: &[i32], v: u32, end: u32) -> bool {
        let pull = end as usize / 2;
        let off = self.pulls[pull].bend(at);
        pull < self.stays && (off - self.shift[v as usize]).abs() > off.abs()
    }

    fn gain(&mut self, at: &[i32], moved: &mut Vec<u32>) -> (i32, i32) {
        moved.sort_unstable();
        moved.dedup();
        let (mut bends, mut length) = (0, 0);
        for &v in moved.iter() {
            self.moves.push((v, self.shift[v as usize]));
            for &end in self.pulled.of(v) {
                let p = self.pulls[end as usize / 2];
                let other = if p.a == v { p.b } else { p.a };
                if other < v && self.shift[other as usize] != 0 {
                    continue;
                }
                let before = p.bend(at);
                let after = before + self.shift[p.a as usize] - self.shift[p.b as usize];
                bends += i32::from(after != 0) - i32::from(before != 0);
                length += after.abs() - before.abs();
            }
        }
        (bends, length)
    }
}
