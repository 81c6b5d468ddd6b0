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
    let text = format!("{}{}", write::head(&names.join(", "), &[("Left out", lines.as_slice())]), write::yaml(&model));
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
