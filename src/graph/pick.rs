//! Selectors -> elements and relations.
//!
//! Stage: graph, first step. Input: the model. Output: an index that answers every selector in the size of its answer.

use crate::base::Kind;
use crate::describe::Model;
use crate::describe::model::{ElementId, RelationId, Selector};
use std::collections::BTreeMap;

/// Who has which tag and is of which kind.
pub(super) struct Index<'m> {
    model: &'m Model,
    tagged: BTreeMap<&'m str, Picked>,
    of_kind: BTreeMap<&'m str, Picked>,
}

/// What a selector picks.
#[derive(Clone, Debug, Default)]
pub(super) struct Picked {
    /// Elements, in written order.
    pub(super) elements: Vec<ElementId>,
    /// Relations, in written order.
    pub(super) relations: Vec<RelationId>,
}

impl<'m> Index<'m> {
    /// Reads the model once.
    pub(super) fn new(model: &'m Model) -> Self {
        let mut index = Self { model, tagged: BTreeMap::new(), of_kind: BTreeMap::new() };
        for (at, element) in model.elements.iter().enumerate() {
            let id = ElementId(at as u32);
            for tag in &element.tags {
                index.tagged.entry(tag).or_default().elements.push(id);
            }
            if let Some(word) = &element.user_kind {
                index.of_kind.entry(word).or_default().elements.push(id);
            }
            index.of_kind.entry(element.kind.word()).or_default().elements.push(id);
            if element.external && element.kind != Kind::External {
                index.of_kind.entry(Kind::External.word()).or_default().elements.push(id);
            }
        }
        for (at, relation) in model.relations.iter().enumerate() {
            let id = RelationId(at as u32);
            for tag in &relation.tags {
                index.tagged.entry(tag).or_default().relations.push(id);
            }
            if let Some(word) = &relation.kind {
                index.of_kind.entry(word).or_default().relations.push(id);
            }
        }
        index
    }

    /// What `selector` picks; nothing where it names nothing.
    pub(super) fn pick(&self, selector: &Selector) -> Picked {
        let only = |elements: Vec<ElementId>| Picked { elements, relations: Vec::new() };
        match selector {
            Selector::Element(id) => only(vec![*id]),
            Selector::Children(id) => only(self.model.element(*id).children.clone()),
            Selector::Group(id) => only(self.model.groups[id.index()].members.clone()),
            Selector::Tag(tag) => self.tagged.get(tag.as_str()).cloned().unwrap_or_default(),
            Selector::Kind(word) => self.of_kind.get(word.as_str()).cloned().unwrap_or_default(),
        }
    }
}
