//! Nodes: what is written on them, in which look, how large that is, and how it is drawn.

use super::shape::{Outline, Side};
use super::theme::Theme;
use super::{Anchor, Block, Ink, Item, Paint, draw};
use crate::base::text::{Font, Limit, Measure};
use crate::base::{Color, Line, Point, Rect, Size, Status};
use crate::graph::Node;

/// How far the copy behind a node looks out, right and above.
const STACK: f64 = 5.0;
/// Height of a badge.
const BADGE: f64 = 16.0;
/// Beside and below a badge.
const BADGE_GAP: f64 = 4.0;
/// Lines of a name, and of a kind with its technology.
const NAME_LINES: usize = 3;
const KIND_LINES: usize = 2;
/// Least contrast of a user's colour with what is below it, as WCAG counts it. White on a middling green is their choice.
const READABLE: f64 = 2.5;
/// How wide a text may be that its author broke into lines, in parts of the widest node, and one in a form that leaves
/// little room beside long lines.
const WIDER: f64 = 1.3;
const NARROWER: f64 = 0.7;
/// How narrow a node with such a text may be, in parts of the narrowest other one.
const NARROWEST: f64 = 0.42;

/// A node that is ready to be drawn at any place.
pub(super) struct Card {
    outline: Outline,
    block: Block,
    paint: Paint,
    badges: Vec<Badge>,
    stacked: bool,
    /// Whether it may be as narrow as its words.
    narrow: bool,
    /// All that is written on it, where some of it was cut.
    pub(super) title: Option<String>,
}

/// A few words on a pill.
pub(super) struct Badge {
    text: String,
    width: f64,
    font: Font,
    paint: Paint,
    ink: Ink,
}

impl Card {
    pub(super) fn new(node: &Node, theme: &Theme, measure: &dyn Measure) -> Self {
        let look = theme.look(node.kind, node.external);
        let (mut text, mut muted) = (look.text, look.muted);
        let mut paint = Paint { fill: Some(look.fill), ..Paint::stroke(look.line, theme.node.stroke) };
        if node.external {
            paint.dash = Some(draw::DASHED);
        }
        if let Some(fill) = node.style.fill {
            paint.fill = Some(fill.into());
            (text, muted) = (on(fill), second_on(fill));
        }
        if let Some(color) = node.style.color {
            let ink = readable(color, paint.fill.unwrap_or(theme.page.paper));
            (text, muted) = (ink, ink);
        }
        paint.stroke = node.style.stroke.map(Ink::from).or(paint.stroke);
        paint.width = node.style.width.unwrap_or(paint.width);
        paint.dash = node.style.line.map_or(paint.dash, dash);
        if let Some(status) = node.status {
            let mark = theme.mark(status);
            (paint.fill, paint.stroke, paint.width) = (Some(mark.fill), Some(mark.line), mark.stroke);
            (text, muted) = (mark.text, if status == Status::Kept { mark.text } else { look.muted });
            if status == Status::Removed {
                paint.dash = Some(draw::DASHED);
            }
        }

        let width = theme.node.max_width - 2.0 * theme.node.pad_x;
        let (name, detail) = (Font::semibold(theme.type_size.name), Font::regular(theme.type_size.detail));
        let mut block = Block::default();
        if let Some(lines) = &node.lines {
            let outline = Outline::of(node.kind, node.style.shape.or(node.shape), &theme.node);
            let width = theme.node.max_width * if outline.is_pointed() { NARROWER } else { WIDER };
            if !outline.is_mute() {
                block.add_lines(lines, Font::regular(theme.type_size.name), text, width, measure);
            }
            let badges = Badge::status(node.status, theme, measure).into_iter().collect();
            let (stacked, title) = (node.instances > 1, node.description.clone());
            return Self { outline, block, paint, badges, stacked, narrow: true, title };
        }
        block.add(&node.name, name, text, Limit { width, lines: NAME_LINES }, measure);
        let kind = kind_line(&node.kind_name, node.tech.as_deref(), node.external);
        if let Some(kind) = &kind {
            block.gap(1.0);
            block.add(kind, detail, muted, Limit { width, lines: KIND_LINES }, measure);
        }
        if let Some(description) = &node.description {
            block.gap(6.0);
            let lines = theme.node.description_lines;
            block.add(description, detail, text, Limit { width, lines }, measure);
        }
        let title = block.cut.then(|| {
            let parts = [Some(node.name.as_str()), kind.as_deref(), node.description.as_deref()];
            parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
        });
        let mut badges = Vec::new();
        badges.extend(Badge::status(node.status, theme, measure));
        badges.extend(Badge::instances(node.instances, paint.stroke, theme, measure));
        let shape = node.style.shape.or(node.shape);
        Self {
            outline: Outline::of(node.kind, shape, &theme.node),
            block,
            paint,
            badges,
            stacked: node.instances > 1,
            narrow: false,
            title,
        }
    }

