//! Entities of the plan -> Graph of records, in frames of the stores that have them.
//!
//! Stage: graph. Input: the plan of a model. Output: a node with rows for each entity, an edge for each relation. Edges go
//! from the one to the many, so that what others refer to comes first.

use super::build::Builder;
use super::{ClusterId, Compartment, Edge, End, Ends, Graph, Node};
use crate::base::{Kind, unique};
use crate::describe::model::ElementId;
use crate::describe::plan::entity::{self, Cardinality, Record};
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};

/// Adds the entities of the plan and their relations.
pub(super) fn records(build: &Builder<'_>, graph: &mut Graph) {
    let Some(plan) = &build.model.plan else { return };
    let stores: BTreeSet<ElementId> = plan.entities.iter().filter_map(|e| e.stored_in).collect();
    let framed = stores.len() > 1;
    let mut frames: BTreeMap<ElementId, ClusterId> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut records = entity::read(&plan.entities);
    let mut lines = lines(&records);
    for (entity, record) in plan.entities.iter().zip(&mut records) {
        let store = entity.stored_in.filter(|store| store.index() < build.model.elements.len());
        let cluster = store
            .filter(|_| framed)
            .map(|store| *frames.entry(store).or_insert_with(|| graph.clusters.add(build.frame(store, None))));
        let place = store.filter(|_| !framed).map(|store| build.model.element(store).name.clone());
        graph.net.add_node(Node {
            id: unique(&mut taken, &entity.name),
            name: entity.name.clone(),
            kind: Kind::Database,
            kind_name: "Entity".to_owned(),
            tech: place.filter(|_| build.lens.technology),
            description: entity.description.clone().filter(|_| build.lens.descriptions),
            instances: 1,
            compartments: Some(vec![Compartment::Fields(std::mem::take(&mut record.fields))]),
            cluster,
            ..Node::default()
        });
    }
    for line in &mut lines {
        let edge = Edge {
            label: Some(std::mem::take(&mut line.label)).filter(|label| build.lens.labels && !label.trim().is_empty()),
            tech: line.note.take().filter(|_| build.lens.protocols),
            ends: Some(Ends { tail: end(line.ends[0]), head: end(line.ends[1]) }),
            count: 1,
            ..Edge::default()
        };
        graph.net.add_edge(NodeIndex::new(line.from), NodeIndex::new(line.to), edge);
    }
}

fn end(count: Option<Cardinality>) -> End {
    count.map_or(End::None, End::Cardinality)
}

/// A relation between two records, by index.
struct Line {
    from: usize,
    to: usize,
    ends: [Option<Cardinality>; 2],
    label: String,
    note: Option<String>,
}

/// From, to, and whether there are many at either end, as the first of both has it.
type Look = (usize, usize, [Option<bool>; 2]);

/// The relations of all records. One that is written from both sides is one line, where it is plain which belong together.
fn lines(records: &[Record]) -> Vec<Line> {
    let many = |end: Option<Cardinality>| end.map(Cardinality::is_many);
    let mut alike: BTreeMap<Look, Vec<(usize, usize)>> = BTreeMap::new();
    for (from, record) in records.iter().enumerate() {
        for (nth, relation) in record.relations.iter().enumerate() {
            if let Some(to) = relation.target {
                alike.entry((from, to, [many(relation.here), many(relation.there)])).or_default().push((from, nth));
            }
        }
    }
    let mut out = Vec::new();
    for (from, record) in records.iter().enumerate() {
        for (nth, relation) in record.relations.iter().enumerate() {
            let Some(to) = relation.target else { continue };
            let look = [many(relation.here), many(relation.there)];
            let back = (to, from, [look[1], look[0]]);
            let own = (from, to, look);
            let twins = alike.get(&back).filter(|_| back != own && !look.contains(&None));
            let twin = twins.filter(|twins| twins.len() == 1 && alike.get(&own).is_some_and(|own| own.len() == 1));
            let twin = twin.and_then(|twins| twins.first().copied());
            let mut line = Line {
                from,
                to,
                ends: [relation.here, relation.there],
                label: relation.name.clone(),
                note: relation.note.clone(),
            };
            if let Some((other, other_nth)) = twin {
                if (other, other_nth) < (from, nth) {
                    continue;
                }
                // Each side says best how many it has of the other.
                let twin = &records[other].relations[other_nth];
                line.ends[0] = twin.there;
                line.label = format!("{} / {}", line.label, twin.name);
                let notes: Vec<&str> = [&line.note, &twin.note].into_iter().flatten().map(String::as_str).collect();
                line.note = (!notes.is_empty()).then(|| notes.join(", "));
            }
            // The one before the many.
            if many(line.ends[0]) == Some(true) && many(line.ends[1]) != Some(true) {
                (line.from, line.to) = (line.to, line.from);
                line.ends.reverse();
            }
            out.push(line);
        }
    }
    out
}
