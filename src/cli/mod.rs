//! The command line: one file a command. Files, environment and terminal are known here alone.
//!
//! Only data goes to standard output; findings, errors and summaries go to standard error.

mod adopt;
mod args;
mod batch;
mod called;
mod check;
mod check_plans;
mod clock;
mod completions;
mod console;
mod documents;
mod explain;
mod extract;
mod files;
mod filter;
mod foreign;
mod import;
mod init;
mod inputs;
mod layout;
mod look;
mod man;
mod mdbook;
mod mmdc;
mod pandoc;
mod pictures;
mod plan;
mod progress;
mod publish;
mod render;
mod report;
mod schema;
mod shown;
mod update;

use args::{Cli, Command, ImportCommand};
use clap::{CommandFactory, Parser};
use console::Console;
use std::ffi::OsString;
use std::process::ExitCode;

/// How a run ended; the worst of its parts counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    #[default]
    Fine = 0,
    /// Something is wrong with what the user wrote.
    Findings = 1,
    /// A wrong command line, or a file that cannot be read or written.
    Failed = 2,
}

/// Does what the arguments say; the first one is the program's name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = called::meant(args);
    if called::answered(&args) {
        return ExitCode::SUCCESS;
    }
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version are answers too; a reader that went away is no failure.
            let _ = answer.print();
            return ExitCode::from(answer.exit_code() as u8);
        }
    };
    if cli.jobs > 0 {
        // Fails only where a pool is there already, and nothing before this line makes one.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(cli.jobs).build_global();
    }
    let console = Console::new(&cli);
    let exit = match &cli.command {
        Command::Render(args) => render::run(args, &console),
        Command::Check(args) => check::run(args, &console),
        Command::Update(args) => update::run(args, &console),
        Command::Publish(args) => publish::run(args, &console),
        Command::Plan(args) => plan::run(args, &console),
        Command::Extract(args) => extract::run(args, &console),
        Command::Mmdc(args) => mmdc::run(args, &console),
        Command::Mdbook(args) => mdbook::run(args, &console),
        Command::Pandoc(args) => pandoc::run(args, &console),
        Command::Layout(args) => layout::run(args, &console),
        Command::Import(ImportCommand::Compose(args)) => import::run(args, &console),
        Command::Import(ImportCommand::Plan(args)) => import::plan(args, &console),
        Command::Schema(args) => schema::run(args, &console),
        Command::Init(args) => init::run(args, &console),
        Command::Completions(args) => completions::run(args, &console),
        Command::Man(args) => man::run(args, &console),
    };
    console.sum();
    ExitCode::from(exit as u8)
}

/// The whole command line, for completions and the manual.
fn command() -> clap::Command {
    Cli::command()
}
