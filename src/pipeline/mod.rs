//! The whole way from a model to pictures: the only stage that knows every other.
//!
//! Input: a model, a view of it, a [`Request`]. Output: a [`Picture`] in memory. The same input gives the same bytes,
//! whatever the number of threads.

mod fence;
#[cfg(feature = "merman")]
mod merman;
mod paint;
mod unmet;

use crate::base::text::Fonts;
use crate::base::{Checked, Code, Diagnostic, Error, Span};
use crate::chart::{self, Chart, sequence};
use crate::describe::Model;
use crate::describe::model::{PresetName, View, ViewKind};
use crate::graph::{self, Graph};
use crate::layout::{self, Layout, Options, Sizes};
use crate::mermaid::{Diagram, Profile};
use crate::preset::{self, Preset};
use crate::scene::origin::{Language, Origin};
use crate::scene::{self, Scene, Theme};
pub use fence::{draw_mermaid, mermaid_preset};
use paint::{paint, write_mermaid};
use rayon::prelude::*;
use std::borrow::Cow;
use std::path::Path;
use unmet::unmet;

/// Who draws: with other programs the pictures of a text may be others.
pub const DRAWN_BY: &str = if cfg!(feature = "merman") { "groundplan, merman" } else { "groundplan" };

/// Most nodes of a picture.
const MAX_NODES: usize = 20_000;
/// Most edges of a picture.
const MAX_EDGES: usize = 50_000;

/// What a picture is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Text that hosts such as GitHub draw.
    Mermaid,
    /// Scalable vector graphics.
    Svg,
    /// Pixels.
    Png,
    /// A page with vectors and embedded fonts.
    Pdf,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What to write.
    pub formats: &'a [Format],
    /// Goes before the view's own preset.
    pub preset: Option<&'a Preset>,
    /// Goes before the preset's theme.
    pub theme: Option<&'a Theme>,
    /// Which Mermaid.
    pub profile: Profile,
    /// Pixels of a PNG for each px of the picture.
    pub scale: f64,
    /// What to measure and draw text with.
    pub fonts: &'a Fonts,
    /// Where things stood before, so that a small edit stays a small change.
    pub earlier: Option<&'a layout::Earlier>,
    /// The text that is drawn, where the picture shall carry it.
    pub source: Option<&'a str>,
}

/// One file's worth of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// What it is.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a picture is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// Its title; empty where it has none.
    pub title: String,
    /// What it says; empty where nobody says that.
    pub description: String,
    /// Whether its author says that, and not what it consists of.
    pub told: bool,
}

/// What came of a view.
#[derive(Debug, Default)]
pub struct Picture {
    /// In the order of [`Format`]. One that a finding or an error stopped is missing.
    pub artifacts: Vec<Artifact>,
    /// What the user should know.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be drawn.
    pub errors: Vec<Error>,
    /// What it is about, where it was drawn.
    pub about: About,
}

impl Request<'static> {
    /// Mermaid alone, that draws everywhere, each view with its own preset.
    pub fn mermaid() -> Self {
        Self {
            formats: &[Format::Mermaid],
            preset: None,
            theme: None,
            profile: Profile::Safe,
            scale: 1.0,
            fonts: Fonts::embedded(),
            earlier: None,
            source: None,
        }
    }
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Mermaid, Self::Svg, Self::Png, Self::Pdf];
    /// Those that are pictures.
    pub const PICTURES: [Self; 3] = [Self::Svg, Self::Png, Self::Pdf];

    /// The format whose files end so, in any case.
    pub fn named(ending: &str) -> Option<Self> {
        let is = |format: &Self| format.extension().eq_ignore_ascii_case(ending);
        let other = || ending.eq_ignore_ascii_case("mermaid").then_some(Self::Mermaid);
        Self::ALL.into_iter().find(is).or_else(other)
    }

    /// The format that the name of a file ends in.
    pub fn of(path: &Path) -> Option<Self> {
        Self::named(path.extension()?.to_str()?)
    }

    /// Whether it is one that shows something, and not text that a host draws.
    pub fn is_picture(self) -> bool {
        self != Self::Mermaid
    }

    /// How its files end, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Mermaid => "mmd",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// The views of a model: as written, or derived where there are none.
pub fn views(model: &Model) -> Vec<View> {
    if model.views.is_empty() { graph::derive_views(model) } else { model.views.clone() }
}

/// A sequence view for each endpoint of the plan that names its server: who calls, what is called in turn, what is
/// answered. Ids are `api-` and the endpoint's name; no view of the model has them.
pub fn endpoint_views(model: &Model) -> Vec<View> {
    let taken = model.views.iter().chain(&graph::derive_views(model)).map(|view| view.id.clone()).collect();
    sequence::endpoint_views(model, &taken)
}

