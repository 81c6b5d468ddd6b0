//! Title and settings of a text -> its graph: what maps to our looks, and the rest by name.

use super::super::read::Front;
use super::place;
use super::style::color;
use crate::base::{Code, Diagnostic};
use crate::chart::sequence::Event;
use crate::chart::{Chart, Foreign, Sequence};
use crate::graph::Graph;

/// Settings that say where or how a host runs, and nothing of the picture.
const SILENT: [&str; 8] = [
    "deterministicIds",
    "flowchart.htmlLabels",
    "htmlLabels",
    "logLevel",
    "look",
    "securityLevel",
    "startOnLoad",
    "theme",
];

/// The theme of ours that the text asks for; none where it leaves that open.
pub fn theme(front: &Front) -> Option<&'static str> {
    match front.setting("theme")? {
        "dark" | "neo-dark" | "redux-dark" => Some("dark"),
        "neutral" => Some("print"),
        _ => None,
    }
}

/// Gives a graph the title and the colours of the settings, and says which of them no picture has.
pub fn dress(graph: &mut Graph, front: &Front) -> Vec<Diagnostic> {
    if let Some(title) = &front.title {
        graph.title.clone_from(title);
    }
    let colored = |name: &str| front.setting(&format!("themeVariables.{name}")).and_then(color);
    let mut known = Vec::new();
    let mut first = |names: &[&'static str]| {
        known.extend_from_slice(names);
        names.iter().find_map(|name| colored(name))
    };
    let (fill, stroke) = (first(&["mainBkg", "primaryColor"]), first(&["nodeBorder", "primaryBorderColor"]));
    let text = first(&["nodeTextColor", "primaryTextColor", "textColor"]);
    for node in graph.net.node_weights_mut() {
        let style = &mut node.style;
        style.stroke = style.stroke.or(stroke);
        // A colour of words belongs to its ground.
        if style.fill.is_none() {
            style.fill = fill;
            style.color = style.color.or(text);
        }
    }
    let (fill, stroke) = (first(&["clusterBkg"]), first(&["clusterBorder"]));
    let text = first(&["titleColor"]);
    for frame in &mut graph.clusters.clusters {
        let style = &mut frame.style;
        style.stroke = style.stroke.or(stroke);
        style.color = style.color.or(text);
        style.fill = style.fill.or(fill);
    }
    let line = first(&["lineColor", "defaultLinkColor"]);
    for edge in graph.net.edge_weights_mut() {
        edge.style.stroke = edge.style.stroke.or(line);
    }
    rest(front, &known)
}

/// What no picture of ours has of the settings of a text, but for those and the variables of a theme that are `known`.
fn rest(front: &Front, known: &[&str]) -> Vec<Diagnostic> {
    let shown = |name: &str, value: &str| {
        let variable = name.strip_prefix("themeVariables.");
        SILENT.contains(&name) && !(name == "theme" && value == "forest")
            || known.contains(&name)
            || variable.is_some_and(|name| known.contains(&name) && color(value).is_some())
            || (name, value) == ("layout", "dagre")
    };
    let mut left = front.settings.iter().filter(|setting| !shown(&setting.name, &setting.value));
    let Some(first) = left.next() else { return Vec::new() };
    let mut names = vec![format!("`{}`", first.name)];
    for setting in left {
        let name = format!("`{}`", setting.name);
        if !names.contains(&name) && names.len() < 12 {
            names.push(name);
        }
    }
    let message = format!("Of the settings of a text, a picture does not have {}.", names.join(", "));
    let finding = Diagnostic::new(Code::MermaidLook, place(&first.at), message);
    vec![finding.help("Choose looks and distances with a preset or a theme of groundplan.")]
}

/// Gives a chart the title and what it knows of the settings, and says which of them no picture has.
pub fn dress_chart(chart: &mut Chart, front: &Front) -> Vec<Diagnostic> {
    // A title in the diagram itself goes first.
    if let Some(title) = front.title.as_ref().filter(|_| chart.title().is_empty()) {
        chart.title_mut().clone_from(title);
    }
    let flag = |name: &str| front.setting(name).map(|value| value == "true");
    match chart {
        Chart::Sequence(sequence) => {
            sequence.feet = flag("sequence.mirrorActors").or(sequence.feet);
            if flag("sequence.showSequenceNumbers") == Some(true) {
                number(sequence);
            }
        }
        Chart::Foreign(Foreign::Git(git)) => {
            git.lanes = flag("gitGraph.showBranches").unwrap_or(git.lanes);
            if flag("gitGraph.showCommitLabel") == Some(false) {
                git.commits.iter_mut().for_each(|commit| commit.label.clear());
            }
        }
        Chart::Foreign(Foreign::Xy(xy)) => {
            xy.horizontal |= front.setting("xyChart.chartOrientation") == Some("horizontal");
            if flag("xyChart.showDataLabel") == Some(true) {
                for plot in xy.plots.iter_mut().filter(|plot| !plot.line) {
                    plot.labels = plot.values.iter().map(|value| Some(value.to_string())).collect();
                }
            }
        }
        _ => {}
    }
    let known = [
        "gitGraph.mainBranchName",
        "gitGraph.showBranches",
        "gitGraph.showCommitLabel",
        "sequence.mirrorActors",
        "sequence.showSequenceNumbers",
        "sequence.wrap",
        "wrap",
        "xyChart.chartOrientation",
        "xyChart.showDataLabel",
    ];
    rest(front, &known)
}

/// Gives messages numbers where the text has none of its own.
fn number(sequence: &mut Sequence) {
    let numbers = sequence.events.iter_mut().filter_map(|event| match event {
        Event::Message { number, .. } => Some(number),
        _ => None,
    });
    let mut numbers: Vec<&mut Option<String>> = numbers.collect();
    if numbers.iter().all(|number| number.is_none()) {
        for (nth, number) in numbers.iter_mut().enumerate() {
            **number = Some((nth + 1).to_string());
        }
    }
}
