//! [`Graph`] + [`crate::layout::Layout`] + [`Theme`], or a chart + [`Theme`] -> [`Scene`]: nothing left to decide.
//!
//! Stage: fourth. Input: what is shown and where. Output: shapes, lines and lines of text with their colours.

mod arrow;
pub mod block;
mod chart;
mod compartment;
mod compose;
pub mod draw;
mod edge;
mod ends;
mod figure;
mod foreign;
mod form;
mod frame;
mod gantt;
mod git;
mod journey;
mod kanban;
mod legend;
mod node;
pub mod origin;
mod packet;
mod pen;
mod pie;
mod quadrant;
mod radar;
mod record;
mod risk;
mod sankey;
mod schedule;
mod sequence;
mod shape;
mod sheet;
mod sign;
mod stack;
pub mod theme;
mod timeline;
mod tint;
mod tree;
mod treemap;
mod venn;
mod xy;

pub use block::Block;
pub use chart::compose_chart;
pub use compose::compose;
pub use origin::Origin;
pub use risk::{compose_risks, measure_risks};
pub use schedule::{compose_schedule, measure_schedule};
pub use sequence::{compose_sequence, measure_sequence};
pub use stack::{compose_stack, measure_stack};
pub use theme::Theme;
pub use tree::{compose_tree, measure_tree};

use crate::base::text::{Font, Fonts, Measure};
use crate::base::{Code, Color, Diagnostic, Direction, Point, Rect, Size};
use crate::graph::{ClusterId, END_ROOM, Edge, Graph};
use crate::layout::Sizes;
use figure::Figure;
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::{EdgeRef, IntoNodeReferences};
use std::collections::BTreeSet;

/// Side of a record for each relation that ends there, in px, and for how many it grows.
const PORT: f64 = 12.0;
const MOST_PORTS: usize = 64;
/// The same for a node that is as narrow as its words.
const APART: f64 = 9.0;
/// The same for loops: their distance from a corner, and for how many it grows.
const LOOP_CORNER: f64 = 8.0;
const MOST_LOOPS: usize = 8;

/// A finished picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Size of the whole with its margin, in px.
    pub size: Size,
    /// Title, for `<title>` and alt text.
    pub title: String,
    /// What it says, for `<desc>`.
    pub description: String,
    /// What stands behind everything; none for a transparent picture.
    pub background: Option<Ink>,
    /// What it was made from, where it shall carry that.
    pub origin: Option<Origin>,
    /// In the order of drawing.
    pub items: Vec<Item>,
}

/// A colour, and what it is where the reader prefers a dark page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ink {
    /// On a light page, and wherever only one is possible.
    pub light: Color,
    /// On a dark page.
    pub dark: Option<Color>,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// What belongs together: one node, edge or frame, with its id and the words for a tooltip.
    Group {
        /// Unique in the picture.
        id: String,
        /// Class: `node`, `edge`, `cluster`, `legend`, ...
        class: &'static str,
        /// Where a click goes.
        link: Option<String>,
        /// Words for a tooltip, where the picture does not show all of them.
        title: Option<String>,
        /// Its parts.
        items: Vec<Item>,
    },
    /// A rectangle.
    Rect {
        /// Where.
        rect: Rect,
        /// Radius of its corners, in px.
        radius: f64,
        /// Its look.
        paint: Paint,
    },
    /// A path.
    Path {
        /// Its parts.
        segments: Vec<Segment>,
        /// Its look.
        paint: Paint,
    },
    /// One line of text.
    Text {
        /// Anchor on the base line.
        at: Point,
        /// Which part of the text the anchor is.
        anchor: Anchor,
        /// What.
        text: String,
        /// In which font.
        font: Font,
        /// In which colour.
        ink: Ink,
        /// A halo of this colour around the letters.
        halo: Option<Ink>,
    },
    /// Parts that what is behind them shows through.
    Faded {
        /// 0 is not seen at all, 1 covers everything.
        opacity: f64,
        /// What is seen through.
        items: Vec<Item>,
    },
    /// Parts that stand at an angle.
    Turned {
        /// The direction of their x, of length 1.
        along: Point,
        /// Where their own origin is.
        origin: Point,
        /// Places in px from that origin.
        items: Vec<Item>,
    },
}

/// Part of a path; points in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Starts a part.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A cubic Bézier curve by its two control points and its end.
    Cubic(Point, Point, Point),
    /// Back to the start of the part.
    Close,
}

/// The look of a shape.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paint {
    /// Inside.
    pub fill: Option<Ink>,
    /// Outline.
    pub stroke: Option<Ink>,
    /// Width of the outline, in px.
    pub width: f64,
    /// Dash and gap, in px.
    pub dash: Option<(f64, f64)>,
}

