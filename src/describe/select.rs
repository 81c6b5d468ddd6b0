//! Views, steps, styles and their selectors, resolved.
//!
//! Part of: describe, third step. Input: the model with its elements. Output: its views and styles, and findings where
//! a view lacks something, has something that it does not read, or selects what is not there.

use super::gather::{Scope, Unit};
use super::model::{
    Constraint, ElementId, EnvironmentId, Model, PresetName, Selector, Step, StyleRule, View, ViewKind,
};
use super::names::Found;
use super::resolve::{Resolver, joined};
use super::schema::{At, Chains, StepDef, ViewKeys};
use super::suggest;
use super::syntax::{self, SelectorText};
use crate::base::{Code, ConstraintKind, Kind, SourceId, Span};
use std::collections::BTreeMap;

/// Resolves the views and styles of every file.
pub(super) fn views_and_styles(to: &mut Resolver<'_>, units: &[Unit]) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for unit in units {
        for (id, def) in unit.file.views.iter().flat_map(|v| &v.0) {
            let own = joined(unit.scope.as_ref(), &id.value);
            if let Some(&first) = seen.get(&own) {
                to.twice("The view", id, first);
                continue;
            }
            seen.insert(own.clone(), id.span);
            let keys = def.clone().into_keys();
            if let Some(view) = to.view(own, id, keys, unit.scope.as_ref()) {
                to.model.views.push(view);
            }
        }
    }
    for unit in units {
        let scope = unit.scope.as_ref().map(Scope::dotted);
        for (name, def) in unit.file.styles.iter().flat_map(|s| &s.0) {
            if let Some(selector) = to.selector(scope.as_deref(), name) {
                let rule = StyleRule { selector, name: name.value.clone(), style: def.style(), span: name.span };
                to.model.styles.push(rule);
            }
        }
    }
}

