//! Parts that are far too long: strips beside each other where one edge alone leads on.

use super::layout::{laws, options};
use super::stable::turned_round;
use groundplan::base::Direction;
use groundplan::graph::Graph;
use groundplan::layout::{Earlier, Layout, Sizes, explain, json, layout, stable, verify};
use proptest::prelude::*;
use serde_json::json;

/// Links of a chain, one after the other.
#[derive(Clone, Debug)]
struct Chain {
    /// How each link looks, whether it is in a frame of its own, and how wide the label of the edge to it is.
    links: Vec<(u8, bool, u32)>,
    /// Frames around all of them, by the length of their titles.
    around: Vec<usize>,
    direction: Direction,
}

fn chains() -> impl Strategy<Value = Chain> {
    let link = (0..6u8, prop::bool::weighted(0.2), prop_oneof![2 => Just(0u32), 1 => 10..120u32]);
    let directions = [Direction::Down, Direction::Up, Direction::Right, Direction::Left];
    (
        prop::collection::vec(link, 8..60),
        prop::collection::vec(0..40usize, 0..3),
        prop::sample::select(directions.to_vec()),
    )
        .prop_map(|(links, around, direction)| Chain { links, around, direction })
}

fn build(chain: &Chain) -> (Graph, Sizes) {
    let (mut nodes, mut edges, mut clusters) = (Vec::new(), Vec::new(), Vec::new());
    let mut outer = None;
    for (i, &title) in chain.around.iter().enumerate() {
        clusters.push(json!({"id": format!("s{i}"), "parent": outer, "label": "x".repeat(title)}));
        outer = Some(format!("s{i}"));
    }
    let mut last: Option<String> = None;
    for (i, &(look, has_frame, label)) in chain.links.iter().enumerate() {
        let mut cluster = outer.clone();
        if has_frame {
            clusters.push(json!({"id": format!("f{i}"), "parent": outer, "label": "a frame"}));
            cluster = Some(format!("f{i}"));
        }
        let mut node = |name: &str| {
            let w = 40 + 10 * u32::from(look) + u32::from(name.len() as u8);
            nodes.push(json!({"id": format!("{name}{i}"), "w": w, "h": 40, "cluster": cluster}));
            format!("{name}{i}")
        };
        let first = node("a");
        let mut edge = |from: &str, to: &str, width: u32| {
            edges.push(
                json!({"from": from, "to": to, "label": "x".repeat(width.min(1) as usize), "lw": width, "lh": 18}),
            );
        };
        if let Some(last) = &last {
            edge(last, &first, label);
        }
        last = Some(match look {
            // A node with leaves, a diamond, a loop, and one with an edge back.
            1 => {
                let (b, c) = (node("b"), node("c"));
                edge(&first, &b, 0);
                edge(&first, &c, label);
                b
            }
            2 => {
                let (b, c, d) = (node("b"), node("c"), node("d"));
                for (from, to) in [(&first, &b), (&first, &c), (&b, &d), (&c, &d)] {
                    edge(from, to, 0);
                }
                d
            }
            3 => {
                edge(&first, &first, label);
                first
            }
            4 => {
                let (b, c) = (node("b"), node("c"));
                for (from, to) in [(&first, &b), (&b, &c), (&c, &first)] {
                    edge(from, to, 0);
                }
                c
            }
            _ => first,
        });
    }
    let text = json!({"nodes": nodes, "edges": edges, "clusters": clusters}).to_string();
    let neutral = json::read("chain.json", &text).unwrap();
    (neutral.graph, neutral.sizes)
}

/// How large a page the picture needs.
fn page(layout: &Layout) -> f64 {
    (layout.size.w / 1.6).max(layout.size.h)
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn strips_keep_the_hard_rules_and_their_order(chain in chains()) {
        let (graph, sizes) = build(&chain);
        let options = options(chain.direction);
        let placed = layout(&graph, &sizes, &options);
        prop_assert_eq!(verify(&graph, &sizes, &placed), vec![]);
        let whole = layout(&graph, &sizes, &groundplan::layout::Options { wrap: false, ..options.clone() });
        prop_assert!(page(&placed) <= page(&whole) + 1.0, "{:?} in place of {:?}", placed.size, whole.size);
        let again = stable(&graph, &sizes, &options, &Earlier::of(&graph, &placed));
        prop_assert_eq!(turned_round(&graph, &placed, &again), 0);
        prop_assert_eq!(verify(&graph, &sizes, &again), vec![]);
        let (explained, report) = explain(&graph, &sizes, &options, None);
        prop_assert_eq!(&explained, &placed);
        let bends: usize = placed.edges.iter().map(|edge| edge.points.len().saturating_sub(2)).sum();
        prop_assert_eq!(report.total.bends, bends);
    }
}

fn plain(links: usize, around: &[usize], direction: Direction) -> Layout {
    let chain = Chain { links: vec![(0, false, 0); links], around: around.to_vec(), direction };
    let (graph, sizes) = build(&chain);
    layout(&graph, &sizes, &options(direction))
}

#[test]
fn a_chain_that_fits_a_page_stays_whole() {
    let placed = plain(16, &[], Direction::Down);
    assert!(placed.nodes.iter().all(|at| (at.x - placed.nodes[0].x).abs() < 1.0), "{:?}", placed.nodes);
}

#[test]
fn a_long_chain_goes_on_in_the_next_strip() {
    let frames: [&[usize]; 3] = [&[], &[12], &[30, 0]];
    let directions = [Direction::Down, Direction::Up, Direction::Right, Direction::Left];
    for (direction, around) in directions.into_iter().flat_map(|d| frames.map(|around| (d, around))) {
        let placed = plain(60, around, direction);
        let level = direction.is_level();
        let across = |at: usize| if level { placed.nodes[at].y } else { placed.nodes[at].x };
        let along = |at: usize| if level { placed.nodes[at].x } else { placed.nodes[at].y };
        let starts: Vec<usize> = (1..60).filter(|&v| (across(v) - across(v - 1)).abs() > 1.0).collect();
        assert!(starts.len() > 1, "{direction:?}: {:?}", placed.size);
        for &v in &starts {
            assert!(across(v) > across(v - 1), "{direction:?}: strips go to the right, or down");
            assert!((along(v) - along(0)).abs() < 1.0, "{direction:?}: all of them begin in one row");
        }
        let aspect = placed.size.w / placed.size.h;
        assert!((0.5..=2.5).contains(&aspect), "{direction:?}: {:?}", placed.size);
    }
}
