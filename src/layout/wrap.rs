//! Cuts a part that is far too long into strips beside each other, where one edge alone leads on.
//!
//! Needs: a layering. Leaves: strips, each a part of its own in which a node without a size stands for where the edge leads
//! on, below all else, or comes from, above all else; and, of the strips placed, the part placed: the edge goes up between
//! the two. Frames around all nodes go around all strips, with their titles in the first.
//! Cost: linear; a few shapes are tried for each cut.
//! Paper: Rüegg, von Hanxleden, "Wrapping layered graphs", 2018 (cuts through one edge; scale as the measure).

use super::fold::Layers;
use super::frame::{Extent, Frame};
use super::layer::Layering;
use super::normalize::{EdgeIn, LoopIn, NONE, NodeIn, NodeKind, Part, ScopeIn};
use super::route::{Placed, Way};
use super::{LaidOut, Options};

/// What is shorter, in px, still fits a page in type that can be read.
const LEGIBLE: i64 = 2_000;
/// How much larger the picture has to become on its page.
const GAIN: f64 = 1.5;
/// Strips at the most.
const STRIPS: usize = 64;

/// Some layers of a part.
#[derive(Debug)]
pub(super) struct Strip {
    pub(super) part: Part,
    /// What its nodes are in the whole, `NONE` for those without a size; its scopes, edges and loops.
    pub(super) nodes: Vec<u32>,
    pub(super) scopes: Vec<u32>,
    pub(super) edges: Vec<u32>,
    loops: Vec<u32>,
    /// The edges that come from the strip before, and lead to the next one.
    entry: Option<usize>,
    exit: Option<usize>,
}

/// Nothing where cuts do not help.
pub(super) fn strips(part: &Part, layering: &Layering, options: &Options, frame: Frame) -> Option<Vec<Strip>> {
    let around = around_all(part);
    let cuts = chosen(part, layering, &cuts(part, layering, &around), options, frame)?;
    let mut strips: Vec<Strip> = (0..=cuts.len()).map(|_| Strip::new()).collect();
    let number = |layer: u32| cuts.partition_point(|&cut| cut < layer);
    let mut scope_in = vec![NONE; part.scopes.len()];
    for (s, scope) in (0..).zip(&part.scopes) {
        let of = number(layering.spans[s as usize].0);
        let all = if around[s as usize] { 0..strips.len() } else { of..of + 1 };
        for k in all {
            let title = if around[s as usize] && k > 0 { (0, 0) } else { scope.title };
            let strip = &mut strips[k];
            // Those around all have one index in all strips: they come first.
            let parent = if scope.parent == NONE { NONE } else { scope_in[scope.parent as usize] };
            scope_in[s as usize] = strip.scopes.len() as u32;
            strip.part.scopes.push(ScopeIn { parent, title, ..*scope });
            strip.scopes.push(s);
        }
    }
    let mut node_in = Vec::with_capacity(part.nodes.len());
    for (v, node) in (0..).zip(&part.nodes) {
        let strip = &mut strips[number(layering.nodes[v as usize])];
        node_in.push(strip.add(v, NodeIn { scope: scope_in[node.scope as usize], ..*node }));
    }
    let innermost = (0..).zip(&around).filter(|(_, is_around)| **is_around).map(|(s, _)| s).last().unwrap_or(0);
    let free = NodeIn { kind: NodeKind::Real, of: NONE, scope: innermost, w: 0, h: 0, room: 0, loop_w: 0, loop_h: 0 };
    for (e, edge) in (0..).zip(&part.edges) {
        let (from, to) = (node_in[edge.from as usize], node_in[edge.to as usize]);
        let (first, last) = (number(layering.nodes[edge.from as usize]), number(layering.nodes[edge.to as usize]));
        if first == last {
            strips[first].edges.push(e);
            strips[first].part.edges.push(EdgeIn { from, to, ..*edge });
            continue;
        }
        let before = &mut strips[first];
        let out = before.add(NONE, free);
        before.exit = Some(before.edges.len());
        before.edges.push(e);
        before.part.edges.push(EdgeIn { from, to: out, ..*edge });
        let next = &mut strips[last];
        let into = next.add(NONE, free);
        next.entry = Some(next.edges.len());
        next.edges.push(e);
        next.part.edges.push(EdgeIn { from: into, to, label: (0, 0), length: 1, ..*edge });
    }
    for (l, own) in (0..).zip(&part.loops) {
        let strip = &mut strips[number(layering.nodes[own.node as usize])];
        strip.loops.push(l);
        strip.part.loops.push(LoopIn { node: node_in[own.node as usize], ..*own });
    }
    Some(strips)
}

