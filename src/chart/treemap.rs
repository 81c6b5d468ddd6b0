//! Areas by size, nested, as foreign texts write them.

use super::Tint;
use crate::base::{Rect, Size};

/// Nested areas, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Treemap {
    /// Title of the picture.
    pub title: String,
    /// A parent stands before its children.
    pub tiles: Vec<Tile>,
}

/// An area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// The size of a leaf; none for what holds others.
    pub value: Option<f64>,
    /// What it is in.
    pub parent: Option<usize>,
    /// Its colour.
    pub tint: Option<Tint>,
}

/// Size of the whole, in px.
pub const WHOLE: Size = Size { w: 860.0, h: 520.0 };
/// Height of the title of what holds others; around and between areas.
pub const HEAD: f64 = 24.0;
const PAD: f64 = 6.0;
const GAP: f64 = 3.0;

impl Treemap {
    /// How large everything is: a leaf its value, what holds others the sum of those.
    pub fn totals(&self) -> Vec<f64> {
        let largest = self.tiles.iter().filter_map(|tile| tile.value).fold(f64::MIN_POSITIVE, f64::max);
        // Parts of the largest, so that no sum is too large for a number.
        let own = |tile: &Tile| tile.value.unwrap_or(0.0).max(0.0) / largest;
        let mut out: Vec<f64> = self.tiles.iter().map(own).collect();
        for (at, tile) in self.tiles.iter().enumerate().rev() {
            if let Some(parent) = tile.parent.filter(|parent| *parent < at) {
                out[parent] += out[at];
            }
        }
        out
    }

    /// How many tiles each lies in.
    pub fn depths(&self) -> Vec<usize> {
        let mut out: Vec<usize> = Vec::with_capacity(self.tiles.len());
        for tile in &self.tiles {
            out.push(tile.parent.and_then(|parent| out.get(parent)).map_or(0, |depth| depth + 1));
        }
        out
    }
}

/// Where each tile stands; empty where it has no size. Squarified: rows are filled while that makes tiles more square.
///
/// Source: Bruls, Huizing, van Wijk, "Squarified Treemaps", 2000.
pub fn place(map: &Treemap) -> Vec<Rect> {
    let totals = map.totals();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); map.tiles.len()];
    let mut roots = Vec::new();
    for (at, tile) in map.tiles.iter().enumerate() {
        match tile.parent.filter(|parent| *parent < at) {
            Some(parent) => children[parent].push(at),
            None => roots.push(at),
        }
    }
    let mut out = vec![Rect::default(); map.tiles.len()];
    squarify(roots, Rect::new(0.0, 0.0, WHOLE.w, WHOLE.h), &totals, &mut out);
    for (at, inside) in children.into_iter().enumerate() {
        let Rect { x, y, w, h } = out[at];
        let room = Rect::new(x + PAD, y + HEAD, (w - 2.0 * PAD).max(0.0), (h - HEAD - PAD).max(0.0));
        squarify(inside, room, &totals, &mut out);
    }
    for rect in &mut out {
        rect.w = (rect.w - GAP).max(0.0);
        rect.h = (rect.h - GAP).max(0.0);
    }
    out
}

fn squarify(mut tiles: Vec<usize>, mut room: Rect, totals: &[f64], out: &mut [Rect]) {
    tiles.retain(|at| totals[*at] > 0.0);
    tiles.sort_by(|a, b| totals[*b].total_cmp(&totals[*a]));
    let mut left: f64 = tiles.iter().map(|at| totals[*at]).sum();
    let mut start = 0;
    while start < tiles.len() && !room.size().is_empty() && left > 0.0 {
        let side = room.w.min(room.h);
        let scale = room.w * room.h / left;
        // The worst ratio of sides of a row that ends at a tile.
        let worst = |sum: f64, least: f64, most: f64| {
            let area = sum * scale;
            (side * side * most * scale / (area * area)).max(area * area / (side * side * least * scale))
        };
        let most = totals[tiles[start]];
        let (mut end, mut sum) = (start + 1, most);
        while let Some(next) = tiles.get(end).map(|at| totals[*at]) {
            if worst(sum + next, next, most) > worst(sum, totals[tiles[end - 1]], most) {
                break;
            }
            sum += next;
            end += 1;
        }
        let thick = sum * scale / side;
        let mut along = 0.0;
        for at in &tiles[start..end] {
            let length = side * totals[*at] / sum;
            out[*at] = if room.w >= room.h {
                Rect::new(room.x, room.y + along, thick, length)
            } else {
                Rect::new(room.x + along, room.y, length, thick)
            };
            along += length;
        }
        room = if room.w >= room.h {
            Rect::new(room.x + thick, room.y, (room.w - thick).max(0.0), room.h)
        } else {
            Rect::new(room.x, room.y + thick, room.w, (room.h - thick).max(0.0))
        };
        left -= sum;
        start = end;
    }
}
