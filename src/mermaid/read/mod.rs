//! Mermaid text -> what it says: who is connected with whom, in which order, and where that was written.
//!
//! Stage: beside describe, the way back of [`super::write`]. Input: the text of one fence. Output: a [`Reading`] with
//! places in that text. The readers hold the lexical rules of versions 11 and 12 of the official parser, so that what
//! no host draws is a fault here too, at the same place. Time is linear in the length of the text.

mod fault;
pub mod flowchart;
mod kind;
mod label;
mod scan;
pub mod sequence;
mod source;

pub use fault::Fault;
pub use flowchart::Flowchart;
pub use sequence::Sequence;

use kind::Kind;
use source::Source;

/// What a text is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Parsed {
    /// `flowchart` and `graph`.
    Flowchart(Flowchart),
    /// `sequenceDiagram`.
    Sequence(Sequence),
    /// A kind that Mermaid knows and that is not read here, by its first word: nothing of it was checked.
    Other(&'static str),
}

/// A text that was read, as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it says; none where it has a fault.
    pub diagram: Option<Parsed>,
    /// Why hosts do not draw it: the first fault, as the official parser stops there too.
    pub faults: Vec<Fault>,
}

/// Reads the text of a fence.
pub fn read(text: &str) -> Reading {
    let source = Source::new(text);
    let (source, read) = match kind::of(&source.text) {
        Err(fault) => (source, Err(fault)),
        Ok(Kind::Other(word)) => (source, Ok(Parsed::Other(word))),
        Ok(Kind::Flowchart) => {
            let source = source.encoded().edited(flowchart::line_ends);
            let read = flowchart::read(&source.text).map(Parsed::Flowchart);
            (source, read)
        }
        Ok(Kind::Sequence) => {
            let source = source.encoded();
            let read = sequence::read(&source.text).map(Parsed::Sequence);
            (source, read)
        }
    };
    match read {
        Ok(mut diagram) => {
            diagram.move_to(&source);
            Reading { diagram: Some(diagram), faults: Vec::new() }
        }
        Err(mut fault) => {
            fault.at = source.written(&fault.at);
            Reading { diagram: None, faults: vec![fault] }
        }
    }
}

impl Parsed {
    /// From places in what the parser got to places in what the user wrote.
    fn move_to(&mut self, source: &Source) {
        match self {
            Self::Flowchart(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Sequence(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Other(_) => {}
        }
    }
}
