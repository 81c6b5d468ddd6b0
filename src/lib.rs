//! One YAML description of a system becomes every diagram that its plan needs: Mermaid, SVG and PNG, without a browser.
//!
//! ```text
//! YAML -> describe -> graph -> layout -> scene -> output -> publish
//!         Model       Graph    Layout    Scene    Artifact  Document
//! ```
//!
//! Each stage has one public function and one result type: plain data, finished when it is returned. [`chart`] stands
//! beside graph and layout for what is no graph, [`mermaid`] beside scene. [`pipeline`] is the only stage that knows all
//! of them, [`cli`] the only one that knows files and the terminal.
//!
//! ```
//! use groundplan::{Fonts, Format, Preset, Profile, Request, Source, draw_all, read, views};
//!
//! let text = "
//! name: Shop
//! elements:
//!   customer: person
//!   shop: {children: {api: Rust API, db: {kind: database}}}
//! relations:
//!   - customer -> api: orders [HTTPS]
//!   - api -> db: reads [SQL]
//! ";
//! let source = Source { name: "shop.yaml".into(), text: text.into() };
//! let (checked, _sources) = read(source, &groundplan::base::source::NoIncludes);
//! assert!(!checked.has_errors());
//! let model = checked.value.ok_or("nothing to draw")?;
//!
//! let preset = Preset::named("overview")?;
//! let request = Request {
//!     formats: &[Format::Mermaid, Format::Svg],
//!     preset: Some(&preset),
//!     theme: None,
//!     profile: Profile::Safe,
//!     scale: 2.0,
//!     fonts: Fonts::embedded(),
//!     earlier: None,
//!     source: None,
//! };
//! let pictures = draw_all(&model, &views(&model), &request);
//! assert_eq!(pictures.len(), 3, "landscape, context and containers");
//! assert!(pictures[2].artifacts[1].bytes.starts_with(b"<svg"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod base;
pub mod chart;
pub mod cli;
pub mod describe;
pub mod graph;
pub mod import;
pub mod layout;
pub mod mermaid;
pub mod output;
pub mod pipeline;
pub mod plan;
pub mod preset;
pub mod publish;
pub mod scene;

pub use base::text::Fonts;
pub use base::{Checked, Diagnostic, Error, Source};
pub use describe::{Model, read};
pub use mermaid::Profile;
pub use pipeline::{Artifact, Format, Picture, Request, draw, draw_all, views};
pub use preset::Preset;
