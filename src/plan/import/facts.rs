//! The sections of a plan -> [`Plan`].
//!
//! Part of: the import of plans.

use super::elements::{Elements, alike};
use super::guess::slug;
use super::trees::{clean, entries, first, line, others, text};
use super::{Notes, pictures, trees};
use crate::base::{Kind, Span};
use crate::describe::model::ElementId;
use crate::describe::plan::numbers;
use crate::describe::plan::{Choice, Endpoint, Entity, Item, Phase, Plan, Risk, Spec, Testing};
use crate::describe::yaml::{Data, Value};
use crate::plan::check::{PhaseIndex, focus, level};
use crate::plan::read::{
    Contract, Entry, PhaseSaid, PlanDoc, Point, RiskSaid, Said, Technology, Words, mask, names, simple,
};
use crate::plan::{Section, template};
use std::collections::{BTreeMap, BTreeSet};

/// Collects the plan. Its elements are named by the order in which `elements` made them.
pub(super) fn plan(doc: &PlanDoc, elements: &mut Elements, notes: &mut Notes, span: Span) -> Plan {
    let mut from = From { doc, elements, notes };
    let focus = doc.focus.as_ref().and_then(|said| {
        let focus = focus(&said.text);
        if focus.is_none() && !doc.has_placeholder(said.span) {
            from.notes.say(said.span, format!("`{}` is no focus, and is left out", said.text));
        }
        focus
    });
    Plan {
        feature: from.text(doc.feature.as_ref()),
        spec: Spec { id: from.text(doc.spec_id.as_ref()), generated: from.text(doc.generated.as_ref()), focus },
        core: from.choices(&doc.core),
        supporting: from.choices(&doc.supporting),
        phases: from.phases(),
        files: doc.files.as_ref().map(From::files).filter(|f| !f.trim().is_empty()),
        api: from.endpoints(),
        entities: from.entities(),
        testing: from.testing(),
        compliance: from.compliance(),
        technical_risks: doc.technical_risks.iter().filter_map(|r| from.risk(r)).collect(),
        timeline_risks: doc.timeline_risks.iter().filter_map(|r| from.risk(r)).collect(),
        // An empty box says that it is not done yet, as no box does.
        success: from.items(&doc.success).into_iter().map(|i| Item { done: i.done.filter(|d| *d), ..i }).collect(),
        span,
    }
}

/// Changes every element that a plan names.
pub(super) fn each_element(plan: &mut Plan, mut change: impl FnMut(&mut ElementId)) {
    let risks = plan.technical_risks.iter_mut().chain(&mut plan.timeline_risks);
    risks.flat_map(|r| &mut r.on).for_each(&mut change);
    plan.phases.iter_mut().flat_map(|p| &mut p.builds).for_each(&mut change);
    plan.api.iter_mut().filter_map(|e| e.served_by.as_mut()).for_each(&mut change);
    plan.entities.iter_mut().filter_map(|e| e.stored_in.as_mut()).for_each(&mut change);
}

struct From<'a, 'b> {
    doc: &'a PlanDoc,
    elements: &'b mut Elements,
    notes: &'b mut Notes,
}

impl From<'_, '_> {
    /// A text that is no placeholder.
    fn text(&self, said: Option<&Said>) -> Option<String> {
        let said = said.filter(|s| !s.text.trim().is_empty() && !self.doc.has_placeholder(s.span));
        said.map(|s| s.text.clone())
    }

    fn choices(&self, of: &[Technology]) -> Vec<Choice> {
        let mut out: Vec<Choice> = Vec::new();
        let mut names = Unique::default();
        for technology in of {
            let choice = self.text(technology.choice.as_ref());
            if choice.is_none() || self.doc.has_placeholder(technology.role.span) && choice.is_none() {
                continue;
            }
            let role = names.name(&role(&technology.role.text));
            let why = self.text(technology.why.as_ref());
            out.push(Choice { role, choice, why, span: technology.role.span });
        }
        out
    }

