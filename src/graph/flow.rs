//! Where the flow goes inside each frame.
//!
//! Stage: graph. Input: a graph whose frames may have a direction of their own. Output: a direction for each frame.

use super::{ClusterId, Edge, Graph};
use crate::base::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

impl Graph {
    /// Where the flow goes inside each frame of a picture that flows `around`: the frame's own way, unless an edge leads
    /// from what is in it to what is not; the frame itself is not in it. Such a frame, and one without a direction of its
    /// own, flows as what is around it does.
    ///
    /// A host of Mermaid has it so for frames with a direction, and for others where `flowchart.inheritDir` is true; it is
    /// false unless somebody says so, and then dagre turns such a frame across what is around it, and a nested state
    /// flows down. Inherited makes the better picture. Cost: linear.
    pub fn flows(&self, around: Direction) -> Vec<Direction> {
        let frames = &self.clusters.clusters;
        let mut out = Vec::with_capacity(frames.len());
        if frames.iter().all(|frame| frame.direction.is_none()) {
            out.resize(frames.len(), around);
            return out;
        }
        for (frame, is_closed) in frames.iter().zip(self.closed()) {
            let outer = frame.parent.and_then(|outer| out.get(outer.index()).copied());
            out.push(frame.direction.filter(|_| is_closed).or(outer).unwrap_or(around));
        }
        out
    }

    /// The frame around an end of an edge: that around the frame where it ends at one.
    pub fn around(&self, node: NodeIndex, frame: Option<ClusterId>) -> Option<ClusterId> {
        match frame {
            Some(id) => self.clusters.get(id).parent,
            None => self.net[node].cluster,
        }
    }

    /// The first node in each frame, at any depth. Cost: linear.
    pub fn first_nodes(&self) -> Vec<Option<NodeIndex>> {
        let mut first: Vec<Option<NodeIndex>> = vec![None; self.clusters.len()];
        for at in self.net.node_indices() {
            let mut around = self.net[at].cluster;
            while let Some(frame) = around.filter(|frame| first[frame.index()].is_none()) {
                first[frame.index()] = Some(at);
                around = self.clusters.get(frame).parent;
            }
        }
        first
    }

    /// Whether no edge has one end in a frame, and the other one outside of it or at it; by frame.
    fn closed(&self) -> Vec<bool> {
        let frames = &self.clusters.clusters;
        // Frames are numbered as a walk into the depth meets them, so that those in one follow it without a gap.
        let mut size = vec![1u32; frames.len()];
        for (at, frame) in frames.iter().enumerate().rev() {
            if let Some(outer) = frame.parent {
                size[outer.index()] += size[at];
            }
        }
        let (mut number, mut next) = (vec![0u32; frames.len()], vec![0u32; frames.len()]);
        // None is around what stands outside.
        let mut outermost = 1;
        for (at, frame) in frames.iter().enumerate() {
            let free = frame.parent.map_or(&mut outermost, |outer| &mut next[outer.index()]);
            number[at] = *free;
            *free += size[at];
            next[at] = number[at] + 1;
        }
        // The least and the largest number of a frame that edges lead to from what is in each.
        let mut reach: Vec<(u32, u32)> = number.iter().map(|&own| (own, own)).collect();
        let number_of = |frame: Option<ClusterId>| frame.map_or(0, |id| number[id.index()]);
        for edge in self.net.edge_references() {
            let Edge { tail, head, .. } = *edge.weight();
            let (tail, head) = (self.around(edge.source(), tail), self.around(edge.target(), head));
            for (here, there) in [(tail, number_of(head)), (head, number_of(tail))] {
                if let Some(id) = here {
                    let (least, most) = reach[id.index()];
                    reach[id.index()] = (least.min(there), most.max(there));
                }
            }
        }
        for (at, frame) in frames.iter().enumerate().rev() {
            if let Some(outer) = frame.parent {
                let (least, most) = reach[outer.index()];
                reach[outer.index()] = (least.min(reach[at].0), most.max(reach[at].1));
            }
        }
        let within = |at: usize| reach[at].0 >= number[at] && reach[at].1 < number[at] + size[at];
        (0..frames.len()).map(within).collect()
    }
}
