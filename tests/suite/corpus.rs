//! Every sample through the whole pipeline: a snapshot holds its findings, its Mermaid, its boxes and its score.
//!
//! A case is a file in samples/cases/STAGE: add it, run the suite, accept the snapshot.

use groundplan::base::text::Fonts;
use groundplan::base::{Load, Point, Severity, Source, SourceId, Sources};
use groundplan::describe::model::{View, ViewKind};
use groundplan::describe::{self, Model};
use groundplan::graph::{self, Compartment, Emphasis, Graph, TextLine};
use groundplan::layout::{self, Layout};
use groundplan::mermaid::{self, Shown};
use groundplan::pipeline::{self, Format, Request};
use groundplan::preset::Preset;
use groundplan::scene::{self, Theme};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Includes from the folder of the file that names them.
struct Folder<'a>(&'a Path);

impl Load for Folder<'_> {
    fn load(&self, _from: &str, name: &str) -> Result<Source, String> {
        let text = fs::read_to_string(self.0.join(name)).map_err(|e| e.to_string())?;
        Ok(Source { name: name.to_owned(), text })
    }
}

pub(crate) fn read(path: &Path) -> (groundplan::base::Checked<Model>, Sources) {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let source = Source { name, text: fs::read_to_string(path).unwrap() };
    describe::read(source, &Folder(path.parent().unwrap()))
}

fn request(formats: &[Format]) -> Request<'_> {
    let profile = groundplan::mermaid::Profile::Safe;
    Request { formats, profile, ..Request::mermaid() }
}

/// What a snapshot holds of one description.
fn report(path: &Path) -> String {
    let (checked, sources) = read(path);
    let mut out = String::new();
    findings(&mut out, &checked.diagnostics, &sources);
    let Some(model) = checked.value.as_ref().filter(|_| !checked.has_errors()) else { return out };
    // Sequences of endpoints are no views of the model.
    let endpoints = pipeline::endpoint_views(model);
    for view in pipeline::views(model).into_iter().chain(endpoints) {
        let _ = writeln!(out, "\n== {}", view.id);
        let picture = pipeline::draw(model, &view, &request(&[Format::Mermaid, Format::Svg]));
        findings(&mut out, &picture.diagnostics, &sources);
        for error in &picture.errors {
            let _ = writeln!(out, "{error}");
        }
        for artifact in picture.artifacts.iter().filter(|a| a.format == Format::Mermaid) {
            out += std::str::from_utf8(&artifact.bytes).unwrap();
        }
        if pipeline::is_graph(&view) {
            boxes(&mut out, model, &view);
        }
    }
    out
}

pub(crate) fn findings(out: &mut String, findings: &[groundplan::base::Diagnostic], sources: &Sources) {
    for finding in findings {
        let place = finding.span.map_or_else(String::new, |span| {
            let (line, column) = sources.position(span);
            format!("{}:{line}:{column}: ", sources.get(span.source).map_or("", |s| &s.name))
        });
        let weight = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let help = finding.help.as_ref().map_or_else(String::new, |help| format!(" ({help})"));
        let _ = writeln!(out, "{place}{weight} {}: {}{help}", finding.code.name(), finding.message);
    }
}

/// The boxes of frames and nodes, and the score line. Holds the layout to the hard rules on the way.
fn boxes(out: &mut String, model: &Model, view: &View) {
    let preset = Preset::named(pipeline::preset_name(view)).unwrap();
    places(out, &view.id, &graph::project(model, view, &preset.lens), &preset);
}

/// The same of a graph.
fn places(out: &mut String, name: &str, graph: &Graph, preset: &Preset) {
    let theme = Theme::named(&preset.theme).unwrap();
    let sizes = scene::measure(graph, &theme, Fonts::embedded());
    let layout = layout::layout(graph, &sizes, &preset.layout);
    let broken = layout::verify(graph, &sizes, &layout);
    assert!(broken.is_empty(), "{name}: {broken:#?}");
    let frames = graph.clusters.clusters.iter().map(|c| format!("[{}]", c.id)).zip(&layout.clusters);
    let nodes = graph.net.node_weights().map(|n| n.id.clone()).zip(&layout.nodes);
    let _ = writeln!(out, "--");
    for (id, at) in frames.chain(nodes) {
        let _ = writeln!(out, "{id} {:.0},{:.0} {:.0}x{:.0}", at.x, at.y, at.w, at.h);
    }
    let _ = writeln!(out, "{}", score(graph, &layout));
}

