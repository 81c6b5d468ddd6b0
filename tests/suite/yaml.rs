//! YAML as the reader takes it: what values mean, where they are, what is too much, and that nothing makes it fail.

use crate::describe::{codes, read};
use groundplan::base::{Code, SourceId};
use groundplan::describe;
use groundplan::describe::yaml::{self, Data};
use proptest::prelude::*;

#[test]
fn yaml_means_what_version_1_2_says() {
    let value = |text: &str| yaml::parse(text, SourceId(0)).value.unwrap().get("k").unwrap().clone();
    for (text, data) in [
        ("k: 0x1f", Data::Int(31)),
        ("k: 0o17", Data::Int(15)),
        ("k: 017", Data::Int(17)),
        ("k: -3", Data::Int(-3)),
        ("k: 1.50", Data::Float(1.5)),
        ("k: 1e3", Data::Float(1000.0)),
        ("k: yes", Data::Text("yes".to_owned())),
        ("k: 12:30", Data::Text("12:30".to_owned())),
        ("k: 1_000", Data::Text("1_000".to_owned())),
        ("k: inf", Data::Text("inf".to_owned())),
        ("k: '1'", Data::Text("1".to_owned())),
        ("k: !!str 1", Data::Text("1".to_owned())),
        ("k: TRUE", Data::Bool(true)),
        ("k: ~", Data::Null),
        ("k:", Data::Null),
        ("\u{feff}k: 1", Data::Int(1)),
        ("k: |\n  a\n  b\n", Data::Text("a\nb\n".to_owned())),
    ] {
        assert_eq!(value(text).data, data, "{text}");
    }
    assert_eq!(value("k: 1.50").text(), Some("1.50"));
    let tree = yaml::parse("a: &a {p: 1, q: 2}\nk: {q: 3, <<: *a, r: *a}\n", SourceId(0)).value.unwrap();
    let keys: Vec<&str> = tree.get("k").unwrap().entries().iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, ["q", "r", "p"]);
    assert_eq!(tree.get("k").unwrap().get("q").unwrap().data, Data::Int(3));
}

#[test]
fn a_place_is_where_the_word_is_written() {
    let text = "é: [\"a b\", {c: 日本, d: 'x''y'}]\r\nz: |\n  t\n";
    let tree = yaml::parse(text, SourceId(0)).value.unwrap();
    let slice = |span: groundplan::base::Span| &text[span.start..span.end];
    let list = tree.get("é").unwrap();
    assert_eq!(slice(tree.entries()[0].span), "é");
    assert_eq!(slice(list.span), "[\"a b\", {c: 日本, d: 'x''y'}]");
    assert_eq!(slice(list.items()[0].span), "\"a b\"");
    assert_eq!(slice(list.items()[1].span), "{c: 日本, d: 'x''y'}");
    assert_eq!(slice(list.items()[1].entries()[1].value.span), "'x''y'");
    assert_eq!(slice(tree.span), text);
}

#[test]
fn bytes_become_text_or_a_finding() {
    assert_eq!(describe::decode("x", b"\xef\xbb\xbfa: 1").unwrap().text, "a: 1");
    for (bytes, code, help) in [
        (&b"a: \xff"[..], Code::Encoding, "Save the file as UTF-8."),
        (b"\xff\xfea\0", Code::Encoding, "This is UTF-16: save the file as UTF-8."),
        (b"\x89PNG\r\n\x1a\n\0", Code::Encoding, "This looks like a binary file: give a text file instead."),
    ] {
        let (finding, source) = *describe::decode("x", bytes).unwrap_err();
        assert_eq!((finding.code, finding.help.as_deref()), (code, Some(help)));
        let span = finding.span.unwrap();
        assert_eq!(&source.text[span.start..span.end], "\u{fffd}");
    }
    let big = vec![b' '; yaml::MAX_BYTES + 1];
    assert_eq!(describe::decode("x", &big).unwrap_err().0.code, Code::TooBig);
}

#[test]
fn what_is_too_much_is_found_at_once() {
    let lists = |depth: usize| format!("elements: {}{}\n", "[".repeat(depth), "]".repeat(depth));
    assert!(!codes(&lists(yaml::MAX_DEPTH - 1)).contains(&Code::TooBig));
    assert_eq!(codes(&lists(yaml::MAX_DEPTH)), [Code::TooBig]);
    let laughs = |levels: usize| {
        let line = |i: usize| format!("x-{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(","));
        format!("x-0: &a0 [lol]\n{}", (1..levels).map(line).collect::<String>())
    };
    let copies = format!("x-a: &a \"{}\"\nx-b: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 1000].join(","));
    let anchors = (0..60).map(|i| format!("&a{i} [")).collect::<Vec<_>>().concat();
    for text in [
        "[".repeat(4_000_000),
        "a: {".repeat(500_000),
        "- ".repeat(1_000_000),
        "? ".repeat(1_000_000),
        laughs(30),
        copies,
        format!("x-a: {anchors}{}{}\n", "x,".repeat(90_000), "]".repeat(60)),
        format!("elements: [{}]\n", "a, ".repeat(100_001)),
    ] {
        assert_eq!(codes(&text), [Code::TooBig], "{}", &text[..20]);
    }
    assert_eq!(codes("a: &a [*a]\n"), [Code::Syntax]);
}

/// Pieces that together make texts near the language.
fn near() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        " ",
        "\n",
        "\n  ",
        "\n    - ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "a -> b",
        "~>",
        "<->",
        "-[x]->",
        "&a ",
        "*a",
        "<<: ",
        "!t ",
        "\t",
        "'",
        "\"",
        "#1",
        "elements:",
        "relations:",
        "views:",
        "type: sequence",
        "steps:",
        "children:",
        "plan:",
        "---\n",
        "日",
    ];
    let piece = prop_oneof![
        "[a-d]".boxed(),
        proptest::sample::select(PIECES).prop_map(str::to_owned).boxed(),
        proptest::sample::select(PIECES).prop_map(str::to_owned).boxed(),
        "\\PC".boxed(),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A text that reads without a panic, twice the same, with findings that lie inside of it.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let first = read(text);
    prop_assert_eq!(&first, &read(text));
    for finding in &first.diagnostics {
        let span = finding.span.unwrap();
        prop_assert!(span.start <= span.end && span.end <= text.len().max(1), "{:?} in {:?}", finding, text);
        prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end.min(text.len())));
    }
    prop_assert!(first.value.is_some() || first.has_errors());
    Ok(())
}

#[test]
fn a_folded_text_may_begin_with_a_wide_letter() {
    holds("relations:<<: \u{1EE8B}a -> b\n  a").unwrap();
    holds("relations:\n  - \u{1EE8B}a -> b\n    a").unwrap();
}

#[test]
fn an_anchor_may_begin_with_a_blank_that_yaml_does_not_know() {
    holds("&\u{85}\u{800}").unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn nothing_makes_the_reader_fail(text in prop_oneof!["\\PC{0,60}", "(?s).{0,40}", near()]) {
        holds(&text)?;
    }

    #[test]
    fn no_change_of_a_description_makes_the_reader_fail(
        cut in 0.0..1.0_f64,
        len in 0_usize..30,
        put in prop_oneof![Just(String::new()), "\\PC{0,3}", "[\\[\\]{}:,&*!#\\-> \n\t'\"]{0,3}"],
    ) {
        let text = include_str!("../../samples/cases/describe/whole-language.yaml");
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap();
        let start = boundary((cut * text.len() as f64) as usize);
        let end = boundary(start + len);
        holds(&format!("{}{put}{}", &text[..start], &text[end..]))?;
        holds(&text[..start])?;
    }
}
