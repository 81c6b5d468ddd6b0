//! Commits on their branches: [`Git`] + [`PlacedGit`] + [`Theme`] -> [`Scene`].

use super::pen::Pen;
use super::sheet::{Chart, Head, group};
use super::{Block, Item, Paint, Scene, Theme, draw};
use crate::base::text::Measure;
use crate::base::{Point, Rect, Size};
use crate::chart::git::{COMMIT, Commit, Git, PlacedGit, Sign, Sizes, place};

/// Widest name of a branch, label of a commit, tag.
const NAME: f64 = 180.0;
const LABEL: f64 = 110.0;
/// Inside of names and tags.
const PAD: (f64, f64) = (9.0, 4.0);
const TAG_PAD: (f64, f64) = (6.0, 2.0);

pub(super) fn compose(git: &Git, theme: &Theme, text: &dyn Measure) -> Scene {
    let part = Part { git, pen: Pen { theme, text } };
    let grown = |block: Block, (x, y): (f64, f64)| Size::new(block.size.w + 2.0 * x, block.size.h + 2.0 * y).ceil();
    let name = |name: &String| if git.lanes { grown(part.name(name), PAD) } else { Size::default() };
    let tags = |commit: &Commit| commit.tags.iter().map(|tag| grown(part.tag(tag), TAG_PAD)).collect();
    let sizes = Sizes {
        branches: git.branches.iter().map(name).collect(),
        labels: git.commits.iter().map(|commit| grown(part.label(&commit.label), (0.0, 0.0))).collect(),
        tags: git.commits.iter().map(tags).collect(),
    };
    let placed = place(git, &sizes);
    let head = Head::new(&git.title, "", placed.size.w, theme, text);
    let mut items = Vec::new();
    part.draw(&placed, head.origin, &mut items);
    let chart = Chart {
        title: &git.title,
        description: format!("{} commits on {}.", git.commits.len(), git.branches.join(", ")),
        size: placed.size,
        items,
        legend: Vec::new(),
    };
    head.finish(chart, theme, text)
}

struct Part<'a> {
    git: &'a Git,
    pen: Pen<'a>,
}

impl Part<'_> {
    fn name(&self, name: &str) -> Block {
        self.pen.title(name, NAME)
    }

    fn label(&self, label: &str) -> Block {
        self.pen.small(label, LABEL)
    }

    fn tag(&self, tag: &str) -> Block {
        self.pen.small(tag, LABEL)
    }

    fn draw(&self, placed: &PlacedGit, offset: Point, out: &mut Vec<Item>) {
        let at = |p: Point| Point::new(p.x + offset.x, p.y + offset.y);
        let rect = |r: Rect| r.moved(offset.x, offset.y);
        let theme = self.pen.theme;
        let mut back = Vec::new();
        if self.git.lanes {
            for [from, to] in &placed.lanes {
                let dots = Paint::stroke(theme.chart.rule, 1.0).dashed(Some(draw::DOTTED));
                back.push(draw::line(at(*from), at(*to), dots));
            }
        }
        out.push(group("lanes", "axis", back));
        let mut lines = Vec::new();
        for (child, nth, points) in &placed.lines {
            let commit = &self.git.commits[*child];
            // A line has the colour of the branch that it leads on.
            let from = commit.parents.get(*nth).and_then(|at| self.git.commits.get(*at)).map_or(0, |from| from.branch);
            let branch = if *nth == 0 { commit.branch } else { from };
            let dash = (commit.picked && *nth > 0).then_some(draw::DASHED);
            let paint = Paint::stroke(self.pen.series(branch).line, 2.6).dashed(dash);
            let points: Vec<Point> = points.iter().map(|p| at(*p)).collect();
            lines.push(draw::polyline(&points, 12.0, [0.0; 2], paint));
        }
        out.push(group("lines", "edge", lines));
        if self.git.lanes {
            for (number, (name, place)) in self.git.branches.iter().zip(&placed.branches).enumerate() {
                let place = rect(*place);
                let paint = Pen::paint(self.pen.series(number), 1.4);
                let mut items = vec![Item::Rect { rect: place, radius: 6.0, paint }];
                Pen::centered(self.name(name), place.center(), &mut items);
                out.push(group(format!("b{number}"), "branch", items));
            }
        }
        for (number, (commit, spot)) in self.git.commits.iter().zip(&placed.commits).enumerate() {
            let mut items = Vec::new();
            self.commit(commit, at(*spot), &mut items);
            let label = rect(placed.labels[number]);
            if !label.size().is_empty() {
                // Lines to other lanes may pass below it.
                let paper = Paint::fill(theme.page.paper);
                items.push(Item::Rect {
                    rect: Rect { x: label.x - 2.0, w: label.w + 4.0, ..label },
                    radius: 3.0,
                    paint: paper,
                });
                Pen::centered(self.label(&commit.label), label.center(), &mut items);
            }
            for (tag, place) in commit.tags.iter().zip(&placed.tags[number]) {
                let place = rect(*place);
                let chart = &theme.chart;
                let paint = Paint { fill: Some(chart.note_fill), ..Paint::stroke(chart.note_line, 1.0) };
                items.push(Item::Rect { rect: place, radius: 3.0, paint });
                Pen::centered(self.tag(tag), place.center(), &mut items);
            }
            out.push(group(format!("c{number}"), "commit", items));
        }
    }

    fn commit(&self, commit: &Commit, at: Point, out: &mut Vec<Item>) {
        let look = self.pen.series(commit.branch);
        let solid = Paint { fill: Some(look.line), ..Paint::stroke(look.line, 1.6) };
        let paper = Paint { fill: Some(self.pen.theme.page.paper), ..Paint::stroke(look.line, 2.0) };
        match commit.sign {
            Sign::Square => {
                let side = 2.0 * COMMIT;
                let rect = Rect::new(at.x - COMMIT, at.y - COMMIT, side, side);
                out.push(Item::Rect { rect, radius: 2.0, paint: paper });
                out.push(Item::Rect { rect: rect.grown(-4.0), radius: 1.0, paint: solid });
            }
            Sign::Disc if commit.merge => {
                out.push(draw::circle(at, COMMIT, paper));
                out.push(draw::circle(at, COMMIT - 4.0, solid));
            }
            Sign::Disc => out.push(draw::circle(at, COMMIT, solid)),
            Sign::Crossed => {
                out.push(draw::circle(at, COMMIT, paper));
                for side in [-4.0, 4.0] {
                    let corner = |x: f64, y: f64| Point::new(at.x + x, at.y + y);
                    out.push(draw::line(corner(-4.0, -side), corner(4.0, side), Paint::stroke(look.line, 2.2)));
                }
            }
        }
        if commit.picked {
            let dot = Paint::fill(self.pen.theme.page.paper);
            out.push(draw::circle(at, 3.0, dot));
        }
    }
}
