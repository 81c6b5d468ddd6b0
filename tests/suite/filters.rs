//! The filters of mdBook and pandoc: what they are given, what they give back, and the real programs with them.

use crate::cli::{Run, SHOP, folder};
use crate::source::tool;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_groundplan");
const GOOD: &str = "flowchart LR\n  a[One] --> b[Two]\n";
const BAD: &str = "flowchart LR\n  a[One --> b\n";

fn filter(at: &Path, args: &[&str], input: &Value) -> Run {
    Run::piped(Command::new(PROGRAM).current_dir(at).args(args), &input.to_string())
}

/// What mdBook gives: chapters below `items` (0.5) or `sections` (0.4), one in the other, and what is no chapter.
fn book(at: &Path, items: &str, renderer: &str, options: &Value) -> Value {
    let chapter = |name: &str, content: &str, inner: Value| {
        json!({"Chapter": {"name": name, "content": content, "number": [1], "sub_items": inner,
            "path": format!("{name}.md"), "source_path": format!("{name}.md"), "parent_names": []}})
    };
    let inner =
        chapter("deep/two", &format!("> ```mermaid\n> {}\n> ```\n", BAD.trim_end().replace('\n', "\n> ")), json!([]));
    let draft = json!({"Chapter": {"name": "Draft", "content": "", "number": null, "sub_items": [], "path": null,
        "source_path": null, "parent_names": []}});
    let mut book = json!({});
    book[items] = json!([
        chapter("one", &format!("# One\n\n```mermaid {{width=60%}}\n{GOOD}```\n\n```mermaid\n{GOOD}```\n"), json!([inner])),
        "Separator",
        {"PartTitle": "Part"},
        draft
    ]);
    let context = json!({"root": at, "config": {"book": {"src": "src"}, "preprocessor": {"groundplan": options}},
        "renderer": renderer, "mdbook_version": "0.5.4"});
    json!([context, book])
}