/// By scope, whether all nodes are in it; the root is one.
fn around_all(part: &Part) -> Vec<bool> {
    let mut members = vec![0; part.scopes.len()];
    for node in &part.nodes {
        members[node.scope as usize] += 1;
    }
    for s in (1..part.scopes.len()).rev() {
        members[part.scopes[s].parent as usize] += members[s];
    }
    members.iter().map(|&count| count == part.nodes.len()).collect()
}

/// The layers below which one edge alone leads on, from a node of the layer to the first layer of nodes behind it.
fn cuts(part: &Part, layering: &Layering, around: &[bool]) -> Vec<u32> {
    // An edge to the frame around all would have to leave its strip.
    if part.nodes.iter().any(|node| node.kind == NodeKind::Port && around[node.scope as usize]) {
        return Vec::new();
    }
    let count = layering.count as usize;
    let mut nodes = vec![0u32; count];
    for &layer in &layering.nodes {
        nodes[layer as usize] += 1;
    }
    // How much passes from each layer to the next, and the sum of the edges.
    let mut passing = vec![(0i64, 0i64); count + 1];
    let mut pass = |first: u32, last: u32, by: i64, edge: i64| {
        for (layer, sign) in [(first, 1), (last, -1)] {
            let at = &mut passing[layer as usize];
            *at = (at.0 + sign * by, at.1 + sign * edge);
        }
    };
    for (e, edge) in part.edges.iter().enumerate() {
        let (a, b) = (layering.nodes[edge.from as usize], layering.nodes[edge.to as usize]);
        pass(a.min(b), a.max(b), 1, e as i64);
    }
    for (&(first, last), _) in layering.spans.iter().zip(around).filter(|(_, is_around)| !**is_around) {
        // Frames are not cut.
        pass(first, last, 2, 0);
    }
    let (mut open, mut sum) = (0, 0);
    let mut alone = vec![NONE; count];
    for (alone, &(more, edges)) in alone.iter_mut().zip(&passing) {
        (open, sum) = (open + more, sum + edges);
        if open == 1 {
            *alone = sum as u32;
        }
    }
    let is_cut = |&(layer, &edge): &(usize, &u32)| {
        let Some(e) = part.edges.get(edge as usize) else { return false };
        let (from, to) = (layering.nodes[e.from as usize] as usize, layering.nodes[e.to as usize] as usize);
        from == layer
            && from < to
            && alone[from..to].iter().all(|&other| other == edge)
            && nodes[from + 1..to].iter().all(|&count| count == 0)
    };
    alone.iter().enumerate().filter(is_cut).map(|(layer, _)| layer as u32).collect()
}

/// Those that make the picture largest on its page.
fn chosen(part: &Part, layering: &Layering, cuts: &[u32], options: &Options, frame: Frame) -> Option<Vec<u32>> {
    let Layers { widths, heights } = Layers::new(part, layering, options);
    let (gap, between) = (i64::from(options.layer_gap), i64::from(gap(options)));
    // Where each layer ends.
    let ends: Vec<i64> = (heights.iter())
        .scan(0, |end, height| {
            *end += height + gap;
            Some(*end)
        })
        .collect();
    let total = *ends.last()?;
    if total < LEGIBLE {
        return None;
    }
    let scale = |cuts: &[u32]| {
        let (mut from, mut width, mut height) = (0, 0, 0);
        for to in cuts.iter().map(|&cut| cut as usize + 1).chain([widths.len()]) {
            // The room between nodes is counted behind the last one too.
            width += widths[from..to].iter().max().unwrap_or(&0) - i64::from(options.node_gap) + between;
            height = height.max(ends[to - 1] - if from == 0 { 0 } else { ends[from - 1] });
            from = to;
        }
        let size = frame.size(width as i32, (height + 2 * gap) as i32);
        (options.aspect / size.w).min(1.0 / size.h)
    };
    let mut best = (scale(&[]) * GAIN, Vec::new());
    for count in 2..=STRIPS.min(cuts.len() + 1) {
        // As even as the cuts are: a last strip with next to nothing in it looks lost.
        let wanted = (1..count as i64).map(|k| total * k / count as i64);
        let nearest = |at: i64| cuts.iter().copied().min_by_key(|&cut| ends[cut as usize].abs_diff(at));
        let mut some: Vec<u32> = wanted.filter_map(nearest).collect();
        some.dedup();
        let scale = scale(&some);
        if scale > best.0 {
            best = (scale, some);
        }
    }
    Some(best.1).filter(|cuts| !cuts.is_empty())
}

