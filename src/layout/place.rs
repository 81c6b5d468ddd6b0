//! Gives every vertex its place across the flow.
//!
//! Needs: ordered layers. Leaves: the centre of every vertex in px and the ports of every segment; neighbours in a layer
//! keep their distance, an edge on its way is straight within a scope, frames reach around what is in them.
//! Cost: a relaxation linear in vertices and segments, then a network simplex within a budget of counted steps.
//! Paper: Gansner et al., 1993 (auxiliary graph); Sander, 1996 (sides of frames as variables).

use super::cause::{self, Cause, Unmet};
use super::earlier::PartHint;
use super::normalize::NONE;
use super::ports::{self, Ports};
use super::relax::{Frames, Pull, Relaxation};
use super::simplex::{Balance, Constraint, longest_path, solve};
use super::straighten::straighten;
use super::trunk::Trunks;
use super::wish;
use super::work::{Segment, Vertex, Work};
use super::{Options, PortStyle};
use std::cmp::Reverse;

/// Price of a px across the flow between two nodes, and within an edge's way.
const NODES: i32 = 2;
const WAY: i32 = 16;
/// The same from a node to an edge on its way, by how many edges share the side of the node: where there are many, few
/// of them can be straight.
const END: [i32; 3] = [5, 4, 2];
/// The same where a segment crosses the border of a frame: a bend is better outside than in it.
const BORDER: i32 = 3;
/// Pull of a frame's sides on each other, and of its left side on the title.
const SIDES: i32 = 2;
const TITLE: i32 = 3;
/// Pull of the place that a node had in an earlier layout.
const STAY: i32 = 64;
/// Steps that the simplex may spend.
const WORK: u64 = 25_000_000;
/// Between the strip of a title along a side and what is beside it, in px.
pub(super) const TITLE_GAP: i32 = 6;
/// Between the left side of a frame and a title in a layer of its own, in px.
const TITLE_INSET: i32 = 8;

/// Places across the flow.
#[derive(Debug)]
pub(super) struct Placement {
    /// Centre by vertex.
    pub(super) x: Vec<i32>,
    /// Where segments touch their ends.
    pub(super) ports: Ports,
    pub(super) trunks: Trunks,
    /// Steps of the simplex.
    pub(super) steps: u64,
    /// Wishes that do not hold.
    pub(super) unmet: Vec<Unmet>,
}

