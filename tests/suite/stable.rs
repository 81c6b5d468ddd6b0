//! An earlier layout as a hint, and what the engine says of its passes.

use super::cli::{SHOP, TWO_VIEWS, folder, run, run_with};
use super::layout::{build, options, plans};
use groundplan::base::Direction;
use groundplan::graph::Graph;
use groundplan::layout::{Earlier, Layout, Report, Sizes, explain, json, layout, stable, verify};
use petgraph::graph::NodeIndex;
use petgraph::unionfind::UnionFind;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;

/// Two chains that cross where they are written, and an edge against the flow.
const CROSSED: &str = r#"{"nodes": [{"id": "a", "w": 40, "h": 20}, {"id": "b", "w": 40, "h": 20},
  {"id": "c", "w": 40, "h": 20}, {"id": "d", "w": 40, "h": 20}, {"id": "e", "w": 40, "h": 20}],
 "edges": [{"from": "a", "to": "d"}, {"from": "b", "to": "c"}, {"from": "a", "to": "c"}, {"from": "d", "to": "e"},
  {"from": "c", "to": "e"}, {"from": "e", "to": "a"}]}"#;

/// Four nodes in each of the frames A, B and C, and edges such as `a0-b2`; those with a `*` have a label.
fn three_frames(edges: &str) -> (Graph, Sizes) {
    let frames = ["a", "b", "c"];
    let node = |(frame, k): (&str, usize)| json!({"id": format!("{frame}{k}"), "w": 60, "h": 30, "cluster": frame});
    let nodes: Vec<Value> = frames.iter().flat_map(|&f| (0..4).map(move |k| node((f, k)))).collect();
    let edge = |words: &str| {
        let (from, to) = words.trim_end_matches('*').split_once('-').unwrap();
        let (w, h) = if words.ends_with('*') { (30, 16) } else { (0, 0) };
        json!({"from": from, "to": to, "label": "x".repeat(w / 30), "lw": w, "lh": h})
    };
    let edges: Vec<Value> = edges.split(' ').map(edge).collect();
    let clusters: Vec<Value> = frames.iter().map(|f| json!({"id": f, "label": f})).collect();
    let text = json!({"nodes": nodes, "clusters": clusters, "edges": edges}).to_string();
    let neutral = json::read("three.json", &text).unwrap();
    (neutral.graph, neutral.sizes)
}

/// Centre of a node across the flow.
fn across(graph: &Graph, layout: &Layout, node: usize) -> f64 {
    let center = layout.nodes[node].center();
    let flows = graph.flows(layout.direction);
    let frame = graph.net[NodeIndex::new(node)].cluster;
    if matches!(frame.map_or(layout.direction, |id| flows[id.index()]), Direction::Right | Direction::Left) {
        center.y
    } else {
        center.x
    }
}

/// The part of each node: what edges and frames hold together.
fn parts(graph: &Graph) -> Vec<usize> {
    let count = graph.net.node_count();
    let mut sets = UnionFind::<usize>::new(count + graph.clusters.len());
    for (i, cluster) in graph.clusters.clusters.iter().enumerate() {
        cluster.parent.map(|parent| sets.union(count + i, count + parent.index()));
    }
    for v in graph.net.node_indices() {
        graph.net[v].cluster.map(|frame| sets.union(v.index(), count + frame.index()));
    }
    for edge in graph.net.raw_edges() {
        sets.union(edge.source().index(), edge.target().index());
    }
    sets.into_labeling()
}

