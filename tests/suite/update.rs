//! `groundplan update` as a user meets it: folders, exit codes, streams.

use super::cli::{SHOP, TWO_VIEWS, folder, run, tree};
use std::fs;
use std::path::Path;

const OPEN: &str = "# Shop\n\n<!-- groundplan:begin view=main src=shop.yaml -->\n<!-- groundplan:end -->\n";
const TEMPLATE: &str =
    "# Plan\n\n## Architecture Overview\n```mermaid\n<!-- AI: Generate architecture diagram -->\n```\n\n## Stack\n";
const DRAWN: &str = "# Plan\n\n## 1. architecture overview\n```mermaid\ngraph TD\n  a --> b\n```\n";

fn shop() -> String {
    format!("{SHOP}{TWO_VIEWS}")
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn a_region_is_filled_and_then_it_is_fresh() {
    let folder = folder(&[("shop.yaml", &shop()), ("plan.md", OPEN)]);
    let at = folder.path();
    let stale = run(at, &["update", "plan.md", "--check"]);
    assert_eq!((stale.code, stale.text()), (1, ""), "{}", stale.err);
    assert!(stale.err.starts_with("plan.md:3:1: error[region-stale]"), "{}", stale.err);
    let diff = run(at, &["update", "plan.md", "--diff"]);
    assert_eq!(diff.code, 0, "{}", diff.err);
    assert!(diff.text().starts_with("--- a/plan.md\n+++ b/plan.md\n@@ -1,4 +1,"), "{}", diff.text());
    assert!(diff.text().contains("\n+```mermaid\n"), "{}", diff.text());
    let both = run(at, &["update", "plan.md", "--diff", "--check"]);
    assert_eq!((both.code, both.text()), (1, diff.text()));
    assert_eq!(text(at, "plan.md"), OPEN, "looking changes nothing");
    let ran = run(at, &["update", "plan.md"]);
    assert_eq!((ran.code, ran.text()), (0, ""), "{}", ran.err);
    let first = text(at, "plan.md");
    let drawn = run(at, &["render", "shop.yaml", "--view", "main", "-o", "-"]);
    assert!(first.contains(&format!("-->\n```mermaid\n{}```\n<!-- groundplan:end -->\n", drawn.text())), "{first}");
    let fresh = run(at, &["update", "plan.md", "--check"]);
    assert_eq!(fresh.code, 0, "{}", fresh.err);
    let time = || fs::metadata(at.join("plan.md")).unwrap().modified().unwrap();
    let before = time();
    assert_eq!(run(at, &["update", "plan.md"]).code, 0);
    assert_eq!((text(at, "plan.md"), time()), (first.clone(), before), "a second run writes nothing");
    // A description that changes makes it stale; an edit by hand makes it a finding.
    fs::write(at.join("shop.yaml"), shop().replace("orders", "buys")).unwrap();
    assert_eq!(run(at, &["update", "plan.md", "--check"]).code, 1);
    assert_eq!(run(at, &["update", "plan.md", "-q"]).code, 0);
    assert!(text(at, "plan.md").contains("buys"));
    fs::write(at.join("plan.md"), text(at, "plan.md").replace("buys", "steals")).unwrap();
    let edited = run(at, &["update", "plan.md"]);
    assert_eq!(edited.code, 1);
    assert!(edited.err.starts_with("plan.md:3:1: error[region-edited]"), "{}", edited.err);
    assert!(text(at, "plan.md").contains("steals"));
    assert_eq!(run(at, &["update", "plan.md", "--force"]).code, 0);
    assert!(text(at, "plan.md").contains("buys"));
}

#[test]
fn a_template_gets_its_picture_and_a_drawn_one_is_asked_for() {
    let folder = folder(&[("shop.yaml", &shop()), ("docs/plan.md", TEMPLATE), ("docs/mine.md", DRAWN)]);
    let at = folder.path();
    let alone = run(at, &["update", "docs/plan.md"]);
    assert!(alone.err.contains("warning[no-region]: No description lies beside"), "{}", alone.err);
    assert_eq!((alone.code, text(at, "docs/plan.md").as_str()), (0, TEMPLATE));
    let ran = run(at, &["update", "docs/plan.md", "--src", "shop.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let after = text(at, "docs/plan.md");
    let opening = "## Architecture Overview\n<!-- groundplan:begin view=main src=../shop.yaml sum=";
    assert!(after.contains(opening) && !after.contains("AI:"), "{after}");
    assert!(after.ends_with("```\n<!-- groundplan:end -->\n\n## Stack\n"), "{after}");
    assert_eq!(run(at, &["update", "docs/plan.md", "--check"]).code, 0);
    // Beside a description a picture drawn by hand is kept until somebody says otherwise.
    fs::copy(at.join("shop.yaml"), at.join("docs/shop.yaml")).unwrap();
    let kept = run(at, &["update", "docs/mine.md"]);
    assert!(kept.err.starts_with("docs/mine.md:4:1: error[region-edited]"), "{}", kept.err);
    assert_eq!((kept.code, run(at, &["update", "docs", "--check"]).code), (1, 0));
    assert_eq!(text(at, "docs/mine.md"), DRAWN);
    assert_eq!(run(at, &["update", "docs/mine.md", "--force"]).code, 0);
    assert!(text(at, "docs/mine.md").contains("begin view=main src=shop.yaml sum="));
    // A picture that is what it would be gets its markers too.
    let bare: String = text(at, "docs/mine.md")
        .lines()
        .filter(|l| !l.contains("groundplan:"))
        .fold(String::new(), |t, l| t + l + "\n");
    fs::write(at.join("docs/same.md"), &bare).unwrap();
    let same = run(at, &["update", "docs/same.md", "--src", "docs/shop.yaml"]);
    assert!(same.err.contains("1 region refreshed"), "{}", same.err);
    assert_eq!(text(at, "docs/same.md"), text(at, "docs/mine.md"));
    // Of two descriptions nobody knows which.
    fs::copy(at.join("shop.yaml"), at.join("docs/other.yaml")).unwrap();
    fs::write(at.join("docs/new.md"), TEMPLATE).unwrap();
    let several = run(at, &["update", "docs/new.md"]);
    assert!(several.err.contains("Several descriptions"), "{}", several.err);
}

#[test]
fn one_broken_document_stops_no_other() {
    let nested = "<!-- groundplan:begin view=main -->\n<!-- groundplan:begin view=main -->\n<!-- groundplan:end -->\n";
    let both = format!("{OPEN}\n<!-- groundplan:begin view=nain src=shop.yaml -->\n<!-- groundplan:end -->\n");
    let files: Vec<(String, String)> = vec![
        ("shop.yaml".into(), shop()),
        ("bad.yaml".into(), "elements: [\n".into()),
        ("docs/a.md".into(), OPEN.replace("src=", "src=../")),
        ("docs/b.md".into(), nested.into()),
        ("docs/c.md".into(), OPEN.replace("shop.yaml", "../bad.yaml")),
        ("docs/d.md".into(), OPEN.replace("shop.yaml", "../none.yaml")),
        ("docs/e.md".into(), both.replace("src=", "src=../")),
        ("docs/f.md".into(), OPEN.replace("shop.yaml", "-")),
        ("docs/node_modules/g.md".into(), OPEN.into()),
        ("docs/.gitignore".into(), "ignored.md\n".into()),
        ("docs/ignored.md".into(), OPEN.into()),
        ("docs/words.md".into(), "# Words\n".into()),
        ("docs/z.MD".into(), OPEN.replace("src=", "src=../")),
    ];
    let names: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let mut runs = Vec::new();
    for jobs in ["1", "2", "7"] {
        let folder = folder(&names);
        let at = folder.path();
        fs::write(at.join("docs/bytes.md"), b"# \xff\n").unwrap();
        let ran = run(at, &["update", "docs", "shop.md", "-j", jobs]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        let all: Vec<(String, Vec<u8>)> =
            tree(at).into_iter().map(|name| (name.clone(), fs::read(at.join(&name)).unwrap())).collect();
        runs.push((ran.err, all));
        assert_eq!(run(at, &["update", "docs"]).code, 1);
    }
    assert_eq!(runs[0], runs[1]);
    assert_eq!(runs[0], runs[2]);
    let (said, files) = &runs[0];
    let filled: Vec<&str> = files
        .iter()
        .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("flowchart"))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(filled, ["docs/a.md", "docs/e.md", "docs/z.MD"], "{said}");
    for place in [
        "docs/b.md:2:1: error[region-marker]",
        "docs/c.md:3:1: error[region-source]: bad.yaml has errors",
        "docs/d.md:3:1: error[region-source]: Cannot read none.yaml: no such file",
        "docs/e.md:6:1: error[unknown-reference]: There is no view `nain`.",
        "docs/f.md:3:1: error[region-source]",
        "docs/bytes.md:1:3: error[encoding]",
        "bad.yaml:",
        "cannot read shop.md",
    ] {
        assert!(said.contains(place), "{place}: {said}");
    }
    assert!(!said.contains("words.md"), "{said}");
}

#[test]
fn a_link_stays_a_link_and_a_file_is_written_once() {
    let folder = folder(&[("shop.yaml", &shop()), ("docs/plan.md", &OPEN.replace("src=", "src=../"))]);
    let at = folder.path();
    #[cfg(unix)]
    std::os::unix::fs::symlink("docs/plan.md", at.join("link.md")).unwrap();
    let ran = run(at, &["update", "docs", "docs/plan.md", "./docs/../docs/plan.md"]);
    assert!(ran.err.contains("1 document: 1 region refreshed in 1"), "{}", ran.err);
    if cfg!(unix) {
        fs::write(at.join("docs/plan.md"), OPEN).unwrap();
        assert_eq!(run(at, &["update", "link.md"]).code, 0);
        assert!(fs::symlink_metadata(at.join("link.md")).unwrap().is_symlink());
        assert!(text(at, "docs/plan.md").contains("flowchart"));
    }
    assert_eq!(run(at, &["update", "-"]).code, 2);
    assert_eq!(run(at, &["update", "docs", "--src", "none.yaml"]).code, 2);
}

#[test]
fn pictures_that_regions_link_to_are_drawn_again() {
    let folder = folder(&[("shop.yaml", &(shop() + "plan:\n  files: src/\n"))]);
    let at = folder.path();
    let args = ["plan", "shop.yaml", "-o", "docs/plan.md", "--images", "docs/img", "--format", "svg,png,pdf"];
    assert_eq!(run(at, &args).code, 0);
    let pictures: Vec<String> = tree(at).into_iter().filter(|name| name.starts_with("docs/img/")).collect();
    assert_eq!(pictures.len(), 6, "the architecture and the files: {pictures:?}");
    let fresh = run(at, &["update", "docs", "--check"]);
    assert_eq!((fresh.code, fresh.err.as_str()), (0, "1 document checked: nothing is stale\n"));
    // A picture of ours that is gone or another is said, named and mended; one of the author's is left alone.
    fs::remove_file(at.join("docs/img/shop.main.png")).unwrap();
    fs::write(at.join("docs/img/shop.main.svg"), "<svg/>").unwrap();
    let plan = text(at, "docs/plan.md");
    let stale = run(at, &["update", "docs", "--check"]);
    assert_eq!(stale.code, 1);
    let slashes = stale.err.replace('\\', "/");
    let both = "stale or missing: docs/img/shop.main.svg, docs/img/shop.main.png (missing).";
    assert!(slashes.contains(both), "{slashes}");
    assert!(slashes.contains("1 document checked: 2 pictures stale in 1"), "{slashes}");
    let diff = run(at, &["update", "docs", "--diff"]);
    let expected = "Binary files a/docs/img/shop.main.svg and b/docs/img/shop.main.svg differ\n\
                    Binary files /dev/null and b/docs/img/shop.main.png differ\n";
    assert_eq!((diff.code, diff.text()), (0, expected));
    assert!(!at.join("docs/img/shop.main.png").exists(), "looking changes nothing");
    let ran = run(at, &["update", "docs"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "1 document: 2 pictures refreshed in 1\n"));
    assert_eq!(run(at, &["update", "docs", "--check"]).code, 0);
    assert_eq!(text(at, "docs/plan.md"), plan);
    let before = fs::read(at.join("docs/img/shop.main.svg")).unwrap();
    fs::write(at.join("shop.yaml"), text(at, "shop.yaml").replace("orders", "buys")).unwrap();
    assert_eq!(run(at, &["update", "docs", "-q"]).code, 0);
    assert!(fs::read(at.join("docs/img/shop.main.svg")).unwrap() != before);
    fs::write(at.join("docs/img/photo.png"), "mine").unwrap();
    let mine = text(at, "docs/plan.md")
        .replace("[PNG](img/shop.main.png)", "[PNG](img/photo.png) [x](https://a.b/shop.main.svg)");
    fs::write(at.join("docs/plan.md"), mine).unwrap();
    assert_eq!(run(at, &["update", "docs", "--force"]).code, 0);
    assert_eq!(text(at, "docs/img/photo.png"), "mine");
}

#[test]
fn what_is_written_into_a_document_meanwhile_is_kept() {
    let folder = folder(&[("plan.md", OPEN), ("other.md", OPEN)]);
    let at = folder.path();
    let made = std::process::Command::new("mkfifo").arg(at.join("shop.yaml")).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no mkfifo here");
        return;
    }
    // The description is read when all documents were, and comes through a pipe: until then a document may change.
    let child = assert_cmd::cargo::cargo_bin("groundplan");
    let mut child = std::process::Command::new(child);
    let child = child.args(["update", "plan.md", "other.md"]).current_dir(at).stderr(std::process::Stdio::piped());
    let child = child.spawn().unwrap();
    let mut pipe = fs::OpenOptions::new().write(true).open(at.join("shop.yaml")).unwrap();
    fs::write(at.join("plan.md"), format!("{OPEN}\nMine.\n")).unwrap();
    std::io::Write::write_all(&mut pipe, shop().as_bytes()).unwrap();
    drop(pipe);
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("error: cannot write plan.md: it has changed since it was read"), "{said}");
    assert!(said.contains("2 documents: 1 region refreshed in 1"), "{said}");
    assert_eq!(text(at, "plan.md"), format!("{OPEN}\nMine.\n"));
    assert!(text(at, "other.md").contains("flowchart"));
}

#[test]
fn the_last_line_says_what_there_was_to_do() {
    let folder = folder(&[("shop.yaml", &shop()), ("plan.md", OPEN), ("words/words.md", "# Words\n")]);
    let at = folder.path();
    let said = |args: &[&str]| run(at, args).err;
    assert!(said(&["update", "words"]).starts_with("1 document: nothing to do, there is no generated region; write"));
    assert_eq!(said(&["update", "plan.md"]), "1 document: 1 region refreshed in 1\n");
    assert_eq!(said(&["update", "plan.md"]), "1 document: nothing to do, of 1 region none is stale\n");
}
