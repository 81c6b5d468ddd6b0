//! The plan against its description: facts of which the two say different things, and what nobody serves, stores or
//! builds.

use super::Findings;
use super::phases::PhaseIndex;
use super::values::{focus, level};
use crate::base::text::short;
use crate::base::{Code, Kind, Span, Status};
use crate::describe::Model;
use crate::describe::model::ElementId;
use crate::describe::plan::{self, Plan};
use crate::describe::yaml::Value;
use crate::plan::Section;
use crate::plan::read::{Contract, PhaseSaid, PlanDoc, RiskSaid, Said, Technology, is_nothing, simple};
use std::collections::{BTreeMap, BTreeSet};

/// Applies the rules. `start` is the start of the document.
pub(super) fn check(to: &mut Findings<'_>, model: &Model, start: Span) {
    let nothing = Plan::default();
    let plan = model.plan.as_ref().unwrap_or(&nothing);
    let doc = to.doc;
    let mut to = Against { to, model, index: Index::new(model), start };
    to.text("The id of the specification", doc.spec_id.as_ref(), plan.spec.id.as_deref());
    if let (Some(said), Some(own)) = (&doc.focus, plan.spec.focus)
        && focus(&said.text).is_some_and(|focus| focus != own)
    {
        to.differs(said.span, "The focus", &said.text, own.word());
    }
    to.endpoints(plan);
    to.entities(plan);
    to.phases(plan);
    to.unbuilt(plan);
    to.stack(plan);
    to.risks(&doc.technical_risks, &plan.technical_risks);
    to.risks(&doc.timeline_risks, &plan.timeline_risks);
}

/// Elements by what means them: full paths, suffixes of paths that mean one alone, names that one alone has.
struct Index {
    paths: BTreeMap<String, ElementId>,
    others: [BTreeMap<String, Option<ElementId>>; 2],
}

impl Index {
    fn new(model: &Model) -> Self {
        let mut index = Self { paths: BTreeMap::new(), others: Default::default() };
        for (at, element) in model.elements.iter().enumerate() {
            let id = ElementId(at as u32);
            index.paths.insert(element.path.clone(), id);
            let suffixes = element.path.match_indices('.').map(|(dot, _)| element.path[dot + 1..].to_owned());
            let [by_suffix, by_name] = &mut index.others;
            for suffix in suffixes {
                by_suffix.entry(suffix).and_modify(|one| *one = None).or_insert(Some(id));
            }
            by_name.entry(simple(&element.name)).and_modify(|one| *one = None).or_insert(Some(id));
        }
        index
    }

    fn find(&self, text: &str) -> Option<ElementId> {
        let text = text.trim().trim_matches('`');
        let [by_suffix, by_name] = &self.others;
        let other = || by_suffix.get(text).or_else(|| by_name.get(&simple(text))).copied().flatten();
        self.paths.get(text).copied().or_else(other)
    }
}

struct Against<'a, 'b> {
    to: &'a mut Findings<'b>,
    model: &'a Model,
    index: Index,
    start: Span,
}

impl Against<'_, '_> {
    fn doc<'c>(&self) -> &'c PlanDoc
    where
        Self: 'c,
    {
        self.to.doc
    }

    fn differs(&mut self, span: Span, what: &str, here: &str, there: &str) {
        let message = format!("{what} is `{}` here and `{}` in the description.", short(here), short(there));
        self.to.add(Code::PlanDiffers, span, message, "Change one of the two.");
    }

    /// Two texts that should be one.
    fn text(&mut self, what: &str, here: Option<&Said>, there: Option<&str>) {
        let (Some(here), Some(there)) = (here, there) else { return };
        let same = simple(&here.text) == simple(there);
        if !same && !self.to.doc.has_placeholder(here.span) {
            self.differs(here.span, what, &here.text, there);
        }
    }

    fn only_here(&mut self, span: Span, what: &str, name: &str) {
        self.missing(span, &format!("{what} `{}`", short(name)));
    }

    /// What the description lacks.
    fn missing(&mut self, span: Span, what: &str) {
        let message = format!("The description has no {what}.");
        self.to.add(Code::PlanDiffers, span, message, "Add it there, or take it out here.");
    }

    fn only_there(&mut self, section: Section, what: &str, name: &str) {
        let span = self.to.doc.heading_of(section).map_or(self.start, |h| h.span);
        let message = format!("The {what} `{}` of the description is not in this plan.", short(name));
        self.to.add(Code::PlanDiffers, span, message, "Add it here, or take it out there.");
    }

