//! `stateDiagram` and `stateDiagram-v2`: text -> states, transitions and notes.

mod build;
mod parse;

pub(super) use parse::read;

use super::style::ClassDef;
use crate::base::Direction;
use std::ops::Range;

/// What a state diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StateDiagram {
    /// Where its flow goes, if it says so.
    pub direction: Option<Direction>,
    /// In the order in which they are named first.
    pub states: Vec<State>,
    /// In the order of the text.
    pub transitions: Vec<Transition>,
    /// In the order of the text.
    pub notes: Vec<Note>,
    /// In the order of the text.
    pub class_defs: Vec<ClassDef>,
}

/// A state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Its id: `[*]` for a start and an end, of which each region has its own.
    pub id: String,
    /// What it is.
    pub kind: StateKind,
    /// What its box shows: its id where the text says nothing else. The first is its title.
    pub lines: Vec<String>,
    /// The state around it.
    pub parent: Option<usize>,
    /// Which of the regions of that state, or of the diagram: `--` begins the next one.
    pub region: usize,
    /// Whether it has a body of its own, which may be empty.
    pub composite: bool,
    /// Where the flow goes inside, if it says so.
    pub direction: Option<Direction>,
    /// Its classes, in the order in which they are given.
    pub classes: Vec<String>,
    /// Its own look: properties of CSS.
    pub styles: Vec<String>,
    /// Where a click on it leads.
    pub link: Option<String>,
    /// Where its id stands first.
    pub at: Range<usize>,
}

/// What a state is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StateKind {
    /// A state.
    #[default]
    Normal,
    /// `[*]` at the left of an arrow.
    Start,
    /// `[*]` at the right of an arrow.
    End,
    /// `<<fork>>`: the ways part.
    Fork,
    /// `<<join>>`: they meet.
    Join,
    /// `<<choice>>`: one of several ways.
    Choice,
}

/// A way from state to state.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What stands beside it; empty where nothing does.
    pub label: String,
    /// Its words.
    pub at: Range<usize>,
}

/// A note.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Beside which state; none for a note of its own, which hosts do not draw.
    pub of: Option<usize>,
    /// At which side of it.
    pub side: Side,
    /// What it says.
    pub text: String,
    /// Its words.
    pub at: Range<usize>,
}

/// A side of a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// `left of`
    Left,
    /// `right of`
    #[default]
    Right,
}

impl StateDiagram {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.states.iter_mut().for_each(|state| change(&mut state.at));
        self.transitions.iter_mut().for_each(|transition| change(&mut transition.at));
        self.notes.iter_mut().for_each(|note| change(&mut note.at));
    }
}
