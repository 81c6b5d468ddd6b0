//! `C4Context`, `C4Container`, `C4Component`, `C4Dynamic` and `C4Deployment`: text -> elements, boundaries, relations.

mod build;
mod parse;

pub(super) use parse::read;

use crate::base::Direction;
use std::ops::Range;

/// What a diagram of C4 says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct C4 {
    /// Which diagram of C4 it is.
    pub level: Level,
    /// What stands over it.
    pub title: Option<String>,
    /// In the order of the text.
    pub elements: Vec<Element>,
    /// In the order in which they open.
    pub boundaries: Vec<Boundary>,
    /// In the order of the text.
    pub relations: Vec<Relation>,
    /// How many elements stand in a row, if the text says so.
    pub per_row: Option<usize>,
    /// Where it says so.
    pub rows: Option<Range<usize>>,
}

/// A diagram of C4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// `C4Context`
    #[default]
    Context,
    /// `C4Container`
    Container,
    /// `C4Component`
    Component,
    /// `C4Dynamic`: its relations have numbers.
    Dynamic,
    /// `C4Deployment`
    Deployment,
}

impl Level {
    /// Its word in the text.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Context => "C4Context",
            Self::Container => "C4Container",
            Self::Component => "C4Component",
            Self::Dynamic => "C4Dynamic",
            Self::Deployment => "C4Deployment",
        }
    }
}

/// An element.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its name in the text.
    pub alias: String,
    /// What it is.
    pub kind: ElementKind,
    /// How it is drawn.
    pub form: Form,
    /// Whether it belongs to somebody else.
    pub external: bool,
    /// What it shows first.
    pub label: String,
    /// Its technology.
    pub technology: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it has a sprite or tags.
    pub signed: bool,
    /// Where a click on it leads.
    pub link: Option<String>,
    /// The boundary that it is in.
    pub parent: Option<usize>,
    /// What the text says of its look, by name: `bgColor` and the like.
    pub styles: Vec<(String, String)>,
    /// All of it.
    pub at: Range<usize>,
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementKind {
    /// Somebody.
    Person,
    /// A system.
    System,
    /// A part of a system that runs.
    Container,
    /// A part of a container.
    Component,
}

/// How an element is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A box.
    #[default]
    Box,
    /// A cylinder.
    Database,
    /// A lying cylinder.
    Queue,
}

/// A frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundary {
    /// Its name in the text.
    pub alias: String,
    /// What stands at its top.
    pub label: String,
    /// What it is: `system`, `container`, `node` or what the text says.
    pub kind: String,
    /// What it is for.
    pub description: Option<String>,
    /// Where a click on it leads.
    pub link: Option<String>,
    /// The boundary around it.
    pub parent: Option<usize>,
    /// What the text says of its look, by name: `bgColor` and the like.
    pub styles: Vec<(String, String)>,
    /// Its first line.
    pub at: Range<usize>,
}

/// A relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The alias of an element or a boundary.
    pub from: String,
    /// The alias of an element or a boundary.
    pub to: String,
    /// What stands beside it.
    pub label: String,
    /// Its technology.
    pub technology: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it has arrows at both ends.
    pub both: bool,
    /// Whether its arrow is at `from`.
    pub back: bool,
    /// Where it should go, if the text says so.
    pub direction: Option<Direction>,
    /// What the text says of its look, by name: `lineColor` and the like.
    pub styles: Vec<(String, String)>,
    /// All of it.
    pub at: Range<usize>,
}

impl C4 {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.elements.iter_mut().for_each(|element| change(&mut element.at));
        self.boundaries.iter_mut().for_each(|boundary| change(&mut boundary.at));
        self.relations.iter_mut().for_each(|relation| change(&mut relation.at));
        self.rows.iter_mut().for_each(change);
    }
}
