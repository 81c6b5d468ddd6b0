//! [`Sequence`] + [`PlacedSequence`] + [`Theme`] -> [`Scene`].
//!
//! Heads are the cards that graphs have, so that a database is a cylinder here too.

mod arrow;
mod frame;

use super::draw;
use super::node::Card;
use super::sheet::{group, named};
use super::theme::Theme;
use super::tint::ground;
use super::{Anchor, Block, Ink, Item, Paint, Scene};
use crate::base::text::{Font, Limit, Measure, counted};
use crate::base::{Point, Rect, Size};
use crate::chart::Sequence;
use crate::chart::sequence::{Event, Frame, Lifeline, Message, Participant, PlacedSequence, Side, Sizes, Tip};
use crate::graph::{Node, TextLine};
use std::collections::BTreeMap;

/// Below the title.
const TITLE_GAP: f64 = 16.0;
/// A title may be this wide over a narrower picture.
const TITLE_WIDTH: f64 = 320.0;
/// Widest words of a message between neighbours, and for each lifeline more that it passes.
const MESSAGE: (f64, f64) = (200.0, 120.0);
/// Widest words of a message to oneself, of a note, of a condition.
const OWN: f64 = 170.0;
const NOTE: f64 = 210.0;
const CONDITION: f64 = 340.0;
/// Inside of a note, left and right, above and below.
const NOTE_PAD: (f64, f64) = (11.0, 7.0);
/// Inside of the tab of a frame, left and right; its height; to the condition.
const TAB_PAD: f64 = 9.0;
const TAB_HEIGHT: f64 = 20.0;
const TAB_GAP: f64 = 9.0;
/// The cut corner of a tab, and the folded one of a note.
const CORNER: f64 = 7.0;
/// Lines that one line of an author breaks into, at most.
const LINES: usize = 100;
/// Around the number of a message, left and right; its height; widest title of a group.
const NUMBER_PAD: f64 = 5.0;
const NUMBER_HEIGHT: f64 = 15.0;
const GROUP: f64 = 300.0;
/// Half the cross at the end of a lifeline.
const CROSS: f64 = 7.0;

/// How large everything will be drawn.
pub fn measure_sequence(sequence: &Sequence, theme: &Theme, text: &dyn Measure) -> Sizes {
    let part = Part::new(sequence, theme, text);
    Sizes {
        participants: sequence.participants.iter().map(|p| part.card(p).size(theme)).collect(),
        texts: (0..sequence.events.len()).map(|event| part.size(event)).collect(),
        numbers: sequence.events.iter().map(|event| part.number_width(event)).collect(),
        tabs: sequence.events.iter().map(|event| part.tab_width(event)).collect(),
        groups: sequence.groups.iter().map(|group| part.group_title(&group.title).size).collect(),
    }
}

/// Draws a sequence at its places.
pub fn compose_sequence(sequence: &Sequence, placed: &PlacedSequence, theme: &Theme, text: &dyn Measure) -> Scene {
    let part = Part::new(sequence, theme, text);
    let margin = theme.page.margin;
    let mut items = Vec::new();
    let mut head = Block::default();
    let limit = Limit { width: placed.size.w.max(TITLE_WIDTH), lines: 3 };
    head.add(&sequence.title, Font::semibold(theme.type_size.title), theme.page.text, limit, text);
    let top = if head.is_empty() { 0.0 } else { head.size.h + TITLE_GAP };
    let size = Size::new(placed.size.w.max(head.size.w), top + placed.size.h);
    if !head.is_empty() {
        let mut lines = Vec::new();
        head.draw(Point::new(margin, margin - 3.0), Anchor::Start, None, &mut lines);
        items.push(group("title", "title", lines));
    }
    part.draw(placed, Point::new(margin, margin + top), &mut items);
    Scene {
        size: Size::new((size.w + 2.0 * margin).ceil(), (size.h + 2.0 * margin).ceil()),
        title: sequence.title.clone(),
        description: sequence.description.clone().unwrap_or_else(|| summary(sequence)),
        background: theme.page.background,
        origin: None,
        items,
    }
}

/// What a reader hears who does not see the picture.
fn summary(sequence: &Sequence) -> String {
    let messages = sequence.events.iter().filter(|e| matches!(e, Event::Message { .. })).count();
    let names = named(sequence.participants.iter().map(|p| p.name.as_str()));
    format!("{} between {names}.", counted(messages, "message", "messages"))
}

struct Part<'a> {
    sequence: &'a Sequence,
    theme: &'a Theme,
    text: &'a dyn Measure,
    /// The words of branches, by event.
    branches: BTreeMap<usize, &'a str>,
    /// What is behind an event where that is not the page, by event.
    grounds: BTreeMap<usize, Ink>,
}

