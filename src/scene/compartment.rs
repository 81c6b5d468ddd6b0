//! What stands below the name of a record: fields in columns, or lines of words.

use super::node::Badge;
use super::theme::Theme;
use super::{Anchor, Block, Ink, Item, Paint, draw};
use crate::base::Point;
use crate::base::text::{Font, Limit, Measure, wrap};
use crate::graph::{Compartment, Field, Key, RecordLine};

/// Inside of the outline, left and right.
pub(super) const PAD: f64 = 11.0;
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
/// Widest line of a member, and what it adds to its words.
const MEMBER: (f64, f64) = (420.0, 3.0);
/// Lines of a name, a type and a note, at most.
const LINES: usize = 4;
/// How far below the top of a line its underline is, in parts of the height of a line.
const UNDER: f64 = 0.96;

/// A compartment that is ready to be drawn.
pub(super) enum Part {
    Fields {
        rows: Vec<Row>,
        /// Where the columns of names and types start, and where types end.
        columns: [f64; 3],
    },
    Members(Vec<Line>),
}

pub(super) struct Row {
    badges: Vec<Badge>,
    name: Block,
    kind: Block,
}

/// The line of a member.
pub(super) struct Line {
    words: Block,
    /// Where it is underlined: how wide each of its lines is.
    under: Vec<f64>,
    /// Height of one line, in px.
    step: f64,
    ink: Ink,
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

impl Line {
    fn new(member: &RecordLine, theme: &Theme, measure: &dyn Measure) -> Self {
        let font = Font { italic: member.italic, ..Font::regular(theme.type_size.detail) };
        let ink = theme.page.text;
        let limit = Limit { width: MEMBER.0, lines: LINES };
        let mut words = Block::default();
        words.add(&member.text, font, ink, limit, measure);
        let lines = if member.underlined { wrap(&member.text, font, limit, measure) } else { Vec::new() };
        let under = lines.iter().map(|line| measure.width(line, font)).collect();
        Self { step: words.first_height(), words, under, ink }
    }

    fn height(&self) -> f64 {
        (self.words.size.h.max(self.step) + MEMBER.1).ceil()
    }
}

impl Part {
    /// `line` is the colour of the outline.
    pub(super) fn new(part: &Compartment, theme: &Theme, line: Ink, measure: &dyn Measure) -> Self {
        match part {
            Compartment::Members(members) => {
                Self::Members(members.iter().map(|member| Line::new(member, theme, measure)).collect())
            }
            Compartment::Fields(fields) => {
                let rows: Vec<Row> = fields.iter().map(|field| Row::new(field, theme, line, measure)).collect();
                let widest = |of: &dyn Fn(&Row) -> f64| rows.iter().map(of).fold(0.0, f64::max).ceil();
                let badges = widest(&|row| row.badges_width());
                let names = PAD + badges + if badges > 0.0 { GAP - 4.0 } else { 0.0 };
                let types = names + widest(&|row| row.name.size.w) + GAP;
                let end = types + widest(&|row| row.kind.size.w);
                Self::Fields { rows, columns: [names, types, end] }
            }
        }
    }

    /// Whether there is nothing in it.
    pub(super) const fn is_empty(&self) -> bool {
        match self {
            Self::Fields { rows, .. } => rows.is_empty(),
            Self::Members(lines) => lines.is_empty(),
        }
    }

    /// Whether some of its words were cut.
    pub(super) fn is_cut(&self) -> bool {
        match self {
            Self::Fields { rows, .. } => rows.iter().any(|row| row.name.cut || row.kind.cut),
            Self::Members(lines) => lines.iter().any(|line| line.words.cut),
        }
    }

    /// Its width from one side of the record to the other.
    pub(super) fn width(&self) -> f64 {
        match self {
            Self::Fields { columns, .. } => columns[2] + PAD,
            Self::Members(lines) => lines.iter().map(|line| line.words.size.w).fold(0.0, f64::max).ceil() + 2.0 * PAD,
        }
    }

    /// Its height; 0 where there is nothing in it.
    pub(super) fn height(&self) -> f64 {
        let rows: f64 = match self {
            Self::Fields { rows, .. } => rows.iter().map(Row::height).sum(),
            Self::Members(lines) => lines.iter().map(Line::height).sum(),
        };
        if self.is_empty() { 0.0 } else { rows + 2.0 * LIST_PAD }
    }

    /// Draws it below a point, as wide as the record is; `rule` is the colour between two fields.
    pub(super) fn draw(self, corner: Point, width: f64, rule: Ink, out: &mut Vec<Item>) {
        let mut top = corner.y + LIST_PAD;
        match self {
            Self::Members(lines) => {
                for line in lines {
                    let height = line.height();
                    let at = Point::new(corner.x + PAD, top + MEMBER.1 / 2.0);
                    for (nth, width) in line.under.iter().enumerate() {
                        let y = at.y + line.step * (nth as f64 + UNDER);
                        let ends = (Point::new(at.x, y), Point::new(at.x + width, y));
                        out.push(draw::line(ends.0, ends.1, Paint::stroke(line.ink, 0.8)));
                    }
                    line.words.draw(at, Anchor::Start, None, out);
                    top += height;
                }
            }
            Self::Fields { rows, columns: [names, types, _] } => {
                for (nth, row) in rows.into_iter().enumerate() {
                    if nth > 0 {
                        let (from, to) = (corner.x + 1.0, corner.x + width - 1.0);
                        out.push(draw::line(Point::new(from, top), Point::new(to, top), Paint::stroke(rule, 1.0)));
                    }
                    let height = row.height();
                    // Badges and words of one line stand in the middle of the first line.
                    let first = top + ROW.1 / 2.0 + ROW.0 / 2.0;
                    let mut left = corner.x + PAD;
                    for badge in row.badges {
                        let width = badge.width();
                        badge.draw(Point::new(left, first), out);
                        left += width + BADGE_GAP;
                    }
                    for (block, column) in [(row.name, names), (row.kind, types)] {
                        let at = Point::new(corner.x + column, first - block.first_height() / 2.0);
                        block.draw(at, Anchor::Start, None, out);
                    }
                    top += height;
                }
            }
        }
    }
}
