//! Sections: titles between the lines of a chart.

use std::ops::Range;

/// Some tasks or periods with a title.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Where that stands.
    pub at: Range<usize>,
}
