//! A block diagram -> a graph. Where nothing is linked its rows are held; otherwise it flows as its links do.

use super::super::read::block::{Block, BlockKind, Blocks, Link};
use super::super::read::flowchart::Stroke;
use super::flowchart::end;
use super::net::{Ids, Place, arrow, card, connect, frame};
use super::note;
use super::shape::outline;
use super::style::{Sheet, line};
use crate::base::{ConstraintKind, Diagnostic, Direction, Kind, Shape};
use crate::graph::{ClusterId, Constraint, Edge, End, Graph, Member, Node};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

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
    build.boxes();
    let first = build.graph.first_nodes();
    let mut places: BTreeMap<&str, Place> = BTreeMap::new();
    for (at, block) in text.blocks.iter().enumerate() {
        if let Some(place) = build.place(at, &first) {
            places.entry(&block.id).or_insert(place);
        }
    }
    for link in &text.links {
        let (Some(&from), Some(&to)) = (places.get(link.from.as_str()), places.get(link.to.as_str())) else { continue };
        connect(&mut build.graph, from, to, edge(link));
    }
    let mut findings: Vec<Diagnostic> = Vec::new();
    let spaced = text.blocks.iter().find(|block| block.width > 1 || block.kind == BlockKind::Space);
    if text.links.is_empty() {
        build.rows(&first);
        let at = spaced.iter().map(|block| &block.at);
        let help = "Leave `:2` and `space` to hosts.";
        findings.extend(note(
            at,
            "Blocks stand in the rows of their grid, as wide as their words, without space",
            help,
        ));
    } else if spaced.is_some() || many(text) {
        let first = text.blocks.iter().take(1).map(|block| &block.at);
        let help = "Take the links out where the columns matter more.";
        findings.extend(note(first, "Blocks stand where their links flow, not in columns", help));
    }
    let arrows = text.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Arrow(_))).map(|block| &block.at);
    findings.extend(note(arrows, "A thick arrow is drawn as a sign", "Link the blocks beside it."));
    findings.extend(build.sheet.finding());
    (build.graph, findings)
}

/// Whether some grid has several columns and some has several rows.
fn many(text: &Blocks) -> bool {
    text.columns.is_some_and(|columns| columns > 1)
        || text.blocks.iter().any(|block| matches!(block.kind, BlockKind::Frame(Some(columns)) if columns > 1))
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
    fn boxes(&mut self) {
        for (at, block) in self.text.blocks.iter().enumerate() {
            let around = block.parent.and_then(|parent| self.frames.get(parent).copied().flatten());
            let look = self.sheet.look(&block.classes, &block.styles, &block.at);
            match &block.kind {
                BlockKind::Space => {}
                BlockKind::Frame(_) => {
                    let id = if block.id.is_empty() { "block" } else { &block.id };
                    let title = if block.label == block.id { "" } else { &block.label };
                    let mut cluster = frame(&self.ids.take(id), title, around);
                    (cluster.style, cluster.plain) = (look.style, look.is_bare());
                    self.frames[at] = Some(self.graph.clusters.add(cluster));
                }
                BlockKind::Node(form) => {
                    let shape = outline(form);
                    let shape = if look.is_bare() { Shape::Text } else { shape };
                    let kind = if shape == Shape::Cylinder { Kind::Database } else { Kind::Container };
                    let node = card(&self.ids.take(&block.id), &block.label);
                    let node = Node { kind, shape: Some(shape), style: look.style, cluster: around, ..node };
                    self.nodes[at] = Some(self.graph.net.add_node(node));
                }
                BlockKind::Arrow(sides) => {
                    let words = format!("{}\n{}", signs(sides), block.label.trim());
                    let node = card(&self.ids.take(&block.id), words.trim());
                    let node = Node { shape: Some(Shape::Text), style: look.style, cluster: around, ..node };
                    self.nodes[at] = Some(self.graph.net.add_node(node));
                }
            }
        }
    }

    fn place(&self, at: usize, first: &[Option<NodeIndex>]) -> Option<Place> {
        if let Some(node) = self.nodes[at] {
            return Some(Place { node, frame: None });
        }
        let frame = self.frames[at]?;
        Some(Place { node: first[frame.index()]?, frame: Some(frame) })
    }

    /// Holds the rows of each grid, one below the other.
    fn rows(&mut self, first: &[Option<NodeIndex>]) {
        let mut grids: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (at, block) in self.text.blocks.iter().enumerate() {
            grids.entry(block.parent).or_default().push(at);
        }
        for (parent, blocks) in grids {
            let columns = match parent.map(|parent| &self.text.blocks[parent].kind) {
                None => self.text.columns,
                Some(BlockKind::Frame(columns)) => *columns,
                Some(_) => None,
            };
            let rows = rows(blocks.iter().map(|&at| (at, &self.text.blocks[at])), columns);
            let shown = |row: &Vec<usize>| -> Vec<(Place, Member)> {
                let places = row.iter().filter_map(|&at| self.place(at, first));
                places.map(|place| (place, place.frame.map_or(Member::Node(place.node), Member::Frame))).collect()
            };
            let rows: Vec<Vec<(Place, Member)>> = rows.iter().map(shown).filter(|row| !row.is_empty()).collect();
            for pair in rows.windows(2) {
                for (nth, (to, _)) in pair[1].iter().enumerate() {
                    let from = pair[0][nth.min(pair[0].len() - 1)].0;
                    connect(&mut self.graph, from, *to, Edge { invisible: true, ..arrow(End::None, End::None, "") });
                }
            }
            for row in rows.into_iter().filter(|row| row.len() > 1) {
                let members = row.into_iter().map(|(_, member)| member).collect();
                self.graph.constraints.push(Constraint { kind: ConstraintKind::Before, members });
            }
        }
    }
}

/// The rows of a grid.
fn rows<'a>(blocks: impl Iterator<Item = (usize, &'a Block)>, columns: Option<usize>) -> Vec<Vec<usize>> {
    let columns = columns.unwrap_or(usize::MAX).max(1);
    let mut out: Vec<Vec<usize>> = vec![Vec::new()];
    let mut used = 0;
    for (at, block) in blocks {
        let width = block.width.clamp(1, columns);
        if used > 0 && width > columns - used {
            out.push(Vec::new());
            used = 0;
        }
        if let Some(row) = out.last_mut() {
            row.push(at);
        }
        used += width;
    }
    out
}

fn signs(sides: &[Direction]) -> String {
    let sign = |side: &Direction| match side {
        Direction::Left => '⇐',
        Direction::Right => '⇒',
        Direction::Up => '⇑',
        Direction::Down => '⇓',
    };
    sides.iter().map(sign).collect()
}

fn edge(link: &Link) -> Edge {
    let invisible = link.stroke == Stroke::Invisible;
    let label = if invisible { "" } else { &link.label };
    Edge { invisible, style: line(link.stroke), ..arrow(end(link.tail), end(link.head), label) }
}