/// Between two strips, in px; the edge between them goes through the middle.
fn gap(options: &Options) -> i32 {
    options.layer_gap.max(2 * options.edge_gap) as i32
}

impl Strip {
    fn new() -> Self {
        let part = Part { is_strip: true, ..Part::default() };
        let (nodes, scopes, edges, loops) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { part, nodes, scopes, edges, loops, entry: None, exit: None }
    }

    fn add(&mut self, of: u32, node: NodeIn) -> u32 {
        self.nodes.push(of);
        self.part.nodes.push(node);
        self.nodes.len() as u32 - 1
    }
}

/// The part placed as its strips are; nothing where an edge that leads on has something in its way.
pub(super) fn join(part: &Part, strips: &[Strip], mut placed: Vec<LaidOut>, options: &Options) -> Option<LaidOut> {
    let around = around_all(part);
    let frames = around.iter().filter(|&&is_around| is_around).count();
    let mut out = LaidOut {
        placed: Placed {
            nodes: vec![Extent::default(); part.nodes.len()],
            scopes: vec![Extent::default(); part.scopes.len()],
            titles: vec![None; part.scopes.len()],
            routes: part.edges.iter().map(|_| Way::default()).collect(),
            loops: part.loops.iter().map(|_| Way::default()).collect(),
            ..Placed::default()
        },
        layers: vec![0; part.nodes.len()],
        beside: vec![false; part.edges.len()],
        stacked: Vec::new(),
        unmet: Vec::new(),
    };
    let bounds: Option<Vec<Bounds>> =
        strips.iter().zip(&placed).map(|(strip, own)| Bounds::new(strip, &own.placed, frames)).collect();
    let bounds = bounds?;
    // The inside of the frames around all; the first boxes are in one row, where edges have room to come to them.
    let inside = if frames > 1 { placed[0].placed.scopes[frames - 1].top + options.padding as i32 } else { i32::MIN };
    let needed = |b: &Bounds| inside.saturating_add(b.first - b.entry - b.spare);
    let level = bounds[1..].iter().map(needed).fold(bounds[0].first, i32::max);
    let (mut left, mut tail) = (0, 0);
    for (k, (strip, laid_out)) in strips.iter().zip(&mut placed).enumerate() {
        let (own, Bounds { first, all, .. }) = (&mut laid_out.placed, &bounds[k]);
        let down = level - first;
        own.shift(left - all.left, down);
        for (s, at) in own.scopes[..frames].iter_mut().enumerate() {
            at.top = if k == 0 { at.top - down } else { out.placed.scopes[s].top };
        }
        if let Some(e) = strip.entry
            && let Some((_, y)) = own.routes[e].points.first_mut()
        {
            *y = (*y).max(inside);
        }
        let gutter = left - gap(options) / 2;
        left += all.right - all.left + gap(options);

        // The head of the edge that leads on stands as far below its tail as in one strip.
        let from = strip.entry.map_or(0, |e| {
            let edge = strip.part.edges[e];
            let label = part.edges[strip.edges[e] as usize].label.0 > 0;
            tail + 1 + u32::from(label) - laid_out.layers[edge.to as usize].min(tail + 1)
        });
        for (v, &of) in strip.nodes.iter().enumerate().filter(|(_, of)| **of != NONE) {
            out.placed.nodes[of as usize] = own.nodes[v];
            out.layers[of as usize] = laid_out.layers[v] + from;
        }
        if let Some(e) = strip.exit {
            tail = laid_out.layers[strip.part.edges[e].from as usize] + from;
        }
        for (s, &of) in strip.scopes.iter().enumerate() {
            let at = &mut out.placed.scopes[of as usize];
            *at = if around[of as usize] && k > 0 { at.union(own.scopes[s]) } else { own.scopes[s] };
            out.placed.titles[of as usize] = out.placed.titles[of as usize].or(own.titles[s]);
        }
        for (e, &of) in strip.edges.iter().enumerate() {
            let way = std::mem::take(&mut own.routes[e]);
            let whole = &mut out.placed.routes[of as usize];
            if strip.entry == Some(e) {
                let (from, to) = (whole.points.last().copied()?, way.points.first().copied()?);
                whole.points.extend([(gutter, from.1), (gutter, to.1)]);
                whole.points.extend(way.points);
            } else {
                *whole = way;
                out.beside[of as usize] = laid_out.beside[e];
            }
        }
        for (l, &of) in strip.loops.iter().enumerate() {
            out.placed.loops[of as usize] = std::mem::take(&mut own.loops[l]);
        }
        let whole = |s: u32| strip.scopes[s as usize];
        out.stacked.extend(laid_out.stacked.iter().map(|&(upper, lower)| (whole(upper), whole(lower))));
    }
    // Titles stay where the frames begin, or go where all strips end.
    let down = level - bounds[0].first;
    for s in 1..frames {
        let (own, end) = (placed[0].placed.scopes[s], out.placed.scopes[s].bottom);
        let moved = |at: Extent| {
            let is_first = at.bottom - down - own.top < own.bottom - at.top;
            at.moved(0, if is_first { -down } else { end - own.bottom })
        };
        out.placed.titles[s] = out.placed.titles[s].map(moved);
    }
    out.placed.fit();
    Some(out)
}

