//! The plan's own data as written. What the checks do not need is taken as it is.
//!
//! Part of: the schema.

use super::any_case::AnyCase;
use super::element::Short;
use super::read::{At, Named, Read, Reader};
use super::record::record;
use crate::base::Span;
use crate::describe::plan::{Focus, Level};
use crate::describe::yaml::{Data, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Anything, as the tree that it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Any(pub(crate) Value);

impl Default for Any {
    fn default() -> Self {
        Self(Value::new(Span::default(), Data::Null))
    }
}

impl Read for Any {
    fn what() -> String {
        "anything".to_owned()
    }

    fn fits(_: &Value) -> bool {
        true
    }

    fn read(value: &Value, _: &mut Reader<'_>) -> Option<Self> {
        Some(Self(value.clone()))
    }
}

impl JsonSchema for Any {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Any".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({})
    }
}

/// What the keys of a plan look like that hold more than a text.
const FORMS: [(&[&str], &str); 17] = [
    (&[], "plan: {feature: .., spec: {..}, stack: {..}, phases: [..]}"),
    (&["spec"], "spec: {id: SPEC-001, generated: 2026-11-22, focus: SIMPLICITY}"),
    (&["stack"], "stack: {core: {language: Rust}, supporting: {ci: GitHub Actions}}"),
    (&["stack", "core"], "core: {language: {choice: Rust, why: ..}, cache: none}"),
    (&["stack", "supporting"], "supporting: {testing: cargo-nextest, ci: GitHub Actions}"),
    (&["phases"], "phases: [{id: p0, name: Setup, duration: 2d, tasks: [..]}]"),
    (&["files"], "files: |` with a folder or file on each line below it, indented by two spaces a level: `src/"),
    (&["api"], "api: {List orders: {served_by: api, method: GET, path: /orders, response: {200: ..}}}"),
    (&["entities"], "entities: {Order: {stored_in: db, fields: {id: uuid}}}"),
    (&["entities", "fields"], "fields: {id: uuid, name: text}"),
    (&["entities", "relations"], "relations: {user: many-to-one User}"),
    (&["testing"], "testing: {unit: {coverage: 80%}, integration: [..], e2e: [..]}"),
    (&["testing", "unit"], "unit: {coverage: 80%, framework: .., mocks: ..}"),
    (&["compliance"], "compliance: {specification_first: true}"),
    (&["risks"], "risks: {technical: [{risk: .., probability: M, impact: H, mitigation: ..}], timeline: [..]}"),
    (&["risks", "technical"], "technical: [{risk: .., probability: M, impact: H, mitigation: ..}]"),
    (&["risks", "timeline"], "timeline: [{risk: .., probability: M, impact: H, mitigation: ..}]"),
];

/// What the key of a plan that these keys lead to looks like, where it holds more than a text.
pub(super) fn form(keys: &[&str]) -> Option<&'static str> {
    let (plan, rest) = keys.split_first()?;
    FORMS.iter().find(|(path, _)| *plan == "plan" && *path == rest).map(|(_, form)| *form)
}

record! {
    /// The implementation plan's own data, section by section.
    PlanDef: "a plan" {
        /// What is built.
        "feature" feature: At<String>,
        /// The specification that the plan is for.
        "spec" spec: SpecDef,
        /// The technology and why it was chosen.
        "stack" stack: StackDef,
        /// Phases in order.
        "phases" phases: Vec<At<PhaseDef>>,
        /// The file tree, indented by two spaces a level.
        "files" files: At<String>,
        /// Endpoints by name.
        "api" api: Named<EndpointDef>,
        /// Entities by name.
        "entities" entities: Named<EntityDef>,
        /// How it is tested.
        "testing" testing: TestingDef,
        /// Principles, and whether the plan holds them.
        "compliance" compliance: Named<Any>,
        /// What may go wrong.
        "risks" risks: RisksDef,
        /// When it is done.
        "success" success: Vec<At<Short<String, ItemDef>>>,
    }
}

