//! [`Sequence`] + [`PlacedSequence`] + [`Theme`] -> [`Scene`].
//!
//! Heads are the cards that graphs have, so that a database is a cylinder here too.

use super::draw::{self, Head};
use super::node::Card;
use super::theme::Theme;
use super::{Anchor, Block, Ink, Item, Paint, Scene, Segment};
use crate::base::text::{Font, Limit, Measure, counted};
use crate::base::{Point, Rect, Size};
use crate::chart::Sequence;
use crate::chart::sequence::{Event, Frame, Lifeline, Message, Participant, PlacedFrame, PlacedSequence, Sizes};
use crate::graph::Node;
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
/// Lines of a text, at most.
const LINES: usize = 6;

/// How large everything will be drawn.
pub fn measure_sequence(sequence: &Sequence, theme: &Theme, text: &dyn Measure) -> Sizes {
    let part = Part::new(sequence, theme, text);
    Sizes {
        participants: sequence.participants.iter().map(|p| part.card(p).size(theme)).collect(),
        texts: (0..sequence.events.len()).map(|event| part.size(event)).collect(),
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
        items.push(group("title".to_owned(), "title", lines));
    }
    part.draw(placed, Point::new(margin, margin + top), &mut items);
    Scene {
        size: Size::new((size.w + 2.0 * margin).ceil(), (size.h + 2.0 * margin).ceil()),
        title: sequence.title.clone(),
        description: sequence.description.clone().unwrap_or_else(|| summary(sequence)),
        background: theme.page.background,
        source: None,
        items,
    }
}

/// What a reader hears who does not see the picture.
fn summary(sequence: &Sequence) -> String {
    let messages = sequence.events.iter().filter(|e| matches!(e, Event::Message { .. })).count();
    let names: Vec<&str> = sequence.participants.iter().map(|p| p.name.as_str()).take(12).collect();
    let more = sequence.participants.len() - names.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{} between {}{more}.", counted(messages, "message", "messages"), names.join(", "))
}

fn group(id: String, class: &'static str, items: Vec<Item>) -> Item {
    Item::Group { id, class, link: None, title: None, items }
}

struct Part<'a> {
    sequence: &'a Sequence,
    theme: &'a Theme,
    text: &'a dyn Measure,
    /// The words of branches, by event.
    branches: BTreeMap<usize, &'a str>,
}

