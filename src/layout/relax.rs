//! A feasible and fair start for the placement: variables move toward the median of what pulls them.
//!
//! Needs: acyclic separations. Leaves: places that keep every separation.
//! Cost: linear in separations and pulls for each of a fixed number of passes.

use super::simplex::{Constraint, longest_path};

/// Passes over all variables, alternately from the left and from the right.
const PASSES: usize = 16;

/// `a + offset` and `b` want to be at one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pull {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) offset: i32,
    pub(super) weight: i32,
}

impl Pull {
    /// How far `b` stands left of where `a` wants it, in px.
    pub(super) fn bend(&self, at: &[i32]) -> i32 {
        at[self.a as usize] + self.offset - at[self.b as usize]
    }
}

/// The variables of frames.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// Left and right, by scope from the first.
    pub(super) sides: Vec<(u32, u32)>,
    /// Where they have a layer.
    pub(super) titles: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Free,
    Left,
    Right,
    Title,
}

/// The places while they move.
#[derive(Debug)]
pub(super) struct Relaxation {
    pub(super) at: Vec<i32>,
    role: Vec<Role>,
    /// Variables from left to right.
    order: Vec<u32>,
    /// By variable: what stands left and right of it, and how far off it must be.
    before: Vec<Vec<(u32, i32)>>,
    behind: Vec<Vec<(u32, i32)>>,
    /// By variable: who pulls it, where to, and how much.
    pulls: Vec<Vec<(u32, i32, i32)>>,
}

impl Relaxation {
    pub(super) fn new(count: usize, separations: &[Constraint], pulls: &[Pull], frames: &Frames) -> Self {
        let at = longest_path(count, separations);
        let mut relaxation = Self {
            at,
            role: vec![Role::Free; count],
            order: (0..count as u32).collect(),
            before: vec![Vec::new(); count],
            behind: vec![Vec::new(); count],
            pulls: vec![Vec::new(); count],
        };
        for s in separations {
            relaxation.before[s.head as usize].push((s.tail, s.length));
            relaxation.behind[s.tail as usize].push((s.head, s.length));
        }
        for p in pulls {
            relaxation.pulls[p.a as usize].push((p.b, -p.offset, p.weight));
            relaxation.pulls[p.b as usize].push((p.a, p.offset, p.weight));
        }
        for &(left, right) in &frames.sides {
            relaxation.role[left as usize] = Role::Left;
            relaxation.role[right as usize] = Role::Right;
        }
        for &title in &frames.titles {
            relaxation.role[title as usize] = Role::Title;
        }
        let rank = topological(count, separations);
        relaxation.order.sort_by_key(|&v| rank[v as usize]);
        relaxation
    }

    pub(super) fn run(&mut self) {
        for pass in 0..PASSES {
            let from_left = pass % 2 == 1;
            for k in 0..self.order.len() {
                let v = self.order[if from_left { k } else { self.order.len() - 1 - k }];
                self.step(v, from_left);
            }
        }
        self.close();
    }

    /// Frames close around what they hold: left sides and titles from the inside out, then right sides and titles.
    pub(super) fn close(&mut self) {
        for k in (0..self.order.len()).rev() {
            self.tighten(self.order[k], Role::Left);
        }
        for k in 0..self.order.len() {
            self.tighten(self.order[k], Role::Right);
        }
    }

    fn room(&self, v: u32) -> (i32, i32) {
        let low = self.before[v as usize].iter().map(|&(u, d)| self.at[u as usize] + d).max();
        let high = self.behind[v as usize].iter().map(|&(u, d)| self.at[u as usize] - d).min();
        (low.unwrap_or(i32::MIN), high.unwrap_or(i32::MAX))
    }

    /// Sides give way as far as they can on the side that the pass comes from; all else goes where it is pulled.
    fn step(&mut self, v: u32, from_left: bool) {
        let (low, high) = self.room(v);
        let wanted = match self.role[v as usize] {
            Role::Free => self.median(v),
            Role::Title => None,
            Role::Left | Role::Right => Some(if from_left { low } else { high }),
        };
        let Some(wanted) = wanted else { return };
        if wanted != i32::MIN && wanted != i32::MAX && low <= high {
            self.at[v as usize] = wanted.clamp(low, high);
        }
    }

    fn tighten(&mut self, v: u32, side: Role) {
        let role = self.role[v as usize];
        if role == side || role == Role::Title {
            let (low, high) = self.room(v);
            let tight = if side == Role::Left { high } else { low };
            if tight != i32::MIN && tight != i32::MAX && low <= high {
                self.at[v as usize] = tight;
            }
        }
    }

    /// The weighted median of where the pulls on `v` want it.
    fn median(&self, v: u32) -> Option<i32> {
        let mut wishes: Vec<(i32, i32)> =
            self.pulls[v as usize].iter().map(|&(u, offset, weight)| (self.at[u as usize] + offset, weight)).collect();
        wishes.sort_unstable();
        let total: i64 = wishes.iter().map(|w| i64::from(w.1)).sum();
        let mut sum = 0;
        for (k, &(at, weight)) in wishes.iter().enumerate() {
            sum += i64::from(weight);
            if 2 * sum > total {
                return Some(at);
            }
            if 2 * sum == total {
                return Some(i32::midpoint(at, wishes.get(k + 1).map_or(at, |w| w.0)));
            }
        }
        None
    }
}

/// The place of each variable in an order that respects the separations.
fn topological(count: usize, separations: &[Constraint]) -> Vec<i32> {
    let steps: Vec<Constraint> =
        separations.iter().map(|s| Constraint { tail: s.tail, head: s.head, length: 1, weight: 0 }).collect();
    longest_path(count, &steps)
}
