//! Presets by name: what a picture shows, how far apart things stand, in which colours.
//!
//! Stage: none; pipeline hands each section to the stage that owns it. Input: a name, or the text of a user's file.
//! Output: a [`Preset`]. A file is complete: every key is required, none other allowed, nothing inherited.

use crate::base::{Checked, Error, SourceId};
use crate::graph::Lens;
use crate::layout::Options;
use crate::scene::theme::{self, complete};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A complete preset: one section for each stage that owns it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// How much of the model's words a picture shows.
    pub lens: Lens,
    /// Where the flow goes, and distances.
    pub layout: Options,
    /// The name of a theme.
    #[serde(deserialize_with = "theme_name")]
    pub theme: String,
}

/// The name of a theme that there is.
fn theme_name<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let name = String::deserialize(from)?;
    if theme::NAMES.contains(&name.as_str()) { Ok(name) } else { Err(D::Error::unknown_variant(&name, theme::NAMES)) }
}

/// The name of the preset that applies where nobody says otherwise.
pub const DEFAULT: &str = "default";

/// The name of the preset that applies to entities.
pub const ENTITY: &str = "entity";

/// The name of the preset that applies to foreign Mermaid.
pub const MERMAID: &str = "mermaid";

/// The name of the preset that applies to mindmaps of foreign Mermaid.
pub const MINDMAP: &str = "mindmap";

/// The built-in presets by name: each a file of layouts/.
pub const BUILT_IN: [(&str, &str); 8] = [
    ("dataflow", include_str!("../layouts/dataflow.yaml")),
    (DEFAULT, include_str!("../layouts/default.yaml")),
    ("deployment", include_str!("../layouts/deployment.yaml")),
    (ENTITY, include_str!("../layouts/entity.yaml")),
    (MERMAID, include_str!("../layouts/mermaid.yaml")),
    (MINDMAP, include_str!("../layouts/mindmap.yaml")),
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
        let broken = || Error::Preset { name: name.to_owned(), message: "it is not complete".to_owned() };
        Self::read(text, SourceId(0)).value.ok_or_else(broken)
    }

    /// Reads the text of a preset file; without a preset there is a finding of what is missing, unknown or wrong in it.
    pub fn read(text: &str, source: SourceId) -> Checked<Self> {
        complete(text, source, "a preset")
    }
}