impl<'a> Part<'a> {
    fn new(sequence: &'a Sequence, theme: &'a Theme, text: &'a dyn Measure) -> Self {
        let mut branches = BTreeMap::new();
        let mut open = Vec::new();
        for (index, event) in sequence.events.iter().enumerate() {
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
        Self { sequence, theme, text, branches }
    }

    fn card(&self, participant: &Participant) -> Card {
        let Participant { id, name, kind, kind_name, tech, external, status, style } = participant.clone();
        let node = Node { id, name, kind, kind_name, tech, external, status, style, instances: 1, ..Node::default() };
        Card::new(&node, self.theme, self.text)
    }

    fn size(&self, index: usize) -> Size {
        let event = &self.sequence.events[index];
        let grown = |size: Size, (x, y): (f64, f64)| Size::new((size.w + 2.0 * x).ceil(), (size.h + 2.0 * y).ceil());
        match event {
            Event::Message { from, to, kind, text } => {
                grown(self.message(*kind, from.abs_diff(*to), text.as_deref()).size, (0.0, 0.0))
            }
            Event::Note { text, .. } => grown(self.note(text).size, NOTE_PAD),
            Event::Open { frame, text } => {
                let condition = self.condition(text.as_deref()).size;
                let gap = if condition.is_empty() { 0.0 } else { TAB_GAP };
                Size::new(
                    (self.tab(*frame).size.w + 2.0 * TAB_PAD + gap + condition.w).ceil(),
                    TAB_HEIGHT.max(condition.h),
                )
            }
            Event::Branch(_) => grown(self.condition(self.branch(index)).size, (0.0, 0.0)),
            Event::Activate(_) | Event::Deactivate(_) | Event::Close => Size::default(),
        }
    }

    fn block(&self, text: &str, font: Font, ink: Ink, width: f64) -> Block {
        let mut block = Block::default();
        block.add(text, font, ink, Limit { width, lines: LINES }, self.text);
        block
    }

    fn message(&self, kind: Message, span: usize, text: Option<&str>) -> Block {
        let width = if span == 0 { OWN } else { MESSAGE.0 + MESSAGE.1 * (span - 1) as f64 };
        let ink = if kind == Message::Return { self.theme.edge.muted } else { self.theme.edge.text };
        self.block(text.unwrap_or_default(), Font::regular(self.theme.type_size.label), ink, width)
    }

    fn note(&self, text: &str) -> Block {
        self.block(text, Font::regular(self.theme.type_size.detail), self.theme.chart.note_text, NOTE)
    }

    fn tab(&self, frame: Frame) -> Block {
        let word = match frame {
            Frame::Alt => "alt",
            Frame::Opt => "opt",
            Frame::Loop => "loop",
            Frame::Par => "par",
        };
        self.block(word, Font::semibold(self.theme.type_size.small), self.theme.page.text, CONDITION)
    }

    fn condition(&self, text: Option<&str>) -> Block {
        let text = text.map(|t| format!("[{}]", t.trim())).filter(|t| t != "[]").unwrap_or_default();
        self.block(&text, Font::regular(self.theme.type_size.detail), self.theme.page.muted, CONDITION)
    }

    /// The words of a branch.
    fn branch(&self, index: usize) -> Option<&str> {
        self.branches.get(&index).copied()
    }

    /// Frames behind everything, then lines and bars, then what happens between them, heads last.
    fn draw(&self, placed: &PlacedSequence, offset: Point, out: &mut Vec<Item>) {
        let at = |p: Point| Point::new(p.x + offset.x, p.y + offset.y);
        let rect = |r: Rect| r.moved(offset.x, offset.y);
        let chart = &self.theme.chart;
        let fill = Paint { fill: Some(chart.mark_fill), ..Paint::stroke(chart.mark_line, 1.2) };

        let mut lines = Vec::new();
        for Lifeline { line: [from, to], .. } in &placed.lifelines {
            lines.push(draw::line(at(*from), at(*to), Paint::stroke(chart.rule, 1.2).dashed(Some(draw::DASHED))));
        }
        for bar in &placed.bars {
            lines.push(Item::Rect { rect: rect(bar.rect), radius: 2.0, paint: fill });
        }
        for frame in &placed.frames {
            let mut items = Vec::new();
            self.outline(frame, offset, &mut items);
            out.push(group(format!("f{}", frame.event), "frame", items));
        }
        out.push(group("lifelines".to_owned(), "lifeline", lines));
        for frame in &placed.frames {
            let mut items = Vec::new();
            self.words(frame, offset, &mut items);
            out.push(group(format!("f{}-label", frame.event), "label", items));
        }
        for message in &placed.messages {
            let Some(Event::Message { from, to, kind, text }) = self.sequence.events.get(message.event) else {
                continue;
            };
            let points: Vec<Point> = message.points.iter().map(|p| at(*p)).collect();
            let mut items = Vec::new();
            self.arrow(*kind, &points, &mut items);
            let block = self.message(*kind, from.abs_diff(*to), text.as_deref());
            let title = block.cut.then(|| text.clone()).flatten();
            if let Some(label) = message.label.map(rect) {
                let paper = label.grown(1.0);
                let paper = Rect::new(paper.x - 3.0, paper.y, paper.w + 6.0, paper.h);
                items.push(Item::Rect { rect: paper, radius: 3.0, paint: Paint::fill(self.theme.page.paper) });
                let anchor = if from == to { Anchor::Start } else { Anchor::Middle };
                let x = if from == to { label.x } else { label.center().x };
                block.draw(Point::new(x, label.y), anchor, None, &mut items);
            }
            out.push(Item::Group { id: format!("m{}", message.event), class: "message", link: None, title, items });
        }
        for note in &placed.notes {
            let Some(Event::Note { text, .. }) = self.sequence.events.get(note.event) else { continue };
            let mut items = Vec::new();
            let title = self.sheet(rect(note.rect), text, &mut items).then(|| text.clone());
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

    fn arrow(&self, kind: Message, points: &[Point], out: &mut Vec<Item>) {
        let [.., before, tip] = points else { return };
        let look = &self.theme.edge;
        let dash = (kind == Message::Return).then_some(draw::DASHED);
        let paint = Paint::stroke(look.line, look.stroke).dashed(dash);
        let head = if kind == Message::Sync { Head::Filled } else { Head::Open };
        let mut line = points.to_vec();
        let short = if kind == Message::Sync { look.head * 0.8 } else { look.stroke * 0.8 };
        if let Some(end) = line.last_mut() {
            // The line ends inside the head, so that its blunt end does not look out beside the tip.
            *end = draw::toward(*tip, *before, short);
        }
        out.push(draw::polyline(&line, look.radius, [0.0, look.head - short], paint));
        out.push(draw::head(*before, *tip, head, look.head, look.line, look.stroke));
    }

    /// A frame without its words: those stand above the lifelines.
    fn outline(&self, frame: &PlacedFrame, offset: Point, out: &mut Vec<Item>) {
        let rect = frame.rect.moved(offset.x, offset.y);
        let line = Paint::stroke(self.theme.chart.frame_line, 1.2);
        out.push(Item::Rect { rect, radius: 4.0, paint: line });
        for (_, y, _) in &frame.branches {
            let y = y + offset.y;
            let dashed = line.dashed(Some(draw::DASHED));
            out.push(draw::line(Point::new(rect.x, y), Point::new(rect.right(), y), dashed));
        }
    }

    fn words(&self, frame: &PlacedFrame, offset: Point, out: &mut Vec<Item>) {
        let Some(Event::Open { frame: kind, text }) = self.sequence.events.get(frame.event) else { return };
        let label = frame.label.moved(offset.x, offset.y);
        let tab = self.tab(*kind);
        let (w, h) = (tab.size.w + 2.0 * TAB_PAD, TAB_HEIGHT);
        let (x, y) = (label.x, label.y);
        let corners = [(0.0, 0.0), (w, 0.0), (w, h - CORNER), (w - CORNER, h), (0.0, h)];
        let corners = corners.map(|(dx, dy)| Point::new(x + dx, y + dy));
        let chart = &self.theme.chart;
        let paint = Paint { fill: Some(chart.frame_fill), ..Paint::stroke(chart.frame_line, 1.2) };
        out.push(draw::polygon(&corners, paint));
        let middle = Point::new(x + w / 2.0 - 1.0, y + (h - tab.size.h) / 2.0);
        tab.draw(middle, Anchor::Middle, None, out);
        self.words_at(text.as_deref(), Point::new(x + w + TAB_GAP, y + 3.0), out);
        for (event, _, label) in &frame.branches {
            if let Some(label) = label {
                self.words_at(self.branch(*event), Point::new(label.x + offset.x, label.y + offset.y), out);
            }
        }
    }

    /// A condition on paper, because lifelines pass below it.
    fn words_at(&self, text: Option<&str>, top: Point, out: &mut Vec<Item>) {
        let block = self.condition(text);
        if block.is_empty() {
            return;
        }
        let rect = Rect::new(top.x - 3.0, top.y, block.size.w + 6.0, block.size.h);
        out.push(Item::Rect { rect, radius: 3.0, paint: Paint::fill(self.theme.page.paper) });
        block.draw(top, Anchor::Start, None, out);
    }

    /// A sheet with a folded corner; says whether its text was cut.
    fn sheet(&self, rect: Rect, text: &str, out: &mut Vec<Item>) -> bool {
        let chart = &self.theme.chart;
        let (right, bottom) = (rect.right(), rect.bottom());
        let corners =
            [(rect.x, rect.y), (right - CORNER, rect.y), (right, rect.y + CORNER), (right, bottom), (rect.x, bottom)];
        let paint = Paint { fill: Some(chart.note_fill), ..Paint::stroke(chart.note_line, 1.2) };
        out.push(draw::polygon(&corners.map(|(x, y)| Point::new(x, y)), paint));
        let fold = [(right - CORNER, rect.y), (right - CORNER, rect.y + CORNER), (right, rect.y + CORNER)];
        let [start, rest @ ..] = fold.map(|(x, y)| Point::new(x, y));
        let segments = std::iter::once(Segment::Move(start)).chain(rest.map(Segment::Line)).collect();
        out.push(Item::Path { segments, paint: Paint::stroke(chart.note_line, 1.2) });
        let block = self.note(text);
        let cut = block.cut;
        block.draw(Point::new(rect.center().x, rect.y + NOTE_PAD.1), Anchor::Middle, None, out);
        cut
    }
}
