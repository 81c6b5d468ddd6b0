//! Where services stand by the sides of their edges: cells of one grid for the whole picture.
//!
//! In each group, from the inside out, its members are rectangles of cells. The first one stands anywhere, and what an edge
//! joins to it stands at the side that the edge leaves at: in the same row or column, or across the corner. Where that place is
//! taken it stands beside it, or further that way. Groups stay apart, because each takes all cells between those of its members.

use super::super::read::architecture::{Alignment, Architecture, Edge};
use crate::base::Direction;
use crate::graph::Cell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Wanted columns by rows for what no edge joins.
const ASPECT: f64 = 1.6;
/// How far beside its line something goes whose place is taken, before it goes further along.
const BESIDE: [i64; 5] = [0, 1, -1, 2, -2];
/// How many cells and extents are looked at for free places, in what edges join.
const MOST_STEPS: i64 = 2_000_000;

/// Cells of services and groups.
pub(super) struct Spots {
    pub(super) services: Vec<Cell>,
    pub(super) groups: Vec<Cell>,
    /// By edge: whether its ends stand where its sides ask. A loop and one between equal sides ask nothing.
    pub(super) kept: Vec<bool>,
    /// By alignment: the same.
    pub(super) aligned: Vec<bool>,
}

/// A service, or a group with all that is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Member {
    Service(usize),
    Group(usize),
}

/// Columns and rows that a member takes.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    x: i64,
    y: i64,
    w: i64,
    h: i64,
}

impl Extent {
    const fn meets(self, other: Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// What an edge asks of two members of a group: where the second stands.
#[derive(Clone, Copy)]
struct Wish {
    to: Member,
    /// 1 to the right and below, -1 to the left and above, 0 in one line.
    dx: i64,
    dy: i64,
    /// Which cell of either the edge ends at.
    from_cell: (i64, i64),
    to_cell: (i64, i64),
}

/// By group: which services are joined in it, and where the second stands.
type Asked = BTreeMap<Option<usize>, Vec<(usize, usize, i64, i64)>>;

/// From which member and cell of it, in which direction, and how many cells are needed there.
type Path = (Member, i64, i64, (i64, i64), (i64, i64));

/// Where what the edge goes to stands, seen from what it leaves: columns, rows. None where it comes back to its own side.
fn step(from: Direction, to: Direction) -> Option<(i64, i64)> {
    let vector = |side| -> (i64, i64) {
        match side {
            Direction::Right => (1, 0),
            Direction::Left => (-1, 0),
            Direction::Down => (0, 1),
            Direction::Up => (0, -1),
        }
    };
    let ((a, b), (c, d)) = (vector(from), vector(to));
    // It leaves outward and comes in against the side.
    let (dx, dy) = (a - c, b - d);
    (from != to).then_some((dx.signum(), dy.signum()))
}

/// Finds the cells.
pub(super) fn place(text: &Architecture) -> Spots {
    let mut build = Build {
        text,
        known: text.services.iter().enumerate().map(|(at, service)| (service.id.as_str(), at)).collect(),
        inside: BTreeMap::new(),
        services: vec![(0, 0); text.services.len()],
        groups: vec![Extent { w: 1, h: 1, ..Extent::default() }; text.groups.len()],
    };
    for (at, service) in text.services.iter().enumerate() {
        build.inside.entry(service.parent).or_default().push(Member::Service(at));
    }
    for (at, group) in text.groups.iter().enumerate() {
        build.inside.entry(group.parent).or_default().push(Member::Group(at));
    }
    let asked = build.asked();
    // A group stands before those in it.
    for at in (0..text.groups.len()).rev() {
        build.scope(Some(at), &asked);
    }
    build.scope(None, &asked);
    // Places in groups -> places in the picture.
    for at in 0..text.groups.len() {
        if let Some(parent) = text.groups[at].parent {
            let (x, y) = (build.groups[parent].x, build.groups[parent].y);
            (build.groups[at].x, build.groups[at].y) = (build.groups[at].x + x, build.groups[at].y + y);
        }
    }
    for (place, service) in build.services.iter_mut().zip(&text.services) {
        if let Some(parent) = service.parent {
            *place = (place.0 + build.groups[parent].x, place.1 + build.groups[parent].y);
        }
    }
    build.finish()
}

struct Build<'a> {
    text: &'a Architecture,
    /// Services by id.
    known: BTreeMap<&'a str, usize>,
    inside: BTreeMap<Option<usize>, Vec<Member>>,
    /// Places in the group around them.
    services: Vec<(i64, i64)>,
    groups: Vec<Extent>,
}

impl Build<'_> {
    /// By the group in which an edge or an alignment joins two members: the members, with the services that it ends at.
    fn asked(&self) -> Asked {
        let mut out = Asked::new();
        let mut add = |from: usize, to: usize, (dx, dy): (i64, i64)| {
            if from != to {
                out.entry(self.around(from, to)).or_default().push((from, to, dx, dy));
            }
        };
        for edge in &self.text.edges {
            if let Some(step) = step(edge.from.side, edge.to.side) {
                add(edge.from.service, edge.to.service, step);
            }
        }
        for alignment in &self.text.alignments {
            let members: Vec<usize> = self.aligned(alignment).collect();
            for pair in members.windows(2) {
                add(pair[0], pair[1], if alignment.row { (1, 0) } else { (0, 1) });
            }
        }
        out
    }

