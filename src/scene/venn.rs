//! Sets and what they share: [`Venn`] + its places + [`Theme`] -> [`Scene`].

use super::node::dash;
use super::pen::Pen;
use super::sheet::{Chart, Head, group};
use super::tint::{ground, words_on};
use super::{Block, Ink, Item, Paint, Scene, Theme, draw};
use crate::base::circle::on_circle;
use crate::base::text::{Font, Measure};
use crate::base::{Color, Point, Size};
use crate::chart::Tint;
use crate::chart::venn::{Area, Venn, place};
use crate::graph::TextLine;

/// Widest words, in px.
const WORDS: f64 = 130.0;
/// Points of a circle from which what several share is built.
const POINTS: usize = 180;
/// Width of outlines, and radius of the dot where a line to words begins.
const LINE: f64 = 1.4;
const DOT: f64 = 2.5;

pub(super) fn compose(venn: &Venn, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let fills: Vec<Ink> = venn.areas.iter().map(|area| fill(venn, area, pen)).collect();
    let blocks: Vec<Block> = venn.areas.iter().zip(&fills).map(|(area, fill)| words(area, *fill, pen)).collect();
    let sizes: Vec<Size> = blocks.iter().map(|block| block.size).collect();
    let placed = place(venn, &sizes);
    let head = Head::new(&venn.title, "", placed.size.w, theme, text);
    let at = |p: Point| Point::new(p.x + head.origin.x, p.y + head.origin.y);
    let circles: Vec<(Point, f64)> = placed.circles.iter().map(|&(center, r)| (at(center), r)).collect();

    let mut items = Vec::new();
    for (nth, ((center, r), fill)) in circles.iter().zip(&fills).enumerate() {
        let title = Some(venn.areas[nth].label.clone());
        let items_of = vec![draw::circle(*center, *r, Paint::fill(*fill))];
        items.push(Item::Group { id: format!("s{nth}"), class: "set", link: None, title, items: items_of });
    }
    // Every two sets that meet have an area, whether the text speaks of it or not; what more of them share lies on top.
    let mut shared: Vec<(Vec<usize>, Ink)> = Vec::new();
    for a in 0..circles.len() {
        for b in a + 1..circles.len() {
            shared.push((vec![a, b], blend(&[fills[a], fills[b]], theme)));
        }
    }
    let unions = venn.areas.iter().zip(&fills).skip(venn.sets);
    shared.extend(unions.map(|(area, fill)| (area.sets.clone(), *fill)));
    shared.sort_by_key(|(sets, _)| sets.len());
    for (nth, (sets, fill)) in shared.iter().enumerate() {
        let outline = common(&circles, sets);
        if outline.len() > 2 {
            items.push(group(format!("u{nth}"), "union", vec![draw::polygon(&outline, Paint::fill(*fill))]));
        }
    }
    for (nth, (center, r)) in circles.iter().enumerate() {
        let style = &venn.areas[nth].style;
        let line = style.stroke.map_or(pen.series(nth).line, Ink::from);
        let paint = Paint::stroke(line, style.width.unwrap_or(LINE)).dashed(style.line.and_then(dash));
        items.push(draw::circle(*center, *r, paint));
    }
    for (nth, (block, (place, line))) in blocks.into_iter().zip(&placed.words).enumerate() {
        let mut inside = Vec::new();
        if let Some([from, to]) = line {
            inside.push(draw::line(at(*from), at(*to), Paint::stroke(theme.page.muted, 1.0)));
            inside.push(draw::circle(at(*from), DOT, Paint::fill(theme.page.muted)));
        }
        // Outside they stand on the page.
        let block = if line.is_some() { words(&venn.areas[nth], theme.page.paper, pen) } else { block };
        if !block.is_empty() {
            Pen::centered(block, at(place.center()), &mut inside);
            items.push(group(format!("w{nth}"), "words", inside));
        }
    }
    let names: Vec<&str> = venn.areas.iter().take(12).map(|area| area.label.as_str()).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let chart = Chart {
        title: &venn.title,
        description: format!("{} sets and what they share: {}.", venn.sets, names.join(", ")),
        size: placed.size,
        items,
        legend: Vec::new(),
    };
    head.finish(chart, theme, text)
}

