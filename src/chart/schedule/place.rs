//! [`Schedule`] + [`Sizes`] -> [`PlacedSchedule`]: an axis as wide as a page allows, one row a phase.
//!
//! Cost: phases plus what they wait for. Total: a schedule without bars is empty.

use super::{Arrow, PlacedSchedule, Row, Schedule, Sizes, Tick};
use crate::base::{Point, Rect, Size};
use crate::describe::plan::duration::{DAY, Duration};

/// Width of the axis, in px.
const AXIS: f64 = 660.0;
/// Working days from one tick to the next, until there is room for its words; then twice as many, and so on.
const STEPS: [u32; 5] = [1, 5, 10, 20, 40];
/// Left of the words at a tick.
const TICK_PAD: f64 = 5.0;
/// Right of them, at least.
const TICK_GAP: f64 = 9.0;
/// Between the words of the axis and the first row.
const AXIS_GAP: f64 = 7.0;
/// Between names and bars.
const NAME_GAP: f64 = 18.0;
/// Left of the names.
const NAME_PAD: f64 = 10.0;
/// Above and below what stands in a row.
const ROW_PAD: f64 = 9.0;
/// Height of a bar.
const BAR: f64 = 22.0;
/// The shortest bar that can be seen.
const SHORTEST: f64 = 4.0;
/// Left and right of words on a bar, and between a bar and the words beside it.
const WORDS_PAD: f64 = 8.0;
/// How far from its end an arrow leaves a bar, and how far behind its start it reaches one.
const LEAVE: f64 = 6.0;
const REACH: f64 = 9.0;
/// How far an arrow passes bars of other phases, and of how many it looks at.
const PASS: f64 = 8.0;
const MOST_PASSED: usize = 64;

/// Places a schedule.
pub fn place(schedule: &Schedule, sizes: &Sizes) -> PlacedSchedule {
    if schedule.bars.is_empty() {
        return PlacedSchedule::default();
    }
    let names = sizes.names.iter().map(|s| s.w).fold(0.0, f64::max);
    let left = NAME_PAD + names + NAME_GAP;
    let days = schedule.end.div_ceil(u64::from(DAY)).max(1) as u32;
    let step = step(days, sizes.tick.w + TICK_PAD + TICK_GAP);
    let columns = days.div_ceil(step);
    let end = columns * step;
    let x = |minutes: u64| left + AXIS * (minutes as f64 / f64::from(DAY) / f64::from(end));
    let top = sizes.tick.h + AXIS_GAP;
    let mut y = top;
    let mut right = left + AXIS;
    let mut rows = Vec::with_capacity(schedule.bars.len());
    for (at, bar) in schedule.bars.iter().enumerate() {
        let name = sizes.names.get(at).copied().unwrap_or_default();
        let words = sizes.words.get(at).copied().unwrap_or_default();
        let height = (name.h.max(BAR) + 2.0 * ROW_PAD).ceil();
        let middle = y + height / 2.0;
        // The shortest bar stays on the axis, wherever it is.
        let (from, to) = (x(bar.start).min(left + AXIS - SHORTEST), x(bar.end()));
        let rect = Rect::new(from, middle - BAR / 2.0, (to - from).max(SHORTEST), BAR);
        let range = bar.duration.filter(Duration::is_range);
        let sure = range.map_or(rect.w, |d| x(bar.start + u64::from(d.least)) - from).min(rect.w);
        // The end of the shortest time is no line to write across.
        let inside = words.w + 2.0 * WORDS_PAD <= sure;
        let words_x = if inside {
            rect.x + WORDS_PAD
        } else if rect.right() + WORDS_PAD + words.w > left + AXIS && rect.x - WORDS_PAD - words.w >= left {
            rect.x - WORDS_PAD - words.w
        } else {
            rect.right() + WORDS_PAD
        };
        let words = Rect::new(words_x, middle - words.h / 2.0, words.w, words.h);
        right = right.max(words.right());
        rows.push(Row {
            band: Rect::new(0.0, y, 0.0, height),
            name: Rect::new(NAME_PAD, middle - name.h / 2.0, name.w, name.h),
            bar: rect,
            sure,
            words,
            inside,
        });
        y += height;
    }
    for row in &mut rows {
        row.band.w = right;
    }
    let ticks = (0..=columns).map(|column| {
        let x = left + AXIS * f64::from(column) / f64::from(columns);
        let words = Rect::new(x + TICK_PAD, 0.0, sizes.tick.w, sizes.tick.h);
        Tick { x, day: column * step, words: (column < columns).then_some(words), weeks: step >= 5 }
    });
    let ticks = ticks.collect();
    PlacedSchedule {
        size: Size::new(right.ceil(), y),
        area: Rect::new(left, top, AXIS, y - top),
        arrows: arrows(schedule, &rows, left),
        rows,
        ticks,
    }
}

