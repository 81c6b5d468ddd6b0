//! [`crate::scene::Scene`] -> files: SVG as text, PNG and PDF as bytes.
//!
//! Stage: fifth. Input: a scene. Output: [`Svg`], PNG made of one, and PDF.

mod attached;
pub mod pdf;
pub mod png;
pub mod source;
pub mod svg;
mod xml;

pub use pdf::pdf;
pub use png::png;
pub use svg::{Svg, svg};
