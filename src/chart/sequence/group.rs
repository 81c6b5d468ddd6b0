//! Frames around neighbours: how much room they take, and where they stand.

use super::axis::Apart;
use super::place::HEAD_GAP;
use super::{Lifeline, Sequence, Sizes};
use crate::base::{Rect, Size};
use std::ops::Range;

/// Between a group and the heads in it.
const PAD: f64 = 12.0;
/// Above and below the title of a group.
const TITLE_PAD: f64 = 7.0;
/// Between two groups that stand side by side.
const GAP: f64 = 10.0;

/// The members of each group: they stand side by side.
fn members(sequence: &Sequence) -> Vec<Option<Range<usize>>> {
    let mut out: Vec<Option<Range<usize>>> = vec![None; sequence.groups.len()];
    for (at, participant) in sequence.participants.iter().enumerate() {
        if let Some(group) = participant.group.and_then(|group| out.get_mut(group)) {
            let start = group.as_ref().map_or(at, |range| range.start);
            *group = Some(start..at + 1);
        }
    }
    out
}

/// How much room groups take above the heads.
pub(super) fn top(sequence: &Sequence, sizes: &Sizes) -> f64 {
    if sequence.groups.is_empty() {
        return 0.0;
    }
    let titles = sizes.groups.iter().map(|title| title.h).fold(0.0, f64::max);
    PAD + if titles > 0.0 { titles + TITLE_PAD } else { 0.0 }
}

/// What keeps groups apart from each other and from whom is in none.
pub(super) fn pairs(sequence: &Sequence, sizes: &Sizes) -> Vec<Apart> {
    let head = |at: usize| sizes.participants.get(at).copied().unwrap_or_default().w;
    // How far a group reaches beyond the heads at its ends, because of its title.
    let mut beyond = vec![0.0_f64; sequence.groups.len()];
    let members = members(sequence);
    for ((members, title), beyond) in members.iter().zip(&sizes.groups).zip(&mut beyond) {
        let Some(members) = members else { continue };
        let heads: f64 = members.clone().map(head).sum();
        let wide = heads + HEAD_GAP * (members.len() - 1) as f64;
        *beyond = PAD + ((title.w - wide) / 2.0).max(0.0);
    }
    let reach = |at: usize| {
        let group = sequence.participants.get(at).and_then(|p| p.group);
        (group, group.and_then(|group| beyond.get(group)).copied().unwrap_or_default())
    };
    let neighbours = (1..sequence.participants.len()).map(|right| (right - 1, right));
    let apart = neighbours.filter_map(|(left, right)| {
        let ((one, before), (other, after)) = (reach(left), reach(right));
        let by = f64::midpoint(head(left), head(right)) + before + after + HEAD_GAP.min(2.0 * GAP);
        (one != other).then_some(Apart { left, right, by })
    });
    apart.collect()
}

/// Where groups stand, around heads and feet.
pub(super) fn place(sequence: &Sequence, sizes: &Sizes, lifelines: &[Lifeline], bottom: f64) -> Vec<Rect> {
    let members = members(sequence);
    let feet = lifelines.iter().filter_map(|line| line.foot).map(Rect::bottom).fold(bottom, f64::max);
    let placed = members.into_iter().zip(sizes.groups.iter().copied().chain(std::iter::repeat(Size::default())));
    let placed = placed.map(|(members, title)| {
        let heads = members.and_then(|members| lifelines.get(members)).unwrap_or_default();
        let Some(around) = heads.iter().map(|line| line.head).reduce(Rect::union) else { return Rect::default() };
        let width = (around.w + 2.0 * PAD).max(title.w + 2.0 * PAD);
        Rect::new(around.center().x - width / 2.0, 0.0, width, feet + PAD)
    });
    placed.collect()
}
