//! The outline of each kind: how it is drawn, where its text goes, and where a line meets it.

use super::theme::NodeLook;
use super::{Item, Paint, Segment};
use super::{draw, form};
use crate::base::{Kind, Point, Rect, Shape, Size};

/// Handles of a cubic curve that is a quarter of an ellipse, in parts of its half axes.
const QUARTER: f64 = 0.5523;
/// Radius of a person's head.
const HEAD: f64 = 14.0;
/// How far a person's head reaches into the body.
const NECK: f64 = 5.0;
/// Half height of a cylinder's lid, half width of a pipe's mouth.
const LID: f64 = 8.0;
/// Distance of the second ring of a cache.
const RING: f64 = 6.0;
/// How far the points of a hexagon stand out.
const POINT: f64 = 16.0;
/// The bars of a component: half width, height, distance of the first from the top.
const BAR: (f64, f64, f64) = (6.0, 7.0, 12.0);
/// The tab of a folder: height, and the slant at its right end.
const TAB: (f64, f64) = (9.0, 7.0);
/// Largest radius of a stadium's ends: more would leave no room for text.
const STADIUM: f64 = 26.0;

/// The form of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outline {
    /// Round corners of this radius.
    Box(f64),
    /// Head and shoulders.
    Person,
    /// An upright cylinder.
    Cylinder,
    /// A cylinder with a second ring.
    Rings,
    /// A lying cylinder.
    Pipe,
    /// A hexagon with points left and right.
    Hexagon,
    /// A box with bars on its left side.
    Component(f64),
    /// A box with a tab.
    Folder(f64),
    /// Half circles left and right.
    Stadium,
    /// One of flowcharts.
    Form(Shape),
}

/// A side of a rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

impl Outline {
    /// The form that a node asks for, or that of its kind.
    pub(super) fn of(kind: Kind, shape: Option<Shape>, look: &NodeLook) -> Self {
        let corner = look.radius;
        match (shape, kind) {
            (Some(Shape::Box), _) => Self::Box(2.0),
            (Some(Shape::Round), _) => Self::Box(corner * 2.0),
            (Some(Shape::Person), _) | (None, Kind::Person) => Self::Person,
            (Some(Shape::Disk), _) | (None, Kind::Cache) => Self::Rings,
            (Some(Shape::Cylinder), _) | (None, Kind::Database) => Self::Cylinder,
            (Some(Shape::Pipe), _) | (None, Kind::Queue) => Self::Pipe,
            (Some(Shape::Hexagon), _) | (None, Kind::Gateway) => Self::Hexagon,
            (Some(Shape::Component), _) | (None, Kind::Component) => Self::Component(corner),
            (Some(Shape::Folder), _) | (None, Kind::Storage) => Self::Folder(corner),
            (Some(Shape::Stadium), _) | (None, Kind::Function) => Self::Stadium,
            (Some(form), _) => Self::Form(form),
            (None, Kind::System | Kind::Container | Kind::External | Kind::Node | Kind::Group) => Self::Box(corner),
        }
    }

    /// The room between the box around the outline and its text: left, top, right, bottom. `text` is with padding.
    fn room(self, text: Size) -> (f64, f64, f64, f64) {
        match self {
            Self::Box(_) | Self::Form(_) => (0.0, 0.0, 0.0, 0.0),
            Self::Person => (0.0, 2.0 * HEAD - NECK - 1.0, 0.0, 0.0),
            Self::Cylinder => (0.0, 2.0 * LID - 5.0, 0.0, LID - 3.0),
            Self::Rings => (0.0, 2.0 * LID + RING - 5.0, 0.0, LID - 3.0),
            Self::Pipe => (LID - 3.0, 0.0, 2.0 * LID - 3.0, 0.0),
            Self::Hexagon => (POINT - 4.0, 0.0, POINT - 4.0, 0.0),
            Self::Component(_) => (2.0 * BAR.0, 0.0, BAR.0, 0.0),
            Self::Folder(_) => (0.0, TAB.0 - 2.0, 0.0, 0.0),
            Self::Stadium => {
                let more = STADIUM.min(text.h / 2.0) * 0.3;
                (more, 0.0, more, 0.0)
            }
        }
    }

