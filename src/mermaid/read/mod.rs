//! Mermaid text -> what it says: who is connected with whom, in which order, and where that was written.
//!
//! Stage: beside describe, the way back of [`write`](mod@super::write). Input: the text of one fence. Output: a [`Reading`] with
//! places in that text. The readers hold the lexical rules of versions 11 and 12 of the official parser, so that what
//! no host draws is a fault here too, at the same place. Time is linear in the length of the text.

pub mod architecture;
pub mod block;
pub mod c4;
pub mod class;
mod cursor;
pub mod er;
mod fault;
pub mod flowchart;
mod front;
pub mod gantt;
pub mod git;
pub mod ishikawa;
pub mod journey;
pub mod kanban;
mod kind;
mod label;
pub mod mindmap;
mod outline;
pub mod packet;
pub mod pie;
pub mod quadrant;
pub mod radar;
pub mod requirement;
mod rich;
pub mod sankey;
mod scan;
mod scanner;
mod section;
pub mod sequence;
mod source;
pub mod state;
mod style;
mod terminals;
pub mod timeline;
pub mod tree_view;
pub mod treemap;
pub mod venn;
pub mod xychart;

pub use architecture::Architecture;
pub use block::Blocks;
pub use c4::C4;
pub use class::ClassDiagram;
pub use er::Er;
pub use fault::Fault;
pub use flowchart::Flowchart;
pub use front::{Front, Setting};
pub use gantt::Gantt;
pub use git::GitGraph;
pub use ishikawa::Ishikawa;
pub use journey::Journey;
pub use kanban::Kanban;
pub use mindmap::Mindmap;
pub use packet::Packet;
pub use pie::Pie;
pub use quadrant::Quadrant;
pub use radar::Radar;
pub use requirement::Requirements;
pub use rich::Rich;
pub use sankey::Sankey;
pub use section::Section;
pub use sequence::Sequence;
pub use state::StateDiagram;
pub use style::ClassDef;
pub use timeline::Timeline;
pub use tree_view::TreeView;
pub use treemap::Treemap;
pub use venn::Venn;
pub use xychart::XyChart;

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
    /// `architecture-beta`.
    Architecture(Architecture),
    /// `block` and `block-beta`.
    Block(Blocks),
    /// `C4Context`, `C4Container`, `C4Component`, `C4Dynamic` and `C4Deployment`.
    C4(C4),
    /// `classDiagram`.
    Class(ClassDiagram),
    /// `gitGraph`.
    Git(GitGraph),
    /// `journey`.
    Journey(Journey),
    /// `kanban`.
    Kanban(Kanban),
    /// `mindmap`.
    Mindmap(Mindmap),
    /// `packet`.
    Packet(Packet),
    /// `pie`.
    Pie(Pie),
    /// `radar-beta`.
    Radar(Radar),
    /// `requirementDiagram`.
    Requirement(Requirements),
    /// `sankey`.
    Sankey(Sankey),
    /// `stateDiagram` and `stateDiagram-v2`.
    State(StateDiagram),
    /// `timeline`.
    Timeline(Timeline),
    /// `treemap`.
    Treemap(Treemap),
    /// `xychart`.
    XyChart(XyChart),
    /// `ishikawa`.
    Ishikawa(Ishikawa),
    /// `treeView-beta`.
    TreeView(TreeView),
    /// `venn-beta`.
    Venn(Venn),
    /// A kind that Mermaid knows and that is not read here, by its first word: nothing of it was checked.
    Other(&'static str),
}

