//! Readers of the kinds that groundplan does not write: what they find, what they refuse, and that nothing breaks them.

use crate::readback::read_after;
use groundplan::mermaid::read::{Parsed, read};
use proptest::prelude::*;

const STATE: &str = "stateDiagram-v2\n  direction LR\n  [*] --> Idle\n  Idle: waits\n  Idle: for work\n  state \"At work\" as Busy {\n    \
    direction TB\n    [*] --> Load : file #35;1\n    Load --> [*]\n    --\n    [*] --> Watch:::hot\n  }\n  Idle --> Busy : start\n  \
    state split <<fork>>\n  state choose [[choice]]\n  Busy --> split\n  split --> choose %% not a state\n  choose --> [*]\n  \
    note right of Idle : one line\n  note left of Busy\n    two\n    lines\n  end note\n  classDef hot fill:#f00,color:white\n  \
    class Idle, Busy hot\n  style split fill:#eee\n  click Idle href \"https://example.org\"\n";

const CLASS: &str = "classDiagram\n  direction RL\n  class Animal[\"An animal\"] {\n    <<interface>>\n    +int age\n    \
    #List~List~int~~ tags$\n    +eat(food: string) bool*\n    -walk()\n  }\n  class Box~T~:::hot\n  namespace Zoo.Inner {\n    \
    class Duck\n    class `A-B c` { }\n    note \"inside\"\n  }\n  Animal <|-- Duck : extends\n  Duck \"1\" *-- \"many\" Egg : lays\n  \
    Egg ..> Box\n  bar ()-- Duck\n  Duck o--o Egg\n  Duck : +swim()\n  <<service>> Egg\n  note for Duck \"it\\nfloats\"\n  \
    click Duck href \"https://example.org\" \"Look\" _blank\n  style Egg fill:#eee\n  cssClass \"Duck,Egg\" hot\n  \
    classDef hot fill:#f00,stroke:#333\n";

const GIT: &str = "gitGraph TB:\n  commit id: \"a\" tag: \"v1\" tag: \"first\"\n  branch develop order: 2\n  commit \"with words\" type: HIGHLIGHT\n  \
    commit id: 'b' msg: \"say\"\n  checkout main\n  commit\n  merge develop id: \"m\" type: REVERSE\n  branch \"release 1\"\n  \
    switch develop\n  commit\n  checkout \"release 1\"\n  cherry-pick id: \"b\"\n  cherry-pick id: \"b\" tag: \"\"\n";

const PIE: &str = "pie showData title Pets #35;1\n  \"Dogs\" : 386\n  \"Cats\" : 85.9 %% so many\n  'Rats' : 0\n";

const MINDMAP: &str = "mindmap\n  root((Middle))\n    One\n      ::icon(fa fa-book)\n      a[A box]\n      :::urgent large\n    \
    )Cloud(\n    ))Bang((\n      {{Six}}\n    id[\"`Words **in bold**`\"]\n";

const KANBAN: &str = "kanban\n  Todo\n    [Write it]\n    b[Read it]@{ ticket: T-1, assigned: 'me, you', priority: 'High' }\n  \
    done[All done]\n    c[Think]\n";

const TIMELINE: &str = "timeline TD\n  title History\n  section Early\n  2002 : LinkedIn\n  2004 : Facebook : at 10:30\n       : Google\n  \
    section Late\n  2006 : Twitter<br>and more\n  2007\n";

const JOURNEY: &str = "journey\n  title My day\n  section Go to work\n    Make tea: 5: Me\n    Go upstairs: 3: Me, Cat\n  \
    section Home\n    Sit down: 5\n";

const REQUIREMENT: &str = "requirementDiagram\n  direction LR\n  requirement \"The first\":::hot {\n    id: 1.2\n    text: \"it works: always\"\n    \
    risk: high\n    verifymethod: test\n  }\n  functionalRequirement second {\n    id: 2\n  }\n  element thing {\n    \
    type: \"a word\"\n    docref: docs/thing\n  }\n  thing - satisfies -> second\n  second <- copies - \"The first\"\n  \
    style thing fill:#f9f,stroke:#333\n  classDef hot fill:#f00\n  class thing, second hot\n";

const BLOCK: &str = "block-beta\n  columns 3\n  a[\"One\"]:2 b((\"Two\"))\n  space:2\n  block:group1:2\n    columns 2\n    c d>\"Flag\"]\n    \
    block\n      e\n    end\n  end\n  go<[\"To it\"]>(right, down)\n  a --> b\n  b -- \"says\" --o c ==> d\n  \
    class a,b hot\n  style c fill:#eee\n  classDef hot fill:#f00;\n";

const ARCHITECTURE: &str = "architecture-beta\n  title The shop\n  group api(cloud)[API]\n  group inner[Inside] in api\n  \
    service db(database)[Data base] in inner\n  service disk \"SSD\" in api\n  service web(server)[\"Web (new)\"]\n  \
    junction j\n  db:L -- R:disk\n  web:T --> B:j\n  disk{group}:B <-[asks]-> T:web\n  align row web j\n";

