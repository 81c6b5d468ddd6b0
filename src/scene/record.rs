//! Records: a header with a name, compartments below it. Around each is room for the signs at the ends of its relations.

use super::compartment::{PAD, Part};
use super::node::dash;
use super::shape::{Side, corner, turn};
use super::theme::Theme;
use super::{Anchor, Block, Ink, Item, Paint, Segment, draw};
use crate::base::text::{Font, Limit, Measure};
use crate::base::{Color, Point, Rect, Size};
use crate::graph::{Compartment, END_ROOM, Field, Node};

/// Above and below the words of the header.
const HEAD_PAD: f64 = 8.0;
/// Widest words of a header over narrower rows.
const HEADER: f64 = 240.0;

/// A record that is ready to be drawn at any place.
pub(super) struct Record {
    head: Block,
    /// None of them is empty.
    parts: Vec<Part>,
    look: Look,
    /// All that is written on it, where some of it was cut.
    pub(super) title: Option<String>,
}

struct Look {
    head: Ink,
    body: Ink,
    rule: Ink,
    outline: Paint,
    radius: f64,
}

impl Record {
    pub(super) fn new(node: &Node, parts: &[Compartment], theme: &Theme, measure: &dyn Measure) -> Self {
        let kind = theme.look(node.kind, node.external);
        let style = node.style;
        let line = style.stroke.map_or(kind.line, Ink::from);
        let own = style.color.or(style.fill.map(Color::words));
        let (text, muted) = own.map_or((kind.text, kind.muted), |own| (own.into(), own.into()));
        let shown: Vec<Part> = parts.iter().map(|part| Part::new(part, theme, line, measure)).collect();
        let shown: Vec<Part> = shown.into_iter().filter(|part| !part.is_empty()).collect();
        let width = shown.iter().map(|part| part.width() - 2.0 * PAD).fold(HEADER, f64::max);

        let detail = Font::regular(theme.type_size.detail);
        let mut head = Block::default();
        if let Some(lines) = &node.lines {
            head.add_lines(lines, Font::regular(theme.type_size.name), text, width, measure);
        } else {
            let name = if node.name.trim().is_empty() { &node.id } else { &node.name };
            head.add(name, Font::semibold(theme.type_size.name), text, Limit { width, lines: 3 }, measure);
            if let Some(store) = &node.tech {
                head.add(&format!("[{store}]"), detail, muted, Limit { width, lines: 2 }, measure);
            }
            if let Some(words) = &node.description {
                head.gap(2.0);
                let lines = theme.node.description_lines;
                head.add(words, detail, muted, Limit { width, lines }, measure);
            }
        }
        let cut = head.cut || shown.iter().any(Part::is_cut);
        let title =
            if cut { Some(words(node, parts)) } else { node.description.clone().filter(|_| node.lines.is_some()) };
        let look = Look {
            head: style.fill.map_or(kind.fill, Ink::from),
            body: theme.page.paper,
            rule: theme.frame.inner_fill.unwrap_or(theme.chart.frame_fill),
            outline: Paint {
                dash: style.line.and_then(dash),
                ..Paint::stroke(line, style.width.unwrap_or(theme.node.stroke))
            },
            radius: theme.node.radius,
        };
        Self { head, parts: shown, look, title }
    }

    /// The size of the box around it and around the room for signs, in whole px.
    pub(super) fn size(&self, theme: &Theme) -> Size {
        let width = (self.head.size.w + 2.0 * PAD).max(theme.node.min_width);
        let width = self.parts.iter().map(Part::width).fold(width, f64::max);
        Size::new(width.ceil() + 2.0 * END_ROOM, self.head_height() + self.list_height() + 2.0 * END_ROOM)
    }

    fn head_height(&self) -> f64 {
        (self.head.size.h + 2.0 * HEAD_PAD).ceil()
    }

    fn list_height(&self) -> f64 {
        self.parts.iter().map(Part::height).sum()
    }

    /// Draws it into the box around it.
    pub(super) fn draw(self, rect: Rect, out: &mut Vec<Item>) {
        let box_ = rect.grown(-END_ROOM);
        let list = self.list_height();
        let head = if list > 0.0 { self.head_height() } else { box_.h };
        let Look { rule, outline, radius, .. } = self.look;
        out.push(Item::Rect { rect: box_, radius, paint: Paint::fill(self.look.head) });
        let middle = box_.y + head;
        if list > 0.0 {
            let body = Rect::new(box_.x, middle, box_.w, box_.h - head);
            out.push(Item::Path { segments: round_below(body, radius), paint: Paint::fill(self.look.body) });
        }
        let mut top = middle;
        for part in &self.parts {
            let divider = Paint { dash: None, width: outline.width * 0.8, ..outline };
            out.push(draw::line(Point::new(box_.x, top), Point::new(box_.right(), top), divider));
            top += part.height();
        }
        let words = Point::new(box_.center().x, box_.y + (head - self.head.size.h) / 2.0);
        self.head.draw(words, Anchor::Middle, None, out);
        top = middle;
        for part in self.parts {
            let height = part.height();
            part.draw(Point::new(box_.x, top), box_.w, rule, out);
            top += height;
        }
        out.push(Item::Rect { rect: box_, radius, paint: outline });
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
fn words(node: &Node, parts: &[Compartment]) -> String {
    let mut lines = vec![node.name.clone()];
    lines.extend(node.tech.clone());
    lines.extend(node.description.clone());
    for part in parts {
        match part {
            Compartment::Fields(fields) => lines.extend(fields.iter().map(field)),
            Compartment::Members(members) => lines.extend(members.iter().map(|member| member.text.clone())),
        }
    }
    lines.join("\n")
}

fn field(field: &Field) -> String {
    let keys = field.keys.iter().map(|key| key.letters().to_owned());
    let parts = [field.name.clone(), field.data_type.clone()].into_iter().chain(keys).chain(field.note.clone());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
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
