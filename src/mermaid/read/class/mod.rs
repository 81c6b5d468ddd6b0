//! `classDiagram`: text -> classes with their members, and relations.

mod build;
mod member;
mod parse;
mod relation;

pub(super) use parse::read;

use super::style::ClassDef;
use crate::base::Direction;
use std::ops::Range;

/// What a class diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassDiagram {
    /// Where its flow goes, if it says so.
    pub direction: Option<Direction>,
    /// In the order in which they are named first.
    pub classes: Vec<Class>,
    /// In the order of the text.
    pub relations: Vec<Relation>,
    /// In the order in which they open.
    pub namespaces: Vec<Namespace>,
    /// In the order of the text.
    pub notes: Vec<Note>,
    /// In the order of the text.
    pub class_defs: Vec<ClassDef>,
    /// Clicks that call a script.
    pub calls: Vec<Range<usize>>,
}

/// A class.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Its name.
    pub id: String,
    /// What its head shows: its name, with its type in `<>`, where the text says nothing else.
    pub label: String,
    /// Whether it is a circle with its name: an interface at the end of a `()`, of which each relation has its own.
    pub interface: bool,
    /// What stands in `<<>>` over its name.
    pub annotations: Vec<String>,
    /// In the order of the text.
    pub attributes: Vec<Member>,
    /// In the order of the text.
    pub methods: Vec<Member>,
    /// The namespace that it is in.
    pub namespace: Option<usize>,
    /// Its classes of looks, in the order in which they are given.
    pub classes: Vec<String>,
    /// Its own look: properties of CSS.
    pub styles: Vec<String>,
    /// Where a click on it leads.
    pub link: Option<String>,
    /// What a pointer over it shows.
    pub tooltip: Option<String>,
    /// Where its name stands first.
    pub at: Range<usize>,
}

/// An attribute or a method.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Who sees it, if the text says so.
    pub visibility: Option<Visibility>,
    /// What it shows: `name(size: int) : List<int>`.
    pub text: String,
    /// `*` or `$` at its end.
    pub classifier: Option<Classifier>,
    /// Where it stands.
    pub at: Range<usize>,
}

/// Who sees a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// `+`
    Public,
    /// `-`
    Private,
    /// `#`
    Protected,
    /// `~`: its package.
    Internal,
}

/// What a member is, besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Classifier {
    /// `*`
    Abstract,
    /// `$`
    Static,
}

/// A relation of two classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The class at the left.
    pub from: usize,
    /// The class at the right.
    pub to: usize,
    /// What is drawn at `from`.
    pub tail: End,
    /// What is drawn at `to`.
    pub head: End,
    /// `..`
    pub dotted: bool,
    /// How many at `from`; empty where the text says nothing.
    pub from_count: String,
    /// How many at `to`; empty where the text says nothing.
    pub to_count: String,
    /// What stands beside it; empty where nothing does.
    pub label: String,
    /// All of it.
    pub at: Range<usize>,
}

/// How an end of a relation is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// Bare.
    #[default]
    None,
    /// `<|`: the one that is extended.
    Extension,
    /// `*`: the whole, without which parts are nothing.
    Composition,
    /// `o`: the whole of parts.
    Aggregation,
    /// `<`: the one that is needed.
    Dependency,
    /// `()`: an interface, drawn as a circle.
    Lollipop,
}

/// A frame around classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Namespace {
    /// Its name.
    pub id: String,
    /// What stands at its top.
    pub title: String,
    /// The namespace around it.
    pub parent: Option<usize>,
    /// Where its name stands.
    pub at: Range<usize>,
}

/// A note.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The class that it is for.
    pub of: Option<usize>,
    /// What it says.
    pub text: String,
    /// The namespace that it is in.
    pub namespace: Option<usize>,
    /// Its text.
    pub at: Range<usize>,
}

impl ClassDiagram {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        for class in &mut self.classes {
            change(&mut class.at);
            class.attributes.iter_mut().chain(&mut class.methods).for_each(|member| change(&mut member.at));
        }
        self.relations.iter_mut().for_each(|relation| change(&mut relation.at));
        self.namespaces.iter_mut().for_each(|namespace| change(&mut namespace.at));
        self.notes.iter_mut().for_each(|note| change(&mut note.at));
        self.calls.iter_mut().for_each(change);
    }
}