const C4: &str = "C4Container\n  title Bank\n  Person(user, \"A user\", \"Has money\", $link=\"https://example.org\")\n  \
    Enterprise_Boundary(b0, \"Bank\") {\n    System_Boundary(b1, \"Core\") {\n      ContainerDb(db, \"Accounts\", \"SQL\", \"Money\")\n      \
    ContainerQueue_Ext(q, \"Queue\")\n    }\n    Boundary(b2, \"Else\", \"team\")\n    {\n      System_Ext(mail, \"Mail\", \"\")\n    }\n  }\n  \
    Deployment_Node(n, \"Host\", \"Linux\", \"One of many\"){\n    Container(api, \"API\", \"Rust\", \"Answers\")\n  }\n  \
    Rel(user, api, \"asks\", \"HTTPS\")\n  BiRel(api, db, \"reads\")\n  Rel_Back(api, mail, \"sends\")\n  Rel_U(q, db, \"fills\")\n  \
    UpdateElementStyle(user, $fontColor=\"red\", $bgColor=\"grey\")\n  UpdateRelStyle(user, api, $textColor=\"blue\", $offsetX=\"5\")\n  \
    UpdateLayoutConfig($c4ShapeInRow=\"3\", $c4BoundaryInRow=\"1\")\n";

const PACKET: &str = "packet\n  title UDP\n  0-15: \"Source\"\n  +16: \"Target\"\n  32: \"Flag\"\n";

const XYCHART: &str = "xychart-beta horizontal\n  title \"Sales (net)\"\n  x-axis Months [jan, \"feb 2\", mar]\n  \
    y-axis \"Money\" 0 --> 11.5\n  bar [1, +2.5, .5]\n  line up [3 \"top\", -4, 5]\n";

const SANKEY: &str = "sankey-beta\n\nBio,Gas,12.5\n\"Gas, natural\",\"The \"\"grid\"\"\",3\n  Gas , Loss,0.5\n";

const RADAR: &str = "radar-beta\n  title Grades\n  axis m[\"Maths\"], s[\"Science\"]\n  axis e\n  curve a[\"Ann\"]{1, 2.5, 3}, b{4,5,\n    6}\n  \
    curve c{ e: 3, m: 1, s: 2 }\n  max 10\n  graticule polygon\n  showLegend false\n  ticks 4\n";

const TREEMAP: &str = "treemap-beta\n\"A\":::hot\n    \"A1\": 1,200.5\n    \"A2\"\n        'A21': 3:::cold\n\"B\", 4\nclassDef hot fill:#f00;\n";

const ISHIKAWA: &str = "ishikawa-beta\nBlurry photo\n  Process\n    Out of focus\n  User\n      Shaky hands\n    Shy\n";

const TREE_VIEW: &str = "treeView-beta\n  title Files\n  src/\n  ├── \"main file.rs\" icon(logos:rust) ## Begins here\n  └── read :::hot\n      └── mod.rs\n";

const VENN: &str = "venn-beta\n  title Skills\n  set A[\"Front\"]:20\n    text \"React\"\n    text css[CSS]\n  set \"B c\"\n  \
    union A, \"B c\"[Both]:5.5\ntext A alone\n  style A,\"B c\" fill:#ff6b6b, stroke:rgb(1, 2, 3)\n";

const ALL: [&str; 20] = [
    STATE,
    CLASS,
    GIT,
    PIE,
    MINDMAP,
    KANBAN,
    TIMELINE,
    JOURNEY,
    REQUIREMENT,
    BLOCK,
    ARCHITECTURE,
    C4,
    PACKET,
    XYCHART,
    SANKEY,
    RADAR,
    TREEMAP,
    ISHIKAWA,
    TREE_VIEW,
    VENN,
];

fn shown(text: &str) -> String {
    let reading = read(text);
    let Some(chart) = reading.diagram else { panic!("{:?}\n{text}", reading.faults) };
    assert!(!matches!(chart, Parsed::Other(_)), "{text}");
    // One line for each thing: what fits into a line is not broken.
    format!("{chart:#?}")
}

