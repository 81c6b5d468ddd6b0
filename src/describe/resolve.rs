//! Files as written -> [`Model`]: kinds, elements, groups, deployments, relations.
//!
//! Part of: describe, second step. Input: what [`super::gather`] read. Output: the model with every reference
//! resolved, and findings where one stands for nothing. Views and styles are in [`super::select`].

use super::gather::{Gathered, Presets, Scope, Unit};
use super::model::{
    Element, ElementId, Environment, EnvironmentId, Group, GroupId, Model, Place, PlaceId, Relation, UserKind,
};
use super::names::{Found, Names};
use super::schema::{At, ElementDef, ElementKeys, Ids, PlaceDef, PlaceKeys, RelationDef, Short, is_id, word};
use super::{suggest, syntax};
use crate::base::{Code, Diagnostic, Kind, Sources, Span, Style};
use std::collections::btree_map::Keys;
use std::collections::{BTreeMap, BTreeSet};

/// The model in the making.
pub(super) struct Resolver<'a> {
    pub(super) model: Model,
    pub(super) names: Names,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) groups: BTreeMap<String, GroupId>,
    pub(super) environments: BTreeMap<String, EnvironmentId>,
    /// The user's kinds: index into the model's list.
    pub(super) user_kinds: BTreeMap<String, usize>,
    /// Words of `-[kind]->`.
    pub(super) relation_kinds: BTreeSet<String>,
    pub(super) tags: Tags,
    /// Elements that something wrong may have been about: nothing is said to be missing for them.
    pub(super) suspects: BTreeSet<ElementId>,
    /// Whether there are relations that could not be read.
    pub(super) lost_relations: bool,
    pub(super) sources: &'a Sources,
    pub(super) presets: &'a Presets,
    /// Whether names may be missing because a file is.
    incomplete: bool,
}

/// Who has which tag, where it is first written, and which tags something selects.
#[derive(Default)]
pub(super) struct Tags {
    pub(super) given: BTreeMap<String, Span>,
    pub(super) selected: BTreeMap<String, Span>,
}

/// Resolves everything.
pub(super) fn resolve<'a>(gathered: &'a Gathered, units: &'a [Unit]) -> Resolver<'a> {
    let mut to = Resolver {
        model: Model::default(),
        names: Names::new(),
        findings: Vec::new(),
        groups: BTreeMap::new(),
        environments: BTreeMap::new(),
        user_kinds: BTreeMap::new(),
        relation_kinds: BTreeSet::new(),
        tags: Tags::default(),
        suspects: BTreeSet::new(),
        lost_relations: units.iter().any(|u| u.lost_relations),
        sources: &gathered.sources,
        presets: &gathered.presets,
        incomplete: gathered.incomplete,
    };
    if let Some(entry) = units.first() {
        let given = entry.file.name.as_ref().map(|n| n.value.clone());
        let of_file = gathered.sources.get(entry.source).map(|s| stem(&s.name)).filter(|stem| *stem != "-");
        let name = given.or_else(|| of_file.map(str::to_owned));
        to.model.name = name.unwrap_or_default();
        to.model.description = entry.file.description.as_ref().map(|d| d.value.clone());
    }
    for unit in units {
        to.kinds(unit);
    }
    for unit in units {
        to.elements(unit);
    }
    for unit in units {
        to.groups(unit);
    }
    for unit in units {
        to.deployments(unit);
    }
    for unit in units {
        to.relations(unit);
    }
    to
}

/// The file's name without folder and extension.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.split('.').next().filter(|s| !s.is_empty()).unwrap_or(file)
}

fn owned(at: Option<&At<String>>) -> Option<String> {
    at.map(|a| a.value.trim().to_owned()).filter(|t| !t.is_empty())
}

/// An id of a group, a deployment or a view of an included file: `billing-pci`.
pub(super) fn joined(scope: Option<&Scope>, id: &str) -> String {
    scope.map_or_else(|| id.to_owned(), |s| format!("{}-{id}", s.path.join("-")))
}