    /// The size of the box around it, in whole px.
    pub(super) fn size(&self, theme: &Theme) -> Size {
        let badges: f64 = self.badge_row() + 2.0 * theme.node.pad_x;
        let narrowest = theme.node.min_width * if self.narrow { NARROWEST } else { 1.0 };
        let text = Size::new(
            (self.block.size.w + 2.0 * theme.node.pad_x).max(narrowest).max(badges),
            self.block.size.h + 2.0 * theme.node.pad_y + self.above_text(),
        );
        let size = self.outline.around(text);
        let (right, top) = self.margin();
        Size::new((size.w + right).ceil(), (size.h + top).ceil())
    }

    /// Draws it into the box around it.
    pub(super) fn draw(self, rect: Rect, out: &mut Vec<Item>) {
        let front = self.front(rect);
        if self.stacked {
            self.outline.draw(front.moved(STACK, -STACK), self.paint, out);
        }
        self.outline.draw(front, self.paint, out);
        let inside = self.outline.inside(front);
        let center = inside.center();
        let row = self.above_text();
        let top = center.y - f64::midpoint(row, self.block.size.h);
        let mut left = center.x - self.badge_row() / 2.0;
        self.block.draw(Point::new(center.x, top + row), Anchor::Middle, None, out);
        // Inside of the outline, where no line ends.
        for badge in self.badges {
            let width = badge.width;
            badge.draw(Point::new(left, top + BADGE / 2.0), out);
            left += width + BADGE_GAP;
        }
    }

    /// How far inside `side` of the box around it a line that comes in at `at` meets it, in px.
    pub(super) fn inset(&self, rect: Rect, side: Side, at: f64) -> f64 {
        let front = self.front(rect);
        let (right, top) = self.margin();
        let inset = self.outline.inset(front, side, at);
        let before = match side {
            Side::Top => top,
            Side::Right => right,
            Side::Bottom | Side::Left => 0.0,
        };
        if !self.stacked {
            return before + inset;
        }
        let copy = front.moved(STACK, -STACK);
        let behind = match side {
            Side::Top => top - STACK,
            Side::Right => 0.0,
            Side::Bottom | Side::Left => STACK,
        };
        let within = match side {
            Side::Top | Side::Bottom => at >= copy.x,
            Side::Left | Side::Right => at <= copy.bottom(),
        };
        let second = if within { behind + self.outline.inset(copy, side, at) } else { f64::INFINITY };
        let over = match side {
            Side::Top | Side::Bottom => at > front.right(),
            Side::Left | Side::Right => at < front.y,
        };
        if over { second } else { (before + inset).min(second) }
    }

    /// Width of all badges beside each other.
    fn badge_row(&self) -> f64 {
        let gaps = BADGE_GAP * self.badges.len().saturating_sub(1) as f64;
        self.badges.iter().map(|badge| badge.width).sum::<f64>() + gaps
    }

    /// The row of badges above the text.
    fn above_text(&self) -> f64 {
        if self.badges.is_empty() { 0.0 } else { BADGE + BADGE_GAP }
    }

    /// What the box around it has at its right and its top beyond the outline in front.
    fn margin(&self) -> (f64, f64) {
        if self.stacked { (STACK, STACK) } else { (0.0, 0.0) }
    }

