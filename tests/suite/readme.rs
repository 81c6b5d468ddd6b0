//! What README.md says of the program is what the program says of itself.

use groundplan::base::source::NoIncludes;
use groundplan::base::{Code, Severity, Source};
use groundplan::{describe, preset, scene};

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).unwrap()
}

fn root() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_table_of_findings_is_that_of_the_code() {
    let row = |code: &Code| {
        let weight = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        format!("| `{}` | {weight} | {} |", code.name(), code.about().replace('|', "\\|"))
    };
    let rows: Vec<String> = Code::ALL.iter().map(row).collect();
    let table = format!("\n| code | weight | what |\n|---|---|---|\n{}\n", rows.join("\n"));
    let text = readme();
    let (before, rest) = text.split_once("<!-- findings:begin -->").unwrap();
    let (written, after) = rest.split_once("<!-- findings:end -->").unwrap();
    if std::env::var_os("GROUNDPLAN_BLESS").is_some() {
        let text = format!("{before}<!-- findings:begin -->{table}<!-- findings:end -->{after}");
        std::fs::write(root().join("README.md"), text).unwrap();
        return;
    }
    assert!(written == table, "GROUNDPLAN_BLESS=1 cargo test writes the table of findings in README.md:\n{table}");
}

#[test]
fn the_first_example_is_a_description() {
    let text = readme();
    let example = text.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let source = Source { name: "README.md".to_owned(), text: example.to_owned() };
    let (checked, _) = describe::read(source, &NoIncludes);
    assert_eq!(checked.diagnostics, []);
    assert_eq!(checked.value.unwrap().relations.len(), 7);
}

#[test]
fn every_preset_and_theme_is_named() {
    for (name, _) in preset::BUILT_IN {
        assert!(readme().contains(&format!("| `{name}` |")), "{name}");
    }
    for (name, _) in scene::theme::BUILT_IN {
        assert!(readme().contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn every_picture_and_file_that_a_document_names_is_there() {
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        let links = text.split("](").skip(1).filter_map(|t| t.split(')').next());
        let images = text.split("src=\"").skip(1).filter_map(|t| t.split('"').next());
        for target in links.chain(images).filter(|t| !t.starts_with("http") && !t.starts_with('#')) {
            assert!(root().join(target).exists(), "{document} names {target}, which is not there");
        }
    }
}
