//! C4: boundaries for frames, elements by kind; a sequence as a dynamic diagram.
//!
//! Its grammar has limits that show here: an empty boundary is an error, an end of a relation that is a boundary is not
//! drawn by version 11, and of several relations between the same two elements the last one alone is kept. So an empty
//! frame is an element, a relation with a frame ends at the element inside that it stands for, and twins are merged.

use super::super::escape::{flow, literal};
use super::super::ids::{self, Grammar, Ids};
use super::super::label;
use super::order::{self, Order, Step};
use super::{accessible, indent};
use crate::base::{Arrow, Kind};
use crate::chart::Sequence;
use crate::chart::sequence::Event;
use crate::graph::{ClusterId, Graph, Node};
use crate::layout::Layout;
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn write(graph: &Graph, layout: &Layout) -> String {
    let order = order::of(graph, layout);
    let mut text = Text { graph, order: &order, ids: ids::of_graph(graph, Grammar::Words), out: String::new() };
    let kinds: Vec<Kind> =
        graph.net.node_weights().map(|n| n.kind).chain(graph.clusters.clusters.iter().map(|c| c.kind)).collect();
    let inner = |kind: &Kind| {
        !matches!(kind, Kind::Person | Kind::System | Kind::External | Kind::Group | Kind::Node | Kind::Component)
    };
    let header = if kinds.contains(&Kind::Node) {
        "C4Deployment"
    } else if kinds.contains(&Kind::Component) {
        "C4Component"
    } else if kinds.iter().any(inner) {
        "C4Container"
    } else {
        "C4Context"
    };
    begin(&mut text.out, header, &graph.title, graph.description.as_deref());
    for (depth, step) in order.walk() {
        match step {
            Step::Node(node) => text.node(node, depth),
            Step::Open(id) => text.frame(id, depth),
            Step::Close(id) if order.inside[id.index()].is_empty() => {}
            Step::Close(_) => {
                text.out.push_str(&indent(depth));
                text.out.push_str("}\n");
            }
        }
    }
    text.relations();
    text.out
}

/// Participants as elements, messages as relations: the host numbers them in the order of the text. Where two
/// participants exchange several messages in one direction, each line of the merged label has its number in time.
/// A condition stands before its messages; notes and activations have no form here.
pub(super) fn dynamic(sequence: &Sequence) -> String {
    let ids = ids::of_sequence(sequence);
    let mut out = String::new();
    begin(&mut out, "C4Dynamic", &sequence.title, sequence.description.as_deref());
    for (p, id) in sequence.participants.iter().zip(&ids) {
        let name = if p.name.trim().is_empty() { &p.id } else { &p.name };
        let name = name.clone() + label::status(p.status);
        element(&mut out, 1, p.kind, p.external, [id.as_str(), &name, p.tech.as_deref().unwrap_or_default(), ""]);
    }
    let mut conditions: Vec<Option<&str>> = Vec::new();
    let mut relations = Relations::default();
    let mut number = 0_u32;
    for event in &sequence.events {
        match event {
            Event::Message { from, to, text, .. } => {
                number += 1;
                let mut text = text.clone().unwrap_or_default();
                if let Some(condition) = conditions.last().copied().flatten() {
                    text = format!("[{condition}] {text}");
                }
                relations.add(Relation::new(*from, *to, false, (number, text), None));
            }
            Event::Open { text, .. } => conditions.push(text.as_deref()),
            Event::Branch(text) => {
                conditions.pop();
                conditions.push(text.as_deref());
            }
            Event::Close => {
                conditions.pop();
            }
            Event::Activate(_) | Event::Deactivate(_) | Event::Note { .. } | Event::Create(_) | Event::Destroy(_) => {}
        }
    }
    let merged = relations.list.iter().any(|r| r.labels.len() > 1);
    relations.write(&mut out, &ids, merged);
    out
}

/// What is left of all relations between two elements in one direction.
struct Relation {
    from: usize,
    to: usize,
    both: bool,
    /// With their numbers in time.
    labels: Vec<(u32, String)>,
    techs: Vec<String>,
}

impl Relation {
    fn new(from: usize, to: usize, both: bool, label: (u32, String), tech: Option<String>) -> Self {
        Self { from, to, both, labels: vec![label], techs: tech.into_iter().collect() }
    }

    fn write(&self, out: &mut String, from: &str, to: &str, numbered: bool) {
        let labels: Vec<String> = self
            .labels
            .iter()
            .filter(|(_, text)| numbered || !text.trim().is_empty())
            .map(|(n, text)| if numbered { format!("({n}) {text}").trim_end().to_owned() } else { text.clone() })
            .collect();
        let word = if self.both { "BiRel" } else { "Rel" };
        statement(out, 1, word, &[from, to], &[&labels.join("\n"), &self.techs.join(", ")], "");
    }
}

/// All relations, twins merged, in the order of the first of each.
#[derive(Default)]
struct Relations {
    list: Vec<Relation>,
    /// Where in the list a pair is.
    known: BTreeMap<(usize, usize), usize>,
}

impl Relations {
    fn add(&mut self, new: Relation) {
        let at = *self.known.entry((new.from, new.to)).or_insert(self.list.len());
        let Some(old) = self.list.get_mut(at) else {
            self.list.push(new);
            return;
        };
        old.both |= new.both;
        old.labels.extend(new.labels);
        for tech in new.techs {
            if !old.techs.contains(&tech) {
                old.techs.push(tech);
            }
        }
    }

