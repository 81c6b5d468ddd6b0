//! What stands in the cells of a grid: the hard rules on random grids, and how long large ones take.

use groundplan::base::text::Fonts;
use groundplan::graph::Graph;
use groundplan::layout::{self, Layout, Rule, Sizes};
use groundplan::mermaid::{Shown, project, read};
use groundplan::preset::{MERMAID, Preset};
use groundplan::scene::{self, Theme};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

fn placed(code: &str) -> (Graph, Sizes, Layout) {
    let reading = read::read(code);
    assert_eq!(reading.faults, [], "{code}");
    let Some(Shown::Graph(graph)) = project(&reading.diagram.unwrap()).value else { panic!("no graph: {code}") };
    let sizes = scene::measure(&graph, &Theme::named("light").unwrap(), Fonts::embedded());
    let layout = layout::layout(&graph, &sizes, &Preset::named(MERMAID).unwrap().layout);
    (*graph, sizes, layout)
}

/// A grid of blocks: how wide it is, what stands in it, and links between them.
#[derive(Clone, Debug)]
struct Blocks {
    columns: Vec<u8>,
    items: Vec<(u8, u8, u8)>,
    links: Vec<(u8, u8, u8)>,
}

fn grids(size: usize) -> impl Strategy<Value = Blocks> {
    (
        prop::collection::vec(0..5u8, 1..8),
        prop::collection::vec((0..12u8, 1..4u8, any::<u8>()), 1..size),
        prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 0..size),
    )
        .prop_map(|(columns, items, links)| Blocks { columns, items, links })
}

/// The text of a grid.
fn block_text(blocks: &Blocks) -> String {
    let mut out = String::from("block\n");
    let (mut depth, mut ids, mut filled) = (0, Vec::new(), vec![true]);
    let mut columns = blocks.columns.iter().cycle();
    let mut head = |out: &mut String| match columns.next() {
        Some(0) | None => {}
        Some(count) => writeln!(out, "columns {count}").unwrap(),
    };
    head(&mut out);
    for (at, &(what, width, length)) in blocks.items.iter().enumerate() {
        let words = "wide ".repeat(usize::from(length % 5)) + "word";
        let id = format!("b{at}");
        match what {
            0 => writeln!(out, "space:{width}").unwrap(),
            1 if depth < 4 => {
                let title = if length % 2 == 0 { format!("[\"{words}\"]") } else { String::new() };
                writeln!(out, "block:{id}{title}:{width}").unwrap();
                head(&mut out);
                depth += 1;
                filled.push(false);
                ids.push(id);
                continue;
            }
            2 if depth > 0 && filled[depth] => {
                writeln!(out, "end").unwrap();
                filled.pop();
                depth -= 1;
                continue;
            }
            3 => writeln!(out, "{id}((\"{words}\"))").unwrap(),
            4 => writeln!(out, "{id}<[\"{words}\"]>(right, down)").unwrap(),
            _ => writeln!(out, "{id}[\"{words}\"]:{width}").unwrap(),
        }
        if what != 0 {
            ids.push(id);
        }
        *filled.last_mut().unwrap() = true;
    }
    if !filled[depth] {
        writeln!(out, "last").unwrap();
        ids.push("last".to_owned());
    }
    for _ in 0..depth {
        writeln!(out, "end").unwrap();
    }
    for &(from, to, kind) in blocks.links.iter().filter(|_| !ids.is_empty()) {
        let (from, to) = (&ids[usize::from(from) % ids.len()], &ids[usize::from(to) % ids.len()]);
        match kind % 4 {
            0 => writeln!(out, "{from} -- \"{}\" --> {to}", "said ".repeat(1 + usize::from(kind) % 3).trim()).unwrap(),
            1 => writeln!(out, "{from} --- {to}").unwrap(),
            _ => writeln!(out, "{from} --> {to}").unwrap(),
        }
    }
    out
}

