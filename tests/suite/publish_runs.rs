//! `groundplan publish` run after run: cache, threads, checks, leftovers, reports, watches, killed runs.

use super::cli::{folder, run, tree};
use super::publish::fence;
use groundplan::base::text::Fonts;
use groundplan::pipeline::{Format, Picture, Request};
use groundplan::publish::cache::Key;
use groundplan::publish::draw::{Pipeline, Subject};
use groundplan::publish::files::Folder;
use groundplan::publish::{Batch, Cache, Draw, Embed, Job, Library, Mode, Outcome, Studio, Style};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    tree(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(&name)).unwrap())).collect()
}

/// A tree of documents with three fences each.
fn many(count: usize) -> tempfile::TempDir {
    let text = |at: usize| {
        let fences: String = (0..3).map(|n| fence(&format!("a{at} --> b{n} --> c")) + "\n").collect();
        format!("# Document {at}\n\n{fences}")
    };
    let files: Vec<(String, String)> = (0..count).map(|at| (format!("docs/{}/{at}.md", at % 3), text(at))).collect();
    folder(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

fn start(folder: &Path, args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groundplan"));
    command.current_dir(folder).args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn the_same_bytes_at_any_number_of_threads_and_from_the_cache() {
    let folder = many(12);
    let at = folder.path();
    let args = |out, jobs| ["publish", "docs", "-o", out, "--cache", "cache", "--embed", "picture", "--jobs", jobs];
    let first = run(at, &args("one", "1"));
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(
        first.err.contains("12 documents: 36 diagrams; 85 files written") || first.err.contains("84 files"),
        "{}",
        first.err
    );
    let again = run(at, &args("four", "4"));
    assert!(again.err.contains("36 diagrams, 36 from the cache"), "{}", again.err);
    assert_eq!(run(at, &["publish", "docs", "-o", "new", "--no-cache", "--embed", "picture", "-j", "3"]).code, 0);
    let [one, four, new] = ["one", "four", "new"].map(|name| files(&at.join(name)));
    assert!(one == four && one == new);
    let unchanged = run(at, &args("one", "2"));
    assert!(unchanged.err.contains("; 0 files written, 84 unchanged"), "{}", unchanged.err);
}

#[test]
fn damaged_entries_of_the_cache_are_none() {
    let folder = many(2);
    let at = folder.path();
    assert_eq!(run(at, &["publish", "docs", "-o", "a", "--cache", "cache"]).code, 0);
    let entries = tree(&at.join("cache"));
    assert_eq!(entries.len(), 6);
    for (nth, entry) in entries.iter().enumerate() {
        let path = at.join("cache").join(entry);
        let mut bytes = fs::read(&path).unwrap();
        match nth {
            0 => bytes.clear(),
            1 => bytes.truncate(bytes.len() / 2),
            2 => bytes[200] ^= 1,
            3 => bytes[30] ^= 1,
            4 => bytes.extend(b"more"),
            _ => continue,
        }
        fs::write(&path, bytes).unwrap();
    }
    let ran = run(at, &["publish", "docs", "-o", "b", "--cache", "cache"]);
    assert!(ran.err.contains("6 diagrams, 1 from the cache"), "{}", ran.err);
    assert!(files(&at.join("a")) == files(&at.join("b")));
    let ran = run(at, &["publish", "docs", "-o", "b", "--cache", "cache"]);
    assert!(ran.err.contains("6 from the cache"), "mended: {}", ran.err);
    // Another look is another picture.
    let ran = run(at, &["publish", "docs", "-o", "b", "--cache", "cache", "--theme", "dark"]);
    assert!(!ran.err.contains("from the cache"), "{}", ran.err);
    // A cache that cannot be written to costs nothing but time.
    fs::write(at.join("file"), "").unwrap();
    assert_eq!(run(at, &["publish", "docs", "-o", "c", "--cache", "file"]).code, 0);
}

#[test]
fn two_processes_share_a_cache_and_a_folder() {
    let folder = many(20);
    let at = folder.path();
    let args = ["publish", "docs", "-o", "out", "--cache", "cache"];
    let mut all: Vec<Child> = (0..3).map(|_| start(at, &args)).collect();
    assert!(all.iter_mut().all(|child| child.wait().unwrap().success()));
    assert_eq!(run(at, &["publish", "docs", "-o", "alone", "--no-cache"]).code, 0);
    assert!(files(&at.join("out")) == files(&at.join("alone")));
    assert!(run(at, &args).err.contains("60 from the cache"));
}

#[test]
fn a_check_names_what_is_stale_and_writes_nothing() {
    let folder = many(2);
    let at = folder.path();
    let check = ["publish", "docs", "-o", "out", "--check", "--no-cache"];
    let none = run(at, &check);
    assert_eq!(none.code, 1);
    assert_eq!(none.err.matches("error[publish-stale]").count(), 8, "{}", none.err);
    assert!(!at.join("out").exists());
    assert_eq!(run(at, &["publish", "docs", "-o", "out", "--no-cache"]).code, 0);
    let before = files(&at.join("out"));
    let fresh = run(at, &check);
    assert_eq!((fresh.code, fresh.err.as_str()), (0, "2 documents checked: nothing is stale\n"));
    fs::write(at.join("docs/1/1.md"), fence("other --> one")).unwrap();
    fs::remove_file(at.join("out/0/0.2.svg")).unwrap();
    let stale = run(at, &check);
    assert_eq!(stale.code, 1);
    for file in ["0/0.2.svg", "1/1.1.svg", "1/1.md"] {
        assert!(stale.err.contains(&format!("`{file}` is not what `publish` would write.")), "{}", stale.err);
    }
    assert_eq!(stale.err.matches("error[publish-stale]").count(), 3);
    assert_eq!(files(&at.join("out")).len(), before.len() - 1);
}

#[test]
fn what_earlier_runs_wrote_does_not_pile_up_in_silence() {
    let folder = many(3);
    let at = folder.path();
    let publish = ["publish", "docs", "-o", "out", "--no-cache"];
    assert_eq!(run(at, &publish).code, 0);
    fs::write(at.join("docs/0/0.md"), fence("a --> b")).unwrap();
    fs::remove_file(at.join("docs/2/2.md")).unwrap();
    // One that somebody wrote in is not ours any more.
    fs::write(at.join("out/2/2.3.svg"), "mine").unwrap();
    let ran = run(at, &publish);
    assert!(ran.err.contains("5 files of earlier runs are needed no more: --clean deletes them"), "{}", ran.err);
    // A run over a part of the tree says nothing of the rest.
    let part = run(at, &["publish", "docs/1", "-o", "out2", "--no-cache"]);
    assert!(!part.err.contains("needed no more"), "{}", part.err);
    let cleaned = run(at, &[&publish[..], &["--clean"]].concat());
    assert!(cleaned.err.contains("5 files of earlier runs deleted"), "{}", cleaned.err);
    let left = ["0/0.1.svg", "0/0.md", "1/1.1.svg", "1/1.2.svg", "1/1.3.svg", "1/1.md", "2/2.3.svg"];
    assert_eq!(tree(&at.join("out"))[1..], left);
    // What the manifest says is no reason to delete anything outside.
    fs::write(at.join("victim"), "x").unwrap();
    let sum = groundplan::publish::batch::sum(b"x");
    let manifest = format!("{{\"sources\":[\"docs\"],\"documents\":{{}},\"left\":{{\"../victim\":\"{sum}\"}}}}");
    fs::write(at.join("out/.groundplan-publish.json"), manifest).unwrap();
    assert_eq!(run(at, &[&publish[..], &["--clean"]].concat()).code, 0);
    assert!(at.join("victim").exists());
}

#[test]
fn one_bad_fence_stops_nothing_but_itself() {
    let folder = many(4);
    let at = folder.path();
    let bad = format!("# A\n\n{}\n> ```mermaid\n> flowchart LR\n>   a -->\n> ```\n", fence("a --> b"));
    fs::write(at.join("docs/0/0.md"), &bad).unwrap();
    fs::write(at.join("docs/1/latin.md"), b"\xff\xfe caf\xe9").unwrap();
    let ran = run(at, &["publish", "docs", "-o", "out", "--no-cache", "--report", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("docs/0/0.md:11:1: error[mermaid-syntax]"), "{}", ran.err);
    assert!(ran.err.contains("error[encoding]"), "{}", ran.err);
    let page = fs::read_to_string(at.join("out/0/0.md")).unwrap();
    assert!(
        page.contains("](0.1.svg)") && page.ends_with("> ```mermaid\n> flowchart LR\n>   a -->\n> ```\n"),
        "{page}"
    );
    let report: serde_json::Value = serde_json::from_str(ran.text()).unwrap();
    assert_eq!(report["documents"], 5);
    assert_eq!(report["diagrams"], serde_json::json!({"drawn": 10, "cached": 0, "kept": 1}));
    let finding = report["findings"].as_array().unwrap().iter().find(|f| f["code"] == "mermaid-syntax").unwrap();
    assert_eq!((finding["file"].as_str(), finding["line"].as_u64()), (Some("docs/0/0.md"), Some(11)));
    let fast = run(at, &["publish", "docs", "-o", "fast", "--no-cache", "--fail-fast", "-j", "1"]);
    assert!(fast.code == 1 && fast.err.contains("1 document: "), "{}", fast.err);
}

#[test]
fn a_report_is_sarif() {
    let folder = folder(&[("a b.md", "```mermaid\nflowchart LR\n  a -->\n```\n"), ("b.md", "")]);
    let at = folder.path();
    fs::create_dir(at.join("c.md")).unwrap();
    let args =
        ["publish", "a b.md", "missing.md", "-o", "out", "--no-cache", "--report", "sarif", "--report-file", "r.sarif"];
    assert_eq!(run(at, &args).code, 2);
    let report: serde_json::Value = serde_json::from_slice(&fs::read(at.join("r.sarif")).unwrap()).unwrap();
    assert_eq!(report["version"], "2.1.0");
    let one = &report["runs"][0];
    assert_eq!(one["tool"]["driver"]["rules"][0]["id"], "mermaid-syntax");
    let result = &one["results"][0];
    assert_eq!((result["ruleIndex"].as_u64(), result["level"].as_str()), (Some(0), Some("error")));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.md");
    assert_eq!(place["region"]["startLine"], 4);
    assert_eq!(one["invocations"][0]["executionSuccessful"], false);
    let notes = one["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert!(notes[0]["message"]["text"].as_str().unwrap().contains("missing.md"), "{notes:?}");
}

/// Draws as the pipeline does, counts, and fails on one word.
struct Fragile(AtomicUsize);

impl Draw for Fragile {
    fn draw(&self, subject: Subject<'_>, request: &Request<'_>) -> Picture {
        self.0.fetch_add(1, Ordering::Relaxed);
        assert!(!matches!(subject, Subject::Mermaid(text) if text.contains("boom")), "this test panics on purpose");
        Pipeline.draw(subject, request)
    }
}

fn publish(at: &Path, draw: &dyn Draw, cache: Option<&Cache>) -> Outcome {
    let request = Request { formats: &[], fonts: Fonts::embedded(), ..Request::mermaid() };
    let studio = Studio { draw, request, dark: None, keep_source: false, cache, salt: Key::of([b"test".as_slice()]) };
    let style = Style {
        embed: Embed::Link,
        formats: vec![Format::Svg],
        keep_source: false,
        captions: false,
        numbers: false,
        width: None,
        strict: false,
    };
    let library = Library::new(|_| Vec::new());
    let out = Folder::made(&at.join("out")).unwrap();
    let (out, mode) = (Some(&out), Mode::Write);
    let batch = Batch { studio, style, library: &library, out, ours: None, journal: None, mode };
    batch.publish(&Job { path: at.join("a.md"), below: PathBuf::from("a.md"), root: at.to_owned() })
}

#[test]
fn a_panic_in_one_diagram_is_ours_and_stops_no_other() {
    let folder = folder(&[("a.md", &format!("{}\n{}\n{}", fence("a --> b"), fence("boom --> b"), fence("c --> d")))]);
    let cache = Cache::new(folder.path().join("cache"));
    let fragile = Fragile(AtomicUsize::new(0));
    let outcome = publish(folder.path(), &fragile, Some(&cache));
    assert_eq!((outcome.drawn, outcome.kept), (2, 1));
    let [error] = outcome.errors.as_slice() else { panic!("{:?}", outcome.errors) };
    assert!(error.contains("a.md:6:1: ") && error.ends_with("this is a defect of groundplan"), "{error}");
    let page = fs::read_to_string(folder.path().join("out/a.md")).unwrap();
    assert!(page.contains("](a.1.svg)") && page.contains("boom --> b\n```") && page.contains("](a.3.svg)"), "{page}");
    // What was drawn is not drawn again; a failure is no entry.
    publish(folder.path(), &fragile, Some(&cache));
    assert_eq!(fragile.0.into_inner(), 4);
}

/// A run that is killed at any moment leaves whole files alone, and the next one completes the tree.
#[cfg(unix)]
#[test]
fn killed_runs_leave_no_torn_file() {
    let folder = many(30);
    let at = folder.path();
    assert_eq!(run(at, &["publish", "docs", "-o", "whole", "--no-cache"]).code, 0);
    let whole = files(&at.join("whole"));
    let args = ["publish", "docs", "-o", "out", "--cache", "cache"];
    let begun = Instant::now();
    assert!(start(at, &["publish", "docs", "-o", "timed", "--no-cache"]).wait().unwrap().success());
    let span = begun.elapsed();
    for moment in 0..12_u32 {
        let mut child = start(at, &args);
        std::thread::sleep(span * moment / 12);
        let _ = child.kill();
        child.wait().unwrap();
        for (name, bytes) in if at.join("out").exists() { files(&at.join("out")) } else { Vec::new() } {
            let unfinished = name.rsplit('/').next().unwrap().starts_with(".groundplan-tmp-");
            let journal = name.starts_with(".groundplan-publish.journal");
            assert!(unfinished || journal || whole.contains(&(name.clone(), bytes)), "{name} is torn after {moment}");
        }
        if moment % 4 == 3 {
            fs::remove_dir_all(at.join("out")).unwrap_or_default();
            fs::remove_dir_all(at.join("cache")).unwrap_or_default();
        }
    }
    assert_eq!(run(at, &args).code, 0);
    let mut out = files(&at.join("out"));
    out.retain(|(name, _)| !name.contains(".groundplan-tmp-"));
    assert!(out == whole);
}

/// What a killed run wrote is ours: the next one writes over it, whatever its sources say by then, and over nothing else.
#[test]
fn what_a_killed_run_wrote_is_known() {
    let folder = many(3);
    let at = folder.path();
    let publish = ["publish", "docs", "-o", "out", "--no-cache"];
    let (manifest, journal) = (at.join("out/.groundplan-publish.json"), at.join("out/.groundplan-publish.journal"));
    assert_eq!(run(at, &publish).code, 0);
    assert!(!journal.exists(), "a run that ended has none");
    // As it is where the kill came before the manifest: one file written, one not, one torn line.
    fs::remove_file(&manifest).unwrap();
    let sum = |file: &str| groundplan::publish::batch::sum(&fs::read(at.join("out").join(file)).unwrap());
    let mut lines: Vec<String> =
        tree(&at.join("out")).iter().map(|file| format!("[{file:?},{:?}]", sum(file))).collect();
    lines.extend(["[\"2/2.md\",\"0\"]", "[\"0/0.m"].map(str::to_owned));
    fs::write(&journal, lines.join("\n")).unwrap();
    for name in ["0/0", "1/1", "2/2"] {
        fs::write(at.join(format!("docs/{name}.md")), fence("changed --> b")).unwrap();
    }
    fs::write(at.join("out/1/1.1.svg"), "mine").unwrap();
    let ran = run(at, &publish);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(ran.err.matches("is there already and differs").count(), 1, "{}", ran.err);
    assert_eq!(fs::read(at.join("out/1/1.1.svg")).unwrap(), b"mine");
    let page = fs::read_to_string(at.join("out/0/0.1.svg")).unwrap();
    assert!(page.contains(">changed<"), "{page}");
    assert!(ran.err.contains("6 files of earlier runs are needed no more"), "{}", ran.err);
    assert!(manifest.exists() && !journal.exists());
    fs::remove_file(at.join("out/1/1.1.svg")).unwrap();
    assert_eq!(run(at, &publish).code, 0);
    assert!(!journal.exists());
}

/// What could not be written is not ours: what somebody puts there later stays.
#[test]
fn a_file_that_could_not_be_written_is_not_ours() {
    let folder = folder(&[("docs/a.md", &fence("a --> b"))]);
    let at = folder.path();
    let publish = ["publish", "docs", "-o", "out", "--no-cache"];
    let picture = at.join("out/a.1.svg");
    fs::create_dir_all(&picture).unwrap();
    let forced = run(at, &[&publish[..], &["--force"]].concat());
    assert!(forced.code == 2 && forced.err.contains("cannot write"), "{}", forced.err);
    fs::remove_dir(&picture).unwrap();
    fs::write(&picture, "mine").unwrap();
    let ran = run(at, &publish);
    assert!(ran.code == 2 && ran.err.contains("a.1.svg is there already and differs"), "{}", ran.err);
    assert_eq!(fs::read(&picture).unwrap(), b"mine");
}

/// A run that lives has a lock on its journal: another one neither deletes what that says nor the journal.
#[test]
fn what_a_run_beside_writes_is_no_leftover() {
    let folder = many(1);
    let at = folder.path();
    let clean = ["publish", "docs", "-o", "out", "--no-cache", "--clean"];
    let (fresh, journal) = (at.join("out/fresh.svg"), at.join("out/.groundplan-publish.journal.x"));
    fs::create_dir(at.join("out")).unwrap();
    fs::write(&fresh, "fresh").unwrap();
    let sum = groundplan::publish::batch::sum(b"fresh");
    fs::write(&journal, format!("[\"fresh.svg\",\"{sum}\"]\n")).unwrap();
    let beside = fs::OpenOptions::new().append(true).open(&journal).unwrap();
    beside.try_lock().unwrap();
    let ran = run(at, &clean);
    assert!(ran.code == 0 && !ran.err.contains("deleted"), "{}", ran.err);
    assert!(fresh.exists() && journal.exists());
    drop(beside);
    let ran = run(at, &clean);
    assert!(ran.err.contains("1 file of earlier runs deleted"), "{}", ran.err);
    assert!(!fresh.exists() && !journal.exists());
}

/// The same with a real kill, between changes of all sources.
#[cfg(unix)]
#[test]
fn killed_runs_need_no_force() {
    let folder = many(16);
    let at = folder.path();
    let publish = ["publish", "docs", "-o", "out", "--no-cache"];
    let begun = Instant::now();
    assert!(start(at, &["publish", "docs", "-o", "timed", "--no-cache"]).wait().unwrap().success());
    let span = begun.elapsed();
    for moment in 1..5_u32 {
        let mut child = start(at, &publish);
        std::thread::sleep(span * moment / 5);
        let _ = child.kill();
        child.wait().unwrap();
        for document in tree(&at.join("docs")) {
            fs::write(at.join("docs").join(document), fence(&format!("m{moment} --> b"))).unwrap();
        }
    }
    let ran = run(at, &publish);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

/// Waits until something holds.
#[cfg(unix)]
fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(unix)]
#[test]
fn a_watch_publishes_what_changes_and_ends_with_ctrl_c() {
    let folder = many(3);
    let at = folder.path();
    fs::write(at.join("docs/ref.md"), "![x](more.mmd)\n").unwrap();
    fs::write(at.join("docs/more.mmd"), "flowchart LR\n  old --> b\n").unwrap();
    let mut child = start(at, &["publish", "docs", "-o", "docs/out", "--no-cache", "--watch"]);
    let read = |name: &str| fs::read_to_string(at.join(name)).unwrap_or_default();
    let manifest = "docs/out/.groundplan-publish.json";
    until("the first run", || !read(manifest).is_empty());
    let time = |name: &str| fs::metadata(at.join(name)).unwrap().modified().unwrap();
    let before = time("docs/out/1/1.1.svg");
    fs::write(at.join("docs/0/0.md"), fence("new --> b")).unwrap();
    until("a change", || read("docs/out/0/0.1.svg").contains(">new<"));
    fs::write(at.join("docs/more.mmd"), "flowchart LR\n  newer --> b\n").unwrap();
    until("a change of what a document shows", || read("docs/out/ref.1.svg").contains(">newer<"));
    fs::write(at.join("docs/9.md"), fence("ninth --> b")).unwrap();
    until("a new document", || read("docs/out/9.1.svg").contains(">ninth<"));
    assert_eq!(time("docs/out/1/1.1.svg"), before, "what did not change is not written");
    let signal = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(signal.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(tree(at).iter().all(|name| !name.contains(".groundplan-tmp-")));
}