/// Where what a strip holds stands.
struct Bounds {
    /// All but the frames around all strips; their titles count across the flow.
    all: Extent,
    /// Where the first box begins, and where the edge comes from that leads to it.
    first: i32,
    entry: i32,
    /// How much shorter that may be.
    spare: i32,
}

impl Bounds {
    /// Nothing where the edge to the strip before or behind has something in its way. The first `frames` go around all.
    fn new(strip: &Strip, own: &Placed, frames: usize) -> Option<Self> {
        let real = |v: &usize| strip.nodes[*v] != NONE;
        let nodes = (0..own.nodes.len()).filter(real).map(|v| own.nodes[v]);
        let boxes = nodes.chain(own.scopes[frames..].iter().copied());
        let first = boxes.clone().map(|at| at.top).min()?;
        let ways = || own.routes.iter().chain(&own.loops);
        let points = ways().flat_map(|way| &way.points).map(|&(x, y)| Extent { left: x, top: y, right: x, bottom: y });
        let mut all = boxes.chain(ways().filter_map(|way| way.label)).chain(points).reduce(Extent::union)?;
        let (mut entry, mut spare) = (all.top, 0);
        if let Some(e) = strip.entry {
            let points = &own.routes[e].points;
            entry = points.first()?.1;
            spare = if points.len() == 2 { (first - entry) / 2 } else { 0 };
        }
        let exit = strip.exit.map_or(Some(all.bottom), |e| Some(own.routes[e].points.last()?.1))?;
        for title in own.titles[..frames].iter().flatten() {
            (all.left, all.right) = (all.left.min(title.left), all.right.max(title.right));
        }
        (entry <= all.top && all.bottom <= exit).then_some(Self { all, first, entry, spare })
    }
}

impl Placed {
    fn shift(&mut self, dx: i32, dy: i32) {
        let titles = self.titles.iter_mut().flatten();
        for at in self.nodes.iter_mut().chain(&mut self.scopes).chain(titles) {
            *at = at.moved(dx, dy);
        }
        for way in self.routes.iter_mut().chain(&mut self.loops) {
            way.points.iter_mut().for_each(|(x, y)| (*x, *y) = (*x + dx, *y + dy));
            way.label = way.label.map(|at| at.moved(dx, dy));
        }
    }

    /// Has its corner at the origin, and its size.
    fn fit(&mut self) {
        let ways = || self.routes.iter().chain(&self.loops);
        let points = ways().flat_map(|way| &way.points).map(|&(x, y)| Extent { left: x, top: y, right: x, bottom: y });
        let boxes = self.nodes.iter().chain(self.scopes.iter().skip(1)).copied();
        let all = boxes.chain(ways().filter_map(|way| way.label)).chain(points).reduce(Extent::union);
        let all = all.unwrap_or_default();
        self.shift(-all.left, -all.top);
        (self.w, self.h) = (all.right - all.left, all.bottom - all.top);
    }
}
