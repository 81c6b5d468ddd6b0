//! Findings as text for people, as JSON lines for programs, as commands for GitHub's log.
//!
//! Input: findings and the texts that they point into. Output: one text, in the order given.

use super::args::ErrorFormat;
use crate::base::{Diagnostic, Severity, SourceId, Sources};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Report {
    /// Their form.
    pub(super) format: ErrorFormat,
    /// Whether text is coloured.
    pub(super) color: bool,
    /// Columns of the terminal; none where the text goes elsewhere, and its lines are left whole.
    pub(super) width: Option<usize>,
}

/// Columns of a terminal that is narrower.
const NARROWEST: usize = 20;
/// Columns of an excerpt where there is no terminal.
const PAGE: usize = 120;

/// Most findings that people are shown of a run; programs get all.
const MOST: usize = 1000;
/// The code of what is no finding: a file that cannot be read, a wrong command line.
const WORLD: &str = "world";
/// Characters of a line that are kept on both sides of what is wrong.
const AROUND: usize = 300;

impl Report {
    /// Renders findings; nothing for none.
    pub(super) fn render(&self, findings: &[Diagnostic], sources: &Sources) -> String {
        let mut out = String::new();
        let mut places = Places::new(sources);
        let shown = if self.format == ErrorFormat::Text { MOST } else { usize::MAX };
        for finding in findings.iter().take(shown) {
            let place = finding.span.and_then(|span| places.find(span.source, span.start..span.end));
            match self.format {
                ErrorFormat::Text => self.text(finding, place.as_ref(), &mut out),
                ErrorFormat::Json => {
                    let _ = writeln!(out, "{}", json(finding, place.as_ref()));
                }
                ErrorFormat::Github => github(finding, place.as_ref(), &mut out),
            }
        }
        if findings.len() > shown {
            let _ = writeln!(out, "... and {} more findings", findings.len() - shown);
        }
        out
    }

    /// Findings as values of JSON, as the lines of that form have them.
    pub(super) fn values(findings: &[Diagnostic], sources: &Sources) -> Vec<Value> {
        let mut places = Places::new(sources);
        let value = |finding: &Diagnostic| {
            let place = finding.span.and_then(|span| places.find(span.source, span.start..span.end));
            json(finding, place.as_ref())
        };
        findings.iter().map(value).collect()
    }

    fn text(&self, finding: &Diagnostic, place: Option<&Place<'_>>, out: &mut String) {
        const HELP: &str = "= help: ";
        let head = place.map(|p| format!("{}:{}:{}: ", printable(p.file), p.line, p.column)).unwrap_or_default();
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(printable(&finding.message)).id(finding.code.name());
        let mut group = Group::with_title(title);
        if let Some(place) = place {
            let (line, range) = place.excerpt();
            let marked = AnnotationKind::Primary.span(range);
            group = group.element(Snippet::source(line).line_start(place.line).annotation(marked));
        }
        if let Some(help) = &finding.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        let renderer = if self.color { Renderer::styled() } else { Renderer::plain() };
        let width = self.width.map(|width| width.max(NARROWEST));
        let rendered = renderer.term_width(width.unwrap_or(PAGE)).render(&[group]);
        let mut is_help = false;
        for (at, line) in rendered.lines().enumerate() {
            is_help |= bare(line).trim_start().starts_with(HELP);
            let line = line.trim_end();
            let _ = match width {
                Some(width) if at == 0 => {
                    let folded = fold(line, columns(&head), width, 4);
                    let head = if folded.starts_with('\n') { head.trim_end() } else { &head };
                    writeln!(out, "{head}{folded}")
                }
                None if at == 0 => writeln!(out, "{head}{line}"),
                Some(width) if is_help => {
                    let indent = columns(&bare(line)) - columns(bare(line).trim_start()) + HELP.len();
                    writeln!(out, "{}", fold(line, 0, width, indent))
                }
                _ => writeln!(out, "{line}"),
            };
        }
        out.push('\n');
    }
}

/// Breaks a line between words where it is too wide. It starts at column `start`; the lines that follow are indented.
pub(super) fn fold(line: &str, start: usize, width: usize, indent: usize) -> String {
    let indent = indent.min(width / 4);
    let mut out = String::new();
    let mut column = start;
    let words = line.split(' ').map(|word| broken(word, width.saturating_sub(indent)));
    // Parts of a word have no blank between them.
    let parts = words.flat_map(|parts| parts.into_iter().enumerate()).enumerate();
    for (at, (part, word)) in parts {
        let wide = columns(&bare(&word));
        let blank = usize::from(at > 0 && part == 0);
        if at == 0 && start == 0 {
            column = wide;
        } else if wide > 0 && column > indent && column + blank + wide > width {
            let _ = write!(out, "\n{:indent$}", "");
            column = indent + wide;
        } else {
            out.push_str(if blank > 0 { " " } else { "" });
            column += blank + wide;
        }
        out.push_str(&word);
    }
    out
}

/// A word in parts no wider than `most`, after a `-` or `[` where there is one.
fn broken(word: &str, most: usize) -> Vec<String> {
    if columns(word) <= most || columns(&bare(word)) <= most {
        return vec![word.to_owned()];
    }
    let (mut out, mut part) = (Vec::new(), String::new());
    let (mut wide, mut is_escape) = (0, false);
    for c in word.chars() {
        is_escape |= c == '\x1b';
        let own = if is_escape { 0 } else { columns(c.encode_utf8(&mut [0; 4])) };
        is_escape &= c != 'm';
        if wide + own > most.max(1) {
            let rest = part.rfind(['-', '[']).map(|at| part.split_off(at + 1)).unwrap_or_default();
            out.push(std::mem::replace(&mut part, rest));
            wide = columns(&bare(&part));
        }
        part.push(c);
        wide += own;
    }
    out.push(part);
    out
}

