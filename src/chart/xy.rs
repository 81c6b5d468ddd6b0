//! Bars and lines over an axis, as foreign texts write them.

use crate::base::{Point, Rect, Size};

/// Bars and lines, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Xy {
    /// Title of the picture.
    pub title: String,
    /// Whether bars go to the right.
    pub horizontal: bool,
    /// Titles of the axis of places, and of that of values.
    pub titles: [String; 2],
    /// What stands at the places, one after the other.
    pub places: Vec<String>,
    /// The values at the ends of their axis; the first is the smaller one.
    pub range: (f64, f64),
    /// In the order of drawing.
    pub plots: Vec<Plot>,
}

/// Values at the places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plot {
    /// Whether it is a line.
    pub line: bool,
    /// Its name; empty where it has none.
    pub name: String,
    /// Its values, by place.
    pub values: Vec<f64>,
    /// What stands beside its values.
    pub labels: Vec<Option<String>>,
}

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Titles of the axes, as in [`Xy`].
    pub titles: [Size; 2],
    /// Words at the places.
    pub places: Vec<Size>,
    /// Words at the ticks of [`ticks`].
    pub ticks: Vec<Size>,
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedXy {
    /// Size of the whole.
    pub size: Size,
    /// What bars and lines are drawn in.
    pub area: Rect,
    /// Titles of the axes.
    pub titles: [Rect; 2],
    /// Words at the places; none where there is no room for them.
    pub places: Vec<Option<Rect>>,
    /// Lines of the ticks, and their words.
    pub ticks: Vec<([Point; 2], Rect)>,
    /// Points of each plot, by place.
    pub points: Vec<Vec<Point>>,
    /// Bars of each plot; none for lines.
    pub bars: Vec<Vec<Rect>>,
}

/// Width and height of the area, at least.
const AREA: Size = Size { w: 640.0, h: 340.0 };
/// Room of a place with bars, at least; between places, in parts of that.
const PLACE: f64 = 26.0;
const BETWEEN: f64 = 0.28;
/// Between the area and words; between words.
const GAP: f64 = 8.0;
/// Wanted number of ticks.
const TICKS: f64 = 6.0;

/// The values at which lines cross the area: round numbers.
pub fn ticks(range: (f64, f64)) -> Vec<f64> {
    let span = range.1 - range.0;
    if !span.is_finite() || span <= 0.0 {
        return vec![range.0];
    }
    let rough = span / TICKS;
    // The power of ten below, without a logarithm.
    let mut power = 1.0;
    while power > rough && power > 1e-300 {
        power /= 10.0;
    }
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|by| by * power).find(|step| *step >= rough).unwrap_or(rough);
    let first = (range.0 / step).ceil();
    let count = ((range.1 / step).floor() - first).clamp(0.0, 50.0) as usize;
    // From whole numbers of steps, so that no error adds up.
    (0..=count).map(|nth| ((first + nth as f64) * step / power).round() * power).collect()
}

/// Places a chart.
pub fn place(chart: &Xy, sizes: &Sizes) -> PlacedXy {
    if chart.horizontal { lying(chart, sizes) } else { upright(chart, sizes) }
}

/// How far along the axis of values, from 0 to 1.
fn part(chart: &Xy, value: f64) -> f64 {
    let (low, high) = chart.range;
    if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
}

/// How thick a bar is, and by plot the middle of its slot in a place of that length.
fn slots(chart: &Xy, each: f64) -> (f64, Vec<f64>) {
    let bars = chart.plots.iter().filter(|plot| !plot.line).count().max(1);
    let bar = each * (1.0 - BETWEEN) / bars as f64;
    let mut nth = 0;
    let offsets = chart.plots.iter().map(|plot| {
        if plot.line {
            return each / 2.0;
        }
        nth += 1;
        each * BETWEEN / 2.0 + bar * (f64::from(nth - 1) + 0.5)
    });
    (bar, offsets.collect())
}

