//! Model -> implementation plan, and back: the sections of the template, what fills them, and what is wrong in them.
//!
//! Stage: after the pipeline. Input: a model, or the text of a plan. Output: the text of sections, findings, or a model.

mod check;
mod import;
pub mod read;
mod template;

pub use check::check;
pub use import::{Imported, import};
pub use read::{PlanDoc, is_plan, read};
pub use template::Section;
