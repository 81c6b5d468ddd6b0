//! The engine knows one direction, down. A [`Frame`] turns sizes on the way in and places on the way out.

use crate::base::{Direction, Point, Rect, Size};

/// How the user's picture is turned to flow down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame(pub(super) Direction);

/// Where the title of a frame stands, seen from the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TitleAt {
    /// In a layer of its own, above the members.
    Start,
    /// In a layer of its own, below the members.
    End,
    /// Along the left side.
    Side,
}

/// An upright box of the engine: centre and half sizes, in px.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Frame {
    /// Whether width and height change places.
    pub(super) fn turned(self) -> bool {
        self.0.is_level()
    }

    pub(super) fn title_at(self) -> TitleAt {
        match self.0 {
            Direction::Down => TitleAt::Start,
            Direction::Up => TitleAt::End,
            Direction::Right | Direction::Left => TitleAt::Side,
        }
    }

    /// Width and height in the engine, rounded up to even numbers so that centres are whole.
    pub(super) fn inward(self, size: Size) -> (i32, i32) {
        let even = |x: f64| ((x.clamp(0.0, 1e7) / 2.0).ceil() as i32) * 2;
        let (w, h) = (even(size.w), even(size.h));
        if self.turned() { (h, w) } else { (w, h) }
    }

    /// A point of the engine, whose picture is `height` px along the flow, in the user's picture.
    pub(super) fn point(self, x: i32, y: i32, height: i32) -> Point {
        let (x, y) = match self.0 {
            Direction::Down => (x, y),
            Direction::Up => (x, height - y),
            Direction::Right => (y, x),
            Direction::Left => (height - y, x),
        };
        Point::new(f64::from(x), f64::from(y))
    }

    /// A box of the engine in the user's picture.
    pub(super) fn rect(self, e: Extent, height: i32) -> Rect {
        let (a, b) = (self.point(e.left, e.top, height), self.point(e.right, e.bottom, height));
        Rect::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs())
    }

    /// The size of an engine picture in the user's.
    pub(super) fn size(self, w: i32, h: i32) -> Size {
        let (w, h) = if self.turned() { (h, w) } else { (w, h) };
        Size::new(f64::from(w), f64::from(h))
    }
}

impl Extent {
    pub(super) fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub(super) fn moved(self, dx: i32, dy: i32) -> Self {
        Self { left: self.left + dx, top: self.top + dy, right: self.right + dx, bottom: self.bottom + dy }
    }
}