/// A text that was read, as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it says; none where it has a fault.
    pub diagram: Option<Parsed>,
    /// What it says of itself: its title and settings.
    pub front: Front,
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
    let mut front = front::read(text);
    let source = Source::new(text);
    let main = git::main_branch(text);
    let (source, read) = match kind::of(&source.text) {
        Err(fault) => (source, Err(fault)),
        Ok(kind) => {
            let source = source.encoded();
            if let Some(words) = kind.accessible() {
                front::accessible(&source.text, words, &mut front);
            }
            match kind {
                Kind::Flowchart => with(source.edited(flowchart::line_ends), flowchart::read, Parsed::Flowchart),
                Kind::Sequence => with(source, sequence::read, Parsed::Sequence),
                Kind::Er => with(source, er::read, Parsed::Er),
                Kind::Gantt => with(source, gantt::read, Parsed::Gantt),
                Kind::Quadrant => with(source, quadrant::read, Parsed::Quadrant),
                Kind::Architecture => with(source, architecture::read, Parsed::Architecture),
                Kind::Block => with(source, block::read, Parsed::Block),
                Kind::C4 => with(source, c4::read, Parsed::C4),
                Kind::Class => with(source, class::read, Parsed::Class),
                Kind::Git => with(source, |text| git::read(text, main), Parsed::Git),
                Kind::Journey => with(source, journey::read, Parsed::Journey),
                Kind::Kanban => with(source, kanban::read, Parsed::Kanban),
                Kind::Mindmap => with(source, mindmap::read, Parsed::Mindmap),
                Kind::Packet => with(source, packet::read, Parsed::Packet),
                Kind::Pie => with(source, pie::read, Parsed::Pie),
                Kind::Radar => with(source, radar::read, Parsed::Radar),
                Kind::Requirement => with(source, requirement::read, Parsed::Requirement),
                Kind::Sankey => with(source, sankey::read, Parsed::Sankey),
                Kind::State => with(source, state::read, Parsed::State),
                Kind::Timeline => with(source, timeline::read, Parsed::Timeline),
                Kind::Treemap => with(source, treemap::read, Parsed::Treemap),
                Kind::XyChart => with(source, xychart::read, Parsed::XyChart),
                Kind::Ishikawa => with(source, ishikawa::read, Parsed::Ishikawa),
                Kind::TreeView => with(source, tree_view::read, Parsed::TreeView),
                Kind::Venn => with(source, venn::read, Parsed::Venn),
                Kind::Other(word) => (source, Ok(Parsed::Other(word))),
            }
        }
    };
    match read {
        Ok(mut diagram) => {
            diagram.move_to(&source);
            let warnings = if let Parsed::Flowchart(chart) = &diagram { chart.lost_letters() } else { Vec::new() };
            Reading { diagram: Some(diagram), front, faults: Vec::new(), warnings }
        }
        Err(mut fault) => {
            fault.at = source.written(&fault.at);
            Reading { diagram: None, front, faults: vec![fault], warnings: Vec::new() }
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
    /// The word that a text of this kind begins with.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Flowchart(_) => "flowchart",
            Self::Sequence(_) => "sequenceDiagram",
            Self::Er(_) => "erDiagram",
            Self::Gantt(_) => "gantt",
            Self::Quadrant(_) => "quadrantChart",
            Self::Architecture(_) => "architecture-beta",
            Self::Block(_) => "block",
            Self::C4(chart) => chart.level.word(),
            Self::Class(_) => "classDiagram",
            Self::Git(_) => "gitGraph",
            Self::Journey(_) => "journey",
            Self::Kanban(_) => "kanban",
            Self::Mindmap(_) => "mindmap",
            Self::Packet(_) => "packet",
            Self::Pie(_) => "pie",
            Self::Radar(_) => "radar-beta",
            Self::Requirement(_) => "requirementDiagram",
            Self::Sankey(_) => "sankey",
            Self::State(_) => "stateDiagram",
            Self::Timeline(_) => "timeline",
            Self::Treemap(_) => "treemap",
            Self::XyChart(_) => "xychart",
            Self::Ishikawa(_) => "ishikawa",
            Self::TreeView(_) => "treeView-beta",
            Self::Venn(_) => "venn-beta",
            Self::Other(word) => word,
        }
    }

    /// From places in what the parser got to places in what the user wrote.
    fn move_to(&mut self, source: &Source) {
        match self {
            Self::Flowchart(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Sequence(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Er(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Gantt(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Quadrant(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Architecture(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Block(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::C4(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Class(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Git(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Journey(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Kanban(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Mindmap(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Packet(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Pie(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Radar(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Requirement(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Sankey(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::State(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Timeline(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Treemap(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::XyChart(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Ishikawa(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::TreeView(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Venn(chart) => chart.each_place(|at| *at = source.written(at)),
            Self::Other(_) => {}
        }
    }
}