pub(super) fn place(work: &Work, options: &Options, hint: Option<&PartHint<'_>>) -> Placement {
    let trunks = Trunks::new(work, options);
    let mut ports = ports::spread(work, &trunks, options);
    let (mut of, mut count) = variables(work);
    let mut separations = separations(work, &of, options);
    let why = |of| work.part.wish(of).map_or(Cause::Unknown, |wish| cause::of_lines(work.part, &work.layer, wish));
    let granted = wish::grant(count, &mut separations, &wish::lines(work.part, &of), why);
    for variable in &mut of {
        *variable = granted.of(*variable);
    }
    let mut pulls = Vec::new();
    for (i, s) in work.segments.iter().enumerate().filter(|(_, s)| s.edge != NONE) {
        let (a, b) = (of[s.top as usize], of[s.bottom as usize]);
        if a != b {
            let weight = straightness(work, s);
            pulls.push(Pull { a, b, offset: ports[i].0 - ports[i].1, weight });
        }
    }
    let segments = pulls.len();
    if let Some(hint) = hint {
        // A variable that stands for where the earlier picture began.
        let origin = count as u32;
        count += 1;
        let known = hint.nodes.iter().enumerate().filter_map(|(v, spot)| Some((of[v], spot.as_ref()?.across)));
        pulls.extend(known.map(|(b, offset)| Pull { a: origin, b, offset, weight: STAY }));
    }
    let sides = (1..work.spans.len() as u32).map(|s| work.sides_at(s, work.spans[s as usize].0));
    let frames = Frames {
        sides: sides.map(|(l, r)| (of[l as usize], of[r as usize])).collect(),
        titles: work.titles.iter().filter(|&&t| t != NONE).map(|&t| of[t as usize]).collect(),
    };

    let mut relaxation = Relaxation::new(count, &separations, &pulls, &frames);
    if let Some(hint) = hint {
        // What was there starts where it was, and pushes to the right what it has no room beside.
        let origin = count as u32 - 1;
        let spots = hint.nodes.iter().enumerate().filter_map(|(v, spot)| Some((of[v], spot.as_ref()?.across)));
        let least = spots.clone().map(|(_, across)| across).min().unwrap_or(0);
        let mut start = separations.clone();
        start.extend(spots.map(|(head, at)| Constraint { tail: origin, head, length: at - least, weight: 0 }));
        relaxation.at = longest_path(count, &start);
        relaxation.at[origin as usize] = -least;
    }
    relaxation.run();
    let mut start = relaxation.at.clone();

    let mut constraints = separations.clone();
    for &(left, right) in &frames.sides {
        constraints.push(Constraint { tail: left, head: right, length: 0, weight: SIDES });
    }
    for (s, &title) in work.titles.iter().enumerate().filter(|(_, t)| **t != NONE) {
        let left = frames.sides[s - 1].0;
        constraints.push(Constraint { tail: left, head: of[title as usize], length: 0, weight: TITLE });
    }
    for (k, p) in pulls.iter().enumerate() {
        let middle = (count + k) as u32;
        // Both ends stand right of the auxiliary variable; at the optimum one of them stands on it.
        constraints.push(Constraint { tail: middle, head: p.a, length: -p.offset, weight: p.weight });
        constraints.push(Constraint { tail: middle, head: p.b, length: 0, weight: p.weight });
        start.push((start[p.a as usize] + p.offset).min(start[p.b as usize]));
    }
    let mut left = WORK;
    let mut at = solve(count + pulls.len(), constraints, Some(start), &mut left, Balance::Center);
    at.truncate(count);
    let rails = ports::rails(work, &trunks, options, &ports);
    straighten(work, &of, &separations, &pulls[segments..], &rails, &mut at, &mut ports);
    relaxation.at = at;
    relaxation.close();
    let x: Vec<i32> = of.iter().map(|&variable| relaxation.at[variable as usize]).collect();
    if options.ports == PortStyle::Spread {
        ports::even_out(work, &x, &rails, &mut ports);
    }
    Placement { x, ports, trunks, steps: WORK - left, unmet: granted.unmet }
}

/// What a px across the flow costs for a segment.
fn straightness(work: &Work, s: &Segment) -> i32 {
    let on_its_way = |v: u32| matches!(work.vertices[v as usize], Vertex::Dummy(_) | Vertex::Label(_));
    let end = |edges: usize| END[edges.clamp(1, END.len()) - 1];
    match (on_its_way(s.top), on_its_way(s.bottom)) {
        (true, true) if work.scope[s.top as usize] == work.scope[s.bottom as usize] => WAY,
        (true, true) => BORDER,
        (false, false) => NODES,
        (false, true) => end(work.down.of(s.top).len()),
        (true, false) => end(work.up.of(s.bottom).len()),
    }
}

/// A variable for every vertex, one for each side of a frame and one for each straight run of an edge.
fn variables(work: &Work) -> (Vec<u32>, usize) {
    let straight = straight_segments(work);
    let mut of = vec![NONE; work.vertices.len()];
    let mut count = 0;
    for (v, vertex) in work.vertices.iter().enumerate() {
        let same = match *vertex {
            Vertex::Left(s) if work.layer[v] > work.spans[s as usize].0 => Some(v - 1),
            Vertex::Right(s) if work.layer[v] > work.spans[s as usize].0 => Some(v - 1),
            // A chain's vertices were made from top to bottom, so the one above is known.
            Vertex::Dummy(_) | Vertex::Label(_) => {
                let up = work.up.of(v as u32)[0];
                straight[up as usize].then(|| work.segments[up as usize].top as usize)
            }
            _ => None,
        };
        of[v] = same.map_or(count, |u| of[u]);
        count += u32::from(same.is_none());
    }
    (of, count as usize)
}

