//! Quadrant chart: a point a risk, its number and as many words as have room.
//!
//! The host has four fields where the matrix has nine: a level is a third of an axis. Risks of one cell stand below each
//! other, and the chart is as high as they need. What is not rated has no point; the title says how many.

use super::super::escape::{flow as escape, one_line};
use super::{accessible, frontmatter};
use crate::base::text::counted;
use crate::chart::RiskMatrix;
use crate::chart::risk::{Risk, Topic};
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// Width of the chart, and its height where no cell has many risks, in px.
const SIZE: (usize, usize) = (840, 620);
/// Height of what is around the fields, and of a point with its words.
const AROUND: usize = 80;
const POINT: usize = 30;
/// How much of an axis the points of a cell use.
const CELL: f64 = 0.27;
/// More risks of a cell stand in two columns; more than twice as many in three.
const COLUMN: usize = 8;
/// Letters that have room, by the number of columns.
const LETTERS: [usize; 3] = [34, 15, 9];

pub(super) fn write(matrix: &RiskMatrix) -> String {
    let mut cells: [[Vec<usize>; 3]; 3] = Default::default();
    for (at, risk) in matrix.risks.iter().enumerate() {
        if let Some((column, row)) = risk.cell() {
            cells[row][column].push(at);
        }
    }
    let most = cells.iter().flatten().map(Vec::len).max().unwrap_or(0);
    let rows = most.div_ceil(columns(most)).max(1);
    let height = SIZE.1.max(AROUND + (rows as f64 * POINT as f64 / CELL) as usize);
    let unrated = matrix.risks.iter().filter(|r| r.cell().is_none()).count();
    let title = match unrated {
        0 => matrix.title.clone(),
        _ => format!("{} ({} not rated)", matrix.title, counted(unrated, "risk is", "risks are")),
    };
    let (width, pin) = (SIZE.0, "config:\n  quadrantChart:\n");
    let mut out = frontmatter(&title, &format!("{pin}    chartWidth: {width}\n    chartHeight: {height}\n"));
    out.push_str("quadrantChart\n");
    accessible(&mut out, &matrix.title, Some(&matrix.description.clone().unwrap_or_else(|| matrix.summary())));
    out.push_str("  x-axis \"Low probability\" --> \"High probability\"\n");
    out.push_str("  y-axis \"Low impact\" --> \"High impact\"\n");
    for (row, cells) in cells.iter().enumerate() {
        for (column, risks) in cells.iter().enumerate() {
            let middle = ((column as f64 + 0.5) / 3.0, (2.5 - row as f64) / 3.0);
            points(matrix, risks, middle, &mut out);
        }
    }
    out
}

/// The points of a cell, from top to bottom, then to the right.
fn points(matrix: &RiskMatrix, risks: &[usize], middle: (f64, f64), out: &mut String) {
    let columns = columns(risks.len());
    let rows = risks.len().div_ceil(columns).max(1);
    let step = (CELL / rows as f64).min(0.075);
    for (place, at) in risks.iter().enumerate() {
        let (column, row) = ((place / rows) as f64, (place % rows) as f64);
        let x = middle.0 + (column - (columns as f64 - 1.0) / 2.0) * CELL / columns as f64;
        let y = middle.1 - (row - (rows as f64 - 1.0) / 2.0) * step;
        let words = escape(&label(at + 1, &matrix.risks[*at], LETTERS[columns - 1]));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  \"{words}\": [{x:.3}, {y:.3}]");
    }
}

const fn columns(count: usize) -> usize {
    match count.div_ceil(COLUMN) {
        0 | 1 => 1,
        2 => 2,
        _ => 3,
    }
}

/// The number, a mark of what nothing is done about, whether it is about time, and the first words.
fn label(number: usize, risk: &Risk, letters: usize) -> String {
    let open = if risk.is_open() { "(!) " } else { "" };
    let time = if risk.topic == Topic::Timeline { "(time) " } else { "" };
    let start = format!("{number} {open}{time}");
    let words = one_line(&risk.text);
    let mut room = letters.saturating_sub(start.chars().count());
    let mut shown = String::new();
    for c in words.chars() {
        let wide = c.width().unwrap_or(0);
        if wide > room {
            let cut = shown.trim_end_matches([' ', '.', ',', ';', ':']);
            return format!("{start}{cut}…");
        }
        room -= wide;
        shown.push(c);
    }
    format!("{start}{shown}")
}