/// Which part of a text its anchor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// How large everything will be drawn.
pub fn measure(graph: &Graph, theme: &Theme, text: &dyn Measure) -> Sizes {
    let whole = graph.direction.unwrap_or_default();
    let flows = graph.flows(whole);
    let flow = |frame: Option<ClusterId>| frame.map_or(whole, |id| flows[id.index()]);
    let label = |edge: EdgeReference<'_, Edge>| {
        let around = graph.around(edge.source(), edge.weight().tail);
        label_size(edge.weight(), flow(around), theme, text)
    };
    Sizes {
        nodes: (graph.net.node_references())
            .map(|(at, node)| figure_size(graph, at, flow(node.cluster), theme, text))
            .collect(),
        labels: graph.net.edge_references().map(label).collect(),
        titles: graph.clusters.clusters.iter().map(|cluster| frame::Title::new(cluster, theme, text).size()).collect(),
    }
}

/// Words beside the ends of a level line need room along it, which the box of its label makes.
fn label_size(edge: &Edge, direction: Direction, theme: &Theme, text: &dyn Measure) -> Size {
    let size = edge::label(edge, theme, text).map_or(Size::default(), |label| label.size());
    if edge.invisible || !direction.is_level() {
        return size;
    }
    let words = [&edge.tail_text, &edge.head_text].into_iter().flatten();
    let rooms = words.map(|word| edge::end_room(word, theme, text));
    let (w, h) = rooms.fold((0.0, 0.0_f64), |(w, h), room| (w + room.0, h.max(room.1)));
    Size::new((size.w + w).ceil(), size.h.max(h).ceil())
}

/// A record has sides that are long enough for the signs of all its relations.
fn figure_size(graph: &Graph, at: NodeIndex, direction: Direction, theme: &Theme, text: &dyn Measure) -> Size {
    let Some(node) = graph.net.node_weight(at) else { return Size::default() };
    let mut size = Figure::new(node, theme, text).size(theme);
    // Words beside ends stand side by side.
    let words = |direction| {
        let of = |edge: &Edge| {
            if direction == Outgoing { edge.tail_text.clone() } else { edge.head_text.clone() }
        };
        let rooms = graph.net.edges_directed(at, direction).filter_map(|edge| of(edge.weight()));
        rooms
            .take(MOST_PORTS)
            .map(|word| edge::end_room(&word, theme, text))
            .fold((0.0, 0.0), |sum, room| (sum.0 + room.0, sum.1 + room.1))
    };
    let (mut out, mut into) = (words(Outgoing), words(Incoming));
    if node.lines.is_some() && !node.shape.is_some_and(form::is_rigid) {
        // Lines that come in side by side can be told apart.
        for (room, direction) in [(&mut out, Outgoing), (&mut into, Incoming)] {
            let side = APART * (graph.net.edges_directed(at, direction).take(MOST_PORTS).count() + 1) as f64;
            *room = (room.0.max(side), room.1.max(side));
        }
    }
    match direction {
        Direction::Left | Direction::Right => size.h = size.h.max(out.1.max(into.1).ceil()),
        _ => size.w = size.w.max(out.0.max(into.0).ceil()),
    }
    if node.compartments.is_none() {
        return size;
    }
    let ends = |direction| graph.net.edges_directed(at, direction).count();
    let ends = ends(Outgoing).max(ends(Incoming)).min(MOST_PORTS);
    // Loops are nested around the middle half of a side.
    let loops = graph.net.edges_connecting(at, at).count().min(MOST_LOOPS);
    let around = 4.0 * (PORT * loops.saturating_sub(1) as f64 + LOOP_CORNER);
    let side = (PORT * (ends + 1) as f64).max(around) + 2.0 * END_ROOM;
    Size::new(size.w.max(side), size.h.max(side))
}

impl Scene {
    /// Every line of text that it draws.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let mut open: Vec<&Item> = self.items.iter().rev().collect();
        std::iter::from_fn(move || {
            while let Some(item) = open.pop() {
                match item {
                    Item::Group { items, .. } | Item::Faded { items, .. } | Item::Turned { items, .. } => {
                        open.extend(items.iter().rev());
                    }
                    Item::Text { text, .. } => return Some(text.as_str()),
                    Item::Rect { .. } | Item::Path { .. } => {}
                }
            }
            None
        })
    }

    /// A warning that names the characters that no font has a glyph for; none where all can be drawn.
    pub fn missing_glyphs(&self, fonts: &Fonts) -> Option<Diagnostic> {
        let letters: BTreeSet<char> = self.texts().flat_map(str::chars).filter(|c| !c.is_ascii()).collect();
        let missing: Vec<String> =
            letters.into_iter().filter(|&c| fonts.lacks(c)).map(|c| format!("{c} (U+{:04X})", u32::from(c))).collect();
        let (first, more) = missing.split_at(missing.len().min(8));
        if first.is_empty() {
            return None;
        }
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let message = format!("no font has a glyph for {}{more}", first.join(", "));
        let help =
            "name a folder of fonts that have them with --font-dir, or allow those of this machine with --system-fonts";
        Some(Diagnostic::new(Code::MissingGlyph, None, message).help(help))
    }
}
