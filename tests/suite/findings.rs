//! What bad input gets: every code has its sample, and findings are shown well whatever the text and the terminal.

use groundplan::base::Code;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_code_has_its_sample_that_yields_it() {
    for code in Code::ALL {
        let file = sample(code.name());
        let json = run(&file, "json", "120").1;
        let found: Vec<serde_json::Value> = json.lines().map(|l| serde_json::from_str(l).expect(l)).collect();
        assert!(found.iter().any(|f| f["code"] == code.name()), "{file}: {json}");
        for finding in &found {
            assert!(finding["message"].as_str().is_some_and(|m| !m.is_empty()), "{finding}");
        }
    }
    for entry in std::fs::read_dir(root().join("samples/broken")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        assert!(path.is_dir() || Code::ALL.iter().any(|c| c.name() == stem), "{} is no code", path.display());
    }
}

/// The sample of a code: a description, a plan, or Mermaid.
fn sample(code: &str) -> String {
    let file = |ending: &str| format!("samples/broken/{code}.{ending}");
    ["md", "mmd"].map(file).into_iter().find(|path| root().join(path).is_file()).unwrap_or(file("yaml"))
}

#[test]
fn findings_of_broken_samples() {
    insta::glob!("../../samples/broken", "*.{yaml,md,mmd}", |path| {
        let file = format!("samples/broken/{}", path.file_name().unwrap().to_str().unwrap());
        let (code, text) = run(&file, "text", "100");
        insta::assert_snapshot!(format!("exit {code}\n{text}"));
    });
}

/// Exit code and standard error of the command that reads such a file.
fn run(file: &str, format: &str, width: &str) -> (i32, String) {
    let import = ["samples/broken/left-out.yaml", "samples/broken/nothing-imported.yaml"].contains(&file);
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_groundplan"));
    command.current_dir(root()).env("COLUMNS", width).args(["--color", "never", "--error-format", format]);
    // Of documents, `update` finds what is wrong with regions, `check` what is wrong with plans.
    if file == "samples/broken/section-kept.md" {
        command.args(["update", "--check", file, "--src", "samples/broken/plan-claim.yaml"]);
    } else if ["no-alt-text", "image-outside", "publish-stale"].iter().any(|code| file.contains(code)) {
        command.args(["publish", file, "-o", "target/nowhere", "--check", "--no-cache", "--strict"]);
    } else if file.contains("region") {
        command.args(["update", "--check", file]);
    } else if import {
        command.args(["import", "compose", file]);
    } else if Path::new(file).extension().is_some_and(|ending| ending == "mmd") {
        command.args(["render", file, "-f", "svg", "-o", "-"]);
    } else if ["samples/broken/plan-gap.yaml", "samples/broken/plan-claim.yaml"].contains(&file) {
        command.args(["plan", file, "--date", "2026-11-22"]);
    } else {
        command.args(["check", file]);
    }
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn findings_survive_narrow_terminals_and_odd_lines() {
    let folder = tempfile::tempdir().unwrap();
    let wide = "日本語".repeat(50);
    let long = "x".repeat(100_000);
    for (name, text) in [
        ("crlf.yaml", "elements:\r\n  a: {knd: person}\r\n".to_owned()),
        ("tabs.yaml", "elements: {a: {\tknd:\tperson}}\n".to_owned()),
        ("end.yaml", "elements: {a: ".to_owned()),
        ("wide.yaml", format!("elements: {{a: {{name: {wide}, knd: person}}}}\n")),
        ("long.yaml", format!("elements: {{a: {{name: {long}, knd: person, description: {long}}}}}\n")),
        ("bidi.yaml", "elements: {a: {\"knd\u{202e}x\": person}}\n".to_owned()),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        for width in ["1", "20", "80", "100000"] {
            let (code, text) = run(path.to_str().unwrap(), "text", width);
            assert_eq!(code, 1, "{name} {width}: {text}");
            let place = text.lines().next().unwrap().strip_prefix(path.to_str().unwrap()).unwrap();
            assert!(place.starts_with(":1:") || place.starts_with(":2:"), "{place}");
            assert!(text.lines().skip(1).all(|l| l.len() < 2_000), "{name} {width}");
            assert!(text.contains('^') && !text.contains('\u{202e}'), "{name} {width}: {text}");
        }
    }
}

#[test]
fn messages_are_broken_between_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.yaml");
    std::fs::write(&path, "elements: {a b: person}\n").unwrap();
    for width in [20, 40] {
        let (_, text) = run(path.to_str().unwrap(), "text", &width.to_string());
        let words = text.split_whitespace().filter(|word| *word != "|").collect::<Vec<_>>().join(" ");
        assert!(words.contains("error[bad-id]: `a b` cannot be an id."), "{text}");
        assert!(words.contains("= help: Use letters, digits, `_` and `-`, a letter or `_` first,"), "{text}");
        // The path alone may be longer.
        let long: Vec<&str> = text.lines().skip(1).filter(|line| line.len() > width).collect();
        assert_eq!(long, [""; 0], "{text}");
        assert!(text.lines().all(|line| line.trim_end() == line), "{text}");
    }
    // So are heads whose code is wider than the terminal; excerpts are cropped as far as they can be.
    std::fs::write(&path, "elements: {a: Service, b: Service}\nrelations: [a -> b]\nplan: {api: {x: {}}}\n").unwrap();
    for color in ["never", "always"] {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_groundplan"));
        command.env("COLUMNS", "20").args(["check", "a.yaml", "--color", color]).current_dir(folder.path());
        let text = String::from_utf8(command.output().unwrap().stderr).unwrap();
        let bare: String = text
            .split('\x1b')
            .enumerate()
            .fold(String::new(), |out, (at, part)| out + if at == 0 { part } else { part.split_once('m').unwrap().1 });
        assert!(bare.contains(":\n    warning[\n    endpoint-\n    without-server]:\n    The endpoint"), "{bare}");
        let wide: Vec<&str> = bare.lines().filter(|line| !line.contains('|') && line.len() > 20).collect();
        assert_eq!(wide, [""; 0], "{bare}");
    }
}

#[test]
fn github_gets_its_own_escapes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a,b:c%.yaml");
    std::fs::write(&path, "elements: {\"100%, a:b\": person}\n").unwrap();
    let (_, text) = run(path.to_str().unwrap(), "github", "80");
    let line = text.lines().next().unwrap();
    assert!(line.starts_with("::error file="), "{line}");
    assert!(
        line.contains("a%2Cb%3Ac%25.yaml,line=1,col=12,endLine=1,endColumn=23,title=bad-id::`100%25, a:b` "),
        "{line}"
    );
    assert_eq!(line.matches("%0A").count(), 1, "{line}");
}
