//! Records: a header with a name, a row for each field. Around each is room for the signs at the ends of its relations.

use super::node::Badge;
use super::shape::{Side, corner, turn};
use super::theme::Theme;
use super::{Anchor, Block, Ink, Item, Paint, Segment, draw};
use crate::base::text::{Font, Limit, Measure};
use crate::base::{Point, Rect, Size};
use crate::graph::{END_ROOM, Field, Key, Node};

/// Inside of the outline, left and right.
const PAD: f64 = 11.0;
/// Above and below the words of the header.
const HEAD_PAD: f64 = 8.0;
/// Above the first row and below the last one.
const LIST_PAD: f64 = 4.0;
/// Between two columns.
const GAP: f64 = 12.0;
/// Between two badges of a row.
const BADGE_GAP: f64 = 3.0;
/// Height of a badge, and what a row adds to that or to its words.
const ROW: (f64, f64) = (16.0, 5.0);
/// Widest name and type of a field; what is longer is broken into lines.
const WIDEST: (f64, f64) = (190.0, 190.0);
/// Lines of a name, a type and a note, at most.
const LINES: usize = 4;
/// Widest words of a header over narrower rows.
const HEADER: f64 = 240.0;

/// A record that is ready to be drawn at any place.
pub(super) struct Record {
    head: Block,
    rows: Vec<Row>,
    /// Where the columns of names and types start, and where types end.
    columns: [f64; 3],
    look: Look,
    /// All that is written on it, where some of it was cut.
    pub(super) title: Option<String>,
}

struct Look {
    head: Ink,
    body: Ink,
    line: Ink,
    rule: Ink,
    width: f64,
    radius: f64,
}

struct Row {
    badges: Vec<Badge>,
    name: Block,
    kind: Block,
}

impl Row {
    fn new(field: &Field, theme: &Theme, line: Ink, measure: &dyn Measure) -> Self {
        let size = theme.type_size.detail;
        let mut badges = Vec::new();
        for key in &field.keys {
            let (paint, ink) = match key {
                Key::Primary => (Paint::fill(line), theme.page.paper),
                Key::Foreign | Key::Unique => (Paint::stroke(line, 1.2), theme.page.text),
            };
            badges.push(Badge::new(key.letters(), paint, ink, theme, measure));
        }
        if field.indexed {
            badges.push(Badge::new("idx", Paint::stroke(theme.chart.rule, 1.0), theme.page.muted, theme, measure));
        }
        let font = if field.keys.contains(&Key::Primary) { Font::semibold(size) } else { Font::regular(size) };
        let (mut name, mut kind) = (Block::default(), Block::default());
        name.add(&field.name, font, theme.page.text, Limit { width: WIDEST.0, lines: LINES }, measure);
        let limit = Limit { width: WIDEST.1, lines: LINES };
        kind.add(&field.data_type, Font::regular(size), theme.page.muted, limit, measure);
        if let Some(note) = &field.note {
            let small = Font::regular(theme.type_size.small);
            kind.add(note, small, theme.page.muted, limit, measure);
        }
        Self { badges, name, kind }
    }

    fn badges_width(&self) -> f64 {
        let gaps = BADGE_GAP * self.badges.len().saturating_sub(1) as f64;
        self.badges.iter().map(Badge::width).sum::<f64>() + gaps
    }

    fn height(&self) -> f64 {
        (self.name.size.h.max(self.kind.size.h).max(ROW.0) + ROW.1).ceil()
    }
}

impl Record {
    pub(super) fn new(node: &Node, fields: &[Field], theme: &Theme, measure: &dyn Measure) -> Self {
        let kind = theme.look(node.kind, node.external);
        let rows: Vec<Row> = fields.iter().map(|field| Row::new(field, theme, kind.line, measure)).collect();
        let widest = |of: &dyn Fn(&Row) -> f64| rows.iter().map(of).fold(0.0, f64::max).ceil();
        let badges = widest(&|row| row.badges_width());
        let names = PAD + badges + if badges > 0.0 { GAP - 4.0 } else { 0.0 };
        let types = names + widest(&|row| row.name.size.w) + GAP;
        let end = types + widest(&|row| row.kind.size.w);
        let width = (end - PAD).max(HEADER);

        let detail = Font::regular(theme.type_size.detail);
        let mut head = Block::default();
        let name = if node.name.trim().is_empty() { &node.id } else { &node.name };
        head.add(name, Font::semibold(theme.type_size.name), kind.text, Limit { width, lines: 3 }, measure);
        if let Some(store) = &node.tech {
            head.add(&format!("[{store}]"), detail, kind.muted, Limit { width, lines: 2 }, measure);
        }
        if let Some(words) = &node.description {
            head.gap(2.0);
            let lines = theme.node.description_lines;
            head.add(words, detail, kind.muted, Limit { width, lines }, measure);
        }
        let cut = head.cut || rows.iter().any(|row| row.name.cut || row.kind.cut);
        let title = cut.then(|| words(node, fields));
        let look = Look {
            head: kind.fill,
            body: theme.page.paper,
            line: kind.line,
            rule: theme.frame.inner_fill.unwrap_or(theme.chart.frame_fill),
            width: theme.node.stroke,
            radius: theme.node.radius,
        };
        Self { head, rows, columns: [names, types, end], look, title }
    }

