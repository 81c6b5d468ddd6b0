//! A file and all that it includes -> the parts of one description.
//!
//! Part of: describe, first step. Input: the entry and how to load. Output: every file as written, the entry first,
//! then its includes in the order of reading, and the preset files that views name. A file without `as` that is included
//! twice is read once.

use super::schema::{self, At, File, IncludeDef, Short};
use super::yaml::{self, MAX_NODES};
use crate::base::source::is_file;
use crate::base::{Checked, Code, Diagnostic, Load, Source, SourceId, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// One file of a description.
pub(super) struct Unit {
    pub(super) source: SourceId,
    pub(super) file: File,
    /// Where the key of its plan is written.
    pub(super) plan: Option<Span>,
    /// Whether it has relations that could not be read.
    pub(super) lost_relations: bool,
    /// Where its elements go.
    pub(super) scope: Option<Scope>,
}

/// What `as` says, with what is around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    /// Ids from the outermost element: `["bank", "billing"]`.
    pub(super) path: Vec<String>,
    /// Where the last of them is written.
    pub(super) span: Span,
}

impl Scope {
    /// The dotted path.
    pub(super) fn dotted(&self) -> String {
        self.path.join(".")
    }
}

/// Preset files by where they are named, or why there is no such text.
pub(super) type Presets = BTreeMap<Span, Result<SourceId, String>>;

/// All files of a description.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) units: Vec<Unit>,
    pub(super) sources: Sources,
    pub(super) findings: Vec<Diagnostic>,
    /// Whether a file or a part of one is missing, so that names may be missing for that reason alone.
    pub(super) incomplete: bool,
    /// Preset files, by where they are named.
    pub(super) presets: Presets,
    nodes: usize,
    seen: BTreeSet<(String, Vec<String>)>,
}

/// Reads the entry and its includes.
pub(super) fn gather(entry: Source, load: &dyn Load) -> Gathered {
    let mut all = Gathered::default();
    all.seen.insert((entry.name.clone(), Vec::new()));
    let mut open = vec![entry.name.clone()];
    let id = all.sources.add(entry);
    all.read(id, None, load, &mut open);
    all
}

impl Gathered {
    fn read(&mut self, id: SourceId, scope: Option<&Scope>, load: &dyn Load, open: &mut Vec<String>) {
        let Some(source) = self.sources.get(id).cloned() else { return };
        let (Checked { value, mut diagnostics }, whole) = yaml::recover(&source.text, id);
        self.incomplete |= !whole || diagnostics.iter().any(|d| d.code == Code::KeyNotText);
        self.findings.append(&mut diagnostics);
        let Some(tree) = value else { return };
        self.nodes += tree.nodes();
        if self.nodes > MAX_NODES {
            let message = format!("With this file the description has more than {MAX_NODES} keys and values.");
            let start = Span { source: id, start: 0, end: 0 };
            self.findings.push(Diagnostic::new(Code::TooBig, start, message).help("Include less."));
            self.incomplete = true;
            return;
        }
        let (file, mut findings) = schema::file(&source.text, &tree);
        if !whole {
            // What is left tells of its own faults; what it lacks may be in what is left out.
            let lack = |d: &Diagnostic| matches!(d.code, Code::Empty | Code::MissingKey);
            self.findings.extend(findings.into_iter().filter(|d| !lack(d)));
            return;
        }
        self.findings.append(&mut findings);
        let Some(file) = file else {
            self.incomplete = true;
            return;
        };
        let given = |key: &str| tree.get(key).is_some_and(|v| v.data != yaml::Data::Null);
        self.incomplete |= given("elements") && file.elements.is_none();
        let lost_relations = given("relations") && file.relations.is_none();
        let plan = tree.entries().iter().find(|entry| entry.key == "plan").map(|entry| entry.span);
        for (_, view) in file.views.iter().flat_map(|views| &views.0) {
            if let Some(named) = view.preset().filter(|named| is_file(named.value.trim())) {
                self.preset(named, &source.name, load);
            }
        }
        let includes = file.include.clone().unwrap_or_default();
        self.units.push(Unit { source: id, file, plan, lost_relations, scope: scope.cloned() });
        for include in &includes {
            self.include(include, &source.name, scope, load, open);
        }
    }

    /// Reads a preset file that a view names; what is in it is for those who know what a preset is.
    fn preset(&mut self, named: &At<String>, from: &str, load: &dyn Load) {
        let read = load.load(from, named.value.trim()).map(|source| {
            let known = self.sources.0.iter().position(|other| other.name == source.name);
            known.map_or_else(|| self.sources.add(source), |at| SourceId(at as u32))
        });
        self.presets.insert(named.span, read);
    }

    fn include(
        &mut self,
        include: &IncludeDef,
        from: &str,
        scope: Option<&Scope>,
        load: &dyn Load,
        open: &mut Vec<String>,
    ) {
        const DEEPEST: usize = 64;
        let (path, under) = match include {
            Short::Short(path) => (path, None),
            Short::Keys(keys) => {
                if let Some(path) = &keys.from {
                    (path, keys.under.as_ref())
                } else {
                    self.incomplete = true;
                    return;
                }
            }
        };
        let Some(scope) = self.scope(under, scope) else { return };
        let source = match load.load(from, &path.value) {
            Ok(source) => source,
            Err(why) => {
                let why = why.trim_end_matches('.');
                let message = format!("The include `{}` cannot be used: {why}.", path.value);
                let help = "Check the path: it is relative to the file that it stands in.";
                self.findings.push(Diagnostic::new(Code::IncludeMissing, path.span, message).help(help));
                self.incomplete = true;
                return;
            }
        };
        if let Some(at) = open.iter().position(|name| *name == source.name) {
            let mut round = open[at..].to_vec();
            round.push(source.name.clone());
            let message = format!("The file includes itself: {}.", round.join(" -> "));
            let help = "Take this include out, or move what both files need into a third.";
            self.findings.push(Diagnostic::new(Code::IncludeCycle, path.span, message).help(help));
            return;
        }
        if open.len() >= DEEPEST {
            let message = format!("Includes are nested deeper than {DEEPEST} files.");
            let finding = Diagnostic::new(Code::TooBig, path.span, message).help("Include the file further up.");
            self.findings.push(finding);
            self.incomplete = true;
            return;
        }
        let key = scope.as_ref().map(|s| s.path.clone()).unwrap_or_default();
        if !self.seen.insert((source.name.clone(), key)) {
            return;
        }
        open.push(source.name.clone());
        let id = self.sources.add(source);
        self.read(id, scope.as_ref(), load, open);
        open.pop();
    }

    /// The scope below `as`; none where `as` is no id.
    #[expect(clippy::option_option, reason = "no scope is one answer, a finding in its place the other")]
    fn scope(&mut self, under: Option<&At<String>>, outer: Option<&Scope>) -> Option<Option<Scope>> {
        let Some(under) = under else { return Some(outer.cloned()) };
        if !schema::is_id(&under.value) {
            let message = format!("`{}` cannot be an id.", under.value);
            let help = "Use letters, digits, `_` and `-`, a letter or `_` first.";
            self.findings.push(Diagnostic::new(Code::BadId, under.span, message).help(help));
            self.incomplete = true;
            return None;
        }
        let mut path = outer.map(|s| s.path.clone()).unwrap_or_default();
        path.push(under.value.clone());
        Some(Some(Scope { path, span: under.span }))
    }
}
