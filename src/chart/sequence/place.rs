//! [`Sequence`] + [`Sizes`] -> [`PlacedSequence`]: lifelines by the texts between them, then one row after the other.
//!
//! Cost: events times participants. Total: indices that point nowhere are passed over.

use super::axis::{Apart, positions};
use super::group;
use super::{
    Bar, Event, Frame, Lifeline, Message, PlacedFrame, PlacedMessage, PlacedNote, PlacedSequence, Sequence, Side, Sizes,
};
use crate::base::{Point, Rect, Size};

/// Width of the bar of a participant at work, in px.
pub const BAR: f64 = 10.0;
/// How far a bar on a bar is moved to the right, in px.
pub const BAR_STEP: f64 = 5.0;

/// Between two heads.
pub(super) const HEAD_GAP: f64 = 36.0;
/// Left and right of the words on a message.
const LABEL_PAD: f64 = 14.0;
/// Between two rows.
const ROW_GAP: f64 = 14.0;
/// Between a message's words and its line.
const LABEL_GAP: f64 = 3.0;
/// How far a message to oneself goes out, and how far down at least.
const LOOP: Size = Size { w: 30.0, h: 18.0 };
/// How far a note over several reaches beyond the outer ones, at least.
pub(super) const NOTE_OVERHANG: f64 = 34.0;
/// Between a note and the line that it stands beside.
pub(super) const NOTE_GAP: f64 = 12.0;
/// Inside of a frame: left and right of what is in it, above and below.
const FRAME_PAD: Size = Size { w: 18.0, h: 10.0 };
/// Between a bar and a condition beside it.
const BAR_GAP: f64 = 3.0;
/// What a frame covers at least on either side of a lifeline.
const FRAME_REACH: f64 = 34.0;
/// From the last row to the end of the lines.
const TAIL: f64 = 18.0;
/// A picture taller than this shows the heads once more at the bottom.
const TALL: f64 = 640.0;

/// Places a sequence.
pub fn place(sequence: &Sequence, sizes: &Sizes) -> PlacedSequence {
    let count = sequence.participants.len();
    let head = |i: usize| sizes.participants.get(i).copied().unwrap_or_default();
    let created = created(sequence, count);
    let first = (0..count).filter(|i| !created[*i]);
    // Heads begin below the titles of groups.
    let heads = group::top(sequence, sizes) + first.map(|i| head(i).h).fold(0.0, f64::max);
    let xs = positions(count, pairs(sequence, sizes, count));
    let lifelines = (0..count).map(|i| {
        let Size { w, h } = head(i);
        let top = Point::new(xs[i], heads);
        Lifeline { head: Rect::new(xs[i] - w / 2.0, heads - h, w, h), foot: None, line: [top; 2], ends: false }
    });
    let mut rows = Rows {
        sequence,
        sizes,
        out: PlacedSequence { lifelines: lifelines.collect(), ..PlacedSequence::default() },
        xs,
        y: heads + ROW_GAP,
        at: heads + ROW_GAP,
        created: None,
        ending: None,
        open_bars: vec![Vec::new(); count],
        open_frames: Vec::new(),
    };
    for index in 0..sequence.events.len() {
        rows.event(index);
    }
    while !rows.open_frames.is_empty() {
        rows.close();
    }
    rows.y += TAIL;
    rows.at = rows.y - TAIL / 2.0;
    for who in 0..count {
        while !rows.open_bars[who].is_empty() {
            rows.deactivate(who);
        }
    }
    let Rows { y: bottom, mut out, .. } = rows;
    out.bars.sort_by(|a, b| {
        (a.participant, a.rect.x).partial_cmp(&(b.participant, b.rect.x)).unwrap_or(std::cmp::Ordering::Equal)
    });
    // Outer frames first, so that inner ones are drawn over them.
    out.frames.sort_by_key(|f| f.event);
    let feet = sequence.feet.unwrap_or(bottom > TALL);
    for line in out.lifelines.iter_mut().filter(|line| !line.ends) {
        line.line[1].y = bottom;
        line.foot = feet.then_some(Rect { y: bottom, ..line.head });
    }
    out.groups = group::place(sequence, sizes, &out, bottom);
    shift(&mut out);
    out
}

