//! What technologies are chosen for: the roles that a plan has places for.

use super::Choice;

/// What the product is made with.
pub const CORE: [&str; 4] = ["language", "framework", "database", "cache"];
/// What it is built and run with.
pub const SUPPORTING: [&str; 3] = ["testing", "ci", "monitoring"];

/// What is written where the product has nothing for a role.
pub const NONE: &str = "none";

/// Whether two words name one role: `CI/CD` is `ci`.
pub fn same(a: &str, b: &str) -> bool {
    let bare = |role: &str| match role.trim().to_ascii_lowercase().as_str() {
        "cd" | "ci_cd" | "ci-cd" | "ci/cd" | "cicd" => "ci".to_owned(),
        other => other.to_owned(),
    };
    bare(a) == bare(b)
}

/// Puts choices into the half that has their place. What stands in both stays in both.
pub(super) fn settle(core: &mut Vec<Choice>, supporting: &mut Vec<Choice>) {
    let strays = |from: &mut Vec<Choice>, to: &[Choice], places: &[&str]| -> Vec<Choice> {
        let is_stray = |choice: &mut Choice| {
            let placed = places.iter().any(|place| same(place, &choice.role));
            placed && choice.choice.is_some() && !to.iter().any(|other| same(&other.role, &choice.role))
        };
        from.extract_if(.., is_stray).collect()
    };
    let (to_core, to_supporting) = (strays(supporting, core, &CORE), strays(core, supporting, &SUPPORTING));
    core.extend(to_core);
    supporting.extend(to_supporting);
}

impl Choice {
    /// Whether it says that the product has nothing for its role.
    pub fn is_none(&self) -> bool {
        self.choice.as_deref().is_some_and(|choice| choice.trim().eq_ignore_ascii_case(NONE))
    }
}
