//! A block diagram -> a graph whose places are given: the cells of its grid.
//!
//! A block around nothing but space is drawn as a box, so that links may end at it.

use super::super::read::block::{BlockKind, Blocks, Link};
use super::super::read::flowchart::{Shape as Form, Stroke};
use super::flowchart::end;
use super::net::{Ids, Place, arrow, card, connect, frame};
use super::note;
use super::shape::outline;
use super::style::{Sheet, line};
use crate::base::{Diagnostic, Direction, Kind, Shape, Sides};
use crate::graph::{Cell, ClusterId, Edge, Graph, Node, Places};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;
use std::ops::Range;

/// Columns that one block may take, and cells that all blocks and spaces of a text may take beyond one each: what is beyond
/// them helps nobody.
const WIDEST: usize = 100;
const MOST_CELLS: usize = 10_000;

/// The graph of a diagram, and what of the text it does not show.
pub(super) fn project(text: &Blocks) -> (Graph, Vec<Diagnostic>) {
    let mut build = Build {
        text,
        graph: Graph { direction: Some(Direction::Down), ..Graph::default() },
        sheet: Sheet::new(&text.class_defs),
        ids: Ids::default(),
        frames: vec![None; text.blocks.len()],
        nodes: vec![None; text.blocks.len()],
    };
    let Cells { of, least, cut, short } = cells(text);
    build.boxes(&of, &least);
    let first = build.graph.first_nodes();
    let mut places: BTreeMap<&str, Place> = BTreeMap::new();
    for (at, block) in text.blocks.iter().enumerate() {
        if let Some(place) = build.place(at, &first) {
            places.entry(&block.id).or_insert(place);
        }
    }
    // In a grid nothing moves for a link that is not drawn.
    for link in text.links.iter().filter(|link| link.stroke != Stroke::Invisible) {
        let (Some(&from), Some(&to)) = (places.get(link.from.as_str()), places.get(link.to.as_str())) else { continue };
        connect(&mut build.graph, from, to, edge(link));
    }
    let cut = note(
        cut.into_iter(),
        "A block has as many columns as are left in its row, not as many as it asks for",
        "Give the grid more `columns`, or the block fewer.",
    );
    let short = note(
        short.into_iter(),
        &format!("Space is narrower than it asks for, because blocks and spaces take over {MOST_CELLS} cells"),
        "Ask for less space, or for fewer columns.",
    );
    (build.graph, cut.into_iter().chain(short).chain(build.sheet.finding()).collect())
}

/// The columns of a grid, and how far it is filled.
struct Filling {
    columns: Option<usize>,
    next: usize,
}

/// What a text says of cells.
struct Cells<'a> {
    /// By block.
    of: Vec<Cell>,
    /// Columns and rows of the picture, then by block.
    least: Vec<(u32, u32)>,
    /// Where blocks stand that are narrower than they ask for.
    cut: Vec<&'a Range<usize>>,
    /// The same of space.
    short: Vec<&'a Range<usize>>,
}

fn cells(text: &Blocks) -> Cells<'_> {
    let filling = |columns| Filling { columns, next: 0 };
    let mut grids = vec![filling(text.columns)];
    grids.extend(
        text.blocks
            .iter()
            .map(|block| filling(if let BlockKind::Frame(columns) = block.kind { columns } else { None })),
    );
    let mut least = vec![(0, 0); grids.len()];
    let mut out = Vec::with_capacity(text.blocks.len());
    let (mut cut, mut short) = (Vec::new(), Vec::new());
    let mut left = MOST_CELLS;
    for block in &text.blocks {
        let scope = block.parent.map_or(0, |parent| parent + 1);
        let grid = &mut grids[scope];
        let columns = grid.columns.unwrap_or(usize::MAX);
        let (row, column) = (grid.next / columns, grid.next % columns);
        let width = if block.kind == BlockKind::Space {
            // Each is a cell of its own, so that space goes on in the next row.
            let width = block.width.clamp(1, 1 + left);
            if width < block.width {
                short.push(&block.at);
            }
            width
        } else {
            let width = block.width.clamp(1, WIDEST.min(columns - column).min(1 + left));
            if width < block.width {
                cut.push(&block.at);
            }
            width
        };
        left -= width - 1;
        grid.next += width;
        let last = grid.next - 1;
        let filled = if last / columns > row { columns } else { last % columns + 1 };
        let of = &mut least[scope];
        *of = (of.0.max(filled as u32), of.1.max((last / columns) as u32 + 1));
        let fills = fills(&block.kind);
        out.push(Cell { column: column as u32, row: row as u32, columns: width as u32, rows: 1, fills });
    }
    Cells { of: out, least, cut, short }
}

