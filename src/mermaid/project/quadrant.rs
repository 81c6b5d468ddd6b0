//! A quadrant chart -> points with their looks.

use super::super::css;
use super::super::read::quadrant as written;
use crate::chart::quadrant::{Dot, Quadrant};

/// The chart of a text.
pub(super) fn project(text: &written::Quadrant) -> Quadrant {
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    let points = text.points.iter().map(|point| {
        let named = |(name, _): &&(String, written::Look)| point.class.as_ref() == Some(name);
        let class = text.classes.iter().rev().find(named).map(|(_, look)| look.clone()).unwrap_or_default();
        let own = &point.look;
        let color = |own: &Option<String>, of: &Option<String>| css::color(own.as_deref().or(of.as_deref())?);
        Dot {
            name: point.name.clone(),
            x: point.x,
            y: point.y,
            radius: own.radius.or(class.radius),
            fill: color(&own.color, &class.color),
            stroke: color(&own.stroke_color, &class.stroke_color),
            width: own.stroke_width.or(class.stroke_width),
        }
    });
    Quadrant {
        title: words(&text.title),
        x_axis: [words(&text.x_axis[0]), words(&text.x_axis[1])],
        y_axis: [words(&text.y_axis[0]), words(&text.y_axis[1])],
        quadrants: text.quadrants.clone().map(Option::unwrap_or_default),
        points: points.collect(),
    }
}
