//! The rules of a description, one function a rule.
//!
//! Part of: describe, last step. Input: the resolved model. Output: findings. What stands for nothing was found before;
//! here everything has a meaning, and the question is whether it makes sense.

use super::model::{ElementId, GroupId, MessageKind, Model, Relation, Selector, Show, Step, View, ViewKind};
use super::nesting::Nesting;
use super::plan::Plan;
use super::resolve::Resolver;
use super::select::Picks;
use super::suggest;
use crate::base::{Arrow, Code, Diagnostic, Kind, Span, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Applies every rule.
pub(super) fn check(of: &Resolver<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let model = &of.model;
    let picks = Picks::new(model);
    self_relations(model, &mut findings);
    duplicate_relations(model, &mut findings);
    elements_without_relation(of, &mut findings);
    unused_styles(of, &picks, &mut findings);
    unknown_tags(of, &picks, &mut findings);
    unused_tags(of, &mut findings);
    empty_views(model, &picks, &mut findings);
    group_overlaps(model, &mut findings);
    steps_without_relation(of, &mut findings);
    findings
}

fn add(findings: &mut Vec<Diagnostic>, code: Code, span: Span, message: String, help: impl Into<String>) {
    findings.push(Diagnostic::new(code, span, message).help(help));
}

/// One finding a group, whatever it loses.
fn group_overlaps(model: &Model, findings: &mut Vec<Diagnostic>) {
    let mut lost: BTreeMap<GroupId, Vec<(ElementId, GroupId)>> = BTreeMap::new();
    for (member, group, drawn) in Nesting::new(model).lost() {
        lost.entry(group).or_default().push((member, drawn));
    }
    for (group, members) in lost {
        let Some(&(member, drawn)) = members.first() else { continue };
        let (group, drawn) = (&model.groups[group.index()], &model.groups[drawn.index()]);
        let more = if members.len() > 1 { format!(" and {} more", members.len() - 1) } else { String::new() };
        let path = &model.element(member).path;
        let message = format!(
            "`{path}`{more} of the group `{}` is drawn in `{}`: frames that overlap cannot be drawn.",
            group.id, drawn.id
        );
        let help = "Take it out of one of them, or make one group hold all of the other.";
        add(findings, Code::GroupOverlap, group.span, message, help);
    }
}

fn self_relations(model: &Model, findings: &mut Vec<Diagnostic>) {
    for relation in &model.relations {
        let (from, to) = (model.element(relation.from), model.element(relation.to));
        if relation.from == relation.to {
            let message = format!("`{}` has a relation to itself.", from.path);
            let help = "Take it out, or relate two of its children.";
            add(findings, Code::SelfRelation, relation.span, message, help);
        } else if model.is_within(relation.from, relation.to) || model.is_within(relation.to, relation.from) {
            let (inner, outer) =
                if from.path.len() > to.path.len() { (&from.path, &to.path) } else { (&to.path, &from.path) };
            let message = format!("`{inner}` is inside of `{outer}`, so a relation between them says nothing.");
            let help = "Relate it to something beside it, or take the relation out: nesting says it already.";
            add(findings, Code::SelfRelation, relation.span, message, help);
        }
    }
}

fn duplicate_relations(model: &Model, findings: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for relation in &model.relations {
        let Relation { from, to, arrow, kind, label, tech, .. } = relation;
        if !seen.insert((from, to, arrow, kind, label, tech)) {
            let (from, to) = (&model.element(*from).path, &model.element(*to).path);
            let message = format!("The relation from `{from}` to `{to}` is here a second time.");
            add(findings, Code::DuplicateRelation, relation.span, message, "Take one out, or say how they differ.");
        }
    }
}

/// An element counts as related where a relation touches it or something in it. The outermost one without is named; in
/// a related element one is named only where others beside it are related.
fn elements_without_relation(of: &Resolver<'_>, findings: &mut Vec<Diagnostic>) {
    let model = &of.model;
    if model.elements.len() < 2 || of.lost_relations {
        return;
    }
    let mut related = vec![false; model.elements.len()];
    let ends = model.relations.iter().flat_map(|r| [r.from, r.to]);
    for id in ends.chain(of.suspects.iter().copied()) {
        related[id.index()] = true;
    }
    for at in (0..model.elements.len()).rev() {
        if let (true, Some(parent)) = (related[at], model.elements[at].parent) {
            related[parent.index()] = true;
        }
    }
    if !related.contains(&true) {
        let message = "No element has a relation to another.".to_owned();
        let help = "Add `relations:` such as `- a -> b: uses`.";
        add(findings, Code::ElementWithoutRelation, model.elements[0].span, message, help);
        return;
    }
    for (element, _) in model.elements.iter().zip(&related).filter(|(_, related)| !**related) {
        let alone = element
            .parent
            .is_none_or(|p| related[p.index()] && model.element(p).children.iter().any(|c| related[c.index()]));
        if alone {
            let message = format!("Nothing relates to `{}`.", element.path);
            let help = format!("Add a relation such as `{} -> ..`, or take the element out.", element.id);
            add(findings, Code::ElementWithoutRelation, element.span, message, help);
        }
    }
}

fn unused_styles(of: &Resolver<'_>, picks: &Picks<'_>, findings: &mut Vec<Diagnostic>) {
    for rule in &of.model.styles {
        if picks.any(&rule.selector) {
            continue;
        }
        let nearest = match &rule.selector {
            Selector::Tag(tag) => nearest_tag(of, tag).map(|t| format!("tag:{t}")),
            _ => None,
        };
        let help = suggest::did_you_mean(nearest.as_deref(), || "Take the style out, or correct its selector.".into());
        add(findings, Code::UnusedStyle, rule.span, format!("The style `{}` picks nothing.", rule.name), help);
    }
}

fn nearest_tag<'a>(of: &'a Resolver<'_>, tag: &str) -> Option<&'a str> {
    of.names.spend(of.tags.given.len())?;
    suggest::nearest(tag, of.tags.given.keys().map(String::as_str))
}

/// Tags that a view selects and nothing has.
fn unknown_tags(of: &Resolver<'_>, picks: &Picks<'_>, findings: &mut Vec<Diagnostic>) {
    for view in &of.model.views {
        let Some(span) = view.span else { continue };
        for selector in view.include.iter().chain(&view.exclude) {
            if let Selector::Tag(tag) = selector
                && !picks.any(selector)
            {
                let nearest = nearest_tag(of, tag).map(|t| format!("tag:{t}"));
                let help =
                    suggest::did_you_mean(nearest.as_deref(), || "Give something this tag, or take it out.".into());
                let span = of.tags.selected.get(tag).copied().unwrap_or(span);
                add(findings, Code::UnknownTag, span, format!("Nothing has the tag `{tag}`."), help);
            }
        }
    }
}

/// Tags that are given and never selected. Where no selector asks for any, tags are for readers and other tools.
fn unused_tags(of: &Resolver<'_>, findings: &mut Vec<Diagnostic>) {
    if of.tags.selected.is_empty() {
        return;
    }
    for (tag, span) in &of.tags.given {
        if !of.tags.selected.contains_key(tag) {
            let message = format!("No view and no style selects the tag `{tag}`.");
            let help = format!("Use it as `tag:{tag}` in a view or a style, or take it out.");
            add(findings, Code::UnusedTag, *span, message, help);
        }
    }
}

fn empty_views(model: &Model, picks: &Picks<'_>, findings: &mut Vec<Diagnostic>) {
    for view in &model.views {
        let Some(span) = view.span else { continue };
        if let Some((why, help)) = emptiness(model, picks, view) {
            let message = format!("The view `{}` shows nothing: {why}.", view.id);
            add(findings, Code::EmptyView, span, message, help);
        }
    }
}

/// Why a view shows nothing, and what to do.
fn emptiness(model: &Model, picks: &Picks<'_>, view: &View) -> Option<(String, &'static str)> {
    let missing = |key: &str, has: fn(&Plan) -> bool| {
        let is_missing = !model.plan.as_ref().is_some_and(has);
        is_missing.then(|| (format!("the plan has no `{key}`"), "Add it below `plan:`."))
    };
    match view.kind {
        ViewKind::Sequence => (!view.steps.iter().any(has_message))
            .then(|| ("it has no steps".to_owned(), "Add `steps:` such as `- a -> b: asks`.")),
        ViewKind::Entity => missing("entities", |p| !p.entities.is_empty()),
        ViewKind::Schedule => missing("phases", |p| !p.phases.is_empty()),
        ViewKind::Risk => missing("risks", |p| !p.technical_risks.is_empty() || !p.timeline_risks.is_empty()),
        ViewKind::Stack => missing("stack", |p| !p.core.is_empty() || !p.supporting.is_empty()),
        ViewKind::Files => missing("files", |p| p.files.is_some()),
        ViewKind::Deployment => {
            let places = view.environment.map(|e| model.environments[e.index()].nodes.len());
            let empty = || ("the deployment has no places".to_owned(), "Add places below it.");
            (places == Some(0)).then(empty).or_else(|| unchanged(model, view))
        }
        ViewKind::Landscape | ViewKind::Context | ViewKind::Container | ViewKind::Component => {
            let hidden = hidden(model, picks, view);
            let is_shown = |id: ElementId| !hidden.get(id.index()).is_some_and(|h| *h);
            let mut shown = false;
            for selector in &view.include {
                each(picks, selector, |id| shown |= is_shown(id));
            }
            let inside = matches!(view.kind, ViewKind::Container | ViewKind::Component);
            match view.of {
                Some(of) if inside && !shown && model.element(of).children.is_empty() => {
                    return Some((
                        format!("`{}` has nothing in it", model.element(of).path),
                        "Give it `children:`, or make it a context view.",
                    ));
                }
                Some(of) if inside => shown |= model.element(of).children.iter().any(|c| is_shown(*c)),
                Some(of) => shown |= is_shown(of),
                None if view.include.is_empty() => {
                    shown |= if hidden.is_empty() { !model.elements.is_empty() } else { hidden.contains(&false) };
                }
                None => {}
            }
            if !shown {
                let why = match (model.elements.is_empty(), view.exclude.is_empty()) {
                    (true, _) => "there are no elements",
                    (_, true) => "`include` picks nothing",
                    (_, false) => "`exclude` leaves nothing",
                };
                return Some((why.to_owned(), "Select more, or take the view out."));
            }
            unchanged(model, view)
        }
    }
}

/// By element: whether `exclude` hides it or something around it; empty where the view excludes nothing.
fn hidden(model: &Model, picks: &Picks<'_>, view: &View) -> Vec<bool> {
    if view.exclude.is_empty() {
        return Vec::new();
    }
    let mut hidden = vec![false; model.elements.len()];
    for selector in &view.exclude {
        each(picks, selector, |id| hidden[id.index()] = true);
    }
    for at in 0..hidden.len() {
        hidden[at] |= model.elements[at].parent.is_some_and(|p| hidden[p.index()]);
    }
    hidden
}

fn has_message(step: &Step) -> bool {
    match step {
        Step::Message { .. } => true,
        Step::Note { .. } => false,
        Step::Block { branches, .. } => branches.iter().flat_map(|(_, steps)| steps).any(has_message),
    }
}

fn each(picks: &Picks<'_>, selector: &Selector, mut with: impl FnMut(ElementId)) {
    if let Selector::Element(id) = selector {
        with(*id);
    }
    picks.elements(selector).iter().for_each(|id| with(*id));
}

/// A view of the delta where nothing has a status.
fn unchanged(model: &Model, view: &View) -> Option<(String, &'static str)> {
    if view.show != Show::Changes {
        return None;
    }
    let elements = model.elements.iter().map(|e| e.status);
    let relations = model.relations.iter().map(|r| r.status);
    let places = model.environments.iter().flat_map(|e| &e.nodes).map(|n| n.status);
    let changed = elements.chain(relations).chain(places).flatten().any(|s| s != Status::Kept);
    (!changed).then(|| {
        let help = "Say `status: new`, `changed` or `removed` where the plan changes something.";
        ("nothing has a status".to_owned(), help)
    })
}

fn steps_without_relation(of: &Resolver<'_>, findings: &mut Vec<Diagnostic>) {
    let model = &of.model;
    if of.lost_relations {
        return;
    }
    if model.views.iter().any(|v| v.kind == ViewKind::Sequence) {
        let known = Known::new(model, &of.suspects);
        let steps = model.views.iter().flat_map(|v| &v.steps);
        steps.for_each(|s| step_without_relation(&known, s, findings));
    }
}

fn step_without_relation(known: &Known<'_>, step: &Step, findings: &mut Vec<Diagnostic>) {
    match step {
        Step::Message { from, to, kind, span, .. } => {
            let (caller, called) = if *kind == MessageKind::Return { (*to, *from) } else { (*from, *to) };
            // A queue hands on to whoever reads from it.
            let queue = *kind == MessageKind::Async && known.model.element(caller).kind == Kind::Queue;
            let is_known = known.has(caller, called) || (queue && known.has(called, caller));
            if !is_known {
                let (from, to) = (&known.model.element(caller).path, &known.model.element(called).path);
                let message = format!("No relation goes from `{from}` to `{to}`.");
                let help = format!("Add `- {from} -> {to}` to `relations:`, or correct the step.");
                add(findings, Code::StepWithoutRelation, *span, message, help);
            }
        }
        Step::Note { .. } => {}
        Step::Block { branches, .. } => {
            branches.iter().flat_map(|(_, s)| s).for_each(|s| step_without_relation(known, s, findings));
        }
    }
}

/// Which relations there are, so that those between parts or wholes of two elements are found too.
struct Known<'m> {
    model: &'m Model,
    /// Elements that a faulty relation may have been about.
    suspects: &'m BTreeSet<ElementId>,
    /// By element: its place in a walk that visits parents first, and the place behind its last descendant.
    walk: Vec<(u32, u32)>,
    /// From, and the place of to.
    exact: BTreeSet<(ElementId, u32)>,
    /// From or something around it, and the place of to.
    lifted: BTreeSet<(ElementId, u32)>,
}

