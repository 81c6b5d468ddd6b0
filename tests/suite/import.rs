//! Compose files in, descriptions out: the cases of samples/cases/import, and the corpus beside the project.

use crate::described;
use groundplan::base::source::NoIncludes;
use groundplan::base::{Load, Severity, Source};
use groundplan::describe;
use groundplan::import::compose;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// Reads files by paths that are relative to the naming file.
struct Folder(PathBuf);

impl Load for Folder {
    fn load(&self, from: &str, name: &str) -> Result<Source, String> {
        let path = Path::new(from).parent().unwrap_or(Path::new("")).join(name);
        let text = std::fs::read_to_string(self.0.join(&path)).map_err(|_| "there is no such file".to_owned())?;
        Ok(Source { name: path.display().to_string(), text })
    }
}

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn source(root: &Path, name: &str) -> Source {
    Source { name: name.to_owned(), text: std::fs::read_to_string(root.join(name)).unwrap() }
}

/// The text that comes of it, which a description must be.
fn imported(files: Vec<Source>, root: &Path) -> Result<String, String> {
    let names: Vec<String> = files.iter().map(|f| f.name.clone()).collect();
    let (checked, _) = compose::read(files, &Folder(root.to_owned()));
    let Some(imported) = checked.value else {
        return Err(checked.diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("\n"));
    };
    let (read, sources) =
        describe::read(Source { name: "out.yaml".to_owned(), text: imported.text.clone() }, &NoIncludes);
    let errors: Vec<String> = read
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| format!("{:?}: {}", d.span.map(|s| sources.position(s)), d.message))
        .collect();
    assert!(errors.is_empty(), "{names:?}: {errors:#?}\n{}", imported.text);
    Ok(imported.text)
}

#[test]
fn every_case_becomes_a_description() {
    let folder = root("samples/cases/import");
    insta::glob!("../../samples/cases/import", "*.yaml", |path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        // `x.1.yaml` is an override of `x.yaml`, and read with it.
        if name.matches('.').count() > 1 {
            return;
        }
        let stem = name.strip_suffix(".yaml").unwrap();
        let overrides = (1..).map(|n| format!("{stem}.{n}.yaml")).take_while(|n| folder.join(n).exists());
        let files = std::iter::once(name.to_owned()).chain(overrides).map(|n| source(&folder, &n)).collect();
        let text = imported(files, &folder).unwrap_or_else(|errors| format!("refused\n{errors}"));
        insta::assert_snapshot!(text);
    });
}

/// The description of every compose file of the corpus; nothing where it is not beside the project.
pub(crate) fn corpus() -> Vec<(String, String)> {
    let folder = root("../shared/corpora/compose");
    let Ok(index) = std::fs::read_to_string(folder.join("index.ndjson")) else {
        println!("skipped: there is no corpus of compose files beside the project");
        return Vec::new();
    };
    let import = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = row["file"].as_str().unwrap();
        let text = imported(vec![source(&folder, name)], &folder).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        (name.to_owned(), text)
    };
    index.lines().map(import).collect()
}

#[test]
fn every_compose_file_of_the_corpus_becomes_sound_pictures() {
    let texts = corpus();
    assert!(texts.is_empty() || texts.len() > 60, "{}", texts.len());
    for (name, text) in texts {
        let views = described::read(&name, text, &NoIncludes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!views.is_empty(), "{name}");
    }
}

/// Gives `.env` and nothing else.
struct Env(&'static str);

impl Load for Env {
    fn load(&self, from: &str, name: &str) -> Result<Source, String> {
        if (from, name) == ("here/compose.yaml", ".env") {
            Ok(Source { name: "here/.env".to_owned(), text: self.0.to_owned() })
        } else {
            Err("there is no such file".to_owned())
        }
    }
}

#[test]
fn variables_come_from_the_env_file_beside_the_first_one() {
    let text = "services:\n  app: {image: \"app:${TAG}\", environment: {DB: \"postgres://${HOST}:${PORT:-1}/x\"}}\n  db: {image: \"$DB\"}\n";
    let file = Source { name: "here/compose.yaml".to_owned(), text: text.to_owned() };
    let env = "# values\nexport TAG=\"7\"\nHOST=db # the host\nEMPTY=\nPORT=5432\nDB=postgres:${TAG}7\n";
    let (checked, sources) = compose::read(vec![file], &Env(env));
    let text = checked.value.unwrap().text;
    assert!(text.contains("app: {tech: app:7}"), "{text}");
    assert!(text.contains("db: {kind: database, tech: postgres:77}"), "{text}");
    assert!(text.contains("app -> db [PostgreSQL]"), "{text}");
    assert_eq!(sources.0.len(), 1, "the values of .env are no text that findings point into");
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,4}", "[a-z_.0-9-]{1,6}", "\\PC{1,6}", Just("null".to_owned()), Just("user".to_owned())]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn whatever_services_are_called_a_description_comes_of_them(
        name in word(),
        services in prop::collection::btree_map(word(), (word(), word(), "[a-z:/$@{},;=0-9.-]{0,16}"), 0..6),
        aim in 0..6_usize,
    ) {
        let quoted = |text: &str| serde_json::Value::String(text.to_owned()).to_string();
        let names: Vec<&String> = services.keys().collect();
        let to = names.get(aim).map_or("nobody", |n| n.as_str());
        let service = |(name, (image, network, value)): (&String, &(String, String, String))| {
            let keys = [
                ("image", quoted(image)),
                ("networks", format!("[{}]", quoted(network))),
                ("depends_on", format!("[{}]", quoted(to))),
                ("ports", format!("[{}]", quoted(value))),
                ("volumes", format!("[{}]", quoted(&format!("{network}:/data")))),
                ("environment", format!("{{X_URL: {}, Y: {}}}", quoted(&format!("http://{to}:80,{value}")), quoted(value))),
            ];
            let keys: Vec<String> = keys.iter().map(|(key, value)| format!("{key}: {value}")).collect();
            format!("  {}: {{{}}}\n", quoted(name), keys.join(", "))
        };
        let services: Vec<String> = services.iter().map(service).collect();
        let text = format!("name: {}\nservices:\n{}", quoted(&name), services.concat());
        let files = vec![Source { name: "compose.yaml".to_owned(), text: text.clone() }];
        prop_assert!(imported(files, Path::new("/nowhere")).is_ok(), "{}", text);
    }
}

/// `9.yaml` includes `8.yaml` twice, and so on.
struct Doubling;

impl Load for Doubling {
    fn load(&self, _: &str, name: &str) -> Result<Source, String> {
        let n: u32 = name.strip_suffix(".yaml").and_then(|n| n.parse().ok()).ok_or("no")?;
        let text = match n.checked_sub(1) {
            Some(next) => format!("include: [{next}.yaml, {next}.yaml]\nservices: {{s{n}: {{image: x}}}}\n"),
            None => "services: {s0: {image: x}}\n".to_owned(),
        };
        Ok(Source { name: name.to_owned(), text })
    }
}

#[test]
fn a_file_that_is_included_over_and_over_is_read_once() {
    let first = Source { name: "first.yaml".to_owned(), text: "include: [30.yaml, 30.yaml]".to_owned() };
    let (checked, sources) = compose::read(vec![first], &Doubling);
    let model = checked.value.unwrap().model;
    assert_eq!(model.elements.iter().filter(|e| e.id.starts_with('s')).count(), 31);
    assert_eq!(sources.0.len(), 32);
}
