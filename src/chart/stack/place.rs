//! [`Stack`] + [`Sizes`] -> [`PlacedStack`]: a band a layer, a card a technology, three columns in line. Bands stand below
//! each other, or side by side where that would be too high and they are narrow.
//!
//! Cost: technologies. Total: a stack without layers is empty.

use super::{PlacedLayer, PlacedStack, Row, Sizes, Stack};
use crate::base::{Rect, Size};

/// Widest role, choice and reason, in px.
pub const COLUMNS: [f64; 3] = [120.0, 190.0, 380.0];

/// Inside of a band; between its title and the first card; between two cards; between two bands.
const BAND_PAD: f64 = 14.0;
const TITLE_GAP: f64 = 9.0;
const CARD_GAP: f64 = 6.0;
const BAND_GAP: f64 = 18.0;
/// Inside of a card, left and right of each column, above and below.
const CARD_PAD: (f64, f64) = (12.0, 9.0);
/// A card is at least this high.
const LOWEST: f64 = 34.0;
/// Bands below each other are at most this high, if they are not wider than that side by side.
const HIGHEST: f64 = 640.0;
const WIDEST: f64 = 1000.0;

/// Places a stack.
pub fn place(stack: &Stack, sizes: &Sizes) -> PlacedStack {
    let all = || sizes.choices.iter().flatten();
    let widest = |column: usize| all().map(|texts| texts[column].w).fold(0.0, f64::max);
    let pad = |width: f64| if width > 0.0 { width + 2.0 * CARD_PAD.0 } else { 0.0 };
    let columns = [0, 1, 2].map(|column| pad(widest(column)));
    let titles = sizes.titles.iter().map(|s| s.w).fold(0.0, f64::max);
    let width = columns.iter().sum::<f64>().max(titles);
    let mut out = PlacedStack::default();
    for (at, layer) in stack.layers.iter().enumerate() {
        let title = sizes.titles.get(at).copied().unwrap_or_default();
        let mut y = BAND_PAD;
        let mut placed = PlacedLayer { title: Rect::new(BAND_PAD, y, title.w, title.h), ..PlacedLayer::default() };
        y += title.h + TITLE_GAP;
        for row in 0..layer.choices.len() {
            let texts = sizes.choices.get(at).and_then(|l| l.get(row)).copied().unwrap_or_default();
            let high = texts.iter().map(|t| t.h).fold(0.0, f64::max);
            let card = Rect::new(BAND_PAD, y, width, LOWEST.max(high + 2.0 * CARD_PAD.1));
            let mut x = card.x;
            let mut column = 0;
            let texts = texts.map(|size| {
                let rect = Rect::new(x + CARD_PAD.0, card.center().y - size.h / 2.0, size.w, size.h);
                x += columns[column];
                column += 1;
                rect
            });
            placed.rows.push(Row { card, tab: Rect { w: columns[0], ..card }, texts });
            y = card.bottom() + CARD_GAP;
        }
        placed.band = Rect::new(0.0, 0.0, width + 2.0 * BAND_PAD, y + BAND_PAD - CARD_GAP);
        out.layers.push(placed);
    }
    arrange(&mut out);
    out
}

/// Moves bands below each other or side by side.
fn arrange(out: &mut PlacedStack) {
    let gaps = BAND_GAP * out.layers.len().saturating_sub(1) as f64;
    let total = |side: fn(&Rect) -> f64| out.layers.iter().map(|l| side(&l.band)).sum::<f64>() + gaps;
    let beside = total(|band| band.h) > HIGHEST && total(|band| band.w) <= WIDEST;
    let (mut x, mut y) = (0.0, 0.0);
    for layer in &mut out.layers {
        let size = layer.band.size();
        layer.moved(x, y);
        out.size = Size::new(out.size.w.max(x + size.w), out.size.h.max(y + size.h));
        if beside {
            x += size.w + BAND_GAP;
        } else {
            y += size.h + BAND_GAP;
        }
    }
}

impl PlacedLayer {
    fn moved(&mut self, x: f64, y: f64) {
        let rows = self.rows.iter_mut().flat_map(|row| [&mut row.card, &mut row.tab].into_iter().chain(&mut row.texts));
        for rect in rows.chain([&mut self.band, &mut self.title]) {
            *rect = rect.moved(x, y);
        }
    }
}
