//! Generated regions: found where they are, refreshed, and not a byte changed beside them.

use groundplan::base::{Checked, Code, Diagnostic};
use groundplan::publish::{self, Content, Description, Document, Edited, Updated, What, Wrap};
use proptest::prelude::*;
use std::path::Path;

fn samples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/documents/regions")
}

/// The document, where no marker of it is wrong.
fn scanned(text: &str) -> Document {
    let Checked { value, diagnostics } = publish::read(text);
    assert_eq!(diagnostics, [], "{text}");
    value.unwrap()
}

fn fill(document: &Document, edited: Edited, content: &str) -> Updated {
    publish::update(document, document.regions.iter().map(|_| Ok(content.to_owned())), edited)
}

/// What stands outside of regions, piece by piece.
fn outside(document: &Document) -> Vec<&str> {
    let mut out = Vec::new();
    let mut at = 0;
    for region in &document.regions {
        out.push(&document.text[at..region.marker.start]);
        at = region.body.end;
    }
    out.push(&document.text[at..]);
    out
}

#[test]
fn sample_documents_are_refreshed() {
    let source = groundplan::Source {
        name: "shop.yaml".to_owned(),
        text: std::fs::read_to_string(samples().join("shop.yaml")).unwrap(),
    };
    let (checked, sources) = groundplan::read(source, &groundplan::base::source::NoIncludes);
    assert_eq!(checked.diagnostics, []);
    let model = checked.value.unwrap();
    let views = Description::new(model.clone(), &sources);
    insta::glob!("../../samples/documents/regions", "*.md", |path| {
        let mut document = scanned(&std::fs::read_to_string(path).unwrap());
        if let Some(fence) = publish::architecture(&document) {
            let what = What::View(publish::architecture_view(&model).unwrap());
            let wrap = Wrap { at: fence.range.clone(), what };
            document = publish::adopt(&document, &[wrap], Some("shop.yaml")).unwrap();
        }
        let contents: Vec<_> = document.regions.iter().map(|region| views.text(&region.what)).collect();
        let updated = publish::update(&document, contents.clone(), Edited::Refuse);
        assert_eq!(updated.findings, [], "{}", path.display());
        let after = scanned(&updated.text);
        assert_eq!(outside(&document), outside(&after));
        assert!(publish::update(&after, contents, Edited::Refuse).stale.is_empty());
        let bom = if document.bom { "[BOM]" } else { "" };
        insta::assert_snapshot!(format!("{bom}{}", updated.text.replace('\r', "␍")));
    });
}

#[test]
fn plans_of_every_writing_keep_their_bytes() {
    let mut marked = 0;
    for entry in std::fs::read_dir(samples().with_file_name("plans")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let document = scanned(&text);
        let Some(fence) = publish::architecture(&document).filter(|_| document.regions.is_empty()) else { continue };
        let wrap = Wrap { at: fence.range.clone(), what: What::View("main".to_owned()) };
        let adopted = publish::adopt(&document, &[wrap], Some("shop.yaml"));
        assert_eq!(adopted.is_some(), fence.closed, "{}", path.display());
        let Some(adopted) = adopted else { continue };
        marked += 1;
        let filled = fill(&adopted, Edited::Refuse, "```mermaid\nflowchart TB\n```\n");
        assert_eq!((filled.stale.len(), filled.findings.len()), (1, 0), "{}", path.display());
        assert!(filled.text.starts_with(&document.text[..fence.range.start]), "{}", path.display());
        assert!(filled.text.ends_with(&document.text[fence.range.end..]), "{}", path.display());
        let again = fill(&scanned(&filled.text), Edited::Refuse, "```mermaid\nflowchart TB\n```\n");
        assert_eq!((again.stale.len(), again.text), (0, filled.text), "{}", path.display());
    }
    assert!(marked > 5, "{marked} plans with a picture");
}

