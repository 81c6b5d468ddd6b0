//! The whole way from a model to pictures: the only file that knows every stage.
//!
//! Input: a model, a view of it, a [`Request`]. Output: a [`Picture`] in memory. The same input gives the same bytes,
//! whatever the number of threads.

use crate::base::text::Fonts;
use crate::base::{Checked, Code, ConstraintKind, Diagnostic, Error, Span};
use crate::chart::{risk, schedule, sequence, stack, tree};
use crate::describe::Model;
use crate::describe::model::{Constraint, PresetName, View, ViewKind};
use crate::graph::{self, Graph};
use crate::layout::{self, Cause, Layout};
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
        }
    }
}

impl Format {
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
    let mut picture = Picture { artifacts: Vec::new(), diagnostics: Vec::new(), errors: Vec::new() };
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
    let (preset, theme) = look(view, request)?;
    let (preset, theme) = (preset.as_ref(), theme.as_ref());
    let scene = match view.kind {
        ViewKind::Landscape
        | ViewKind::Context
        | ViewKind::Container
        | ViewKind::Component
        | ViewKind::Deployment
        | ViewKind::Entity => graph_scene(model, view, preset, theme, request, picture)?,
        ViewKind::Sequence => sequence_scene(model, view, theme, request, picture)?,
        ViewKind::Schedule => schedule_scene(model, view, theme, request, picture)?,
        ViewKind::Risk => risk_scene(model, view, theme, request, picture)?,
        ViewKind::Stack => stack_scene(model, view, theme, request, picture)?,
        ViewKind::Files => files_scene(model, view, theme, request, picture)?,
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

/// The name of the preset that a view asks for, or that of its kind.
pub fn preset_name(view: &View) -> &str {
    let of_kind = if view.kind == ViewKind::Entity { preset::ENTITY } else { preset::DEFAULT };
    view.preset.as_ref().map_or(of_kind, |preset| &preset.name)
}

/// The view's own preset, or the default.
fn preset_of(view: &View) -> Result<Preset, Stop> {
    let Some(PresetName { name, file, span }) = &view.preset else { return Ok(Preset::named(preset_name(view))?) };
    let (message, help) = match file {
        Some(Ok((source, text))) => {
            let Checked { value, diagnostics } = Preset::read(text, *source);
            return value.ok_or(Stop::Findings(diagnostics));
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
        return Err(shows_nothing(view).into());
    }
    write_mermaid(&Diagram::Sequence(&sequence), request, picture);
    let placed = sequence::place(&sequence, &scene::measure_sequence(&sequence, theme, request.fonts));
    Ok(scene::compose_sequence(&sequence, &placed, theme, request.fonts))
}

fn schedule_scene(
    model: &Model,
    view: &View,
    theme: &Theme,
    request: &Request<'_>,
    picture: &mut Picture,
) -> Result<Scene, Stop> {
    let schedule = schedule::project(model, view);
    let waits = schedule.bars.iter().map(|b| b.after.len()).sum();
    chartable(view, "phases", schedule.bars.len(), waits)?;
    write_mermaid(&Diagram::Schedule(&schedule), request, picture);
    let placed = schedule::place(&schedule, &scene::measure_schedule(&schedule, theme, request.fonts));
    Ok(scene::compose_schedule(&schedule, &placed, theme, request.fonts))
}

fn risk_scene(
    model: &Model,
    view: &View,
    theme: &Theme,
    request: &Request<'_>,
    picture: &mut Picture,
) -> Result<Scene, Stop> {
    let matrix = risk::project(model, view);
    chartable(view, "risks", matrix.risks.len(), 0)?;
    write_mermaid(&Diagram::Risk(&matrix), request, picture);
    let placed = risk::place(&matrix, &scene::measure_risks(&matrix, theme, request.fonts));
    Ok(scene::compose_risks(&matrix, &placed, theme, request.fonts))
}

fn stack_scene(
    model: &Model,
    view: &View,
    theme: &Theme,
    request: &Request<'_>,
    picture: &mut Picture,
) -> Result<Scene, Stop> {
    let stack = stack::project(model, view);
    chartable(view, "stack", stack.count(), 0)?;
    write_mermaid(&Diagram::Stack(&stack), request, picture);
    let placed = stack::place(&stack, &scene::measure_stack(&stack, theme, request.fonts));
    Ok(scene::compose_stack(&stack, &placed, theme, request.fonts))
}

fn files_scene(
    model: &Model,
    view: &View,
    theme: &Theme,
    request: &Request<'_>,
    picture: &mut Picture,
) -> Result<Scene, Stop> {
    let files = tree::project(model, view);
    chartable(view, "files", files.entries.len(), 0)?;
    write_mermaid(&Diagram::Files(&files), request, picture);
    let placed = tree::place(&files, &scene::measure_tree(&files, theme, request.fonts));
    Ok(scene::compose_tree(&files, &placed, theme, request.fonts))
}

/// Says which constraints of the view do not hold.
fn unmet(model: &Model, view: &View, graph: &Graph, placed: &Layout) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (at, (wanted, shown)) in view.constraints.iter().zip(&graph.constraints).enumerate() {
        let (key, paths) = (key_of(wanted.kind), paths_of(model, wanted));
        let (message, help) = if shown.members.len() < wanted.elements.len() {
            let message = format!("The view `{}` does not show all of {paths}.", view.id);
            (message, format!("Take what it does not show out of `{key}`, or `include` it."))
        } else if let Some(unmet) = placed.unmet.iter().find(|unmet| unmet.of == at as u32) {
            let message = format!("`{key}` of {paths} cannot hold in the view `{}`.", view.id);
            (message, against(model, view, wanted, unmet.cause))
        } else {
            continue;
        };
        out.push(Diagnostic::new(Code::UnmetConstraint, wanted.span, message).help(help));
    }
    out
}

fn key_of(kind: ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::SameRank => "rank: same",
        ConstraintKind::FirstRank => "rank: first",
        ConstraintKind::LastRank => "rank: last",
        ConstraintKind::Before => "before",
        ConstraintKind::Align => "align",
    }
}

fn paths_of(model: &Model, wanted: &Constraint) -> String {
    let paths: Vec<&str> = wanted.elements.iter().map(|id| model.element(*id).path.as_str()).collect();
    format!("`{}`", paths.join("`, `"))
}

/// What stands against a constraint, and what to do.
fn against(model: &Model, view: &View, wanted: &Constraint, cause: Cause) -> String {
    let path = |at: u32| wanted.elements.get(at as usize).map_or("", |id| model.element(*id).path.as_str());
    let cannot = match wanted.kind {
        ConstraintKind::SameRank | ConstraintKind::Before => "cannot share a layer",
        ConstraintKind::FirstRank => "cannot both be first",
        ConstraintKind::LastRank => "cannot both be last",
        ConstraintKind::Align => "cannot be on one line",
    };
    match cause {
        Cause::Around { outer, inner } => {
            format!("`{}` is in the frame of `{}`, so they {cannot}: take one of them out.", path(inner), path(outer))
        }
        Cause::Frame(at) => {
            format!("`{}` is drawn as a frame, and only nodes are aligned: name what is in it.", path(at))
        }
        Cause::Leads { from, to } => {
            format!("Relations lead from `{}` to `{}`, so they {cannot}: take one of them out.", path(from), path(to))
        }
        Cause::Frames => {
            format!("A frame around one of them has to stand apart from another, so they {cannot}: take one out.")
        }
        Cause::Woven => "One would stand between two parts of a frame that it is not in: take it out.".to_owned(),
        Cause::Beside(a, b) => {
            format!("`{}` and `{}` stand beside each other in a layer: take one of them out.", path(a), path(b))
        }
        Cause::Other(at) => match view.constraints.get(at as usize) {
            Some(other) => {
                let (key, paths) = (key_of(other.kind), paths_of(model, other));
                format!("`{key}` of {paths} says otherwise: take one of the two out.")
            }
            None => "Another constraint says otherwise: take one of the two out.".to_owned(),
        },
        Cause::Others => "Other constraints of the view together say otherwise: take one of them out.".to_owned(),
        Cause::Unknown => "What else the view shows leaves no room for it: take it out.".to_owned(),
    }
}

/// A picture of nothing and one of everything help nobody.
fn bounded(graph: &Graph, view: &View) -> Result<(), Stop> {
    let (nodes, edges) = (graph.net.node_count(), graph.net.edge_count());
    if nodes == 0 {
        return Err(shows_nothing(view).into());
    }
    if nodes > MAX_NODES || edges > MAX_EDGES {
        let message = format!("The view `{}` shows {nodes} nodes and {edges} edges.", view.id);
        let help = format!("At most {MAX_NODES} and {MAX_EDGES} are drawn: split it with `of:` or `exclude:`.");
        return Err(Diagnostic::new(Code::TooMuch, None, message).help(help).into());
    }
    Ok(())
}

/// The same for a chart of the plan: of `what` it shows so many, with so many lines between them.
fn chartable(view: &View, what: &str, count: usize, lines: usize) -> Result<(), Stop> {
    if count == 0 {
        let message = format!("The view `{}` shows nothing: the plan has no {what}.", view.id);
        let help = format!("Write `{what}:` below `plan:`, or take the view out.");
        return Err(Diagnostic::new(Code::EmptyView, None, message).help(help).into());
    }
    if count > MAX_NODES || lines > MAX_EDGES {
        let message = format!("The view `{}` shows {count} {what} with {lines} lines between them.", view.id);
        let help = format!("At most {MAX_NODES} and {MAX_EDGES} are drawn: make one of several.");
        return Err(Diagnostic::new(Code::TooMuch, None, message).help(help).into());
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

/// The picture itself: SVG, PNG out of that, and PDF.
fn paint(scene: &Scene, request: &Request<'_>, picture: &mut Picture) {
    let wants = |format| request.formats.contains(&format);
    if request.formats.iter().all(|&format| format == Format::Mermaid) {
        return;
    }
    picture.diagnostics.extend(scene.missing_glyphs(request.fonts));
    if wants(Format::Pdf) {
        match output::pdf(scene, request.fonts) {
            Ok(bytes) => picture.artifacts.push(Artifact { format: Format::Pdf, bytes }),
            Err(error) => picture.errors.push(error),
        }
    }
    if !wants(Format::Svg) && !wants(Format::Png) {
        return;
    }
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
