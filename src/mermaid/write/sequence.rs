//! Sequence diagram: participants, messages, activations, notes and frames in time.

use super::super::escape::sequence as escape;
use super::super::{ids, label};
use super::{accessible, frontmatter, indent};
use crate::base::Kind;
use crate::chart::Sequence;
use crate::chart::sequence::{Event, Frame, Line, Message, Tip};

pub(super) fn write(sequence: &Sequence) -> String {
    let ids = ids::of_sequence(sequence);
    let mut text = Text { active: vec![0; ids.len()], ids, open: Vec::new(), out: frontmatter(&sequence.title, "") };
    text.out.push_str("sequenceDiagram\n");
    accessible(&mut text.out, &sequence.title, sequence.description.as_deref());
    for (participant, id) in sequence.participants.iter().zip(text.ids.clone()) {
        let word = if participant.kind == Kind::Person { "actor" } else { "participant" };
        text.line(&format!("{word} {id} as {}", escape(&label::participant(participant))));
    }
    for event in &sequence.events {
        text.event(event);
    }
    while text.open.pop().is_some() {
        text.line("end");
    }
    text.out
}

struct Text {
    ids: Vec<String>,
    /// How often each participant is at work: the parser refuses an end without a start.
    active: Vec<u32>,
    /// Frames that are open.
    open: Vec<Frame>,
    out: String,
}

impl Text {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Message { from, to, kind, text, .. } => {
                let (Some(from), Some(to)) = (self.ids.get(*from), self.ids.get(*to)) else { return };
                let arrow = match kind {
                    Message::Sync => "->>",
                    Message::Async => "-)",
                    Message::Return => "-->>",
                    Message::Drawn(line) => drawn(*line),
                };
                // The blank stays where there is no text: version 10 wants a character behind the colon.
                self.line(&format!("{from}{arrow}{to}: {}", escape(text.as_deref().unwrap_or_default())));
            }
            Event::Activate(who) => {
                if let (Some(id), Some(active)) = (self.ids.get(*who), self.active.get_mut(*who)) {
                    *active += 1;
                    self.line(&format!("activate {id}"));
                }
            }
            Event::Deactivate(who) => {
                if let (Some(id), Some(active)) = (self.ids.get(*who), self.active.get_mut(*who).filter(|a| **a > 0)) {
                    *active -= 1;
                    self.line(&format!("deactivate {id}"));
                }
            }
            Event::Note { over, text, .. } => self.note(over, text),
            Event::Open { frame, text } => {
                self.condition(frame.word().unwrap_or("rect transparent"), text.as_deref());
                self.open.push(*frame);
            }
            Event::Branch(text) => {
                let Some(frame) = self.open.pop() else { return };
                match frame {
                    Frame::Alt => self.condition("else", text.as_deref()),
                    Frame::Par => self.condition("and", text.as_deref()),
                    Frame::Critical => self.condition("option", text.as_deref()),
                    // These have one branch: the next one is a frame of its own.
                    Frame::Opt | Frame::Loop | Frame::Break | Frame::Ground(_) => {
                        self.line("end");
                        self.condition(frame.word().unwrap_or("rect transparent"), text.as_deref());
                    }
                }
                self.open.push(frame);
            }
            Event::Close => {
                if self.open.pop().is_some() {
                    self.line("end");
                }
            }
            // No view has these: a foreign text stays as it is.
            Event::Create(_) | Event::Destroy(_) => {}
        }
    }

    /// A note stands over one participant or from one to another, not over each of a list.
    fn note(&mut self, over: &[usize], text: &str) {
        let first = over.iter().min().and_then(|i| self.ids.get(*i));
        let last = over.iter().max().and_then(|i| self.ids.get(*i));
        let (Some(first), Some(last)) = (first, last) else { return };
        let ends = if first == last { first.clone() } else { format!("{first},{last}") };
        self.line(&format!("Note over {ends}: {}", escape(text)));
    }

    fn condition(&mut self, word: &str, text: Option<&str>) {
        let text = escape(text.unwrap_or_default());
        self.line(format!("{word} {text}").trim_end());
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(&indent(self.open.len() + 1));
        self.out.push_str(line);
        self.out.push('\n');
    }
}

/// The sign of a line that no view has; half a head is a whole one.
const fn drawn(line: Line) -> &'static str {
    match (line.dashed, line.tips) {
        (false, [Tip::None, Tip::None]) => "->",
        (true, [Tip::None, Tip::None]) => "-->",
        (false, [Tip::None, Tip::Cross]) => "-x",
        (true, [Tip::None, Tip::Cross]) => "--x",
        (false, [Tip::None, Tip::Open]) => "-)",
        (true, [Tip::None, Tip::Open]) => "--)",
        (false, _) => "->>",
        (true, _) => "-->>",
    }
}
