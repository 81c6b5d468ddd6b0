//! Assigns the horizontal pieces of one channel to slots, so that no two overlap and few cross.
//!
//! Cost: quadratic in the wires of one channel up to a bound, `O(k log k)` beyond it.
//! Paper: Sander, "Layout of directed hypergraphs with orthogonal hyperedges", 2003; cycles are cut by a jog, since
//! leaving them makes upright pieces overlap.

use super::bulk;
use crate::layout::normalize::NONE;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Between two pieces of one slot, in px: less looks like one line.
pub(super) const NEAR: i32 = 4;
/// Upright pieces closer than this run along each other, in px. Where ports stand as close as that anyway, keeping them
/// apart in one channel costs crossings and shows nothing.
const ALONG: i32 = 1;
/// How far off the middle of a wire its jog may be, in px.
const REACH: i32 = 4_000;
/// Channels with more wires are not compared pair by pair.
const PAIRWISE: usize = 400;

/// A horizontal piece: where it comes down from, and where it goes on down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wire {
    pub(super) from: i32,
    pub(super) to: i32,
}

/// Slots from the top, by wire: one, or two with the place of the jog between them.
#[derive(Debug, Default)]
pub(super) struct Slots {
    pub(super) of: Vec<(u32, Option<(i32, u32)>)>,
    pub(super) count: u32,
}

/// A whole wire, the upper or lower half of one that is cut, or the wires of a trunk.
#[derive(Clone, Debug)]
struct Piece {
    /// Of a trunk the first and the longest way.
    wire: Wire,
    of: usize,
    half: Half,
    /// The wires of a trunk; empty for what is alone.
    shared: Vec<(usize, Wire)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Whole,
    Upper,
    Lower,
}

/// What two pieces ask of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// They do not meet.
    Any,
    /// They need two slots.
    Apart,
    /// The first is better above; or must be.
    Above { hard: bool },
    /// The first is better below; or must be.
    Below { hard: bool },
}

impl Piece {
    fn new(of: usize, wire: Wire, half: Half) -> Self {
        Self { wire, of, half, shared: Vec::new() }
    }

    /// Every wire in it.
    fn wires(&self) -> impl Iterator<Item = Wire> {
        let own = self.shared.is_empty().then_some(self.wire);
        own.into_iter().chain(self.shared.iter().map(|&(_, wire)| wire))
    }

    fn span(&self) -> (i32, i32) {
        let all = || self.wires().flat_map(|w| [w.from, w.to]);
        (all().min().unwrap_or(0), all().max().unwrap_or(0))
    }

    /// How often the upright pieces of `below` cross it when it lies above that.
    fn crossings_above(&self, below: &Self) -> usize {
        let within = |(low, high): (i32, i32), x: i32| low < x && x < high;
        let tops = below.ends(|w| w.from);
        let bottoms = self.ends(|w| w.to);
        tops.iter().filter(|&&x| within(self.span(), x)).count()
            + bottoms.iter().filter(|&&x| within(below.span(), x)).count()
    }

    /// The places of its upper or lower ends, each once.
    fn ends(&self, end: impl Fn(Wire) -> i32) -> Vec<i32> {
        let mut ends: Vec<i32> = self.wires().map(end).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }
}

/// `straight` are the places of the edges that go through the channel without a bend, in order. Wires of one of the
/// `trunks` share a slot, where nothing is in the way; `NONE` shares none.
pub(super) fn assign(wires: &[Wire], straight: &[i32], trunks: &[u32]) -> Slots {
    if wires.len() > PAIRWISE {
        return bulk::assign(wires, straight);
    }
    let mut pieces = whole(wires, trunks);
    loop {
        sort(&mut pieces);
        match try_assign(&pieces) {
            Ok(slots) => return collect(wires.len(), &pieces, &slots),
            Err(cut) if !pieces[cut].shared.is_empty() => {
                let shared = std::mem::take(&mut pieces[cut].shared);
                pieces.swap_remove(cut);
                pieces.extend(shared.into_iter().map(|(of, wire)| Piece::new(of, wire, Half::Whole)));
            }
            Err(cut) => {
                let (of, wire) = (pieces[cut].of, pieces[cut].wire);
                let mut taken: Vec<i32> =
                    pieces.iter().flat_map(Piece::wires).flat_map(|wire| [wire.from, wire.to]).collect();
                taken.extend(straight);
                taken.sort_unstable();
                let middle = free_place(&taken, wire);
                pieces[cut] = Piece::new(of, Wire { from: wire.from, to: middle }, Half::Upper);
                pieces.push(Piece::new(of, Wire { from: middle, to: wire.to }, Half::Lower));
            }
        }
    }
}