#[test]
fn fences_are_found_in_every_form() {
    let text = "\
```mermaid\nA\n```\n\n~~~~ Mermaid {width=50%}\nB\n~~~\n~~~~\n\n- list\n\n  ```{.mermaid #id}\n  C\n\n  C\n  ```\n\n\
> ```kroki-mermaid\n> D\n> ```\n\n````groundplan\nE\n```\n````\n\n   ```mermaid\n   F\n  ```\n\n\
````markdown\n```mermaid\nX\n```\n````\n\n<!--\n```mermaid\nX\n```\n-->\n\n    ```mermaid\n    X\n    ```\n\n\
```mermaidx\nX\n```\n\n```rust mermaid\nX\n```\n\n``` mermaid\r\nG\r\nG\r\n```\r\n\r\n```mermaid\nH";
    let document = scanned(text);
    let found: Vec<(&str, bool)> =
        document.fences.iter().filter(|f| f.is_diagram()).map(|f| (f.text.as_str(), f.closed)).collect();
    let all = [
        ("A\n", true),
        ("B\n~~~\n", true),
        ("C\n\nC\n", true),
        ("D\n", true),
        ("E\n```\n", true),
        ("F\n", true),
        ("G\nG\n", true),
        ("H", false),
    ];
    assert_eq!(found, all);
    for fence in &document.fences {
        let written = &text[fence.range.clone()];
        assert!(written.starts_with(['`', '~']), "{written:?}");
        assert!(!fence.closed || written.ends_with(['`', '~']), "{written:?}");
        assert!(fence.range.start < fence.body.start && fence.body.end <= fence.range.end, "{fence:?}");
    }
}

#[test]
fn markers_that_are_none_are_findings_with_their_place() {
    let begin = "<!-- groundplan:begin view=main -->\n";
    let end = "<!-- groundplan:end -->\n";
    for (text, code, line, words) in [
        (format!("\n{begin}text\n"), Code::RegionMarker, 2, "never ends"),
        (format!("\n\n{end}"), Code::RegionMarker, 3, "never began"),
        (format!("{begin}{begin}{end}{end}"), Code::RegionMarker, 2, "line 1"),
        (format!("{begin}```\n{end}```\n"), Code::RegionMarker, 1, "code fence"),
        (format!("- {begin}\n{end}"), Code::RegionMarker, 3, "another quote or list item"),
        (format!("words {begin}{end}"), Code::RegionMarker, 1, "shares its line"),
        (format!("{} words\n{end}", begin.trim_end()), Code::RegionMarker, 1, "shares its line"),
        ("<!-- groundplan:begin\nview=main -->\n<!-- groundplan:end -->\n".to_owned(), Code::RegionMarker, 1, "line"),
        ("<!-- groundplan:begin view=main\n".to_owned(), Code::RegionMarker, 1, "`-->`"),
        (format!("<!-- groundplan:begn view=main -->\n{end}"), Code::RegionMarker, 1, "`groundplan:begin`"),
        (format!("<!-- groundplan:begin veiw=main -->\n{end}"), Code::UnknownKey, 1, "`view`"),
        (format!("<!-- groundplan:begin view=a view=b -->\n{end}"), Code::DuplicateKey, 1, "twice"),
        (format!("<!-- groundplan:begin view=a section=b -->\n{end}"), Code::RegionMarker, 1, "not both"),
        (format!("<!-- groundplan:begin src=a.yaml -->\n{end}"), Code::MissingKey, 1, "what the region shows"),
        (format!("<!-- groundplan:begin view= -->\n{end}"), Code::BadValue, 1, "no value"),
        (format!("<!-- groundplan:begin view=\"a -->\n{end}"), Code::RegionMarker, 1, "closing quote"),
        (format!("<!-- groundplan:begin main -->\n{end}"), Code::RegionMarker, 1, "key=value"),
        (format!("{begin}<!-- groundplan:end view=main -->\n"), Code::UnknownKey, 2, "no key `view`"),
    ] {
        let Checked { diagnostics, .. } = publish::read(&text);
        let [one] = diagnostics.as_slice() else { panic!("{text}: {diagnostics:#?}") };
        let Diagnostic { message, help, span, .. } = one;
        let at = span.unwrap().start;
        assert_eq!((one.code, text[..at].matches('\n').count() + 1), (code, line), "{text}");
        let said = format!("{message} {}", help.as_deref().unwrap());
        assert!(said.contains(words), "{text}: {said}");
    }
}

#[test]
fn values_may_be_quoted_and_the_rest_of_a_marker_stays() {
    let text = "<!--groundplan:begin  src='a b.yaml'\tview=\"main\" sum=\"\"   -->  \n<!-- groundplan:end-->";
    let document = scanned(text);
    assert_eq!(document.regions[0].src.as_deref(), Some("a b.yaml"));
    let updated = fill(&document, Edited::Refuse, "x\n");
    let sum = publish::sum(["x"]);
    let wanted =
        format!("<!--groundplan:begin  src='a b.yaml'\tview=\"main\" sum=\"{sum}\"   -->  \nx\n<!-- groundplan:end-->");
    assert_eq!(updated.text, wanted);
    let open = "<!-- groundplan:begin section='phases' -->\n<!-- groundplan:end -->\n";
    let updated = fill(&scanned(open), Edited::Refuse, "x\n");
    assert!(
        updated.text.starts_with(&format!("<!-- groundplan:begin section='phases' sum={sum} -->\n")),
        "{}",
        updated.text
    );
}

