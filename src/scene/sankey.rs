//! Amounts that flow: [`Sankey`] + its places + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Head, group};
use super::tint::shade;
use super::{Anchor, Block, Item, Paint, Scene, Segment, Theme};
use crate::base::text::{Font, Measure};
use crate::base::{Point, Size};
use crate::chart::sankey::{Sankey, place};

/// Widest name.
const NAME: f64 = 150.0;
/// How much of its colour a flow has, so that crossings and words stay clear.
const SHARE: f64 = 0.3;

pub(super) fn compose(sankey: &Sankey, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let amounts = sankey.amounts();
    let words = |at: usize| -> Block {
        let mut block = pen.words(&sankey.nodes[at], NAME);
        // Sums of decimals are said without a trace of binary fractions.
        let amount = (amounts[at] * 100.0).round() / 100.0;
        let font = Font::regular(theme.type_size.small);
        let limit = crate::base::text::Limit { width: NAME, lines: 1 };
        block.add(&amount.to_string(), font, theme.page.muted, limit, text);
        block
    };
    let sizes: Vec<Size> = (0..sankey.nodes.len()).map(|at| words(at).size).collect();
    let placed = place(sankey, &sizes);
    let head = Head::new(&sankey.title, "", placed.size.w, theme, text);
    let at = |p: Point| Point::new(p.x + head.origin.x, p.y + head.origin.y);
    let mut items = Vec::new();
    let mut flows: Vec<usize> = (0..sankey.flows.len()).collect();
    // Thin ones over thick ones.
    flows.sort_by(|a, b| placed.flows[*b].2.total_cmp(&placed.flows[*a].2));
    for nth in flows {
        let flow = &sankey.flows[nth];
        let (from, to, thick) = placed.flows[nth];
        let (from, to) = (at(from), at(to));
        let middle = f64::midpoint(from.x, to.x);
        let segments =
            vec![Segment::Move(from), Segment::Cubic(Point::new(middle, from.y), Point::new(middle, to.y), to)];
        let ink = shade(theme.page.paper, pen.series(flow.from).line, SHARE);
        let path = Item::Path { segments, paint: Paint::stroke(ink, thick) };
        let name = |of: usize| sankey.nodes.get(of).map_or("", String::as_str);
        let title = Some(format!("{} → {}: {}", name(flow.from), name(flow.to), flow.amount));
        items.push(Item::Group { id: format!("f{nth}"), class: "flow", link: None, title, items: vec![path] });
    }
    for nth in 0..sankey.nodes.len() {
        let rect = placed.bars[nth].moved(head.origin.x, head.origin.y);
        let paint = Paint::fill(pen.series(nth).line);
        let mut inside = vec![Item::Rect { rect, radius: 2.0_f64.min(rect.h / 2.0), paint }];
        let place = placed.words[nth];
        words(nth).draw(at(Point::new(place.x, place.y)), Anchor::Start, Some(theme.page.paper), &mut inside);
        items.push(group(format!("n{nth}"), "node", inside));
    }
    let chart = Chart {
        title: &sankey.title,
        description: format!("{} flows between {}.", sankey.flows.len(), sankey.nodes.join(", ")),
        size: placed.size,
        items,
        legend: Vec::new(),
    };
    head.finish(chart, theme, text)
}
