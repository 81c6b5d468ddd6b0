//! Exchanges whole blocks: a frame with the frame, or with the run of an edge, beside it in every layer they share.

use super::cells::{Cells, Item};
use super::count::weight;
use super::pass;
use super::sift::balance;
use crate::layout::work::{Vertex, Work};
use std::ops::Range;

/// Crossings saved, sides weighed; takes its steps from `left`.
pub(super) fn exchange(work: &mut Work, cells: &mut Cells, scopes: &[Vec<u32>], left: &mut u64) -> u64 {
    let mut gain = 0;
    let mut ends = [Ends::default(), Ends::default()];
    for layer in 0..work.layers.len() as u32 {
        for &s in &scopes[layer as usize] {
            let mut at = 0;
            while at + 1 < cells.lists[cells.index(s, layer, work)].len() && *left > 0 {
                let list = &cells.lists[cells.index(s, layer, work)];
                if let Some(pair) = Pair::find(work, cells, (list[at], list[at + 1]), s, layer) {
                    gain += pair.try_exchange(work, cells, &mut ends, left);
                }
                at += 1;
            }
        }
    }
    gain
}

/// Two blocks that stand side by side wherever both are: cell and place of the left one, layer by layer.
struct Pair {
    first: u32,
    places: Vec<(usize, usize)>,
}

impl Pair {
    /// The pair whose first shared layer is `layer`, where at least one of the two is a frame.
    fn find(work: &Work, cells: &Cells, (a, b): (Item, Item), scope: u32, layer: u32) -> Option<Self> {
        let kept = work.agrees(a, b) > 0 || work.before.binds(a, b);
        if kept || cells.scope(a).is_none() && cells.scope(b).is_none() {
            return None;
        }
        let (a_span, b_span) = (span(work, cells, a, scope)?, span(work, cells, b, scope)?);
        let (first, last) = (a_span.0.max(b_span.0), a_span.1.min(b_span.1));
        if first != layer {
            return None;
        }
        let mut places = Vec::new();
        for l in first..=last {
            let index = cells.index(scope, l, work);
            let list = &cells.lists[index];
            let (a, b) = (at_layer(work, cells, a, l), at_layer(work, cells, b, l));
            let k = list.iter().position(|&i| i == a)?;
            if list.get(k + 1) != Some(&b) {
                return None;
            }
            places.push((index, k));
        }
        let may_pass = pass::may_pass(work, cells, a, b, a_span) && pass::may_pass(work, cells, b, a, b_span);
        if !may_pass {
            return None;
        }
        Some(Self { first, places })
    }

    fn swap(&self, work: &mut Work, cells: &mut Cells) {
        for (l, &(index, k)) in (self.first..).zip(&self.places) {
            cells.lists[index].swap(k, k + 1);
            cells.flatten(l, work);
        }
    }

    /// Exchanges the two where that saves crossings.
    fn try_exchange(&self, work: &mut Work, cells: &mut Cells, ends: &mut [Ends; 2], left: &mut u64) -> u64 {
        let mut delta = 0;
        let mut inner = [0; 2];
        for (l, &(index, k)) in (self.first..).zip(&self.places) {
            let list = &cells.lists[index];
            let runs = [run(work, cells, list[k], l), run(work, cells, list[k + 1], l)];
            let is_last = l as usize + 1 == self.first as usize + self.places.len();
            for down in [false, true] {
                let across = if down { l + 1 } else { l.wrapping_sub(1) };
                // What goes on within both blocks crosses neither before nor after.
                let goes_on = if down { !is_last } else { l > self.first };
                for (side, ends) in ends.iter_mut().enumerate() {
                    let own = if goes_on { run(work, cells, list[k + side], across) } else { 0..0 };
                    inner[side] = ends.read(work, &work.layers[l as usize][runs[side].clone()], down, &own);
                    *left = left.saturating_sub(1 + runs[side].len() as u64 + ends.places.len() as u64);
                }
                delta += balance(&ends[0].places, &ends[1].places) - inner[0] * inner[1];
            }
        }
        if delta >= 0 {
            return 0;
        }
        self.swap(work, cells);
        delta.unsigned_abs()
    }
}

/// Where the segments of a block end in one layer, by place and weight.
#[derive(Debug, Default)]
struct Ends {
    places: Vec<(u32, u32)>,
}

impl Ends {
    /// Reads the segments of a run: the weight of those that end within `own`.
    fn read(&mut self, work: &Work, run: &[u32], down: bool, own: &Range<usize>) -> i64 {
        self.places.clear();
        let mut inner = 0;
        for &v in run {
            for &i in if down { work.down.of(v) } else { work.up.of(v) } {
                let segment = &work.segments[i as usize];
                let place = work.pos[if down { segment.bottom } else { segment.top } as usize];
                self.places.push((place, weight(segment)));
                if own.contains(&(place as usize)) {
                    inner += i64::from(weight(segment));
                }
            }
        }
        self.places.sort_unstable();
        inner
    }
}

/// Places of the block of `item` in layer `l`.
fn run(work: &Work, cells: &Cells, item: Item, l: u32) -> Range<usize> {
    if let Some(s) = cells.scope(item) {
        let (a, b) = work.sides_at(s, l);
        return work.pos[a as usize] as usize..work.pos[b as usize] as usize + 1;
    }
    let at = work.pos[at_layer(work, cells, item, l) as usize] as usize;
    at..at + 1
}

/// Layers of a block inside `scope`.
fn span(work: &Work, cells: &Cells, item: Item, scope: u32) -> Option<(u32, u32)> {
    if let Some(s) = cells.scope(item) {
        return Some(work.spans[s as usize]);
    }
    let layer = work.layer[item as usize];
    let (Vertex::Dummy(edge) | Vertex::Label(edge)) = work.vertices[item as usize] else {
        return matches!(work.vertices[item as usize], Vertex::Node(_)).then_some((layer, layer));
    };
    let inner = |v: u32| {
        matches!(work.vertices[v as usize], Vertex::Dummy(_) | Vertex::Label(_)) && work.scope[v as usize] == scope
    };
    let mut run = work.chains[edge as usize].iter().filter(|&&v| inner(v)).map(|&v| work.layer[v as usize]);
    let first = run.next()?;
    Some((first, run.next_back().unwrap_or(first)))
}

/// The item that stands for the block of `item` in layer `l`.
fn at_layer(work: &Work, cells: &Cells, item: Item, l: u32) -> Item {
    if cells.scope(item).is_some() {
        return item;
    }
    match work.vertices[item as usize] {
        Vertex::Dummy(edge) | Vertex::Label(edge) => {
            let chain = &work.chains[edge as usize];
            chain[(l - work.layer[chain[0] as usize]) as usize]
        }
        _ => item,
    }
}