/// Draws views side by side; pictures come in the order of the views.
pub fn draw_all(model: &Model, views: &[View], request: &Request<'_>) -> Vec<Picture> {
    match views {
        [view] => vec![draw(model, view, request)],
        _ => views.par_iter().map(|view| draw(model, view, request)).collect(),
    }
}

/// Draws one view in every format that is asked for.
pub fn draw(model: &Model, view: &View, request: &Request<'_>) -> Picture {
    let mut picture = Picture::default();
    match draw_into(model, view, request, &mut picture) {
        Ok(()) => {}
        Err(Stop::Findings(findings)) => picture.diagnostics.extend(findings),
        Err(Stop::Error(error)) => picture.errors.push(error),
    }
    for finding in &mut picture.diagnostics {
        finding.span = finding.span.or_else(|| Some(place(model, view)));
    }
    picture.artifacts.sort_by_key(|artifact| artifact.format);
    picture
}

/// What the layout of a view starts from.
#[derive(Debug)]
pub struct Measured {
    /// What it shows.
    pub graph: Graph,
    /// How large that is.
    pub sizes: Sizes,
    /// The layout section of its preset.
    pub options: Options,
}

/// Says what the layout of a view starts from, without laying it out. A view that is no graph shows nothing.
///
/// # Errors
/// What would stop its picture as well.
pub fn measure(model: &Model, view: &View, request: &Request<'_>) -> Result<Measured, Stop> {
    // Drawing says what is odd about its preset.
    let (preset, theme) = look(view, request, &mut Vec::new())?;
    measured(model, view, &preset, &theme, request)
}

/// Whether a view is laid out in layers.
pub fn is_graph(view: &View) -> bool {
    use ViewKind::{Component, Container, Context, Deployment, Entity, Landscape};
    matches!(view.kind, Landscape | Context | Container | Component | Deployment | Entity)
}

/// Why there is no picture.
#[derive(Debug)]
pub enum Stop {
    /// The view, or the preset file that it names.
    Findings(Vec<Diagnostic>),
    /// The world.
    Error(Error),
}

