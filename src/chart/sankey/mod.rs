//! Amounts that flow, as foreign texts write them: types, and how they are placed.

mod order;
mod place;

pub use place::place;

use crate::base::{Point, Rect, Size};

/// Flows, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sankey {
    /// Title of the picture.
    pub title: String,
    /// Names of where flows begin and end.
    pub nodes: Vec<String>,
    /// In the order of the text.
    pub flows: Vec<Flow>,
}

/// A flow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flow {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// How much it is.
    pub amount: f64,
}

impl Sankey {
    /// What flows through each node: in or out, whichever is more.
    pub fn amounts(&self) -> Vec<f64> {
        self.through(|flow| flow.amount)
    }

    /// The same of some measure of a flow.
    fn through(&self, amount: impl Fn(&Flow) -> f64) -> Vec<f64> {
        let (mut comes, mut goes) = (vec![0.0; self.nodes.len()], vec![0.0; self.nodes.len()]);
        for flow in &self.flows {
            if let (Some(from), Some(to)) = (goes.get_mut(flow.from), comes.get_mut(flow.to)) {
                *from += amount(flow);
                *to += amount(flow);
            }
        }
        comes.iter().zip(&goes).map(|(a, b): (&f64, &f64)| a.max(*b)).collect()
    }
}

/// Where everything is, in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedSankey {
    /// Size of the whole.
    pub size: Size,
    /// By node.
    pub bars: Vec<Rect>,
    /// Words, by node.
    pub words: Vec<Rect>,
    /// By flow.
    pub flows: Vec<Ribbon>,
}

/// The way of a flow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ribbon {
    /// Where it leaves a bar and where it comes to one, for every layer that it crosses in turn: curves between them, and
    /// past a layer a level piece. A flow that goes back has the corners of a way below everything.
    pub points: Vec<Point>,
    /// How thick it is.
    pub thick: f64,
    /// Whether it goes back.
    pub back: bool,
}
