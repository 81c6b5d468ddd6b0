//! What statements say -> the flowchart: who is in which subgraph, and which names are subgraphs.

use super::super::fault::Fault;
use super::super::label;
use super::super::rich::{self, Rich};
use super::super::scan::trim;
use super::shape::{self, Data};
use super::token::Bracket;
use super::{Class, Click, Edge, Flowchart, Head, LinkStyle, Node, Property, Shape, Stroke, Subgraph};
use crate::base::Direction;
use crate::base::text::short;
use crate::graph::Emphasis;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// More edges than this are an error of the official parser.
const MOST_EDGES: usize = 500;

/// A text with how it was quoted.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) markdown: bool,
}

/// The arrow between two groups of nodes.
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    pub(super) id: Option<String>,
    pub(super) label: Words,
    pub(super) stroke: Stroke,
    pub(super) tail: Head,
    pub(super) head: Head,
    pub(super) length: usize,
    pub(super) lost: Option<Range<usize>>,
    pub(super) at: Range<usize>,
}

#[derive(Default)]
pub(super) struct Build {
    chart: Flowchart,
    nodes: BTreeMap<String, usize>,
    edges: BTreeMap<String, usize>,
    /// The same for ids that hosts give: `L_from_to_0`.
    numbered: BTreeMap<String, usize>,
    /// How many edges join two ids.
    twins: BTreeMap<(String, String), usize>,
    /// Subgraphs that are closed, by id.
    closed: BTreeMap<String, usize>,
    /// How many were closed so far; two of them may share an id.
    count: usize,
    /// Which subgraph has a node: the first one that closes keeps it.
    owner: BTreeMap<String, usize>,
    open: Vec<Open>,
}

struct Open {
    subgraph: usize,
    /// Without an id of its own it gets a number when it closes.
    numbered: bool,
    members: Vec<String>,
}

impl Words {
    pub(super) fn shown(&self) -> Rich {
        let text = trim(&self.text);
        // A second pair of quotes vanishes too.
        let text = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text);
        if self.markdown { rich::markdown(text) } else { rich::html(text) }
    }
}

impl Build {
    pub(super) fn direction(&mut self, direction: Direction) {
        // Outside of subgraphs it has no effect.
        if let Some(subgraph) = self.open.last().and_then(|open| self.chart.subgraphs.get_mut(open.subgraph)) {
            subgraph.direction = Some(direction);
        }
    }

    pub(super) fn graph(&mut self, direction: Direction) {
        self.chart.direction = direction;
    }

    /// A node is named, maybe for the first time.
    pub(super) fn node(&mut self, id: &str, at: &Range<usize>) -> Option<&mut Node> {
        if self.edges.contains_key(id) || self.numbered.contains_key(id) {
            return None;
        }
        let next = self.chart.nodes.len();
        let index = *self.nodes.entry(id.to_owned()).or_insert(next);
        if index == next {
            self.chart.nodes.push(Node {
                id: id.to_owned(),
                label: label::shown(id),
                stress: Emphasis::default(),
                icons: Vec::new(),
                shape: Shape::Plain,
                subgraph: None,
                classes: Vec::new(),
                style: Vec::new(),
                pictured: None,
                at: at.clone(),
            });
        }
        self.chart.nodes.get_mut(index)
    }

    /// What the braces behind an id say.
    pub(super) fn data(&mut self, id: &str, data: Data, at: &Range<usize>) -> Result<(), Fault> {
        let shape = match &data.shape {
            None => None,
            Some(name) => Some(shape::named(name).ok_or_else(|| {
                Fault::new(
                    at.clone(),
                    format!("There is no shape `{}`.", short(name)),
                    "Write one of Mermaid's shapes in small letters, such as `rect`, `cyl`, `diam` or `doc`.",
                )
            })?),
        };
        if self.closed.contains_key(id) {
            return Ok(());
        }
        let (moves, bends) = (data.animated.then(|| at.clone()), data.curved.then(|| at.clone()));
        let Some(node) = self.node(id, at) else {
            self.chart.animations.extend(moves);
            self.chart.curves.extend(bends);
            return Ok(());
        };
        if let Some(shape) = shape {
            node.shape = shape;
        }
        if data.pictured.is_some() {
            node.pictured.clone_from(&data.pictured);
        }
        let plain = node.label == label::shown(id);
        match data.label.filter(|label| !label.is_empty()) {
            Some(text) => node.say(rich::html(&text)),
            None if data.pictured.is_some() && plain => node.label.clear(),
            None => {}
        }
        Ok(())
    }