    /// The services of an alignment.
    fn aligned(&self, alignment: &Alignment) -> impl Iterator<Item = usize> {
        alignment.members.iter().filter_map(|id| self.known.get(id.as_str()).copied())
    }

    fn parents(&self, service: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut at = self.text.services[service].parent;
        while let Some(group) = at {
            out.push(group);
            at = self.text.groups[group].parent;
        }
        out.reverse();
        out
    }

    /// The innermost group around two services.
    fn around(&self, a: usize, b: usize) -> Option<usize> {
        let (a, b) = (self.parents(a), self.parents(b));
        a.iter().zip(&b).take_while(|(a, b)| a == b).last().map(|(group, _)| *group)
    }

    /// The member of a group that a service is in, and in which of its cells.
    fn member(&self, service: usize, scope: Option<usize>) -> (Member, (i64, i64)) {
        let (mut x, mut y) = self.services[service];
        let mut at = self.text.services[service].parent;
        if at == scope {
            return (Member::Service(service), (0, 0));
        }
        while let Some(group) = at {
            let parent = self.text.groups[group].parent;
            if parent == scope {
                return (Member::Group(group), (x, y));
            }
            (x, y) = (x + self.groups[group].x, y + self.groups[group].y);
            at = parent;
        }
        (Member::Service(service), (0, 0))
    }

    /// Places the members of a group, and says how many cells that takes.
    fn scope(&mut self, scope: Option<usize>, asked: &Asked) {
        let Some(members) = self.inside.get(&scope).cloned() else { return };
        let mut wishes: BTreeMap<Member, Vec<Wish>> = BTreeMap::new();
        for &(from, to, dx, dy) in asked.get(&scope).into_iter().flatten() {
            let ((a, from_cell), (b, to_cell)) = (self.member(from, scope), self.member(to, scope));
            if a != b {
                wishes.entry(a).or_default().push(Wish { to: b, dx, dy, from_cell, to_cell });
                let back = Wish { to: a, dx: -dx, dy: -dy, from_cell: to_cell, to_cell: from_cell };
                wishes.entry(b).or_default().push(back);
            }
        }
        let mut placed: BTreeMap<Member, Extent> = BTreeMap::new();
        let mut parts: Vec<(Extent, Vec<Member>)> = Vec::new();
        for &start in &members {
            if placed.contains_key(&start) {
                continue;
            }
            let part = self.part(start, &wishes, &mut placed);
            let all = part.iter().filter_map(|member| placed.get(member));
            let (mut low, mut high) = ((i64::MAX, i64::MAX), (i64::MIN, i64::MIN));
            for at in all {
                low = (low.0.min(at.x), low.1.min(at.y));
                high = (high.0.max(at.x + at.w), high.1.max(at.y + at.h));
            }
            parts.push((Extent { x: low.0, y: low.1, w: high.0 - low.0, h: high.1 - low.1 }, part));
        }
        // What nothing joins comes behind the rest.
        parts.sort_by_key(|(_, part)| part.len() == 1);
        let whole = shelve(&mut parts, &mut placed);
        for (member, at) in placed {
            match member {
                Member::Service(service) => self.services[service] = (at.x, at.y),
                Member::Group(group) => (self.groups[group].x, self.groups[group].y) = (at.x, at.y),
            }
        }
        if let Some(group) = scope {
            (self.groups[group].w, self.groups[group].h) = whole;
        }
    }

