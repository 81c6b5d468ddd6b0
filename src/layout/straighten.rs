//! Moves edges on their way a little, so that they go straight on at one end at least.
//!
//! Needs: places and ports. Leaves: places that keep every separation, with fewer bends. Where both ends pull alike,
//! the placement may leave an edge anywhere between them, bent at both.
//! Cost: linear in segments and separations for each of two passes.

use super::normalize::NONE;
use super::ports::Ports;
use super::simplex::Constraint;
use super::work::{Vertex, Work};

const PASSES: usize = 2;

/// `of` is the variable of each vertex, `at` the place of each variable.
pub(super) fn straighten(work: &Work, of: &[u32], separations: &[Constraint], at: &mut [i32], ports: &Ports) {
    let count = at.len();
    let mut on_its_way = vec![false; count];
    for (v, vertex) in work.vertices.iter().enumerate() {
        on_its_way[of[v] as usize] |= matches!(vertex, Vertex::Dummy(_) | Vertex::Label(_));
    }
    // By variable on its way: where its ends lead, as the variable there and the offset from it.
    let mut ends: Vec<Vec<(u32, i32)>> = vec![Vec::new(); count];
    for (i, s) in work.segments.iter().enumerate().filter(|(_, s)| s.edge != NONE) {
        let (a, b) = (of[s.top as usize], of[s.bottom as usize]);
        if a != b {
            let offset = ports[i].0 - ports[i].1;
            ends[a as usize].push((b, -offset));
            ends[b as usize].push((a, offset));
        }
    }
    let mut beside: Vec<Vec<(u32, i32)>> = vec![Vec::new(); count];
    for s in separations {
        // Positive distances bound from the left, negative ones from the right.
        beside[s.head as usize].push((s.tail, s.length));
        beside[s.tail as usize].push((s.head, -s.length));
    }
    for _ in 0..PASSES {
        for v in (0..count).filter(|&v| on_its_way[v]) {
            let shifts = ends[v].iter().map(|&(w, offset)| at[w as usize] + offset - at[v]);
            let bends = |by: i32| ends[v].iter().filter(|&&(w, o)| at[w as usize] + o - at[v] != by).count();
            let now = bends(0);
            let Some(by) = shifts.filter(|&by| bends(by) < now).min_by_key(|&by| (bends(by), by.abs(), by)) else {
                continue;
            };
            let fits = |&(w, length): &(u32, i32)| {
                let apart = at[v] + by - at[w as usize];
                if length > 0 { apart >= length } else { apart <= length }
            };
            if beside[v].iter().all(fits) {
                at[v] += by;
            }
        }
    }
}
