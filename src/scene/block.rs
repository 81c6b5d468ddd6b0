//! Lines of text below each other, measured and drawn as one.

use super::{Anchor, Ink, Item};
use crate::base::text::{Font, Limit, Measure, is_cut, wrap};
use crate::base::{Point, Size};
use crate::graph::TextLine;

/// From one base line to the next, in parts of the font size.
const LEADING: f64 = 1.28;
/// From the top of a line to its base line, in parts of the font size: the capitals are in the middle.
const ASCENT: f64 = 1.0;
/// Lines that one line of an author breaks into, at most.
const MOST_LINES: usize = 100;

/// Text with its size.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// From top to bottom.
    lines: Vec<Row>,
    /// Of all lines and gaps, in px.
    pub size: Size,
    /// Whether a text was cut short.
    pub cut: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    text: String,
    font: Font,
    ink: Ink,
    /// Base line below the top of the block.
    base: f64,
}

impl Block {
    /// Adds `text` below what is there, broken into lines.
    pub fn add(&mut self, text: &str, font: Font, ink: Ink, limit: Limit, measure: &dyn Measure) {
        for line in wrap(text, font, limit, measure) {
            self.cut |= is_cut(&line, text);
            self.size.w = self.size.w.max(measure.width(&line, font));
            self.lines.push(Row { text: line, font, ink, base: self.size.h + ASCENT * font.size });
            self.size.h += LEADING * font.size;
        }
    }

    /// Adds lines as their author broke them; one that is too wide breaks further, and none is cut.
    pub fn add_lines(&mut self, lines: &[TextLine], font: Font, ink: Ink, width: f64, measure: &dyn Measure) {
        let limit = Limit { width, lines: MOST_LINES };
        for line in lines {
            if line.text.trim().is_empty() {
                self.gap(LEADING * font.size);
            } else {
                self.add(&line.text, font, ink, limit, measure);
            }
        }
    }

    /// Leaves `height` px free below what is there.
    pub fn gap(&mut self, height: f64) {
        if !self.lines.is_empty() {
            self.size.h += height;
        }
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Height of its first line, in px; 0 where there is none.
    pub fn first_height(&self) -> f64 {
        self.lines.first().map_or(0.0, |line| LEADING * line.font.size)
    }

    /// Draws it below `top`: its left edge, middle or right edge, by `anchor`, is at the point.
    pub fn draw(self, top: Point, anchor: Anchor, halo: Option<Ink>, out: &mut Vec<Item>) {
        out.extend(self.lines.into_iter().map(|line| Item::Text {
            at: Point::new(top.x, top.y + line.base),
            anchor,
            text: line.text,
            font: line.font,
            ink: line.ink,
            halo,
        }));
    }
}
