//! YAML -> [`Model`]: what the user wrote, read, resolved and checked.
//!
//! Stage: first. Input: texts. Output: a [`Checked`] [`Model`] and the [`Sources`] that its spans point into.

mod check;
mod complete;
mod gather;
pub mod model;
mod names;
mod nesting;
pub(crate) mod placeholder;
pub mod plan;
mod resolve;
mod schema;
mod select;
mod slip;
pub(crate) mod suggest;
mod syntax;
mod traps;
mod value;
pub mod write;
pub mod yaml;

pub use complete::complete;
pub use model::Model;
pub use nesting::Nesting;
pub use schema::json_schema;
pub(crate) use suggest::{did_you_mean, list, nearest};
pub use traps::decode;

use crate::base::{Checked, Code, Diagnostic, Load, Source, Sources};
use gather::Unit;

/// Reads a description and everything that it includes.
///
/// All findings of all files come at once, sorted by place. The value is missing where an error leaves nothing sound to
/// draw; with other errors it is there, as far as it could be read.
pub fn read(entry: Source, includes: &dyn Load) -> (Checked<Model>, Sources) {
    let mut gathered = gather::gather(entry, includes);
    let units = std::mem::take(&mut gathered.units);
    let mut findings = std::mem::take(&mut gathered.findings);
    let mut value = None;
    if !units.is_empty() {
        let mut to = resolve::resolve(&gathered, &units);
        select::views_and_styles(&mut to, &units);
        if let Some(unit) = the_plan(&units, &mut findings)
            && let (Some(span), Some(written)) = (unit.plan, &unit.file.plan)
        {
            plan::check::check(&mut to, written);
            to.model.plan = Some(plan::resolve::resolve(&to, written, span));
        }
        let mut more = check::check(&to);
        findings.append(&mut to.findings);
        findings.append(&mut more);
        value = Some(to.model);
    }
    // Errors first where two are said of the same place.
    findings.sort_by(|a, b| (a.span, a.severity, a.code, &a.message).cmp(&(b.span, b.severity, b.code, &b.message)));
    findings.dedup();
    (Checked { value, diagnostics: findings }, gathered.sources)
}

/// The file whose plan counts: the first that has one. An include below `as` is another system with a plan of its own.
fn the_plan<'a>(units: &'a [Unit], findings: &mut Vec<Diagnostic>) -> Option<&'a Unit> {
    let mut plans = units.iter().filter(|u| u.scope.is_none() && u.plan.is_some());
    let first = plans.next();
    for other in plans {
        if let Some(span) = other.plan {
            let finding = Diagnostic::new(Code::DuplicateKey, span, "Another file of this description has a plan.");
            findings.push(finding.help("Keep the plan in one file, or include this file with `as`."));
        }
    }
    first
}