/// A piece for each trunk, and for each wire that is in none.
fn whole(wires: &[Wire], trunks: &[u32]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(wires.len());
    let mut at: BTreeMap<u32, usize> = BTreeMap::new();
    for (of, (&wire, &trunk)) in wires.iter().zip(trunks).enumerate() {
        let known = if trunk == NONE { None } else { at.get(&trunk) };
        let Some(&known) = known else {
            at.insert(trunk, pieces.len());
            pieces.push(Piece::new(of, wire, Half::Whole));
            continue;
        };
        let piece = &mut pieces[known];
        if piece.shared.is_empty() {
            piece.shared.push((piece.of, piece.wire));
        }
        piece.shared.push((of, wire));
        if wire.to.abs_diff(wire.from) > piece.wire.to.abs_diff(piece.wire.from) {
            piece.wire = wire;
        }
    }
    pieces
}

/// Rightward pieces from the right, then leftward ones from the left: better above comes first.
fn sort(pieces: &mut [Piece]) {
    pieces.sort_by_key(|p| {
        let right = p.wire.to > p.wire.from;
        if right { (0, -p.wire.from, -p.wire.to, p.of) } else { (1, p.wire.from, p.wire.to, p.of) }
    });
}

fn order(a: &Piece, b: &Piece) -> Order {
    let ((a0, a1), (b0, b1)) = (a.span(), b.span());
    if a1 + NEAR <= b0 || b1 + NEAR <= a0 {
        return Order::Any;
    }
    if a.of == b.of {
        return if a.half == Half::Upper { Order::Above { hard: true } } else { Order::Below { hard: true } };
    }
    match (runs_into(a, b), runs_into(b, a)) {
        (true, false) => return Order::Below { hard: true },
        (false, true) => return Order::Above { hard: true },
        // Both ways at once: the cut of one of them frees the other.
        (true, true) => return Order::Apart,
        (false, false) => {}
    }
    if !(a.shared.is_empty() && b.shared.is_empty()) {
        return match a.crossings_above(b).cmp(&b.crossings_above(a)) {
            Ordering::Less => Order::Above { hard: false },
            Ordering::Equal => Order::Apart,
            Ordering::Greater => Order::Below { hard: false },
        };
    }
    let above = match (a.wire.to > a.wire.from, b.wire.to > b.wire.from) {
        (true, true) => (a.wire.from, a.wire.to) > (b.wire.from, b.wire.to),
        (false, false) => (a.wire.from, a.wire.to) < (b.wire.from, b.wire.to),
        _ => return Order::Apart,
    };
    if above { Order::Above { hard: false } } else { Order::Below { hard: false } }
}

/// Whether the one goes on down where the other comes down from. Only real ends go on to the top or the bottom of the
/// channel.
fn runs_into(down: &Piece, up: &Piece) -> bool {
    let near = |x: i32| up.wires().any(|wire| (x - wire.from).abs() < ALONG);
    down.half != Half::Upper && up.half != Half::Lower && down.wires().any(|wire| near(wire.to))
}

/// Whether the two must each be above the other.
fn is_deadlock(a: &Piece, b: &Piece) -> bool {
    a.half == Half::Whole && b.half == Half::Whole && runs_into(a, b) && runs_into(b, a)
}

