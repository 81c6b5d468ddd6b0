//! What the user is told, on standard error.

use super::Exit;
use super::args::{Cli, ErrorFormat, When};
use super::files::{self, Refused};
use super::report::{self, Report};
use crate::base::text::counted;
use crate::base::{Diagnostic, Error, Severity, Sources};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How this run speaks.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "four independent facts about the run")]
pub(super) struct Console {
    /// The form of findings.
    pub(super) format: ErrorFormat,
    /// Whether colour is used.
    pub(super) color: bool,
    /// Whether somebody looks at a terminal.
    pub(super) terminal: bool,
    /// Whether only errors and warnings are shown.
    pub(super) quiet: bool,
    /// Whether a warning counts as an error.
    pub(super) strict: bool,
    /// Columns of the terminal; none where messages go elsewhere.
    pub(super) width: Option<usize>,
    /// How many threads were asked for; 0 leaves it open.
    pub(super) jobs: usize,
    /// Errors and warnings so far.
    found: [AtomicUsize; 2],
}

impl Console {
    /// Asks the arguments, the environment and the terminal.
    pub(super) fn new(cli: &Cli) -> Self {
        let terminal = io::stderr().is_terminal();
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let color = match cli.color {
            When::Always => true,
            When::Never => false,
            When::Auto => {
                let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                !set("NO_COLOR") && (set("CLICOLOR_FORCE") || (terminal && !dumb))
            }
        };
        let Cli { error_format: format, quiet, strict, jobs, .. } = *cli;
        Self { format, color, terminal, quiet, strict, width: width(), jobs, found: Default::default() }
    }

    /// Says how it went; not where findings are for machines.
    pub(super) fn say(&self, words: &str) {
        if !self.quiet && self.format == ErrorFormat::Text {
            put(&format!("{}\n", self.folded(words)));
        }
    }

    /// Shows findings, and says what they mean for the exit code.
    pub(super) fn findings(&self, findings: &[Diagnostic], sources: &Sources) -> Exit {
        let findings: Vec<Diagnostic> =
            findings.iter().filter(|d| !self.quiet || d.severity != Severity::Note).cloned().collect();
        let findings = findings.as_slice();
        let report = Report { format: self.format, color: self.color, width: self.width };
        let text = report.render(findings, sources);
        put(&text);
        for (severity, found) in [Severity::Error, Severity::Warning].into_iter().zip(&self.found) {
            found.fetch_add(findings.iter().filter(|d| d.severity == severity).count(), Ordering::Relaxed);
        }
        let counts = |d: &Diagnostic| match d.severity {
            Severity::Error => true,
            Severity::Warning => self.strict,
            Severity::Note => false,
        };
        if findings.iter().any(counts) { Exit::Findings } else { Exit::Fine }
    }

    /// Sums the findings up, where there were any.
    pub(super) fn sum(&self) {
        let [errors, warnings] = [0, 1].map(|at: usize| self.found[at].load(Ordering::Relaxed));
        let part = |count: usize, one, many| (count > 0).then(|| counted(count, one, many));
        let parts = [part(errors, "error", "errors"), part(warnings, "warning", "warnings")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            self.say(&parts.join(", "));
        }
    }

    /// Lines no wider than the terminal.
    fn folded(&self, words: &str) -> String {
        let fold = |line| self.width.map_or_else(|| String::from(line), |width| report::fold(line, 0, width, 4));
        words.lines().map(fold).collect::<Vec<_>>().join("\n")
    }

    /// Whether nothing but notes was found so far.
    pub(super) fn spotless(&self) -> bool {
        self.found.iter().all(|found| found.load(Ordering::Relaxed) == 0)
    }

    /// Shows what the world did to the run.
    pub(super) fn error(&self, error: &Error) -> Exit {
        let path = match error {
            Error::Read { path, .. } | Error::Write { path, .. } | Error::Font { path, .. } => Some(path.as_path()),
            Error::Graph { name, .. } => Some(Path::new(name)),
            _ => None,
        };
        self.fail(path, &words(error))
    }

    /// Shows why there is no text.
    pub(super) fn refused(&self, refused: Refused) -> Exit {
        match refused {
            Refused::World(error) => self.error(&error),
            Refused::Text(refused) => {
                let (finding, source) = *refused;
                self.findings(&[finding], &Sources(vec![source]))
            }
        }
    }

    /// Shows why the run, or a part of it, cannot be done, and for which file.
    pub(super) fn fail(&self, file: Option<&Path>, words: &str) -> Exit {
        match self.format {
            ErrorFormat::Text => {
                let error = if self.color { "\x1b[1;31merror\x1b[0m" } else { "error" };
                put(&format!("{}\n", self.folded(&format!("{error}: {words}"))));
            }
            ErrorFormat::Json => put(&format!("{}\n", report::world_json(file, words))),
            ErrorFormat::Github => put(&report::world_github(file, words)),
        }
        Exit::Failed
    }
}

/// Columns of the terminal, where there is one or somebody says so.
fn width() -> Option<usize> {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    asked.or_else(|| terminal_size::terminal_size_of(io::stderr()).map(|(w, _)| usize::from(w.0)))
}

/// An error of the world in short words.
pub(super) fn words(error: &Error) -> String {
    match error {
        Error::Read { path, source } => format!("cannot read {}: {}", files::shown(path), files::reason(source)),
        Error::Write { path, source } => format!("cannot write {}: {}", files::shown(path), files::reason(source)),
        other => other.to_string(),
    }
}

/// Nobody is left to tell where standard error is closed.
fn put(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
