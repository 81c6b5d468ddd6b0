//! What our readers find in real texts is what the official parser finds in them.
//!
//! Runs where `GROUNDPLAN_ORACLE` and `GROUNDPLAN_MERMAID` name their folders; says that it was skipped elsewhere.

use crate::oracle::{ask, list, sorted, text};
use groundplan::base::Direction;
use groundplan::mermaid::read::architecture::Architecture;
use groundplan::mermaid::read::c4::{C4, ElementKind, Form};
use groundplan::mermaid::read::class::{ClassDiagram, End, Visibility};
use groundplan::mermaid::read::git::{CommitKind, GitGraph};
use groundplan::mermaid::read::mindmap::Mindmap;
use groundplan::mermaid::read::requirement::{RequirementKind, Requirements};
use groundplan::mermaid::read::state::{StateDiagram, StateKind};
use groundplan::mermaid::read::{Parsed, read};
use serde_json::{Value, json};
use std::fs;

/// How much of what is compared has to be the same, in percent.
const PERCENT: usize = 97;

#[test]
fn kinds_say_what_the_official_parser_says() {
    let (Some(oracle), Some(corpus)) = (std::env::var_os("GROUNDPLAN_ORACLE"), std::env::var_os("GROUNDPLAN_MERMAID"))
    else {
        println!("skipped: GROUNDPLAN_ORACLE or GROUNDPLAN_MERMAID names no folder");
        return;
    };
    let mut files: Vec<_> = fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "ndjson"));
    files.sort();
    let texts = files.iter().map(|path| fs::read_to_string(path).unwrap()).collect::<String>();
    let rows = texts.lines().map(|row| serde_json::from_str::<Value>(row).unwrap());
    let cases: Vec<(String, Parsed)> = rows
        .filter(|row| row["v12"]["ok"] == true)
        .filter_map(|row| {
            let code = row["code"].as_str().unwrap().to_owned();
            let chart = read(&code).diagram?;
            ours(&chart).map(|_| (code, chart))
        })
        .collect();
    let input: String =
        cases.iter().enumerate().map(|(id, (code, _))| json!({ "id": id, "code": code }).to_string() + "\n").collect();
    let answers = ask(&oracle, "12", &input);
    assert_eq!(answers.len(), cases.len());
    let (mut same, mut all) = (0, 0);
    // The oracle sets no configuration, which some texts need.
    for ((code, chart), answer) in cases.iter().zip(&answers).filter(|(_, answer)| answer["ok"] == true) {
        all += 1;
        let (ours, theirs) = (ours(chart).unwrap(), theirs(chart, answer));
        if ours == theirs {
            same += 1;
            continue;
        }
        println!("DIFFERS\n{code}\n");
        ours.iter().filter(|line| !theirs.contains(line)).for_each(|line| println!("  ours   {line}"));
        theirs.iter().filter(|line| !ours.contains(line)).for_each(|line| println!("  theirs {line}"));
    }
    println!("{same} of {all} texts say the same");
    assert!(same * 100 >= all * PERCENT && same > 0);
}

/// A text without its markup and blanks: the oracle drops some of both.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut tag = false;
    for c in text.replace("\\n", "").chars() {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            _ if !tag && !c.is_whitespace() && c != '*' => out.push(c),
            _ => {}
        }
    }
    out
}

fn ours(chart: &Parsed) -> Option<Vec<String>> {
    let lines = match chart {
        Parsed::State(chart) => states(chart),
        Parsed::Class(chart) => classes(chart),
        Parsed::Architecture(chart) => architecture(chart),
        Parsed::Git(chart) => commits(chart),
        Parsed::Mindmap(chart) => thoughts(chart),
        Parsed::Requirement(chart) => requirements(chart),
        Parsed::C4(chart) => elements(chart),
        _ => return None,
    };
    Some(sorted(lines))
}

fn theirs(chart: &Parsed, answer: &Value) -> Vec<String> {
    sorted(match chart {
        Parsed::State(_) => their_states(answer),
        Parsed::Class(_) => their_classes(answer),
        Parsed::Architecture(_) => their_architecture(answer),
        Parsed::Git(_) => their_commits(answer),
        Parsed::Mindmap(_) => their_thoughts(answer),
        Parsed::Requirement(_) => their_requirements(answer),
        _ => their_elements(answer),
    })
}

