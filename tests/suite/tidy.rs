//! The house keeps its form: who imports whom, how long files are, what stands where.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The table of ARCHITECTURE.md: who may import whom. `lib` and `main` stand above it.
const TABLE: [(&str, &[&str]); 14] = [
    ("base", &[]),
    ("describe", &["base"]),
    ("import", &["base", "describe"]),
    ("graph", &["base", "describe"]),
    ("chart", &["base", "describe"]),
    ("layout", &["base", "graph"]),
    ("scene", &["base", "describe", "graph", "chart", "layout"]),
    ("output", &["base", "scene"]),
    ("mermaid", &["base", "graph", "chart", "layout"]),
    ("preset", &["base", "graph", "layout", "scene"]),
    ("pipeline", &["base", "describe", "import", "graph", "chart", "layout", "scene", "output", "mermaid", "preset"]),
    ("plan", &["base", "describe", "mermaid", "pipeline"]),
    ("publish", &["base", "describe", "preset", "pipeline", "plan"]),
    (
        "cli",
        &[
            "base", "describe", "import", "graph", "chart", "layout", "scene", "output", "mermaid", "preset",
            "pipeline", "plan", "publish",
        ],
    ),
];

/// What may stand in the top folder of the repository.
const TOP: [&str; 15] = [
    ".ci",
    ".clippy.toml",
    ".gitignore",
    ".rustfmt.toml",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "layouts",
    "samples",
    "src",
];

const LONGEST_FILE: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below a folder, by path.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    out.sort();
    assert!(out.len() > 2, "no files in {folder}");
    out
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// The code of a file: without comments and without what stands in quotes on one line.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).fold(String::new(), |out, line| out + line + "\n")
}

/// The stage of a file: its first folder below src, or its own name.
fn stage(path: &Path) -> String {
    let below = path.strip_prefix(root().join("src")).unwrap();
    below.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// How many modules deep a file is below the crate.
fn depth(path: &Path) -> usize {
    let below = path.strip_prefix(root().join("src")).unwrap();
    below.components().count() - usize::from(below.ends_with("mod.rs"))
}

/// Stages that `code` names: `crate::a`, `crate::{a, b}`, and chains of `super::` that climb to the crate.
fn imports(code: &str, depth: usize) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for rest in code.split("crate::").skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            let mut nesting = 0_i32;
            let mut start = true;
            for (at, c) in list.char_indices() {
                match c {
                    '{' => nesting += 1,
                    '}' if nesting == 0 => break,
                    '}' => nesting -= 1,
                    ',' if nesting == 0 => start = true,
                    c if start && c.is_alphanumeric() => {
                        out.insert(word(&list[at..]));
                        start = false;
                    }
                    _ => {}
                }
            }
        } else {
            out.insert(word(rest));
        }
    }
    let climb = "super::".repeat(depth);
    for rest in code.split(&climb).skip(1) {
        let rest = rest.trim_start_matches("super::");
        out.insert(word(rest));
    }
    out
}

