//! Laws of Mermaid text that need no Mermaid.

use crate::hostile;
use groundplan::base::{Code, Point, Severity};
use groundplan::graph::{Edge, Graph, Node};
use groundplan::layout::{Layout, Route};
use groundplan::mermaid::ids::{self, Grammar};
use groundplan::mermaid::{Diagram, Profile, escape, label, write};
use std::collections::BTreeSet;

fn texts() -> impl Iterator<Item = String> {
    let mut dice = hostile::Dice(7);
    let known = hostile::LABELS.iter().chain(hostile::WORDS).map(|s| (*s).to_owned());
    known.chain((0..2000).map(move |_| dice.label()))
}

/// What may stand in the text of a label, for each grammar.
fn stays(c: char, more: &str) -> bool {
    c.is_alphanumeric() || " ,./'-#;".contains(c) || more.contains(c)
}

#[test]
fn labels_decode_to_what_was_written() {
    for text in texts() {
        let clean = escape::clean(&text);
        for (name, encoded, more) in
            [("flow", escape::flow(&text), ""), ("sequence", escape::sequence(&text), "()[]{}!?=+*_\"|:")]
        {
            assert_eq!(escape::decode(&encoded), clean, "{name}: {encoded}");
            let plain = encoded.replace("<br/>", "");
            assert!(plain.chars().all(|c| stays(c, more)), "{name}: {encoded}");
            // Every `#` begins a code and every `;` ends one.
            for part in plain.split('#').skip(1) {
                let digits = part.split(';').next().unwrap();
                assert!(!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()), "{name}: {encoded}");
            }
            assert_eq!(plain.matches('#').count(), plain.matches(';').count(), "{name}: {encoded}");
            for line in encoded.split("<br/>") {
                assert_eq!(line, line.trim(), "{name}: {encoded}");
            }
        }
    }
}

#[test]
fn a_direction_is_never_a_statement() {
    for text in ["direction LR", "Direction  TB", "a\ndirection RL", "direction\u{a0}BT", "x direction\tLR"] {
        for encoded in [escape::flow(text), escape::sequence(text), escape::literal(text)] {
            let found = encoded.to_ascii_lowercase().split("direction").skip(1).any(|after| {
                let word = after.trim_start();
                word.len() < after.len() && ["lr", "rl", "tb", "bt"].iter().any(|d| word.starts_with(d))
            });
            assert!(!found, "{encoded}");
        }
    }
}

#[test]
fn strings_of_c4_and_architecture_cannot_end_early() {
    for text in texts() {
        for encoded in [escape::literal(&text), escape::markdown_free(&text)] {
            let plain = encoded.replace("<br/>", "");
            assert!(
                !plain.contains(['"', '<', '>', '\n']) && !plain.contains("%%") && !plain.contains("%{"),
                "{encoded}"
            );
            for (at, _) in plain.match_indices(['#', '&', '\\']) {
                let next = plain[at + 1..].chars().next();
                assert!(!next.is_some_and(char::is_alphanumeric), "{encoded}");
            }
        }
    }
}

#[test]
fn titles_are_one_line_of_yaml() {
    for text in texts() {
        let title = escape::title(&text);
        let inner = title.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
        assert!(!inner.contains(['\n', '<', '>', '&']), "{title}");
        // Two writers of quoted text agree on what it is: JSON is a part of YAML.
        let read: String = serde_json::from_str(&title).unwrap();
        let look_alike =
            escape::clean(&text).replace(['\n', '\t'], " ").replace('<', "‹").replace('>', "›").replace('&', "＆");
        assert_eq!(read, look_alike);
    }
}

#[test]
fn ids_are_safe_and_unique() {
    for seed in 0..300 {
        let (graph, _) = hostile::graph(seed);
        for grammar in [Grammar::Words, Grammar::Sides] {
            let ids = ids::of_graph(&graph, grammar);
            let all: Vec<&String> = ids.nodes.iter().chain(&ids.clusters).collect();
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
            for id in all {
                assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && id.len() < 80, "{id}");
                assert!(!id.starts_with(|c: char| c.is_ascii_digit()), "{id}");
                for word in ["end", "graph", "style", "class", "click", "default", "note", "__proto__", "title"] {
                    assert!(!id.eq_ignore_ascii_case(word), "{id}");
                }
                assert!(grammar == Grammar::Words || !id.starts_with(['L', 'R', 'T', 'B']), "{id}");
            }
        }
    }
}

#[test]
fn every_label_and_edge_is_in_the_text_once() {
    for seed in 0..200 {
        let (graph, layout) = hostile::graph(seed);
        let text = write(&Diagram::Graph(&graph, &layout), Profile::Safe).value.unwrap();
        let ids = ids::of_graph(&graph, Grammar::Words);
        for (node, id) in graph.net.node_weights().zip(&ids.nodes) {
            let words = format!("\"{}\"", escape::flow(&label::node(node)));
            let lines = text.lines().filter(|l| {
                let rest = l.trim_start().strip_prefix(id.as_str());
                rest.is_some_and(|r| r.starts_with(['[', '(', '{', '/', '\\']) && r.contains(&words))
            });
            assert_eq!(lines.count(), 1, "{id} in\n{text}");
        }
        let arrow = |l: &&str| l.contains("-> ") || l.contains("->|");
        assert_eq!(text.lines().filter(arrow).count(), graph.net.edge_count(), "{text}");
    }
}