#[test]
fn every_kind_yields_its_facts() {
    insta::assert_snapshot!("states", shown(STATE));
    insta::assert_snapshot!("classes", shown(CLASS));
    insta::assert_snapshot!("other_kinds", ALL[2..].iter().map(|text| shown(text)).collect::<Vec<_>>().join("\n"));
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
fn a_fault_of_every_kind_says_where_what_and_what_to_do() {
    let faults = [
        "stateDiagram-v2\n  A --> B: one:: two\n",
        "stateDiagram-v2\n  A -> B\n",
        "stateDiagram-v2\n  state A {\n    B --> C\n",
        "stateDiagram-v2\n  state Two words {\n  }\n",
        "stateDiagram-v2\n  note above A : x\n",
        "stateDiagram-v2\n  note left of A\n  x\n",
        "stateDiagram-v2\n  default --> A\n",
        "classDiagram\n",
        "classDiagram\n  A --> B : x; y\n",
        "classDiagram\n  class A {\n    +x\n",
        "classDiagram\n  class A {\n    map{}\n  }\n",
        "classDiagram\n  A <|- B\n",
        "classDiagram\n  namespace N {\n    A --> B\n  }\n",
        "classDiagram\n  note for A text\n",
        "gitGraph\n  checkout none\n",
        "gitGraph\n  commit\n  branch a\n  checkout a\n  merge a\n",
        "gitGraph\n  commit id: a\n",
        "gitGraph\n  commit\n  branch a\n  cherry-pick id: \"x\"\n",
        "pie\n  \"A\" : -1\n",
        "pie\n  A : 1\n",
        "mindmap\n  a\n  b\n",
        "mindmap\n  a[x\n",
        "kanban\n    a\n  b\n    c\n",
        "timeline\n  : no period\n",
        "timeline\n  10:30 : x\n",
        "journey\n  Make tea\n",
        "requirementDiagram\n  requirement test {\n  }\n",
        "requirementDiagram\n  requirement a {\n    risk: none\n  }\n",
        "requirementDiagram\n  a - likes -> b\n",
        "block-beta\n  a[Text]\n",
        "block-beta\n  block:a\n    b\n",
        "architecture-beta\n  service a(disk)[A] in none\n",
        "architecture-beta\n  service a(disk)[A]\n  a:R -- L:b\n",
        "architecture-beta\n  a --> b\n",
        "C4Context\n  Persona(a, \"b\")\n",
        "C4Context\n  System_Boundary(a, \"b\") {\n  }\n",
        "C4Context\n  Person(a, \"b\"\n",
        "packet\n  0-3: \"a\"\n  8: \"b\"\n",
        "xychart-beta\n  bar [1, two]\n",
        "xychart-beta\n  title Bar chart\n",
        "sankey-beta\na,b\n",
        "radar-beta\n  axis a, b\n  curve c{ a: 1 }\n",
        "treemap-beta\n  A: 1\n",
        "ishikawa-beta\n",
        "treeView-beta\n  \"a\n",
        "venn-beta\n  set A\n  union A, B\n",
        "venn-beta\n  set A\n  union A\n",
    ];
    insta::assert_snapshot!(faults.map(|text| format!("{text:?}\n  {}", fault(text))).join("\n"));
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "`",
    "|",
    "&",
    ";",
    ":",
    "::",
    ":::",
    "#",
    "%%",
    "@{",
    "<",
    ">",
    "<<",
    ">>",
    "<|",
    "|>",
    "-",
    "--",
    "-->",
    "..",
    "==",
    "~",
    "~~~",
    "*",
    "()",
    "o",
    "\n",
    "\r",
    " ",
    "\t",
    ",",
    "é",
    "→",
    "😀",
    "\u{feff}",
    "\0",
    "end",
    "end note",
    "state ",
    "note ",
    "class ",
    "namespace ",
    "direction LR",
    "[*]",
    "<<fork>>",
    "as ",
    "style ",
    "classDef ",
    "click ",
    "title ",
    "section ",
    "columns ",
    "space",
    "block",
    "service ",
    "group ",
    "in ",
    "commit ",
    "id:",
    "branch ",
    "merge ",
    "requirement ",
    "Rel(",
    "Boundary(",
    "$a=",
    "axis ",
    "curve ",
    "bar ",
    "::icon(",
    "0",
    "1.5",
    "A ",
    "accDescr {",
];

proptest! {
    #[test]
    fn no_change_of_any_kind_makes_a_reader_panic(
        which in 0..ALL.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, prop::sample::select(PIECES)), 1..5),
    ) {
        read_after(ALL[which], edits)?;
    }
}

/// A reader that looks back or ahead over and over would need hours for these.
#[test]
fn time_grows_with_the_length_of_every_kind() {
    const LENGTH: usize = 20_000;
    let more = [
        "state a {\n",
        "state a ",
        "A-->B\n",
        "A:x\n",
        "class a {\n",
        "namespace a {\n",
        "A : b\n",
        "a\n  ",
        "block\n",
        "a --> b\n",
        "commit\n",
        "branch a\n",
        "Boundary(a,b) {\n",
        "\"a\": 1\n",
        "a: 1\n",
        "service a\n",
        "a,b,1\n",
        "<<fork>>",
        "state a b",
    ];
    for text in ALL {
        let kind = &text[..=text.find('\n').unwrap()];
        for piece in PIECES.iter().chain(&more) {
            read(&(kind.to_owned() + &piece.repeat(LENGTH / piece.len())));
        }
    }
    // Deep bodies, each in the one above it.
    for (kind, open) in
        [("stateDiagram-v2\n", "state a {\n"), ("classDiagram\n", "namespace a {\n"), ("block\n", "block\n")]
    {
        read(&(kind.to_owned() + &open.repeat(LENGTH)));
    }
}
