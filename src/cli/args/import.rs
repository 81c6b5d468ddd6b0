//! What `import` takes.

use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// Formats that people already have.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ImportCommand {
    /// docker-compose files; later ones override earlier ones
    #[command(after_help = "Examples:
  groundplan import compose compose.yaml -o architecture.yaml
  groundplan import compose compose.yaml compose.override.yaml | groundplan render - -o out")]
    Compose(ImportArgs),
    /// An implementation plan in Markdown
    #[command(after_help = "Examples:
  groundplan import plan plan.md -o architecture.yaml
  groundplan import plan plan.md | groundplan check -")]
    Plan(ImportPlanArgs),
}

/// What `import plan` takes.
#[derive(Args, Debug)]
pub(in crate::cli) struct ImportPlanArgs {
    /// Plan to read, or `-` for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) input: PathBuf,
    /// Description to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Replace a description that is there and differs
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

/// What `import` takes.
#[derive(Args, Debug)]
pub(in crate::cli) struct ImportArgs {
    /// Files to read, or `-` for standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// Description to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Replace a description that is there and differs
    #[arg(long)]
    pub(in crate::cli) force: bool,
}
