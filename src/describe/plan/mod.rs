//! The plan's own data as meant: what the implementation plan says beside the model.
//!
//! Part of: the [`Model`](super::Model). Plain data in written order; what is free in the language stays the tree that it
//! was read as.

pub(super) mod check;
pub mod day;
pub mod duration;
pub mod entity;
pub mod form;
pub(super) mod resolve;
pub mod role;
pub mod tree;

use super::model::ElementId;
use super::yaml::Value;
use crate::base::Span;
use schemars::JsonSchema;
use serde::Deserialize;

/// The plan, section by section of its template.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// What is built.
    pub feature: Option<String>,
    /// The specification that it is for.
    pub spec: Spec,
    /// What the product is made with: language, framework, database, ...
    pub core: Vec<Choice>,
    /// What it is built and run with: testing, ci, monitoring, ...
    pub supporting: Vec<Choice>,
    /// Phases.
    pub phases: Vec<Phase>,
    /// The file tree, a level an indentation.
    pub files: Option<String>,
    /// Endpoints.
    pub api: Vec<Endpoint>,
    /// Entities.
    pub entities: Vec<Entity>,
    /// How it is tested.
    pub testing: Testing,
    /// Principles by their keys, and what is said of them: whether they hold, or how.
    pub compliance: Vec<(String, Value)>,
    /// What may go wrong with the technology.
    pub technical_risks: Vec<Risk>,
    /// What may go wrong with the time.
    pub timeline_risks: Vec<Risk>,
    /// When it is done.
    pub success: Vec<Item>,
    /// Where its key is written.
    pub span: Span,
}

/// The specification that the plan is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    /// Its id: `SPEC-001`.
    pub id: Option<String>,
    /// The day of the plan: `2026-11-22`.
    pub generated: Option<String>,
    /// What the plan puts first.
    pub focus: Option<Focus>,
}

/// What the plan puts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Focus {
    /// Speed.
    Performance,
    /// Safety from attackers.
    Security,
    /// Few parts.
    Simplicity,
    /// Little money.
    Cost,
}

impl Focus {
    /// Every focus, in the order of the template.
    pub const ALL: [Self; 4] = [Self::Performance, Self::Security, Self::Simplicity, Self::Cost];

    /// Its word in a description and in a plan.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Performance => "PERFORMANCE",
            Self::Security => "SECURITY",
            Self::Simplicity => "SIMPLICITY",
            Self::Cost => "COST",
        }
    }
}

/// A technology and why it was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// What for: `language`.
    pub role: String,
    /// What was chosen.
    pub choice: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// Where its role is written.
    pub span: Span,
}

/// A phase.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Phase {
    /// Its id: `p1`.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// How long it takes: `5d`.
    pub duration: Option<String>,
    /// The phases that come before it, by index. They may wait for each other in a ring.
    pub after: Vec<usize>,
    /// The elements that it builds.
    pub builds: Vec<ElementId>,
    /// What it leaves behind.
    pub deliverables: Vec<Item>,
    /// What is done in it.
    pub tasks: Vec<Item>,
    /// Where it is written.
    pub span: Span,
}

/// The numbers of phases: those of their ids where all are `p0`, `p1`, ... in rising order, else from 0 on.
pub fn numbers(phases: &[Phase]) -> Vec<usize> {
    let own = |phase: &Phase| {
        let digits = phase.id.as_deref()?.trim_start_matches(|c: char| c.is_ascii_alphabetic() || "_-".contains(c));
        digits.parse::<u16>().ok().map(usize::from)
    };
    let own: Option<Vec<usize>> = phases.iter().map(own).collect();
    own.filter(|all| all.windows(2).all(|pair| pair[0] < pair[1])).unwrap_or_else(|| (0..phases.len()).collect())
}

/// A point of a list that may be ticked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// What it says.
    pub text: String,
    /// Whether it is done, where that is said.
    pub done: Option<bool>,
    /// Where it is written.
    pub span: Span,
}

/// An endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endpoint {
    /// Its name.
    pub name: String,
    /// The element that serves it.
    pub served_by: Option<ElementId>,
    /// `GET`, `POST`, ...
    pub method: Option<String>,
    /// Its path: `/api/v1/orders`.
    pub path: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// What it takes.
    pub request: Option<Value>,
    /// What it gives, by status code.
    pub response: Option<Value>,
    /// Where its name is written.
    pub span: Span,
}

/// An entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entity {
    /// Its name.
    pub name: String,
    /// The element that stores it.
    pub stored_in: Option<ElementId>,
    /// What it is.
    pub description: Option<String>,
    /// Its fields by name, with their types.
    pub fields: Vec<(String, Value)>,
    /// Its relations by name: `many-to-one User`.
    pub relations: Vec<(String, Value)>,
    /// Its indexes.
    pub indexes: Vec<Value>,
    /// Where its name is written.
    pub span: Span,
}

/// How the plan is tested.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Testing {
    /// How much unit tests cover: `80%`.
    pub coverage: Option<String>,
    /// What unit tests are written with.
    pub framework: Option<String>,
    /// What stands in for the world in unit tests.
    pub mocks: Option<String>,
    /// Integration tests.
    pub integration: Vec<Item>,
    /// End-to-end tests.
    pub e2e: Vec<Item>,
}

/// A risk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Risk {
    /// What may happen.
    pub risk: Option<String>,
    /// How likely it is.
    pub probability: Option<Level>,
    /// How much it hurts.
    pub impact: Option<Level>,
    /// What is done about it.
    pub mitigation: Option<String>,
    /// The elements that it is about.
    pub on: Vec<ElementId>,
    /// Where it is written.
    pub span: Span,
}

/// High, medium or low.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
pub enum Level {
    /// Low.
    L,
    /// Medium.
    M,
    /// High.
    H,
}

impl Level {
    /// Its letter in a description and in a plan.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::L => "L",
            Self::M => "M",
            Self::H => "H",
        }
    }
}
