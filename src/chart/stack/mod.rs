//! Technology of a plan by layer: what each is for, what was chosen and why.
//!
//! Input: a model's plan ([`project`]), then how large everything will be drawn ([`place`]). Output: a [`Stack`], then a
//! [`PlacedStack`].

mod place;
mod project;

pub use place::{COLUMNS, place};
pub use project::project;

use crate::base::text::counted;
use crate::base::{Kind, Rect, Size};

/// A technology stack, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stack {
    /// Title of the picture.
    pub title: String,
    /// What it says, for readers who do not see it.
    pub description: Option<String>,
    /// What the product is made with first; none is empty.
    pub layers: Vec<Layer>,
}

/// Technologies of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// Unique in the stack.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// In written order.
    pub choices: Vec<Choice>,
}

/// A technology.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// Unique in the layer.
    pub id: String,
    /// What it is for.
    pub role: String,
    /// What was chosen; `?` where that is not said.
    pub choice: String,
    /// Why.
    pub why: Option<String>,
    /// The kind of element whose colours it has.
    pub kind: Kind,
}

impl Stack {
    /// How many technologies it has.
    pub fn count(&self) -> usize {
        self.layers.iter().map(|l| l.choices.len()).sum()
    }

    /// What a reader hears who does not see the picture.
    pub fn summary(&self) -> String {
        const SAID: usize = 30;
        let all = self.layers.iter().flat_map(|l| &l.choices);
        let said: Vec<String> = all.take(SAID).map(|c| format!("{}: {}", c.role, c.choice)).collect();
        let more = self.count() - said.len();
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        format!("{}. {}{more}.", counted(self.count(), "technology", "technologies"), said.join("; "))
    }
}

/// How large everything will be drawn, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// The names of layers.
    pub titles: Vec<Size>,
    /// Role, choice and reason of each technology, by layer.
    pub choices: Vec<Vec<[Size; 3]>>,
}

/// A stack with its places, from (0, 0).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedStack {
    /// Of the whole.
    pub size: Size,
    /// By layer.
    pub layers: Vec<PlacedLayer>,
}

/// A layer in its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedLayer {
    /// The band around all of it.
    pub band: Rect,
    /// Its name.
    pub title: Rect,
    /// Its technologies.
    pub rows: Vec<Row>,
}

/// A technology in its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The card.
    pub card: Rect,
    /// The part of the card that has its role.
    pub tab: Rect,
    /// Role, choice and reason.
    pub texts: [Rect; 3],
}
