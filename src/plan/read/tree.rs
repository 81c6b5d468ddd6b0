//! A drawn file tree -> lines that indent two spaces a level.
//!
//! Part of: the reader of plans.

use super::Said;

/// Signs that trees are drawn with.
const DRAWN: [char; 12] = ['│', '├', '└', '─', '|', '`', '+', '┃', '┣', '┗', '━', '\\'];

/// Every line with two spaces a level, whatever it is drawn with.
pub(super) fn indented(text: &str) -> String {
    let lines: Vec<(usize, &str)> = text.lines().filter_map(line).collect();
    let mut out = String::new();
    // Columns of the entries around the current one.
    let mut around: Vec<usize> = Vec::new();
    for (column, name) in lines {
        while around.last().is_some_and(|last| *last >= column) {
            around.pop();
        }
        push(&mut out, around.len(), name);
        around.push(column);
    }
    out
}

/// The column where the name of a line starts, and the name.
fn line(line: &str) -> Option<(usize, &str)> {
    let is_drawn = |c: char| DRAWN.contains(&c) || c.is_whitespace() || c == '\u{a0}';
    let rest = line.trim_start_matches(is_drawn);
    // `+-- name`, `|-- name`: the dash belongs to the drawing where a blank follows.
    let lead = &line[..line.len() - rest.len()];
    let dashes = rest.len() - rest.trim_start_matches('-').len();
    let dashed = dashes > 0 && rest[dashes..].starts_with(' ');
    let name = if dashed { rest[dashes..].trim() } else { rest.trim() };
    let column =
        lead.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>() + if dashed { dashes + 1 } else { 0 };
    (!name.is_empty()).then_some((column, name))
}

/// The tree of a nested list.
pub(super) fn of_points(points: &[(usize, Said)]) -> String {
    let mut out = String::new();
    let least = points.iter().map(|(depth, _)| *depth).min().unwrap_or_default();
    for (depth, name) in points {
        push(&mut out, depth - least, name.text.trim_matches('`'));
    }
    out
}

fn push(out: &mut String, level: usize, name: &str) {
    for _ in 0..level {
        out.push_str("  ");
    }
    out.push_str(name);
    out.push('\n');
}
