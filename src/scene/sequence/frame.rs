//! Groups of participants, frames around events, notes.

use super::{CORNER, NOTE_PAD, Part, TAB_GAP, TAB_HEIGHT, TAB_PAD, group};
use crate::base::{Point, Rect};
use crate::chart::sequence::{BAR, Event, Frame, PlacedFrame, PlacedSequence};
use crate::scene::tint::ground;
use crate::scene::{Anchor, Block, Ink, Item, Paint, Segment, draw};

/// From the top of a group to its title.
const GROUP_TOP: f64 = 6.0;

impl Part<'_> {
    /// Groups with their titles.
    pub(super) fn groups(&self, placed: &PlacedSequence, offset: Point, out: &mut Vec<Item>) {
        for (number, (shown, rect)) in self.sequence.groups.iter().zip(&placed.groups).enumerate() {
            if rect.size().is_empty() {
                continue;
            }
            let rect = rect.moved(offset.x, offset.y);
            let frame = &self.theme.frame;
            let fill = shown.tint.map_or(frame.fill, |tint| Some(ground(tint, self.theme)));
            let paint = Paint { fill, ..Paint::stroke(frame.line, frame.stroke) };
            let mut items = vec![Item::Rect { rect, radius: frame.radius, paint }];
            let title = self.group_title(&shown.title);
            title.draw(Point::new(rect.center().x, rect.y + GROUP_TOP), Anchor::Middle, None, &mut items);
            out.push(group(format!("g{number}"), "cluster", items));
        }
    }

    /// A frame without its words: those stand above the lifelines.
    pub(super) fn outline(&self, frame: &PlacedFrame, offset: Point, out: &mut Vec<Item>) {
        let rect = frame.rect.moved(offset.x, offset.y);
        if let Some(Event::Open { frame: Frame::Ground(tint), .. }) = self.sequence.events.get(frame.event) {
            let fill = tint.map_or(self.theme.chart.frame_fill, |tint| ground(tint, self.theme));
            out.push(Item::Rect { rect, radius: 4.0, paint: Paint::fill(fill) });
            return;
        }
        let line = Paint::stroke(self.theme.chart.frame_line, 1.2);
        out.push(Item::Rect { rect, radius: 4.0, paint: line });
        for (_, y, _) in &frame.branches {
            let y = y + offset.y;
            let dashed = line.dashed(Some(draw::DASHED));
            out.push(draw::line(Point::new(rect.x, y), Point::new(rect.right(), y), dashed));
        }
    }

    pub(super) fn words(&self, frame: &PlacedFrame, placed: &PlacedSequence, offset: Point, out: &mut Vec<Item>) {
        let Some(Event::Open { frame: kind, text }) = self.sequence.events.get(frame.event) else { return };
        if matches!(kind, Frame::Ground(_)) {
            return;
        }
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
        let at = |top: Point| Point::new(top.x + frame.aside + offset.x, top.y + offset.y);
        let top = Point::new(frame.label.x + w + TAB_GAP, frame.label.y + 3.0);
        self.words_at(text.as_deref(), at(top), (frame.event, placed, offset), out);
        for (event, _, label) in &frame.branches {
            if let Some(label) = label {
                let at = Point::new(label.x + offset.x, label.y + offset.y);
                self.words_at(self.branch(*event), at, (*event, placed, offset), out);
            }
        }
    }

    /// A condition on what is below it, because lifelines pass there.
    fn words_at(&self, text: Option<&str>, top: Point, of: (usize, &PlacedSequence, Point), out: &mut Vec<Item>) {
        let block = self.condition(text);
        if block.is_empty() {
            return;
        }
        let rect = Rect::new(top.x - 1.0, top.y, block.size.w + 2.0, block.size.h);
        self.paper(rect, of.0, of.1, of.2, out);
        block.draw(top, Anchor::Start, None, out);
    }

    /// What keeps lines away from the words of an event: in the colours below them, where a line passes at all.
    pub(super) fn paper(&self, rect: Rect, event: usize, placed: &PlacedSequence, offset: Point, out: &mut Vec<Item>) {
        let near = placed.lifelines.partition_point(|line| line.line[0].x + offset.x < rect.x - 2.0 * BAR);
        let crossed = placed.lifelines.get(near).is_some_and(|line| line.line[0].x + offset.x < rect.right() + BAR);
        let own = self.grounds.get(&event).copied();
        let groups: Vec<(Rect, Ink)> = placed
            .groups
            .iter()
            .zip(&self.sequence.groups)
            .map(|(place, group)| {
                let fill = group.tint.map(|tint| ground(tint, self.theme)).or(self.theme.frame.fill);
                (place.moved(offset.x, offset.y), fill.unwrap_or(self.theme.page.paper))
            })
            .filter(|(place, _)| own.is_none() && place.overlaps(rect))
            .collect();
        let mut ends = vec![rect.x, rect.right()];
        let sides = groups.iter().flat_map(|(place, _)| [place.x, place.right()]);
        ends.extend(sides.filter(|x| *x > rect.x && *x < rect.right()));
        ends.sort_by(f64::total_cmp);
        if !crossed && ends.len() == 2 {
            return;
        }
        for side in ends.windows(2) {
            let part = Rect { x: side[0], w: side[1] - side[0], ..rect };
            let spot = part.center().x;
            let group = groups.iter().find(|(place, _)| place.x <= spot && spot <= place.right()).map(|group| group.1);
            let below = own.or(group).unwrap_or(self.theme.page.paper);
            let radius = if ends.len() == 2 { 3.0 } else { 0.0 };
            out.push(Item::Rect { rect: part, radius, paint: Paint::fill(below) });
        }
    }

    /// A sheet with a folded corner and its words.
    pub(super) fn sheet(&self, rect: Rect, words: Block, out: &mut Vec<Item>) {
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
        words.draw(Point::new(rect.center().x, rect.y + NOTE_PAD.1), Anchor::Middle, None, out);
    }
}
