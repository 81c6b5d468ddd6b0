//! A state diagram -> a graph. A state with others in it is a frame, each of its regions a frame with dashes in that.

use super::super::read::state::{Side, State, StateDiagram, StateKind};
use super::net::{
    Ids, Place, arrow, card, comment, connect, frame, leads, nowhere, outer_first, tie, turn_bars, unturned,
};
use super::style::Sheet;
use crate::base::{Diagnostic, Direction, Line, Shape};
use crate::graph::{ClusterId, End, Graph, Node, TextLine};
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};

/// The graph of a diagram, and what of the text it does not show.
pub(super) fn project(text: &StateDiagram) -> (Graph, Vec<Diagnostic>) {
    let direction = text.direction.unwrap_or(Direction::Down);
    let mut build = Build {
        text,
        graph: Graph { direction: Some(direction), ..Graph::default() },
        sheet: Sheet::new(&text.class_defs),
        ids: Ids::default(),
        parents: vec![None; text.states.len()],
        frames: vec![None; text.states.len()],
        regions: BTreeMap::new(),
    };
    build.frames();
    let mut nodes = vec![None; text.states.len()];
    for (at, state) in text.states.iter().enumerate() {
        if build.frames[at].is_none() {
            let node = build.node(at, state);
            nodes[at] = Some(build.graph.net.add_node(node));
        }
    }
    build.edges(&nodes);
    turn_bars(&mut build.graph, direction);
    let frames = build.frames.iter().copied().zip(text.states.iter().map(|state| &state.at));
    let unturned = unturned(&build.graph, direction, frames, "state");
    let links = nowhere(text.states.iter().map(|state| (&state.link, &state.at)));
    let findings = build.sheet.finding().into_iter().chain(unturned).chain(links).collect();
    (build.graph, findings)
}

struct Build<'a> {
    text: &'a StateDiagram,
    graph: Graph,
    sheet: Sheet<'a>,
    ids: Ids,
    /// By state: the one around it, where that makes no ring.
    parents: Vec<Option<usize>>,
    /// By state; none where it is a box.
    frames: Vec<Option<ClusterId>>,
    /// Where there are several: by what they are in, and by number.
    regions: BTreeMap<(Option<usize>, usize), ClusterId>,
}

impl Build<'_> {
    /// Frames of states that have others in them, and of regions.
    fn frames(&mut self) {
        let text = self.text;
        let parents: Vec<Option<usize>> = text.states.iter().map(|state| state.parent).collect();
        let order = outer_first(&parents);
        let mut inside: BTreeMap<Option<usize>, BTreeSet<usize>> = BTreeMap::new();
        for &(at, parent) in &order {
            self.parents[at] = parent;
            inside.entry(parent).or_default().insert(text.states[at].region);
        }
        self.divide(None, &inside);
        for (at, _) in order.into_iter().filter(|(at, _)| inside.contains_key(&Some(*at))) {
            let state = &text.states[at];
            let look = self.sheet.look(&state.classes, &state.styles, &state.at);
            let mut cluster = frame(&self.ids.take(&state.id), &state.lines.join("\n"), self.around(at));
            cluster.style = look.style;
            cluster.direction = state.direction;
            cluster.link = state.link.clone().filter(|link| leads(link));
            self.frames[at] = Some(self.graph.clusters.add(cluster));
            self.divide(Some(at), &inside);
        }
    }

    /// A frame for each of several regions.
    fn divide(&mut self, of: Option<usize>, inside: &BTreeMap<Option<usize>, BTreeSet<usize>>) {
        let Some(regions) = inside.get(&of).filter(|regions| regions.len() > 1) else { return };
        let parent = of.and_then(|at| self.frames[at]);
        for &region in regions {
            let mut cluster = frame(&self.ids.take("region"), "", parent);
            cluster.style.line = Some(Line::Dashed);
            self.regions.insert((of, region), self.graph.clusters.add(cluster));
        }
    }

    /// The frame around a state.
    fn around(&self, at: usize) -> Option<ClusterId> {
        let parent = self.parents[at];
        let region = self.regions.get(&(parent, self.text.states[at].region)).copied();
        region.or_else(|| parent.and_then(|parent| self.frames[parent]))
    }

    fn node(&mut self, at: usize, state: &State) -> Node {
        let look = self.sheet.look(&state.classes, &state.styles, &state.at);
        let (shape, word) = match state.kind {
            StateKind::Normal => (Shape::Round, None),
            StateKind::Start => (Shape::Dot, Some("start")),
            StateKind::End => (Shape::Stop, Some("end")),
            StateKind::Fork | StateKind::Join => (Shape::Bar, None),
            StateKind::Choice => (Shape::Diamond, None),
        };
        let id = self.ids.take(word.unwrap_or(&state.id));
        let mut node = match state.kind {
            StateKind::Normal => card(&id, &state.lines.join("\n")),
            _ => Node { lines: Some(Vec::new()), ..card(&id, word.unwrap_or(&state.id)) },
        };
        if state.kind == StateKind::Normal && state.lines.len() > 1 {
            // The first line names it, the others say what it does.
            let lines = state.lines.iter().enumerate();
            let line =
                |(nth, line): (usize, &String)| if nth == 0 { TextLine::strong(line) } else { TextLine::plain(line) };
            node.lines = Some(lines.flat_map(line).collect());
        }
        let link = state.link.clone().filter(|link| leads(link));
        Node { shape: Some(shape), style: look.style, cluster: self.around(at), link, ..node }
    }

    fn edges(&mut self, nodes: &[Option<NodeIndex>]) {
        let text = self.text;
        let mut notes = Vec::new();
        for note in &text.notes {
            let id = self.ids.take("note");
            let cluster = note.of.and_then(|of| self.around(of));
            let node = Node { cluster, ..comment(&id, &note.text) };
            notes.push((self.graph.net.add_node(node), note));
        }
        let first = self.graph.first_nodes();
        let frames = self.frames.clone();
        let place = |at: usize| match (nodes.get(at).copied().flatten(), frames.get(at).copied().flatten()) {
            (Some(node), _) => Some(Place { node, frame: None }),
            (None, Some(frame)) => first[frame.index()].map(|node| Place { node, frame: Some(frame) }),
            (None, None) => None,
        };
        for transition in &text.transitions {
            let (Some(from), Some(to)) = (place(transition.from), place(transition.to)) else { continue };
            connect(&mut self.graph, from, to, arrow(End::None, End::Arrow, &transition.label));
        }
        for (node, note) in notes {
            let Some(of) = note.of.and_then(place) else { continue };
            let note_place = Place { node, frame: None };
            match note.side {
                Side::Left => connect(&mut self.graph, note_place, of, tie()),
                Side::Right => connect(&mut self.graph, of, note_place, tie()),
            }
        }
    }
}
