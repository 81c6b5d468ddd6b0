//! Constraints of a view: whatever is asked, the hard rules hold, and what is not reported as unmet is kept.

use crate::layout::{Plan, build, options, plans};
use groundplan::base::{ConstraintKind, Direction, Point};
use groundplan::graph::{ClusterId, Constraint, Graph, Member};
use groundplan::layout::{Layout, layout, verify};
use petgraph::graph::NodeIndex;
use proptest::prelude::*;

/// Kind and members of each constraint as choices.
pub(crate) type Asked = Vec<(u8, Vec<(u32, u8)>)>;

pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    prop::collection::vec((any::<u8>(), prop::collection::vec((any::<u32>(), any::<u8>()), 1..4)), 1..5)
}

pub(crate) fn ask(graph: &mut Graph, asked: &Asked) {
    use ConstraintKind::{Align, Before, FirstRank, LastRank, SameRank};
    for (kind, choices) in asked {
        let mut members = Vec::new();
        for &(choice, frame) in choices {
            let member = if frame % 4 == 0 && !graph.clusters.is_empty() {
                Member::Frame(ClusterId(choice % graph.clusters.len() as u32))
            } else {
                Member::Node(NodeIndex::new(choice as usize % graph.net.node_count()))
            };
            if !members.contains(&member) {
                members.push(member);
            }
        }
        let kind = [SameRank, FirstRank, LastRank, Before, Align][*kind as usize % 5];
        graph.constraints.push(Constraint { kind, members });
    }
}

fn hold(plan: &Plan, asked: &Asked) {
    let (mut graph, sizes) = build(plan);
    ask(&mut graph, asked);
    let placed = layout(&graph, &sizes, &options(Direction::Down));
    let broken = verify(&graph, &sizes, &placed);
    assert!(broken.is_empty(), "{broken:#?}");
    for (at, constraint) in graph.constraints.iter().enumerate() {
        if !placed.unmet.iter().any(|unmet| unmet.of == at as u32) {
            assert!(is_kept(&graph, &placed, constraint), "{constraint:?} is not kept: {placed:#?}");
        }
    }
}

/// Nodes alone: frames have no layer of their own in a layout.
pub(crate) fn is_kept(graph: &Graph, placed: &Layout, constraint: &Constraint) -> bool {
    let mut nodes = Vec::new();
    let flows = graph.flows(placed.direction);
    let flow = |frame: Option<ClusterId>| frame.map_or(placed.direction, |id| flows[id.index()]);
    for member in &constraint.members {
        match *member {
            Member::Node(v) => nodes.push(v),
            // A frame that flows its own way is as a node to what is around it.
            Member::Frame(id) if flow(Some(id)) != flow(graph.clusters.get(id).parent) => return true,
            Member::Frame(_) if constraint.kind == ConstraintKind::Align => return false,
            Member::Frame(_) => return true,
        }
    }
    let layer = |v: NodeIndex| placed.layers[v.index()];
    // Across the flow and along it.
    let center = |v: NodeIndex| {
        let Point { x, y } = placed.nodes[v.index()].center();
        if matches!(flow(graph.net[v].cluster), Direction::Down | Direction::Up) { x } else { y }
    };
    let siblings = |v: NodeIndex| {
        let cluster = graph.net[v].cluster;
        graph.net.node_indices().filter(move |&w| graph.net[w].cluster == cluster)
    };
    match constraint.kind {
        ConstraintKind::SameRank => nodes.windows(2).all(|w| layer(w[0]) == layer(w[1])),
        // Components stand for themselves: a node of another one may be earlier.
        ConstraintKind::FirstRank => {
            nodes.iter().all(|&v| graph.net[v].cluster.is_none() || siblings(v).all(|w| layer(v) <= layer(w)))
        }
        ConstraintKind::LastRank => {
            nodes.iter().all(|&v| graph.net[v].cluster.is_none() || siblings(v).all(|w| layer(v) >= layer(w)))
        }
        ConstraintKind::Before => nodes.windows(2).all(|w| layer(w[0]) == layer(w[1]) && center(w[0]) < center(w[1])),
        ConstraintKind::Align => nodes.windows(2).all(|w| (center(w[0]) - center(w[1])).abs() < 1.0),
    }
}

