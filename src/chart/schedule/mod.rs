//! Schedules: phases of a plan as bars in time, with what waits for what and the critical path.
//!
//! Input: a model's plan ([`project`]), then how large everything will be drawn ([`place`]). Output: a [`Schedule`], then a
//! [`PlacedSchedule`]. Time is working time in minutes: eight hours a day, five days a week.

mod date;
mod place;
mod project;

pub use date::Date;
pub use place::place;
pub use project::project;

pub use crate::describe::plan::duration::DAY;

use crate::base::{Point, Rect, Size};
use crate::describe::plan::duration::Duration;

/// A schedule, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedule {
    /// Title of the picture.
    pub title: String,
    /// What it says, for readers who do not see it.
    pub description: Option<String>,
    /// The working day that it starts on, where the plan says when it was made.
    pub start: Option<Date>,
    /// In written order.
    pub bars: Vec<Bar>,
    /// How long a phase is drawn whose duration nobody can read, in minutes.
    pub assumed: u32,
    /// When the last phase ends, in minutes.
    pub end: u64,
    /// When it ends if every phase takes its shortest time, in minutes.
    pub end_at_best: u64,
    /// What the critical path is.
    pub path: CriticalPath,
}

/// Which phases must not take longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CriticalPath {
    /// No duration can be read, so that nobody knows.
    #[default]
    Unknown,
    /// Phases wait for each other, so that nobody knows.
    Ring,
    /// All of them.
    Every,
    /// Those whose bars say so.
    Some,
}

/// A phase in time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// Unique in the schedule.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Its duration as written.
    pub words: Option<String>,
    /// Its duration, where it can be read.
    pub duration: Option<Duration>,
    /// When it starts, in minutes.
    pub start: u64,
    /// How long it takes at worst, or what is assumed, in minutes.
    pub length: u32,
    /// Whether the whole takes longer where this does.
    pub critical: bool,
    /// The bars that it waits for, by index; there is no ring.
    pub after: Vec<usize>,
    /// Number of its tasks.
    pub tasks: usize,
    /// How many of them are done.
    pub done: usize,
    /// Number of its deliverables.
    pub deliverables: usize,
}

impl Bar {
    /// When it ends, in minutes.
    pub fn end(&self) -> u64 {
        self.start + u64::from(self.length)
    }

    /// Its duration as a picture says it: as written, and with a mark where it cannot be read.
    pub fn says(&self) -> String {
        match (&self.words, self.duration) {
            (Some(words), Some(_)) => words.clone(),
            (Some(words), None) => format!("? {words}"),
            (None, _) => "?".to_owned(),
        }
    }
}

/// How large everything will be drawn, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// What stands left of each bar, by bar.
    pub names: Vec<Size>,
    /// What stands on each bar, by bar.
    pub words: Vec<Size>,
    /// The widest words at a tick, and the height of them.
    pub tick: Size,
}

/// A schedule with its places, from (0, 0).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedSchedule {
    /// Of the whole.
    pub size: Size,
    /// Where the bars are, from the end of the axis to below the last row.
    pub area: Rect,
    /// By bar.
    pub rows: Vec<Row>,
    /// From left to right.
    pub ticks: Vec<Tick>,
    /// From a phase to one that waits for it.
    pub arrows: Vec<Arrow>,
}

/// The row of a bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The whole row.
    pub band: Rect,
    /// What stands left.
    pub name: Rect,
    /// The bar.
    pub bar: Rect,
    /// Width of the part that it takes at least.
    pub sure: f64,
    /// Its duration.
    pub words: Rect,
    /// Whether that stands on the bar.
    pub inside: bool,
}

/// A line of the axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tick {
    /// Where.
    pub x: f64,
    /// The working day that begins there, counted from 0.
    pub day: u32,
    /// Where its words stand; none at the end of the axis.
    pub words: Option<Rect>,
    /// Whether its words count weeks.
    pub weeks: bool,
}

/// What waits for what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrow {
    /// The bar that ends first.
    pub from: usize,
    /// The bar that waits.
    pub to: usize,
    /// From the one to the other.
    pub points: Vec<Point>,
}