/// Slots by piece, or the piece to cut.
fn try_assign(pieces: &[Piece]) -> Result<Vec<u32>, usize> {
    let count = pieces.len();
    // Pieces below each piece, and how many pieces are above it: hard ones and soft ones.
    let mut below: Vec<Vec<(u32, bool)>> = vec![Vec::new(); count];
    let mut apart: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut waits = vec![(0u32, 0u32); count];
    for i in 0..count {
        for j in i + 1..count {
            let (first, second, hard) = match order(&pieces[i], &pieces[j]) {
                Order::Any => continue,
                Order::Apart => {
                    if is_deadlock(&pieces[i], &pieces[j]) {
                        return Err(i);
                    }
                    apart[i].push(j as u32);
                    apart[j].push(i as u32);
                    continue;
                }
                Order::Above { hard } => (i, j, hard),
                Order::Below { hard } => (j, i, hard),
            };
            below[first].push((second as u32, hard));
            apart[first].push(second as u32);
            apart[second].push(first as u32);
            let wait = &mut waits[second];
            *(if hard { &mut wait.0 } else { &mut wait.1 }) += 1;
        }
    }
    let mut slots = vec![u32::MAX; count];
    let mut least = vec![0u32; count];
    let mut taken: Vec<u32> = Vec::new();
    let mut ready: std::collections::BTreeSet<u32> =
        (0..count as u32).filter(|&i| waits[i as usize] == (0, 0)).collect();
    for _ in 0..count {
        let next = ready.pop_first().or_else(|| {
            // A wish is given up before a wire is cut.
            (0..count as u32).find(|&i| slots[i as usize] == u32::MAX && waits[i as usize].0 == 0)
        });
        let Some(next) = next else {
            let stuck = |i: &usize| slots[*i] == u32::MAX;
            let whole = (0..count).find(|i| stuck(i) && pieces[*i].half == Half::Whole);
            match whole {
                Some(cut) => return Err(cut),
                // Halves alone never wait for each other in a ring; take them as they come.
                None => match (0..count).find(stuck) {
                    Some(any) => {
                        ready.insert(any as u32);
                        continue;
                    }
                    None => break,
                },
            }
        };
        let i = next as usize;
        taken.clear();
        taken.extend(apart[i].iter().map(|&j| slots[j as usize]).filter(|&s| s != u32::MAX));
        taken.sort_unstable();
        let mut slot = least[i];
        for &s in &taken {
            if s == slot {
                slot += 1;
            }
        }
        slots[i] = slot;
        for &(j, hard) in &below[i] {
            let j = j as usize;
            least[j] = least[j].max(slot + 1);
            let wait = &mut waits[j];
            if hard {
                wait.0 -= 1;
            } else {
                wait.1 -= 1;
            }
            if *wait == (0, 0) && slots[j] == u32::MAX {
                ready.insert(j as u32);
            }
        }
    }
    Ok(slots)
}

/// A place for a jog near the middle of a wire, off every other upright piece: those at `taken`, in order. In a crowd it
/// stands nearer to them, but on none while there is room.
pub(super) fn free_place(taken: &[i32], wire: Wire) -> i32 {
    let middle = i32::midpoint(wire.from, wire.to);
    let half = ((wire.to - wire.from).abs() / 2).min(REACH);
    let places = |apart: i32| (0..(half - apart).max(1)).flat_map(move |k| [middle - k, middle + k]);
    let is_free = |x: i32, apart| taken.get(taken.partition_point(|&t| t <= x - apart)).is_none_or(|&t| t >= x + apart);
    [NEAR, NEAR / 2, 1].into_iter().find_map(|apart| places(apart).find(|&x| is_free(x, apart))).unwrap_or(middle)
}

fn collect(wires: usize, pieces: &[Piece], slots: &[u32]) -> Slots {
    let mut out = Slots { of: vec![(0, None); wires], count: 0 };
    for (piece, &slot) in pieces.iter().zip(slots) {
        out.count = out.count.max(slot + 1);
        for &(of, _) in &piece.shared {
            out.of[of].0 = slot;
        }
        let of = &mut out.of[piece.of];
        match piece.half {
            Half::Whole | Half::Upper => of.0 = slot,
            Half::Lower => of.1 = Some((piece.wire.from, slot)),
        }
    }
    out
}