#[test]
fn mdbook_gets_its_book_back_with_pictures() {
    let folder = folder(&[]);
    let at = &folder.path().canonicalize().unwrap();
    let options = json!({"command": "groundplan mdbook", "theme": "light", "caption": true});
    for items in ["items", "sections"] {
        let given = book(at, items, "html", &options);
        let ran = filter(at, &["mdbook"], &given);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let mut out: Value = serde_json::from_str(ran.text()).unwrap();
        let one = out.pointer(&format!("/{items}/0/Chapter/content")).unwrap().as_str().unwrap().to_owned();
        assert!(one.starts_with("# One\n\n<div") && one.matches("<svg").count() == 2 && !one.contains("```"), "{one}");
        let id = |text: &str| {
            text.split("<svg").nth(1).unwrap().split_once("id=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
        };
        let (first, second) = one.split_at(one.rfind("<svg").unwrap());
        assert_ne!(id(first), id(second), "two pictures of a page share no id");
        assert!(ran.err.contains("src/deep/two.md:3:") || ran.err.contains("src/deep/two.md:4:"), "{}", ran.err);
        // Nothing but that text has changed.
        *out.pointer_mut(&format!("/{items}/0/Chapter/content")).unwrap() =
            given[1].pointer(&format!("/{items}/0/Chapter/content")).unwrap().clone();
        assert_eq!(out, given[1]);
    }
    let ran = filter(at, &["mdbook"], &book(at, "items", "epub", &options));
    assert!(ran.text().contains("![") && ran.text().contains("data:image/svg+xml;base64,"), "{}", ran.text());
    let strict = json!({"fail": true});
    assert_eq!(filter(at, &["mdbook"], &book(at, "items", "html", &strict)).code, 1);
    for (options, words) in [
        (json!({"theme": "nothing"}), "nothing"),
        (json!({"colour": "red"}), "colour"),
        (json!({"embed": "link"}), "data-uri"),
        (json!({"fail": "perhaps"}), "perhaps"),
    ] {
        let ran = filter(at, &["mdbook"], &book(at, "items", "html", &options));
        assert!(ran.code > 0 && ran.out.is_empty() && ran.err.contains(words), "{}", ran.err);
    }
    assert_eq!(filter(at, &["mdbook"], &json!({})).code, 2);
    let supports = |renderer| filter(at, &["mdbook", "supports", renderer], &json!(null)).code;
    assert_eq!([supports("html"), supports("epub"), supports("not-supported")], [0, 0, 1]);
}

#[test]
fn mdbook_builds_a_book_with_us() {
    let Some(mdbook) = tool("mdbook") else { return };
    let toml = format!(
        "[book]\ntitle = \"Book\"\n\n[preprocessor.groundplan]\ncommand = '\"{PROGRAM}\" mdbook'\ntheme = \"light\"\n"
    );
    let folder = folder(&[
        ("book.toml", &toml),
        ("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n  - [Two](deep/two.md)\n"),
        ("src/one.md", &format!("# One\n\n- a\n\n  ```mermaid\n  {}\n  ```\n", GOOD.trim_end().replace('\n', "\n  "))),
        ("src/deep/two.md", &format!("# Two\n\n```mermaid\n{BAD}```\n\n```groundplan\n{SHOP}```\n")),
    ]);
    let at = folder.path();
    let built = Command::new(mdbook).arg("build").current_dir(at).output().unwrap();
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{said}");
    assert!(said.contains("two.md:6:") || said.contains("two.md:5:"), "{said}");
    let page = |name: &str| fs::read_to_string(at.join("book").join(name)).unwrap();
    let ours = |page: &str| page.matches("<svg xmlns=\"http://www.w3.org/2000/svg\" width=").count();
    assert_eq!(ours(&page("one.html")), 1);
    assert!(ours(&page("deep/two.html")) == 1 && page("deep/two.html").contains("a[One --&gt; b"));
}

/// A document of pandoc.
fn document(version: &[u64], blocks: &Value, ours: &Value) -> Value {
    json!({"pandoc-api-version": version, "meta": {"groundplan": {"t": "MetaMap", "c": ours}}, "blocks": blocks})
}

fn code(classes: &[&str], values: &Value, text: &str) -> Value {
    json!({"t": "CodeBlock", "c": [["id", classes, values], text]})
}

#[test]
fn pandoc_gets_its_document_back_with_images() {
    let folder = folder(&[]);
    let at = folder.path();
    let words = json!([["caption", "How it  goes"], ["width", "60%"], ["alt", "Two boxes"], ["data-x", "1"]]);
    let python = code(&["python"], &json!([]), "print()");
    let blocks = json!([
        code(&["mermaid", "wide"], &words, GOOD),
        {"t": "BlockQuote", "c": [code(&["mermaid"], &json!([]), GOOD), python]},
        code(&["mermaid"], &json!([]), BAD),
        code(&["groundplan"], &json!([]), SHOP)
    ]);
    let image = |values: Value, id: &str, classes: Value, alt: Value, target: &str, title: &str| json!({"t": "Image", "c": [[id, classes, values], alt, [target, title]]});
    let alt = json!([{"t": "Str", "c": "Two"}, {"t": "Space"}, {"t": "Str", "c": "boxes"}]);
    let caption = json!([{"t": "Str", "c": "How"}, {"t": "Space"}, {"t": "Str", "c": "it"}, {"t": "Space"}, {"t": "Str", "c": "goes"}]);
    let values = json!([["data-x", "1"], ["width", "60%"]]);
    for (format, start) in [
        ("docx", "data:image/png;base64,iVBORw0KGgo"),
        ("html+smart", "data:image/svg+xml;base64,PHN2Zy"),
        ("latex", "groundplan-media/diagram-"),
        ("gfm", "groundplan-media/diagram-"),
    ] {
        let ran = filter(at, &["pandoc", format], &document(&[1, 23, 1], &blocks, &json!({})));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains("diagram 3 (flowchart LR):3:1"), "{}", ran.err);
        let out: Value = serde_json::from_str(ran.text()).unwrap();
        let target = out.pointer("/blocks/0/c/2/0/c/0/c/2/0").unwrap().as_str().unwrap();
        assert!(target.starts_with(start), "{format}: {target}");
        if let Some(file) = target.strip_prefix("groundplan-media/") {
            let ending = if format == "latex" { ".pdf" } else { ".svg" };
            assert!(file.ends_with(ending) && at.join(target).exists(), "{target}");
        }
        let inner = image(values.clone(), "", json!(["wide"]), alt.clone(), target, "");
        let figure = json!({"t": "Figure", "c": [["id", [], []], [null, [{"t": "Plain", "c": caption}]],
            [{"t": "Plain", "c": [inner]}]]});
        assert_eq!(out["blocks"][0], figure);
        assert_eq!(out.pointer("/blocks/1/c/0/t").unwrap(), "Para");
        assert_eq!(out.pointer("/blocks/1/c/1").unwrap(), &python);
        assert_eq!(out["blocks"][2], blocks[2]);
        assert_eq!(out.pointer("/blocks/3/c/0/t").unwrap(), "Image");
    }
    // Pandoc 2 has no figures.
    let old = filter(at, &["pandoc", "docx"], &document(&[1, 22, 2, 1], &blocks, &json!({})));
    let out: Value = serde_json::from_str(old.text()).unwrap();
    let target = out.pointer("/blocks/0/c/0/c/2/0").unwrap().as_str().unwrap();
    let inner = image(values, "id", json!(["wide"]), caption, target, "fig:");
    assert_eq!(out["blocks"][0], json!({"t": "Para", "c": [inner]}));

    let inlines = |text: &str| json!({"t": "MetaInlines", "c": [{"t": "Str", "c": text}]});
    let media = json!({"media": inlines("img"), "theme": inlines("print")});
    let ran = filter(at, &["pandoc", "html"], &document(&[1, 23], &blocks, &media));
    assert!(ran.text().contains("\"img/diagram-") && at.join("img").is_dir(), "{}", ran.err);
    let numbers = json!({"number": {"t": "MetaBool", "c": true}});
    let ran = filter(at, &["pandoc", "html"], &document(&[1, 23], &blocks, &numbers));
    let out: Value = serde_json::from_str(ran.text()).unwrap();
    let third = json!([{"t": "Str", "c": "Figure"}, {"t": "Space"}, {"t": "Str", "c": "3"}]);
    assert_eq!(out.pointer("/blocks/3/c/1/1/0/c").unwrap(), &third, "what stays as it is has no number");
    let fails = json!({"fail": {"t": "MetaBool", "c": true}});
    assert_eq!(filter(at, &["pandoc", "html"], &document(&[1, 23], &blocks, &fails)).code, 1);
    for outside in ["../img", "/img", "img/../../x"] {
        let ran = filter(at, &["pandoc", "html"], &document(&[1, 23], &blocks, &json!({"media": inlines(outside)})));
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains("below"), "{}", ran.err);
    }
    let odd = json!({"colour": inlines("red")});
    assert!(filter(at, &["pandoc", "html"], &document(&[1, 23], &blocks, &odd)).code > 0);
    assert_eq!(filter(at, &["pandoc", "html"], &json!([])).code, 2);
}