impl Resolver<'_> {
    fn view(&mut self, own: String, id: &At<String>, keys: ViewKeys, scope: Option<&Scope>) -> Option<View> {
        let kind = keys.kind.as_ref()?.value.0;
        self.unused_keys(kind, &keys);
        let dotted = scope.map(Scope::dotted);
        let dotted = dotted.as_deref();
        let of = keys.of.as_ref().map(|of| self.element(dotted, of));
        let of = match of {
            // The finding about the reference says it all; a view of something else would say more that is wrong.
            Some(None) => return None,
            Some(of) => of,
            None if kind == ViewKind::Context && keys.include.is_none() => Some(self.only_system(id.span)?),
            None => None,
        };
        let environment = match (&keys.env, kind) {
            (Some(env), _) => Some(self.environment(env, scope)?),
            (None, ViewKind::Deployment) => Some(self.only_environment(id.span)?),
            (None, _) => None,
        };
        let selectors = |to: &mut Self, list: Option<Vec<At<String>>>| -> Vec<Selector> {
            list.into_iter().flatten().filter_map(|s| to.selector(dotted, &s)).collect()
        };
        let text = |at: Option<At<String>>| at.map(|a| a.value.trim().to_owned()).filter(|t| !t.is_empty());
        let constraints = self.constraints(dotted, &keys);
        let (asked, steps) = (keys.include.as_ref().map_or(0, Vec::len), keys.steps.unwrap_or_default());
        let include = selectors(self, keys.include);
        if include.len() < asked && include.is_empty() && of.is_none() {
            return None;
        }
        Some(View {
            id: own,
            title: text(keys.title),
            description: text(keys.description),
            kind,
            of,
            environment,
            direction: keys.direction.map(|d| d.value.0),
            include,
            exclude: selectors(self, keys.exclude),
            show: keys.show.map(|s| s.value.0).unwrap_or_default(),
            constraints,
            steps: self.steps(dotted, &steps),
            preset: keys.preset.and_then(|named| self.preset(&named)),
            span: Some(id.span),
        })
    }

    /// A preset, with its text where it is a file.
    fn preset(&self, named: &At<String>) -> Option<PresetName> {
        let name = named.value.trim().to_owned();
        let text = |id: SourceId| (id, self.sources.get(id).map(|source| source.text.clone()).unwrap_or_default());
        let file = self.presets.get(&named.span).map(|read| read.clone().map(text));
        (!name.is_empty()).then_some(PresetName { name, file, span: named.span })
    }

    fn unused_keys(&mut self, kind: ViewKind, keys: &ViewKeys) {
        let chart =
            matches!(kind, ViewKind::Entity | ViewKind::Schedule | ViewKind::Risk | ViewKind::Stack | ViewKind::Files);
        let sequence = kind == ViewKind::Sequence;
        let list = |l: &Option<Vec<At<String>>>| l.as_ref().and_then(|l| l.first()).map(|a| a.span);
        let no_layers = chart || sequence || kind == ViewKind::Deployment;
        let asked = asked(keys);
        let asks = |key: &str| asked.iter().find(|(k, _, _)| k.starts_with(key)).map(|(_, _, ids)| ids[0].span);
        let unused = [
            ("of", keys.of.as_ref().map(|a| a.span), chart || sequence),
            ("env", keys.env.as_ref().map(|a| a.span), kind != ViewKind::Deployment),
            ("include", list(&keys.include), chart || sequence),
            ("exclude", list(&keys.exclude), chart || sequence),
            ("rank", asks("rank"), no_layers),
            ("before", asks("before"), no_layers),
            ("align", asks("align"), no_layers),
            ("direction", keys.direction.as_ref().map(|a| a.span), sequence),
            ("steps", keys.steps.as_ref().and_then(|s| s.iter().find_map(step_span)), !sequence),
        ];
        for (key, span, is_unused) in unused {
            if let (Some(span), true) = (span, is_unused) {
                let message = format!("A {} view does not read `{key}`.", kind.word());
                let help = match key {
                    "steps" => "Make it `type: sequence`, or take the steps out.".to_owned(),
                    "env" => "Make it `type: deployment`, or take `env` out.".to_owned(),
                    _ => format!("Take `{key}` out."),
                };
                self.add(Code::UnusedKey, span, message, help);
            }
        }
    }

    /// What a view asks of the places of elements.
    fn constraints(&mut self, scope: Option<&str>, keys: &ViewKeys) -> Vec<Constraint> {
        let mut out = Vec::new();
        for (key, kind, ids) in asked(keys) {
            let alone = matches!(kind, ConstraintKind::FirstRank | ConstraintKind::LastRank);
            if ids.len() < 2 && !alone {
                let message = format!("`{key}` needs two elements or more.");
                self.add(Code::BadValue, ids[0].span, message, "Add another one, or take it out.");
                continue;
            }
            let mut elements: Vec<ElementId> = Vec::new();
            for id in ids {
                match self.element(scope, id) {
                    Some(element) if elements.contains(&element) => {
                        let message = format!("`{}` is in this `{key}` twice.", id.value);
                        self.add(Code::BadValue, id.span, message, "Take one out.");
                    }
                    Some(element) => elements.push(element),
                    None => {}
                }
            }
            if elements.len() == ids.len() {
                out.push(Constraint { kind, elements, span: ids[0].span });
            }
        }
        out
    }

    /// The one system that a context view without `of` can be about.
    fn only_system(&mut self, span: Span) -> Option<ElementId> {
        let systems: Vec<(ElementId, &str)> = (0..)
            .zip(&self.model.elements)
            .filter(|(_, e)| e.kind == Kind::System && !e.external)
            .map(|(at, e)| (ElementId(at), e.path.as_str()))
            .collect();
        if let [(only, _)] = systems.as_slice() {
            return Some(*only);
        }
        let help = format!("Add `of:` with {}.", suggest::list(systems.iter().map(|(_, path)| *path)));
        self.add(Code::MissingKey, span, "A context view needs `of`: the system that it is about.", help);
        None
    }

    fn only_environment(&mut self, span: Span) -> Option<EnvironmentId> {
        if let [_] = self.model.environments.as_slice() {
            return Some(EnvironmentId(0));
        }
        let help = if self.model.environments.is_empty() {
            "Describe one below `deployments:` first.".to_owned()
        } else {
            format!("Add `env:` with {}.", suggest::list(self.model.environments.iter().map(|e| e.id.as_str())))
        };
        self.add(Code::MissingKey, span, "A deployment view needs `env`: the deployment that it shows.", help);
        None
    }

    fn environment(&mut self, at: &At<String>, scope: Option<&Scope>) -> Option<EnvironmentId> {
        let own = joined(scope, &at.value);
        let found = self.environments.get(&own).or_else(|| self.environments.get(&at.value)).copied();
        if found.is_none() && !self.incomplete() {
            let nearest = suggest::nearest(&at.value, self.environments.keys().map(String::as_str));
            let all = || match self.environments.len() {
                0 => "Describe it below `deployments:`.".to_owned(),
                _ => format!("There are {}.", suggest::list(self.environments.keys().map(String::as_str))),
            };
            let help = suggest::did_you_mean(nearest, all);
            self.add(Code::UnknownReference, at.span, format!("There is no deployment `{}`.", at.value), help);
        }
        found
    }

    /// What a selector means; tags are noted as selected.
    fn selector(&mut self, scope: Option<&str>, at: &At<String>) -> Option<Selector> {
        match syntax::selector(&at.value) {
            SelectorText::Tag(tag) => {
                self.tags.selected.entry(tag.to_owned()).or_insert(at.span);
                Some(Selector::Tag(tag.to_owned()))
            }
            SelectorText::Group(group) => {
                let own = scope.map_or_else(|| group.to_owned(), |s| format!("{}-{group}", s.replace('.', "-")));
                let found = self.groups.get(&own).or_else(|| self.groups.get(group)).copied();
                if found.is_none() && !self.incomplete() {
                    let nearest = suggest::nearest(group, self.groups.keys().map(String::as_str));
                    let help = suggest::did_you_mean(nearest, || "Add it below `groups:`.".to_owned());
                    self.add(Code::UnknownReference, at.span, format!("There is no group `{group}`."), help);
                }
                found.map(Selector::Group)
            }
            SelectorText::Kind(kind) => {
                let known = self.is_kind(kind);
                if !known && !self.incomplete() {
                    let nearest = self.nearest_kind(kind);
                    let help = suggest::did_you_mean(nearest.as_deref(), || "Define it below `kinds:`.".to_owned());
                    self.add(Code::UnknownKind, at.span, format!("`{kind}` is no kind."), help);
                }
                known.then(|| Selector::Kind(kind.to_owned()))
            }
            SelectorText::Children(outer) => {
                let outer = At { span: at.span, value: outer.to_owned() };
                self.element(scope, &outer).map(Selector::Children)
            }
            SelectorText::Word(word) => match self.names.find(scope, word) {
                Found::One(id) => Some(Selector::Element(id)),
                _ if self.is_kind(word) => Some(Selector::Kind(word.to_owned())),
                Found::Many(_) => self.element(scope, at).map(Selector::Element),
                Found::None => {
                    self.unknown_selector(at, word);
                    None
                }
            },
        }
    }

    fn unknown_selector(&mut self, at: &At<String>, word: &str) {
        if self.incomplete() {
            return;
        }
        let help = if self.groups.contains_key(word) {
            format!("This is a group: write `group:{word}`.")
        } else if self.tags.given.contains_key(word) {
            self.tags.selected.insert(word.to_owned(), at.span);
            format!("This is a tag: write `tag:{word}`.")
        } else {
            let nearest = self.names.nearest(word).map(|(name, _)| name).or_else(|| self.nearest_kind(word));
            suggest::did_you_mean(nearest.as_deref(), || {
                "Write an element, a kind, `x.*`, `tag:x` or `group:x`.".to_owned()
            })
        };
        self.add(Code::UnknownReference, at.span, format!("`{word}` is neither an element nor a kind."), help);
    }

    /// Whether it is a kind of elements or of relations.
    fn is_kind(&self, word: &str) -> bool {
        syntax::ELEMENT_KINDS.contains(&word)
            || self.user_kinds.contains_key(word)
            || self.relation_kinds.contains(word)
    }

    fn nearest_kind(&self, word: &str) -> Option<String> {
        self.names.spend(self.user_kinds.len() + self.relation_kinds.len())?;
        let own = self.user_kinds.keys().chain(&self.relation_kinds).map(String::as_str);
        suggest::nearest(word, syntax::ELEMENT_KINDS.iter().copied().chain(own)).map(str::to_owned)
    }

    fn steps(&mut self, scope: Option<&str>, steps: &[StepDef]) -> Vec<Step> {
        steps.iter().filter_map(|s| self.step(scope, s)).collect()
    }

    fn step(&mut self, scope: Option<&str>, step: &StepDef) -> Option<Step> {
        match step {
            StepDef::Message { from, to, kind, text, span } => {
                let (from, to) = (self.element(scope, from), self.element(scope, to));
                let text = text.as_ref().map(|t| t.value.trim().to_owned()).filter(|t| !t.is_empty());
                Some(Step::Message { from: from?, to: to?, kind: *kind, text, span: *span })
            }
            StepDef::Note { over, text } => {
                let over: Vec<ElementId> = over.iter().filter_map(|o| self.element(scope, o)).collect();
                (!over.is_empty()).then(|| Step::Note { over, text: text.clone() })
            }
            StepDef::Block { kind, branches } => {
                let branches = branches.iter().map(|(c, steps)| (c.clone(), self.steps(scope, steps))).collect();
                Some(Step::Block { kind: *kind, branches })
            }
        }
    }
}

