//! A layer is a tree of cells: one a scope that the layer has, each a list of vertices and of its child scopes.
//! Whatever is done to the lists, frames stay in one piece in every layer.

use crate::layout::normalize::NONE;
use crate::layout::work::{Vertex, Work};
use std::borrow::Cow;

/// A vertex, or a child scope as `vertices + scope`.
pub(super) type Item = u32;

/// The lists of all cells.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    pub(super) lists: Vec<Vec<Item>>,
    /// First cell by scope; one a layer of its span.
    first: Vec<u32>,
    vertices: u32,
}

impl Cells {
    /// Every cell by the places of the nodes: a frame stands where its first node stands, edges on their way beside
    /// their upper end.
    pub(super) fn new(work: &Work, places: &[i64]) -> Self {
        Self::by_keys(work, &keys(work, places))
    }

    /// Every cell by keys of vertices and scopes.
    pub(super) fn by_keys<K: Ord + Copy>(work: &Work, keys: &[K]) -> Self {
        let mut first = Vec::with_capacity(work.spans.len());
        let mut count = 0;
        for span in &work.spans {
            first.push(count);
            count += span.1 - span.0 + 1;
        }
        let mut cells = Self { lists: vec![Vec::new(); count as usize], first, vertices: work.vertices.len() as u32 };
        for s in 1..work.spans.len() as u32 {
            for l in work.spans[s as usize].0..=work.spans[s as usize].1 {
                let outer = cells.index(work.part.scopes[s as usize].parent, l, work);
                let item = cells.vertices + s;
                cells.lists[outer].push(item);
            }
        }
        for (v, vertex) in work.vertices.iter().enumerate() {
            if !matches!(vertex, Vertex::Left(_) | Vertex::Right(_)) {
                let cell = cells.index(work.scope[v], work.layer[v], work);
                cells.lists[cell].push(v as u32);
            }
        }
        let keys = if work.before.is_empty() { Cow::Borrowed(keys) } else { Cow::Owned(cells.arranged(work, keys)) };
        for list in &mut cells.lists {
            list.sort_by(|&a, &b| keys[a as usize].cmp(&keys[b as usize]));
        }
        cells
    }

    /// The keys, exchanged among siblings until these stand as the describer asks, in every layer alike.
    fn arranged<K: Ord + Copy>(&self, work: &Work, keys: &[K]) -> Vec<K> {
        let mut children: Vec<Vec<Item>> = vec![Vec::new(); work.spans.len()];
        for (v, node) in work.part.nodes.iter().enumerate() {
            children[node.scope as usize].push(v as u32);
        }
        for (s, scope) in work.part.scopes.iter().enumerate().skip(1) {
            children[scope.parent as usize].push(self.item(s as u32));
        }
        let mut out = keys.to_vec();
        for list in &mut children {
            list.sort_by(|&a, &b| keys[a as usize].cmp(&keys[b as usize]));
            let sorted: Vec<K> = list.iter().map(|&item| keys[item as usize]).collect();
            work.before.arrange(list, |_| true);
            for (&item, &key) in list.iter().zip(&sorted) {
                out[item as usize] = key;
            }
        }
        out
    }

    pub(super) fn index(&self, scope: u32, layer: u32, work: &Work) -> usize {
        (self.first[scope as usize] + layer - work.spans[scope as usize].0) as usize
    }

    /// The scope that an item is, where it is one.
    pub(super) fn scope(&self, item: Item) -> Option<u32> {
        item.checked_sub(self.vertices)
    }

    /// What an item covers of a layer: itself, or all that is between the sides of a scope.
    pub(super) fn run<'a>(&self, work: &'a Work, item: &'a Item, layer: u32) -> &'a [u32] {
        let Some(s) = self.scope(*item) else { return std::slice::from_ref(item) };
        let (a, b) = work.sides_at(s, layer);
        &work.layers[layer as usize][work.pos[a as usize] as usize..=work.pos[b as usize] as usize]
    }

    pub(super) fn item(&self, scope: u32) -> Item {
        self.vertices + scope
    }