impl<'a> Part<'a> {
    fn new(sequence: &'a Sequence, theme: &'a Theme, text: &'a dyn Measure) -> Self {
        let mut branches = BTreeMap::new();
        let mut open = Vec::new();
        let mut grounds = BTreeMap::new();
        for (index, event) in sequence.events.iter().enumerate() {
            let below = open.iter().rev().find_map(|frame| match frame {
                Frame::Ground(tint) => Some(tint.map_or(theme.chart.frame_fill, |tint| ground(tint, theme))),
                _ => None,
            });
            grounds.extend(below.map(|ink| (index, ink)));
            match event {
                Event::Open { frame, .. } => open.push(*frame),
                Event::Close => {
                    open.pop();
                }
                Event::Branch(words) => {
                    // One of several that says nothing is what is left.
                    let left = (open.last() == Some(&Frame::Alt)).then_some("else");
                    branches.extend(words.as_deref().or(left).map(|words| (index, words)));
                }
                _ => {}
            }
        }
        Self { sequence, theme, text, branches, grounds }
    }

    fn card(&self, participant: &Participant) -> Card {
        let Participant { id, name, kind, kind_name, tech, external, status, style, plain, several, .. } =
            participant.clone();
        let lines = plain.then(|| TextLine::plain(&name));
        let instances = if several { 2 } else { 1 };
        let node =
            Node { id, name, kind, kind_name, tech, external, status, instances, style, lines, ..Node::default() };
        Card::new(&node, self.theme, self.text)
    }

    fn size(&self, index: usize) -> Size {
        let event = &self.sequence.events[index];
        let grown = |size: Size, (x, y): (f64, f64)| Size::new(size.w + 2.0 * x, size.h + 2.0 * y).ceil();
        match event {
            Event::Message { from, to, kind, text, .. } => {
                grown(self.message(*kind, from.abs_diff(*to), text.as_deref()).size, (0.0, 0.0))
            }
            Event::Note { text, over, side } => grown(self.note(text, over, *side).size, NOTE_PAD),
            Event::Open { frame: Frame::Ground(_), .. } => Size::default(),
            Event::Open { frame, text } => {
                let condition = self.condition(text.as_deref()).size;
                let gap = if condition.is_empty() { 0.0 } else { TAB_GAP };
                Size::new(
                    (self.tab(*frame).size.w + 2.0 * TAB_PAD + gap + condition.w).ceil(),
                    TAB_HEIGHT.max(condition.h),
                )
            }
            Event::Branch(_) => grown(self.condition(self.branch(index)).size, (0.0, 0.0)),
            _ => Size::default(),
        }
    }

    fn block(&self, text: &str, font: Font, ink: Ink, width: f64) -> Block {
        let mut block = Block::default();
        for line in text.lines() {
            block.add(line, font, ink, Limit { width, lines: LINES }, self.text);
        }
        block
    }

    fn group_title(&self, text: &str) -> Block {
        self.block(text, Font::semibold(self.theme.type_size.frame), self.theme.frame.text, GROUP)
    }

    fn number_font(&self) -> Font {
        Font::semibold(self.theme.type_size.small)
    }

    /// The width of the pill with the number of a message.
    fn number_width(&self, event: &Event) -> f64 {
        if let Event::Message { number: Some(number), .. } = event { self.pill(number) } else { 0.0 }
    }

    fn pill(&self, number: &str) -> f64 {
        (self.text.width(number, self.number_font()) + 2.0 * NUMBER_PAD).max(NUMBER_HEIGHT).ceil()
    }

    fn message(&self, kind: Message, span: usize, text: Option<&str>) -> Block {
        let width = if span == 0 { OWN } else { MESSAGE.0 + MESSAGE.1 * (span - 1) as f64 };
        let ink = if kind == Message::Return { self.theme.edge.muted } else { self.theme.edge.text };
        self.block(text.unwrap_or_default(), Font::regular(self.theme.type_size.label), ink, width)
    }

    fn note(&self, text: &str, over: &[usize], side: Side) -> Block {
        let ends = over.iter().min().zip(over.iter().max()).filter(|_| side == Side::Over);
        let span = ends.map_or(0, |(first, last)| last - first);
        let width = NOTE + MESSAGE.1 * span as f64;
        self.block(text, Font::regular(self.theme.type_size.detail), self.theme.chart.note_text, width)
    }

    fn tab(&self, frame: Frame) -> Block {
        let word = frame.word().unwrap_or_default();
        self.block(word, Font::semibold(self.theme.type_size.small), self.theme.page.text, CONDITION)
    }

    /// The width of the tab of a frame and of the gap behind it.
    fn tab_width(&self, event: &Event) -> f64 {
        if let Event::Open { frame, .. } = event { self.tab(*frame).size.w + 2.0 * TAB_PAD + TAB_GAP } else { 0.0 }
    }

    fn condition(&self, text: Option<&str>) -> Block {
        let text = text.map(|t| format!("[{}]", t.trim())).filter(|t| t != "[]").unwrap_or_default();
        self.block(&text, Font::regular(self.theme.type_size.detail), self.theme.page.muted, CONDITION)
    }