/// Segments within an edge's way that can all be upright together: a largest set that does not cross.
fn straight_segments(work: &Work) -> Vec<bool> {
    let mut straight = vec![false; work.segments.len()];
    let is_inner = |v: u32| matches!(work.vertices[v as usize], Vertex::Dummy(_) | Vertex::Label(_));
    for layer in &work.layers {
        let mut inner: Vec<(u32, u32)> = Vec::new();
        for &v in layer.iter().filter(|&&v| is_inner(v)) {
            for &i in work.down.of(v) {
                let s = work.segments[i as usize];
                if is_inner(s.bottom) && work.scope[v as usize] == work.scope[s.bottom as usize] {
                    inner.push((work.pos[s.bottom as usize], i));
                }
            }
        }
        // Longest increasing subsequence of the lower places.
        let mut ends: Vec<usize> = Vec::new();
        let mut before = vec![usize::MAX; inner.len()];
        for k in 0..inner.len() {
            let at = ends.partition_point(|&e| inner[e].0 < inner[k].0);
            before[k] = if at > 0 { ends[at - 1] } else { usize::MAX };
            if at == ends.len() {
                ends.push(k);
            } else {
                ends[at] = k;
            }
        }
        let mut k = ends.last().copied().unwrap_or(usize::MAX);
        while k != usize::MAX {
            straight[inner[k].1 as usize] = true;
            k = before[k];
        }
    }
    straight
}

/// The distances that neighbours of a layer keep.
fn separations(work: &Work, of: &[u32], options: &Options) -> Vec<Constraint> {
    let mut all: Vec<(u32, u32, Reverse<i32>)> = Vec::with_capacity(work.vertices.len());
    for layer in &work.layers {
        for pair in layer.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let apart = extent(work, a).1 + gap(work, a, b, options) + extent(work, b).0;
            all.push((of[a as usize], of[b as usize], Reverse(apart)));
        }
    }
    // The greatest distance of each pair.
    all.sort_unstable();
    all.dedup_by_key(|s| (s.0, s.1));
    all.into_iter().map(|(tail, head, Reverse(length))| Constraint { tail, head, length, weight: 0 }).collect()
}

/// How far a vertex reaches left and right of its centre.
fn extent(work: &Work, v: u32) -> (i32, i32) {
    match work.vertices[v as usize] {
        Vertex::Node(i) => {
            let node = work.part.nodes[i as usize];
            (node.w / 2, node.w / 2 + node.loop_w)
        }
        Vertex::Label(edge) => (work.label(edge).0 / 2, work.label(edge).0 / 2),
        Vertex::Title(s) => {
            let half = work.part.scopes[s as usize].title.0 / 2;
            (half, half)
        }
        Vertex::Left(s) => {
            let strip = work.part.scopes[s as usize].title.1;
            let along = work.title_at == super::frame::TitleAt::Side && strip > 0;
            (0, if along { strip + TITLE_GAP } else { 0 })
        }
        Vertex::Dummy(_) | Vertex::Right(_) => (0, 0),
    }
}

fn gap(work: &Work, a: u32, b: u32, options: &Options) -> i32 {
    use Vertex::{Dummy, Label, Left, Node, Right, Title};
    let (node, edge, padding) = (options.node_gap as i32, options.edge_gap as i32, options.padding as i32);
    match (work.vertices[a as usize], work.vertices[b as usize]) {
        (Left(_), Right(_)) => 2 * padding,
        (Left(_), Title(_)) => TITLE_INSET,
        (Left(_), _) | (_, Right(_)) => padding,
        (Node(_) | Right(_), Node(_) | Left(_)) => node,
        (Title(_), _) | (_, Title(_)) | (Dummy(_) | Label(_), Dummy(_) | Label(_)) => edge,
        (Right(_) | Node(_), Dummy(_) | Label(_)) | (Dummy(_) | Label(_), Left(_) | Node(_)) => {
            edge + (node - edge).max(0) / 4
        }
    }
}
