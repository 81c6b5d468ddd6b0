//! What may stand on the command line.

mod extract;
mod filter;
mod import;
mod mmdc;
mod plan;
mod publish;

pub(super) use extract::ExtractArgs;
pub(super) use filter::{MdbookArgs, MdbookCommand, PandocArgs};
pub(super) use import::{ImportArgs, ImportCommand, ImportPlanArgs};
pub(super) use mmdc::{MmdcArgs, OutputFormat};
pub(super) use plan::{ImageArg, PlanArgs, UpdateArgs};
pub(super) use publish::{EmbedArg, PictureArg, PublishArgs, ReportArg};

use crate::mermaid::Profile;
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
pub(super) struct RenderArgs {
    /// Descriptions, files of Mermaid (.mmd), folders of both, or `-` for standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(super) inputs: Vec<PathBuf>,
    /// Folder to write to, or one file, or `-` for standard output [default: beside the input]
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) output: Option<PathBuf>,
    /// What to write: mmd, svg, png, pdf [default: mmd, svg and png, or what OUTPUT ends in]
    #[arg(short, long, value_enum, value_delimiter = ',', value_name = "FORMATS", hide_possible_values = true)]
    pub(super) format: Vec<FormatArg>,
    /// What standard input is: yaml (a description) or mmd
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", hide_possible_values = true)]
    pub(super) input_format: InputArg,
    /// Draw this view alone; may be given several times
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub(super) view: Vec<String>,
    /// An earlier layout of the one view that is drawn, from `groundplan layout`: what it has keeps its order
    #[arg(long, value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub(super) stable_with: Option<PathBuf>,
    /// Leave the source out of SVG, PNG and PDF; otherwise `groundplan extract` gives it back
    #[arg(long)]
    pub(super) no_source: bool,
    /// What a picture looks like.
    #[command(flatten)]
    pub(super) look: LookArgs,
}

/// How pictures look.
#[derive(Args, Clone, Debug)]
pub(super) struct LookArgs {
    /// Preset by name (default, plan, overview, dataflow, deployment, entity, mermaid, mindmap) or
    /// file
    #[arg(long, value_name = "NAME|FILE", value_hint = ValueHint::FilePath, help_heading = "Look")]
    pub(super) preset: Option<String>,
    /// Theme by name (auto, light, dark, print) or file [default: the preset's]
    #[arg(long, value_name = "NAME|FILE", value_hint = ValueHint::FilePath, help_heading = "Look")]
    pub(super) theme: Option<String>,
    /// Pixels of the PNG for each px of the picture, 0.1 to 16
    #[arg(long, value_name = "N", default_value_t = 2.0, value_parser = scale, help_heading = "Look")]
    pub(super) scale: f64,
    /// Which Mermaid to write: `safe` draws everywhere, `c4` and `architecture` need newer hosts
    #[arg(long, value_enum, default_value_t, value_name = "PROFILE", help_heading = "Look")]
    pub(super) profile: ProfileArg,
    /// Folder or file with further fonts, for scripts that the embedded ones lack; may be given several times
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Look")]
    pub(super) font_dir: Vec<PathBuf>,
    /// Use the machine's fonts as well; pictures may then differ between machines
    #[arg(long, help_heading = "Look")]
    pub(super) system_fonts: bool,
}

/// What `check` takes.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  groundplan check architecture.yaml
  groundplan check docs --error-format github --strict
  groundplan check plan.md --src architecture.yaml    a plan, and whether it fits its description")]
pub(super) struct CheckArgs {
    /// Descriptions, implementation plans (.md), files of Mermaid (.mmd), folders of them, or `-` for a description on
    /// standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(super) inputs: Vec<PathBuf>,
    /// Description that plans are compared with [default: the one that a plan names, or the only one beside it]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) src: Option<PathBuf>,
    /// What a picture looks like.
    #[command(flatten)]
    pub(super) look: LookArgs,
}

const LAYOUT_EXAMPLES: &str = "\
Examples:
  groundplan layout graph.json -o placed.json --direction right
  groundplan layout shop.yaml --view main --explain               why a picture looks as it does
  groundplan layout shop.yaml --view main -o main.json            where everything stands
  groundplan layout shop.yaml --view main --stable-with main.json the same after an edit, little moved";

/// What `layout` takes.
#[derive(Args, Debug)]
#[command(after_help = LAYOUT_EXAMPLES)]
pub(super) struct LayoutArgs {
    /// A graph in JSON or a description, or `-` for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) input: PathBuf,
    /// File to write the layout to [default: standard output; nowhere with --explain]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
    /// The view of a description; needed where it has several
    #[arg(long, value_name = "ID")]
    pub(super) view: Option<String>,
    /// Say what each pass did: crossings, dummies, bends, length, steps, time; on standard output, on standard error
    /// where the layout goes there
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    pub(super) explain: Option<ExplainArg>,
    /// An earlier layout as JSON: what it has keeps its order unless turning it round gains enough
    #[arg(long, value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub(super) stable_with: Option<PathBuf>,
    /// Preset by name or file
    #[arg(long, value_name = "NAME|FILE", value_hint = ValueHint::FilePath)]
    pub(super) preset: Option<String>,
    /// Where the flow goes [default: the graph's, else the preset's]
    #[arg(long, value_enum)]
    pub(super) direction: Option<DirectionArg>,
    /// Say in `time_ms` how long the layout took; the output then differs from run to run
    #[arg(long)]
    pub(super) time: bool,
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

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum FormatArg {
    /// Mermaid text
    #[value(alias = "mermaid")]
    Mmd,
    /// Scalable vector graphics
    Svg,
    /// Pixels
    Png,
    /// A page with vectors and embedded fonts
    Pdf,
}

/// What is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum InputArg {
    /// A description
    #[default]
    Yaml,
    /// Mermaid text
    #[value(alias = "mermaid")]
    Mmd,
}

/// Hosts of Mermaid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ProfileArg {
    /// Flowcharts and sequence diagrams
    #[default]
    Safe,
    /// The C4 diagrams
    C4,
    /// architecture-beta
    Architecture,
}

/// How a layout is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainArg {
    /// For people
    Table,
    /// One JSON object
    Json,
}

/// Directions of flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DirectionArg {
    /// From top to bottom
    Down,
    /// From bottom to top
    Up,
    /// From left to right
    Right,
    /// From right to left
    Left,
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

impl From<DirectionArg> for crate::base::Direction {
    fn from(arg: DirectionArg) -> Self {
        match arg {
            DirectionArg::Down => Self::Down,
            DirectionArg::Up => Self::Up,
            DirectionArg::Right => Self::Right,
            DirectionArg::Left => Self::Left,
        }
    }
}

pub(super) fn scale(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(scale) if (0.1..=16.0).contains(&scale) => Ok(scale),
        _ => Err("it is a number from 0.1 to 16".to_owned()),
    }
}