/// The text of services in groups: by service the group, by edge the ends and their sides.
fn architecture_text(groups: &[u8], services: &[u8], edges: &[(u8, u8, u8)]) -> String {
    const SIDES: [&str; 4] = ["L", "R", "T", "B"];
    let mut out = String::from("architecture-beta\n");
    for (at, around) in groups.iter().enumerate() {
        let around = usize::from(*around) % (at + 1);
        let inside = if around < at { format!(" in g{around}") } else { String::new() };
        writeln!(out, "group g{at}[Group number {at}]{inside}").unwrap();
    }
    let parent = |at: usize| Some(usize::from(services[at]) % (groups.len() + 1)).filter(|&group| group < groups.len());
    for (at, kind) in services.iter().enumerate() {
        let inside = parent(at).map(|group| format!(" in g{group}")).unwrap_or_default();
        let (word, title) = if *kind > 240 { ("junction", "") } else { ("service", "(disk)[A disk]") };
        writeln!(out, "{word} s{at}{title}{inside}").unwrap();
    }
    for &(from, to, sides) in edges {
        let (from, to) = (usize::from(from) % services.len(), usize::from(to) % services.len());
        let (a, b) = (SIDES[usize::from(sides) % 4], SIDES[usize::from(sides) / 4 % 4]);
        let group =
            |at: usize| if sides > 200 && parent(from) != parent(to) && parent(at).is_some() { "{group}" } else { "" };
        let line = if sides % 32 < 3 { "-[says]-" } else { "--" };
        writeln!(out, "s{from}{}:{a} {line}> {b}:s{to}{}", group(from), group(to)).unwrap();
    }
    out
}

/// What crowds may do: labels whose lines leave no free place, lines that are more than fit side by side. Everything else holds
/// on any grid.
const CROWDED: [Rule; 5] =
    [Rule::LabelClearOfEdges, Rule::LabelsApart, Rule::LabelClearOfNodes, Rule::LabelClearOfTitles, Rule::EdgesApart];

fn broken(code: &str) -> Vec<layout::Violation> {
    let (graph, sizes, layout) = placed(code);
    layout::verify(&graph, &sizes, &layout)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn grids_are_sound(blocks in grids(24)) {
        let code = block_text(&blocks);
        let found: Vec<_> = broken(&code).into_iter().filter(|found| !CROWDED.contains(&found.rule)).collect();
        prop_assert!(found.is_empty(), "{found:#?}\n{code}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn sides_are_sound(
        groups in prop::collection::vec(any::<u8>(), 0..5),
        services in prop::collection::vec(any::<u8>(), 1..14),
        edges in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 0..16),
    ) {
        let code = architecture_text(&groups, &services, &edges);
        let found: Vec<_> = broken(&code).into_iter().filter(|found| !CROWDED.contains(&found.rule)).collect();
        prop_assert!(found.is_empty(), "{found:#?}\n{code}");
    }
}

