//! The bits of packets: [`Packet`] + its boxes + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Head, group, named};
use super::{Anchor, Item, Scene, Theme};
use crate::base::Point;
use crate::base::text::{Font, Measure};
use crate::chart::packet::{BIT, NUMBERS, Packet, Part, parts, place};
use std::collections::BTreeMap;

/// Left and right of a name.
const PAD: f64 = 2.0;
/// The smallest words, in parts of small ones.
const SMALLER: f64 = 0.85;

pub(super) fn compose(packet: &Packet, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let parts = parts(packet);
    let words = |part: &Part| packet.fields.get(part.field).map_or("", |field| field.name.as_str());
    let room = |part: &Part| (part.last - part.first + 1) as f64 * BIT - 2.0 * PAD;
    // Rather small than broken, and all fields of a width alike: flags are one bit wide.
    let mut fonts: BTreeMap<u64, f64> = BTreeMap::new();
    let (label, small) = (theme.type_size.label, theme.type_size.small);
    for part in &parts {
        let fits =
            |size: &f64| words(part).split_whitespace().all(|it| text.width(it, Font::regular(*size)) <= room(part));
        if let Some(size) = [label, small, small * SMALLER].into_iter().find(fits) {
            let font = fonts.entry(part.last - part.first).or_insert(size);
            *font = font.min(size);
        }
    }
    let name = |nth: usize| {
        let part = &parts[nth];
        let size = fonts.get(&(part.last - part.first)).copied().unwrap_or(label);
        pen.block(words(part), Font::regular(size), theme.page.text, room(part))
    };
    let sizes: Vec<_> = (0..parts.len()).map(|nth| name(nth).size).collect();
    let placed = place(packet, &sizes);
    let head = Head::new(&packet.title, "", placed.size.w, theme, text);
    let offset = head.origin;
    let mut items = Vec::new();
    for (nth, (part, place)) in parts.iter().zip(&placed.boxes).enumerate() {
        let place = place.moved(offset.x, offset.y);
        let mut inside = vec![Item::Rect { rect: place, radius: 2.0, paint: Pen::paint(&theme.kind.container, 1.2) }];
        Pen::centered(name(nth), place.center(), &mut inside);
        let bits = |bit: u64| pen.small(&bit.to_string(), BIT * 4.0);
        let top = place.y - NUMBERS;
        if part.first == part.last {
            bits(part.first).draw(Point::new(place.center().x, top), Anchor::Middle, None, &mut inside);
        } else {
            bits(part.first).draw(Point::new(place.x + 1.0, top), Anchor::Start, None, &mut inside);
            bits(part.last).draw(Point::new(place.right() - 1.0, top), Anchor::End, None, &mut inside);
        }
        items.push(group(format!("f{nth}"), "field", inside));
    }
    let names = named(packet.fields.iter().map(|field| field.name.as_str()));
    let chart = Chart {
        title: &packet.title,
        description: format!("{} fields: {names}.", packet.fields.len()),
        size: placed.size,
        items,
        legend: Vec::new(),
    };
    head.finish(chart, theme, text)
}
