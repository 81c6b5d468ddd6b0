//! Model -> implementation plan, and back: the sections of the template, what fills them, and what is wrong in them.
//!
//! Stage: after the pipeline. Input: a model, or the text of a plan. Output: the text of sections, findings, or a model.

mod check;
mod diagrams;
mod document;
mod gap;
mod import;
mod markdown;
mod notation;
pub mod read;
mod sections;
mod template;

pub use check::{Described, check};
pub use diagrams::{Diagram, Place, architecture, diagrams, mermaid, title, views};
pub use document::{Part, Piece, What, Written, document, headline};
pub use gap::Gap;
pub use import::{Imported, import};
pub use markdown::{address, cell, fence, image, path_of};
pub use notation::Notation;
pub use read::section_named;
pub use read::{PlanDoc, is_plan, read};
pub use sections::{gaps, keep_day, section};
pub use template::{Section, body as template};