    /// The tree without lines that a template left.
    fn files(said: &Said) -> String {
        let bare = |line: &str| {
            let name = line.trim();
            // `[id]` is a folder in some frameworks.
            !(name.starts_with(['[', '{']) && mask(name) != name)
        };
        let lines: Vec<&str> = said.text.lines().filter(|line| bare(line)).collect();
        let indent = |line: &&str| line.len() - line.trim_start().len();
        let least = lines.iter().map(indent).min().unwrap_or_default();
        // A tree that is the template's all over says nothing of this plan.
        let template = crate::plan::template::body(Section::Files);
        let untouched =
            |line: &&str| template.lines().any(|own| own.trim_start_matches(['│', '├', '└', '─', ' ']) == line.trim());
        if lines.len() < said.text.lines().count() && lines.iter().all(untouched) {
            return String::new();
        }
        let mut out = lines.iter().filter_map(|line| line.get(least..)).collect::<Vec<_>>().join("\n");
        out.push('\n');
        out
    }

    fn items(&mut self, points: &[Point]) -> Vec<Item> {
        let least = points.iter().map(|p| p.depth).min().unwrap_or_default();
        if let Some(deep) = points.iter().find(|p| p.depth > least) {
            self.notes.say(deep.text.span, "Points below a point become points of their own");
        }
        let said = points.iter().filter_map(|point| {
            let text = self.text(Some(&point.text))?;
            Some(Item { text, done: point.done, span: point.text.span })
        });
        said.collect()
    }

    fn phases(&mut self) -> Vec<Phase> {
        let doc = self.doc;
        let mut out: Vec<Phase> = Vec::new();
        let index = PhaseIndex::new(doc);
        for said in &doc.phases {
            let mut after: Vec<usize> = Vec::new();
            for before in &said.after {
                match index.find(before) {
                    Some(other) => after.push(other),
                    None => self.notes.say(before.span, format!("`{}` is no phase, and is left out", before.text)),
                }
            }
            after.sort_unstable();
            after.dedup();
            let mut builds = Vec::new();
            for said in said.builds.iter().filter(|s| !doc.has_placeholder(s.span)) {
                let found = self.elements.named(said, None, self.notes);
                builds.extend(found.filter(|id| !builds.contains(id)));
            }
            out.push(Phase {
                id: None,
                name: self.text(said.head.name.as_ref()),
                duration: self.text(said.head.duration.as_ref()),
                after,
                builds,
                deliverables: self.items(&said.deliverables),
                tasks: self.items(&said.tasks),
                span: said.span,
            });
        }
        phase_ids(doc, &mut out);
        out
    }

    /// Says what of a contract a description has no key for.
    fn others(&mut self, contract: &Contract, known: &BTreeSet<String>, under: &[&str]) {
        for (name, span) in others(contract, known, under) {
            if !self.doc.has_placeholder(span) {
                let message =
                    format!("`{name}` of `{}` is left out: a description has no key for it", contract.name.text);
                self.notes.say(span, message);
            }
        }
        if contract.broken {
            let message = format!("The YAML of `{}` cannot be read, and is left out", contract.name.text);
            self.notes.say(contract.name.span, message);
        }
    }

