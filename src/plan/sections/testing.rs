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
            let line = template::line(Section::Testing, label);
            let _ = writeln!(out, "{line}");
            page.lack(what, &format!("plan.testing.unit.{key}"), line);
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
        let part = template::part(Section::Testing, heading);
        let _ = writeln!(out, "{part}");
        page.lack(what, &format!("plan.testing.{key}"), part);
    }
}
