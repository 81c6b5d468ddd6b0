//! Mermaid's own preparation: a link at a frame goes to a node in it, and a frame that no link enters or leaves becomes a
//! picture of its own that stands in the outer one as a node.

use super::super::order::{Member, Order, Step};
use super::Line;

/// As deep as Mermaid looks for frames that stand alone.
const DEEPEST: usize = 10;

/// What is laid out at once.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Nodes and frames in the order in which the host meets them.
    pub(super) members: Vec<usize>,
    /// Links in that order.
    pub(super) lines: Vec<Line>,
    /// The frame whose picture it is.
    pub(super) frame: Option<usize>,
}

/// The frame around each node and frame; frames are numbered after all nodes.
pub(super) type Parents = Vec<Option<usize>>;

struct Tree {
    parents: Parents,
    children: Vec<Vec<usize>>,
    /// By member: whether a link leads out of it or in; only read of frames.
    open: Vec<bool>,
    /// By member: where links at it end.
    anchor: Vec<usize>,
}

/// Takes a text apart; the outermost part comes first.
pub(super) fn split(order: &Order, labelled: &[bool]) -> (Parents, Vec<Part>) {
    let (mut tree, mut outer) = read(order, labelled);
    tree.find_open(&outer.lines);
    tree.find_anchors(&outer);
    tree.move_lines(&mut outer.lines);

    let mut parts = vec![outer];
    let mut depths = vec![0];
    let mut at = 0;
    while at < parts.len() {
        if depths[at] <= DEEPEST {
            let part = std::mem::take(&mut parts[at]);
            let (rest, inner) = tree.extract(part);
            parts[at] = rest;
            depths.resize(parts.len() + inner.len(), depths[at] + 1);
            parts.extend(inner);
        }
        at += 1;
    }
    (tree.parents, parts)
}

/// Frames from the last one closed to the first, then nodes: the order of Mermaid's own list.
fn read(order: &Order, labelled: &[bool]) -> (Tree, Part) {
    let walk = order.walk();
    let nodes = walk.iter().filter(|(_, step)| matches!(step, Step::Node(_))).count();
    let count = nodes + order.inside.len();
    let number = |member: Member| match member {
        Member::Node(node) => node,
        Member::Cluster(id) => nodes + id.index(),
    };
    let mut parents = vec![None; count];
    let (mut open, mut frames, mut leaves) = (Vec::new(), Vec::new(), Vec::new());
    for (_, step) in walk {
        match step {
            Step::Node(node) => {
                parents[node] = open.last().copied();
                leaves.push(node);
            }
            Step::Open(id) => {
                let frame = nodes + id.index();
                parents[frame] = open.last().copied();
                open.push(frame);
            }
            Step::Close(_) => frames.extend(open.pop()),
        }
    }
    let members: Vec<usize> = frames.into_iter().rev().chain(leaves).collect();
    let mut children = vec![Vec::new(); count];
    for &member in &members {
        if let Some(parent) = parents[member] {
            children[parent].push(member);
        }
    }
    let lines = order.links.iter().map(|link| Line {
        tail: number(link.tail),
        head: number(link.head),
        length: link.length as i32,
        labelled: labelled.get(link.edge).copied().unwrap_or_default(),
    });
    let lines = lines.filter(|line| line.tail != line.head).collect();
    let tree = Tree { parents, children, open: vec![false; count], anchor: (0..count).collect() };
    (tree, Part { members, lines, frame: None })
}

impl Tree {
    fn is_frame(&self, member: usize) -> bool {
        !self.children[member].is_empty()
    }