/// Crossings, bends, length of edges in px, and area in thousands of px².
fn score(graph: &Graph, layout: &Layout) -> String {
    let routes: Vec<&[Point]> = layout.edges.iter().map(|route| route.points.as_slice()).collect();
    let bends: usize = routes.iter().map(|points| points.len().saturating_sub(2)).sum();
    let steps = routes.iter().flat_map(|points| points.windows(2));
    let length: f64 = steps.map(|step| (step[0].x - step[1].x).abs() + (step[0].y - step[1].y).abs()).sum();
    let mut crossings = 0;
    for (i, a) in routes.iter().enumerate() {
        for b in &routes[i + 1..] {
            crossings += a.windows(2).map(|s| b.windows(2).filter(|t| cross(s, t)).count()).sum::<usize>();
        }
    }
    let area = layout.size.w * layout.size.h / 1000.0;
    let (nodes, edges) = (graph.net.node_count(), graph.net.edge_count());
    format!("{nodes} nodes, {edges} edges: {crossings} crossings, {bends} bends, length {length:.0}, area {area:.0}")
}

/// Whether an upright and a level step cross in their insides.
fn cross(a: &[Point], b: &[Point]) -> bool {
    let inside = |x: f64, p: f64, q: f64| p.min(q) < x && x < p.max(q);
    let over =
        |up: &[Point], level: &[Point]| inside(up[0].x, level[0].x, level[1].x) && inside(level[0].y, up[0].y, up[1].y);
    over(a, b) || over(b, a)
}

#[test]
fn cases_stay_as_they_are() {
    insta::glob!("../../samples/cases", "**/*.yaml", |path| {
        // Compose files are no descriptions: tests of the import read them.
        if !path.starts_with(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/cases/import")) {
            insta::assert_snapshot!(report(path));
        }
    });
}

/// What a snapshot holds of a text in Mermaid: findings, what its graph says, and its boxes.
fn foreign(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let sources = Sources(vec![Source { name: name.clone(), text: text.clone() }]);
    let picture = pipeline::draw_mermaid(&text, SourceId(0), &request(&[Format::Mermaid, Format::Svg]));
    let mut out = String::new();
    findings(&mut out, &picture.diagnostics, &sources);
    assert!(picture.errors.is_empty());
    assert!(picture.artifacts.iter().any(|a| a.format == Format::Mermaid && a.bytes == text.as_bytes()));
    let reading = mermaid::read::read(&text);
    let parsed = reading.diagram.unwrap();
    let Some(Shown::Graph(mut graph)) = mermaid::project(&parsed).value else {
        return out;
    };
    mermaid::project::dress(&mut graph, &reading.front);
    let _ = writeln!(out, "title: {}", graph.title);
    for said in [&reading.front.acc_title, &reading.front.acc_description].into_iter().flatten() {
        let _ = writeln!(out, "said: {said}");
    }
    let style = |style: &groundplan::base::Style| {
        let colors = [("fill", style.fill), ("stroke", style.stroke), ("color", style.color)];
        let colors = colors.iter().filter_map(|(key, c)| Some(format!(" {key} {}", c.as_ref()?.hex())));
        let line = style.line.map(|line| format!(" {line:?}")).into_iter();
        colors.chain(line).chain(style.width.map(|w| format!(" {w}px"))).collect::<String>()
    };
    let words = |lines: &Option<Vec<TextLine>>| {
        let marked = |line: &TextLine| {
            let Emphasis { bold, italic } = &line.stress;
            let marks = bold.iter().map(|run| (run, "**")).chain(italic.iter().map(|run| (run, "*")));
            let mut marks: Vec<(usize, &str)> =
                marks.flat_map(|(run, sign)| [(run.start, sign), (run.end, sign)]).collect();
            marks.sort_unstable();
            let mut text = line.text.clone();
            marks.iter().rev().for_each(|(at, sign)| text.insert_str(*at, sign));
            text
        };
        lines.iter().flatten().map(marked).collect::<Vec<_>>().join(" | ")
    };
    for node in graph.net.node_weights() {
        let link = node.link.as_ref().map_or_else(String::new, |link| format!(" -> {link}"));
        let shape = node.shape.map_or_else(|| format!("{:?}", node.kind), |shape| format!("{shape:?}"));
        let (look, within) = (style(&node.style), node.cluster.map(|id| &graph.clusters.get(id).id));
        let within = within.filter(|_| node.lines.is_none() || node.shape.is_none());
        let within = within.map_or_else(String::new, |id| format!(" in {id}"));
        let words = if node.lines.is_some() { words(&node.lines) } else { node.name.clone() };
        let _ = writeln!(out, "{} {shape}{look}: {words}{link}{within}", node.id);
        for part in node.compartments.iter().flatten() {
            match part {
                Compartment::Fields(fields) => fields.iter().for_each(|field| {
                    let note = field.note.as_deref().unwrap_or_default();
                    let _ = writeln!(out, "  {} {} {:?} {note}", field.name, field.data_type, field.keys);
                }),
                Compartment::Members(lines) => lines.iter().for_each(|line| {
                    let looks = [(line.underlined, " (underlined)"), (line.italic, " (slanted)")];
                    let looks: String = looks.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
                    let _ = writeln!(out, "  {}{looks}", line.text);
                }),
            }
        }
    }
    for frame in &graph.clusters.clusters {
        let _ = writeln!(out, "[{}]{}: {}", frame.id, style(&frame.style), words(&frame.lines));
    }
    for at in graph.net.edge_indices() {
        let (edge, (from, to)) = (&graph.net[at], graph.net.edge_endpoints(at).unwrap());
        let end = |frame: Option<graph::ClusterId>, node: petgraph::graph::NodeIndex| {
            frame.map_or_else(|| graph.net[node].id.clone(), |id| format!("[{}]", graph.clusters.get(id).id))
        };
        let (ends, hidden) = (edge.ends.unwrap(), if edge.invisible { " invisible" } else { "" });
        let (from, to) = (end(edge.tail, from), end(edge.head, to));
        let (look, length) = (style(&edge.style), edge.min_length);
        let words = words(&edge.lines);
        let counts = [&edge.tail_text, &edge.head_text].map(|text| text.as_deref().unwrap_or_default()).join(" ");
        let counts = Some(counts).filter(|counts| counts != " ").map_or_else(String::new, |c| format!(" ({c})"));
        let _ = writeln!(out, "{from} {:?}-{:?} {to} {length}{look}{hidden}: {words}{counts}", ends.tail, ends.head);
    }
    places(&mut out, &name, &graph, &Preset::named(pipeline::mermaid_preset(&parsed)).unwrap());
    out
}

