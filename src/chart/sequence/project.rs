//! [`Model`] + [`View`] -> [`Sequence`]: steps, with who is at work when.
//!
//! A synchronous message sets its receiver to work until it answers, until its caller sends the next message (a caller
//! waits, so it must have been answered) or until its caller is done. A message that nobody waits for and a message to
//! oneself start nothing. An answer inside of a frame to a call from outside of it ends the work behind the frame,
//! because the other branches may answer as well.

use super::{Event, Frame, Message, Participant, Sequence};
use crate::base::{Kind, Style};
use crate::describe::Model;
use crate::describe::model::{BlockKind, Element, ElementId, MessageKind, Selector, Show, Step, View};

/// Reads the steps of a view.
///
/// Total: a view without steps gives a sequence without events. Elements that the view includes by id stand first, in
/// that order; the others follow in the order of their first step.
pub fn project(model: &Model, view: &View) -> Sequence {
    let of = view.of.map_or(&model.name, |of| &model.element(of).name);
    let changes = if view.show == Show::Changes { ", changes" } else { "" };
    let title = view.title.clone().unwrap_or_else(|| format!("{of}: {}{changes}", view.id));
    let sequence = Sequence { title, description: view.description.clone(), ..Sequence::default() };
    let mut steps = Steps { model, view, sequence, who: Vec::new(), calls: Vec::new(), depth: 0 };
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
    caller: usize,
    callee: usize,
    /// The call during which the caller made it.
    within: Option<usize>,
    /// In how many frames it was made.
    depth: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// Answered inside of a frame that it was not made in.
    Answered,
    Done,
}

struct Steps<'a> {
    model: &'a Model,
    view: &'a View,
    sequence: Sequence,
    /// Elements by participant.
    who: Vec<ElementId>,
    calls: Vec<Call>,
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
                    self.sequence.events.push(Event::Note { over, text: text.clone() });
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
        self.finish(|call| call.state == State::Answered && call.depth >= depth);
    }

    fn message(&mut self, from: ElementId, to: ElementId, kind: MessageKind, text: Option<String>) {
        let (from, to) = (self.participant(from), self.participant(to));
        let now = self.work_of(from);
        if from != to {
            // Who sends has been answered whatever it asked for before.
            self.finish(|call| call.caller == from && call.within == now && call.state == State::Open);
        }
        let kind = match kind {
            MessageKind::Sync => Message::Sync,
            MessageKind::Async => Message::Async,
            MessageKind::Return => Message::Return,
        };
        self.sequence.events.push(Event::Message { from, to, kind, text });
        match kind {
            Message::Sync if from != to => {
                self.sequence.events.push(Event::Activate(to));
                let call = Call { caller: from, callee: to, within: now, depth: self.depth, state: State::Open };
                self.calls.push(call);
            }
            Message::Return => {
                let answered =
                    self.calls.iter().rposition(|c| c.state == State::Open && (c.callee, c.caller) == (from, to));
                if let Some(call) = answered {
                    if self.calls[call].depth < self.depth {
                        self.calls[call].state = State::Answered;
                    } else {
                        self.end(call);
                    }
                }
            }
            Message::Sync | Message::Async => {}
        }
    }

    /// The innermost call that a participant works on.
    fn work_of(&self, participant: usize) -> Option<usize> {
        self.calls.iter().rposition(|c| c.callee == participant && c.state != State::Done)
    }

    /// Ends all calls that are meant, the latest first.
    fn finish(&mut self, meant: impl Fn(&Call) -> bool) {
        for index in (0..self.calls.len()).rev() {
            if self.calls[index].state != State::Done && meant(&self.calls[index]) {
                self.end(index);
            }
        }
    }

    /// Ends a call and whatever was called during it, the latest first.
    fn end(&mut self, outer: usize) {
        let mut ended = vec![false; self.calls.len()];
        ended[outer] = true;
        // A call lies within an earlier one.
        for index in outer + 1..self.calls.len() {
            ended[index] = self.calls[index].within.is_some_and(|w| ended[w]);
        }
        for index in (outer..self.calls.len()).rev() {
            let call = &mut self.calls[index];
            if ended[index] && call.state != State::Done {
                call.state = State::Done;
                self.sequence.events.push(Event::Deactivate(call.callee));
            }
        }
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
            status: (self.view.show == Show::Changes).then_some(element.status),
            style: self.style(id, element),
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
