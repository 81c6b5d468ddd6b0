//! Laws of the graph stage, on random models and views; the cases are in samples/cases/graph.

use groundplan::base::{Arrow, Kind, Source, Span, Status, Style};
use groundplan::describe::Model;
use groundplan::describe::model::{
    Element, ElementId, Environment, EnvironmentId, Group, GroupId, Place, PlaceId, Relation, Selector, Show,
    StyleRule, View, ViewKind,
};
use groundplan::graph::{Graph, Lens, derive_views, project};
use proptest::prelude::*;
use std::collections::BTreeSet;

const LENS: Lens = Lens { technology: true, descriptions: true, labels: true, protocols: true };
const KINDS: [Kind; 6] = [Kind::System, Kind::Container, Kind::Component, Kind::Person, Kind::Database, Kind::External];
const STATUSES: [Status; 4] = [Status::Kept, Status::New, Status::Changed, Status::Removed];

/// An element as random numbers: parent, kind, status, tag.
type Seed = (u32, usize, usize, bool);

fn model(elements: &[Seed], relations: &[(u32, u32, u8)], groups: &[Vec<u32>], places: &[(u32, Vec<u32>)]) -> Model {
    let mut model = Model { name: "Random".to_owned(), ..Model::default() };
    for (at, (parent, kind, status, tagged)) in elements.iter().enumerate() {
        // Half of the elements stand at the top.
        let parent = (*parent as usize % (2 * at + 1)).checked_sub(at + 1).map(|p| ElementId(p as u32));
        let id = format!("e{at}");
        let path = parent.map_or_else(|| id.clone(), |p| format!("{}.{id}", model.element(p).path));
        if let Some(parent) = parent {
            model.elements[parent.index()].children.push(ElementId(at as u32));
        }
        model.elements.push(Element {
            name: id.to_uppercase(),
            id,
            path,
            kind: KINDS[kind % KINDS.len()],
            user_kind: None,
            description: None,
            tech: None,
            link: None,
            external: false,
            tags: if *tagged { vec!["t".to_owned()] } else { Vec::new() },
            status: (status % 8 < 4).then_some(STATUSES[status % 4]),
            parent,
            children: Vec::new(),
            span: Span::default(),
        });
    }
    let count = elements.len() as u32;
    for (from, to, how) in relations {
        let (from, to) = (ElementId(from % count), ElementId(to % count));
        if !model.is_within(from, to) && !model.is_within(to, from) {
            model.relations.push(Relation {
                from,
                to,
                arrow: [Arrow::Sync, Arrow::Async, Arrow::Both][usize::from(how % 3)],
                kind: None,
                label: (how % 4 > 0).then(|| format!("does {}", how % 5)),
                tech: None,
                description: None,
                tags: if how % 7 == 0 { vec!["t".to_owned()] } else { Vec::new() },
                status: (how % 2 == 0).then_some(STATUSES[usize::from(how / 64)]),
                span: Span::default(),
            });
        }
    }
    for (at, members) in groups.iter().enumerate() {
        let members: BTreeSet<ElementId> = members.iter().map(|m| ElementId(m % count)).collect();
        model.groups.push(Group {
            id: format!("g{at}"),
            name: format!("Group {at}"),
            members: members.into_iter().collect(),
            tags: Vec::new(),
            span: Span::default(),
        });
    }
    let mut environment =
        Environment { id: "prod".to_owned(), name: "Prod".to_owned(), nodes: Vec::new(), span: Span::default() };
    for (at, (parent, runs)) in places.iter().enumerate() {
        let parent = (*parent as usize % (2 * at + 1)).checked_sub(at + 1).map(|p| PlaceId(p as u32));
        let runs: BTreeSet<ElementId> = runs.iter().map(|r| ElementId(r % count)).collect();
        environment.nodes.push(Place {
            id: format!("p{at}"),
            path: parent.map_or_else(|| format!("p{at}"), |p| format!("{}.p{at}", environment.nodes[p.index()].path)),
            name: format!("Place {at}"),
            description: None,
            tech: None,
            tags: Vec::new(),
            instances: 1,
            runs: runs.into_iter().collect(),
            parent,
            status: None,
            span: Span::default(),
        });
    }
    model.environments.push(environment);
    let tagged = Selector::Tag("t".to_owned());
    model.styles.push(StyleRule {
        selector: tagged,
        name: "tag:t".to_owned(),
        style: Style::default(),
        span: Span::default(),
    });
    model
}

fn models() -> impl Strategy<Value = Model> {
    let elements = prop::collection::vec((any::<u32>(), 0..6_usize, 0..8_usize, any::<bool>()), 1..24);
    let relations = prop::collection::vec((any::<u32>(), any::<u32>(), any::<u8>()), 0..40);
    let groups = prop::collection::vec(prop::collection::vec(any::<u32>(), 1..6), 0..5);
    let places = prop::collection::vec((any::<u32>(), prop::collection::vec(any::<u32>(), 0..4)), 0..8);
    (elements, relations, groups, places).prop_map(|(e, r, g, p)| model(&e, &r, &g, &p))
}

