//! `## File Structure`: the tree of folders and files.

use super::super::markdown::fence;
use super::{Page, Section, template};

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    let Some(files) = &plan.files else {
        page.lack("which folders and files there are", "plan.files");
        return format!("{}\n", template::body(Section::Files));
    };
    fence("", &tree(files))
}

/// A tree with its branches drawn, from lines that are indented. One that is drawn already stays as it is.
fn tree(files: &str) -> String {
    let lines: Vec<&str> = files.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    if lines.iter().any(|line| line.contains(['├', '└', '│'])) {
        return lines.join("\n");
    }
    let levels = levels(&lines);
    // By line: whether another line of its level follows below the same parent; found from the end.
    let mut open: Vec<bool> = Vec::new();
    let mut drawn: Vec<String> = Vec::with_capacity(lines.len());
    for (line, &level) in lines.iter().zip(&levels).rev() {
        open.resize(level + 1, false);
        let mut row = String::new();
        // Lines at the top have no branches.
        for (at, more) in open.iter().enumerate().skip(1) {
            row.push_str(match (at == level, more) {
                (true, true) => "├── ",
                (true, false) => "└── ",
                (false, true) => "│   ",
                (false, false) => "    ",
            });
        }
        row.push_str(line.trim_start());
        open[level] = true;
        drawn.push(row);
    }
    drawn.reverse();
    drawn.join("\n")
}

/// How deep each line stands: one below the last line that is indented less.
fn levels(lines: &[&str]) -> Vec<usize> {
    /// Deeper trees are no help to a reader.
    const DEEPEST: usize = 64;
    let mut around: Vec<usize> = Vec::new();
    let mut levels = Vec::with_capacity(lines.len());
    for line in lines {
        let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
        while around.last().is_some_and(|&last| last >= indent) {
            around.pop();
        }
        levels.push(around.len().min(DEEPEST));
        around.push(indent);
    }
    levels
}
