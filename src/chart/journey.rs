//! Journeys: steps and how good each is for those who take it, as foreign texts write them.

use crate::base::{Point, Rect, Size};

/// Steps in their order, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journey {
    /// Title of the picture.
    pub title: String,
    /// Titles of sections.
    pub sections: Vec<String>,
    /// Those of a section follow each other.
    pub steps: Vec<Step>,
    /// Who takes steps, in the order of first use.
    pub actors: Vec<String>,
}

/// A step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// What is done.
    pub name: String,
    /// How good that is, from 1 to 5.
    pub score: Option<f64>,
    /// Indices of actors.
    pub actors: Vec<usize>,
    /// Its section.
    pub section: Option<usize>,
}

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Titles of sections, as wide as [`band_width`] says.
    pub sections: Vec<Size>,
    /// Names of steps.
    pub steps: Vec<Size>,
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedJourney {
    /// Size of the whole.
    pub size: Size,
    /// Bands of sections: the section, and where.
    pub bands: Vec<(Option<usize>, Rect)>,
    /// Cards, by step.
    pub cards: Vec<Rect>,
    /// Dots of actors, by step.
    pub dots: Vec<Vec<Point>>,
    /// Faces, by step; none where there is no score.
    pub faces: Vec<Option<Point>>,
    /// Heights of the scores 5 to 1.
    pub levels: [f64; 5],
    /// Where the levels begin and end.
    pub span: (f64, f64),
}

/// Width of a card.
pub const CARD: f64 = 132.0;
/// Radius of a dot, and of a face.
pub const DOT: f64 = 5.0;
/// See [`DOT`].
pub const FACE: f64 = 13.0;

/// Between cards, between sections, inside of cards and bands.
const GAP: f64 = 10.0;
const SECTION_GAP: f64 = 16.0;
const PAD: f64 = 9.0;
/// Between cards and the first level; from one level to the next; left of the levels for their numbers.
const LEVEL_TOP: f64 = 34.0;
const LEVEL: f64 = 38.0;
const LEFT: f64 = 22.0;

/// How wide the band of a section with so many steps is.
pub fn band_width(steps: usize) -> f64 {
    CARD * steps as f64 + GAP * steps.saturating_sub(1) as f64
}

/// The runs of steps of one section.
pub fn runs<T: PartialEq>(sections: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut out: Vec<(T, usize)> = Vec::new();
    for section in sections {
        match out.last_mut() {
            Some((last, count)) if *last == section => *count += 1,
            _ => out.push((section, 1)),
        }
    }
    out
}

/// Places a journey.
pub fn place(journey: &Journey, sizes: &Sizes) -> PlacedJourney {
    let mut out = PlacedJourney::default();
    let titled = sizes.sections.iter().any(|size| !size.is_empty());
    let band = sizes.sections.iter().map(|size| size.h).fold(0.0, f64::max) + 2.0 * PAD;
    let top = if titled { band + GAP } else { 0.0 };
    let dots = if journey.actors.is_empty() { 0.0 } else { 2.0 * DOT + PAD };
    let height = sizes.steps.iter().map(|size| size.h).fold(0.0, f64::max) + 2.0 * PAD + dots;
    let (mut x, mut at) = (LEFT, 0);
    let first = top + height + LEVEL_TOP;
    for (section, count) in runs(journey.steps.iter().map(|step| step.section)) {
        if titled {
            out.bands.push((section, Rect::new(x, 0.0, band_width(count), band)));
        }
        for step in &journey.steps[at..at + count] {
            let card = Rect::new(x, top, CARD, height);
            let each = step.actors.iter().enumerate().map(|(nth, _)| {
                let fit = ((CARD - 2.0 * PAD) / step.actors.len().max(1) as f64).min(2.0 * DOT + 4.0);
                Point::new(card.x + PAD + DOT + nth as f64 * fit, card.bottom() - PAD - DOT)
            });
            out.dots.push(each.collect());
            let score = step.score.map(|score| score.clamp(0.0, 6.0));
            out.faces.push(score.map(|score| Point::new(card.center().x, first + (5.0 - score) * LEVEL)));
            out.cards.push(card);
            x += CARD + GAP;
        }
        x += SECTION_GAP - GAP;
        at += count;
    }
    out.levels = [0.0, 1.0, 2.0, 3.0, 4.0].map(|nth| first + nth * LEVEL);
    out.span = (LEFT, (x - SECTION_GAP).max(LEFT));
    let lowest = out.faces.iter().flatten().map(|face| face.y + FACE).fold(out.levels[4] + FACE, f64::max);
    out.size = Size::new(out.span.1, lowest);
    out
}