    /// Writes one layer's lists out as the layer's vertices, sides included.
    pub(super) fn flatten(&self, layer: u32, work: &mut Work) {
        let mut out = std::mem::take(&mut work.layers[layer as usize]);
        out.clear();
        let mut stack = vec![(0u32, 0usize)];
        while let Some(&mut (scope, ref mut next)) = stack.last_mut() {
            let list = &self.lists[self.index(scope, layer, work)];
            if *next == 0 && scope != 0 {
                out.push(work.sides_at(scope, layer).0);
            }
            let Some(&item) = list.get(*next) else {
                if scope != 0 {
                    out.push(work.sides_at(scope, layer).1);
                }
                stack.pop();
                continue;
            };
            *next += 1;
            match self.scope(item) {
                Some(child) => {
                    // An empty list ends at its first look, so a frame is opened exactly once.
                    stack.push((child, 0));
                }
                None => out.push(item),
            }
        }
        for (k, &v) in out.iter().enumerate() {
            work.pos[v as usize] = k as u32;
        }
        work.layers[layer as usize] = out;
    }

    pub(super) fn flatten_all(&self, work: &mut Work) {
        for l in 0..work.layers.len() as u32 {
            self.flatten(l, work);
        }
    }
}

/// A key for every vertex and scope; titles come first.
fn keys(work: &Work, places: &[i64]) -> Vec<(i64, u32)> {
    let part = work.part;
    let mut scope_key = vec![i64::MAX; part.scopes.len()];
    for (node, &place) in part.nodes.iter().zip(places) {
        let key = &mut scope_key[node.scope as usize];
        *key = (*key).min(place);
    }
    for s in (1..part.scopes.len()).rev() {
        let outer = part.scopes[s].parent as usize;
        scope_key[outer] = scope_key[outer].min(scope_key[s]);
    }
    // Seen from its scope, an edge on its way stands where the child around its upper end stands.
    let beside = |edge: u32, scope: u32| {
        let o = work.oriented[edge as usize];
        let (mut s, mut below) = (part.nodes[o.top as usize].scope, NONE);
        while s != NONE && s != scope {
            below = s;
            s = part.scopes[s as usize].parent;
        }
        match (s, below) {
            (NONE, _) => scope_key[scope as usize],
            (_, NONE) => places[o.top as usize],
            (_, child) => scope_key[child as usize],
        }
    };
    let vertices = work.vertices.iter().enumerate().map(|(v, vertex)| match *vertex {
        Vertex::Node(i) => (places[i as usize], 0),
        Vertex::Dummy(e) | Vertex::Label(e) => (beside(e, work.scope[v]), e + 1),
        Vertex::Title(_) => (-1, 0),
        Vertex::Left(_) | Vertex::Right(_) => (0, 0),
    });
    vertices.chain(scope_key.iter().enumerate().map(|(s, &key)| (key, s as u32))).collect()
}

/// The child frames in one order that all layers agree with; of those that are free the first written comes first.
pub(super) fn from_left_to_right(cells: &Cells, lists: &[&Vec<Item>], work: &Work) -> Vec<u32> {
    let mut behind: Vec<Vec<u32>> = vec![Vec::new(); work.spans.len()];
    let mut waits = vec![NONE; work.spans.len()];
    for list in lists {
        let mut last = NONE;
        for s in list.iter().filter_map(|&item| cells.scope(item)) {
            let wait = &mut waits[s as usize];
            *wait = if *wait == NONE { 0 } else { *wait };
            if last != NONE {
                *wait += 1;
                behind[last as usize].push(s);
            }
            last = s;
        }
    }
    let mut ready: std::collections::BTreeSet<u32> =
        (0..work.spans.len() as u32).filter(|&s| waits[s as usize] == 0).collect();
    let mut out = Vec::new();
    while let Some(s) = ready.pop_first() {
        out.push(s);
        for &next in &behind[s as usize] {
            waits[next as usize] -= 1;
            if waits[next as usize] == 0 {
                ready.insert(next);
            }
        }
    }
    out
}
