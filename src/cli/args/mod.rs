//! What may stand on the command line.

mod check;
mod extract;
mod filter;
mod import;
mod layout;
mod look;
mod mmdc;
mod plan;
mod publish;
mod render;

pub(super) use check::CheckArgs;
pub(super) use extract::ExtractArgs;
pub(super) use filter::{MdbookArgs, MdbookCommand, PandocArgs};
pub(super) use import::{ImportArgs, ImportCommand, ImportPlanArgs};
pub(super) use layout::{ExplainArg, LayoutArgs};
pub(super) use look::{LookArgs, ProfileArg, scale};
pub(super) use mmdc::MmdcArgs;
pub(super) use plan::{PlanArgs, UpdateArgs};
pub(super) use publish::{EmbedArg, PublishArgs, ReportArg};
pub(super) use render::{InputArg, RenderArgs};

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use std::path::PathBuf;

/// Everything that may stand on the command line.
#[derive(Debug, Parser)]
#[command(name = "groundplan", version, about, max_term_width = 100, after_help = EXAMPLES)]
pub(super) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
    /// How findings are written to standard error.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Messages")]
    pub(super) error_format: ErrorFormat,
    /// When to use colour; `NO_COLOR` turns `auto` off.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = "Messages")]
    pub(super) color: When,
    /// Say nothing but errors and warnings.
    #[arg(long, short, global = true, help_heading = "Messages")]
    pub(super) quiet: bool,
    /// Count warnings as errors: exit with 1.
    #[arg(long, global = true, help_heading = "Messages")]
    pub(super) strict: bool,
    /// How many threads may work; 0 is one for each core.
    #[arg(long, short, global = true, default_value_t = 0, value_name = "N", hide_default_value = true)]
    pub(super) jobs: usize,
}

const EXAMPLES: &str = "\
Examples:
  groundplan init                         start architecture.yaml
  groundplan render architecture.yaml     Mermaid, SVG and PNG of every view, beside the file
  groundplan render docs -o out           every description of a folder
  groundplan check architecture.yaml      findings alone
  groundplan update docs                  the generated regions of every document of a folder
  groundplan publish docs -o site         every document of a folder, its diagrams as pictures
  groundplan plan architecture.yaml -o plan.md
  groundplan import compose compose.yaml -o architecture.yaml
  groundplan extract shop.main.png        the description that a picture was drawn from

Folders of what is written are made where they are missing.
Exit code: 0 fine, 1 findings, 2 a wrong command line or a file that cannot be read or written.";

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Draw the views of descriptions as Mermaid, SVG and PNG
    Render(Box<RenderArgs>),
    /// Say what is wrong with descriptions, and write nothing
    Check(CheckArgs),
    /// Refresh the generated regions of Markdown documents
    Update(UpdateArgs),
    /// Write documents whose diagrams are pictures
    Publish(Box<PublishArgs>),
    /// Write the implementation plan of a description
    Plan(PlanArgs),
    /// Give the source of pictures back
    Extract(ExtractArgs),
    /// Stand in for mermaid-cli, also when called `mmdc`
    Mmdc(Box<MmdcArgs>),
    /// Draw the diagrams of a book: a preprocessor of mdBook
    Mdbook(MdbookArgs),
    /// Draw the diagrams of a document: a JSON filter of pandoc
    Pandoc(PandocArgs),
    /// Lay out a graph in JSON, or a view of a description
    Layout(LayoutArgs),
    /// Turn what you already have into a description
    #[command(subcommand)]
    Import(ImportCommand),
    /// Start a description, with comments
    Init(InitArgs),
    /// Print the JSON Schema of descriptions, for editors
    Schema(SchemaArgs),
    /// Print completions for a shell
    #[command(
        after_help = "Example: groundplan completions bash > ~/.local/share/bash-completion/completions/groundplan"
    )]
    Completions(CompletionsArgs),
    /// Print the manual, or write a page for every command
    #[command(after_help = "Examples:\n  groundplan man | man -l -\n  groundplan man -o man/man1")]
    Man(ManArgs),
}

/// What `init` takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: groundplan init && groundplan render architecture.yaml")]
pub(super) struct InitArgs {
    /// Description to start, or `-` for standard output [default: architecture.yaml]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "output")]
    pub(super) file: Option<PathBuf>,
    /// The same, as other commands take it
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long)]
    pub(super) force: bool,
}

/// What `schema` takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: groundplan schema -o groundplan.schema.json
Editors with a YAML language server then complete a description that starts with
  # yaml-language-server: $schema=groundplan.schema.json")]
pub(super) struct SchemaArgs {
    /// File to write to [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
}

/// What `completions` takes.
#[derive(Args, Debug)]
pub(super) struct CompletionsArgs {
    /// Which shell
    pub(super) shell: Shell,
}

/// What `man` takes.
#[derive(Args, Debug)]
pub(super) struct ManArgs {
    /// Folder for a page of every command [default: the main page on standard output]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: Option<PathBuf>,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ErrorFormat {
    /// For people: the line, the word underlined, what to do
    #[default]
    Text,
    /// One JSON object a line
    Json,
    /// Workflow commands, shown in the pull request
    Github,
}

/// When colour is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal that has it
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
