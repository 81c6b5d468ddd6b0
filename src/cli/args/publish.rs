//! What `publish` takes.

use super::LookArgs;
use super::look::pictures;
use crate::pipeline::Format;
use crate::publish::{Embed, is_width};
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  groundplan publish docs -o site                           every diagram of every document as SVG, mirrored below site
  groundplan publish docs -o site --embed picture           a light and a dark picture; the reader's page chooses
  groundplan publish docs -o site -f png,svg --keep-source  PNG in the documents, SVG beside; the source folded below
  groundplan publish docs -o site --check                   name what is stale and exit with 1; write nothing
  groundplan publish docs -o site --watch                   again whenever a document changes
  groundplan publish - < notes.md > notes.out.md            one document, pictures inside";

/// What `publish` takes.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(in crate::cli) struct PublishArgs {
    /// Markdown documents, HTML pages, folders of them, or `-` for one document on standard input
    #[arg(required = true, value_name = "SRC", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// Folder to write to; a document on standard input goes to standard output
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// How pictures stand in documents [default: link; data-uri on standard output]
    #[arg(long, value_enum, value_name = "HOW")]
    pub(in crate::cli) embed: Option<EmbedArg>,
    /// What pictures are written as: svg, png, pdf; documents show the first
    #[arg(short, long, value_parser = pictures(), value_delimiter = ',', value_name = "FORMATS", default_value = "svg")]
    pub(in crate::cli) format: Vec<Format>,
    /// Keep the source of a picture, folded below it
    #[arg(long)]
    pub(in crate::cli) keep_source: bool,
    /// Leave the text of a diagram out of the file of its picture
    #[arg(long)]
    pub(in crate::cli) no_source: bool,
    /// Show the title of a diagram as its caption, where its fence says none
    #[arg(long)]
    pub(in crate::cli) caption: bool,
    /// Number the pictures of a document: `Figure 1`
    #[arg(long)]
    pub(in crate::cli) number: bool,
    /// Width of pictures whose fence says none: `60%`, `320px`
    #[arg(long, value_name = "WIDTH", value_parser = width)]
    pub(in crate::cli) width: Option<String>,
    /// Write nothing; name what is stale
    #[arg(long, conflicts_with = "watch")]
    pub(in crate::cli) check: bool,
    /// Go on until Ctrl-C: what changes is published again
    #[arg(long)]
    pub(in crate::cli) watch: bool,
    /// Stop at the first document with an error
    #[arg(long)]
    pub(in crate::cli) fail_fast: bool,
    /// Delete what earlier runs wrote to OUT and this one does not
    #[arg(long, conflicts_with = "check")]
    pub(in crate::cli) clean: bool,
    /// Replace files in OUT that no earlier run wrote
    #[arg(long, conflicts_with = "check")]
    pub(in crate::cli) force: bool,
    /// All findings and figures of the run as one text
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "watch")]
    pub(in crate::cli) report: Option<ReportArg>,
    /// File of the report [default: standard output]
    #[arg(long, value_name = "FILE", requires = "report", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) report_file: Option<PathBuf>,
    /// Folder that keeps pictures between runs [default: that of the platform]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) cache: Option<PathBuf>,
    /// Draw everything anew, and keep nothing
    #[arg(long, conflicts_with = "cache")]
    pub(in crate::cli) no_cache: bool,
    /// What a picture looks like.
    #[command(flatten)]
    pub(in crate::cli) look: LookArgs,
}

/// How pictures stand in documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum EmbedArg {
    /// A link to a file
    Link,
    /// The bytes of the picture in the link itself
    DataUri,
    /// The SVG itself
    Inline,
    /// Two files, for light and for dark pages
    Picture,
}

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportArg {
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

impl From<EmbedArg> for Embed {
    fn from(arg: EmbedArg) -> Self {
        match arg {
            EmbedArg::Link => Self::Link,
            EmbedArg::DataUri => Self::DataUri,
            EmbedArg::Inline => Self::Inline,
            EmbedArg::Picture => Self::Picture,
        }
    }
}

fn width(text: &str) -> Result<String, String> {
    if is_width(text) {
        Ok(text.to_owned())
    } else {
        Err("it is a number with a unit, such as 60% or 320px".to_owned())
    }
}