#[test]
fn stages_import_only_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = TABLE.into_iter().collect();
    let stages: BTreeSet<&str> = table.keys().copied().collect();
    let mut wrong = Vec::new();
    for path in rust_files("src") {
        let stage = stage(&path);
        if stage == "lib" || stage == "main" {
            continue;
        }
        let Some(allowed) = table.get(stage.as_str()) else {
            wrong.push(format!("{}: `{stage}` is not in the table", shown(&path)));
            continue;
        };
        for import in imports(&code(&path), depth(&path)) {
            if stages.contains(import.as_str()) && import != stage && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{}: {stage} may not import {import}", shown(&path)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_scanner_sees_every_form_of_import() {
    let names = |code: &str, depth| imports(code, depth).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(names("use crate::graph::{A, B};", 1), "graph");
    assert_eq!(names("use crate::{graph::{A, cli}, scene};", 1), "graph scene");
    assert_eq!(names("fn f() -> crate::output::Svg {}", 2), "output");
    assert_eq!(names("use super::super::scene::Theme;", 2), "scene");
    assert_eq!(names("use super::scene::Theme;", 2), "");
}

#[test]
fn files_are_short_and_begin_with_their_purpose() {
    let mut wrong = Vec::new();
    for path in rust_files("src").into_iter().chain(rust_files("tests")) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            wrong.push(format!("{}: {lines} lines", shown(&path)));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{}: no head comment", shown(&path)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_folder_has_its_mod_file() {
    let folders: BTreeSet<PathBuf> = rust_files("src").iter().map(|p| p.parent().unwrap().to_owned()).collect();
    for folder in folders.iter().filter(|f| **f != root().join("src")) {
        assert!(folder.join("mod.rs").is_file(), "{} has no mod.rs", shown(folder));
        let twin = folder.with_extension("rs");
        assert!(!twin.exists(), "{} stands beside its folder", shown(&twin));
    }
}

#[test]
fn an_allow_gives_its_reason_and_nothing_is_left_undone() {
    let undone =
        [concat!("to", "do!("), concat!("unimple", "mented!("), concat!("db", "g!("), concat!("TO", "DO"), "FIXME"];
    let vague = [concat!("Mana", "ger"), concat!("Hel", "per"), concat!("ut", "ils")];
    let mut wrong = Vec::new();
    for path in rust_files("src").into_iter().chain(rust_files("tests")) {
        if path.ends_with("tests/suite/tidy.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for opening in ["#[allow(", "#![allow(", "#[expect(", "#![expect("] {
            for rest in text.split(opening).skip(1) {
                let attribute = rest.split(")]").next().unwrap();
                if !attribute.contains("reason") {
                    wrong.push(format!("{}: {opening}{attribute})] gives no reason", shown(&path)));
                }
            }
        }
        for word in undone.iter().chain(&vague).filter(|word| text.contains(**word)) {
            wrong.push(format!("{}: {word}", shown(&path)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn one_file_knows_the_parser() {
    let knows: Vec<String> =
        rust_files("src").iter().filter(|p| code(p).contains("serde_yaml")).map(|p| shown(p)).collect();
    assert_eq!(knows, ["src/describe/yaml.rs"]);
}

#[test]
fn the_top_folder_is_fixed() {
    let listed = Command::new("git").args(["ls-files"]).current_dir(root()).output();
    let Some(listed) = listed.ok().filter(|out| out.status.success() && !out.stdout.is_empty()) else {
        println!("skipped: no git here");
        return;
    };
    let listed = String::from_utf8(listed.stdout).unwrap();
    let top: BTreeSet<&str> = listed.lines().map(|line| line.split('/').next().unwrap()).collect();
    let unknown: Vec<&&str> = top.iter().filter(|name| !TOP.contains(*name) && **name != "tests").collect();
    assert!(unknown.is_empty(), "new at the top: {unknown:?}");
}

#[test]
fn every_dependency_is_used() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = |name: &str| {
        let start = manifest.find(name).unwrap() + name.len();
        let lines = manifest[start..].lines().skip(1).take_while(|line| !line.starts_with('['));
        lines.filter_map(|line| line.split_once(" = ").map(|(name, _)| name.replace('-', "_"))).collect::<Vec<_>>()
    };
    let all = |folder| rust_files(folder).iter().map(|p| code(p)).collect::<String>();
    let (src, tests) = (all("src"), all("tests"));
    for name in section("[dependencies]") {
        assert!(src.contains(&format!("{name}::")), "src does not use {name}");
    }
    for name in section("[dev-dependencies]") {
        assert!(tests.contains(&format!("{name}::")), "tests do not use {name}");
    }
}

#[test]
fn presets_are_complete_and_in_the_table() {
    let files = |folder: &str| {
        let entries = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        let yaml = entries.filter(|path| path.extension().is_some_and(|e| e == "yaml"));
        let mut all: Vec<(String, String)> = yaml
            .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
            .collect();
        all.sort();
        all
    };
    let table = groundplan::preset::BUILT_IN.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(files("layouts"), table);
    for (name, text) in &table {
        let read = |text: &str| groundplan::preset::Preset::read(text, groundplan::base::SourceId(0)).value;
        let preset = read(text).unwrap();
        groundplan::scene::Theme::named(&preset.theme).unwrap();
        // Every key is required, and no other is allowed.
        for line in text.lines().filter(|line| line.starts_with("  ") || line.starts_with("theme")) {
            let without: String = text.lines().filter(|l| *l != line).fold(String::new(), |out, l| out + l + "\n");
            assert!(read(&without).is_none(), "{name} does without {line}");
        }
        let more = format!("{text}\nmore: 1\n");
        assert!(read(&more).is_none(), "{name} takes an unknown key");
    }
    let themes = groundplan::scene::theme::BUILT_IN.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(files("layouts/themes"), themes);
}