fn states(chart: &StateDiagram) -> Vec<String> {
    let name = |index: usize| match chart.states[index].kind {
        StateKind::Start => "(start)".to_owned(),
        StateKind::End => "(end)".to_owned(),
        _ => chart.states[index].id.clone(),
    };
    let mut lines: Vec<String> = (0..chart.states.len())
        .map(|index| {
            let state = &chart.states[index];
            let parent = state.parent.map(name).unwrap_or_default();
            let label = if matches!(state.kind, StateKind::Normal) { state.lines[0].clone() } else { String::new() };
            format!("state {} in {parent}: {}", name(index), plain(&label))
        })
        .collect();
    lines.extend(chart.transitions.iter().map(|t| format!("{} -> {}: {}", name(t.from), name(t.to), plain(&t.label))));
    lines.extend(chart.notes.iter().filter(|note| note.of.is_some()).map(|note| format!("note {}", plain(&note.text))));
    lines
}

fn their_states(answer: &Value) -> Vec<String> {
    // Regions have a state of their own there, the last of them with an id of chance.
    let divided = |id: &str| id.starts_with("divider-id") || id.starts_with("id-");
    let name = |id: &str| match id {
        id if id.ends_with("_start") => "(start)".to_owned(),
        id if id.ends_with("_end") => "(end)".to_owned(),
        id => id.to_owned(),
    };
    let parent_of =
        |id: &str| list(answer, "nodes").find(|node| text(node, "id") == id).map(|node| text(node, "parent"));
    let mut lines = Vec::new();
    for node in list(answer, "nodes") {
        let (id, shape) = (text(node, "id"), text(node, "shape"));
        if shape == "note" {
            lines.push(format!("note {}", plain(text(node, "text"))));
        }
        if shape.starts_with("note") || shape == "divider" {
            continue;
        }
        let mut parent = text(node, "parent");
        while divided(parent) || parent.contains("----") {
            parent = parent_of(parent).unwrap_or_default();
        }
        let pseudo = !matches!(shape, "rect" | "rectWithTitle" | "roundedWithTitle");
        let label = if pseudo { "" } else { text(node, "text") };
        lines.push(format!("state {} in {}: {}", name(id), name(parent), plain(label)));
    }
    for edge in list(answer, "edges") {
        let (from, to) = (text(edge, "from"), text(edge, "to"));
        if !from.contains("----note") && !to.contains("----note") {
            lines.push(format!("{} -> {}: {}", name(from), name(to), plain(text(edge, "text"))));
        }
    }
    lines
}

fn classes(chart: &ClassDiagram) -> Vec<String> {
    let namespace = |index: Option<usize>| {
        let mut path = Vec::new();
        let mut at = index;
        while let Some(index) = at {
            path.insert(0, chart.namespaces[index].id.clone());
            at = chart.namespaces[index].parent;
        }
        path.join(".")
    };
    let mut lines = Vec::new();
    // Interfaces have a number there.
    let circles: Vec<usize> = (0..chart.classes.len()).filter(|index| chart.classes[*index].interface).collect();
    let id = |index: usize| match circles.iter().position(|circle| *circle == index) {
        Some(number) => format!("interface{number}"),
        None => chart.classes[index].id.clone(),
    };
    for class in chart.classes.iter().filter(|class| !class.interface) {
        let id = &class.id;
        lines.push(format!("class {id} in {}: {}", namespace(class.namespace), plain(&class.label)));
        lines.extend(class.annotations.iter().map(|annotation| format!("{id} <{}>", plain(annotation))));
        for member in class.attributes.iter().chain(&class.methods) {
            let sign = member.visibility.map_or("", |visibility| match visibility {
                Visibility::Public => "+",
                Visibility::Private => "-",
                Visibility::Protected => "#",
                Visibility::Internal => "~",
            });
            lines.push(format!("{id} {sign}{}", plain(&member.text)));
        }
    }
    let end = |end: End| if end == End::None { "none".to_owned() } else { format!("{end:?}").to_uppercase() };
    for r in &chart.relations {
        let (from, to) = (id(r.from), id(r.to));
        let dots = if r.dotted { ".." } else { "--" };
        lines.push(format!(
            "{from} [{}] {} {dots} {} [{}] {to}: {}",
            r.from_count,
            end(r.tail),
            end(r.head),
            r.to_count,
            plain(&r.label)
        ));
    }
    lines.extend(chart.notes.iter().map(|note| format!("note {}", plain(&note.text))));
    lines
}

