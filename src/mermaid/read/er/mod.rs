//! `erDiagram`: text -> entities with their attributes, and relations.

mod lex;
mod parse;

pub(super) use parse::read;

use super::style::ClassDef;
use crate::base::Direction;
use std::ops::Range;

/// What an entity relationship diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Er {
    /// Where its flow goes, if it says so.
    pub direction: Option<Direction>,
    /// In the order in which they are named first.
    pub entities: Vec<Entity>,
    /// In the order of the text.
    pub relations: Vec<Relation>,
    /// In the order of the text.
    pub class_defs: Vec<ClassDef>,
    /// Where frames are, which no picture of ours shows.
    pub subgraphs: Vec<Range<usize>>,
}

/// An entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its name in the text.
    pub id: String,
    /// What its box shows: its name where it has no alias.
    pub label: String,
    /// In the order of the text.
    pub attributes: Vec<Attribute>,
    /// Its classes, in the order in which they are given.
    pub classes: Vec<String>,
    /// Its own look: properties of CSS.
    pub styles: Vec<String>,
    /// Where it is named first.
    pub at: Range<usize>,
}

/// A line of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its type; a `?` at its end lets it be absent.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its keys.
    pub keys: Vec<Key>,
    /// What is said of it; empty where nothing is.
    pub comment: String,
    /// Its type and name.
    pub at: Range<usize>,
}

/// What an attribute identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// `PK`: its entity.
    Primary,
    /// `FK`: another entity.
    Foreign,
    /// `UK`: one row.
    Unique,
}

/// A relation between two entities.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The entity at the left.
    pub left: String,
    /// The entity at the right.
    pub right: String,
    /// How many of the left one belong to one of the right one.
    pub left_count: Cardinality,
    /// How many of the right one belong to one of the left one.
    pub right_count: Cardinality,
    /// `--`: one cannot be without the other. Otherwise `..`.
    pub identifying: bool,
    /// What it is for.
    pub label: String,
    /// All of it.
    pub at: Range<usize>,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cardinality {
    /// `|o`
    ZeroOrOne,
    /// `}o`
    ZeroOrMore,
    /// `}|`
    OneOrMore,
    /// `||`
    One,
    /// `u`: the parent of an inheritance.
    Parent,
}

impl Er {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        for entity in &mut self.entities {
            change(&mut entity.at);
            entity.attributes.iter_mut().for_each(|attribute| change(&mut attribute.at));
        }
        self.relations.iter_mut().for_each(|relation| change(&mut relation.at));
        self.subgraphs.iter_mut().for_each(change);
    }
}