#[test]
fn what_was_edited_stays_unless_it_is_asked_for() {
    let open = "> <!-- groundplan:begin view=main -->\r\n> <!-- groundplan:end -->\r\n";
    let fresh = fill(&scanned(open), Edited::Refuse, "a\n\nb\n");
    assert!(fresh.text.contains("> a\r\n>\r\n> b\r\n"), "{:?}", fresh.text);
    // What was generated is replaced without a word.
    let newer = fill(&scanned(&fresh.text), Edited::Refuse, "c\n");
    assert_eq!((newer.stale.len(), newer.findings.len()), (1, 0));
    // What was not is a finding, with or without a sum.
    let edited = fresh.text.replace("> b", "> mine");
    let without = "<!-- groundplan:begin view=main -->\nmine\n<!-- groundplan:end -->\n";
    for text in [edited.as_str(), without] {
        let document = scanned(text);
        let kept = fill(&document, Edited::Refuse, "c\n");
        assert_eq!((kept.text.as_str(), kept.stale.len()), (text, 0));
        assert_eq!(kept.findings[0].code, Code::RegionEdited);
        assert_eq!(kept.findings[0].span.unwrap().start, document.regions[0].marker.start);
        let forced = fill(&document, Edited::Replace, "c\n");
        assert!(forced.text.contains('c') && !forced.text.contains("mine"), "{}", forced.text);
    }
    // Edited to what it is to be: the sum follows.
    let right = fill(&scanned(without), Edited::Refuse, "mine\n");
    assert_eq!((right.stale.len(), right.findings.len()), (1, 0));
}

#[test]
fn a_region_that_would_break_its_document_is_refused() {
    let text = "<!-- groundplan:begin view=main -->\n<!-- groundplan:end -->\n\nwords\n";
    for content in ["```\n", "<!-- groundplan:end -->\n", "<!-- open\n", "<!-- groundplan:begin view=x -->\n"] {
        let updated = fill(&scanned(text), Edited::Refuse, content);
        assert_eq!(updated.text, text, "{content}");
        assert_eq!(updated.findings[0].code, Code::RegionMarker, "{content}");
    }
}

#[test]
fn headings_say_what_stands_below_them() {
    let text = "# A\none\n\nB 1\n---\ntwo\n### C\nthree\n## D ##\r\n\r\n> # E\n\n```\n# F\n```\n";
    let document = scanned(text);
    let found: Vec<(u8, &str, &str)> =
        document.headings().iter().map(|h| (h.level, h.text.as_str(), &text[h.body.clone()])).collect();
    let all = [
        (1, "A", "one\n\nB 1\n---\ntwo\n### C\nthree\n## D ##\r\n\r\n> # E\n\n```\n# F\n```\n"),
        (2, "B 1", "two\n### C\nthree\n"),
        (3, "C", "three\n"),
        (2, "D", "\r\n> # E\n\n```\n# F\n```\n"),
    ];
    assert_eq!(found, all);
}

/// Pieces that documents are made of.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "# Heading\n",
        "Title\n===\n",
        "words and words\n",
        "- item\n",
        "  more of it\n",
        "1. first\n\n   below\n",
        "> quoted\n",
        "```mermaid\nflowchart TB\n```\n",
        "~~~\n<!-- groundplan:begin view=no -->\n~~~\n",
        "```\n",
        "    code\n",
        "\tcode\n",
        "<div>\n",
        "<!-- open\n",
        "<!-- closed -->\n",
        "-->\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "---\n",
        "🦀 ünïcode 日本\n",
        "[^1]: note\n",
        "trailing  \n",
        "\n",
        "\n",
        "\\\n",
    ]);
    let region = (
        prop::sample::select(vec!["", "", "  ", "   ", "> ", ">", "> > ", "- ", "1. ", "- > ", "\t", "* - "]),
        "[ab]{0,2}",
    )
        .prop_map(|(prefix, inside)| {
            let below: String = prefix.chars().map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect();
            let inside = if inside.is_empty() { String::new() } else { format!("{below}{inside}\n") };
            format!("{prefix}<!-- groundplan:begin view=v -->\n{inside}{below}<!-- groundplan:end -->\n")
        });
    let odd = "[ \t>*`~<!\\-a#|\r\n]{0,12}";
    prop_oneof![6 => fixed.prop_map(str::to_owned), 3 => region, 1 => odd]
}

