//! `--report sarif` against SARIF 2.1.0: types that are made from its schema read it, and lose nothing of it.

use crate::cli::{folder, run, run_with};
use serde_json::{Value, json};
use serde_sarif::sarif::Sarif;
use std::collections::BTreeSet;

/// What SARIF 2.1.0 forbids in a report; nothing where it is sound.
///
/// The types know which keys there are, which are needed and what most of them hold. Numbers that begin at 1, the other
/// words of the schema, rules and addresses are looked at here.
fn faults(report: &Value) -> Vec<String> {
    let mut out = Vec::new();
    match serde_json::from_value::<Sarif>(report.clone()) {
        Ok(read) => {
            let back = serde_json::to_value(&read).unwrap();
            compare(report, &back, "", &mut out);
        }
        Err(error) => return vec![error.to_string()],
    }
    let mut expect = |holds: bool, words: String| {
        if !holds {
            out.push(words);
        }
    };
    expect(report["version"] == "2.1.0", format!("version {}", report["version"]));
    for run in report["runs"].as_array().unwrap() {
        let kinds = [Value::Null, json!("utf16CodeUnits"), json!("unicodeCodePoints")];
        expect(kinds.contains(&run["columnKind"]), format!("columns in {}", run["columnKind"]));
        let rules: Vec<&str> = run["tool"]["driver"]["rules"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| rule["id"].as_str().unwrap())
            .collect();
        expect(rules.iter().collect::<BTreeSet<_>>().len() == rules.len(), format!("rules {rules:?}"));
        for result in run["results"].as_array().unwrap() {
            let rule = result["ruleIndex"].as_u64().and_then(|at| rules.get(at as usize)).copied();
            expect(rule.is_some() && rule == result["ruleId"].as_str(), format!("rule {rule:?} of {result}"));
            for place in result["locations"].as_array().into_iter().flatten() {
                let (region, uri) = (
                    &place["physicalLocation"]["region"],
                    place["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap_or_default(),
                );
                let [start, column, end, end_column] = ["startLine", "startColumn", "endLine", "endColumn"]
                    .map(|key| region[key].as_i64().unwrap_or_default());
                expect(start >= 1 && column >= 1 && end_column >= 1, format!("region {region}"));
                expect((start, column) <= (end, end_column), format!("region {region}"));
                expect(is_relative(uri), format!("address {uri}"));
            }
        }
    }
    out
}

/// Whether this is a relative reference of RFC 3986, without a scheme that a colon would begin.
fn is_relative(uri: &str) -> bool {
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        let mut escaped =
            || rest.next().zip(rest.next()).is_some_and(|(a, b)| a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
        let sound = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) || byte == b'%' && escaped();
        if !sound {
            return false;
        }
    }
    !uri.is_empty()
}

/// What of `given` the types did not keep: keys that SARIF does not have.
fn compare(given: &Value, kept: &Value, at: &str, out: &mut Vec<String>) {
    match (given, kept) {
        (Value::Object(given), Value::Object(kept)) => {
            for (key, value) in given {
                match kept.get(key) {
                    Some(kept) => compare(value, kept, &format!("{at}/{key}"), out),
                    None => out.push(format!("{at}/{key} is no key of SARIF, or null")),
                }
            }
        }
        (Value::Array(given), Value::Array(kept)) if given.len() == kept.len() => {
            for (index, (given, kept)) in given.iter().zip(kept).enumerate() {
                compare(given, kept, &format!("{at}/{index}"), out);
            }
        }
        _ if given == kept => {}
        _ => out.push(format!("{at} is {given}, read as {kept}")),
    }
}

