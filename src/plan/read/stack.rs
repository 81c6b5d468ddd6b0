//! The technology stack: `- **Language**: Rust - memory safety`, tables, and reasons below.
//!
//! Part of: the reader of plans.

use super::lists::{Run, names};
use super::section::{Facts, value};
use super::words::{Words, simple};
use super::{Heading, Opens, Said, Table, Technology};

/// Points that are a role with technologies below.
const ROLES: [&str; 18] = [
    "language",
    "framework",
    "backend",
    "back end",
    "frontend",
    "front end",
    "database",
    "databases",
    "storage",
    "cache",
    "queue",
    "messaging",
    "infrastructure",
    "runtime",
    "testing",
    "ci cd",
    "monitoring",
    "deployment",
];

/// Words of headings that say no role.
const GENERIC: [&str; 14] = [
    "core",
    "supporting",
    "technology",
    "technologies",
    "tech",
    "stack",
    "tools",
    "tooling",
    "other",
    "main",
    "choices",
    "components",
    "and",
    "the",
];

/// Roles of tools where no heading tells them from the product's own technology.
const TOOLS: [&str; 14] = [
    "testing",
    "test",
    "tests",
    "ci",
    "ci cd",
    "monitoring",
    "deployment",
    "documentation",
    "linting",
    "logging",
    "hosting",
    "observability",
    "version control",
    "build",
];

impl Facts {
    pub(super) fn technology(&mut self, run: &Run, depth: usize, whole: &Words) {
        let Some((name, written)) = &run.label else {
            if depth > 0 && !run.words.text.trim().is_empty() {
                self.bare_technology(run, depth, whole);
            } else if !run.words.text.trim().is_empty() {
                self.besides(whole.said().span);
            }
            return;
        };
        if depth > 1 || matches!(name.as_str(), "rationale" | "why" | "reason" | "choice" | "justification") {
            let said = value(&run.value);
            let Some(last) = self.last_technology() else { return self.besides(whole.said().span) };
            match name.as_str() {
                "rationale" | "why" | "reason" | "justification" if last.why.is_none() => last.why = said,
                "choice" | "technology" if last.choice.is_none() => last.choice = said,
                _ => self.besides(run.words.said().span),
            }
            return;
        }
        let words = run.words.said();
        let role = Said { text: written.clone(), span: words.span };
        let (choice, why) = reason(&run.value);
        let list = self.stack_list(name);
        self.push_technology(list, Technology { role, choice, why });
    }

    /// The one that was said last.
    fn last_technology(&mut self) -> Option<&mut Technology> {
        let (core, supporting) = (self.doc.core.last_mut(), self.doc.supporting.last_mut());
        core.into_iter().chain(supporting).max_by_key(|technology| technology.role.span.start)
    }

    /// A point that is a technology and says no role: `* Redis`. Its role is the point or the heading that it stands
    /// under, where that is one, else its own name.
    fn bare_technology(&mut self, run: &Run, depth: usize, whole: &Words) {
        const WORDS: usize = 4;
        let heading = self.at.and_then(|at| self.doc.headings.get(at)).filter(|h| h.opens == Opens::Part);
        let generic = |h: &&Heading| !simple(&h.text).split(' ').all(|word| GENERIC.contains(&word));
        let part = heading.filter(generic).map(|h| Said { text: h.text.clone(), span: h.span });
        let (choice, why) = reason(&run.words);
        let short = |said: &Said| said.text.split_whitespace().count() <= WORDS && !said.text.ends_with('.');
        let choice = choice.filter(short);
        let above = |t: &&mut Technology| depth > 1 || part.as_ref().is_some_and(|p| p.span == t.role.span);
        if let Some(last) = self.last_technology().filter(above) {
            let beside = |own: &Said| last.role.span.start <= own.span.start && own.span.start < last.role.span.end;
            let is_role = ROLES.contains(&simple(&last.role.text).as_str());
            match (&mut last.choice, choice) {
                // The point above is the role of this one.
                (Some(own), Some(choice)) if own.span == last.role.span && is_role => *own = choice,
                // It says what it is, and this one more about it.
                (Some(own), _) if beside(own) => {
                    if last.why.is_some() {
                        return self.besides(whole.said().span);
                    }
                    last.why = value(&run.words);
                }
                (Some(own), Some(choice)) => {
                    own.text.push_str(", ");
                    own.text.push_str(&choice.text);
                    own.span.end = own.span.end.max(choice.span.end);
                    last.why = last.why.take().or(why);
                }
                (None, Some(choice)) => (last.choice, last.why) = (Some(choice), last.why.take().or(why)),
                (_, None) => self.besides(whole.said().span),
            }
            return;
        }
        let Some(choice) = choice else { return self.besides(whole.said().span) };
        let list = self.stack_list(&part.as_ref().map_or_else(|| simple(&choice.text), |part| simple(&part.text)));
        if let Some(role) = part {
            return self.push_technology(list, Technology { role, choice: Some(choice), why });
        }
        for choice in names(&Words::of(&choice)) {
            let role = Said { text: without_version(&choice.text), span: choice.span };
            self.push_technology(list, Technology { role, choice: Some(choice), why: why.clone() });
        }
    }

