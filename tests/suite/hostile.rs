//! Graphs and sequences with everything in their ids and labels that breaks naive writers. Deterministic.

use groundplan::base::{Arrow, Color, Direction, Kind, Line, Rect, Status, Style};
use groundplan::chart::Sequence;
use groundplan::chart::sequence::{Event, Frame, Message, Participant, Side};
use groundplan::graph::{Cluster, ClusterId, Edge, Graph, Node};
use groundplan::layout::Layout;
use petgraph::graph::NodeIndex;

/// Words that mean something to one grammar or another, as ids and as labels.
pub(crate) const WORDS: &[&str] = &[
    "end",
    "End",
    "END",
    "graph",
    "subgraph",
    "flowchart",
    "style",
    "class",
    "classDef",
    "linkStyle",
    "interpolate",
    "href",
    "click",
    "call",
    "default",
    "_self",
    "_blank",
    "_parent",
    "_top",
    "o",
    "x",
    "v",
    "oB",
    "xB",
    "end-user",
    "style-guide",
    "the_end",
    "frontend",
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "Note",
    "note",
    "link",
    "links",
    "box",
    "par",
    "par_over",
    "option",
    "alt",
    "opt",
    "loop",
    "rect",
    "break",
    "critical",
    "and",
    "else",
    "activate",
    "participant",
    "actor",
    "as",
    "off",
    "title",
    "accTitle",
    "accDescr",
    "autonumber",
    "create",
    "destroy",
    "over",
    "service",
    "group",
    "junction",
    "in",
    "align",
    "row",
    "column",
    "TB",
    "LR",
    "T",
    "B",
    "L",
    "R",
    "Box",
    "Link",
    "Redis",
    "global",
    "Person",
    "Rel",
    "System_Boundary",
    "a.b",
    "a-b",
    "a_b",
    "a b",
    "1",
    "42nd",
    "",
    "日本",
    "日 本",
    "é",
    "a--xB",
    "a---oB",
    "direction",
    "sequenceDiagram",
    "null",
    "NaN",
    "md",
    "root",
    "properties",
    "details",
];

/// Labels that break naive writers.
pub(crate) const LABELS: &[&str] = &[
    "direction LR",
    "x direction  TB y",
    "direction\tRL",
    "1. first",
    "12. twelfth",
    "1.",
    "1) one",
    "- item",
    "-",
    "---",
    "+ plus",
    "* star",
    "**bold**",
    "_it_",
    "__b__",
    "~~s~~",
    "`code`",
    "\"`md`\"",
    "# heading",
    "> quote",
    "| a | b |",
    "[x](http://y)",
    "![i](u)",
    "end",
    "a end b",
    "click me",
    "style x:#59;",
    "restyle: a;b#1;",
    "classDef x:#1;",
    "default",
    "foo:::bar",
    "A-->B",
    "-->",
    "==>",
    "~~~",
    "A & B",
    "@{ shape: x }",
    "a@b.c",
    "%% c",
    "x %% y",
    "%%{init: {'theme':'dark'}}%%",
    "%%{",
    "}%%",
    "(a)",
    "[a]",
    "{a}",
    "{{x}}",
    "[(x)]",
    "<>",
    "x;y",
    "a|b",
    "\"",
    "\"\"",
    "a\"b",
    "'",
    "it's",
    "C:\\new\\table",
    "a\\nb",
    "\\",
    "a\\",
    "fa:fa-user",
    "fab:fa-github hi",
    "$$x^2$$",
    "$x=",
    "http://x.y/z?a=1&b=2#f",
    "www.example.com",
    "GET /products/{id}",
    "f(x)",
    "Map<String, List<T>>",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "a<br>b",
    "a<br/>b",
    "a < b > c",
    "&amp;",
    "&lt",
    "&#35;",
    "#35;",
    "#quot;",
    "#lt;x#gt;",
    "#;",
    "# ;",
    ";",
    "#",
    "ﬂ°°35¶ß",
    "ﬂ°quot¶ß",
    "NaN",
    "null",
    "true",
    "0",
    "日本語",
    "émoji 🎉",
    "👩\u{200d}👩\u{200d}👧",
    "עברית",
    "مرحبا بالعالم",
    "\u{202e}desrever",
    "ĳ",
    "\u{200b}zero",
    "\u{a0}nbsp\u{a0}",
    "a\nb",
    "a\r\nb\rc",
    "l1\n\nl3",
    "end\nend",
    "  two  spaces  ",
    "tab\there",
    "\u{7}bell\u{0}nul",
    "\u{85}nel",
    "\u{2028}ls",
    "ก็",
    "नमस्ते",
    "Ⓐ",
    "½ ²",
    "wrap: x",
    ":wrap: y",
    "nowrap:z",
    "WRAP: q",
    "  wrap: q",
    "a style: #59; b",
    "style : #1; :#2;",
    "a: b",
    ":",
    "+x",
    "as y",
    "else",
    "and",
    "Note over a",
    "---\ntitle: x\n---",
    "{\"json\": [1, 2]}",
    "\u{feff}bom",
    "K\u{301}",
    "=",
    "= x",
    "^",
    "!",
    "?",
];

