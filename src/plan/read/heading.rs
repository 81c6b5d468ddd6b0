//! Headings -> the sections and phases that they open, by their words, whatever their number and level.
//!
//! Part of: the reader of plans.

use super::blocks::{Block, BlockKind};
use super::words::{Words, simple};
use super::{Heading, Opens, PhaseHead};
use crate::plan::Section;

/// Other words for the template's headings, in their simplest form.
const ALIASES: [(Section, &[&str]); 11] = [
    (
        Section::Specification,
        &["specification and focus", "specification", "spec reference", "spec", "specification references"],
    ),
    (
        Section::Architecture,
        &[
            "system design",
            "architecture design",
            "system overview",
            "architecture",
            "system architecture",
            "architecture diagram",
            "high level architecture",
            "architectural overview",
        ],
    ),
    (
        Section::Stack,
        &[
            "tech",
            "tech choices",
            "technical choices",
            "technologies used",
            "technology selection",
            "tools and technologies",
            "tech stack",
            "technology",
            "technologies",
            "stack",
            "technical stack",
            "technology choices",
        ],
    ),
    (
        Section::Phases,
        &[
            "implementation steps",
            "delivery plan",
            "work plan",
            "project phases",
            "phases",
            "implementation plan",
            "roadmap",
            "implementation roadmap",
            "development phases",
            "phases of implementation",
        ],
    ),
    (
        Section::Files,
        &[
            "file layout",
            "project layout",
            "folder layout",
            "source tree",
            "file organization",
            "project structure",
            "directory structure",
            "folder structure",
            "file tree",
            "repository structure",
            "code structure",
        ],
    ),
    (
        Section::Api,
        &[
            "apis",
            "rest api",
            "http api",
            "api routes",
            "routes",
            "contracts",
            "api overview",
            "api",
            "api contract",
            "api endpoints",
            "endpoints",
            "api design",
            "api specification",
            "interfaces",
        ],
    ),
    (
        Section::Entities,
        &[
            "models",
            "database design",
            "data structures",
            "data model",
            "entities",
            "data schema",
            "database schema",
            "domain model",
            "entity definitions",
        ],
    ),
    (
        Section::Testing,
        &["test", "tests and quality", "testing", "tests", "test strategy", "test plan", "testing plan"],
    ),
    (
        Section::Compliance,
        &[
            "compliance",
            "sdd compliance status",
            "sdd compliance check",
            "principle validation",
            "principles",
            "sdd principles",
        ],
    ),
    (
        Section::Risks,
        &[
            "risk",
            "risks and mitigation",
            "risks",
            "risk management",
            "risk analysis",
            "risks and mitigations",
            "risks mitigations",
            "risk register",
            "risk matrix",
        ],
    ),
    (
        Section::Success,
        &[
            "done when",
            "success metric",
            "goals and success criteria",
            "success",
            "acceptance criteria",
            "definition of done",
            "success metrics",
            "monitoring success metrics",
            "exit criteria",
        ],
    ),
];

/// Words that a heading of a phase starts with.
const PHASES: [&str; 5] = ["phase", "milestone", "sprint", "stage", "iteration"];

/// The section that a heading names, in the words of the template or in others of its family.
pub fn section(text: &str) -> Option<Section> {
    let name = simple(text);
    let bare = without_number(&name);
    let fits = |section: Section, aliases: &[&str]| bare == simple(section.heading()) || aliases.contains(&bare);
    ALIASES.into_iter().find(|(section, aliases)| fits(*section, aliases)).map(|(section, _)| section)
}

/// `3 1 technology stack`, `iv risks`: without the number.
fn without_number(name: &str) -> &str {
    let mut rest = name;
    while let Some((first, behind)) = rest.split_once(' ') {
        let digits = first.bytes().all(|b| b.is_ascii_digit());
        let roman = first.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
        if !(digits || roman || first == "section") {
            break;
        }
        rest = behind;
    }
    rest
}

/// What a heading says of its phase: `Phase 2: Business Logic (3 days)`.
pub(super) fn phase(words: &Words) -> Option<PhaseHead> {
    let text = words.text.as_str();
    let start = text.len() - text.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).len();
    let word =
        PHASES.into_iter().find(|w| text.get(start..start + w.len()).is_some_and(|t| t.eq_ignore_ascii_case(w)))?;
    let behind = &text[start + word.len()..];
    let blank = behind.len() - behind.trim_start_matches([' ', '#']).len();
    let number = behind[blank..].split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.' | '−'))).next()?;
    let number = number.trim_end_matches(['.', '-']);
    let counts = number.trim_start_matches(['-', '−']).starts_with(|c: char| c.is_ascii_digit());
    let letter = number.len() == 1 || number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    if blank == 0 || number.is_empty() || !(counts || letter) {
        return None;
    }
    let from = start + word.len() + blank;
    let after = from + number.len();
    let head = PhaseHead { number: Some(words.part(from..after).said()), ..PhaseHead::default() };
    Some(named(head, words, after))
}

