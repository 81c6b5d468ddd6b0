//! `## Technology Stack`: what was chosen, and why.

use super::{Page, Section, inline, template, title};
use crate::describe::plan::Choice;
use crate::describe::plan::role::{self, same};
use std::fmt::Write as _;

/// A half of the stack: heading, key, and the roles that the template has.
type Half = (&'static str, &'static str, &'static [&'static str]);

const CORE: Half = ("Core Technologies", "core", &role::CORE);
const SUPPORTING: Half = ("Supporting Tools", "supporting", &role::SUPPORTING);

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    let mut out = half(page, CORE, &plan.core);
    out.push('\n');
    out.push_str(&half(page, SUPPORTING, &plan.supporting));
    out
}

fn half(page: &mut Page<'_>, (heading, key, roles): Half, choices: &[Choice]) -> String {
    let mut out = format!("### {heading}\n");
    for role in roles {
        let label = format!("- **{}**:", name(role));
        let said = choices.iter().find(|c| same(&c.role, role) && c.choice.is_some());
        if let Some(choice) = said {
            write_choice(page, key, choice, &mut out);
        } else {
            let line = template::line(Section::Stack, &label);
            let _ = writeln!(out, "{line}");
            let message = format!("what is chosen for {}", name(role).to_lowercase().replace("ci/cd", "CI/CD"));
            page.lack(&message, &format!("plan.stack.{key}.{role}"), line);
        }
    }
    for choice in choices.iter().filter(|c| !roles.iter().any(|role| same(&c.role, role))) {
        write_choice(page, key, choice, &mut out);
    }
    out
}

/// `- **Language**: Rust - memory safety`.
fn write_choice(page: &mut Page<'_>, key: &str, choice: &Choice, out: &mut String) {
    let role = inline(&name(&choice.role));
    let Some(chosen) = &choice.choice else {
        let _ = writeln!(out, "- **{role}**: [Choice]");
        let what = format!("what is chosen for {}", choice.role);
        page.gap(choice.span, &what, &at(key, choice, "choice"), "[Choice]");
        return;
    };
    let why = choice.why.as_ref().map(|why| format!(" - {}", inline(why))).unwrap_or_default();
    let _ = writeln!(out, "- **{role}**: {}{why}", inline(chosen));
    if choice.why.is_none() && key == CORE.1 && !choice.is_none() {
        page.gap(
            choice.span,
            &format!("why {chosen} is chosen, which Architecture Documentation asks of each core technology"),
            &at(key, choice, "why"),
            "",
        );
    }
}

fn at(half: &str, choice: &Choice, key: &str) -> String {
    format!("plan.stack.{half}.{}.{key}", choice.role)
}

/// A role as the plan names it.
fn name(role: &str) -> String {
    const SHORT: [&str; 8] = ["api", "cdn", "cli", "iac", "orm", "rpc", "sql", "ui"];
    let lower = role.to_ascii_lowercase();
    match lower.as_str() {
        "ci" | "cd" | "ci_cd" | "ci-cd" | "ci/cd" => "CI/CD".to_owned(),
        short if SHORT.contains(&short) => short.to_ascii_uppercase(),
        _ => title(role),
    }
}