    fn endpoints(&mut self) -> Vec<Endpoint> {
        const KNOWN: [&str; 12] = [
            "method",
            "path",
            "description",
            "served by",
            "request",
            "response",
            "responses",
            "returns",
            "endpoint",
            "route",
            "summary",
            "url",
        ];
        let doc = self.doc;
        let mut out: Vec<Endpoint> = Vec::new();
        let mut names = Unique::default();
        let known: BTreeSet<String> = KNOWN.iter().map(|k| (*k).to_owned()).collect();
        for said in &doc.endpoints {
            if doc.has_placeholder(said.name.span) && self.value(said, "method").is_none_or(|_| said.tree.is_none()) {
                continue;
            }
            if doc.has_placeholder(said.name.span) {
                // What a template left is no endpoint, whatever its example says.
                self.notes.say(said.name.span, "An endpoint without a name of its own is left out");
                continue;
            }
            let name = names.name(&said.name.text);
            let server = said.value("served_by").filter(|s| !doc.has_placeholder(s.span));
            let served_by = server.and_then(|s| self.elements.named(&s, Some(Kind::Container), self.notes));
            let spoken = |keys: &[&str]| line(doc, said, keys).map(|s| text(&s));
            let request = first(doc, said, &["request"]).or_else(|| spoken(&["request", "request body", "body"]));
            let response = first(doc, said, &["response", "responses"]);
            let response = response.or_else(|| listed(doc, said, &["response", "responses", "returns"]));
            let response = response.or_else(|| spoken(&["response", "responses", "returns"]).map(trees::answers));
            self.others(said, &known, &["response", "responses", "returns"]);
            let description = self.value(said, "description").or_else(|| self.value(said, "summary"));
            out.push(Endpoint {
                name,
                served_by,
                method: self.value(said, "method"),
                path: self.value(said, "path"),
                description,
                request,
                response,
                span: said.name.span,
            });
        }
        out
    }

    fn value(&self, of: &Contract, key: &str) -> Option<String> {
        self.text(of.value(key).as_ref())
    }

    fn entities(&mut self) -> Vec<Entity> {
        const KNOWN: [&str; 8] =
            ["fields", "relations", "relationships", "indexes", "indices", "description", "stored in", "table"];
        const UNDER: [&str; 5] = ["fields", "attributes", "relations", "relationships", "indexes"];
        let doc = self.doc;
        let mut out: Vec<Entity> = Vec::new();
        let mut names = Unique::default();
        for said in &doc.entities {
            if doc.has_placeholder(said.name.span) {
                self.notes.say(said.name.span, "An entity without a name of its own is left out");
                continue;
            }
            let name = names.name(&said.name.text);
            let store = said.value("stored_in").filter(|s| !doc.has_placeholder(s.span));
            let stored_in = store.and_then(|s| self.elements.named(&s, Some(Kind::Database), self.notes));
            let mut fields = entries(doc, said, "fields");
            fields.extend(entries(doc, said, "attributes"));
            let known = |name: &str| KNOWN.contains(&simple(name).as_str());
            // Without a key `fields` everything is one.
            let loose = fields.is_empty() && said.tree.as_ref().is_none_or(|t| t.get("relations").is_none());
            if loose {
                let tree = said.tree.as_ref().and_then(|t| clean(doc, t));
                let all = tree.iter().flat_map(Value::entries).filter(|e| !known(&e.key));
                fields.extend(all.map(|e| (e.key.clone(), e.value.clone())));
                let lines = said.lines.iter().filter(|l| l.under.is_empty() && !known(&l.name.text));
                let mut taken: BTreeSet<String> = fields.iter().map(|(name, _)| name.clone()).collect();
                for l in lines.filter(|l| !l.name.text.is_empty() && !l.value.text.is_empty()) {
                    let key = l.name.text.trim_matches('`').to_owned();
                    if taken.insert(key.clone()) {
                        fields.push((key, text(&l.value)));
                    }
                }
            }
            let mut relations = entries(doc, said, "relations");
            relations.extend(entries(doc, said, "relationships"));
            let mut indexes = match first(doc, said, &["indexes", "indices"]).map(|v| v.data) {
                Some(Data::List(items)) => items,
                Some(Data::Map(entries)) => {
                    entries.into_iter().map(|e| Value::new(e.span, Data::Map(vec![e]))).collect()
                }
                Some(Data::Text(only)) => vec![Value::new(said.name.span, Data::Text(only))],
                _ => Vec::new(),
            };
            let lines = said.lines.iter().filter(|l| l.under == "indexes" && !doc.has_placeholder(l.value.span));
            indexes.extend(lines.map(|l| text(&l.value)));
            let own: BTreeSet<String> =
                KNOWN.iter().map(|k| (*k).to_owned()).chain(fields.iter().map(|(name, _)| simple(name))).collect();
            self.others(said, &own, &UNDER);
            out.push(Entity {
                name,
                stored_in,
                description: self.value(said, "description"),
                fields,
                relations,
                indexes,
                span: said.name.span,
            });
        }
        out
    }

