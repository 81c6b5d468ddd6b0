//! What every stage shares: findings and errors, geometry, the words of the domain, and text with its measure.
//!
//! Stage: none; it sits below all of them and imports nothing from the crate.

pub mod circle;
pub mod diagnostic;
pub mod error;
pub mod geometry;
pub mod names;
pub mod source;
pub mod text;
pub mod vocabulary;

pub use diagnostic::{Checked, Code, Diagnostic, Severity};
pub use error::Error;
pub use geometry::{Point, Rect, Size};
pub use names::unique;
pub use source::{LineMap, Load, Source, SourceId, Sources, Span};
pub use vocabulary::{Arrow, Color, ConstraintKind, Direction, Kind, Line, Shape, Sides, Status, Style};