/// The ground of an area: its own, or that of its sets on each other.
fn fill(venn: &Venn, area: &Area, pen: Pen<'_>) -> Ink {
    let own = |style: Option<Color>| style.map(|color| ground(Tint { color, alpha: 1.0 }, pen.theme));
    let of = |&set: &usize| {
        let style = venn.areas.get(set).and_then(|area| area.style.fill);
        own(style).unwrap_or(pen.series(set).fill)
    };
    own(area.style.fill).unwrap_or_else(|| blend(&area.sets.iter().map(of).collect::<Vec<_>>(), pen.theme))
}

/// Grounds on each other: darker on a light page, lighter on a dark one.
fn blend(inks: &[Ink], theme: &Theme) -> Ink {
    let fold = |paper: Color, of: &dyn Fn(&Ink) -> Color| {
        let channel = |a: u8, b: u8| {
            let (a, b) = (u16::from(a), u16::from(b));
            let both = if paper.brightness() > 0.5 { a * b / 255 } else { 255 - (255 - a) * (255 - b) / 255 };
            both.min(255) as u8
        };
        let both = |a: Color, b: Color| Color { r: channel(a.r, b.r), g: channel(a.g, b.g), b: channel(a.b, b.b) };
        inks.iter().map(of).reduce(both).unwrap_or(paper)
    };
    let paper = theme.page.paper;
    Ink {
        light: fold(paper.light, &|ink| ink.light),
        dark: paper.dark.map(|paper| fold(paper, &|ink| ink.dark.unwrap_or(ink.light))),
    }
}

/// The name of an area above what is in it.
fn words(area: &Area, fill: Ink, pen: Pen<'_>) -> Block {
    let page = &pen.theme.page;
    let ink = |color: Option<Color>| words_on(color.map_or(page.text, Ink::from), fill);
    let sizes = &pen.theme.type_size;
    let mut block = Block::default();
    let mut add = |text: &str, font: Font, ink: Ink| {
        block.add_lines(&TextLine::plain(text), font, ink, WORDS, pen.text);
    };
    if !area.label.trim().is_empty() {
        add(&area.label, Font::semibold(sizes.frame), ink(area.style.color));
    }
    for (text, style) in &area.texts {
        add(text, Font::regular(sizes.detail), ink(style.color.or(area.style.color)));
    }
    block
}

/// The outline of what circles share: points of each that lie in all others, and where two of them cross.
fn common(circles: &[(Point, f64)], sets: &[usize]) -> Vec<Point> {
    let circles: Vec<(Point, f64)> = sets.iter().filter_map(|&set| circles.get(set).copied()).collect();
    let within = |p: Point| circles.iter().all(|&(center, r)| draw::distance(p, center) <= r + 1e-6);
    let on = |&(center, r): &(Point, f64)| (0..POINTS).map(move |nth| on_circle(center, r, nth as f64 / POINTS as f64));
    let mut points: Vec<Point> = circles.iter().flat_map(on).collect();
    for (nth, &(a, r)) in circles.iter().enumerate() {
        for &(b, s) in &circles[nth + 1..] {
            let d = draw::distance(a, b);
            let along = (d * d + r * r - s * s) / (2.0 * d).max(1e-9);
            let up = (r * r - along * along).max(0.0).sqrt();
            let (x, y) = ((b.x - a.x) / d.max(1e-9), (b.y - a.y) / d.max(1e-9));
            let foot = Point::new(a.x + along * x, a.y + along * y);
            points.extend([1.0, -1.0].map(|side| Point::new(foot.x - side * up * y, foot.y + side * up * x)));
        }
    }
    points.retain(|&p| within(p));
    hull(points)
}

/// The convex outline of points (Andrew's monotone chain).
fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let half = |points: &mut dyn Iterator<Item = Point>| {
        let mut out: Vec<Point> = Vec::new();
        for p in points {
            while let [.., a, b] = out[..]
                && (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) <= 0.0
            {
                out.pop();
            }
            out.push(p);
        }
        out.pop();
        out
    };
    let mut out = half(&mut points.iter().copied());
    out.extend(half(&mut points.iter().rev().copied()));
    out
}
