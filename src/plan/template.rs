//! The sections of an implementation plan, in the template's order and wording.

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