impl Resolver<'_> {
    pub(super) fn add(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Diagnostic::new(code, span, message).help(help));
    }

    /// Whether names may be missing because a file or a part of one is.
    pub(super) fn incomplete(&self) -> bool {
        self.incomplete
    }

    /// An id that another file has given already.
    pub(super) fn twice(&mut self, what: &str, id: &At<String>, first: Span) {
        let (line, _) = self.sources.position(first);
        let file = self.sources.get(first.source).map_or("", |s| s.name.as_str());
        let help = "Rename one of the two, or include the file with `as`.";
        self.add(Code::DuplicateId, id.span, format!("{what} `{}` is at {file}:{line} already.", id.value), help);
    }

    /// The element that a reference stands for; nothing is said where there is none.
    pub(super) fn known(&self, reference: &str) -> Option<ElementId> {
        match self.names.find(None, reference.trim()) {
            Found::One(id) => Some(id),
            Found::Many(_) | Found::None => None,
        }
    }

    /// The element that a reference stands for.
    pub(super) fn element(&mut self, scope: Option<&str>, at: &At<String>) -> Option<ElementId> {
        match self.names.find(scope, at.value.trim()) {
            Found::One(id) => return Some(id),
            Found::Many(paths) => {
                let help = format!("Write {}.", suggest::list(paths.iter().map(String::as_str)));
                self.add(Code::AmbiguousReference, at.span, format!("`{}` fits several elements.", at.value), help);
                self.suspects.extend(paths.iter().filter_map(|p| self.names.exact(p)));
            }
            Found::None if self.incomplete => {}
            Found::None => {
                let nearest = self.names.nearest(&at.value);
                let help = if self.groups.contains_key(&at.value) {
                    "This is a group: name one of its members.".to_owned()
                } else {
                    let otherwise = || "Add it below `elements:`, or correct the reference.".to_owned();
                    suggest::did_you_mean(nearest.as_ref().map(|(n, _)| n.as_str()), otherwise)
                };
                self.add(Code::UnknownReference, at.span, format!("There is no element `{}`.", at.value), help);
                self.suspects.extend(nearest.map(|(_, id)| id));
            }
        }
        None
    }

    /// The elements of a list of references, each once.
    fn references(&mut self, scope: Option<&str>, list: Option<&Vec<At<String>>>) -> Vec<(ElementId, Span)> {
        let list = list.map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|at| Some((self.element(scope, at)?, at.span))).collect()
    }

    fn kinds(&mut self, unit: &Unit) {
        for (id, def) in unit.file.kinds.iter().flat_map(|k| &k.0) {
            let (like, shape, style) = match def {
                Short::Short(like) => (Some(like.clone()), None, Style::default()),
                Short::Keys(keys) => {
                    let like = keys.like.as_ref().map(|k| At { span: k.span, value: k.value.0.clone() });
                    (like, keys.shape.as_ref().map(|s| s.value.0), keys.style())
                }
            };
            if word::<Kind>(&id.value).is_ok() {
                let help = "Give the kind a name of its own.";
                self.add(Code::DuplicateId, id.span, format!("The kind `{}` is built in.", id.value), help);
                continue;
            }
            let like = like.and_then(|l| self.built_in(&l, "is no built-in kind")).unwrap_or(Kind::Container);
            let kind = UserKind { id: id.value.clone(), like, shape, style, span: id.span };
            let first = self.user_kinds.get(&kind.id).map(|&at| self.model.kinds[at].clone());
            match first {
                None => {
                    self.user_kinds.insert(kind.id.clone(), self.model.kinds.len());
                    self.model.kinds.push(kind);
                }
                // Files that are read apart from each other may define the same.
                Some(first) if UserKind { span: first.span, ..kind.clone() } == first => {}
                Some(first) => self.twice("The kind", id, first.span),
            }
        }
    }

    fn built_in(&mut self, at: &At<String>, fault: &str) -> Option<Kind> {
        let kind = word::<Kind>(&at.value).ok().filter(|_| syntax::ELEMENT_KINDS.contains(&at.value.as_str()));
        if kind.is_none() {
            let nearest = suggest::nearest(&at.value, syntax::ELEMENT_KINDS.iter().copied());
            let all = || format!("The kinds are {}.", suggest::list(syntax::ELEMENT_KINDS.iter().copied()));
            let help = suggest::did_you_mean(nearest, all);
            self.add(Code::UnknownKind, at.span, format!("`{}` {fault}.", at.value), help);
        }
        kind
    }

    fn user_kind(&self, word: &str) -> Option<Kind> {
        self.user_kinds.get(word).map(|&at| self.model.kinds[at].like)
    }

    /// The kind that a word names, and the word where it is the user's own.
    fn kind(&mut self, at: &At<String>) -> Option<(Kind, Option<String>)> {
        if let Some(like) = self.user_kind(&at.value) {
            return Some((like, Some(at.value.clone())));
        }
        if syntax::ELEMENT_KINDS.contains(&at.value.as_str()) {
            return word(&at.value).ok().map(|k| (k, None));
        }
        if self.incomplete && word::<Kind>(&at.value).is_err() {
            return None;
        }
        let own =
            if self.names.spend(self.user_kinds.len()).is_some() { self.user_kinds.keys() } else { Keys::default() };
        let all = || syntax::ELEMENT_KINDS.iter().copied().chain(own.clone().map(String::as_str));
        let help = match at.value.as_str() {
            "node" => {
                "Places where things run go below `deployments:`; if this is the name, write `{name: node}`.".into()
            }
            "group" => "Groups go below `groups:`; if this is the name, write `{name: group}`.".to_owned(),
            other => suggest::did_you_mean(suggest::nearest(other, all()), || {
                format!("The kinds are {}; define more below `kinds:`.", suggest::list(all()))
            }),
        };
        self.add(Code::UnknownKind, at.span, format!("`{}` is no kind of element.", at.value), help);
        None
    }

    fn elements(&mut self, unit: &Unit) {
        let parent = unit.scope.as_ref().map(|s| self.outer(s, unit));
        if let Some(elements) = &unit.file.elements {
            let scope = unit.scope.as_ref().map(Scope::dotted);
            self.children(elements, parent, None, scope.as_deref());
        }
    }

    /// The element that an include goes into: one that is there, or a new one around it.
    fn outer(&mut self, scope: &Scope, unit: &Unit) -> ElementId {
        if let Some(id) = self.names.exact(&scope.dotted()) {
            return id;
        }
        let id = scope.path.last().cloned().unwrap_or_default();
        let parent = scope.path.split_last().and_then(|(_, above)| self.names.exact(&above.join(".")));
        let name = owned(unit.file.name.as_ref()).unwrap_or_else(|| id.clone());
        let description = owned(unit.file.description.as_ref());
        let element = Element { name, description, ..blank(id, scope.dotted(), parent, scope.span) };
        let above = scope.path.split_last().map(|(_, above)| above.join(".")).filter(|a| !a.is_empty());
        self.push(element, above.as_deref())
    }

    fn push(&mut self, element: Element, scope: Option<&str>) -> ElementId {
        let id = ElementId(self.model.elements.len() as u32);
        self.names.add(&element.path, id, scope);
        if let Some(parent) = element.parent {
            self.model.elements[parent.index()].children.push(id);
        }
        self.model.elements.push(element);
        id
    }

    /// Adds elements below `parent`. `around` is the kind that counts for their depth: none at the top of a file.
    fn children(
        &mut self,
        elements: &Ids<ElementDef>,
        parent: Option<ElementId>,
        around: Option<Kind>,
        scope: Option<&str>,
    ) {
        for (id, def) in &elements.0 {
            let above = parent.map(|p| format!("{}.", self.model.element(p).path)).unwrap_or_default();
            let path = format!("{above}{}", id.value);
            if let Some(first) = self.names.exact(&path) {
                let first = self.model.element(first).span;
                self.twice("The element", id, first);
                continue;
            }
            let keys = match &def.0 {
                Short::Keys(keys) => keys.clone(),
                Short::Short(text) => self.short(text),
            };
            let mut element = blank(id.value.clone(), path, parent, id.span);
            if !is_id(&id.value) {
                self.suspects.insert(ElementId(self.model.elements.len() as u32));
            }
            let given = keys.kind.as_ref().map(|k| At { span: k.span, value: k.value.0.clone() });
            let kind = given.and_then(|k| self.kind(&k));
            (element.kind, element.user_kind) = kind.unwrap_or((by_depth(around), None));
            element.name = owned(keys.name.as_ref()).unwrap_or_else(|| id.value.clone());
            element.description = owned(keys.description.as_ref());
            element.tech = owned(keys.tech.as_ref());
            element.link = owned(keys.link.as_ref());
            element.external = element.kind == Kind::External || keys.external.as_ref().is_some_and(|e| e.value);
            element.tags = self.tags(keys.tags.as_ref());
            element.status = keys.status.as_ref().map(|s| s.value.0);
            let kind = element.kind;
            let at = self.push(element, scope);
            if let Some(children) = &keys.children {
                self.children(children, Some(at), Some(kind), scope);
            }
        }
    }

    /// A bare string: the kind where it is the word for one, the name otherwise.
    fn short(&self, text: &At<String>) -> ElementKeys {
        let is_kind = word::<Kind>(&text.value).is_ok() || self.user_kind(&text.value).is_some();
        let mut keys = ElementKeys::default();
        if is_kind {
            keys.kind = Some(At { span: text.span, value: super::schema::KindName(text.value.clone()) });
        } else {
            keys.name = Some(text.clone());
        }
        keys
    }

    pub(super) fn tags(&mut self, tags: Option<&Vec<At<String>>>) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let tags = tags.into_iter().flatten().map(|t| (t.value.trim(), t.span));
        let tags: Vec<(&str, Span)> = tags.filter(|(word, _)| !word.is_empty() && seen.insert(*word)).collect();
        for (word, span) in &tags {
            self.tags.given.entry((*word).to_owned()).or_insert(*span);
        }
        tags.into_iter().map(|(word, _)| word.to_owned()).collect()
    }

    fn groups(&mut self, unit: &Unit) {
        let scope = unit.scope.as_ref();
        let dotted = scope.map(Scope::dotted);
        for (id, def) in unit.file.groups.iter().flat_map(|g| &g.0) {
            let (name, members, tags) = match def {
                Short::Short(members) => (None, Some(&members.0), None),
                Short::Keys(keys) => (keys.name.as_ref(), keys.members.as_ref(), keys.tags.as_ref()),
            };
            let found = self.references(dotted.as_deref(), members);
            let whole = found.len() == members.map_or(0, Vec::len);
            let mut kept: Vec<ElementId> = Vec::new();
            let all: BTreeSet<ElementId> = found.iter().map(|(member, _)| *member).collect();
            let mut seen = BTreeSet::new();
            for &(member, span) in &found {
                let mut around =
                    std::iter::successors(self.model.element(member).parent, |p| self.model.element(*p).parent);
                if !seen.insert(member) || around.any(|p| all.contains(&p)) {
                    let path = self.model.element(member).path.clone();
                    let message = format!("`{path}` is in the group `{}` already.", id.value);
                    let help = "Take it out: it is there, or an element around it is.";
                    self.add(Code::UnusedMember, span, message, help);
                    continue;
                }
                kept.push(member);
            }
            if kept.is_empty() && whole && members.is_some() {
                let help = "Name its members: `members: [..]`.";
                self.add(Code::EmptyGroup, id.span, format!("The group `{}` has no members.", id.value), help);
            }
            let own = joined(scope, &id.value);
            if let Some(first) = self.groups.get(&own) {
                let first = self.model.groups[first.index()].span;
                self.twice("The group", id, first);
                continue;
            }
            let tags = self.tags(tags);
            self.groups.insert(own.clone(), GroupId(self.model.groups.len() as u32));
            let name = owned(name).unwrap_or_else(|| id.value.clone());
            self.model.groups.push(Group { id: own, name, members: kept, tags, span: id.span });
        }
    }

    fn deployments(&mut self, unit: &Unit) {
        let scope = unit.scope.as_ref();
        let dotted = scope.map(Scope::dotted);
        for (id, places) in unit.file.deployments.iter().flat_map(|d| &d.0) {
            let own = joined(scope, &id.value);
            if let Some(first) = self.environments.get(&own) {
                let first = self.model.environments[first.index()].span;
                self.twice("The deployment", id, first);
                continue;
            }
            let mut nodes = Vec::new();
            self.places(places, None, dotted.as_deref(), &mut nodes);
            self.environments.insert(own.clone(), EnvironmentId(self.model.environments.len() as u32));
            self.model.environments.push(Environment { id: own, name: id.value.clone(), nodes, span: id.span });
        }
    }

    fn places(&mut self, places: &Ids<PlaceDef>, parent: Option<PlaceId>, scope: Option<&str>, nodes: &mut Vec<Place>) {
        for (id, def) in &places.0 {
            let keys = match &def.0 {
                Short::Keys(keys) => keys.clone(),
                Short::Short(name) => PlaceKeys { name: Some(name.clone()), ..PlaceKeys::default() },
            };
            let above = parent.map(|p| format!("{}.", nodes[p.index()].path)).unwrap_or_default();
            let mut seen = BTreeSet::new();
            let runs = self.references(scope, keys.runs.as_ref());
            let runs = runs.into_iter().map(|(element, _)| element).filter(|e| seen.insert(*e)).collect();
            let at = PlaceId(nodes.len() as u32);
            nodes.push(Place {
                id: id.value.clone(),
                path: format!("{above}{}", id.value),
                name: owned(keys.name.as_ref()).unwrap_or_else(|| id.value.clone()),
                description: owned(keys.description.as_ref()),
                tech: owned(keys.tech.as_ref()),
                tags: self.tags(keys.tags.as_ref()),
                instances: keys.instances.as_ref().map_or(1, |i| i.value),
                runs,
                parent,
                status: keys.status.as_ref().map(|s| s.value.0),
                span: id.span,
            });
            if let Some(children) = &keys.children {
                self.places(children, Some(at), scope, nodes);
            }
        }
    }

    fn relations(&mut self, unit: &Unit) {
        let scope = unit.scope.as_ref().map(Scope::dotted);
        for def in unit.file.relations.iter().flatten() {
            self.relation(def, scope.as_deref());
        }
    }

    fn relation(&mut self, def: &RelationDef, scope: Option<&str>) {
        let tags = self.tags(def.keys.tags.as_ref());
        let Some((from, to)) = &def.ends else {
            self.suspect(&def.text, scope);
            let halves = [&def.keys.from, &def.keys.to];
            halves.into_iter().flatten().for_each(|h| self.suspect(&h.value, scope));
            return;
        };
        let (from, to) = (self.element(scope, from), self.element(scope, to));
        let (Some(from), Some(to)) = (from, to) else {
            self.suspects.extend(from.or(to));
            return;
        };
        let kind = owned(def.keys.kind.as_ref());
        self.relation_kinds.extend(kind.clone());
        self.model.relations.push(Relation {
            from,
            to,
            arrow: def.arrow,
            kind,
            label: owned(def.keys.label.as_ref()),
            tech: owned(def.keys.tech.as_ref()),
            description: owned(def.keys.description.as_ref()),
            tags,
            status: def.keys.status.as_ref().map(|s| s.value.0),
            span: def.span,
        });
    }

    /// Marks whatever the words of a faulty text may have been about.
    fn suspect(&mut self, text: &str, scope: Option<&str>) {
        let part = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        for word in text.split(part) {
            for word in [word, word.trim_matches('-')] {
                if let Found::One(id) = self.names.find(scope, word) {
                    self.suspects.insert(id);
                }
            }
        }
    }
}

fn blank(id: String, path: String, parent: Option<ElementId>, span: Span) -> Element {
    Element {
        name: id.clone(),
        id,
        path,
        kind: Kind::System,
        user_kind: None,
        description: None,
        tech: None,
        link: None,
        external: false,
        tags: Vec::new(),
        status: None,
        parent,
        children: Vec::new(),
        span,
    }
}

/// What an element without a kind is: a system, in a system a container, in anything else a component.
pub(super) fn by_depth(around: Option<Kind>) -> Kind {
    match around {
        None => Kind::System,
        Some(Kind::System | Kind::External | Kind::Person) => Kind::Container,
        Some(_) => Kind::Component,
    }
}