/// The lists of ids in `rank`, `before` and `align`, with their keys; none of them is empty.
fn asked(keys: &ViewKeys) -> Vec<(&'static str, ConstraintKind, &[At<String>])> {
    fn lists(chains: Option<&Chains>) -> &[Vec<At<String>>] {
        chains.map_or(&[], Chains::all)
    }
    fn one(list: Option<&Vec<At<String>>>) -> &[Vec<At<String>>] {
        list.map_or(&[], std::slice::from_ref)
    }
    let rank = keys.rank.as_ref();
    let lists = [
        ("rank: first", ConstraintKind::FirstRank, one(rank.and_then(|r| r.first.as_ref()))),
        ("rank: last", ConstraintKind::LastRank, one(rank.and_then(|r| r.last.as_ref()))),
        ("rank: same", ConstraintKind::SameRank, lists(rank.and_then(|r| r.same.as_ref()))),
        ("before", ConstraintKind::Before, lists(keys.before.as_ref())),
        ("align", ConstraintKind::Align, lists(keys.align.as_ref())),
    ];
    let each =
        lists.into_iter().flat_map(|(key, kind, lists)| lists.iter().map(move |ids| (key, kind, ids.as_slice())));
    each.filter(|(_, _, ids)| !ids.is_empty()).collect()
}

