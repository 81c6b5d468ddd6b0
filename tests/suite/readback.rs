//! Laws of the readers of Mermaid: what we write is read as it was meant, and no text makes them fail.

use crate::described::{self, Shown};
use crate::{hostile, oracle};
use groundplan::base::Direction;
use groundplan::mermaid::read::flowchart::{Flowchart, Head, Shape, Stroke};
use groundplan::mermaid::read::{Parsed, read};
use groundplan::mermaid::{Diagram, Profile, write};
use proptest::prelude::*;

/// The lines that the official parser gives for the same text.
fn flowchart_lines(chart: &Flowchart) -> Vec<String> {
    let frame = |index: Option<usize>| index.map_or("", |i| chart.subgraphs[i].id.as_str());
    let mut out = Vec::new();
    for n in &chart.nodes {
        out.push(format!("node {} in {:?}: {:?}", n.id, frame(n.subgraph), n.label));
    }
    for s in &chart.subgraphs {
        out.push(format!("frame {} in {:?}: {:?}", s.id, frame(s.parent), s.title));
    }
    for e in &chart.edges {
        assert_eq!(e.head, Head::Arrow);
        let stroke = if e.stroke == Stroke::Dotted { "dotted" } else { "normal" };
        let tail = if e.tail == Head::Arrow { "point" } else { "none" };
        out.push(format!("edge {} {} {stroke} {tail}: {:?}", e.from, e.to, e.label));
    }
    out.sort();
    out
}

fn all() -> impl Iterator<Item = (String, Shown)> {
    let hostile = (0..200).flat_map(|seed| {
        let (graph, layout) = hostile::graph(seed);
        let sequence = Shown::Sequence(hostile::sequence(seed));
        [(format!("hostile {seed}"), Shown::Graph(graph, layout)), (format!("hostile {seed}"), sequence)]
    });
    hostile.chain(described::samples())
}

#[test]
fn what_we_write_is_read_as_it_was_meant() {
    let mut charts = 0;
    for (name, shown) in all() {
        let Shown::Graph(graph, layout) = &shown else { continue };
        let Some(text) = write(&Diagram::Graph(graph, layout), Profile::Safe).value else { continue };
        let reading = read(&text);
        let Some(Parsed::Flowchart(chart)) = reading.diagram else { panic!("{name}: {:?}\n{text}", reading.faults) };
        assert_eq!(flowchart_lines(&chart), oracle::flowchart_want(graph), "{name}\n{text}");
        for node in &chart.nodes {
            assert_eq!(&text[node.at.clone()], node.id, "{name}");
        }
        charts += 1;
    }
    assert!(charts > 200, "{charts}");
}

