//! Risks: [`RiskMatrix`] + [`PlacedRisks`] + [`Theme`] -> [`Scene`].

use super::sheet::{Chart, Entry, Head, Sample, group};
use super::{Anchor, Block, Ink, Item, Paint, Scene, Theme, draw};
use crate::base::text::{Font, Limit, Measure};
use crate::base::{Point, Rect, Size};
use crate::chart::risk::{LIST, Level, PlacedRisks, Risk, RiskMatrix, Severity, Sizes, Topic};

/// Words of an axis.
const WORDS: Limit = Limit { width: 120.0, lines: 1 };
/// Lines of a risk, and of what is done about it.
const LINES: (usize, usize) = (3, 4);
/// Corners of the cells, and of the square dots.
const RADIUS: (f64, f64) = (6.0, 5.0);
/// How much smaller a dot of the matrix is than its place.
const LINE: f64 = 1.4;
/// Above what is said of a risk, so that its first line stands in the middle of its dot.
const TOP: f64 = 3.0;

/// How large everything will be drawn.
pub fn measure_risks(matrix: &RiskMatrix, theme: &Theme, text: &dyn Measure) -> Sizes {
    let part = Part { theme, text };
    let widest = |blocks: Vec<Block>| {
        let most = |a: Size, b: Size| Size::new(a.w.max(b.w), a.h.max(b.h));
        blocks.iter().map(|b| b.size).fold(Size::default(), most).ceil()
    };
    Sizes {
        entries: matrix
            .risks
            .iter()
            .map(|risk| part.entry(risk).size)
            .map(|s| Size::new(s.w, s.h + TOP))
            .map(Size::ceil)
            .collect(),
        heading: widest([Topic::Technical, Topic::Timeline].map(|topic| part.heading(topic)).into()),
        level: widest([Level::L, Level::M, Level::H].map(|level| part.level(level)).into()),
        axis: widest(["Impact", "Probability"].map(|name| part.axis(name)).into()),
    }
}

/// Draws risks at their places.
pub fn compose_risks(matrix: &RiskMatrix, placed: &PlacedRisks, theme: &Theme, text: &dyn Measure) -> Scene {
    let part = Part { theme, text };
    let head = Head::new(&matrix.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    part.cells(placed, head.origin, &mut items);
    for (at, risk) in matrix.risks.iter().enumerate() {
        part.risk(at, risk, placed, head.origin, &mut items);
    }
    let mut headings = Vec::new();
    for (topic, rect) in &placed.headings {
        let at = Point::new(rect.x + head.origin.x, rect.y + head.origin.y);
        part.heading(*topic).draw(at, Anchor::Start, None, &mut headings);
    }
    items.push(group("headings", "label", headings));
    let chart = Chart {
        title: &matrix.title,
        description: matrix.description.clone().unwrap_or_else(|| matrix.summary()),
        size: placed.size,
        items,
        legend: part.legend(matrix),
    };
    head.finish(chart, theme, text)
}

struct Part<'a> {
    theme: &'a Theme,
    text: &'a dyn Measure,
}

