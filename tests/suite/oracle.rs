//! The official parser reads what we write as what we meant.
//!
//! Runs where `GROUNDPLAN_ORACLE` names a folder with `flowdb.mjs` and its `node_modules` (mermaid 11 and 12); says that
//! it was skipped elsewhere. One node process a version.

use crate::charts;
use crate::described::{self, Shown};
use crate::hostile;
use crate::import;
use crate::oracle_plan as plan;
use crate::records;
use groundplan::base::source::NoIncludes;
use groundplan::base::{Arrow, Direction, Kind};
use groundplan::chart::sequence::{Event, Frame, Message};
use groundplan::chart::{Chart, Sequence};
use groundplan::graph::{Cardinality, ClusterId, Compartment, End, Graph};
use groundplan::layout::Layout;
use groundplan::mermaid::ids::{self, Grammar};
use groundplan::mermaid::write::er;
use groundplan::mermaid::{Diagram, Profile, escape, label, write};
use petgraph::visit::EdgeRef;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// A text, and what the parser has to find in it.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) want: Vec<String>,
    pub(crate) read: fn(&Value) -> Vec<String>,
}

#[test]
fn the_official_parser_reads_what_was_meant() {
    let Some(folder) = std::env::var_os("GROUNDPLAN_ORACLE") else {
        println!("skipped: GROUNDPLAN_ORACLE names no folder with the oracle");
        return;
    };
    let mut cases = Vec::new();
    for seed in 0..200 {
        let (graph, layout) = hostile::graph(seed);
        graph_cases(&mut cases, &format!("hostile {seed}"), &graph, &layout);
        sequence_cases(&mut cases, &format!("hostile {seed}"), &hostile::sequence(seed));
        let (schedule, matrix, stack) = charts::hostile(seed);
        plan::schedule_case(&mut cases, &format!("hostile {seed}"), &schedule);
        plan::risk_case(&mut cases, &format!("hostile {seed}"), &matrix);
        plan::stack_case(&mut cases, &format!("hostile {seed}"), &stack);
        plan::files_case(&mut cases, &format!("hostile {seed}"), &crate::tree::hostile(seed));
        let records = records::hostile_records(seed, 1 + seed as usize % 4);
        graph_cases(&mut cases, &format!("hostile records {seed}"), &records, &layout);
    }
    let described = (0..200).filter_map(|seed| Some((seed, described::hostile(seed).ok()?)));
    let described =
        described.flat_map(|(seed, views)| views.into_iter().map(move |(id, v)| (format!("{seed} {id}"), v)));
    let imported = import::corpus().into_iter().flat_map(|(name, text)| {
        let views = described::read(&name, text, &NoIncludes).unwrap();
        views.into_iter().map(move |(id, v)| (format!("{name} {id}"), v))
    });
    for (name, shown) in described.chain(described::samples()).chain(imported) {
        match &shown {
            Shown::Graph(graph, layout) => graph_cases(&mut cases, &name, graph, layout),
            Shown::Chart(Chart::Sequence(sequence)) => sequence_cases(&mut cases, &name, sequence),
            Shown::Chart(Chart::Schedule(schedule)) => plan::schedule_case(&mut cases, &name, schedule),
            Shown::Chart(Chart::Risk(matrix)) => plan::risk_case(&mut cases, &name, matrix),
            Shown::Chart(Chart::Stack(stack)) => plan::stack_case(&mut cases, &name, stack),
            Shown::Chart(Chart::Files(tree)) => plan::files_case(&mut cases, &name, tree),
            Shown::Chart(Chart::Foreign(_)) => panic!("{name}: no view is that"),
        }
    }
    let mut input = String::new();
    for case in &cases {
        writeln!(input, "{}", json!({"id": case.name, "code": case.code})).unwrap();
    }
    std::thread::scope(|scope| {
        let runs = ["11", "12"].map(|version| (version, scope.spawn(|| ask(&folder, version, &input))));
        for (version, run) in runs {
            judge(version, &cases, &run.join().unwrap());
        }
    });
}