/// A small generator: the same numbers everywhere.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        // Knuth's constants; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// A hostile text, sometimes several in one, sometimes very long.
    pub(crate) fn label(&mut self) -> String {
        match self.below(12) {
            0 => self.pick(WORDS).to_owned(),
            1 => format!("{} {}", self.pick(LABELS), self.pick(LABELS)),
            2 => format!("{}{}", self.pick(LABELS), self.pick(LABELS)),
            3 => self.pick(LABELS).chars().cycle().take(300).collect(),
            4 => (0..6).map(|_| char::from_u32(32 + self.below(95) as u32).unwrap()).collect(),
            5 => (0..4).filter_map(|_| char::from_u32(self.below(0x3_0000) as u32)).collect(),
            _ => self.pick(LABELS).to_owned(),
        }
    }

    pub(crate) fn maybe_label(&mut self) -> Option<String> {
        (!self.one_in(3)).then(|| self.label())
    }

    /// An id that no other has; mapped it may well be another's.
    fn id(&mut self, taken: &mut Vec<String>) -> String {
        loop {
            let id = match self.below(4) {
                0 => self.label(),
                1 => format!("{}.{}", self.pick(WORDS), self.pick(WORDS)),
                _ => self.pick(WORDS).to_owned(),
            };
            if !taken.contains(&id) {
                taken.push(id.clone());
                return id;
            }
        }
    }
}

const KINDS: [Kind; 13] = Kind::ALL;
const STATUSES: [Option<Status>; 6] =
    [None, None, Some(Status::Kept), Some(Status::New), Some(Status::Changed), Some(Status::Removed)];

fn style(dice: &mut Dice) -> Style {
    if !dice.one_in(4) {
        return Style::default();
    }
    let colour = |d: &mut Dice| {
        d.one_in(2).then(|| Color { r: d.below(256) as u8, g: d.below(256) as u8, b: d.below(256) as u8 })
    };
    Style {
        fill: colour(dice),
        stroke: colour(dice),
        color: colour(dice),
        line: dice.pick(&[None, Some(Line::Solid), Some(Line::Dashed), Some(Line::Dotted)]),
        width: dice.pick(&[None, Some(0.5), Some(3.0)]),
        shape: None,
    }
}

const DIRECTIONS: [Direction; 4] = [Direction::Down, Direction::Up, Direction::Right, Direction::Left];

