//! Frames that flow their own way: whatever is in them, the hard rules hold and the flow goes where it should.

use crate::constraints::{Asked, ask, asked, is_kept};
use crate::layout::{build, options, plans};
use crate::stable::{timeless, turned_round};
use groundplan::base::{Direction, Rect, Size};
use groundplan::graph::{Cluster, ClusterId, Edge, Graph, Node};
use groundplan::layout::{Earlier, Layout, Options, Routing, Sizes, explain, json, layout, stable, verify};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use proptest::prelude::*;

const DIRECTIONS: [Direction; 4] = [Direction::Down, Direction::Up, Direction::Right, Direction::Left];

/// Parent and direction of each frame as choices, and the width of its title; frame, width and height of each node; ends of
/// each edge, of which the second is a sibling of the first, and the width of its label.
#[derive(Clone, Debug)]
struct Nest {
    direction: Direction,
    frames: Vec<(u32, u8, u16)>,
    nodes: Vec<(u32, u16, u16)>,
    edges: Vec<(u32, u32, u16)>,
}

fn nests(size: usize) -> impl Strategy<Value = Nest> {
    (
        prop::sample::select(&DIRECTIONS[..]),
        prop::collection::vec((any::<u32>(), any::<u8>(), 0..300u16), 1..size / 2),
        prop::collection::vec((any::<u32>(), 1..160u16, 1..90u16), 1..size),
        prop::collection::vec((any::<u32>(), any::<u32>(), 0..200u16), 0..size * 2),
    )
        .prop_map(|(direction, frames, nodes, edges)| Nest { direction, frames, nodes, edges })
}

/// Edges connect siblings alone, from the earlier one to the later one, so that no frame has to be as what is around it, and
/// nothing has to go against the flow.
fn nested(nest: &Nest) -> (Graph, Sizes) {
    let (mut graph, mut sizes) = (Graph { direction: Some(nest.direction), ..Graph::default() }, Sizes::default());
    for (i, &(parent, own, title)) in nest.frames.iter().enumerate() {
        let parent = (i > 0 && parent % 4 > 0).then(|| ClusterId(parent % i as u32));
        let direction = DIRECTIONS.get(usize::from(own % 6)).copied();
        graph.clusters.add(Cluster { id: format!("c{i}"), parent, direction, ..Cluster::default() });
        sizes.titles.push(if title < 40 { Size::default() } else { Size::new(f64::from(title), 20.0) });
    }
    let frames = nest.frames.len() as u32;
    for (i, &(frame, w, h)) in nest.nodes.iter().enumerate() {
        let cluster = (frame % 5 > 0).then(|| ClusterId(frame % frames));
        graph.net.add_node(Node { id: format!("n{i}"), cluster, ..Node::default() });
        sizes.nodes.push(Size::new(f64::from(w) + 0.5, f64::from(h)));
    }
    let first = graph.first_nodes();
    let mut members: Vec<(Option<ClusterId>, NodeIndex, Option<ClusterId>)> = Vec::new();
    for id in graph.clusters.ids() {
        members.extend(first[id.index()].map(|node| (graph.clusters.get(id).parent, node, Some(id))));
    }
    members.extend(graph.net.node_indices().map(|node| (graph.net[node].cluster, node, None)));
    for &(a, b, label) in &nest.edges {
        let a = a as usize % members.len();
        let siblings: Vec<usize> = (0..members.len()).filter(|&i| members[i].0 == members[a].0).collect();
        let b = siblings[b as usize % siblings.len()];
        let ((_, from, tail), (_, to, head)) = (members[a.min(b)], members[a.max(b)]);
        graph.net.add_edge(from, to, Edge { tail, head, ..Edge::default() });
        sizes.labels.push(if label < 80 { Size::default() } else { Size::new(f64::from(label), 18.0) });
    }
    (graph, sizes)
}

/// How far the flow has come before a box and behind it.
fn along(at: Rect, flow: Direction) -> (f64, f64) {
    match flow {
        Direction::Down => (at.y, at.bottom()),
        Direction::Up => (-at.bottom(), -at.y),
        Direction::Right => (at.x, at.right()),
        Direction::Left => (-at.right(), -at.x),
    }
}

/// What is not as it should be: broken rules, and edges that do not go where the flow does.
fn wrong(graph: &Graph, sizes: &Sizes, placed: &Layout) -> Vec<String> {
    let mut out: Vec<String> = verify(graph, sizes, placed).iter().map(ToString::to_string).collect();
    let flows = graph.flows(placed.direction);
    for edge in graph.net.edge_references() {
        let Edge { tail, head, .. } = *edge.weight();
        if (edge.source(), tail) == (edge.target(), head) {
            continue;
        }
        let at = |node: NodeIndex, frame: Option<ClusterId>| {
            frame.map_or(placed.nodes[node.index()], |id| placed.clusters[id.index()])
        };
        let flow = graph.around(edge.source(), tail).map_or(placed.direction, |id| flows[id.index()]);
        let (before, behind) = (along(at(edge.source(), tail), flow).1, along(at(edge.target(), head), flow).0);
        if before > behind {
            out.push(format!("edge {} does not go {flow:?}", edge.id().index()));
        }
    }
    out
}

/// Gives the frames of a random graph directions, whatever leads into them.
fn turn(graph: &mut Graph, own: &[u8]) {
    for (cluster, own) in graph.clusters.clusters.iter_mut().zip(own) {
        cluster.direction = DIRECTIONS.get(usize::from(own % 5)).copied();
    }
}

