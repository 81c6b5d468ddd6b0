//! How far our readers of Mermaid agree with the official parser.
//!
//! Runs where `GROUNDPLAN_MERMAID` names a folder with `*.ndjson`: a row has `code`, and in `v11` and `v12` what the two
//! versions say of it (`ok`, `type`, `error`). Says that it was skipped elsewhere.

use groundplan::mermaid::read::{Parsed, read};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

#[derive(Default)]
struct Count {
    valid: usize,
    accepted: usize,
    broken: usize,
    rejected: usize,
    same_line: usize,
    lines: usize,
}

/// The kinds that are read, and how much of what both versions accept has to be accepted, in percent.
const KINDS: [(&str, usize); 25] = [
    ("flowchart", 99),
    ("sequence", 99),
    ("er", 97),
    ("gantt", 97),
    ("quadrantChart", 97),
    ("architecture", 97),
    ("block", 97),
    ("c4", 97),
    ("classDiagram", 97),
    ("gitGraph", 97),
    ("ishikawa", 97),
    ("journey", 97),
    ("kanban", 97),
    ("mindmap", 97),
    ("packet", 97),
    ("pie", 97),
    ("radar", 97),
    ("requirement", 97),
    ("sankey", 97),
    ("stateDiagram", 97),
    ("timeline", 97),
    ("treeView", 97),
    ("treemap", 97),
    ("venn", 97),
    ("xychart", 97),
];

/// How much of what hosts draw has to be read, over all kinds, in percent: by the name of the file.
const FILES: [(&str, usize); 3] = [("longtail", 99), ("mermaid-js", 95), ("realworld", 99)];

#[test]
fn what_hosts_draw_is_read_and_what_they_refuse_is_a_fault() {
    let Some(folder) = std::env::var_os("GROUNDPLAN_MERMAID") else {
        println!("skipped: GROUNDPLAN_MERMAID names no folder with diagrams and verdicts");
        return;
    };
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "ndjson"));
    files.sort();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut totals: BTreeMap<String, Count> = BTreeMap::new();
    let rows = files.iter().flat_map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap();
        text.lines().map(|row| (name.clone(), row.to_owned())).collect::<Vec<_>>()
    });
    for (file, row) in rows {
        let row: Value = serde_json::from_str(&row).unwrap();
        let code = row["code"].as_str().unwrap();
        let reading = read(code);
        let kind = match row["v11"]["type"].as_str().unwrap_or("none") {
            "flowchart-v2" | "flowchart-elk" => "flowchart",
            other => other,
        };
        let count = counts.entry(kind.to_owned()).or_default();
        let (old, new) = (&row["v11"], &row["v12"]);
        // Where the versions differ, the newer one decides.
        let total = totals.entry(file).or_default();
        let read_here = reading.diagram.as_ref().is_some_and(|diagram| !matches!(diagram, Parsed::Other(_)));
        total.valid += usize::from(new["ok"] == true);
        total.accepted += usize::from(new["ok"] == true && read_here);
        if new["ok"] == true && old["ok"] != true && !read_here {
            println!("NEWER {}: {:?}\n{code}", row["id"], reading.faults);
        }
        if old["ok"] == true && new["ok"] == true {
            count.valid += 1;
            count.accepted += usize::from(read_here);
            if let Some(fault) = reading.faults.first() {
                println!("REFUSED {}: {fault:?}\n{code}", row["id"]);
            }
        } else if old["ok"] == false && new["ok"] == false {
            count.broken += 1;
            let unchecked = matches!(reading.diagram, Some(Parsed::Other(_)));
            let Some(fault) = reading.faults.first() else {
                if !unchecked {
                    println!("TAKEN {}: {}\n{code}", row["id"], old["error"]);
                }
                continue;
            };
            count.rejected += 1;
            let error = old["error"].as_str().unwrap_or_default();
            // The newer parsers go on, and say first what no word is, wherever that stands.
            let lines = error.split("on line ").skip(1).map(|e| e.split(|c: char| !c.is_ascii_digit()).next());
            let lines: Vec<usize> = lines.filter_map(|line| line?.parse().ok()).collect();
            if !lines.is_empty() {
                count.lines += 1;
                let ours = if kind == "sankey" {
                    // Its parser gets no blank lines.
                    let above = code[..fault.at.start].rsplit_once('\n').map_or("", |(above, _)| above);
                    above.lines().filter(|line| !line.trim().is_empty()).count() + 1
                } else {
                    line_of(code, fault.at.start)
                };
                // The official parser adds a line at the end.
                let same = lines.contains(&ours) || fault.at.start == code.len() && lines.contains(&(ours + 1));
                count.same_line += usize::from(same);
                if !same {
                    println!("ELSEWHERE {}: {ours} {fault:?}, not {error}\n{code}", row["id"]);
                }
            }
        }
    }
    println!("kind: accepted of valid, rejected of broken, on the same line of those that say a line");
    for (kind, c) in &counts {
        println!(
            "{kind}: {} of {}, {} of {}, {} of {}",
            c.accepted, c.valid, c.rejected, c.broken, c.same_line, c.lines
        );
    }
    println!("file: read of valid, over all kinds");
    for (file, total) in &totals {
        println!("{file}: {} of {}", total.accepted, total.valid);
    }
    assert!(KINDS.iter().any(|(kind, _)| counts.contains_key(*kind)), "no diagrams there");
    for (kind, percent) in KINDS {
        let Some(count) = counts.get(kind) else { continue };
        assert!(count.accepted * 100 >= count.valid * percent, "{kind}");
        assert!(count.rejected * 100 >= count.broken * 85, "{kind}");
        assert!(count.same_line * 100 >= count.lines * 85, "{kind}");
    }
    for (file, percent) in FILES {
        let Some(total) = totals.get(file) else { continue };
        assert!(total.accepted * 100 >= total.valid * percent, "{file}");
    }
}

/// The line as the official parser counts it, from 1: without frontmatter, comments and blank lines at the start.
fn line_of(code: &str, at: usize) -> usize {
    let before = code[..at].replace("\r\n", "\n");
    let mut lines: Vec<&str> = before.split('\n').collect();
    if lines[0].trim() == "---" {
        let close = lines[1..].iter().position(|l| l.trim() == "---").unwrap();
        lines.drain(..close + 2);
    }
    let (mut count, mut blank) = (0, 0);
    for (number, line) in lines.iter().enumerate() {
        let last = number + 1 == lines.len();
        let words = line.trim();
        if words.starts_with("%%") && words.len() > 2 && !words.starts_with("%%{") && !last {
            blank = 0;
        } else if (words.is_empty() || words.starts_with("%%{")) && !last {
            blank += usize::from(count > 0);
        } else {
            count += blank + 1;
            blank = 0;
        }
    }
    count
}
