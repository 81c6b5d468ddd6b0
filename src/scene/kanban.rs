//! Boards of cards: [`Kanban`] + [`PlacedKanban`] + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Head, group};
use super::{Anchor, Block, Item, Paint, Scene, Theme};
use crate::base::text::{Font, Measure};
use crate::base::{Point, Rect, Size};
use crate::chart::kanban::{ASIDE, CARD, Card, Kanban, PlacedKanban, Sizes, place};

/// Inside of a card; between its label and its notes; width of the stripe of its urgency.
const PAD: f64 = 9.0;
const NOTE_GAP: f64 = 4.0;
const STRIPE: f64 = 4.0;

pub(super) fn compose(board: &Kanban, theme: &Theme, text: &dyn Measure) -> Scene {
    let pen = Pen { theme, text };
    let all =
        board.columns.iter().flat_map(|column| column.cards.iter().map(|card| &card.label).chain([&column.title]));
    let width = pen.column(board.columns.len(), CARD, (2.0 * PAD, ASIDE), all.map(String::as_str));
    let sizes = Sizes {
        card: width,
        titles: board.columns.iter().map(|column| pen.title(&column.title, width).size).collect(),
        cards: board
            .columns
            .iter()
            .map(|column| {
                let height = |card: &Card| (words(pen, card, width).size.h + 2.0 * PAD).ceil();
                column.cards.iter().map(|card| Size::new(width, height(card))).collect()
            })
            .collect(),
    };
    let placed = place(&sizes);
    let head = Head::new(&board.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    draw_board(board, &placed, head.origin, pen, &mut items);
    let names: Vec<&str> = board.columns.iter().map(|column| column.title.as_str()).collect();
    let chart = Chart {
        title: &board.title,
        description: format!("{} columns: {}.", names.len(), names.join(", ")),
        size: placed.size,
        items,
        legend: Vec::new(),
    };
    head.finish(chart, theme, text)
}

fn words(pen: Pen<'_>, card: &Card, width: f64) -> Block {
    let mut block = pen.words(&card.label, width - 2.0 * PAD);
    if !card.notes.is_empty() {
        block.gap(NOTE_GAP);
        let notes = crate::graph::TextLine::plain(&card.notes.join(" · "));
        let small = Font::regular(pen.theme.type_size.small);
        block.add_lines(&notes, small, pen.theme.page.muted, width - 2.0 * PAD, pen.text);
    }
    block
}

fn draw_board(board: &Kanban, placed: &PlacedKanban, offset: Point, pen: Pen<'_>, out: &mut Vec<Item>) {
    let rect = |r: Rect| r.moved(offset.x, offset.y);
    let theme = pen.theme;
    for (number, column) in board.columns.iter().enumerate() {
        let look = pen.series(number);
        let paint = Paint { fill: theme.frame.fill, ..Paint::stroke(look.line, theme.frame.stroke) };
        let mut items = vec![Item::Rect { rect: rect(placed.columns[number]), radius: theme.frame.radius, paint }];
        Pen::centered(pen.title(&column.title, placed.card), rect(placed.titles[number]).center(), &mut items);
        for (card, place) in column.cards.iter().zip(&placed.cards[number]) {
            let place = rect(*place);
            let paper = Paint { fill: Some(theme.page.paper), ..Paint::stroke(theme.frame.line, 1.2) };
            items.push(Item::Rect { rect: place, radius: 5.0, paint: paper });
            let chart = &theme.chart;
            let ink = match card.urgency {
                2.. => Some(chart.high_line),
                1 => Some(chart.medium_line),
                0 => None,
                -1 => Some(chart.low_line),
                _ => Some(chart.rule),
            };
            if let Some(ink) = ink {
                let stripe = Rect::new(place.x, place.y + 4.0, STRIPE, place.h - 8.0);
                items.push(Item::Rect { rect: stripe, radius: STRIPE / 2.0, paint: Paint::fill(ink) });
            }
            words(pen, card, placed.card).draw(
                Point::new(place.x + PAD, place.y + PAD),
                Anchor::Start,
                None,
                &mut items,
            );
        }
        out.push(group(format!("k{number}"), "column", items));
    }
}
