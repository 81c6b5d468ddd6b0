//! Frames around nodes, each with a title row.

use super::draw;
use super::node::{Badge, dash, kind_line, readable};
use super::theme::Theme;
use super::tint::{behind, words_on};
use super::{Anchor, Block, Ink, Item, Paint};
use crate::base::text::{Font, Limit, Measure, is_cut, wrap};
use crate::base::{Kind, Point, Rect, Size, Status};
use crate::graph::Cluster;

/// Around a title: left and right, above and below.
const PADDING: (f64, f64) = (11.0, 7.0);
/// Between a title's parts.
const GAP: f64 = 7.0;
/// The widest name and the widest kind beside it.
const WIDEST: (f64, f64) = (260.0, 220.0);

/// A frame's title row.
pub(super) struct Title {
    parts: Vec<(String, Font, Ink, f64)>,
    badges: Vec<Badge>,
    /// In place of the parts: lines as their author broke them.
    block: Block,
    /// All its words, where some were cut.
    pub(super) words: Option<String>,
}

impl Title {
    pub(super) fn new(cluster: &Cluster, theme: &Theme, measure: &dyn Measure) -> Self {
        let (mut text, mut muted) = (theme.frame.text, theme.frame.muted);
        if let Some(fill) = cluster.style.fill {
            let ground = behind(fill, theme);
            (text, muted) = (words_on(text, ground), words_on(muted, ground));
        }
        if let Some(color) = cluster.style.color {
            let ground = cluster.style.fill.map(|fill| behind(fill, theme)).or(theme.frame.fill);
            let ink = readable(color, ground.unwrap_or(theme.page.paper));
            (text, muted) = (ink, ink);
        }
        let (name, small) = (Font::semibold(theme.type_size.frame), Font::regular(theme.type_size.small));
        let kind = kind_line(&cluster.kind_name, cluster.tech.as_deref(), cluster.external);
        let mut block = Block::default();
        if let Some(lines) = &cluster.lines {
            block.add_lines(lines, name, text, WIDEST.0 + WIDEST.1, measure);
            return Self { parts: Vec::new(), badges: Vec::new(), block, words: None };
        }
        let mut parts = Vec::new();
        let mut cut = false;
        let mut add = |words: &str, font: Font, ink: Ink, width: f64| {
            for line in wrap(words, font, Limit { width, lines: 1 }, measure) {
                cut |= is_cut(&line, words);
                let width = measure.width(&line, font);
                parts.push((line, font, ink, width));
            }
        };
        add(&cluster.name, name, text, WIDEST.0);
        if let Some(kind) = &kind {
            add(kind, small, muted, WIDEST.1);
        }
        let mut badges = Vec::new();
        badges.extend(Badge::instances(cluster.instances, Some(theme.frame.line), theme, measure));
        badges.extend(Badge::status(cluster.status, theme, measure));
        let title = cut.then(|| {
            [Some(cluster.name.as_str()), kind.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("\n")
        });
        Self { parts, badges, block, words: title }
    }

    /// Its size with the room around it, in whole px; empty where there is no title.
    pub(super) fn size(&self) -> Size {
        if !self.block.is_empty() {
            let (width, height) = (self.block.size.w, self.block.size.h);
            return Size::new((width + 2.0 * PADDING.0).ceil(), (height + 2.0 * PADDING.1).ceil());
        }
        let widths = self.parts.iter().map(|part| part.3).chain(self.badges.iter().map(Badge::width));
        let (count, width) = widths.fold((0, 0.0), |(count, sum), width| (count + 1, sum + width));
        if count == 0 {
            return Size::default();
        }
        let height = self.parts.iter().map(|part| part.1.size).fold(0.0, f64::max) * 1.28;
        let width = width + GAP * f64::from(count - 1) + 2.0 * PADDING.0;
        Size::new(width.ceil(), (height.max(16.0) + 2.0 * PADDING.1).ceil())
    }

    /// Draws it into its box, at least [`PADDING`] inside the frame.
    fn draw(self, rect: Rect, frame: Rect, out: &mut Vec<Item>) {
        if !self.block.is_empty() {
            let top = rect.center().y - self.block.size.h / 2.0;
            return self.block.draw(Point::new(rect.x + PADDING.0, top), Anchor::Start, None, out);
        }
        let middle = rect.center().y;
        let base = middle + 0.36 * self.parts.iter().map(|part| part.1.size).fold(0.0, f64::max);
        let mut x = (rect.x + 1.0).max(frame.x + PADDING.0 + 2.0).min(rect.x + PADDING.0);
        for (text, font, ink, width) in self.parts {
            out.push(Item::Text { at: Point::new(x, base), anchor: Anchor::Start, text, font, ink, halo: None });
            x += width + GAP;
        }
        for badge in self.badges {
            let width = badge.width();
            badge.draw(Point::new(x, middle), out);
            x += width + GAP;
        }
    }
}

/// The look of a frame that lies in `depth` others.
pub(super) fn paint(cluster: &Cluster, depth: usize, theme: &Theme) -> Paint {
    if cluster.plain {
        return Paint::default();
    }
    let fill = if depth.is_multiple_of(2) { theme.frame.fill } else { theme.frame.inner_fill };
    let line = cluster.style.stroke.map_or(theme.frame.line, Ink::from);
    let mut paint = Paint {
        fill: cluster.style.fill.map(|fill| behind(fill, theme)).or(fill),
        ..Paint::stroke(line, cluster.style.width.unwrap_or(theme.frame.stroke))
    };
    // What is no thing of its own but a boundary around things has dashes, as C4 draws it.
    if cluster.external || cluster.kind == Kind::Group {
        paint.dash = Some(draw::DASHED);
    }
    paint.dash = cluster.style.line.map_or(paint.dash, dash);
    if let Some(status) = cluster.status.filter(|&status| status != Status::Kept) {
        let mark = theme.mark(status);
        (paint.stroke, paint.width) = (Some(mark.line), mark.stroke);
        if status == Status::Removed {
            paint.dash = Some(draw::DASHED);
        }
    }
    paint
}

/// Draws a frame and its title.
pub(super) fn draw(rect: Rect, title_box: Rect, title: Title, paint: Paint, theme: &Theme, out: &mut Vec<Item>) {
    out.push(Item::Rect { rect, radius: theme.frame.radius, paint });
    title.draw(title_box, rect, out);
}
