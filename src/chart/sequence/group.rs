//! Frames around neighbours: how much room they take, and where they stand.

use super::axis::Apart;
use super::place::{BAR, HEAD_GAP, NOTE_GAP, NOTE_OVERHANG};
use super::{Event, PlacedSequence, Sequence, Side, Sizes};
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

/// The group that all of these are in.
fn common(sequence: &Sequence, over: &[usize]) -> Option<usize> {
    let group = |at: &usize| sequence.participants.get(*at).and_then(|participant| participant.group);
    let first = group(over.first()?)?;
    over.iter().all(|at| group(at) == Some(first)).then_some(first)
}

/// From where to where the notes of each group reach.
fn notes(sequence: &Sequence, placed: &PlacedSequence) -> Vec<Option<(f64, f64)>> {
    let mut out: Vec<Option<(f64, f64)>> = vec![None; sequence.groups.len()];
    for note in &placed.notes {
        let Some(Event::Note { over, .. }) = sequence.events.get(note.event) else { continue };
        if let Some(ends) = common(sequence, over).and_then(|group| out.get_mut(group)) {
            let (left, right) = (note.rect.x, note.rect.right());
            *ends = Some(ends.map_or((left, right), |(a, b)| (a.min(left), b.max(right))));
        }
    }
    out
}

/// How far the notes of each participant reach to its left and right, because of which its group grows.
fn reaches(sequence: &Sequence, sizes: &Sizes) -> Vec<[f64; 2]> {
    let mut out = vec![[0.0_f64; 2]; sequence.participants.len()];
    for (event, size) in sequence.events.iter().zip(&sizes.texts) {
        let Event::Note { over, side, .. } = event else { continue };
        let (Some(_), Some(first), Some(last)) = (common(sequence, over), over.iter().min(), over.iter().max()) else {
            continue;
        };
        let beside = size.w + NOTE_GAP + 2.0 * BAR + PAD;
        match side {
            Side::Left => out[*first][0] = out[*first][0].max(beside),
            Side::Right => out[*last][1] = out[*last][1].max(beside),
            Side::Over if first == last => {
                let half = size.w / 2.0 + PAD;
                out[*first] = out[*first].map(|reach| reach.max(half));
            }
            Side::Over => {
                out[*first][0] = out[*first][0].max(NOTE_OVERHANG + PAD);
                out[*last][1] = out[*last][1].max(NOTE_OVERHANG + PAD);
            }
        }
    }
    out
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
    let notes = reaches(sequence, sizes);
    let neighbours = (1..sequence.participants.len()).map(|right| (right - 1, right));
    let apart = neighbours.filter_map(|(left, right)| {
        let ((one, before), (other, after)) = (reach(left), reach(right));
        let before = (head(left) / 2.0 + before).max(notes[left][1]);
        let after = (head(right) / 2.0 + after).max(notes[right][0]);
        let by = before + after + HEAD_GAP.min(2.0 * GAP);
        (one != other).then_some(Apart { left, right, by })
    });
    apart.collect()
}

/// Where groups stand, around heads and feet.
pub(super) fn place(sequence: &Sequence, sizes: &Sizes, placed: &PlacedSequence, bottom: f64) -> Vec<Rect> {
    let lifelines = &placed.lifelines;
    let beside = notes(sequence, placed);
    let members = members(sequence);
    let feet = lifelines.iter().filter_map(|line| line.foot).map(Rect::bottom).fold(bottom, f64::max);
    let all = members.into_iter().zip(sizes.groups.iter().copied().chain(std::iter::repeat(Size::default())));
    let all = all.enumerate().map(|(group, (members, title))| {
        let heads = members.and_then(|members| lifelines.get(members)).unwrap_or_default();
        let Some(around) = heads.iter().map(|line| line.head).reduce(Rect::union) else { return Rect::default() };
        let width = (around.w + 2.0 * PAD).max(title.w + 2.0 * PAD);
        let left = around.center().x - width / 2.0;
        let (a, b) = beside.get(group).copied().flatten().unwrap_or((left + PAD, left + PAD));
        let (left, right) = (left.min(a - PAD), (left + width).max(b + PAD));
        Rect::new(left, 0.0, right - left, feet + PAD)
    });
    all.collect()
}
