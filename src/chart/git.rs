//! Commits on their branches, as foreign texts write them.

use crate::base::{Direction, Point, Rect, Size};
use std::ops::Range;

/// Commits in their order, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Git {
    /// Title of the picture.
    pub title: String,
    /// Where time goes: to the right, down or up.
    pub direction: Direction,
    /// Names of branches, in the order of their lanes.
    pub branches: Vec<String>,
    /// Parents stand before their children.
    pub commits: Vec<Commit>,
    /// Whether branches have names and lanes.
    pub lanes: bool,
}

/// A commit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Commit {
    /// What stands beside it; empty where nothing does.
    pub label: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its lane.
    pub branch: usize,
    /// What it is based on: indices of commits.
    pub parents: Vec<usize>,
    /// Whether it joins two branches.
    pub merge: bool,
    /// Whether its last parent is what it takes over.
    pub picked: bool,
    /// How it is drawn.
    pub sign: Sign,
}

/// How a commit is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// A disc.
    #[default]
    Disc,
    /// A disc with a cross.
    Crossed,
    /// A square.
    Square,
}

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Names of branches, with the room around them.
    pub branches: Vec<Size>,
    /// Labels, by commit.
    pub labels: Vec<Size>,
    /// Tags, by commit, with the room around them.
    pub tags: Vec<Vec<Size>>,
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedGit {
    /// Size of the whole.
    pub size: Size,
    /// Lanes from start to end.
    pub lanes: Vec<[Point; 2]>,
    /// Names of branches.
    pub branches: Vec<Rect>,
    /// Middles of commits.
    pub commits: Vec<Point>,
    /// Their labels.
    pub labels: Vec<Rect>,
    /// Their tags.
    pub tags: Vec<Vec<Rect>>,
    /// Lines: child, the number of the parent among its parents, corners from the parent to the child.
    pub lines: Vec<(usize, usize, Vec<Point>)>,
}

/// Radius of a commit.
pub const COMMIT: f64 = 8.0;

/// From one commit to the next, at least; between two labels of a lane.
const STEP: f64 = 46.0;
const LABEL_GAP: f64 = 12.0;
/// Between a commit and its label or tags; between two tags.
const BESIDE: f64 = 6.0;
const TAG_GAP: f64 = 3.0;
/// Between the room of two lanes; between names and the first commit.
const LANE_GAP: f64 = 22.0;
const NAME_GAP: f64 = 26.0;

/// Places commits.
pub fn place(git: &Git, sizes: &Sizes) -> PlacedGit {
    if git.direction == Direction::Right { across(git, sizes) } else { along(git, sizes) }
}

/// How much room tags take: the widest, and all of them above each other.
fn tags(sizes: &Sizes, at: usize) -> Size {
    let list = sizes.tags.get(at).map_or(&[][..], Vec::as_slice);
    let height: f64 = list.iter().map(|size| size.h + TAG_GAP).sum();
    Size::new(list.iter().map(|size| size.w).fold(0.0, f64::max), (height - TAG_GAP).max(0.0))
}

