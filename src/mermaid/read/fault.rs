//! Why a text cannot be read.

use std::ops::Range;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the text that was read; empty at its end.
    pub at: Range<usize>,
    /// One sentence: what is wrong.
    pub message: String,
    /// One sentence: what to do.
    pub help: String,
}

impl Fault {
    pub(super) fn new(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: help.into() }
    }
}
