//! Gantt charts: [`Gantt`] + [`PlacedGantt`] + [`Theme`] -> [`Scene`].

use super::draw;
use super::pen::Pen;
use super::sheet::{Chart, Entry, Head, Sample, group, named};
use super::tint::shade;
use super::{Anchor, Block, Item, Paint, Scene, Theme};
use crate::base::text::Measure;
use crate::base::{Point, Rect};
use crate::chart::gantt::{AREA, Form, Gantt, Mark, PlacedGantt, Row, Sizes, State, Task, marks, place, time};

/// Widest title of a section, and widest name of a task.
const SECTION: f64 = 150.0;
const NAME: f64 = 250.0;
/// Corners of bars and of bands.
const RADIUS: f64 = 4.0;
/// How much of the colour of lines the shade of a day off has.
const OFF: f64 = 0.3;

pub(super) fn compose(gantt: &Gantt, theme: &Theme, text: &dyn Measure) -> Scene {
    let part = Part { gantt, pen: Pen { theme, text } };
    let marks = marks(gantt, AREA);
    let sizes = Sizes {
        sections: gantt.sections.iter().map(|title| part.section(title).size.ceil()).collect(),
        names: gantt.tasks.iter().map(|task| part.name(task).size.ceil()).collect(),
        marks: marks.iter().map(|mark| part.mark(mark).size.ceil()).collect(),
    };
    let placed = &place(gantt, &marks, &sizes);
    let head = Head::new(&gantt.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    part.draw(placed, &marks, head.origin, &mut items);
    let chart =
        Chart { title: &gantt.title, description: summary(gantt), size: placed.size, items, legend: part.legend() };
    head.finish(chart, theme, text)
}

fn summary(gantt: &Gantt) -> String {
    format!("{} tasks: {}.", gantt.tasks.len(), named(gantt.tasks.iter().map(|task| task.name.as_str())))
}

struct Part<'a> {
    gantt: &'a Gantt,
    pen: Pen<'a>,
}

