//! Plans as their authors write them: what is read of them, what is wrong in them, and the description they become.

use crate::corpus::findings;
use groundplan::base::source::NoIncludes;
use groundplan::base::{Diagnostic, Severity, Source, SourceId, Sources, Span};
use groundplan::describe::{self, Model};
use groundplan::plan::{self, Described};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    Source { name, text: fs::read_to_string(path).unwrap() }
}

fn documents() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("samples/documents/plans")).unwrap().map(|e| e.unwrap().path());
    let mut all: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    all.sort();
    all
}

#[test]
fn documents_stay_as_they_are() {
    insta::glob!("../../samples/documents/plans", "*.md", |path| {
        let source = source(path);
        let doc = plan::read(&source.text, SourceId(0));
        let sources = Sources(vec![source.clone()]);
        let mut out = String::from("== check\n");
        findings(&mut out, &plan::check(&doc, SourceId(0), None), &sources);
        out.push_str("\n== import\n");
        let checked = plan::import(&doc, &source.name, SourceId(0));
        findings(&mut out, &checked.diagnostics, &sources);
        if let Some(imported) = checked.value {
            let _ = write!(out, "\n{}", imported.text);
        }
        insta::assert_snapshot!(out);
    });
}

/// The model of a description, which has no errors.
fn described(text: &str) -> Model {
    let source = Source { name: "plan.yaml".to_owned(), text: text.to_owned() };
    let (checked, _) = describe::read(source, &NoIncludes);
    assert!(!checked.has_errors(), "{:#?}\n{text}", checked.diagnostics);
    checked.value.unwrap()
}

#[test]
fn what_an_import_writes_is_a_description_that_says_the_same() {
    for path in documents() {
        let source = source(&path);
        let doc = plan::read(&source.text, SourceId(0));
        let Some(imported) = plan::import(&doc, &source.name, SourceId(0)).value else { continue };
        let again = described(&imported.text);
        let bare = |model: &Model| {
            let text = describe::write::yaml(model);
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(bare(&again), bare(&imported.model), "{}", path.display());
    }
}

#[test]
fn the_untouched_template_names_every_placeholder() {
    let path = root().join("samples/documents/plans/untouched-template.md");
    let text = fs::read_to_string(path).unwrap();
    let found = plan::check(&plan::read(&text, SourceId(0)), SourceId(0), None);
    // Every bracket of the template is a placeholder, but for the tick boxes.
    let mut wanted: Vec<usize> = text.match_indices('[').map(|(at, _)| at).collect();
    wanted.retain(|at| !text[*at..].starts_with("[ ]"));
    wanted.extend(text.match_indices("<!-- AI").map(|(at, _)| at));
    wanted.sort_unstable();
    let placeholders = found.iter().filter(|d| d.code.name() == "plan-placeholder");
    assert_eq!(placeholders.map(|d| d.span.unwrap().start).collect::<Vec<_>>(), wanted);
    let errors: Vec<&Diagnostic> = found.iter().filter(|d| d.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].code.name(), "plan-mermaid");
    assert_eq!(errors[0].span.unwrap().start, text.find("<!-- AI: ").unwrap());
    let (code, _) = groundplan(&["check", "samples/documents/plans/untouched-template.md"]);
    assert_eq!(code, 1);
}

/// Exit code and standard error.
fn groundplan(args: &[&str]) -> (i32, String) {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_groundplan"));
    let output = command.current_dir(root()).args(["--color", "never"]).args(args).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn one_broken_plan_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let broken = fs::read_to_string(root().join("samples/broken/plan-value.md")).unwrap();
    for at in 0..12 {
        fs::write(folder.path().join(format!("plan{at:02}.md")), &broken).unwrap();
    }
    fs::write(folder.path().join("plan03.md"), b"# Implementation Plan: \xff\xfe").unwrap();
    fs::write(folder.path().join("notes.md"), "# Notes\n\nNothing of a plan.\n").unwrap();
    let (code, text) = groundplan(&["--error-format", "json", "check", folder.path().to_str().unwrap()]);
    assert_eq!(code, 1, "{text}");
    let found: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let of = |file: &str| found.iter().filter(|f| f["file"].as_str().unwrap().ends_with(file)).count();
    for at in 0..12 {
        assert_eq!(of(&format!("plan{at:02}.md")), if at == 3 { 1 } else { 3 }, "{at}: {text}");
    }
    assert_eq!(of("notes.md"), 0);
    let files: Vec<&str> = found.iter().map(|f| f["file"].as_str().unwrap()).collect();
    assert!(files.is_sorted(), "{files:?}");
}

