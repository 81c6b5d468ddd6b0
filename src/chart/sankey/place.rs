//! [`Sankey`] -> where everything is: layers, an order in them, and heights at which flows run level.

use super::order::{Link, sort};
use super::{Flow, PlacedSankey, Ribbon, Sankey};
use crate::base::{Point, Rect, Size};

/// Width of a bar; between a bar and its words; between bars of a layer; height of the largest layer.
const BAR: f64 = 14.0;
const WORD_GAP: f64 = 6.0;
const GAP: f64 = 14.0;
const HEIGHT: f64 = 420.0;
/// Room between words and the next layer.
const LAYER_GAP: f64 = 90.0;
/// Thinnest flow and bar.
const THIN: f64 = 1.0;
/// How often layers are moved towards what they are joined to.
const ROUNDS: usize = 24;
/// With more passages than this, flows cross layers without a place of their own there.
const MOST_PASSAGES: usize = 20_000;
/// From a bar to the way back of a flow.
const AROUND: f64 = 16.0;

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

/// What stands in a layer: a node, or the passage of a flow.
struct Vertex {
    layer: usize,
    /// Height of the bar or the flow.
    tall: f64,
    /// The same with words.
    row: f64,
    /// Top of the row.
    y: f64,
}

impl Vertex {
    fn bar(&self) -> f64 {
        self.y + (self.row - self.tall) / 2.0
    }
}

/// Places flows; `words` are the sizes of words, by node.
pub fn place(sankey: &Sankey, words: &[Size]) -> PlacedSankey {
    let count = sankey.nodes.len();
    let layer = layers(sankey);
    let flows: Vec<(usize, &Flow)> =
        sankey.flows.iter().enumerate().filter(|(_, flow)| flow.from < count && flow.to < count).collect();
    let most = flows.iter().map(|(_, flow)| flow.amount).fold(f64::MIN_POSITIVE, f64::max);
    let part = |flow: &Flow| flow.amount.max(0.0) / most;
    let last = layer.iter().copied().max().unwrap_or_default();

    // The way of each flow through the layers.
    let between = |flow: &Flow| layer[flow.to].saturating_sub(layer[flow.from] + 1);
    let passages = flows.iter().map(|(_, flow)| between(flow)).sum::<usize>() <= MOST_PASSAGES;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); last + 1];
    layer.iter().enumerate().for_each(|(at, of)| members[*of].push(at));
    let mut through = sankey.through(part);
    let mut ways: Vec<Vec<usize>> = vec![Vec::new(); sankey.flows.len()];
    for (nth, flow) in &flows {
        ways[*nth].push(flow.from);
        for of in (layer[flow.from] + 1..layer[flow.to]).filter(|_| passages) {
            members[of].push(through.len());
            ways[*nth].push(through.len());
            through.push(part(flow));
        }
        ways[*nth].push(flow.to);
    }
    let back = |way: &[usize], flow: &Flow| way.len() == 2 && layer[flow.to] <= layer[flow.from];

    let mut links: Vec<Vec<Link>> = vec![Vec::new(); last];
    for (nth, flow) in flows.iter().filter(|(nth, flow)| !back(&ways[*nth], flow)) {
        // Without passages only what goes to the next layer counts.
        for (step, pair) in ways[*nth].windows(2).enumerate().filter(|_| passages || between(flow) == 0) {
            let link = Link { from: pair[0], to: pair[1], weight: part(flow).max(1e-6) };
            links[layer[flow.from] + step].push(link);
        }
    }
    sort(&mut members, &links, through.len());

    let sum = |of: &Vec<usize>| of.iter().map(|&at| through[at]).sum::<f64>();
    let largest = members.iter().map(sum).fold(0.0, f64::max);
    let scale = if largest > 0.0 { HEIGHT / largest } else { 0.0 };
    let mut vertices: Vec<Vertex> = through
        .iter()
        .enumerate()
        .map(|(at, amount)| {
            let tall = (amount * scale).max(THIN);
            let words = words.get(at).filter(|_| at < count).map_or(0.0, |size| size.h);
            Vertex { layer: layer.get(at).copied().unwrap_or_default(), tall, row: tall.max(words), y: 0.0 }
        })
        .collect();
    for (of, members) in members.iter().enumerate() {
        for &at in members {
            vertices[at].layer = of;
        }
    }
    let whole = settle(&mut vertices, &members, &links, scale);
    finish(sankey, words, &vertices, &members, &ways, whole, |flow| part(flow) * scale)
}

