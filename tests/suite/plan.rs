//! The plan that a description writes: the template's words where it says nothing, its own where it does.

use groundplan::base::source::NoIncludes;
use groundplan::base::{Checked, Code, Source};
use groundplan::describe::{self, Model};
use groundplan::plan::{self, Piece, Section};
use std::path::Path;

const TEMPLATE: &str = include_str!("../../src/plan/template.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn model(text: &str) -> Model {
    let source = Source { name: "it.yaml".to_owned(), text: text.to_owned() };
    let (checked, sources) = describe::read(source, &NoIncludes);
    assert!(!checked.has_errors(), "{:?} {sources:?}", checked.diagnostics);
    checked.value.unwrap()
}

fn whole(model: &Model, day: Option<&str>) -> Checked<String> {
    let written = plan::document(model, day);
    let text = |pieces: Vec<Piece>| {
        let texts = pieces.into_iter().map(|piece| match piece {
            Piece::Frame(text) => text,
            Piece::Part(part) => part.markdown,
        });
        texts.collect::<String>()
    };
    let mut diagnostics = written.diagnostics;
    diagnostics.extend(written.gaps.iter().map(plan::Gap::finding));
    Checked { value: Some(text(written.pieces)), diagnostics }
}

/// Lines that say something.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect()
}

#[test]
fn a_description_that_says_nothing_gives_the_template() {
    let written = whole(&Model::default(), None);
    let text = written.value.unwrap();
    // Instead of the template's own comments there is one of ours.
    assert_eq!(lines(&text)[1..], lines(TEMPLATE)[2..]);
    assert!(written.diagnostics.iter().all(|finding| finding.code == Code::PlanGap), "{:#?}", written.diagnostics);
    for section in Section::ALL.into_iter().filter(|s| !matches!(s, Section::Compliance | Section::Architecture)) {
        assert!(!plan::section(&Model::default(), section, None).diagnostics.is_empty(), "{section:?}");
    }
}

#[test]
fn a_full_description_leaves_no_gap() {
    let text = std::fs::read_to_string(root().join("samples/tour/returns.yaml")).unwrap();
    let written = whole(&model(&text), None);
    assert_eq!(written.diagnostics, []);
    let text = written.value.unwrap();
    for section in Section::ALL {
        assert!(text.contains(&format!("\n## {}\n", section.heading())), "{section:?}");
    }
    assert!(!text.contains("- [ ] Spec") && text.contains("- [x] Architecture Documentation: Decisions recorded\n"));
}

#[test]
fn each_gap_names_the_key_that_fills_it() {
    let text = std::fs::read_to_string(root().join("samples/broken/plan-gap.yaml")).unwrap();
    let written = whole(&model(&text), None);
    let mut helps: Vec<String> = written.diagnostics.iter().filter_map(|finding| finding.help.clone()).collect();
    helps.sort();
    let expected = [
        "Write `plan.api.Place order.response`.",
        "Write `plan.entities.Order.fields`.",
        "Write `plan.phases[1].deliverables`.",
        "Write `plan.phases[1].duration`.",
        "Write `plan.phases[1].tasks`.",
        "Write `plan.risks.technical[0].impact`.",
        "Write `plan.risks.technical[0].mitigation`.",
        "Write `plan.risks.timeline`.",
        "Write `plan.spec.generated`.",
        "Write `plan.stack.core.cache`.",
        "Write `plan.stack.core.language.why`.",
        "Write `plan.stack.supporting.monitoring`.",
        "Write `plan.testing.e2e`.",
        "Write `plan.testing.unit.mocks`.",
    ];
    assert_eq!(helps, expected);
}

#[test]
fn words_of_a_description_stay_words() {
    let text = r#"
name: Shop
elements: {shop: system}
plan:
  feature: "Tables | pipes\n# and <!-- comments #"
  stack: {core: {language: {choice: "`a|b` - c", why: "*fast* [link](x) __init__"}}}
  phases: [{name: "1. First #", duration: "- 2d", tasks: ["1. one", "- two", "> three", "[x] four", "snake_case", "`code | x`", "`open"]}]
  risks: {technical: [{risk: "a | b\nc", probability: L, impact: L, mitigation: "`x | y`"}]}
  api: {"List #": {method: GET, path: "/a", response: {200: "```", "0200": {}}}}
"#;
    let text = whole(&model(text), None).value.unwrap();
    for line in [
        r"# Implementation Plan: Tables \| pipes # and \<!-- comments \#",
        r"- **Language**: `a|b` \- c - \*fast\* \[link\](x) \_\_init\_\_",
        r"### Phase 0: 1\. First \#",
        r"**Duration**: \- 2d",
        r"1. 1\. one",
        r"2. \- two",
        r"3. \> three",
        r"4. \[x\] four",
        r"5. snake_case",
        r"6. `code | x`",
        r"7. \`open",
        r"| a \| b c | L | L | \`x \| y\` |",
        r"### Endpoint: List \#",
        "````yaml",
        "  200: \"```\"",
        "  \"0200\": {}",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}\n{text}");
    }
}

