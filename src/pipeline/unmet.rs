//! Constraints of a view that do not hold, and what stands against each.

use crate::base::{Code, ConstraintKind, Diagnostic};
use crate::describe::Model;
use crate::describe::model::{Constraint, View};
use crate::graph::Graph;
use crate::layout::{Cause, Layout};

/// Says which constraints of the view do not hold.
pub(super) fn unmet(model: &Model, view: &View, graph: &Graph, placed: &Layout) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (at, (wanted, shown)) in view.constraints.iter().zip(&graph.constraints).enumerate() {
        let (key, paths) = (key_of(wanted.kind), paths_of(model, wanted));
        let (message, help) = if shown.members.len() < wanted.elements.len() {
            let message = format!("The view `{}` does not show all of {paths}.", view.id);
            (message, format!("Take what it does not show out of `{key}`, or `include` it."))
        } else if let Some(unmet) = placed.unmet.iter().find(|unmet| unmet.of == at as u32) {
            let message = format!("`{key}` of {paths} cannot hold in the view `{}`.", view.id);
            (message, against(model, view, wanted, unmet.cause))
        } else {
            continue;
        };
        out.push(Diagnostic::new(Code::UnmetConstraint, wanted.span, message).help(help));
    }
    out
}

fn key_of(kind: ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::SameRank => "rank: same",
        ConstraintKind::FirstRank => "rank: first",
        ConstraintKind::LastRank => "rank: last",
        ConstraintKind::Before => "before",
        ConstraintKind::Align => "align",
    }
}

fn paths_of(model: &Model, wanted: &Constraint) -> String {
    let paths: Vec<&str> = wanted.elements.iter().map(|id| model.element(*id).path.as_str()).collect();
    format!("`{}`", paths.join("`, `"))
}

/// What stands against a constraint, and what to do.
fn against(model: &Model, view: &View, wanted: &Constraint, cause: Cause) -> String {
    let path = |at: u32| wanted.elements.get(at as usize).map_or("", |id| model.element(*id).path.as_str());
    let cannot = match wanted.kind {
        ConstraintKind::SameRank | ConstraintKind::Before => "cannot share a layer",
        ConstraintKind::FirstRank => "cannot both be first",
        ConstraintKind::LastRank => "cannot both be last",
        ConstraintKind::Align => "cannot be on one line",
    };
    match cause {
        Cause::Around { outer, inner } => {
            format!("`{}` is in the frame of `{}`, so they {cannot}: take one of them out.", path(inner), path(outer))
        }
        Cause::Frame(at) => {
            format!("`{}` is drawn as a frame, and only nodes are aligned: name what is in it.", path(at))
        }
        Cause::Leads { from, to } => {
            format!("Relations lead from `{}` to `{}`, so they {cannot}: take one of them out.", path(from), path(to))
        }
        Cause::Frames => {
            format!("A frame around one of them has to stand apart from another, so they {cannot}: take one out.")
        }
        Cause::Woven => "One would stand between two parts of a frame that it is not in: take it out.".to_owned(),
        Cause::Beside(a, b) => {
            format!("`{}` and `{}` stand beside each other in a layer: take one of them out.", path(a), path(b))
        }
        Cause::Other(at) => match view.constraints.get(at as usize) {
            Some(other) => {
                let (key, paths) = (key_of(other.kind), paths_of(model, other));
                format!("`{key}` of {paths} says otherwise: take one of the two out.")
            }
            None => "Another constraint says otherwise: take one of the two out.".to_owned(),
        },
        Cause::Others => "Other constraints of the view together say otherwise: take one of them out.".to_owned(),
        Cause::Unknown => "What else the view shows leaves no room for it: take it out.".to_owned(),
    }
}
