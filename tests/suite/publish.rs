//! `groundplan publish` as a user meets it: documents, pictures, exit codes.

use super::cli::{folder, run, run_with, tree};
use std::fs;
use std::path::Path;

/// A fence.
pub(super) fn fence(text: &str) -> String {
    format!("```mermaid\nflowchart LR\n  {text}\n```\n")
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

fn samples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/documents/publish")
}

#[test]
fn sample_documents_get_their_pictures() {
    insta::glob!("../../samples/documents/publish", "*.{md,html}", |path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let out = tempfile::tempdir().unwrap();
        let to = out.path().to_str().unwrap();
        let ran = run(&samples(), &["publish", name, "-o", to, "--no-cache", "--number", "--caption"]);
        let mut files = tree(out.path());
        files.retain(|file| file != name && !file.starts_with(".groundplan"));
        let (page, files) = (text(out.path(), name), files.join(" "));
        insta::assert_snapshot!(format!("exit {}\n{}\n{files}\n\n{page}", ran.code, ran.err));
    });
}

#[test]
fn every_way_of_embedding_keeps_lists_and_quotes() {
    let source = "- ```mermaid alt=\"A | B\"\n  flowchart LR\n    a[\"one\n\n    two\"] --> b\n  ```\n\n> ```mermaid\n> flowchart LR\n>   a --> b\n> ```\n> ```mermaid\n> flowchart LR\n>   a --> b\n> ```\n\n| a |\n|---|\n| ![x](a.mmd) |\n";
    let folder = folder(&[("a.md", source), ("a.mmd", "flowchart LR\n  a --> b\n")]);
    let at = folder.path();
    for (how, holds) in [
        ("link", &["- ![A \\| B](a.1.svg)\n\n  <details>", "> ![Flowchart: a, b", "| ![x](a.4.svg) |"][..]),
        ("picture", &["- <p><picture><source media=", "srcset=\"a.1-dark.svg\"", "> <p><picture>", "| <picture>"]),
        ("data-uri", &["- ![A \\| B](data:image/svg+xml;base64,", "> ![Flowchart: a, b", "| <img src=\"data:"]),
        ("inline", &["- <div class=\"diagram\">\n  <svg ", "> <div", "> </svg>", "| <img src=\"data:"]),
    ] {
        let ran = run(at, &["publish", "a.md", "-o", how, "--embed", how, "--keep-source", "--no-cache"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let page = text(at, &format!("{how}/a.md"));
        for part in holds {
            assert!(page.contains(part), "{how}: {part}\n{page}");
        }
        let read = groundplan::publish::read(&page).value.unwrap();
        assert!(read.fences.iter().all(|fence| !fence.is_diagram() && fence.closed), "{page}");
        assert_eq!(read.fences.len(), 3, "the sources: {page}");
        // What stands in a quote has its mark in every line.
        let quote: Vec<&str> = page.lines().skip_while(|l| !l.starts_with('>')).take_while(|l| !l.is_empty()).collect();
        assert!(quote.len() > 10 && quote.iter().all(|line| line.starts_with('>')), "{page}");
    }
    // Ids of one page are never the same, even for the same picture twice.
    let page = text(at, "inline/a.md");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len(), "{ids:?}");
    let used: Vec<&str> =
        page.split("aria-labelledby=\"").skip(1).flat_map(|r| r.split('"').next().unwrap().split(' ')).collect();
    assert!(used.iter().all(|id| distinct.contains(id)), "{used:?}");
}

#[test]
fn every_format_is_written_and_the_first_is_shown() {
    let folder = folder(&[("a.md", &fence("a --> b"))]);
    let ran = run(folder.path(), &["publish", "a.md", "-o", "out", "-f", "png,svg,pdf", "--no-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files = ["a.1.pdf", "a.1.png", "a.1.svg", "a.md"];
    assert_eq!(&tree(&folder.path().join("out"))[1..], files);
    assert!(text(folder.path(), "out/a.md").contains("<img src=\"a.1.png\" alt=\"Flowchart: a, b"));
    assert!(ran.err.contains("1 document: 1 diagram; 4 files written\n"), "{}", ran.err);
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    let source = format!("\u{feff}# A\n\nx\n{}y\n", fence("a --> b")).replace('\n', "\r\n");
    let folder = folder(&[("a.md", &source)]);
    for how in ["link", "inline"] {
        let ran = run(folder.path(), &["publish", "a.md", "-o", how, "--embed", how, "--keep-source", "--no-cache"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let page = text(folder.path(), &format!("{how}/a.md"));
        assert!(page.starts_with("\u{feff}# A\r\n\r\nx\r\n\r\n") && page.ends_with("\r\n\r\ny\r\n"), "{page:?}");
        assert!(!page.replace("\r\n", "").contains(['\r', '\n']), "{page:?}");
    }
}

#[test]
fn a_page_that_is_no_utf8_is_copied_as_it_is() {
    let folder = folder(&[("docs/a.md", &fence("a --> b"))]);
    let at = folder.path();
    let wide: Vec<u8> = "\u{feff}# A\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin = [b"caf\xe9\n\n", fence("a --> b").as_bytes()].concat();
    let long = [fence("a --> b").into_bytes(), vec![b'x'; 9 << 20]].concat();
    for (name, bytes) in [("wide.md", &wide), ("latin.md", &latin), ("page.html", &latin), ("long.md", &long)] {
        fs::write(at.join("docs").join(name), bytes).unwrap();
    }
    let ran = run(at, &["publish", "docs", "-o", "out", "--no-cache"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for (name, bytes) in [("wide.md", &wide), ("latin.md", &latin), ("page.html", &latin), ("long.md", &long)] {
        assert!(fs::read(at.join("out").join(name)).unwrap() == *bytes, "{name}");
    }
    assert!(
        ran.err.contains("docs/latin.md:1:4: error[encoding]") && ran.err.contains("This is UTF-16"),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.matches("copied as it is, without pictures").count(), 4, "{}", ran.err);
    assert!(ran.err.contains("6 files written"), "{}", ran.err);
    let piped = run_with(at, &["publish", "-", "--no-cache"], &latin);
    assert!(piped.code == 1 && piped.out == latin, "{}", piped.err);
}

/// A link has `%20` for a space; `src` of a fence and of a region is the name of a file as it is.
#[test]
fn addresses_are_decoded_and_names_are_not() {
    let shop = super::cli::SHOP;
    let page = "![a](x%20y.mmd) ![b](50%.mmd) ![c](a%20b.yaml#landscape)\n\n```groundplan src=\"a%20b.yaml\"\n```\n";
    let region = "<!-- groundplan:begin view=landscape src=\"a%20b.yaml\" -->\n<!-- groundplan:end -->\n";
    let diagram = "flowchart LR\n  a --> b\n";
    let files = [("x y.mmd", diagram), ("50%.mmd", diagram), ("a b.yaml", shop), ("a%20b.yaml", shop)];
    let folder = folder(&[&files[..], &[("a.md", page), ("b.md", region)]].concat());
    let at = folder.path();
    let both = run(at, &["publish", "a.md", "b.md", "-o", "out", "--no-cache"]);
    assert!(both.code == 0 && both.err.contains("2 documents: 5 diagrams;"), "{}", both.err);
    fs::remove_file(at.join("a b.yaml")).unwrap();
    let literal = run(at, &["publish", "a.md", "b.md", "-o", "out", "--no-cache"]);
    assert!(literal.code == 1 && literal.err.contains("2 documents: 4 diagrams, 1 not drawn;"), "{}", literal.err);
    assert_eq!(run(at, &["update", "b.md"]).code, 0, "as `update` takes it");
}

/// A picture takes no name that an image of the author has, whichever document shows that.
#[test]
fn images_of_the_author_keep_their_names() {
    let page = fence("a --> b");
    let other = "![pic](a.1.svg)\n";
    let own = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let folder = folder(&[("docs/a.md", &page), ("docs/zz.md", other), ("docs/a.1.svg", own)]);
    let at = folder.path();
    for _ in 0..2 {
        let ran = run(at, &["publish", "docs", "-o", "out", "--no-cache"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(fs::read_to_string(at.join("out/a.1.svg")).unwrap(), own);
        assert!(fs::read_to_string(at.join("out/a.md")).unwrap().contains("](a.1-2.svg)"));
        assert!(at.join("out/a.1-2.svg").exists());
    }
}

#[test]
fn a_description_without_a_name_has_none() {
    let folder = folder(&[]);
    let text = "# A\n\n```groundplan\nelements: {a: {kind: system}, b: {kind: system}}\nrelations: [a -> b]\n```\n";
    let ran = run_with(folder.path(), &["publish", "-", "--embed", "inline", "--no-cache"], text.as_bytes());
    assert!(ran.code == 0 && ran.text().contains("-title\">Landscape</title>"), "{}", ran.text());
}

#[test]
fn one_document_goes_through_standard_streams() {
    let folder = folder(&[("shop.mmd", "flowchart LR\n  a --> b\n")]);
    let at = folder.path();
    let ran = run_with(at, &["publish", "-", "--no-cache"], format!("# A\n\n{}", fence("a --> b")).as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.text().starts_with("# A\n\n![Flowchart: a, b"), "{}", ran.text());
    let html = b"<!DOCTYPE html><pre class=mermaid>flowchart LR\n a-->b</pre>\n";
    let ran = run_with(at, &["publish", "-", "--embed", "inline", "--no-cache"], html);
    assert!(ran.text().starts_with("<!DOCTYPE html><div class=\"diagram\">\n<svg "), "{}", ran.text());
    assert_eq!(tree(at), ["shop.mmd"], "nothing is written");
    for (args, why) in [
        (&["publish", "-", "shop.mmd"][..], "give it alone"),
        (&["publish", "-", "--embed", "link"], "need a folder"),
        (&["publish", "a.md"], "-o OUT"),
        (&["publish", "a.md", "-o", "x", "--embed", "picture", "--theme", "dark"], "leave --theme out"),
        (&["publish", "a.md", "-o", "x", "--embed", "data-uri", "-f", "pdf"], "a link alone"),
    ] {
        let ran = run(at, args);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(why), "{}", ran.err);
    }
}

#[test]
fn a_tree_is_mirrored_as_git_sees_it() {
    let files = [
        ("docs/a.md", fence("a --> b") + "\n![logo](img/logo%201.png) ![up](../up.png) <img src=\"img/two.png\">\n"),
        ("docs/sub/b.markdown", fence("a --> b")),
        ("docs/sub/c.HTML", "<div class=mermaid>flowchart LR\n a-->b</div>".to_owned()),
        ("docs/.hidden/d.md", fence("a --> b")),
        ("docs/ignored/e.md", fence("a --> b")),
        ("docs/.gitignore", "ignored\n".to_owned()),
        ("docs/img/logo 1.png", "logo".to_owned()),
        ("docs/img/two.png", "two".to_owned()),
        ("docs/img/other.png", "other".to_owned()),
        ("up.png", "up".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = folder(&files);
    let at = folder.path();
    // The output folder may lie in the tree: what stands there is no source.
    for _ in 0..2 {
        let ran = run(at, &["publish", "docs", "-o", "docs/out", "--no-cache"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains("docs/a.md:6:27: warning[image-outside]"), "{}", ran.err);
        let made = ["a.1.svg", "a.md", "img/logo 1.png", "img/two.png", "sub/b.markdown", "sub/b.markdown.1.svg"];
        assert_eq!(tree(&at.join("docs/out"))[1..], [&made[..], &["sub/c.HTML", "sub/c.HTML.1.svg"]].concat());
    }
    assert!(text(at, "docs/out/sub/b.markdown").contains("](b.markdown.1.svg)"));
}

#[test]
fn nothing_is_written_over_or_outside() {
    let folder = folder(&[("docs/a.md", &fence("a --> b")), ("docs/A.md", &fence("b --> c")), ("x/b.md", "b\n")]);
    let at = folder.path();
    let over = run(at, &["publish", "docs", "-o", "docs", "--no-cache"]);
    assert_eq!(over.code, 2, "{}", over.err);
    assert!(over.err.contains("over a document of the run"), "{}", over.err);
    assert_eq!(text(at, "docs/a.md"), fence("a --> b"));
    let alike = run(at, &["publish", "docs", "-o", "out", "--no-cache"]);
    assert_eq!(alike.code, 2);
    assert!(alike.err.contains("docs/a.md would write over what docs/A.md becomes"), "{}", alike.err);
    assert_eq!(tree(&at.join("out"))[1..], ["A.1.svg", "A.md"]);
    #[cfg(unix)]
    {
        fs::create_dir_all(at.join("docs/sub")).unwrap();
        fs::write(at.join("docs/sub/c.md"), fence("a --> b")).unwrap();
        std::os::unix::fs::symlink(at.join("x"), at.join("out/sub")).unwrap();
        let linked = run(at, &["publish", "docs/sub", "docs", "-o", "out", "--no-cache"]);
        assert_eq!(linked.code, 2);
        assert!(linked.err.contains("leads out of the output folder") || linked.err.contains("would write over"));
        assert_eq!(tree(&at.join("x")), ["b.md"]);
    }
}

#[test]
fn names_of_pictures_stay_below_out_whatever_an_id_says() {
    let ids = ["con", "1", "1-dark", "../../x", "a/b", &"x".repeat(400), "Ä", "A", "a"];
    let source: String = ids
        .iter()
        .map(|id| fence("a --> b").replacen("mermaid", &format!("mermaid {{id=\"{id}\"}}"), 1) + "\n")
        .collect();
    let folder = folder(&[("con.md", &source)]);
    let at = folder.path();
    let ran = run(at, &["publish", "con.md", "-o", "out", "--embed", "picture", "--no-cache"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(ran.err.matches("error[bad-value]").count(), 2, "{}", ran.err);
    let made = tree(at);
    assert!(made.iter().all(|file| file == "con.md" || file.starts_with("out/")), "{made:?}");
    let lower: std::collections::BTreeSet<String> = made.iter().map(|file| file.to_lowercase()).collect();
    assert_eq!((lower.len(), made.len()), (made.len(), 2 + 1 + 14), "{made:?}");
    assert!(made.iter().all(|file| file.rsplit('/').next().unwrap().len() <= 255));
    assert!(made.contains(&"out/_con.1.svg".to_owned()), "{made:?}");
}

#[test]
fn strict_wants_words_for_who_does_not_see_a_picture() {
    let told = "```mermaid alt=Orders\nflowchart LR\n  a --> b\n```\n\n```mermaid\npie\n  accDescr: Half and half\n  \"a\" : 1\n```\n";
    let folder = folder(&[("a.md", &(fence("a --> b") + "\n" + told))]);
    let ran = run(folder.path(), &["publish", "a.md", "-o", "out", "--strict", "--no-cache"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("a.md:1:1: error[no-alt-text]"), "{}", ran.err);
    let page = text(folder.path(), "out/a.md");
    assert_eq!(page, fence("a --> b") + "\n![Orders](a.2.svg)\n\n![Half and half](a.3.svg)\n");
}

#[test]
fn letters_that_no_font_has_are_found_where_they_stand() {
    let odd = "%% \u{1fbc5}\nflowchart LR\n  a[\"ä \u{1fbc5}\u{1fbc6}!\"] --> b\n";
    let page = format!("# A\n\n> ```mermaid\n> {}\n> ```\n\n![x](f.mmd)\n", odd.trim_end().replace('\n', "\n> "));
    let folder = folder(&[("a.md", &page), ("f.mmd", odd), ("e.mmd", "flowchart LR\n  a[\"#129989;\"]\n")]);
    let at = folder.path();
    let ran = run(at, &["publish", "a.md", "-o", "out", "--no-cache"]);
    for place in ["a.md:6:10: warning[missing-glyph]", "f.mmd:3:8: warning[missing-glyph]", "^^"] {
        assert!(ran.err.contains(place), "{}", ran.err);
    }
    assert!(run(at, &["render", "f.mmd"]).err.starts_with("f.mmd:3:8: warning[missing-glyph]"));
    // An entity stands for it.
    assert!(run(at, &["render", "e.mmd"]).err.starts_with("e.mmd:1:1: warning[missing-glyph]"));
}

#[test]
fn what_is_no_document_is_for_render() {
    let folder = folder(&[("a.mmd", "flowchart LR\n  a --> b\n"), ("a.yaml", "elements:\n  a: app\n")]);
    for file in ["a.mmd", "a.yaml"] {
        let ran = run(folder.path(), &["publish", file, "-o", "out", "--no-cache"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(&format!("{file} is no document: draw it with `groundplan render`")), "{}", ran.err);
    }
    assert!(!folder.path().join("out").join("a.mmd").exists());
}

#[test]
fn an_image_that_cannot_be_drawn_is_not_dead() {
    let page = "# A\n\n![x](img/bad.mmd) <img src=\"img/bad.mmd\">\n";
    let folder = folder(&[("docs/a.md", page), ("docs/img/bad.mmd", "flowchart LR\n  a -->\n")]);
    let at = folder.path();
    let ran = run(at, &["publish", "docs", "-o", "out", "--no-cache"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("docs/a.md:3:1 shows it.") && ran.err.contains("docs/a.md:3:19 shows it."), "{}", ran.err);
    assert_eq!(text(at, "out/a.md"), page);
    assert_eq!(text(at, "out/img/bad.mmd"), text(at, "docs/img/bad.mmd"));
}

#[test]
fn a_fence_of_a_kind_that_is_not_drawn_stays_with_a_warning() {
    let page = format!("```mermaid\nwardley-beta\n  title A\n```\n\n{}", fence("a --> b"));
    let folder = folder(&[("a.md", &page), ("a.mmd", "wardley-beta\n  title A\n")]);
    let at = folder.path();
    let ran = run(at, &["publish", "a.md", "-o", "out", "--no-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("warning[mermaid-kind]") && ran.err.contains("1 not drawn"), "{}", ran.err);
    assert!(text(at, "out/a.md").starts_with("```mermaid\nwardley-beta\n  title A\n```\n\n!["));
    assert_eq!(run(at, &["publish", "a.md", "-o", "out", "--no-cache", "--strict"]).code, 1);
    assert_eq!(run(at, &["render", "a.mmd"]).code, 1);
}

#[test]
fn the_address_alone_of_an_image_is_replaced() {
    let page = "![a](f.mmd \"A \\\"title\\\"\")\n\nx ![b][ref] <img src=f.mmd alt=\"\" title='T' loading=lazy srcset=\"f.mmd 2x, g.png 3x\">\n\n\
                <picture><source media=\"print\" srcset=\"f.mmd\"><img alt=\"z\" src = 'f.mmd' width=\"80\"/></picture>\n\n[ref]: f.mmd 'of the reference'\n";
    let folder = folder(&[("a.md", page), ("f.mmd", "flowchart LR\n  a --> b\n")]);
    let at = folder.path();
    for (how, wanted) in [
        (
            "link",
            "![a](a.1.svg \"A \\\"title\\\"\")\n\nx ![b](a.2.svg \"of the reference\") \
             <img src=\"a.3.svg\" alt=\"\" title='T' loading=lazy srcset=\"a.3.svg 2x, g.png 3x\">\n\n\
             <picture><source media=\"print\" srcset=\"a.4.svg\"><img alt=\"z\" src = 'a.5.svg' width=\"80\"/></picture>\n\n",
        ),
        (
            "picture",
            "<p><picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"a.1-dark.svg\">\
             <img src=\"a.1.svg\" alt=\"a\" title=\"A &quot;title&quot;\"></picture></p>",
        ),
    ] {
        let ran = run(at, &["publish", "a.md", "-o", how, "--embed", how, "--no-cache"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let page = text(at, &format!("{how}/a.md"));
        assert!(page.starts_with(wanted), "{page}");
    }
}

#[test]
fn files_that_no_run_wrote_are_not_written_over() {
    let folder = folder(&[("a.md", &fence("a --> b")), ("out/a.1.svg", "mine"), ("out/b.txt", "mine")]);
    let at = folder.path();
    let publish = ["publish", "a.md", "-o", "out", "--no-cache"];
    for _ in 0..2 {
        let ran = run(at, &publish);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("a.1.svg is there already and differs: "), "{}", ran.err);
        assert_eq!(text(at, "out/a.1.svg"), "mine");
    }
    let forced = run(at, &[&publish[..], &["--force"]].concat());
    assert_eq!(forced.code, 0, "{}", forced.err);
    // From then on it is ours.
    fs::write(at.join("a.md"), fence("a --> other")).unwrap();
    let again = run(at, &publish);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(text(at, "out/a.1.svg").contains(">other<"));
}

#[test]
fn pixels_are_shown_at_the_size_of_the_vectors() {
    let page = format!(
        "{}\n![b](b.mmd){{.wide}} ![b](b.mmd) <img src=b.mmd height=9>\n\n![b](b.mmd)\n*words*\n",
        fence("a --> b")
    );
    let folder = folder(&[("a.md", &page), ("b.mmd", "flowchart LR\n  a --> b\n")]);
    let at = folder.path();
    let svg = run(at, &["render", "b.mmd", "-o", "b.svg"]);
    assert_eq!(svg.code, 0, "{}", svg.err);
    let svg = text(at, "b.svg");
    let width = svg.split(" width=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let ran = run(at, &["publish", "a.md", "-o", "two", "-f", "png", "--no-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines = text(at, "two/a.md");
    let wide = format!(" width=\"{width}\">");
    assert!(lines.starts_with("<p><img src=\"a.1.png\"") && lines.contains(&format!("{wide}</p>\n")), "{lines}");
    let words = format!(
        "![b](a.2.png){{.wide}} <img src=\"a.3.png\" alt=\"b\"{wide} <img src=\"a.4.png\" height=9>\n\n![b](a.5.png)\n*words*\n"
    );
    assert!(lines.ends_with(&words), "{lines}");
    let ran = run(at, &["publish", "a.md", "-o", "one", "-f", "png", "--scale", "1", "--no-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(text(at, "one/a.md").starts_with("![Flowchart: a, b"));
}

#[test]
fn mermaid_is_checked_as_mermaid() {
    let folder = folder(&[("a.mmd", "flowchart LR\n  a --> b\n"), ("b.mmd", "flowchart LR\n  a -->\n")]);
    let at = folder.path();
    let sound = run(at, &["check", "a.mmd"]);
    assert_eq!((sound.code, sound.err.as_str()), (0, "1 diagram checked: nothing to mend\n"));
    let broken = run(at, &["check", "b.mmd"]);
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("b.mmd:3:1: error[mermaid-syntax]"), "{}", broken.err);
    assert_eq!(tree(at), ["a.mmd", "b.mmd"]);
    let piped = run_with(at, &["render", "-"], b"flowchart LR\n  a --> b\n");
    assert!(piped.code == 1 && piped.err.contains("--input-format mmd"), "{}", piped.err);
}

/// One line of a mebibyte is read as fast as many: this ends.
#[test]
fn colons_all_over_a_line_open_nothing() {
    for part in ["&amp;:::", "<b>:::"] {
        let text = part.repeat((1 << 20) / part.len());
        let read = groundplan::publish::read(&text).value.unwrap();
        assert!(read.fences.is_empty());
    }
}

#[test]
fn what_is_too_big_is_copied_up_to_a_bound() {
    let folder = folder(&[("a/big.md", ""), ("a/huge.md", ""), ("a/page.md", "![x](huge.png)\n"), ("a/huge.png", "")]);
    let at = folder.path();
    // Most systems keep no bytes of a hole.
    let grow =
        |name: &str, bytes| fs::OpenOptions::new().write(true).open(at.join(name)).unwrap().set_len(bytes).unwrap();
    grow("a/big.md", (8 << 20) + 1);
    grow("a/huge.md", (64 << 20) + 1);
    grow("a/huge.png", (512 << 20) + 1);
    let ran = run(at, &["publish", "a", "-o", "out", "--no-cache"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Split it. Until then it is copied as it is"), "{said}");
    assert!(said.contains("The file has 65 MiB; 8 are read at most."), "{said}");
    assert!(said.contains("Split it. Until then it is left out: 64 MiB are copied at most."), "{said}");
    assert!(said.contains("a/page.md:1:1: error[too-big]: The file has 513 MiB; 512 are read at most."), "{said}");
    assert_eq!(tree(&at.join("out")), [".groundplan-publish.json", "big.md", "page.md"]);
    let check = run(at, &["publish", "a", "-o", "out", "--no-cache", "--check"]);
    assert!(check.code == 1 && check.err.contains("checked: nothing is stale"), "{}", check.err);
}
