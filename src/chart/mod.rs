//! Pictures that are no layered graph, each with its own types and its own small layout.
//!
//! Stage: beside graph and layout.

pub mod risk;
pub mod schedule;
pub mod sequence;
pub mod stack;
pub mod tree;

pub use risk::RiskMatrix;
pub use schedule::Schedule;
pub use sequence::Sequence;
pub use stack::Stack;
pub use tree::FileTree;
