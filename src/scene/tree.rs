//! [`FileTree`] + [`PlacedTree`] + [`Theme`] -> [`Scene`].

use super::sheet::{Chart, Head, group};
use super::{Anchor, Block, Item, Paint, Scene, Segment, Theme, draw};
use crate::base::text::{Font, Limit, Measure, counted};
use crate::base::{Point, Rect};
use crate::chart::tree::{FileTree, PlacedTree, TreeEntry, TreeKind, TreeSizes};

/// Widest name and comment.
const WIDEST: (f64, f64) = (300.0, 280.0);
/// Lines of a name and of a comment, at most.
const LINES: (usize, usize) = (3, 4);
/// Radius of the corners of guides.
const RADIUS: f64 = 5.0;
/// The folded corner of a file, and how much narrower than a folder it is.
const FOLD: f64 = 4.5;
const NARROW: f64 = 2.0;

/// How large everything will be drawn.
pub fn measure_tree(tree: &FileTree, theme: &Theme, text: &dyn Measure) -> TreeSizes {
    TreeSizes {
        names: tree.entries.iter().map(|entry| name(entry, theme, text).size.ceil()).collect(),
        comments: tree.entries.iter().map(|entry| comment(entry, theme, text).size.ceil()).collect(),
    }
}

/// Draws a tree at its places.
pub fn compose_tree(tree: &FileTree, placed: &PlacedTree, theme: &Theme, text: &dyn Measure) -> Scene {
    let head = Head::new(&tree.title, "", placed.size.w, theme, text);
    let Point { x: dx, y: dy } = head.origin;
    let rule = Paint::stroke(theme.chart.rule, 1.2);
    let guides = placed.guides.iter().map(|points| {
        let points: Vec<Point> = points.iter().map(|p| Point::new(p.x + dx, p.y + dy)).collect();
        draw::polyline(&points, RADIUS, [0.0; 2], rule)
    });
    let mut items = vec![group("guides", "guide", guides.collect())];
    for (at, (entry, row)) in tree.entries.iter().zip(&placed.rows).enumerate() {
        let mut parts = Vec::new();
        if let Some(sign) = row.sign.map(|sign| sign.moved(dx, dy)) {
            match entry.kind {
                TreeKind::Folder => folder(sign, theme, &mut parts),
                TreeKind::File => file(sign, theme, &mut parts),
            }
        }
        let (name, comment) = (name(entry, theme, text), comment(entry, theme, text));
        let title = (name.cut || comment.cut).then(|| {
            [Some(entry.name.as_str()), entry.comment.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("\n")
        });
        name.draw(Point::new(row.name.x + dx, row.name.y + dy), Anchor::Start, None, &mut parts);
        if let Some(place) = row.comment {
            comment.draw(Point::new(place.x + dx, place.y + dy), Anchor::Start, None, &mut parts);
        }
        items.push(Item::Group { id: format!("t{at}"), class: "node", link: None, title, items: parts });
    }
    let description = tree.description.clone().unwrap_or_else(|| summary(tree));
    let chart = Chart { title: &tree.title, description, size: placed.size, items, legend: Vec::new() };
    head.finish(chart, theme, text)
}

/// What a reader hears who does not see the picture.
fn summary(tree: &FileTree) -> String {
    let count = |kind: TreeKind| tree.entries.iter().filter(|e| e.kind == kind && !e.name.is_empty()).count();
    let names: Vec<&str> = tree.entries.iter().filter(|e| e.depth < 2).map(|e| e.name.as_str()).take(12).collect();
    let folders = counted(count(TreeKind::Folder), "folder", "folders");
    format!("{folders} and {}: {}.", counted(count(TreeKind::File), "file", "files"), names.join(", "))
}

fn name(entry: &TreeEntry, theme: &Theme, text: &dyn Measure) -> Block {
    let mut block = Block::default();
    let size = theme.type_size.label;
    let limit = Limit { width: WIDEST.0, lines: LINES.0 };
    match entry.kind {
        _ if entry.name.is_empty() => {}
        TreeKind::Folder if !entry.name.ends_with('/') => {
            block.add(&format!("{}/", entry.name), Font::semibold(size), theme.page.text, limit, text);
        }
        TreeKind::Folder => block.add(&entry.name, Font::semibold(size), theme.page.text, limit, text),
        TreeKind::File => block.add(&entry.name, Font::regular(size), theme.page.text, limit, text),
    }
    block
}

fn comment(entry: &TreeEntry, theme: &Theme, text: &dyn Measure) -> Block {
    let mut block = Block::default();
    if let Some(words) = &entry.comment {
        let limit = Limit { width: WIDEST.1, lines: LINES.1 };
        block.add(words, Font::regular(theme.type_size.detail), theme.page.muted, limit, text);
    }
    block
}

/// A folder: a box with a tab.
fn folder(rect: Rect, theme: &Theme, out: &mut Vec<Item>) {
    let chart = &theme.chart;
    let paint = Paint { fill: Some(chart.note_fill), ..Paint::stroke(chart.note_line, 1.2) };
    let (x, right, bottom) = (rect.x, rect.right(), rect.bottom() - 1.0);
    let (top, lid) = (rect.y + 1.0, rect.y + 3.5);
    let tab = rect.w * 0.4;
    let corners = [(x, top), (x + tab, top), (x + tab + 2.0, lid), (right, lid), (right, bottom), (x, bottom)];
    out.push(draw::polygon(&corners.map(|(x, y)| Point::new(x, y)), paint));
}

/// A file: a sheet with a folded corner.
fn file(rect: Rect, theme: &Theme, out: &mut Vec<Item>) {
    let chart = &theme.chart;
    let paint = Paint { fill: Some(chart.mark_fill), ..Paint::stroke(chart.mark_line, 1.1) };
    let (x, right) = (rect.x + NARROW, rect.right() - NARROW);
    let (top, bottom) = (rect.y, rect.bottom());
    let corners = [(x, top), (right - FOLD, top), (right, top + FOLD), (right, bottom), (x, bottom)];
    out.push(draw::polygon(&corners.map(|(x, y)| Point::new(x, y)), paint));
    let fold = [(right - FOLD, top), (right - FOLD, top + FOLD), (right, top + FOLD)];
    let [start, rest @ ..] = fold.map(|(x, y)| Point::new(x, y));
    let segments = std::iter::once(Segment::Move(start)).chain(rest.map(Segment::Line)).collect();
    out.push(Item::Path { segments, paint: Paint::stroke(chart.mark_line, 1.1) });
}
