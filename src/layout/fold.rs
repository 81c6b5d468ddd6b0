//! Folds layers that would make the picture too wide across the flow: leaves of a hub stand in several rows.
//!
//! Needs: a layering. Leaves: pairs of nodes of which the second has to stand below the first, for another layering.
//! Cost: linear in nodes, edges and layers.
//! Paper: Nikolov, Tarassov, Branke, "In search for efficient heuristics for minimum-width graph layering with
//! consideration of dummy nodes", 2005 (the width counts the edges that pass).

use super::Options;
use super::frame::Frame;
use super::layer::Layering;
use super::normalize::{NONE, NodeKind, Part};
use std::collections::BTreeMap;

/// Most that width by height of a picture should be, and least.
const ASPECT: (f64, f64) = (0.5, 2.5);
/// Rows that one layer is folded into at the most.
const ROWS: i64 = 8;
/// Hubs with fewer leaves in a layer keep them there.
const LEAVES: usize = 4;
/// How much wider a picture is than its widest layer, at the least: that of another layer need not stand below it.
const WIDER: f64 = 1.15;

/// Nothing where the picture is not too wide, or has no leaves to fold.
pub(super) fn fold(part: &Part, layering: &Layering, options: &Options, frame: Frame) -> Vec<(u32, u32)> {
    let limit = if frame.turned() { 1.0 / ASPECT.0 } else { ASPECT.1 };
    let (node_gap, layer_gap) = (i64::from(options.node_gap), i64::from(options.layer_gap));
    let Layers { widths, heights } = Layers::new(part, layering, options);
    let height: i64 = heights.iter().map(|h| h + layer_gap).sum();
    if widths.iter().all(|&w| w as f64 <= limit * height as f64) {
        return Vec::new();
    }
    let count = layering.count as usize;
    let mut degree = vec![0u32; part.nodes.len()];
    let mut hub = vec![0u32; part.nodes.len()];
    for edge in &part.edges {
        for (end, other) in [(edge.from, edge.to), (edge.to, edge.from)] {
            degree[end as usize] += 1;
            hub[end as usize] = other;
        }
    }
    // Leaves by layer, then by scope and hub.
    let mut leaves: Vec<BTreeMap<(u32, u32), Vec<u32>>> = vec![BTreeMap::new(); count];
    for (v, node) in part.nodes.iter().enumerate() {
        if degree[v] == 1 && node.kind == NodeKind::Real {
            leaves[layering.nodes[v] as usize].entry((node.scope, hub[v])).or_default().push(v as u32);
        }
    }
    let mut out = Vec::new();
    for (layer, groups) in leaves.iter().enumerate() {
        let (width, step) = (widths[layer], heights[layer] + layer_gap);
        if width as f64 <= limit * height as f64 {
            continue;
        }
        let groups = groups.values().filter(|group| group.len() >= LEAVES);
        let all: Vec<u32> = groups.clone().flatten().copied().collect();
        let own: i64 = all.iter().map(|&v| i64::from(part.nodes[v as usize].w) + node_gap).sum();
        let fits = |rows: i64, share: f64| {
            let passing = all.len() as i64 * (rows - 1) / rows * i64::from(options.edge_gap);
            let folded = width - own + own / rows + passing;
            folded as f64 <= share * limit * (height + (rows - 1) * step) as f64
        };
        // What leaves alone cannot bring in stays as it is: more rows would only cost crossings.
        let rows = [0.75, 1.0].into_iter().find_map(|share| (2..=ROWS).find(|&rows| fits(rows, share)));
        let Some(rows) = rows else { return Vec::new() };
        for group in groups {
            // Neighbours go below each other: then the edges of the lower rows pass between the upper ones as they come.
            for column in group.chunks(rows as usize) {
                out.extend(column.windows(2).map(|pair| (pair[0], pair[1])));
            }
        }
    }
    out
}

/// Whether the picture would be too long along the flow.
pub(super) fn is_long(part: &Part, layering: &Layering, options: &Options, frame: Frame) -> bool {
    let limit = if frame.turned() { ASPECT.1 } else { 1.0 / ASPECT.0 };
    let Layers { widths, heights } = Layers::new(part, layering, options);
    let height: i64 = heights.iter().map(|h| h + i64::from(options.layer_gap)).sum();
    let width = widths.into_iter().max().unwrap_or(0);
    width as f64 * WIDER * limit < height as f64
}

/// Whether `folded` is clearly nearer to a page than `before` was.
pub(super) fn gains(part: &Part, before: &Layering, folded: &Layering, options: &Options) -> bool {
    let shape = |layering| {
        let Layers { widths, heights } = Layers::new(part, layering, options);
        let height: i64 = heights.iter().map(|h| h + i64::from(options.layer_gap)).sum();
        (widths.into_iter().max().unwrap_or(0), height.max(1))
    };
    let (before, folded) = (shape(before), shape(folded));
    folded.0 * before.1 * 4 <= before.0 * folded.1 * 3
}

/// What each layer takes, in px.
pub(super) struct Layers {
    pub(super) widths: Vec<i64>,
    pub(super) heights: Vec<i64>,
}

impl Layers {
    pub(super) fn new(part: &Part, layering: &Layering, options: &Options) -> Self {
        let count = layering.count as usize;
        let gap = i64::from(options.node_gap);
        let (mut widths, mut heights) = (vec![0i64; count], vec![0i64; count]);
        let mut add = |layer: u32, w: i32, h: i32| {
            widths[layer as usize] += i64::from(w) + gap;
            heights[layer as usize] = heights[layer as usize].max(i64::from(h));
        };
        for (node, &layer) in part.nodes.iter().zip(&layering.nodes) {
            add(layer, node.w + node.loop_w, node.h.max(node.loop_h));
        }
        // Edges that start to pass a layer, less those that end to.
        let mut passing = vec![0i64; count + 1];
        for (edge, &label) in part.edges.iter().zip(&layering.labels) {
            if label != NONE {
                add(label, edge.label.0, edge.label.1);
            }
            let (a, b) = (layering.nodes[edge.from as usize], layering.nodes[edge.to as usize]);
            if a != b {
                passing[a.min(b) as usize + 1] += 1;
                passing[a.max(b) as usize] -= 1;
            }
        }
        let mut edges = 0;
        for (width, change) in widths.iter_mut().zip(passing) {
            edges += change;
            *width += edges * i64::from(options.edge_gap);
        }
        Self { widths, heights }
    }
}
