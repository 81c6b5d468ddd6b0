//! A class diagram -> a graph of records, namespaces as frames.

use super::super::read::class::{self as read, Class, ClassDiagram, Classifier, Visibility};
use super::net::{Ids, Place, arrow, card, comment, connect, frame, leads, nowhere, outer_first, scripts, tie};
use super::style::Sheet;
use crate::base::{Diagnostic, Kind, Line, Shape, Style};
use crate::graph::{ClusterId, Compartment, Edge, Emphasis, End, Graph, Node, RecordLine, TextLine};
use petgraph::graph::NodeIndex;

/// The graph of a diagram, and what of the text it does not show.
pub(super) fn project(text: &ClassDiagram) -> (Graph, Vec<Diagnostic>) {
    let mut graph = Graph { direction: text.direction, ..Graph::default() };
    let mut ids = Ids::default();
    let mut sheet = Sheet::new(&text.class_defs);
    let class_ids: Vec<String> = text.classes.iter().map(|class| ids.take(&class.id)).collect();
    let parents: Vec<Option<usize>> = text.namespaces.iter().map(|namespace| namespace.parent).collect();
    let mut frames: Vec<Option<ClusterId>> = vec![None; parents.len()];
    for (at, parent) in outer_first(&parents) {
        let namespace = &text.namespaces[at];
        let around = parent.and_then(|parent| frames[parent]);
        frames[at] = Some(graph.clusters.add(frame(&ids.take(&namespace.id), &namespace.title, around)));
    }
    let within = |namespace: Option<usize>| namespace.and_then(|at| frames.get(at).copied().flatten());
    let offered = interfaces(text);
    for ((class, id), offered) in text.classes.iter().zip(&class_ids).zip(offered) {
        let style = sheet.look(&class.classes, &class.styles, &class.at).style;
        let node =
            if offered { Node { shape: Some(Shape::Text), ..card(id, &class.label) } } else { record(id, class) };
        graph.net.add_node(Node {
            cluster: within(class.namespace),
            style,
            link: class.link.clone().filter(|link| leads(link)),
            description: class.tooltip.clone(),
            ..node
        });
    }
    let place = |at: usize| Place { node: NodeIndex::new(at), frame: None };
    for relation in text.relations.iter().filter(|r| r.from.max(r.to) < class_ids.len()) {
        connect(&mut graph, place(relation.from), place(relation.to), edge(relation));
    }
    for note in &text.notes {
        let id = ids.take("note");
        let around = note.of.and_then(|of| text.classes.get(of)).and_then(|class| class.namespace).or(note.namespace);
        let node = graph.net.add_node(Node { cluster: within(around), ..comment(&id, &note.text) });
        if let Some(of) = note.of.filter(|&of| of < class_ids.len()) {
            connect(&mut graph, Place { node, frame: None }, place(of), tie());
        }
    }
    let links = nowhere(text.classes.iter().map(|class| (&class.link, &class.at)));
    (graph, sheet.finding().into_iter().chain(scripts(text.calls.iter())).chain(links).collect())
}

/// By class: whether it is nothing but an interface that another one offers, which is a circle with a name.
fn interfaces(text: &ClassDiagram) -> Vec<bool> {
    let mut out = vec![false; text.classes.len()];
    let mut other = vec![false; text.classes.len()];
    for relation in &text.relations {
        for (class, end) in [(relation.from, relation.tail), (relation.to, relation.head)] {
            let list = if end == read::End::Lollipop { &mut out } else { &mut other };
            if let Some(flag) = list.get_mut(class) {
                *flag = true;
            }
        }
    }
    for ((flag, other), class) in out.iter_mut().zip(other).zip(&text.classes) {
        let bare = class.attributes.is_empty() && class.methods.is_empty() && class.annotations.is_empty();
        *flag = *flag && !other && bare;
    }
    out
}

fn record(id: &str, class: &Class) -> Node {
    let mut lines: Vec<TextLine> = Vec::new();
    for annotation in &class.annotations {
        lines.extend(TextLine::plain(&format!("«{annotation}»")));
    }
    // As UML has it: what is abstract leans.
    let whole: Vec<_> = std::iter::once(0..class.label.len()).collect();
    let leans = class.annotations.iter().any(|annotation| annotation.eq_ignore_ascii_case("abstract"));
    let stress = Emphasis { bold: whole.clone(), italic: if leans { whole } else { Vec::new() } };
    lines.extend(TextLine::broken(&class.label, &stress));
    let members = |members: &[read::Member]| Compartment::Members(members.iter().map(member).collect());
    Node {
        id: id.to_owned(),
        name: class.label.replace('\n', " "),
        kind: Kind::Container,
        instances: 1,
        lines: Some(lines),
        compartments: Some(vec![members(&class.attributes), members(&class.methods)]),
        ..Node::default()
    }
}

fn member(member: &read::Member) -> RecordLine {
    let sign = match member.visibility {
        Some(Visibility::Public) => "+ ",
        Some(Visibility::Private) => "− ",
        Some(Visibility::Protected) => "# ",
        Some(Visibility::Internal) => "~ ",
        None => "",
    };
    RecordLine {
        text: format!("{sign}{}", member.text.replace('\n', " ")),
        underlined: member.classifier == Some(Classifier::Static),
        italic: member.classifier == Some(Classifier::Abstract),
    }
}

fn edge(relation: &read::Relation) -> Edge {
    let line = relation.dotted.then_some(Line::Dashed);
    let count = |text: &str| Some(text.replace('\n', " ")).filter(|text| !text.trim().is_empty());
    Edge {
        tail_text: count(&relation.from_count),
        head_text: count(&relation.to_count),
        style: Style { line, ..Style::default() },
        ..arrow(end(relation.tail), end(relation.head), &relation.label)
    }
}

const fn end(end: read::End) -> End {
    match end {
        read::End::None => End::None,
        read::End::Extension => End::Triangle,
        read::End::Composition => End::Diamond,
        read::End::Aggregation => End::OpenDiamond,
        read::End::Dependency => End::Open,
        read::End::Lollipop => End::Lollipop,
    }
}
