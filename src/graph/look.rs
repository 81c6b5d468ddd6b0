//! Style rules -> the look of each thing that is shown, and the legend that explains it.
//!
//! Stage: graph. Input: the model, the index of selectors. Output: styles by element and relation, legend rows.
//!
//! A user's kind gives the ground, then the rules of `styles:` in their written order, later over earlier ones.

use super::lift::Link;
use super::pick::{Index, Picked};
use super::{Graph, LegendEntry, LegendOf};
use crate::base::{Kind, Status, Style};
use crate::describe::Model;
use crate::describe::model::{Element, ElementId, GroupId, RelationId, Selector, UserKind};
use std::collections::{BTreeMap, BTreeSet};

/// Every look of a model.
pub(super) struct Looks<'m> {
    model: &'m Model,
    kinds: BTreeMap<&'m str, &'m UserKind>,
    nodes: Vec<Style>,
    frames: Vec<Style>,
    relations: Vec<Style>,
    /// What each rule picks, by rule.
    picked: Vec<Picked>,
    /// Whether styles show at all.
    colored: bool,
}

impl<'m> Looks<'m> {
    /// Outlines alone: in a picture of the plan's delta colour means status, and nothing else.
    pub(super) fn plain(model: &'m Model, index: &Index<'m>) -> Self {
        let mut looks = Self::new(model, index);
        for style in &mut looks.nodes {
            *style = Style { shape: style.shape, ..Style::default() };
        }
        looks.frames.fill(Style::default());
        looks.relations.fill(Style::default());
        looks.colored = false;
        looks
    }

    /// Resolves the rules once.
    pub(super) fn new(model: &'m Model, index: &Index<'m>) -> Self {
        let kinds: BTreeMap<&str, &UserKind> = model.kinds.iter().map(|k| (k.id.as_str(), k)).collect();
        let mut out = Self {
            model,
            nodes: vec![Style::default(); model.elements.len()],
            frames: vec![Style::default(); model.elements.len()],
            relations: vec![Style::default(); model.relations.len()],
            picked: model.styles.iter().map(|rule| index.pick(&rule.selector)).collect(),
            kinds,
            colored: true,
        };
        for (at, element) in model.elements.iter().enumerate() {
            if let Some(kind) = out.user_kind(element) {
                out.nodes[at] = Style { shape: kind.style.shape.or(kind.shape), ..kind.style };
                out.frames[at] = outline(kind.style);
            }
        }
        for (rule, picked) in model.styles.iter().zip(&out.picked) {
            // Who names one element means it in every form; a whole kind in a fill would drown what is in its frames.
            let named = matches!(rule.selector, Selector::Element(_));
            let frame = if named { Style { shape: None, ..rule.style } } else { outline(rule.style) };
            for id in &picked.elements {
                out.nodes[id.index()] = rule.style.over(out.nodes[id.index()]);
                out.frames[id.index()] = frame.over(out.frames[id.index()]);
            }
            for id in &picked.relations {
                out.relations[id.index()] = rule.style.over(out.relations[id.index()]);
            }
        }
        out
    }

    /// Of an element as a node.
    pub(super) fn of_node(&self, id: ElementId) -> Style {
        self.nodes[id.index()]
    }

    /// Of an element as a frame.
    pub(super) fn of_frame(&self, id: ElementId) -> Style {
        self.frames[id.index()]
    }

    /// Of an edge that stands for these relations: what all of them say.
    pub(super) fn of_edge(&self, relations: &[RelationId]) -> Style {
        let all = relations.iter().map(|id| self.relations[id.index()]);
        all.reduce(Style::common).unwrap_or_default()
    }

    /// Of a group's frame.
    pub(super) fn of_group(&self, id: GroupId) -> Style {
        let group = &self.model.groups[id.index()];
        self.fold(|selector| match selector {
            Selector::Group(of) => *of == id,
            Selector::Tag(tag) => group.tags.contains(tag),
            Selector::Kind(word) => word == Kind::Group.word(),
            _ => false,
        })
    }

    /// Of a place of a deployment.
    pub(super) fn of_place(&self, tags: &[String]) -> Style {
        self.fold(|selector| match selector {
            Selector::Tag(tag) => tags.contains(tag),
            Selector::Kind(word) => word == Kind::Node.word(),
            _ => false,
        })
    }