    fn testing(&mut self) -> Testing {
        let doc = self.doc;
        let mut testing = Testing::default();
        for Entry { name, value, .. } in &doc.unit {
            let label = simple(&name.text);
            let place = if label.contains("coverage") {
                &mut testing.coverage
            } else if label.contains("mock") || label.contains("stub") || label.contains("double") {
                &mut testing.mocks
            } else if label.contains("framework") || label.contains("tool") || label.contains("library") {
                &mut testing.framework
            } else {
                if !doc.has_placeholder(value.span) {
                    let words = format!("{} {}", name.text, value.text);
                    let message = format!("`{}` is left out: it is no coverage, framework or mocks", words.trim());
                    self.notes.say(value.span, message);
                }
                continue;
            };
            if !value.text.is_empty() && !doc.has_placeholder(value.span) {
                *place = Some(value.text.clone());
            }
        }
        testing.integration = self.items(&doc.integration);
        testing.e2e = self.items(&doc.e2e);
        // What the template has there says nothing of this plan.
        for (heading, tests) in [("Integration Tests", &mut testing.integration), ("E2E Tests", &mut testing.e2e)] {
            let usual = template::part(Section::Testing, heading).lines().map(|line| line.trim_start_matches("- "));
            if usual.eq(tests.iter().map(|item| item.text.as_str())) {
                tests.clear();
            }
        }
        let usual = template::line(Section::Testing, "- Coverage Target:").rsplit(' ').next();
        let untouched = doc.unit.iter().any(|entry| doc.has_placeholder(entry.value.span));
        if untouched && testing.framework.is_none() && testing.mocks.is_none() && testing.coverage.as_deref() == usual {
            testing.coverage = None;
        }
        testing
    }

    /// What the template says of a principle says no more than its tick; words of one's own are kept.
    fn compliance(&mut self) -> Vec<(String, Value)> {
        const TEMPLATE: [(&str, &str); 5] = [
            ("specification first", "requirements clearly defined"),
            ("incremental planning", "phased approach planned"),
            ("task decomposition", "broken into executable tasks"),
            ("quality assurance", "appropriate testing strategy"),
            ("architecture documentation", "decisions recorded"),
        ];
        let mut out: Vec<(String, Value)> = Vec::new();
        let mut taken = BTreeSet::new();
        for point in &self.doc.compliance {
            let span = point.text.span;
            let Some(said) = self.text(Some(&point.text)) else { continue };
            let bare = said.replace("**", "");
            let (name, how) = [": ", " - ", " – ", " — "]
                .into_iter()
                .filter_map(|cut| bare.find(cut).map(|at| (at, cut.len())))
                .min()
                .map_or((bare.as_str(), ""), |(at, len)| (&bare[..at], bare[at + len..].trim()));
            let key = simple(name).replace(' ', "_");
            if key.is_empty() || !taken.insert(key.clone()) {
                self.notes.say(span, format!("`{said}` is left out: it has no name of its own"));
                continue;
            }
            let usual = TEMPLATE.iter().any(|(own, words)| *own == simple(name) && *words == simple(how));
            let data = match point.done {
                Some(false) => {
                    if !usual && !how.is_empty() {
                        self.notes.say(span, format!("`{how}` is left out: what does not hold has no words"));
                    }
                    Data::Bool(false)
                }
                _ if usual || how.is_empty() => Data::Bool(true),
                _ => Data::Text(how.to_owned()),
            };
            let mut value = Value::new(span, data);
            if let Data::Bool(holds) = value.data {
                value.written = Some(if holds { "true" } else { "false" }.into());
            }
            out.push((key, value));
        }
        out
    }

