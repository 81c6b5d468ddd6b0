//! The sections of an implementation plan, in the template's order and wording.

/// The template, version 1.0.
const TEMPLATE: &str = include_str!("template.md");

/// A section of the plan: what stands below one heading of the second level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Id, date and focus.
    Specification,
    /// The picture of the architecture.
    Architecture,
    /// Technologies with their reasons.
    Stack,
    /// Phases.
    Phases,
    /// The file tree.
    Files,
    /// Endpoints.
    Api,
    /// Entities.
    Entities,
    /// How it is tested.
    Testing,
    /// The five principles.
    Compliance,
    /// What may go wrong.
    Risks,
    /// When it is done.
    Success,
}

impl Section {
    /// All, in the order of the template.
    pub const ALL: [Self; 11] = [
        Self::Specification,
        Self::Architecture,
        Self::Stack,
        Self::Phases,
        Self::Files,
        Self::Api,
        Self::Entities,
        Self::Testing,
        Self::Compliance,
        Self::Risks,
        Self::Success,
    ];

    /// Its heading in the template.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Specification => "Specification Reference",
            Self::Architecture => "Architecture Overview",
            Self::Stack => "Technology Stack",
            Self::Phases => "Implementation Phases",
            Self::Files => "File Structure",
            Self::Api => "API Contracts",
            Self::Entities => "Data Models",
            Self::Testing => "Testing Strategy",
            Self::Compliance => "SDD Compliance",
            Self::Risks => "Risk Assessment",
            Self::Success => "Success Criteria",
        }
    }

    /// Its name in a generated region: `section=phases`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Specification => "specification",
            Self::Architecture => "architecture",
            Self::Stack => "stack",
            Self::Phases => "phases",
            Self::Files => "files",
            Self::Api => "api",
            Self::Entities => "entities",
            Self::Testing => "testing",
            Self::Compliance => "compliance",
            Self::Risks => "risks",
            Self::Success => "success",
        }
    }

    /// The section of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}

/// What the template has below the heading of a section, without blank lines around it.
pub fn body(section: Section) -> &'static str {
    let heading = |line: &str| line.strip_prefix("## ").is_some_and(|title| title == section.heading());
    let mut rest = TEMPLATE;
    while let Some((line, behind)) = rest.split_once('\n') {
        if heading(line) {
            return behind.split("\n## ").next().unwrap_or_default().trim();
        }
        rest = behind;
    }
    ""
}

/// What the template has below a heading of the third level, without blank lines around it.
pub(super) fn part(section: Section, heading: &str) -> &'static str {
    let mut parts = body(section).split("### ").skip(1);
    parts.find_map(|part| part.strip_prefix(heading)?.strip_prefix('\n')).unwrap_or_default().trim()
}

/// The first line of a section that starts so.
pub(super) fn line(section: Section, start: &str) -> &'static str {
    body(section).lines().find(|line| line.starts_with(start)).unwrap_or_default()
}
