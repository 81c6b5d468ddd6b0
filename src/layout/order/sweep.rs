//! One barycenter sweep over all layers: each layer is sorted by its neighbours in the layer before.

use super::cells::{Cells, Item};
use crate::layout::work::{Vertex, Work};

/// Mean place of neighbours, and the outermost of them.
#[derive(Clone, Copy, Debug)]
struct Pull {
    sum: u64,
    count: u32,
    least: u32,
    most: u32,
}

const FREE: Pull = Pull { sum: 0, count: 0, least: u32::MAX, most: 0 };

impl Pull {
    fn join(&mut self, other: Self) {
        self.sum += other.sum;
        self.count += other.count;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
    }

    fn mean(self) -> f64 {
        self.sum as f64 / f64::from(self.count.max(1))
    }
}

/// The scopes that each layer has, a parent before its children.
pub(super) fn scopes_by_layer(work: &Work) -> Vec<Vec<u32>> {
    let mut out = vec![Vec::new(); work.layers.len()];
    for (s, &(first, last)) in work.spans.iter().enumerate() {
        for list in out.iter_mut().take(last as usize + 1).skip(first as usize) {
            list.push(s as u32);
        }
    }
    out
}

/// Even rounds go down, odd ones up; ties keep their order in the first two of four rounds and turn it in the others.
pub(super) fn sweep(work: &mut Work, cells: &mut Cells, scopes: &[Vec<u32>], round: usize) {
    let count = work.layers.len();
    let down = round.is_multiple_of(2);
    let mut sorter = Sorter {
        pulls: vec![FREE; work.vertices.len() + work.spans.len()],
        keyed: Vec::new(),
        anchors: Vec::new(),
        turn_ties: round % 4 >= 2,
    };
    for step in 1..count {
        let (layer, fixed) = if down { (step, step - 1) } else { (count - 1 - step, count - step) };
        sorter.layer(work, cells, &scopes[layer], layer as u32, fixed as u32);
        cells.flatten(layer as u32, work);
    }
}

struct Sorter {
    /// By item.
    pulls: Vec<Pull>,
    keyed: Vec<(f64, u32, i64, Item)>,
    /// Scopes that go on from the fixed layer: place there, value, weight, item.
    anchors: Vec<(u32, f64, f64, Item)>,
    turn_ties: bool,
}

impl Sorter {
    fn layer(&mut self, work: &Work, cells: &mut Cells, scopes: &[u32], layer: u32, fixed: u32) {
        for &s in scopes {
            self.pulls[cells.item(s) as usize] = FREE;
        }
        for &v in &work.layers[layer as usize] {
            let mut pull = FREE;
            let ends = if fixed < layer { work.up.of(v) } else { work.down.of(v) };
            for &i in ends {
                let segment = &work.segments[i as usize];
                let pos = work.pos[if fixed < layer { segment.top } else { segment.bottom } as usize];
                pull.join(Pull { sum: u64::from(pos), count: 1, least: pos, most: pos });
            }
            self.pulls[v as usize] = pull;
            if work.scope[v as usize] != 0 && !matches!(work.vertices[v as usize], Vertex::Left(_) | Vertex::Right(_)) {
                self.pulls[cells.item(work.scope[v as usize]) as usize].join(pull);
            }
        }
        for &s in scopes.iter().rev().filter(|&&s| s != 0) {
            let outer = work.part.scopes[s as usize].parent;
            if outer != 0 {
                let pull = self.pulls[cells.item(s) as usize];
                self.pulls[cells.item(outer) as usize].join(pull);
            }
        }
        for &s in scopes {
            let index = cells.index(s, layer, work);
            if cells.lists[index].len() > 1 {
                let mut list = std::mem::take(&mut cells.lists[index]);
                self.sort(work, cells, &mut list, fixed);
                cells.lists[index] = list;
            }
        }
    }

    /// Sorts one cell. Frames that go on keep their order, and what passes them stays on its side.
    fn sort(&mut self, work: &Work, cells: &Cells, list: &mut [Item], fixed: u32) {
        self.anchors.clear();
        for &item in list.iter() {
            let Some(s) = cells.scope(item) else { continue };
            let (first, last) = work.spans[s as usize];
            if (first..=last).contains(&fixed) {
                let pos = work.pos[work.sides_at(s, fixed).0 as usize];
                let pull = self.pulls[item as usize];
                let value = if pull.count == 0 { f64::from(pos) } else { pull.mean() };
                self.anchors.push((pos, value, f64::from(pull.count.max(1)), item));
            }
        }
        self.anchors.sort_unstable_by_key(|a| a.0);
        level(&mut self.anchors);

        self.keyed.clear();
        let mut before = f64::MIN;
        for (k, &item) in list.iter().enumerate() {
            let tie = if self.turn_ties { -(k as i64) } else { k as i64 };
            if let Some(i) = self.anchors.iter().position(|a| a.3 == item) {
                before = self.anchors[i].1;
                self.keyed.push((before, 2 * i as u32 + 1, tie, item));
                continue;
            }
            let title = cells.scope(item).is_none() && matches!(work.vertices[item as usize], Vertex::Title(_));
            if title {
                self.keyed.push((f64::NEG_INFINITY, 0, 0, item));
                continue;
            }
            let pull = self.pulls[item as usize];
            let gap_of = |pos: u32| self.anchors.partition_point(|a| a.0 < pos);
            let (mut value, mut gap) = (before, None);
            let mut tie = tie;
            if pull.count > 0 {
                value = pull.mean();
                let (least, most) = (gap_of(pull.least), gap_of(pull.most));
                if least == most {
                    let low = if least == 0 { f64::MIN } else { self.anchors[least - 1].1 };
                    let high = self.anchors.get(least).map_or(f64::MAX, |a| a.1);
                    value = value.clamp(low, high);
                    gap = Some(least);
                }
            } else {
                // What nothing pulls stays behind what stood before it.
                tie = k as i64;
            }
            let gap = gap.unwrap_or_else(|| self.anchors.partition_point(|a| a.1 <= value));
            before = value;
            self.keyed.push((value, 2 * gap as u32, tie, item));
        }
        self.keyed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        for (slot, key) in list.iter_mut().zip(&self.keyed) {
            *slot = key.3;
        }
        if !work.before.is_empty() {
            work.before.arrange(list, |item| !self.anchors.iter().any(|a| a.3 == item));
        }
    }
}

/// The nearest values that do not fall from left to right (pool adjacent violators).
fn level(anchors: &mut [(u32, f64, f64, Item)]) {
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(anchors.len());
    for a in anchors.iter() {
        let mut pool = (a.1, a.2, 1);
        while let Some(&(value, weight, size)) = pools.last() {
            if value <= pool.0 {
                break;
            }
            pools.pop();
            let sum = weight + pool.1;
            pool = ((value * weight + pool.0 * pool.1) / sum, sum, size + pool.2);
        }
        pools.push(pool);
    }
    let values = pools.iter().flat_map(|&(value, _, size)| std::iter::repeat_n(value, size));
    for (a, value) in anchors.iter_mut().zip(values) {
        a.1 = value;
    }
}
