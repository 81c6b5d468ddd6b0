//! What `mmdc` takes: the command line of mermaid-cli 11 and 12.

use super::look::pictures;
use crate::pipeline::Format;
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueHint};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  groundplan mmdc -i diagram.mmd -o diagram.png -s 2 -b transparent
  groundplan mmdc -i README.md -o README.out.md          the fences become README.out-1.svg, ...
  echo 'graph LR; a-->b' | groundplan mmdc -i - -o - -e svg
  ln -s \"$(command -v groundplan)\" ~/bin/mmdc            what calls mmdc then calls groundplan";

/// Themes of Mermaid.
const THEMES: [&str; 12] = [
    "base",
    "dark",
    "default",
    "forest",
    "neutral",
    "neo",
    "neo-dark",
    "redux",
    "redux-dark",
    "redux-color",
    "redux-dark-color",
    "null",
];

/// What `mmdc` takes.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct MmdcArgs {
    /// Mermaid to draw, Markdown (.md) whose fences are drawn, or `-` for standard input [default: standard input]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) input: Option<PathBuf>,
    /// Picture (.svg, .png, .pdf) or Markdown (.md) to write, or `-` for standard output [default: INPUT.svg]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// What to write [default: what OUTPUT ends in, else svg]
    #[arg(short = 'e', long = "outputFormat", value_parser = pictures(), value_name = "FORMAT")]
    pub(in crate::cli) format: Option<Format>,
    /// Folder for the pictures of a Markdown document [default: that of OUTPUT]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) artefacts: Option<PathBuf>,
    /// Theme of Mermaid; those that are dark, grey and light become `dark`, `print` and `light`
    #[arg(short, long, value_parser = PossibleValuesParser::new(THEMES), hide_possible_values = true, value_name = "THEME")]
    pub(in crate::cli) theme: Option<String>,
    /// Background of the picture: transparent, red, '#f0f0f0' [default: the theme's; white]
    #[arg(short, long = "backgroundColor", value_name = "COLOR")]
    pub(in crate::cli) background: Option<String>,
    /// Pixels of a PNG for each px of the picture
    #[arg(short, long, default_value_t = 1.0, value_parser = super::scale, value_name = "N")]
    pub(in crate::cli) scale: f64,
    /// Configuration of Mermaid in JSON; its `theme` is used
    #[arg(short = 'c', long = "configFile", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Id of the SVG, and what its other ids start with
    #[arg(short = 'I', long = "svgId", value_name = "ID")]
    pub(in crate::cli) id: Option<String>,
    /// Leave the Mermaid text out of pictures; otherwise `groundplan extract` gives it back
    #[arg(long)]
    pub(in crate::cli) no_source: bool,
    /// What changes no picture.
    #[command(flatten)]
    pub(in crate::cli) ignored: Ignored,
}

/// What mermaid-cli takes and no picture of ours depends on: pictures have the size of what they show.
#[derive(Args, Debug)]
#[command(next_help_heading = "Accepted, without effect")]
pub(in crate::cli) struct Ignored {
    /// Width of the browser's page
    #[arg(short, long, value_name = "PX")]
    pub(in crate::cli) width: Option<String>,
    /// Height of the browser's page
    #[arg(short = 'H', long, value_name = "PX")]
    pub(in crate::cli) height: Option<String>,
    /// Size of the browser's page
    #[arg(long, value_name = "PX")]
    pub(in crate::cli) size: Option<String>,
    /// Styles for the browser's page
    #[arg(short = 'C', long = "cssFile", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) css: Option<PathBuf>,
    /// Configuration of the browser
    #[arg(short = 'p', long = "puppeteerConfigFile", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) puppeteer: Option<PathBuf>,
    /// A PDF has the size of its picture anyway
    #[arg(short = 'f', long = "pdfFit")]
    pub(in crate::cli) fit: bool,
    /// Size of paper
    #[arg(long = "pdf-paper-format", value_name = "FORMAT")]
    pub(in crate::cli) paper: Option<String>,
    /// No fonts are embedded into an SVG anyway
    #[arg(long = "no-font-embed")]
    pub(in crate::cli) no_fonts: bool,
    /// Packs of icons
    #[arg(long = "iconPacks", num_args = 1.., value_name = "PACK")]
    pub(in crate::cli) icons: Vec<String>,
    /// Packs of icons by address
    #[arg(long = "iconPacksNamesAndUrls", num_args = 1.., value_name = "NAME#URL")]
    pub(in crate::cli) icon_addresses: Vec<String>,
}

impl Ignored {
    /// The options that were given and change no picture.
    pub(in crate::cli) fn given(&self) -> Vec<&'static str> {
        let all = [
            (self.width.is_some(), "--width"),
            (self.height.is_some(), "--height"),
            (self.size.is_some(), "--size"),
            (self.css.is_some(), "--cssFile"),
            (self.puppeteer.is_some(), "--puppeteerConfigFile"),
            (self.paper.is_some(), "--pdf-paper-format"),
            (!self.icons.is_empty(), "--iconPacks"),
            (!self.icon_addresses.is_empty(), "--iconPacksNamesAndUrls"),
        ];
        all.into_iter().filter_map(|(given, name)| given.then_some(name)).collect()
    }
}
