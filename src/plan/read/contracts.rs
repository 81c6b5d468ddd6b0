//! Endpoints and entities: a heading with YAML below, or points, or tables.
//!
//! Part of: the reader of plans.

use super::lists::{Run, names};
use super::section::{Facts, Item, entry};
use super::words::{Words, simple};
use super::{Contract, Entry, Fence, Heading, Said, Table, placeholder};
use crate::base::{Severity, SourceId};
use crate::describe::plan::form::METHODS;
use crate::describe::yaml::{self, Data, Value};
use crate::plan::Section;

/// Headings inside of a contract.
const PARTS: [&str; 20] = [
    "request",
    "response",
    "responses",
    "headers",
    "body",
    "parameters",
    "errors",
    "error",
    "example",
    "examples",
    "fields",
    "relations",
    "relationships",
    "indexes",
    "notes",
    "request body",
    "response body",
    "constraints",
    "description",
    "validation",
];

impl Contract {
    /// What is said of `key`: in the YAML, in the lines, or in a name such as `POST /orders`.
    pub fn value(&self, key: &str) -> Option<Said> {
        let tree = self.tree.as_ref().and_then(|tree| tree.get(key));
        if let Some(value) = tree
            && let Some(text) = value.text()
        {
            return Some(Said { text: text.to_owned(), span: value.span });
        }
        let line = self.lines.iter().find(|line| simple(&line.name.text) == key.replace('_', " "));
        if let Some(line) = line.filter(|line| !line.value.text.is_empty()) {
            return Some(line.value.clone());
        }
        let (method, path) = called(&self.name.text)?;
        let at = match key {
            "method" => method,
            "path" => path,
            _ => return None,
        };
        let text = self.name.text.get(at)?.to_owned();
        Some(Said { text, span: self.name.span })
    }

    fn is_empty(&self) -> bool {
        self.tree.is_none() && self.lines.is_empty() && !self.broken
    }
}

/// `POST /orders`: where the method and the path stand.
fn called(name: &str) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let start = name.len() - name.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).len();
    let len = name[start..].find(|c: char| !c.is_ascii_alphabetic())?;
    let method = start..start + len;
    METHODS.contains(&&name[method.clone()]).then_some(())?;
    let path = method.end + name[method.end..].find('/')?;
    let end = path + name[path..].find(|c: char| c.is_whitespace() || c == '`').unwrap_or(name.len() - path);
    let between = name[method.end..path].trim_matches([' ', '`', ':', '*']);
    between.is_empty().then_some((method, path..end))
}

impl Facts {
    fn contracts(&mut self) -> &mut Vec<Contract> {
        let api = self.at.and_then(|at| self.doc.headings.get(at)).is_some_and(|h| h.section == Some(Section::Api));
        if api { &mut self.doc.endpoints } else { &mut self.doc.entities }
    }

    /// The contract that the last headings opened.
    fn contract(&mut self) -> Option<&mut Contract> {
        if self.part.is_empty() { None } else { self.contracts().last_mut() }
    }

    pub(super) fn contract_part(&mut self, heading: &Heading) {
        let name = simple(&heading.text);
        if self.contract_level.is_some_and(|level| level < heading.level) && self.contracts().last().is_some() {
            let group = self.contracts().last().is_some_and(Contract::is_empty) && !PARTS.contains(&name.as_str());
            if !group {
                let words = heading.words.said();
                let said = Entry { name: words.clone(), value: Said::default(), under: String::new() };
                self.list = (name, 0);
                if let Some(last) = self.contracts().last_mut() {
                    last.lines.push(said);
                }
                return;
            }
            self.contracts().pop();
        }
        self.contract_level = Some(heading.level);
        self.list = (String::new(), 0);
        let contract = Contract { name: named(&heading.words), ..Contract::default() };
        self.contracts().push(contract);
    }

    pub(super) fn contract_fence(&mut self, at: usize) {
        let fence = self.doc.fences[at].clone();
        let source = fence.span.source;
        let written = fence.text.trim_start();
        let looks = ["method:", "path:", "fields:"].iter().any(|key| written.starts_with(key));
        let json = fence.word.eq_ignore_ascii_case("json");
        let under = self.list.0.clone();
        let read = if fence.is_yaml() || looks || json { read_yaml(&fence, source) } else { None };
        let ours = |tree: &Value| ["method", "path", "fields", "response"].iter().any(|key| tree.get(key).is_some());
        match read {
            None if fence.is_yaml() || looks => {
                if let Some(contract) = self.contract() {
                    contract.broken = true;
                }
            }
            Some(tree) if !under.is_empty() && !ours(&tree) => self.put_value(&under, tree),
            Some(tree) if !json || ours(&tree) => self.put_tree(tree),
            _ => {
                self.besides(fence.span);
                // What answers or is asked is said, if in no form that can be read.
                let said = Said { text: under.clone(), span: fence.span };
                if let Some(contract) = self.contract() {
                    contract.lines.push(Entry { name: said.clone(), value: said, under: String::new() });
                }
            }
        }
    }