/// What one version of the parser makes of all texts.
pub(crate) fn ask(folder: &OsStr, version: &str, input: &str) -> Vec<Value> {
    let mut child = Command::new("node")
        .args(["flowdb.mjs", "--mermaid", version])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut stdin = child.stdin.take().unwrap();
    let text = input.to_owned();
    let feed = std::thread::spawn(move || stdin.write_all(text.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    let answers = String::from_utf8(output.stdout).unwrap();
    answers.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn judge(version: &str, cases: &[Case], answers: &[Value]) {
    assert_eq!(answers.len(), cases.len(), "version {version} answered all");
    let mut wrong = Vec::new();
    for (case, answer) in cases.iter().zip(answers) {
        assert_eq!(answer["id"], case.name.as_str());
        let got = if answer["ok"] == true { (case.read)(answer) } else { vec![answer["error"].to_string()] };
        if got != case.want {
            let lost: Vec<_> = case.want.iter().filter(|w| !got.contains(w)).take(3).collect();
            let more: Vec<_> = got.iter().filter(|g| !case.want.contains(g)).take(3).collect();
            wrong.push(format!("{}\n  wanted {lost:?}\n  got    {more:?}", case.name));
        }
    }
    println!("version {version}: {} of {} texts read as meant", cases.len() - wrong.len(), cases.len());
    assert!(wrong.is_empty(), "version {version}: {} wrong\n{}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"));
}

fn graph_cases(cases: &mut Vec<Case>, name: &str, graph: &Graph, layout: &Layout) {
    let diagram = Diagram::Graph(graph, layout);
    let mut add = |profile: Profile, want: Vec<String>, read: fn(&Value) -> Vec<String>| {
        let Some(code) = write(&diagram, profile).value else { return };
        cases.push(Case { name: format!("{name}, {profile:?}"), code, want, read });
    };
    if graph.net.node_weights().any(|n| n.compartments.is_some()) {
        add(Profile::Safe, er_want(graph), er_read);
        return;
    }
    add(Profile::Safe, flowchart_want(graph, layout), flowchart_read);
    add(Profile::C4, c4_want(graph), c4_read);
    add(Profile::Architecture, architecture_want(graph), architecture_read);
}

fn sequence_cases(cases: &mut Vec<Case>, name: &str, sequence: &Sequence) {
    let diagram = Diagram::Chart(&Chart::Sequence(sequence.clone()));
    let mut add = |profile: Profile, want: fn(&Sequence) -> Vec<String>, read: fn(&Value) -> Vec<String>| {
        // Three hundred characters in every label may be more than hosts draw.
        let Some(code) = write(&diagram, profile).value else { return };
        cases.push(Case { name: format!("{name}, sequence, {profile:?}"), code, want: want(sequence), read });
    };
    add(Profile::Safe, sequence_want, sequence_read);
    add(Profile::C4, dynamic_want, c4_read);
}

pub(crate) fn list<'a>(answer: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    answer[key].as_array().into_iter().flatten()
}

pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

pub(crate) fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

/// How the language calls a direction.
pub(crate) fn flow(direction: Direction) -> &'static str {
    match direction {
        Direction::Down => "TB",
        Direction::Up => "BT",
        Direction::Right => "LR",
        Direction::Left => "RL",
    }
}

