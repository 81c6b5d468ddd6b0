//! What the plan does to elements and relations.
//!
//! Stage: graph. Input: the model. Output: the [`Delta`], and for `show: changes` what it leaves of a picture.
//!
//! What is in a new or removed element is new or removed with it, and so is a relation that ends there; what hides a
//! change is changed. A status that is written goes before all that. `show: changes`
//! keeps what changes and its direct neighbours, which are drawn grey; everything else is left out. Colours of `styles:` step back:
//! there colour means status.

use super::lift::Link;
use super::select::Selection;
use crate::base::Status;
use crate::describe::Model;
use crate::describe::model::{ElementId, RelationId};

/// Status by element and relation, after what follows from the elements around.
pub(super) struct Delta {
    elements: Vec<Status>,
    /// Whether something inside changes.
    stirred: Vec<bool>,
    relations: Vec<Status>,
}

impl Delta {
    /// Reads the model once.
    pub(super) fn new(model: &Model) -> Self {
        let elements: Vec<Status> = (0..model.elements.len() as u32).map(|id| model.status(ElementId(id))).collect();
        let mut stirred = vec![false; elements.len()];
        for (at, element) in model.elements.iter().enumerate().rev() {
            if let Some(parent) = element.parent {
                stirred[parent.index()] |= stirred[at] || elements[at] != Status::Kept;
            }
        }
        let relations = model.relations.iter().map(|relation| {
            let ends = [elements[relation.from.index()], elements[relation.to.index()]];
            relation.status.unwrap_or_else(|| {
                let derived = [Status::Removed, Status::New].into_iter().find(|status| ends.contains(status));
                derived.unwrap_or_default()
            })
        });
        let relations = relations.collect();
        // Who writes `kept` means it, whatever is inside.
        for (stirred, element) in stirred.iter_mut().zip(&model.elements) {
            *stirred &= element.status.is_none();
        }
        Self { elements, stirred, relations }
    }

    /// Of an element that is drawn as a frame.
    pub(super) fn of_frame(&self, id: ElementId) -> Status {
        self.elements[id.index()]
    }

    /// Of an element that is drawn as a node: something hidden inside it may change.
    pub(super) fn of_node(&self, id: ElementId) -> Status {
        match self.elements[id.index()] {
            Status::Kept if self.stirred[id.index()] => Status::Changed,
            own => own,
        }
    }

    /// Of an edge that stands for these relations.
    pub(super) fn of_edge(&self, relations: &[RelationId]) -> Status {
        let mut all = relations.iter().map(|r| self.relations[r.index()]);
        let first = all.next().unwrap_or_default();
        if all.all(|s| s == first) { first } else { Status::Changed }
    }

    /// Leaves what changes and its direct neighbours. Ends of links are element indices.
    pub(super) fn prune(&self, model: &Model, selection: &mut Selection, links: &[Link]) {
        let mut kept: Vec<bool> = (0..model.elements.len())
            .map(|at| {
                let id = ElementId(at as u32);
                if selection.framed[at] { self.of_frame(id) != Status::Kept } else { self.changes(selection, id) }
            })
            .collect();
        let changes = kept.clone();
        for link in links {
            if self.of_edge(&link.relations) != Status::Kept || changes[link.from] || changes[link.to] {
                kept[link.from] = true;
                kept[link.to] = true;
            }
        }
        let (chosen, framed) = (selection.chosen.clone(), selection.framed.clone());
        selection.choose(model, kept);
        for at in 0..chosen.len() {
            // A frame that still has content stands for what is written of it, as before.
            selection.chosen[at] &= chosen[at] || !(framed[at] && selection.framed[at]);
        }
    }

    /// Whether an edge belongs to the delta: it changes, or it ends at something that does.
    pub(super) fn keeps(&self, selection: &Selection, link: &Link) -> bool {
        let end = |at: usize| {
            let id = ElementId(at as u32);
            if selection.framed[at] { self.of_frame(id) != Status::Kept } else { self.of_node(id) != Status::Kept }
        };
        self.of_edge(&link.relations) != Status::Kept || end(link.from) || end(link.to)
    }

    fn changes(&self, selection: &Selection, id: ElementId) -> bool {
        selection.is_node(id) && self.of_node(id) != Status::Kept
    }
}
