//! Words beside the ends of edges, such as multiplicities: each as near to its end as it covers nothing.

use super::theme::Theme;
use super::{Anchor, Ink, Item};
use crate::base::text::{Font, Measure};
use crate::base::{Point, Rect, Size};
use crate::graph::{END_ROOM, Edge};
use crate::layout::grid::Grid;
use std::collections::BTreeMap;

/// From the line to its words, beside and along it, in px: half a sign keeps clear of them.
const BESIDE: f64 = 7.0;
const ALONG: f64 = 3.0;
/// How far along the line a place is looked for, and in which steps, in px.
const REACH: f64 = 90.0;
const STEP: f64 = 4.0;
/// Half the width of what is kept free around lines and around signs, in px.
const LINE: f64 = 2.0;
const SIGN: f64 = 6.0;
/// Height of a line of text and of its base, in parts of the size of its font.
const LEADING: f64 = 1.2;
const ASCENT: f64 = 0.93;
/// Side of the cells in which words are found again, in px.
const CELL: f64 = 64.0;

fn font(theme: &Theme) -> Font {
    Font::regular(theme.type_size.small)
}

/// What words must not cover, and where they are.
pub(super) struct Free<'a> {
    boxes: Vec<Rect>,
    grid: Grid,
    /// Where words are already, by the cells that they touch.
    taken: BTreeMap<(i64, i64), Vec<Rect>>,
    page: Rect,
    theme: &'a Theme,
    measure: &'a dyn Measure,
}

impl<'a> Free<'a> {
    /// `boxes` are nodes, labels and titles, `lines` the ways of edges, all inside of `page`.
    pub(super) fn new(
        mut boxes: Vec<Rect>,
        lines: &[Vec<Point>],
        page: Rect,
        theme: &'a Theme,
        measure: &'a dyn Measure,
    ) -> Self {
        for line in lines {
            boxes.extend(line.windows(2).map(|ends| Rect::between(ends[0], ends[1]).grown(LINE)));
            for (end, next) in ends(line) {
                boxes.push(
                    Rect::between(end, super::draw::toward(end, next, END_ROOM.min(distance(end, next)))).grown(SIGN),
                );
            }
        }
        let grid = Grid::new(&boxes);
        Self { boxes, grid, taken: BTreeMap::new(), page, theme, measure }
    }

    /// Draws the words of an edge; `papers` are the colours below its ends.
    pub(super) fn draw(&mut self, edge: &Edge, line: &[Point], papers: [Ink; 2], out: &mut Vec<Item>) {
        let texts = [&edge.tail_text, &edge.head_text];
        for (((end, next), text), paper) in ends(line).zip(texts).zip(papers) {
            let Some(text) = text else { continue };
            let font = font(self.theme);
            let size = Size::new(self.measure.width(text, font), LEADING * font.size);
            let rect = self.place(end, next, size);
            for cell in rect.cells(CELL) {
                self.taken.entry(cell).or_default().push(rect);
            }
            out.push(Item::Text {
                at: Point::new(rect.x, rect.y + ASCENT * font.size),
                anchor: Anchor::Start,
                text: text.clone(),
                font,
                ink: self.theme.edge.text,
                halo: Some(paper),
            });
        }
    }

    /// The first free place beside a line from its end on.
    fn place(&self, end: Point, next: Point, size: Size) -> Rect {
        let upright = (end.x - next.x).abs() < (end.y - next.y).abs();
        let sign = if upright { (next.y - end.y).signum() } else { (next.x - end.x).signum() };
        let beside = |along: f64, before: bool| {
            let from = |at: f64, length: f64| {
                let near = at + sign * (ALONG + along);
                if sign < 0.0 { near - length } else { near }
            };
            let off = |at: f64, length: f64| if before { at - BESIDE - length } else { at + BESIDE };
            let (x, y) = if upright {
                (off(end.x, size.w), from(end.y, size.h))
            } else {
                (from(end.x, size.w), off(end.y, size.h))
            };
            Rect::new(x, y, size.w, size.h)
        };
        let steps = (distance(end, next).min(REACH) / STEP) as usize;
        let first = beside(0.0, !upright);
        let places = (0..=steps).flat_map(|step| [!upright, upright].map(|before| beside(step as f64 * STEP, before)));
        let mut free = places.filter(|&at| self.is_free(at));
        free.next().unwrap_or(first)
    }

    fn is_free(&self, at: Rect) -> bool {
        let page = self.page;
        at.x >= page.x
            && at.y >= page.y
            && at.right() <= page.right()
            && at.bottom() <= page.bottom()
            && !self.grid.near(at).any(|i| self.boxes[i].overlaps(at))
            && !at
                .cells(CELL)
                .any(|cell| self.taken.get(&cell).is_some_and(|taken| taken.iter().any(|t| t.overlaps(at))))
    }
}

/// Both ends of a line, each with the point before it.
fn ends(line: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    let n = line.len();
    let known = if n < 2 { Vec::new() } else { vec![(line[0], line[1]), (line[n - 1], line[n - 2])] };
    known.into_iter()
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}