/// Who comes into being on the way.
fn created(sequence: &Sequence, count: usize) -> Vec<bool> {
    let mut out = vec![false; count];
    let mut seen = vec![false; count];
    for event in &sequence.events {
        match event {
            Event::Create(who) if *who < count => out[*who] |= !seen[*who],
            Event::Message { from, to, .. } => {
                [*from, *to].into_iter().filter(|who| *who < count).for_each(|who| seen[who] = true);
            }
            _ => {}
        }
    }
    out
}

/// What keeps lifelines apart: heads, the words of messages, messages to oneself, notes.
fn pairs(sequence: &Sequence, sizes: &Sizes, count: usize) -> Vec<Apart> {
    let head = |i: usize| sizes.participants.get(i).copied().unwrap_or_default().w;
    let mut out: Vec<Apart> = (1..count)
        .map(|i| Apart { left: i - 1, right: i, by: f64::midpoint(head(i - 1), head(i)) + HEAD_GAP })
        .collect();
    out.extend(group::pairs(sequence, sizes));
    let mut new = None;
    for (index, event) in sequence.events.iter().enumerate() {
        let number = sizes.numbers.get(index).copied().unwrap_or_default();
        let width = sizes.texts.get(index).copied().unwrap_or_default().w + number;
        match event {
            Event::Create(who) => new = Some(*who),
            Event::Message { from, to, .. } if *from.max(to) < count => {
                if from == to {
                    // The next line stands behind the words.
                    if from + 1 < count {
                        let by = BAR + LOOP.w + width + LABEL_PAD + BAR;
                        out.push(Apart { left: *from, right: from + 1, by });
                    }
                } else {
                    // The message that creates somebody ends at the head.
                    let short = new.take().filter(|who| who == to).map_or(0.0, |who| head(who) / 2.0);
                    let by = width + 2.0 * LABEL_PAD + BAR + short;
                    out.push(Apart { left: *from.min(to), right: *from.max(to), by });
                }
            }
            Event::Note { over, side: Side::Left, .. } => {
                let Some(&of) = over.iter().min().filter(|of| (1..count).contains(*of)) else { continue };
                out.push(Apart { left: of - 1, right: of, by: width + 2.0 * NOTE_GAP + BAR });
            }
            Event::Note { over, side: Side::Right, .. } => {
                let Some(&of) = over.iter().max().filter(|of| *of + 1 < count) else { continue };
                out.push(Apart { left: of, right: of + 1, by: width + 2.0 * NOTE_GAP + 2.0 * BAR });
            }
            Event::Note { over, side: Side::Over, .. } => {
                let (Some(&first), Some(&last)) = (over.iter().min(), over.iter().max()) else { continue };
                if last >= count {
                    continue;
                }
                if first == last {
                    let by = width / 2.0 + LABEL_PAD + BAR;
                    out.extend((first > 0).then(|| Apart { left: first - 1, right: first, by }));
                    out.extend((first + 1 < count).then(|| Apart { left: first, right: first + 1, by }));
                } else {
                    out.push(Apart { left: first, right: last, by: width - 2.0 * NOTE_OVERHANG });
                }
            }
            _ => {}
        }
    }
    out
}

/// A frame that is not closed yet.
struct OpenFrame {
    placed: PlacedFrame,
    /// Left and right end of what is in it.
    ends: Option<(f64, f64)>,
    /// Left and right ends of the bars beside its label and beside those of its branches.
    bars: Vec<Vec<(f64, f64)>>,
}

/// One row after the other.
struct Rows<'a> {
    sequence: &'a Sequence,
    sizes: &'a Sizes,
    xs: Vec<f64>,
    /// Where the next row starts.
    y: f64,
    /// Where the last thing happened: bars start and end there.
    at: f64,
    /// Who comes into being with the next message, and who ends with it.
    created: Option<usize>,
    ending: Option<usize>,
    /// Starts of bars by participant, outer ones first.
    open_bars: Vec<Vec<f64>>,
    open_frames: Vec<OpenFrame>,
    out: PlacedSequence,
}