/// Moves the rows of all layers, in their order, to where flows run level; the height of the whole.
fn settle(vertices: &mut [Vertex], members: &[Vec<usize>], links: &[Vec<Link>], scale: f64) -> f64 {
    let height = |of: &Vec<usize>, vertices: &[Vertex]| of.iter().map(|&at| vertices[at].row + GAP).sum::<f64>() - GAP;
    let whole = members.iter().map(|of| height(of, vertices)).fold(0.0, f64::max);
    let mut place = vec![0; vertices.len()];
    for of in members {
        let mut y = (whole - height(of, vertices)) / 2.0;
        for (nth, &at) in of.iter().enumerate() {
            place[at] = nth;
            vertices[at].y = y;
            y += vertices[at].row + GAP;
        }
    }
    // How far below the top of its bar the middle of each link leaves and comes in: in the order of the other ends.
    let mut shifts: Vec<Vec<[f64; 2]>> = links.iter().map(|links| vec![[0.0; 2]; links.len()]).collect();
    let mut used = vec![0.0; vertices.len()];
    for (links, shifts) in links.iter().zip(&mut shifts) {
        let ends = |nth: usize| [links[nth].from, links[nth].to];
        for (end, other) in [(0, 1), (1, 0)] {
            let mut order: Vec<usize> = (0..links.len()).collect();
            order.sort_by_key(|&nth| place[ends(nth)[other]]);
            for nth in order {
                let used = &mut used[ends(nth)[end]];
                let thick = links[nth].weight * scale;
                shifts[nth][end] = *used + thick / 2.0;
                *used += thick;
            }
            // One vector serves all layers: zeroing one for each would cost the square of their number.
            (0..links.len()).for_each(|nth| used[ends(nth)[end]] = 0.0);
        }
    }
    for round in 0..ROUNDS {
        let forth = round % 2 == 1;
        for step in 1..members.len() {
            let at = if forth { step } else { members.len() - 1 - step };
            let between = if forth { at - 1 } else { at };
            let mut wanted = vec![(0.0, 0.0); members[at].len()];
            for (link, [leaves, comes]) in links[between].iter().zip(&shifts[between]) {
                let (own, other) = if forth { (link.to, link.from) } else { (link.from, link.to) };
                let (mine, theirs) = if forth { (comes, leaves) } else { (leaves, comes) };
                let lift = vertices[own].bar() - vertices[own].y;
                let sum = &mut wanted[place[own]];
                sum.0 += link.weight * (vertices[other].bar() + theirs - mine - lift);
                sum.1 += link.weight;
            }
            let slack = whole - height(&members[at], vertices);
            rows(vertices, &members[at], &wanted, slack);
        }
    }
    whole
}

/// Puts the rows of a layer as near to where they want to be as their order allows: neighbours that would overlap share
/// the mean of their wishes (pool adjacent violators).
fn rows(vertices: &mut [Vertex], members: &[usize], wanted: &[(f64, f64)], slack: f64) {
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(members.len());
    let mut above = 0.0;
    for (&at, (sum, weight)) in members.iter().zip(wanted) {
        // What nothing pulls stays, but gives way.
        let (wish, weight) = if *weight > 0.0 { (sum / weight, *weight) } else { (vertices[at].y, 1e-6) };
        let mut pool = ((wish - above) * weight, weight, 1);
        while let Some(last) = pools.pop_if(|last| last.0 / last.1 > pool.0 / pool.1) {
            pool = (pool.0 + last.0, pool.1 + last.1, pool.2 + last.2);
        }
        pools.push(pool);
        above += vertices[at].row + GAP;
    }
    let mut above = 0.0;
    let mut members = members.iter();
    for (sum, weight, length) in pools {
        for &at in members.by_ref().take(length) {
            vertices[at].y = (sum / weight).clamp(0.0, slack.max(0.0)) + above;
            above += vertices[at].row + GAP;
        }
    }
}

