//! Boards of cards in columns, as foreign texts write them.

use crate::base::{Rect, Size};

/// Columns of cards, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kanban {
    /// Title of the picture.
    pub title: String,
    /// From the left.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// What stands at its top.
    pub title: String,
    /// From the top.
    pub cards: Vec<Card>,
}

/// A card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// What is to do.
    pub label: String,
    /// Ticket, who does it, and priority, where the text says them.
    pub notes: Vec<String>,
    /// How urgent it is: 2 very high, 1 high, -1 low, -2 very low.
    pub urgency: i8,
}

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Width of a card.
    pub card: f64,
    /// Titles, by column.
    pub titles: Vec<Size>,
    /// Cards with the room inside, by column.
    pub cards: Vec<Vec<Size>>,
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedKanban {
    /// Size of the whole.
    pub size: Size,
    /// By column.
    pub columns: Vec<Rect>,
    /// Width of a card.
    pub card: f64,
    /// Titles, by column.
    pub titles: Vec<Rect>,
    /// Cards, by column.
    pub cards: Vec<Vec<Rect>>,
}

/// Width of a card at most.
pub const CARD: f64 = 190.0;

/// Beside a card, to the next one.
pub const ASIDE: f64 = 2.0 * PAD + COLUMN_GAP;

/// Inside of columns, between cards, between columns.
const PAD: f64 = 10.0;
const CARD_GAP: f64 = 8.0;
const COLUMN_GAP: f64 = 12.0;

/// Places a board: columns as high as the longest.
pub fn place(sizes: &Sizes) -> PlacedKanban {
    let mut out = PlacedKanban { card: sizes.card, ..PlacedKanban::default() };
    let head = sizes.titles.iter().map(|size| size.h).fold(0.0, f64::max) + 2.0 * PAD;
    let (mut x, mut bottom) = (0.0, head);
    for (title, cards) in sizes.titles.iter().zip(&sizes.cards) {
        let width = sizes.card + 2.0 * PAD;
        out.titles.push(Rect::new(x + (width - title.w) / 2.0, PAD, title.w, title.h));
        let mut y = head;
        let mut list = Vec::new();
        for card in cards {
            list.push(Rect::new(x + PAD, y, sizes.card, card.h));
            y += card.h + CARD_GAP;
        }
        bottom = f64::max(bottom, y - CARD_GAP + PAD);
        out.cards.push(list);
        out.columns.push(Rect::new(x, 0.0, width, 0.0));
        x += width + COLUMN_GAP;
    }
    out.columns.iter_mut().for_each(|column| column.h = bottom);
    out.size = Size::new((x - COLUMN_GAP).max(0.0), bottom);
    out
}
