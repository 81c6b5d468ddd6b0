//! Text: how wide it is. The fonts are embedded, so that measured equals drawn on every machine.

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
}

/// Measures text.
pub trait Measure: Sync {
    /// Width of one line of `text`, in px.
    fn width(&self, text: &str, font: Font) -> f64;
}
