//! Compose files with what they include and extend -> one merged project.
//!
//! Input: texts in override order. Output: name, services in the order of first mention, networks.

use super::merge::{self, items, merge, text};
use super::notes::Notes;
use super::variables::{self, Variables};
use crate::base::{Diagnostic, Load, Source, SourceId, Sources, Span};
use crate::describe::yaml::{self, Data, Value};
use std::collections::BTreeMap;

/// How deep `include` and `extends` may nest.
const NESTING: usize = 32;
/// How many files `include` may name.
const INCLUDES: usize = 1000;

/// A service after all merging.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) value: Value,
}

/// Everything that the files say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Project {
    pub(super) name: Option<String>,
    pub(super) services: Vec<Merged>,
    pub(super) networks: Option<Value>,
    pub(super) volumes: Option<Value>,
}

/// Reads and merges.
pub(super) struct Reader<'a> {
    pub(super) sources: Sources,
    pub(super) notes: Notes,
    pub(super) errors: Vec<Diagnostic>,
    further: &'a dyn Load,
    variables: Variables,
    parsed: BTreeMap<String, Option<Value>>,
    /// Files with what they include, once they are read: a file that is included twice costs no more than once.
    finished: BTreeMap<String, Project>,
    includes: usize,
    /// How much longer variables may still make texts, in bytes.
    growth: usize,
}

impl<'a> Reader<'a> {
    /// A reader with the `.env` beside the first of `files`, where there is one.
    pub(super) fn new(files: &[Source], further: &'a dyn Load) -> Self {
        let env = files.first().and_then(|first| further.load(&first.name, ".env").ok());
        let variables = env.map(|source| variables::read(&source.text)).unwrap_or_default();
        Self {
            sources: Sources::default(),
            notes: Notes::default(),
            errors: Vec::new(),
            further,
            variables,
            parsed: BTreeMap::new(),
            finished: BTreeMap::new(),
            includes: 0,
            growth: variables::GROWTH,
        }
    }

    /// The files, later ones over earlier ones.
    pub(super) fn read(&mut self, files: Vec<Source>) -> Project {
        let names: Vec<String> = files.iter().map(|f| f.name.clone()).collect();
        for file in files {
            self.parse(file);
        }
        let mut project = Project::default();
        for name in names {
            let one = self.file(&name, &mut Vec::new());
            lay(&mut project, one);
        }
        project
    }

    fn parse(&mut self, file: Source) {
        if self.parsed.contains_key(&file.name) {
            return;
        }
        let (name, text) = (file.name.clone(), file.text.clone());
        let source: SourceId = self.sources.add(file);
        let checked = yaml::parse(&text, source);
        let broken = checked.has_errors();
        self.errors.extend(checked.diagnostics);
        let value = checked.value.filter(|_| !broken).map(|mut value| {
            variables::fill(&mut value, &self.variables, &mut self.growth);
            value
        });
        self.parsed.insert(name, value);
    }

    /// One file with what it includes and extends.
    fn file(&mut self, name: &str, open: &mut Vec<String>) -> Project {
        if let Some(project) = self.finished.get(name) {
            return project.clone();
        }
        let mut project = Project::default();
        let Some(root) = self.parsed.get(name).cloned().flatten() else { return project };
        if open.iter().any(|o| o == name) || open.len() > NESTING {
            self.notes.say(format!("{name} includes itself"), root.span);
            return project;
        }
        open.push(name.to_owned());
        for item in root.get("include").map(items).unwrap_or_default() {
            let paths = item.get("path").unwrap_or(item);
            for path in items(paths) {
                let Some(path_text) = text(path) else { continue };
                self.includes += 1;
                if self.includes > INCLUDES {
                    self.notes.say(format!("More than {INCLUDES} files are included"), path.span);
                    break;
                }
                if let Some(included) = self.load(name, &path_text, path.span, "include") {
                    let one = self.file(&included, open);
                    lay(&mut project, one);
                }
            }
        }
        open.pop();
        let mut own = Project {
            name: root.get("name").and_then(text).filter(|n| !n.contains("${")),
            services: Vec::new(),
            networks: root.get("networks").cloned(),
            volumes: root.get("volumes").cloned(),
        };
        let services = match root.get("services") {
            Some(services) => services.clone(),
            None => merge::empty(root.span),
        };
        for entry in services.entries() {
            let value = self.extended(name, &entry.value, &mut vec![(name.to_owned(), entry.key.clone())]);
            own.services.push(Merged { name: entry.key.clone(), span: entry.span, value });
        }
        lay(&mut project, own);
        self.finished.insert(name.to_owned(), project.clone());
        project
    }

    /// A service over what it extends.
    fn extended(&mut self, file: &str, service: &Value, open: &mut Vec<(String, String)>) -> Value {
        let Some(extends) = service.get("extends").cloned() else { return service.clone() };
        let target = extends.get("service").and_then(text).or_else(|| text(&extends));
        let Some(target) = target else { return service.clone() };
        let from = match extends.get("file").and_then(text) {
            Some(path) => self.load(file, &path, extends.span, "extends"),
            None => Some(file.to_owned()),
        };
        let Some(from) = from else { return service.clone() };
        let step = (from.clone(), target.clone());
        if open.contains(&step) || open.len() > NESTING {
            self.notes.say(format!("`{target}` extends itself"), extends.span);
            return service.clone();
        }
        let root = self.parsed.get(&from).cloned().flatten();
        let Some(base) = root.as_ref().and_then(|r| r.get("services")).and_then(|s| s.get(&target)) else {
            self.notes.say(format!("`extends` names `{target}`, which {from} does not have"), extends.span);
            return service.clone();
        };
        open.push(step);
        let base = self.extended(&from, base, open);
        open.pop();
        merge("service", &base, service)
    }

    /// Reads a further file; its name, where it can be read.
    fn load(&mut self, from: &str, path: &str, span: Span, key: &str) -> Option<String> {
        match self.further.load(from, path) {
            Ok(source) => {
                let name = source.name.clone();
                self.parse(source);
                Some(name)
            }
            // The file may be among the given ones all the same: then it has been read.
            Err(_) if self.parsed.contains_key(path) => Some(path.to_owned()),
            Err(why) => {
                self.notes.say(format!("`{key}` names {path}, which cannot be read: {why}"), span);
                None
            }
        }
    }
}

/// Lays the later project over the earlier one.
fn lay(under: &mut Project, over: Project) {
    under.name = over.name.or(under.name.take());
    let mut index: BTreeMap<String, usize> =
        under.services.iter().enumerate().map(|(at, s)| (s.name.clone(), at)).collect();
    for service in over.services {
        if let Some(at) = index.get(&service.name) {
            let old = &mut under.services[*at];
            old.value = merge("service", &old.value, &service.value);
        } else {
            index.insert(service.name.clone(), under.services.len());
            under.services.push(service);
        }
    }
    for (old, new) in [(&mut under.networks, over.networks), (&mut under.volumes, over.volumes)] {
        *old = match (old.take(), new) {
            (Some(a), Some(b)) => Some(merge("top", &a, &b)),
            (a, b) => b.or(a).filter(|v| v.data != Data::Null),
        };
    }
}
