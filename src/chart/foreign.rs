//! Charts that no view is: they come of foreign texts.

use super::gantt::Gantt;
use super::journey::Journey;
use super::pie::Pie;
use super::quadrant::Quadrant;
use super::timeline::Timeline;

/// One of them, before anything has a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Foreign {
    /// Tasks in calendar time.
    Gantt(Gantt),
    /// Parts of a whole.
    Pie(Pie),
    /// Steps and how good each is.
    Journey(Journey),
    /// Periods and what happened in them.
    Timeline(Timeline),
    /// Points in four quadrants.
    Quadrant(Quadrant),
}

impl Foreign {
    /// Title of the picture.
    pub fn title(&self) -> &str {
        match self {
            Self::Gantt(it) => &it.title,
            Self::Pie(it) => &it.title,
            Self::Journey(it) => &it.title,
            Self::Timeline(it) => &it.title,
            Self::Quadrant(it) => &it.title,
        }
    }

    /// The word for what it shows.
    pub fn shows(&self) -> &'static str {
        match self {
            Self::Gantt(_) => "tasks",
            Self::Pie(_) => "slices",
            Self::Journey(_) => "steps",
            Self::Timeline(_) => "periods",
            Self::Quadrant(_) => "points",
        }
    }

    /// How much of that.
    pub fn count(&self) -> usize {
        match self {
            Self::Gantt(it) => it.tasks.len(),
            Self::Pie(it) => it.slices.len(),
            Self::Journey(it) => it.steps.len(),
            Self::Timeline(it) => it.periods.len(),
            // The quadrants themselves say something.
            Self::Quadrant(it) => it.points.len().max(1),
        }
    }
}
