//! [`Model`] + [`View`] -> [`Sequence`]: steps, with who is at work when.
//!
//! A synchronous message sets its receiver to work until it answers, until its caller sends the next message (a caller
//! waits, so it must have been answered) or until its caller is done. A message that nobody waits for and a message to
//! oneself start nothing. An answer inside of a frame to a call from outside of it ends the work behind the frame,
//! because the other branches may answer as well.

use super::{Event, Frame, Message, Participant, Sequence, Side};
use crate::base::{Kind, Style};
use crate::describe::Model;
use crate::describe::model::{BlockKind, Element, ElementId, MessageKind, Selector, Show, Step, View};
use std::collections::BTreeSet;

/// Reads the steps of a view.
///
/// Total: a view without steps gives a sequence without events. Elements that the view includes by id stand first, in
/// that order; the others follow in the order of their first step.
pub fn project(model: &Model, view: &View) -> Sequence {
    let of = view.of.map_or(&model.name, |of| &model.element(of).name);
    let changes = if view.show == Show::Changes { ", changes" } else { "" };
    let title = view.title.clone().unwrap_or_else(|| format!("{of}: {}{changes}", view.id));
    let sequence = Sequence { title, description: view.description.clone(), ..Sequence::default() };
    let mut steps = Steps { model, view, sequence, who: Vec::new(), calls: Vec::new(), count: 0, depth: 0 };
    for selector in &view.include {
        if let Selector::Element(id) = selector {
            steps.participant(*id);
        }
    }
    steps.walk(&view.steps);
    steps.finish(|_| true);
    steps.sequence
}

/// A call that its receiver works on.
struct Call {
    /// Later ones have greater numbers.
    number: usize,
    caller: usize,
    callee: usize,
    /// Number of the call during which the caller made it; it ends no later than that.
    within: Option<usize>,
    /// In how many frames it was made.
    depth: usize,
    /// Whether it was answered inside of a frame that it was not made in.
    answered: bool,
}

struct Steps<'a> {
    model: &'a Model,
    view: &'a View,
    sequence: Sequence,
    /// Elements by participant.
    who: Vec<ElementId>,
    /// Those that are worked on, by number.
    calls: Vec<Call>,
    /// How many there were.
    count: usize,
    depth: usize,
}

impl Steps<'_> {
    /// Frames are at most as deep as a description is.
    fn walk(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Message { from, to, kind, text, .. } => self.message(*from, *to, *kind, text.clone()),
                Step::Note { over, text } => {
                    let over = over.iter().map(|id| self.participant(*id)).collect();
                    self.sequence.events.push(Event::Note { over, side: Side::Over, text: text.clone() });
                }
                Step::Block { kind, branches } => self.block(*kind, branches),
            }
        }
    }

    fn block(&mut self, kind: BlockKind, branches: &[(Option<String>, Vec<Step>)]) {
        let frame = match kind {
            BlockKind::Alt => Frame::Alt,
            BlockKind::Opt => Frame::Opt,
            BlockKind::Loop => Frame::Loop,
            BlockKind::Par => Frame::Par,
        };
        self.depth += 1;
        for (number, (condition, steps)) in branches.iter().enumerate() {
            let text = condition.clone();
            self.sequence.events.push(if number == 0 { Event::Open { frame, text } } else { Event::Branch(text) });
            self.walk(steps);
            let depth = self.depth;
            self.finish(|call| call.depth >= depth);
        }
        self.depth -= 1;
        if !branches.is_empty() {
            self.sequence.events.push(Event::Close);
        }
        let depth = self.depth;
        self.finish(|call| call.answered && call.depth >= depth);
    }

    fn message(&mut self, from: ElementId, to: ElementId, kind: MessageKind, text: Option<String>) {
        let (from, to) = (self.participant(from), self.participant(to));
        let now = self.work_of(from);
        if from != to {
            // Who sends has been answered whatever it asked for before.
            self.finish(|call| call.caller == from && call.within == now && !call.answered);
        }
        let kind = match kind {
            MessageKind::Sync => Message::Sync,
            MessageKind::Async => Message::Async,
            MessageKind::Return => Message::Return,
        };
        self.sequence.events.push(Event::Message { from, to, kind, text, number: None });
        match kind {
            Message::Sync if from != to => {
                self.sequence.events.push(Event::Activate(to));
                let (number, depth) = (self.count, self.depth);
                self.calls.push(Call { number, caller: from, callee: to, within: now, depth, answered: false });
                self.count += 1;
            }
            Message::Return => {
                let mut calls = self.calls.iter_mut().rev();
                if let Some(call) = calls.find(|c| !c.answered && (c.callee, c.caller) == (from, to)) {
                    if call.depth < self.depth {
                        call.answered = true;
                    } else {
                        let number = call.number;
                        self.finish(|call| call.number == number);
                    }
                }
            }
            Message::Sync | Message::Async | Message::Drawn(_) => {}
        }
    }

    /// The innermost call that a participant works on.
    fn work_of(&self, participant: usize) -> Option<usize> {
        self.calls.iter().rev().find(|c| c.callee == participant).map(|c| c.number)
    }

    /// Ends all calls that are meant and whatever was called during them, the latest first.
    fn finish(&mut self, meant: impl Fn(&Call) -> bool) {
        let mut ended = BTreeSet::new();
        // A call lies within an earlier one.
        for call in &self.calls {
            if meant(call) || call.within.is_some_and(|within| ended.contains(&within)) {
                ended.insert(call.number);
            }
        }
        if ended.is_empty() {
            return;
        }
        let done = self.calls.iter().rev().filter(|call| ended.contains(&call.number));
        self.sequence.events.extend(done.map(|call| Event::Deactivate(call.callee)));
        self.calls.retain(|call| !ended.contains(&call.number));
    }

    fn participant(&mut self, id: ElementId) -> usize {
        if let Some(known) = self.who.iter().position(|w| *w == id) {
            return known;
        }
        let element = self.model.element(id);
        self.who.push(id);
        self.sequence.participants.push(Participant {
            id: element.path.clone(),
            name: element.name.clone(),
            kind: element.kind,
            kind_name: element.kind_name(),
            tech: element.tech.clone(),
            external: element.external || element.kind == Kind::External,
            status: (self.view.show == Show::Changes).then(|| self.model.status(id)),
            style: self.style(id, element),
            ..Participant::default()
        });
        self.who.len() - 1
    }

    /// The user's looks for an element: of its kind, then of each style that picks it.
    fn style(&self, id: ElementId, element: &Element) -> Style {
        let kind = self.model.kinds.iter().find(|k| element.user_kind.as_ref() == Some(&k.id));
        let kind = kind.map_or_else(Style::default, |k| Style { shape: k.style.shape.or(k.shape), ..k.style });
        let rules = self.model.styles.iter().filter(|rule| match &rule.selector {
            Selector::Element(of) => *of == id,
            Selector::Children(of) => element.parent == Some(*of),
            Selector::Tag(tag) => element.tags.contains(tag),
            Selector::Kind(word) => element.user_kind.as_deref().unwrap_or(element.kind.word()) == word,
            Selector::Group(of) => self.model.groups.get(of.index()).is_some_and(|g| g.members.contains(&id)),
        });
        rules.fold(kind, |under, rule| rule.style.over(under))
    }
}
