//! What `extract` takes.

use clap::{Args, ValueHint};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  groundplan extract shop.main.png                      the description, on standard output
  groundplan extract shop.main.svg -o shop.yaml
  groundplan extract pictures/*.png -o sources          each as sources/NAME.yaml or .mmd
  groundplan extract shop.main.png | groundplan render - --view main -f svg > shop.svg";

/// What `extract` takes.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct ExtractArgs {
    /// Pictures that groundplan drew, SVG, PNG or PDF, or `-` for standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// File to write, or folder where there are several pictures [default: standard output]
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Replace a file that is there and differs
    #[arg(long)]
    pub(in crate::cli) force: bool,
}
