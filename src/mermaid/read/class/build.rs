//! What statements say -> the diagram.

use super::super::fault::Fault;
use super::super::label;
use super::member::{self, Line};
use super::{Class, ClassDiagram, Namespace};
use std::collections::BTreeMap;
use std::ops::Range;

/// A name as it was written.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) id: String,
    /// The type between `~` and `~`.
    pub(super) generic: Option<String>,
    pub(super) at: Range<usize>,
}

#[derive(Default)]
pub(super) struct Build {
    pub(super) chart: ClassDiagram,
    classes: BTreeMap<String, usize>,
    namespaces: BTreeMap<String, usize>,
    /// Namespaces that are open, and whether something stands in them.
    pub(super) open: Vec<(usize, bool)>,
}

impl Build {
    pub(super) fn class(&mut self, name: &Name) -> usize {
        if let Some(&index) = self.classes.get(&name.id) {
            return index;
        }
        self.classes.insert(name.id.clone(), self.chart.classes.len());
        self.push(name, false)
    }

    /// The interface of one relation.
    pub(super) fn interface(&mut self, name: &Name) -> usize {
        let index = self.push(name, true);
        self.with(index, |class| class.id = format!("interface{index}"));
        index
    }

    fn push(&mut self, name: &Name, interface: bool) -> usize {
        let label = label::shown(&name.id);
        let label = match &name.generic {
            Some(kind) => format!("{label}<{}>", label::shown(&member::generic(kind))),
            None => label,
        };
        self.chart.classes.push(Class {
            id: name.id.clone(),
            label,
            interface,
            annotations: Vec::new(),
            attributes: Vec::new(),
            methods: Vec::new(),
            namespace: None,
            classes: Vec::new(),
            styles: Vec::new(),
            link: None,
            tooltip: None,
            at: name.at.clone(),
        });
        self.chart.classes.len() - 1
    }

    /// A class that the text knows already.
    pub(super) fn known(&self, id: &str) -> Option<usize> {
        self.classes.get(id).copied()
    }

    pub(super) fn with(&mut self, index: usize, change: impl FnOnce(&mut Class)) {
        if let Some(class) = self.chart.classes.get_mut(index) {
            change(class);
        }
    }

    pub(super) fn member(&mut self, index: usize, text: &str, at: Range<usize>) -> Result<(), Fault> {
        let Some(line) = member::read(text, at)? else { return Ok(()) };
        self.with(index, |class| match line {
            Line::Annotation(annotation) => class.annotations.push(annotation),
            Line::Attribute(member) => class.attributes.push(member),
            Line::Method(member) => class.methods.push(member),
        });
        Ok(())
    }

    pub(super) fn namespace(&self) -> Option<usize> {
        self.open.last().map(|open| open.0)
    }

    pub(super) fn open(&mut self, id: &str, title: Option<&str>, at: &Range<usize>) {
        let parent = self.namespace();
        // The same name inside of another one is another namespace.
        let key = parent.map_or_else(|| id.to_owned(), |parent| format!("{parent}\n{id}"));
        let next = self.chart.namespaces.len();
        let index = *self.namespaces.entry(key).or_insert(next);
        if index == next {
            let title = label::shown(title.unwrap_or(id));
            self.chart.namespaces.push(Namespace { id: id.to_owned(), title, parent, at: at.clone() });
        }
        self.open.push((index, false));
    }
}