/// Whether a block is as wide and as high as its cell. A thick arrow is as thick as its words.
fn fills(kind: &BlockKind) -> [bool; 2] {
    match kind {
        BlockKind::Node(Form::Circle | Form::DoubleCircle) => [false; 2],
        BlockKind::Arrow(sides) => {
            let mut level = sides.iter().map(|side| side.is_level());
            [level.clone().all(|level| level), !level.any(|level| level)]
        }
        _ => [true; 2],
    }
}

struct Build<'a> {
    text: &'a Blocks,
    graph: Graph,
    sheet: Sheet<'a>,
    ids: Ids,
    /// By block.
    frames: Vec<Option<ClusterId>>,
    /// By block.
    nodes: Vec<Option<NodeIndex>>,
}

impl Build<'_> {
    /// Adds nodes and frames with their places.
    fn boxes(&mut self, cells: &[Cell], least: &[(u32, u32)]) {
        let mut places = Places { least: vec![least[0]], ..Places::default() };
        let mut is_filled = vec![false; self.text.blocks.len()];
        let inner = self.text.blocks.iter().filter(|block| block.kind != BlockKind::Space);
        inner.filter_map(|block| block.parent).for_each(|parent| is_filled[parent] = true);
        for (at, block) in self.text.blocks.iter().enumerate() {
            let around = block.parent.and_then(|parent| self.frames.get(parent).copied().flatten());
            let look = self.sheet.look(&block.classes, &block.styles, &block.at);
            let id = if block.id.is_empty() { "block" } else { &block.id };
            let title = if block.label == block.id { "" } else { block.label.as_str() };
            let (shape, words) = match &block.kind {
                BlockKind::Space => continue,
                BlockKind::Frame(_) if !is_filled[at] => (Shape::Box, title),
                BlockKind::Frame(_) => {
                    let mut cluster = frame(&self.ids.take(id), title, around);
                    (cluster.style, cluster.plain) = (look.style, look.is_bare());
                    self.frames[at] = Some(self.graph.clusters.add(cluster));
                    places.frames.push(cells[at]);
                    places.least.push(least[at + 1]);
                    continue;
                }
                BlockKind::Node(_) if look.is_bare() => (Shape::Text, block.label.as_str()),
                BlockKind::Node(form) => (outline(form), block.label.as_str()),
                BlockKind::Arrow(sides) => (Shape::Arrow(Sides::of(sides)), block.label.trim()),
            };
            let kind = if shape == Shape::Cylinder { Kind::Database } else { Kind::Container };
            let node = card(&self.ids.take(id), words);
            let node = Node { kind, shape: Some(shape), style: look.style, cluster: around, ..node };
            self.nodes[at] = Some(self.graph.net.add_node(node));
            places.nodes.push(cells[at]);
        }
        self.graph.places = Some(places);
    }

    fn place(&self, at: usize, first: &[Option<NodeIndex>]) -> Option<Place> {
        if let Some(node) = self.nodes[at] {
            return Some(Place { node, frame: None });
        }
        let frame = self.frames[at]?;
        Some(Place { node: first[frame.index()]?, frame: Some(frame) })
    }
}

fn edge(link: &Link) -> Edge {
    Edge { style: line(link.stroke), ..arrow(end(link.tail), end(link.head), &link.label) }
}