/// Within parts, the pairs of a layer that changed sides, and those of two layers of which the lower one is now above.
pub(crate) fn turned_round(graph: &Graph, before: &Layout, after: &Layout) -> usize {
    let (count, parts) = (before.nodes.len(), parts(graph));
    // The innermost frame around each node that flows its own way.
    let flows = graph.flows(before.direction);
    let mut turned: Vec<Option<usize>> = Vec::new();
    for (at, cluster) in graph.clusters.clusters.iter().enumerate() {
        let around = cluster.parent.map_or((before.direction, None), |p| (flows[p.index()], turned[p.index()]));
        turned.push(if flows[at] == around.0 { around.1 } else { Some(at) });
    }
    let picture: Vec<_> = graph.net.node_weights().map(|node| node.cluster.and_then(|id| turned[id.index()])).collect();
    let pairs = (0..count).flat_map(|i| (0..count).map(move |j| (i, j)));
    pairs
        .filter(|&(i, j)| parts[i] == parts[j] && picture[i] == picture[j])
        .filter(|&(i, j)| match before.layers[i].cmp(&before.layers[j]) {
            std::cmp::Ordering::Less => after.layers[i] > after.layers[j],
            std::cmp::Ordering::Equal => {
                let across = |layout, node| across(graph, layout, node);
                across(before, i) < across(before, j) && across(after, i) > across(after, j)
            }
            std::cmp::Ordering::Greater => false,
        })
        .count()
}

/// A report without what differs from run to run.
pub(crate) fn timeless(mut report: Report) -> Report {
    report.total.time_ms = 0.0;
    report.parts.iter_mut().flat_map(|part| &mut part.passes).for_each(|pass| pass.time_ms = 0.0);
    report
}

/// Crossings of routes, two by two.
fn crossings(layout: &Layout) -> u64 {
    let routes: Vec<_> = layout.edges.iter().map(|edge| edge.points.as_slice()).collect();
    let same = |a: f64, b: f64| (a - b).abs() < 0.1;
    let mut count = 0;
    for (i, a) in routes.iter().enumerate() {
        for b in &routes[i + 1..] {
            for s in a.windows(2) {
                for t in b.windows(2) {
                    let (s, t) = if same(s[0].x, s[1].x) { (s, t) } else { (t, s) };
                    let within = |x: f64, a: f64, b: f64| a.min(b) < x && x < a.max(b);
                    let upright_and_level = same(s[0].x, s[1].x) && same(t[0].y, t[1].y);
                    let crosses = within(s[0].x, t[0].x, t[1].x) && within(t[0].y, s[0].y, s[1].y);
                    count += u64::from(upright_and_level && crosses);
                }
            }
        }
    }
    count
}

/// Pairs of nodes that may change sides after a small edit.
const TURNED: usize = 6;

proptest! {
    #![proptest_config(crate::layout::laws())]

    #[test]
    fn a_layout_with_itself_as_the_earlier_one_keeps_every_order(plan in plans(16)) {
        let (graph, sizes) = build(&plan);
        let options = options(Direction::Down);
        let first = layout(&graph, &sizes, &options);
        let again = stable(&graph, &sizes, &options, &Earlier::of(&graph, &first));
        prop_assert_eq!(turned_round(&graph, &first, &again), 0);
        prop_assert_eq!(verify(&graph, &sizes, &again), vec![]);
    }

    #[test]
    fn whatever_the_earlier_layout_was_the_hard_rules_hold(plan in plans(12), other in plans(12)) {
        let ((graph, sizes), (old, old_sizes)) = (build(&plan), build(&other));
        let options = options(Direction::Down);
        let earlier = Earlier::of(&old, &layout(&old, &old_sizes, &options));
        let placed = stable(&graph, &sizes, &options, &earlier);
        prop_assert_eq!(verify(&graph, &sizes, &placed), vec![]);
    }

    #[test]
    fn explaining_changes_nothing_and_counts_what_is_drawn(plan in plans(12)) {
        let (graph, sizes) = build(&plan);
        let options = options(Direction::Down);
        let (placed, report) = explain(&graph, &sizes, &options, None);
        prop_assert_eq!(&placed, &layout(&graph, &sizes, &options));
        prop_assert_eq!(report.total.crossings, crossings(&placed));
        let bends: usize = placed.edges.iter().map(|edge| edge.points.len().saturating_sub(2)).sum();
        prop_assert_eq!(report.total.bends, bends);
        prop_assert_eq!(report.total.nodes, graph.net.node_count());
        prop_assert_eq!(report.total.edges, graph.net.edge_count());
        prop_assert_eq!(timeless(report), timeless(explain(&graph, &sizes, &options, None).1));
    }
}

