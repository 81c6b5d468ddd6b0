//! What pictures look like, and what they are written as.

use crate::mermaid::Profile;
use crate::pipeline::Format;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// How pictures look.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct LookArgs {
    /// Preset by name (default, plan, overview, dataflow, deployment, entity, mermaid, mindmap) or
    /// file
    #[arg(long, value_name = "NAME|FILE", value_hint = ValueHint::FilePath, help_heading = "Look")]
    pub(in crate::cli) preset: Option<String>,
    /// Theme by name (auto, light, dark, print) or file [default: the preset's]
    #[arg(long, value_name = "NAME|FILE", value_hint = ValueHint::FilePath, help_heading = "Look")]
    pub(in crate::cli) theme: Option<String>,
    /// Pixels of the PNG for each px of the picture, 0.1 to 16
    #[arg(long, value_name = "N", default_value_t = 2.0, value_parser = scale, help_heading = "Look")]
    pub(in crate::cli) scale: f64,
    /// Which Mermaid to write: `safe` draws everywhere, `c4` and `architecture` need newer hosts
    #[arg(long, value_enum, default_value_t, value_name = "PROFILE", help_heading = "Look")]
    pub(in crate::cli) profile: ProfileArg,
    /// Folder or file with further fonts, for scripts that the embedded ones lack; may be given several times
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Look")]
    pub(in crate::cli) font_dir: Vec<PathBuf>,
    /// Use the machine's fonts as well; pictures may then differ between machines
    #[arg(long, help_heading = "Look")]
    pub(in crate::cli) system_fonts: bool,
}

/// Hosts of Mermaid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ProfileArg {
    /// Flowcharts and sequence diagrams
    #[default]
    Safe,
    /// The C4 diagrams
    C4,
    /// architecture-beta
    Architecture,
}

impl From<ProfileArg> for Profile {
    fn from(arg: ProfileArg) -> Self {
        match arg {
            ProfileArg::Safe => Self::Safe,
            ProfileArg::C4 => Self::C4,
            ProfileArg::Architecture => Self::Architecture,
        }
    }
}

pub(in crate::cli) fn scale(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(scale) if (0.1..=16.0).contains(&scale) => Ok(scale),
        _ => Err("it is a number from 0.1 to 16".to_owned()),
    }
}

/// What can be written.
pub(super) fn formats() -> impl TypedValueParser<Value = Format> {
    among(&Format::ALL)
}

/// What is a picture.
pub(super) fn pictures() -> impl TypedValueParser<Value = Format> {
    among(&Format::PICTURES)
}

fn among(formats: &[Format]) -> impl TypedValueParser<Value = Format> {
    let value = |format: &Format| match format {
        Format::Mermaid => PossibleValue::new("mmd").alias("mermaid").help("Mermaid text"),
        Format::Svg => PossibleValue::new("svg").help("Scalable vector graphics"),
        Format::Png => PossibleValue::new("png").help("Pixels"),
        Format::Pdf => PossibleValue::new("pdf").help("A page with vectors and embedded fonts"),
    };
    let values: Vec<PossibleValue> = formats.iter().map(value).collect();
    PossibleValuesParser::new(values).try_map(|word| Format::named(&word).ok_or("it is no format"))
}