    /// The ids of a statement belong to the subgraph around it.
    pub(super) fn members(&mut self, ids: impl IntoIterator<Item = String>) {
        if let Some(open) = self.open.last_mut() {
            open.members.extend(ids);
        }
    }

    pub(super) fn link(&mut self, from: &[String], to: &[String], link: &Link) -> Result<(), Fault> {
        let words = link.label.shown();
        for (row, start) in from.iter().enumerate() {
            for (column, end) in to.iter().enumerate() {
                if self.chart.edges.len() >= MOST_EDGES {
                    return Err(Fault::new(
                        link.at.clone(),
                        format!("This is edge {}, and hosts draw {MOST_EDGES}.", MOST_EDGES + 1),
                        "Split the diagram.",
                    ));
                }
                // Only the one that is written has the id.
                let id =
                    link.id.clone().filter(|id| row + 1 == from.len() && column == 0 && !self.edges.contains_key(id));
                if let Some(id) = &id {
                    self.edges.insert(id.clone(), self.chart.edges.len());
                }
                let twins = self.twins.entry((start.clone(), end.clone())).or_default();
                self.numbered.insert(format!("L_{start}_{end}_{twins}"), self.chart.edges.len());
                *twins += 1;
                self.chart.edges.push(Edge {
                    id,
                    from: start.clone(),
                    to: end.clone(),
                    label: words.text.clone(),
                    stress: words.stress.clone(),
                    stroke: link.stroke,
                    tail: link.tail,
                    head: link.head,
                    length: link.length,
                    classes: Vec::new(),
                    lost: link.lost.clone(),
                    at: link.at.clone(),
                });
            }
        }
        Ok(())
    }

    pub(super) fn edge_count(&self) -> usize {
        self.chart.edges.len()
    }

    /// The look of a node, or of a subgraph.
    pub(super) fn style(&mut self, id: &str, at: &Range<usize>, style: Vec<Property>) {
        if let Some(node) = self.node(id, at) {
            node.style.extend(style);
        }
    }

    pub(super) fn define(&mut self, names: &str, style: &[Property]) {
        let classes = names.split(',').map(|name| Class { name: name.to_owned(), style: style.to_vec() });
        self.chart.classes.extend(classes);
    }

    pub(super) fn link_style(&mut self, style: LinkStyle) {
        self.chart.link_styles.push(style);
    }

    pub(super) fn click(&mut self, click: Click) {
        self.chart.clicks.push(click);
    }

    /// Gives a class to those that are there already; others are passed over, as hosts do.
    pub(super) fn class(&mut self, ids: &str, class: &str) {
        for id in ids.split(',') {
            if let Some(node) = self.nodes.get(id).and_then(|i| self.chart.nodes.get_mut(*i)) {
                node.classes.push(class.to_owned());
            }
            if let Some(edge) = self.edges.get(id).and_then(|i| self.chart.edges.get_mut(*i)) {
                edge.classes.push(class.to_owned());
            }
            if let Some(subgraph) = self.closed.get(id).and_then(|i| self.chart.subgraphs.get_mut(*i)) {
                subgraph.classes.push(class.to_owned());
            }
        }
    }

    pub(super) fn open(&mut self, id: Option<&str>, title: &Words, at: Range<usize>) {
        let subgraph = self.chart.subgraphs.len();
        let title = title.shown();
        self.chart.subgraphs.push(Subgraph {
            id: id.unwrap_or_default().to_owned(),
            title: title.text,
            stress: title.stress,
            parent: self.open.last().map(|open| open.subgraph),
            direction: None,
            classes: Vec::new(),
            style: Vec::new(),
            at,
        });
        self.open.push(Open { subgraph, numbered: id.is_none(), members: Vec::new() });
    }

    /// Whether there was one to close. It is a member of the one around it.
    pub(super) fn close(&mut self) -> bool {
        let Some(open) = self.open.pop() else { return false };
        for id in open.members {
            self.owner.entry(id).or_insert(open.subgraph);
        }
        if let Some(subgraph) = self.chart.subgraphs.get_mut(open.subgraph) {
            if open.numbered {
                subgraph.id = format!("subGraph{}", self.count);
            }
            self.count += 1;
            self.closed.insert(subgraph.id.clone(), open.subgraph);
        }
        true
    }

