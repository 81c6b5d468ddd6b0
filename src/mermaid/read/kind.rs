//! The first word of a text -> the kind of diagram.

use super::fault::Fault;

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Flowchart,
    Sequence,
    Er,
    Gantt,
    Quadrant,
    Other(&'static str),
}

/// Kinds that are read.
const READ: [(&str, Kind); 6] = [
    ("erDiagram", Kind::Er),
    ("flowchart", Kind::Flowchart),
    ("gantt", Kind::Gantt),
    ("graph", Kind::Flowchart),
    ("quadrantChart", Kind::Quadrant),
    ("sequenceDiagram", Kind::Sequence),
];

/// Kinds of Mermaid that are not. A kind goes by how its text begins, so that longer words come first.
const OTHER: [&str; 37] = [
    "C4Component",
    "C4Container",
    "C4Context",
    "C4Deployment",
    "C4Dynamic",
    "agentflow-beta",
    "architecture-beta",
    "architecture",
    "block-beta",
    "block",
    "classDiagram-v2",
    "classDiagram",
    "cynefin-beta",
    "eventmodeling",
    "gitGraph",
    "info",
    "ishikawa-beta",
    "ishikawa",
    "journey",
    "kanban",
    "mindmap",
    "packet-beta",
    "packet",
    "pie",
    "radar-beta",
    "railroad",
    "requirement",
    "sankey",
    "stateDiagram",
    "swimlane-beta",
    "timeline",
    "treeView-beta",
    "treemap",
    "usecase-beta",
    "venn-beta",
    "wardley-beta",
    "xychart",
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

/// Enough of a word to know it by.
pub(super) fn short(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}