#[test]
fn without_an_earlier_layout_an_edge_more_turns_little_round() {
    let edges = "a1-c1 c2-c3 a3-c0 b0-c3 a1-b0 b3-c2 b0-b3 b2-c2 a1-b2 a3-b0 b1-c3 b0-b1 a2-c0";
    let place = |edges: &str| {
        let (graph, sizes) = three_frames(edges);
        layout(&graph, &sizes, &options(Direction::Down))
    };
    let (before, graph) = (place(edges), three_frames(edges).0);
    let frames = [("a", "b"), ("b", "c"), ("a", "c")];
    let ends = frames.iter().flat_map(|(a, b)| (0..16).map(move |k| format!("{a}{}-{b}{}", k / 4, k % 4)));
    let mut turned: Vec<usize> = ends
        .filter(|edge| !edges.contains(edge.as_str()))
        .map(|edge| {
            let after = place(&format!("{edges} {edge}"));
            let pairs = (0..12).flat_map(|i| (0..i).map(move |j| (i, j)));
            let side = |layout: &Layout, (i, j): (usize, usize)| across(&graph, layout, i) - across(&graph, layout, j);
            pairs.filter(|&pair| side(&before, pair) * side(&after, pair) < 0.0).count()
        })
        .collect();
    turned.sort_unstable();
    let median = turned[turned.len() / 2];
    assert!(median <= TURNED, "{median} of 66 pairs: {turned:?}");
}

#[test]
fn a_label_between_two_frames_takes_no_layer_where_one_inside_of_them_will_do() {
    let layers = |edges: &str| {
        let (graph, mut sizes) = three_frames(edges);
        // As wide as the picture is long: else the frames would stand side by side.
        sizes.nodes.iter_mut().for_each(|size| size.w = 1000.0);
        layout(&graph, &sizes, &options(Direction::Down)).layers
    };
    let chains = "a0-a1 a1-a2 a2-a3 b0-b1 b1-b2 b2-b3 c0-c1 c1-c2 c2-c3 b3-c0";
    assert_eq!(layers(&format!("{chains} a1-b0*")), layers(&format!("{chains} a1-b0")));
}

#[test]
fn what_stands_side_by_side_is_read_as_it_was_written() {
    let (graph, sizes) = three_frames("a0-a1 a1-a2 a2-a3 b0-b1 b1-b2 b2-b3 c0-c1 c1-c2 c2-c3 a1-b0 b1-c0 a3-c2*");
    let placed = layout(&graph, &sizes, &options(Direction::Down));
    assert!(placed.edges.iter().any(|edge| edge.is_beside), "frames that would be a tower stand side by side");
    // And one pair that is stacked, whichever it is.
    let placed = Layout { stacked: vec![(0, 2)], ..placed };
    let neutral = json::of_graph(graph.clone(), sizes);
    let text = json::write(&neutral, &placed, 0.0);
    assert_eq!(json::read_earlier("old.json", &text, &graph).unwrap(), Earlier::of(&graph, &placed));
}

