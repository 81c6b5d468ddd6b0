//! Presets by name: what a picture shows, how far apart things stand, in which colours.
//!
//! Stage: none; pipeline hands each section to the stage that owns it. Input: a name, or the text of a user's file.
//! Output: a [`Preset`]. A file is complete: every key is required, none other allowed, nothing inherited.

use crate::base::Error;
use crate::graph::Lens;
use crate::layout::Options;
use crate::scene::theme::complete;
use serde::Deserialize;

/// A complete preset: one section for each stage that owns it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// How much of the model's words a picture shows.
    pub lens: Lens,
    /// Where the flow goes, and distances.
    pub layout: Options,
    /// The name of a theme.
    pub theme: String,
}

/// The name of the preset that applies where nobody says otherwise.
pub const DEFAULT: &str = "default";

/// The built-in presets by name: each a file of layouts/.
pub const BUILT_IN: [(&str, &str); 5] = [
    ("dataflow", include_str!("../layouts/dataflow.yaml")),
    (DEFAULT, include_str!("../layouts/default.yaml")),
    ("deployment", include_str!("../layouts/deployment.yaml")),
    ("overview", include_str!("../layouts/overview.yaml")),
    ("plan", include_str!("../layouts/plan.yaml")),
];

impl Preset {
    /// A built-in preset.
    ///
    /// # Errors
    /// [`Error::Preset`] where there is no preset of that name.
    pub fn named(name: &str) -> Result<Self, Error> {
        let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
            let message = format!("there is no such preset; there are {}", names.join(", "));
            return Err(Error::Preset { name: name.to_owned(), message });
        };
        Self::read(name, text)
    }

    /// Reads a preset file; `name` is for messages.
    ///
    /// # Errors
    /// [`Error::Preset`] where a key is missing, unknown or of the wrong form.
    pub fn read(name: &str, text: &str) -> Result<Self, Error> {
        complete(name, text)
    }
}