    fn push_technology(&mut self, supporting: bool, technology: Technology) {
        if supporting {
            self.doc.supporting.push(technology);
        } else {
            self.doc.core.push(technology);
        }
    }

    /// Whether a role belongs to the supporting tools.
    fn stack_list(&self, role: &str) -> bool {
        let part = &self.part;
        let says = |words: &[&str]| words.iter().any(|w| part.contains(w));
        if says(&["support", "tool"]) {
            return true;
        }
        !says(&["core"]) && TOOLS.contains(&role)
    }

    pub(super) fn stack_table(&mut self, table: &Table) {
        let Some((head, rows)) = table.rows.split_first() else { return };
        let find = |names: &[&str]| {
            head.cells.iter().position(|cell| names.iter().any(|n| simple(&cell.text).split(' ').any(|w| w == *n)))
        };
        let why = find(&["why", "rationale", "reason", "justification", "because", "notes"]);
        let version = find(&["version", "versions"]);
        let choice = find(&["choice", "technology", "tool", "selection", "stack", "chosen", "framework", "library"]);
        let role = find(&["role", "layer", "component", "category", "area", "concern", "purpose", "part", "use"]);
        let purpose = || head.cells.iter().position(|cell| matches!(simple(&cell.text).as_str(), "for" | "used for"));
        let role = role.or_else(purpose).unwrap_or(0);
        // Else the first column that is about nothing else; a table of names alone is one of choices.
        let free = |at: &usize| *at != role && Some(*at) != why && Some(*at) != version;
        let choice = choice.or_else(|| (0..head.cells.len()).find(free)).unwrap_or(role);
        for row in rows {
            let said = |at: usize| row.cells.get(at).and_then(|w| value(&w.bare()));
            let Some(name) = said(role).or_else(|| said(choice)) else { continue };
            let list = self.stack_list(&simple(&name.text));
            let mut chosen = said(choice);
            if let (Some(chosen), Some(version)) = (&mut chosen, version.and_then(said)) {
                chosen.text = format!("{} {}", chosen.text, version.text);
            }
            for (at, more) in row.cells.iter().enumerate() {
                let read = [Some(role), Some(choice), why, version].contains(&Some(at));
                if !read && let Some(more) = value(more) {
                    self.besides(more.span);
                }
            }
            self.push_technology(list, Technology { role: name, choice: chosen, why: why.and_then(said) });
        }
    }
}

/// `Go 1.23` -> `Go`.
fn without_version(text: &str) -> String {
    let is_version = |w: &&str| w.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = text.split_whitespace().take_while(|w| !is_version(w)).collect();
    if words.is_empty() { text.to_owned() } else { words.join(" ") }
}

/// `Rust - memory safety`, `Rust, because it is fast`, `Rust (memory safety)`: what was chosen, and why.
fn reason(words: &Words) -> (Option<Said>, Option<Said>) {
    let text = words.text.as_str();
    let ways = [" — ", " – ", " - ", ", because ", " because ", ", chosen for "];
    if let Some((at, len)) = words.split_at(&ways) {
        return (value(&words.part(0..at)), value(&words.part(at + len..text.len())));
    }
    if let (Some(open), true) = (text.find(" ("), text.ends_with(')')) {
        let inner = &text[open + 2..text.len() - 1];
        let why = words.part(open + 2..text.len() - 1);
        if inner.contains(' ') && !inner.contains(['(', ')']) && !inner.contains(|c: char| c.is_ascii_digit()) {
            return (value(&words.part(0..open)), value(&why));
        }
    }
    (value(words), None)
}
