//! The widths of plain English letters in the embedded family, known without shaping: nine labels of ten need no more.

use super::Weight;
use super::face::Face;

/// Printable ASCII.
const FIRST: u8 = b' ';
const COUNT: usize = 95;
/// Bytes of the table of one weight: units per em, advances, kerning of every pair, all little endian.
const TABLE: usize = 2 + 2 * COUNT + 2 * COUNT * COUNT;

/// A table a weight; [`tables`] makes them, and a test holds the two equal.
static TABLES: &[u8; 2 * TABLE] = include_bytes!("fonts/ascii.bin");

/// Width of a line in parts of the font size; none where it has any other character.
pub(super) fn width(text: &str, weight: Weight) -> Option<f64> {
    let table = &TABLES[weight as usize * TABLE..][..TABLE];
    let word = |at: usize| [table[2 * at], table[2 * at + 1]];
    let mut units = 0_i64;
    let mut before: Option<usize> = None;
    for byte in text.bytes() {
        let letter = usize::from(byte.checked_sub(FIRST)?);
        if letter >= COUNT {
            return None;
        }
        units += i64::from(u16::from_le_bytes(word(1 + letter)));
        if let Some(before) = before {
            units += i64::from(i16::from_le_bytes(word(1 + COUNT + before * COUNT + letter)));
        }
        before = Some(letter);
    }
    Some(units as f64 / f64::from(u16::from_le_bytes(word(0))))
}

/// The tables as shaping gives them.
pub(super) fn tables(faces: &[Face; 2]) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 * TABLE);
    for face in faces {
        let em = face.units_per_em();
        let units = |text: &str| {
            let glyphs = face.shape(text, false).unwrap_or_default();
            (glyphs.iter().map(|glyph| glyph.advance).sum::<f64>() * f64::from(em)).round() as i32
        };
        let letters: Vec<char> = (FIRST..).take(COUNT).map(char::from).collect();
        let advances: Vec<i32> = letters.iter().map(|letter| units(&letter.to_string())).collect();
        out.extend(em.to_le_bytes());
        out.extend(advances.iter().flat_map(|&advance| (advance as u16).to_le_bytes()));
        for (a, alone) in letters.iter().zip(&advances) {
            for (b, other) in letters.iter().zip(&advances) {
                let kerning = units(&format!("{a}{b}")) - alone - other;
                out.extend((kerning as i16).to_le_bytes());
            }
        }
    }
    out
}
