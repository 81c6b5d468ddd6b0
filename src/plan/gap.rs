//! What a description leaves open of its plan, and the keys that would say it.
//!
//! Part of: plan.

use crate::base::{Code, Diagnostic, Span};

/// Something that the plan has a place for and the description does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The key that would say it: `plan.spec.focus`.
    pub key: String,
    /// What it would say, as a clause: `what the plan puts first`.
    pub what: String,
    /// What stands in the plan in its place; empty where nothing does.
    pub text: String,
    /// The part of the description that the key belongs to.
    pub span: Span,
}

impl Gap {
    /// As a finding of its own.
    pub fn finding(&self) -> Diagnostic {
        let stays = if self.text.is_empty() { "" } else { ": a placeholder stays in the plan" };
        let message = format!("The description does not say {}{stays}.", self.what);
        Diagnostic::new(Code::PlanGap, self.span, message).help(format!("Write `{}`.", self.key))
    }

    /// All gaps as one finding, at what they are parts of; none for none. `plan` is where the plan is written.
    pub fn sum(gaps: &[Self], plan: Span) -> Option<Diagnostic> {
        /// More keys are counted.
        const SHOWN: usize = 24;
        let (first, more) = gaps.split_first()?;
        if more.is_empty() {
            return Some(first.finding());
        }
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        for gap in &gaps[..gaps.len().min(SHOWN)] {
            let (around, own) = gap.key.rsplit_once('.').unwrap_or(("", &gap.key));
            match groups.iter_mut().find(|(other, _)| *other == around) {
                Some((_, keys)) => keys.push(own),
                None => groups.push((around, vec![own])),
            }
        }
        let group = |(around, keys): &(&str, Vec<&str>)| match (*around, keys.as_slice()) {
            ("", keys) => format!("`{}`", keys.join("`, `")),
            (around, [one]) => format!("`{around}.{one}`"),
            (around, keys) => format!("`{around}.{{{}}}`", keys.join(", ")),
        };
        let keys = groups.iter().map(group).collect::<Vec<_>>().join(", ");
        let more = gaps.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let span = if gaps.iter().all(|gap| gap.span == first.span) { first.span } else { plan };
        let stay = gaps.iter().filter(|gap| !gap.text.is_empty()).count();
        let stays = match stay {
            0 => String::new(),
            all if all == gaps.len() => ": placeholders stay in the plan".to_owned(),
            1 => ": for 1 of them a placeholder stays in the plan".to_owned(),
            some => format!(": for {some} of them placeholders stay in the plan"),
        };
        let message = format!("The description leaves {} things open{stays}.", gaps.len());
        let help = format!("Write {keys}{more}; `--verbose` says what each is.");
        Some(Diagnostic::new(Code::PlanGap, span, message).help(help))
    }
}
