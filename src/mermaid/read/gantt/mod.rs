//! `gantt`: text -> sections and tasks.

mod lex;
mod parse;

pub(super) use parse::read;

use super::section::Section;
use std::ops::Range;

/// What a gantt chart says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gantt {
    /// What stands over it.
    pub title: Option<String>,
    /// How its dates are written: `YYYY-MM-DD` where it says nothing.
    pub date_format: Option<String>,
    /// How the axis shows dates.
    pub axis_format: Option<String>,
    /// Days off, as they are written: `weekends, 2026-12-24`.
    pub excludes: Vec<String>,
    /// Days that are not off although [`Gantt::excludes`] says so.
    pub includes: Vec<String>,
    /// From one mark of the axis to the next: `1week`.
    pub tick_interval: Option<String>,
    /// The day on which weeks begin: `monday`.
    pub weekday: Option<String>,
    /// The day on which weekends begin: `friday`, or `saturday` where it says nothing.
    pub weekend: Option<String>,
    /// Whether a task that ends on a date takes all of that day.
    pub inclusive_ends: bool,
    /// How the line of today looks, and links and callbacks: where each stands, and its first word.
    pub behaviour: Vec<(Range<usize>, &'static str)>,
    /// In the order of the text.
    pub sections: Vec<Section>,
    /// In the order of the text.
    pub tasks: Vec<Task>,
}

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What its bar shows.
    pub name: String,
    /// Its id, where it has one.
    pub id: Option<String>,
    /// Its section.
    pub section: Option<usize>,
    /// Its tags, in their order.
    pub tags: Vec<Tag>,
    /// When it begins.
    pub start: Start,
    /// When it ends.
    pub end: End,
    /// All of it.
    pub at: Range<usize>,
}

/// What a task is, besides a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Work goes on.
    Active,
    /// It is done.
    Done,
    /// On the critical path.
    Critical,
    /// A moment.
    Milestone,
    /// A line across the chart.
    Vertical,
}

/// When a task begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// When the task above it ends.
    Previous,
    /// When the last of some tasks ends: their ids.
    After(Vec<String>),
    /// On a date, as it is written.
    Date(String),
}

/// When a task ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// When the first of some tasks begins: their ids.
    Until(Vec<String>),
    /// After a number of a unit (`d`, `w`, `h`, `M`, ...), as it is written.
    Duration(String),
    /// On a date, as it is written.
    Date(String),
}

impl Gantt {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.sections.iter_mut().for_each(|section| change(&mut section.at));
        self.tasks.iter_mut().for_each(|task| change(&mut task.at));
        self.behaviour.iter_mut().for_each(|(at, _)| change(at));
    }
}