#[test]
fn the_day_comes_from_the_description_the_command_or_the_environment() {
    let day = |args: &[&str], epoch: Option<&str>, file: &str| {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_groundplan"));
        command.current_dir(root()).env_remove("SOURCE_DATE_EPOCH").args(["plan", file]).args(args);
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("- **Generated**: ").map(str::to_owned));
        (output.status.code().unwrap(), line)
    };
    let said = |day: &str| (0, Some(day.to_owned()));
    let open = "samples/broken/plan-gap.yaml";
    assert_eq!(day(&["--date", "2024-02-29"], Some("0"), "samples/tour/returns.yaml"), said("2026-11-22"));
    assert_eq!(day(&["--date", "2024-02-29"], Some("0"), open), said("2024-02-29"));
    for (seconds, expected) in [
        ("0", "1970-01-01"),
        ("951782399", "2000-02-28"),
        ("951782400", "2000-02-29"),
        ("4107542400", "2100-03-01"),
        ("253402300799", "9999-12-31"),
    ] {
        assert_eq!(day(&[], Some(seconds), open), said(expected));
    }
    assert_eq!(day(&[], None, open).0, 0);
    for wrong in ["-1", "soon", "253402300800"] {
        assert_eq!(day(&[], Some(wrong), open), (2, None));
    }
    for wrong in ["2023-02-29", "2024-13-01", "24-01-01", "2024-1-1", "2024-01-00", "today"] {
        assert_eq!(day(&["--date", wrong], None, open), (2, None), "{wrong}");
    }
}

#[test]
fn a_plan_that_is_there_and_differs_is_replaced_with_force_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.md");
    let run = |more: &[&str]| {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_groundplan"));
        command.current_dir(root()).args(["plan", "samples/tour/returns.yaml", "-o"]).arg(&path).args(more);
        command.output().unwrap().status.code().unwrap()
    };
    assert_eq!((run(&[]), run(&[])), (0, 0));
    let written = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{written}\nMy own words.\n")).unwrap();
    assert_eq!(run(&[]), 2);
    assert!(std::fs::read_to_string(&path).unwrap().ends_with("My own words.\n"));
    assert_eq!(run(&["--force"]), 0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), written);
}

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_groundplan"));
    let output =
        command.current_dir(folder).env("COLUMNS", "100").args(["--color", "never"]).args(args).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_plan_of_the_tour_is_true() {
    let (code, said) = run(root(), &["update", "--check", "samples/tour/returns.plan.md"]);
    assert_eq!(code, 0, "groundplan plan samples/tour/returns.yaml -o samples/tour/returns.plan.md writes it: {said}");
}

#[test]
fn a_plan_follows_its_description_as_long_as_nobody_wrote_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let text = std::fs::read_to_string(root().join("samples/tour/returns.yaml")).unwrap();
    let before = text.replace("Returns and refunds", "Returns").replace("generated: 2026-11-22, ", "");
    std::fs::write(file("returns.yaml"), before).unwrap();
    assert_eq!(run(folder.path(), &["plan", "returns.yaml", "-o", "plan.md", "--date", "2026-01-02"]).0, 0);
    let first = std::fs::read_to_string(file("plan.md")).unwrap();
    assert!(first.contains("- **Generated**: 2026-01-02\n") && first.contains("section=phases src=returns.yaml sum="));
    // The day stays, whatever day it is now.
    assert_eq!(
        run(folder.path(), &["update", "--check", "plan.md"]),
        (0, "1 document checked: nothing is stale\n".into())
    );
    std::fs::write(file("returns.yaml"), text.replace("- Runbook\n", "- Runbook, read aloud\n")).unwrap();
    assert_eq!(run(folder.path(), &["update", "--check", "plan.md"]).0, 1);
    assert_eq!(run(folder.path(), &["plan", "returns.yaml", "-o", "plan.md"]).0, 0);
    let second = std::fs::read_to_string(file("plan.md")).unwrap();
    assert!(
        second.contains("# Implementation Plan: Returns and refunds\n") && second.contains("- Runbook, read aloud\n")
    );
    // Words between the markers, and words outside of them.
    for edited in [second.replace("- Runbook, read aloud", "- Nothing"), format!("{second}\nMine.\n")] {
        std::fs::write(file("plan.md"), &edited).unwrap();
        let (code, said) = run(folder.path(), &["plan", "returns.yaml", "-o", "plan.md", "--date", "2026-03-04"]);
        assert!(code == 2 && said.contains("words of its author"), "{said}");
        assert_eq!(std::fs::read_to_string(file("plan.md")).unwrap(), edited);
    }
}

