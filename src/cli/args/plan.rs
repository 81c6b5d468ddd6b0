//! What `update` and `plan` take.

use super::look::pictures;
use crate::pipeline::Format;
use clap::{Args, ValueHint};
use std::path::PathBuf;

const UPDATE_EXAMPLES: &str = "\
Examples:
  groundplan update plan.md                             refresh its regions and the pictures they link to
  groundplan update plan.md --src architecture.yaml     put markers around the picture of the architecture, and draw it
  groundplan update plan.md --add                       pictures of new endpoints and views as well
  groundplan update docs --check                        name what is stale and exit with 1; write nothing
  groundplan update docs --diff                         show what would change; write nothing";

/// What `update` takes.
#[derive(Args, Debug)]
#[command(after_help = UPDATE_EXAMPLES)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(in crate::cli) struct UpdateArgs {
    /// Markdown documents, or folders of them
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// Write nothing; name what is stale, with its place
    #[arg(long)]
    pub(in crate::cli) check: bool,
    /// Write nothing; print what would change as a unified diff
    #[arg(long)]
    pub(in crate::cli) diff: bool,
    /// Put pictures of the description into a plan that does not have them yet, each in its section
    #[arg(long)]
    pub(in crate::cli) add: bool,
    /// Replace regions that were edited by hand, and pictures drawn by hand
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// Description of regions that name none, and of documents without regions [default: the only one beside a document]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) src: Option<PathBuf>,
}

const PLAN_EXAMPLES: &str = "\
Examples:
  groundplan plan shop.yaml -o plan.md                    sections and diagrams from the description and its `plan:`
  groundplan plan shop.yaml -o plan.md --images img       each diagram as SVG and PNG as well, with a link to it
  groundplan plan shop.yaml --date 2026-11-22             on standard output, as of that day

The day of a plan is `plan.spec.generated`, else --date, else SOURCE_DATE_EPOCH, else today (UTC).";

/// What `plan` takes.
#[derive(Args, Debug)]
#[command(after_help = PLAN_EXAMPLES)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(in crate::cli) struct PlanArgs {
    /// Description, or `-` for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) input: PathBuf,
    /// Markdown document to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Day of a plan whose description does not say it: YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(in crate::cli) date: Option<String>,
    /// Folder for an image of every diagram, with a link to it below its fence
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) images: Option<PathBuf>,
    /// What images are written as, with --images: svg, png, pdf [default: svg, png]
    #[arg(short, long, value_parser = pictures(), value_delimiter = ',', value_name = "FORMATS", hide_possible_values = true)]
    pub(in crate::cli) format: Vec<Format>,
    /// Leave the description out of images; otherwise `groundplan extract` gives it back
    #[arg(long, requires = "images")]
    pub(in crate::cli) no_source: bool,
    /// Replace a document that is there, with what its author wrote in it
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// Say of every key that the description leaves open what it is for
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,
}

/// A day of the calendar, as it is written.
fn day(text: &str) -> Result<String, String> {
    let sound = crate::describe::plan::day::read(text).is_some();
    sound.then(|| text.to_owned()).ok_or_else(|| "it is a day such as 2026-11-22".to_owned())
}