    fn endpoints(&mut self, plan: &Plan) {
        let doc = self.doc();
        let mut met = vec![false; plan.api.len()];
        let (mut names, mut calls) = (BTreeMap::new(), BTreeMap::new());
        for (at, e) in plan.api.iter().enumerate() {
            names.entry(simple(&e.name)).or_insert(at);
            if let (Some(method), Some(path)) = (&e.method, &e.path) {
                calls.entry((method.to_ascii_uppercase(), path.clone())).or_insert(at);
            }
        }
        for here in doc.endpoints.iter().filter(|e| !doc.has_placeholder(e.name.span)) {
            let (method, path) = (here.value("method"), here.value("path"));
            let called = method.as_ref().zip(path.as_ref()).map(|(m, p)| (m.text.to_ascii_uppercase(), p.text.clone()));
            let found = names.get(&simple(&here.name.text)).or_else(|| calls.get(&called?)).copied();
            let there = found.and_then(|at| plan.api.get(at));
            if let (Some(at), Some(there)) = (found, there) {
                met[at] = true;
                self.text(&format!("The method of `{}`", there.name), method.as_ref(), there.method.as_deref());
                self.path(there, path.as_ref());
                self.keys(here, "response", there.response.as_ref(), &there.name);
            } else if !plan.api.is_empty() {
                self.only_here(here.name.span, "endpoint", &here.name.text);
            }
            let said = here.value("served_by");
            let own = there.and_then(|e| e.served_by);
            self.reference(said.as_ref(), own, &format!("What serves `{}`", here.name.text));
            if said.is_none() && own.is_none() {
                let message = format!("The endpoint `{}` has no server.", here.name.text);
                let help = "Say in the description which element serves it: `served_by: api`.";
                self.to.add(Code::EndpointWithoutServer, here.name.span, message, help);
            }
        }
        for (there, _) in plan.api.iter().zip(&met).filter(|(_, met)| !**met) {
            self.only_there(Section::Api, "endpoint", &there.name);
        }
    }

    /// Paths differ by their characters.
    fn path(&mut self, there: &plan::Endpoint, here: Option<&Said>) {
        let (Some(here), Some(path)) = (here, &there.path) else { return };
        if here.text.trim() != path.trim() && !self.to.doc.has_placeholder(here.span) {
            self.differs(here.span, &format!("The path of `{}`", there.name), &here.text, path);
        }
    }

    /// Keys that one tree has and the other has not.
    fn keys(&mut self, here: &Contract, key: &str, there: Option<&Value>, name: &str) {
        let (Some(tree), Some(there)) = (here.tree.as_ref().and_then(|t| t.get(key)), there) else { return };
        let has = |of: &Value, key: &str| of.entries().iter().any(|e| e.key == key);
        for entry in tree.entries().iter().filter(|e| !has(there, &e.key)) {
            self.missing(entry.span, &format!("{key} `{}` of `{name}`", entry.key));
        }
        for entry in there.entries().iter().filter(|e| !has(tree, &e.key)) {
            let message = format!("The {key} `{}` of `{name}` is in the description alone.", entry.key);
            self.to.add(Code::PlanDiffers, here.name.span, message, "Add it here, or take it out there.");
        }
    }

    /// An element that the plan names, and the one that the description says.
    fn reference(&mut self, said: Option<&Said>, own: Option<ElementId>, what: &str) {
        let Some(said) = said.filter(|s| !self.to.doc.has_placeholder(s.span)) else { return };
        match (self.index.find(&said.text), own) {
            (None, _) => self.only_here(said.span, "element", &said.text),
            (Some(here), Some(there)) if here != there => {
                let path = self.model.element(there).path.clone();
                self.differs(said.span, what, &said.text, &path);
            }
            _ => {}
        }
    }

    fn entities(&mut self, plan: &Plan) {
        let doc = self.doc();
        let mut met = vec![false; plan.entities.len()];
        let mut names = BTreeMap::new();
        for (at, entity) in plan.entities.iter().enumerate() {
            names.entry(simple(&entity.name)).or_insert(at);
        }
        for here in doc.entities.iter().filter(|e| !doc.has_placeholder(e.name.span)) {
            let found = names.get(&simple(&here.name.text)).copied();
            let there = found.and_then(|at| plan.entities.get(at));
            if let (Some(at), Some(there)) = (found, there) {
                met[at] = true;
                self.fields(here, there);
            } else if !plan.entities.is_empty() {
                self.only_here(here.name.span, "entity", &here.name.text);
            }
            let said = here.value("stored_in");
            let own = there.and_then(|e| e.stored_in);
            self.reference(said.as_ref(), own, &format!("What stores `{}`", here.name.text));
            if said.is_none() && own.is_none() {
                let message = format!("The entity `{}` has no store.", here.name.text);
                let help = "Say in the description which element stores it: `stored_in: db`.";
                self.to.add(Code::EntityWithoutStore, here.name.span, message, help);
            }
        }
        for (there, _) in plan.entities.iter().zip(&met).filter(|(_, met)| !**met) {
            self.only_there(Section::Entities, "entity", &there.name);
        }
    }

