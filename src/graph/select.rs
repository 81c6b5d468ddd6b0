//! Model + View -> which elements a static view shows.
//!
//! Stage: graph, second step. Input: the model, the view, the index of selectors. Output: a [`Selection`].
//!
//! What each view shows follows C4: a context view shows its system among its neighbours, a container or component view
//! shows the children of its element in their frames among the neighbours; a neighbour is lifted to the outermost
//! element that does not contain what the view is about.

use super::pick::Index;
use crate::base::{Kind, Status};
use crate::describe::Model;
use crate::describe::model::{Element, ElementId, Show, View, ViewKind};

/// What of the model a view shows, by element and relation index.
#[derive(Clone, Debug)]
pub(super) struct Selection {
    /// Chosen elements. One with a chosen element inside is a frame, any other one a node.
    pub(super) chosen: Vec<bool>,
    /// Elements with a chosen element inside.
    pub(super) framed: Vec<bool>,
    /// Relations that are left out by the view's own words.
    pub(super) dropped: Vec<bool>,
}

impl Selection {
    /// Whether the element is drawn as a node.
    pub(super) fn is_node(&self, id: ElementId) -> bool {
        self.chosen[id.index()] && !self.framed[id.index()]
    }

    /// Chooses exactly these; frames follow.
    pub(super) fn choose(&mut self, model: &Model, chosen: Vec<bool>) {
        self.chosen = chosen;
        self.framed = vec![false; model.elements.len()];
        for at in (0..model.elements.len()).rev() {
            if (self.chosen[at] || self.framed[at])
                && let Some(parent) = model.elements[at].parent
            {
                self.framed[parent.index()] = true;
            }
        }
    }

    /// What stands in the picture for an element: itself, or its nearest chosen ancestor.
    ///
    /// A frame that is there for the sake of its content alone stands for nothing but itself: what is left out of it
    /// is left out, not hidden inside.
    pub(super) fn stand_in(&self, model: &Model, id: ElementId) -> Option<ElementId> {
        if self.framed[id.index()] {
            return Some(id);
        }
        let mut at = Some(id);
        while let Some(id) = at {
            if self.chosen[id.index()] {
                return Some(id);
            }
            at = model.element(id).parent;
        }
        None
    }
}

/// Chooses what a landscape, context, container or component view shows.
pub(super) fn select(model: &Model, view: &View, index: &Index) -> Selection {
    let out = choose(model, view, excluded(model, view, index), index);
    if out.chosen.contains(&true) {
        return out;
    }
    // A view of nothing but what goes away shows that.
    choose(model, view, left_out(model, view, index, Gone::Shown), index)
}

fn choose(model: &Model, view: &View, (hidden, dropped): (Vec<bool>, Vec<bool>), index: &Index) -> Selection {
    let mut chosen = vec![false; model.elements.len()];
    match (view.kind, view.of) {
        (ViewKind::Landscape, of) => {
            if view.include.is_empty() || of.is_some() {
                landscape(model, of, &mut chosen);
            }
        }
        (_, None) => {
            if view.include.is_empty() {
                everything(model, view.kind, &mut chosen);
            }
        }
        (kind, Some(of)) => {
            if kind != ViewKind::Context {
                for &child in &model.element(of).children {
                    chosen[child.index()] = !hidden[child.index()];
                }
            }
            if !model.element(of).children.iter().any(|c| chosen[c.index()]) {
                chosen[of.index()] = true;
            }
            neighbours(model, of, &dropped, &mut chosen);
        }
    }
    for selector in &view.include {
        for id in index.pick(selector).elements {
            chosen[id.index()] = true;
        }
    }
    for (chosen, hidden) in chosen.iter_mut().zip(&hidden) {
        *chosen &= !hidden;
    }
    let mut out = Selection { chosen: Vec::new(), framed: Vec::new(), dropped };
    out.choose(model, chosen);
    out
}

/// Elements that `exclude:` hides with all that is in them, and relations that it drops. So does `status: removed`, but
/// where a view shows changes or is of what goes away: any other shows what will be.
pub(super) fn excluded(model: &Model, view: &View, index: &Index) -> (Vec<bool>, Vec<bool>) {
    let is_gone = |of: ElementId| model.status(of) == Status::Removed;
    let gone = if view.show == Show::Changes || view.of.is_some_and(is_gone) { Gone::Shown } else { Gone::Hidden };
    left_out(model, view, index, gone)
}

