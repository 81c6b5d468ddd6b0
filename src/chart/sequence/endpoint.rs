//! Endpoints of the plan -> sequence views: who calls, what the server calls in turn, what it answers.
//!
//! Input: a model. Output: a view for each endpoint with a server. Everything in it comes from relations of the model and
//! from the words of the endpoint; at most twelve messages.

use crate::base::{Arrow, Kind, unique};
use crate::describe::Model;
use crate::describe::model::{BlockKind, ElementId, MessageKind, Relation, Step, View, ViewKind};
use crate::describe::plan::{Endpoint, Entity};
use crate::describe::yaml::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Most elements on the way of a request, the server included.
const HOPS: usize = 4;
/// Most calls of the server, and of what it calls, that are shown.
const CALLS: usize = 6;
/// More names than this are counted.
const LISTED: usize = 3;
/// The condition of calls that no word of an endpoint names.
const MAY_CALL: &str = "if needed";
/// Longest id, in bytes.
const LONGEST: usize = 60;

/// A sequence view for each endpoint that names its server: `api-create-order`. Ids are none of `taken`, nor twice.
pub fn endpoint_views(model: &Model, taken: &BTreeSet<String>) -> Vec<View> {
    let Some(plan) = &model.plan else { return Vec::new() };
    let links = Links::new(model);
    let mut taken = taken.clone();
    let mut out = Vec::new();
    for endpoint in &plan.api {
        let Some(server) = endpoint.served_by.filter(|id| id.index() < model.elements.len()) else { continue };
        let call = Call { model, links: &links, endpoint, server, entities: &plan.entities };
        out.push(View {
            title: Some(endpoint.name.clone()).filter(|name| !name.trim().is_empty()),
            description: Some(said(endpoint)),
            steps: call.steps(),
            span: Some(endpoint.span),
            ..View::new(unique(&mut taken, &slug(&endpoint.name)), ViewKind::Sequence)
        });
    }
    out
}

/// What a derived sequence says of itself: nobody wrote its steps.
fn said(endpoint: &Endpoint) -> String {
    const DERIVED: &str = "Derived from the relations of its server: what this endpoint calls of it may be less.";
    let own = endpoint.description.as_deref().map(str::trim).filter(|own| !own.is_empty());
    own.map_or_else(|| DERIVED.to_owned(), |own| format!("{}. {DERIVED}", own.trim_end_matches('.')))
}