impl Part<'_> {
    fn block(&self, words: &str, font: Font, ink: Ink) -> Block {
        let mut block = Block::default();
        block.add(words, font, ink, WORDS, self.text);
        block
    }

    fn level(&self, level: Level) -> Block {
        let word = match level {
            Level::L => "Low",
            Level::M => "Medium",
            Level::H => "High",
        };
        self.block(word, Font::regular(self.theme.type_size.label), self.theme.page.text)
    }

    fn axis(&self, name: &str) -> Block {
        self.block(name, Font::semibold(self.theme.type_size.label), self.theme.page.muted)
    }

    fn heading(&self, topic: Topic) -> Block {
        let words = match topic {
            Topic::Technical => "Technical risks",
            Topic::Timeline => "Timeline risks",
        };
        self.block(words, Font::semibold(self.theme.type_size.frame), self.theme.page.muted)
    }

    /// What may happen, how it is rated where the matrix does not show that, and what is done about it.
    fn entry(&self, risk: &Risk) -> Block {
        let sizes = &self.theme.type_size;
        let page = &self.theme.page;
        let (first, other) = (Limit { width: LIST, lines: LINES.0 }, Limit { width: LIST, lines: LINES.1 });
        let mut block = Block::default();
        block.add(&risk.text, Font::semibold(sizes.label), page.text, first, self.text);
        let small = Font::regular(sizes.detail);
        if risk.cell().is_none() {
            let level = |level: Option<Level>| level.map_or("?", Level::letter);
            let words = format!("Not rated: probability {}, impact {}", level(risk.probability), level(risk.impact));
            block.add(&words, small, page.muted, other, self.text);
        }
        if !risk.on.is_empty() {
            block.add(&format!("About {}", risk.on.join(", ")), small, page.muted, other, self.text);
        }
        match &risk.mitigation {
            Some(words) => block.add(words, small, page.text, other, self.text),
            None if risk.is_open() => {
                let font = Font::semibold(sizes.detail);
                block.add("No mitigation", font, self.theme.chart.high_line, other, self.text);
            }
            None => block.add("No mitigation", small, page.muted, other, self.text),
        }
        block
    }

    fn cells(&self, placed: &PlacedRisks, offset: Point, out: &mut Vec<Item>) {
        let rect = |r: Rect| r.moved(offset.x, offset.y);
        let levels = [Level::L, Level::M, Level::H];
        let mut items = Vec::new();
        for (row, impact) in levels.into_iter().rev().enumerate() {
            for (column, probability) in levels.into_iter().enumerate() {
                let paint = self.severity(Severity::of(probability, impact));
                items.push(Item::Rect { rect: rect(placed.cells[row][column]), radius: RADIUS.0, paint });
            }
            let words = rect(placed.rows[row]);
            self.level(impact).draw(Point::new(words.right(), words.y), Anchor::End, None, &mut items);
        }
        for (column, level) in levels.into_iter().enumerate() {
            let words = rect(placed.columns[column]);
            self.level(level).draw(Point::new(words.center().x, words.y), Anchor::Middle, None, &mut items);
        }
        let (impact, probability) = (rect(placed.impact), rect(placed.probability));
        self.axis("Impact").draw(Point::new(impact.x, impact.y), Anchor::Start, None, &mut items);
        self.axis("Probability").draw(Point::new(probability.right(), probability.y), Anchor::End, None, &mut items);
        out.push(group("matrix", "axis", items));
    }

    fn severity(&self, severity: Severity) -> Paint {
        let chart = &self.theme.chart;
        let (fill, line) = match severity {
            Severity::Low => (chart.low_fill, chart.low_line),
            Severity::Medium => (chart.medium_fill, chart.medium_line),
            Severity::High => (chart.high_fill, chart.high_line),
        };
        Paint { fill: Some(fill), ..Paint::stroke(line, 0.8) }
    }

    /// The dot in the matrix, the dot in the list, and what is said of it.
    fn risk(&self, at: usize, risk: &Risk, placed: &PlacedRisks, offset: Point, out: &mut Vec<Item>) {
        let mut items = Vec::new();
        let dots = [placed.dots.get(at).copied().flatten(), placed.marks.get(at).copied()];
        for rect in dots.into_iter().flatten() {
            self.dot(at + 1, risk, rect.moved(offset.x, offset.y), &mut items);
        }
        let block = self.entry(risk);
        let title = block.cut.then(|| {
            let mitigation = risk.mitigation.as_deref().unwrap_or("No mitigation");
            format!("{}: {mitigation}", risk.text)
        });
        if let Some(rect) = placed.entries.get(at) {
            let top = Point::new(rect.x + offset.x, rect.y + offset.y + TOP);
            block.draw(top, Anchor::Start, None, &mut items);
        }
        out.push(Item::Group { id: format!("risk-{}", at + 1), class: "risk", link: None, title, items });
    }

    fn paint(&self, open: bool) -> Paint {
        let page = &self.theme.page;
        let fill = if open { self.theme.chart.high_line } else { page.paper };
        let line = if open { self.theme.chart.high_line } else { page.text };
        Paint { fill: Some(fill), ..Paint::stroke(line, LINE) }
    }

    fn dot(&self, number: usize, risk: &Risk, place: Rect, out: &mut Vec<Item>) {
        let mut paint = self.paint(risk.is_open());
        if risk.cell().is_none() {
            paint.dash = Some((3.0, 2.0));
        }
        let rect = place.grown(-LINE / 2.0);
        out.push(match risk.topic {
            Topic::Technical => draw::circle(rect.center(), rect.w / 2.0, paint),
            Topic::Timeline => Item::Rect { rect, radius: RADIUS.1, paint },
        });
        let ink = if risk.is_open() { self.theme.page.paper } else { self.theme.page.text };
        let digits = number.to_string();
        let size = self.theme.type_size.small * if digits.len() > 2 { 0.82 } else { 1.0 };
        out.push(Item::Text {
            at: Point::new(place.center().x, place.center().y + 0.36 * size),
            anchor: Anchor::Middle,
            text: digits,
            font: Font::semibold(size),
            ink,
            halo: None,
        });
    }

    fn legend(&self, matrix: &RiskMatrix) -> Vec<Entry> {
        let has = |topic| matrix.risks.iter().any(|r| r.topic == topic);
        let mut out = Vec::new();
        let mut add = |sample: Sample, words: &str| out.push(Entry { sample, words: words.to_owned() });
        if has(Topic::Technical) && has(Topic::Timeline) {
            add(Sample::Dot(self.paint(false)), "Technical");
            add(Sample::Square(self.paint(false)), "Timeline");
        }
        if let Some(open) = matrix.risks.iter().find(|r| r.is_open()) {
            let paint = self.paint(true);
            let sample = if open.topic == Topic::Timeline { Sample::Square(paint) } else { Sample::Dot(paint) };
            add(sample, "Likely, hurts, and nothing is done about it");
        }
        out
    }
}
