//! Pictures that are no layered graph, each with its own types and its own small layout.
//!
//! Stage: beside graph and layout. Input: a model and a view of it ([`project`]). Output: a [`Chart`].

pub mod foreign;
pub mod gantt;
pub mod git;
pub mod journey;
pub mod kanban;
pub mod packet;
pub mod pie;
pub mod quadrant;
pub mod radar;
pub mod risk;
pub mod sankey;
pub mod schedule;
pub mod sequence;
pub mod stack;
pub mod timeline;
pub mod tree;
pub mod treemap;
pub mod venn;
pub mod xy;

pub use foreign::Foreign;
pub use risk::RiskMatrix;
pub use schedule::Schedule;
pub use sequence::Sequence;
pub use stack::Stack;
pub use tree::FileTree;

use crate::base::Color;
use crate::describe::Model;
use crate::describe::model::{View, ViewKind};

/// A colour that a foreign text asks for, and how much of it covers the page, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tint {
    /// The colour itself.
    pub color: Color,
    /// 1 covers everything.
    pub alpha: f64,
}

/// What one picture shows that is no layered graph, before anything has a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// Who says what to whom, in which order.
    Sequence(Sequence),
    /// Phases in time.
    Schedule(Schedule),
    /// Risks by probability and impact.
    Risk(RiskMatrix),
    /// Technology by layer.
    Stack(Stack),
    /// Folders and files.
    Files(FileTree),
    /// What no view is.
    Foreign(Foreign),
}

/// The chart that a view is; none where it is a graph. What the model does not have is not in it.
pub fn project(model: &Model, view: &View) -> Option<Chart> {
    use ViewKind::{Component, Container, Context, Deployment, Entity, Landscape};
    Some(match view.kind {
        Landscape | Context | Container | Component | Deployment | Entity => return None,
        ViewKind::Sequence => Chart::Sequence(sequence::project(model, view)),
        ViewKind::Schedule => Chart::Schedule(schedule::project(model, view)),
        ViewKind::Risk => Chart::Risk(risk::project(model, view)),
        ViewKind::Stack => Chart::Stack(stack::project(model, view)),
        ViewKind::Files => Chart::Files(tree::project(model, view)),
    })
}

impl Chart {
    /// Title of the picture.
    pub fn title(&self) -> &str {
        match self {
            Self::Sequence(sequence) => &sequence.title,
            Self::Schedule(schedule) => &schedule.title,
            Self::Risk(matrix) => &matrix.title,
            Self::Stack(stack) => &stack.title,
            Self::Files(tree) => &tree.title,
            Self::Foreign(foreign) => foreign.title(),
        }
    }

    /// The same, to be changed.
    pub fn title_mut(&mut self) -> &mut String {
        match self {
            Self::Sequence(sequence) => &mut sequence.title,
            Self::Schedule(schedule) => &mut schedule.title,
            Self::Risk(matrix) => &mut matrix.title,
            Self::Stack(stack) => &mut stack.title,
            Self::Files(tree) => &mut tree.title,
            Self::Foreign(foreign) => foreign.title_mut(),
        }
    }

    /// The word for what it shows; for a chart of the plan its key there.
    pub fn shows(&self) -> &'static str {
        match self {
            Self::Sequence(_) => "participants",
            Self::Schedule(_) => "phases",
            Self::Risk(_) => "risks",
            Self::Stack(_) => "stack",
            Self::Files(_) => "files",
            Self::Foreign(foreign) => foreign.shows(),
        }
    }

    /// How much of that; a chart of nothing is not drawn.
    pub fn count(&self) -> usize {
        match self {
            Self::Sequence(sequence) => sequence.participants.len(),
            Self::Schedule(schedule) => schedule.bars.len(),
            Self::Risk(matrix) => matrix.risks.len(),
            Self::Stack(stack) => stack.count(),
            Self::Files(tree) => tree.entries.len(),
            Self::Foreign(foreign) => foreign.count(),
        }
    }

    /// How many lines lead from one to another.
    pub fn lines(&self) -> usize {
        match self {
            Self::Sequence(sequence) => sequence.events.len(),
            Self::Schedule(schedule) => schedule.bars.iter().map(|bar| bar.after.len()).sum(),
            Self::Files(tree) => tree.lines(),
            Self::Foreign(foreign) => foreign.lines(),
            Self::Risk(_) | Self::Stack(_) => 0,
        }
    }
}
