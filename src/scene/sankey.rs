//! Amounts that flow: [`Sankey`] + its places + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Head, group};
use super::tint::shade;
use super::{Anchor, Block, Item, Paint, Scene, Segment, Theme, draw};
use crate::base::text::{Font, Measure};
use crate::base::{Point, Size};
use crate::chart::sankey::{Sankey, place};

/// Widest name.
const NAME: f64 = 150.0;
/// How much of its colour a flow has, so that crossings and words stay clear.
const SHARE: f64 = 0.3;
/// Radius of the inner side of a flow that turns back.
const TURN: f64 = 8.0;

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
    let mut flows: Vec<usize> = (0..sankey.flows.len()).filter(|&nth| !placed.flows[nth].points.is_empty()).collect();
    // Thin ones over thick ones.
    flows.sort_by(|a, b| placed.flows[*b].thick.total_cmp(&placed.flows[*a].thick));
    for nth in flows {
        let flow = &sankey.flows[nth];
        let ribbon = &placed.flows[nth];
        let points: Vec<Point> = ribbon.points.iter().map(|&p| at(p)).collect();
        let ink = shade(theme.page.paper, pen.series(flow.from).line, SHARE);
        let paint = Paint::stroke(ink, ribbon.thick);
        let path = if ribbon.back {
            draw::polyline(&points, ribbon.thick / 2.0 + TURN, [0.0; 2], paint)
        } else {
            Item::Path { segments: swing(&points), paint }
        };
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

/// Curves from one layer to the next, level pieces past the layers between.
fn swing(points: &[Point]) -> Vec<Segment> {
    let mut out: Vec<Segment> = points.first().map(|&start| Segment::Move(start)).into_iter().collect();
    for (nth, pair) in points.windows(2).enumerate() {
        let [from, to] = [pair[0], pair[1]];
        let middle = f64::midpoint(from.x, to.x);
        out.push(if nth % 2 == 1 {
            Segment::Line(to)
        } else {
            Segment::Cubic(Point::new(middle, from.y), Point::new(middle, to.y), to)
        });
    }
    out
}