    fn around(&self, member: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.parents[member], |frame| self.parents[*frame])
    }

    fn is_inside(&self, member: usize, frame: usize) -> bool {
        self.around(member).any(|f| f == frame)
    }

    fn find_open(&mut self, lines: &[Line]) {
        for line in lines {
            let [tail, head]: [Vec<usize>; 2] = [line.tail, line.head].map(|end| self.around(end).collect());
            let shared = tail.iter().rev().zip(head.iter().rev()).take_while(|(a, b)| a == b).count();
            for &frame in tail[..tail.len() - shared].iter().chain(&head[..head.len() - shared]) {
                self.open[frame] = true;
            }
        }
    }

    /// The first node in a frame with no link of its own that the frame has as well; or the last node.
    fn node_of(&self, member: usize, frame: usize, lines: &[Line]) -> usize {
        let heads: Vec<usize> = lines.iter().filter(|l| l.tail == frame).map(|l| l.head).collect();
        let mut stack = vec![member];
        let mut found = member;
        while let Some(next) = stack.pop() {
            if self.is_frame(next) {
                stack.extend(self.children[next].iter().rev());
                continue;
            }
            found = next;
            if !lines.iter().any(|l| l.tail == next && (l.head == frame || heads.contains(&l.head))) {
                break;
            }
        }
        found
    }

    /// Whether a frame between the two stands alone.
    fn is_apart(&self, node: usize, frame: usize) -> bool {
        self.around(node).take_while(|f| *f != frame).any(|f| !self.open[f])
    }

    fn find_anchors(&mut self, outer: &Part) {
        let lines = &outer.lines;
        for frame in outer.members.iter().copied().filter(|m| !self.children[*m].is_empty()).collect::<Vec<_>>() {
            // Only a frame at which a link ends is asked for its anchor.
            if !lines.iter().any(|l| l.tail == frame || l.head == frame) {
                continue;
            }
            let node = self.node_of(frame, frame, lines);
            self.anchor[frame] = node;
            let Some(parent) = self.parents[node] else { continue };
            if parent != frame && !self.open[parent] {
                self.anchor[frame] = parent;
            }
            if self.open[frame] && lines.iter().any(|l| l.tail == frame) && self.is_apart(node, frame) {
                let others = self.children[frame].iter().filter(|c| **c != parent && !self.is_inside(**c, parent));
                let safe = others.map(|c| self.node_of(*c, frame, lines)).find(|n| !self.is_apart(*n, frame));
                self.anchor[frame] = safe.unwrap_or(self.anchor[frame]);
            }
        }
    }

    /// Links at frames come after all others.
    fn move_lines(&mut self, lines: &mut Vec<Line>) {
        let (at_frames, mut out): (Vec<Line>, Vec<Line>) =
            lines.iter().partition(|l| self.is_frame(l.tail) || self.is_frame(l.head));
        for mut line in at_frames {
            // Both are read before either opens a frame.
            let ends = [line.tail, line.head].map(|end| if self.open[end] { self.anchor[end] } else { end });
            for (new, old) in ends.into_iter().zip([line.tail, line.head]) {
                if let Some(parent) = self.parents[new].filter(|_| new != old) {
                    self.open[parent] = true;
                }
            }
            [line.tail, line.head] = ends;
            out.push(line);
        }
        *lines = out;
    }

    /// Takes the frames that stand alone out of a part.
    fn extract(&self, mut part: Part) -> (Part, Vec<Part>) {
        let mut inner = Vec::new();
        let mut gone = vec![false; self.parents.len()];
        let mut here = gone.clone();
        for &member in &part.members {
            here[member] = true;
        }
        for &frame in &part.members {
            if gone[frame] || self.open[frame] || !self.is_frame(frame) || part.frame == Some(frame) {
                continue;
            }
            let (inside, rest): (Vec<Line>, Vec<Line>) =
                part.lines.iter().partition(|l| self.is_inside(l.tail, frame) && self.is_inside(l.head, frame));
            part.lines = rest;
            let members = self.met(frame, &inside, &mut gone, &here);
            part.lines.retain(|l| !gone[l.tail] && !gone[l.head]);
            inner.push(Part { members, lines: inside, frame: Some(frame) });
        }
        part.members.retain(|m| !gone[*m]);
        (part, inner)
    }

    /// What is in a frame, as Mermaid comes to it: a first node, the ends of all links, what is left; a frame at the latest
    /// with its first node.
    fn met(&self, frame: usize, lines: &[Line], gone: &mut [bool], here: &[bool]) -> Vec<usize> {
        let mut members = Vec::new();
        let mut known = vec![false; self.parents.len()];
        let mut meet = |member: usize| {
            if !std::mem::replace(&mut known[member], true) {
                members.push(member);
            }
        };
        let mut stack: Vec<(usize, bool)> = self.children[frame].iter().rev().map(|c| (*c, false)).collect();
        let mut first = true;
        while let Some((member, closed)) = stack.pop() {
            if gone[member] || !here[member] {
                continue;
            }
            let inside = self.children[member].iter().rev().filter(|c| !gone[**c] && here[**c]);
            let inside: Vec<(usize, bool)> = inside.map(|c| (*c, false)).collect();
            if !closed && !inside.is_empty() {
                stack.push((member, true));
                stack.extend(inside);
                continue;
            }
            gone[member] = true;
            meet(member);
            if let Some(parent) = self.parents[member].filter(|p| *p != frame) {
                meet(parent);
            }
            if std::mem::take(&mut first) {
                for line in lines {
                    meet(line.tail);
                    meet(line.head);
                }
            }
        }
        members
    }
}
