//! Descriptions with hostile ids and labels, and what comes of a description: one graph or chart a view.

use crate::hostile::{Dice, WORDS};
use groundplan::base::source::NoIncludes;
use groundplan::base::text::Fonts;
use groundplan::base::{Load, Severity, Source};
use groundplan::chart::{self, Chart};
use groundplan::describe::model::View;
use groundplan::describe::{self, Model};
use groundplan::graph::{self, Graph};
use groundplan::layout::{self, Layout};
use groundplan::pipeline;
use groundplan::preset::Preset;
use groundplan::scene::{self, Theme};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// What a view shows, with its places.
#[allow(clippy::large_enum_variant, reason = "a test holds a few of them")]
pub(crate) enum Shown {
    Graph(Graph, Layout),
    Chart(Chart),
}

struct Folder;

impl Load for Folder {
    fn load(&self, from: &str, name: &str) -> Result<Source, String> {
        let path = Path::new(from).parent().unwrap_or(Path::new("")).join(name);
        let text = std::fs::read_to_string(&path).map_err(|e| e.to_string())?;
        Ok(Source { name: path.display().to_string(), text })
    }
}

/// All views of a model by their ids.
fn views(model: &Model) -> Vec<(String, Shown)> {
    let theme = Theme::named("light").unwrap();
    let fonts = Fonts::embedded();
    let draw = |view: View| {
        if let Some(chart) = chart::project(model, &view) {
            return (view.id, Shown::Chart(chart));
        }
        // What a view asks for is drawn by tests of presets.
        let preset = Preset::named(pipeline::preset_name(&View { preset: None, ..view.clone() })).unwrap();
        let graph = graph::project(model, &view, &preset.lens);
        let sizes = scene::measure(&graph, &theme, fonts);
        let layout = layout::layout(&graph, &sizes, &preset.layout);
        assert_eq!(layout::verify(&graph, &sizes, &layout), [], "{}", view.id);
        (view.id, Shown::Graph(graph, layout))
    };
    let endpoints = pipeline::endpoint_views(model);
    pipeline::views(model).into_iter().chain(endpoints).map(draw).collect()
}

/// The views of a description; an error where it has findings that are errors.
pub(crate) fn read(name: &str, text: String, includes: &dyn Load) -> Result<Vec<(String, Shown)>, String> {
    let (checked, _) = describe::read(Source { name: name.to_owned(), text }, includes);
    let error = checked.diagnostics.iter().find(|d| d.severity == Severity::Error);
    match (checked.value, error) {
        (Some(model), None) => Ok(views(&model)),
        (_, error) => Err(error.map_or_else(String::new, |e| format!("{:?}: {}", e.code, e.message))),
    }
}

/// Every sample that is a sound description.
pub(crate) fn samples() -> Vec<(String, Shown)> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from("samples")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.extend((!path.ends_with("broken") && !path.ends_with("import")).then_some(path));
            } else if path.extension().is_some_and(|e| e == "yaml") {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut out = Vec::new();
    for path in files {
        let name = path.display().to_string();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if let Ok(views) = read(&name, text, &Folder) {
            out.extend(views.into_iter().map(|(id, shown)| (format!("{name} {id}"), shown)));
        }
    }
    out
}

/// The views of a generated description.
pub(crate) fn hostile(seed: u64) -> Result<Vec<(String, Shown)>, String> {
    read(&format!("{seed}.yaml"), description(seed), &NoIncludes)
}

/// A description in JSON, which is YAML: odd ones have a sequence, even ones the views that every system has.
fn description(seed: u64) -> String {
    let dice = &mut Dice(seed.wrapping_mul(0xc2b2_ae35) ^ 0xde5c);
    let mut paths = Vec::new();
    let elements = elements(dice, "", 0, &mut paths);
    let mut relations = Vec::new();
    for _ in 0..2 + dice.below(16) {
        let (a, b) = (dice.below(paths.len()), dice.below(paths.len()));
        let within = |a: &str, b: &str| a == b || a.starts_with(&format!("{b}."));
        if within(&paths[a], &paths[b]) || within(&paths[b], &paths[a]) {
            continue;
        }
        let arrow = dice.pick(&["sync", "async", "both"]);
        relations.push(json!({
            "from": paths[a], "to": paths[b], "arrow": arrow, "label": dice.label(), "tech": dice.label(),
            "status": dice.pick(&["kept", "new", "changed", "removed"]),
        }));
    }
    let mut all =
        json!({"name": dice.label(), "description": dice.label(), "elements": elements, "relations": relations});
    if seed % 2 == 1 {
        let steps = steps(dice, &paths, 0);
        all["views"] = json!({"end": {"type": "sequence", "title": dice.label(), "steps": steps}});
    }
    all.to_string()
}

fn elements(dice: &mut Dice, parent: &str, depth: usize, paths: &mut Vec<String>) -> Value {
    let mut out = Map::new();
    let valid = |w: &&&str| {
        let mut letters = w.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && letters.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    let words: Vec<&str> = WORDS.iter().filter(valid).copied().collect();
    for _ in 0..2 + dice.below(3) {
        let id = dice.pick(&words);
        if out.contains_key(id) {
            continue;
        }
        let path = if parent.is_empty() { id.to_owned() } else { format!("{parent}.{id}") };
        paths.push(path.clone());
        let kind = dice.pick(&["person", "database", "queue", "cache", "storage", "gateway", "function", "external"]);
        let mut element = json!({"name": dice.label(), "tech": dice.label(), "description": dice.label()});
        if depth < 2 && dice.below(2) == 0 {
            element["children"] = elements(dice, &path, depth + 1, paths);
        } else if dice.below(2) == 0 {
            element["kind"] = json!(kind);
        }
        out.insert(id.to_owned(), element);
    }
    Value::Object(out)
}

fn steps(dice: &mut Dice, paths: &[String], depth: usize) -> Value {
    let mut out = vec![json!({ format!("{0} -> {0}", paths[0]): dice.label() })];
    for _ in 0..=dice.below(6) {
        let (a, b) = (paths[dice.below(paths.len())].as_str(), paths[dice.below(paths.len())].as_str());
        let kind = if depth < 3 { dice.below(8) } else { 7 };
        out.push(match kind {
            0 => json!({"note": dice.label(), "over": if a == b { json!([a]) } else { json!([a, b]) }}),
            1 => json!({"loop": dice.label(), "steps": steps(dice, paths, depth + 1)}),
            2 => json!({"opt": dice.label(), "steps": steps(dice, paths, depth + 1)}),
            3 => json!({"alt": [
                {"if": dice.label(), "steps": steps(dice, paths, depth + 1)},
                {"else": steps(dice, paths, depth + 1)},
            ]}),
            4 => json!({"par": [
                {"name": dice.label(), "steps": steps(dice, paths, depth + 1)},
                steps(dice, paths, depth + 1),
            ]}),
            _ => {
                let arrow = dice.pick(&["->", "~>", "<-"]);
                let mut step = Map::new();
                step.insert(format!("{a} {arrow} {b}"), json!(dice.label()));
                Value::Object(step)
            }
        });
    }
    Value::Array(out)
}

#[test]
fn generated_descriptions_are_sound() {
    let refused: Vec<String> = (0..200).filter_map(|seed| hostile(seed).err()).collect();
    println!("{} of 200 are sound", 200 - refused.len());
    assert!(refused.is_empty(), "{} of 200 are refused: {:?}", refused.len(), refused);
}
