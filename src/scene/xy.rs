//! Bars and lines over an axis: [`Xy`] + [`PlacedXy`] + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Entry, Head, Sample, group};
use super::{Anchor, Item, Paint, Scene, Theme, draw};
use crate::base::text::Measure;
use crate::base::{Point, Rect};
use crate::chart::xy::{PlacedXy, Sizes, Xy, place, ticks};

/// Widest title of an axis, and widest words at a place.
const TITLE: f64 = 600.0;
const PLACE: f64 = 120.0;
/// Between the end of a lying bar and its label.
const LABEL: f64 = 6.0;
/// Radius of a point of a line.
const POINT: f64 = 3.4;

pub(super) fn compose(chart: &Xy, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let sizes = Sizes {
        titles: [0, 1].map(|at| pen.title(&chart.titles[at], TITLE).size.ceil()),
        places: chart.places.iter().map(|words| pen.words(words, PLACE).size.ceil()).collect(),
        ticks: ticks(chart.range).into_iter().map(|tick| pen.small(&number(tick), PLACE).size.ceil()).collect(),
    };
    let mut placed = place(chart, &sizes);
    // Labels at the ends of lying bars may look out.
    for (plot, points) in chart.plots.iter().zip(&placed.points).filter(|_| chart.horizontal) {
        let labels = plot.labels.iter().flatten().zip(points);
        let ends = labels.map(|(label, point)| point.x + LABEL + pen.small(label, PLACE).size.w);
        placed.size.w = ends.fold(placed.size.w, f64::max);
    }
    let head = Head::new(&chart.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    draw_xy(chart, &placed, head.origin, pen, &mut items);
    let named = |(nth, plot): (usize, &crate::chart::xy::Plot)| {
        let look = pen.series(nth);
        let sample =
            if plot.line { Sample::Stripe(Paint::fill(look.line)) } else { Sample::Bar(Pen::paint(look, 1.3)) };
        Entry { sample, words: plot.name.clone() }
    };
    let legend = chart.plots.iter().enumerate().filter(|(_, plot)| !plot.name.trim().is_empty()).map(named);
    let done = Chart {
        title: &chart.title,
        description: format!("{} plots over {} places.", chart.plots.len(), chart.places.len()),
        size: placed.size,
        items,
        legend: legend.collect(),
    };
    head.finish(done, theme, text)
}

/// A number with at most so many digits as tell it from its neighbours.
fn number(value: f64) -> String {
    if value == 0.0 || (1e-4..1e15).contains(&value.abs()) { format!("{value}") } else { format!("{value:e}") }
}

fn draw_xy(chart: &Xy, placed: &PlacedXy, offset: Point, pen: Pen<'_>, out: &mut Vec<Item>) {
    let at = |p: Point| Point::new(p.x + offset.x, p.y + offset.y);
    let rect = |r: Rect| r.moved(offset.x, offset.y);
    let theme = pen.theme;
    let mut back = Vec::new();
    for (([from, to], words), value) in placed.ticks.iter().zip(ticks(chart.range)) {
        back.push(draw::line(at(*from), at(*to), Paint::stroke(theme.frame.line, 1.0)));
        Pen::centered(pen.small(&number(value), PLACE), rect(*words).center(), &mut back);
    }
    for (words, place) in chart.places.iter().zip(&placed.places) {
        let Some(place) = place.map(rect) else { continue };
        if chart.horizontal {
            pen.words(words, PLACE).draw(Point::new(place.right(), place.y), Anchor::End, None, &mut back);
        } else {
            pen.words(words, PLACE).draw(Point::new(place.center().x, place.y), Anchor::Middle, None, &mut back);
        }
    }
    for (title, place) in chart.titles.iter().zip(&placed.titles) {
        let place = rect(*place);
        pen.title(title, TITLE).draw(Point::new(place.x, place.y), Anchor::Start, None, &mut back);
    }
    out.push(group("axis", "axis", back));
    // Lines over bars, in the order of the text.
    for wanted in [false, true] {
        for (nth, plot) in chart.plots.iter().enumerate().filter(|(_, plot)| plot.line == wanted) {
            let look = pen.series(nth);
            let mut items = Vec::new();
            for bar in &placed.bars[nth] {
                items.push(Item::Rect { rect: rect(*bar), radius: 2.0, paint: Pen::paint(look, 1.3) });
            }
            let points: Vec<Point> = placed.points[nth].iter().map(|p| at(*p)).collect();
            if plot.line {
                items.push(draw::polyline(&points, 0.0, [0.0; 2], Paint::stroke(look.line, 2.2)));
                let paper = Paint { fill: Some(theme.page.paper), ..Paint::stroke(look.line, 1.6) };
                items.extend(points.iter().map(|p| draw::circle(*p, POINT, paper)));
            }
            for (label, point) in plot.labels.iter().zip(&points) {
                if let Some(label) = label {
                    let block = pen.small(label, PLACE);
                    let top = if chart.horizontal {
                        Point::new(point.x + LABEL, point.y - block.size.h / 2.0)
                    } else {
                        Point::new(point.x, point.y - 5.0 - block.size.h)
                    };
                    let anchor = if chart.horizontal { Anchor::Start } else { Anchor::Middle };
                    block.draw(top, anchor, Some(theme.page.paper), &mut items);
                }
            }
            out.push(group(format!("p{nth}"), "plot", items));
        }
    }
}