#[test]
fn a_template_gets_its_regions_and_own_words_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.md");
    let description = root().join("samples/tour/returns.yaml");
    let own = "### Phase 0: Setup and Prerequisites\nWe have a room.\n";
    let text = TEMPLATE.replace("### Phase 0: Setup and Prerequisites\n", own).replace("[Risk]", "{{ risk }}");
    std::fs::write(&path, text.replace('\n', "\r\n")).unwrap();
    let update = |more: &[&str]| {
        let args = ["update", "plan.md", "--src", description.to_str().unwrap()];
        run(folder.path(), &[&args, more].concat())
    };
    let (code, said) = update(&[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("plan.md:29:1: note[section-kept]: The section `Implementation Phases` has words"), "{said}");
    let after = std::fs::read_to_string(&path).unwrap();
    assert_eq!(after.matches("groundplan:begin section=").count(), Section::ALL.len() - 2 + 1, "and the title");
    assert!(after.contains("We have a room.\r\n") && after.contains("| The provider books a refund"));
    assert!(!after.replace("\r\n", "").contains('\n'));
    assert_eq!(update(&["--check"]).0, 0);
}

#[test]
fn images_stand_beside_the_plan_and_their_links_stay() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root().join("samples/tour/returns.yaml"), folder.path().join("re turns.yaml")).unwrap();
    let args = ["plan", "re turns.yaml", "-o", "docs/plan.md", "--images", "docs/img", "--format", "svg"];
    assert_eq!(run(folder.path(), &args).0, 0);
    let plan = std::fs::read_to_string(folder.path().join("docs/plan.md")).unwrap();
    assert!(
        plan.contains("```\n\n![Harbour Goods with its returns](img/re_turns.shop.svg)\n<!-- groundplan:end -->\n")
    );
    for target in plan.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|t| t.starts_with("img/")) {
        assert!(folder.path().join("docs").join(target).is_file(), "{target}");
    }
    assert_eq!(run(folder.path(), &["update", "--check", "docs/plan.md"]).0, 0);
}

#[test]
fn a_placeholder_of_a_region_names_its_key_and_its_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root().join("samples/broken/plan-gap.yaml"), folder.path().join("gap.yaml")).unwrap();
    let (code, said) = run(folder.path(), &["plan", "gap.yaml", "-o", "plan.md", "--date", "2026-11-22"]);
    assert_eq!((code, said.matches("plan-gap").count()), (0, 1), "{said}");
    assert!(said.starts_with("gap.yaml:9:1: ") && said.contains("`plan.phases[1].{duration, deliverables, tasks}`"));
    let (_, each) = run(folder.path(), &["plan", "gap.yaml", "--date", "2026-11-22", "--verbose"]);
    let (_, said) = run(folder.path(), &["check", "plan.md"]);
    let helps: Vec<&str> = said.split("help: ").skip(1).filter_map(|rest| rest.lines().next()).collect();
    let keys: Vec<&str> = each.split("= help: Write `").skip(1).filter_map(|rest| rest.split('`').next()).collect();
    assert!(keys.len() > 10, "{each}");
    // A reason has no place of its own, and what the template says of end-to-end tests is no placeholder.
    let has_place = |key: &&&str| ![Some("why"), Some("e2e")].contains(&key.rsplit('.').next());
    for key in keys.iter().filter(has_place) {
        let help = format!("Write `{key}` (gap.yaml:");
        assert!(helps.iter().any(|said| said.starts_with(&help)), "{key}: {said}");
    }
    assert!(said.contains("Write `plan.phases[1].tasks` (gap.yaml:17), then run `groundplan update`."), "{said}");
    // Without the description the region still says where it is from; outside of regions there is no key.
    std::fs::remove_file(folder.path().join("gap.yaml")).unwrap();
    std::fs::write(folder.path().join("other.yaml"), "elements: {a: person}\n").unwrap();
    let (_, said) = run(folder.path(), &["check", "plan.md", "--src", "other.yaml"]);
    assert!(said.contains("This is generated: write it below `plan:` of `gap.yaml`"), "{said}");
}