    /// The words of a branch.
    fn branch(&self, index: usize) -> Option<&str> {
        self.branches.get(&index).copied()
    }

    /// Groups and frames behind everything, then lines and bars, then what happens between them, heads last.
    fn draw(&self, placed: &PlacedSequence, offset: Point, out: &mut Vec<Item>) {
        let at = |p: Point| Point::new(p.x + offset.x, p.y + offset.y);
        let rect = |r: Rect| r.moved(offset.x, offset.y);
        let chart = &self.theme.chart;
        let fill = Paint { fill: Some(chart.mark_fill), ..Paint::stroke(chart.mark_line, 1.2) };

        self.groups(placed, offset, out);
        let mut lines = Vec::new();
        for Lifeline { line: [from, to], ends, .. } in &placed.lifelines {
            lines.push(draw::line(at(*from), at(*to), Paint::stroke(chart.rule, 1.2).dashed(Some(draw::DASHED))));
            if *ends {
                let (end, bold) = (at(*to), Paint::stroke(self.theme.edge.line, 2.0));
                for side in [-CROSS, CROSS] {
                    let corner = |x: f64, y: f64| Point::new(end.x + x, end.y + y);
                    lines.push(draw::line(corner(-CROSS, -side), corner(CROSS, side), bold));
                }
            }
        }
        for bar in &placed.bars {
            lines.push(Item::Rect { rect: rect(bar.rect), radius: 2.0, paint: fill });
        }
        for frame in &placed.frames {
            let mut items = Vec::new();
            self.outline(frame, offset, &mut items);
            out.push(group(format!("f{}", frame.event), "frame", items));
        }
        out.push(group("lifelines", "lifeline", lines));
        for frame in &placed.frames {
            let mut items = Vec::new();
            self.words(frame, placed, offset, &mut items);
            if !items.is_empty() {
                out.push(group(format!("f{}-label", frame.event), "label", items));
            }
        }
        for message in &placed.messages {
            let Some(Event::Message { from, to, kind, text, number }) = self.sequence.events.get(message.event) else {
                continue;
            };
            let points: Vec<Point> = message.points.iter().map(|p| at(*p)).collect();
            let mut items = Vec::new();
            let mut line = kind.line();
            // The end of a lifeline is a cross already.
            let over = placed
                .lifelines
                .get(*to)
                .is_some_and(|to| to.ends && to.line[1].y <= message.points.first().map_or(0.0, |p| p.y));
            if over && line.tips[1] == Tip::Cross {
                line.tips[1] = Tip::None;
            }
            self.arrow(line, &points, &mut items);
            let block = self.message(*kind, from.abs_diff(*to), text.as_deref());
            let title = block.cut.then(|| text.clone()).flatten();
            if let Some(label) = message.label.map(rect) {
                self.paper(label.grown(1.0), message.event, placed, offset, &mut items);
                let anchor = if from == to { Anchor::Start } else { Anchor::Middle };
                let x = if from == to { label.x } else { label.center().x };
                block.draw(Point::new(x, label.y), anchor, None, &mut items);
            }
            if let (Some(number), Some(start)) = (number, points.first()) {
                // It leaves a head at that end in sight, and the cross of a lifeline.
                let half = self.pill(number) / 2.0;
                let ends = placed.lifelines.get(*from).is_some_and(|from| {
                    from.ends && (from.line[1].y + offset.y - start.y).abs() < CROSS + NUMBER_HEIGHT / 2.0
                });
                let by = match line.tips[0] {
                    _ if ends => CROSS + half + 3.0,
                    Tip::None => 0.0,
                    _ => self.theme.edge.head + half,
                };
                let beside = Point::new(start.x - half, start.y);
                let middle = points.get(1).map_or(*start, |next| draw::toward(*start, *next, by));
                self.number(number, if from == to { beside } else { middle }, &mut items);
            }
            out.push(Item::Group { id: format!("m{}", message.event), class: "message", link: None, title, items });
        }
        for note in &placed.notes {
            let Some(Event::Note { text, over, side }) = self.sequence.events.get(note.event) else { continue };
            let mut items = Vec::new();
            let words = self.note(text, over, *side);
            let title = words.cut.then(|| text.clone());
            self.sheet(rect(note.rect), words, &mut items);
            out.push(Item::Group { id: format!("o{}", note.event), class: "note", link: None, title, items });
        }
        for (participant, line) in self.sequence.participants.iter().zip(&placed.lifelines) {
            for (head, end) in [(Some(line.head), "head"), (line.foot, "foot")] {
                let Some(head) = head else { continue };
                let mut card = self.card(participant);
                let title = card.title.take();
                let mut items = Vec::new();
                card.draw(rect(head), &mut items);
                out.push(Item::Group {
                    id: format!("n-{}-{end}", participant.id),
                    class: "node",
                    link: None,
                    title,
                    items,
                });
            }
        }
    }
}
