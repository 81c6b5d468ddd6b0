//! Nested areas: [`Treemap`] + its places + [`Theme`] -> [`Scene`]. Words that have no room stand in the tooltip.

use super::pen::Pen;
use super::sheet::{Chart, Head, named};
use super::tint::ground;
use super::{Anchor, Block, Item, Paint, Scene, Theme};
use crate::base::Point;
use crate::base::text::{Font, Limit, Measure, wrap};
use crate::chart::treemap::{HEAD, Treemap, WHOLE, place};

/// Between an outline and words.
const PAD: f64 = 7.0;

pub(super) fn compose(map: &Treemap, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let head = Head::new(&map.title, "", WHOLE.w, theme, text);
    let (offset, depths) = (head.origin, map.depths());
    let mut branches = vec![0; map.tiles.len()];
    let mut roots = 0;
    // A top tile gives its colour to all in it; where there is one alone, those below it do.
    let single = map.tiles.iter().filter(|tile| tile.parent.is_none()).count() == 1;
    let mut items = Vec::new();
    for (at, (tile, rect)) in map.tiles.iter().zip(place(map)).enumerate() {
        let top = depths[at] == usize::from(single);
        branches[at] = if top { roots } else { tile.parent.map_or(0, |parent| branches[parent]) };
        roots += usize::from(top);
        if rect.size().is_empty() {
            continue;
        }
        let rect = rect.moved(offset.x, offset.y);
        let look = if single && depths[at] == 0 { &theme.kind.external } else { pen.series(branches[at]) };
        let leaf = tile.value.is_some();
        let fill = tile.tint.map(|tint| ground(tint, theme));
        let fill = fill.or(if leaf { Some(look.fill) } else { theme.frame.fill });
        let mut inside = Vec::new();
        let paint = Paint { fill, ..Paint::stroke(look.line, 1.2) };
        inside.push(Item::Rect { rect, radius: 4.0, paint });
        let room = rect.w - 2.0 * PAD;
        let value = tile.value.map(|value| value.to_string());
        if leaf {
            let mut block = pen.words(&tile.name, room.max(1.0));
            block.gap(1.0);
            let font = Font::regular(theme.type_size.small);
            block.add(
                value.as_deref().unwrap_or_default(),
                font,
                theme.page.muted,
                Limit { width: room, lines: 1 },
                text,
            );
            if block.size.w <= room && block.size.h <= rect.h - PAD {
                Pen::centered(block, rect.center(), &mut inside);
            }
        } else if rect.h > HEAD && room > 20.0 {
            let mut block = Block::default();
            let font = Font::semibold(theme.type_size.frame);
            for line in wrap(&tile.name, font, Limit { width: room, lines: 1 }, text) {
                block.add(&line, font, theme.page.text, Limit { width: room + 1.0, lines: 1 }, text);
            }
            block.draw(Point::new(rect.x + PAD, rect.y + 4.0), Anchor::Start, None, &mut inside);
        }
        let title = value.map_or_else(|| tile.name.clone(), |value| format!("{}: {value}", tile.name));
        items.push(Item::Group { id: format!("t{at}"), class: "tile", link: None, title: Some(title), items: inside });
    }
    let names = named(map.tiles.iter().map(|tile| tile.name.as_str()));
    let chart = Chart {
        title: &map.title,
        description: format!("{} areas: {names}.", map.tiles.len()),
        size: WHOLE,
        items,
        legend: Vec::new(),
    };
    head.finish(chart, theme, text)
}