#[test]
fn a_plan_finds_its_description() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let plan = fs::read_to_string(root().join("samples/broken/plan-differs.md")).unwrap();
    let description = fs::read_to_string(root().join("samples/broken/parts/seats.yaml")).unwrap();
    let bare = plan.lines().filter(|line| !line.contains("groundplan:")).collect::<Vec<_>>().join("\n");
    let check = |args: &[&str]| {
        let file = folder.path().join("plan.md");
        let mut all = vec!["check", file.to_str().unwrap()];
        all.extend(args);
        let (_, text) = groundplan(&all);
        text.matches("plan-differs").count()
    };
    // Nothing names one, and none is beside it.
    write("plan.md", &bare);
    assert_eq!(check(&[]), 0);
    // The only one beside it that has a plan; of two, none.
    write("none.yaml", "");
    write("bare.yaml", "elements: {a: {}}\n");
    assert_eq!(check(&[]), 0);
    write("one.yaml", &description);
    assert_eq!(check(&[]), 4);
    let file = folder.path().join("plan.md");
    let (_, said) = groundplan(&["check", file.to_str().unwrap()]);
    assert!(said.lines().any(|l| l.contains("plan.md is compared with") && l.ends_with("one.yaml")), "{said}");
    write("two.yaml", &description);
    assert_eq!(check(&[]), 0);
    let one = folder.path().join("one.yaml");
    assert_eq!(check(&["--src", one.to_str().unwrap()]), 4);
    // The one that its regions name.
    write("plan.md", &plan.replace("parts/seats.yaml", "two.yaml"));
    assert_eq!(check(&[]), 4);
}

#[test]
fn line_ends_and_a_mark_at_the_start_change_nothing() {
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        let said = |text: &str| {
            let doc = plan::read(text, SourceId(0));
            let found = plan::check(&doc, SourceId(0), None);
            let sources = Sources(vec![Source { name: String::new(), text: text.to_owned() }]);
            let place = |d: &Diagnostic| sources.position(d.span.unwrap()).0;
            let found: Vec<String> = found.iter().map(|d| format!("{} {}", place(d), d.message)).collect();
            let imported = plan::import(&doc, "x.md", SourceId(0)).value.map(|i| i.text);
            (found, imported)
        };
        let plain = said(&text);
        assert_eq!(said(&text.replace('\n', "\r\n")), plain, "{}", path.display());
        assert_eq!(said(&format!("\u{feff}{text}")), plain, "{}", path.display());
    }
}

/// Reads, checks and imports a text; every place lies inside of it, on the borders of characters.
fn sound(text: &str) {
    let doc = plan::read(text, SourceId(0));
    let inside = |span: Span| {
        assert!(text.get(span.start..span.end).is_some(), "{span:?} of {} bytes in {text:?}", text.len());
    };
    doc.headings.iter().for_each(|h| inside(h.span));
    doc.placeholders.iter().for_each(|p| inside(p.span));
    doc.fences.iter().for_each(|f| inside(f.span));
    doc.tables.iter().flat_map(|(_, t)| &t.rows).for_each(|r| inside(r.span));
    doc.besides.iter().for_each(|(_, said)| inside(said.span));
    doc.phases.iter().flat_map(|p| p.tasks.iter().chain(&p.deliverables)).for_each(|p| inside(p.text.span));
    doc.endpoints.iter().chain(&doc.entities).for_each(|c| inside(c.name.span));
    doc.core.iter().chain(&doc.supporting).flat_map(|t| &t.choice).for_each(|c| inside(c.span));
    for finding in plan::check(&doc, SourceId(0), None) {
        inside(finding.span.unwrap());
    }
    let imported = plan::import(&doc, "x.md", SourceId(0));
    imported.diagnostics.iter().filter_map(|d| d.span).for_each(inside);
    if let Some(imported) = imported.value {
        described(&imported.text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..crate::layout::laws() })]

    #[test]
    fn any_text_is_read(pieces in prop::collection::vec(prop_oneof![
        Just("# Implementation Plan: x\n"), Just("## Phase 1: a (2 days)\n"), Just("## API Contracts\n"),
        Just("### Endpoint: b\n"), Just("```yaml\n"), Just("```\n"), Just("method: GET\n"), Just("## Data Models\n"),
        Just("fields:\n  id: [x]\n"), Just("**Tasks**:\n"), Just("- [ ] do \\* it\n"), Just("  1. [x] é\n"), Just("> "),
        Just("| Risk | Impact |\n|---|---|\n| a \\| b | H |\n"), Just("## Risks\n"), Just("```mermaid\nflowchart LR\na-->b\n"),
        Just("{{ x }}"), Just("[NEEDS CLARIFICATION: é]"), Just("<!-- AI: "), Just("-->\n"), Just("\r\n"), Just("\n"),
        Just("## Technology Stack\n- **Language**: Rust - fast\n"), Just("**Builds**: `a.b`, c\n"), Just("\u{feff}"),
        Just("&amp;"), Just("`"), Just("**"), Just("日本"), Just("## Architecture\n"), Just("\t"), Just("    "),
    ], 0..40)) {
        sound(&pieces.concat());
    }

    #[test]
    fn any_characters_are_read(text in "\\PC{0,200}") {
        sound(&text);
    }

    #[test]
    fn mutated_documents_are_read(which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(),
                                  len in 0_usize..60, with in "[\\PC\n]{0,8}") {
        let documents = documents();
        let mut text = fs::read_to_string(which.get(&documents)).unwrap();
        let floor = |text: &str, mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(&text, cut.index(text.len()));
        let end = floor(&text, (start + len).min(text.len())).max(start);
        text.replace_range(start..end, &with);
        sound(&text);
    }
}

