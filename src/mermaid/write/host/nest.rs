//! Turns links that close a cycle, and lays borders round frames: above and below each a node that keeps it together.
//!
//! Paper: Sander, "Layout of Compound Directed Graphs", 1996, as dagre has it.

use super::Line;
use super::split::{Parents, Part};

/// A link that keeps a distance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) tail: usize,
    pub(super) head: usize,
    pub(super) least: i32,
    pub(super) weight: i64,
}

/// A part with its borders. Vertices are numbered in dagre's order: members, the root, borders.
#[derive(Debug)]
pub(super) struct Nested {
    /// By vertex.
    pub(super) parents: Parents,
    /// Above and below, by vertex; of frames with something in them.
    pub(super) borders: Vec<Option<(usize, usize)>>,
    /// Frames with something in them, those inside first.
    pub(super) frames: Vec<usize>,
    /// Links without cycles, with their lengths in ranks.
    pub(super) lines: Vec<Line>,
    /// The same and those at borders; two vertices have at most one.
    pub(super) arcs: Vec<Arc>,
    /// Vertex above all.
    pub(super) root: usize,
    /// Ranks between two layers of nodes.
    pub(super) factor: i32,
}

pub(super) fn nest(part: &Part, parents: &Parents) -> Nested {
    let (mut nested, children, top) = number(part, parents);
    nested.lines = without_cycles(nested.parents.len(), &nested.lines);

    // The root counts as a child of the outermost scope, so that the depth is 1 at least.
    let mut depths = vec![1; nested.parents.len()];
    let mut stack = top.clone();
    while let Some(vertex) = stack.pop() {
        depths[vertex] = nested.parents[vertex].map_or(1, |p| depths[p] + 1);
        stack.extend(&children[vertex]);
    }
    let height = depths.iter().copied().max().unwrap_or(1) - 1;
    nested.factor = 2 * height + 1;
    for line in &mut nested.lines {
        line.length *= 2 * nested.factor;
    }
    nested.arcs = merged(nested.parents.len(), &nested.lines);
    let weight = nested.lines.len() as i64 + 1;

    nested.root = nested.parents.len();
    nested.parents.push(None);
    nested.borders.push(None);
    let mut stack: Vec<(usize, bool)> = top.into_iter().rev().map(|v| (v, false)).collect();
    while let Some((vertex, closed)) = stack.pop() {
        if !closed && !children[vertex].is_empty() {
            let above = nested.parents.len();
            nested.borders[vertex] = Some((above, above + 1));
            nested.parents.extend([Some(vertex); 2]);
            nested.borders.extend([None; 2]);
            stack.push((vertex, true));
            stack.extend(children[vertex].iter().rev().map(|c| (*c, false)));
            continue;
        }
        let (above, below) = nested.borders[vertex].unwrap_or((vertex, vertex));
        if closed {
            nested.frames.push(vertex);
        } else {
            nested.arcs.push(Arc { tail: nested.root, head: vertex, least: nested.factor, weight: 0 });
        }
        if let Some(parent) = nested.parents[vertex] {
            let (top, bottom) = nested.borders[parent].unwrap_or((parent, parent));
            let (least, weight) = if closed { (1, weight) } else { (height - depths[parent] + 1, 2 * weight) };
            nested.arcs.push(Arc { tail: top, head: above, least, weight });
            nested.arcs.push(Arc { tail: below, head: bottom, least, weight });
        } else if closed {
            nested.arcs.push(Arc { tail: nested.root, head: above, least: height + depths[vertex], weight: 0 });
        }
    }
    nested
}

/// Numbers members as dagre copies them: each, then its frame. Children of each vertex and of none come with it.
fn number(part: &Part, parents: &Parents) -> (Nested, Vec<Vec<usize>>, Vec<usize>) {
    let mut vertex = vec![None; parents.len()];
    for &member in part.members.iter().chain(&part.frame) {
        vertex[member] = Some(usize::MAX);
    }
    let parent_of = |member: usize| parents[member].filter(|p| part.frame != Some(member) && vertex[*p].is_some());
    let frames: Vec<Option<usize>> = (0..parents.len()).map(parent_of).collect();
    let mut next = 0;
    for &member in part.members.iter().chain(&part.frame) {
        for met in [Some(member), frames[member]].into_iter().flatten() {
            if vertex[met] == Some(usize::MAX) {
                vertex[met] = Some(next);
                next += 1;
            }
        }
    }
    let mut nested = Nested {
        parents: vec![None; next],
        borders: vec![None; next],
        frames: Vec::new(),
        lines: Vec::new(),
        arcs: Vec::new(),
        root: next,
        factor: 1,
    };
    let (mut children, mut top) = (vec![Vec::new(); next], Vec::new());
    for &member in part.members.iter().chain(&part.frame) {
        let Some(this) = vertex[member] else { continue };
        nested.parents[this] = frames[member].and_then(|p| vertex[p]);
        nested.parents[this].map_or(&mut top, |p| &mut children[p]).push(this);
    }
    let ends = part.lines.iter().filter_map(|l| Some(Line { tail: vertex[l.tail]?, head: vertex[l.head]?, ..*l }));
    nested.lines = ends.filter(|l| l.tail != l.head).collect();
    (nested, children, top)
}

/// Turns the links that a walk in depth finds to lead back; they come last.
fn without_cycles(count: usize, lines: &[Line]) -> Vec<Line> {
    let mut out = vec![Vec::new(); count];
    for (index, line) in lines.iter().enumerate() {
        out[line.tail].push(index);
    }
    let mut seen = vec![false; count];
    let mut open = vec![false; count];
    let mut back = Vec::new();
    for start in 0..count {
        if seen[start] {
            continue;
        }
        (seen[start], open[start]) = (true, true);
        let mut stack = vec![(start, 0)];
        while let Some((vertex, turn)) = stack.last_mut() {
            let Some(&index) = out[*vertex].get(*turn) else {
                open[*vertex] = false;
                stack.pop();
                continue;
            };
            *turn += 1;
            let head = lines[index].head;
            if open[head] {
                back.push(index);
            } else if !seen[head] {
                (seen[head], open[head]) = (true, true);
                stack.push((head, 0));
            }
        }
    }
    let mut turned = vec![false; lines.len()];
    for &index in &back {
        turned[index] = true;
    }
    let kept = lines.iter().zip(&turned).filter(|(_, turned)| !**turned).map(|(line, _)| *line);
    let back = back.iter().map(|index| Line { tail: lines[*index].head, head: lines[*index].tail, ..lines[*index] });
    kept.chain(back).collect()
}

/// One arc for all links between the same two, in the place of the first.
fn merged(count: usize, lines: &[Line]) -> Vec<Arc> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut arcs: Vec<Arc> = Vec::with_capacity(lines.len());
    for line in lines {
        if let Some(&index) = out[line.tail].iter().find(|a| arcs[**a].head == line.head) {
            arcs[index].least = arcs[index].least.max(line.length);
            arcs[index].weight += 1;
        } else {
            out[line.tail].push(arcs.len());
            arcs.push(Arc { tail: line.tail, head: line.head, least: line.length, weight: 1 });
        }
    }
    arcs
}
