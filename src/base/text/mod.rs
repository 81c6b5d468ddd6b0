//! Text: how wide it is, and where it breaks. The fonts are embedded, so that measured equals drawn on every machine.

mod ascii;
mod face;
mod fonts;
mod wrap;

pub use face::{FontData, Glyph};
pub use fonts::Fonts;
pub use wrap::{Limit, is_cut, wrap};

/// A weight that the embedded family has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// 400.
    #[default]
    Regular,
    /// 600.
    Semibold,
}

/// Which font a text is set in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Size, in px.
    pub size: f64,
    /// Weight.
    pub weight: Weight,
    /// Whether it leans: the upright letters, sheared by [`SLANT`], exactly as wide as before.
    pub italic: bool,
}

/// How far the top of a slanted letter lies to the right, in parts of its height: close to the 9.4 degrees of Inter Italic.
pub const SLANT: f64 = 0.17;

impl Font {
    /// The regular weight at `size` px.
    pub const fn regular(size: f64) -> Self {
        Self { size, weight: Weight::Regular, italic: false }
    }

    /// The semibold weight at `size` px.
    pub const fn semibold(size: f64) -> Self {
        Self { size, weight: Weight::Semibold, italic: false }
    }
}

/// Measures text.
pub trait Measure: Sync {
    /// Width of one line of `text`, in px.
    fn width(&self, text: &str, font: Font) -> f64;
}

/// A number with its noun: `1 risk`, `2 risks`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Enough of a text to know it by: 40 characters, with `…` where there are more.
pub fn short(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some(_) => text.chars().take(MOST - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}