/// The report of a run over everything that a report can hold.
fn report() -> Value {
    let broken = "```mermaid\nflowchart LR\n  a -->\n```\n";
    let two =
        format!("# ä\n\n{broken}\n> ```mermaid\n> wardley-beta\n> component A [\n> ```\n\n![x](../../outside.png)\n");
    let lost =
        "```mermaid\nflowchart LR\n  a[One] --lost--> b{{\"\u{4f60}\"}}\n  click a \"https://example.org\"\n```\n";
    let lines = format!("# \u{1f600} one\r\n\r\n{}", broken.replace('\n', "\r\n"));
    let folder = folder(&[
        ("docs/a b#1?.md", broken),
        ("docs/größe/100%.md", &two),
        ("docs/lost.md", lost),
        ("docs/lines.md", &lines),
        ("docs/empty.md", ""),
        ("docs/marker.md", "<!-- groundplan:begin view=main -->\n"),
    ]);
    std::fs::write(folder.path().join("docs/latin.md"), b"\xff caf\xe9").unwrap();
    let args = ["publish", "docs", "missing.md", "-o", "out", "--no-cache", "--report", "sarif"];
    let ran = run(folder.path(), &args);
    assert_eq!(ran.code, 2, "{}", ran.err);
    serde_json::from_str(ran.text()).unwrap()
}

#[test]
fn a_report_is_sarif_2_1_0() {
    let report = report();
    assert_eq!(faults(&report), Vec::<String>::new(), "{report:#}");
    let results = report["runs"][0]["results"].as_array().unwrap();
    let rules: BTreeSet<&str> = results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    for code in ["encoding", "mermaid-syntax", "region-marker"] {
        assert!(rules.contains(code), "{rules:?}");
    }
    let uris: BTreeSet<&str> = results
        .iter()
        .filter_map(|result| result.pointer("/locations/0/physicalLocation/artifactLocation/uri")?.as_str())
        .collect();
    assert!(uris.contains("docs/a%20b%231%3F.md") && uris.contains("docs/gr%C3%B6%C3%9Fe/100%25.md"), "{uris:?}");
    assert!(report["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len() == 1);
}

#[test]
fn a_report_without_findings_and_one_of_standard_input_are_sarif_too() {
    let folder = folder(&[("a.md", "# A\n")]);
    let at = folder.path();
    let sound = run(at, &["publish", "a.md", "-o", "out", "--no-cache", "--report", "sarif"]);
    let report: Value = serde_json::from_str(sound.text()).unwrap();
    assert_eq!((faults(&report), &report["runs"][0]["results"]), (Vec::new(), &json!([])));
    let args = ["publish", "-", "-o", "out", "--no-cache", "--report", "sarif", "--report-file", "r.sarif"];
    assert_eq!(run_with(at, &args, b"```mermaid\nflowchart LR\n  a -->\n```\n").code, 1);
    let report: Value = serde_json::from_slice(&std::fs::read(at.join("r.sarif")).unwrap()).unwrap();
    assert_eq!(faults(&report), Vec::<String>::new());
    assert_eq!(report["runs"][0]["results"].as_array().unwrap().len(), 1);
}

/// The check above sees what is wrong: each of these changes one thing of a sound report.
#[test]
fn a_broken_report_is_seen() {
    let sound = report();
    let result = "/runs/0/results/0";
    let place = format!("{result}/locations/0/physicalLocation");
    for (at, value) in [
        ("/version".to_owned(), json!("2.0.0")),
        ("/version".to_owned(), Value::Null),
        ("/runs/0/tool/driver/name".to_owned(), Value::Null),
        ("/runs/0/columnKind".to_owned(), json!("bytes")),
        ("/runs/0/invocations/0/executionSuccessful".to_owned(), json!("no")),
        (format!("{result}/level"), json!("fatal")),
        (format!("{result}/message"), json!("words")),
        (format!("{result}/ruleIndex"), json!(10_000)),
        (format!("{result}/ruleId"), json!("none-such")),
        (format!("{result}/helpText"), json!("no key of SARIF")),
        (format!("{place}/region/startLine"), json!(0)),
        (format!("{place}/region/startColumn"), json!(-1)),
        (format!("{place}/region/endLine"), Value::Null),
        (format!("{place}/region/endColumn"), json!("3")),
        (format!("{place}/artifactLocation/uri"), json!("a b.md")),
        (format!("{place}/artifactLocation/uri"), json!("100%.md")),
        (format!("{place}/artifactLocation/uri"), json!("c:/a.md")),
    ] {
        let mut broken = sound.clone();
        let (parent, key) = at.rsplit_once('/').unwrap();
        broken.pointer_mut(parent).unwrap()[key] = value.clone();
        assert!(!faults(&broken).is_empty(), "{at} = {value} is not seen");
    }
}
