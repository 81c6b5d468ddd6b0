//! `groundplan schema`: the JSON Schema of descriptions.

use super::args::SchemaArgs;
use super::console::Console;
use super::{Exit, files};
use crate::describe;

/// Writes the schema.
pub(super) fn run(args: &SchemaArgs, console: &Console) -> Exit {
    match files::print_or_write(args.output.as_deref(), describe::json_schema().as_bytes()) {
        Ok(()) => Exit::Fine,
        Err(error) => console.error(&error),
    }
}
