//! Quadrant charts: [`Quadrant`] + [`PlacedQuadrant`] + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Head, group, named};
use super::tint::fitting;
use super::{Anchor, Item, Paint, Scene, Theme, draw};
use crate::base::text::Measure;
use crate::base::{Point, Rect};
use crate::chart::quadrant::{PlacedQuadrant, Quadrant, Sizes, place};

/// Widest words of an axis, of a quadrant, of a point.
const AXIS: (f64, f64) = (300.0, 110.0);
const NAME: f64 = 300.0;
const POINT: f64 = 150.0;

pub(super) fn compose(chart: &Quadrant, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let sizes = Sizes {
        x_axis: [0, 1].map(|at| pen.words(&chart.x_axis[at], AXIS.0).size.ceil()),
        y_axis: [0, 1].map(|at| pen.words(&chart.y_axis[at], AXIS.1).size.ceil()),
        quadrants: [0, 1, 2, 3].map(|at| pen.title(&chart.quadrants[at], NAME).size.ceil()),
        points: chart.points.iter().map(|dot| pen.words(&dot.name, POINT).size.ceil()).collect(),
    };
    let placed = place(chart, &sizes);
    let head = Head::new(&chart.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    draw_quadrant(chart, &placed, head.origin, pen, &mut items);
    let names = named(chart.points.iter().map(|dot| dot.name.as_str()));
    let done = Chart {
        title: &chart.title,
        description: format!("{} points: {names}.", chart.points.len()),
        size: placed.size,
        items,
        legend: Vec::new(),
    };
    head.finish(done, theme, text)
}

fn draw_quadrant(chart: &Quadrant, placed: &PlacedQuadrant, offset: Point, pen: Pen<'_>, out: &mut Vec<Item>) {
    let rect = |r: Rect| r.moved(offset.x, offset.y);
    let theme = pen.theme;
    let mut back = Vec::new();
    let fills = [Some(theme.kind.container.fill), theme.frame.inner_fill, theme.frame.fill, theme.frame.inner_fill];
    for (at, fill) in fills.iter().copied().enumerate() {
        let paint = Paint { fill, ..Paint::stroke(theme.frame.line, theme.frame.stroke) };
        back.push(Item::Rect { rect: rect(placed.cells[at]), radius: 4.0, paint });
        Pen::centered(pen.title(&chart.quadrants[at], NAME), rect(placed.quadrants[at]).center(), &mut back);
    }
    for at in [0, 1] {
        Pen::centered(pen.words(&chart.x_axis[at], AXIS.0), rect(placed.x_axis[at]).center(), &mut back);
        let words = rect(placed.y_axis[at]);
        pen.words(&chart.y_axis[at], AXIS.1).draw(Point::new(words.right(), words.y), Anchor::End, None, &mut back);
    }
    out.push(group("axis", "axis", back));
    let mut points: Vec<_> = chart.points.iter().zip(&placed.points).enumerate().collect();
    // A large point hides no small one.
    points.sort_by(|a, b| b.1.1.1.total_cmp(&a.1.1.1));
    for (number, (dot, (at, radius, name))) in points {
        let look = &theme.kind.system;
        let fill = dot.fill.map_or(look.line, |tint| fitting(tint, theme));
        // An outline without a colour has that of its ground.
        let stroke = dot.stroke.map(|tint| fitting(tint, theme)).or(dot.width.map(|_| fill));
        let paint = Paint { fill: Some(fill), stroke, width: dot.width.unwrap_or(1.2).min(12.0), dash: None };
        let at = Point::new(at.x + offset.x, at.y + offset.y);
        let mut items = vec![draw::circle(at, *radius, paint)];
        let (name, words) = (rect(*name), pen.words(&dot.name, POINT));
        // Where no place was free it lies over something.
        let cell = placed.cells.iter().position(|cell| rect(*cell).contains(Rect { w: 0.0, h: 0.0, ..name }));
        let below = cell.and_then(|cell| fills[cell]).unwrap_or(theme.page.paper);
        words.draw(Point::new(name.center().x, name.y), Anchor::Middle, Some(below), &mut items);
        let title = Some(format!("{}: {}, {}", dot.name.replace('\n', " "), dot.x, dot.y));
        out.push(Item::Group { id: format!("p{number}"), class: "point", link: None, title, items });
    }
}
