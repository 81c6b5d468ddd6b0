//! What figures show -> pictures: drawn, or found in the cache.
//!
//! Part of: publish. Input: Mermaid, or a view of a description. Output: [`Drawn`]. A picture that makes a stage fail
//! is no end of a run.

use super::cache::{Cache, Key};
use super::library::Description;
use crate::base::{Code, Diagnostic, Severity, SourceId, Span};
use crate::describe::model::View;
use crate::pipeline::{self, About, Artifact, Format, Request};
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// Mermaid; places in findings are its bytes.
    Mermaid(&'a str),
    /// A view of a description.
    View(&'a Description, &'a View),
}

/// Turns a subject into a picture: [`Pipeline`], or what takes its place in a test.
pub trait Draw: Sync {
    /// Draws one.
    fn draw(&self, subject: Subject<'_>, request: &Request<'_>) -> pipeline::Picture;
}

/// Draws with our own stages.
#[derive(Clone, Copy, Debug)]
pub struct Pipeline;

impl Draw for Pipeline {
    fn draw(&self, subject: Subject<'_>, request: &Request<'_>) -> pipeline::Picture {
        match subject {
            Subject::Mermaid(text) => pipeline::draw_mermaid(text, SourceId(0), request),
            Subject::View(of, view) => pipeline::draw(&of.model, view, request),
        }
    }
}

/// How the figures of a run are drawn.
pub struct Studio<'a> {
    /// Who draws.
    pub draw: &'a dyn Draw,
    /// How.
    pub request: Request<'a>,
    /// How for dark pages, where pictures come in pairs.
    pub dark: Option<Request<'a>>,
    /// Whether pictures carry the text that they were drawn from.
    pub keep_source: bool,
    /// Where pictures are kept.
    pub cache: Option<&'a Cache>,
    /// What all pictures of the run depend on: the program, the look, the fonts.
    pub salt: Key,
}

/// A picture, and what is known of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// Its files.
    pub artifacts: Vec<Artifact>,
    /// Those for dark pages.
    pub dark: Vec<Artifact>,
    /// What it is about.
    pub about: About,
    /// What the user should know; without a place where it is about the whole.
    pub findings: Vec<Diagnostic>,
    /// What could not be drawn.
    pub errors: Vec<String>,
    /// Whether it was there already.
    pub cached: bool,
}

/// Why there is no picture, and it is ours to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defect;

impl Studio<'_> {
    /// Draws a subject in these formats, in their order.
    ///
    /// # Errors
    /// [`Defect`] where a stage panicked.
    pub fn draw(&self, subject: Subject<'_>, formats: &[Format]) -> Result<Drawn, Defect> {
        let key = self.key(subject, formats);
        if let Some(found) = self.cache.and_then(|cache| cache.get(&key)).and_then(|bytes| decode(&bytes)) {
            return Ok(found);
        }
        // Nothing here panics that we know of; if one picture does, the others are still drawn.
        let drawn = catch_unwind(AssertUnwindSafe(|| self.fresh(subject, formats))).map_err(|_| Defect)?;
        if let Some(cache) = self.cache.filter(|_| drawn.errors.is_empty()) {
            cache.put(&key, &encode(&drawn));
        }
        Ok(drawn)
    }

    fn key(&self, subject: Subject<'_>, formats: &[Format]) -> Key {
        let formats: Vec<&str> = formats.iter().map(|format| format.extension()).collect();
        let formats = formats.join(",");
        match subject {
            Subject::Mermaid(text) => {
                let by = pipeline::DRAWN_BY.as_bytes();
                Key::of([self.salt.as_bytes(), b"mermaid", by, formats.as_bytes(), text.as_bytes()])
            }
            Subject::View(of, view) => {
                Key::of([self.salt.as_bytes(), b"view", formats.as_bytes(), of.key.as_bytes(), view.id.as_bytes()])
            }
        }
    }

    fn fresh(&self, subject: Subject<'_>, formats: &[Format]) -> Drawn {
        let text = match subject {
            Subject::Mermaid(text) => text,
            Subject::View(of, _) => &of.text,
        };
        let source = self.keep_source.then_some(text);
        let picture = self.draw.draw(subject, &Request { formats, source, ..self.request });
        let errors = picture.errors.iter().map(ToString::to_string).collect();
        let mut drawn = Drawn {
            artifacts: picture.artifacts,
            dark: Vec::new(),
            about: picture.about,
            findings: picture.diagnostics,
            errors,
            cached: false,
        };
        if let Some(dark) = self.dark.filter(|_| !drawn.artifacts.is_empty()) {
            // It finds what the light one found.
            drawn.dark = self.draw.draw(subject, &Request { formats, source, ..dark }).artifacts;
        }
        let place = |artifact: &Artifact| formats.iter().position(|format| *format == artifact.format);
        drawn.artifacts.sort_by_key(place);
        drawn.dark.sort_by_key(place);
        drawn
    }
}

