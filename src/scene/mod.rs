//! [`Graph`] + [`Layout`] + [`Theme`], or a chart + [`Theme`] -> [`Scene`]: nothing left to decide.
//!
//! Stage: fourth. Input: what is shown and where. Output: shapes, lines and lines of text with their colours.

pub mod block;
pub mod draw;
pub mod theme;

pub use block::Block;
pub use theme::Theme;

use crate::base::text::{Font, Measure};
use crate::base::{Color, Point, Rect, Size};
use crate::graph::Graph;
use crate::layout::{Layout, Sizes};

/// A finished picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Size of the whole with its margin, in px.
    pub size: Size,
    /// Title, for `<title>` and alt text.
    pub title: String,
    /// What it says, for `<desc>`.
    pub description: String,
    /// What stands behind everything; none for a transparent picture.
    pub background: Option<Ink>,
    /// In the order of drawing.
    pub items: Vec<Item>,
}

/// A colour, and what it is where the reader prefers a dark page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ink {
    /// On a light page, and wherever only one is possible.
    pub light: Color,
    /// On a dark page.
    pub dark: Option<Color>,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// What belongs together: one node, edge or frame, with its id and the words for a tooltip.
    Group {
        /// Unique in the picture.
        id: String,
        /// Class: `node`, `edge`, `cluster`, `legend`, ...
        class: &'static str,
        /// Where a click goes.
        link: Option<String>,
        /// Its parts.
        items: Vec<Item>,
    },
    /// A rectangle.
    Rect {
        /// Where.
        rect: Rect,
        /// Radius of its corners, in px.
        radius: f64,
        /// Its look.
        paint: Paint,
    },
    /// A path.
    Path {
        /// Its parts.
        segments: Vec<Segment>,
        /// Its look.
        paint: Paint,
    },
    /// One line of text.
    Text {
        /// Anchor on the base line.
        at: Point,
        /// Which part of the text the anchor is.
        anchor: Anchor,
        /// What.
        text: String,
        /// In which font.
        font: Font,
        /// In which colour.
        ink: Ink,
        /// A halo of this colour around the letters.
        halo: Option<Ink>,
    },
}

/// Part of a path; points in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Starts a part.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A cubic Bézier curve by its two control points and its end.
    Cubic(Point, Point, Point),
    /// Back to the start of the part.
    Close,
}

/// The look of a shape.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paint {
    /// Inside.
    pub fill: Option<Ink>,
    /// Outline.
    pub stroke: Option<Ink>,
    /// Width of the outline, in px.
    pub width: f64,
    /// Dash and gap, in px.
    pub dash: Option<(f64, f64)>,
}

/// Which part of a text its anchor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// How large everything will be drawn.
pub fn measure(graph: &Graph, theme: &Theme, text: &dyn Measure) -> Sizes {
    let _ = (graph, theme, text);
    Sizes::default()
}

/// Draws a graph at its places.
pub fn compose(graph: &Graph, layout: &Layout, theme: &Theme, text: &dyn Measure) -> Scene {
    let _ = (graph, layout, theme, text);
    Scene::default()
}
