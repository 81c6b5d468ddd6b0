//! [`crate::scene::Scene`] -> files: SVG as text, PNG as bytes.
//!
//! Stage: fifth. Input: a scene. Output: [`Svg`], and PNG made of one.

pub mod png;
pub mod svg;
mod xml;

pub use png::png;
pub use svg::{Svg, svg};
