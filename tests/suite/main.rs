//! The one test binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says aloud what it skips"
)]

mod agreement;
mod cli;
mod constraints;
mod corpus;
mod describe;
mod described;
mod findings;
mod gallery;
mod graph;
mod hostile;
mod import;
mod layout;
mod looks;
mod manners;
mod mermaid;
mod oracle;
mod output;
mod pixels;
mod plans;
mod readback;
mod readme;
mod scene;
mod sequence;
mod stable;
mod tidy;
mod tree;
mod write;
mod yaml;

mod smoke {
    #[test]
    fn colours_round_trip() {
        assert_eq!(groundplan::base::Color::from_hex("#c00").unwrap().hex(), "#cc0000");
    }
}