pub(crate) fn flowchart_want(graph: &Graph, layout: &Layout) -> Vec<String> {
    let ids = ids::of_graph(graph, Grammar::Words);
    let frame = |id: Option<ClusterId>| id.map_or("", |c| ids.clusters[c.index()].as_str());
    let mut out = Vec::new();
    for (node, id) in graph.net.node_weights().zip(&ids.nodes) {
        out.push(format!("node {id} in {:?}: {:?}", frame(node.cluster), escape::clean(&label::node(node))));
    }
    let flows = graph.flows(layout.direction);
    for ((cluster, id), own) in graph.clusters.clusters.iter().zip(&ids.clusters).zip(&flows) {
        let around = cluster.parent.map_or(layout.direction, |p| flows[p.index()]);
        let own = if *own == around { "" } else { flow(*own) };
        let title = escape::clean(&label::cluster(cluster));
        out.push(format!("frame {id} in {:?} toward {own:?}: {title:?}", frame(cluster.parent)));
    }
    for edge in graph.net.edge_references() {
        let w = edge.weight();
        let tail = w.tail.map_or(&ids.nodes[edge.source().index()], |c| &ids.clusters[c.index()]);
        let head = w.head.map_or(&ids.nodes[edge.target().index()], |c| &ids.clusters[c.index()]);
        let arrow = match w.arrow {
            Arrow::Sync => "normal none",
            Arrow::Async => "dotted none",
            Arrow::Both => "normal point",
        };
        out.push(format!("edge {tail} {head} {arrow}: {:?}", escape::clean(&label::edge(w))));
    }
    sorted(out)
}

fn er_want(graph: &Graph) -> Vec<String> {
    let ids = ids::of_graph(graph, Grammar::Records).nodes;
    let line = |text: &str| escape::clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = Vec::new();
    for (node, id) in graph.net.node_weights().zip(&ids) {
        let name = if node.name.trim().is_empty() { &node.id } else { &node.name };
        out.push(format!("entity {id}: {:?}", line(name)));
        let parts = node.compartments.iter().flatten();
        for row in parts.flat_map(|part| if let Compartment::Fields(fields) = part { fields.as_slice() } else { &[] }) {
            let keys: Vec<&str> = row.keys.iter().map(|key| key.letters()).collect();
            let (kind, name) = (er::word(&row.data_type), er::word(&row.name));
            out.push(format!("{id}: {kind} {name} {keys:?} {:?}", escape::clean(&er::comment(row))));
        }
    }
    for edge in graph.net.edge_references() {
        let ends = edge.weight().ends.unwrap();
        let end = |end: End| match end {
            End::Cardinality(Cardinality::One) => "ONLY_ONE",
            End::Cardinality(Cardinality::ZeroOrOne) => "ZERO_OR_ONE",
            End::Cardinality(Cardinality::OneOrMore) => "ONE_OR_MORE",
            _ => "ZERO_OR_MORE",
        };
        let whole = ends.tail != End::None && ends.head != End::None;
        let (from, to) = (&ids[edge.source().index()], &ids[edge.target().index()]);
        let label = escape::clean(&label::edge(edge.weight()));
        out.push(format!("{from} {} {} {to} {whole}: {label:?}", end(ends.tail), end(ends.head)));
    }
    sorted(out)
}

fn er_read(answer: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for e in list(answer, "entities") {
        let id = text(e, "id");
        let name = if text(e, "alias").is_empty() { id } else { text(e, "alias") };
        out.push(format!("entity {id}: {name:?}"));
        for a in list(e, "attributes") {
            let keys: Vec<&str> = list(a, "keys").filter_map(Value::as_str).collect();
            out.push(format!("{id}: {} {} {keys:?} {:?}", text(a, "type"), text(a, "name"), text(a, "comment")));
        }
    }
    for r in list(answer, "relations") {
        let (from, to, label) = (text(r, "from"), text(r, "to"), text(r, "label"));
        let whole = r["identifying"] == true;
        out.push(format!("{from} {} {} {to} {whole}: {label:?}", text(r, "fromCard"), text(r, "toCard")));
    }
    sorted(out)
}

