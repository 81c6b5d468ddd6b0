//! Timelines: periods and what happened in them, as foreign texts write them.

use super::journey::runs;
use crate::base::{Rect, Size};

/// Periods in their order, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Title of the picture.
    pub title: String,
    /// Whether time goes down; to the right otherwise.
    pub down: bool,
    /// Titles of sections.
    pub sections: Vec<String>,
    /// Those of a section follow each other.
    pub periods: Vec<Period>,
}

/// A period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Period {
    /// What it is called.
    pub name: String,
    /// What happened in it.
    pub events: Vec<String>,
    /// Its section.
    pub section: Option<usize>,
}

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Width of a period.
    pub column: f64,
    /// Titles of sections.
    pub sections: Vec<Size>,
    /// Names of periods.
    pub periods: Vec<Size>,
    /// Events, by period.
    pub events: Vec<Vec<Size>>,
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedTimeline {
    /// Size of the whole.
    pub size: Size,
    /// Bands of sections.
    pub bands: Vec<(Option<usize>, Rect)>,
    /// Boxes of periods.
    pub periods: Vec<Rect>,
    /// Boxes of events, by period.
    pub events: Vec<Vec<Rect>>,
    /// The line of time: level across it, start and end along it.
    pub line: (f64, f64, f64),
}

/// Width of a period at most, and of an event beside it where time goes down.
pub const BOX: f64 = 150.0;
/// See [`BOX`].
pub const WIDE: f64 = 300.0;
/// Inside of boxes.
pub const PAD: f64 = 9.0;

/// Between boxes.
pub const GAP: f64 = 10.0;
/// Between sections; on both sides of the line of time.
const SECTION_GAP: f64 = 18.0;
const LINE_GAP: f64 = 16.0;

/// How wide the band of a section with so many periods is.
pub fn band_width(periods: usize, column: f64) -> f64 {
    column * periods as f64 + GAP * periods.saturating_sub(1) as f64
}

/// Places a timeline.
pub fn place(timeline: &Timeline, sizes: &Sizes) -> PlacedTimeline {
    if timeline.down { down(timeline, sizes) } else { across(timeline, sizes) }
}

fn across(timeline: &Timeline, sizes: &Sizes) -> PlacedTimeline {
    let mut out = PlacedTimeline::default();
    let titled = sizes.sections.iter().any(|size| !size.is_empty());
    let band = sizes.sections.iter().map(|size| size.h).fold(0.0, f64::max) + 2.0 * PAD;
    let top = if titled { band + GAP } else { 0.0 };
    let height = sizes.periods.iter().map(|size| size.h).fold(0.0, f64::max) + 2.0 * PAD;
    let below = top + height + 2.0 * LINE_GAP;
    let (mut x, mut at, mut bottom) = (0.0, 0, below);
    for (section, count) in runs(timeline.periods.iter().map(|period| period.section)) {
        if titled {
            out.bands.push((section, Rect::new(x, 0.0, band_width(count, sizes.column), band)));
        }
        for events in (at..at + count).map(|at| sizes.events.get(at)) {
            out.periods.push(Rect::new(x, top, sizes.column, height));
            let mut y = below;
            let mut list = Vec::new();
            for event in events.into_iter().flatten() {
                list.push(Rect::new(x, y, sizes.column, event.h + 2.0 * PAD));
                y += event.h + 2.0 * PAD + GAP;
            }
            bottom = f64::max(bottom, y - GAP);
            out.events.push(list);
            x += sizes.column + GAP;
        }
        x += SECTION_GAP - GAP;
        at += count;
    }
    let right = (x - SECTION_GAP).max(0.0);
    out.line = (top + height + LINE_GAP, 0.0, right);
    out.size = Size::new(right, bottom);
    out
}

fn down(timeline: &Timeline, sizes: &Sizes) -> PlacedTimeline {
    let mut out = PlacedTimeline::default();
    let titled = sizes.sections.iter().any(|size| !size.is_empty());
    let left = BOX + 2.0 * LINE_GAP;
    let (mut y, mut at, mut end) = (0.0, 0, 0.0);
    for (section, count) in runs(timeline.periods.iter().map(|period| period.section)) {
        if titled {
            let title = section.and_then(|at| sizes.sections.get(at)).copied().unwrap_or_default();
            let height = title.h + 2.0 * PAD;
            out.bands.push((section, Rect::new(0.0, y, left + WIDE, height)));
            y += height + GAP;
        }
        for at in at..at + count {
            let name = sizes.periods.get(at).copied().unwrap_or_default();
            let top = y;
            let mut list = Vec::new();
            for event in sizes.events.get(at).into_iter().flatten() {
                list.push(Rect::new(left, y, WIDE, event.h + 2.0 * PAD));
                y += event.h + 2.0 * PAD + GAP;
            }
            let period = Rect::new(0.0, top, BOX, name.h + 2.0 * PAD);
            y = y.max(period.bottom() + GAP);
            out.periods.push(period);
            out.events.push(list);
        }
        end = y - GAP;
        y += SECTION_GAP - GAP;
        at += count;
    }
    out.line = (BOX + LINE_GAP, 0.0, end);
    out.size = Size::new(left + WIDE, end);
    out
}
