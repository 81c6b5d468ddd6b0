//! Flowcharts that others wrote: drawn, sound, and with what the official parser sees in them.
//!
//! Runs where `GROUNDPLAN_MERMAID` names a folder with `*.ndjson`: a row has `code`, and in `v11` and `v12` what the two
//! versions say of it. What is drawn is compared with the official graph where `GROUNDPLAN_ORACLE` names a folder with
//! `flowdb.mjs`. Says that it was skipped elsewhere.

use crate::oracle::{ask, list, sorted, text};
use groundplan::base::text::{Fonts, Measure};
use groundplan::base::{Direction, Line, Rect, Shape, SourceId};
use groundplan::graph::{ClusterId, Edge, End, Ends, Graph, Node, TextLine};
use groundplan::layout;
use groundplan::mermaid::{Shown, project, read};
use groundplan::output;
use groundplan::pipeline::{self, Format, Request};
use groundplan::preset::{MERMAID, Preset};
use groundplan::scene::{self, Anchor, Item, Scene, Theme};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Of which collection how much has to be drawn, in percent.
const GOALS: [(&str, usize); 3] = [("longtail", 99), ("mermaid-js", 95), ("realworld", 99)];
/// How much of the first collection has to show what the official parser sees, in percent.
const SAME: (&str, usize) = ("realworld", 98);

/// Texts that both versions accept, of types that begin so, by collection: id and text.
fn accepted(folder: OsString, kinds: &[&str]) -> BTreeMap<String, Vec<(String, String)>> {
    let mut out: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|ending| ending != "ndjson") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for row in fs::read_to_string(path).unwrap().lines() {
            let row: Value = serde_json::from_str(row).unwrap();
            let (old, new) = (&row["v11"], &row["v12"]);
            let kind = text(old, "type");
            if old["ok"] == true
                && new["ok"] == true
                && kind != "error"
                && kinds.iter().any(|start| kind.starts_with(start))
            {
                let of = |key| text(&row, key).to_owned();
                out.entry(name.clone()).or_default().push((of("id"), of("code")));
            }
        }
    }
    out
}

fn graph(code: &str) -> Option<Graph> {
    match project(&read::read(code).diagram?).value? {
        Shown::Graph(graph) => Some(*graph),
        Shown::Chart(_) => None,
    }
}

/// Draws a flowchart; says why not, where something is wrong with it.
fn draw(code: &str) -> Result<(), String> {
    let formats = [Format::Svg];
    let request = Request { formats: &formats, ..Request::mermaid() };
    let start = Instant::now();
    let picture = pipeline::draw_mermaid(code, SourceId(0), &request);
    let took = start.elapsed();
    if picture.artifacts.is_empty() {
        return Err(format!("is not drawn: {:?} {:?}", picture.diagnostics, picture.errors));
    }
    let graph = graph(code).unwrap();
    let preset = pipeline::mermaid_preset(&read::read(code).diagram.unwrap());
    let preset = Preset::named(preset).unwrap();
    let sizes = scene::measure(&graph, &Theme::named(&preset.theme).unwrap(), Fonts::embedded());
    let placed = layout::layout(&graph, &sizes, &preset.layout);
    let broken = layout::verify(&graph, &sizes, &placed);
    if !broken.is_empty() {
        return Err(format!("breaks rules: {broken:?}"));
    }
    let scene = scene::compose(&graph, &placed, &Theme::named("light").unwrap(), Fonts::embedded());
    if let Some((a, b)) = covered(&scene) {
        return Err(format!("has words over others: {a:?} and {b:?}"));
    }
    // An unoptimized build is many times slower.
    if took > Duration::from_secs(1) && !cfg!(debug_assertions) {
        return Err(format!("takes {took:?}"));
    }
    Ok(())
}

/// Words beside an end that something else covers: a node, a label, or other such words.
fn covered(scene: &Scene) -> Option<(Rect, Rect)> {
    let mut words: Vec<Rect> = Vec::new();
    let mut boxes: Vec<Rect> = Vec::new();
    for item in &scene.items {
        let Item::Group { id, class, items, .. } = item else { continue };
        for item in items {
            match item {
                Item::Text { at, text, font, .. } if id.ends_with("-ends") => {
                    let width = Fonts::embedded().width(text, *font);
                    words.push(Rect::new(at.x, at.y - 0.7 * font.size, width, 0.8 * font.size));
                }
                Item::Rect { rect, .. } if *class == "node" || id.ends_with("-label") => boxes.push(*rect),
                _ => {}
            }
        }
    }
    let others = |at: usize| words[at + 1..].iter().chain(&boxes);
    (0..words.len()).find_map(|at| Some((words[at], *others(at).find(|other| other.overlaps(words[at]))?)))
}

/// The kinds that are laid out in layers.
const NETS: [&str; 9] = ["flowchart", "er", "state", "class", "mindmap", "requirement", "block", "architecture", "c4"];

