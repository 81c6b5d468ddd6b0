//! Slots for a channel with very many wires: each group of one direction is packed by itself, leftward ones on top.
//!
//! A leftward wire whose lower end is where a rightward one comes down would run along it: it is cut, and its second
//! half goes below all.
//!
//! Cost: `O(k log k)` in wires. Wires of the two directions share no slots, so the channel is higher than it had to be.

use super::slots::{Slots, Wire, free_place};

pub(super) fn assign(wires: &[Wire], straight: &[i32]) -> Slots {
    let mut order: Vec<usize> = (0..wires.len()).collect();
    // Better above comes first: rightward wires from the right, leftward ones from the left.
    order.sort_by_key(|&i| {
        let w = wires[i];
        if w.to < w.from { (0, w.from, w.to, i) } else { (1, -w.from, -w.to, i) }
    });
    let (leftward, rightward) = order.split_at(order.partition_point(|&i| wires[i].to < wires[i].from));

    let mut taken: Vec<i32> = wires.iter().flat_map(|w| [w.from, w.to]).chain(straight.iter().copied()).collect();
    taken.sort_unstable();
    let mut come_down: Vec<i32> = rightward.iter().map(|&i| wires[i].from).collect();
    come_down.sort_unstable();
    let mut upper: Vec<(usize, Wire)> = Vec::with_capacity(leftward.len());
    let mut lower: Vec<(usize, Wire)> = Vec::new();
    for &i in leftward {
        let mut wire = wires[i];
        if come_down.binary_search(&wire.to).is_ok() {
            let middle = free_place(&taken, wire);
            taken.insert(taken.partition_point(|&t| t < middle), middle);
            lower.push((i, Wire { from: middle, to: wire.to }));
            wire.to = middle;
        }
        upper.push((i, wire));
    }
    lower.sort_by_key(|&(i, wire)| (wire.from, wire.to, i));
    let rightward: Vec<(usize, Wire)> = rightward.iter().map(|&i| (i, wires[i])).collect();

    taken.dedup();
    let span = |w: &Wire| {
        let at = |x: i32| taken.partition_point(|&p| p < x);
        (at(w.from.min(w.to)), at(w.from.max(w.to)))
    };
    let mut out = Slots { of: vec![(0, None); wires.len()], count: 0 };
    for (k, group) in [&upper, &rightward, &lower].into_iter().enumerate() {
        let first = out.count;
        let mut skyline = Skyline::new(taken.len());
        for (i, wire) in group {
            let (low, high) = span(wire);
            let level = skyline.highest(low, high);
            skyline.raise(low, high, level + 1);
            let slot = first + level;
            if k == 2 {
                out.of[*i].1 = Some((wire.from, slot));
            } else {
                out.of[*i].0 = slot;
            }
            out.count = out.count.max(slot + 1);
        }
    }
    out
}

/// Heights over places: a tree with the highest value below each node, and what was raised over all of it.
struct Skyline {
    leaves: usize,
    most: Vec<u32>,
    whole: Vec<u32>,
}

impl Skyline {
    fn new(places: usize) -> Self {
        let leaves = places.next_power_of_two().max(1);
        Self { leaves, most: vec![0; 2 * leaves], whole: vec![0; 2 * leaves] }
    }

    /// The highest value from `low` to `high`, both included.
    fn highest(&self, low: usize, high: usize) -> u32 {
        let mut best = 0;
        // What was raised over a node counts for all that is below it: look at the way up from both ends.
        for end in [low, high] {
            let mut node = (end + self.leaves) >> 1;
            while node > 0 {
                best = best.max(self.whole[node]);
                node /= 2;
            }
        }
        self.cover(low, high, |node| best = best.max(self.most[node]));
        best
    }

    fn raise(&mut self, low: usize, high: usize, to: u32) {
        let mut nodes = Vec::new();
        self.cover(low, high, |node| nodes.push(node));
        for mut node in nodes {
            self.whole[node] = self.whole[node].max(to);
            while node > 0 {
                self.most[node] = self.most[node].max(to);
                node /= 2;
            }
        }
    }

    /// The largest nodes that together cover the range.
    fn cover(&self, low: usize, high: usize, mut visit: impl FnMut(usize)) {
        let (mut a, mut b) = (low + self.leaves, high + self.leaves + 1);
        while a < b {
            if a & 1 == 1 {
                visit(a);
                a += 1;
            }
            if b & 1 == 1 {
                b -= 1;
                visit(b);
            }
            a /= 2;
            b /= 2;
        }
    }
}
