//! The first word of a text -> the kind of diagram.

use super::fault::Fault;
use crate::base::text::short;

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Architecture,
    Block,
    C4,
    Class,
    Er,
    Flowchart,
    Gantt,
    Git,
    Ishikawa,
    Journey,
    Kanban,
    Mindmap,
    Packet,
    Pie,
    Quadrant,
    Radar,
    Requirement,
    Sankey,
    Sequence,
    State,
    Timeline,
    TreeView,
    Treemap,
    Venn,
    XyChart,
    Other(&'static str),
}

/// How a kind has `accTitle` and `accDescr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accessible {
    /// To the end of the line.
    Line,
    /// The same, whatever the case of the word.
    AnyCase,
    /// Up to a comment.
    BeforeComment,
    /// To the end of the line; `accDescription ...` too.
    C4,
}

impl Kind {
    /// None where a line with these words is one like any other.
    pub(super) const fn accessible(self) -> Option<Accessible> {
        Some(match self {
            Self::Class | Self::Flowchart => Accessible::Line,
            Self::Er
            | Self::Gantt
            | Self::Journey
            | Self::Quadrant
            | Self::Requirement
            | Self::Sequence
            | Self::State
            | Self::Timeline
            | Self::XyChart => Accessible::AnyCase,
            Self::Architecture
            | Self::Git
            | Self::Packet
            | Self::Pie
            | Self::Radar
            | Self::TreeView
            | Self::Treemap => Accessible::BeforeComment,
            Self::C4 => Accessible::C4,
            Self::Block
            | Self::Ishikawa
            | Self::Kanban
            | Self::Mindmap
            | Self::Sankey
            | Self::Venn
            | Self::Other(_) => return None,
        })
    }
}

/// Kinds that are read.
const READ: [(&str, Kind); 30] = [
    ("C4Component", Kind::C4),
    ("C4Container", Kind::C4),
    ("C4Context", Kind::C4),
    ("C4Deployment", Kind::C4),
    ("C4Dynamic", Kind::C4),
    ("architecture", Kind::Architecture),
    ("block", Kind::Block),
    ("classDiagram", Kind::Class),
    ("erDiagram", Kind::Er),
    ("flowchart", Kind::Flowchart),
    ("gantt", Kind::Gantt),
    ("gitGraph", Kind::Git),
    ("graph", Kind::Flowchart),
    ("ishikawa", Kind::Ishikawa),
    ("journey", Kind::Journey),
    ("kanban", Kind::Kanban),
    ("mindmap", Kind::Mindmap),
    ("packet", Kind::Packet),
    ("pie", Kind::Pie),
    ("quadrantChart", Kind::Quadrant),
    ("radar-beta", Kind::Radar),
    ("requirement", Kind::Requirement),
    ("sankey", Kind::Sankey),
    ("sequenceDiagram", Kind::Sequence),
    ("stateDiagram", Kind::State),
    ("timeline", Kind::Timeline),
    ("treeView-beta", Kind::TreeView),
    ("treemap", Kind::Treemap),
    ("venn-beta", Kind::Venn),
    ("xychart", Kind::XyChart),
];

/// Kinds of Mermaid that are not. A kind goes by how its text begins, so that longer words come first.
const OTHER: [&str; 9] = [
    "agentflow-beta",
    "cynefin-beta",
    "eventmodeling",
    "info",
    "railroad",
    "swimlane-beta",
    "usecase-beta",
    "wardley-beta",
    "zenuml",
];

/// Mermaid takes a text that has one of these words anywhere for a diagram of C4.
const C4: [&str; 4] = ["C4Container", "C4Component", "C4Dynamic", "C4Deployment"];

/// The kind of a text without frontmatter, directives and comments.
pub(super) fn of(text: &str) -> Result<Kind, Fault> {
    let first = text.split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or_default();
    if first.is_empty() {
        return Err(Fault::new(
            0..0,
            "The diagram is empty.",
            "Begin with the kind of diagram, such as `flowchart LR` or `sequenceDiagram`.",
        ));
    }
    if text.starts_with("<!--") {
        let end = text.find("-->").map_or(text.len(), |i| i + 3);
        return Err(Fault::new(
            0..end,
            "A comment of HTML stands where the diagram begins, and no host draws that.",
            "Write the diagram in its place; a comment of Mermaid begins with `%%`.",
        ));
    }
    let other = OTHER.into_iter().find(|word| text.starts_with(word));
    if !text.starts_with("C4") {
        let c4 = C4.iter().filter_map(|word| text.find(word).map(|at| (at, word))).min();
        if let Some((at, word)) = c4 {
            return Err(Fault::new(
                at..at + word.len(),
                format!("`{word}` inside of a diagram makes Mermaid read all of it as C4."),
                format!("Write `C4 {}`.", &word[2..]),
            ));
        }
    }
    if let Some(word) = other {
        return Ok(Kind::Other(word));
    }
    if let Some((_, kind)) = READ.into_iter().find(|(word, _)| text.starts_with(word)) {
        return Ok(kind);
    }
    let near = READ.into_iter().map(|(word, _)| word).chain(OTHER).find(|word| word.eq_ignore_ascii_case(first));
    let help = near.map_or_else(
        || "Begin with the kind, such as `flowchart LR`, `sequenceDiagram`, `erDiagram` or `gantt`.".to_owned(),
        |word| format!("Write `{word}`: capitals count."),
    );
    Err(Fault::new(0..first.len(), format!("`{}` is no kind of diagram.", short(first)), help))
}
