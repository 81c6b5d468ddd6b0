//! What `mdbook` and `pandoc` take: what those programs say to theirs.

use clap::{Args, Subcommand};

const MDBOOK: &str = "\
In book.toml:
  [preprocessor.groundplan]
  command = \"groundplan mdbook\"
  theme = \"auto\"      # and preset, scale, width, caption, number, keep-source, source, embed, font-dir, fail";

const PANDOC: &str = "\
Examples:
  pandoc report.md --filter groundplan -o report.docx
  pandoc -t json report.md | groundplan pandoc docx | pandoc -f json -o report.docx
In the document's metadata:
  groundplan: {theme: print, media: images}   # and preset, scale, width, caption, number,
                                                  # keep-source, source, font-dir, fail";

/// What `mdbook` takes.
#[derive(Args, Debug)]
#[command(after_help = MDBOOK)]
pub(in crate::cli) struct MdbookArgs {
    /// What mdBook asks first.
    #[command(subcommand)]
    pub(in crate::cli) command: Option<MdbookCommand>,
}

/// What mdBook asks first.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum MdbookCommand {
    /// Say whether the pages of a renderer can show pictures: exit with 0 or 1
    Supports {
        /// Name of the renderer
        renderer: String,
    },
}

/// What `pandoc` takes.
#[derive(Args, Debug)]
#[command(after_help = PANDOC)]
pub(in crate::cli) struct PandocArgs {
    /// Format that the document is written in: pandoc names it
    #[arg(default_value = "html", value_name = "FORMAT")]
    pub(in crate::cli) format: String,
}