    fn fields(&mut self, here: &Contract, there: &plan::Entity) {
        let Some(fields) = here.tree.as_ref().and_then(|t| t.get("fields")) else { return };
        let doc = self.doc();
        for entry in fields.entries().iter().filter(|e| !doc.has_placeholder(e.span)) {
            let Some((_, kind)) = there.fields.iter().find(|(name, _)| *name == entry.key) else {
                self.missing(entry.span, &format!("field `{}` of `{}`", entry.key, there.name));
                continue;
            };
            if let (Some(a), Some(b)) = (entry.value.text(), kind.text())
                && simple(a) != simple(b)
            {
                self.differs(entry.value.span, &format!("The type of `{}.{}`", there.name, entry.key), a, b);
            }
        }
        for (name, _) in there.fields.iter().filter(|(name, _)| fields.get(name).is_none()) {
            let message = format!("The field `{name}` of `{}` is in the description alone.", there.name);
            self.to.add(Code::PlanDiffers, here.name.span, message, "Add it here, or take it out there.");
        }
    }

    fn phases(&mut self, plan: &Plan) {
        let doc = self.doc();
        if plan.phases.is_empty() {
            return;
        }
        let name = |p: &PhaseSaid| p.head.name.as_ref().map(|n| simple(&n.text)).unwrap_or_default();
        let own = |p: &plan::Phase| p.name.as_deref().map(simple).unwrap_or_default();
        let index = PhaseIndex::new(doc);
        let theirs: BTreeMap<String, &plan::Phase> = plan.phases.iter().rev().map(|p| (own(p), p)).collect();
        for here in &doc.phases {
            let Some(there) = theirs.get(&name(here)) else {
                let said = here.head.name.clone().unwrap_or_default();
                if !doc.has_placeholder(here.span) {
                    self.only_here(here.span, "phase", &said.text);
                }
                continue;
            };
            let what = there.name.clone().unwrap_or_default();
            let duration = here.head.duration.as_ref();
            self.text(&format!("The duration of `{what}`"), duration, there.duration.as_deref());
            for said in &here.after {
                let before = index.find(said).and_then(|at| doc.phases.get(at)).map(name);
                let named = |at: &usize| plan.phases.get(*at).map(own);
                if before.is_some() && !there.after.iter().any(|at| named(at) == before) {
                    self.missing(said.span, &format!("`after: {}` of the phase `{what}`", said.text));
                }
            }
            for said in &here.builds {
                self.reference(Some(said), None, "");
            }
        }
        let ours: BTreeSet<String> = doc.phases.iter().map(name).collect();
        for there in plan.phases.iter().filter(|p| !ours.contains(&own(p))) {
            let said = there.name.clone().or(there.id.clone()).unwrap_or_default();
            self.only_there(Section::Phases, "phase", &said);
        }
    }

    /// What is ours and no phase of the plan builds, where phases say what they build.
    fn unbuilt(&mut self, plan: &Plan) {
        let doc = self.doc();
        let said = doc.phases.iter().flat_map(|p| &p.builds).filter_map(|s| self.index.find(&s.text));
        let mut built: BTreeSet<ElementId> = said.collect();
        if built.is_empty() {
            return;
        }
        built.extend(plan.phases.iter().flat_map(|p| p.builds.iter().copied()));
        let model = self.model;
        // What is in something that is built is, and so is what something built is in.
        let mut covered: Vec<bool> =
            (0..model.elements.len()).map(|at| built.contains(&ElementId(at as u32))).collect();
        for at in 0..covered.len() {
            covered[at] |= model.elements[at].parent.is_some_and(|p| covered[p.index()]);
        }
        for at in (0..covered.len()).rev() {
            if let (true, Some(parent)) = (covered[at], model.elements[at].parent) {
                covered[parent.index()] = true;
            }
        }
        let delta = model.elements.iter().any(|e| matches!(e.status, Some(Status::New | Status::Changed)));
        let span = doc.heading_of(Section::Phases).map_or(self.start, |h| h.span);
        for (at, element) in model.elements.iter().enumerate() {
            let due = match element.status.unwrap_or_default() {
                Status::New | Status::Changed => true,
                Status::Removed => false,
                Status::Kept => !delta && element.children.is_empty(),
            };
            let ours = !element.external && element.kind != Kind::Person && element.kind != Kind::External;
            if due && ours && !covered[at] {
                let message = format!("No phase builds `{}`.", element.path);
                self.to.add(
                    Code::UnbuiltElement,
                    span,
                    message,
                    "Write `**Builds**: ..` below the phase that builds it.",
                );
            }
        }
    }

