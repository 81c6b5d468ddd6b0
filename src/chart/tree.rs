//! File trees: folders and files below each other, in one column or in several.
//!
//! Input: the file tree of a plan ([`project`]), then how large its words will be drawn ([`place`]). Output: a [`FileTree`],
//! then a [`PlacedTree`].

pub use crate::describe::plan::tree::{TreeEntry, TreeKind};

use crate::base::{Point, Rect, Size};
use crate::describe::Model;
use crate::describe::model::View;
use crate::describe::plan::tree::{last_of_all, read};
use std::ops::Range;

/// A file tree, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTree {
    /// Title of the picture.
    pub title: String,
    /// What it says, for readers who do not see it.
    pub description: Option<String>,
    /// From top to bottom.
    pub entries: Vec<TreeEntry>,
}

impl FileTree {
    /// How many entries lie in another one.
    pub fn lines(&self) -> usize {
        self.entries.iter().filter(|entry| entry.depth > 0).count()
    }
}

/// How large the words of each entry are, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TreeSizes {
    /// Names, empty for a comment that stands alone.
    pub names: Vec<Size>,
    /// Comments, empty where there are none.
    pub comments: Vec<Size>,
}

/// Where everything is, in px; the origin is the top left corner of the picture without its margin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedTree {
    /// Size of the whole.
    pub size: Size,
    /// By entry.
    pub rows: Vec<PlacedRow>,
    /// From what an entry lies in to the entry: two or three corners.
    pub guides: Vec<Vec<Point>>,
}

/// An entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedRow {
    /// The sign of a folder or a file; none for a comment that stands alone.
    pub sign: Option<Rect>,
    /// Box of its name.
    pub name: Rect,
    /// Box of its comment.
    pub comment: Option<Rect>,
}

/// Size of the sign of a folder or a file.
const SIGN: Size = Size { w: 16.0, h: 14.0 };
/// How far what lies in a folder is moved to the right.
const INDENT: f64 = 24.0;
/// Between a sign and the name, and between a name and the comments.
const GAPS: (f64, f64) = (8.0, 22.0);
/// What a row is higher than its words, and at least.
const ROW: (f64, f64) = (7.0, 22.0);
/// A name that ends further right has its comment right behind it, and does not move the others.
const COMMENTS_AT_MOST: f64 = 260.0;
/// Between two columns.
const COLUMN_GAP: f64 = 44.0;
/// A tree that is higher than this has several columns, and so many at most.
const TALL: f64 = 720.0;
const COLUMNS: usize = 4;
/// How far above the middle of a row its guide turns.
const TURN: f64 = 5.0;

/// Reads the file tree of the plan. Total: without one there are no entries.
pub fn project(model: &Model, view: &View) -> FileTree {
    let files = model.plan.as_ref().and_then(|plan| plan.files.as_deref());
    FileTree {
        title: view.title.clone().unwrap_or_else(|| format!("{}: files", model.name)),
        description: view.description.clone(),
        entries: files.map(read).unwrap_or_default(),
    }
}

/// Places a tree. Cost: linear. Sizes that are missing count as empty.
pub fn place(tree: &FileTree, sizes: &TreeSizes) -> PlacedTree {
    let count = tree.entries.len();
    let size = |list: &[Size], at: usize| list.get(at).copied().unwrap_or_default();
    let rows: Vec<Row> = (0..count)
        .map(|at| {
            let entry = &tree.entries[at];
            let (name, comment) = (size(&sizes.names, at), size(&sizes.comments, at));
            let left = INDENT * entry.depth as f64;
            let words = left + SIGN.w + GAPS.0;
            let height = (name.h.max(comment.h) + ROW.0).max(ROW.1).ceil();
            Row { depth: entry.depth, is_comment: entry.name.is_empty(), left, words, name, comment, height }
        })
        .collect();
    let last = last_of_all(&tree.entries);
    let mut out = PlacedTree::default();
    let mut left = 0.0;
    for column in columns(&rows) {
        let width = place_column(&rows[column.clone()], &last[column], left, &mut out);
        left += width + COLUMN_GAP;
        out.size.w = left - COLUMN_GAP;
    }
    out
}

/// An entry with its measures.
struct Row {
    depth: usize,
    is_comment: bool,
    /// Where its sign and its name start.
    left: f64,
    words: f64,
    name: Size,
    comment: Size,
    height: f64,
}

