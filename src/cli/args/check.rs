//! What `check` takes.

use super::LookArgs;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// What `check` takes.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  groundplan check architecture.yaml
  groundplan check docs --error-format github --strict
  groundplan check plan.md --src architecture.yaml    a plan, and whether it fits its description")]
pub(in crate::cli) struct CheckArgs {
    /// Descriptions, implementation plans (.md), files of Mermaid (.mmd), folders of them, or `-` for a description on
    /// standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// Description that plans are compared with [default: the one that a plan names, or the only one beside it]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) src: Option<PathBuf>,
    /// What a picture looks like.
    #[command(flatten)]
    pub(in crate::cli) look: LookArgs,
}