    /// YAML below `Response` and the like is the value of that key.
    fn put_value(&mut self, under: &str, value: Value) {
        let key = match under {
            "responses" | "response body" => "response",
            "request body" | "body" => "request",
            "relationships" => "relations",
            other => other,
        };
        let span = value.span;
        if let Some(contract) = self.contract() {
            let tree = contract.tree.get_or_insert_with(|| Value::new(span, Data::Map(Vec::new())));
            if let Data::Map(entries) = &mut tree.data
                && !entries.iter().any(|e| e.key == key)
            {
                entries.push(yaml::Entry { key: key.to_owned(), span, value });
                return;
            }
        }
        self.besides(span);
    }

    /// A whole contract, or a map of several.
    fn put_tree(&mut self, tree: Value) {
        let inner = |e: &yaml::Entry| ["method", "path", "fields"].iter().any(|key| e.value.get(key).is_some());
        let several = !tree.entries().is_empty() && tree.entries().iter().all(inner);
        if several {
            if self.contract().is_some_and(|c| c.is_empty()) {
                self.contracts().pop();
            }
            for e in tree.entries() {
                let name = Said { text: e.key.clone(), span: e.span };
                let contract = Contract { name, tree: Some(e.value.clone()), ..Contract::default() };
                self.contracts().push(contract);
            }
            return;
        }
        let span = tree.span;
        match self.contract() {
            Some(contract) if contract.tree.is_none() => contract.tree = Some(tree),
            _ => self.besides(span),
        }
    }

    pub(super) fn contract_text(&mut self, run: &Run) {
        let said = entry(run, "");
        let span = run.words.said().span;
        let Some((name, _)) = run.label.clone() else { return self.besides(span) };
        if run.value.text.is_empty() {
            self.list = (name, 0);
        }
        match self.contract() {
            Some(contract) => contract.lines.push(said),
            None => self.besides(span),
        }
    }

    pub(super) fn contract_item(&mut self, item: &Item) {
        if item.depth <= self.list.1 {
            self.list = (String::new(), 0);
        }
        let under = self.list.0.clone();
        for run in &item.runs {
            let mut said = entry(run, &under);
            if self.part.is_empty() {
                // A list of endpoints or entities, a point each.
                if item.depth > 1 {
                    self.besides(run.words.said().span);
                    continue;
                }
                let contract = listed(run, &said);
                self.contracts().push(contract);
                continue;
            }
            if said.name.text.is_empty()
                && let Some((name, value)) = bracketed(&run.words)
            {
                (said.name, said.value) = (name, value);
            }
            if let (Some((name, _)), true) = (&run.label, run.value.text.is_empty()) {
                self.list = (name.clone(), item.depth);
            }
            match self.contract() {
                Some(contract) => contract.lines.push(said),
                None => self.besides(run.words.said().span),
            }
        }
    }

    pub(super) fn contract_table(&mut self, table: &Table) {
        let Some((head, rows)) = table.rows.split_first() else { return };
        let find = |names: &[&str]| head.cells.iter().position(|cell| names.contains(&simple(&cell.text).as_str()));
        let (method, path) = (find(&["method", "verb"]), find(&["path", "endpoint", "route", "url"]));
        if let (Some(method), Some(path), true) = (method, path, self.part.is_empty()) {
            for row in rows {
                let cell = |at: usize| row.cells.get(at).map(|c| c.bare().said()).unwrap_or_default();
                let (method, path) = (cell(method), cell(path));
                let text = format!("{} {}", method.text, path.text);
                let mut contract =
                    Contract { name: Said { text: text.trim().to_owned(), span: row.span }, ..Contract::default() };
                for (title, said) in head.cells.iter().zip(&row.cells) {
                    let entry = Entry { name: title.said(), value: said.bare().said(), under: String::new() };
                    contract.lines.push(entry);
                }
                self.contracts().push(contract);
            }
            return;
        }
        let (name, kind) = (find(&["field", "name", "column", "attribute", "property"]), find(&["type"]));
        if let (Some(name), Some(kind)) = (name, kind) {
            for row in rows {
                let cell = |at: usize| row.cells.get(at).map(|c| c.bare().said()).unwrap_or_default();
                let mut said = Entry { name: cell(name), value: cell(kind), under: "fields".to_owned() };
                for (at, more) in row.cells.iter().enumerate() {
                    if at != name && at != kind && !more.text.trim().is_empty() {
                        match keys_first(&more.bare().text) {
                            Some(keys) => {
                                let typed = format!("{} {keys}", said.value.text);
                                typed.trim().clone_into(&mut said.value.text);
                            }
                            None => self.besides(more.said().span),
                        }
                    }
                }
                if let Some(contract) = self.contract() {
                    contract.lines.push(said);
                }
            }
            return;
        }
        self.besides(table.span);
    }