    /// Whether it shows no words.
    pub(super) const fn is_mute(self) -> bool {
        if let Self::Form(shape) = self { form::is_mute(shape) } else { false }
    }

    /// Whether words in it are best broken into short lines.
    pub(super) const fn is_pointed(self) -> bool {
        matches!(
            self,
            Self::Form(Shape::Diamond | Shape::Triangle | Shape::FlippedTriangle | Shape::Circle | Shape::DoubleCircle)
        )
    }

    /// The box around the outline, for a text that measures `text` with its padding.
    pub(super) fn around(self, text: Size) -> Size {
        if let Self::Form(shape) = self {
            return form::around(shape, text);
        }
        let (left, top, right, bottom) = self.room(text);
        Size::new(left + text.w + right, top + text.h + bottom)
    }

    /// Where the text goes, padding included.
    pub(super) fn inside(self, rect: Rect) -> Rect {
        if let Self::Form(shape) = self {
            return form::inside(shape, rect);
        }
        let (left, top, right, bottom) = self.room(rect.size());
        Rect::new(rect.x + left, rect.y + top, rect.w - left - right, rect.h - top - bottom)
    }

    /// The part of the box that the body fills: without what stands out of it.
    pub(super) fn body(self, rect: Rect) -> Rect {
        match self {
            Self::Person => below(rect, 2.0 * HEAD - NECK),
            Self::Component(_) => Rect::new(rect.x + BAR.0, rect.y, rect.w - BAR.0, rect.h),
            _ => rect,
        }
    }

    /// How far inside `side` of the box the outline lies, where a line comes in at `at` along that side, in px.
    pub(super) fn inset(self, rect: Rect, side: Side, at: f64) -> f64 {
        let upright = matches!(side, Side::Top | Side::Bottom);
        let (start, length, across) = if upright { (rect.x, rect.w, rect.h) } else { (rect.y, rect.h, rect.w) };
        let along = (at - start).clamp(0.0, length);
        let from_end = along.min(length - along);
        let from_middle = (along - length / 2.0).abs();
        match (self, side) {
            (Self::Box(r) | Self::Component(r) | Self::Folder(r), Side::Bottom | Side::Right)
            | (Self::Box(r) | Self::Component(r), Side::Top)
            | (Self::Box(r) | Self::Folder(r), Side::Left) => corner(r, from_end),
            (Self::Component(_), Side::Left) => {
                let on_bar = |top: f64| along >= top && along <= top + BAR.1;
                if on_bar(BAR.2) || on_bar(BAR.2 + 2.0 * BAR.1) { 0.0 } else { BAR.0 }
            }
            (Self::Folder(r), Side::Top) => {
                let tab = tab(rect);
                let over = (along - tab).clamp(0.0, TAB.1) / TAB.1 * TAB.0;
                over.max(corner(r, along)).max(if length - along < r { TAB.0 + corner(r, length - along) } else { 0.0 })
            }
            (Self::Person, Side::Top) => {
                if from_middle < HEAD {
                    HEAD - (HEAD * HEAD - from_middle * from_middle).sqrt()
                } else {
                    2.0 * HEAD - NECK + corner(shoulder(rect), from_end)
                }
            }
            (Self::Person, Side::Bottom) => corner(shoulder(rect), from_end),
            (Self::Person, Side::Left | Side::Right) => {
                // A line above the shoulders goes on to the head.
                let shoulders = 2.0 * HEAD - NECK;
                if along < shoulders {
                    let off = (along - HEAD).abs().min(HEAD);
                    across / 2.0 - (HEAD * HEAD - off * off).sqrt()
                } else {
                    corner(shoulder(rect), (along - shoulders).min(length - along))
                }
            }
            (Self::Cylinder | Self::Rings, Side::Top | Side::Bottom) | (Self::Pipe, Side::Left | Side::Right) => {
                ellipse(LID, length / 2.0, from_middle)
            }
            (Self::Cylinder | Self::Rings | Self::Pipe, _) => {
                if from_end < LID {
                    ellipse(across / 2.0, LID, LID - from_end)
                } else {
                    0.0
                }
            }
            (Self::Hexagon, Side::Left | Side::Right) => POINT * from_middle / (length / 2.0).max(1.0),
            (Self::Hexagon, _) => {
                if from_end < POINT {
                    across / 2.0 * (1.0 - from_end / POINT)
                } else {
                    0.0
                }
            }
            (Self::Form(shape), _) => form::inset(shape, rect, side, at),
            (Self::Stadium, _) => corner(STADIUM.min(rect.h / 2.0).min(rect.w / 2.0), from_end),
        }
    }

