//! Timelines: [`Timeline`] + [`PlacedTimeline`] + [`Theme`] -> [`Scene`].

use super::draw::{self, Head as Tip};
use super::pen::Pen;
use super::sheet::{Chart, Head, group, named};
use super::theme::Look;
use super::{Block, Item, Paint, Scene, Theme};
use crate::base::text::Measure;
use crate::base::{Point, Rect};
use crate::chart::journey::runs;
use crate::chart::timeline::{BOX, PAD, PlacedTimeline, Sizes, Timeline, WIDE, band_width, place};

pub(super) fn compose(timeline: &Timeline, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let mut widths = vec![BOX; timeline.sections.len()];
    for (section, count) in runs(timeline.periods.iter().map(|period| period.section)) {
        if let Some(width) = section.and_then(|at| widths.get_mut(at)) {
            *width = if timeline.down { BOX + WIDE } else { band_width(count) };
        }
    }
    let title = |at: usize| pen.title(&timeline.sections[at], widths[at] - 2.0 * PAD);
    let part = Part { timeline, pen, event: if timeline.down { WIDE } else { BOX } - 2.0 * PAD };
    let sizes = Sizes {
        sections: (0..widths.len()).map(|at| title(at).size.ceil()).collect(),
        periods: timeline.periods.iter().map(|period| part.period(&period.name).size.ceil()).collect(),
        events: timeline
            .periods
            .iter()
            .map(|period| period.events.iter().map(|event| pen.words(event, part.event).size.ceil()).collect())
            .collect(),
    };
    let placed = place(timeline, &sizes);
    let head = Head::new(&timeline.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    part.draw(&placed, head.origin, &title, &mut items);
    let names = named(timeline.periods.iter().map(|period| period.name.as_str()));
    let chart = Chart {
        title: &timeline.title,
        description: format!("{} periods: {names}.", timeline.periods.len()),
        size: placed.size,
        items,
        legend: Vec::new(),
    };
    head.finish(chart, theme, text)
}

struct Part<'a> {
    timeline: &'a Timeline,
    pen: Pen<'a>,
    /// Widest line of an event.
    event: f64,
}

impl Part<'_> {
    fn period(&self, name: &str) -> Block {
        self.pen.title(name, BOX - 2.0 * PAD)
    }

    /// The colours of a period: those of its section, or its own.
    fn look(&self, number: usize) -> &Look {
        let section = self.timeline.periods.get(number).and_then(|period| period.section);
        self.pen.series(section.unwrap_or(number))
    }

    fn draw(&self, placed: &PlacedTimeline, offset: Point, title: &dyn Fn(usize) -> Block, out: &mut Vec<Item>) {
        let theme = self.pen.theme;
        let rect = |r: Rect| r.moved(offset.x, offset.y);
        let (level, from, to) = placed.line;
        let along = |at: f64| {
            let point = if self.timeline.down { Point::new(level, at) } else { Point::new(at, level) };
            Point::new(point.x + offset.x, point.y + offset.y)
        };
        let (ink, tip) = (theme.edge.line, along(to));
        let line = [
            draw::line(along(from), draw::toward(tip, along(from), 8.0), Paint::stroke(ink, 2.0)),
            draw::head(along(from), tip, Tip::Filled, 10.0, ink, 2.0),
        ];
        out.push(group("time", "axis", line.into()));
        for (section, band) in &placed.bands {
            let Some(section) = *section else { continue };
            let band = rect(*band);
            let paint = Pen::paint(self.pen.series(section), theme.frame.stroke);
            let mut items = vec![Item::Rect { rect: band, radius: 6.0, paint }];
            Pen::centered(title(section), band.center(), &mut items);
            out.push(group(format!("b{section}"), "cluster", items));
        }
        for (number, (period, place)) in self.timeline.periods.iter().zip(&placed.periods).enumerate() {
            let look = self.look(number);
            let place = rect(*place);
            let mut items = Vec::new();
            let thin = Paint::stroke(look.line, 1.2);
            let (start, on_line) = if self.timeline.down {
                (Point::new(place.right(), place.center().y), Point::new(level + offset.x, place.center().y))
            } else {
                (Point::new(place.center().x, place.bottom()), Point::new(place.center().x, level + offset.y))
            };
            items.push(draw::line(start, on_line, thin));
            if let Some(first) = placed.events[number].first().copied().map(rect) {
                let end = if self.timeline.down {
                    Point::new(first.x, place.center().y.clamp(first.y, first.bottom()))
                } else {
                    Point::new(first.center().x, first.y)
                };
                items.push(draw::line(on_line, end, thin.dashed(Some(draw::DOTTED))));
            }
            items.push(draw::circle(
                on_line,
                5.0,
                Paint { fill: Some(theme.page.paper), ..Paint::stroke(look.line, 2.0) },
            ));
            items.push(Item::Rect { rect: place, radius: 6.0, paint: Pen::paint(look, 1.6) });
            Pen::centered(self.period(&period.name), place.center(), &mut items);
            for (event, place) in period.events.iter().zip(&placed.events[number]) {
                let place = rect(*place);
                let paper = Paint { fill: Some(theme.page.paper), ..Paint::stroke(look.line, 1.2) };
                items.push(Item::Rect { rect: place, radius: 5.0, paint: paper });
                Pen::centered(self.pen.words(event, self.event), place.center(), &mut items);
            }
            out.push(group(format!("p{number}"), "period", items));
        }
    }
}
