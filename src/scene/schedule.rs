//! Schedules: [`Schedule`] + [`PlacedSchedule`] + [`Theme`] -> [`Scene`].

use super::draw::{self, Head as Tip};
use super::sheet::{Chart, Entry, Head, Sample, group, named};
use super::{Anchor, Block, Ink, Item, Paint, Scene, Theme};
use crate::base::text::{Font, Limit, Measure, counted};
use crate::base::{Point, Rect};
use crate::chart::schedule::{Bar, CriticalPath, DAY, PlacedSchedule, Row, Schedule, Sizes, Tick};
use crate::describe::plan::duration::Duration;
use std::fmt::Write as _;

/// Widest name of a phase, and its lines.
const NAME: Limit = Limit { width: 230.0, lines: 3 };
/// Widest duration.
const WORDS: Limit = Limit { width: 150.0, lines: 1 };
/// Between a name and what is said below it.
const NAME_GAP: f64 = 1.0;
/// Corners of bars.
const RADIUS: f64 = 4.0;
/// Height of the stripe that says how much is done.
const STRIPE: f64 = 3.0;
/// Dashes around what a range may still take, and around what nobody knows the length of.
const REST: (f64, f64) = (4.0, 3.0);
const UNKNOWN: (f64, f64) = (1.5, 3.0);
/// Widths of lines of the axis, and of arrows; their heads.
const LINES: (f64, f64) = (1.0, 1.2);
const HEAD: f64 = 6.5;

/// How large everything will be drawn.
pub fn measure_schedule(schedule: &Schedule, theme: &Theme, text: &dyn Measure) -> Sizes {
    let part = Part { schedule, theme, text };
    // The longest words of a week and of a day with a date.
    let mut tick = Block::default();
    for words in part.tick_words(&Tick { day: 9995, weeks: true, ..Tick::default() }, "28 Mar") {
        tick.add(&words, Font::regular(theme.type_size.small), theme.page.muted, WORDS, text);
    }
    Sizes {
        names: schedule.bars.iter().map(|bar| part.name(bar).size.ceil()).collect(),
        words: schedule.bars.iter().map(|bar| part.words(bar).size.ceil()).collect(),
        tick: tick.size.ceil(),
    }
}

/// Draws a schedule at its places.
pub fn compose_schedule(schedule: &Schedule, placed: &PlacedSchedule, theme: &Theme, text: &dyn Measure) -> Scene {
    let part = Part { schedule, theme, text };
    let head = Head::new(&schedule.title, &total(schedule), placed.size.w, theme, text);
    let mut items = Vec::new();
    part.draw(placed, head.origin, &mut items);
    let chart = Chart {
        title: &schedule.title,
        description: schedule.description.clone().unwrap_or_else(|| summary(schedule)),
        size: placed.size,
        items,
        legend: part.legend(),
    };
    head.finish(chart, theme, text)
}

/// How long it takes, what that means, and what is not known of it.
fn total(schedule: &Schedule) -> String {
    if schedule.path == CriticalPath::Unknown {
        return "No duration is given that can be read: this shows the order alone.".to_owned();
    }
    let unknown = schedule.bars.iter().filter(|b| b.duration.is_none()).count();
    if schedule.path == CriticalPath::Ring {
        return "Phases wait for each other: when each begins, and which are critical, nobody knows.".to_owned();
    }
    let best =
        if schedule.end_at_best < schedule.end { format!("{} to ", days(schedule.end_at_best)) } else { String::new() };
    let noun = if schedule.end == u64::from(DAY) { "day" } else { "days" };
    let mut out = format!("{best}{} working {noun} (5 a week, 8 hours each).", days(schedule.end));
    if unknown > 0 {
        let (phases, length) = (counted(unknown, "phase", "phases"), days(u64::from(schedule.assumed)));
        let unit = if schedule.assumed == DAY { "day" } else { "days" };
        let each = if unknown > 1 { " each" } else { "" };
        let _ = write!(out, " {phases} of unknown length counted as {length} {unit}{each}.");
    }
    if schedule.path == CriticalPath::Every && schedule.bars.len() > 1 {
        out += " Every phase is on the critical path.";
    }
    out
}

/// Minutes as days with at most one decimal.
fn days(minutes: u64) -> String {
    let tenths = (minutes * 10).div_ceil(u64::from(DAY));
    if tenths.is_multiple_of(10) { format!("{}", tenths / 10) } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// What a reader hears who does not see the picture.
fn summary(schedule: &Schedule) -> String {
    let names = named(schedule.bars.iter().map(|bar| format!("{} ({})", bar.name, bar.says())));
    format!("{}: {names}. {}", counted(schedule.bars.len(), "phase", "phases"), total(schedule))
}

struct Part<'a> {
    schedule: &'a Schedule,
    theme: &'a Theme,
    text: &'a dyn Measure,
}