    /// Draws the outline into `rect`.
    pub(super) fn draw(self, rect: Rect, paint: Paint, out: &mut Vec<Item>) {
        match self {
            Self::Box(radius) => out.push(Item::Rect { rect, radius, paint }),
            Self::Person => {
                let body = self.body(rect);
                out.push(Item::Rect { rect: body, radius: shoulder(rect), paint });
                let head = Point::new(rect.center().x, rect.y + HEAD);
                out.push(draw::circle(head, HEAD, Paint { dash: None, ..paint }));
            }
            Self::Cylinder | Self::Rings => {
                let (x, right, half) = (rect.x, rect.right(), rect.w / 2.0);
                let (top, bottom) = (rect.y + LID, rect.bottom() - LID);
                let mut segments = vec![Segment::Move(Point::new(x, top))];
                arc(&mut segments, Point::new(x, top), Point::new(right, top), (half, -LID));
                segments.push(Segment::Line(Point::new(right, bottom)));
                arc(&mut segments, Point::new(right, bottom), Point::new(x, bottom), (half, LID));
                segments.push(Segment::Close);
                out.push(Item::Path { segments, paint });
                let mut rings = Vec::new();
                for level in if self == Self::Rings { vec![top, top + RING] } else { vec![top] } {
                    rings.push(Segment::Move(Point::new(x, level)));
                    arc(&mut rings, Point::new(x, level), Point::new(right, level), (half, LID));
                }
                out.push(Item::Path { segments: rings, paint: Paint { fill: None, ..paint } });
            }
            Self::Pipe => {
                let (left, right) = (rect.x + LID, rect.right() - LID);
                let (y, bottom, half) = (rect.y, rect.bottom(), rect.h / 2.0);
                let mut segments = vec![Segment::Move(Point::new(right, y)), Segment::Line(Point::new(left, y))];
                arc(&mut segments, Point::new(left, y), Point::new(left, bottom), (-LID, half));
                segments.push(Segment::Line(Point::new(right, bottom)));
                arc(&mut segments, Point::new(right, bottom), Point::new(right, y), (LID, half));
                segments.push(Segment::Close);
                out.push(Item::Path { segments, paint });
                let mut mouth = vec![Segment::Move(Point::new(right, y))];
                arc(&mut mouth, Point::new(right, y), Point::new(right, bottom), (-LID, half));
                out.push(Item::Path { segments: mouth, paint: Paint { fill: None, ..paint } });
            }
            Self::Hexagon => {
                let (x, y, right, bottom, middle) = (rect.x, rect.y, rect.right(), rect.bottom(), rect.center().y);
                let point = Point::new;
                let corners = [
                    point(x, middle),
                    point(x + POINT, y),
                    point(right - POINT, y),
                    point(right, middle),
                    point(right - POINT, bottom),
                    point(x + POINT, bottom),
                ];
                out.push(draw::polygon(&corners, paint));
            }
            Self::Component(radius) => {
                let body = self.body(rect);
                out.push(Item::Rect { rect: body, radius, paint });
                for top in [BAR.2, BAR.2 + 2.0 * BAR.1] {
                    let bar = Rect::new(rect.x, rect.y + top, 2.0 * BAR.0, BAR.1);
                    out.push(Item::Rect { rect: bar, radius: 1.5, paint: Paint { dash: None, ..paint } });
                }
            }
            Self::Folder(radius) => {
                let (x, y, right, bottom, tab) = (rect.x, rect.y, rect.right(), rect.bottom(), tab(rect));
                let mut segments = vec![Segment::Move(Point::new(x, bottom - radius))];
                segments.push(Segment::Line(Point::new(x, y + radius)));
                turn(&mut segments, Point::new(x, y + radius), Point::new(x, y), Point::new(x + radius, y));
                segments.push(Segment::Line(Point::new(x + tab, y)));
                segments.push(Segment::Line(Point::new(x + tab + TAB.1, y + TAB.0)));
                let y = y + TAB.0;
                segments.push(Segment::Line(Point::new(right - radius, y)));
                turn(&mut segments, Point::new(right - radius, y), Point::new(right, y), Point::new(right, y + radius));
                let low = bottom - radius;
                segments.push(Segment::Line(Point::new(right, low)));
                let corner = Point::new(right, bottom);
                turn(&mut segments, Point::new(right, low), corner, Point::new(right - radius, bottom));
                segments.push(Segment::Line(Point::new(x + radius, bottom)));
                turn(&mut segments, Point::new(x + radius, bottom), Point::new(x, bottom), Point::new(x, low));
                segments.push(Segment::Close);
                out.push(Item::Path { segments, paint });
            }
            Self::Form(shape) => form::draw(shape, rect, paint, out),
            Self::Stadium => {
                let radius = STADIUM.min(rect.h / 2.0).min(rect.w / 2.0);
                out.push(Item::Rect { rect, radius, paint });
            }
        }
    }
}

