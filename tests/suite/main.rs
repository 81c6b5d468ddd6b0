//! The one test binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says aloud what it skips"
)]

mod accessible;
mod agreement;
mod charts;
mod cli;
mod constraints;
mod corpus;
mod describe;
mod described;
mod endpoints;
mod filters;
mod findings;
mod foreign;
mod foreign_charts;
mod gallery;
mod graph;
mod hostile;
mod import;
mod inset;
mod kinds;
mod layout;
mod looks;
mod manners;
mod mermaid;
mod merman;
mod mmdc;
mod oracle;
mod oracle_kinds;
mod oracle_plan;
mod output;
mod pixels;
mod places;
mod plan;
mod plan_kept;
mod plan_laws;
mod plans;
mod publish;
mod publish_laws;
mod publish_runs;
mod readback;
mod readme;
mod records;
mod regions;
mod sarif;
mod scene;
mod sequence;
mod source;
mod stable;
mod tidy;
mod tree;
mod update;
mod wrap;
mod write;
mod yaml;

mod smoke {
    #[test]
    fn colours_round_trip() {
        assert_eq!(groundplan::base::Color::from_hex("#c00").unwrap().hex(), "#cc0000");
    }
}
