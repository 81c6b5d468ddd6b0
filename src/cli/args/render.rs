//! What `render` takes.

use super::LookArgs;
use super::look::formats;
use crate::pipeline::Format;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

const RENDER_EXAMPLES: &str = "\
Examples:
  groundplan render shop.yaml                           all views, as shop.VIEW.mmd, .svg and .png
  groundplan render shop.yaml -f svg --view main -o main.svg
  groundplan render docs services -o out -f mmd,svg     folders, mirrored below out
  groundplan render - --view main < shop.yaml           Mermaid text on standard output
  groundplan render flow.mmd -o flow.svg                Mermaid, drawn here
  groundplan render shop.yaml --preset overview --theme print --scale 3";

/// What `render` takes.
#[derive(Args, Debug)]
#[command(after_help = RENDER_EXAMPLES)]
pub(in crate::cli) struct RenderArgs {
    /// Descriptions, files of Mermaid (.mmd), folders of both, or `-` for standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// Folder to write to, or one file, or `-` for standard output [default: beside the input]
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// What to write: mmd, svg, png, pdf [default: mmd, svg and png, or what OUTPUT ends in]
    #[arg(short, long, value_parser = formats(), value_delimiter = ',', value_name = "FORMATS", hide_possible_values = true)]
    pub(in crate::cli) format: Vec<Format>,
    /// What standard input is: yaml (a description) or mmd
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", hide_possible_values = true)]
    pub(in crate::cli) input_format: InputArg,
    /// Draw this view alone; may be given several times
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub(in crate::cli) view: Vec<String>,
    /// An earlier layout of the one view that is drawn, from `groundplan layout`: what it has keeps its order
    #[arg(long, value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) stable_with: Option<PathBuf>,
    /// Leave the source out of SVG, PNG and PDF; otherwise `groundplan extract` gives it back
    #[arg(long)]
    pub(in crate::cli) no_source: bool,
    /// What a picture looks like.
    #[command(flatten)]
    pub(in crate::cli) look: LookArgs,
}

/// What is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum InputArg {
    /// A description
    #[default]
    Yaml,
    /// Mermaid text
    #[value(alias = "mermaid")]
    Mmd,
}
