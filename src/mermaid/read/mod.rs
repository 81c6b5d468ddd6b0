//! Mermaid text -> what it says: who is connected with whom, in which order, and where that was written.
//!
//! Stage: beside describe, the way back of [`write`](mod@super::write). Input: the text of one fence. Output: a [`Reading`] with
//! places in that text. The readers hold the lexical rules of versions 11 and 12 of the official parser, so that what
//! no host draws is a fault here too, at the same place. Time is linear in the length of the text.

mod cursor;
pub mod er;
mod fault;
pub mod flowchart;
pub mod gantt;
mod kind;
mod label;
pub mod quadrant;
mod scan;
pub mod sequence;
mod source;

pub use er::Er;
pub use fault::Fault;
pub use flowchart::Flowchart;
pub use gantt::Gantt;
pub use quadrant::Quadrant;
pub use sequence::Sequence;

use kind::Kind;
use source::Source;
use std::ops::Range;

/// What a text is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Parsed {
    /// `flowchart` and `graph`.
    Flowchart(Flowchart),
    /// `sequenceDiagram`.
    Sequence(Sequence),
    /// `erDiagram`.
    Er(Er),
    /// `gantt`.
    Gantt(Gantt),
    /// `quadrantChart`.
    Quadrant(Quadrant),
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
    /// What hosts draw in another way than it reads.
    pub warnings: Vec<Fault>,
}

/// The YAML between the lines `---` at the start of a text, where there is one. Hosts refuse a text whose YAML they cannot
/// read; its readers here leave it out.
pub fn frontmatter(text: &str) -> Option<Range<usize>> {
    source::head(text).filter(|head| head.start < head.end)
}

/// Reads the text of a fence.
pub fn read(text: &str) -> Reading {
    let source = Source::new(text);
    let (source, read) = match kind::of(&source.text) {
        Err(fault) => (source, Err(fault)),
        Ok(kind) => {
            let source = source.encoded();
            match kind {
                Kind::Flowchart => with(source.edited(flowchart::line_ends), flowchart::read, Parsed::Flowchart),
                Kind::Sequence => with(source, sequence::read, Parsed::Sequence),
                Kind::Er => with(source, er::read, Parsed::Er),
                Kind::Gantt => with(source, gantt::read, Parsed::Gantt),
                Kind::Quadrant => with(source, quadrant::read, Parsed::Quadrant),
                Kind::Other(word) => (source, Ok(Parsed::Other(word))),
            }
        }
    };
    match read {
        Ok(mut diagram) => {
            diagram.move_to(&source);
            let warnings = if let Parsed::Flowchart(chart) = &diagram { chart.lost_letters() } else { Vec::new() };
            Reading { diagram: Some(diagram), faults: Vec::new(), warnings }
        }
        Err(mut fault) => {
            fault.at = source.written(&fault.at);
            Reading { diagram: None, faults: vec![fault], warnings: Vec::new() }
        }
    }
}

fn with<T>(
    source: Source,
    read: impl Fn(&str) -> Result<T, Fault>,
    parsed: fn(T) -> Parsed,
) -> (Source, Result<Parsed, Fault>) {
    let read = read(&source.text).map(parsed);
    (source, read)
}

impl Parsed {
    /// From places in what the parser got to places in what the user wrote.
    fn move_to(&mut self, source: &Source) {
        match self {
            Self::Flowchart(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Sequence(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Er(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Gantt(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Quadrant(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Other(_) => {}
        }
    }
}
