//! Charts that others wrote: drawn, with every word of them on the sheet and no word on another.
//!
//! The corpus is looked at where `GROUNDPLAN_MERMAID` names a folder with `*.ndjson`: a row has `code`, and in `v11` and
//! `v12` what the two versions of the official parser say of it. Says that it was skipped elsewhere.

use groundplan::base::text::{Fonts, Measure};
use groundplan::base::{Rect, Size, SourceId};
use groundplan::chart::venn::{self, Area, Venn};
use groundplan::chart::{Chart, gantt::time};
use groundplan::mermaid::project::dress_chart;
use groundplan::mermaid::{Shown, project, read};
use groundplan::pipeline::{self, Format, Request};
use groundplan::scene::{Anchor, Item, Scene, Theme, compose_chart};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

/// The kinds that are charts, as the official parser calls them.
const KINDS: [&str; 14] = [
    "gantt",
    "gitGraph",
    "journey",
    "kanban",
    "packet",
    "pie",
    "quadrantChart",
    "radar",
    "sankey",
    "sequence",
    "timeline",
    "treemap",
    "venn",
    "xychart",
];
/// Of which collection how much has to be drawn, in percent.
const GOALS: [(&str, usize); 3] = [("longtail", 99), ("mermaid-js", 95), ("realworld", 99)];

fn chart(text: &str) -> Option<Chart> {
    let reading = read::read(text);
    match project(&reading.diagram?).value? {
        Shown::Chart(mut chart) => {
            dress_chart(&mut chart, &reading.front);
            Some(*chart)
        }
        Shown::Graph(_) => None,
    }
}

fn scene(chart: &Chart) -> Scene {
    compose_chart(chart, &Theme::named("auto").unwrap(), Fonts::embedded())
}

/// The boxes of all lines of text: without the room above small letters.
fn words(scene: &Scene) -> Vec<(String, Rect)> {
    let mut out = Vec::new();
    let mut open: Vec<&Item> = scene.items.iter().rev().collect();
    while let Some(item) = open.pop() {
        match item {
            Item::Group { items, .. } | Item::Faded { items, .. } | Item::Turned { items, .. } => {
                open.extend(items.iter().rev());
            }
            Item::Text { at, anchor, text, font, .. } => {
                let width = Fonts::embedded().width(text, *font);
                let x = match anchor {
                    Anchor::Start => at.x,
                    Anchor::Middle => at.x - width / 2.0,
                    Anchor::End => at.x - width,
                };
                out.push((text.clone(), Rect::new(x, at.y - 0.72 * font.size, width, 0.8 * font.size)));
            }
            Item::Rect { .. } | Item::Path { .. } => {}
        }
    }
    out
}

/// What is wrong with where the words of a chart stand.
fn law(chart: &Chart) -> Vec<String> {
    let scene = scene(chart);
    let sheet = Rect::new(0.0, 0.0, scene.size.w, scene.size.h);
    let words = words(&scene);
    let mut out = Vec::new();
    for (at, (text, rect)) in words.iter().enumerate() {
        if !sheet.contains(*rect) {
            out.push(format!("{text:?} is outside of the sheet"));
        }
        for (other, below) in &words[..at] {
            if rect.grown(-0.6).overlaps(*below) {
                out.push(format!("{text:?} stands on {other:?}"));
            }
        }
    }
    out
}

#[test]
fn charts_of_others_are_drawn() {
    let Some(folder) = std::env::var_os("GROUNDPLAN_MERMAID") else {
        println!("skipped: GROUNDPLAN_MERMAID names no folder with diagrams and verdicts");
        return;
    };
    let mut counts: BTreeMap<(String, String), [usize; 3]> = BTreeMap::new();
    let mut crowded = 0;
    let formats = [Format::Svg];
    let request = Request { formats: &formats, ..Request::mermaid() };
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|ending| ending != "ndjson") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for row in fs::read_to_string(&path).unwrap().lines() {
            let row: Value = serde_json::from_str(row).unwrap();
            let kind = row["v11"]["type"].as_str().unwrap_or_default().to_owned();
            if row["v11"]["ok"] != true || row["v12"]["ok"] != true || !KINDS.contains(&kind.as_str()) {
                continue;
            }
            let code = row["code"].as_str().unwrap();
            let start = Instant::now();
            let picture = pipeline::draw_mermaid(code, SourceId(0), &request);
            // An unoptimized build is many times slower.
            let slow = start.elapsed() > Duration::from_secs(if cfg!(debug_assertions) { 5 } else { 1 });
            assert!(!slow, "{}: {:?}", row["id"], start.elapsed());
            let count = counts.entry((kind, name.clone())).or_default();
            count[0] += 1;
            if picture.artifacts.is_empty() {
                println!("UNDRAWN {}: {:?}\n{code}", row["id"], picture.diagnostics);
                continue;
            }
            count[1] += 1;
            let wrong = chart(code).map(|chart| law(&chart)).unwrap_or_default();
            if wrong.is_empty() {
                count[2] += 1;
            } else {
                crowded += 1;
                println!("CROWDED {}: {wrong:?}", row["id"]);
            }
        }
    }
    let mut sums: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for ((kind, collection), count) in &counts {
        println!("{kind} of {collection}: {} of {} drawn, {} without words on words", count[1], count[0], count[2]);
        let sum = sums.entry(collection).or_default();
        (0..3).for_each(|at| sum[at] += count[at]);
    }
    for (collection, percent) in GOALS {
        let Some([all, drawn, _]) = sums.get(collection) else { continue };
        assert!(drawn * 100 >= all * percent, "{collection}: {drawn} of {all} are drawn");
    }
    let drawn: usize = sums.values().map(|sum| sum[1]).sum();
    assert!(crowded * 100 <= drawn * 3, "{crowded} of {drawn} have words on words");
}