    fn risk(&mut self, said: &RiskSaid) -> Option<Risk> {
        let risk = self.text(Some(&said.risk));
        let mut levels = [None, None];
        for (place, cell) in levels.iter_mut().zip([&said.probability, &said.impact]) {
            let Some(cell) = cell.as_ref().filter(|c| !self.doc.has_placeholder(c.span)) else { continue };
            *place = level(&cell.text);
            if place.is_none() {
                self.notes.say(cell.span, format!("`{}` is none of H, M and L, and is left out", cell.text));
            }
        }
        let [probability, impact] = levels;
        let mitigation = self.text(said.mitigation.as_ref());
        let mut on = Vec::new();
        for said in said.on.iter().flat_map(|s| names(&Words::of(s))) {
            let found = self.elements.named(&said, None, self.notes);
            on.extend(found.filter(|id| !on.contains(id)));
        }
        let says = risk.is_some() || mitigation.is_some();
        says.then_some(Risk { risk, probability, impact, mitigation, on, span: said.risk.span })
    }
}

/// Gives phases their ids: those of our own picture, else out of their names; `p1` where only that keeps the number.
fn phase_ids(doc: &PlanDoc, phases: &mut [Phase]) {
    let drawn = pictures::phase_ids(doc);
    let mut ids = Unique::default();
    for phase in phases.iter_mut() {
        let name = phase.name.as_deref().unwrap_or_default();
        let own = Some(slug(name)).filter(|id| !id.is_empty()).unwrap_or_else(|| "phase".to_owned());
        // A picture has `_` for `-`.
        let drawn = drawn.get(&simple(name)).filter(|id| **id != alike(&own));
        phase.id = Some(ids.name(drawn.unwrap_or(&own)).replace(' ', "-"));
    }
    let number = |said: &PhaseSaid| said.head.number.as_ref()?.text.parse::<u16>().ok().map(usize::from);
    let said: Option<Vec<usize>> = doc.phases.iter().map(number).collect();
    let Some(said) = said.filter(|all| all.windows(2).all(|pair| pair[0] < pair[1])) else { return };
    if numbers(phases) != said {
        for (phase, number) in phases.iter_mut().zip(said) {
            phase.id = Some(format!("p{number}"));
        }
    }
}

/// Points below a label of an endpoint as the map of its answers: `- 201: the order`.
fn listed(doc: &PlanDoc, said: &Contract, under: &[&str]) -> Option<Value> {
    let lines = said.lines.iter().filter(|l| under.contains(&l.under.as_str()) && !doc.has_placeholder(l.value.span));
    let mut entries: Vec<crate::describe::yaml::Entry> = Vec::new();
    let mut taken = BTreeSet::new();
    for l in lines {
        let words = if l.name.text.is_empty() { &l.value.text } else { &l.name.text };
        let code: String = words
            .trim_start_matches('`')
            .chars()
            .take_while(|c| !c.is_whitespace() && !matches!(c, '`' | ':'))
            .collect();
        let rest = words.trim_start_matches('`').strip_prefix(&code).unwrap_or_default();
        let rest = rest.trim_matches(['`', ' ', '-', ':', '–', '—']);
        let value = if l.name.text.is_empty() { rest.to_owned() } else { l.value.text.clone() };
        if !code.is_empty() && taken.insert(code.clone()) {
            let value = Value::new(l.value.span, Data::Text(value));
            entries.push(crate::describe::yaml::Entry { key: code, span: l.value.span, value });
        }
    }
    let span = entries.first()?.span;
    Some(Value::new(span, Data::Map(entries)))
}

/// The key of a role: `Message Queue` is `message_queue`, `CI/CD` is `ci`.
fn role(text: &str) -> String {
    let name = simple(text);
    let name = if matches!(name.as_str(), "ci cd" | "ci" | "cd") { "ci".to_owned() } else { name.replace(' ', "_") };
    if name.is_empty() { "other".to_owned() } else { name }
}

/// Names that are there once each: one that is taken gets a number.
#[derive(Default)]
struct Unique(BTreeMap<String, usize>);

impl Unique {
    fn name(&mut self, name: &str) -> String {
        let mut own = name.to_owned();
        while self.0.contains_key(&own) {
            let count = self.0.entry(name.to_owned()).or_insert(1);
            *count += 1;
            own = format!("{name} {count}");
        }
        self.0.insert(own.clone(), 1);
        own
    }
}
