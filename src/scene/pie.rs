//! Pies: [`Pie`] + [`PlacedPie`] + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Head, group, named};
use super::{Anchor, Item, Paint, Scene, Segment, Theme, draw};
use crate::base::circle::{arc, on_circle};
use crate::base::text::Measure;
use crate::base::{Point, Rect};
use crate::chart::pie::{Pie, PlacedPie, RADIUS, SAMPLE, Sizes, Slice, is_small, place};

/// Widest words of the legend.
const NAME: f64 = 260.0;

pub(super) fn compose(pie: &Pie, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let sizes = Sizes {
        shares: labels(pie).iter().map(|share| pen.words(share, NAME).size.ceil()).collect(),
        names: names(pie).iter().map(|name| pen.words(name, NAME).size.ceil()).collect(),
    };
    let placed = place(pie, &sizes);
    let head = Head::new(&pie.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    draw_pie(pie, &placed, head.origin, pen, &mut items);
    let summary = pie.slices.iter().zip(shares(pie)).map(|(slice, share)| format!("{} {share}", slice.name));
    let chart =
        Chart { title: &pie.title, description: named(summary) + ".", size: placed.size, items, legend: Vec::new() };
    head.finish(chart, theme, text)
}

/// Percent of the whole. Halves go up, also those that sums miss by a hair.
fn shares(pie: &Pie) -> Vec<String> {
    const HAIR: f64 = 1e-9;
    let share = |(from, to): (f64, f64)| {
        let percent = (to - from) * 100.0;
        if percent > 0.0 && percent < 1.0 {
            format!("{percent:.1} %")
        } else {
            format!("{:.0} %", (percent + HAIR).round())
        }
    };
    pie.turns().into_iter().map(share).collect()
}

/// What stands at a slice: outside also its name.
fn labels(pie: &Pie) -> Vec<String> {
    let named = |((slice, share), turn): ((&Slice, String), _)| {
        if is_small(turn) { format!("{} {share}", slice.name) } else { share }
    };
    pie.slices.iter().zip(shares(pie)).zip(pie.turns()).map(named).collect()
}

fn names(pie: &Pie) -> Vec<String> {
    let name = |slice: &Slice| {
        let words = slice.name.clone();
        if pie.show_data { format!("{words} [{}]", slice.value) } else { words }
    };
    pie.slices.iter().map(name).collect()
}

fn draw_pie(pie: &Pie, placed: &PlacedPie, offset: Point, pen: Pen<'_>, out: &mut Vec<Item>) {
    let at = |p: Point| Point::new(p.x + offset.x, p.y + offset.y);
    let rect = |r: Rect| r.moved(offset.x, offset.y);
    let center = at(placed.center);
    let labels = labels(pie);
    for (number, ((from, to), share)) in pie.turns().into_iter().zip(&placed.shares).enumerate() {
        let mut items = Vec::new();
        let paint = Pen::paint(pen.series(number), 1.4);
        let title = format!("{}: {}", pie.slices[number].name, pie.slices[number].value);
        if to - from > 0.999 {
            items.push(draw::circle(center, RADIUS, paint));
        } else if to > from {
            items.push(Item::Path { segments: slice(center, from, to), paint });
        }
        if let Some((place, line)) = share {
            if let Some(line) = line {
                items.push(draw::line(at(line[0]), at(line[1]), Paint::stroke(pen.theme.chart.rule, 1.0)));
            }
            Pen::centered(pen.words(&labels[number], NAME), rect(*place).center(), &mut items);
        }
        out.push(Item::Group { id: format!("s{number}"), class: "slice", link: None, title: Some(title), items });
    }
    let mut legend = Vec::new();
    for (number, (name, place)) in names(pie).iter().zip(&placed.names).enumerate() {
        let place = rect(*place);
        let side = SAMPLE.0;
        let sample = Rect::new(place.x - SAMPLE.1 - side, place.center().y - side / 2.0, side, side);
        legend.push(Item::Rect { rect: sample, radius: 3.0, paint: Pen::paint(pen.series(number), 1.4) });
        pen.words(name, NAME).draw(Point::new(place.x, place.y), Anchor::Start, None, &mut legend);
    }
    out.push(group("legend", "legend", legend));
}

/// From the middle out, along the circle, and back.
fn slice(center: Point, from: f64, to: f64) -> Vec<Segment> {
    let mut out = vec![Segment::Move(center), Segment::Line(on_circle(center, RADIUS, from))];
    let pieces = ((to - from) * 4.0).ceil().max(1.0);
    let step = (to - from) / pieces;
    for piece in 0..pieces as usize {
        let start = from + step * piece as f64;
        let [a, b, end] = arc(center, RADIUS, start, start + step);
        out.push(Segment::Cubic(a, b, end));
    }
    out.push(Segment::Close);
    out
}
