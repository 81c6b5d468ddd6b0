//! What a picture says to those who do not see it: `<title>` and `<desc>` of every kind of Mermaid.

use groundplan::base::SourceId;
use groundplan::pipeline::{self, Format, Request};

/// A text of every kind that is drawn and has `accTitle` and `accDescr`: its first line, and the rest.
const SPOKEN: [(&str, &str); 18] = [
    ("architecture-beta", "service a(disk)[A]"),
    ("C4Context", "Person(a, \"A\")"),
    ("classDiagram", "class A"),
    ("erDiagram", "A ||--o{ B : has"),
    ("flowchart LR", "a --> b"),
    ("gantt", "dateFormat YYYY-MM-DD\n a :2026-01-01, 2d"),
    ("gitGraph", "commit"),
    ("journey", "Make tea: 5: Me"),
    ("packet", "0-15: \"Source\""),
    ("pie", "\"A\" : 1"),
    ("quadrantChart", "a: [0.1, 0.2]"),
    ("radar-beta", "axis a, b, c\ncurve x{1, 2, 3}"),
    ("requirementDiagram", "requirement a {\n id: 1\n}"),
    ("sequenceDiagram", "A->>B: hello"),
    ("stateDiagram-v2", "A --> B"),
    ("timeline", "2002 : LinkedIn"),
    ("treemap-beta", "\"A\": 1"),
    ("xychart-beta", "bar [1, 2]"),
];
/// The same of those that know no such words.
const SILENT: [(&str, &str); 5] = [
    ("block-beta", "a[\"A\"]"),
    ("ishikawa-beta", "Blurry photo\n  Process"),
    ("kanban", "  Todo\n    [Write it]"),
    ("mindmap", "  root((Middle))\n    One"),
    ("sankey-beta", "\nBio,Gas,12.5"),
];
/// The kinds that have the words in any case.
const ANY_CASE: [&str; 9] = [
    "erDiagram",
    "gantt",
    "journey",
    "quadrantChart",
    "requirementDiagram",
    "sequenceDiagram",
    "stateDiagram-v2",
    "timeline",
    "xychart-beta",
];

/// `<title>` and `<desc>` of a picture.
fn said(text: &str) -> [String; 2] {
    let request = Request { formats: &[Format::Svg], ..Request::mermaid() };
    let picture = pipeline::draw_mermaid(text, SourceId(0), &request);
    let [artifact] = &picture.artifacts[..] else { panic!("{:?}\n{text}", picture.diagnostics) };
    let svg = std::str::from_utf8(&artifact.bytes).unwrap();
    ["title", "desc"].map(|tag| {
        let inside = svg.split_once(&format!("<{tag} ")).unwrap().1.split_once('>').unwrap().1;
        inside.split_once(&format!("</{tag}>")).unwrap().0.to_owned()
    })
}

#[test]
fn every_kind_says_what_its_author_says() {
    for (first, rest) in SPOKEN {
        let text = format!("{first}\n  accTitle: The &amp; name\n  accDescr: In #35;words\n  {rest}\n");
        assert_eq!(said(&text), ["The &amp; name", "In #words"], "{text}");
        let text = format!("{first}\naccDescr {{\n  over\n  two lines\n}}\n{rest}\n%% accTitle: none\n");
        assert_eq!(said(&text), ["Diagram", "over two lines"], "{text}");
        // What its author says goes before what stands over it.
        let text = format!("---\ntitle: Over it\n---\n{first}\n accTitle: The name\n{rest}\n");
        assert_eq!(said(&text)[0], "The name", "{text}");
    }
    for first in ANY_CASE {
        let (_, rest) = SPOKEN.into_iter().find(|(kind, _)| *kind == first).unwrap();
        let text = format!("{first}\nACCTITLE : The name\nAccDescr: In words\n{rest}\n");
        assert_eq!(said(&text), ["The name", "In words"], "{text}");
    }
}

#[test]
fn the_title_of_the_frontmatter_is_that_of_every_kind() {
    for (first, rest) in SPOKEN.into_iter().chain(SILENT) {
        let [title, words] = said(&format!("---\ntitle: \"Over it\"\n---\n{first}\n{rest}\n"));
        assert_eq!(title, "Over it", "{first}");
        assert!(!words.is_empty(), "{first}");
    }
    let tree = said("---\ntitle: Over it\n---\ntreeView-beta\n  accDescr: In words\n  src/\n");
    assert_eq!(tree, ["Over it", "In words"]);
}

#[test]
fn a_comment_a_row_and_a_topic_are_no_such_words() {
    assert_eq!(said("packet\n  accTitle: UDP %% old\n  0-15: \"Source\"\n")[0], "UDP");
    assert_eq!(said("flowchart LR\n  accTitle: UDP %% old\n  a --> b\n")[0], "UDP %% old");
    assert_eq!(said("C4Context\n  accDescription In words\n  Person(a, \"A\")\n")[1], "In words");
    assert_eq!(said("mindmap\n  root\n    accTitle: is a topic\n")[0], "Diagram");
    assert_eq!(said("---\naccTitle: of the frontmatter\n---\nflowchart LR\n  a --> b\n")[0], "Diagram");
}

#[test]
fn a_block_of_words_ends_where_it_is_closed() {
    let text = "flowchart LR\n  accDescr {\n    accTitle: not a title\n  }\n  a --> b\n";
    assert_eq!(said(text), ["Diagram", "accTitle: not a title"]);
    let text = "flowchart LR\n  accDescr {\n    over\n    two lines } accTitle: The name\n  a --> b\n";
    assert_eq!(said(text), ["The name", "over two lines"]);
    let text = "flowchart LR\n  accDescr {\n    old }\n  accDescr { accDescr {\n  }\n  a --> b\n";
    assert_eq!(said(text), ["Diagram", "accDescr {"]);
}