/// What becomes of what is removed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gone {
    Shown,
    Hidden,
}

fn left_out(model: &Model, view: &View, index: &Index, gone: Gone) -> (Vec<bool>, Vec<bool>) {
    let mut hidden = vec![false; model.elements.len()];
    let mut dropped = vec![false; model.relations.len()];
    for selector in &view.exclude {
        let picked = index.pick(selector);
        for id in picked.elements {
            hidden[id.index()] = true;
        }
        for id in picked.relations {
            dropped[id.index()] = true;
        }
    }
    let goes = |status: Option<Status>| gone == Gone::Hidden && status == Some(Status::Removed);
    for (at, element) in model.elements.iter().enumerate() {
        hidden[at] |= goes(element.status) || element.parent.is_some_and(|p| hidden[p.index()]);
    }
    for (dropped, relation) in dropped.iter_mut().zip(&model.relations) {
        *dropped |= goes(relation.status) || hidden[relation.from.index()] || hidden[relation.to.index()];
    }
    (hidden, dropped)
}

/// By element: whether it is `of` or lies in it.
pub(super) fn inside(model: &Model, of: ElementId) -> Vec<bool> {
    let mut inside = vec![false; model.elements.len()];
    for (at, element) in model.elements.iter().enumerate() {
        inside[at] = at == of.index() || element.parent.is_some_and(|p| inside[p.index()]);
    }
    inside
}

/// People and systems: all of them, or those in `of`.
fn landscape(model: &Model, of: Option<ElementId>, chosen: &mut [bool]) {
    let scope = of.map(|of| inside(model, of));
    for at in 0..model.elements.len() {
        let id = ElementId(at as u32);
        chosen[at] = surface(model, &path(model, id)) == id && scope.as_ref().is_none_or(|s| s[at]);
    }
}

/// A view of a level that is about no element in particular: that level of every system.
fn everything(model: &Model, kind: ViewKind, chosen: &mut [bool]) {
    let depth = match kind {
        ViewKind::Container => 1,
        ViewKind::Component => usize::MAX,
        _ => return landscape(model, None, chosen),
    };
    for (at, element) in model.elements.iter().enumerate() {
        let above = path(model, ElementId(at as u32)).len() - 1;
        chosen[at] = above == depth || (above < depth && element.children.is_empty());
    }
}

/// Whoever has a relation with `of` or with something in it.
fn neighbours(model: &Model, of: ElementId, dropped: &[bool], chosen: &mut [bool]) {
    let inside = inside(model, of);
    for (relation, dropped) in model.relations.iter().zip(dropped) {
        let (from, to) = (relation.from, relation.to);
        let outer = match (inside[from.index()], inside[to.index()]) {
            (true, false) => to,
            (false, true) => from,
            _ => continue,
        };
        if *dropped {
            continue;
        }
        let path = path(model, outer);
        let around = path.iter().take_while(|id| model.is_within(of, **id)).count();
        if let Some(path) = path.get(around..)
            && !path.is_empty()
        {
            chosen[surface(model, path).index()] = true;
        }
    }
}

/// The element with its ancestors, the outermost first.
fn path(model: &Model, id: ElementId) -> Vec<ElementId> {
    let mut path = vec![id];
    while let Some(parent) = path.last().and_then(|id| model.element(*id).parent) {
        path.push(parent);
    }
    path.reverse();
    path
}

/// The first of a path; where that is a system of systems, the system in it, and so on.
fn surface(model: &Model, path: &[ElementId]) -> ElementId {
    let mut at = 0;
    while at + 1 < path.len() && is_landmark(model.element(path[at + 1])) {
        at += 1;
    }
    // `path` is never empty: every caller passes at least the element itself.
    path[at]
}

/// Whether the element belongs on a landscape wherever it is written.
fn is_landmark(element: &Element) -> bool {
    matches!(element.kind, Kind::Person | Kind::System | Kind::External)
}
