//! What a region shows of a description.

use super::What;
use crate::base::{Code, Diagnostic, Severity};
use crate::describe::model::{Model, View, ViewKind};
use crate::describe::{did_you_mean, list, nearest};
use crate::pipeline::{self, Request};

/// Turns the name of a region into its text.
pub trait Content: Sync {
    /// The Markdown that stands between the markers, in whole lines.
    ///
    /// # Errors
    /// Why there is none. A finding without a place is about the marker.
    fn text(&self, what: &What) -> Result<String, Diagnostic>;
}

/// The views of a description, as Mermaid in fences.
#[derive(Debug)]
pub struct Views<'a> {
    model: &'a Model,
    views: Vec<View>,
}

impl<'a> Views<'a> {
    /// The views that the description has, or those derived of it.
    pub fn new(model: &'a Model) -> Self {
        Self { model, views: pipeline::views(model) }
    }
}

impl Content for Views<'_> {
    fn text(&self, what: &What) -> Result<String, Diagnostic> {
        let name = match what {
            What::View(name) => name,
            What::Section(name) => {
                let message = format!("There is no section `{name}`.");
                return Err(Diagnostic::new(Code::UnknownReference, None, message).help("Name a view: `view=NAME`."));
            }
        };
        let Some(view) = self.views.iter().find(|view| view.id == *name) else {
            let ids = || self.views.iter().map(|view| view.id.as_str());
            let help = did_you_mean(nearest(name, ids()), || match self.views.len() {
                0 => "The description has no views.".to_owned(),
                _ => format!("The description has {}.", list(ids())),
            });
            let message = format!("There is no view `{name}`.");
            return Err(Diagnostic::new(Code::UnknownReference, None, message).help(help));
        };
        mermaid(self.model, view).map(|text| fenced("mermaid", &text))
    }
}

/// The Mermaid text of a view, as `render` writes it.
fn mermaid(model: &Model, view: &View) -> Result<String, Diagnostic> {
    let picture = pipeline::draw(model, view, &Request::mermaid());
    let text = picture.artifacts.into_iter().next().and_then(|artifact| String::from_utf8(artifact.bytes).ok());
    text.ok_or_else(|| {
        let mut all = picture.diagnostics;
        all.sort_by_key(|finding| finding.severity);
        // Its place is in the description, which is another text than the document.
        let why = all.into_iter().next().map(|finding| Diagnostic { span: None, severity: Severity::Error, ..finding });
        let error = picture.errors.first().map(ToString::to_string).unwrap_or_default();
        why.unwrap_or_else(|| Diagnostic::new(Code::EmptyView, None, format!("The view `{}`: {error}.", view.id)))
    })
}

/// Text in a code fence that is longer than any run of backticks in it.
fn fenced(info: &str, text: &str) -> String {
    let mut longest = 2;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{info}\n{text}{end}{fence}\n")
}

/// The view for the picture of the architecture: the first graph that is written, or the containers where views are
/// derived, or the first graph of those.
pub fn architecture_view(model: &Model) -> Option<String> {
    let views = pipeline::views(model);
    let derived = model.views.is_empty();
    let containers = views.iter().find(|view| derived && view.kind == ViewKind::Container);
    containers.or_else(|| views.iter().find(|view| pipeline::is_graph(view))).map(|view| view.id.clone())
}