#[test]
fn cases_of_charts_stay_as_they_are() {
    insta::glob!("../../samples/cases/mermaid/charts", "*.mmd", |path| {
        let text = fs::read_to_string(path).unwrap();
        let picture = pipeline::draw_mermaid(&text, SourceId(0), &Request::mermaid());
        let mut out = String::new();
        for finding in &picture.diagnostics {
            let line = text[..finding.span.unwrap().start].matches('\n').count() + 1;
            writeln!(out, "{} in line {line}: {}", finding.code.name(), finding.message).unwrap();
        }
        assert_eq!(picture.artifacts[0].bytes, text.as_bytes(), "as Mermaid it is what was given");
        let chart = chart(&text).unwrap();
        assert_eq!(law(&chart), Vec::<String>::new());
        let scene = scene(&chart);
        writeln!(out, "{} x {}", scene.size.w, scene.size.h).unwrap();
        for (text, rect) in words(&scene) {
            writeln!(out, "{:.0} {:.0} {text}", rect.x, rect.y).unwrap();
        }
        insta::assert_snapshot!(out);
    });
}

#[test]
fn any_piece_of_a_chart_is_no_panic() {
    let request = Request { formats: &[Format::Svg], ..Request::mermaid() };
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/cases/mermaid/charts")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for left_out in 1..lines.len() {
            let part: Vec<&str> =
                lines.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, line)| *line).collect();
            pipeline::draw_mermaid(&part.join("\n"), SourceId(0), &request);
        }
    }
}

#[test]
fn huge_numbers_are_drawn() {
    let request = Request { formats: &[Format::Svg], ..Request::mermaid() };
    let texts = [
        "gantt\n dateFormat x\n a :1, 8640000000000000\n b :after a, 999999999y\n c :99999999999999999999999, 5d",
        "gantt\n dateFormat YYYY\n a :0001, 9999999M\n tickInterval 1day",
        "gantt\n excludes weekends\n a :2026-01-01, 99999999d",
        "pie\n \"a\" : 1e308\n \"b\" : 179769313486231570000000000000000000000000000000\n \"c\" : 0",
        "xychart\n bar [1e300, -1e300, 0]\n line [0.0000001]",
        "xychart\n y-axis 5 --> 5\n line [5]",
        "packet\n 0-4294967295: \"all\"",
        "quadrantChart\n a: [0.0000000001, 1]\n b: [1, 0] radius: 99999999999",
        "journey\n a: 99999999999: Me\n b: -5: Me",
        "sequenceDiagram\n autonumber 99999999999999999999 99999999999\n A->>B: x\n B->>A: y",
        "sankey\nA,B,0\nB,C,0",
        "sankey\nA,B,-1\nB,C,-2",
        "sankey\nA,B,1e-320\nB,C,1e-310",
        "sankey\nA,B,1e200\nB,C,1e199\nA,C,1e200",
    ];
    let digits = "9".repeat(400);
    let endless = format!("sankey\nA,B,{digits}\nB,C,1");
    for text in texts.into_iter().chain([endless.as_str()]) {
        let picture = pipeline::draw_mermaid(text, SourceId(0), &request);
        for artifact in picture.artifacts {
            let svg = String::from_utf8(artifact.bytes).unwrap();
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{text}");
        }
    }
}

