//! The bits of packets, as foreign texts write them.

use crate::base::{Rect, Size};

/// Fields of bits, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packet {
    /// Title of the picture.
    pub title: String,
    /// By their bits.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its first bit.
    pub first: u64,
    /// Its last bit.
    pub last: u64,
}

/// A part of a field on one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its field.
    pub field: usize,
    /// Its first bit.
    pub first: u64,
    /// Its last bit.
    pub last: u64,
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedPacket {
    /// Size of the whole.
    pub size: Size,
    /// Parts of [`parts`], without the numbers of their bits.
    pub boxes: Vec<Rect>,
}

/// Bits of a row, width of a bit, height of the numbers above a row.
pub const ROW: u64 = 32;
/// See [`ROW`].
pub const BIT: f64 = 26.0;
/// See [`ROW`].
pub const NUMBERS: f64 = 15.0;

/// Height of a row at least, with the room of its numbers; a picture has no more rows.
const BOX: f64 = 32.0;
const GAP: f64 = 4.0;
const MOST: usize = 5000;

/// Fields cut at the ends of rows.
pub fn parts(packet: &Packet) -> Vec<Part> {
    let mut out = Vec::new();
    for (field, of) in packet.fields.iter().enumerate() {
        let mut first = of.first;
        while first <= of.last && out.len() < MOST {
            let last = of.last.min(first / ROW * ROW + (ROW - 1));
            out.push(Part { field, first, last });
            first = last.saturating_add(1);
        }
    }
    out
}

/// Places a packet; `names` are the sizes of names, by part.
pub fn place(packet: &Packet, names: &[Size]) -> PlacedPacket {
    let mut out = PlacedPacket::default();
    let parts = parts(packet);
    let (mut y, mut at) = (NUMBERS, 0);
    let mut right: f64 = 0.0;
    while let Some(part) = parts.get(at) {
        let row = part.first / ROW;
        let count = parts[at..].iter().take_while(|part| part.first / ROW == row).count();
        let tallest = names.iter().skip(at).take(count).map(|size| size.h + 12.0).fold(BOX, f64::max);
        for part in &parts[at..at + count] {
            let x = (part.first % ROW) as f64 * BIT;
            let width = (part.last - part.first + 1) as f64 * BIT;
            out.boxes.push(Rect::new(x, y, width, tallest));
            right = right.max(x + width);
        }
        y += tallest + GAP + NUMBERS;
        at += count;
    }
    out.size = Size::new(right, (y - GAP - NUMBERS).max(0.0));
    out
}
