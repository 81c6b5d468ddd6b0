//! The flowchart of the architecture -> elements and relations; references of the plan -> elements.
//!
//! Part of: the import of plans.

use super::Notes;
use super::guess::{self, By, Label, slug};
use crate::base::{Arrow, Kind, Span, Status};
use crate::describe::Model;
use crate::describe::model::{Element, ElementId, Group, Relation};
use crate::describe::placeholder::is_left_open;
use crate::mermaid::read::flowchart::{Edge, Flowchart, Head, Stroke};
use crate::plan::read::{Fence, Said, simple};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// An element under construction.
struct Part {
    id: String,
    /// The id of the picture.
    drawn: String,
    name: String,
    kind: Option<Kind>,
    tech: Option<String>,
    description: Option<String>,
    link: Option<String>,
    status: Option<Status>,
    parent: Option<usize>,
    span: Span,
}

/// All elements under construction.
#[derive(Default)]
pub(super) struct Elements {
    boxes: Vec<Part>,
    relations: Vec<(usize, usize, Relation)>,
    groups: Vec<(String, String, Vec<usize>, Span)>,
    /// Relations by ends, label and arrow.
    seen: BTreeMap<(usize, usize, Option<String>, Arrow), usize>,
    /// Those with others in them.
    outer: BTreeSet<usize>,
    /// Whether a picture shows a system, but not which one.
    unframed: bool,
    /// Whether the picture that is read is one of our own: its edges stand for several relations.
    pub(super) generated: bool,
    /// Ids with what is around them, and how many wanted each.
    taken: BTreeMap<(Option<usize>, String), usize>,
    /// By id without case and `-`, by the id of the picture, by name.
    by_id: BTreeMap<String, Vec<usize>>,
    by_drawn: BTreeMap<String, usize>,
    by_name: BTreeMap<String, usize>,
}

