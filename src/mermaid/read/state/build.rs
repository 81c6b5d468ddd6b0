//! What statements say -> the diagram.

use super::super::label;
use super::{State, StateDiagram, StateKind, Transition};
use crate::base::Direction;
use std::collections::BTreeMap;
use std::ops::Range;

#[derive(Default)]
pub(super) struct Build {
    pub(super) chart: StateDiagram,
    states: BTreeMap<String, usize>,
    /// Looks of states that the text has not named yet: a look alone is no state.
    looks: BTreeMap<String, Look>,
    scopes: Vec<Scope>,
}

/// The look of a state: its classes and its own properties.
#[derive(Default)]
struct Look {
    classes: Vec<String>,
    styles: Vec<String>,
}

/// A body that is open: the one of the diagram lies below all.
#[derive(Default)]
struct Scope {
    of: Option<usize>,
    region: usize,
    /// `[*]` of its region.
    start: Option<usize>,
    end: Option<usize>,
}

/// At which end of an arrow a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    From,
    To,
}

impl Build {
    pub(super) fn new() -> Self {
        Self { scopes: vec![Scope::default()], ..Self::default() }
    }

    /// How many bodies of states are open.
    pub(super) fn depth(&self) -> usize {
        self.scopes.len().saturating_sub(1)
    }

    fn here(&self) -> (Option<usize>, usize) {
        self.scopes.last().map_or((None, 0), |scope| (scope.of, scope.region))
    }

    fn push(&mut self, id: &str, kind: StateKind, at: &Range<usize>) -> usize {
        let (parent, region) = self.here();
        self.chart.states.push(State {
            id: id.to_owned(),
            kind,
            lines: vec![if id == "[*]" { String::new() } else { label::shown(id) }],
            parent,
            region,
            composite: false,
            direction: None,
            classes: Vec::new(),
            styles: Vec::new(),
            link: None,
            at: at.clone(),
        });
        self.chart.states.len() - 1
    }

    /// A state is named: inside of another one that is where it belongs.
    pub(super) fn state(&mut self, id: &str, at: &Range<usize>) -> usize {
        let (parent, region) = self.here();
        if let Some(&index) = self.states.get(id) {
            if let Some(state) = self.chart.states.get_mut(index).filter(|_| parent.is_some()) {
                (state.parent, state.region) = (parent, region);
            }
            return index;
        }
        let index = self.push(id, StateKind::Normal, at);
        self.states.insert(id.to_owned(), index);
        if let Some(look) = self.looks.remove(id) {
            self.with(index, |state| (state.classes, state.styles) = (look.classes, look.styles));
        }
        index
    }

    /// `class` and `style`.
    pub(super) fn look(&mut self, id: &str, classes: &[String], styles: &[String]) {
        let state = self.states.get(id).and_then(|index| self.chart.states.get_mut(*index));
        let (all, own) = if let Some(state) = state {
            (&mut state.classes, &mut state.styles)
        } else {
            let look = self.looks.entry(id.to_owned()).or_default();
            (&mut look.classes, &mut look.styles)
        };
        all.extend_from_slice(classes);
        own.extend_from_slice(styles);
    }

    /// `[*]` here.
    pub(super) fn edge(&mut self, place: Place, at: &Range<usize>) -> usize {
        let known = self.scopes.last().and_then(|scope| if place == Place::From { scope.start } else { scope.end });
        if let Some(index) = known {
            return index;
        }
        let index = self.push("[*]", if place == Place::From { StateKind::Start } else { StateKind::End }, at);
        if let Some(scope) = self.scopes.last_mut() {
            *(if place == Place::From { &mut scope.start } else { &mut scope.end }) = Some(index);
        }
        index
    }

    pub(super) fn with(&mut self, index: usize, change: impl FnOnce(&mut State)) {
        if let Some(state) = self.chart.states.get_mut(index) {
            change(state);
        }
    }

    /// The first text takes the place of the id.
    pub(super) fn describe(&mut self, index: usize, text: &str) {
        let text = label::shown(text);
        self.with(index, |state| {
            if state.lines.len() == 1 && state.lines[0] == label::shown(&state.id) {
                state.lines.clear();
            }
            state.lines.push(text);
        });
    }

    pub(super) fn transition(&mut self, from: usize, to: usize, label: &str, at: Range<usize>) {
        self.chart.transitions.push(Transition { from, to, label: label::shown(label), at });
    }

    pub(super) fn direct(&mut self, direction: Direction) {
        match self.here().0 {
            None => self.chart.direction = Some(direction),
            Some(of) => self.with(of, |state| state.direction = Some(direction)),
        }
    }

    pub(super) fn open(&mut self, of: usize) {
        self.with(of, |state| state.composite = true);
        self.scopes.push(Scope { of: Some(of), ..Scope::default() });
    }

    pub(super) fn close(&mut self) {
        if self.scopes.len() > 1 {
            self.scopes.pop();
        }
    }

    /// `--`
    pub(super) fn divide(&mut self) {
        if let Some(scope) = self.scopes.last_mut() {
            *scope = Scope { of: scope.of, region: scope.region + 1, ..Scope::default() };
        }
    }

    /// No state lies inside of itself.
    pub(super) fn finish(mut self) -> StateDiagram {
        let states = &mut self.chart.states;
        // Of which walk a state was a part: each is walked over once.
        let mut seen = vec![usize::MAX; states.len()];
        for first in 0..states.len() {
            let mut at = first;
            while seen[at] == usize::MAX {
                seen[at] = first;
                match states[at].parent {
                    Some(parent) if seen[parent] == first => states[at].parent = None,
                    Some(parent) => at = parent,
                    None => {}
                }
            }
        }
        self.chart
    }
}
