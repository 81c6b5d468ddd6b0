//! `block`: text -> blocks on a grid, and links between them.

mod link;
mod parse;

pub(super) use parse::read;

use super::flowchart::{Head, Shape, Stroke};
use super::style::ClassDef;
use crate::base::Direction;
use std::ops::Range;

/// What a block diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blocks {
    /// How many columns its grid has: all in one row where it says nothing.
    pub columns: Option<usize>,
    /// In the order of the text: those around others stand before them.
    pub blocks: Vec<Block>,
    /// In the order of the text.
    pub links: Vec<Link>,
    /// In the order of the text.
    pub class_defs: Vec<ClassDef>,
}

/// A place on a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its id; empty for space and for a frame without one.
    pub id: String,
    /// What it shows.
    pub label: String,
    /// What it is.
    pub kind: BlockKind,
    /// How many columns it takes.
    pub width: usize,
    /// The frame that it is in.
    pub parent: Option<usize>,
    /// Its classes, in the order in which they are given.
    pub classes: Vec<String>,
    /// Its own look: properties of CSS.
    pub styles: Vec<String>,
    /// Where it stands first.
    pub at: Range<usize>,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A box.
    Node(Shape),
    /// A thick arrow to some sides.
    Arrow(Vec<Direction>),
    /// Nothing is drawn.
    Space,
    /// A frame with a grid of its own, of so many columns.
    Frame(Option<usize>),
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The id of a block.
    pub from: String,
    /// The id of a block.
    pub to: String,
    /// The text beside it; empty where there is none.
    pub label: String,
    /// How it is drawn.
    pub stroke: Stroke,
    /// What is drawn at `from`.
    pub tail: Head,
    /// What is drawn at `to`.
    pub head: Head,
    /// Its arrow.
    pub at: Range<usize>,
}

impl Blocks {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.blocks.iter_mut().for_each(|block| change(&mut block.at));
        self.links.iter_mut().for_each(|link| change(&mut link.at));
    }
}