    /// The size of the box around it and around the room for signs, in whole px.
    pub(super) fn size(&self, theme: &Theme) -> Size {
        let width = (self.head.size.w + 2.0 * PAD).max(theme.node.min_width);
        let width = if self.rows.is_empty() { width } else { width.max(self.columns[2] + PAD) };
        Size::new(width.ceil() + 2.0 * END_ROOM, self.head_height() + self.list_height() + 2.0 * END_ROOM)
    }

    fn head_height(&self) -> f64 {
        (self.head.size.h + 2.0 * HEAD_PAD).ceil()
    }

    fn list_height(&self) -> f64 {
        let rows: f64 = self.rows.iter().map(Row::height).sum();
        if self.rows.is_empty() { 0.0 } else { rows + 2.0 * LIST_PAD }
    }

    /// Draws it into the box around it.
    pub(super) fn draw(self, rect: Rect, out: &mut Vec<Item>) {
        let outline = rect.grown(-END_ROOM);
        let list = self.list_height();
        let head = if list > 0.0 { self.head_height() } else { outline.h };
        let Look { line, rule, width, radius, .. } = self.look;
        out.push(Item::Rect { rect: outline, radius, paint: Paint::fill(self.look.head) });
        let middle = outline.y + head;
        if list > 0.0 {
            let body = Rect::new(outline.x, middle, outline.w, outline.h - head);
            out.push(Item::Path { segments: round_below(body, radius), paint: Paint::fill(self.look.body) });
            let ends = (Point::new(outline.x, middle), Point::new(outline.right(), middle));
            out.push(draw::line(ends.0, ends.1, Paint::stroke(line, width * 0.8)));
        }
        let words = Point::new(outline.center().x, outline.y + (head - self.head.size.h) / 2.0);
        self.head.draw(words, Anchor::Middle, None, out);
        let [names, types, _] = self.columns;
        let mut top = middle + LIST_PAD;
        for (nth, row) in self.rows.into_iter().enumerate() {
            if nth > 0 {
                let (from, to) = (outline.x + 1.0, outline.right() - 1.0);
                out.push(draw::line(Point::new(from, top), Point::new(to, top), Paint::stroke(rule, 1.0)));
            }
            let height = row.height();
            // Badges and words of one line stand in the middle of the first line.
            let first = top + ROW.1 / 2.0 + ROW.0 / 2.0;
            let mut left = outline.x + PAD;
            for badge in row.badges {
                let width = badge.width();
                badge.draw(Point::new(left, first), out);
                left += width + BADGE_GAP;
            }
            for (block, column) in [(row.name, names), (row.kind, types)] {
                let at = Point::new(outline.x + column, first - block.first_height() / 2.0);
                block.draw(at, Anchor::Start, None, out);
            }
            top += height;
        }
        out.push(Item::Rect { rect: outline, radius, paint: Paint::stroke(line, width) });
    }

    /// How far inside `side` of the box around it a line that comes in at `at` meets it, in px.
    pub(super) fn inset(&self, rect: Rect, side: Side, at: f64) -> f64 {
        let outline = rect.grown(-END_ROOM);
        let (start, length) = match side {
            Side::Top | Side::Bottom => (outline.x, outline.w),
            Side::Left | Side::Right => (outline.y, outline.h),
        };
        let along = (at - start).clamp(0.0, length);
        END_ROOM + corner(self.look.radius, along.min(length - along))
    }
}

/// Everything that a record says.
fn words(node: &Node, fields: &[Field]) -> String {
    let mut lines = vec![node.name.clone()];
    lines.extend(node.tech.clone());
    lines.extend(node.description.clone());
    for field in fields {
        let keys = field.keys.iter().map(|key| key.letters().to_owned());
        let parts = [field.name.clone(), field.data_type.clone()].into_iter().chain(keys).chain(field.note.clone());
        lines.push(parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "));
    }
    lines.join("\n")
}

/// A box whose lower corners are round.
fn round_below(rect: Rect, radius: f64) -> Vec<Segment> {
    let (x, right, bottom) = (rect.x, rect.right(), rect.bottom());
    let mut out = vec![Segment::Move(Point::new(x, rect.y)), Segment::Line(Point::new(right, rect.y))];
    let low = bottom - radius;
    out.push(Segment::Line(Point::new(right, low)));
    turn(&mut out, Point::new(right, low), Point::new(right, bottom), Point::new(right - radius, bottom));
    out.push(Segment::Line(Point::new(x + radius, bottom)));
    turn(&mut out, Point::new(x + radius, bottom), Point::new(x, bottom), Point::new(x, low));
    out.push(Segment::Close);
    out
}