#[test]
fn nets_of_others_are_drawn() {
    let Some(folder) = std::env::var_os("GROUNDPLAN_MERMAID") else {
        println!("skipped: GROUNDPLAN_MERMAID names no folder with diagrams and verdicts");
        return;
    };
    for kind in NETS {
        let all = accepted(folder.clone(), &[kind]);
        for (name, goal) in GOALS {
            let charts = all.get(name).map_or(&[][..], Vec::as_slice);
            let mut drawn = 0;
            for (id, code) in charts {
                match std::panic::catch_unwind(|| draw(code)) {
                    Ok(Ok(())) => drawn += 1,
                    Ok(Err(why)) => println!("FAILED {id}: {why}"),
                    Err(_) => println!("FAILED {id}: panics\n{code}"),
                }
            }
            println!("{name}: {drawn} of {} of {kind} drawn", charts.len());
            assert!(drawn * 100 >= charts.len() * goal, "{kind} of {name}");
        }
    }
}

#[test]
fn a_picture_has_what_the_official_parser_sees() {
    let (Some(folder), Some(oracle)) = (std::env::var_os("GROUNDPLAN_MERMAID"), std::env::var_os("GROUNDPLAN_ORACLE"))
    else {
        println!("skipped: GROUNDPLAN_MERMAID and GROUNDPLAN_ORACLE name no folders with diagrams and the oracle");
        return;
    };
    for (name, charts) in accepted(folder, &["flowchart"]) {
        let rows: Vec<String> = charts.iter().map(|(id, code)| json!({ "id": id, "code": code }).to_string()).collect();
        let input = rows.join("\n") + "\n";
        let answers = ask(&oracle, "11", &input);
        assert_eq!(answers.len(), charts.len());
        let mut same = 0;
        for ((id, code), answer) in charts.iter().zip(&answers) {
            let want = official(answer);
            let got = graph(code).map(|graph| shown(&graph, answer)).unwrap_or_default();
            same += usize::from(want == got);
            if want != got {
                let lost: Vec<_> = want.iter().filter(|line| !got.contains(line)).take(3).collect();
                let more: Vec<_> = got.iter().filter(|line| !want.contains(line)).take(3).collect();
                println!("DIFFERS {id}\n  wanted {lost:?}\n  got    {more:?}");
            }
        }
        println!("{name}: {same} of {} show what the official parser sees", charts.len());
        assert!(name != SAME.0 || same * 100 >= charts.len() * SAME.1, "{name}");
    }
}

/// Without blanks, marks of emphasis and icons: what is before a list is one line with it for some readers.
fn plain(text: &str) -> String {
    let icon = |word: &&str| word.split_once(":fa-").is_none_or(|(set, _)| set.len() > 3);
    text.split_whitespace().filter(icon).collect::<String>().replace(['*', '_', '`', '•'], "")
}

fn official(answer: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for n in list(answer, "nodes") {
        out.push(format!("node {} in {:?}: {:?}", text(n, "id"), text(n, "parent"), plain(text(n, "text"))));
    }
    for s in list(answer, "subgraphs") {
        out.push(format!("frame {} in {:?}: {:?}", text(s, "id"), text(s, "parent"), plain(text(s, "title"))));
    }
    for e in list(answer, "edges") {
        let (from, to, label) = (text(e, "from"), text(e, "to"), plain(text(e, "text")));
        let label = if text(e, "stroke") == "invisible" { String::new() } else { label };
        let looks = [stroke(e), text(e, "tail"), text(e, "head")].join(" ");
        out.push(format!("edge {from} {to} {looks} {}: {label:?}", e["minlen"]));
    }
    sorted(out)
}

/// The stroke of the arrow; another one where a style changes it.
fn stroke(edge: &Value) -> &str {
    let styled = ["style", "classes"].iter().any(|key| edge[key].as_array().is_some_and(|list| !list.is_empty()));
    if styled { "styled" } else { text(edge, "stroke") }
}

/// The same of what we draw.
fn shown(graph: &Graph, answer: &Value) -> Vec<String> {
    let frame = |id: Option<ClusterId>| id.map_or("", |id| graph.clusters.get(id).id.as_str());
    let words = |lines: &Option<Vec<TextLine>>| {
        let lines = lines.iter().flatten().map(|line| line.text.as_str());
        plain(&lines.collect::<Vec<_>>().join("\n"))
    };
    let mut out = Vec::new();
    for n in graph.net.node_weights() {
        // An empty subgraph is drawn as a box.
        let kind = if list(answer, "subgraphs").any(|s| text(s, "id") == n.id) { "frame" } else { "node" };
        out.push(format!("{kind} {} in {:?}: {:?}", n.id, frame(n.cluster), words(&n.lines)));
    }
    for c in &graph.clusters.clusters {
        out.push(format!("frame {} in {:?}: {:?}", c.id, frame(c.parent), words(&c.lines)));
    }
    let head = |end: End| match end {
        End::Arrow => "point",
        End::Circle => "circle",
        End::Cross => "cross",
        _ => "none",
    };
    for at in graph.net.edge_indices() {
        let (a, b) = graph.net.edge_endpoints(at).unwrap();
        let e = &graph.net[at];
        let end = |cluster: Option<ClusterId>, node: petgraph::graph::NodeIndex| {
            cluster.map_or_else(|| graph.net[node].id.clone(), |id| graph.clusters.get(id).id.clone())
        };
        let styled = list(answer, "edges").nth(at.index()).is_some_and(|e| stroke(e) == "styled");
        let stroke = match (e.invisible, e.style.line, e.style.width) {
            _ if styled => "styled",
            (true, ..) => "invisible",
            (_, Some(Line::Dashed), _) => "dotted",
            (_, _, Some(_)) => "thick",
            _ => "normal",
        };
        let ends = e.ends.unwrap();
        let looks = [stroke, head(ends.tail), head(ends.head)].join(" ");
        let label = words(&e.lines);
        out.push(format!("edge {} {} {looks} {}: {label:?}", end(e.tail, a), end(e.head, b), e.min_length));
    }
    sorted(out)
}