fn step_span(step: &StepDef) -> Option<Span> {
    match step {
        StepDef::Message { span, .. } => Some(*span),
        StepDef::Note { over, .. } => over.first().map(|o| o.span),
        StepDef::Block { branches, .. } => branches.iter().flat_map(|(_, steps)| steps).find_map(step_span),
    }
}

/// What selectors pick, by tag and kind.
pub(super) struct Picks<'m> {
    model: &'m Model,
    tagged: BTreeMap<&'m str, Picked>,
    of_kind: BTreeMap<&'m str, Picked>,
}

/// Elements, and whether there are relations or places too.
#[derive(Default)]
struct Picked {
    elements: Vec<ElementId>,
    others: bool,
}

impl<'m> Picks<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let mut picks = Self { model, tagged: BTreeMap::new(), of_kind: BTreeMap::new() };
        for (at, element) in (0..).zip(&model.elements) {
            for tag in &element.tags {
                picks.tagged.entry(tag).or_default().elements.push(ElementId(at));
            }
            picks.of_kind.entry(element.kind.word()).or_default().elements.push(ElementId(at));
            if let Some(kind) = &element.user_kind {
                picks.of_kind.entry(kind).or_default().elements.push(ElementId(at));
            }
            if element.external {
                picks.of_kind.entry(Kind::External.word()).or_default().elements.push(ElementId(at));
            }
        }
        for relation in &model.relations {
            for tag in &relation.tags {
                picks.tagged.entry(tag).or_default().others = true;
            }
            if let Some(kind) = &relation.kind {
                picks.of_kind.entry(kind).or_default().others = true;
            }
        }
        let places = model.environments.iter().flat_map(|e| &e.nodes).flat_map(|n| &n.tags);
        for tag in places.chain(model.groups.iter().flat_map(|g| &g.tags)) {
            picks.tagged.entry(tag).or_default().others = true;
        }
        picks
    }

    /// The elements that the selector picks.
    pub(super) fn elements(&self, selector: &Selector) -> &[ElementId] {
        match selector {
            Selector::Element(_) => &[],
            Selector::Children(id) => &self.model.element(*id).children,
            Selector::Group(id) => &self.model.groups[id.index()].members,
            Selector::Tag(tag) => self.tagged.get(tag.as_str()).map_or(&[], |p| &p.elements),
            Selector::Kind(kind) => self.of_kind.get(kind.as_str()).map_or(&[], |p| &p.elements),
        }
    }

    /// Whether it picks anything at all.
    pub(super) fn any(&self, selector: &Selector) -> bool {
        let others = match selector {
            Selector::Element(_) => true,
            Selector::Tag(tag) => self.tagged.get(tag.as_str()).is_some_and(|p| p.others),
            Selector::Kind(kind) => self.of_kind.get(kind.as_str()).is_some_and(|p| p.others),
            Selector::Children(_) | Selector::Group(_) => false,
        };
        others || !self.elements(selector).is_empty()
    }
}