    /// Writes them. The labels of two that run between the same elements, there and back, would stand on one another: the
    /// second one is moved down.
    fn write(&self, out: &mut String, ids: &[String], numbered: bool) {
        const LINE: usize = 14;
        let mut moved = String::new();
        for (number, relation) in self.list.iter().enumerate() {
            let (Some(from), Some(to)) = (ids.get(relation.from), ids.get(relation.to)) else { continue };
            relation.write(out, from, to, numbered);
            let back = self.known.get(&(relation.to, relation.from)).filter(|at| **at < number);
            if let Some(first) = back.and_then(|at| self.list.get(*at)) {
                let lines = first.labels.len() + usize::from(!first.techs.is_empty());
                // Writing to a string cannot fail.
                let _ = writeln!(moved, "  UpdateRelStyle({from}, {to}, $offsetY=\"{}\")", LINE * lines + LINE / 2);
            }
        }
        out.push_str(&moved);
    }
}

struct Text<'a> {
    graph: &'a Graph,
    order: &'a Order,
    ids: Ids,
    out: String,
}

impl Text<'_> {
    fn node(&mut self, index: usize, depth: usize) {
        let Some(node) = self.graph.net.node_weight(NodeIndex::new(index)) else { return };
        let Node { kind, external, .. } = *node;
        let name = if node.name.trim().is_empty() { &node.id } else { &node.name };
        let name = label::numbered(name, node.instances) + label::status(node.status);
        let tech = node.tech.as_deref().unwrap_or_default();
        let description = node.description.as_deref().unwrap_or_default();
        element(&mut self.out, depth, kind, external, [&self.ids.nodes[index], &name, tech, description]);
    }

    fn frame(&mut self, id: ClusterId, depth: usize) {
        let cluster = self.graph.clusters.get(id);
        let name = if cluster.name.trim().is_empty() { &cluster.id } else { &cluster.name };
        let name = label::numbered(name, cluster.instances) + label::status(cluster.status);
        let tech = cluster.tech.as_deref().unwrap_or_default();
        let own = &self.ids.clusters[id.index()];
        if self.order.inside[id.index()].is_empty() {
            element(&mut self.out, depth, cluster.kind, cluster.external, [own, &name, tech, ""]);
            return;
        }
        let (word, more) = match cluster.kind {
            Kind::System | Kind::External => ("System_Boundary", ""),
            Kind::Container => ("Container_Boundary", ""),
            Kind::Node => ("Deployment_Node", tech),
            _ => ("Boundary", cluster.kind_name.as_str()),
        };
        statement(&mut self.out, depth, word, &[own], &[&name, more], " {");
    }

    fn relations(&mut self) {
        let mut relations = Relations::default();
        for link in &self.order.links {
            let edge = EdgeIndex::new(link.edge);
            let (Some(weight), Some((a, b))) = (self.graph.net.edge_weight(edge), self.graph.net.edge_endpoints(edge))
            else {
                continue;
            };
            let text = weight.label.clone().unwrap_or_default() + label::status(weight.status);
            let both = weight.arrow == Arrow::Both;
            let label = (0, text.trim_start().to_owned());
            relations.add(Relation::new(a.index(), b.index(), both, label, weight.tech.clone()));
        }
        relations.write(&mut self.out, &self.ids.nodes, false);
    }
}

/// The title is a line without quotes: it is decoded as a flowchart's label is.
fn begin(out: &mut String, header: &str, title: &str, description: Option<&str>) {
    out.push_str(header);
    out.push('\n');
    accessible(out, title, description);
    let words: Vec<&str> = title.split_whitespace().collect();
    if !words.is_empty() {
        out.push_str("  title ");
        out.push_str(&flow(&words.join(" ")));
        out.push('\n');
    }
}

/// `[id, name, technology, description]` as the element that the kind is.
fn element(out: &mut String, depth: usize, kind: Kind, external: bool, [id, name, tech, description]: [&str; 4]) {
    let (word, has_tech) = match kind {
        Kind::Person => ("Person", false),
        Kind::System | Kind::External | Kind::Group => ("System", false),
        Kind::Container | Kind::Gateway | Kind::Function | Kind::Node => ("Container", true),
        Kind::Component => ("Component", true),
        Kind::Database | Kind::Cache | Kind::Storage => ("ContainerDb", true),
        Kind::Queue => ("ContainerQueue", true),
    };
    let word = format!("{word}{}", if external || kind == Kind::External { "_Ext" } else { "" });
    if has_tech {
        statement(out, depth, &word, &[id], &[name, tech, description], "");
    } else {
        // People and systems have no technology: it goes before what they do.
        let text = [tech, description].into_iter().filter(|t| !t.trim().is_empty()).collect::<Vec<_>>().join(". ");
        statement(out, depth, &word, &[id], &[name, &text], "");
    }
}

/// `word(ids, "texts")`; texts that are empty at the end are left out, but for the first.
fn statement(out: &mut String, depth: usize, word: &str, ids: &[&str], texts: &[&str], end: &str) {
    let kept = texts.iter().rposition(|t| !t.trim().is_empty()).map_or(1, |i| i + 1);
    let arguments = ids.iter().map(|id| (*id).to_owned());
    let arguments: Vec<String> = arguments.chain(texts[..kept].iter().map(|t| format!("\"{}\"", literal(t)))).collect();
    out.push_str(&indent(depth));
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{word}({}){end}", arguments.join(", "));
}
