//! Where lifelines stand: distances of pairs -> positions.

/// Two lifelines that keep a distance, in px, from middle to middle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Apart {
    /// The left one.
    pub(super) left: usize,
    /// The right one; greater than `left`.
    pub(super) right: usize,
    /// At least this far.
    pub(super) by: f64,
}

/// Positions of `count` lifelines, the first at 0, in whole px.
///
/// Neighbours come first, then ever wider pairs: what those still lack is shared out evenly among the gaps that they
/// span, so that one long text leaves no hole in one place.
pub(super) fn positions(count: usize, mut pairs: Vec<Apart>) -> Vec<f64> {
    let mut gaps = vec![0.0_f64; count.saturating_sub(1)];
    pairs.sort_by_key(|p| (p.right - p.left, p.left));
    for pair in pairs {
        let spanned = &mut gaps[pair.left..pair.right];
        let lack = pair.by - spanned.iter().sum::<f64>();
        if lack > 0.0 {
            let share = lack / spanned.len() as f64;
            for gap in spanned {
                *gap = (*gap + share).ceil();
            }
        }
    }
    let mut at = 0.0;
    let mut out = Vec::with_capacity(count);
    for i in 0..count {
        out.push(at);
        at += gaps.get(i).copied().unwrap_or(0.0);
    }
    out
}