fn columns(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text without the escapes that colour it.
fn bare(text: &str) -> String {
    let mut parts = text.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').map_or(part, |(_, rest)| rest))
}

/// What the world did, with the keys of a finding.
pub(super) fn world_json(file: Option<&Path>, words: &str) -> Value {
    serde_json::json!({
        "code": WORLD,
        "severity": "error",
        "message": words,
        "help": null,
        "file": file.map(Path::to_string_lossy),
        "line": null,
        "column": null,
        "end_line": null,
        "end_column": null,
    })
}

/// What the world did, as a workflow command.
pub(super) fn world_github(file: Option<&Path>, words: &str) -> String {
    let file = file.map(|f| format!("file={},", property(&f.to_string_lossy()))).unwrap_or_default();
    format!("::error {file}title={WORLD}::{}\n", data(words))
}

fn json(finding: &Diagnostic, place: Option<&Place<'_>>) -> Value {
    serde_json::json!({
        "code": finding.code.name(),
        "severity": severity(finding.severity),
        "message": finding.message,
        "help": finding.help,
        "file": place.map(|p| p.file),
        "line": place.map(|p| p.line),
        "column": place.map(|p| p.column),
        "end_line": place.map(|p| p.end_line),
        "end_column": place.map(|p| p.end_column),
    })
}

fn github(finding: &Diagnostic, place: Option<&Place<'_>>, out: &mut String) {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut fields = Vec::new();
    if let Some(place) = place {
        fields.push(format!("file={}", property(place.file)));
        fields.push(format!("line={},col={}", place.line, place.column));
        fields.push(format!("endLine={},endColumn={}", place.end_line, place.end_column));
    }
    fields.push(format!("title={}", property(finding.code.name())));
    let help = finding.help.as_ref().map(|h| format!("\n{h}")).unwrap_or_default();
    let _ = writeln!(out, "::{command} {}::{}", fields.join(","), data(&format!("{}{help}", finding.message)));
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Without what moves a cursor or turns text round.
fn printable(text: &str) -> String {
    let odd = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if odd(c) { '\u{fffd}' } else { c }).collect()
}

/// Where a finding is: lines and columns count from 1, columns in characters.
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// The line, without its break.
    text: &'a str,
    /// What is wrong with it, in bytes of the line.
    range: Range<usize>,
}

impl Place<'_> {
    /// The line around what is wrong, cropped, and where that is in it.
    fn excerpt(&self) -> (String, Range<usize>) {
        let before = &self.text[..self.range.start];
        let from = before.char_indices().rev().nth(AROUND).map(|(at, _)| at);
        let behind = &self.text[self.range.start..];
        let to = behind.char_indices().nth(AROUND).map(|(at, _)| self.range.start + at);
        let end = self.range.end.min(to.unwrap_or(self.text.len()));
        let start = from.unwrap_or(0);
        let mark = |cropped: bool| if cropped { "..." } else { "" };
        let (left, right) = (mark(from.is_some()), mark(to.is_some()));
        // Each odd character becomes one of another length, so both parts are counted anew.
        let head = format!("{left}{}", tidy(&self.text[start..self.range.start]));
        let body = tidy(&self.text[self.range.start..end]);
        let tail = format!("{}{right}", tidy(&self.text[end..to.unwrap_or(self.text.len())]));
        let range = head.len()..head.len() + body.len();
        (format!("{head}{body}{tail}"), range)
    }
}

fn tidy(text: &str) -> String {
    const TAB: &str = "    ";
    printable(&text.replace('\t', TAB))
}

/// Looks places up. Findings come sorted by place, so that columns of a long line are counted once.
struct Places<'a> {
    sources: &'a Sources,
    /// By source: where its lines start.
    lines: BTreeMap<SourceId, Vec<usize>>,
    /// The last place looked up: source, byte, its line and the characters before it.
    last: Option<(SourceId, usize, usize, usize)>,
}

impl<'a> Places<'a> {
    fn new(sources: &'a Sources) -> Self {
        Self { sources, lines: BTreeMap::new(), last: None }
    }

    fn find(&mut self, id: SourceId, range: Range<usize>) -> Option<Place<'a>> {
        let source = self.sources.get(id)?;
        let text = source.text.as_str();
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let (start, end) = (boundary(range.start), boundary(range.end.max(range.start)));
        let starts = self
            .lines
            .entry(id)
            .or_insert_with(|| std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect());
        let row = starts.partition_point(|&s| s <= start).saturating_sub(1);
        let end_row = starts.partition_point(|&s| s <= end).saturating_sub(1);
        let line_start = starts[row];
        let line_end = starts.get(row + 1).map_or(text.len(), |&next| next - 1);
        let before = match self.last {
            Some((source, at, line, chars)) if source == id && line == row && at <= start => {
                chars + text[at..start].chars().count()
            }
            _ => text[line_start..start].chars().count(),
        };
        self.last = Some((id, start, row, before));
        let end_before = if end_row == row {
            before + text[start..end].chars().count()
        } else {
            text[starts[end_row]..end].chars().count()
        };
        let line = text[line_start..line_end].trim_end_matches('\r');
        let within = |at: usize| (at - line_start).min(line.len());
        let from = within(start);
        Some(Place {
            file: &source.name,
            line: row + 1,
            column: before + 1,
            end_line: end_row + 1,
            end_column: end_before + 1,
            text: line,
            range: from..within(end.min(line_end)).max(from),
        })
    }
}
