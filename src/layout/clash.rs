//! Pairs of frames that are to share no layer, where edges have no way past them side by side.
//!
//! Cost: linear in frames for each clash, and their sorting.

use super::layer::Layering;
use super::normalize::Part;
use super::order::Clash;

/// The longer frame of each clash above or below all siblings that it shares layers with.
pub(super) fn alone(part: &Part, layering: &Layering, clashes: &[Clash]) -> Vec<Clash> {
    let span = |s: u32| layering.spans[s as usize];
    let mut out = Vec::new();
    for &(a, b) in clashes {
        let long = if span(a).1 - span(a).0 >= span(b).1 - span(b).0 { a } else { b };
        for s in (1..part.scopes.len() as u32).filter(|&s| s != long) {
            let shares = span(s).0 <= span(long).1 && span(long).0 <= span(s).1;
            if shares && part.scopes[s as usize].parent == part.scopes[long as usize].parent {
                out.push(if (span(s), s) < (span(long), long) { (s, long) } else { (long, s) });
            }
        }
    }
    out
}

/// Below each other all frames that have a sibling that clashes: then no edge can be in trouble between two.
pub(super) fn every_pair(part: &Part, layering: &Layering, clashes: &[Clash]) -> Vec<Clash> {
    let parent = |s: u32| part.scopes[s as usize].parent;
    let mut scopes: Vec<u32> =
        (1..part.scopes.len() as u32).filter(|&s| clashes.iter().any(|c| parent(c.0) == parent(s))).collect();
    scopes.sort_by_key(|&s| (parent(s), layering.spans[s as usize], s));
    let siblings = |pair: &&[u32]| parent(pair[0]) == parent(pair[1]);
    scopes.windows(2).filter(siblings).map(|pair| (pair[0], pair[1])).collect()
}
