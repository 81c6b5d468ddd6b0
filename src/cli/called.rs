//! Names that other programs call us by: what they cannot say with an argument, the name of the program says.

use super::{files, mmdc};
use std::ffi::OsString;
use std::path::Path;

/// Programs that we stand in for, and the command that does what they do.
const NAMES: [(&str, &str); 3] = [("mmdc", "mmdc"), ("mdbook-groundplan", "mdbook"), ("groundplan-pandoc", "pandoc")];

/// What pandoc sets for its filters, and nobody else.
const OF_PANDOC: &str = "PANDOC_READER_OPTIONS";

/// The arguments as they are meant.
pub(super) fn meant(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    let name = args.first().and_then(|name| Path::new(name).file_stem()?.to_str()).unwrap_or_default();
    let command = NAMES.iter().find(|(program, _)| *program == name).map(|(_, command)| *command);
    // `pandoc --filter groundplan` gives the name of the format alone.
    let filters = || args.len() == 2 && std::env::var_os(OF_PANDOC).is_some();
    if let Some(command) = command.or_else(|| filters().then_some("pandoc")) {
        args.splice(..1, ["groundplan".into(), command.into()]);
    }
    args
}

/// Answers `mmdc --version`, which callers ask for the release of mermaid-cli.
pub(super) fn answered(args: &[OsString]) -> bool {
    let asks = |arg: &OsString| arg == "--version" || arg == "-V";
    args.get(1).is_some_and(|name| name == "mmdc")
        && args.iter().skip(2).any(asks)
        && files::print(mmdc::VERSION.as_bytes()).is_ok()
}