/// The whole plan of a model, as `groundplan plan` writes it.
fn written(model: &Model) -> String {
    let pieces = plan::document(model, Some("2026-11-22")).pieces;
    let text = pieces.iter().map(|piece| match piece {
        plan::Piece::Frame(text) => text.clone(),
        plan::Piece::Part(part) => {
            let what = match &part.what {
                plan::What::View(id) => format!("view={id}"),
                plan::What::Section(section) => format!("section={}", section.name()),
                plan::What::Title => "section=title".to_owned(),
            };
            format!("<!-- groundplan:begin {what} -->\n{}<!-- groundplan:end -->\n", part.markdown)
        }
    });
    text.collect()
}

/// Every sample with a plan of its own.
fn planned() -> Vec<(PathBuf, Model)> {
    let mut out = Vec::new();
    let mut open = vec![root().join("samples")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.extend((!path.ends_with("broken")).then_some(path));
            } else if path.extension().is_some_and(|e| e == "yaml") {
                let (checked, _) = crate::corpus::read(&path);
                let sound = !checked.has_errors();
                out.extend(checked.value.filter(|m| sound && m.plan.is_some()).map(|model| (path, model)));
            }
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// A line that says something: no blank one, and none that a description left open. Of a reference its last part counts,
/// as the shortest one depends on what else there is.
fn fact(line: &str) -> Option<String> {
    if line.trim().is_empty() || line.replace("[ ]", "").replace("[x]", "").replace("\\[", "").contains('[') {
        return None;
    }
    let (key, value) = line.split_once(": ").unwrap_or((line, ""));
    let reference = ["served_by", "stored_in"].contains(&key);
    Some(if reference { format!("{key}: {}", value.rsplit('.').next().unwrap()) } else { line.to_owned() })
}

#[test]
fn importing_what_was_written_and_writing_it_again_changes_no_fact() {
    let mut all = planned();
    assert!(all.len() > 5, "{} plans", all.len());
    for path in documents() {
        let source = source(&path);
        let doc = plan::read(&source.text, SourceId(0));
        let imported = plan::import(&doc, &source.name, SourceId(0)).value;
        all.extend(imported.map(|imported| (path, imported.model)));
    }
    let mut changed = Vec::new();
    for (path, model) in all {
        let text = written(&model);
        let doc = plan::read(&text, SourceId(0));
        let again = plan::import(&doc, "plan.md", SourceId(0)).value.unwrap().model;
        // What goes by the picture of the architecture is as good as that picture.
        let sections = plan::Section::ALL.into_iter().filter(|s| *s != plan::Section::Architecture);
        for section in sections.filter(|s| *s != plan::Section::Compliance) {
            let of = |model: &Model| {
                let text = plan::section(model, section, Some("2026-11-22")).value.unwrap();
                text.lines().filter_map(fact).collect::<Vec<_>>()
            };
            let (new, old) = (of(&again), of(&model));
            let lines = old.iter().zip(&new).find(|(a, b)| a != b);
            if new != old {
                changed.push(format!("{}: {}: {lines:?}", path.display(), section.name()));
            }
        }
        let feature = model.plan.and_then(|p| p.feature).unwrap_or(model.name);
        if again.plan.unwrap().feature.as_ref() != Some(&feature) {
            changed.push(format!("{}: {feature}", path.display()));
        }
    }
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
fn what_changes_comes_back() {
    let mut changes = 0;
    for (path, model) in planned() {
        let doc = plan::read(&written(&model), SourceId(0));
        let again = plan::import(&doc, "plan.md", SourceId(0)).value.unwrap().model;
        // Ids are those of the pictures, where `-` is `_`.
        let id = |path: &str| path.replace('-', "_");
        for (at, own) in again.elements.iter().enumerate() {
            let same = |e: &describe::model::Element| id(&e.path) == id(&own.path);
            let Some(was) = model.elements.iter().position(same) else { continue };
            let [was, is] =
                [(&model, was), (&again, at)].map(|(m, at)| m.status(describe::model::ElementId(at as u32)));
            changes += usize::from(was != groundplan::base::Status::Kept);
            assert_eq!(is, was, "{}: {}", path.display(), own.path);
        }
        let said = |m: &Model, r: &describe::model::Relation| {
            let [from, to] = [r.from, r.to].map(|end| id(&m.element(end).path));
            format!("{from} -> {to}: {:?} {:?}", r.label, r.status)
        };
        let old: Vec<String> = model.relations.iter().map(|r| said(&model, r)).collect();
        for relation in again.relations.iter().filter(|r| r.status.is_some()) {
            let new = said(&again, relation);
            let (what, _) = new.rsplit_once(' ').unwrap();
            // Others stand for several relations of what is inside.
            if old.iter().any(|old| old.starts_with(what)) {
                changes += 1;
                assert!(old.contains(&new) || old.contains(&format!("{what} None")), "{}: {new}", path.display());
            }
        }
    }
    assert!(changes > 20, "{changes}");
    let text = fs::read_to_string(root().join("samples/tour/returns.plan.md")).unwrap();
    let again = plan::import(&plan::read(&text, SourceId(0)), "plan.md", SourceId(0)).value.unwrap().model;
    let ids: Vec<String> = again.plan.unwrap().phases.into_iter().filter_map(|phase| phase.id).collect();
    assert_eq!(ids, ["p0", "p1", "p2", "p3", "p4", "p5"]);
}

#[test]
fn an_import_writes_what_it_can_and_says_what_it_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.yaml");
    let import = |name: &str, text: &str| {
        let _ = fs::remove_file(&out);
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        let (code, said) = groundplan(&["import", "plan", file.to_str().unwrap(), "-o", out.to_str().unwrap()]);
        (code, said, fs::read_to_string(&out).ok())
    };
    let plan = fs::read_to_string(root().join("samples/documents/plans/rowing-club.md")).unwrap();
    let (code, said, text) = import("plan.md", &plan);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("plan.md:16:12: error[plan-mermaid]"), "{said}");
    assert!(text.unwrap().contains("boats: {kind: database, name: Boats}"));
    for (name, text) in [
        ("empty.md", ""),
        ("notes.md", "# Notes\n\nNothing of a plan.\n"),
        ("readme.md", "# A tool\n\n## Testing\n\nRun it.\n"),
        ("titled.md", "# Implementation Plan: x\n\nSoon.\n"),
    ] {
        let (code, said, text) = import(name, text);
        assert_eq!((code, text), (1, None), "{name}: {said}");
        assert!(said.contains(&format!("{name}:1:1: error[nothing-imported]")), "{said}");
    }
}

