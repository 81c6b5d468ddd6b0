//! Curves around a middle, as foreign texts write them.

/// Curves over axes, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Radar {
    /// Title of the picture.
    pub title: String,
    /// What stands at the ends of the axes, clockwise from the top.
    pub axes: Vec<String>,
    /// In the order of drawing.
    pub curves: Vec<Curve>,
    /// The values in the middle and at the rim.
    pub range: (f64, f64),
    /// How many rings there are.
    pub rings: usize,
    /// Whether rings have corners.
    pub polygon: bool,
    /// Whether there is a legend.
    pub legend: bool,
}

/// A curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// What the legend shows.
    pub name: String,
    /// One value for each axis.
    pub values: Vec<f64>,
}

/// Radius of the rim, in px.
pub const RADIUS: f64 = 190.0;

impl Radar {
    /// How far from the middle a value is, in px.
    pub fn reach(&self, value: f64) -> f64 {
        let (low, high) = self.range;
        if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) * RADIUS } else { 0.0 }
    }

    /// The direction of an axis, in turns from the top.
    pub fn turn(&self, axis: usize) -> f64 {
        axis as f64 / self.axes.len().max(1) as f64
    }
}
