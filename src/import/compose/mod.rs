//! docker-compose files -> [`crate::describe::Model`].
//!
//! Stage: import. Input: compose files in override order. Output: one system whose containers are the services.
//! Source: the Compose Specification. What is read: services with image, build, `extends`, `depends_on`, links,
//! networks, ports, environment, commands, volumes, profiles and replicas; `include`, several files, `.env`.

mod build;
mod catalog;
mod edges;
mod hosts;
mod merge;
mod notes;
mod project;
mod service;
mod variables;

use super::Imported;
use crate::base::{Checked, Code, Diagnostic, Load, Severity, Source, SourceId, Sources, Span};
use crate::describe::write;
use project::Reader;

/// How many lines the head comment gives to what was left out.
const HEAD: usize = 100;

/// Reads compose files as `docker compose -f A -f B` does: later files override earlier ones.
///
/// Files that `extends` and `include` name come from `further`, and so does `.env` beside the first file. What cannot
/// be said in a description is a note each, in the head comment of the text as well; the value is missing where a file
/// is no YAML.
pub fn read(files: Vec<Source>, further: &dyn Load) -> (Checked<Imported>, Sources) {
    let names: Vec<String> = files.iter().map(|f| f.name.clone()).collect();
    let mut reader = Reader::new(&files, further);
    let project = reader.read(files);
    let Reader { sources, mut notes, errors, .. } = reader;
    if errors.iter().any(|d| d.severity == Severity::Error) {
        return (Checked { value: None, diagnostics: errors }, sources);
    }
    let span = Span { source: SourceId(0), start: 0, end: 0 };
    let name = project.name.clone().unwrap_or_else(|| name_of(names.first().map_or("", String::as_str)));
    let model = build::build(&project, &name, span, &mut notes);
    let mut lines = notes.lines();
    let mut diagnostics = notes.finish();
    if project.services.is_empty() {
        let finding = Diagnostic::new(Code::NothingImported, span, "There are no `services` in these files.");
        lines.insert(0, finding.message.clone());
        diagnostics.insert(0, finding.help("Name the docker-compose file that has them."));
    }
    let text = format!("{}{}", head(&names, &lines), write::yaml(&model));
    (Checked { value: Some(Imported { model, text }), diagnostics }, sources)
}

/// A name out of that of the first file: what says something in it, else in the folders around it.
fn name_of(file: &str) -> String {
    const GENERIC: &[&str] = &[
        "",
        "base",
        "dev",
        "development",
        "prod",
        "production",
        "local",
        "test",
        "tests",
        "override",
        "docker",
        "deploy",
        "deployment",
        "deployments",
        "infra",
        "ci",
        "build",
        "config",
        "scripts",
        "src",
        "app",
    ];
    let parts: Vec<&str> = file.split(['/', '\\']).filter(|p| !p.is_empty() && !p.starts_with('.')).collect();
    let stem = parts.last().map_or("", |last| last.split('.').next().unwrap_or(last));
    let own = stem.replace("docker-compose", "").replace("compose", "");
    let own = own.trim_matches(['-', '_', ' ']);
    let folders = parts.iter().rev().skip(1).copied();
    std::iter::once(own)
        .chain(folders.take(3))
        .find(|name| !GENERIC.contains(&name.trim_start_matches('.').to_ascii_lowercase().as_str()))
        .unwrap_or("Services")
        .to_owned()
}

/// The comment that says where the description comes from and what it lacks.
fn head(names: &[String], left_out: &[String]) -> String {
    let mut head = String::new();
    wrap(&format!("Imported from {}.", names.join(", ")), "# ", "# ", &mut head);
    if !left_out.is_empty() {
        head.push_str("# Left out:\n");
    }
    for line in left_out.iter().take(HEAD) {
        wrap(line, "# - ", "#   ", &mut head);
    }
    if let Some(more) = left_out.len().checked_sub(HEAD + 1) {
        wrap(&format!("and {} more.", more + 1), "# - ", "#   ", &mut head);
    }
    head
}

/// Words in lines of a comment.
fn wrap(text: &str, first: &str, next: &str, out: &mut String) {
    let mut column = 0;
    for word in plain(text).split_whitespace() {
        let width = word.chars().count();
        if column == 0 {
            out.push_str(first);
            column = first.len();
        } else if column + 1 + width > 110 {
            out.push('\n');
            out.push_str(next);
            column = next.len();
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
}

/// Text that may stand in a comment: on one line, nothing that YAML forbids.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') {
                ' '
            } else {
                c
            }
        })
        .collect()
}
