//! Foreign Mermaid -> pictures: what a fence says, drawn with our own stages.

use super::paint::paint;
use super::{Format, Picture, Request, Stop, limited, placed};
use crate::base::text::{Fonts, short};
use crate::base::{Code, Diagnostic, SourceId, Span};
use crate::graph::Graph;
use crate::mermaid::project::{self, Shown};
use crate::mermaid::read::{self, Fault, Parsed};
use crate::pipeline::Artifact;
use crate::preset::{self, Preset};
use crate::scene::origin::{Language, Origin};
use crate::scene::{self, Scene, Theme};
use std::borrow::Cow;
use std::collections::BTreeSet;

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
        Some(mut of_ours) => {
            picture.diagnostics.extend(shown.diagnostics);
            picture.diagnostics.extend(match &mut of_ours {
                Shown::Graph(graph) => project::dress(graph, &reading.front),
                Shown::Chart(chart) => project::dress_chart(chart, &reading.front),
            });
            if let Shown::Graph(graph) = &mut of_ours {
                graph.description = graph.description.take().or_else(|| told(&parsed, graph));
            }
            match &of_ours {
                Shown::Graph(graph) => graph_scene(graph, &preset, &theme, request)?,
                Shown::Chart(chart) => {
                    bounded(chart.count(), chart.lines())?;
                    scene::compose_chart(chart, &theme, request.fonts)
                }
            }
        }
        #[cfg(feature = "merman")]
        None => super::merman::scene(text, parsed.word(), &reading.front, &theme, request.fonts)?,
        #[cfg(not(feature = "merman"))]
        None => return Err(Stop::Findings(shown.diagnostics)),
    };
    // For who does not see the picture the author's words go first.
    let told = reading.front.acc_description.is_some();
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
    picture.about.told = told;
    for finding in picture.diagnostics.iter_mut().filter(|finding| finding.code == Code::MissingGlyph) {
        finding.span = lacking(text, &scene, request.fonts);
    }
    Ok(())
}

/// Where the first letters stand that are drawn and that no font has; none where an entity stands for them.
fn lacking(text: &str, scene: &Scene, fonts: &Fonts) -> Option<Span> {
    let drawn: BTreeSet<char> =
        scene.texts().flat_map(str::chars).filter(|letter| !letter.is_ascii() && fonts.lacks(*letter)).collect();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // What stands in a remark is not drawn.
        let letters = if line.trim_start().starts_with("%%") { "" } else { line };
        if let Some(at) = letters.find(|letter| drawn.contains(&letter)) {
            let length = letters[at..].find(|letter| !drawn.contains(&letter)).unwrap_or(letters.len() - at);
            return Some(Span { source: SourceId(0), start: start + at, end: start + at + length });
        }
        start += line.len();
    }
    None
}

/// Links between what stands in the cells of a grid, at most: each looks for its own way.
const MAX_PLACED_EDGES: usize = 1_000;

fn graph_scene(graph: &Graph, preset: &Preset, theme: &Theme, request: &Request<'_>) -> Result<Scene, Stop> {
    let (nodes, edges) = (graph.net.node_count(), graph.net.edge_count());
    // A frame takes as much as a node.
    bounded(if nodes == 0 { 0 } else { nodes + graph.clusters.len() }, edges)?;
    if graph.places.is_some() && edges > MAX_PLACED_EDGES {
        let finding = Diagnostic::new(Code::TooMuch, None, format!("The grid has {edges} links."));
        return Err(finding.help(format!("At most {MAX_PLACED_EDGES} are drawn: make several of it.")).into());
    }
    let sizes = scene::measure(graph, theme, request.fonts);
    let placed = placed(graph, &sizes, &preset.layout, request);
    Ok(scene::compose(graph, &placed, theme, request.fonts))
}

/// What a reader hears of a diagram that says nothing of itself: its kind, and the first of its names.
fn told(parsed: &Parsed, graph: &Graph) -> Option<String> {
    /// Names, at most.
    const MOST: usize = 8;
    let kind = match parsed {
        Parsed::Flowchart(_) => "Flowchart",
        Parsed::Er(_) => "Entities",
        Parsed::Class(_) => "Classes",
        Parsed::State(_) => "States",
        Parsed::Requirement(_) => "Requirements",
        Parsed::Mindmap(_) => "Mind map",
        Parsed::Architecture(_) | Parsed::C4(_) => "Architecture",
        Parsed::Block(_) => "Blocks",
        _ => "Diagram",
    };
    let line = |name: &str| short(&name.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut names = graph.net.node_weights().map(|node| node.name.as_str()).filter(|name| !name.trim().is_empty());
    let first: Vec<String> = names.by_ref().take(MOST).map(line).collect();
    let more = names.count();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!first.is_empty()).then(|| format!("{kind}: {}{more}.", first.join(", ")))
}

/// A picture of nothing and one of everything help nobody.
fn bounded(nodes: usize, edges: usize) -> Result<(), Stop> {
    if nodes == 0 {
        let finding = Diagnostic::new(Code::EmptyView, None, "The diagram shows nothing.");
        return Err(finding.help("Write at least one node, or take the diagram out.").into());
    }
    limited(nodes, edges, || format!("The diagram shows {nodes} nodes and {edges} edges."), "make several of it")
}

fn finding(code: Code, fault: Fault) -> Diagnostic {
    let at = Span { source: SourceId(0), start: fault.at.start, end: fault.at.end };
    Diagnostic::new(code, at, fault.message).help(fault.help)
}