#[test]
fn signs_and_words_stand_at_the_ends_of_lines() {
    let signs = [
        End::None,
        End::Arrow,
        End::Open,
        End::Circle,
        End::Cross,
        End::Triangle,
        End::Diamond,
        End::OpenDiamond,
        End::Lollipop,
    ];
    let theme = Theme::named("light").unwrap();
    for direction in [Direction::Down, Direction::Right] {
        let mut graph = Graph { direction: Some(direction), ..Graph::default() };
        let node =
            |id: String| Node { lines: Some(TextLine::plain(&id)), shape: Some(Shape::Box), id, ..Node::default() };
        let mut top = petgraph::graph::NodeIndex::default();
        for (nth, sign) in signs.into_iter().enumerate() {
            if nth % 3 == 0 {
                top = graph.net.add_node(node(format!("top{nth}")));
            }
            let below = graph.net.add_node(node(format!("n{nth}")));
            let (tail_text, head_text) = (Some(format!("{nth}..*")), Some(format!("many {nth}")));
            let ends = Some(Ends { tail: sign, head: sign });
            graph.net.add_edge(top, below, Edge { ends, tail_text, head_text, ..Edge::default() });
        }
        let preset = Preset::named(MERMAID).unwrap();
        let sizes = scene::measure(&graph, &theme, Fonts::embedded());
        let placed = layout::layout(&graph, &sizes, &preset.layout);
        assert_eq!(layout::verify(&graph, &sizes, &placed), []);
        let scene = scene::compose(&graph, &placed, &theme, Fonts::embedded());
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("signs-{direction:?}.png"));
        fs::write(out, output::png(&output::svg(&scene), 1.5, Fonts::embedded()).unwrap()).unwrap();
        let words: Vec<Rect> = words_of(&scene.items);
        assert_eq!(words.len(), 2 * signs.len());
        let margin = theme.page.margin;
        for (i, word) in words.iter().enumerate() {
            assert!(words[..i].iter().all(|other| !other.overlaps(*word)), "{direction:?} {i}");
            assert!(placed.nodes.iter().all(|at| !at.moved(margin, margin).overlaps(*word)), "{direction:?} {i}");
        }
    }
}

/// The boxes of the texts of edges.
fn words_of(items: &[Item]) -> Vec<Rect> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Group { class: "edge", items, .. } => out.extend(words_of(items)),
            Item::Text { at, anchor, text, font, .. } => {
                let width = Fonts::embedded().width(text, *font);
                let left = if *anchor == Anchor::End { at.x - width } else { at.x };
                out.push(Rect::new(left, at.y - 0.75 * font.size, width, 0.75 * font.size));
            }
            _ => {}
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The engine checks its own hard rules where assertions are on.
    #[test]
    fn no_change_of_a_text_makes_its_picture_fail(which in 0..6usize, cuts in prop::collection::vec((0..2000usize, 0..60usize, 0..2000usize), 1..4)) {
        let name = ["edges", "front", "looks", "shapes", "subgraphs", "words"][which];
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("samples/cases/mermaid/{name}.mmd"));
        let mut text: Vec<char> = fs::read_to_string(path).unwrap().chars().collect();
        for (from, length, to) in cuts {
            // Cuts a piece out and puts it in elsewhere.
            let from = from % text.len();
            let piece: Vec<char> = text.drain(from..(from + length).min(text.len())).collect();
            let to = to % (text.len() + 1);
            text.splice(to..to, piece);
        }
        let text: String = text.into_iter().collect();
        let formats = [Format::Svg];
        let picture = pipeline::draw_mermaid(&text, SourceId(0), &Request { formats: &formats, ..Request::mermaid() });
        prop_assert!(!picture.artifacts.is_empty() || !picture.diagnostics.is_empty());
        for finding in &picture.diagnostics {
            let span = finding.span.unwrap();
            prop_assert!(text.get(span.start..span.end).is_some(), "{finding:?}");
        }
    }
}