impl Elements {
    /// Takes what a picture shows. Of elements that are there already only the status is taken; `usual` is that of an edge
    /// that says none.
    pub(super) fn chart(&mut self, chart: &Flowchart, fence: &Fence, usual: Option<Status>, notes: &mut Notes) {
        let ours = |class: &String| Kind::ALL.iter().any(|k| k.word() == class);
        let first = self.boxes.is_empty();
        self.unframed |= first && chart.subgraphs.is_empty() && !chart.nodes.iter().any(|n| n.classes.iter().any(ours));
        let is_group = |at: usize| {
            let frame = &chart.subgraphs[at];
            frame.id.starts_with("group_") && frame.classes.iter().any(|c| c == "frame")
        };
        // The frame around that is an element and no group; the groups in between.
        let around = |mut at: Option<usize>| {
            let mut groups = Vec::new();
            while let Some(own) = at.filter(|own| is_group(*own)) {
                groups.push(own);
                at = chart.subgraphs[own].parent;
            }
            (at, groups)
        };
        let mut frames: BTreeMap<usize, usize> = BTreeMap::new();
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, frame) in chart.subgraphs.iter().enumerate().filter(|(at, _)| !is_group(*at)) {
            let (parent, groups) = around(frame.parent);
            let parent = parent.and_then(|p| frames.get(&p).copied());
            let mut label = guess::label(&frame.title);
            label.status = label.status.or(guess::status(&frame.classes));
            let own = if let Some(known) = self.known(&frame.id, first) {
                self.boxes[known].status = label.status.or(self.boxes[known].status);
                known
            } else {
                self.put(&frame.id, label, None, parent, fence.place(frame.at.clone()))
            };
            frames.insert(at, own);
            for group in groups {
                members.entry(group).or_default().push(own);
            }
        }
        let mut nodes: BTreeMap<&str, usize> = BTreeMap::new();
        // Elements with others in them that this picture draws as a box: its edges there stand for those inside.
        let mut lifted: BTreeSet<usize> = BTreeSet::new();
        for node in &chart.nodes {
            let (parent, groups) = around(node.subgraph);
            let parent = parent.and_then(|p| frames.get(&p).copied());
            let mut label = guess::label(&node.label);
            label.status = label.status.or(guess::status(&node.classes));
            let own = if let Some(known) = self.known(&node.id, first) {
                self.boxes[known].status = label.status.or(self.boxes[known].status);
                if self.outer.contains(&known) {
                    lifted.insert(known);
                }
                known
            } else {
                let frame = node.subgraph.map(|at| chart.subgraphs[at].title.as_str());
                let kind = guess::kind(node, &label, frame);
                let place = fence.place(node.at.clone());
                if let Some(open) = label.tech.take_if(|tech| is_left_open(tech)) {
                    notes.say(place, format!("`[{open}]` of `{}` is left out as a placeholder", label.name));
                }
                if let Some((kind, by @ (By::Shape | By::Words))) = kind {
                    let by = if by == By::Shape { "shape" } else { "words" };
                    notes.guess(place, format!("`{}` is of kind `{}` by its {by}", label.name, kind.word()));
                }
                self.put(&node.id, label, kind.map(|(kind, _)| kind), parent, place)
            };
            nodes.insert(&node.id, own);
            for group in groups {
                members.entry(group).or_default().push(own);
            }
        }
        for click in &chart.clicks {
            let Some(address) = &click.address else {
                notes.say(fence.place(click.at.clone()), "What is called on a click is left out");
                continue;
            };
            for own in click.ids.split(',').filter_map(|id| nodes.get(id.trim())) {
                self.boxes[*own].link.get_or_insert_with(|| address.clone());
            }
        }
        for (at, members) in members.into_iter().filter(|_| first) {
            let frame = &chart.subgraphs[at];
            let id = frame.id.trim_start_matches("group_").to_owned();
            self.groups.push((id, frame.title.clone(), members, fence.place(frame.at.clone())));
        }
        for (at, frame) in chart.subgraphs.iter().enumerate() {
            if let Some(own) = frames.get(&at) {
                nodes.entry(&frame.id).or_insert(*own);
            }
        }
        for edge in chart.edges.iter().filter(|e| e.stroke != Stroke::Invisible) {
            let span = fence.place(edge.at.clone());
            let (Some(&from), Some(&to)) = (nodes.get(edge.from.as_str()), nodes.get(edge.to.as_str())) else {
                notes.say(span, "This edge ends at a group, and is left out");
                continue;
            };
            if !(lifted.contains(&from) || lifted.contains(&to)) {
                self.edge(edge, (from, to), usual, span, first, notes);
            }
        }
    }

    /// The element that an earlier picture draws with this id.
    fn known(&self, drawn: &str, first: bool) -> Option<usize> {
        self.by_drawn.get(drawn).copied().filter(|_| !first)
    }

    fn put(&mut self, drawn: &str, label: Label, kind: Option<Kind>, parent: Option<usize>, span: Span) -> usize {
        const SHORT: usize = 3;
        let inner = parent.and_then(|p| drawn.strip_prefix(&self.boxes[p].drawn)?.strip_prefix('_'));
        let own = inner.unwrap_or(drawn);
        let telling = own.len() >= SHORT && own.contains(|c: char| c.is_ascii_lowercase()) || inner.is_some();
        let bare: String = own.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
        let bare = bare.trim_matches('-').to_owned();
        let valid = bare.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let mut id = if telling && valid && own.is_ascii() { bare } else { slug(&label.name) };
        if id.is_empty() {
            id = if valid {
                own.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
            } else {
                "part".to_owned()
            };
        }
        let id = self.unique(&id, parent);
        let Label { name, tech, description, status } = label;
        let drawn = drawn.to_owned();
        self.add(Part { id, drawn, name, kind, tech, description, link: None, status, parent, span })
    }

    fn add(&mut self, part: Part) -> usize {
        let at = self.boxes.len();
        self.outer.extend(part.parent);
        self.by_id.entry(alike(&part.id)).or_default().push(at);
        self.by_drawn.entry(part.drawn.clone()).or_insert(at);
        self.by_name.entry(simple(&part.name)).or_insert(at);
        self.boxes.push(part);
        at
    }

    /// The id, or with a number behind it where a sibling has it.
    fn unique(&mut self, id: &str, parent: Option<usize>) -> String {
        let mut own = id.to_owned();
        while self.taken.contains_key(&(parent, own.clone())) {
            let count = self.taken.entry((parent, id.to_owned())).or_insert(1);
            *count += 1;
            own = format!("{id}-{count}");
        }
        self.taken.insert((parent, own.clone()), 1);
        own
    }

    fn edge(
        &mut self,
        edge: &Edge,
        (from, to): (usize, usize),
        usual: Option<Status>,
        span: Span,
        first: bool,
        notes: &mut Notes,
    ) {
        let backwards = edge.tail == Head::Arrow && edge.head == Head::None;
        let (from, to) = if backwards { (to, from) } else { (from, to) };
        if self.around(from, to) || self.around(to, from) {
            notes
                .say(span, format!("The edge from `{}` to itself or what it is in is left out", self.boxes[from].name));
            return;
        }
        let arrow = match (edge.tail, edge.stroke) {
            (Head::Arrow, _) if !backwards => Arrow::Both,
            (_, Stroke::Dotted) => Arrow::Async,
            _ => Arrow::Sync,
        };
        // A label may have technology alone, or a status.
        let words = edge.label.trim_start();
        let bare = ["(new)", "(changed)", "(removed)"].iter().any(|word| words.lines().next() == Some(*word));
        let Label { name, tech, description, status } = match words {
            words if words.starts_with('[') => guess::label(&format!("-\n{words}")),
            words if bare => guess::label(&format!("- {words}")),
            words => guess::label(words),
        };
        let label = Some(name).filter(|n| !n.is_empty() && n != "-");
        // Several lines of a label are one sentence.
        let label = match (label, description) {
            (Some(label), Some(more)) => Some(format!("{label} {more}")),
            (label, more) => label.or(more),
        };
        let label = match label {
            Some(all) if self.generated => {
                let one = guess::unmerged(&all);
                if one.as_ref() != Some(&all) {
                    notes.guess(span, format!("`{all}` is said of several relations, of which one is written"));
                }
                one
            }
            label => label,
        };
        let status = status.or(usual);
        match self.seen.entry((from, to, label.clone(), arrow)) {
            Entry::Occupied(known) => {
                if first {
                    notes.say(span, "This edge is there twice: once is enough");
                } else if let Some((.., relation)) = self.relations.get_mut(*known.get()) {
                    relation.status = status.or(relation.status);
                }
                return;
            }
            Entry::Vacant(free) => free.insert(self.relations.len()),
        };
        let none = ElementId(0);
        let relation = Relation {
            from: none,
            to: none,
            arrow,
            kind: None,
            label,
            tech,
            description: None,
            tags: Vec::new(),
            status,
            span,
        };
        self.relations.push((from, to, relation));
    }

    /// Whether `inner` is `outer` or lies in it.
    fn around(&self, outer: usize, inner: usize) -> bool {
        let mut at = Some(inner);
        while let Some(own) = at {
            if own == outer {
                return true;
            }
            at = self.boxes[own].parent;
        }
        false
    }

    /// The element that the plan names, by its place in the order of making; one that no picture shows is made, of the
    /// kind that its role tells.
    pub(super) fn named(&mut self, said: &Said, kind: Option<Kind>, notes: &mut Notes) -> Option<ElementId> {
        let text = said.text.trim().trim_matches('`');
        let parts: Vec<&str> = text.split('.').collect();
        let last = parts.last().copied().unwrap_or_default();
        let is = |at: usize, part: &str| alike(&self.boxes[at].id) == alike(part) || self.boxes[at].drawn == part;
        let fits = |at: &usize| {
            let mut own = Some(*at);
            parts.iter().rev().all(|part| {
                let found = own.is_some_and(|o| is(o, part));
                own = own.and_then(|o| self.boxes[o].parent);
                found
            })
        };
        // An outer element goes before one that is named alike inside of another.
        let depth = |at: &usize| std::iter::successors(Some(*at), |a| self.boxes[*a].parent).count();
        let known = self.by_id.get(&alike(last)).into_iter().flatten().chain(self.by_drawn.get(last));
        let by_id = known.copied().filter(|at| fits(at)).min_by_key(|at| (depth(at), *at));
        if let Some(at) = by_id {
            // The picture has `_` for `-`, and may have letters for names: the plan knows better.
            let key = (self.boxes[at].parent, last.to_owned());
            if is_id(last) && !self.taken.contains_key(&key) {
                self.taken.insert(key, 1);
                self.by_id.entry(alike(last)).or_default().push(at);
                last.clone_into(&mut self.boxes[at].id);
            }
            return Some(ElementId(at as u32));
        }
        if let Some(at) = self.by_name.get(&simple(text)) {
            return Some(ElementId(*at as u32));
        }
        let valid = parts.iter().all(|part| is_id(part));
        let ids = if valid { parts.iter().map(|part| (*part).to_owned()).collect() } else { vec![slug(text)] };
        let mut parent = None;
        let last = ids.len() - 1;
        for (at, id) in ids.into_iter().enumerate() {
            if id.is_empty() {
                notes.say(said.span, format!("`{text}` names no element, and is left out"));
                return None;
            }
            let same = |b: &&usize| self.boxes[**b].parent == parent && self.boxes[**b].id == id;
            let found = self.by_id.get(&alike(&id)).into_iter().flatten().find(same).copied();
            let own = if let Some(found) = found {
                found
            } else {
                let id = self.unique(&id, parent);
                let name = if valid { id.clone() } else { text.to_owned() };
                let kind = kind.filter(|_| at == last);
                let (span, drawn) = (said.span, id.clone());
                let (tech, description, status) = (None, None, None);
                self.add(Part { id, drawn, name, kind, tech, description, link: None, status, parent, span })
            };
            parent = Some(own);
        }
        notes.say(said.span, format!("No picture shows `{text}`: it became an element without relations"));
        parent.map(|at| ElementId(at as u32))
    }

    /// The only one with nothing in it that `fits` by its kind and its name in the simplest form.
    pub(super) fn only(&self, fits: impl Fn(Option<Kind>, &str) -> bool) -> Option<(ElementId, &str)> {
        let inner = |at: &usize| !self.outer.contains(at);
        let fits = |at: &usize| fits(self.boxes[*at].kind, &simple(&self.boxes[*at].name));
        let mut found = (0..self.boxes.len()).filter(inner).filter(fits);
        let only = found.next().filter(|_| found.next().is_none())?;
        Some((ElementId(only as u32), self.boxes[only].name.as_str()))
    }

    /// Puts everything into the model, a parent before its children. Says where each is now, by the order of making.
    pub(super) fn finish(mut self, name: &str, span: Span, model: &mut Model, notes: &mut Notes) -> Vec<ElementId> {
        self.frame(name, span, notes);
        let order = self.order();
        let mut ids = vec![ElementId(0); self.boxes.len()];
        for (new, old) in order.iter().enumerate() {
            ids[*old] = ElementId(new as u32);
        }
        for old in &order {
            let own = &self.boxes[*old];
            let parent = own.parent.map(|p| ids[p]);
            let (path, around) = parent.map_or((own.id.clone(), None), |p| {
                let outer = &model.elements[p.index()];
                (format!("{}.{}", outer.path, own.id), Some(outer.kind))
            });
            let by_depth = match around {
                None => Kind::System,
                Some(Kind::System | Kind::External | Kind::Person) => Kind::Container,
                Some(_) => Kind::Component,
            };
            let kind = own.kind.unwrap_or(by_depth);
            let name = if own.name.is_empty() { own.id.clone() } else { own.name.clone() };
            let id = ids[*old];
            model.elements.push(Element {
                id: own.id.clone(),
                path,
                kind,
                user_kind: None,
                name,
                description: own.description.clone(),
                tech: own.tech.clone(),
                link: own.link.clone(),
                external: kind == Kind::External,
                tags: Vec::new(),
                status: own.status,
                parent,
                children: Vec::new(),
                span: own.span,
            });
            if let Some(parent) = parent {
                model.elements[parent.index()].children.push(id);
            }
        }
        for (from, to, relation) in self.relations {
            model.relations.push(Relation { from: ids[from], to: ids[to], ..relation });
        }
        usual_statuses(model);
        for (id, name, members, span) in self.groups {
            let members = members.into_iter().map(|m| ids[m]).collect();
            model.groups.push(Group { id, name, members, tags: Vec::new(), span });
        }
        ids
    }

    /// A picture without frames shows the inside of one system: what is ours goes into it.
    fn frame(&mut self, name: &str, span: Span, notes: &mut Notes) {
        if !self.unframed {
            return;
        }
        notes.guess(span, format!("The system around what the picture shows is called `{name}`, as this plan is"));
        let id = Some(slug(name)).filter(|s| !s.is_empty()).unwrap_or_else(|| "system".to_owned());
        let id = self.unique(&id, None);
        let system = self.boxes.len();
        for own in self.boxes.iter_mut().filter(|b| b.parent.is_none()) {
            if !matches!(own.kind, Some(Kind::Person | Kind::External)) {
                own.parent = Some(system);
            }
        }
        self.boxes.push(Part {
            drawn: id.clone(),
            id,
            name: name.to_owned(),
            kind: None,
            tech: None,
            description: None,
            link: None,
            status: None,
            parent: None,
            span,
        });
    }

    /// Indices from the outside in, siblings by place.
    fn order(&self) -> Vec<usize> {
        let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (at, own) in self.boxes.iter().enumerate() {
            children.entry(own.parent).or_default().push(at);
        }
        for list in children.values_mut() {
            list.sort_by_key(|at| (self.boxes[*at].span.start, *at));
        }
        let mut order = Vec::new();
        let mut open: Vec<usize> = children.get(&None).cloned().unwrap_or_default();
        open.reverse();
        while let Some(at) = open.pop() {
            order.push(at);
            open.extend(children.get(&Some(at)).into_iter().flatten().rev());
        }
        order
    }
}

/// That something stays as it is goes without saying, unless something new or removed is around it or at its end.
fn usual_statuses(model: &mut Model) {
    for at in 0..model.elements.len() {
        if model.elements[at].status == Some(Status::Kept) {
            model.elements[at].status = None;
            let derived = model.status(ElementId(at as u32));
            model.elements[at].status = (derived != Status::Kept).then_some(Status::Kept);
        }
    }
    for at in 0..model.relations.len() {
        let relation = &model.relations[at];
        let stirs = |id| matches!(model.status(id), Status::New | Status::Removed);
        if relation.status == Some(Status::Kept) && !stirs(relation.from) && !stirs(relation.to) {
            model.relations[at].status = None;
        }
    }
}

/// An id without what pictures change in it.
pub(super) fn alike(id: &str) -> String {
    id.replace('-', "_").to_ascii_lowercase()
}

fn is_id(text: &str) -> bool {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(sound)
}