fn flowchart_read(answer: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for n in list(answer, "nodes") {
        out.push(format!("node {} in {:?}: {:?}", text(n, "id"), text(n, "parent"), text(n, "text")));
    }
    for s in list(answer, "subgraphs") {
        let (id, parent, own, title) = (text(s, "id"), text(s, "parent"), text(s, "dir"), text(s, "title"));
        out.push(format!("frame {id} in {parent:?} toward {own:?}: {title:?}"));
    }
    for e in list(answer, "edges") {
        assert_eq!(e["head"], "point");
        let (from, to, label) = (text(e, "from"), text(e, "to"), text(e, "text"));
        out.push(format!("edge {from} {to} {} {}: {label:?}", text(e, "stroke"), text(e, "tail")));
    }
    sorted(out)
}

fn c4_want(graph: &Graph) -> Vec<String> {
    let ids = ids::of_graph(graph, Grammar::Words);
    let frame = |id: Option<ClusterId>| id.map_or("global", |c| ids.clusters[c.index()].as_str());
    let name = |name: &str, id: &str, instances, status| {
        let name = if name.trim().is_empty() { id } else { name };
        escape::literal(&(label::numbered(name, instances) + label::status(status))).trim().to_owned()
    };
    let mut out = Vec::new();
    for (n, id) in graph.net.node_weights().zip(&ids.nodes) {
        out.push(format!("element {id} in {}: {:?}", frame(n.cluster), name(&n.name, &n.id, n.instances, n.status)));
    }
    for (at, (c, id)) in graph.clusters.clusters.iter().zip(&ids.clusters).enumerate() {
        let at = Some(ClusterId(at as u32));
        let empty = !graph.net.node_weights().any(|n| n.cluster == at)
            && !graph.clusters.clusters.iter().any(|c| c.parent == at);
        let word = if empty { "element" } else { "boundary" };
        out.push(format!("{word} {id} in {}: {:?}", frame(c.parent), name(&c.name, &c.id, c.instances, c.status)));
    }
    let ends = |e: petgraph::graph::EdgeReference<'_, _>| (e.source().index(), e.target().index());
    out.extend(graph.net.edge_references().map(|e| {
        let (a, b) = ends(e);
        format!("relation {} {}", ids.nodes[a], ids.nodes[b])
    }));
    out.sort();
    out.dedup();
    out
}

fn c4_read(answer: &Value) -> Vec<String> {
    let db = &answer["db"];
    let mut out = Vec::new();
    let mut parts = |word: &str, key: &str| {
        for s in list(db, key).filter(|s| text(s, "alias") != "global") {
            let (id, parent) = (text(s, "alias"), text(s, "parentBoundary"));
            out.push(format!("{word} {id} in {parent}: {:?}", text(&s["label"], "text").trim()));
        }
    };
    parts("element", "C4ShapeArray");
    parts("boundary", "Boundaries");
    out.extend(list(db, "Rels").map(|r| format!("relation {} {}", text(r, "from"), text(r, "to"))));
    sorted(out)
}

fn architecture_want(graph: &Graph) -> Vec<String> {
    let ids = ids::of_graph(graph, Grammar::Sides);
    let frame = |id: Option<ClusterId>| id.map_or("", |c| ids.clusters[c.index()].as_str());
    let title = |t: &str| escape::markdown_free(t).replace("<br/>", "\n").trim().to_owned();
    let mut out = Vec::new();
    for (node, id) in graph.net.node_weights().zip(&ids.nodes) {
        out.push(format!("service {id} in {:?}: {:?}", frame(node.cluster), title(&label::node(node))));
    }
    for (cluster, id) in graph.clusters.clusters.iter().zip(&ids.clusters) {
        out.push(format!("group {id} in {:?}: {:?}", frame(cluster.parent), title(&label::cluster(cluster))));
    }
    for edge in graph.net.edge_references() {
        out.push(format!("edge {} {}", ids.nodes[edge.source().index()], ids.nodes[edge.target().index()]));
    }
    out.sort();
    out.dedup();
    out
}

fn architecture_read(answer: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for (word, key) in [("service", "services"), ("group", "groups")] {
        for s in list(answer, key) {
            out.push(format!("{word} {} in {:?}: {:?}", text(s, "id"), text(s, "parent"), text(s, "text").trim()));
        }
    }
    out.extend(list(answer, "edges").map(|e| format!("edge {} {}", text(e, "from"), text(e, "to"))));
    sorted(out)
}