/// How far a round corner recedes, `along` px from where its side begins.
pub(super) fn corner(radius: f64, along: f64) -> f64 {
    let off = (radius - along).max(0.0).min(radius);
    radius - (radius * radius - off * off).sqrt()
}

/// How far half an ellipse that is `height` high and `half` wide recedes, `off` px from its middle.
fn ellipse(height: f64, half: f64, off: f64) -> f64 {
    let part = (off / half.max(1.0)).min(1.0);
    height * (1.0 - (1.0 - part * part).sqrt())
}

/// The radius of a person's shoulders.
fn shoulder(rect: Rect) -> f64 {
    20.0_f64.min(rect.w / 2.0).min((rect.h - 2.0 * HEAD + NECK).max(0.0) / 2.0)
}

/// The width of a folder's tab.
fn tab(rect: Rect) -> f64 {
    (rect.w * 0.36).min(64.0)
}

fn below(rect: Rect, by: f64) -> Rect {
    Rect::new(rect.x, rect.y + by, rect.w, rect.h - by)
}

/// Half an ellipse between two points: `axes` are its half axes, signed by where it bulges.
fn arc(segments: &mut Vec<Segment>, from: Point, to: Point, axes: (f64, f64)) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    // The half axis along the chord is half of it, with its sign; the other is that of the bulge.
    let middle = if dx.abs() > dy.abs() {
        Point::new(f64::midpoint(from.x, to.x), from.y + axes.1)
    } else {
        Point::new(from.x + axes.0, f64::midpoint(from.y, to.y))
    };
    let edge = |end: Point| {
        if dx.abs() > dy.abs() { Point::new(end.x, middle.y) } else { Point::new(middle.x, end.y) }
    };
    turn(segments, from, edge(from), middle);
    turn(segments, middle, edge(to), to);
}

/// A quarter of an ellipse from `from` to `to`, whose tangents meet in `at`.
pub(super) fn turn(segments: &mut Vec<Segment>, from: Point, at: Point, to: Point) {
    let mix = |p: Point| Point::new(p.x + (at.x - p.x) * QUARTER, p.y + (at.y - p.y) * QUARTER);
    segments.push(Segment::Cubic(mix(from), mix(to), to));
}
