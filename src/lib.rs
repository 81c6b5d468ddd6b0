//! One YAML description of a system becomes every diagram that its plan needs.
//!
//! ```text
//! YAML -> describe -> graph -> layout -> scene -> output
//!         Model       Graph    Layout    Scene    Artifact
//! ```

pub mod base;

pub mod describe;

pub mod import;

pub mod graph;

pub mod chart;

pub mod layout;

pub mod scene;

pub mod mermaid;

pub mod output;
