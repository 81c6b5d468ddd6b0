//! What `layout` takes.

use crate::base::Direction;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

const LAYOUT_EXAMPLES: &str = "\
Examples:
  groundplan layout graph.json -o placed.json --direction right
  groundplan layout shop.yaml --view main --explain               why a picture looks as it does
  groundplan layout shop.yaml --view main -o main.json            where everything stands
  groundplan layout shop.yaml --view main --stable-with main.json the same after an edit, little moved";

/// What `layout` takes.
#[derive(Args, Debug)]
#[command(after_help = LAYOUT_EXAMPLES)]
pub(in crate::cli) struct LayoutArgs {
    /// A graph in JSON or a description, or `-` for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) input: PathBuf,
    /// File to write the layout to [default: standard output; nowhere with --explain]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// The view of a description; needed where it has several
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) view: Option<String>,
    /// Say what each pass did: crossings, dummies, bends, length, steps, time; on standard output, on standard error
    /// where the layout goes there
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    pub(in crate::cli) explain: Option<ExplainArg>,
    /// An earlier layout as JSON: what it has keeps its order unless turning it round gains enough
    #[arg(long, value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) stable_with: Option<PathBuf>,
    /// Preset by name or file
    #[arg(long, value_name = "NAME|FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) preset: Option<String>,
    /// Where the flow goes [default: the graph's, else the preset's]
    #[arg(long, value_enum)]
    pub(in crate::cli) direction: Option<DirectionArg>,
    /// Say in `time_ms` how long the layout took; the output then differs from run to run
    #[arg(long)]
    pub(in crate::cli) time: bool,
}

/// How a layout is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExplainArg {
    /// For people
    Table,
    /// One JSON object
    Json,
}

/// Directions of flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DirectionArg {
    /// From top to bottom
    Down,
    /// From bottom to top
    Up,
    /// From left to right
    Right,
    /// From right to left
    Left,
}

impl From<DirectionArg> for Direction {
    fn from(arg: DirectionArg) -> Self {
        match arg {
            DirectionArg::Down => Self::Down,
            DirectionArg::Up => Self::Up,
            DirectionArg::Right => Self::Right,
            DirectionArg::Left => Self::Left,
        }
    }
}