#[test]
fn amounts_of_a_sankey_are_numbers_as_javascript_reads_them() {
    let words = ["1e3", "1.2.3", "1-2", "+5", "-5", ".5kg", "5.", "1e", "2E-1", "1e+", "0x1"];
    let rows = words.map(|word| format!("A,B,{word}\n")).concat();
    let Some(read::Parsed::Sankey(chart)) = read::read(&format!("sankey\n{rows}")).diagram else { panic!() };
    let amounts: Vec<f64> = chart.flows.iter().map(|flow| flow.amount).collect();
    assert_eq!(amounts, [1000.0, 1.2, 1.0, 5.0, -5.0, 0.5, 5.0, 1.0, 0.2, 1.0, 0.0]);
    let request = Request { formats: &[Format::Svg], ..Request::mermaid() };
    for amount in ["9".repeat(400), "Infinity".to_owned(), "many".to_owned()] {
        let text = format!("sankey\nA,B,1\nB,C,{amount}\n");
        let picture = pipeline::draw_mermaid(&text, SourceId(0), &request);
        let [finding] = &picture.diagnostics[..] else { panic!("{:?}", picture.diagnostics) };
        assert_eq!(finding.code.name(), "mermaid-content");
        assert_eq!(&text[finding.span.unwrap().start..finding.span.unwrap().end], format!("B,C,{amount}"));
    }
}

#[test]
fn a_union_of_one_set_changes_nothing_of_it() {
    let request = Request { formats: &[Format::Svg], ..Request::mermaid() };
    let text = "venn-beta\n  set A[\"All\"]:20\n  set B:9\n";
    let drawn = |text: &str| pipeline::draw_mermaid(text, SourceId(0), &request);
    let (plain, twice) = (drawn(text), drawn(&format!("{text}  union A, A:5\n")));
    assert_eq!(plain.artifacts[0].bytes, twice.artifacts[0].bytes);
    let [finding] = &twice.diagnostics[..] else { panic!("{:?}", twice.diagnostics) };
    assert_eq!((finding.code.name(), finding.span.unwrap().start), ("mermaid-content", text.len() + 2));
}

#[test]
fn moments_are_written_as_d3_does() {
    let at = time::midnight(2026, 3, 1) + 13 * time::HOUR + 5 * time::MINUTE + 9 * time::SECOND + 7;
    let cases = [
        ("%Y-%m-%d", "2026-03-01"),
        ("%-d. %b %y", "1. Mar 26"),
        ("%A %e %B", "Sunday  1 March"),
        ("%H:%M:%S.%L", "13:05:09.007"),
        ("%I %p", "01 PM"),
        ("%j %U %W %V", "060 09 08 09"),
        ("%u %w %q", "7 0 1"),
        ("%x %X", "3/1/2026 1:05:09 PM"),
        ("100%", "100"),
        ("%%", "%"),
    ];
    for (form, shown) in cases {
        assert_eq!(time::format(at, form), shown, "{form}");
    }
    assert_eq!(time::format(time::months_later(time::midnight(2024, 1, 31), 1), "%Y-%m-%d"), "2024-02-29");
    assert_eq!(time::format(-1, "%Y-%m-%d %H:%M"), "1969-12-31 23:59");
    for days in (-800_000..800_000).step_by(97) {
        let time::Day { year, month, day } = time::day(days * time::DAY);
        assert_eq!(time::midnight(year, i64::from(month), i64::from(day)), days * time::DAY);
    }
}

#[test]
fn a_union_whose_circles_do_not_meet_is_told_and_a_small_part_stays_inside() {
    let lead = "venn-beta\n  set A\n  set B\n  set C\n  set D\n  set E\n";
    let text = format!("{lead}  union A,B\n  union A,C\n  union A,E\n  union A,B,D\n");
    let found = |text: &str| project(&read::read(text).diagram.unwrap()).diagnostics;
    let told = found(&text);
    assert!(told.len() == 1 && text[told[0].span.unwrap().start..].starts_with("union A,B,D"), "{told:?}");
    assert!(found(&text.replace("  union A,C\n  union A,E\n", "")).is_empty());

    let area = |sets: &[usize], size| Area { sets: sets.to_vec(), size, ..Area::default() };
    let venn = Venn { sets: 2, areas: vec![area(&[0], 100.0), area(&[1], 3.0), area(&[0, 1], 3.0)], ..Venn::default() };
    let placed = venn::place(&venn, &[Size::default(); 3]);
    let [(a, r), (b, s)] = placed.circles[..] else { panic!("{placed:?}") };
    let apart = ((a.x - b.x).powi(2) + (a.y - b.y).powi(2)).sqrt();
    assert!(apart + s <= r + 0.01, "{placed:?}");
}