    /// Headings that only hold others are no contracts.
    pub(super) fn finish_contracts(&mut self) {
        let grouping = |c: &Contract| c.is_empty() && section_like(&c.name.text);
        self.doc.endpoints.retain(|c| !grouping(c));
        self.doc.entities.retain(|c| !grouping(c));
    }
}

/// What a cell beside the type of a field says, as it may stand behind that type: words for keys and indexes, then what
/// else it says. None for a cell without any.
fn keys_first(cell: &str) -> Option<String> {
    const KEYS: [&str; 10] =
        ["pk", "fk", "uk", "primary", "foreign", "unique", "index", "indexed", "key", "references"];
    let parts = cell.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let is_key = |part: &&str| {
        let words = simple(part);
        let mut words = words.split(' ');
        let first = words.next().unwrap_or_default();
        let leads = matches!(first, "fk" | "foreign" | "references");
        KEYS.contains(&first) && first != "key" && (leads || words.all(|word| KEYS.contains(&word)))
    };
    let (keys, rest): (Vec<&str>, Vec<&str>) = parts.partition(is_key);
    (!keys.is_empty()).then(|| [keys.join(" "), rest.join(", ")].join(" ").trim().to_owned())
}

/// Headings such as `Overview`, that name no endpoint and no entity.
fn section_like(name: &str) -> bool {
    let name = simple(name);
    ["overview", "notes", "authentication", "conventions", "endpoints", "entities", "errors", "versioning", "diagram"]
        .contains(&name.as_str())
}

/// `Endpoint: Create order` -> `Create order`.
fn named(words: &Words) -> Said {
    let text = words.text.as_str();
    let bare = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let numbered =
        bare.len() < text.len() && bare.starts_with([' ', ')']) && text.starts_with(|c: char| c.is_ascii_digit());
    let digits = if numbered { text.len() - bare.trim_start_matches([' ', ')']).len() } else { 0 };
    let rest = &text[digits..];
    let prefix = ["endpoint", "entity", "model", "table", "route"].into_iter().find(|word| {
        let behind = rest.get(word.len()..).unwrap_or_default();
        rest.get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word))
            && behind.trim_start().starts_with([':', '-', '–'])
    });
    let from = prefix.map_or(digits, |word| {
        let behind = &rest[word.len()..];
        text.len() - behind.trim_start_matches([' ', ':', '-', '–']).len()
    });
    let name = words.part(from..text.len());
    if prefix.is_some() { name.said() } else { name.bare().said() }
}

/// A point that is an endpoint or an entity itself: `POST /orders - creates one`, `**User**: id, mail`.
fn listed(run: &Run, said: &Entry) -> Contract {
    let mut contract = Contract::default();
    if run.label.is_some() && called(&run.words.text).is_none() {
        contract.name = Said { text: said.name.text.clone(), span: run.words.said().span };
        contract
            .lines
            .push(Entry { name: Said { text: "Description".to_owned(), span: said.value.span }, ..said.clone() });
        return contract;
    }
    let text = run.words.text.as_str();
    match called(text) {
        Some((method, path)) => {
            let name = format!("{} {}", &text[method.clone()], &text[path.clone()]);
            contract.name = Said { text: name, span: run.words.span(method.start..path.end) };
            let rest = text[path.end..].trim_start_matches(['`', '*', ' ', '-', '–', '—', ':']);
            let value = run.words.part(text.len() - rest.len()..text.len()).said();
            if !value.text.is_empty() {
                let name = Said { text: "Description".to_owned(), span: value.span };
                contract.lines.push(Entry { name, value, under: String::new() });
            }
        }
        None => contract.name = run.words.bare().said(),
    }
    contract
}

/// `` `email` (text, unique) ``: a name, and what stands in brackets behind.
fn bracketed(words: &Words) -> Option<(Said, Said)> {
    let text = words.text.as_str();
    let open = text.find(" (")?;
    let close = open + text[open..].find(')')?;
    let name = words.part(0..open).bare().said();
    let single = names(&words.part(0..open)).len() == 1 && !name.text.contains(' ');
    single.then(|| (name, words.part(open + 2..close).said()))
}

/// The tree of a fence with places in the document; none where it cannot be read.
pub(super) fn read_yaml(fence: &Fence, source: SourceId) -> Option<Value> {
    let checked = yaml::parse(&placeholder::mask(&fence.text), source);
    let broken = checked.diagnostics.iter().any(|d| d.severity == Severity::Error);
    let mut tree = checked.value.filter(|_| !broken)?;
    shift(&mut tree, fence);
    Some(tree)
}

/// From places in the fence to places in the document. A tree is at most as deep as the parser allows.
fn shift(value: &mut Value, fence: &Fence) {
    value.span = fence.place(value.span.start..value.span.end);
    match &mut value.data {
        Data::List(items) => items.iter_mut().for_each(|item| shift(item, fence)),
        Data::Map(entries) => {
            for entry in entries {
                entry.span = fence.place(entry.span.start..entry.span.end);
                shift(&mut entry.value, fence);
            }
        }
        _ => {}
    }
}
