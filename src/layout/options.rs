//! What a preset says of the layout: gaps, direction, effort and looks.

use crate::base::Direction;
use serde::{Deserialize, Deserializer};

/// The `layout` section of a preset. Distances in px.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Where the flow goes, where the view does not say. None, in a preset `auto`, is down, or to the right where that
    /// fits better into a page of the wanted width by height.
    #[serde(deserialize_with = "direction_or_auto")]
    pub direction: Option<Direction>,
    /// Between two nodes of a layer.
    pub node_gap: u32,
    /// Between two layers, at least.
    pub layer_gap: u32,
    /// Between two parallel edges.
    pub edge_gap: u32,
    /// Between a frame and what is in it.
    pub padding: u32,
    /// Wanted width by height, for placing components.
    pub aspect: f64,
    /// Whether leaves of a hub are set in rows where one would be far too long for the other side of the picture, and a
    /// picture too long for a page goes on in another strip, where one edge alone leads on and no frame but one around all is
    /// cut.
    pub wrap: bool,
    /// How long crossings are looked for.
    pub effort: Effort,
    /// Where edges touch the sides of nodes.
    pub ports: PortStyle,
    /// Whether edges that leave a node at one side, or come to it, set out as one line.
    pub trunks: bool,
    /// What becomes of corners.
    pub routing: Routing,
}

/// What the ways of edges are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Routing {
    /// Upright and level pieces.
    #[default]
    Orthogonal,
    /// The same with curves in place of corners, as wide as what is around them allows.
    Splines,
}

/// Where edges touch the side of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PortStyle {
    /// Over the whole side.
    #[default]
    Spread,
    /// Around the middle of the side, as close as arrow heads allow.
    Centered,
}

/// A direction, or `auto` for none.
fn direction_or_auto<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Direction>, D::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Flow {
        Auto,
        Down,
        Up,
        Right,
        Left,
    }
    Ok(match Flow::deserialize(from)? {
        Flow::Auto => None,
        Flow::Down => Some(Direction::Down),
        Flow::Up => Some(Direction::Up),
        Flow::Right => Some(Direction::Right),
        Flow::Left => Some(Direction::Left),
    })
}

/// How much work the engine spends on few crossings; counted in steps, so the result is the same on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effort {
    /// One start from the written order.
    Fast,
    /// A few starts and a short search.
    #[default]
    Balanced,
    /// Many starts and a long search.
    Best,
}