/// The middle of a frame may be level with a side of a block in it.
#[test]
fn no_line_runs_along_the_side_of_a_box() {
    let found = broken(
        r#"block
columns 2
b0["word"]:1
block:b1["word"]:1
block:b2["word"]:1
columns 1
b3["word"]:1
b4(("word"))
b5(("wide wide word"))
b6<["wide word"]>(right, down)
b7["word"]:1
b8["word"]:1
b9(("wide wide word"))
b10(("word"))
b11(("wide wide wide wide word"))
b12(("word"))
end
block:b14["word"]:2
columns 2
block:b15["word"]:1
b16["word"]:1
end
end
end
b4 -- "said said said" --> b12
b4 -- "said" --> b0
b2 -- "said" --> b8
"#,
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_large_grid_takes_no_second() {
    let mut code = String::from("block\ncolumns 32\n");
    for at in 0..1000 {
        writeln!(code, "b{at}").unwrap();
    }
    for at in 0..1000usize {
        writeln!(code, "b{at} --> b{}", (at * 37 + 11) % 1000).unwrap();
    }
    let reading = read::read(&code);
    let Some(Shown::Graph(graph)) = project(&reading.diagram.unwrap()).value else { panic!("no graph") };
    let sizes = scene::measure(&graph, &Theme::named("light").unwrap(), Fonts::embedded());
    let preset = Preset::named(MERMAID).unwrap();
    let start = Instant::now();
    let placed = layout::layout(&graph, &sizes, &preset.layout);
    let took = start.elapsed();
    assert_eq!(placed.edges.len(), 1000);
    println!("1000 blocks and 1000 links: {took:?}");
    // Without optimization it is some twenty times as slow.
    let most = if cfg!(debug_assertions) { 30 } else { 1 };
    assert!(took < Duration::from_secs(most), "{took:?}");
}

/// What is said of a text that is drawn.
fn said(code: &str) -> Vec<String> {
    let reading = read::read(code);
    assert_eq!(reading.faults, [], "{code}");
    project(&reading.diagram.unwrap()).diagnostics.into_iter().map(|finding| finding.message).collect()
}

/// They would take longer than all others together.
#[test]
fn many_links_side_by_side_end() {
    for link in ["a --> b", "a -- \"x\" --> b"] {
        let code = format!("block\na b\n{}", format!("{link}\n").repeat(1000));
        let reading = read::read(&code);
        let Some(Shown::Graph(graph)) = project(&reading.diagram.unwrap()).value else { panic!("no graph") };
        let sizes = scene::measure(&graph, &Theme::named("light").unwrap(), Fonts::embedded());
        let start = Instant::now();
        let placed = layout::layout(&graph, &sizes, &Preset::named(MERMAID).unwrap().layout);
        println!("1000 times {link}: {:?}", start.elapsed());
        assert_eq!(placed.edges.len(), 1000);
    }
}

#[test]
fn more_links_than_a_grid_draws_are_said() {
    let request = groundplan::pipeline::Request::mermaid();
    let code = format!("block\na b\n{}", "a --> b\n".repeat(1001));
    let picture = groundplan::pipeline::draw_mermaid(&code, groundplan::base::SourceId(0), &request);
    let found: Vec<_> = picture.diagnostics.iter().map(|finding| finding.code).collect();
    assert_eq!(found, [groundplan::base::Code::TooMuch]);
    assert!(picture.artifacts.is_empty());
}

#[test]
fn space_of_all_grids_is_bounded() {
    let code = format!("block\n{}a\n{}", "block\nspace:2000\n".repeat(100), "end\n".repeat(100));
    let (graph, _, _) = placed(&code);
    let columns: u32 = graph.places.unwrap().least.iter().map(|least| least.0).sum();
    assert!(columns < 11_000, "{columns}");
    let said = said(&code);
    assert!(said.len() == 1 && said[0].starts_with("Space is narrower than it asks for"), "{said:?}");
}

#[test]
fn links_end_at_a_block_around_nothing() {
    let (graph, _, layout) = placed("block\nblock:a\nspace\nend\nb\na --> b\n");
    assert_eq!((graph.net.node_count(), layout.edges.len()), (2, 1));
}

#[test]
fn other_edges_alone_are_blamed_for_sides() {
    let services = "architecture-beta\nservice a(disk)[A]\nservice b(disk)[B]\n";
    let same = said(&format!("{services}a:R -- R:b\n"));
    assert!(same.len() == 1 && same[0].starts_with("Both ends of an edge ask for the same side"), "{same:?}");
    assert_eq!(said(&format!("{services}a:R -- L:b\na:R -- T:a\n")), Vec::<String>::new());
    let odd = said(&format!("{services}a:R -- L:b\na:L -- R:b\n"));
    assert!(odd.len() == 1 && odd[0].contains("because other edges ask otherwise"), "{odd:?}");
}

/// Groups that all go to one side, and each time the places before are taken.
#[test]
fn places_of_groups_are_found_in_time() {
    let mut code = String::from("architecture-beta\nservice a(disk)[A]\n");
    for at in 0..400 {
        let (first, second) = (2 * at, 2 * at + 1);
        writeln!(code, "group g{at}[G]\nservice s{first}(disk)[S] in g{at}\nservice s{second}(disk)[S] in g{at}")
            .unwrap();
    }
    for at in 0..400 {
        let (first, second) = (2 * at, 2 * at + 1);
        writeln!(code, "s{first}:R -- L:s{second}\na:{} -- {}:s{first}", ["R", "B"][at % 2], ["L", "T"][at % 2])
            .unwrap();
    }
    let reading = read::read(&code);
    assert_eq!(reading.faults, []);
    let Some(Shown::Graph(graph)) = project(&reading.diagram.unwrap()).value else { panic!("no graph") };
    let places = graph.places.unwrap();
    let mut cells: Vec<_> = places.frames.iter().map(|cell| (cell.column, cell.row)).collect();
    cells.sort_unstable();
    cells.dedup();
    assert_eq!(cells.len(), 400);
}
