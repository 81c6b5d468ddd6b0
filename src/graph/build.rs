//! Selection + links -> Graph: nodes in their frames.
//!
//! Stage: graph, last step. Input: what a static view shows, with status and looks. Output: the [`Graph`].

use super::delta::Delta;
use super::lift::{self, Link};
use super::look::Looks;
use super::select::Selection;
use super::{Cluster, ClusterId, Graph, Lens, Member, Node};
use crate::base::{Kind, Status, unique};
use crate::describe::model::{ElementId, GroupId};
use crate::describe::{Model, Nesting};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that building reads.
pub(super) struct Builder<'a> {
    pub(super) model: &'a Model,
    pub(super) lens: &'a Lens,
    pub(super) looks: &'a Looks<'a>,
    /// Where the view shows the plan's delta.
    pub(super) delta: Option<&'a Delta>,
}

/// The state of one walk down the element tree.
struct Walk<'a> {
    selection: &'a Selection,
    nesting: Nesting,
    taken: BTreeSet<String>,
    places: BTreeMap<usize, Member>,
}

impl Builder<'_> {
    /// Adds the selection to the graph; says what stands for which element.
    pub(super) fn elements(&self, graph: &mut Graph, selection: &Selection) -> BTreeMap<usize, Member> {
        let taken = self.model.elements.iter().map(|e| e.path.clone());
        let taken = if self.model.groups.is_empty() { BTreeSet::new() } else { taken.collect() };
        let mut walk = Walk { selection, nesting: Nesting::new(self.model), taken, places: BTreeMap::new() };
        let ids = (0..self.model.elements.len() as u32).map(ElementId);
        let roots: Vec<ElementId> = ids.filter(|id| self.model.element(*id).parent.is_none()).collect();
        self.descend(graph, &mut walk, &roots, None);
        walk.places
    }

    /// Adds what is shown of some siblings and of what is in them. As deep as elements nest: at most 64.
    fn descend(&self, graph: &mut Graph, walk: &mut Walk, siblings: &[ElementId], around: Option<ClusterId>) {
        let shown = |id: &ElementId| walk.selection.chosen[id.index()] || walk.selection.framed[id.index()];
        let siblings: Vec<ElementId> = siblings.iter().copied().filter(shown).collect();
        let mut frames: BTreeMap<GroupId, ClusterId> = BTreeMap::new();
        for id in &siblings {
            let mut parent = around;
            for &group in walk.nesting.chain(*id) {
                let frame = frames.get(&group).copied();
                let frame = frame.unwrap_or_else(|| self.group(graph, &mut walk.taken, group, parent));
                frames.insert(group, frame);
                parent = Some(frame);
            }
            if walk.selection.framed[id.index()] {
                let frame = graph.clusters.add(self.frame(*id, parent));
                walk.places.insert(id.index(), Member::Frame(frame));
                let children = &self.model.element(*id).children;
                self.descend(graph, walk, children, Some(frame));
            } else {
                let node = graph.net.add_node(self.node(*id, parent));
                walk.places.insert(id.index(), Member::Node(node));
            }
        }
    }

    /// The element as a node.
    pub(super) fn node(&self, id: ElementId, cluster: Option<ClusterId>) -> Node {
        let element = self.model.element(id);
        let style = self.looks.of_node(id);
        Node {
            id: element.path.clone(),
            name: element.name.clone(),
            kind: element.kind,
            kind_name: element.kind_name(),
            tech: element.tech.clone().filter(|_| self.lens.technology),
            description: element.description.clone().filter(|_| self.lens.descriptions),
            link: element.link.clone(),
            external: element.external || element.kind == Kind::External,
            shape: style.shape,
            status: self.delta.map(|d| d.of_node(id)),
            instances: 1,
            tags: element.tags.clone(),
            style,
            cluster,
            compartments: None,
            ..Node::default()
        }
    }

    /// The element as a frame.
    pub(super) fn frame(&self, id: ElementId, parent: Option<ClusterId>) -> Cluster {
        let element = self.model.element(id);
        Cluster {
            id: element.path.clone(),
            name: element.name.clone(),
            kind: element.kind,
            kind_name: element.kind_name(),
            tech: element.tech.clone().filter(|_| self.lens.technology),
            parent,
            external: element.external || element.kind == Kind::External,
            instances: 1,
            status: self.delta.map(|d| d.of_frame(id)),
            tags: element.tags.clone(),
            link: element.link.clone(),
            style: self.looks.of_frame(id),
            ..Cluster::default()
        }
    }

    fn group(
        &self,
        graph: &mut Graph,
        taken: &mut BTreeSet<String>,
        id: GroupId,
        parent: Option<ClusterId>,
    ) -> ClusterId {
        let group = &self.model.groups[id.index()];
        graph.clusters.add(Cluster {
            id: unique(taken, &format!("group.{}", group.id)),
            name: group.name.clone(),
            kind: Kind::Group,
            parent,
            instances: 1,
            status: self.delta.map(|_| Status::Kept),
            tags: group.tags.clone(),
            style: self.looks.of_group(id),
            ..Cluster::default()
        })
    }

    /// Adds the links whose ends are in the picture.
    pub(super) fn links(&self, graph: &mut Graph, links: &[Link], place: impl Fn(usize) -> Option<Member>) {
        let first = graph.first_nodes();
        for link in links {
            let (Some(from), Some(to)) = (place(link.from), place(link.to)) else { continue };
            let mut edge = lift::edge(self.model, link, self.lens);
            edge.status = self.delta.map(|d| d.of_edge(&link.relations));
            edge.style = self.looks.of_edge(&link.relations);
            let end = |place| match place {
                Member::Node(node) => Some((node, None)),
                Member::Frame(frame) => first[frame.index()].map(|node| (node, Some(frame))),
            };
            let (Some((from, tail)), Some((to, head))) = (end(from), end(to)) else { continue };
            edge.tail = tail;
            edge.head = head;
            graph.net.add_edge(from, to, edge);
        }
    }
}