/// A graph with nested frames, edges to frames, loops and twins, and a layout with places for it.
pub(crate) fn graph(seed: u64) -> (Graph, Layout) {
    let dice = &mut Dice(seed.wrapping_mul(0x9e37_79b9) ^ 0x5eed);
    let mut taken = Vec::new();
    let mut graph = Graph { title: dice.label(), description: dice.maybe_label(), ..Graph::default() };
    for i in 0..dice.below(7) {
        let parent = (i > 0 && !dice.one_in(3)).then(|| ClusterId(dice.below(i) as u32));
        graph.clusters.add(Cluster {
            id: dice.id(&mut taken),
            name: dice.label(),
            kind: dice.pick(&KINDS),
            tech: dice.maybe_label(),
            parent,
            instances: 1 + dice.below(3) as u32,
            status: dice.pick(&STATUSES),
            style: style(dice),
            direction: dice.one_in(2).then(|| dice.pick(&DIRECTIONS)),
            ..Cluster::default()
        });
    }
    let mut layout = Layout { direction: dice.pick(&DIRECTIONS), ..Layout::default() };
    for _ in 0..=dice.below(12) {
        let cluster =
            (!graph.clusters.is_empty() && !dice.one_in(3)).then(|| ClusterId(dice.below(graph.clusters.len()) as u32));
        graph.net.add_node(Node {
            id: dice.id(&mut taken),
            name: dice.label(),
            kind: dice.pick(&KINDS),
            tech: dice.maybe_label(),
            description: if dice.one_in(4) { dice.maybe_label() } else { None },
            external: dice.one_in(6),
            instances: 1 + dice.below(2) as u32,
            status: dice.pick(&STATUSES),
            style: style(dice),
            cluster,
            ..Node::default()
        });
        layout.nodes.push(Rect::new(dice.below(900) as f64, dice.below(900) as f64, 80.0, 40.0));
        layout.layers.push(dice.below(5) as u32);
    }
    for _ in 0..dice.below(20) {
        let (a, b) = (dice.below(graph.net.node_count()), dice.below(graph.net.node_count()));
        let frames =
            |dice: &mut Dice, node: usize| if dice.one_in(4) { graph.net[NodeIndex::new(node)].cluster } else { None };
        let (tail, head) = (frames(dice, a), frames(dice, b));
        let edge = Edge {
            tail,
            head,
            arrow: dice.pick(&[Arrow::Sync, Arrow::Async, Arrow::Both]),
            label: dice.maybe_label(),
            tech: dice.maybe_label(),
            count: 1,
            status: dice.pick(&STATUSES),
            style: style(dice),
            ..Edge::default()
        };
        graph.net.add_edge(NodeIndex::new(a), NodeIndex::new(b), edge);
    }
    (graph, layout)
}

/// A sequence with nested frames, whose activations are not always sound.
pub(crate) fn sequence(seed: u64) -> Sequence {
    let dice = &mut Dice(seed.wrapping_mul(0x85eb_ca6b) ^ 0xfeed);
    let mut taken = Vec::new();
    let mut out = Sequence { title: dice.label(), description: dice.maybe_label(), ..Sequence::default() };
    for _ in 0..=dice.below(6) {
        out.participants.push(Participant {
            id: dice.id(&mut taken),
            name: dice.label(),
            kind: dice.pick(&KINDS),
            tech: dice.maybe_label(),
            status: dice.pick(&STATUSES),
            ..Participant::default()
        });
    }
    let n = out.participants.len();
    let mut open = 0;
    for _ in 0..3 + dice.below(25) {
        let event = match dice.below(12) {
            0 => Event::Activate(dice.below(n)),
            1 => Event::Deactivate(dice.below(n)),
            2 => Event::Note {
                over: (0..=dice.below(3)).map(|_| dice.below(n)).collect(),
                side: dice.pick(&[Side::Over, Side::Left, Side::Right]),
                text: dice.label(),
            },
            3 if open < 4 => {
                open += 1;
                Event::Open {
                    frame: dice.pick(&[Frame::Alt, Frame::Opt, Frame::Loop, Frame::Par]),
                    text: dice.maybe_label(),
                }
            }
            4 if open > 0 => Event::Branch(dice.maybe_label()),
            5 if open > 0 => {
                open -= 1;
                Event::Close
            }
            _ => Event::Message {
                from: dice.below(n),
                to: dice.below(n),
                kind: dice.pick(&[Message::Sync, Message::Async, Message::Return]),
                text: dice.maybe_label(),
                number: None,
            },
        };
        out.events.push(event);
    }
    out
}
