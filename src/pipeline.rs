//! The whole way from a model to pictures: the only file that knows every stage.
//!
//! Input: a model, a view of it, a [`Request`]. Output: a [`Picture`] in memory. The same input gives the same bytes,
//! whatever the number of threads.

use crate::base::text::Fonts;
use crate::base::{Code, ConstraintKind, Diagnostic, Error, Span};
use crate::chart::sequence;
use crate::describe::Model;
use crate::describe::model::{View, ViewKind};
use crate::graph::{self, Graph};
use crate::layout::{self, Layout};
use crate::mermaid::{self, Diagram, Profile};
use crate::output;
use crate::preset::{self, Preset};
use crate::scene::{self, Scene, Theme};
use rayon::prelude::*;
use std::borrow::Cow;

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
}

/// One file's worth of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// What it is.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What came of a view.
#[derive(Debug)]
pub struct Picture {
    /// In the order of [`Format`]. One that a finding or an error stopped is missing.
    pub artifacts: Vec<Artifact>,
    /// What the user should know.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be drawn.
    pub errors: Vec<Error>,
}

impl Format {
    /// How its files end, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Mermaid => "mmd",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// The views of a model: as written, or derived where there are none.
pub fn views(model: &Model) -> Vec<View> {
    if model.views.is_empty() { graph::derive_views(model) } else { model.views.clone() }
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
    let mut picture = Picture { artifacts: Vec::new(), diagnostics: Vec::new(), errors: Vec::new() };
    match draw_into(model, view, request, &mut picture) {
        Ok(()) => {}
        Err(Stop::Finding(finding)) => picture.diagnostics.push(finding),
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
    pub sizes: layout::Sizes,
    /// The layout section of its preset.
    pub options: layout::Options,
}

/// Says what the layout of a view starts from, without laying it out. A view that is no graph shows nothing.
///
/// # Errors
/// What would stop its picture as well.
pub fn measure(model: &Model, view: &View, request: &Request<'_>) -> Result<Measured, Stop> {
    let (preset, theme) = look(view, request)?;
    measured(model, view, &preset, &theme, request)
}

/// Whether a view is laid out in layers.
pub fn is_graph(view: &View) -> bool {
    use ViewKind::{Component, Container, Context, Deployment, Landscape};
    matches!(view.kind, Landscape | Context | Container | Component | Deployment)
}

/// Why there is no picture.
#[derive(Debug)]
pub enum Stop {
    /// The view.
    Finding(Diagnostic),
    /// The world.
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

fn draw_into(model: &Model, view: &View, request: &Request<'_>, picture: &mut Picture) -> Result<(), Stop> {
    let (preset, theme) = look(view, request)?;
    let (preset, theme) = (preset.as_ref(), theme.as_ref());
    let scene = match view.kind {
        ViewKind::Landscape | ViewKind::Context | ViewKind::Container | ViewKind::Component | ViewKind::Deployment => {
            graph_scene(model, view, preset, theme, request, picture)?
        }
        ViewKind::Sequence => sequence_scene(model, view, theme, request, picture)?,
        ViewKind::Entity | ViewKind::Schedule | ViewKind::Risk | ViewKind::Stack => {
            let message = format!("The view `{}` shows data of the plan, which render does not draw.", view.id);
            return Err(Stop::Finding(Diagnostic::new(Code::PlanView, None, message)));
        }
    };
    paint(&scene, request, picture);
    Ok(())
}

/// The preset and the theme of a view.
fn look<'a>(view: &View, request: &Request<'a>) -> Result<(Cow<'a, Preset>, Cow<'a, Theme>), Stop> {
    let preset = request.preset.map_or_else(|| preset_of(view).map(Cow::Owned), |p| Ok(Cow::Borrowed(p)))?;
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

/// The view's own preset, or the default.
fn preset_of(view: &View) -> Result<Preset, Stop> {
    let Some(name) = &view.preset else { return Ok(Preset::named(preset::DEFAULT)?) };
    Preset::named(name).map_err(|_| {
        let names: Vec<&str> = preset::BUILT_IN.iter().map(|(name, _)| *name).collect();
        let message = format!("There is no preset `{name}`.");
        Stop::Finding(
            Diagnostic::new(Code::UnknownPreset, None, message).help(format!("Take one of {}.", names.join(", "))),
        )
    })
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
    let placed = match request.earlier {
        Some(earlier) => layout::stable(&graph, &sizes, &options, earlier),
        None => layout::layout(&graph, &sizes, &options),
    };
    picture.diagnostics.extend(unmet(model, view, &graph, &placed));
    write_mermaid(&Diagram::Graph(&graph, &placed), request, picture);
    Ok(scene::compose(&graph, &placed, theme, request.fonts))
}

fn sequence_scene(
    model: &Model,
    view: &View,
    theme: &Theme,
    request: &Request<'_>,
    picture: &mut Picture,
) -> Result<Scene, Stop> {
    let sequence = sequence::project(model, view);
    if sequence.participants.is_empty() {
        return Err(Stop::Finding(shows_nothing(view)));
    }
    write_mermaid(&Diagram::Sequence(&sequence), request, picture);
    let placed = sequence::place(&sequence, &scene::measure_sequence(&sequence, theme, request.fonts));
    Ok(scene::compose_sequence(&sequence, &placed, theme, request.fonts))
}

/// Says which constraints of the view do not hold.
fn unmet(model: &Model, view: &View, graph: &Graph, placed: &Layout) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (at, (wanted, shown)) in view.constraints.iter().zip(&graph.constraints).enumerate() {
        let (key, why) = match wanted.kind {
            ConstraintKind::SameRank => ("rank: same", "connected, or one is in the other"),
            ConstraintKind::FirstRank => ("rank: first", "connected with each other"),
            ConstraintKind::LastRank => ("rank: last", "connected with each other"),
            ConstraintKind::Before => ("before", "connected, so they cannot share a layer, or in frames that cannot"),
            ConstraintKind::Align => ("align", "beside each other in a layer, or a frame, which has no line"),
        };
        let paths: Vec<&str> = wanted.elements.iter().map(|id| model.element(*id).path.as_str()).collect();
        let paths = format!("`{}`", paths.join("`, `"));
        let (message, help) = if shown.members.len() < wanted.elements.len() {
            let message = format!("The view `{}` does not show all of {paths}.", view.id);
            (message, format!("Take what it does not show out of `{key}`, or `include` it."))
        } else if placed.unmet.contains(&(at as u32)) {
            let message = format!("`{key}` of {paths} cannot hold in the view `{}`.", view.id);
            (message, format!("They are {why}; or another constraint says otherwise: take one out."))
        } else {
            continue;
        };
        out.push(Diagnostic::new(Code::UnmetConstraint, wanted.span, message).help(help));
    }
    out
}

/// A picture of nothing and one of everything help nobody.
fn bounded(graph: &Graph, view: &View) -> Result<(), Stop> {
    let (nodes, edges) = (graph.net.node_count(), graph.net.edge_count());
    if nodes == 0 {
        return Err(Stop::Finding(shows_nothing(view)));
    }
    if nodes > MAX_NODES || edges > MAX_EDGES {
        let message = format!("The view `{}` shows {nodes} nodes and {edges} edges.", view.id);
        let help = format!("At most {MAX_NODES} and {MAX_EDGES} are drawn: split it with `of:` or `exclude:`.");
        return Err(Stop::Finding(Diagnostic::new(Code::TooMuch, None, message).help(help)));
    }
    Ok(())
}

fn shows_nothing(view: &View) -> Diagnostic {
    let message = format!("The view `{}` shows nothing.", view.id);
    Diagnostic::new(Code::EmptyView, None, message).help("Widen `include:`, or take something out of `exclude:`.")
}

fn write_mermaid(diagram: &Diagram<'_>, request: &Request<'_>, picture: &mut Picture) {
    if request.formats.contains(&Format::Mermaid) {
        let written = mermaid::write(diagram, request.profile);
        picture.diagnostics.extend(written.diagnostics);
        if let Some(text) = written.value {
            picture.artifacts.push(Artifact { format: Format::Mermaid, bytes: text.into_bytes() });
        }
    }
}

/// The picture itself: SVG, and PNG out of that.
fn paint(scene: &Scene, request: &Request<'_>, picture: &mut Picture) {
    let wants = |format| request.formats.contains(&format);
    if !wants(Format::Svg) && !wants(Format::Png) {
        return;
    }
    picture.diagnostics.extend(scene.missing_glyphs(request.fonts));
    let svg = output::svg(scene);
    if wants(Format::Png) {
        match output::png(&svg, request.scale, request.fonts) {
            Ok(bytes) => picture.artifacts.push(Artifact { format: Format::Png, bytes }),
            // What can be written is.
            Err(error) => picture.errors.push(error),
        }
    }
    if wants(Format::Svg) {
        picture.artifacts.push(Artifact { format: Format::Svg, bytes: svg.into_string().into_bytes() });
    }
}

/// Where a finding about a view belongs: where the view is written, what it is a view of, or the start of the file.
fn place(model: &Model, view: &View) -> Span {
    let environment = view.environment.and_then(|e| model.environments.get(e.index())).map(|e| e.span);
    view.span.or(view.of.map(|of| model.element(of).span)).or(environment).unwrap_or_default()
}
