//! What people already have -> [`Model`]: one file or folder a format.
//!
//! Stage: beside describe. Input: texts of a foreign format. Output: a model and the description that says it.

pub mod compose;

use crate::describe::Model;

/// What came of an import.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The system; its spans point into the texts that were read.
    pub model: Model,
    /// The same as a description in YAML; its head comment lists what was left out.
    pub text: String,
}
