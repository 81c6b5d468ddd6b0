//! Risks of a plan in a matrix of probability and impact, and in a list.
//!
//! Input: a model's plan ([`project`]), then how large everything will be drawn ([`place`]). Output: a [`RiskMatrix`], then
//! a [`PlacedRisks`].

mod place;
mod project;

pub use crate::describe::plan::Level;
pub use place::{DOT, LIST, place};
pub use project::project;

use crate::base::text::counted;
use crate::base::{Rect, Size};

/// Risks, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RiskMatrix {
    /// Title of the picture.
    pub title: String,
    /// What it says, for readers who do not see it.
    pub description: Option<String>,
    /// Technical ones first, each in written order; the number of a risk is its index and one.
    pub risks: Vec<Risk>,
}

/// A risk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Risk {
    /// What may happen.
    pub text: String,
    /// With what.
    pub topic: Topic,
    /// How likely it is.
    pub probability: Option<Level>,
    /// How much it hurts.
    pub impact: Option<Level>,
    /// What is done about it.
    pub mitigation: Option<String>,
    /// Names of the elements that it is about.
    pub on: Vec<String>,
}

/// What a risk is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The technology.
    #[default]
    Technical,
    /// The time.
    Timeline,
}

/// How much a cell of the matrix matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Accept it.
    Low,
    /// Watch it.
    Medium,
    /// Do something.
    High,
}

impl Severity {
    /// Of a cell: the two levels count alike.
    pub const fn of(probability: Level, impact: Level) -> Self {
        match steps(probability) + steps(impact) {
            0 | 1 => Self::Low,
            2 => Self::Medium,
            _ => Self::High,
        }
    }
}

impl Risk {
    /// Its column from the left and its row from the top, where it is rated.
    pub const fn cell(&self) -> Option<(usize, usize)> {
        match (self.probability, self.impact) {
            (Some(probability), Some(impact)) => Some((steps(probability), 2 - steps(impact))),
            _ => None,
        }
    }

    /// Whether it is likely, hurts, and nothing is done about it.
    pub const fn is_open(&self) -> bool {
        matches!((self.probability, self.impact), (Some(Level::H), Some(Level::H))) && self.mitigation.is_none()
    }

    /// `H/M`: probability and impact, `?` for what is not said.
    pub fn rating(&self) -> String {
        let letter = |level: Option<Level>| level.map_or("?", Level::letter);
        format!("{}/{}", letter(self.probability), letter(self.impact))
    }
}

impl RiskMatrix {
    /// What a reader hears who does not see the picture.
    pub fn summary(&self) -> String {
        const SAID: usize = 30;
        let said = self.risks.iter().enumerate().take(SAID);
        let said: Vec<String> = said.map(|(at, r)| format!("{} ({}) {}", at + 1, r.rating(), r.text)).collect();
        let more = self.risks.len() - said.len();
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let count = counted(self.risks.len(), "risk", "risks");
        format!("{count} (probability/impact): {}{more}.", said.join("; "))
    }
}

const fn steps(level: Level) -> usize {
    match level {
        Level::L => 0,
        Level::M => 1,
        Level::H => 2,
    }
}

/// How large everything will be drawn, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// What the list says of each risk.
    pub entries: Vec<Size>,
    /// The heading of a topic in the list.
    pub heading: Size,
    /// The widest word at a row or column.
    pub level: Size,
    /// The widest name of an axis.
    pub axis: Size,
}

/// A matrix with its places, from (0, 0).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedRisks {
    /// Of the whole.
    pub size: Size,
    /// By row from the top, then column from the left.
    pub cells: [[Rect; 3]; 3],
    /// Words left of the rows, from the top.
    pub rows: [Rect; 3],
    /// Words below the columns, from the left.
    pub columns: [Rect; 3],
    /// The name of the axis that goes up.
    pub impact: Rect,
    /// The name of the axis that goes right.
    pub probability: Rect,
    /// The dot of each risk in its cell, where it is rated.
    pub dots: Vec<Option<Rect>>,
    /// The dot of each risk in the list.
    pub marks: Vec<Rect>,
    /// What the list says of each risk.
    pub entries: Vec<Rect>,
    /// Headings of the list.
    pub headings: Vec<(Topic, Rect)>,
}
