//! Standard streams; files are those of [`crate::publish::files`].

pub(super) use crate::publish::files::*;

use super::Exit;
use super::console::Console;
use crate::base::Error;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes to standard output. A reader that went away has read all that it wants.
pub(super) fn print(bytes: &[u8]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::Write { path: PathBuf::from("standard output"), source: error })
        }
        _ => Ok(()),
    }
}

/// Writes to a file, or to standard output where there is none or it is `-`.
pub(super) fn print_or_write(output: Option<&Path>, bytes: &[u8]) -> Result<(), Error> {
    match output {
        Some(path) if path.as_os_str() != STANDARD => write(path, bytes).map(|_| ()),
        _ => print(bytes),
    }
}

/// Refuses to write over what is read, whatever it is called.
pub(super) fn refuse_input(output: Option<&Path>, inputs: &[&Path], console: &Console) -> Option<Exit> {
    let output = output.filter(|path| path.as_os_str() != STANDARD)?;
    let target = output.canonicalize().ok()?;
    inputs.iter().find(|input| input.canonicalize().is_ok_and(|input| input == target))?;
    let words = format!("{} is what is read: give the output another name", shown(output));
    Some(console.fail(Some(output), &words))
}

/// Whether a file is there that has other bytes.
pub(super) fn differs(path: &Path, bytes: &[u8]) -> bool {
    let Ok(about) = fs::metadata(path) else { return false };
    about.is_file() && (about.len() != bytes.len() as u64 || fs::read(path).is_ok_and(|old| old != bytes))
}