/// Two nodes beside a frame: an edge to the one turns back once one to the other has.
#[test]
fn edges_between_several_pairs_turn_as_they_did() {
    let inside = [Some("b"), Some("d"), Some("b"), None, Some("b"), Some("c"), Some("b"), None, Some("c"), None];
    let node = |(k, frame)| json!({"id": format!("n{k}"), "w": 1, "h": 1, "cluster": frame});
    let nodes: Vec<Value> = inside.iter().enumerate().map(node).collect();
    let frame = |(id, parent): (&str, Option<&str>)| json!({"id": id, "parent": parent});
    let clusters = [("a", None), ("b", Some("a")), ("c", None), ("d", Some("c"))].map(frame);
    let ends = "n6-n7 n7-n9 a-a b-a a-a c-n6 n4-n2 n2-n0* n9-n2 n6-n9 n7-n0";
    let edge = |words: &str| {
        let (from, to) = words.trim_end_matches('*').split_once('-').unwrap();
        let (label, w) = if words.ends_with('*') { ("x", 80) } else { ("", 0) };
        json!({"from": from, "to": to, "label": label, "lw": w, "lh": 18})
    };
    let edges: Vec<Value> = ends.split(' ').map(edge).collect();
    let text = json!({"nodes": nodes, "clusters": clusters, "edges": edges}).to_string();
    let json::Neutral { graph, sizes, .. } = &json::read("pairs.json", &text).unwrap();
    let first = layout(graph, sizes, &options(Direction::Down));
    let again = stable(graph, sizes, &options(Direction::Down), &Earlier::of(graph, &first));
    assert_eq!(first.layers, again.layers);
}

#[test]
fn an_edit_beside_it_leaves_the_order_alone() {
    let folder = folder(&[("old.json", CROSSED)]);
    let old = run(folder.path(), &["layout", "old.json", "-o", "placed.json"]);
    assert_eq!(old.code, 0, "{}", old.err);
    // Turned round by hand: the hint alone can make the picture stand like this.
    let mut placed: Value = serde_json::from_slice(&fs::read(folder.path().join("placed.json")).unwrap()).unwrap();
    for node in placed["nodes"].as_array_mut().unwrap() {
        node["x"] = Value::from(-node["x"].as_f64().unwrap());
    }
    for edge in placed["edges"].as_array_mut().unwrap() {
        for point in edge["points"].as_array_mut().unwrap() {
            point[0] = Value::from(-point[0].as_f64().unwrap());
        }
    }
    fs::write(folder.path().join("mirrored.json"), placed.to_string()).unwrap();
    let new = CROSSED.replacen("{\"nodes\": [", "{\"nodes\": [{\"id\": \"new\", \"w\": 60, \"h\": 20}, ", 1);
    let new = new.replacen("\"edges\": [", "\"edges\": [{\"from\": \"d\", \"to\": \"new\"}, ", 1);
    let x = |args: &[&str], id: &str| {
        let ran = run_with(folder.path(), args, new.as_bytes());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let out: Value = serde_json::from_slice(&ran.out).unwrap();
        out["nodes"].as_array().unwrap().iter().find(|n| n["id"] == id).unwrap()["x"].as_f64().unwrap()
    };
    for old in ["placed.json", "mirrored.json"] {
        let was: Value = serde_json::from_slice(&fs::read(folder.path().join(old)).unwrap()).unwrap();
        let was = |at: usize| was["nodes"][at]["x"].as_f64().unwrap();
        let args = ["layout", "-", "--stable-with", old];
        assert_eq!(was(2) < was(3), x(&args, "c") < x(&args, "d"), "{old}");
    }
}

#[test]
fn an_earlier_layout_that_cannot_be_used_is_told_with_its_place() {
    let graph = CROSSED;
    let foreign = r#"{"nodes": [{"id": "somewhere", "x": 1, "y": 2}]}"#;
    let typo = "{\"nodes\": [{\"id\": \"a\", \"x\": 1,\n \"y\": two}]}";
    let files = [("g.json", graph), ("foreign.json", foreign), ("typo.json", typo), ("unplaced.json", graph)];
    let folder = folder(&files);
    for (old, code, words) in [
        ("foreign.json", 1, "error: foreign.json: it has none of the nodes of the graph"),
        ("typo.json", 1, "error: typo.json:2:8: expected ident"),
        ("unplaced.json", 1, "error: unplaced.json:1:"),
        ("missing.json", 2, "error: cannot read missing.json: no such file or folder"),
    ] {
        let ran = run(folder.path(), &["layout", "g.json", "--stable-with", old]);
        assert!(ran.err.contains(words), "{old}: {}", ran.err);
        assert_eq!(ran.code, code, "{old}: {}", ran.err);
        assert!(ran.out.is_empty());
    }
}

