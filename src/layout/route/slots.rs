//! Assigns the horizontal pieces of one channel to slots, so that no two overlap and few cross.
//!
//! Cost: quadratic in the wires of one channel up to a bound, `O(k log k)` beyond it.
//! Paper: Sander, "Layout of directed hypergraphs with orthogonal hyperedges", 2003; cycles are cut by a jog, since
//! leaving them makes upright pieces overlap.

use super::bulk;

/// Upright pieces closer than this count as one, in px.
const NEAR: i32 = 4;
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

/// A whole wire, or the upper or lower half of one that is cut.
#[derive(Clone, Copy, Debug)]
struct Piece {
    wire: Wire,
    of: usize,
    half: Half,
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

/// `straight` are the places of the edges that go through the channel without a bend, in order.
pub(super) fn assign(wires: &[Wire], straight: &[i32]) -> Slots {
    if wires.len() > PAIRWISE {
        return bulk::assign(wires, straight);
    }
    let mut pieces: Vec<Piece> =
        wires.iter().enumerate().map(|(of, &wire)| Piece { wire, of, half: Half::Whole }).collect();
    loop {
        sort(&mut pieces);
        match try_assign(&pieces) {
            Ok(slots) => return collect(wires.len(), &pieces, &slots),
            Err(cut) => {
                let piece = pieces[cut];
                let mut taken: Vec<i32> = pieces.iter().flat_map(|p| [p.wire.from, p.wire.to]).collect();
                taken.extend(straight);
                taken.sort_unstable();
                let middle = free_place(&taken, piece.wire);
                pieces[cut] =
                    Piece { wire: Wire { from: piece.wire.from, to: middle }, of: piece.of, half: Half::Upper };
                let lower = Wire { from: middle, to: piece.wire.to };
                pieces.push(Piece { wire: lower, of: piece.of, half: Half::Lower });
            }
        }
    }
}

/// Rightward pieces from the right, then leftward ones from the left: better above comes first.
fn sort(pieces: &mut [Piece]) {
    pieces.sort_by_key(|p| {
        let right = p.wire.to > p.wire.from;
        if right { (0, -p.wire.from, -p.wire.to, p.of) } else { (1, p.wire.from, p.wire.to, p.of) }
    });
}

fn order(a: &Piece, b: &Piece) -> Order {
    let span = |w: Wire| (w.from.min(w.to), w.from.max(w.to));
    let ((a0, a1), (b0, b1)) = (span(a.wire), span(b.wire));
    if a1 + NEAR <= b0 || b1 + NEAR <= a0 {
        return Order::Any;
    }
    if a.of == b.of {
        return if a.half == Half::Upper { Order::Above { hard: true } } else { Order::Below { hard: true } };
    }
    // Only real ends go on to the top or the bottom of the channel.
    let near = |down: &Piece, up: &Piece| {
        down.half != Half::Upper && up.half != Half::Lower && (down.wire.to - up.wire.from).abs() < NEAR
    };
    match (near(a, b), near(b, a)) {
        (true, false) => return Order::Below { hard: true },
        (false, true) => return Order::Above { hard: true },
        // Both ways at once: the cut of one of them frees the other.
        (true, true) => return Order::Apart,
        (false, false) => {}
    }
    let above = match (a.wire.to > a.wire.from, b.wire.to > b.wire.from) {
        (true, true) => (a.wire.from, a.wire.to) > (b.wire.from, b.wire.to),
        (false, false) => (a.wire.from, a.wire.to) < (b.wire.from, b.wire.to),
        _ => return Order::Apart,
    };
    if above { Order::Above { hard: false } } else { Order::Below { hard: false } }
}

/// Whether the two must each be above the other.
fn is_deadlock(a: &Piece, b: &Piece) -> bool {
    a.half == Half::Whole
        && b.half == Half::Whole
        && (a.wire.to - b.wire.from).abs() < NEAR
        && (b.wire.to - a.wire.from).abs() < NEAR
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
        let of = &mut out.of[piece.of];
        match piece.half {
            Half::Whole | Half::Upper => of.0 = slot,
            Half::Lower => of.1 = Some((piece.wire.from, slot)),
        }
    }
    out
}
