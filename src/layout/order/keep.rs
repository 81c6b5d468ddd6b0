//! Starts from an earlier layout: what was there stands as it stood, what is new stands beside what it is connected to.
//!
//! Needs: the layered graph, the earlier layout. Leaves: a key for every vertex and scope. Cost: linear.

use super::cells::Cells;
use crate::layout::earlier::PartHint;
use crate::layout::normalize::NodeKind;
use crate::layout::work::{Vertex, Work};

/// The cells as the earlier layout had them; tells the workspace what shall keep its order.
pub(super) fn start(work: &mut Work, hint: &PartHint<'_>) -> Cells {
    let (nodes, scopes) = fill(work, hint);
    let along = levels(work, hint);
    let mut keys: Vec<(i32, u32)> = work
        .vertices
        .iter()
        .enumerate()
        .map(|(v, vertex)| match *vertex {
            Vertex::Node(i) => (nodes[i as usize], i),
            Vertex::Title(_) => (i32::MIN, 0),
            Vertex::Left(_) | Vertex::Right(_) => (0, 0),
            Vertex::Dummy(e) | Vertex::Label(e) => {
                let o = work.oriented[e as usize];
                let between = || i32::midpoint(nodes[o.top as usize], nodes[o.bottom as usize]);
                (hint.passes(e, along[work.layer[v] as usize]).unwrap_or_else(between), e)
            }
        })
        .collect();
    let kept = |known: bool, x: i32| if known { x } else { i32::MIN };
    work.kept = work
        .vertices
        .iter()
        .map(|vertex| match *vertex {
            Vertex::Node(i) => kept(hint.nodes[i as usize].is_some(), nodes[i as usize]),
            _ => i32::MIN,
        })
        .collect();
    work.kept.extend(scopes.iter().zip(&hint.scopes).map(|(&x, spot)| kept(spot.is_some(), x)));
    keys.extend(scopes.iter().zip(0..).map(|(&x, s)| (x, s)));
    Cells::by_keys(work, &keys)
}

/// Places across the flow of all nodes and scopes: new ones in the middle of what they are connected to.
fn fill(work: &Work, hint: &PartHint<'_>) -> (Vec<i32>, Vec<i32>) {
    let part = work.part;
    let mut sums = vec![(0i64, 0i64); part.nodes.len()];
    for edge in &part.edges {
        for (a, b) in [(edge.from, edge.to), (edge.to, edge.from)] {
            if let Some(spot) = hint.nodes[b as usize] {
                let sum = &mut sums[a as usize];
                *sum = (sum.0 + i64::from(spot.across), sum.1 + 1);
            }
        }
    }
    let mean = |(sum, count): (i64, i64)| (count > 0).then(|| (sum / count) as i32);
    let mut members = vec![(0i64, 0i64); part.scopes.len()];
    let known: Vec<Option<i32>> =
        hint.nodes.iter().zip(&sums).map(|(spot, &sum)| spot.map(|s| s.across).or_else(|| mean(sum))).collect();
    for (node, x) in part.nodes.iter().zip(&known) {
        if let Some(x) = *x {
            let sum = &mut members[node.scope as usize];
            *sum = (sum.0 + i64::from(x), sum.1 + 1);
        }
    }
    for s in (1..part.scopes.len()).rev() {
        let (sum, outer) = (members[s], part.scopes[s].parent as usize);
        members[outer] = (members[outer].0 + sum.0, members[outer].1 + sum.1);
    }
    let mut scopes: Vec<i32> = Vec::with_capacity(part.scopes.len());
    for (s, scope) in part.scopes.iter().enumerate() {
        let outer = scopes.get(scope.parent as usize).copied().unwrap_or(0);
        scopes.push(hint.scopes[s].map(|spot| spot.across).or_else(|| mean(members[s])).unwrap_or(outer));
    }
    let nodes = part.nodes.iter().zip(&known).map(|(node, x)| x.unwrap_or(scopes[node.scope as usize])).collect();
    (nodes, scopes)
}

/// Where each layer was along the flow: the middle of what was there in it, else between the layers beside it.
fn levels(work: &Work, hint: &PartHint<'_>) -> Vec<i32> {
    let mut sums = vec![(0i64, 0i64); work.layers.len()];
    for (v, vertex) in work.vertices.iter().enumerate() {
        let spot = match *vertex {
            Vertex::Node(i) => hint.nodes[i as usize].filter(|_| work.part.nodes[i as usize].kind == NodeKind::Real),
            Vertex::Title(s) => hint.titles[s as usize],
            Vertex::Label(e) => hint.labels[e as usize],
            Vertex::Dummy(_) | Vertex::Left(_) | Vertex::Right(_) => None,
        };
        if let Some(spot) = spot {
            let sum = &mut sums[work.layer[v] as usize];
            *sum = (sum.0 + i64::from(spot.along), sum.1 + 1);
        }
    }
    let known: Vec<(usize, i64)> =
        sums.iter().enumerate().filter(|(_, sum)| sum.1 > 0).map(|(l, sum)| (l, sum.0 / sum.1)).collect();
    let level = |l: usize| {
        let next = known.partition_point(|k| k.0 < l);
        let before = known.get(next.wrapping_sub(1)).or(known.first()).copied().unwrap_or((0, 0));
        let behind = known.get(next).copied().unwrap_or(before);
        let (done, all) = (l.saturating_sub(before.0) as i64, behind.0.saturating_sub(before.0) as i64);
        (before.1 + if all == 0 { 0 } else { (behind.1 - before.1) * done / all }) as i32
    };
    (0..sums.len()).map(level).collect()
}