fn upright(chart: &Xy, sizes: &Sizes) -> PlacedXy {
    let mut out = PlacedXy::default();
    let count = chart.places.len().max(1);
    let [below, beside] = sizes.titles;
    let widest = |sizes: &[Size]| sizes.iter().map(|size| size.w).fold(0.0, f64::max);
    let top = if beside.h > 0.0 { beside.h + GAP } else { 0.0 };
    let left = widest(&sizes.ticks) + GAP;
    let width = AREA.w.max(PLACE * count as f64);
    out.area = Rect::new(left, top, width, AREA.h);
    out.titles[1] = Rect::new(0.0, 0.0, beside.w, beside.h);
    let each = width / count as f64;
    let y = |value: f64| out.area.bottom() - part(chart, value) * out.area.h;
    let zero = y(0.0);
    let mut free = 0.0;
    let mut low: f64 = 0.0;
    for (at, size) in sizes.places.iter().enumerate() {
        let middle = left + each * (at as f64 + 0.5);
        let rect = Rect::new(middle - size.w / 2.0, out.area.bottom() + GAP, size.w, size.h);
        let fits = rect.x >= free;
        out.places.push(fits.then_some(rect));
        if fits {
            free = rect.right() + GAP;
            low = low.max(size.h);
        }
    }
    for (value, size) in ticks(chart.range).into_iter().zip(&sizes.ticks) {
        let y = y(value);
        let line = [Point::new(left, y), Point::new(left + width, y)];
        out.ticks.push((line, Rect::new(left - GAP - size.w, y - size.h / 2.0, size.w, size.h)));
    }
    let (bar, offsets) = slots(chart, each);
    for (plot, offset) in chart.plots.iter().zip(offsets) {
        let values = plot.values.iter().enumerate().take(count);
        let points = values.map(|(at, value)| Point::new(left + each * at as f64 + offset, y(*value)));
        let points: Vec<Point> = points.collect();
        let rects = points
            .iter()
            .filter(|_| !plot.line)
            .map(|p| Rect::new(p.x - bar / 2.0, p.y.min(zero), bar, (p.y - zero).abs()));
        out.bars.push(rects.collect());
        out.points.push(points);
    }
    let names = out.area.bottom() + GAP + low;
    let end = if below.h > 0.0 { names + GAP + below.h } else { names };
    out.titles[0] = Rect::new(out.area.center().x - below.w / 2.0, names + GAP, below.w, below.h);
    let last = out.places.iter().flatten().map(|rect| rect.right()).fold(out.area.right(), f64::max);
    out.size = Size::new(last, end);
    out
}

fn lying(chart: &Xy, sizes: &Sizes) -> PlacedXy {
    let mut out = PlacedXy::default();
    let count = chart.places.len().max(1);
    let [above, below] = sizes.titles;
    let widest = |sizes: &[Size]| sizes.iter().map(|size| size.w).fold(0.0, f64::max);
    let tallest = |sizes: &[Size]| sizes.iter().map(|size| size.h).fold(0.0, f64::max);
    let top = if above.h > 0.0 { above.h + GAP } else { 0.0 };
    let left = widest(&sizes.places) + GAP;
    let height = AREA.h.max((PLACE.max(tallest(&sizes.places) + 4.0)) * count as f64);
    out.area = Rect::new(left, top, AREA.w, height);
    out.titles[0] = Rect::new(0.0, 0.0, above.w, above.h);
    let each = height / count as f64;
    let x = |value: f64| out.area.x + part(chart, value) * out.area.w;
    let zero = x(0.0);
    for (at, size) in sizes.places.iter().enumerate() {
        let middle = top + each * (at as f64 + 0.5);
        out.places.push(Some(Rect::new(left - GAP - size.w, middle - size.h / 2.0, size.w, size.h)));
    }
    for (value, size) in ticks(chart.range).into_iter().zip(&sizes.ticks) {
        let x = x(value);
        let line = [Point::new(x, top), Point::new(x, out.area.bottom())];
        out.ticks.push((line, Rect::new(x - size.w / 2.0, out.area.bottom() + GAP, size.w, size.h)));
    }
    let (bar, offsets) = slots(chart, each);
    for (plot, offset) in chart.plots.iter().zip(offsets) {
        let values = plot.values.iter().enumerate().take(count);
        let points: Vec<Point> =
            values.map(|(at, value)| Point::new(x(*value), top + each * at as f64 + offset)).collect();
        let rects = points
            .iter()
            .filter(|_| !plot.line)
            .map(|p| Rect::new(p.x.min(zero), p.y - bar / 2.0, (p.x - zero).abs(), bar));
        out.bars.push(rects.collect());
        out.points.push(points);
    }
    let words = out.area.bottom() + GAP + tallest(&sizes.ticks);
    out.titles[1] = Rect::new(out.area.center().x - below.w / 2.0, words + GAP, below.w, below.h);
    let end = if below.h > 0.0 { words + GAP + below.h } else { words };
    let last = out.ticks.iter().map(|(_, rect)| rect.right()).fold(out.area.right(), f64::max);
    out.size = Size::new(last, end);
    out
}