/// Relations by their ends.
struct Links<'a> {
    from: BTreeMap<ElementId, Vec<(&'a Relation, ElementId)>>,
    to: BTreeMap<ElementId, Vec<(&'a Relation, ElementId)>>,
}

impl<'a> Links<'a> {
    fn new(model: &'a Model) -> Self {
        let mut links = Self { from: BTreeMap::new(), to: BTreeMap::new() };
        for relation in &model.relations {
            let mut add = |from: ElementId, to: ElementId| {
                links.from.entry(from).or_default().push((relation, to));
                links.to.entry(to).or_default().push((relation, from));
            };
            add(relation.from, relation.to);
            if relation.arrow == Arrow::Both {
                add(relation.to, relation.from);
            }
        }
        links
    }

    fn from(&self, id: ElementId) -> &[(&'a Relation, ElementId)] {
        self.from.get(&id).map_or(&[], Vec::as_slice)
    }

    fn to(&self, id: ElementId) -> &[(&'a Relation, ElementId)] {
        self.to.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// One endpoint.
struct Call<'a> {
    model: &'a Model,
    links: &'a Links<'a>,
    endpoint: &'a Endpoint,
    server: ElementId,
    entities: &'a [Entity],
}

impl<'a> Call<'a> {
    fn steps(&self) -> Vec<Step> {
        let way = self.way();
        let mut steps = Vec::new();
        for pair in way.windows(2) {
            let last = pair[1].0 == self.server;
            let text = if last { Some(self.request()) } else { words(pair[0].1) };
            steps.push(self.message(pair[0].0, pair[1].0, MessageKind::Sync, text));
        }
        let caller = way.len().checked_sub(2).map(|at| way[at].0);
        if caller.is_none() {
            steps.push(self.note(self.request()));
        }
        let others = self.other_callers(&way);
        if !others.is_empty() {
            steps.push(self.note(format!("Also called by {}", listed(&others))));
        }
        self.calls(&way, &mut steps);
        self.answers(caller, &mut steps);
        steps
    }

    fn message(&self, from: ElementId, to: ElementId, kind: MessageKind, text: Option<String>) -> Step {
        Step::Message { from, to, kind, text, span: self.endpoint.span }
    }

    fn note(&self, text: String) -> Step {
        Step::Note { over: vec![self.server], text }
    }

    /// `POST /orders`.
    fn request(&self) -> String {
        let parts = [self.endpoint.method.as_deref(), self.endpoint.path.as_deref()];
        let words: Vec<&str> = parts.into_iter().flatten().collect();
        if words.is_empty() { self.endpoint.name.clone() } else { words.join(" ") }
    }

    /// Who calls the server, or what is in it; where nobody does, who calls what it is in.
    fn callers(&self) -> Vec<(ElementId, &'a Relation)> {
        let outside = |id: ElementId, of: ElementId| !self.model.is_within(id, of) && !self.model.is_within(of, id);
        let mut inside = vec![self.server];
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(&id) = inside.get(at) {
            inside.extend(&self.model.element(id).children);
            at += 1;
        }
        let around = std::iter::successors(self.model.element(self.server).parent, |p| self.model.element(*p).parent);
        for group in std::iter::once(inside).chain(around.map(|p| vec![p])) {
            for id in group {
                let asked = self.links.to(id).iter().filter(|(r, from)| r.arrow != Arrow::Async && outside(*from, id));
                for &(relation, from) in asked {
                    if outside(from, self.server) && !out.iter().any(|(known, _)| *known == from) {
                        out.push((from, relation));
                    }
                }
            }
            if !out.is_empty() {
                break;
            }
        }
        out
    }

    /// From the nearest person, or from the first caller, to the server; each with the relation that leads on.
    fn way(&self) -> Vec<(ElementId, Option<&'a Relation>)> {
        let callers = self.callers();
        let is_person = |id: ElementId| self.model.element(id).kind == Kind::Person;
        // Breadth first: the first person that is met is the nearest.
        let mut next: BTreeMap<ElementId, (ElementId, &Relation)> = BTreeMap::new();
        let mut open: VecDeque<(ElementId, usize)> = VecDeque::new();
        for (caller, relation) in &callers {
            next.insert(*caller, (self.server, *relation));
            open.push_back((*caller, 2));
        }
        let mut start = callers.first().map(|(caller, _)| *caller);
        while let Some((id, hops)) = open.pop_front() {
            if is_person(id) {
                start = Some(id);
                break;
            }
            if hops == HOPS {
                continue;
            }
            for &(relation, from) in self.links.to(id) {
                let known = next.contains_key(&from) || self.model.is_within(from, self.server);
                if relation.arrow != Arrow::Async && !known {
                    next.insert(from, (id, relation));
                    open.push_back((from, hops + 1));
                }
            }
        }
        let mut way = Vec::new();
        let mut at = start;
        while let Some(id) = at.filter(|id| *id != self.server) {
            let step = next.get(&id);
            way.push((id, step.map(|(_, relation)| *relation)));
            at = step.map(|(to, _)| *to);
        }
        way.push((self.server, None));
        way
    }

    /// Those that call the server as well.
    fn other_callers(&self, way: &[(ElementId, Option<&Relation>)]) -> Vec<&'a str> {
        let callers = self.callers();
        let others = callers.iter().map(|(id, _)| *id).filter(|id| !way.iter().any(|(on, _)| on == id));
        others.map(|id| self.model.element(id).name.as_str()).collect()
    }

    /// What the server calls in turn: stores last, and of those that have entities only those with one of the path's, where
    /// there is such a one.
    fn calls(&self, way: &[(ElementId, Option<&Relation>)], steps: &mut Vec<Step>) {
        let mut inside = vec![self.server];
        let mut at = 0;
        while let Some(&id) = inside.get(at) {
            inside.extend(&self.model.element(id).children);
            at += 1;
        }
        let named = self.named_stores();
        let mut calls: Vec<(ElementId, &Relation)> = Vec::new();
        for &(relation, to) in inside.iter().flat_map(|id| self.links.from(*id)) {
            let back = way.iter().any(|(id, _)| *id == to) || self.model.is_within(to, self.server);
            if !back && !self.model.is_within(self.server, to) && !calls.iter().any(|(known, _)| *known == to) {
                calls.push((to, relation));
            }
        }
        if self.is_safe() {
            calls.retain(|(_, relation)| relation.arrow != Arrow::Async);
        }
        // A service in front of a store.
        let behind = |id: ElementId| self.links.from(id).iter().map(|(_, to)| *to).find(|to| named.contains_key(to));
        let has_entities = |id: ElementId| self.entities.iter().any(|e| e.stored_in == Some(id));
        if calls.iter().any(|(id, _)| named.contains_key(id) || behind(*id).is_some()) {
            calls.retain(|(id, _)| named.contains_key(id) || !has_entities(*id));
        }
        // What the entities are in is shown first where there is no room for all.
        let weight = |id: ElementId| (self.is_store(id), !named.contains_key(&id));
        if calls.len() > CALLS {
            calls.sort_by_key(|(id, _)| !named.contains_key(id));
        }
        let left: Vec<&str> = calls.iter().skip(CALLS).map(|(id, _)| self.model.element(*id).name.as_str()).collect();
        calls.truncate(CALLS);
        calls.sort_by_key(|(id, _)| (weight(*id).0, weight(*id).1));
        let mut room = CALLS - calls.len();
        // That the server has a relation does not say that this endpoint needs it; that its path names an entity does.
        let is_sure = |id: ElementId| named.contains_key(&id) || behind(id).is_some();
        let (sure, may): (Vec<_>, Vec<_>) = calls.iter().copied().partition(|(id, _)| is_sure(*id));
        let may: Vec<Step> = (may.into_iter())
            .map(|(to, relation)| self.message(self.server, to, kind_of(relation), words(Some(relation))))
            .collect();
        if !may.is_empty() {
            let branches = vec![(Some(MAY_CALL.to_owned()), may)];
            steps.push(Step::Block { kind: BlockKind::Opt, branches });
        }
        for (to, relation) in sure {
            let kind = kind_of(relation);
            let text = named.get(&to).map(|names| self.does(names)).or_else(|| words(Some(relation)));
            steps.push(self.message(self.server, to, kind, text));
            let store = behind(to).filter(|store| !calls.iter().any(|(known, _)| known == store));
            if let Some(store) = store.filter(|_| kind == MessageKind::Sync && room > 0) {
                room -= 1;
                let text = named.get(&store).map(|names| self.does(names));
                steps.push(self.message(to, store, MessageKind::Sync, text));
            }
        }
        if !left.is_empty() {
            steps.push(self.note(format!("Also calls {}", listed(&left))));
        }
    }

    /// Whether the method asks for no change: then nobody is told of one.
    fn is_safe(&self) -> bool {
        let method = self.endpoint.method.as_deref().unwrap_or_default();
        ["GET", "HEAD", "OPTIONS"].iter().any(|safe| method.eq_ignore_ascii_case(safe))
    }

    fn is_store(&self, id: ElementId) -> bool {
        matches!(self.model.element(id).kind, Kind::Database | Kind::Cache | Kind::Storage)
    }

    /// The stores of the entities that the path names, with those.
    fn named_stores(&self) -> BTreeMap<ElementId, Vec<&'a str>> {
        let path = self.endpoint.path.as_deref().unwrap_or_default();
        let parts: BTreeSet<String> =
            path.split(['/', '?', '.', ':']).filter(|p| !p.starts_with('{')).map(fold).collect();
        let mut out: BTreeMap<ElementId, Vec<&str>> = BTreeMap::new();
        for entity in self.entities {
            let name = fold(&entity.name);
            let Some(store) = entity.stored_in.filter(|_| !name.is_empty()) else { continue };
            let many = name.strip_suffix('y').map(|stem| format!("{stem}ies"));
            let forms = [Some(format!("{name}s")), Some(format!("{name}es")), many, Some(name)];
            if forms.into_iter().flatten().any(|form| parts.contains(&form)) {
                out.entry(store).or_default().push(&entity.name);
            }
        }
        out
    }

    /// What the method does to entities.
    fn does(&self, names: &[&str]) -> String {
        let method = self.endpoint.method.as_deref().unwrap_or_default().to_ascii_uppercase();
        let verb = match method.as_str() {
            "GET" | "HEAD" => "read",
            "POST" => "create",
            "PUT" | "PATCH" => "update",
            "DELETE" => "delete",
            _ => "use",
        };
        format!("{verb} {}", listed(names))
    }

    /// The answers: a good one, and below it those that tell of mistakes.
    fn answers(&self, caller: Option<ElementId>, steps: &mut Vec<Step>) {
        let answer = |text: String| match caller {
            Some(caller) => self.message(self.server, caller, MessageKind::Return, Some(text)),
            None => self.note(text),
        };
        let entries = self.endpoint.response.as_ref().map(Value::entries).unwrap_or_default();
        let class = |code: &str| match code.trim().chars().next() {
            Some('4') => 1,
            Some('5') => 2,
            Some('1'..='3') => 0,
            _ => usize::from(["default", "error", "errors"].iter().any(|w| code.trim().eq_ignore_ascii_case(w))) * 3,
        };
        let mut said: [Vec<String>; 4] = Default::default();
        for entry in entries {
            said[class(&entry.key)].push(status(&entry.key, &entry.value));
        }
        let [good, ours, theirs, other] = said;
        let errors = [("client error", ours), ("server error", theirs), ("error", other)];
        let errors: Vec<(&str, String)> = errors
            .into_iter()
            .filter(|(_, codes)| !codes.is_empty())
            .map(|(word, codes)| (word, codes.join(", ")))
            .collect();
        let good = (!good.is_empty()).then(|| good.join(" or "));
        match (good, errors.is_empty()) {
            (None, true) => {
                // An answer that is not described is an answer all the same.
                steps.extend(caller.map(|to| self.message(self.server, to, MessageKind::Return, None)));
            }
            (Some(good), true) => steps.push(answer(good)),
            (good, false) => {
                let good = good.map(|good| ("success", good));
                let branches = good.into_iter().chain(errors);
                let branches = branches.map(|(word, text)| (Some(word.to_owned()), vec![answer(text)])).collect();
                steps.push(Step::Block { kind: BlockKind::Alt, branches });
            }
        }
    }
}

/// What a relation is for.
fn words(relation: Option<&Relation>) -> Option<String> {
    relation.and_then(|r| r.label.clone().or_else(|| r.tech.clone()))
}

/// `201 Created`, with what the description says of it where that is one line.
fn status(code: &str, value: &Value) -> String {
    let said = value.text().or_else(|| value.get("description").and_then(Value::text)).map(str::trim);
    let said = said.filter(|text| !text.is_empty() && text.chars().count() <= 40);
    let code = code.trim();
    match said.or_else(|| reason(code)) {
        Some(words) => format!("{code} {words}"),
        None => code.to_owned(),
    }
}

/// The words of RFC 9110 for a status code.
fn reason(code: &str) -> Option<&'static str> {
    const REASONS: [(&str, &str); 18] = [
        ("200", "OK"),
        ("201", "Created"),
        ("202", "Accepted"),
        ("204", "No Content"),
        ("301", "Moved Permanently"),
        ("302", "Found"),
        ("304", "Not Modified"),
        ("400", "Bad Request"),
        ("401", "Unauthorized"),
        ("403", "Forbidden"),
        ("404", "Not Found"),
        ("409", "Conflict"),
        ("410", "Gone"),
        ("422", "Unprocessable Content"),
        ("429", "Too Many Requests"),
        ("500", "Internal Server Error"),
        ("502", "Bad Gateway"),
        ("503", "Service Unavailable"),
    ];
    REASONS.iter().find(|(known, _)| *known == code).map(|(_, words)| *words)
}

/// Names for a sentence.
fn listed(names: &[&str]) -> String {
    let (first, more) = names.split_at(names.len().min(LISTED));
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    format!("{}{more}", first.join(", "))
}

/// Letters and digits in lower case.
fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `api-create-order`.
fn slug(name: &str) -> String {
    let mut out = String::from("api");
    let mut gap = true;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            if gap {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        }
        gap = !c.is_ascii_alphanumeric();
        if out.len() >= LONGEST {
            break;
        }
    }
    if out == "api" { "api-endpoint".to_owned() } else { out }
}

fn kind_of(relation: &Relation) -> MessageKind {
    if relation.arrow == Arrow::Async { MessageKind::Async } else { MessageKind::Sync }
}