#[test]
fn cases_of_mermaid_stay_as_they_are() {
    insta::glob!("../../samples/cases/mermaid", "*.mmd", |path| insta::assert_snapshot!(foreign(path)));
}

#[test]
fn the_tour_stays_as_it_is() {
    insta::glob!("../../samples/tour", "*.yaml", |path| insta::assert_snapshot!(report(path)));
}

#[test]
fn the_tour_has_no_errors() {
    let mut count = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/tour")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "yaml") {
            let (checked, _) = read(&path);
            assert!(!checked.has_errors(), "{}: {:#?}", path.display(), checked.diagnostics);
            count += 1;
        }
    }
    assert!(count >= 5, "{count} systems");
}

#[test]
fn any_pool_draws_the_same_bytes() {
    let (checked, _) = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/tour/bank.yaml"));
    let model = checked.value.unwrap();
    let views = pipeline::views(&model);
    let draw = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let formats = [Format::Mermaid, Format::Svg];
        pool.install(|| pipeline::draw_all(&model, &views, &request(&formats)))
            .into_iter()
            .map(|picture| picture.artifacts)
            .collect::<Vec<_>>()
    };
    let one = draw(1);
    assert!(one.iter().all(|artifacts| artifacts.len() == 2));
    for threads in [2, 3, 8] {
        assert_eq!(draw(threads), one, "{threads} threads");
    }
}

#[test]
fn every_preset_draws_its_own_picture() {
    let (checked, _) = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/tour/store.yaml"));
    let model = checked.value.unwrap();
    let views = pipeline::views(&model);
    let view = views.iter().find(|v| v.kind == ViewKind::Container).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for (name, _) in groundplan::preset::BUILT_IN {
        let preset = Preset::named(name).unwrap();
        let formats = [Format::Mermaid, Format::Svg];
        let picture = pipeline::draw(&model, view, &Request { preset: Some(&preset), ..request(&formats) });
        let text = std::str::from_utf8(&picture.artifacts[0].bytes).unwrap();
        assert_eq!(text.contains("|\""), name != "overview", "{name} labels its edges");
        assert!(seen.insert(picture.artifacts[1].bytes.clone()), "{name} draws what another one draws");
    }
}

#[test]
fn a_view_says_what_it_cannot_draw() {
    let text = "name: x\nelements: {a: {children: {b: {}}}, c: {}}\nrelations: [b -> c]\nviews:\n  odd: {type: landscape, preset: odd}\n  risks: {type: risk}\n  fine: {type: landscape, preset: overview}\n";
    let source = Source { name: "x.yaml".to_owned(), text: text.to_owned() };
    let (checked, sources) = describe::read(source, &groundplan::base::source::NoIncludes);
    let model = checked.value.unwrap();
    let mut all = Vec::new();
    for picture in pipeline::draw_all(&model, &pipeline::views(&model), &request(&[Format::Svg])) {
        let codes: Vec<String> = picture
            .diagnostics
            .iter()
            .map(|d| format!("{} {:?}", d.code.name(), sources.position(d.span.unwrap())))
            .collect();
        all.push((picture.artifacts.len(), codes.join(" ")));
    }
    let expected = [(0, "unknown-preset (5, 34)"), (0, "empty-view (6, 3)"), (1, "")];
    assert_eq!(all, expected.map(|(count, codes)| (count, codes.to_owned())));
}
