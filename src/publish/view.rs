//! What a region shows of a description.

use super::What;
use super::library::Description;
use crate::base::{Code, Diagnostic, Severity};
use crate::describe::model::{Model, View};
use crate::describe::{did_you_mean, list, nearest};
use crate::plan::{self, Section};

/// The name of the region that holds the title of a plan: `section=title`.
pub const TITLE: &str = "title";

/// Turns the name of a region into its text.
pub trait Content: Sync {
    /// The Markdown that stands between the markers, in whole lines.
    ///
    /// # Errors
    /// Why there is none. A finding without a place is about the marker.
    fn text(&self, what: &What) -> Result<String, Diagnostic>;
}

/// Its views, as Mermaid in fences, and the sections of its plan.
impl Content for Description {
    fn text(&self, what: &What) -> Result<String, Diagnostic> {
        let name = match what {
            What::View(name) => name,
            What::Section(name) => return section(&self.model, name),
        };
        let view = named(&self.views, name).map_err(|mut why| {
            if let Some(help) = &mut why.help {
                *help = format!("{help} Where it is gone from the description, delete the region with its markers.");
            }
            why
        })?;
        mermaid(&self.model, view)
    }
}

/// The view of a name.
///
/// # Errors
/// A finding without a place that says which there are.
pub(super) fn named<'a>(views: &'a [View], name: &str) -> Result<&'a View, Diagnostic> {
    views.iter().find(|view| view.id == *name).ok_or_else(|| {
        let ids = || views.iter().map(|view| view.id.as_str());
        let help = did_you_mean(nearest(name, ids()), || match views.len() {
            0 => "The description has no views.".to_owned(),
            _ => format!("The description has {}.", list(ids())),
        });
        let message = format!("There is no view `{name}`.");
        Diagnostic::new(Code::UnknownReference, None, message).help(help)
    })
}

/// The Mermaid text of a view in its fence.
fn mermaid(model: &Model, view: &View) -> Result<String, Diagnostic> {
    plan::mermaid(model, view).map_err(|mut all| {
        all.sort_by_key(|finding| finding.severity);
        // Its place is in the description, which is another text than the document.
        let why = all.into_iter().next().map(|finding| Diagnostic { span: None, severity: Severity::Error, ..finding });
        let silent = || Diagnostic::new(Code::EmptyView, None, format!("The view `{}` cannot be drawn.", view.id));
        why.unwrap_or_else(silent)
    })
}

/// What stands below the heading of a section.
fn section(model: &Model, name: &str) -> Result<String, Diagnostic> {
    let names = || std::iter::once(TITLE).chain(Section::ALL.into_iter().map(Section::name));
    if name == TITLE {
        return Ok(plan::headline(model));
    }
    let Some(section) = Section::named(name) else {
        let help = did_you_mean(nearest(name, names()), || format!("There are {}.", list(names())));
        let message = format!("There is no section `{name}`.");
        return Err(Diagnostic::new(Code::UnknownReference, None, message).help(help));
    };
    if let (Section::Architecture, Some(view)) = (section, plan::architecture(model)) {
        return mermaid(model, &view);
    }
    if model.plan.is_none() {
        let message = "The description has no plan to write a section from.";
        return Err(Diagnostic::new(Code::RegionSource, None, message).help("Say it under `plan:`."));
    }
    Ok(plan::section(model, section, None).value.unwrap_or_default())
}

/// The view for the picture of the architecture, as a new plan has it.
pub fn architecture_view(model: &Model) -> Option<String> {
    plan::architecture(model).map(|view| view.id)
}
