//! Laws of the readers of Mermaid: what we write is read as it was meant, and no text makes them fail.

use crate::described::{self, Shown};
use crate::{hostile, oracle};
use groundplan::base::Direction;
use groundplan::chart::Chart;
use groundplan::mermaid::read::flowchart::{Flowchart, Head, Shape, Stroke};
use groundplan::mermaid::read::sequence::{self, Frame, Role, Sequence, Side, What};
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
        let own = s.direction.map_or("", oracle::flow);
        out.push(format!("frame {} in {:?} toward {own:?}: {:?}", s.id, frame(s.parent), s.title));
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

/// As [`flowchart_lines`], in the order of the text.
fn sequence_lines(chart: &Sequence) -> Vec<String> {
    let role = |role| if role == Role::Actor { "actor" } else { "participant" };
    let mut out: Vec<String> =
        chart.participants.iter().map(|p| format!("{} {}: {:?}", role(p.role), p.id, p.label)).collect();
    let word = |frame: Frame| format!("{frame:?}").to_uppercase();
    let mut open = Vec::new();
    for event in &chart.events {
        out.push(match &event.what {
            What::Message { from, to, arrow, text } => {
                let kind = match (arrow.dotted, arrow.head) {
                    (false, sequence::Head::Filled) => "SOLID",
                    (false, sequence::Head::Open) => "SOLID_POINT",
                    (true, sequence::Head::Filled) => "DOTTED",
                    other => panic!("{other:?}"),
                };
                format!("{kind} {from} {to}: {text:?}")
            }
            What::Activate(id) => format!("ACTIVE_START {id} : \"\""),
            What::Deactivate(id) => format!("ACTIVE_END {id} : \"\""),
            What::Note { side, of, text } => {
                assert_eq!(*side, Side::Over);
                format!("NOTE {} {}: {text:?}", of[0], of.last().unwrap())
            }
            What::Open { frame, text } => {
                open.push(*frame);
                format!("{}_START  : {text:?}", word(*frame))
            }
            What::Branch(text) => {
                let kind = if open.last() == Some(&Frame::Alt) { "ALT_ELSE" } else { "PAR_AND" };
                format!("{kind}  : {text:?}")
            }
            What::Close => format!("{}_END  : \"\"", word(open.pop().unwrap())),
            other => panic!("{other:?}"),
        });
    }
    out
}

fn all() -> impl Iterator<Item = (String, Shown)> {
    let hostile = (0..200).flat_map(|seed| {
        let (graph, layout) = hostile::graph(seed);
        let sequence = Shown::Chart(Chart::Sequence(hostile::sequence(seed)));
        [(format!("hostile {seed}"), Shown::Graph(graph, layout)), (format!("hostile {seed}"), sequence)]
    });
    hostile.chain(described::samples())
}

