//! Entities: what their words mean, and that records of any size are laid out and drawn soundly.

use crate::hostile;
use groundplan::base::source::NoIncludes;
use groundplan::base::text::{Fonts, Measure};
use groundplan::base::{Code, Direction, Point, Rect, Source};
use groundplan::describe;
use groundplan::describe::plan::entity::{self, Record};
use groundplan::graph::{Cardinality, Compartment, END_ROOM, End, Ends, Field, Graph, Key};
use groundplan::layout::{self, Layout};
use groundplan::pipeline;
use groundplan::preset::{ENTITY, Preset};
use groundplan::scene::{self, Anchor, Item, Segment, Theme};
use petgraph::graph::NodeIndex;
use proptest::prelude::*;

fn model(entities: &str) -> describe::Model {
    let text = format!(
        "name: S\nelements: {{db: database, other: database}}\nrelations: [db -> other]\nviews: {{m: {{type: entity}}}}\n\
         plan:\n  entities:\n{entities}\n"
    );
    let (checked, _) = describe::read(Source { name: "s.yaml".to_owned(), text: text.clone() }, &NoIncludes);
    assert!(!checked.has_errors(), "{text}\n{:#?}", checked.diagnostics);
    checked.value.unwrap()
}

fn records(entities: &str) -> Vec<Record> {
    entity::read(&model(entities).plan.unwrap().entities)
}

/// A field in short: `id: uuid PK *, note`.
fn short(field: &Field) -> String {
    let mut out = format!("{}: {}", field.name, field.data_type);
    for key in &field.keys {
        out += " ";
        out += key.letters();
    }
    out += if field.indexed { " *" } else { "" };
    out + &field.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"))
}

#[test]
fn words_behind_the_type_are_keys() {
    let cases = [
        ("uuid", "x: uuid"),
        ("uuid PK", "x: uuid PK"),
        ("uuid primary key", "x: uuid PK"),
        ("\"uuid PK, FK\"", "x: uuid PK FK"),
        ("uuid FK/UK", "x: uuid FK UK"),
        ("string unique", "x: string UK"),
        ("varchar(255) not null unique", "x: varchar(255) not null UK"),
        ("\"decimal(10, 2) (unique)\"", "x: decimal(10, 2) UK"),
        ("uuid references User(id)", "x: uuid FK (references User(id))"),
        ("\"uuid -> User\"", "x: uuid FK (-> User)"),
        ("uuid PK default gen()", "x: uuid PK (default gen())"),
        ("string indexed", "x: string *"),
        ("primary key", "x:  PK"),
        ("index", "x: index"),
        ("\"list<map<string, int>>\"", "x: list<map<string, int>>"),
        ("{type: uuid, key: primary}", "x: uuid PK"),
        ("{type: uuid, key: [primary, foreign]}", "x: uuid PK FK"),
        (
            "{type: string, unique: true, index: true, note: as typed, length: 20}",
            "x: string UK * (as typed, length: 20)",
        ),
        ("[string]", "x: [string]"),
        ("{a: string, b: [int]}", "x:  (a: string, b: [int])"),
        ("", "x: "),
        ("1", "x: 1"),
    ];
    for (written, meant) in cases {
        let read = records(&format!("    A: {{stored_in: db, fields: {{x: {written}}}}}"));
        assert_eq!(short(&read[0].fields[0]), meant, "{written}");
    }
}

#[test]
fn keys_and_indexes_that_nobody_says_are_found() {
    let read = records(
        "    User: {stored_in: db, fields: {id: uuid, email: string unique}, relations: {posts: has many Posts}}\n    \
         Post:\n      stored_in: db\n      fields: {id: uuid, user_id: uuid, editorId: uuid, tag_id: uuid, paid: bool, slug: string}\n      \
         relations: {editor: optional many-to-one User, tags: many-to-many Tag}\n      \
         indexes: [slug, [user_id, paid], {fields: [editorId], unique: true}]\n    \
         Tag: {stored_in: db, fields: {id: uuid PK, code: string PK}}",
    );
    let all: Vec<Vec<String>> = read.iter().map(|r| r.fields.iter().map(short).collect()).collect();
    assert_eq!(all[0], ["id: uuid PK", "email: string UK"]);
    let post =
        ["id: uuid PK", "user_id: uuid FK *", "editorId: uuid FK *", "tag_id: uuid", "paid: bool *", "slug: string *"];
    assert_eq!(all[1], post);
    assert_eq!(all[2], ["id: uuid PK", "code: string PK"]);
}

