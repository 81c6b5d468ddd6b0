//! What an import leaves out, and why.
//!
//! Output: one note a reason and key, with the services that have it.

use crate::base::{Code, Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Collects what is left out.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// By key: the first place, and the services that have it.
    keys: Vec<(String, &'static str, Span, Vec<String>)>,
    index: BTreeMap<String, usize>,
    single: Vec<Diagnostic>,
    said: BTreeSet<String>,
}

impl Notes {
    /// The key of a service says nothing that a description could say.
    pub(super) fn key(&mut self, service: &str, key: &str, why: &'static str, span: Span) {
        let at = *self.index.entry(key.to_owned()).or_insert_with(|| {
            self.keys.push((key.to_owned(), why, span, Vec::new()));
            self.keys.len() - 1
        });
        let services = &mut self.keys[at].3;
        if services.last().map(String::as_str) != Some(service) {
            services.push(service.to_owned());
        }
    }

    /// Something that cannot be followed: one sentence without its full stop.
    pub(super) fn say(&mut self, message: impl AsRef<str>, span: impl Into<Option<Span>>) {
        let message = format!("{}.", message.as_ref());
        if self.said.insert(message.clone()) {
            self.single.push(Diagnostic::new(Code::LeftOut, span, message));
        }
    }

    /// The same in short, for the head of a text: a line for everything that cannot be followed, a line a reason.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.single.iter().map(|d| d.message.clone()).collect();
        let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
        for (key, why, _, _) in &self.keys {
            let key = format!("`{key}`");
            match reasons.iter_mut().find(|(reason, _)| reason == why) {
                Some((_, keys)) => keys.push(key),
                None => reasons.push((why, vec![key])),
            }
        }
        lines.extend(reasons.iter().map(|(why, keys)| format!("{}: {why}.", keys.join(", "))));
        lines
    }

    /// All of them, what could not be followed first.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut all = self.single;
        all.extend(self.keys.into_iter().map(|(key, why, span, services)| {
            let services: Vec<String> = services.iter().map(|s| format!("`{s}`")).collect();
            Diagnostic::new(Code::LeftOut, span, format!("`{key}` of {} is left out: {why}.", services.join(", ")))
        }));
        all
    }
}