proptest! {
    #![proptest_config(crate::layout::laws())]

    #[test]
    fn frames_flow_their_own_way(nest in nests(14), trunks in any::<bool>(), splines in any::<bool>(), wrap in any::<bool>()) {
        let (graph, sizes) = nested(&nest);
        for (at, cluster) in graph.clusters.clusters.iter().enumerate() {
            prop_assert!(cluster.direction.is_none_or(|own| own == graph.flows(nest.direction)[at]));
        }
        let routing = if splines { Routing::Splines } else { Routing::Orthogonal };
        let options = Options { trunks, routing, wrap, ..options(Direction::Down) };
        let placed = layout(&graph, &sizes, &options);
        prop_assert_eq!(verify(&graph, &sizes, &placed), vec![]);
        if !wrap {
            // From strip to strip an edge goes back.
            prop_assert_eq!(wrong(&graph, &sizes, &placed), Vec::<String>::new());
        }
        prop_assert_eq!(&placed, &layout(&graph, &sizes, &options), "two runs differ");
    }

    #[test]
    fn a_frame_that_edges_lead_into_is_as_what_is_around_it(plan in plans(14), own in prop::collection::vec(any::<u8>(), 5)) {
        let (mut graph, sizes) = build(&plan);
        let plain = layout(&graph, &sizes, &options(Direction::Down));
        turn(&mut graph, &own);
        let placed = layout(&graph, &sizes, &options(Direction::Down));
        prop_assert_eq!(verify(&graph, &sizes, &placed), vec![]);
        if graph.flows(plan.direction).iter().all(|&flow| flow == plan.direction) {
            prop_assert_eq!(placed, plain);
        }
    }

    #[test]
    fn constraints_in_turned_frames_hold_or_are_reported(nest in nests(10), asked in asked()) {
        let asked: Asked = asked;
        let (mut graph, sizes) = nested(&nest);
        ask(&mut graph, &asked);
        let placed = layout(&graph, &sizes, &options(Direction::Down));
        prop_assert_eq!(verify(&graph, &sizes, &placed), vec![]);
        for (at, constraint) in graph.constraints.iter().enumerate() {
            if !placed.unmet.iter().any(|unmet| unmet.of == at as u32) {
                prop_assert!(is_kept(&graph, &placed, constraint), "{constraint:?} is not kept: {placed:#?}");
            }
        }
    }

    #[test]
    fn an_earlier_layout_is_kept_in_turned_frames(nest in nests(12), other in nests(12), wrap in any::<bool>()) {
        let ((graph, sizes), (old, old_sizes)) = (nested(&nest), nested(&other));
        let options = Options { wrap, ..options(Direction::Down) };
        let first = layout(&graph, &sizes, &options);
        let again = stable(&graph, &sizes, &options, &Earlier::of(&graph, &first));
        prop_assert_eq!(turned_round(&graph, &first, &again), 0);
        prop_assert_eq!(verify(&graph, &sizes, &again), vec![]);
        prop_assert!(wrap || wrong(&graph, &sizes, &again).is_empty(), "{:?}", wrong(&graph, &sizes, &again));
        // The same by way of JSON.
        let text = json::write(&json::of_graph(graph.clone(), sizes.clone()), &first, 0.0);
        let read = json::read_earlier("old", &text, &graph).unwrap();
        prop_assert_eq!(&stable(&graph, &sizes, &options, &read), &again);
        let earlier = Earlier::of(&old, &layout(&old, &old_sizes, &options));
        prop_assert_eq!(verify(&graph, &sizes, &stable(&graph, &sizes, &options, &earlier)), vec![]);
    }

    #[test]
    fn a_report_counts_what_is_in_turned_frames(nest in nests(12)) {
        let (graph, sizes) = nested(&nest);
        let options = options(Direction::Down);
        let (placed, report) = explain(&graph, &sizes, &options, None);
        prop_assert_eq!(&placed, &layout(&graph, &sizes, &options));
        prop_assert_eq!(report.total.nodes, graph.net.node_count());
        prop_assert_eq!(report.total.edges, graph.net.edge_count());
        prop_assert_eq!(report.total.frames, graph.clusters.len());
        prop_assert_eq!(timeless(report), timeless(explain(&graph, &sizes, &options, None).1));
    }
}

/// Frames in frames, each across the one around it.
#[test]
fn frames_may_be_turned_at_any_depth() {
    // The check of the rules that assertions do is cubic here.
    const COUNT: u32 = 200;
    let mut graph = Graph { direction: Some(Direction::Down), ..Graph::default() };
    for i in 0..COUNT {
        let direction = DIRECTIONS.get(i as usize % 4).copied();
        let parent = i.checked_sub(1).map(ClusterId);
        let id = graph.clusters.add(Cluster { id: format!("c{i}"), parent, direction, ..Cluster::default() });
        graph.net.add_node(Node { id: format!("n{i}"), cluster: Some(id), ..Node::default() });
    }
    let size = |count| vec![Size::new(20.0, 10.0); count];
    let sizes =
        Sizes { nodes: size(COUNT as usize), titles: vec![Size::default(); COUNT as usize], labels: Vec::new() };
    let placed = layout(&graph, &sizes, &options(Direction::Down));
    assert!(placed.clusters.windows(2).all(|pair| pair[0].contains(pair[1])));
    assert!((0..COUNT as usize).all(|i| placed.clusters[i].contains(placed.nodes[i])));
}