impl Part<'_> {
    /// The name, and how much work it is.
    fn name(&self, bar: &Bar) -> Block {
        let mut block = Block::default();
        let sizes = &self.theme.type_size;
        block.add(&bar.name, Font::semibold(sizes.frame), self.theme.page.text, NAME, self.text);
        let count = |count: usize, noun: &str| match count {
            0 => None,
            1 => Some(format!("1 {noun}")),
            _ => Some(format!("{count} {noun}s")),
        };
        let tasks = if bar.done > 0 {
            count(bar.tasks, "task").map(|tasks| format!("{} of {tasks} done", bar.done))
        } else {
            count(bar.tasks, "task")
        };
        let parts: Vec<String> = [tasks, count(bar.deliverables, "deliverable")].into_iter().flatten().collect();
        if !parts.is_empty() {
            block.gap(NAME_GAP);
            block.add(&parts.join(" · "), Font::regular(sizes.small), self.theme.page.muted, NAME, self.text);
        }
        block
    }

    /// The duration.
    fn words(&self, bar: &Bar) -> Block {
        let mut block = Block::default();
        let font = Font::regular(self.theme.type_size.detail);
        block.add(&bar.says(), font, self.theme.page.text, WORDS, self.text);
        block
    }

    /// Which week or day begins, and on which date, where that is known.
    fn tick_words(&self, tick: &Tick, date: &str) -> Vec<String> {
        let mut out =
            vec![if tick.weeks { format!("Week {}", tick.day / 5 + 1) } else { format!("Day {}", tick.day + 1) }];
        if self.schedule.path == CriticalPath::Unknown {
            out.clear();
        } else if self.schedule.start.is_some() {
            out.push(date.to_owned());
        }
        out
    }

    fn fill(&self, bar: &Bar) -> (Ink, Ink) {
        let chart = &self.theme.chart;
        let look = &self.theme.kind.container;
        if bar.critical { (chart.high_fill, chart.high_line) } else { (look.fill, look.line) }
    }

    /// What is certain, and the rest of a range.
    fn paints(&self, bar: &Bar) -> (Paint, Paint) {
        let (fill, line) = self.fill(bar);
        let sure = Paint { fill: Some(fill), ..Paint::stroke(line, 1.3) };
        let rest = Paint { fill: None, ..sure }.dashed(Some(REST));
        (sure, rest)
    }

    /// What nobody knows the length of.
    fn unknown(&self, bar: &Bar) -> Paint {
        let (_, line) = self.fill(bar);
        Paint::stroke(line, 1.3).dashed(Some(UNKNOWN))
    }

    /// The stripe of what is done.
    fn done(&self) -> Paint {
        Paint::fill(self.theme.edge.line)
    }

    fn draw(&self, placed: &PlacedSchedule, offset: Point, out: &mut Vec<Item>) {
        let at = |p: Point| Point::new(p.x + offset.x, p.y + offset.y);
        let rect = |r: Rect| r.moved(offset.x, offset.y);
        let area = rect(placed.area);
        let mut back = Vec::new();
        for row in placed.rows.iter().step_by(2) {
            if let Some(fill) = self.theme.frame.fill {
                back.push(Item::Rect { rect: rect(row.band), radius: 5.0, paint: Paint::fill(fill) });
            }
        }
        let rule = Paint::stroke(self.theme.frame.line, LINES.0);
        for tick in &placed.ticks {
            if self.schedule.path == CriticalPath::Unknown {
                break;
            }
            let x = tick.x + offset.x;
            back.push(draw::line(Point::new(x, offset.y), Point::new(x, area.bottom()), rule));
            let Some(words) = tick.words else { continue };
            let date = self.schedule.start.map(|start| start.later(tick.day).short()).unwrap_or_default();
            let mut block = Block::default();
            for (line, words) in self.tick_words(tick, &date).iter().enumerate() {
                let ink = if line == 0 { self.theme.page.text } else { self.theme.page.muted };
                block.add(words, Font::regular(self.theme.type_size.small), ink, WORDS, self.text);
            }
            let words = rect(words);
            block.draw(Point::new(words.x, words.y), Anchor::Start, None, &mut back);
        }
        out.push(group("axis", "axis", back));
        let (mut arrows, mut critical) = (Vec::new(), Vec::new());
        for arrow in &placed.arrows {
            let ends = [arrow.from, arrow.to].map(|end| self.schedule.bars.get(end));
            let hot = matches!(ends, [Some(a), Some(b)] if a.critical && b.critical && a.end() == b.start);
            let points: Vec<Point> = arrow.points.iter().map(|p| at(*p)).collect();
            if hot {
                Self::arrow(&points, self.theme.chart.high_line, &mut critical);
            } else {
                Self::arrow(&points, self.theme.edge.line, &mut arrows);
            }
        }
        // Where arrows run together, the critical path is seen.
        arrows.append(&mut critical);
        out.push(group("arrows", "edge", arrows));
        for (number, (bar, row)) in self.schedule.bars.iter().zip(&placed.rows).enumerate() {
            let mut items = Vec::new();
            let title = self.row(bar, row, offset, &mut items);
            out.push(Item::Group { id: format!("phase-{number}"), class: "phase", link: None, title, items });
        }
    }

    fn arrow(points: &[Point], line: Ink, out: &mut Vec<Item>) {
        let [.., before, tip] = points else { return };
        let mut body = points.to_vec();
        if let Some(end) = body.last_mut() {
            *end = draw::toward(*tip, *before, HEAD * 0.8);
        }
        out.push(draw::polyline(&body, 4.0, [0.0, 1.0], Paint::stroke(line, LINES.1)));
        out.push(draw::head(*before, *tip, Tip::Filled, HEAD, line, LINES.1));
    }

    /// A phase; says all of what is cut.
    fn row(&self, bar: &Bar, row: &Row, offset: Point, out: &mut Vec<Item>) -> Option<String> {
        let rect = row.bar.moved(offset.x, offset.y);
        let (sure, rest) = self.paints(bar);
        let paper = Paint::fill(self.theme.page.paper);
        if bar.duration.is_none() {
            out.push(Item::Rect { rect, radius: RADIUS, paint: paper });
            out.push(Item::Rect { rect, radius: RADIUS, paint: self.unknown(bar) });
        } else {
            if row.sure < rect.w {
                out.push(Item::Rect { rect, radius: RADIUS, paint: paper });
                out.push(Item::Rect { rect, radius: RADIUS, paint: rest });
            }
            let certain = Rect { w: row.sure, ..rect };
            out.push(Item::Rect { rect: certain, radius: RADIUS.min(certain.w / 2.0), paint: sure });
        }
        if bar.done > 0 {
            let part = bar.done.min(bar.tasks) as f64 / bar.tasks.max(1) as f64;
            let stripe = Rect::new(rect.x, rect.bottom() - STRIPE, rect.w * part, STRIPE);
            out.push(Item::Rect { rect: stripe, radius: STRIPE.min(stripe.w) / 2.0, paint: self.done() });
        }
        let words = self.words(bar);
        let halo = (!row.inside).then_some(self.theme.page.paper);
        let cut = words.cut;
        // The words stand clear of the stripe.
        let up = if bar.done > 0 && row.inside { STRIPE } else { 0.0 };
        words.draw(Point::new(row.words.x + offset.x, row.words.y + offset.y - up), Anchor::Start, halo, out);
        let name = self.name(bar);
        let cut = cut || name.cut;
        name.draw(Point::new(row.name.x + offset.x, row.name.y + offset.y), Anchor::Start, None, out);
        cut.then(|| format!("{}: {}", bar.name, bar.says()))
    }

    fn legend(&self) -> Vec<Entry> {
        let bars = &self.schedule.bars;
        let (sure, _) = self.paints(&Bar::default());
        let is_range = |bar: &Bar| bar.duration.as_ref().is_some_and(Duration::is_range);
        let mut out = Vec::new();
        let mut add = |sample: Sample, words: String| out.push(Entry { sample, words });
        if self.schedule.path == CriticalPath::Some {
            let hot = self.paints(&Bar { critical: true, ..Bar::default() }).0;
            add(Sample::Bar(hot), "Critical path".to_owned());
            add(Sample::Bar(sure), "Has slack".to_owned());
        }
        // In no colour of bars: critical ones and others have it.
        let plain = self.theme.edge.line;
        if bars.iter().any(is_range) {
            let sure = Paint { fill: Some(self.theme.chart.frame_fill), ..Paint::stroke(plain, 1.3) };
            let all = Paint::stroke(plain, 1.3).dashed(Some(REST));
            add(Sample::Range(sure, all), "Up to its longest time".to_owned());
        }
        if bars.iter().any(|b| b.duration.is_none()) {
            let unknown = Paint::stroke(plain, 1.3).dashed(Some(UNKNOWN));
            let noun = if self.schedule.assumed == DAY { "day" } else { "days" };
            let words = format!("? Unknown: drawn as {} {noun}", days(u64::from(self.schedule.assumed)));
            add(
                Sample::Bar(unknown),
                if self.schedule.path == CriticalPath::Unknown { "? Unknown".to_owned() } else { words },
            );
        }
        if bars.iter().any(|b| b.done > 0) {
            add(Sample::Stripe(self.done()), "Done".to_owned());
        }
        out
    }
}
