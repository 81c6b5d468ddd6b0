//! `quadrantChart`: text -> axes, quadrants and points.

mod lex;
mod parse;

pub(super) use parse::read;

use std::ops::Range;

/// What a quadrant chart says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quadrant {
    /// What stands over it.
    pub title: Option<String>,
    /// The words at the left and at the right.
    pub x_axis: [Option<String>; 2],
    /// The words at the bottom and at the top.
    pub y_axis: [Option<String>; 2],
    /// The words in the quadrants: top right, top left, bottom left, bottom right.
    pub quadrants: [Option<String>; 4],
    /// In the order of the text.
    pub points: Vec<Point>,
    /// Looks that points have by the name of their class.
    pub classes: Vec<(String, Look)>,
}

/// The look of a point, where the text gives one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// Its radius, in px.
    pub radius: Option<f64>,
    /// Its colour, as it is written.
    pub color: Option<String>,
    /// Colour of its outline, as it is written.
    pub stroke_color: Option<String>,
    /// Width of its outline, in px.
    pub stroke_width: Option<f64>,
}

/// A point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// What stands beside it.
    pub name: String,
    /// From the left, from 0 to 1.
    pub x: f64,
    /// From the bottom, from 0 to 1.
    pub y: f64,
    /// The name of its class.
    pub class: Option<String>,
    /// Its own look.
    pub look: Look,
    /// Its line.
    pub at: Range<usize>,
}

impl Quadrant {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.points.iter_mut().for_each(|point| change(&mut point.at));
    }
}
