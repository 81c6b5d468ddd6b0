//! `requirementDiagram`: text -> requirements, elements and relations.

mod parse;

pub(super) use parse::read;

use super::style::ClassDef;
use crate::base::Direction;
use std::ops::Range;

/// What a requirement diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Requirements {
    /// Where its flow goes, if it says so.
    pub direction: Option<Direction>,
    /// Requirements and elements, in the order of the text.
    pub boxes: Vec<Requirement>,
    /// In the order of the text.
    pub relations: Vec<Relation>,
    /// In the order of the text.
    pub class_defs: Vec<ClassDef>,
}

/// A requirement, or an element that has to do with some.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: RequirementKind,
    /// What is said of it, by the key in the text: `id`, `text`, `risk`, `verifymethod`, `type`, `docref`.
    pub facts: Vec<(&'static str, String)>,
    /// Its classes, in the order in which they are given.
    pub classes: Vec<String>,
    /// Its own look: properties of CSS.
    pub styles: Vec<String>,
    /// Its name.
    pub at: Range<usize>,
}

/// What a box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequirementKind {
    /// `requirement`
    Requirement,
    /// `functionalRequirement`
    Functional,
    /// `interfaceRequirement`
    Interface,
    /// `performanceRequirement`
    Performance,
    /// `physicalRequirement`
    Physical,
    /// `designConstraint`
    Constraint,
    /// `element`
    Element,
}

/// A relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Where its arrow begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// `contains`, `copies`, `derives`, `satisfies`, `verifies`, `refines` or `traces`.
    pub kind: &'static str,
    /// All of it.
    pub at: Range<usize>,
}

impl Requirements {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.boxes.iter_mut().for_each(|item| change(&mut item.at));
        self.relations.iter_mut().for_each(|relation| change(&mut relation.at));
    }
}