impl<'m> Known<'m> {
    fn new(model: &'m Model, suspects: &'m BTreeSet<ElementId>) -> Self {
        let mut known = Self {
            model,
            suspects,
            walk: vec![(0, 0); model.elements.len()],
            exact: BTreeSet::new(),
            lifted: BTreeSet::new(),
        };
        let mut next = 0;
        for at in 0..model.elements.len() {
            if model.elements[at].parent.is_none() {
                known.visit(ElementId(at as u32), &mut next);
            }
        }
        for relation in &model.relations {
            let back = (relation.arrow == Arrow::Both).then_some((relation.to, relation.from));
            for (from, to) in [(relation.from, relation.to)].into_iter().chain(back) {
                let place = known.walk[to.index()].0;
                known.exact.insert((from, place));
                known.lifted.extend(around(model, from).map(|f| (f, place)));
            }
        }
        known
    }

    fn visit(&mut self, id: ElementId, next: &mut u32) {
        let first = *next;
        *next += 1;
        let model = self.model;
        model.element(id).children.iter().for_each(|c| self.visit(*c, next));
        self.walk[id.index()] = (first, *next);
    }

    /// Whether a relation leads from `caller` or a part or whole of it to `called` or a part or whole of it.
    fn has(&self, caller: ElementId, called: ElementId) -> bool {
        if self.suspects.contains(&caller) && self.suspects.contains(&called) {
            return true;
        }
        if self.model.is_within(caller, called) || self.model.is_within(called, caller) {
            return true;
        }
        let (first, end) = self.walk[called.index()];
        let reaches = |set: &BTreeSet<(ElementId, u32)>, from: ElementId| {
            set.range((from, first)..(from, end)).next().is_some()
                || around(self.model, called).any(|c| set.contains(&(from, self.walk[c.index()].0)))
        };
        reaches(&self.lifted, caller) || around(self.model, caller).any(|c| reaches(&self.exact, c))
    }
}

/// The element and whatever is around it.
fn around(model: &Model, id: ElementId) -> impl Iterator<Item = ElementId> {
    std::iter::successors(Some(id), |i| model.element(*i).parent)
}
