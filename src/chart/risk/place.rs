//! [`RiskMatrix`] + [`Sizes`] -> [`PlacedRisks`]: dots side by side in their cells; the list beside the matrix where it is
//! about as high, else below it in two columns.
//!
//! Cost: risks. Total: without risks the matrix is empty.

use super::{PlacedRisks, RiskMatrix, Sizes, Topic};
use crate::base::{Rect, Size};

/// Width of what the list says of a risk, in px.
pub const LIST: f64 = 400.0;
/// Width and height of a dot, in px.
pub const DOT: f64 = 22.0;

/// Between two dots of a cell.
const DOT_GAP: f64 = 5.0;
/// Inside of a cell.
const CELL_PAD: f64 = 12.0;
/// Between two cells.
const CELL_GAP: f64 = 3.0;
/// Size of a cell beside the list, at least; its width above the list is what the list leaves.
const CELL: Size = Size { w: 118.0, h: 84.0 };
/// Between the words of an axis and the cells, and between those words and the name of the axis.
const AXIS_GAP: f64 = 8.0;
const NAME_GAP: f64 = 3.0;
/// Between the matrix and the list beside it, or below it.
const LIST_GAP: f64 = 36.0;
/// Between a dot of the list and what is said of it.
const MARK_GAP: f64 = 10.0;
/// Between two risks of the list; above and below a heading.
const ENTRY_GAP: f64 = 11.0;
const HEADING_GAP: (f64, f64) = (20.0, 10.0);
/// A list this many times as high as the matrix goes below it.
const HIGHER: f64 = 1.4;

/// Places the matrix and its list.
pub fn place(matrix: &RiskMatrix, sizes: &Sizes) -> PlacedRisks {
    let mut out = PlacedRisks::default();
    if matrix.risks.is_empty() {
        return out;
    }
    let rows = rows(matrix, sizes);
    let list: f64 = rows.iter().map(|row| row.gap + row.size.h).sum();
    let widest = rows.iter().map(|row| row.size.w).fold(0.0, f64::max);
    let column = DOT + MARK_GAP + widest;
    let around = grid(matrix, sizes, CELL, &mut out) - 3.0 * CELL.h;
    if list <= HIGHER * out.size.h {
        // Cells grow with the list, so that both end together.
        grid(matrix, sizes, Size::new(CELL.w, CELL.h.max((list - around) / 3.0)), &mut out);
        let left = out.size.w + LIST_GAP;
        // The list begins where the cells do.
        let bottom = lay(&rows, left, out.cells[0][0].y, &mut out);
        out.size = Size::new(left + column, out.size.h.max(bottom));
    } else {
        let width = 2.0 * column + LIST_GAP;
        let cell = (width - sizes.level.w - AXIS_GAP - 2.0 * CELL_GAP) / 3.0;
        let below = grid(matrix, sizes, Size::new(cell.max(CELL.w), CELL.h), &mut out) + LIST_GAP;
        let first = split(&rows, list);
        let left = lay(&rows[..first], 0.0, below, &mut out);
        let right = lay(&rows[first..], column + LIST_GAP, below, &mut out);
        out.size = Size::new(width.max(out.size.w), left.max(right));
    }
    out
}