/// The first line of an entry of the cache; the bytes of its pictures follow.
#[derive(Serialize, Deserialize)]
struct Head {
    title: String,
    description: String,
    told: bool,
    findings: Vec<Finding>,
    /// Endings and lengths: of the pictures, and of those for dark pages.
    pictures: [Vec<(String, usize)>; 2],
}

#[derive(Serialize, Deserialize)]
struct Finding {
    code: String,
    severity: u8,
    message: String,
    help: Option<String>,
    span: Option<(u32, usize, usize)>,
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

fn encode(drawn: &Drawn) -> Vec<u8> {
    let findings = drawn.findings.iter().map(|finding| Finding {
        code: finding.code.name().to_owned(),
        severity: SEVERITIES.iter().position(|s| *s == finding.severity).unwrap_or_default() as u8,
        message: finding.message.clone(),
        help: finding.help.clone(),
        span: finding.span.map(|span| (span.source.0, span.start, span.end)),
    });
    let about = |artifact: &Artifact| (artifact.format.extension().to_owned(), artifact.bytes.len());
    let head = Head {
        title: drawn.about.title.clone(),
        description: drawn.about.description.clone(),
        told: drawn.about.told,
        findings: findings.collect(),
        pictures: [&drawn.artifacts, &drawn.dark].map(|all| all.iter().map(about).collect()),
    };
    // Texts and numbers alone: writing them does not fail, and an empty entry would be none.
    let mut out = serde_json::to_vec(&head).unwrap_or_default();
    out.push(b'\n');
    for artifact in drawn.artifacts.iter().chain(&drawn.dark) {
        out.extend_from_slice(&artifact.bytes);
    }
    out
}

fn decode(bytes: &[u8]) -> Option<Drawn> {
    let end = bytes.iter().position(|b| *b == b'\n')?;
    let head: Head = serde_json::from_slice(&bytes[..end]).ok()?;
    let findings = head.findings.into_iter().map(|finding| {
        let code = Code::ALL.iter().copied().find(|code| code.name() == finding.code)?;
        let severity = *SEVERITIES.get(usize::from(finding.severity))?;
        let span = finding.span.map(|(source, start, end)| Span { source: SourceId(source), start, end });
        Some(Diagnostic { code, severity, message: finding.message, span, help: finding.help })
    });
    let mut rest = &bytes[end + 1..];
    let mut take = |(ending, length): (String, usize)| {
        let format = Format::named(&ending)?;
        let (bytes, more) = rest.split_at_checked(length)?;
        rest = more;
        Some(Artifact { format, bytes: bytes.to_owned() })
    };
    let findings = findings.collect::<Option<_>>()?;
    let [artifacts, dark] = head.pictures;
    let artifacts = artifacts.into_iter().map(&mut take).collect::<Option<_>>()?;
    let dark = dark.into_iter().map(&mut take).collect::<Option<_>>()?;
    let about = About { title: head.title, description: head.description, told: head.told };
    Some(Drawn { artifacts, dark, about, findings, errors: Vec::new(), cached: true })
}