impl Part<'_> {
    fn section(&self, title: &str) -> Block {
        self.pen.title(title, SECTION)
    }

    fn name(&self, task: &Task) -> Block {
        self.pen.words(&task.name, NAME)
    }

    fn mark(&self, mark: &Mark) -> Block {
        self.pen.small(&mark.words, NAME)
    }

    /// A bar's look: colour by what it is, more of it the more there is to do.
    fn paint(&self, state: State, critical: bool) -> Paint {
        let chart = &self.pen.theme.chart;
        let look = &self.pen.theme.kind.container;
        let (fill, line) = match (critical, state) {
            (true, State::Done) => (chart.frame_fill, chart.high_line),
            (true, _) => (chart.high_fill, chart.high_line),
            (false, State::Done) => (chart.frame_fill, chart.frame_line),
            (false, _) => (look.fill, look.line),
        };
        Paint { fill: Some(fill), ..Paint::stroke(line, if state == State::Active { 2.4 } else { 1.2 }) }
    }

    /// Days off are seen on the bands of all sections.
    fn off(&self) -> Paint {
        let frame = &self.pen.theme.frame;
        let band = frame.inner_fill.or(frame.fill).unwrap_or(self.pen.theme.page.paper);
        Paint::fill(shade(band, frame.line, OFF))
    }

    fn draw(&self, placed: &PlacedGantt, marks: &[Mark], offset: Point, out: &mut Vec<Item>) {
        let rect = |r: Rect| r.moved(offset.x, offset.y);
        let area = rect(placed.area);
        let mut back = Vec::new();
        for (at, (_, band)) in placed.bands.iter().enumerate() {
            let fill = if at % 2 == 0 { self.pen.theme.frame.fill } else { self.pen.theme.frame.inner_fill };
            back.extend(fill.map(|fill| Item::Rect { rect: rect(*band), radius: RADIUS, paint: Paint::fill(fill) }));
        }
        for off in &placed.off {
            back.push(Item::Rect { rect: rect(*off), radius: 0.0, paint: self.off() });
        }
        let rule = Paint::stroke(self.pen.theme.frame.line, 1.0);
        for ((x, words), mark) in placed.marks.iter().zip(marks) {
            let x = x + offset.x;
            let top = if words.is_some() { area.y - 4.0 } else { area.y };
            back.push(draw::line(Point::new(x, top), Point::new(x, area.bottom()), rule));
            if let Some(words) = words.map(rect) {
                self.mark(mark).draw(Point::new(words.center().x, words.y), Anchor::Middle, None, &mut back);
            }
        }
        for (title, at) in self.gantt.sections.iter().zip(&placed.titles) {
            if !at.size().is_empty() {
                let at = rect(*at);
                self.section(title).draw(Point::new(at.x, at.y), Anchor::Start, None, &mut back);
            }
        }
        out.push(group("axis", "axis", back));
        for (number, (task, row)) in self.gantt.tasks.iter().zip(&placed.rows).enumerate() {
            let mut items = Vec::new();
            self.row(task, row, offset, &mut items);
            let form = if (task.end - task.start) % time::DAY == 0 { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" };
            let ends = [task.start, task.end].map(|at| time::format(at, form));
            let title = format!("{}: {} – {}", task.name.replace('\n', " "), ends[0], ends[1]);
            out.push(Item::Group { id: format!("t{number}"), class: "phase", link: None, title: Some(title), items });
        }
    }

    fn row(&self, task: &Task, row: &Row, offset: Point, out: &mut Vec<Item>) {
        let rect = row.bar.moved(offset.x, offset.y);
        let paint = self.paint(task.state, task.critical);
        let center = rect.center();
        match task.form {
            Form::Bar => out.push(Item::Rect { rect, radius: RADIUS.min(rect.w / 2.0), paint }),
            Form::Milestone => Sample::Diamond(paint).draw(rect, out),
            Form::Vertical => {
                let line = Paint::stroke(self.pen.theme.chart.high_line, 1.8).dashed(Some(draw::DASHED));
                out.push(draw::line(Point::new(rect.x, rect.y), Point::new(rect.x, rect.bottom()), line));
                let at = Point::new(rect.x, row.name.center().y + offset.y);
                out.push(draw::circle(at, 4.0, Paint::fill(self.pen.theme.chart.high_line)));
            }
        }
        if task.form == Form::Bar && task.state == State::Done && rect.w >= 14.0 {
            // A hook says the same without colour.
            let at = |x: f64, y: f64| Point::new(rect.x + 7.0 + x, center.y + y);
            let ink = paint.stroke.unwrap_or_default();
            let hook = [at(-3.0, 0.0), at(-1.0, 2.5), at(3.5, -3.0)];
            out.push(draw::polyline(&hook, 0.0, [0.0; 2], Paint::stroke(ink, 1.6)));
        }
        let name = row.name.moved(offset.x, offset.y);
        self.name(task).draw(Point::new(name.x, name.y), Anchor::Start, None, out);
    }

    fn legend(&self) -> Vec<Entry> {
        let has = |of: &dyn Fn(&Task) -> bool| self.gantt.tasks.iter().any(of);
        let bar = |task: &Task| task.form != Form::Vertical;
        let mut out = Vec::new();
        let mut add = |state, critical, words: &str| {
            out.push(Entry { sample: Sample::Bar(self.paint(state, critical)), words: words.to_owned() });
        };
        let states = [(State::Done, "Done"), (State::Active, "Active")];
        for (state, words) in states {
            if has(&|task| bar(task) && task.state == state && !task.critical) {
                add(state, false, words);
            }
        }
        if has(&|task| bar(task) && task.critical && task.state != State::Done) {
            add(State::Planned, true, "Critical");
        }
        if has(&|task| bar(task) && task.critical && task.state == State::Done) {
            add(State::Done, true, "Critical and done");
        }
        if !out.is_empty() && has(&|task| bar(task) && task.state == State::Planned && !task.critical) {
            out.push(Entry { sample: Sample::Bar(self.paint(State::Planned, false)), words: "Planned".to_owned() });
        }
        if self.gantt.tasks.iter().any(|task| task.form == Form::Milestone) {
            let words = "Milestone".to_owned();
            out.push(Entry { sample: Sample::Diamond(self.paint(State::Planned, false)), words });
        }
        if !self.gantt.off.is_empty() {
            out.push(Entry { sample: Sample::Square(self.off()), words: "Day off".to_owned() });
        }
        out
    }
}
