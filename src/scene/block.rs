//! Lines of text below each other, measured and drawn as one.

use super::{Anchor, Ink, Item};
use crate::base::text::{Font, Limit, Measure, Weight, is_cut, wrap};
use crate::base::{Point, Size};
use crate::graph::{Emphasis, TextLine};

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
    /// Where it is in its line, where it shares that with others.
    run: Option<Run>,
}

/// Where a part of a line begins, and how wide the whole line is, in px.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    left: f64,
    whole: f64,
}

impl Block {
    /// Adds `text` below what is there, broken into lines.
    pub fn add(&mut self, text: &str, font: Font, ink: Ink, limit: Limit, measure: &dyn Measure) {
        for line in wrap(text, font, limit, measure) {
            self.cut |= is_cut(&line, text);
            self.size.w = self.size.w.max(measure.width(&line, font));
            self.lines.push(Row { text: line, font, ink, base: self.size.h + ASCENT * font.size, run: None });
            self.size.h += LEADING * font.size;
        }
    }

    /// Adds lines as their author broke them; one that is too wide breaks further, and none is cut.
    pub fn add_lines(&mut self, lines: &[TextLine], font: Font, ink: Ink, width: f64, measure: &dyn Measure) {
        let limit = Limit { width, lines: MOST_LINES };
        for line in lines {
            if line.text.trim().is_empty() {
                self.gap(LEADING * font.size);
            } else if line.stress == Emphasis::default() {
                self.add(&line.text, font, ink, limit, measure);
            } else {
                self.add_mixed(line, font, ink, limit, measure);
            }
        }
    }

    /// Adds a line some words of which stand out.
    fn add_mixed(&mut self, line: &TextLine, font: Font, ink: Ink, limit: Limit, measure: &dyn Measure) {
        let bold = Font { weight: Weight::Semibold, ..font };
        let within = |runs: &[std::ops::Range<usize>], at: usize| runs.iter().any(|run| run.contains(&at));
        let look = |at: usize| Font {
            weight: if within(&line.stress.bold, at) { Weight::Semibold } else { font.weight },
            italic: font.italic || within(&line.stress.italic, at),
            ..font
        };
        let widest = if line.stress.bold.is_empty() { font } else { bold };
        // What is broken into lines has the same letters in the same order, with other blanks.
        let mut letters = line.text.char_indices().filter(|(_, c)| !c.is_whitespace() && !c.is_control());
        for text in wrap(&line.text, widest, limit, measure) {
            let mut runs: Vec<(Font, String)> = Vec::new();
            for c in text.chars() {
                let last = runs.last().map_or(font, |run| run.0);
                // A blank goes with what is before it: at the start of a run it would vanish.
                let now = if c.is_whitespace() { last } else { letters.next().map_or(last, |(at, _)| look(at)) };
                match runs.last_mut().filter(|run| run.0 == now) {
                    Some(run) => run.1.push(c),
                    None => runs.push((now, c.to_string())),
                }
            }
            let base = self.size.h + ASCENT * font.size;
            let runs = runs
                .into_iter()
                .map(|(font, text)| (measure.width(&text, font), Row { text, font, ink, base, run: None }));
            let runs: Vec<(f64, Row)> = runs.collect();
            let whole: f64 = runs.iter().map(|(width, _)| width).sum();
            let mut left = 0.0;
            self.size.w = self.size.w.max(whole);
            let mixed = runs.len() > 1;
            for (width, row) in runs {
                self.lines.push(Row { run: mixed.then_some(Run { left, whole }), ..row });
                left += width;
            }
            self.size.h += LEADING * font.size;
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
        out.extend(self.lines.into_iter().map(|line| {
            let (x, anchor) = match (line.run, anchor) {
                (None, _) => (top.x, anchor),
                (Some(run), Anchor::Start) => (top.x + run.left, Anchor::Start),
                (Some(run), Anchor::Middle) => (top.x + run.left - run.whole / 2.0, Anchor::Start),
                (Some(run), Anchor::End) => (top.x + run.left - run.whole, Anchor::Start),
            };
            let at = Point::new(x, top.y + line.base);
            Item::Text { at, anchor, text: line.text, font: line.font, ink: line.ink, halo }
        }));
    }
}