    fn size(&self, member: Member) -> (i64, i64) {
        match member {
            Member::Service(_) => (1, 1),
            Member::Group(group) => (self.groups[group].w, self.groups[group].h),
        }
    }

    /// Places what wishes join to a member; the cells that it takes are free.
    fn part(
        &self,
        start: Member,
        wishes: &BTreeMap<Member, Vec<Wish>>,
        placed: &mut BTreeMap<Member, Extent>,
    ) -> Vec<Member> {
        let (w, h) = self.size(start);
        placed.insert(start, Extent { x: 0, y: 0, w, h });
        let mut taken = Taken::new(Extent { x: 0, y: 0, w, h });
        let mut part = vec![start];
        let mut queue = VecDeque::from([start]);
        let mut tried: BTreeMap<Path, i64> = BTreeMap::new();
        while let Some(from) = queue.pop_front() {
            let at = placed.get(&from).copied().unwrap_or_default();
            for wish in wishes.get(&from).into_iter().flatten() {
                if placed.contains_key(&wish.to) {
                    continue;
                }
                let (w, h) = self.size(wish.to);
                let beside = |step: i64, start: i64, length: i64, own: i64, line: i64| match step {
                    1 => start + length,
                    -1 => start - own,
                    _ => line,
                };
                let x = beside(wish.dx, at.x, at.w, w, at.x + wish.from_cell.0 - wish.to_cell.0);
                let y = beside(wish.dy, at.y, at.h, h, at.y + wish.from_cell.1 - wish.to_cell.1);
                // Others went the same way before.
                let way = (from, wish.dx, wish.dy, wish.from_cell, (w, h));
                let spot = taken.free(Extent { x, y, w, h }, (wish.dx, wish.dy), tried.entry(way).or_default());
                taken.add(spot);
                placed.insert(wish.to, spot);
                part.push(wish.to);
                queue.push_back(wish.to);
            }
        }
        part
    }

    fn finish(self) -> Spots {
        let cell = |x: i64, y: i64, w: i64, h: i64| {
            let [column, row, columns, rows] = [x, y, w, h].map(|v| u32::try_from(v).unwrap_or_default());
            Cell { column, row, columns: columns.max(1), rows: rows.max(1), fills: [false; 2] }
        };
        let stands = |edge: &Edge| {
            let Some((dx, dy)) = step(edge.from.side, edge.to.side) else { return true };
            let (a, b) = (self.services[edge.from.service], self.services[edge.to.service]);
            let is_right = |step: i64, a: i64, b: i64| step == 0 || (b - a).signum() == step;
            a == b || is_right(dx, a.0, b.0) && is_right(dy, a.1, b.1)
        };
        let lines = self.text.alignments.iter().map(|alignment| {
            let lines =
                self.aligned(alignment).map(|at| if alignment.row { self.services[at].1 } else { self.services[at].0 });
            lines.collect::<BTreeSet<i64>>().len() < 2
        });
        Spots {
            kept: self.text.edges.iter().map(stands).collect(),
            aligned: lines.collect(),
            services: self.services.iter().map(|&(x, y)| cell(x, y, 1, 1)).collect(),
            groups: self.groups.iter().map(|at| cell(at.x, at.y, at.w, at.h)).collect(),
        }
    }
}

