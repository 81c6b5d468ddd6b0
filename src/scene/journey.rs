//! Journeys: [`Journey`] + [`PlacedJourney`] + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Entry, Head, Sample, group, named};
use super::{Anchor, Block, Item, Paint, Scene, Theme, draw};
use crate::base::text::Measure;
use crate::base::{Point, Rect};
use crate::chart::journey::{CARD, DOT, FACE, Journey, PlacedJourney, Sizes, band_width, place, runs};

/// Inside of a card.
const PAD: f64 = 9.0;

pub(super) fn compose(journey: &Journey, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let mut widths = vec![CARD; journey.sections.len()];
    for (section, count) in runs(journey.steps.iter().map(|step| step.section)) {
        if let Some(width) = section.and_then(|at| widths.get_mut(at)) {
            *width = band_width(count);
        }
    }
    let title = |at: usize| pen.title(&journey.sections[at], widths[at] - 2.0 * PAD);
    let sizes = Sizes {
        sections: (0..widths.len()).map(|at| title(at).size.ceil()).collect(),
        steps: journey.steps.iter().map(|step| pen.words(&step.name, CARD - 2.0 * PAD).size.ceil()).collect(),
    };
    let placed = place(journey, &sizes);
    let head = Head::new(&journey.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    draw_journey(journey, &placed, head.origin, pen, &title, &mut items);
    let names = named(journey.steps.iter().map(|step| step.name.as_str()));
    let legend = journey
        .actors
        .iter()
        .enumerate()
        .map(|(nth, actor)| Entry { sample: Sample::Dot(Pen::paint(pen.series(nth), 1.4)), words: actor.clone() });
    let chart = Chart {
        title: &journey.title,
        description: format!("{} steps: {names}.", journey.steps.len()),
        size: placed.size,
        items,
        legend: legend.collect(),
    };
    head.finish(chart, theme, text)
}

fn draw_journey(
    journey: &Journey,
    placed: &PlacedJourney,
    offset: Point,
    pen: Pen<'_>,
    title: &dyn Fn(usize) -> Block,
    out: &mut Vec<Item>,
) {
    let at = |p: Point| Point::new(p.x + offset.x, p.y + offset.y);
    let rect = |r: Rect| r.moved(offset.x, offset.y);
    let theme = pen.theme;
    let mut back = Vec::new();
    for (nth, level) in placed.levels.iter().enumerate() {
        let (from, to) = (at(Point::new(placed.span.0, *level)), at(Point::new(placed.span.1, *level)));
        back.push(draw::line(from, to, Paint::stroke(theme.frame.line, 1.0)));
        let number = pen.small(&(5 - nth).to_string(), CARD);
        let top = Point::new(from.x - 8.0, from.y - number.size.h / 2.0);
        number.draw(top, Anchor::End, None, &mut back);
    }
    let faces: Vec<Point> = placed.faces.iter().flatten().map(|face| at(*face)).collect();
    back.push(draw::polyline(&faces, 8.0, [0.0; 2], Paint::stroke(theme.chart.rule, 1.6)));
    out.push(group("levels", "axis", back));
    for (section, band) in &placed.bands {
        let Some(section) = *section else { continue };
        let band = rect(*band);
        let mut items =
            vec![Item::Rect { rect: band, radius: 6.0, paint: Pen::paint(pen.series(section), theme.frame.stroke) }];
        Pen::centered(title(section), band.center(), &mut items);
        out.push(group(format!("b{section}"), "cluster", items));
    }
    for (number, (step, card)) in journey.steps.iter().zip(&placed.cards).enumerate() {
        let card = rect(*card);
        let look = step.section.map_or(&theme.kind.container, |section| pen.series(section));
        let paper = Paint { fill: Some(theme.page.paper), ..Paint::stroke(look.line, 1.3) };
        let mut items = vec![Item::Rect { rect: card, radius: 6.0, paint: paper }];
        let words = pen.words(&step.name, CARD - 2.0 * PAD);
        words.draw(Point::new(card.x + PAD, card.y + PAD), Anchor::Start, None, &mut items);
        for (actor, dot) in step.actors.iter().zip(&placed.dots[number]) {
            items.push(draw::circle(at(*dot), DOT, Pen::paint(pen.series(*actor), 1.4)));
        }
        if let (Some(face), Some(score)) = (placed.faces[number], step.score) {
            let face = at(face);
            let drop = Paint::stroke(theme.chart.rule, 1.0).dashed(Some(draw::DOTTED));
            items.push(draw::line(Point::new(card.center().x, card.bottom()), Point::new(face.x, face.y - FACE), drop));
            let chart = &theme.chart;
            let mut look = theme.kind.container.clone();
            (look.fill, look.line) = if score > 3.0 {
                (chart.low_fill, chart.low_line)
            } else if score < 3.0 {
                (chart.high_fill, chart.high_line)
            } else {
                (chart.medium_fill, chart.medium_line)
            };
            Pen::face(face, FACE, score, &look, &mut items);
        }
        let score = step.score.map(|score| format!(": {score} of 5")).unwrap_or_default();
        let who: Vec<&str> = step.actors.iter().filter_map(|at| journey.actors.get(*at)).map(String::as_str).collect();
        let by = if who.is_empty() { String::new() } else { format!(" ({})", who.join(", ")) };
        let title = Some(format!("{}{score}{by}", step.name.replace('\n', " ")));
        out.push(Item::Group { id: format!("s{number}"), class: "step", link: None, title, items });
    }
}