impl Rows<'_> {
    fn event(&mut self, index: usize) {
        let count = self.xs.len();
        match &self.sequence.events[index] {
            Event::Message { from, to, kind, .. } if *from.max(to) < count => {
                if from == to {
                    self.own_message(index, *from);
                } else {
                    self.message(index, *from, *to, *kind);
                }
                if let Some(who) = self.ending.take() {
                    self.end(who);
                }
            }
            Event::Create(who) if *who < count => self.created = Some(*who),
            Event::Destroy(who) if *who < count => self.ending = Some(*who),
            Event::Activate(who) if *who < count => self.open_bars[*who].push(self.at),
            Event::Deactivate(who) if *who < count => self.deactivate(*who),
            Event::Note { over, side, .. } => self.note(index, over, *side),
            Event::Open { .. } => self.open(index),
            Event::Branch(_) => self.branch(index),
            Event::Close => self.close(),
            _ => {}
        }
    }

    fn text(&self, index: usize) -> Size {
        self.sizes.texts.get(index).copied().unwrap_or_default()
    }

    fn message(&mut self, index: usize, from: usize, to: usize, kind: Message) {
        let text = self.text(index);
        let rightward = from < to;
        let mut line = self.y + text.h + if text.is_empty() { 0.0 } else { LABEL_GAP };
        let head = self.created.take().filter(|who| *who == to).map(|who| self.out.lifelines[who].head);
        // Somebody new has the head beside the line.
        line = line.max(self.y + head.map_or(0.0, |head| head.h / 2.0));
        // The receiver's bar starts with the message, and the sender's ends with it.
        let starts = matches!(self.sequence.events.get(index + 1), Some(Event::Activate(who)) if *who == to);
        let a = self.edge(from, rightward, 0);
        let b = match head {
            Some(head) => self.xs[to] + head.w / 2.0 * if rightward { -1.0 } else { 1.0 },
            None => self.edge(to, !rightward, usize::from(starts && kind != Message::Return)),
        };
        let points = vec![Point::new(a, line), Point::new(b, line)];
        let (left, right) = (a.min(b), a.max(b));
        let number = self.sizes.numbers.get(index).copied().unwrap_or_default();
        let (from_x, to_x) = if rightward { (left + number, right) } else { (left, right - number) };
        let middle = self.middle(from_x, to_x, text.w);
        let top = line - text.h - LABEL_GAP;
        let label = (!text.is_empty()).then(|| Rect::new(middle - text.w / 2.0, top, text.w, text.h));
        let wide = (left.min(middle - text.w / 2.0), right.max(middle + text.w / 2.0));
        self.out.messages.push(PlacedMessage { event: index, points, label });
        self.cover(wide.0, wide.1);
        self.cover_lines(from.min(to), from.max(to));
        self.done(line);
        if let Some(head) = head {
            let placed = &mut self.out.lifelines[to];
            placed.head.y = line - head.h / 2.0;
            placed.line = [Point::new(self.xs[to], placed.head.bottom()); 2];
            let rect = placed.head;
            self.cover(rect.x, rect.right());
            self.y = rect.bottom() + ROW_GAP;
        }
    }

    /// The last message of a participant is over.
    fn end(&mut self, who: usize) {
        while !self.open_bars[who].is_empty() {
            self.deactivate(who);
        }
        let at = self.at;
        if let Some(line) = self.out.lifelines.get_mut(who) {
            line.line[1].y = at.max(line.line[0].y);
            line.ends = true;
        }
        self.y = self.y.max(at + ROW_GAP);
    }

    /// Where the words of a message from `left` to `right` stand: in the gap nearest to its middle that has room for them,
    /// so that they cover no line; in the middle where none has.
    fn middle(&self, left: f64, right: f64, width: f64) -> f64 {
        let middle = f64::midpoint(left, right);
        let between = self.xs.iter().copied().filter(|x| *x > left + BAR && *x < right - BAR);
        let walls: Vec<f64> = std::iter::once(left).chain(between).chain(std::iter::once(right)).collect();
        let gaps = walls.windows(2).filter(|w| w[1] - w[0] >= width + BAR + LABEL_GAP);
        let nearest =
            gaps.map(|w| f64::midpoint(w[0], w[1])).min_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()));
        nearest.unwrap_or(middle)
    }

    fn own_message(&mut self, index: usize, who: usize) {
        let text = self.text(index);
        let x = self.edge(who, true, 0);
        let height = LOOP.h.max(text.h - 4.0);
        let (top, bottom) = (self.y + 4.0, self.y + 4.0 + height);
        let out = x + LOOP.w;
        let points = vec![Point::new(x, top), Point::new(out, top), Point::new(out, bottom), Point::new(x, bottom)];
        let label =
            (!text.is_empty()).then(|| Rect::new(out + 6.0, f64::midpoint(top, bottom) - text.h / 2.0, text.w, text.h));
        self.cover(x, out + 6.0 + text.w);
        self.cover_lines(who, who);
        self.out.messages.push(PlacedMessage { event: index, points, label });
        self.done(bottom);
    }

    fn note(&mut self, index: usize, over: &[usize], side: Side) {
        let (Some(&first), Some(&last)) = (over.iter().min(), over.iter().max()) else { return };
        let (Some(&a), Some(&b)) = (self.xs.get(first), self.xs.get(last)) else { return };
        let size = self.text(index);
        let width = if first == last { size.w } else { size.w.max(b - a + 2.0 * NOTE_OVERHANG) };
        let x = match side {
            Side::Over => f64::midpoint(a, b) - width / 2.0,
            Side::Left => self.edge(first, false, 0).min(a - BAR / 2.0) - NOTE_GAP - size.w,
            Side::Right => self.edge(last, true, 0).max(b + BAR / 2.0) + NOTE_GAP,
        };
        let width = if side == Side::Over { width } else { size.w };
        let rect = Rect::new(x, self.y, width, size.h);
        self.out.notes.push(PlacedNote { event: index, rect });
        self.cover(rect.x, rect.right());
        self.cover_lines(first, last);
        self.done(rect.bottom());
    }

    /// The x at which a message leaves or meets a participant: the outline of its innermost bar, with `more` bars that
    /// are about to start, or its line.
    fn edge(&self, who: usize, right: bool, more: usize) -> f64 {
        let bars = self.open_bars[who].len() + more;
        let x = self.xs[who];
        match bars {
            0 => x,
            _ => x + BAR_STEP * (bars - 1) as f64 + if right { BAR / 2.0 } else { -BAR / 2.0 },
        }
    }

    fn deactivate(&mut self, who: usize) {
        let Some(start) = self.open_bars[who].pop() else { return };
        let x = self.xs[who] - BAR / 2.0 + BAR_STEP * self.open_bars[who].len() as f64;
        // A call that is done at once is seen to have taken its time.
        let end = self.at.max(start + ROW_GAP);
        self.y = self.y.max(end + ROW_GAP / 2.0);
        self.out.bars.push(Bar { participant: who, rect: Rect::new(x, start, BAR, end - start) });
    }

    fn open(&mut self, index: usize) {
        let text = self.text(index);
        let ground = matches!(self.sequence.events[index], Event::Open { frame: Frame::Ground(_), .. });
        // A ground may end where the row above it does.
        let top = self.y + if ground { FRAME_PAD.h - ROW_GAP } else { 2.0 };
        let placed = PlacedFrame {
            event: index,
            rect: Rect::new(0.0, top, 0.0, 0.0),
            label: Rect::new(0.0, top, text.w, text.h),
            aside: 0.0,
            branches: Vec::new(),
        };
        let bars = vec![self.working()];
        self.open_frames.push(OpenFrame { placed, ends: None, bars });
        self.y = top + text.h + FRAME_PAD.h;
        self.at = top;
    }

    fn branch(&mut self, index: usize) {
        let text = self.text(index);
        let y = self.y - ROW_GAP + FRAME_PAD.h;
        let bars = self.working();
        let Some(frame) = self.open_frames.last_mut() else { return };
        frame.bars.push(bars);
        let label = (!text.is_empty()).then(|| Rect::new(0.0, y + 5.0, text.w, text.h));
        frame.placed.branches.push((index, y, label));
        self.at = y;
        self.y = y + 5.0 + text.h + FRAME_PAD.h;
    }

    fn close(&mut self) {
        let Some(OpenFrame { mut placed, ends, bars }) = self.open_frames.pop() else { return };
        let all = || {
            let (first, last) = (self.xs.first().copied().unwrap_or(0.0), self.xs.last().copied().unwrap_or(0.0));
            (first - FRAME_REACH, last + FRAME_REACH)
        };
        let (left, right) = ends.unwrap_or_else(all);
        let x = left - FRAME_PAD.w;
        let labels = placed.branches.iter().filter_map(|(_, _, l)| l.map(|l| l.w + FRAME_PAD.w));
        let labels = labels.fold(placed.label.w + FRAME_PAD.w, f64::max);
        let right = (right + FRAME_PAD.w).max(x + labels);
        let bottom = self.y - ROW_GAP + FRAME_PAD.h;
        placed.rect = Rect::new(x, placed.rect.y, right - x, bottom - placed.rect.y);
        placed.label.x = x;
        let tab = self.sizes.tabs.get(placed.event).copied().unwrap_or_default();
        let mut bars = bars.iter();
        let mut clear = |from: f64, to: f64| bars.next().map_or(0.0, |bars| aside(bars, (from, to), right));
        placed.aside = clear(x + tab, placed.label.right());
        for (_, _, label) in &mut placed.branches {
            if let Some(label) = label {
                label.x = x + FRAME_PAD.w / 2.0;
            }
            let (from, to) = label.map_or((x, x), |label| (label.x, label.right()));
            let by = clear(from, to);
            *label = label.map(|label| label.moved(by, 0.0));
        }
        self.cover(x, right);
        self.out.frames.push(placed);
        // Work that ends with a frame ends visibly behind it.
        self.at = bottom + ROW_GAP / 3.0;
        self.y = bottom + ROW_GAP;
    }

    /// Left and right ends of all who are at work.
    fn working(&self) -> Vec<(f64, f64)> {
        let busy = (0..self.xs.len()).filter(|who| !self.open_bars[*who].is_empty());
        busy.map(|who| (self.xs[who] - BAR / 2.0, self.edge(who, true, 0))).collect()
    }

    /// A row ends at `y`.
    fn done(&mut self, y: f64) {
        self.at = y;
        self.y = y + ROW_GAP;
    }

    /// The innermost frame holds what reaches from `left` to `right`.
    fn cover(&mut self, left: f64, right: f64) {
        if let Some(frame) = self.open_frames.last_mut() {
            let (a, b) = frame.ends.unwrap_or((left, right));
            frame.ends = Some((a.min(left), b.max(right)));
        }
    }

    fn cover_lines(&mut self, first: usize, last: usize) {
        let (left, right) = (self.xs[first] - FRAME_REACH, self.xs[last] + FRAME_REACH);
        self.cover(left, right);
    }
}