/// Working days from one tick to the next: as few as leave `width` px for each.
fn step(days: u32, width: f64) -> u32 {
    let fits = |step: u32| f64::from(days.div_ceil(step)) * width <= AXIS;
    let mut step = STEPS.into_iter().find(|step| fits(*step)).unwrap_or(STEPS[STEPS.len() - 1]);
    // No column at all is wider than the axis.
    while !fits(step) && step < days {
        step *= 2;
    }
    step
}

/// Down from the end of a bar, along the border of its row, down beside the bars between to the border of the row that
/// waits, along that, and down to its start; or up.
fn arrows(schedule: &Schedule, rows: &[Row], left: f64) -> Vec<Arrow> {
    let mut out: Vec<Arrow> = Vec::new();
    for (to, bar) in schedule.bars.iter().enumerate() {
        for &from in &bar.after {
            let (Some(first), Some(next)) = (rows.get(from), rows.get(to)) else { continue };
            let leave = (first.bar.right() - LEAVE).max(first.bar.center().x);
            let reach = (next.bar.x + REACH).min(next.bar.center().x);
            let (start, turns, end) = if from < to {
                (first.bar.bottom(), [first.band.bottom(), next.band.y], next.bar.y)
            } else {
                (first.bar.y, [first.band.y, next.band.bottom()], next.bar.bottom())
            };
            let between = rows.get(from.min(to) + 1..from.max(to)).unwrap_or_default();
            let column = Column { between, drawn: &out, ends: [from, to], turns, axis: [left, left + AXIS] };
            let down = column.free(reach, leave);
            let corners = [
                Point::new(leave, start),
                Point::new(leave, turns[0]),
                Point::new(down, turns[0]),
                Point::new(down, turns[1]),
                Point::new(reach, turns[1]),
                Point::new(reach, end),
            ];
            out.push(Arrow { from, to, points: bends(&corners) });
        }
    }
    out
}

/// The way of an arrow past other rows.
struct Column<'a> {
    between: &'a [Row],
    /// The arrows so far.
    drawn: &'a [Arrow],
    /// Its own rows.
    ends: [usize; 2],
    /// Where it leaves the border of one and comes to that of the other.
    turns: [f64; 2],
    /// From where to where it may lie.
    axis: [f64; 2],
}

impl Column<'_> {
    /// Where no bar lies and no line of another arrow: above the end, below the start, or as near as there is such a place.
    fn free(&self, reach: f64, leave: f64) -> f64 {
        if self.between.is_empty() || self.between.len() > MOST_PASSED {
            return reach;
        }
        let way = |x: f64| (x - reach).abs() + (x - leave).abs();
        let sides = self.between.iter().flat_map(|row| {
            let filled = filled(row);
            [filled.x - PASS, filled.right() + PASS]
        });
        let mut places: Vec<f64> = sides.filter(|x| (self.axis[0]..=self.axis[1]).contains(x)).collect();
        places.sort_by(|a, b| way(*a).total_cmp(&way(*b)));
        [reach, leave].into_iter().chain(places).find(|&x| self.is_clear(x)).unwrap_or(reach)
    }

    fn is_clear(&self, x: f64) -> bool {
        let near = PASS / 2.0;
        let passes = |row: &Row| {
            let filled = filled(row);
            x <= filled.x - near || x >= filled.right() + near
        };
        let [low, high] = [self.turns[0].min(self.turns[1]), self.turns[0].max(self.turns[1])];
        let beside = |arrow: &Arrow| {
            // What comes from one phase, or leads to one, may share its way.
            arrow.from == self.ends[0]
                || arrow.to == self.ends[1]
                || arrow.points.windows(2).all(|pair| {
                    let (top, bottom) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
                    bottom <= low || top >= high || (pair[0].x - x).abs() >= near
                })
        };
        self.between.iter().all(passes) && self.drawn.iter().rev().take(MOST_PASSED).all(beside)
    }
}

/// The bar of a row with the words beside it.
fn filled(row: &Row) -> Rect {
    if row.inside || row.words.size().is_empty() { row.bar } else { row.bar.union(row.words) }
}

/// The corners at which a line really turns.
fn bends(corners: &[Point]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(corners.len());
    for &corner in corners {
        if out.last().is_some_and(|last| (last.x - corner.x).abs() < 1.0 && (last.y - corner.y).abs() < 1.0) {
            continue;
        }
        if let [.., before, last] = out[..]
            && ((before.x - last.x).abs() < 1.0 && (last.x - corner.x).abs() < 1.0
                || (before.y - last.y).abs() < 1.0 && (last.y - corner.y).abs() < 1.0)
        {
            out.pop();
        }
        out.push(corner);
    }
    out
}