#[test]
fn strict_counts_in_filters_and_a_source_is_kept_below_its_picture() {
    let folder = folder(&[]);
    let at = folder.path();
    let told = format!("flowchart LR\n  accTitle: Told\n{}", GOOD.split_once('\n').unwrap().1);
    let blocks = json!([code(&["mermaid"], &json!([]), &told), code(&["mermaid"], &json!([]), GOOD)]);
    let given = document(&[1, 23, 1], &blocks, &json!({}));
    assert_eq!(filter(at, &["pandoc", "html"], &given).code, 0);
    let ran = filter(at, &["pandoc", "html", "--strict"], &given);
    assert!(ran.code == 1 && ran.err.starts_with("diagram 2 (flowchart LR):1:1: error[no-alt-text]"), "{}", ran.err);
    let out: Value = serde_json::from_str(ran.text()).unwrap();
    assert_eq!((out.pointer("/blocks/0/t").unwrap(), &out["blocks"][1]), (&json!("Para"), &blocks[1]));
    let lenient = json!({"fail": {"t": "MetaBool", "c": false}});
    assert_eq!(filter(at, &["pandoc", "html", "--strict"], &document(&[1, 23, 1], &blocks, &lenient)).code, 0);
    let page = book(at, "items", "html", &json!({}));
    assert_eq!(filter(at, &["mdbook", "--strict"], &page).code, 1);

    fs::write(at.join("n.md"), format!("```mermaid\n{told}```\n\n```mermaid\n{GOOD}```\n")).unwrap();
    let ran = filter(at, &["mmdc", "--strict", "-i", "n.md", "-o", "n.out.md"], &json!(null));
    assert!(ran.code == 1 && ran.err.starts_with("n.md:7:1: error[no-alt-text]"), "{}", ran.err);
    assert!(at.join("n.out-1.svg").exists() && !at.join("n.out-2.svg").exists());

    let kept = json!({"keep-source": {"t": "MetaBool", "c": true}});
    let ran = filter(at, &["pandoc", "docx"], &document(&[1, 23, 1], &blocks, &kept));
    let out: Value = serde_json::from_str(ran.text()).unwrap();
    let below = out.pointer("/blocks/0/c/1").unwrap().as_array().unwrap();
    let kinds: Vec<&str> = below.iter().map(|block| block["t"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["Para", "RawBlock", "CodeBlock", "RawBlock"]);
    assert_eq!(below[2]["c"], json!([["", ["text"], []], told]));
    if let Some(pandoc) = tool("pandoc") {
        let text = format!("---\ngroundplan: {{keep-source: true}}\n---\n\n```mermaid\n{GOOD}```\n");
        fs::write(at.join("k.md"), text).unwrap();
        let made = |format| {
            let args = ["k.md", "--filter", PROGRAM, "-t", format];
            let given = Command::new(&pandoc).current_dir(at).args(args).output().unwrap();
            String::from_utf8(given.stdout).unwrap()
        };
        assert!(made("html").contains("<summary>") && made("html").contains("a[One] --&gt; b[Two]"));
        let plain = made("plain");
        assert!(plain.contains("a[One] --> b[Two]") && !plain.contains("summary"), "{plain}");
    }
}

#[test]
fn pandoc_images_of_diagrams_are_drawn() {
    let folder = folder(&[("img/a b.mmd", GOOD), ("bad.mmd", BAD), ("shop.yaml", SHOP)]);
    let at = folder.path();
    let text = |words: &str| json!([{"t": "Str", "c": words}]);
    let image = |inner: Value, values: Value, target: &str, title: &str| json!({"t": "Image", "c": [["", ["wide"], values], inner, [target, title]]});
    let heading = json!({"t": "Header", "c": [1, ["two", [], []], text("Two")]});
    let blocks = json!([
        {"t": "Para", "c": [image(text("Two boxes"), json!([["width", "50%"]]), "img/a%20b.mmd", "fig:Its title")]},
        heading,
        {"t": "Para", "c": [image(json!([]), json!([]), "shop.yaml", ""), image(text("x"), json!([]), "bad.mmd", "")]},
        {"t": "Para", "c": [image(text("none"), json!([]), "gone.mmd", ""), image(text("photo"), json!([]), "a.png", "")]},
        code(&["mermaid"], &json!([["data-pos", "a.md@31:1-34:1"], ["title", "A \"title\""]]), GOOD),
        code(&["mermaid"], &json!([["data-pos", "41:3-44:1;45:1-46:1"]]), BAD),
        code(&["mermaid"], &json!([]), BAD),
    ]);
    let options = json!({"width": {"t": "MetaInlines", "c": [{"t": "Str", "c": "70%"}]}});
    let ran = filter(at, &["pandoc", "latex"], &document(&[1, 23, 1], &blocks, &options));
    let out: Value = serde_json::from_str(ran.text()).unwrap();
    let of = |pointer: &str| out.pointer(pointer).unwrap();
    let first = of("/blocks/0/c/0/c");
    let file = |value: &Value| value.as_str().unwrap().strip_prefix("groundplan-media/diagram-").map(str::len);
    assert!(first[0] == json!(["", ["wide"], [["width", "50%"]]]) && first[1] == text("Two boxes"), "{first}");
    assert!(first[2][1] == "fig:Its title" && file(&first[2][0]) == Some("0123456789ab.pdf".len()), "{first}");
    let second = of("/blocks/2/c/0/c");
    assert!(second[0][2] == json!([["width", "70%"]]) && !second[1].as_array().unwrap().is_empty(), "{second}");
    assert_eq!(of("/blocks/2/c/1"), &blocks[2]["c"][1], "what cannot be drawn stays");
    assert_eq!(of("/blocks/3"), &blocks[3]);
    assert_eq!(of("/blocks/4/c/0/c/2/1"), "A \"title\"");
    for place in [
        "bad.mmd:3:1:",
        "image gone.mmd below \"Two\":1:1: error[region-source]",
        "document:41, diagram 6 (flowchart LR):3:1:",
        "diagram 7 (flowchart LR) below \"Two\":3:1:",
    ] {
        assert!(ran.err.contains(place), "{place}: {}", ran.err);
    }
}

#[test]
fn pandoc_writes_documents_with_us() {
    let Some(pandoc) = tool("pandoc") else { return };
    let text = format!("# One\n\n```mermaid\n{GOOD}```\n\n``` {{.mermaid caption=\"Half\" width=50%}}\n{GOOD}```\n");
    let folder = folder(&[("a.md", &text), ("a.mmd", GOOD)]);
    let at = folder.path();
    let done = |args: &[&str]| {
        let given = Command::new(&pandoc).current_dir(at).args(args).output().unwrap();
        assert!(given.status.success(), "{}", String::from_utf8_lossy(&given.stderr));
        String::from_utf8(given.stdout).unwrap()
    };
    // Pandoc gives the name of the format alone, and `man` is a command of ours too.
    for format in ["docx", "odt", "pptx", "html", "latex", "epub", "man"] {
        done(&["a.md", "--filter", PROGRAM, "-t", format, "-o", "a.out"]);
    }
    let page = done(&["a.md", "--filter", PROGRAM, "-t", "html"]);
    assert_eq!(page.matches("src=\"data:image/svg+xml;base64,").count(), 2, "{page}");
    done(&["a.md", "--filter", PROGRAM, "-o", "a.docx"]);
    let back = done(&["a.docx", "-t", "json"]);
    let svg = Command::new(PROGRAM).current_dir(at).args(["render", "a.mmd", "-f", "svg", "-o", "-"]).output().unwrap();
    let svg = String::from_utf8(svg.stdout).unwrap();
    let px: f64 = svg.split_once("width=\"").unwrap().1.split_once('"').unwrap().0.parse().unwrap();
    let widths: Vec<f64> =
        back.split("\"width\",\"").skip(1).map(|rest| rest.split_once("in\"").unwrap().0.parse().unwrap()).collect();
    assert_eq!(widths.len(), 2);
    assert!((widths[0] - px / 96.0).abs() < 0.001, "{widths:?} inches, not {px} px");
}
