//! The bits of packets: [`Packet`] + its boxes + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Head, group, named};
use super::{Anchor, Item, Scene, Theme};
use crate::base::Point;
use crate::base::text::Measure;
use crate::chart::packet::{BIT, NUMBERS, Packet, parts, place};

/// Left and right of a name.
const PAD: f64 = 4.0;

pub(super) fn compose(packet: &Packet, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let parts = parts(packet);
    let name = |nth: usize| {
        let part = parts[nth];
        let width = (part.last - part.first + 1) as f64 * BIT - 2.0 * PAD;
        pen.words(packet.fields.get(part.field).map_or("", |field| &field.name), width)
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