#[test]
fn what_we_write_is_read_as_it_was_meant() {
    let (mut charts, mut sequences, mut plans, mut turned) = (0, 0, 0, 0);
    for (name, shown) in all() {
        let diagram = match &shown {
            Shown::Graph(graph, layout) => Diagram::Graph(graph, layout),
            Shown::Chart(chart) => Diagram::Chart(chart),
        };
        let Some(text) = write(&diagram, Profile::Safe).value else { continue };
        let reading = read(&text);
        match (&shown, reading.diagram) {
            (Shown::Graph(graph, layout), Some(Parsed::Flowchart(chart))) => {
                turned += chart.subgraphs.iter().filter(|subgraph| subgraph.direction.is_some()).count();
                assert_eq!(flowchart_lines(&chart), oracle::flowchart_want(graph, layout), "{name}\n{text}");
                assert!(chart.nodes.iter().all(|node| text[node.at.clone()] == node.id), "{name}");
                charts += 1;
            }
            (Shown::Chart(Chart::Sequence(sequence)), Some(Parsed::Sequence(chart))) => {
                assert_eq!(sequence_lines(&chart), oracle::sequence_want(sequence), "{name}\n{text}");
                assert!(chart.participants.iter().all(|p| text[p.at.clone()] == p.id), "{name}");
                sequences += 1;
            }
            (Shown::Graph(graph, _), Some(Parsed::Er(er))) => {
                assert_eq!(er.entities.len(), graph.net.node_count(), "{name}\n{text}");
                assert_eq!(er.relations.len(), graph.net.edge_count(), "{name}\n{text}");
                plans += 1;
            }
            (Shown::Chart(Chart::Schedule(_)), Some(Parsed::Gantt(_)))
            | (Shown::Chart(Chart::Risk(_)), Some(Parsed::Quadrant(_)))
            | (Shown::Chart(Chart::Stack(_) | Chart::Files(_)), Some(Parsed::Flowchart(_))) => plans += 1,
            _ => panic!("{name}: {:?}\n{text}", reading.faults),
        }
    }
    assert!(charts > 200 && sequences > 190 && plans > 10 && turned > 10, "{charts} {sequences} {plans} {turned}");
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

#[test]
fn a_sequence_yields_its_facts() {
    let Some(Parsed::Sequence(chart)) = read(SEQUENCE).diagram else { panic!("{:?}", read(SEQUENCE).faults) };
    let participants: Vec<_> =
        chart.participants.iter().map(|p| (p.id.as_str(), p.label.as_str(), p.role, p.group)).collect();
    assert_eq!(
        participants,
        [
            ("user", "A user", Role::Actor, None),
            ("api", "api", Role::Participant, Some(0)),
            ("db", "Orders", Role::Database, Some(0)),
            ("web-app", "web-app", Role::Participant, None),
            ("job", "job", Role::Participant, None),
        ]
    );
    assert_eq!(chart.boxes[0].title, "The shop");
    let what: Vec<String> = chart.events.iter().map(|e| format!("{:?} {}", e.what, &SEQUENCE[e.at.clone()])).collect();
    insta::assert_snapshot!(what.join("\n"));
}

#[test]
fn entities_plans_and_quadrants_yield_their_facts() {
    let read = |text| match read(text).diagram {
        Some(Parsed::Er(chart)) => format!("{chart:#?}"),
        Some(Parsed::Gantt(chart)) => format!("{chart:#?}"),
        Some(Parsed::Quadrant(chart)) => format!("{chart:#?}"),
        other => panic!("{other:?} {:?}", read(text).faults),
    };
    insta::assert_snapshot!([ER, GANTT, QUADRANT].map(read).join("\n"));
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
        "sequenceDiagram\n  A->>B\n",
        "sequenceDiagram\n  A->>B: a; b\n",
        "sequenceDiagram\n  A->>end: x\n",
        "sequenceDiagram\n  loop x\n  A->>B: y\n",
        "sequenceDiagram\n  opt x\n  A->>B: y\n  else z\n  end\n",
        "sequenceDiagram\n  A-->>-B: x\n",
        "sequenceDiagram\n  Note above A: x\n",
        "sequenceDiagram\n  create participant C\n  A->>B: x\n",
        "erDiagram\n  A ||--o{ B\n",
        "erDiagram\n  A ||-o{ B : x\n",
        "erDiagram\n  A {\n    int\n  }\n",
        "erDiagram\n  A {\n    decimal(10, 2) price\n  }\n",
        "erDiagram\n  A B-- C : x y\n",
        "gantt\n  Design\n",
        "gantt\n  section A\n  2026-01-01\n",
        "gantt\n  click a\n",
        "quadrantChart\n  A: [1.5, 0]\n",
        "quadrantChart\n  x-axis\n",
        "quadrantChart\n  A: [0.5, 0.5] colour: #ff0000\n",
    ];
    insta::assert_snapshot!(faults.map(|text| format!("{text:?}\n  {}", fault(text))).join("\n"));
}

const FLOWCHART: &str = "---\r\ntitle: Shop\r\n---\r\n%%{init: {'theme': 'dark'}}%%\r\nflowchart LR\r\n  \
    %% who uses it\r\n  user([\"A user<br/>of #quot;it#34;\"]) -->|asks| api:::container\r\n\r\n  \
    subgraph The shop\r\n    subgraph inner[Inside]\r\n      direction TB\r\n      api[API] o===o db[(Orders)] & log\r\n    \
    end\r\n    log;\r\n  end\r\n  api e1@-. later .-> q[\"`Queue **(fast)**`\"]\r\n  inner ~~~ user\r\n  \
    class api hot\r\n  classDef hot fill:#f00,stroke:#333;\r\n  linkStyle 0,1 stroke-width:2px\r\n  \
    click user href \"https://example.org\" \"Look\" _blank\r\n";