impl From<Diagnostic> for Stop {
    fn from(finding: Diagnostic) -> Self {
        Self::Findings(vec![finding])
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

fn draw_into(model: &Model, view: &View, request: &Request<'_>, picture: &mut Picture) -> Result<(), Stop> {
    let (preset, theme) = look(view, request, &mut picture.diagnostics)?;
    let (preset, theme) = (preset.as_ref(), theme.as_ref());
    let mut scene = match chart::project(model, view) {
        Some(chart) => chart_scene(view, &chart, theme, request, picture)?,
        None => graph_scene(model, view, preset, theme, request, picture)?,
    };
    scene.origin = request.source.map(|text| Origin {
        language: Language::Groundplan,
        view: Some(view.id.clone()),
        text: text.to_owned(),
    });
    paint(&scene, request, picture);
    Ok(())
}

/// The preset and the theme of a view; what is odd about them goes to `found`.
fn look<'a>(
    view: &View,
    request: &Request<'a>,
    found: &mut Vec<Diagnostic>,
) -> Result<(Cow<'a, Preset>, Cow<'a, Theme>), Stop> {
    let preset = request.preset.map_or_else(|| preset_of(view, found).map(Cow::Owned), |p| Ok(Cow::Borrowed(p)))?;
    let theme = request.theme.map_or_else(|| Theme::named(&preset.theme).map(Cow::Owned), |t| Ok(Cow::Borrowed(t)))?;
    Ok((preset, theme))
}

/// What a view shows, and how large that is.
fn measured(
    model: &Model,
    view: &View,
    preset: &Preset,
    theme: &Theme,
    request: &Request<'_>,
) -> Result<Measured, Stop> {
    let graph = graph::project(model, view, &preset.lens);
    bounded(&graph, view)?;
    let sizes = scene::measure(&graph, theme, request.fonts);
    Ok(Measured { graph, sizes, options: preset.layout.clone() })
}

/// The name of the preset that a view asks for, or that of its kind.
pub fn preset_name(view: &View) -> &str {
    let of_kind = if view.kind == ViewKind::Entity { preset::ENTITY } else { preset::DEFAULT };
    view.preset.as_ref().map_or(of_kind, |preset| &preset.name)
}

/// The view's own preset, or the default.
fn preset_of(view: &View, found: &mut Vec<Diagnostic>) -> Result<Preset, Stop> {
    let Some(PresetName { name, file, span }) = &view.preset else { return Ok(Preset::named(preset_name(view))?) };
    let (message, help) = match file {
        Some(Ok((source, text))) => {
            let Checked { value, diagnostics } = Preset::read(text, *source);
            let Some(preset) = value else { return Err(Stop::Findings(diagnostics)) };
            found.extend(diagnostics);
            return Ok(preset);
        }
        Some(Err(why)) => {
            let message = format!("The preset `{name}` cannot be used: {}.", why.trim_end_matches('.'));
            (message, "Check the path: it is relative to the file that it stands in.".to_owned())
        }
        None => {
            if let Ok(preset) = Preset::named(name) {
                return Ok(preset);
            }
            let names: Vec<&str> = preset::BUILT_IN.iter().map(|(name, _)| *name).collect();
            let help = format!("Take one of {}, or the path of a file.", names.join(", "));
            (format!("There is no preset `{name}`."), help)
        }
    };
    Err(Diagnostic::new(Code::UnknownPreset, *span, message).help(help).into())
}

fn graph_scene(
    model: &Model,
    view: &View,
    preset: &Preset,
    theme: &Theme,
    request: &Request<'_>,
    picture: &mut Picture,
) -> Result<Scene, Stop> {
    let Measured { graph, sizes, options } = measured(model, view, preset, theme, request)?;
    let placed = placed(&graph, &sizes, &options, request);
    picture.diagnostics.extend(unmet(model, view, &graph, &placed));
    write_mermaid(&Diagram::Graph(&graph, &placed), request, picture);
    Ok(scene::compose(&graph, &placed, theme, request.fonts))
}

fn chart_scene(
    view: &View,
    chart: &Chart,
    theme: &Theme,
    request: &Request<'_>,
    picture: &mut Picture,
) -> Result<Scene, Stop> {
    chartable(view, chart)?;
    write_mermaid(&Diagram::Chart(chart), request, picture);
    Ok(scene::compose_chart(chart, theme, request.fonts))
}

/// Where everything stands, as near as may be to where it stood.
fn placed(graph: &Graph, sizes: &Sizes, options: &Options, request: &Request<'_>) -> Layout {
    match request.earlier {
        Some(earlier) => layout::stable(graph, sizes, options, earlier),
        None => layout::layout(graph, sizes, options),
    }
}

/// A picture of everything helps nobody. `shows` says what it would be, `remedy` what to do.
fn limited(nodes: usize, edges: usize, shows: impl FnOnce() -> String, remedy: &str) -> Result<(), Stop> {
    if nodes <= MAX_NODES && edges <= MAX_EDGES {
        return Ok(());
    }
    let help = format!("At most {MAX_NODES} and {MAX_EDGES} are drawn: {remedy}.");
    Err(Diagnostic::new(Code::TooMuch, None, shows()).help(help).into())
}

/// Nor does one of nothing.
fn bounded(graph: &Graph, view: &View) -> Result<(), Stop> {
    let (nodes, edges) = (graph.net.node_count(), graph.net.edge_count());
    if nodes == 0 {
        return Err(shows_nothing(view).into());
    }
    let shows = || format!("The view `{}` shows {nodes} nodes and {edges} edges.", view.id);
    limited(nodes, edges, shows, "split it with `of:` or `exclude:`")
}

/// The same for a chart.
fn chartable(view: &View, chart: &Chart) -> Result<(), Stop> {
    let (what, count, lines) = (chart.shows(), chart.count(), chart.lines());
    if count == 0 {
        if let Chart::Sequence(_) = chart {
            return Err(shows_nothing(view).into());
        }
        let message = format!("The view `{}` shows nothing: the plan has no {what}.", view.id);
        let help = format!("Write `{what}:` below `plan:`, or take the view out.");
        return Err(Diagnostic::new(Code::EmptyView, None, message).help(help).into());
    }
    let shows = || format!("The view `{}` shows {count} {what} with {lines} lines between them.", view.id);
    limited(count, lines, shows, "make several of it")
}

fn shows_nothing(view: &View) -> Diagnostic {
    let message = format!("The view `{}` shows nothing.", view.id);
    Diagnostic::new(Code::EmptyView, None, message).help("Widen `include:`, or take something out of `exclude:`.")
}

/// Where a finding about a view belongs: where the view is written, what it is a view of, or the start of the file.
fn place(model: &Model, view: &View) -> Span {
    let environment = view.environment.and_then(|e| model.environments.get(e.index())).map(|e| e.span);
    view.span.or(view.of.map(|of| model.element(of).span)).or(environment).unwrap_or_default()
}
