//! Foreign Mermaid, as it was read -> what our own stages draw.
//!
//! Stage: beside graph and chart. Input: a [`Parsed`]. Output: a [`Shown`], and what of the text it does not show. Places in
//! findings are bytes of the text that was read, in [`SourceId`] 0: who hands them on moves them.

mod architecture;
mod block;
mod c4;
mod class;
mod er;
mod flowchart;
mod front;
mod gantt;
mod git;
mod ishikawa;
mod mindmap;
mod net;
mod others;
mod quadrant;
mod requirement;
mod sequence;
mod shape;
mod sides;
mod state;
mod style;
mod tree_view;
mod venn;
mod xy;

pub use front::{dress, dress_chart, theme};

use super::read::Parsed;
use crate::base::{Checked, Code, Diagnostic, SourceId, Span};
use crate::chart::{Chart, Foreign};
use crate::graph::Graph;
use std::ops::Range;

/// What a text shows.
#[derive(Clone, Debug)]
pub enum Shown {
    /// What is laid out in layers.
    Graph(Box<Graph>),
    /// What is placed by a rule of its own.
    Chart(Box<Chart>),
}

/// Says what a text shows. A kind that is not drawn gives no value and one finding that says so.
pub fn project(parsed: &Parsed) -> Checked<Shown> {
    match parsed {
        Parsed::Flowchart(text) => net(flowchart::project(text)),
        Parsed::Er(text) => net(er::project(text)),
        Parsed::State(text) => net(state::project(text)),
        Parsed::Class(text) => net(class::project(text)),
        Parsed::Mindmap(text) => net(mindmap::project(text)),
        Parsed::Ishikawa(text) => net(ishikawa::project(text)),
        Parsed::Requirement(text) => net(requirement::project(text)),
        Parsed::Block(text) => net(block::project(text)),
        Parsed::Architecture(text) => net(architecture::project(text)),
        Parsed::C4(text) => net(c4::project(text)),
        Parsed::Sequence(text) => {
            let (chart, diagnostics) = sequence::project(text);
            Checked { value: Some(Shown::Chart(Box::new(Chart::Sequence(chart)))), diagnostics }
        }
        Parsed::TreeView(text) => {
            let (tree, diagnostics) = tree_view::project(text);
            Checked { value: Some(Shown::Chart(Box::new(Chart::Files(tree)))), diagnostics }
        }
        Parsed::Gantt(text) => {
            let (chart, diagnostics) = gantt::project(text);
            Checked { diagnostics, ..foreign(Foreign::Gantt(chart)) }
        }
        Parsed::Quadrant(text) => foreign(Foreign::Quadrant(quadrant::project(text))),
        Parsed::Pie(text) => foreign(Foreign::Pie(others::pie(text))),
        Parsed::Git(text) => foreign(Foreign::Git(git::project(text))),
        Parsed::XyChart(text) => foreign(Foreign::Xy(xy::project(text))),
        Parsed::Kanban(text) => {
            let (chart, diagnostics) = others::kanban(text);
            Checked { diagnostics, ..foreign(Foreign::Kanban(chart)) }
        }
        Parsed::Packet(text) => foreign(Foreign::Packet(others::packet(text))),
        Parsed::Radar(text) => foreign(Foreign::Radar(others::radar(text))),
        Parsed::Treemap(text) => {
            let (chart, diagnostics) = others::treemap(text);
            Checked { diagnostics, ..foreign(Foreign::Treemap(chart)) }
        }
        Parsed::Sankey(text) => {
            let (chart, finding) = others::sankey(text);
            Checked { diagnostics: finding.into_iter().collect(), ..foreign(Foreign::Sankey(chart)) }
        }
        Parsed::Journey(text) => foreign(Foreign::Journey(others::journey(text))),
        Parsed::Timeline(text) => foreign(Foreign::Timeline(others::timeline(text))),
        Parsed::Venn(text) => {
            let (chart, diagnostics) = venn::project(text);
            let value = chart.map(|chart| Shown::Chart(Box::new(Chart::Foreign(Foreign::Venn(chart)))));
            Checked { value, diagnostics }
        }
        other => undrawn(other.word()),
    }
}

fn net((graph, diagnostics): (Graph, Vec<Diagnostic>)) -> Checked<Shown> {
    Checked { value: Some(Shown::Graph(Box::new(graph))), diagnostics }
}

/// A chart that shows all of its text.
fn foreign(chart: Foreign) -> Checked<Shown> {
    Checked { value: Some(Shown::Chart(Box::new(Chart::Foreign(chart)))), diagnostics: Vec::new() }
}

/// A kind without a way to a picture.
fn undrawn(kind: &str) -> Checked<Shown> {
    let message = format!("`{kind}` is a kind of Mermaid that is not drawn.");
    let finding = Diagnostic::new(Code::MermaidKind, place(&(0..0)), message)
        .help("Leave it to a host that draws Mermaid itself, or build groundplan with `--features merman`.");
    Checked { value: None, diagnostics: vec![finding] }
}

/// One note for all places of a kind: what it says, at the first of them, and how often.
fn note<'a>(places: impl Iterator<Item = &'a Range<usize>>, message: &str, help: &str) -> Option<Diagnostic> {
    let mut places = places;
    let first = places.next()?;
    let count = places.count() + 1;
    let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
    Some(Diagnostic::new(Code::MermaidLook, place(first), format!("{message}{times}.")).help(help))
}

/// A place in the text that was read.
fn place(at: &Range<usize>) -> Span {
    Span { source: SourceId(0), start: at.start, end: at.end }
}
