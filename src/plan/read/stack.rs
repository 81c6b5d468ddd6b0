//! The technology stack: `- **Language**: Rust - memory safety`, tables, and reasons below.
//!
//! Part of: the reader of plans.

use super::lists::Run;
use super::section::{Facts, value};
use super::words::{Words, simple};
use super::{Said, Table, Technology};

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
            if !run.words.text.trim().is_empty() {
                self.besides(whole.said().span);
            }
            return;
        };
        let list = self.stack_list(name);
        if depth > 1 || matches!(name.as_str(), "rationale" | "why" | "reason" | "choice" | "justification") {
            let last = if list { self.doc.supporting.last_mut() } else { self.doc.core.last_mut() };
            let said = value(&run.value);
            let Some(last) = last else { return self.besides(whole.said().span) };
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
        self.push_technology(list, Technology { role, choice, why });
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
        let role = find(&["role", "layer", "component", "category", "area", "concern", "purpose", "part"]).unwrap_or(0);
        let choice = find(&["choice", "technology", "tool", "selection", "stack", "chosen"]).unwrap_or(1);
        let why = find(&["why", "rationale", "reason", "justification", "because", "notes"]);
        for row in rows {
            let cell = |at: usize| row.cells.get(at).map(Words::bare);
            let Some(name) = cell(role).map(|w| w.said()).filter(|s| !s.text.is_empty()) else { continue };
            let list = self.stack_list(&simple(&name.text));
            let said = |at: Option<usize>| at.and_then(cell).and_then(|w| value(&w));
            let (choice, why) = (said(Some(choice)), said(why));
            self.push_technology(list, Technology { role: name, choice, why });
        }
    }
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
