//! What stands for a node: a card with its words, or a record with its fields.

use super::Item;
use super::node::Card;
use super::record::Record;
use super::shape::Side;
use super::theme::Theme;
use crate::base::text::Measure;
use crate::base::{Rect, Size};
use crate::graph::Node;

/// A node that is ready to be drawn at any place.
pub(super) enum Figure {
    Card(Card),
    Record(Record),
}

impl Figure {
    pub(super) fn new(node: &Node, theme: &Theme, measure: &dyn Measure) -> Self {
        match &node.compartments {
            Some(parts) => Self::Record(Record::new(node, parts, theme, measure)),
            None => Self::Card(Card::new(node, theme, measure)),
        }
    }

    /// The size of the box around it, in whole px.
    pub(super) fn size(&self, theme: &Theme) -> Size {
        match self {
            Self::Card(card) => card.size(theme),
            Self::Record(record) => record.size(theme),
        }
    }

    /// All that is written on it, where some of it was cut.
    pub(super) fn title(&mut self) -> Option<String> {
        match self {
            Self::Card(card) => card.title.take(),
            Self::Record(record) => record.title.take(),
        }
    }

    /// Draws it into the box around it.
    pub(super) fn draw(self, rect: Rect, out: &mut Vec<Item>) {
        match self {
            Self::Card(card) => card.draw(rect, out),
            Self::Record(record) => record.draw(rect, out),
        }
    }

    /// How far inside `side` of the box around it a line that comes in at `at` meets it, in px.
    pub(super) fn inset(&self, rect: Rect, side: Side, at: f64) -> f64 {
        match self {
            Self::Card(card) => card.inset(rect, side, at),
            Self::Record(record) => record.inset(rect, side, at),
        }
    }
}
