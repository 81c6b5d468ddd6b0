//! Colours, type sizes and strokes: layouts/themes/*.yaml.

/// A complete theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Theme {}