/// Time goes to the right: labels below commits, tags above.
fn across(git: &Git, sizes: &Sizes) -> PlacedGit {
    let mut out = PlacedGit::default();
    let lanes = git.branches.len();
    let (mut above, mut below) = (vec![COMMIT; lanes], vec![COMMIT; lanes]);
    for (at, commit) in git.commits.iter().enumerate() {
        let Some(up) = above.get_mut(commit.branch) else { continue };
        let high = tags(sizes, at).h;
        *up = up.max(COMMIT + if high > 0.0 { BESIDE + high } else { 0.0 });
        let low = sizes.labels.get(at).map_or(0.0, |size| size.h);
        below[commit.branch] = below[commit.branch].max(COMMIT + if low > 0.0 { BESIDE + low } else { 0.0 });
    }
    let names = if git.lanes { sizes.branches.iter().map(|size| size.w).fold(0.0, f64::max) } else { 0.0 };
    let mut y = 0.0;
    let mut levels = Vec::new();
    for lane in 0..lanes {
        let name = sizes.branches.get(lane).copied().unwrap_or_default();
        let (up, low) = (above[lane].max(name.h / 2.0), below[lane].max(name.h / 2.0));
        let level = y + up;
        levels.push(level);
        out.branches.push(Rect::new(names - name.w, level - name.h / 2.0, name.w, name.h));
        y = level + low + LANE_GAP;
    }
    let mut ends: Vec<Option<f64>> = vec![None; lanes];
    let passed = passed(git);
    let mut x = names + NAME_GAP - STEP;
    for (at, commit) in git.commits.iter().enumerate() {
        let label = sizes.labels.get(at).copied().unwrap_or_default();
        let half = label.w.max(tags(sizes, at).w) / 2.0;
        let lane = commit.branch.min(lanes.saturating_sub(1));
        x += STEP;
        x = x
            .max(names + NAME_GAP + half)
            .max(ends.get(lane).copied().flatten().map_or(0.0, |end| end + LABEL_GAP + half));
        // The line of a pick passes other lanes beside their labels.
        for end in ends.get_mut(passed[at].clone()).into_iter().flatten() {
            x = x.max(end.map_or(x, |end| end + LABEL_GAP / 2.0));
        }
        for end in ends.get_mut(passed[at].clone()).into_iter().flatten() {
            *end = Some(x - LABEL_GAP / 2.0);
        }
        if let Some(end) = ends.get_mut(lane) {
            *end = Some(x + half);
        }
        let spot = Point::new(x, levels.get(lane).copied().unwrap_or_default());
        out.commits.push(spot);
        out.labels.push(Rect::new(x - label.w / 2.0, spot.y + COMMIT + BESIDE, label.w, label.h));
        let mut bottom = spot.y - COMMIT - BESIDE;
        let mut list = Vec::new();
        for size in sizes.tags.get(at).into_iter().flatten() {
            list.push(Rect::new(x - size.w / 2.0, bottom - size.h, size.w, size.h));
            bottom -= size.h + TAG_GAP;
        }
        out.tags.push(list);
    }
    let right = ends.iter().flatten().copied().fold(x, f64::max).max(x + COMMIT) + STEP / 2.0;
    out.lanes = levels.iter().map(|y| [Point::new(names, *y), Point::new(right, *y)]).collect();
    for (at, commit) in git.commits.iter().enumerate() {
        for (nth, parent) in commit.parents.iter().enumerate() {
            let (Some(&from), Some(&to)) = (out.commits.get(*parent), out.commits.get(at)) else { continue };
            let points = if (from.y - to.y).abs() < 0.1 {
                vec![from, to]
            } else if commit.picked && nth > 0 {
                // In the room between the lanes, where nothing stands.
                let lane = if to.y > from.y { commit.branch } else { commit.branch + 1 };
                let free = levels.get(lane).map_or(to.y, |level| level - above[lane].max(12.0) - LANE_GAP / 2.0);
                vec![from, Point::new(from.x, free), Point::new(to.x, free), to]
            } else if nth > 0 {
                vec![from, Point::new(to.x, from.y), to]
            } else {
                vec![from, Point::new(from.x, to.y), to]
            };
            out.lines.push((at, nth, points));
        }
    }
    out.size = Size::new(right, (y - LANE_GAP).max(0.0));
    out
}

/// The lanes between a commit and those that pick it, by commit.
fn passed(git: &Git) -> Vec<Range<usize>> {
    let mut out = vec![0..0; git.commits.len()];
    for pick in git.commits.iter().filter(|commit| commit.picked) {
        for &parent in pick.parents.iter().skip(1) {
            let (Some(from), Some(lanes)) = (git.commits.get(parent), out.get_mut(parent)) else { continue };
            let (first, last) = (from.branch.min(pick.branch) + 1, from.branch.max(pick.branch));
            if first < last {
                let all =
                    if lanes.start == lanes.end { first..last } else { lanes.start.min(first)..lanes.end.max(last) };
                *lanes = all;
            }
        }
    }
    out
}

