//! `classDef` of all kinds: looks that have a name.

/// Looks that a text gives a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassDef {
    /// Its name; `default` is the look of all.
    pub name: String,
    /// Properties of CSS, such as `fill:#f00`.
    pub styles: Vec<String>,
}

/// `fill:#f00,stroke:#333;` in its parts.
pub(super) fn styles(text: &str) -> Vec<String> {
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// `a, b` in its parts.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty())
}
