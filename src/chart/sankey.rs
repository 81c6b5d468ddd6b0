//! Amounts that flow, as foreign texts write them.

use crate::base::{Point, Rect, Size};

/// Flows, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sankey {
    /// Title of the picture.
    pub title: String,
    /// Names of where flows begin and end.
    pub nodes: Vec<String>,
    /// In the order of the text.
    pub flows: Vec<Flow>,
}

/// A flow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flow {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// How much it is.
    pub amount: f64,
}

impl Sankey {
    /// What flows through each node: in or out, whichever is more.
    pub fn amounts(&self) -> Vec<f64> {
        self.through(|flow| flow.amount)
    }

    /// The same of some measure of a flow.
    fn through(&self, amount: impl Fn(&Flow) -> f64) -> Vec<f64> {
        let (mut comes, mut goes) = (vec![0.0; self.nodes.len()], vec![0.0; self.nodes.len()]);
        for flow in &self.flows {
            if let (Some(from), Some(to)) = (goes.get_mut(flow.from), comes.get_mut(flow.to)) {
                *from += amount(flow);
                *to += amount(flow);
            }
        }
        comes.iter().zip(&goes).map(|(a, b): (&f64, &f64)| a.max(*b)).collect()
    }
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedSankey {
    /// Size of the whole.
    pub size: Size,
    /// By node.
    pub bars: Vec<Rect>,
    /// Words, by node.
    pub words: Vec<Rect>,
    /// By flow: the middle of its ends, and how thick it is.
    pub flows: Vec<(Point, Point, f64)>,
}

/// Width of a bar; between a bar and its words; between bars of a layer; height of the largest layer.
const BAR: f64 = 14.0;
const WORD_GAP: f64 = 6.0;
const GAP: f64 = 14.0;
const HEIGHT: f64 = 420.0;
/// Room between words and the next layer.
const LAYER_GAP: f64 = 90.0;
/// Thinnest flow and bar.
const THIN: f64 = 1.0;

/// The layer of each node: one behind the last that flows into it. Rings end where they come back.
fn layers(sankey: &Sankey) -> Vec<usize> {
    let count = sankey.nodes.len();
    let mut open = vec![0_usize; count];
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    for flow in &sankey.flows {
        if flow.from < count && flow.to < count && flow.from != flow.to {
            open[flow.to] += 1;
            out[flow.from].push(flow.to);
        }
    }
    let mut layer = vec![0; count];
    let mut done = vec![false; count];
    let mut ready: Vec<usize> = (0..count).filter(|at| open[*at] == 0).collect();
    let mut next = 0;
    loop {
        while let Some(at) = ready.pop() {
            if std::mem::replace(&mut done[at], true) {
                continue;
            }
            for to in &out[at] {
                if !done[*to] {
                    layer[*to] = layer[*to].max(layer[at] + 1);
                    open[*to] = open[*to].saturating_sub(1);
                    if open[*to] == 0 {
                        ready.push(*to);
                    }
                }
            }
        }
        // What is left waits for itself.
        while next < count && done[next] {
            next += 1;
        }
        if next == count {
            return layer;
        }
        ready.push(next);
    }
}

/// Places flows; `words` are the sizes of words, by node.
pub fn place(sankey: &Sankey, words: &[Size]) -> PlacedSankey {
    let count = sankey.nodes.len();
    let mut out = PlacedSankey {
        bars: vec![Rect::default(); count],
        words: vec![Rect::default(); count],
        ..PlacedSankey::default()
    };
    let layer = layers(sankey);
    let most = sankey.flows.iter().map(|flow| flow.amount).fold(f64::MIN_POSITIVE, f64::max);
    let part = |flow: &Flow| flow.amount.max(0.0) / most;
    let through = sankey.through(part);
    let last = layer.iter().copied().max().unwrap_or_default();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); last + 1];
    layer.iter().enumerate().for_each(|(at, of)| members[*of].push(at));
    let sum = |of: &Vec<usize>| of.iter().map(|at| through[*at]).sum::<f64>();
    let scale = HEIGHT / members.iter().map(sum).fold(f64::MIN_POSITIVE, f64::max);
    let tall = |at: usize| (through[at] * scale).max(THIN);
    let row = |at: usize| tall(at).max(words.get(at).map_or(0.0, |size| size.h));
    let height = |of: &Vec<usize>| of.iter().map(|at| row(*at) + GAP).sum::<f64>() - GAP;
    let whole = members.iter().map(height).fold(0.0, f64::max);
    let mut into: Vec<Vec<&Flow>> = vec![Vec::new(); count];
    for flow in sankey.flows.iter().filter(|flow| flow.from < count && flow.to < count) {
        into[flow.to].push(flow);
    }
    let mut x = 0.0;
    for members in &members {
        // Nodes stand where the flows come from.
        let mut order: Vec<(f64, usize)> = members
            .iter()
            .map(|at| {
                let from = into[*at].iter().filter(|flow| layer[flow.from] < layer[*at]);
                let (weight, total) = from.fold((0.0, 0.0), |(weight, total), flow| {
                    (weight + part(flow) * out.bars[flow.from].center().y, total + part(flow))
                });
                (if total > 0.0 { weight / total } else { 0.0 }, *at)
            })
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut y = (whole - height(members)) / 2.0;
        let mut right: f64 = x + BAR;
        for (_, at) in order {
            let size = words.get(at).copied().unwrap_or_default();
            let middle = y + row(at) / 2.0;
            out.bars[at] = Rect::new(x, middle - tall(at) / 2.0, BAR, tall(at));
            out.words[at] = Rect::new(x + BAR + WORD_GAP, middle - size.h / 2.0, size.w, size.h);
            right = right.max(out.words[at].right());
            y += row(at) + GAP;
        }
        x = right + LAYER_GAP;
    }
    out.size = Size::new((x - LAYER_GAP).max(0.0), whole.max(0.0));
    // Flows leave and arrive in the order of their other ends, so that few cross.
    let mut ends = vec![(Point::default(), Point::default(), 0.0); sankey.flows.len()];
    for start in [true, false] {
        let mut order: Vec<usize> = (0..sankey.flows.len()).collect();
        let other = |flow: &Flow| out.bars.get(if start { flow.to } else { flow.from }).map_or(0.0, |bar| bar.y);
        order.sort_by(|a, b| other(&sankey.flows[*a]).total_cmp(&other(&sankey.flows[*b])));
        let mut used = vec![0.0; count];
        for at in order {
            let flow = &sankey.flows[at];
            let of = if start { flow.from } else { flow.to };
            let Some(bar) = out.bars.get(of) else { continue };
            let thick = part(flow) * scale;
            let y = bar.y + used[of] + thick / 2.0;
            used[of] += thick;
            ends[at].2 = thick.max(THIN);
            if start {
                ends[at].0 = Point::new(bar.right(), y);
            } else {
                ends[at].1 = Point::new(bar.x, y);
            }
        }
    }
    out.flows = ends;
    out
}
