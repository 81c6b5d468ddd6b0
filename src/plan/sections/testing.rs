//! `## Testing Strategy`: unit, integration and end-to-end tests.

use super::{Page, Section, bullets, inline, template};
use crate::describe::plan::Item;
use std::fmt::Write as _;

pub(super) fn write(page: &mut Page<'_>) -> String {
    let testing = &page.plan.testing;
    let mut out = String::from("### Unit Tests\n");
    let unit = [
        ("- Coverage Target:", &testing.coverage, "how much unit tests cover", "coverage"),
        ("- Framework:", &testing.framework, "what unit tests are written with", "framework"),
        ("- Mock Strategy:", &testing.mocks, "what stands in for the world in unit tests", "mocks"),
    ];
    for (label, value, what, key) in unit {
        if let Some(value) = value {
            let _ = writeln!(out, "{label} {}", inline(value));
        } else {
            let _ = writeln!(out, "{}", template::line(Section::Testing, label));
            page.lack(what, &format!("plan.testing.unit.{key}"));
        }
    }
    list(
        page,
        "Integration Tests",
        &testing.integration,
        ("what integration tests there are", "integration"),
        &mut out,
    );
    list(page, "E2E Tests", &testing.e2e, ("what end-to-end tests there are", "e2e"), &mut out);
    out
}

fn list(page: &mut Page<'_>, heading: &str, items: &[Item], (what, key): (&str, &str), out: &mut String) {
    let _ = write!(out, "\n### {heading}\n{}", bullets(items));
    if items.is_empty() {
        let _ = writeln!(out, "{}", template::part(Section::Testing, heading));
        page.lack(what, &format!("plan.testing.{key}"));
    }
}