#[test]
fn the_stack_needs_no_technology_of_what_goes_away() {
    let model = described(
        "elements:\n  shop:\n    children:\n      web: {tech: SvelteKit 2}\n      api: {tech: Rust}\n      old: {tech: COBOL, \
         status: removed, children: {part: {tech: Fortran}}}\nrelations: [web -> api, web -> part]\n",
    );
    let text = "# Implementation Plan: Shop\n\n## Technology Stack\n- **Language**: Rust - fast\n";
    let found = plan::check(
        &plan::read(text, SourceId(0)),
        SourceId(0),
        Some(Described { model: &model, sources: &Sources::default() }),
    );
    let said: Vec<&str> =
        found.iter().filter(|d| d.code.name() == "plan-technology").map(|d| d.message.as_str()).collect();
    assert_eq!(said, ["The stack does not name `SvelteKit`, which `shop.web` is made with."]);
}

#[test]
fn check_finds_nothing_in_what_a_full_description_gives() {
    let (mut full, mut wrong) = (0, Vec::new());
    for (path, model) in planned() {
        let checked = plan::document(&model, Some("2026-11-22"));
        if !checked.diagnostics.is_empty() || !checked.gaps.is_empty() {
            continue;
        }
        full += 1;
        let text = written(&model);
        let found = plan::check(
            &plan::read(&text, SourceId(0)),
            SourceId(0),
            Some(Described { model: &model, sources: &Sources::default() }),
        );
        let technology = |d: &&Diagnostic| !matches!(d.code.name(), "plan-technology" | "plan-unchecked");
        let found: Vec<&Diagnostic> = found.iter().filter(technology).collect();
        wrong.extend(found.iter().map(|d| format!("{}: {}", path.display(), d.message)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(full > 0);
}