/// Places cells, dots and axes for cells of that size, higher where many dots are; says how high all that is.
fn grid(matrix: &RiskMatrix, sizes: &Sizes, cell: Size, out: &mut PlacedRisks) -> f64 {
    let fit = (((cell.w - 2.0 * CELL_PAD + DOT_GAP) / (DOT + DOT_GAP)) as usize).max(1);
    let mut inside: [[Vec<usize>; 3]; 3] = Default::default();
    for (at, risk) in matrix.risks.iter().enumerate() {
        if let Some((column, row)) = risk.cell() {
            inside[row][column].push(at);
        }
    }
    out.dots = vec![None; matrix.risks.len()];
    let left = sizes.level.w + AXIS_GAP;
    out.impact = Rect::new(0.0, 0.0, sizes.axis.w, sizes.axis.h);
    let mut y = sizes.axis.h + NAME_GAP;
    for (row, cells) in inside.iter().enumerate() {
        let most = cells.iter().map(Vec::len).max().unwrap_or(0);
        let lines = most.div_ceil(fit) as f64;
        let height = cell.h.max(lines * (DOT + DOT_GAP) - DOT_GAP + 2.0 * CELL_PAD);
        for (column, risks) in cells.iter().enumerate() {
            let rect = Rect::new(left + column as f64 * (cell.w + CELL_GAP), y, cell.w, height);
            out.cells[row][column] = rect;
            dots(risks, rect, fit, &mut out.dots);
        }
        out.rows[row] = Rect::new(0.0, y + (height - sizes.level.h) / 2.0, sizes.level.w, sizes.level.h);
        y += height + CELL_GAP;
    }
    y += AXIS_GAP - CELL_GAP;
    for (column, words) in out.columns.iter_mut().enumerate() {
        let middle = out.cells[2][column].center().x;
        *words = Rect::new(middle - sizes.level.w / 2.0, y, sizes.level.w, sizes.level.h);
    }
    y += sizes.level.h + NAME_GAP;
    let right = out.cells[2][2].right();
    out.probability = Rect::new(right - sizes.axis.w, y, sizes.axis.w, sizes.axis.h);
    out.size = Size::new(right, y + sizes.axis.h);
    out.size.h
}

/// Dots in the middle of a cell, in rows that are about as long.
fn dots(risks: &[usize], cell: Rect, fit: usize, out: &mut [Option<Rect>]) {
    let lines = risks.len().div_ceil(fit);
    if lines == 0 {
        return;
    }
    let long = risks.len().div_ceil(lines);
    let span = |count: usize| count as f64 * (DOT + DOT_GAP) - DOT_GAP;
    let middle = cell.center();
    for (line, risks) in risks.chunks(long).enumerate() {
        let y = middle.y - span(lines) / 2.0 + line as f64 * (DOT + DOT_GAP);
        for (at, risk) in risks.iter().enumerate() {
            let x = middle.x - span(risks.len()) / 2.0 + at as f64 * (DOT + DOT_GAP);
            out[*risk] = Some(Rect::new(x, y, DOT, DOT));
        }
    }
}

/// A row of the list.
struct Entry {
    /// What it is the heading of; none for a risk.
    heading: Option<Topic>,
    size: Size,
    /// Above it.
    gap: f64,
}

fn rows(matrix: &RiskMatrix, sizes: &Sizes) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for (at, risk) in matrix.risks.iter().enumerate() {
        let first = at.checked_sub(1).is_none_or(|before| matrix.risks[before].topic != risk.topic);
        if first {
            let gap = if at == 0 { 0.0 } else { HEADING_GAP.0 };
            out.push(Entry { heading: Some(risk.topic), size: sizes.heading, gap });
        }
        let size = sizes.entries.get(at).copied().unwrap_or_default();
        let size = Size::new(size.w, size.h.max(DOT));
        out.push(Entry { heading: None, size, gap: if first { HEADING_GAP.1 } else { ENTRY_GAP } });
    }
    out
}

/// How many rows stand in the first of two columns.
fn split(rows: &[Entry], height: f64) -> usize {
    let mut used = 0.0;
    for (at, row) in rows.iter().enumerate() {
        // A heading goes with what it is over.
        if used >= height / 2.0 && !(at > 0 && rows[at - 1].heading.is_some()) {
            return at;
        }
        used += row.gap + row.size.h;
    }
    rows.len()
}

/// Places rows below each other; says where they end.
fn lay(rows: &[Entry], x: f64, top: f64, out: &mut PlacedRisks) -> f64 {
    let mut y = top;
    for (at, row) in rows.iter().enumerate() {
        y += if at == 0 { 0.0 } else { row.gap };
        if let Some(topic) = row.heading {
            out.headings.push((topic, Rect::new(x, y, row.size.w, row.size.h)));
        } else {
            out.marks.push(Rect::new(x, y, DOT, DOT));
            out.entries.push(Rect::new(x + DOT + MARK_GAP, y, row.size.w, row.size.h));
        }
        y += row.size.h;
    }
    y
}