fn text() -> impl Strategy<Value = String> {
    let parts = (prop::collection::vec(piece(), 0..14), any::<bool>(), 0..4_u8, any::<bool>());
    parts.prop_map(|(pieces, bom, ends, cut)| {
        let mut text = pieces.concat();
        match ends {
            0 => text = text.replace('\n', "\r\n"),
            1 => text = text.replacen('\n', "\r\n", 3),
            _ => {}
        }
        if cut {
            text.truncate(text.trim_end().len());
        }
        if bom { format!("\u{feff}{text}") } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..crate::layout::laws() })]

    #[test]
    fn no_byte_outside_of_regions_changes(text in text(), content in "([a-z]{1,3}\n|\n|```mermaid\na --> b\n\n```\n){0,4}") {
        let Checked { value, diagnostics } = publish::read(&text);
        let document = value.unwrap();
        let mark = if document.bom { "\u{feff}" } else { "" };
        prop_assert_eq!(format!("{mark}{}", document.text), text.as_str());
        if diagnostics.is_empty() {
            let updated = fill(&document, Edited::Replace, &content);
            let after = scanned(&updated.text);
            prop_assert_eq!(outside(&document), outside(&after));
            if updated.findings.is_empty() {
                for region in &after.regions {
                    let lines: Vec<&str> = region.lines(&after).collect();
                    prop_assert_eq!(lines, content.lines().collect::<Vec<_>>());
                }
                let again = fill(&after, Edited::Refuse, &content);
                prop_assert_eq!(&again.text, &updated.text);
                prop_assert!(again.stale.is_empty() && again.findings.is_empty());
            } else {
                prop_assert_eq!(&updated.text, &document.text);
            }
        }
    }

    #[test]
    fn a_document_that_gets_markers_keeps_its_bytes(text in text()) {
        let Checked { value, diagnostics } = publish::read(&text);
        let document = value.unwrap();
        let fresh = diagnostics.is_empty() && document.regions.is_empty();
        if let (true, Some(fence)) = (fresh, document.fences.first()) {
            let wrap = Wrap { at: fence.range.clone(), what: What::View("v".to_owned()) };
            if let Some(marked) = publish::adopt(&document, &[wrap], Some("a b.yaml")) {
                let filled = fill(&marked, Edited::Refuse, "x\n");
                prop_assert!(filled.text.starts_with(&document.text[..fence.range.start]));
                prop_assert!(filled.text.ends_with(&document.text[fence.range.end..]));
            }
        }
    }

    #[test]
    fn scanning_never_fails(text in "(\\PC|[<>!`~\\- \t\r\n]|<!-- groundplan:|begin|end| view=| -->|\"){0,60}") {
        let Checked { value, diagnostics } = publish::read(&text);
        let document = value.unwrap();
        for finding in &diagnostics {
            let span = finding.span.unwrap();
            prop_assert!(document.text.get(span.start..span.end).is_some(), "{finding:?}");
        }
        let _ = fill(&document, Edited::Replace, "x\n");
        for range in document.fences.iter().map(|f| &f.range).chain(document.headings().iter().map(|h| &h.body)) {
            prop_assert!(document.text.get(range.clone()).is_some());
        }
    }
}

#[test]
fn hostile_documents_end_in_time() {
    let start = std::time::Instant::now();
    for (piece, count) in
        [("> ", 20_000), ("- ", 20_000), ("<!-- ", 100_000), ("`", 200_000), ("[", 50_000), ("# a\n", 50_000)]
    {
        let _ = publish::read(&piece.repeat(count));
    }
    let many = "<!-- groundplan:begin view=a -->\n<!-- groundplan:end -->\n".repeat(5_000);
    let updated = fill(&scanned(&many), Edited::Refuse, "x\n");
    assert_eq!(updated.stale.len(), 5_000);
    let nested = "<!-- groundplan:begin view=a -->\n".repeat(5_000);
    assert_eq!(publish::read(&nested).diagnostics.len(), 4_999);
    assert!(start.elapsed() < std::time::Duration::from_mins(1), "{:?}", start.elapsed());
}
