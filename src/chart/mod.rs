//! Pictures that are no layered graph, each with its own types and its own small layout.
//!
//! Stage: beside graph and layout.

pub mod sequence;

pub use sequence::Sequence;
