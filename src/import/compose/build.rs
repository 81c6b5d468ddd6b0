//! Services and edges -> [`Model`]: one system whose containers are the services.
//!
//! Input: what compose says. Output: a model that holds every rule of the language.

use super::catalog::{self, Known};
use super::edges::{Edge, Finder, is_queue};
use super::merge::text;
use super::notes::Notes;
use super::project::Project;
use super::service::{Mount, Port, Service};
use crate::base::{Arrow, Kind, Span};
use crate::describe::Nesting;
use crate::describe::model::{
    Element, ElementId, Environment, EnvironmentId, Group, GroupId, Model, Place, PlaceId, Relation, View, ViewKind,
};
use crate::describe::yaml::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The model of a project.
pub(super) fn build(project: &Project, name: &str, span: Span, notes: &mut Notes) -> Model {
    let services: Vec<Service> = project.services.iter().map(|s| Service::read(s, notes)).collect();
    let known: Vec<Option<Known>> = services.iter().map(|s| catalog::service(&s.name, s.image.as_ref())).collect();
    let edges = Finder::new(&services, &known).find(notes);
    let mut build = Build { model: Model { name: name.to_owned(), ..Model::default() }, ids: BTreeSet::new() };
    // Services first: they keep their names where somebody else wants the same.
    let ids: Vec<String> = services.iter().map(|s| build.id(&[&s.name])).collect();
    let user = services.iter().any(|s| !s.ports.is_empty()).then(|| {
        let id = build.id(&["user", "end_user"]);
        build.element(id, "User", Kind::Person, None, span)
    });
    let id = build.id(&[name, &format!("{name}_project")]);
    let system = build.element(id, name, Kind::System, None, span);
    let elements: Vec<ElementId> = services
        .iter()
        .zip(ids)
        .zip(&known)
        .map(|((service, id), known)| {
            let kind = known.map_or(Kind::Container, |k| k.kind);
            let element = build.element(id, &service.name, kind, Some(system), service.span);
            let target = &mut build.model.elements[element.index()];
            target.tech = service.image.as_ref().map(catalog::Image::tech).filter(|t| *t != service.name);
            for profile in &service.profiles {
                let tag = word(profile);
                if !target.tags.contains(&tag) {
                    target.tags.push(tag);
                }
            }
            element
        })
        .collect();
    if let Some(user) = user {
        build.ports(user, &services, &elements);
    }
    build.edges(&edges, &elements, &known);
    build.volumes(system, &services, &elements, project);
    build.groups(&services, &elements, project);
    build.part_groups(notes);
    build.views(system, &services, &elements, span);
    build.model
}

/// A named volume with the services that mount it, and whether they only read.
struct Shared<'a> {
    volume: &'a str,
    users: Vec<(usize, bool, Span)>,
}

struct Build {
    model: Model,
    ids: BTreeSet<String>,
}

impl Build {
    /// The first of `names` that is free as an id, else the first of them with a number.
    fn id(&mut self, names: &[&str]) -> String {
        let words: Vec<String> = names.iter().map(|name| word(name)).collect();
        let numbered = (2..).filter_map(|n| words.first().map(|w| format!("{w}_{n}")));
        let free = words.iter().cloned().chain(numbered).find(|id| !self.ids.contains(id)).unwrap_or_default();
        self.ids.insert(free.clone());
        free
    }

    fn element(&mut self, id: String, name: &str, kind: Kind, parent: Option<ElementId>, span: Span) -> ElementId {
        let at = ElementId(self.model.elements.len() as u32);
        let path = match parent {
            Some(parent) => format!("{}.{id}", self.model.element(parent).path),
            None => id.clone(),
        };
        if let Some(parent) = parent {
            self.model.elements[parent.index()].children.push(at);
        }
        self.model.elements.push(Element {
            id,
            path,
            kind,
            user_kind: None,
            name: name.to_owned(),
            description: None,
            tech: None,
            link: None,
            external: false,
            tags: Vec::new(),
            status: None,
            parent,
            children: Vec::new(),
            span,
        });
        at
    }

