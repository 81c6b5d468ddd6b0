//! Findings of a run as one text: JSON of our own, or SARIF 2.1.0 for code scanning.
//!
//! Input: findings as JSON objects, as `--error-format json` writes them. Output: one JSON text.

use crate::base::{Code, Severity};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Counts of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) documents: usize,
    pub(super) drawn: usize,
    pub(super) cached: usize,
    pub(super) kept: usize,
    pub(super) written: usize,
    pub(super) unchanged: usize,
}

/// The report of our own.
pub(super) fn json(findings: &[Value], stale: &[String], counts: Counts) -> String {
    let Counts { documents, drawn, cached, kept, written, unchanged } = counts;
    let report = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "documents": documents,
        "diagrams": {"drawn": drawn, "cached": cached, "kept": kept},
        "files": {"written": written, "unchanged": unchanged, "stale": stale},
        "findings": findings,
    });
    format!("{report:#}\n")
}

/// The report as SARIF. What is no finding in a text is a notification of the tool.
pub(super) fn sarif(findings: &[Value]) -> String {
    let word = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let known = |finding: &&Value| Code::ALL.iter().any(|code| finding["code"] == code.name());
    let mut rules: Vec<Code> =
        Code::ALL.iter().copied().filter(|code| findings.iter().any(|f| f["code"] == code.name())).collect();
    rules.sort_unstable();
    let level = |severity: &str| {
        if severity == "note" {
            "note"
        } else if severity == "warning" {
            "warning"
        } else {
            "error"
        }
    };
    let of = |code: &Code| match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let rule = |code: &Code| {
        json!({
            "id": code.name(),
            "shortDescription": {"text": code.about()},
            "defaultConfiguration": {"level": of(code)},
        })
    };
    let result = |finding: &Value| {
        let help = finding["help"].as_str().map(|help| format!(" {help}")).unwrap_or_default();
        let mut out = json!({
            "ruleId": finding["code"],
            "ruleIndex": rules.iter().position(|code| finding["code"] == code.name()),
            "level": level(&word(finding, "severity")),
            "message": {"text": format!("{}{help}", word(finding, "message"))},
        });
        if let Some(file) = finding["file"].as_str() {
            out["locations"] = json!([{"physicalLocation": {
                "artifactLocation": {"uri": uri(file)},
                "region": {
                    "startLine": finding["line"],
                    "startColumn": finding["column"],
                    "endLine": finding["end_line"],
                    "endColumn": finding["end_column"],
                },
            }}]);
        }
        out
    };
    let (results, others): (Vec<&Value>, Vec<&Value>) = findings.iter().partition(known);
    let notes = others.iter().map(|note| json!({"level": "error", "message": {"text": note["message"]}}));
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "groundplan",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": others.is_empty(),
                "toolExecutionNotifications": notes.collect::<Vec<_>>(),
            }],
            "results": results.into_iter().map(result).collect::<Vec<_>>(),
        }],
    });
    format!("{report:#}\n")
}

/// A path as a relative reference: RFC 3986.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