/// How far words go to the right so that they cover no bar; not at all where that would take them out of their frame.
fn aside(bars: &[(f64, f64)], (from, to): (f64, f64), frame: f64) -> f64 {
    let mut by = 0.0;
    for (left, right) in bars {
        if from + by < right + BAR_GAP && to + by > *left {
            by = right + BAR_GAP - from;
        }
    }
    if to + by < frame { by } else { 0.0 }
}

/// Moves everything so that it starts at the origin, and says how large it is.
fn shift(out: &mut PlacedSequence) {
    let boxes = out.lifelines.iter().flat_map(|l| [Some(l.head), l.foot]).flatten();
    let boxes = boxes.chain(out.groups.iter().copied().filter(|g| !g.size().is_empty()));
    let boxes = boxes.chain(out.frames.iter().map(|f| f.rect)).chain(out.notes.iter().map(|n| n.rect));
    let boxes = boxes.chain(out.messages.iter().filter_map(|m| m.label)).chain(out.bars.iter().map(|b| b.rect));
    let points = out.messages.iter().flat_map(|m| &m.points).chain(out.lifelines.iter().flat_map(|l| &l.line));
    let boxes = boxes.chain(points.map(|p| Rect::new(p.x, p.y, 0.0, 0.0)));
    let Some(all) = boxes.reduce(Rect::union) else { return };
    let (dx, dy) = (-all.x, -all.y);
    out.size = all.size();
    let by = |p: &mut Point| *p = Point::new(p.x + dx, p.y + dy);
    for line in &mut out.lifelines {
        line.head = line.head.moved(dx, dy);
        line.foot = line.foot.map(|f| f.moved(dx, dy));
        line.line.iter_mut().for_each(by);
    }
    for group in &mut out.groups {
        *group = group.moved(dx, dy);
    }
    for bar in &mut out.bars {
        bar.rect = bar.rect.moved(dx, dy);
    }
    for message in &mut out.messages {
        message.points.iter_mut().for_each(by);
        message.label = message.label.map(|l| l.moved(dx, dy));
    }
    for note in &mut out.notes {
        note.rect = note.rect.moved(dx, dy);
    }
    for frame in &mut out.frames {
        frame.rect = frame.rect.moved(dx, dy);
        frame.label = frame.label.moved(dx, dy);
        for (_, y, label) in &mut frame.branches {
            *y += dy;
            *label = label.map(|l| l.moved(dx, dy));
        }
    }
}