#[test]
fn a_view_is_laid_out_and_drawn_as_it_was() {
    let folder = folder(&[("shop.yaml", &format!("{SHOP}{TWO_VIEWS}"))]);
    let ran = run(folder.path(), &["layout", "shop.yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("choose it with --view: main, wide"), "{}", ran.err);
    let ran = run(folder.path(), &["layout", "shop.yaml", "--view", "mian"]);
    assert!(ran.err.contains("there is no view `mian`; there are: main, wide"), "{}", ran.err);

    let ran = run(folder.path(), &["layout", "shop.yaml", "--view", "main", "-o", "main.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let placed: Value = serde_json::from_slice(&fs::read(folder.path().join("main.json")).unwrap()).unwrap();
    let ids: Vec<&str> = placed["nodes"].as_array().unwrap().iter().map(|n| n["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["customer", "shop.api", "shop.db"]);
    assert_eq!(placed["edges"][0]["from"], "customer");

    // What it wrote reads back as a graph with the same places.
    let args = ["render", "shop.yaml", "--view", "main", "-f", "svg", "-o", "-"];
    let drawn = run(folder.path(), &args);
    let stable = run(folder.path(), &[&args[..], &["--stable-with", "main.json"]].concat());
    assert_eq!((stable.code, stable.text()), (0, drawn.text()), "{}", stable.err);
    let all = run(folder.path(), &["render", "shop.yaml", "--stable-with", "main.json"]);
    assert_eq!(all.code, 2);
    assert!(all.err.contains("--stable-with is for one view: choose it with --view: main, wide"), "{}", all.err);
}

#[test]
fn a_report_goes_where_the_layout_does_not() {
    let folder = folder(&[("g.json", CROSSED)]);
    let at = |args: &[&str]| run(folder.path(), &[&["layout", "g.json"], args].concat());
    let alone = at(&["--explain"]);
    assert_eq!((alone.code, alone.err.as_str()), (0, ""));
    let passes = ["acyclic", "beside", "layer", "label", "order", "place", "route"];
    let first_words = |text: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| line.strip_prefix("  "))
            .filter_map(|l| l.split(' ').next().map(str::to_owned))
            .collect()
    };
    assert_eq!(first_words(alone.text()), [&["pass"], &passes[..]].concat());
    let heads: Vec<&str> = alone.text().lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(
        heads[1..],
        ["crossings", "vertices", "dummies", "layers", "turned", "bends", "length", "area", "steps", "ms"]
    );
    assert!(alone.text().starts_with("part 1 of 1 (from a): 5 nodes, 6 edges, 0 frames\n"), "{}", alone.text());
    assert!(alone.text().contains("\n  order       1 -> 0 "), "{}", alone.text());
    assert!(alone.text().contains("\ntotal: 5 nodes, 6 edges, 0 frames; 0 crossings, 1 turned, "), "{}", alone.text());

    let both = at(&["--explain", "-o", "-"]);
    assert!(serde_json::from_slice::<Value>(&both.out).is_ok(), "{}", both.text());
    assert_eq!(first_words(&both.err)[1..], passes);
    let file = at(&["--explain=json", "-o", "placed.json"]);
    let report: Value = serde_json::from_slice(&file.out).unwrap();
    assert_eq!(report["total"]["nodes"], 5);
    assert_eq!(report["parts"][0]["passes"][4]["crossings_before"], 1);
    assert_eq!(fs::read(folder.path().join("placed.json")).unwrap(), both.out);
}
