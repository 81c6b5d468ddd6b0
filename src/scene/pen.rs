//! What all charts of foreign texts write and draw with.

use super::theme::Look;
use super::{Anchor, Paint};
use super::{Block, Ink, Item, Theme, draw};
use crate::base::Point;
use crate::base::text::{Font, Measure};
use crate::graph::TextLine;

/// Room for columns side by side, in px: a picture so wide is still read at the width of a page.
const PAGE: f64 = 860.0;

/// A theme and a measure of text.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    pub(super) theme: &'a Theme,
    pub(super) text: &'a dyn Measure,
}

impl Pen<'_> {
    /// Words as their author broke them into lines, never cut.
    pub(super) fn block(&self, words: &str, font: Font, ink: Ink, width: f64) -> Block {
        let mut block = Block::default();
        block.add_lines(&TextLine::plain(words), font, ink, width, self.text);
        block
    }

    /// How wide each of so many columns is: `most` px, less where they would be wider than a page, but as wide as each of
    /// the words in them. `around` is inside of a column beside its words, and between it and the next one.
    pub(super) fn column<'w>(
        &self,
        count: usize,
        most: f64,
        around: (f64, f64),
        words: impl Iterator<Item = &'w str>,
    ) -> f64 {
        let fits = PAGE / count.max(1) as f64 - around.1;
        if fits >= most {
            return most;
        }
        let font = Font::semibold(self.theme.type_size.frame);
        let widest = words.flat_map(str::split_whitespace).map(|word| self.text.width(word, font)).fold(0.0, f64::max);
        (widest + around.0).max(fits).ceil().min(most)
    }

    /// Words of a label.
    pub(super) fn words(&self, words: &str, width: f64) -> Block {
        self.block(words, Font::regular(self.theme.type_size.label), self.theme.page.text, width)
    }

    /// Words that name what stands below them.
    pub(super) fn title(&self, words: &str, width: f64) -> Block {
        self.block(words, Font::semibold(self.theme.type_size.frame), self.theme.page.text, width)
    }

    /// Words beside the matter.
    pub(super) fn small(&self, words: &str, width: f64) -> Block {
        self.block(words, Font::regular(self.theme.type_size.small), self.theme.page.muted, width)
    }

    /// The look of the nth of things of one kind.
    pub(super) fn series(&self, nth: usize) -> &Look {
        let kinds = &self.theme.kind;
        let looks = [
            &kinds.container,
            &kinds.queue,
            &kinds.database,
            &kinds.function,
            &kinds.person,
            &kinds.cache,
            &kinds.storage,
            &kinds.gateway,
            &kinds.external,
        ];
        looks[nth % looks.len()]
    }

    /// The fill and outline of a look.
    pub(super) fn paint(look: &Look, width: f64) -> Paint {
        Paint { fill: Some(look.fill), ..Paint::stroke(look.line, width) }
    }

    /// A face: happy where `mood` is above 3, sad where it is below.
    pub(super) fn face(center: Point, radius: f64, mood: f64, look: &Look, out: &mut Vec<Item>) {
        out.push(draw::circle(center, radius, Self::paint(look, 1.4)));
        let at = |x: f64, y: f64| Point::new(center.x + x * radius, center.y + y * radius);
        for x in [-0.36, 0.36] {
            out.push(draw::circle(at(x, -0.22), radius * 0.12, Paint::fill(look.line)));
        }
        let bend = (mood - 3.0).clamp(-2.0, 2.0) * 0.17;
        let mouth = vec![
            super::Segment::Move(at(-0.42, 0.36 - bend / 2.0)),
            super::Segment::Cubic(at(-0.2, 0.36 + bend), at(0.2, 0.36 + bend), at(0.42, 0.36 - bend / 2.0)),
        ];
        out.push(Item::Path { segments: mouth, paint: Paint::stroke(look.line, 1.4) });
    }

    /// A block in the middle of a box.
    pub(super) fn centered(block: Block, middle: Point, out: &mut Vec<Item>) {
        let top = Point::new(middle.x, middle.y - block.size.h / 2.0);
        block.draw(top, Anchor::Middle, None, out);
    }
}