/// Time goes down or up: labels and tags right of commits.
fn along(git: &Git, sizes: &Sizes) -> PlacedGit {
    let mut out = PlacedGit::default();
    let lanes = git.branches.len();
    let mut room = vec![COMMIT; lanes];
    for (at, commit) in git.commits.iter().enumerate() {
        let Some(room) = room.get_mut(commit.branch) else { continue };
        let label = sizes.labels.get(at).map_or(0.0, |size| size.w);
        let tags = tags(sizes, at).w;
        let wide = if tags > 0.0 { tags + BESIDE } else { 0.0 } + if label > 0.0 { label + BESIDE } else { 0.0 };
        *room = room.max(COMMIT + wide);
    }
    let names = if git.lanes { sizes.branches.iter().map(|size| size.h).fold(0.0, f64::max) } else { 0.0 };
    let (mut x, mut levels) = (0.0, Vec::new());
    for (lane, room) in room.iter().enumerate() {
        let name = sizes.branches.get(lane).copied().unwrap_or_default();
        let left = COMMIT.max(name.w / 2.0);
        let level = x + left;
        levels.push(level);
        out.branches.push(Rect::new(level - name.w / 2.0, 0.0, name.w, name.h));
        x = level + room.max(name.w / 2.0) + LANE_GAP;
    }
    let mut y = names + NAME_GAP - STEP;
    let mut free: f64 = names + NAME_GAP / 2.0;
    // Above each row.
    let mut gaps = Vec::new();
    for (at, commit) in git.commits.iter().enumerate() {
        let label = sizes.labels.get(at).copied().unwrap_or_default();
        let marks = tags(sizes, at);
        let half = label.h.max(marks.h).max(2.0 * COMMIT) / 2.0;
        y = (y + STEP).max(free + half);
        gaps.push(f64::midpoint(free, y - half));
        free = y + half + BESIDE;
        let spot = Point::new(levels.get(commit.branch).copied().unwrap_or_default(), y);
        out.commits.push(spot);
        let left = spot.x + COMMIT + BESIDE;
        let mut top = y - marks.h / 2.0;
        let mut list = Vec::new();
        for size in sizes.tags.get(at).into_iter().flatten() {
            list.push(Rect::new(left, top, size.w, size.h));
            top += size.h + TAG_GAP;
        }
        out.tags.push(list);
        let left = if marks.w > 0.0 { left + marks.w + BESIDE } else { left };
        out.labels.push(Rect::new(left, y - label.h / 2.0, label.w, label.h));
    }
    let bottom = free.max(y + COMMIT) + STEP / 4.0;
    out.lanes = levels.iter().map(|x| [Point::new(*x, names), Point::new(*x, bottom)]).collect();
    for (at, commit) in git.commits.iter().enumerate() {
        for (nth, parent) in commit.parents.iter().enumerate() {
            let (Some(&from), Some(&to)) = (out.commits.get(*parent), out.commits.get(at)) else { continue };
            // Between the rows, where no label stands: below the parent, or above the child.
            let below = gaps.get(*parent + 1).copied().unwrap_or(to.y).min(to.y);
            let above = gaps.get(at).copied().unwrap_or(from.y).max(from.y);
            let points = if (from.x - to.x).abs() < 0.1 {
                vec![from, to]
            } else if commit.picked && nth > 0 {
                let beside = to.x - COMMIT - BESIDE;
                vec![from, Point::new(from.x, below), Point::new(beside, below), Point::new(beside, to.y), to]
            } else {
                let level = if nth == 0 { below } else { above };
                vec![from, Point::new(from.x, level), Point::new(to.x, level), to]
            };
            out.lines.push((at, nth, points));
        }
    }
    out.size = Size::new((x - LANE_GAP).max(0.0), bottom);
    if git.direction == Direction::Up {
        up(&mut out);
    }
    out
}

/// Turns everything upside down.
fn up(out: &mut PlacedGit) {
    let height = out.size.h;
    let point = |p: &mut Point| p.y = height - p.y;
    let rect = |r: &mut Rect| r.y = height - r.bottom();
    out.lanes.iter_mut().flatten().for_each(point);
    out.commits.iter_mut().for_each(point);
    out.lines.iter_mut().flat_map(|(_, _, points)| points).for_each(point);
    out.branches.iter_mut().chain(&mut out.labels).for_each(rect);
    out.tags.iter_mut().flatten().for_each(rect);
}