#[test]
fn relations_are_read_in_many_words() {
    use Cardinality::{One, OneOrMore, ZeroOrMore, ZeroOrOne};
    let both = |here, there| (Some(here), Some(there));
    let cases = [
        ("many-to-one User", both(ZeroOrMore, One), None),
        ("one-to-many Users", both(One, ZeroOrMore), None),
        ("one-to-one User", both(One, One), None),
        ("many-to-many User", both(ZeroOrMore, ZeroOrMore), None),
        ("optional many-to-one User", both(ZeroOrMore, ZeroOrOne), None),
        ("\"many-to-one User, optional\"", both(ZeroOrMore, ZeroOrOne), None),
        ("many-to-zero-or-one User", both(ZeroOrMore, ZeroOrOne), None),
        ("one to one-or-more User", both(One, OneOrMore), None),
        ("required one-to-many User", both(One, OneOrMore), None),
        ("ManyToOne User", both(ZeroOrMore, One), None),
        ("many_to_one user", both(ZeroOrMore, One), None),
        ("many to one with the User", both(ZeroOrMore, One), None),
        ("N:1 User", both(ZeroOrMore, One), None),
        ("1:n User", both(One, ZeroOrMore), None),
        ("0..1 to 1..* User", both(ZeroOrOne, OneOrMore), None),
        ("belongs to User", both(ZeroOrMore, One), None),
        ("belongsTo(User)", both(ZeroOrMore, One), None),
        ("has many Users", both(One, ZeroOrMore), None),
        ("has one User", both(One, One), None),
        ("hasMany(User)", both(One, ZeroOrMore), None),
        ("has and belongs to many Users", both(ZeroOrMore, ZeroOrMore), None),
        ("references User.id", both(ZeroOrMore, One), None),
        ("zero-or-one User", (None, Some(ZeroOrOne)), None),
        ("{to: User, type: many-to-one, optional: true}", both(ZeroOrMore, ZeroOrOne), None),
        ("{entity: User, cardinality: \"1:n\", on_delete: cascade}", both(One, ZeroOrMore), Some("on_delete=cascade")),
        ("many-to-one User via Seat", both(ZeroOrMore, One), Some("via Seat")),
        ("User", (None, None), None),
        ("whatever a User is", (None, None), Some("whatever a User is")),
    ];
    for (written, (here, there), note) in cases {
        let read =
            records(&format!("    A: {{stored_in: db, relations: {{r: {written}}}}}\n    User: {{stored_in: db}}"));
        let relation = &read[0].relations[0];
        assert_eq!((relation.here, relation.there), (here, there), "{written}");
        assert_eq!((relation.target, relation.note.as_deref()), (Some(1), note), "{written}");
    }
    // The name of an entity says nothing of numbers.
    let read = records("    A: {stored_in: db, relations: {r: many-to-one One}}\n    One: {stored_in: db}");
    assert_eq!((read[0].relations[0].target, read[0].relations[0].there), (Some(1), Some(One)));
    let read = records("    A: {stored_in: db, relations: {r: has many order items}}\n    OrderItem: {stored_in: db}");
    assert_eq!(read[0].relations[0].target, Some(1));
}

#[test]
fn a_relation_to_no_entity_is_found_with_its_place() {
    let text = "name: S\nelements: {db: database, api: {}}\nrelations: [api -> db]\nplan:\n  entities:\n    \
                User: {stored_in: db}\n    A: {stored_in: db, relations: {a: many-to-one Usr, b: many-to-one Nobody}}\n";
    let (checked, sources) = describe::read(Source { name: "s.yaml".to_owned(), text: text.to_owned() }, &NoIncludes);
    let found: Vec<_> = checked.diagnostics.iter().filter(|d| d.code == Code::UnknownEntity).collect();
    assert_eq!(found.len(), 2, "{:#?}", checked.diagnostics);
    assert_eq!(found[0].help.as_deref(), Some("Did you mean `User`?"));
    assert_eq!(sources.position(found[0].span.unwrap()), (7, 39));
    assert!(found[1].message.contains("Nobody"));
}

#[test]
fn a_relation_written_from_both_sides_is_one_line() {
    let lines = |entities: &str| -> Vec<String> {
        let model = model(entities);
        let view = pipeline::views(&model).remove(0);
        let graph = groundplan::graph::project(&model, &view, &Preset::named(ENTITY).unwrap().lens);
        let of = |e: &petgraph::graph::Edge<groundplan::graph::Edge>| {
            let name = |n: NodeIndex| graph.net[n].name.clone();
            let ends = e.weight.ends.unwrap();
            let label = e.weight.label.clone().unwrap_or_default();
            format!("{} {:?} {:?} {}: {label}", name(e.source()), ends.tail, ends.head, name(e.target()))
        };
        graph.net.raw_edges().iter().map(of).collect()
    };
    let user = "    User: {stored_in: db, relations: {orders: one-to-many Order}}\n";
    assert_eq!(
        lines(&format!("{user}    Order: {{stored_in: db, relations: {{user: optional many-to-one User}}}}")),
        ["User Cardinality(ZeroOrOne) Cardinality(ZeroOrMore) Order: orders / user"]
    );
    // Which of two belongs to it is not plain.
    let two = "{user: many-to-one User, buyer: many-to-one User}";
    assert_eq!(lines(&format!("{user}    Order: {{stored_in: db, relations: {two}}}")).len(), 3);
    let own = "    A: {stored_in: db, relations: {parent: optional many-to-one A, children: one-to-many A}}";
    assert_eq!(lines(own), ["A Cardinality(ZeroOrOne) Cardinality(ZeroOrMore) A: parent / children"]);
    assert_eq!(lines("    A: {stored_in: db, relations: {friends: many-to-many A}}").len(), 1);
}