fn flowchart(text: &str) -> Flowchart {
    match read(text) {
        groundplan::mermaid::read::Reading { diagram: Some(Parsed::Flowchart(chart)), .. } => chart,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_flowchart_yields_its_facts() {
    let chart = flowchart(FLOWCHART);
    assert_eq!(chart.direction, Direction::Right);
    let nodes: Vec<_> = chart.nodes.iter().map(|n| (n.id.as_str(), n.label.as_str(), n.subgraph)).collect();
    assert_eq!(
        nodes,
        [
            ("user", "A user\nof \"it\"", None),
            ("api", "API", Some(1)),
            ("db", "Orders", Some(1)),
            ("log", "log", Some(1)),
            ("q", "Queue (fast)", None),
        ]
    );
    assert_eq!(chart.nodes[0].shape, Shape::Stadium);
    assert_eq!(chart.nodes[2].shape, Shape::Cylinder);
    assert_eq!(chart.nodes[1].classes, ["container", "hot"]);
    let subgraphs: Vec<_> = chart.subgraphs.iter().map(|s| (s.id.as_str(), s.title.as_str(), s.parent)).collect();
    assert_eq!(subgraphs, [("subGraph1", "The shop", None), ("inner", "Inside", Some(0))]);
    assert_eq!(chart.subgraphs[1].direction, Some(Direction::Down));
    let edges: Vec<_> =
        chart.edges.iter().map(|e| (e.from.as_str(), e.to.as_str(), e.label.as_str(), e.stroke, e.length)).collect();
    assert_eq!(
        edges,
        [
            ("user", "api", "asks", Stroke::Normal, 1),
            ("api", "db", "", Stroke::Thick, 2),
            ("api", "log", "", Stroke::Thick, 2),
            ("api", "q", "later", Stroke::Dotted, 1),
            ("inner", "user", "", Stroke::Invisible, 1),
        ]
    );
    assert_eq!(chart.edges[3].id.as_deref(), Some("e1"));
    assert_eq!((chart.edges[1].tail, chart.edges[1].head), (Head::Circle, Head::Circle));
    // Places are those of the user's text, with its comments and line ends.
    assert_eq!(&FLOWCHART[chart.nodes[4].at.clone()], "q");
    assert_eq!(&FLOWCHART[chart.edges[3].at.clone()], "e1@-. later .->");
    assert_eq!(&FLOWCHART[chart.subgraphs[1].at.clone()], "inner");
}

/// What is wrong with a text: the line and column of its fault, what stands there, and the message.
fn fault(text: &str) -> String {
    let reading = read(text);
    assert_eq!(reading.diagram, None, "{text}");
    let [fault] = &reading.faults[..] else { panic!("{:?}", reading.faults) };
    let before = &text[..fault.at.start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("{line}:{column} `{}` {} {}", &text[fault.at.clone()], fault.message, fault.help)
}

#[test]
fn a_fault_says_where_what_and_what_to_do() {
    let faults = [
        "",
        "%% nothing\n",
        "<!-- AI: Generate architecture diagram -->\n",
        "Flowchart LR\n  a --> b\n",
        "diagram\n",
        "flowchart LR\n  %% one\n  a --> end\n",
        "---\ntitle: x\n---\nflowchart LR\n  a[call f(x)] --> b\n",
        "flowchart LR\r\n  a --> b\r\n  subgraph s\r\n  c\r\n",
        "flowchart LR a --> b\n",
        "flowchart LR\n  a --> b\n  end\n",
        "flowchart LR\n  a[\"one\" two \"three\"]\n",
        "flowchart LR\n  a[x\n",
        "flowchart LR\n  a@{shape: nothing}\n",
        "flowchart LR\n  a --> b\n  linkStyle 1 stroke:#333\n",
        "flowchart LR\n  a → b\n",
        "flowchart LR\n  a[\"C4Container\"]\n",
        "flowchart LR\n  a -- \n",
    ];
    insta::assert_snapshot!(faults.map(|text| format!("{text:?}\n  {}", fault(text))).join("\n"));
}

const FLOWCHART: &str = "---\r\ntitle: Shop\r\n---\r\n%%{init: {'theme': 'dark'}}%%\r\nflowchart LR\r\n  \
    %% who uses it\r\n  user([\"A user<br/>of #quot;it#34;\"]) -->|asks| api:::container\r\n\r\n  \
    subgraph The shop\r\n    subgraph inner[Inside]\r\n      direction TB\r\n      api[API] o===o db[(Orders)] & log\r\n    \
    end\r\n    log;\r\n  end\r\n  api e1@-. later .-> q[\"`Queue **(fast)**`\"]\r\n  inner ~~~ user\r\n  \
    class api hot\r\n  classDef hot fill:#f00,stroke:#333;\r\n  linkStyle 0,1 stroke-width:2px\r\n  \
    click user href \"https://example.org\" \"Look\" _blank\r\n";

/// Texts to start from; pieces to put into them.
const DIAGRAMS: [&str; 1] = [FLOWCHART];
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "`",
    "|",
    "&",
    ";",
    ":",
    "#",
    "%%",
    "@",
    "@{",
    "<",
    ">",
    "-",
    "--",
    "=",
    "==",
    ".",
    "-.",
    "~~~",
    "o",
    "x",
    "\n",
    "\r",
    " ",
    "é",
    "→",
    "😀",
    "\u{feff}",
    "end",
    "subgraph ",
    "direction LR",
    "---",
    "%%{",
    "}%%",
    "accDescr {",
    "click ",
    "call ",
    "style ",
    "as ",
    "loop ",
    "else",
    "Note over ",
    "#35;",
    "<br>",
    "\0",
];

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "(flowchart LR\n|graph TD;|)\\PC{0,80}(\n\\PC{0,40}){0,4}") {
        read(&text);
    }

    #[test]
    fn no_change_of_a_diagram_makes_a_reader_panic(
        which in 0..DIAGRAMS.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, prop::sample::select(PIECES)), 1..5),
    ) {
        let mut text: Vec<char> = DIAGRAMS[which].chars().collect();
        for (at, cut, piece) in edits {
            let at = at.index(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, piece.chars());
        }
        let text: String = text.into_iter().collect();
        let reading = read(&text);
        for fault in &reading.faults {
            prop_assert!(text.get(fault.at.clone()).is_some(), "{fault:?}");
        }
        prop_assert_eq!(reading.diagram.is_none(), !reading.faults.is_empty());
    }
}

/// A reader that looks back or ahead over and over would need hours for these.
#[test]
fn time_grows_with_the_length() {
    const LENGTH: usize = 100_000;
    for kind in ["flowchart LR\n", "sequenceDiagram\n", "erDiagram\n", "gantt\n", "quadrantChart\n"] {
        for piece in PIECES.iter().chain(&["a-", "a -- ", "x@", "subgraph a\n", "A-->B\n", "direction ", "{{", "  \n"])
        {
            read(&(kind.to_owned() + &piece.repeat(LENGTH / piece.len())));
        }
    }
}