impl Row {
    /// Where its name ends.
    fn right(&self) -> f64 {
        self.words + self.name.w
    }
}

/// Where comments of a column start.
fn comments_at(rows: &[Row]) -> f64 {
    let said = rows.iter().filter(|row| !row.comment.is_empty() && !row.is_comment);
    said.map(Row::right).filter(|right| *right <= COMMENTS_AT_MOST).fold(0.0, f64::max) + GAPS.1
}

/// Right end of a row, where comments start at `comments`.
fn end(row: &Row, comments: f64) -> f64 {
    match (row.comment.is_empty(), row.is_comment) {
        (true, _) => row.right(),
        (false, true) => row.left + row.comment.w,
        (false, false) => comments.max(row.right() + GAPS.1) + row.comment.w,
    }
}

/// Runs of rows, each a column. A column begins with an entry of the first two levels, so that nothing is torn apart that
/// belongs together; without those there is one column.
fn columns(rows: &[Row]) -> Vec<Range<usize>> {
    let height: f64 = rows.iter().map(|row| row.height).sum();
    let comments = comments_at(rows);
    let width = rows.iter().map(|row| end(row, comments)).fold(1.0, f64::max);
    // As wide as high.
    let wanted = (1..=COLUMNS).find(|k| *k as f64 * width >= height / *k as f64).unwrap_or(COLUMNS);
    let target = if height > TALL { height / wanted as f64 } else { height };
    let mut out = Vec::new();
    let (mut start, mut filled) = (0, 0.0);
    for (at, row) in rows.iter().enumerate() {
        if row.depth < 2 && row.depth > 0 || (row.depth == 0 && at > 0) {
            let group: f64 = rows[at..]
                .iter()
                .enumerate()
                .take_while(|(k, r)| *k == 0 || r.depth > row.depth)
                .map(|(_, r)| r.height)
                .sum();
            let over = filled + group - target;
            if filled > 0.0 && over > 0.0 && over > target - filled && out.len() + 1 < COLUMNS {
                out.push(start..at);
                (start, filled) = (at, 0.0);
            }
        }
        filled += row.height;
    }
    if start < rows.len() {
        out.push(start..rows.len());
    }
    out
}

/// Places the rows of one column from `left` on; says how wide it is.
fn place_column(rows: &[Row], last: &[bool], left: f64, out: &mut PlacedTree) -> f64 {
    let comments = comments_at(rows);
    let mut width = 0.0_f64;
    let mut y = 0.0;
    // By depth: where the guide of the next entry starts, and whether another one follows.
    let mut open: Vec<(f64, bool)> = Vec::new();
    for (row, last) in rows.iter().zip(last) {
        let middle = y + row.height / 2.0;
        open.resize(row.depth + 1, (0.0, false));
        if row.depth > 0 {
            let x = left + row.left - INDENT + SIGN.w / 2.0;
            let from = open[row.depth].0;
            out.guides.push(vec![
                Point::new(x, from),
                Point::new(x, middle),
                Point::new(left + row.left - if row.is_comment { 6.0 } else { 3.0 }, middle),
            ]);
        }
        open[row.depth] = (middle - TURN, !last);
        open.push((middle + SIGN.h / 2.0 + 2.0, false));
        let at = |x: f64, size: Size| Rect::new(left + x, middle - size.h / 2.0, size.w, size.h);
        let comment = match (row.comment.is_empty(), row.is_comment) {
            (true, _) => None,
            (false, true) => Some(at(row.left, row.comment)),
            (false, false) => Some(at(comments.max(row.right() + GAPS.1), row.comment)),
        };
        let sign = (!row.is_comment).then(|| at(row.left, SIGN));
        out.rows.push(PlacedRow { sign, name: at(row.words, row.name), comment });
        width = width.max(end(row, comments));
        y += row.height;
    }
    // What goes on in the next column.
    for (depth, (from, more)) in open.iter().enumerate().skip(1) {
        if *more {
            let x = left + INDENT * (depth - 1) as f64 + SIGN.w / 2.0;
            out.guides.push(vec![Point::new(x, *from), Point::new(x, y)]);
        }
    }
    out.size.h = out.size.h.max(y);
    width.ceil()
}
