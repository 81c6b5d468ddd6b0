//! Names -> what they stand for: dotted paths, shortest unique suffixes, and the nearest where there is none.
//!
//! Part of: describe, resolving. Input: the paths of all elements. Output: an element, or why there is none.

use super::model::ElementId;
use super::suggest;
use std::cell::Cell;
use std::collections::BTreeMap;

/// The paths of all elements.
#[derive(Default)]
pub(super) struct Names {
    by_path: BTreeMap<String, ElementId>,
    by_last: BTreeMap<String, Vec<(String, ElementId)>>,
    /// The scope of the file that an element is written in, where that is included with `as`.
    home: BTreeMap<ElementId, String>,
    /// Comparisons that may still be made for suggestions: a text full of unknown names must not take long.
    comparisons: Cell<usize>,
}

/// What a reference stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    One(ElementId),
    Many(Vec<String>),
    None,
}

impl Names {
    pub(super) fn new() -> Self {
        const COMPARISONS: usize = 500_000;
        Self { comparisons: Cell::new(COMPARISONS), ..Self::default() }
    }

    /// Takes that many comparisons from the budget; none where it is used up.
    pub(super) fn spend(&self, comparisons: usize) -> Option<()> {
        self.comparisons.set(self.comparisons.get().checked_sub(comparisons)?);
        Some(())
    }

    /// Adds an element whose path is not taken, and the scope of its file.
    pub(super) fn add(&mut self, path: &str, id: ElementId, scope: Option<&str>) {
        if let Some(scope) = scope {
            self.home.insert(id, scope.to_owned());
        }
        self.by_path.insert(path.to_owned(), id);
        let last = path.rsplit('.').next().unwrap_or(path);
        self.by_last.entry(last.to_owned()).or_default().push((path.to_owned(), id));
    }

    /// The element of exactly that path.
    pub(super) fn exact(&self, path: &str) -> Option<ElementId> {
        self.by_path.get(path).copied()
    }

    /// The element that `text` names in a file of that scope: what is written in that scope goes before what other
    /// files bring with `as`, and a full path goes before a suffix.
    pub(super) fn find(&self, scope: Option<&str>, text: &str) -> Found {
        let full = scope.map(|s| format!("{s}.{text}"));
        if let Some(id) = full.and_then(|full| self.exact(&full)).or_else(|| self.exact(text)) {
            return Found::One(id);
        }
        match self.suffix(text, |id| self.home.get(&id).map(String::as_str) == scope) {
            Found::None => self.suffix(text, |_| true),
            found => found,
        }
    }

    /// The element whose path ends with `text`, among those that count.
    fn suffix(&self, text: &str, counts: impl Fn(ElementId) -> bool) -> Found {
        let Some(same) = text.rsplit('.').next().and_then(|last| self.by_last.get(last)) else { return Found::None };
        let fits = |path: &str| path.strip_suffix(text).is_some_and(|before| before.ends_with('.'));
        let mut found = same.iter().filter(|(path, id)| fits(path) && counts(*id));
        match (found.next(), found.next()) {
            (Some((_, id)), None) => Found::One(*id),
            (Some((first, _)), Some((second, _))) => {
                let more = found.map(|(path, _)| path.clone());
                Found::Many([first.clone(), second.clone()].into_iter().chain(more).collect())
            }
            _ => Found::None,
        }
    }

    /// The reference nearest to `text`, with what it stands for.
    pub(super) fn nearest(&self, text: &str) -> Option<(String, ElementId)> {
        self.spend(self.by_path.len())?;
        let parts = text.split('.').count();
        let suffixes = self.by_path.iter().map(|(path, id)| (suffix(path, parts), path, *id));
        let all: Vec<(&str, &String, ElementId)> = suffixes.collect();
        let word = suggest::nearest(text, all.iter().map(|(suffix, _, _)| *suffix))
            .or_else(|| suggest::nearest(text, all.iter().map(|(_, path, _)| path.as_str())))?;
        let (_, path, id) = all.iter().find(|(suffix, path, _)| *suffix == word || path.as_str() == word)?;
        let shown = if self.find(None, word) == Found::One(*id) { word } else { path.as_str() };
        Some((shown.to_owned(), *id))
    }
}

/// The last `parts` parts of a dotted path.
fn suffix(path: &str, parts: usize) -> &str {
    path.rmatch_indices('.').nth(parts - 1).map_or(path, |(at, _)| &path[at + 1..])
}
