//! What statements say -> the diagram, and what only the whole of it can have wrong.

use super::super::fault::Fault;
use super::super::label;
use super::{Event, Group, Participant, Role, Sequence, What};
use crate::base::text::short;
use crate::mermaid::css;
use std::collections::BTreeMap;
use std::ops::Range;

#[derive(Default)]
pub(super) struct Build {
    chart: Sequence,
    participants: BTreeMap<String, usize>,
    /// The box that is open.
    group: Option<usize>,
    /// How often each is at work.
    active: BTreeMap<String, u32>,
    /// Who was created or destroyed, until the message that does it.
    created: Option<(String, Range<usize>)>,
    destroyed: Option<(String, Range<usize>)>,
    /// What is wrong although each statement is right. The official parser looks for this behind all of them.
    pub(super) fault: Option<Fault>,
}

impl Build {
    fn wrong(&mut self, at: &Range<usize>, message: String, help: &str) {
        self.fault.get_or_insert_with(|| Fault::new(at.clone(), message, help));
    }

    /// A participant is named, maybe with a role and a label of its own.
    pub(super) fn participant(&mut self, id: &str, at: &Range<usize>, role: Option<Role>, name: Option<&str>) {
        let next = self.chart.participants.len();
        let index = *self.participants.entry(id.to_owned()).or_insert(next);
        if index == next {
            self.chart.participants.push(Participant {
                id: id.to_owned(),
                label: label::shown(id),
                role: Role::default(),
                group: None,
                at: at.clone(),
            });
        }
        let open = self.group;
        let Some(participant) = self.chart.participants.get_mut(index) else { return };
        let other = open.is_some() && participant.group.is_some() && participant.group != open;
        participant.group = participant.group.or(open);
        if let Some(name) = name {
            participant.label = label::shown(name);
        }
        if let Some(role) = role.filter(|_| index == next || name.is_some()) {
            participant.role = role;
        }
        if other {
            self.wrong(at, format!("`{}` is in another box already.", short(id)), "Name it in one box.");
        }
    }

    pub(super) fn open_box(&mut self, title: &str, at: Range<usize>) {
        self.group = Some(self.chart.boxes.len());
        let (color, title) = box_of(title);
        self.chart.boxes.push(Group { title: label::shown(title), color: color.map(str::to_owned), at });
    }

    /// Words over the diagram; the first ones stay.
    pub(super) fn title(&mut self, words: &str) {
        self.chart.title.get_or_insert_with(|| label::shown(words));
    }

    /// A statement that gives a participant a menu or data.
    pub(super) fn menu(&mut self, at: Range<usize>) {
        self.chart.menus.push(at);
    }

    pub(super) fn close_box(&mut self) {
        self.group = None;
    }

    pub(super) fn event(&mut self, what: What, at: Range<usize>) {
        match &what {
            What::Activate(id) => *self.active.entry(id.clone()).or_default() += 1,
            What::Deactivate(id) => {
                if let Some(count) = self.active.get_mut(id).filter(|count| **count > 0) {
                    *count -= 1;
                } else {
                    let message = format!("`{}` ends its work without having begun.", short(id));
                    self.wrong(&at, message, "Begin it with `activate` or `->>+`, or leave the end out.");
                }
            }
            What::Message { from, to, .. } => self.message(from, to),
            What::Create(id) => self.created = Some((id.clone(), at.clone())),
            What::Destroy(id) => self.destroyed = Some((id.clone(), at.clone())),
            _ => {}
        }
        self.chart.events.push(Event { what, at });
    }

    pub(super) fn knows(&self, id: &str) -> bool {
        self.participants.contains_key(id)
    }

    pub(super) fn twice(&mut self, id: &str, at: &Range<usize>) {
        let message = format!("`{}` is created although it is there already.", short(id));
        self.wrong(at, message, "Give it another id, with the same name behind `as`.");
    }

    /// The message behind a creation goes to whom it creates; that behind an end, from or to whom it ends.
    fn message(&mut self, from: &str, to: &str) {
        if let Some((id, at)) = self.created.take() {
            if to != id {
                let message = format!("No message creates `{}`.", short(&id));
                self.wrong(&at, message, "Let the message below go to the one that is created.");
            }
        } else if let Some((id, at)) = self.destroyed.take()
            && to != id
            && from != id
        {
            let message = format!("No message ends `{}`.", short(&id));
            self.wrong(&at, message, "Let the message below come from or go to the one that ends.");
        }
    }

    pub(super) fn finish(self) -> Result<Sequence, Fault> {
        self.fault.map_or(Ok(self.chart), Err)
    }
}

/// The colour that a box may begin with, and its title.
fn box_of(text: &str) -> (Option<&str>, &str) {
    let text = text.trim();
    let word = text.split([' ', '(']).next().unwrap_or_default();
    let lower = word.to_ascii_lowercase();
    let end = if matches!(lower.as_str(), "rgb" | "rgba" | "hsl" | "hsla") {
        text.find(')').map_or(text.len(), |end| end + 1)
    } else if css::name(&lower).is_some() || lower == "transparent" || css::hex(word).is_some() {
        word.len()
    } else {
        0
    };
    (Some(&text[..end]).filter(|color| !color.is_empty()), &text[end..])
}
