//! What the passes of a layout did, as a table for people or as JSON.

use crate::base::text::counted;
use crate::layout::{PartReport, PassReport, Report};
use std::fmt::Write;

/// Heads of the columns.
const HEADS: [&str; 11] =
    ["pass", "crossings", "vertices", "dummies", "layers", "turned", "bends", "length", "area", "steps", "ms"];

/// The table: one a part that has edges, then the sums.
pub(super) fn table(report: &Report) -> String {
    let mut out = String::new();
    let (drawn, single): (Vec<&PartReport>, Vec<&PartReport>) = report.parts.iter().partition(|part| part.edges > 0);
    for (at, part) in drawn.iter().enumerate() {
        let (nodes, edges, frames) = (part.nodes, part.edges, part.frames);
        let size = sizes(nodes, edges, frames);
        let _ = writeln!(out, "part {} of {} (from {}): {size}", at + 1, report.parts.len(), part.first);
        let rows: Vec<[String; 11]> =
            std::iter::once(HEADS.map(str::to_owned)).chain(part.passes.iter().map(cells)).collect();
        align(&mut out, &rows);
        out.push('\n');
    }
    if !single.is_empty() {
        let nodes: usize = single.iter().map(|part| part.nodes).sum();
        let parts = counted(single.len(), "part", "parts");
        let _ = writeln!(out, "{parts} without edges: {}\n", counted(nodes, "node", "nodes"));
    }
    let t = &report.total;
    let _ = writeln!(
        out,
        "total: {}; {}, {} turned, {}, length {} px, {} x {} px, {} steps, {:.1} ms",
        sizes(t.nodes, t.edges, t.frames),
        counted(t.crossings as usize, "crossing", "crossings"),
        t.turned,
        counted(t.bends, "bend", "bends"),
        t.length,
        t.width,
        t.height,
        t.steps,
        t.time_ms,
    );
    out
}

fn sizes(nodes: usize, edges: usize, frames: usize) -> String {
    let (nodes, edges) = (counted(nodes, "node", "nodes"), counted(edges, "edge", "edges"));
    format!("{nodes}, {edges}, {}", counted(frames, "frame", "frames"))
}

/// One JSON object and a line break.
pub(super) fn json(report: &Report) -> String {
    // Plain data with text keys: there is nothing in it that cannot be written.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

fn cells(row: &PassReport) -> [String; 11] {
    let number = |n: Option<usize>| n.map_or_else(String::new, |n| n.to_string());
    let long = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
    let crossings = match (row.crossings_before, row.crossings_after) {
        (Some(before), Some(after)) => format!("{before} -> {after}"),
        (_, after) => long(after),
    };
    [
        row.pass.to_owned(),
        crossings,
        number(row.vertices),
        number(row.dummies),
        number(row.layers),
        number(row.turned),
        number(row.bends),
        long(row.length),
        long(row.area),
        long(row.steps),
        format!("{:.2}", row.time_ms),
    ]
}

/// Words to the left, numbers to the right, two blanks between columns.
fn align(out: &mut String, rows: &[[String; 11]]) {
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEADS.len()).map(width).collect();
    for row in rows {
        let _ = write!(out, "  {:<w$}", row[0], w = widths[0]);
        for (cell, w) in row.iter().zip(&widths).skip(1) {
            let _ = write!(out, "  {cell:>w$}");
        }
        out.push('\n');
    }
}