    fn front(&self, rect: Rect) -> Rect {
        let (right, top) = self.margin();
        Rect::new(rect.x, rect.y + top, rect.w - right, rect.h - top)
    }
}

impl Badge {
    /// What the plan does; nothing for what it keeps.
    pub(super) fn status(status: Option<Status>, theme: &Theme, measure: &dyn Measure) -> Option<Self> {
        let status = status?;
        let mark = theme.mark(status);
        Some(Self::new(status_word(status)?, Paint::fill(mark.line), mark.badge_text, theme, measure))
    }

    /// How many there are; nothing for one.
    pub(super) fn instances(count: u32, line: Option<Ink>, theme: &Theme, measure: &dyn Measure) -> Option<Self> {
        let paint = Paint { fill: Some(theme.page.paper), stroke: line, width: 1.2, dash: None };
        (count > 1).then(|| Self::new(&format!("×{count}"), paint, theme.page.text, theme, measure))
    }

    pub(super) fn new(text: &str, paint: Paint, ink: Ink, theme: &Theme, measure: &dyn Measure) -> Self {
        let font = Font::semibold(theme.type_size.small);
        Self { text: text.to_owned(), width: (measure.width(text, font) + 12.0).ceil(), font, paint, ink }
    }

    /// Its width, in px.
    pub(super) fn width(&self) -> f64 {
        self.width
    }

    /// Draws it with the middle of its left end at `left`.
    pub(super) fn draw(self, left: Point, out: &mut Vec<Item>) {
        let rect = Rect::new(left.x, left.y - BADGE / 2.0, self.width, BADGE);
        out.push(Item::Rect { rect, radius: BADGE / 2.0, paint: self.paint });
        out.push(Item::Text {
            at: Point::new(rect.center().x, rect.center().y + 0.36 * self.font.size),
            anchor: Anchor::Middle,
            text: self.text,
            font: self.font,
            ink: self.ink,
            halo: None,
        });
    }
}

/// `[Container: Rust, Axum]`, as C4 writes it.
pub(super) fn kind_line(kind: &str, tech: Option<&str>, external: bool) -> Option<String> {
    let foreign = external && !kind.is_empty() && !kind.to_lowercase().contains("external");
    let kind = if foreign { format!("External {kind}") } else { kind.to_owned() };
    match (kind.is_empty(), tech.filter(|tech| !tech.trim().is_empty())) {
        (true, None) => None,
        (true, Some(tech)) => Some(format!("[{tech}]")),
        (false, None) => Some(format!("[{kind}]")),
        (false, Some(tech)) => Some(format!("[{kind}: {tech}]")),
    }
}

/// The word on a badge.
pub(super) fn status_word(status: Status) -> Option<&'static str> {
    match status {
        Status::Kept => None,
        Status::New => Some("new"),
        Status::Changed => Some("changed"),
        Status::Removed => Some("removed"),
    }
}

/// The dashes of a kind of line.
pub(super) fn dash(line: Line) -> Option<(f64, f64)> {
    match line {
        Line::Solid => None,
        Line::Dashed => Some(draw::DASHED),
        Line::Dotted => Some(draw::DOTTED),
    }
}

/// Black or white, whichever is easier to read on `fill`.
pub(super) fn on(fill: Color) -> Ink {
    fill.words().into()
}

/// The same for second lines: softer where `fill` leaves the room for it.
fn second_on(fill: Color) -> Ink {
    let bright = fill.brightness();
    if bright > 0.65 {
        gray(0x4a)
    } else if bright < 0.05 {
        gray(0xd2)
    } else {
        on(fill)
    }
}

/// A colour of the user's where it can be read on that ground, else black or white.
pub(super) fn readable(color: Color, ground: Ink) -> Ink {
    let on_ground = |ground: Color| {
        if color.contrast(ground) >= READABLE { color } else { ground.words() }
    };
    let (light, dark) = (on_ground(ground.light), on_ground(ground.dark.unwrap_or(ground.light)));
    Ink { light, dark: (light != dark).then_some(dark) }
}

fn gray(c: u8) -> Ink {
    Color { r: c, g: c, b: c }.into()
}
