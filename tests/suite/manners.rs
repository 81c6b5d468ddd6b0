//! What a first run meets: files that are kept, files that are no descriptions, words that say what to do.

use super::cli::{SHOP, TWO_VIEWS, folder, run, run_with, tree};
use std::fs;

const COMPOSE: &str = "\
services:
  web: {image: nginx, ports: ['80:80'], depends_on: [db]}
  db: {image: postgres}
";

fn lines(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

#[test]
fn an_import_keeps_what_was_edited() {
    let folder = folder(&[("compose.yaml", COMPOSE), ("none.yaml", "volumes: {}\n")]);
    let import =
        |more: &[&str]| run(folder.path(), &[&["import", "compose", "compose.yaml", "-o", "a.yaml"], more].concat());
    assert_eq!(import(&[]).code, 0);
    assert_eq!(import(&[]).code, 0, "the same text is no loss");
    let path = folder.path().join("a.yaml");
    let imported = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{imported}# mine\n")).unwrap();
    let refused = import(&[]);
    assert!(refused.code == 2 && refused.err.contains("--force"), "{}", refused.err);
    assert!(fs::read_to_string(&path).unwrap().ends_with("# mine\n"));
    assert_eq!(import(&["--force"]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), imported);
    let nothing = run(folder.path(), &["import", "compose", "none.yaml", "-o", "b.yaml", "--strict"]);
    assert_eq!(nothing.code, 1, "{}", nothing.err);
    assert_eq!(tree(folder.path()), ["a.yaml", "compose.yaml", "none.yaml"]);
}

#[test]
fn a_folder_hides_no_description_with_a_slip() {
    let folder = folder(&[
        ("docs/slip.yaml", "element: {a: {kind: system}}\n"),
        ("docs/loud.YML", SHOP),
        ("docs/half.yaml", "relations: [a -> b]\n"),
        ("docs/pictures.yaml", "views: {a: landscape}\nstyles: {a: {width: 2}}\n"),
        ("docs/other.yaml", "services: {}\nviews: 3\n"),
        ("docs/node_modules/x/y.yaml", "elements: nonsense\n"),
        ("docs/good.yaml", SHOP),
    ]);
    let ran = run(folder.path(), &["check", "docs"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("Did you mean `elements`?"), "{}", ran.err);
    for name in ["slip.yaml", "half.yaml", "pictures.yaml"] {
        assert!(ran.err.contains(name), "{name}: {}", ran.err);
    }
    assert!(!ran.err.contains("node_modules") && !ran.err.contains("other.yaml"), "{}", ran.err);
    run(folder.path(), &["render", "docs", "-f", "mmd", "-o", "out"]);
    assert!(folder.path().join("out/loud.landscape.mmd").exists());
}

#[test]
fn findings_of_derived_views_name_their_file() {
    let text = "elements: {a: {name: 日本, kind: system}, b: {kind: system}}\nrelations: [a -> b]\n";
    let folder = folder(&[("a.yaml", text)]);
    let ran = run(folder.path(), &["check", "a.yaml", "--error-format", "json"]);
    let found = lines(&ran.err);
    assert!(found.iter().any(|f| f["code"] == "missing-glyph"), "{}", ran.err);
    assert!(found.iter().all(|f| f["file"] == "a.yaml"), "{}", ran.err);
    let many = (0..400).map(|i| format!("  e{i}: {{kind: system}}\n")).collect::<Vec<_>>().concat();
    fs::write(folder.path().join("big.yaml"), format!("elements:\n{many}relations: [e0 -> e1]\n")).unwrap();
    let big = run(folder.path(), &["render", "big.yaml", "-f", "svg,png", "--scale", "16", "--view", "landscape"]);
    let line = big.err.lines().find(|l| l.contains("cannot draw")).unwrap_or_else(|| panic!("{}", big.err));
    assert!(line.starts_with("error: big.yaml: view landscape: "), "{line}");
    assert!(folder.path().join("big.landscape.svg").exists(), "what can be written is");
}

#[test]
fn a_compose_file_gets_one_finding() {
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    for command in ["check", "render"] {
        let ran = run(folder.path(), &[command, "compose.yaml", "--error-format", "json"]);
        let found = lines(&ran.err);
        assert_eq!((ran.code, found.len()), (1, 1), "{}", ran.err);
        assert!(found[0]["help"].as_str().unwrap().contains("groundplan import compose"), "{}", ran.err);
    }
}

#[test]
fn what_the_world_does_has_the_keys_of_a_finding() {
    let folder = folder(&[("shop.yaml", SHOP)]);
    let finding = lines(&run(folder.path(), &["check", "no.yaml", "--error-format", "json"]).err).remove(0);
    assert_eq!((&finding["code"], &finding["file"]), (&"world".into(), &"no.yaml".into()));
    for key in ["help", "line", "column", "end_line", "end_column"] {
        assert!(finding.get(key).is_some_and(serde_json::Value::is_null), "{key}: {finding}");
    }
    let github = run(folder.path(), &["check", "no.yaml", "--error-format", "github"]);
    assert!(github.err.starts_with("::error file=no.yaml,title=world::cannot read"), "{}", github.err);
    let below = run(folder.path(), &["render", "shop.yaml", "-f", "mmd", "-o", "shop.yaml/out"]);
    assert!(below.code == 2 && !below.err.contains("os error"), "{}", below.err);
}

#[test]
fn an_output_says_what_is_wrong_with_it() {
    let folder = folder(&[("shop.yaml", SHOP)]);
    let render = |more: &[&str]| run(folder.path(), &[&["render", "shop.yaml", "--view", "landscape"], more].concat());
    let two = render(&["-f", "svg,png", "-o", "s.svg"]);
    assert!(two.code == 2 && two.err.contains("takes one format"), "{}", two.err);
    for name in ["s.jpg", "new.v1"] {
        let ran = render(&["-o", name]);
        assert!(ran.code == 2 && ran.err.contains(&format!("{name}/")), "{}", ran.err);
    }
    assert_eq!(tree(folder.path()), ["shop.yaml"]);
    let one = render(&["-o", "s.svg"]);
    assert_eq!((one.code, one.err.as_str()), (0, "s.svg written\n"));
    assert_eq!(render(&["-f", "svg", "-o", "new.v1/"]).code, 0);
    assert_eq!(tree(folder.path()), ["new.v1/shop.landscape.svg", "s.svg", "shop.yaml"]);
}

#[test]
fn words_at_the_end_fit_what_was_found() {
    let lonely = SHOP.replace("relations:", "  lonely: {kind: system}\nrelations:");
    let tagged =
        SHOP.replace("tech: PostgreSQL", "tech: PostgreSQL, tags: [pii, slow]") + "styles: {tag:pii: {width: 2}}\n";
    let folder = folder(&[("lonely.yaml", &lonely), ("tagged.yaml", &tagged), ("shop.yaml", SHOP)]);
    let warned = run(folder.path(), &["check", "lonely.yaml"]);
    assert!(warned.err.contains("1 description checked\n1 warning\n"), "{}", warned.err);
    assert!(run(folder.path(), &["check", "shop.yaml"]).err.contains("nothing to mend"));
    assert!(run(folder.path(), &["check", "tagged.yaml"]).err.contains("unused-tag"));
    assert_eq!(run(folder.path(), &["check", "tagged.yaml", "-q"]).err, "", "quiet hides notes");
}

#[test]
fn the_pipe_of_the_help_works() {
    let folder = folder(&[("compose.yaml", COMPOSE), ("two.yaml", &format!("{SHOP}{TWO_VIEWS}"))]);
    let help = run(folder.path(), &["import", "compose", "--help"]);
    let example = help.text().lines().find_map(|line| line.split_once("| groundplan ")).unwrap().1.to_owned();
    let args: Vec<&str> = example.split_whitespace().collect();
    let text = fs::read(folder.path().join("two.yaml")).unwrap();
    let ran = run_with(folder.path(), &args, &text);
    assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
}

#[test]
fn an_edge_without_an_id_is_told_by_its_ends() {
    let graph = r#"{"nodes": [{"id": "a", "w": 9, "h": 9}], "edges": [{"from": "a", "to": "z"}]}"#;
    let ran = run_with(folder(&[]).path(), &["layout", "-"], graph.as_bytes());
    assert!(ran.err.contains("edge 1 (a -> z) ends at no known node: z"), "{}", ran.err);
}

#[test]
fn a_start_lets_editors_find_the_schema() {
    let ran = run(folder(&[]).path(), &["init", "-"]);
    assert!(ran.text().starts_with("# yaml-language-server: $schema="), "{}", ran.text());
}

#[test]
fn an_arrow_of_another_language_is_called_one() {
    let text = SHOP.replace("api -> db", "api <~> db");
    let ran = run_with(folder(&[]).path(), &["check", "-"], text.as_bytes());
    assert!(ran.err.contains("This is no arrow"), "{}", ran.err);
}

/// Codes with their lines.
fn found(text: &str) -> Vec<String> {
    let ran = run_with(folder(&[]).path(), &["check", "-", "--error-format", "json"], text.as_bytes());
    let name = |f: &serde_json::Value| format!("{} {}", f["code"].as_str().unwrap(), f["line"]);
    lines(&ran.err).iter().map(name).collect()
}

#[test]
fn slips_inside_of_brackets_are_named() {
    let colon = "elements:\n  a: {name: A: B}\n  b: {name: \"b: c\"}\nrelations: [a -> b]\n";
    assert_eq!(found(colon), ["colon-in-text 2"]);
    let hash = "elements: {a: person, b: system}\nrelations: [a -> b]\nstyles:\n  a: {fill: #123}\n  b: {fill: #456,\n      stroke: \"#789\"}\n";
    assert_eq!(found(hash), ["special-character 4", "special-character 5"]);
}

#[test]
fn a_fault_of_one_line_hides_no_other() {
    let colon =
        "elements:\n  a: {name: A}\n  b\n  c:\n    kind: system\n    name C\n  d: {knd: x}\nrelations:\n  - a <~> c\n";
    assert_eq!(found(colon), ["syntax 3", "syntax 6", "unknown-key 7", "relation-syntax 9"]);
    let help = run_with(folder(&[]).path(), &["check", "-"], colon.as_bytes()).err;
    assert!(help.contains("`b:`") && help.contains("`name: C`"), "{help}");
    let tab = "elements:\n  a:\n\tname: A\n  b: {knd: x}\nrelations:\n  - a -> b\n";
    assert_eq!(found(tab), ["tab 3", "unknown-key 4"]);
}

#[test]
fn tags_are_free_where_no_selector_asks_for_any() {
    let compose = COMPOSE.replace("{image: postgres}", "{image: postgres, profiles: [dev]}");
    let folder = folder(&[("compose.yaml", &compose)]);
    let text = run(folder.path(), &["import", "compose", "compose.yaml"]).out;
    assert!(String::from_utf8_lossy(&text).contains("tags"));
    let ran = run_with(folder.path(), &["check", "-", "--strict"], &text);
    assert_eq!((ran.code, ran.err.as_str()), (0, "1 description checked: nothing to mend\n"));
}

#[test]
fn a_slip_beside_letters_of_many_bytes_is_no_harm() {
    for text in [
        "é: {日: 本: é\n日",
        "elements:\n  é\n日: [",
        "a: {é: #é",
        "\t日\n  é: b\n é",
        "elements: {a: {name: é: 日}}\n",
    ] {
        let ran = run_with(folder(&[]).path(), &["check", "-"], text.as_bytes());
        assert!(ran.code == 1 && !ran.err.contains("panicked"), "{text:?}: {}", ran.err);
    }
}

#[test]
fn faults_of_preset_and_theme_files_are_told_in_their_place() {
    let preset = fs::read_to_string("layouts/plan.yaml").unwrap().replace("effort: balanced", "effort: balancd");
    let theme = fs::read_to_string("layouts/themes/light.yaml").unwrap();
    let theme = theme.replace("\n  inner_fill:", "\n  inner_fil:").replacen("line: \"#b4bfcc\"", "line: grey", 1);
    let folder = folder(&[("shop.yaml", SHOP), ("mine.yaml", &preset), ("grey.yaml", &theme)]);
    let line = |text: &str, part| text.lines().position(|line| line.contains(part)).unwrap() + 1;
    let balanced = format!("mine.yaml:{}:11: error[bad-value]: `balancd` is none", line(&preset, "balancd"));
    let inner =
        format!("grey.yaml:{}:3: error[unknown-key]: There is no key `inner_fil`", line(&theme, "  inner_fil:"));
    let grey = format!("grey.yaml:{}:9: error[bad-value]: Expected a colour", line(&theme, "grey"));
    for (args, parts) in [
        (["check", "shop.yaml", "--preset", "mine.yaml"], &[&*balanced, "Did you mean `balanced`?"][..]),
        (["layout", "shop.yaml", "--preset", "mine.yaml"], &[&*balanced]),
        (["check", "shop.yaml", "--theme", "grey.yaml"], &[&*inner, "Did you mean `inner_fill`?", &grey]),
    ] {
        let ran = run(folder.path(), &args);
        assert_eq!((ran.code, ran.text()), (1, ""), "{args:?}: {}", ran.err);
        for part in parts {
            assert!(ran.err.contains(part), "{args:?} lacks {part}: {}", ran.err);
        }
    }
}

#[test]
fn a_view_takes_a_preset_file_beside_the_description_that_names_it() {
    let text = format!("{SHOP}views:\n  main: {{type: container, of: shop, preset: ./looks/mine.yaml}}\n");
    let plain = format!("{SHOP}views:\n  main: {{type: container, of: shop}}\n");
    let preset = fs::read_to_string("layouts/dataflow.yaml").unwrap().replace("layer_gap: 72", "layer_gap: 99");
    let files = [("a/shop.yaml", &*text), ("a/looks/mine.yaml", &preset), ("b/shop.yaml", &plain)];
    let folder = folder(&files);
    let draw = |args: &[&str]| {
        let ran = run(folder.path(), &[&["render", "-f", "svg", "-o", "-", "--no-source"], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let by_view = draw(&["a/shop.yaml"]);
    assert!(by_view == draw(&["b/shop.yaml", "--preset", "a/looks/mine.yaml"]));
    assert!(by_view != draw(&["b/shop.yaml", "--preset", "dataflow"]));
    // What is odd about it is said, and the picture is drawn.
    fs::write(folder.path().join("a/looks/mine.yaml"), preset.replace("theme: ", "theme: &x ")).unwrap();
    let odd = run(folder.path(), &["check", "a/shop.yaml"]);
    assert!(odd.code == 0 && odd.err.replace('\\', "/").starts_with("a/looks/mine.yaml:"), "{}", odd.err);
    assert!(odd.err.contains("warning[unused-anchor]"), "{}", odd.err);
    // The command line goes first, whatever the file holds.
    fs::write(folder.path().join("a/looks/mine.yaml"), "layout: {}\n").unwrap();
    assert!(draw(&["a/shop.yaml", "--preset", "plan"]) == draw(&["b/shop.yaml", "--preset", "plan"]));
    assert_eq!(run(folder.path(), &["render", "a/shop.yaml"]).code, 1);
}

#[test]
fn mermaid_in_folders_is_drawn_as_a_single_file_is() {
    let folder = folder(&[
        ("docs/shop.yaml", &(SHOP.to_owned() + TWO_VIEWS)),
        ("docs/flow.mmd", "flowchart LR\n  a --> b\n"),
        ("docs/deep/states.mermaid", "stateDiagram-v2\n  [*] --> s\n"),
        ("docs/deep/bad.mmd", "flowchart LR\n  a[One --> b\n"),
    ]);
    let at = folder.path();
    let ran = run(at, &["render", "docs", "-o", "docs/out", "-f", "svg"]);
    assert!(ran.code == 1 && ran.err.contains("docs/deep/bad.mmd:3:"), "{}", ran.err);
    let all = ["deep/states.svg", "flow.svg", "shop.main.svg", "shop.wide.svg"];
    assert_eq!(tree(&at.join("docs/out")), all);
    let alone = run(at, &["render", "docs/flow.mmd", "-f", "svg", "-o", "-"]);
    assert_eq!(alone.out, fs::read(at.join("docs/out/flow.svg")).unwrap());
    // What is written becomes no input: neither beside its description nor in the folder that is written to.
    fs::remove_file(at.join("docs/deep/bad.mmd")).unwrap();
    assert_eq!(run(at, &["render", "docs", "-o", "docs/out", "-f", "mmd,svg"]).code, 0);
    assert_eq!(run(at, &["render", "docs", "-o", "docs/out", "-f", "mmd,svg"]).code, 0);
    assert_eq!(tree(&at.join("docs/out")).len(), 2 * all.len());
    let flow =
        crate::cli::folder(&[("shop.yaml", &(SHOP.to_owned() + TWO_VIEWS)), ("flow.mmd", "flowchart LR\n  a --> b\n")]);
    for _ in 0..2 {
        let ran = run(flow.path(), &["render", "."]);
        assert!(ran.code == 0 && ran.err.contains(": 1 diagram\n"), "{}", ran.err);
        assert_eq!(tree(flow.path()).len(), 2 + 2 + 6);
    }
    let checked = run(flow.path(), &["check", "."]);
    assert!(checked.err.contains("1 description, 1 diagram checked"), "{}", checked.err);
    assert_eq!(run(flow.path(), &["render", ".", "-o", "one.svg"]).code, 2);
}

#[test]
fn what_is_wrong_with_a_description_is_said_once() {
    let plan = "# Implementation Plan: Shop\n\n## Architecture Overview\n\n## Technology Stack\n\n## Risk Assessment\n";
    let files = [("shop.yaml", "elements: {a: {tehc: Rust}}\nplan: {feature: x}\n"), ("plan.md", plan)];
    let folder = folder(&files);
    for args in [&["check", "."][..], &["check", "shop.yaml", "plan.md"], &["check", "plan.md"]] {
        let ran = run(folder.path(), args);
        assert_eq!((ran.code, ran.err.matches("unknown-key").count()), (1, 1), "{}", ran.err);
        assert_eq!(ran.err.matches("no plan is compared with it").count(), 1, "{}", ran.err);
    }
    fs::write(folder.path().join("shop.yaml"), "elements: {a: {tech: Rust}}\nplan: {feature: x}\n").unwrap();
    let ran = run(folder.path(), &["check", "."]);
    assert!(ran.err.contains("plan.md is compared with shop.yaml"), "{}", ran.err);
}
