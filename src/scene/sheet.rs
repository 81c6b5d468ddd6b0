//! What every chart of the plan has around it: a title with a line below it, and a legend at the bottom.

use super::{Anchor, Block, Item, Paint, Scene, Theme, draw};
use crate::base::text::{Font, Limit, Measure, wrap};
use crate::base::{Point, Rect, Size};
use std::borrow::Borrow;

/// A title may be this wide over a narrower chart.
const NARROWEST: f64 = 420.0;
/// Between the title and the line below it; below both; above the legend.
const GAPS: (f64, f64, f64) = (3.0, 16.0, 14.0);
/// Size of a bar in the legend; dots are as high.
const SAMPLE: Size = Size { w: 26.0, h: 14.0 };
/// From one row of the legend to the next; between a sample and its words; between two entries.
const LEGEND: (f64, f64, f64) = (24.0, 8.0, 22.0);

/// Names that a description has, at most.
const NAMED: usize = 12;

/// What stands over a chart.
pub(super) struct Head {
    block: Block,
    /// Where the chart begins.
    pub(super) origin: Point,
}

/// What a look means.
pub(super) struct Entry {
    pub(super) sample: Sample,
    pub(super) words: String,
}

/// A look in small.
#[derive(Clone, Copy)]
pub(super) enum Sample {
    Bar(Paint),
    /// What is certain of a range, and all of it.
    Range(Paint, Paint),
    Stripe(Paint),
    Dot(Paint),
    Square(Paint),
    Diamond(Paint),
}

/// A chart without what is around it.
pub(super) struct Chart<'a> {
    pub(super) title: &'a str,
    pub(super) description: String,
    pub(super) size: Size,
    pub(super) items: Vec<Item>,
    pub(super) legend: Vec<Entry>,
}

impl Head {
    /// `width` is that of the chart.
    pub(super) fn new(title: &str, below: &str, width: f64, theme: &Theme, text: &dyn Measure) -> Self {
        let mut block = Block::default();
        let width = width.max(NARROWEST);
        block.add(title, Font::semibold(theme.type_size.title), theme.page.text, Limit { width, lines: 3 }, text);
        if !below.is_empty() {
            block.gap(GAPS.0);
            let font = Font::regular(theme.type_size.detail);
            block.add(below, font, theme.page.muted, Limit { width, lines: 4 }, text);
        }
        let top = if block.is_empty() { 0.0 } else { block.size.h + GAPS.1 };
        let margin = theme.page.margin;
        Self { block, origin: Point::new(margin, (margin + top).ceil()) }
    }

    /// The finished picture.
    pub(super) fn finish(self, chart: Chart<'_>, theme: &Theme, text: &dyn Measure) -> Scene {
        let margin = theme.page.margin;
        let mut width = chart.size.w.max(self.block.size.w);
        let mut bottom = self.origin.y + chart.size.h;
        let mut items = Vec::new();
        if !self.block.is_empty() {
            let mut lines = Vec::new();
            self.block.draw(Point::new(margin, margin - 3.0), Anchor::Start, None, &mut lines);
            items.push(group("title", "title", lines));
        }
        items.extend(chart.items);
        if !chart.legend.is_empty() {
            let at = Point::new(margin, bottom + GAPS.2);
            let (entries, size) = legend(&chart.legend, at, width.max(NARROWEST), theme, text);
            items.push(group("legend", "legend", entries));
            width = width.max(size.w);
            bottom = at.y + size.h;
        }
        Scene {
            size: Size::new((width + 2.0 * margin).ceil(), (bottom + margin).ceil()),
            title: chart.title.to_owned(),
            description: chart.description,
            background: theme.page.background,
            origin: None,
            items,
        }
    }
}

/// The first of some names, and how many more there are.
pub(super) fn named<S: Borrow<str>>(mut names: impl Iterator<Item = S>) -> String {
    let first: Vec<S> = names.by_ref().take(NAMED).collect();
    let more = names.count();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    first.join(", ") + &more
}

/// A group without a link and a tooltip.
pub(super) fn group(id: impl Into<String>, class: &'static str, items: Vec<Item>) -> Item {
    Item::Group { id: id.into(), class, link: None, title: None, items }
}

fn legend(entries: &[Entry], at: Point, width: f64, theme: &Theme, text: &dyn Measure) -> (Vec<Item>, Size) {
    let font = Font::regular(theme.type_size.detail);
    let mut items = Vec::new();
    let (mut x, mut y, mut size) = (0.0, 0.0, Size::default());
    for entry in entries {
        let sample = entry.sample.size();
        let room = Limit { width: width - sample.w - LEGEND.1, lines: 1 };
        let words = wrap(&entry.words, font, room, text).concat();
        let wide = sample.w + LEGEND.1 + text.width(&words, font);
        if x > 0.0 && x + wide > width {
            (x, y) = (0.0, y + LEGEND.0);
        }
        let rect = Rect::new(at.x + x, at.y + y + (LEGEND.0 - sample.h) / 2.0, sample.w, sample.h);
        entry.sample.draw(rect, &mut items);
        items.push(Item::Text {
            at: Point::new(rect.right() + LEGEND.1, rect.center().y + 0.36 * font.size),
            anchor: Anchor::Start,
            text: words,
            font,
            ink: theme.page.text,
            halo: None,
        });
        size = Size::new(size.w.max(x + wide), y + LEGEND.0);
        x += wide + LEGEND.2;
    }
    (items, size)
}

impl Sample {
    fn size(self) -> Size {
        match self {
            Self::Bar(_) | Self::Range(..) | Self::Stripe(_) => SAMPLE,
            Self::Dot(_) | Self::Square(_) | Self::Diamond(_) => Size::new(SAMPLE.h, SAMPLE.h),
        }
    }

    pub(super) fn draw(self, rect: Rect, out: &mut Vec<Item>) {
        let center = rect.center();
        let item = match self {
            Self::Range(sure, all) => {
                out.push(Item::Rect { rect, radius: 3.0, paint: all });
                Item::Rect { rect: Rect { w: rect.w / 2.0, ..rect }, radius: 3.0, paint: sure }
            }
            Self::Bar(paint) => Item::Rect { rect, radius: 3.0, paint },
            Self::Stripe(paint) => {
                let rect = Rect::new(rect.x, center.y - 2.0, rect.w, 4.0);
                Item::Rect { rect, radius: 2.0, paint }
            }
            Self::Dot(paint) => draw::circle(center, rect.h / 2.0, paint),
            Self::Diamond(paint) => {
                let (x, y, half) = (center.x, center.y, rect.h / 2.0);
                let point = Point::new;
                draw::polygon(&[point(x, y - half), point(x + half, y), point(x, y + half), point(x - half, y)], paint)
            }
            Self::Square(paint) => {
                let side = rect.h - 1.0;
                let rect = Rect::new(center.x - side / 2.0, center.y - side / 2.0, side, side);
                Item::Rect { rect, radius: 3.0, paint }
            }
        };
        out.push(item);
    }
}
