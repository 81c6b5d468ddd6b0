//! Port style, trunks and splines: the hard rules in every combination, and what each of them promises.

use crate::layout::{Plan, build, options, plans};
use groundplan::base::text::Fonts;
use groundplan::base::{Direction, Point};
use groundplan::graph::{self, Edge, Graph, Node};
use groundplan::layout::{Layout, Options, PortStyle, Routing, Sizes, json, layout, verify};
use groundplan::pipeline;
use groundplan::preset::{DEFAULT, Preset};
use groundplan::scene::{self, Theme};
use petgraph::graph::NodeIndex;
use proptest::prelude::*;
use std::fmt::Write;
use std::path::Path;

fn looks() -> impl Strategy<Value = Options> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(centered, trunks, splines)| Options {
        ports: if centered { PortStyle::Centered } else { PortStyle::Spread },
        trunks,
        routing: if splines { Routing::Splines } else { Routing::Orthogonal },
        ..options(Direction::Down)
    })
}

fn hold(plan: &Plan, options: &Options) {
    let (graph, sizes) = build(plan);
    let placed = layout(&graph, &sizes, options);
    let broken = verify(&graph, &sizes, &placed);
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Length of the part that two routes have in common from their first point on, in px.
fn common(a: &[Point], b: &[Point]) -> f64 {
    let (mut at, mut sum) = (0, 0.0);
    if a.first() != b.first() {
        return 0.0;
    }
    while let (Some(&[from, p]), Some(&[_, q])) = (a.get(at..at + 2), b.get(at..at + 2)) {
        let (dp, dq) = ((p.x - from.x, p.y - from.y), (q.x - from.x, q.y - from.y));
        if dp.0 * dq.0 + dp.1 * dq.1 <= 0.0 || (dp.0 * dq.1 - dp.1 * dq.0).abs() > 0.5 {
            break;
        }
        sum += (dp.0.abs() + dp.1.abs()).min(dq.0.abs() + dq.1.abs());
        if p != q {
            break;
        }
        at += 1;
    }
    sum
}

fn reversed(points: &[Point]) -> Vec<Point> {
    points.iter().rev().copied().collect()
}

/// Length along which two routes run on one line, in px.
fn together(a: &[Point], b: &[Point]) -> f64 {
    let along = |p: &[Point], q: &[Point]| {
        let overlap = |p0: f64, p1: f64, q0: f64, q1: f64| p0.max(p1).min(q0.max(q1)) - p0.min(p1).max(q0.min(q1));
        let near = |x: f64, y: f64| (x - y).abs() < 0.5;
        if near(p[0].x, p[1].x) && near(q[0].x, q[1].x) && near(p[0].x, q[0].x) {
            overlap(p[0].y, p[1].y, q[0].y, q[1].y).max(0.0)
        } else if near(p[0].y, p[1].y) && near(q[0].y, q[1].y) && near(p[0].y, q[0].y) {
            overlap(p[0].x, p[1].x, q[0].x, q[1].x).max(0.0)
        } else {
            0.0
        }
    };
    a.windows(2).map(|p| b.windows(2).map(|q| along(p, q)).sum::<f64>()).sum()
}

/// Edges run together from their common tail on, or up to their common head, and nowhere else; none does both.
fn trunks_are_sound(graph: &Graph, placed: &Layout) {
    let mut shares = vec![[false; 2]; placed.edges.len()];
    let ends: Vec<_> = graph.net.edge_indices().filter_map(|e| graph.net.edge_endpoints(e)).collect();
    for i in 0..placed.edges.len() {
        // Loops of one node are nested as close as its height asks for.
        for k in (0..i).filter(|&k| [i, k].iter().all(|&e| ends[e].0 != ends[e].1)) {
            let (a, b) = (&placed.edges[i].points, &placed.edges[k].points);
            let (tails, heads) = (common(a, b), common(&reversed(a), &reversed(b)));
            assert!(tails < 0.5 || ends[i].0 == ends[k].0, "edges {i} and {k} leave different nodes as one");
            assert!(heads < 0.5 || ends[i].1 == ends[k].1, "edges {i} and {k} come to different nodes as one");
            let sum = together(a, b);
            assert!((sum - tails - heads).abs() < 0.5, "edges {i} and {k} run together for {sum} px: {a:?} {b:?}");
            for e in [i, k] {
                shares[e] = [shares[e][0] || tails > 0.5, shares[e][1] || heads > 0.5];
            }
        }
    }
    assert!(!shares.contains(&[true, true]), "an edge shares trunks at both ends");
}

proptest! {
    #![proptest_config(crate::layout::laws())]

    #[test]
    fn every_look_keeps_the_hard_rules(plan in plans(20), options in looks()) {
        hold(&plan, &options);
    }

    #[test]
    fn trunks_are_shared_at_one_end_only(plan in plans(12), look in looks()) {
        let (graph, mut sizes) = build(&plan);
        // Wide and high enough for all ports.
        for size in &mut sizes.nodes {
            (size.w, size.h) = (size.w + 400.0, size.h + 400.0);
        }
        let placed = layout(&graph, &sizes, &Options { trunks: true, ..look });
        trunks_are_sound(&graph, &placed);
    }
}

/// Every node of the first `tails` to every one of the `heads` behind them.
fn complete(tails: usize, heads: usize) -> (Graph, Sizes) {
    let (mut graph, mut sizes) = (Graph::default(), Sizes::default());
    for i in 0..tails + heads {
        graph.net.add_node(Node { id: format!("n{i}"), ..Node::default() });
        sizes.nodes.push(groundplan::base::Size::new(120.0, 40.0));
    }
    for (i, k) in (0..tails).flat_map(|i| (tails..tails + heads).map(move |k| (i, k))) {
        graph.net.add_edge(NodeIndex::new(i), NodeIndex::new(k), Edge::default());
        sizes.labels.push(groundplan::base::Size::default());
    }
    (graph, sizes)
}

fn starts(placed: &Layout) -> usize {
    let mut all: Vec<_> = placed.edges.iter().map(|e| (e.points[0].x as i64, e.points[0].y as i64)).collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}

#[test]
fn a_hub_has_one_trunk_and_two_tails_two() {
    let options = Options { trunks: true, wrap: false, ..options(Direction::Down) };
    let (graph, sizes) = complete(1, 11);
    let placed = layout(&graph, &sizes, &options);
    assert_eq!(starts(&placed), 1);
    let mut rows: Vec<_> = placed.edges.iter().flat_map(|e| &e.points).map(|p| p.y as i64).collect();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), 3, "one slot is enough for all");
    // Without a line from which both heads could be reached from both tails.
    let (graph, sizes) = complete(2, 2);
    let placed = layout(&graph, &sizes, &options);
    assert_eq!(starts(&placed), 2);
    trunks_are_sound(&graph, &placed);
}

