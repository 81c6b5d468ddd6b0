//! Curves around a middle: [`Radar`] + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Entry, Head, Sample, group};
use super::{Item, Paint, Scene, Segment, Theme, draw};
use crate::base::circle::on_circle;
use crate::base::text::Measure;
use crate::base::{Point, Rect};
use crate::chart::radar::{RADIUS, Radar};

/// Widest words of an axis; between the rim and those.
const LABEL: f64 = 130.0;
const GAP: f64 = 8.0;

pub(super) fn compose(radar: &Radar, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    // Boxes of the words, around the origin as the middle.
    let middle = Point::default();
    let boxes = radar.axes.iter().enumerate().map(|(axis, words)| {
        let size = pen.words(words, LABEL).size;
        let end = on_circle(middle, RADIUS + GAP, radar.turn(axis));
        // On the side of the box that faces the middle.
        let (across, down) = (end.x / (RADIUS + GAP), end.y / (RADIUS + GAP));
        let center = Point::new(end.x + across * size.w / 2.0, end.y + down * size.h / 2.0);
        Rect::new(center.x - size.w / 2.0, center.y - size.h / 2.0, size.w, size.h)
    });
    let boxes: Vec<Rect> = boxes.collect();
    let rim = Rect::new(-RADIUS, -RADIUS, 2.0 * RADIUS, 2.0 * RADIUS);
    let all = boxes.iter().copied().fold(rim, Rect::union);
    let size = all.size().ceil();
    let head = Head::new(&radar.title, "", size.w, theme, text);
    let center = Point::new(head.origin.x - all.x, head.origin.y - all.y);
    let mut items = Vec::new();
    let mut back = Vec::new();
    let rule = Paint::stroke(theme.frame.line, 1.0);
    for ring in 1..=radar.rings {
        let radius = RADIUS * ring as f64 / radar.rings as f64;
        if radar.polygon {
            let corners: Vec<Point> =
                (0..radar.axes.len()).map(|at| on_circle(center, radius, radar.turn(at))).collect();
            back.push(draw::polygon(&corners, rule));
        } else {
            back.push(draw::circle(center, radius, rule));
        }
    }
    for axis in 0..radar.axes.len() {
        back.push(draw::line(
            center,
            on_circle(center, RADIUS, radar.turn(axis)),
            Paint::stroke(theme.chart.rule, 1.0),
        ));
    }
    items.push(group("axis", "axis", back));
    for (nth, curve) in radar.curves.iter().enumerate() {
        let look = pen.series(nth);
        let points = curve.values.iter().enumerate();
        let points: Vec<Point> =
            points.map(|(at, value)| on_circle(center, radar.reach(*value), radar.turn(at))).collect();
        let outline = Paint::stroke(look.line, 2.2);
        let mut inside = vec![if radar.polygon { draw::polygon(&points, outline) } else { smooth(&points, outline) }];
        let paper = Paint { fill: Some(look.fill), ..Paint::stroke(look.line, 1.6) };
        inside.extend(points.iter().map(|p| draw::circle(*p, 3.4, paper)));
        items.push(group(format!("c{nth}"), "curve", inside));
    }
    let mut words = Vec::new();
    for (label, place) in radar.axes.iter().zip(&boxes) {
        let at = place.moved(center.x, center.y).center();
        Pen::centered(pen.words(label, LABEL), at, &mut words);
    }
    items.push(group("labels", "label", words));
    let legend = radar.curves.iter().enumerate().filter(|_| radar.legend).map(|(nth, curve)| Entry {
        sample: Sample::Stripe(Paint::fill(pen.series(nth).line)),
        words: curve.name.clone(),
    });
    let chart = Chart {
        title: &radar.title,
        description: format!("{} curves over {}.", radar.curves.len(), radar.axes.join(", ")),
        size,
        items,
        legend: legend.collect(),
    };
    head.finish(chart, theme, text)
}

/// A closed curve through points; its tangents are a sixth of the way between neighbours (Catmull-Rom).
fn smooth(points: &[Point], paint: Paint) -> Item {
    let count = points.len();
    if count < 3 {
        return draw::polygon(points, paint);
    }
    let at = |nth: usize| points[nth % count];
    let mut segments = vec![Segment::Move(points[0])];
    for nth in 0..count {
        let (before, from, to, after) = (at(nth + count - 1), at(nth), at(nth + 1), at(nth + 2));
        let a = Point::new(from.x + (to.x - before.x) / 6.0, from.y + (to.y - before.y) / 6.0);
        let b = Point::new(to.x - (after.x - from.x) / 6.0, to.y - (after.y - from.y) / 6.0);
        segments.push(Segment::Cubic(a, b, to));
    }
    segments.push(Segment::Close);
    Item::Path { segments, paint }
}