    fn relation(
        &mut self,
        from: ElementId,
        to: ElementId,
        arrow: Arrow,
        label: Option<String>,
        tech: &[String],
        span: Span,
    ) {
        self.model.relations.push(Relation {
            from,
            to,
            arrow,
            kind: None,
            label,
            tech: (!tech.is_empty()).then(|| tech.join(", ")),
            description: None,
            tags: Vec::new(),
            status: None,
            span,
        });
    }

    /// The user reaches what publishes a port.
    fn ports(&mut self, user: ElementId, services: &[Service], elements: &[ElementId]) {
        for (service, element) in services.iter().zip(elements).filter(|(s, _)| !s.ports.is_empty()) {
            let mut published: Vec<&str> = Vec::new();
            let mut protocols: Vec<String> = Vec::new();
            for Port { published: on_host, target, udp } in &service.ports {
                if let Some(on_host) = on_host.as_deref().filter(|p| !published.contains(p)) {
                    published.push(on_host);
                }
                let protocol = if *udp { None } else { target.and_then(catalog::port).map(str::to_owned) };
                if let Some(protocol) = protocol.filter(|p| !protocols.contains(p)) {
                    protocols.push(protocol);
                }
            }
            let label = match published.as_slice() {
                [] => None,
                [one] if !one.contains('-') => Some(format!("port {one}")),
                [first, second, third, _, ..] => Some(format!("ports {first}, {second}, {third} and more")),
                all => Some(format!("ports {}", all.join(", "))),
            };
            self.relation(user, *element, Arrow::Sync, label, &protocols, service.span);
        }
    }

    fn edges(&mut self, edges: &[Edge], elements: &[ElementId], known: &[Option<Known>]) {
        for edge in edges {
            let arrow = if is_queue(known[edge.to]) { Arrow::Async } else { Arrow::Sync };
            let label = edge.label.map(str::to_owned);
            self.relation(elements[edge.from], elements[edge.to], arrow, label, &edge.protocols, edge.span);
        }
    }

    /// A named volume is drawn where services share it.
    fn volumes(&mut self, system: ElementId, services: &[Service], elements: &[ElementId], project: &Project) {
        let mut shared: Vec<Shared<'_>> = Vec::new();
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        for (user, service) in services.iter().enumerate() {
            for Mount { volume, read_only, span } in &service.volumes {
                let at = *index.entry(volume).or_insert(shared.len());
                if at == shared.len() {
                    shared.push(Shared { volume, users: Vec::new() });
                }
                // Services come one after the other: the same one again is the last.
                match shared[at].users.last_mut().filter(|(last, _, _)| *last == user) {
                    Some((_, only, _)) => *only &= read_only,
                    None => shared[at].users.push((user, *read_only, *span)),
                }
            }
        }
        for Shared { volume, users } in shared.iter().filter(|s| s.users.len() > 1) {
            let declared =
                project.volumes.as_ref().and_then(|v| v.get(volume)).and_then(|v| v.get("name")).and_then(text);
            let name = declared.filter(|n| !n.contains("${")).unwrap_or_else(|| (*volume).to_owned());
            let id = self.id(&[volume, &format!("{volume}_volume")]);
            let element = self.element(id, &name, Kind::Storage, Some(system), users[0].2);
            self.model.elements[element.index()].tech = Some("volume".to_owned());
            for (user, read_only, span) in users {
                let label = if *read_only { "reads" } else { "reads and writes" };
                self.relation(elements[*user], element, Arrow::Sync, Some(label.to_owned()), &[], *span);
            }
        }
    }