const SEQUENCE: &str = "sequenceDiagram\n  title Orders\n  autonumber 10 5\n  actor user as A user\n  \
    box rgb(20, 30, 40) The shop\n    participant api\n    participant db@{ \"type\": \"database\" } as Orders\n  end\n  \
    user->>+api: orders #35;1 %% not a comment\n  alt in stock\n    api-)db: <<write>>\n  else\n    \
    Note over api,db: wrap: two<br>lines\n    loop every minute\n      api-xdb: again\n    end\n  end\n  \
    api-->>-user: done\n  web-app<<->>api: both\n  create participant job\n  api->>job: start\n  \
    destroy job\n  job--)api: end\n  link api: Docs @ https://example.org\n  rect rgb(1,2,3)\n  user->user: -\n  end\n";

const ER: &str = "erDiagram\n  direction LR\n  CUSTOMER[\"A customer\"] {\n    uuid id PK\n    \
    string email UK, FK \"who is #quot;it#quot;\"\n    list~string~ tags\n    decimal(10) debt\n  }\n  \
    CUSTOMER ||--o{ ORDER : places\n  ORDER }|..|| \"LINE ITEM\" : \"has, at least, one\"\n  \
    ORDER zero or one optionally to many(1) INVOICE : \"is paid by\"\n  ORDER:::hot\n  classDef hot fill:#f00\n";

const GANTT: &str = "gantt\n  title Phases #35;1\n  dateFormat YYYY-MM-DD\n  axisFormat %m-%d\n  excludes weekends, 2026-12-24\n  \
    todayMarker off\n  section Phase 0: setup\n  Repository :done, crit, p0, 2026-01-05, 5d\n  CI :after p0, 1.5w\n  \
    section Phase 1\n  Build it :active, p1, after p0 ci, until p2\n  Show it :milestone, 0d\n  \
    Ship :p2, 2026-02-01, 2026-02-03\n  click p1 href \"https://example.org\"\n";

const QUADRANT: &str = "quadrantChart\n  title Risks\n  x-axis Low probability --> High probability\n  y-axis \"Low (impact)\"\n  \
    quadrant-1 Act now\n  quadrant-3 Watch\n  Vendor is late: [0.7, 0.9]\n  \"Data (lost)\":::hot: [0.2, 1] radius: 12, color: #ff3300\n  \
    classDef hot stroke-width: 5px\n";

/// Texts to start from; pieces to put into them.
const DIAGRAMS: [&str; 5] = [FLOWCHART, SEQUENCE, ER, GANTT, QUADRANT];
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
    "||",
    "o{",
    "to ",
    "PK,",
    "~",
    "title ",
    "section ",
    "x-axis ",
    ": [",
    "0",
    ", ",
    "A ",
    "href \"",
];

/// A cut or a piece somewhere in a text.
pub(crate) type Edit = (prop::sample::Index, usize, &'static str);

/// Reads a text after some edits: it gives a diagram, or a fault with a place in it.
pub(crate) fn read_after(text: &str, edits: Vec<Edit>) -> Result<(), TestCaseError> {
    let mut text: Vec<char> = text.chars().collect();
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
    Ok(())
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "(flowchart LR\n|sequenceDiagram\n|erDiagram\n|gantt\n|quadrantChart\n|)\\PC{0,80}(\n\\PC{0,40}){0,4}") {
        read(&text);
    }

    #[test]
    fn no_change_of_a_diagram_makes_a_reader_panic(
        which in 0..DIAGRAMS.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, prop::sample::select(PIECES)), 1..5),
    ) {
        read_after(DIAGRAMS[which], edits)?;
    }
}

/// A reader that looks back or ahead over and over would need hours for these.
#[test]
fn time_grows_with_the_length() {
    const LENGTH: usize = 60_000;
    for kind in ["flowchart LR\n", "sequenceDiagram\n", "erDiagram\n", "gantt\n", "quadrantChart\n"] {
        for piece in PIECES.iter().chain(&["a-", "a -- ", "x@", "subgraph a\n", "A-->B\n", "direction ", "{{", "  \n"])
        {
            read(&(kind.to_owned() + &piece.repeat(LENGTH / piece.len())));
        }
    }
}