pub(crate) fn sequence_want(sequence: &Sequence) -> Vec<String> {
    let ids = ids::of_sequence(sequence);
    let shown = |t: Option<&str>| escape::clean(t.unwrap_or_default());
    let mut out = Vec::new();
    for (p, id) in sequence.participants.iter().zip(&ids) {
        let word = if p.kind == Kind::Person { "actor" } else { "participant" };
        out.push(format!("{word} {id}: {:?}", escape::clean(&label::participant(p))));
    }
    let mut active = vec![0; ids.len()];
    let mut open = Vec::new();
    let word = |f: Frame| format!("{f:?}").to_uppercase();
    for event in &sequence.events {
        match event {
            Event::Message { from, to, kind, text, .. } => {
                let kind = match kind {
                    Message::Sync => "SOLID",
                    Message::Async => "SOLID_POINT",
                    Message::Return => "DOTTED",
                    Message::Drawn(_) => panic!("no view draws that"),
                };
                out.push(format!("{kind} {} {}: {:?}", ids[*from], ids[*to], shown(text.as_deref())));
            }
            Event::Activate(who) => {
                active[*who] += 1;
                out.push(format!("ACTIVE_START {} : \"\"", ids[*who]));
            }
            Event::Deactivate(who) if active[*who] > 0 => {
                active[*who] -= 1;
                out.push(format!("ACTIVE_END {} : \"\"", ids[*who]));
            }
            Event::Deactivate(_) | Event::Create(_) | Event::Destroy(_) => {}
            Event::Note { over, text, .. } => {
                let (a, b) = (over.iter().min().unwrap(), over.iter().max().unwrap());
                out.push(format!("NOTE {} {}: {:?}", ids[*a], ids[*b], shown(Some(text))));
            }
            Event::Open { frame, text } => {
                open.push(*frame);
                out.push(format!("{}_START  : {:?}", word(*frame), shown(text.as_deref())));
            }
            Event::Branch(text) => {
                let frame = *open.last().unwrap();
                let between = match frame {
                    Frame::Alt => "ALT_ELSE".to_owned(),
                    Frame::Par => "PAR_AND".to_owned(),
                    Frame::Opt | Frame::Loop | Frame::Critical | Frame::Break | Frame::Ground(_) => {
                        out.push(format!("{}_END  : \"\"", word(frame)));
                        format!("{}_START", word(frame))
                    }
                };
                out.push(format!("{between}  : {:?}", shown(text.as_deref())));
            }
            Event::Close => out.push(format!("{}_END  : \"\"", word(open.pop().unwrap()))),
        }
    }
    while let Some(frame) = open.pop() {
        out.push(format!("{}_END  : \"\"", word(frame)));
    }
    out
}

fn sequence_read(answer: &Value) -> Vec<String> {
    let actors =
        list(answer, "actors").map(|a| format!("{} {}: {:?}", text(a, "type"), text(a, "id"), text(a, "text")));
    let events = list(answer, "events")
        .map(|e| format!("{} {} {}: {:?}", text(e, "kind"), text(e, "from"), text(e, "to"), text(e, "text")));
    actors.chain(events).collect()
}

fn dynamic_want(sequence: &Sequence) -> Vec<String> {
    let ids = ids::of_sequence(sequence);
    let mut out = Vec::new();
    for (p, id) in sequence.participants.iter().zip(&ids) {
        let name = if p.name.trim().is_empty() { &p.id } else { &p.name };
        let name = escape::literal(&(name.clone() + label::status(p.status)));
        out.push(format!("element {id} in global: {:?}", name.trim()));
    }
    for event in &sequence.events {
        if let Event::Message { from, to, .. } = event {
            out.push(format!("relation {} {}", ids[*from], ids[*to]));
        }
    }
    out.sort();
    out.dedup();
    out
}