/// Bars, words and ribbons.
fn finish(
    sankey: &Sankey,
    words: &[Size],
    vertices: &[Vertex],
    members: &[Vec<usize>],
    ways: &[Vec<usize>],
    whole: f64,
    thick: impl Fn(&Flow) -> f64,
) -> PlacedSankey {
    let count = sankey.nodes.len();
    let mut out = PlacedSankey {
        bars: vec![Rect::default(); count],
        words: vec![Rect::default(); count],
        flows: vec![Ribbon::default(); sankey.flows.len()],
        ..PlacedSankey::default()
    };
    // Left and right side of each layer, with words.
    let (mut x, mut columns) = (0.0, Vec::new());
    for of in members {
        let mut right: f64 = x + BAR;
        for &at in of.iter().filter(|&&at| at < count) {
            let (vertex, size) = (&vertices[at], words.get(at).copied().unwrap_or_default());
            out.bars[at] = Rect::new(x, vertex.bar(), BAR, vertex.tall);
            let middle = vertex.y + vertex.row / 2.0;
            out.words[at] = Rect::new(x + BAR + WORD_GAP, middle - size.h / 2.0, size.w, size.h);
            right = right.max(out.words[at].right());
        }
        columns.push((x, right));
        x = right + LAYER_GAP;
    }
    out.size = Size::new((x - LAYER_GAP).max(0.0), whole.max(0.0));

    // Flows leave and arrive in the order of their other ends; what goes back, at the lower end of a bar.
    let mut order: Vec<usize> = (0..ways.len()).filter(|&nth| ways[nth].len() > 1).collect();
    let back = |nth: usize| vertices[sankey.flows[nth].to].layer <= vertices[sankey.flows[nth].from].layer;
    let mut ends = vec![[0.0; 2]; ways.len()];
    for end in 0..2 {
        let other = |nth: usize| vertices[if end == 0 { ways[nth][1] } else { ways[nth][ways[nth].len() - 2] }].bar();
        order.sort_by(|&a, &b| back(a).cmp(&back(b)).then(other(a).total_cmp(&other(b))).then(a.cmp(&b)));
        let (mut used, mut below) = (vec![0.0; count], vec![0.0; count]);
        for &nth in &order {
            let flow = &sankey.flows[nth];
            let of = if end == 0 { flow.from } else { flow.to };
            let (bar, half) = (vertices[of].bar(), thick(flow) / 2.0);
            if back(nth) {
                ends[nth][end] = bar + vertices[of].tall - below[of] - half;
                below[of] += thick(flow);
            } else {
                ends[nth][end] = bar + used[of] + half;
                used[of] += thick(flow);
            }
        }
    }
    order.sort_unstable();
    for nth in order {
        let (flow, way) = (&sankey.flows[nth], &ways[nth]);
        let ribbon = &mut out.flows[nth];
        (ribbon.thick, ribbon.back) = (thick(flow).max(THIN), back(nth));
        let ((from, words), (to, _)) = (columns[vertices[flow.from].layer], columns[vertices[flow.to].layer]);
        let from = from + BAR;
        let (start, end) = (Point::new(from, ends[nth][0]), Point::new(to, ends[nth][1]));
        ribbon.points.push(start);
        if ribbon.back {
            let lane = out.size.h + GAP + ribbon.thick / 2.0;
            out.size.h = lane + ribbon.thick / 2.0;
            let aside = AROUND + ribbon.thick / 2.0;
            let (right, left) = (words + aside, to - aside);
            let corners = [(right, start.y), (right, lane), (left, lane), (left, end.y)];
            ribbon.points.extend(corners.map(|(x, y)| Point::new(x, y)));
        }
        for &at in &way[1..way.len() - 1] {
            let (x, y) = (columns[vertices[at].layer].0, vertices[at].bar() + vertices[at].tall / 2.0);
            ribbon.points.extend([Point::new(x, y), Point::new(x + BAR, y)]);
        }
        ribbon.points.push(end);
    }
    shift(&mut out);
    out
}

/// Moves everything to the right of the leftmost way back.
fn shift(placed: &mut PlacedSankey) {
    let left = |ribbon: &Ribbon| ribbon.points.iter().map(|p| p.x - ribbon.thick / 2.0).fold(0.0, f64::min);
    let by = -placed.flows.iter().filter(|ribbon| ribbon.back).map(left).fold(0.0, f64::min);
    if by > 0.0 {
        placed.size.w += by;
        for rect in placed.bars.iter_mut().chain(&mut placed.words) {
            rect.x += by;
        }
        placed.flows.iter_mut().flat_map(|ribbon| &mut ribbon.points).for_each(|p| p.x += by);
    }
    // A way back around the last layer may be wider than its words.
    let right = |ribbon: &Ribbon| ribbon.points.iter().map(|p| p.x + ribbon.thick / 2.0).fold(0.0, f64::max);
    let most = placed.flows.iter().filter(|ribbon| ribbon.back).map(right).fold(0.0, f64::max);
    placed.size.w = placed.size.w.max(most);
}
