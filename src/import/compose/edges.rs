//! Services -> who uses whom.
//!
//! Input: all services. Output: one edge a pair, in the order of first mention, with every protocol found for it.

use super::catalog::Known;
use super::hosts::{self, Reference};
use super::notes::Notes;
use super::service::{Service, Wait};
use crate::base::{Kind, Span};
use std::collections::BTreeMap;

/// One service uses another; both are indices.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Option<&'static str>,
    pub(super) protocols: Vec<String>,
    pub(super) span: Span,
}

/// Finds the edges of a project.
pub(super) struct Finder<'a> {
    services: &'a [Service],
    known: &'a [Option<Known>],
    by_name: BTreeMap<&'a str, usize>,
    by_host: BTreeMap<String, usize>,
    by_stem: BTreeMap<String, usize>,
    edges: Vec<Edge>,
    index: BTreeMap<(usize, usize), usize>,
}

impl<'a> Finder<'a> {
    /// Knows every service by its name and its aliases; a name goes before somebody's alias.
    pub(super) fn new(services: &'a [Service], known: &'a [Option<Known>]) -> Self {
        let mut by_host = BTreeMap::new();
        for (at, service) in services.iter().enumerate() {
            by_host.entry(service.name.to_ascii_lowercase()).or_insert(at);
        }
        for (at, service) in services.iter().enumerate() {
            for alias in &service.aliases {
                by_host.entry(alias.to_ascii_lowercase()).or_insert(at);
            }
        }
        let mut by_stem = BTreeMap::new();
        for (at, service) in services.iter().enumerate() {
            by_stem.entry(hosts::fold(&service.name)).or_insert(at);
        }
        let by_name = services.iter().enumerate().map(|(at, s)| (s.name.as_str(), at)).collect();
        Self { services, known, by_name, by_host, by_stem, edges: Vec::new(), index: BTreeMap::new() }
    }

    /// Every edge.
    pub(super) fn find(mut self, notes: &mut Notes) -> Vec<Edge> {
        for from in 0..self.services.len() {
            self.named(from, notes);
            self.environment(from, notes);
            self.command(from);
        }
        self.edges
    }

    /// What `depends_on`, `links` and the like name.
    fn named(&mut self, from: usize, notes: &mut Notes) {
        let service = &self.services[from];
        let waits = service
            .depends_on
            .iter()
            .map(|(to, wait, span)| (to, (*wait == Wait::End).then_some("waits for its end"), *span, "`depends_on`"));
        let links = service.links.iter().map(|link| (&link.to, link.label, link.span, "A link"));
        for (to, label, span, key) in waits.chain(links) {
            match self.by_name.get(to.as_str()) {
                Some(&to) => self.add(from, to, label, None, span),
                None => notes.say(format!("{key} of `{}` names `{to}`, which is no service here", service.name), span),
            }
        }
    }

    fn environment(&mut self, from: usize, notes: &mut Notes) {
        let service = &self.services[from];
        for (key, value, span) in &service.environment {
            let hint = hosts::names_host(key);
            let Some(value) = value else {
                // The shell gives the value; its name may tell whom it means.
                if let Some(to) = self.by_stem(key) {
                    self.add_known(from, to, None, *span);
                }
                continue;
            };
            for reference in hosts::in_value(value, hint) {
                match self.resolve(from, &reference) {
                    Some(to) => self.add_known(from, to, reference.protocol(), *span),
                    None if is_foreign(&reference) => {
                        let (service, host) = (&service.name, &reference.host);
                        notes.say(format!("`{key}` of `{service}` names {host}, which is no service here"), *span);
                    }
                    None => {}
                }
            }
        }
    }

    fn command(&mut self, from: usize) {
        let service = &self.services[from];
        let words: Vec<String> = service.command.iter().map(|(word, _)| word.clone()).collect();
        let Some((_, span)) = service.command.first() else { return };
        for reference in hosts::in_command(&words) {
            if let Some(to) = self.resolve(from, &reference) {
                self.add_known(from, to, reference.protocol(), *span);
            }
        }
    }

    /// The service that a host means in the service `from`.
    fn resolve(&self, from: usize, reference: &Reference) -> Option<usize> {
        if let Some(variable) = reference.host.strip_prefix("${").and_then(|h| h.strip_suffix('}')) {
            return self.by_stem(variable);
        }
        let host = reference.host.to_ascii_lowercase();
        let own = &self.services[from].links;
        if let Some(link) = own.iter().find(|link| link.alias.as_ref().is_some_and(|a| a.eq_ignore_ascii_case(&host))) {
            return self.by_name.get(link.to.as_str()).copied();
        }
        // `db.back-tier` is `db` in that network.
        self.by_host
            .get(&host)
            .or_else(|| self.by_host.get(host.split_once('.')?.0).filter(|_| reference.scheme.is_none()))
            .copied()
    }

    fn by_stem(&self, variable: &str) -> Option<usize> {
        self.by_stem.get(&hosts::stem(variable)?).copied()
    }

    /// Adds an edge whose protocol may be that of what it goes to.
    fn add_known(&mut self, from: usize, to: usize, protocol: Option<String>, span: Span) {
        let protocol = protocol.or_else(|| self.known[to].and_then(|k| k.protocol).map(str::to_owned));
        self.add(from, to, None, protocol, span);
    }

    fn add(&mut self, from: usize, to: usize, label: Option<&'static str>, protocol: Option<String>, span: Span) {
        if from == to {
            return;
        }
        let at = *self.index.entry((from, to)).or_insert_with(|| {
            self.edges.push(Edge { from, to, label: None, protocols: Vec::new(), span });
            self.edges.len() - 1
        });
        let edge = &mut self.edges[at];
        edge.label = edge.label.or(label);
        if let Some(protocol) = protocol.filter(|p| !edge.protocols.contains(p)) {
            edge.protocols.push(protocol);
        }
    }
}

/// Whether a URL leads to a host on the internet or in the company, not to this machine.
fn is_foreign(reference: &Reference) -> bool {
    let host = reference.host.as_str();
    let local = host == "localhost" || host.starts_with("host.") || host.starts_with("127.") || host == "0.0.0.0";
    let name = host.contains(|c: char| c.is_ascii_alphabetic());
    reference.scheme.is_some() && host.contains('.') && name && !local && !host.contains("${")
}

/// Whether nobody waits for an answer of it.
pub(super) fn is_queue(known: Option<Known>) -> bool {
    known.is_some_and(|k| k.kind == Kind::Queue)
}