/// A hostile graph whose nodes are records and whose edges are relations.
pub(crate) fn hostile_records(seed: u64, rows: usize) -> Graph {
    let (mut graph, _) = hostile::graph(seed);
    let mut words = hostile::Dice(seed);
    for (nth, node) in graph.net.node_weights_mut().enumerate() {
        let field = |i: usize, words: &mut hostile::Dice| Field {
            name: words.label(),
            data_type: words.maybe_label().unwrap_or_default(),
            keys: [Key::Primary, Key::Foreign, Key::Unique].into_iter().take(i % 4).collect(),
            indexed: i % 3 == 1,
            note: words.maybe_label().filter(|_| i.is_multiple_of(5)),
        };
        let fields = (0..rows * (nth % 3)).map(|i| field(i, &mut words)).collect();
        node.compartments = Some(vec![Compartment::Fields(fields)]);
        node.status = None;
    }
    let kinds = [Cardinality::One, Cardinality::ZeroOrOne, Cardinality::OneOrMore, Cardinality::ZeroOrMore];
    for (nth, edge) in graph.net.edge_weights_mut().enumerate() {
        (edge.tail, edge.head, edge.status) = (None, None, None);
        let end = |n: usize| if n.is_multiple_of(5) { End::None } else { End::Cardinality(kinds[n % 4]) };
        edge.ends = Some(Ends { tail: end(nth), head: end(nth + 3) });
    }
    graph
}

fn placed(graph: &Graph) -> (layout::Sizes, Layout) {
    let preset = Preset::named(ENTITY).unwrap();
    let sizes = scene::measure(graph, &Theme::named("light").unwrap(), Fonts::embedded());
    let layout = layout::layout(graph, &sizes, &preset.layout);
    (sizes, layout)
}

/// The box of an item, its text measured.
fn boxed(item: &Item) -> Option<Rect> {
    match item {
        Item::Text { at, anchor, text, font, .. } => {
            let width = Fonts::embedded().width(text, *font);
            let left = match anchor {
                Anchor::Start => at.x,
                Anchor::Middle => at.x - width / 2.0,
                Anchor::End => at.x - width,
            };
            Some(Rect::new(left, at.y - 0.74 * font.size, width, 0.96 * font.size))
        }
        Item::Rect { rect, .. } => Some(*rect),
        Item::Path { segments, .. } => {
            let points = segments.iter().filter_map(|s| match s {
                Segment::Move(p) | Segment::Line(p) | Segment::Cubic(_, _, p) => Some(*p),
                Segment::Close => None,
            });
            points.map(|Point { x, y }| Rect::new(x, y, 0.0, 0.0)).reduce(Rect::union)
        }
        Item::Group { .. } | Item::Faded { .. } | Item::Turned { .. } => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..crate::layout::laws() })]

    #[test]
    fn records_keep_the_hard_rules_and_hold_their_rows(seed in 0_u64..10_000, rows in 0_usize..7, toward in 0_usize..5) {
        let mut graph = hostile_records(seed, rows);
        let all = [Direction::Down, Direction::Up, Direction::Right, Direction::Left];
        graph.direction = all.get(toward).copied();
        let (sizes, layout) = placed(&graph);
        let broken = layout::verify(&graph, &sizes, &layout);
        prop_assert!(broken.is_empty(), "{broken:#?}");

        let scene = scene::compose(&graph, &layout, &Theme::named("light").unwrap(), Fonts::embedded());
        let whole = Rect::new(0.0, 0.0, scene.size.w, scene.size.h);
        let mut boxes = Vec::new();
        for item in &scene.items {
            let Item::Group { class, items, .. } = item else { continue };
            let inside: Vec<Rect> = items.iter().filter_map(boxed).collect();
            for part in &inside {
                prop_assert!(whole.contains(*part), "{part:?} is outside of {whole:?}");
            }
            if *class == "node" {
                // The outline comes first.
                let outline = inside[0];
                for part in &inside {
                    prop_assert!(outline.grown(0.01).contains(*part), "{part:?} looks out of {outline:?}");
                }
                boxes.push(outline);
            }
        }
        // Every row and every badge has its own line.
        prop_assert_eq!(boxes.len(), graph.net.node_count());
        // What is around a record is free of words: signs stand there.
        for item in &scene.items {
            let Item::Group { class: "label", items, .. } = item else { continue };
            for words in items.iter().filter(|i| matches!(i, Item::Text { .. })).filter_map(boxed) {
                for record in &boxes {
                    prop_assert!(!record.grown(END_ROOM - 1.0).overlaps(words), "{words:?} at {record:?}");
                }
            }
        }
    }
}