/// A view of anything, out of random numbers.
fn view(model: &Model, numbers: &[u32]) -> View {
    let count = model.elements.len() as u32;
    let number = |at: usize| numbers[at % numbers.len()];
    let selector = |at: usize| {
        let id = ElementId(number(at + 1) % count);
        match number(at) % 6 {
            0 => Selector::Tag("t".to_owned()),
            1 => Selector::Kind("database".to_owned()),
            2 => Selector::Children(id),
            3 if !model.groups.is_empty() => Selector::Group(GroupId(number(at) % model.groups.len() as u32)),
            _ => Selector::Element(id),
        }
    };
    let kinds =
        [ViewKind::Landscape, ViewKind::Context, ViewKind::Container, ViewKind::Component, ViewKind::Deployment];
    View {
        id: "view".to_owned(),
        title: None,
        description: None,
        kind: kinds[number(0) as usize % kinds.len()],
        of: (number(1) % 4 > 0).then_some(ElementId(number(2) % count)),
        environment: Some(EnvironmentId(0)),
        direction: None,
        include: (0..number(3) % 3).map(|i| selector(4 + i as usize)).collect(),
        exclude: (0..number(7) % 3).map(|i| selector(8 + i as usize)).collect(),
        show: if number(11) % 3 == 0 { Show::Changes } else { Show::All },
        constraints: Vec::new(),
        steps: Vec::new(),
        preset: None,
        span: None,
    }
}

/// What every graph keeps, whatever it shows.
fn sound(graph: &Graph) -> Result<(), TestCaseError> {
    let nodes = graph.net.node_weights().map(|n| n.id.as_str());
    let ids: Vec<&str> = nodes.chain(graph.clusters.clusters.iter().map(|c| c.id.as_str())).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    prop_assert_eq!(unique.len(), ids.len(), "ids are unique: {:?}", ids);
    let mut full = vec![false; graph.clusters.len()];
    for node in graph.net.node_weights() {
        let mut at = node.cluster;
        while let Some(frame) = at {
            full[frame.index()] = true;
            at = graph.clusters.get(frame).parent;
        }
    }
    prop_assert!(full.iter().all(|full| *full), "no frame is empty");
    for (at, cluster) in graph.clusters.clusters.iter().enumerate() {
        prop_assert!(cluster.parent.is_none_or(|p| p.index() < at), "a parent comes first");
    }
    let around = |node: petgraph::graph::NodeIndex, frame| {
        let mut at = graph.net[node].cluster;
        while at.is_some() && at != Some(frame) {
            at = at.and_then(|f| graph.clusters.get(f).parent);
        }
        at.is_some()
    };
    for edge in graph.net.edge_indices() {
        let (from, to) = graph.net.edge_endpoints(edge).unwrap();
        let weight = &graph.net[edge];
        prop_assert!(weight.tail.is_none_or(|frame| around(from, frame) && !around(to, frame)), "a tail is outside");
        prop_assert!(weight.head.is_none_or(|frame| around(to, frame) && !around(from, frame)), "a head is outside");
        prop_assert!(from != to || weight.tail != weight.head, "nothing is inside of a node");
        prop_assert!(weight.count >= 1);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_view_of_any_model_is_sound(model in models(), numbers in prop::collection::vec(any::<u32>(), 12..20)) {
        let view = view(&model, &numbers);
        let graph = project(&model, &view, &LENS);
        sound(&graph)?;
        let again = project(&model, &view, &LENS);
        prop_assert_eq!(format!("{:?}", graph), format!("{:?}", again));
        if view.kind != ViewKind::Deployment {
            let stood_for: u32 = graph.net.edge_weights().map(|e| e.count).sum();
            prop_assert!(stood_for as usize <= model.relations.len(), "a relation is drawn once");
        }
        for status in graph.net.node_weights().map(|n| n.status) {
            prop_assert_eq!(status.is_some(), view.show == Show::Changes);
        }
    }

    #[test]
    fn derived_views_show_something_and_have_distinct_ids(model in models()) {
        let views = derive_views(&model);
        let ids: BTreeSet<&str> = views.iter().map(|v| v.id.as_str()).collect();
        prop_assert_eq!(ids.len(), views.len());
        for view in views.iter().filter(|v| v.kind != ViewKind::Deployment) {
            let graph = project(&model, view, &LENS);
            sound(&graph)?;
            prop_assert!(graph.net.node_count() > 0, "{}", view.id);
        }
    }

    #[test]
    fn a_landscape_draws_every_relation_between_its_systems(model in models()) {
        let view = derive_views(&model).swap_remove(0);
        let graph = project(&model, &view, &LENS);
        // Every pair of shown nodes with a relation between what they stand for has an edge.
        let stands = |mut id: ElementId| loop {
            let path = &model.element(id).path;
            if let Some(node) = graph.net.node_indices().find(|n| graph.net[*n].id == *path) {
                return Some(node);
            }
            id = model.element(id).parent?;
        };
        let goes = |status: Option<Status>| status == Some(Status::Removed);
        let around = |id| std::iter::successors(Some(id), |id: &ElementId| model.element(*id).parent);
        let stays = |id| !around(id).any(|id| goes(model.element(id).status));
        for relation in model.relations.iter().filter(|r| !goes(r.status) && stays(r.from) && stays(r.to)) {
            if let (Some(from), Some(to)) = (stands(relation.from), stands(relation.to)) {
                let joined = graph.net.find_edge(from, to).or(graph.net.find_edge(to, from));
                prop_assert!(from == to || joined.is_some(), "{} {}", graph.net[from].id, graph.net[to].id);
            }
        }
    }
}

/// A view of a case, by its index.
fn drawn(case: &str, view: usize) -> Graph {
    let path = format!("samples/cases/graph/{case}.yaml");
    let source = Source { name: path.clone(), text: std::fs::read_to_string(path).unwrap() };
    let model = groundplan::describe::read(source, &groundplan::base::source::NoIncludes).0.value.unwrap();
    project(&model, &model.views[view], &LENS)
}

#[test]
fn a_legend_explains_what_is_drawn_and_says_nothing_twice() {
    let graph = drawn("merged-looks", 0);
    let rows: Vec<&str> = graph.legend.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(rows, ["pii"]);
    let graph = drawn("legend-twins", 0);
    let rows: Vec<&str> = graph.legend.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(rows, ["pii", "tag:pii"]);
}