/// Every line with the frames that it stands in, sorted; links without their length, and with the look that a later
/// line gives them by number.
fn meaning(text: &str) -> Vec<String> {
    let (mut frames, mut links, mut lines): (Vec<&str>, Vec<String>, Vec<String>) = Default::default();
    for line in text.lines().map(str::trim).filter(|l| !l.starts_with("flowchart ")) {
        if let Some(style) = line.strip_prefix("linkStyle ") {
            let (numbers, look) = style.split_once(' ').unwrap();
            for number in numbers.split(',') {
                links[number.parse::<usize>().unwrap()].push_str(look);
            }
        } else if line == "end" {
            frames.pop().unwrap();
        } else if line.contains("-> ") || line.contains("->|") {
            let (tail, rest) = line.split_once(' ').unwrap();
            let at = rest.find('>').unwrap();
            let short: String = rest[..at].chars().fold(String::new(), |mut arrow, c| {
                if !arrow.ends_with(c) {
                    arrow.push(c);
                }
                arrow
            });
            links.push(format!("{tail} {short}{}", &rest[at..]));
        } else {
            lines.push(format!("{frames:?} {line}"));
            frames.extend(line.strip_prefix("subgraph ").and_then(|l| l.split('[').next()));
        }
    }
    lines.extend(links);
    lines.sort();
    lines
}

#[test]
fn the_order_of_a_layout_loses_nothing() {
    let mut moved = 0;
    for seed in 0..200 {
        let (graph, layout) = hostile::graph(seed);
        let text = |layout: &Layout| write(&Diagram::Graph(&graph, layout), Profile::Safe).value.unwrap();
        let ordered = text(&layout);
        assert_eq!(ordered, text(&layout));
        let plain = text(&Layout { direction: layout.direction, ..Layout::default() });
        assert_eq!(meaning(&ordered), meaning(&plain), "{ordered}\n{plain}");
        moved += usize::from(ordered != plain);
    }
    assert!(moved > 100, "{moved} of 200 texts have another order");
}

#[test]
fn links_run_across_the_flow_and_take_over_layers() {
    let mut graph = Graph::default();
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|id| graph.net.add_node(Node { id: id.to_owned(), ..Node::default() }));
    for (from, to) in [(a, c), (a, b), (b, c), (d, c), (c, a)] {
        graph.net.add_edge(from, to, Edge::default());
    }
    let route = |x: f64| Route { points: vec![Point::new(x, 0.0), Point::new(x, 9.0)], ..Route::default() };
    let layout =
        Layout { layers: vec![0, 3, 5, 0], edges: [7.0, 2.0, 0.0, 0.0, 0.0].map(route).to_vec(), ..Layout::default() };
    let text = write(&Diagram::Graph(&graph, &layout), Profile::Safe).value.unwrap();
    let links: Vec<&str> = text.lines().map(str::trim).filter(|l| l.contains('>')).collect();
    // The way over b has two layers anyway; what runs upwards stays short.
    assert_eq!(links, ["a --> b", "a --> c", "d ---> c", "b --> c", "c --> a"]);
}

#[test]
fn over_the_limit_is_a_finding_with_counts_and_parts() {
    let mut graph = Graph { title: "Big".to_owned(), ..Graph::default() };
    let cluster =
        |id: &str| groundplan::graph::Cluster { id: id.to_owned(), name: id.to_owned(), ..Default::default() };
    let (shop, billing) = (graph.clusters.add(cluster("shop")), graph.clusters.add(cluster("billing")));
    let node = |id: usize, cluster| Node {
        id: format!("n{id}"),
        name: "N".to_owned(),
        cluster: Some(cluster),
        ..Node::default()
    };
    let ends: Vec<_> = (0..10).map(|i| graph.net.add_node(node(i, if i < 4 { shop } else { billing }))).collect();
    for i in 0..500 {
        graph.net.add_edge(ends[i % 10], ends[(i * 7 + 1) % 10], Edge::default());
    }
    let layout = Layout::default();
    assert!(write(&Diagram::Graph(&graph, &layout), Profile::Safe).value.is_some(), "500 edges are drawn");
    graph.net.add_edge(ends[0], ends[1], Edge::default());
    let over = write(&Diagram::Graph(&graph, &layout), Profile::Safe);
    assert!(over.value.is_none());
    let finding = &over.diagnostics[0];
    assert_eq!((finding.code, finding.severity), (Code::MermaidLimit, Severity::Error));
    assert!(finding.message.contains("501 edges") && finding.message.contains("500"), "{}", finding.message);
    let help = finding.help.as_deref().unwrap();
    assert!(help.contains("`shop` (4 elements") && help.contains("`billing` (6 elements"), "{help}");
    // C4 has no limit on edges, and every profile has the one on characters.
    assert!(write(&Diagram::Graph(&graph, &layout), Profile::C4).value.is_some());
    graph.net[ends[0]].description = Some("x".repeat(50_001));
    for profile in [Profile::Safe, Profile::C4, Profile::Architecture] {
        graph.net.clear_edges();
        let over = write(&Diagram::Graph(&graph, &layout), profile);
        assert!(over.value.is_none() && over.diagnostics[0].message.contains("50,000"), "{over:?}");
    }
}
