//! A sequence diagram -> the chart of a sequence.

use super::super::css;
use super::super::read::sequence as written;
use super::place;
use crate::base::{Code, Diagnostic, Kind};
use crate::chart::Tint;
use crate::chart::sequence::{Event, Frame, Group, Line, Message, Participant, Sequence, Side, Tip};
use std::collections::BTreeMap;
use std::ops::Range;
use written::{Head, Role, What};

/// The chart of a text, and what of that it does not show.
pub(super) fn project(text: &written::Sequence) -> (Sequence, Vec<Diagnostic>) {
    let mut build = Build { order: order(text), ..Build::default() };
    build.chart.title = text.title.clone().unwrap_or_default();
    for group in &text.boxes {
        let tint = group.color.as_deref().and_then(|color| build.tint(color, &group.at));
        let tint = tint.filter(|tint| tint.alpha > 0.0);
        build.chart.groups.push(Group { title: group.title.clone(), tint });
    }
    for at in build.order.clone() {
        build.participant(&text.participants[at]);
    }
    for event in &text.events {
        build.event(&event.what, &event.at);
    }
    if let Some(first) = text.menus.first() {
        let help = "The picture shows the participants without menus, links and data.";
        let message = match text.menus.len() {
            1 => "A menu of a participant is not shown.".to_owned(),
            many => format!("{many} menus of participants are not shown; this is the first."),
        };
        build.findings.push(Diagnostic::new(Code::MermaidContent, place(first), message).help(help));
    }
    (build.chart, build.findings)
}

/// Participants as they are named, but those of a box side by side, where the first of them stands.
fn order(text: &written::Sequence) -> Vec<usize> {
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, participant) in text.participants.iter().enumerate() {
        if let Some(group) = participant.group {
            first.entry(group).or_insert(at);
        }
    }
    let mut out: Vec<usize> = (0..text.participants.len()).collect();
    out.sort_by_key(|at| text.participants[*at].group.and_then(|group| first.get(&group).copied()).unwrap_or(*at));
    out
}

#[derive(Default)]
struct Build {
    chart: Sequence,
    order: Vec<usize>,
    ids: BTreeMap<String, usize>,
    /// The number of the next message and the step, while messages have numbers.
    numbers: Option<(f64, f64)>,
    findings: Vec<Diagnostic>,
}

impl Build {
    fn participant(&mut self, participant: &written::Participant) {
        let (kind, stereotype) = match participant.role {
            Role::Participant | Role::Collections => (Kind::Container, None),
            Role::Actor => (Kind::Person, None),
            Role::Database => (Kind::Database, None),
            Role::Queue => (Kind::Queue, None),
            Role::Boundary => (Kind::Container, Some("«boundary»")),
            Role::Control => (Kind::Container, Some("«control»")),
            Role::Entity => (Kind::Container, Some("«entity»")),
        };
        let label = if participant.label.trim().is_empty() { &participant.id } else { &participant.label };
        let name = stereotype.map_or_else(|| label.clone(), |word| format!("{word}\n{label}"));
        self.ids.insert(participant.id.clone(), self.chart.participants.len());
        self.chart.participants.push(Participant {
            id: participant.id.clone(),
            name,
            kind,
            group: participant.group,
            plain: true,
            several: participant.role == Role::Collections,
            ..Participant::default()
        });
    }

    fn event(&mut self, what: &What, at: &Range<usize>) {
        let who = |id: &String| self.ids.get(id).copied();
        let event = match what {
            What::Message { from, to, arrow, text } => {
                let (Some(from), Some(to)) = (who(from), who(to)) else { return };
                let kind = Message::Drawn(line(*arrow));
                Event::Message { from, to, kind, text: said(text), number: self.number() }
            }
            What::Activate(id) => {
                let Some(id) = who(id) else { return };
                Event::Activate(id)
            }
            What::Deactivate(id) => {
                let Some(id) = who(id) else { return };
                Event::Deactivate(id)
            }
            What::Note { side, of, text } => Event::Note {
                over: of.iter().filter_map(who).collect(),
                side: match side {
                    written::Side::Left => Side::Left,
                    written::Side::Right => Side::Right,
                    written::Side::Over => Side::Over,
                },
                text: text.clone(),
            },
            What::Open { frame, text } => self.open(*frame, text, at),
            What::Branch(text) => Event::Branch(said(text)),
            What::Close => Event::Close,
            What::Create(id) => {
                let Some(id) = who(id) else { return };
                Event::Create(id)
            }
            What::Destroy(id) => {
                let Some(id) = who(id) else { return };
                Event::Destroy(id)
            }
            What::Numbers { on, start, step } => {
                let (next, by) = self.numbers.unwrap_or((1.0, 1.0));
                self.numbers = on.then(|| (start.unwrap_or(next), step.unwrap_or(by)));
                return;
            }
        };
        self.chart.events.push(event);
    }

    fn open(&mut self, frame: written::Frame, text: &str, at: &Range<usize>) -> Event {
        let frame = match frame {
            written::Frame::Loop => Frame::Loop,
            written::Frame::Alt => Frame::Alt,
            written::Frame::Opt => Frame::Opt,
            written::Frame::Par | written::Frame::ParOver => Frame::Par,
            written::Frame::Critical => Frame::Critical,
            written::Frame::Break => Frame::Break,
            written::Frame::Rect => {
                return Event::Open { frame: Frame::Ground(self.tint(text, at)), text: None };
            }
        };
        Event::Open { frame, text: said(text) }
    }

    /// The colour of a ground that stands there.
    fn tint(&mut self, text: &str, at: &Range<usize>) -> Option<Tint> {
        let tint = css::color(text);
        if tint.is_none() && !text.trim().is_empty() {
            let message = format!("`{}` is no colour.", text.trim());
            let finding = Diagnostic::new(Code::MermaidLook, place(at), message);
            self.findings.push(finding.help("Write a name of CSS, `#rrggbb`, `rgb(...)` or `hsl(...)`."));
        }
        tint
    }

    /// The number of a message, where messages have numbers.
    fn number(&mut self) -> Option<String> {
        let (number, step) = self.numbers?;
        // Steps of hundredths add up without a trace of binary fractions.
        let next = ((number + step) * 100.0).round() / 100.0;
        self.numbers = Some((next, step));
        Some(format!("{number}"))
    }
}

fn said(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

fn line(arrow: written::Arrow) -> Line {
    let tips = match arrow.head {
        Head::None => [Tip::None, Tip::None],
        Head::Filled => [Tip::None, Tip::Filled],
        Head::Both => [Tip::Filled, Tip::Filled],
        Head::Cross => [Tip::None, Tip::Cross],
        Head::Open => [Tip::None, Tip::Open],
        Head::Half(half) => {
            let tip = Tip::Half { above: half.above, stick: half.stick };
            if half.at_start { [tip, Tip::None] } else { [Tip::None, tip] }
        }
    };
    Line { dashed: arrow.dotted, tips, dots: arrow.dots }
}