proptest! {
    #![proptest_config(crate::layout::laws())]

    #[test]
    fn constraints_keep_the_hard_rules_and_hold_or_are_reported(plan in plans(14), asked in asked()) {
        hold(&plan, &asked);
    }
}

/// An edge would run along the short one between two borders.
#[allow(clippy::unreadable_literal, reason = "choices that were found by chance")]
#[test]
fn an_edge_that_follows_a_border_of_an_aligned_frame_stays_apart() {
    let plan = Plan {
        frames: vec![(0, 0), (17548, 0)],
        nodes: vec![
            (1131274583, 1, 1),
            (1572689452, 1, 1),
            (18005768, 1, 1),
            (802118336, 1, 1),
            (3158059492, 1, 1),
            (41709781, 1, 1),
            (504188008, 1, 1),
            (914960431, 1, 29),
        ],
        edges: vec![
            (121028334, 494422721, 66, 80),
            (2832858123, 3825253876, 2, 0),
            (928226610, 318848289, 9, 0),
            (373776544, 3214267231, 41, 0),
            (32852094, 1716034726, 2, 80),
            (2483982660, 338225179, 34, 80),
            (1087200620, 1637011995, 162, 0),
            (122869087, 1164090081, 182, 145),
            (4000837887, 608618355, 194, 184),
            (3526024670, 3558831183, 103, 197),
            (1040679365, 1721979973, 9, 218),
            (255185357, 4218540349, 57, 154),
            (466018213, 691767689, 162, 199),
            (3215570917, 995774204, 72, 195),
            (2506357119, 723824905, 198, 40),
            (2860827391, 516771239, 182, 188),
            (910838567, 1165755911, 68, 85),
            (511662711, 779794076, 112, 47),
        ],
        direction: groundplan::base::Direction::Left,
    };
    let asked: Asked = vec![
        (112, vec![(2587022512, 2)]),
        (76, vec![(2716885370, 180)]),
        (235, vec![(3002627648, 214)]),
        (32, vec![(2357850586, 38)]),
    ];
    hold(&plan, &asked);
}

/// A node is to stand beside a frame that its layer has no part of.
#[allow(clippy::unreadable_literal, reason = "choices that were found by chance")]
#[test]
fn a_node_may_be_ordered_against_a_frame_of_other_layers() {
    let plan = Plan {
        frames: vec![(0, 0), (3610173324, 20), (133856445, 20)],
        nodes: vec![
            (3657458090, 1, 1),
            (3599220851, 1, 1),
            (870423596, 1, 1),
            (18902815, 1, 1),
            (1144521487, 1, 1),
            (1527335910, 1, 1),
            (331519231, 1, 1),
        ],
        edges: vec![
            (138935667, 1033752368, 2, 0),
            (2930201383, 3513791214, 2, 80),
            (1975231191, 3946092212, 42, 80),
            (2124417477, 231530346, 114, 0),
            (0, 54206274, 74, 0),
            (2347952650, 3069753620, 10, 0),
            (1507310079, 69631401, 2, 0),
            (3752109492, 739562328, 168, 33),
            (3471621456, 118182110, 109, 33),
        ],
        direction: groundplan::base::Direction::Down,
    };
    let asked = vec![
        (85, vec![(3381221762, 90)]),
        (164, vec![(1574147966, 195), (2591342480, 125)]),
        (223, vec![(1080688773, 245), (3119349453, 156), (2416910924, 240)]),
        (48, vec![(1199299521, 201), (4259358333, 76), (2745871200, 35)]),
    ];
    hold(&plan, &asked);
}