    /// The name of the innermost subgraph that is open.
    pub(super) fn innermost(&self) -> Option<&Subgraph> {
        self.chart.subgraphs.get(self.open.last()?.subgraph)
    }

    pub(super) fn finish(mut self) -> Flowchart {
        let subgraphs: BTreeSet<&String> = self.chart.subgraphs.iter().map(|s| &s.id).collect();
        // A style of a subgraph may be written before it as well.
        let (named, nodes) = std::mem::take(&mut self.chart.nodes).into_iter().partition(|n| subgraphs.contains(&n.id));
        let named: Vec<Node> = named;
        self.chart.nodes = nodes;
        for node in named {
            for subgraph in self.chart.subgraphs.iter_mut().filter(|subgraph| subgraph.id == node.id) {
                subgraph.style.extend(node.style.iter().cloned());
                let new = node.classes.iter().filter(|class| !subgraph.classes.contains(class)).cloned();
                let new: Vec<String> = new.collect();
                subgraph.classes.extend(new);
            }
        }
        self.nest();
        for node in &mut self.chart.nodes {
            node.subgraph = self.owner.get(&node.id).copied();
        }
        self.chart
    }
}

impl Build {
    /// A subgraph that another one names as a member is in it, wherever it is written.
    fn nest(&mut self) {
        for at in 0..self.chart.subgraphs.len() {
            let Some(&owner) = self.owner.get(&self.chart.subgraphs[at].id) else { continue };
            let around = |start: usize| std::iter::successors(Some(start), |&at| self.chart.subgraphs[at].parent);
            if self.chart.subgraphs[at].parent.is_none() && around(owner).all(|outer| outer != at) {
                self.chart.subgraphs[at].parent = Some(owner);
            }
        }
    }
}

impl Node {
    pub(super) fn say(&mut self, words: Rich) {
        (self.label, self.stress, self.icons) = (words.text, words.stress, words.icons);
    }
}

impl Link {
    /// From the characters of an arrow, and of its first half where a text parts it.
    pub(super) fn new(start: Option<&str>, end: &str) -> Self {
        let head = |c: Option<char>| match c {
            Some('>' | '<') => Head::Arrow,
            Some('x') => Head::Cross,
            Some('o') => Head::Circle,
            _ => Head::None,
        };
        let stroke = |line: &str| {
            if line.contains('.') {
                Stroke::Dotted
            } else if line.contains('=') {
                Stroke::Thick
            } else if line.contains('~') {
                Stroke::Invisible
            } else {
                Stroke::Normal
            }
        };
        let end = trim(end);
        let mut out = Self { stroke: stroke(end), head: head(end.chars().next_back()), ..Self::default() };
        let first = head(end.chars().next());
        let mut line = end.get(..end.len().saturating_sub(1)).unwrap_or_default();
        if out.head != Head::None && first == out.head {
            out.tail = first;
            line = line.get(1..).unwrap_or_default();
        }
        let dots = line.matches('.').count();
        out.length = if dots > 0 { dots } else { line.len().saturating_sub(1) };
        if let Some(start) = start.map(trim) {
            let first = head(start.chars().next());
            if stroke(start) != out.stroke || first != Head::None && first != out.head {
                // Halves that do not fit are drawn as a bare line.
                (out.head, out.tail, out.stroke) = (Head::None, Head::None, Stroke::Normal);
            } else if first != Head::None {
                out.tail = first;
            }
        }
        out
    }
}

/// The shape of the brackets around a label.
pub(super) const fn outline(open: Bracket, close: Bracket) -> Shape {
    match (open, close) {
        (Bracket::Round, _) => Shape::Round,
        (Bracket::Curly, _) => Shape::Diamond,
        (Bracket::Stadium, _) => Shape::Stadium,
        (Bracket::Subroutine, _) => Shape::Subroutine,
        (Bracket::Cylinder, _) => Shape::Cylinder,
        (Bracket::DoubleCircle, _) => Shape::DoubleCircle,
        (Bracket::Ellipse, _) => Shape::Ellipse,
        (Bracket::Trapezoid, Bracket::Trapezoid) => Shape::Trapezoid,
        (Bracket::Trapezoid, _) => Shape::LeanRight,
        (Bracket::InverseTrapezoid, Bracket::InverseTrapezoid) => Shape::InverseTrapezoid,
        (Bracket::InverseTrapezoid, _) => Shape::LeanLeft,
        (Bracket::Square | Bracket::Properties, _) => Shape::Box,
    }
}
