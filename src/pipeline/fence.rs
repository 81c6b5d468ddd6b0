//! Foreign Mermaid -> pictures: what a fence says, drawn with our own stages.

use super::paint::paint;
use super::{Format, MAX_EDGES, MAX_NODES, Picture, Request, Stop};
use crate::base::{Code, Diagnostic, SourceId, Span};
use crate::graph::Graph;
use crate::layout;
use crate::mermaid::project::{self, Shown};
use crate::mermaid::read::{self, Fault, Front, Parsed};
use crate::pipeline::Artifact;
use crate::preset::{self, Preset};
use crate::scene::origin::{Language, Origin};
use crate::scene::{self, Scene, Theme};
use std::borrow::Cow;

/// Draws the text of a fence in every format that is asked for; as Mermaid it is what was given.
///
/// Places in findings are bytes of `text`, in `source`.
pub fn draw_mermaid(text: &str, source: SourceId, request: &Request<'_>) -> Picture {
    let mut picture = Picture::default();
    match draw(text, request, &mut picture) {
        Ok(()) => {}
        Err(Stop::Findings(findings)) => picture.diagnostics.extend(findings),
        Err(Stop::Error(error)) => picture.errors.push(error),
    }
    for finding in &mut picture.diagnostics {
        finding.span = Some(Span { source, ..finding.span.unwrap_or_default() });
    }
    picture.diagnostics.sort_by_key(|finding| finding.span);
    picture.artifacts.sort_by_key(|artifact| artifact.format);
    picture
}

/// The name of the preset that applies to a text where nobody says otherwise.
pub fn mermaid_preset(text: &Parsed) -> &'static str {
    match text {
        Parsed::Er(_) | Parsed::Class(_) | Parsed::Requirement(_) => preset::ENTITY,
        Parsed::Mindmap(_) => preset::MINDMAP,
        _ => preset::MERMAID,
    }
}

fn draw(text: &str, request: &Request<'_>, picture: &mut Picture) -> Result<(), Stop> {
    let reading = read::read(text);
    picture.diagnostics.extend(reading.faults.into_iter().map(|fault| finding(Code::MermaidSyntax, fault)));
    picture.diagnostics.extend(reading.warnings.into_iter().map(|fault| finding(Code::MermaidLostLetter, fault)));
    let Some(parsed) = reading.diagram else { return Ok(()) };
    let shown = project::project(&parsed);
    let preset = mermaid_preset(&parsed);
    let preset = request.preset.map_or_else(|| Preset::named(preset).map(Cow::Owned), |p| Ok(Cow::Borrowed(p)))?;
    let named = project::theme(&reading.front).unwrap_or(&preset.theme);
    let theme = request.theme.map_or_else(|| Theme::named(named).map(Cow::Owned), |t| Ok(Cow::Borrowed(t)))?;
    let mut scene = match shown.value {
        Some(of_ours) => {
            picture.diagnostics.extend(shown.diagnostics);
            own_scene(of_ours, &reading.front, &preset, &theme, request, picture)?
        }
        #[cfg(feature = "merman")]
        None => super::merman::scene(text, parsed.word(), &reading.front, &theme, request.fonts)?,
        #[cfg(not(feature = "merman"))]
        None => return Err(Stop::Findings(shown.diagnostics)),
    };
    // For who does not see the picture the author's words go first.
    if let Some(words) = reading.front.acc_title {
        scene.title = words;
    }
    if let Some(words) = reading.front.acc_description {
        scene.description = words;
    }
    if request.formats.contains(&Format::Mermaid) {
        picture.artifacts.push(Artifact { format: Format::Mermaid, bytes: text.as_bytes().to_owned() });
    }
    scene.origin = request.source.map(|text| Origin { language: Language::Mermaid, view: None, text: text.to_owned() });
    paint(&scene, request, picture);
    Ok(())
}

fn own_scene(
    mut shown: Shown,
    front: &Front,
    preset: &Preset,
    theme: &Theme,
    request: &Request<'_>,
    picture: &mut Picture,
) -> Result<Scene, Stop> {
    picture.diagnostics.extend(match &mut shown {
        Shown::Graph(graph) => project::dress(graph, front),
        Shown::Chart(chart) => project::dress_chart(chart, front),
    });
    match &shown {
        Shown::Graph(graph) => graph_scene(graph, preset, theme, request),
        Shown::Chart(chart) => {
            bounded(chart.count(), chart.lines())?;
            Ok(scene::compose_chart(chart, theme, request.fonts))
        }
    }
}

fn graph_scene(graph: &Graph, preset: &Preset, theme: &Theme, request: &Request<'_>) -> Result<Scene, Stop> {
    bounded(graph.net.node_count(), graph.net.edge_count())?;
    let sizes = scene::measure(graph, theme, request.fonts);
    let placed = match request.earlier {
        Some(earlier) => layout::stable(graph, &sizes, &preset.layout, earlier),
        None => layout::layout(graph, &sizes, &preset.layout),
    };
    Ok(scene::compose(graph, &placed, theme, request.fonts))
}

/// A picture of nothing and one of everything help nobody.
fn bounded(nodes: usize, edges: usize) -> Result<(), Stop> {
    if nodes == 0 {
        let finding = Diagnostic::new(Code::EmptyView, None, "The diagram shows nothing.");
        return Err(finding.help("Write at least one node, or take the diagram out.").into());
    }
    if nodes > MAX_NODES || edges > MAX_EDGES {
        let message = format!("The diagram shows {nodes} nodes and {edges} edges.");
        let help = format!("At most {MAX_NODES} and {MAX_EDGES} are drawn: make several of one.");
        return Err(Diagnostic::new(Code::TooMuch, None, message).help(help).into());
    }
    Ok(())
}

fn finding(code: Code, fault: Fault) -> Diagnostic {
    let at = Span { source: SourceId(0), start: fault.at.start, end: fault.at.end };
    Diagnostic::new(code, at, fault.message).help(fault.help)
}