    fn fold(&self, hits: impl Fn(&Selector) -> bool) -> Style {
        let rules = self.model.styles.iter().filter(|rule| self.colored && hits(&rule.selector));
        rules.fold(Style::default(), |under, rule| Style { shape: None, ..rule.style }.over(under))
    }

    fn legend_of_styles(&self, elements: &[bool], links: &[Link]) -> Vec<LegendEntry> {
        let mut legend: Vec<LegendEntry> = Vec::new();
        for kind in &self.model.kinds {
            let style = Style { shape: kind.style.shape.or(kind.shape), ..kind.style };
            let mut all = self.model.elements.iter().zip(elements);
            if style != Style::default() && all.any(|(e, shown)| *shown && e.user_kind.as_ref() == Some(&kind.id)) {
                legend.push(row(&kind.id, LegendOf::Node, kind.like, style));
            }
        }
        let mut drawn: BTreeMap<RelationId, Vec<&Link>> = BTreeMap::new();
        for link in links {
            link.relations.iter().for_each(|id| drawn.entry(*id).or_default().push(link));
        }
        for (rule, picked) in self.model.styles.iter().zip(&self.picked) {
            let text = match &rule.selector {
                Selector::Element(_) | Selector::Children(_) => continue,
                Selector::Group(id) => &self.model.groups[id.index()].name,
                Selector::Tag(word) | Selector::Kind(word) => word,
            };
            if let Some(id) = picked.elements.iter().find(|id| elements[id.index()]) {
                let named = matches!(rule.selector, Selector::Kind(_));
                let kind = if named { self.model.element(*id).kind } else { Kind::Container };
                // A rule for a kind that has a row of its own is part of that row.
                match legend.iter_mut().find(|row| named && row.of == LegendOf::Node && row.text == *text) {
                    Some(row) => row.style = rule.style.over(row.style),
                    None => add(&mut legend, row(text, LegendOf::Node, kind, rule.style), &rule.name),
                }
            }
            let all: BTreeSet<RelationId> = picked.relations.iter().copied().collect();
            let whole = |link: &Link| link.relations.iter().all(|id| all.contains(id));
            if picked.relations.iter().filter_map(|id| drawn.get(id)).flatten().any(|link| whole(link)) {
                let line = Style { shape: None, fill: None, ..rule.style };
                add(&mut legend, row(text, LegendOf::Edge, Kind::Container, line), &rule.name);
            }
        }
        legend
    }

    fn user_kind(&self, element: &Element) -> Option<&'m UserKind> {
        self.kinds.get(element.user_kind.as_deref()?).copied()
    }

    /// Rows for the looks that occur among these, then rows for the statuses of the graph.
    pub(super) fn legend(&self, graph: &Graph, elements: &[bool], links: &[Link]) -> Vec<LegendEntry> {
        let mut legend = if self.colored { self.legend_of_styles(elements, links) } else { Vec::new() };
        for (status, text) in
            [(Status::New, "new"), (Status::Changed, "changed"), (Status::Removed, "removed"), (Status::Kept, "kept")]
        {
            let nodes = graph.net.node_weights().map(|n| n.status);
            let frames = graph.clusters.clusters.iter().map(|c| c.status).filter(|s| *s != Some(Status::Kept));
            let of = if nodes.chain(frames).any(|s| s == Some(status)) {
                LegendOf::Node
            } else if graph.net.edge_weights().any(|e| e.status == Some(status)) {
                LegendOf::Edge
            } else {
                continue;
            };
            legend.push(LegendEntry { status: Some(status), ..row(text, of, Kind::Container, Style::default()) });
        }
        legend
    }
}

fn row(text: &str, of: LegendOf, kind: Kind, style: Style) -> LegendEntry {
    LegendEntry { text: text.to_owned(), of, kind, style, status: None }
}

/// Adds a row. Where another row has its words, it is that row if it looks the same, else its selector tells them apart.
fn add(legend: &mut Vec<LegendEntry>, mut row: LegendEntry, selector: &str) {
    let mut same = legend.iter().filter(|other| other.of == row.of && other.text == row.text).peekable();
    let clash = same.peek().is_some();
    if same.any(|other| *other == row) {
        return;
    }
    if clash {
        selector.clone_into(&mut row.text);
    }
    legend.push(row);
}

/// What a frame takes over of a look that is meant for boxes.
fn outline(style: Style) -> Style {
    Style { fill: None, shape: None, color: None, ..style }
}