/// A heading without a number that stands where phases do.
pub(super) fn unnumbered(words: &Words) -> PhaseHead {
    let text = words.text.as_str();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let from = if text[digits..].starts_with(['.', ')']) && digits > 0 { digits + 1 } else { 0 };
    named(PhaseHead::default(), words, from)
}

/// The name and, in brackets behind it, the duration.
fn named(mut head: PhaseHead, words: &Words, from: usize) -> PhaseHead {
    let text = words.text.as_str();
    let rest = &text[from..];
    let mut start = from + rest.len() - rest.trim_start_matches([' ', ':', '.', '-', '–', '—', ')', '*', '_']).len();
    let mut end = text.trim_end().len().max(start);
    if let Some(open) = text[start..end].rfind(['(', '[']).map(|at| at + start)
        && text[..end].ends_with([')', ']'])
        && is_duration(&text[open + 1..end - 1])
    {
        // `(Estimate: 3 weeks)`
        let from = text[open + 1..end - 1].find(": ").map_or(open + 1, |at| open + 1 + at + 2);
        head.duration = Some(words.part(from..end - 1).said());
        head.long = Some(words.part(start..end).said());
        end = open;
    }
    let name = text[start..end].trim_end_matches(['*', '_', ' ', ':']);
    end = start + name.len();
    start = start.min(end);
    let name = words.part(start..end).said();
    head.name = Some(name).filter(|n| !n.text.is_empty());
    head
}

/// `8-10 hours`, `2d`, `Week 1`, `Estimate: 3 weeks`: a number and a unit of time.
pub(super) fn is_duration(text: &str) -> bool {
    const UNITS: [&str; 8] = ["h", "hour", "d", "day", "w", "week", "month", "sprint"];
    let lower = text.to_lowercase();
    let has_number = lower.contains(|c: char| c.is_ascii_digit());
    let unit = |word: &str| UNITS.iter().any(|u| word == *u || word.strip_suffix('s') == Some(u));
    let words = lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    has_number && words.clone().any(unit) && words.count() <= 4
}

/// Says of every heading what it opens.
pub(super) fn roles(blocks: &[Block]) -> Vec<Heading> {
    let mut out: Vec<Heading> = Vec::new();
    // What is open, with the level of its heading; the level of phases, once there is one.
    let mut open: Option<(Section, u8)> = None;
    let mut phase_level = None;
    let mut titled = false;
    for (at, block) in blocks.iter().enumerate() {
        let BlockKind::Heading(level, words) = &block.kind else { continue };
        let level = *level;
        let bare = words.bare();
        let mut opens = Opens::Part;
        let inside = open.is_some_and(|(_, own)| level > own);
        if inside {
            if let Some((Section::Phases, own)) = open {
                let same = phase_level.is_none_or(|l| l == level) && level == own + 1;
                let head = phase(&bare).filter(|_| phase_level.is_none_or(|l| level <= l));
                let beside = same && !is_about_phases(&simple(&bare.text)) && phase_level != Some(own);
                if let Some(head) = head.or_else(|| beside.then(|| unnumbered(&bare))) {
                    phase_level = Some(level);
                    opens = Opens::Phase(head);
                }
            }
        } else if level == 1
            && (!titled || simple(&bare.text).starts_with("implementation plan"))
            && section(&bare.text).is_none_or(|s| s == Section::Phases)
        {
            titled = true;
            open = None;
            opens = Opens::Title;
        } else if let Some(head) = phase(&bare) {
            open = Some((Section::Phases, level));
            phase_level = Some(level);
            opens = Opens::Phase(head);
        } else if let Some(section) = section(&bare.text) {
            open = Some((section, level));
            if section == Section::Phases {
                phase_level = None;
            }
            opens = Opens::Section(section);
        } else {
            open = None;
            opens = Opens::Other;
        }
        let section = open.map(|(section, _)| section);
        out.push(Heading { level, text: bare.text.clone(), span: block.span, opens, section, block: at, words: bare });
    }
    out
}

/// Headings beside the phases that are none.
fn is_about_phases(name: &str) -> bool {
    const NONE: [&str; 10] = [
        "overview",
        "timeline",
        "schedule",
        "dependencies",
        "gantt",
        "gantt chart",
        "summary",
        "milestones",
        "critical path",
        "phase dependencies",
    ];
    NONE.contains(&name)
}
