//! Technology: [`Stack`] + [`PlacedStack`] + [`Theme`] -> [`Scene`].

use super::sheet::{Chart, Head, group};
use super::{Anchor, Block, Item, Paint, Scene, Segment, Theme};
use crate::base::text::{Font, Limit, Measure};
use crate::base::{Point, Rect};
use crate::chart::stack::{COLUMNS, Choice, Layer, PlacedStack, Row, Sizes, Stack};

/// Lines of a role, of a choice and of a reason.
const LINES: [usize; 3] = [2, 3, 5];
/// Corners of cards.
const RADIUS: f64 = 6.0;
/// Width of the title of a layer.
const TITLE: f64 = 400.0;

/// How large everything will be drawn.
pub fn measure_stack(stack: &Stack, theme: &Theme, text: &dyn Measure) -> Sizes {
    let part = Part { theme, text };
    Sizes {
        titles: stack.layers.iter().map(|layer| part.title(layer).size.ceil()).collect(),
        choices: (stack.layers.iter())
            .map(|layer| layer.choices.iter().map(|choice| part.texts(choice).map(|block| block.size.ceil())).collect())
            .collect(),
    }
}

/// Draws a stack at its places.
pub fn compose_stack(stack: &Stack, placed: &PlacedStack, theme: &Theme, text: &dyn Measure) -> Scene {
    let part = Part { theme, text };
    let head = Head::new(&stack.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    for (layer, place) in stack.layers.iter().zip(&placed.layers) {
        let look = &theme.frame;
        let paint = Paint { fill: look.fill, ..Paint::stroke(look.line, look.stroke) };
        let rect = |r: Rect| r.moved(head.origin.x, head.origin.y);
        let mut band = vec![Item::Rect { rect: rect(place.band), radius: look.radius, paint }];
        let title = rect(place.title);
        part.title(layer).draw(Point::new(title.x, title.y), Anchor::Start, None, &mut band);
        items.push(group(format!("layer-{}", layer.id), "cluster", band));
        for (choice, row) in layer.choices.iter().zip(&place.rows) {
            let mut card = Vec::new();
            let title = part.card(choice, row, head.origin, &mut card);
            let id = format!("choice-{}-{}", layer.id, choice.id);
            items.push(Item::Group { id, class: "node", link: None, title, items: card });
        }
    }
    let chart = Chart {
        title: &stack.title,
        description: stack.description.clone().unwrap_or_else(|| stack.summary()),
        size: placed.size,
        items,
        legend: Vec::new(),
    };
    head.finish(chart, theme, text)
}

struct Part<'a> {
    theme: &'a Theme,
    text: &'a dyn Measure,
}

impl Part<'_> {
    fn title(&self, layer: &Layer) -> Block {
        let mut block = Block::default();
        let font = Font::semibold(self.theme.type_size.frame);
        block.add(&layer.name, font, self.theme.frame.text, Limit { width: TITLE, lines: 2 }, self.text);
        block
    }

    fn texts(&self, choice: &Choice) -> [Block; 3] {
        let sizes = &self.theme.type_size;
        let look = self.theme.look(choice.kind, false);
        let page = &self.theme.page;
        let words = [
            (choice.role.as_str(), Font::semibold(sizes.detail), look.text),
            (choice.choice.as_str(), Font::semibold(sizes.name), page.text),
            (choice.why.as_deref().unwrap_or_default(), Font::regular(sizes.detail), page.muted),
        ];
        let mut column = 0;
        words.map(|(words, font, ink)| {
            let mut block = Block::default();
            block.add(words, font, ink, Limit { width: COLUMNS[column], lines: LINES[column] }, self.text);
            column += 1;
            block
        })
    }

    /// A card; says all that is written on it where some of it is cut.
    fn card(&self, choice: &Choice, row: &Row, offset: Point, out: &mut Vec<Item>) -> Option<String> {
        let look = self.theme.look(choice.kind, false);
        let card = row.card.moved(offset.x, offset.y);
        let line = Paint::stroke(look.line, 1.2);
        out.push(Item::Rect { rect: card, radius: RADIUS, paint: Paint::fill(self.theme.page.paper) });
        out.push(tab(row.tab.moved(offset.x, offset.y), Paint::fill(look.fill)));
        out.push(Item::Rect { rect: card, radius: RADIUS, paint: line });
        let mut cut = false;
        for (block, rect) in self.texts(choice).into_iter().zip(row.texts) {
            cut |= block.cut;
            block.draw(Point::new(rect.x + offset.x, rect.y + offset.y), Anchor::Start, None, out);
        }
        let why = choice.why.as_deref().map_or_else(String::new, |why| format!(" ({why})"));
        cut.then(|| format!("{}: {}{why}", choice.role, choice.choice))
    }
}

/// A box with round corners on its left side alone.
fn tab(rect: Rect, paint: Paint) -> Item {
    // A quarter of a circle as one curve: its handles are 0.5523 of the radius long.
    let handle = RADIUS * (1.0 - 0.5523);
    let p = |x: f64, y: f64| Point::new(rect.x + x, rect.y + y);
    let (w, h) = (rect.w, rect.h);
    let segments = vec![
        Segment::Move(p(w, 0.0)),
        Segment::Line(p(w, h)),
        Segment::Line(p(RADIUS, h)),
        Segment::Cubic(p(handle, h), p(0.0, h - handle), p(0.0, h - RADIUS)),
        Segment::Line(p(0.0, RADIUS)),
        Segment::Cubic(p(0.0, handle), p(handle, 0.0), p(RADIUS, 0.0)),
        Segment::Close,
    ];
    Item::Path { segments, paint }
}