    /// A network is a group where there are several.
    fn groups(&mut self, services: &[Service], elements: &[ElementId], project: &Project) {
        let mut networks: Vec<(&str, Vec<usize>)> = Vec::new();
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, service) in services.iter().enumerate() {
            let mut names: Vec<&str> = service.networks.iter().map(String::as_str).collect();
            if names.is_empty() {
                names.push("default");
            }
            for name in names {
                let network = *index.entry(name).or_insert(networks.len());
                if network == networks.len() {
                    networks.push((name, Vec::new()));
                }
                networks[network].1.push(at);
            }
        }
        // One network says nothing, nor does one that everybody or a single service is in.
        if networks.len() < 2 {
            return;
        }
        let says = |members: &Vec<usize>| members.len() > 1 && members.len() < services.len();
        let declared: BTreeMap<&str, String> = project
            .networks
            .iter()
            .flat_map(Value::entries)
            .filter_map(|e| Some((e.key.as_str(), text(e.value.get("name")?)?)))
            .collect();
        for (network, members) in networks.into_iter().filter(|(name, members)| *name != "default" && says(members)) {
            let id = self.id(&[network, &format!("{network}_network")]);
            let name = declared.get(network).filter(|n| !n.contains("${")).map_or(network, String::as_str).to_owned();
            let span = services[members[0]].span;
            let members = members.into_iter().map(|at| elements[at]).collect();
            self.model.groups.push(Group { id, name, members, tags: Vec::new(), span });
        }
    }

    /// A service of networks that overlap is a member of the first one, where pictures would show it anyway.
    fn part_groups(&mut self, notes: &mut Notes) {
        // Less in a group may nest another one differently; a few times are enough for any real file.
        for _ in 0..4 {
            let lost: Vec<(ElementId, GroupId, GroupId)> = Nesting::new(&self.model).lost().collect();
            if lost.is_empty() {
                break;
            }
            for (member, at, drawn) in lost {
                let (element, drawn) = (self.model.element(member), &self.model.groups[drawn.index()].id);
                let (span, name) = (element.span, &element.name);
                let group = &self.model.groups[at.index()].id;
                notes.say(format!("`{name}` is in the network `{group}` too; it is drawn in `{drawn}`"), span);
                self.model.groups[at.index()].members.retain(|id| *id != member);
            }
        }
        self.model.groups.retain(|group| !group.members.is_empty());
    }

    /// The containers, and where something runs more than once the deployment as well.
    fn views(&mut self, system: ElementId, services: &[Service], elements: &[ElementId], span: Span) {
        let empty = services.is_empty();
        let kind = if empty { ViewKind::Landscape } else { ViewKind::Container };
        self.model.views.push(View {
            title: Some(self.model.name.clone()),
            of: (!empty).then_some(system),
            span: Some(span),
            ..View::new("services", kind)
        });
        if services.iter().all(|s| s.replicas == 1) {
            return;
        }
        let place = |id: &str, path: &str, name: &str, parent, instances, runs| Place {
            id: id.to_owned(),
            path: path.to_owned(),
            name: name.to_owned(),
            description: None,
            tech: None,
            tags: Vec::new(),
            instances,
            runs,
            parent,
            status: None,
            span,
        };
        let alone = services.iter().zip(elements).filter(|(s, _)| s.replicas == 1).map(|(_, e)| *e).collect();
        let mut nodes = vec![place("docker", "docker", "Docker Compose", None, 1, alone)];
        for (service, element) in services.iter().zip(elements).filter(|(s, _)| s.replicas > 1) {
            let id = self.model.element(*element).id.clone();
            let path = format!("docker.{id}");
            nodes.push(place(&id, &path, &service.name, Some(PlaceId(0)), service.replicas, vec![*element]));
        }
        self.model.environments.push(Environment { id: "compose".to_owned(), name: "compose".to_owned(), nodes, span });
        let view = View {
            id: "replicas".to_owned(),
            title: Some(format!("{}: what runs how often", self.model.name)),
            kind: ViewKind::Deployment,
            of: None,
            environment: Some(EnvironmentId(0)),
            ..self.model.views[0].clone()
        };
        self.model.views.push(view);
    }
}

/// `name` as an id: `[A-Za-z_][A-Za-z0-9_-]*`.
fn word(name: &str) -> String {
    let mut id: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' }).collect();
    if !id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        id.insert(0, '_');
    }
    id
}