fn their_classes(answer: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for class in list(answer, "classes") {
        let id = text(class, "id");
        let label = if text(class, "label").is_empty() { id } else { text(class, "label") };
        lines.push(format!("class {id} in {}: {}", text(class, "namespace"), plain(label)));
        lines.extend(list(class, "annotations").map(|a| format!("{id} <{}>", plain(a.as_str().unwrap_or_default()))));
        for member in list(class, "members").chain(list(class, "methods")) {
            lines.push(format!("{id} {}", plain(member.as_str().unwrap_or_default())));
        }
    }
    for r in list(answer, "relations") {
        let end = |key: &str| r[key].as_str().unwrap_or("none").to_owned();
        let dots = if r["dotted"] == true { ".." } else { "--" };
        lines.push(format!(
            "{} [{}] {} {dots} {} [{}] {}: {}",
            text(r, "from"),
            text(r, "fromCard"),
            end("fromEnd"),
            end("toEnd"),
            text(r, "toCard"),
            text(r, "to"),
            plain(text(r, "text"))
        ));
    }
    lines.extend(list(answer, "notes").map(|note| format!("note {}", plain(text(note, "text")))));
    lines
}

fn architecture(chart: &Architecture) -> Vec<String> {
    let group = |index: Option<usize>| index.map(|index| chart.groups[index].id.clone()).unwrap_or_default();
    let mut lines: Vec<String> = Vec::new();
    for g in &chart.groups {
        lines.push(format!("{} in {}: {}", g.id, group(g.parent), plain(g.title.as_deref().unwrap_or_default())));
    }
    for s in &chart.services {
        let title = s.title.as_deref().or(s.icon_text.as_deref()).unwrap_or_default();
        lines.push(format!("{} in {}: {}", s.id, group(s.parent), plain(title)));
    }
    let side = |direction: Direction| match direction {
        Direction::Left => "L",
        Direction::Right => "R",
        Direction::Up => "T",
        Direction::Down => "B",
    };
    lines.extend(chart.edges.iter().map(|e| {
        let id = |index: usize| &chart.services[index].id;
        format!(
            "{}:{} {}{} - {}{} {}:{} {}",
            id(e.from.service),
            side(e.from.side),
            e.from.group,
            e.from.arrow,
            e.to.arrow,
            e.to.group,
            side(e.to.side),
            id(e.to.service),
            plain(e.title.as_deref().unwrap_or_default())
        )
    }));
    lines
}

fn their_architecture(answer: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for s in ["groups", "services", "junctions"].into_iter().flat_map(|key| list(answer, key)) {
        lines.push(format!("{} in {}: {}", text(s, "id"), text(s, "parent"), plain(text(s, "text"))));
    }
    for e in list(answer, "edges") {
        let set = |key: &str| e[key] == true;
        lines.push(format!(
            "{}:{} {}{} - {}{} {}:{} {}",
            text(e, "from"),
            text(e, "fromSide"),
            set("fromGroup"),
            set("tail"),
            set("head"),
            set("toGroup"),
            text(e, "toSide"),
            text(e, "to"),
            plain(text(e, "text"))
        ));
    }
    lines
}

/// Commits by their number: most have no id of their own.
fn commits(chart: &GitGraph) -> Vec<String> {
    let mut lines: Vec<String> = chart.branches.iter().map(|branch| format!("branch {}", branch.name)).collect();
    lines.extend(chart.commits.iter().enumerate().map(|(number, c)| {
        let mut parents = c.parents.clone();
        parents.sort_unstable();
        let merge = c.kind == CommitKind::Merge;
        let branch = &chart.branches[c.branch].name;
        format!(
            "{number} on {branch} from {parents:?}, merge {merge}, {:?}",
            c.tags.iter().filter(|tag| !tag.starts_with("cherry-pick:")).collect::<Vec<_>>()
        )
    }));
    lines
}

fn their_commits(answer: &Value) -> Vec<String> {
    let db = &answer["db"];
    let mut lines: Vec<String> =
        list(db, "BranchesAsObjArray").map(|branch| format!("branch {}", text(branch, "name"))).collect();
    let all: Vec<&Value> = list(db, "CommitsArray").collect();
    for c in &all {
        let number = |id: &str| all.iter().find(|c| text(c, "id") == id).and_then(|c| c["seq"].as_u64()).unwrap_or(999);
        let mut parents: Vec<u64> = list(c, "parents").filter_map(|id| id.as_str()).map(number).collect();
        parents.sort_unstable();
        let tags: Vec<&str> =
            list(c, "tags").filter_map(|tag| tag.as_str()).filter(|tag| !tag.starts_with("cherry-pick:")).collect();
        lines.push(format!(
            "{} on {} from {parents:?}, merge {}, {tags:?}",
            c["seq"],
            text(c, "branch"),
            c["type"] == 3
        ));
    }
    lines
}