    /// Technologies that only one of the two names.
    fn stack(&mut self, plan: &Plan) {
        let doc = self.doc();
        let (core, all) = (&doc.core, doc.core.iter().chain(&doc.supporting));
        let chosen = |t: &Technology| t.choice.clone().unwrap_or_default();
        let made: BTreeSet<String> = self
            .model
            .elements
            .iter()
            .filter_map(|e| e.tech.as_deref())
            .chain(self.model.relations.iter().filter_map(|r| r.tech.as_deref()))
            .flat_map(parts)
            .collect();
        if made.is_empty() || core.is_empty() {
            return;
        }
        for technology in core {
            let choice = chosen(technology);
            if choice.text.is_empty() || doc.has_placeholder(choice.span) {
                continue;
            }
            let own = parts(&choice.text);
            if !is_nothing(&choice.text) && !own.iter().any(|part| made.iter().any(|m| alike(m, part))) {
                let message = format!("No element of the description is made with `{}`.", short(&choice.text));
                self.to.add(
                    Code::PlanTechnology,
                    choice.span,
                    message,
                    "Write it as `tech` of an element, or take it out here.",
                );
            }
            let said = plan.core.iter().find(|c| simple(&c.role) == simple(&technology.role.text));
            if let Some(there) = said {
                self.text(&format!("The choice for `{}`", there.role), Some(&choice), there.choice.as_deref());
            }
        }
        let named: BTreeSet<String> = all.flat_map(|t| parts(&chosen(t).text)).collect();
        let span = doc.heading_of(Section::Stack).map_or(self.start, |h| h.span);
        let mut told = BTreeSet::new();
        // What goes away needs no place in the stack.
        let stays = |at: &usize| self.model.status(ElementId(*at as u32)) != Status::Removed;
        let elements = (0..self.model.elements.len()).filter(stays).map(|at| &self.model.elements[at]);
        for element in elements.filter(|e| !e.external) {
            for part in element.tech.as_deref().map(names).unwrap_or_default() {
                let key = part.to_lowercase();
                if !named.iter().any(|n| alike(n, &key)) && told.insert(key) {
                    let message = format!("The stack does not name `{part}`, which `{}` is made with.", element.path);
                    self.to.add(Code::PlanTechnology, span, message, "Add it to the stack.");
                }
            }
        }
    }

    fn risks(&mut self, here: &[RiskSaid], there: &[plan::Risk]) {
        let theirs: BTreeMap<String, &plan::Risk> =
            there.iter().rev().filter_map(|r| Some((simple(r.risk.as_deref()?), r))).collect();
        for said in here {
            let Some(own) = theirs.get(&simple(&said.risk.text)) else { continue };
            for (what, a, b) in
                [("probability", &said.probability, own.probability), ("impact", &said.impact, own.impact)]
            {
                if let (Some(a), Some(b)) = (a, b)
                    && level(&a.text).is_some_and(|level| level != b)
                {
                    self.differs(a.span, &format!("The {what} of this risk"), &a.text, b.letter());
                }
            }
        }
    }
}

/// `Rust 1.85, Axum` -> `rust`, `axum`.
fn parts(text: &str) -> Vec<String> {
    names(text).into_iter().map(|name| name.to_lowercase()).collect()
}

/// `Rust 1.85, Axum` -> `Rust`, `Axum`.
fn names(text: &str) -> Vec<String> {
    let pieces =
        text.split([',', '/', '+', ';', '(', ')', '&']).flat_map(|p| p.split(" and ")).flat_map(|p| p.split(" with "));
    pieces.map(name).filter(|n| !n.is_empty()).collect()
}

/// A technology without its version.
fn name(text: &str) -> String {
    let is_version = |w: &&str| w.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = text.split_whitespace().take_while(|w| !is_version(w)).collect();
    words.join(" ")
}

/// `postgresql` and `postgres`, `node` and `node.js`.
fn alike(a: &str, b: &str) -> bool {
    const SURE: usize = 4;
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    a == b
        || short.len() >= SURE && long.split([' ', '-']).any(|w| w == short)
        || short.len() >= SURE && long.starts_with(short)
}