#[test]
fn centered_ports_stand_close_around_the_middle() {
    let (graph, sizes) = complete(1, 5);
    let placed = layout(&graph, &sizes, &Options { ports: PortStyle::Centered, ..options(Direction::Down) });
    let middle = placed.nodes[0].center().x;
    let mut off: Vec<f64> = placed.edges.iter().map(|e| e.points[0].x - middle).collect();
    off.sort_by(f64::total_cmp);
    assert_eq!(off, [-24.0, -12.0, 0.0, 12.0, 24.0]);
}

/// Ways with what is cut off their corners, one edge a line.
fn ways(graph: &Graph, placed: &Layout) -> String {
    let mut out = format!("{:.0} x {:.0}\n", placed.size.w, placed.size.h);
    for (edge, route) in graph.net.edge_indices().zip(&placed.edges) {
        let (a, b) = graph.net.edge_endpoints(edge).unwrap();
        let _ = write!(out, "{} -> {}:", graph.net[a].id, graph.net[b].id);
        for (k, p) in route.points.iter().enumerate() {
            let _ = write!(out, " {:.0},{:.0}", p.x, p.y);
            if let Some([before, behind]) = k.checked_sub(1).and_then(|k| route.cuts.get(k)) {
                let _ = write!(out, " ({before:.0} {behind:.0})");
            }
        }
        out.push('\n');
    }
    out
}

#[test]
fn every_look_of_a_case_stays_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/cases/layout/trunks.yaml");
    let (checked, _) = crate::corpus::read(&path);
    let model = checked.value.unwrap();
    let view = &pipeline::views(&model)[0];
    let preset = Preset::named(DEFAULT).unwrap();
    let theme = Theme::named(&preset.theme).unwrap();
    let graph = graph::project(&model, view, &preset.lens);
    let sizes = scene::measure(&graph, &theme, Fonts::embedded());
    let usual = Options { trunks: false, ports: PortStyle::Spread, routing: Routing::Orthogonal, ..preset.layout };
    let looks = [
        ("usual", usual.clone()),
        ("centered", Options { ports: PortStyle::Centered, ..usual.clone() }),
        ("trunks", Options { trunks: true, ..usual.clone() }),
        ("splines", Options { routing: Routing::Splines, ..usual.clone() }),
        ("all", Options { trunks: true, ports: PortStyle::Centered, routing: Routing::Splines, ..usual }),
    ];
    let mut out = String::new();
    for (name, options) in looks {
        let placed = layout(&graph, &sizes, &options);
        assert_eq!(verify(&graph, &sizes, &placed), []);
        let _ = write!(out, "== {name}\n{}", ways(&graph, &placed));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn a_spline_is_written_as_straight_steps() {
    let (graph, sizes) = complete(1, 3);
    let placed = layout(&graph, &sizes, &Options { routing: Routing::Splines, ..options(Direction::Down) });
    // Two corners, eight steps each; both curves begin where the other ends, and at the ends there is a straight bit.
    let bent = placed.edges.iter().find(|route| route.points.len() == 4).unwrap();
    let flat = bent.flattened();
    assert_eq!(flat.len(), 19, "{bent:?}");
    assert!(flat.windows(2).all(|p| p[0].y <= p[1].y), "a curve never goes back: {flat:?}");
    let written = json::write(&json::of_graph(graph, sizes), &placed, 0.0);
    assert!(written.contains("\"route\":\"spline\""), "{written}");
}