fn thoughts(chart: &Mindmap) -> Vec<String> {
    let label = |index: usize| plain(&chart.nodes[index].label);
    let all = chart.nodes.iter().enumerate();
    all.map(|(i, node)| format!("{} < {}", label(i), node.parent.map(label).unwrap_or_default())).collect()
}

fn their_thoughts(answer: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open = vec![(&answer["db"]["Mindmap"], String::new())];
    while let Some((node, parent)) = open.pop() {
        let label = plain(text(node, "descr"));
        lines.push(format!("{label} < {parent}"));
        open.extend(list(node, "children").map(|child| (child, label.clone())));
    }
    lines
}

fn requirements(chart: &Requirements) -> Vec<String> {
    let mut lines: Vec<String> = chart
        .boxes
        .iter()
        .map(|item| {
            let element = item.kind == RequirementKind::Element;
            format!("{} {element} {:?}", item.name, item.facts.iter().map(|fact| fact.1.to_lowercase()).max())
        })
        .collect();
    lines.extend(chart.relations.iter().map(|r| format!("{} {} {}", r.from, r.kind, r.to)));
    lines
}

fn their_requirements(answer: &Value) -> Vec<String> {
    let db = &answer["db"];
    let mut lines = Vec::new();
    for (key, facts) in
        [("Requirements", &["requirementId", "text", "risk", "verifyMethod"][..]), ("Elements", &["type", "docRef"])]
    {
        for item in db[key].as_object().into_iter().flat_map(|all| all.values()) {
            let said = facts.iter().map(|fact| text(item, fact).to_lowercase()).filter(|said| !said.is_empty()).max();
            lines.push(format!("{} {} {said:?}", text(item, "name"), key == "Elements"));
        }
    }
    lines.extend(
        list(db, "Relationships").map(|r| format!("{} {} {}", text(r, "src"), text(r, "type"), text(r, "dst"))),
    );
    lines
}

fn elements(chart: &C4) -> Vec<String> {
    let around = |index: Option<usize>| index.map_or("global", |index| &chart.boundaries[index].alias);
    let mut lines = Vec::new();
    for e in &chart.elements {
        let kind = match e.kind {
            ElementKind::Person => "person",
            ElementKind::System => "system",
            ElementKind::Container => "container",
            ElementKind::Component => "component",
        };
        let external = if e.external { "external_" } else { "" };
        let form = match e.form {
            Form::Box => "",
            Form::Database => "_db",
            Form::Queue => "_queue",
        };
        let technology = e.technology.clone().unwrap_or_default();
        let description = e.description.clone().unwrap_or_default();
        let what = format!("{external}{kind}{form} {} {} {}", plain(&e.label), plain(&technology), plain(&description));
        lines.push(format!("{} in {}: {what}", e.alias, around(e.parent)));
    }
    lines.extend(chart.boundaries.iter().map(|b| format!("{} in {}: {}", b.alias, around(b.parent), plain(&b.label))));
    lines.extend(chart.relations.iter().map(|r| {
        format!("{} -> {}: {} {}", r.from, r.to, plain(&r.label), plain(r.technology.as_deref().unwrap_or_default()))
    }));
    lines
}

fn their_elements(answer: &Value) -> Vec<String> {
    let db = &answer["db"];
    let said = |value: &Value, key: &str| plain(text(&value[key], "text"));
    let mut lines = Vec::new();
    for e in list(db, "C4ShapeArray") {
        let what = format!("{} {} {} {}", said(e, "typeC4Shape"), said(e, "label"), said(e, "techn"), said(e, "descr"));
        lines.push(format!("{} in {}: {what}", text(e, "alias"), text(e, "parentBoundary")));
    }
    for b in list(db, "Boundaries").filter(|b| text(b, "alias") != "global") {
        lines.push(format!("{} in {}: {}", text(b, "alias"), text(b, "parentBoundary"), said(b, "label")));
    }
    lines.extend(
        list(db, "Rels")
            .map(|r| format!("{} -> {}: {} {}", text(r, "from"), text(r, "to"), said(r, "label"), said(r, "techn"))),
    );
    lines
}
