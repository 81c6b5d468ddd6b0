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
mod mindmap;
mod net;
mod requirement;
mod sequence;
mod shape;
mod state;
mod style;

pub use front::{dress, rest, theme};

use super::read::Parsed;
use crate::base::{Checked, Code, Diagnostic, SourceId, Span};
use crate::chart::Chart;
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
        Parsed::Requirement(text) => net(requirement::project(text)),
        Parsed::Block(text) => net(block::project(text)),
        Parsed::Architecture(text) => net(architecture::project(text)),
        Parsed::C4(text) => net(c4::project(text)),
        Parsed::Sequence(text) => {
            let (sequence, diagnostics) = sequence::project(text);
            Checked { value: Some(Shown::Chart(Box::new(Chart::Sequence(sequence)))), diagnostics }
        }
        other => undrawn(other.word()),
    }
}

fn net((graph, diagnostics): (Graph, Vec<Diagnostic>)) -> Checked<Shown> {
    Checked { value: Some(Shown::Graph(Box::new(graph))), diagnostics }
}

/// A kind without a way to a picture.
fn undrawn(kind: &str) -> Checked<Shown> {
    let message = format!("`{kind}` is a kind of Mermaid that is not drawn.");
    let finding = Diagnostic::new(Code::MermaidKind, place(&(0..0)), message)
        .help("Leave it to a host that draws Mermaid itself.");
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