/// Which cells are taken.
struct Taken {
    cells: BTreeSet<(i64, i64)>,
    /// What takes several.
    large: Vec<Extent>,
    /// Around all of them.
    whole: Extent,
    /// How many more cells and extents may be looked at.
    steps: i64,
}

impl Taken {
    fn new(first: Extent) -> Self {
        let mut taken = Self { cells: BTreeSet::new(), large: Vec::new(), whole: first, steps: MOST_STEPS };
        taken.add(first);
        taken
    }

    fn add(&mut self, at: Extent) {
        if at.w * at.h == 1 {
            self.cells.insert((at.x, at.y));
        } else {
            self.large.push(at);
        }
        let (x, y) = (self.whole.x.min(at.x), self.whole.y.min(at.y));
        let right = (self.whole.x + self.whole.w).max(at.x + at.w);
        let bottom = (self.whole.y + self.whole.h).max(at.y + at.h);
        self.whole = Extent { x, y, w: right - x, h: bottom - y };
    }

    fn is_free(&self, at: Extent) -> bool {
        let mut columns = at.x..at.x + at.w;
        columns.all(|x| self.cells.range((x, at.y)..(x, at.y + at.h)).next().is_none())
            && !self.large.iter().any(|other| other.meets(at))
    }

    /// The nearest free place from there on, that way; `tried` places are known to be taken. Once too many were looked at, it
    /// is that beyond all others.
    fn free(&mut self, wanted: Extent, (dx, dy): (i64, i64), tried: &mut i64) -> Extent {
        while self.steps > 0 {
            self.steps -= wanted.w + self.large.len() as i64;
            let nth = *tried;
            // Across a corner either way will do; otherwise some rows or columns beside it come first.
            let (along, off) = (nth / BESIDE.len() as i64, BESIDE[nth as usize % BESIDE.len()]);
            let (x, y) = match (dx, dy) {
                (0, _) => (off * wanted.w, along * dy),
                (_, 0) => (along * dx, off * wanted.h),
                _ => ((nth + 1) / 2 * dx, nth / 2 * dy),
            };
            let at = Extent { x: wanted.x + x, y: wanted.y + y, ..wanted };
            *tried += 1;
            if self.is_free(at) {
                return at;
            }
        }
        let beyond = |step: i64, start: i64, length: i64, own: i64| if step < 0 { start - own } else { start + length };
        let whole = self.whole;
        if dx == 0 {
            Extent { y: beyond(dy, whole.y, whole.h, wanted.h), ..wanted }
        } else {
            Extent { x: beyond(dx, whole.x, whole.w, wanted.w), ..wanted }
        }
    }
}

/// Sets parts beside each other in rows, and says how many columns and rows all take.
fn shelve(parts: &mut [(Extent, Vec<Member>)], placed: &mut BTreeMap<Member, Extent>) -> (i64, i64) {
    let area: i64 = parts.iter().map(|(at, _)| at.w * at.h).sum();
    let widest = parts.iter().map(|(at, _)| at.w).max().unwrap_or(1);
    let wanted = ((area as f64 * ASPECT).sqrt().ceil() as i64).max(widest);
    let (mut x, mut y, mut height, mut whole) = (0, 0, 0, (1, 1));
    for (at, part) in parts {
        if x > 0 && x + at.w > wanted {
            (x, y, height) = (0, y + height, 0);
        }
        for member in part.iter() {
            if let Some(own) = placed.get_mut(member) {
                (own.x, own.y) = (own.x - at.x + x, own.y - at.y + y);
            }
        }
        x += at.w;
        height = height.max(at.h);
        whole = (whole.0.max(x), whole.1.max(y + height));
    }
    whole
}