record! {
    /// The specification that the plan is for.
    SpecDef: "a specification" {
        /// Its id: `SPEC-001`.
        "id" id: At<String>,
        /// The day of the plan: `2026-11-22`.
        "generated" generated: At<String>,
        /// What the plan puts first.
        "focus" focus: At<AnyCase<Focus>>,
    }
}

record! {
    /// The technology.
    StackDef: "a stack" {
        /// What the product is made with: language, framework, database, cache, ... `none` where it has no such part.
        "core" core: Named<Short<At<String>, ChoiceDef>>,
        /// What it is built and run with: testing, ci, monitoring, ... `none` where it has no such part.
        "supporting" supporting: Named<Short<At<String>, ChoiceDef>>,
    }
}

record! {
    /// A choice with its reason.
    ChoiceDef: "a choice" {
        /// What was chosen; `none` where the product has no such part.
        "choice" choice: At<String>,
        /// Why.
        "why" why: At<String>,
    }
}

record! {
    /// A phase.
    PhaseDef: "a phase" {
        /// Its id: `p1`.
        "id" id: At<String>,
        /// Its name.
        "name" name: At<String>,
        /// How long it takes: `5d`.
        "duration" duration: At<String>,
        /// Ids of the phases that come before it.
        "after" after: Vec<At<String>>,
        /// References to the elements that it builds.
        "builds" builds: Vec<At<String>>,
        /// What it leaves behind.
        "deliverables" deliverables: Vec<At<Short<String, ItemDef>>>,
        /// What is done in it.
        "tasks" tasks: Vec<At<Short<String, ItemDef>>>,
    }
}

record! {
    /// A point of a list that may be ticked.
    ItemDef: "a point" {
        /// What it says.
        "text" text: At<String> = required,
        /// Whether it is done.
        "done" done: bool,
    }
}

record! {
    /// An endpoint.
    EndpointDef: "an endpoint" {
        /// Reference to the element that serves it.
        "served_by" served_by: At<String>,
        /// `GET`, `POST`, ...
        "method" method: At<String>,
        /// Its path: `/api/v1/orders`.
        "path" path: At<String>,
        /// What it does.
        "description" description: At<String>,
        /// What it takes.
        "request" request: Any,
        /// What it gives, by status code.
        "response" response: Any,
    }
}

record! {
    /// An entity.
    EntityDef: "an entity" {
        /// Reference to the element that stores it.
        "stored_in" stored_in: At<String>,
        /// What it is.
        "description" description: At<String>,
        /// Its fields and their types.
        "fields" fields: Named<Any>,
        /// Its relations: `user: many-to-one User`.
        "relations" relations: Named<Any>,
        /// Its indexes.
        "indexes" indexes: Vec<Any>,
    }
}

record! {
    /// How it is tested.
    TestingDef: "a testing strategy" {
        /// Unit tests.
        "unit" unit: UnitDef,
        /// Integration tests.
        "integration" integration: Vec<At<Short<String, ItemDef>>>,
        /// End-to-end tests.
        "e2e" e2e: Vec<At<Short<String, ItemDef>>>,
    }
}

record! {
    /// Unit tests.
    UnitDef: "unit tests" {
        /// How much they cover: `80%`.
        "coverage" coverage: At<String>,
        /// What they are written with.
        "framework" framework: At<String>,
        /// What stands in for the world.
        "mocks" mocks: At<String>,
    }
}

record! {
    /// What may go wrong.
    RisksDef: "risks" {
        /// With the technology.
        "technical" technical: Vec<At<RiskDef>>,
        /// With the time.
        "timeline" timeline: Vec<At<RiskDef>>,
    }
}

record! {
    /// A risk.
    RiskDef: "a risk" {
        /// What may happen.
        "risk" risk: At<String>,
        /// How likely it is.
        "probability" probability: At<AnyCase<Level>>,
        /// How much it hurts.
        "impact" impact: At<AnyCase<Level>>,
        /// What is done about it.
        "mitigation" mitigation: At<String>,
        /// References to the elements that it is about.
        "on" on: Vec<At<String>>,
    }
}
