//! Gantt charts in calendar time, as foreign texts write them. A plan's phases are a [`super::Schedule`]: that counts
//! working days and knows what waits for what.
//!
//! Input: a [`Gantt`], then how large everything will be drawn ([`place`]). Output: a [`PlacedGantt`].

mod axis;
mod place;
pub mod time;

pub use axis::{Mark, marks};
pub use place::{AREA, place};

use crate::base::{Rect, Size};

/// Tasks in time, before anything has a place. Moments are those of [`time`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gantt {
    /// Title of the picture.
    pub title: String,
    /// Titles of sections.
    pub sections: Vec<String>,
    /// Those of a section follow each other.
    pub tasks: Vec<Task>,
    /// How the axis writes moments, in d3's signs.
    pub format: String,
    /// From one mark of the axis to the next, where the text says that.
    pub every: Option<Every>,
    /// The day on which weeks begin: 0 is Monday.
    pub week_start: i64,
    /// Days off, by their midnights.
    pub off: Vec<i64>,
}

/// A task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    /// What it is.
    pub name: String,
    /// Its section.
    pub section: Option<usize>,
    /// When it begins.
    pub start: i64,
    /// When it ends; not before it begins.
    pub end: i64,
    /// How it is drawn.
    pub form: Form,
    /// How far it is.
    pub state: State,
    /// Whether it is on the critical path.
    pub critical: bool,
}

/// How a task is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A bar from its start to its end.
    #[default]
    Bar,
    /// A moment, in the middle of its time.
    Milestone,
    /// A line across the chart, where it begins.
    Vertical,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Not begun.
    #[default]
    Planned,
    /// Work goes on.
    Active,
    /// Done.
    Done,
}

/// A distance of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// So many milliseconds.
    Time(i64),
    /// So many weeks.
    Weeks(i64),
    /// So many months.
    Months(i64),
}

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Titles of sections.
    pub sections: Vec<Size>,
    /// Names, by task.
    pub names: Vec<Size>,
    /// Words of the axis, by mark.
    pub marks: Vec<Size>,
}

/// Where everything is, in px; the origin is the top left corner of the chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedGantt {
    /// Size of the whole.
    pub size: Size,
    /// What time is drawn in.
    pub area: Rect,
    /// Bands of sections from left to right, with the section.
    pub bands: Vec<(Option<usize>, Rect)>,
    /// Titles of sections, by section; empty where a section has no task.
    pub titles: Vec<Rect>,
    /// By task.
    pub rows: Vec<Row>,
    /// Marks of the axis: where, and the box of the words where there is room for them.
    pub marks: Vec<(f64, Option<Rect>)>,
    /// Days off, within the area.
    pub off: Vec<Rect>,
}

/// A task.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Row {
    /// Box of its name.
    pub name: Rect,
    /// Its bar; the box around the sign of a milestone; a line as high as the area.
    pub bar: Rect,
}
