//! The source in a picture: it comes back byte for byte, also after other programs have written the picture anew.

use crate::cli::{SHOP, TWO_VIEWS, folder, run};
use crate::gallery;
use groundplan::Fonts;
use groundplan::output::source::{Missing, extract};
use groundplan::output::{pdf, png, svg};
use groundplan::scene::origin::{Language, Origin};
use std::fs;
use std::process::Command;

fn origin(text: &str) -> Origin {
    Origin { language: Language::Groundplan, view: Some("main".to_owned()), text: text.to_owned() }
}

/// A picture with a source, as SVG and as PNG.
fn pictures(origin: &Origin) -> (String, Vec<u8>) {
    let mut scene = gallery::draw(&gallery::delta(), "light");
    scene.origin = Some(origin.clone());
    let picture = svg(&scene);
    let bytes = png(&picture, 0.5, Fonts::embedded()).unwrap();
    (picture.into_string(), bytes)
}

/// The picture as a page of PDF.
fn page(origin: &Origin) -> Vec<u8> {
    let mut scene = gallery::draw(&gallery::delta(), "light");
    scene.origin = Some(origin.clone());
    pdf(&scene, Fonts::embedded()).unwrap()
}

/// The same with a part of its bytes replaced, wherever that stands.
fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
    [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat()
}

#[test]
fn a_pdf_that_others_wrote_or_changed_is_told_apart() {
    let view = Origin { view: Some("größe (alle) \\".to_owned()), ..origin(SHOP) };
    assert_eq!(extract(&page(&view)), Ok(view));
    let mermaid = Origin { language: Language::Mermaid, view: None, text: "graph LR\na --> b\n".to_owned() };
    assert_eq!(extract(&page(&mermaid)), Ok(mermaid));
    let ours = page(&origin(SHOP));
    // As other programs write what is the same.
    let said = "(The description that this diagram was drawn from; its view is main)";
    let digits: Vec<String> = said.trim_matches(['(', ')']).bytes().map(|byte| format!("{byte:02x}")).collect();
    for same in [
        replaced(&ours, said, &format!("<{}>", digits.join(" "))),
        replaced(&ours, "its view", "its\\040view"),
        replaced(&ours, "/Type/Filespec", "\n/Type /Filespec % a file\n"),
        [&b"%PDF-1.4\n1 0 obj\n<</F(1 0 obj\n"[..], &ours].concat(),
    ] {
        assert_eq!(extract(&same), Ok(origin(SHOP)));
    }
    // What others attach is theirs.
    let mut scene = gallery::draw(&gallery::delta(), "light");
    scene.origin = None;
    for other in [
        pdf(&scene, Fonts::embedded()).unwrap(),
        replaced(&ours, "The description that", "The text that"),
        replaced(&ours, "F(source.yaml)/UF(source.yaml)", "F(invoice.xml)/UF(invoice.xml)"),
        b"%PDF-1.7\n7 0 obj\n<</Type/Filespec/F(source.yaml)/EF<</F 8 0 R>>>>\nendobj\n8 0 obj\n<</Length 9/Type/EmbeddedFile>>\nstream\nname: a b\nendstream\nendobj\n".to_vec(),
        b"%PDF-".to_vec(),
    ] {
        assert_eq!(extract(&other), Err(Missing::None));
    }
    let gone = replaced(&ours, "/Type/EmbeddedFile/Filter/FlateDecode", "/Type/EmbeddedFile/Filter/LZWDecode");
    assert_eq!(extract(&gone), Err(Missing::Damaged));
    for cut in (0..ours.len()).step_by(97) {
        let _ = extract(&ours[..cut]);
    }
    let open = "1 0 obj<</A(".repeat(100_000);
    assert_eq!(extract(format!("%PDF-1.7\n{open}").as_bytes()), Err(Missing::None), "and that in no time");
}

#[test]
fn a_source_comes_back_whatever_it_holds() {
    let long = "name: Größe 図 \u{1f600}\n".repeat(4000);
    for text in ["", "\n", "\r\n \t", "a\0b\u{1}\u{fffe}]]>--><!--&amp;</source>", " \u{feff}x ", &long] {
        let origin = origin(text);
        let (picture, bytes) = pictures(&origin);
        assert_eq!(extract(picture.as_bytes()), Ok(origin.clone()));
        assert_eq!(extract(&bytes), Ok(origin.clone()));
        assert_eq!(extract(&page(&origin)), Ok(origin));
    }
    let (_, short) = pictures(&origin(""));
    let (_, bytes) = pictures(&origin(&long));
    assert!(bytes.len() < short.len() + long.len() / 20, "a long source is packed");
}

#[test]
fn a_source_outlives_programs_that_tidy_up() {
    let origin = origin(&format!("# \u{e4}\r\n{SHOP}"));
    let (picture, bytes) = pictures(&origin);
    let at = picture.find("encoding=\"base64\">").unwrap() + "encoding=\"base64\">".len();
    let end = picture.find("</groundplan:source>").unwrap();
    let letters = &picture[at..end];
    let lines: Vec<&str> = letters.as_bytes().chunks(60).map(|line| str::from_utf8(line).unwrap()).collect();
    let wrapped = lines.join("\n    ");
    let renamed = picture
        .replace(
            "<groundplan:source xmlns:groundplan=\"urn:groundplan\" language=\"groundplan\" view=\"main\" encoding=\"base64\">",
            "<g:source view='main' encoding='base64' language='groundplan'>",
        )
        .replace("</groundplan:source>", "</g:source>")
        .replace("<svg ", "<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<!-- tidy -->\n<svg xmlns:g=\"urn:groundplan\" ");
    assert!(renamed.contains("<g:source view"), "the element is as it was");
    for changed in [
        picture.replace(letters, &format!("\n    {wrapped}\n  ")),
        picture.replace(letters, &format!("<![CDATA[{letters}]]>")),
        picture.replace(">\n<", "><"),
        renamed,
    ] {
        assert_eq!(extract(changed.as_bytes()), Ok(origin.clone()), "{changed}");
    }
    for packed in [true, false] {
        assert_eq!(extract(&rewritten(&bytes, packed)), Ok(origin.clone()), "packed: {packed}");
    }
}

/// The same pixels with the texts as the oldest kinds of chunk, behind them.
fn rewritten(bytes: &[u8], packed: bool) -> Vec<u8> {
    use ::png::text_metadata::{TEXtChunk, ZTXtChunk};
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let info = reader.info();
    let mut out = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut out, info.width, info.height);
    encoder.set_color(info.color_type);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    for chunk in &info.utf8_text {
        let latin: String = chunk.get_text().unwrap().bytes().map(char::from).collect();
        if packed {
            writer.write_text_chunk(&ZTXtChunk::new(chunk.keyword.as_str(), latin)).unwrap();
        } else {
            writer.write_text_chunk(&TEXtChunk::new(chunk.keyword.as_str(), latin)).unwrap();
        }
    }
    writer.finish().unwrap();
    out
}

#[test]
fn what_carries_no_source_says_so() {
    let scene = gallery::draw(&gallery::delta(), "light");
    let picture = svg(&scene);
    assert_eq!(extract(picture.as_str().as_bytes()), Err(Missing::None));
    assert_eq!(extract(&png(&picture, 0.5, Fonts::embedded()).unwrap()), Err(Missing::None));
    for other in
        ["", "name: Shop\n", "<html/>", "<svg", "\u{89}PNG", "<svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>"]
    {
        assert_eq!(extract(other.as_bytes()), Err(Missing::NotAPicture), "{other}");
    }
    let (picture, bytes) = pictures(&origin(SHOP));
    for damaged in
        [picture.replace("base64\">", "base64\">*"), picture.replace("language=\"groundplan\"", "language=\"x\"")]
    {
        assert_eq!(extract(damaged.as_bytes()), Err(Missing::Damaged));
    }
    for cut in (0..bytes.len()).step_by(97) {
        let _ = extract(&bytes[..cut]);
    }
}

#[test]
fn what_is_kept_changes_nothing_else() {
    let mut scene = gallery::draw(&gallery::shop(), "auto");
    let without = svg(&scene).into_string();
    scene.origin = Some(origin("name: x\n"));
    let one = svg(&scene).into_string();
    let start = one.find("<metadata>").unwrap();
    let end = one.find("</metadata>\n").unwrap() + "</metadata>\n".len();
    assert_eq!([&one[..start], &one[end..]].concat(), without, "ids do not depend on the source");
}

#[test]
fn extract_gives_the_description_back() {
    let text = format!("# as it was \u{e4}\r\n{SHOP}{TWO_VIEWS}");
    let folder = folder(&[("shop.yaml", &text)]);
    let at = folder.path();
    assert_eq!(run(at, &["render", "shop.yaml", "-f", "svg,png,pdf", "-o", "out"]).code, 0);
    for file in ["out/shop.main.svg", "out/shop.wide.png", "out/shop.main.pdf"] {
        let given = run(at, &["extract", file]);
        assert_eq!((given.code, given.text()), (0, text.as_str()));
        assert!(given.err.contains(if file.contains("main") { "`main`" } else { "`wide`" }), "{}", given.err);
    }
    let given = run(at, &["extract", "out/shop.main.svg", "out/shop.wide.png", "-o", "back"]);
    assert_eq!(given.code, 0, "{}", given.err);
    for file in ["back/shop.main.yaml", "back/shop.wide.yaml"] {
        assert_eq!(fs::read_to_string(at.join(file)).unwrap(), text);
    }
    // It is refused, and not cut.
    fs::File::create(at.join("huge.svg")).unwrap().set_len(513 << 20).unwrap();
    let huge = run(at, &["extract", "huge.svg"]);
    assert!(huge.code == 1 && huge.err.contains("513 MiB; 512 are read at most"), "{}", huge.err);
    fs::write(at.join("mine.yaml"), "mine").unwrap();
    assert_eq!(run(at, &["extract", "out/shop.main.svg", "-o", "mine.yaml"]).code, 2);
    assert_eq!(fs::read_to_string(at.join("mine.yaml")).unwrap(), "mine");
    assert_eq!(run(at, &["extract", "out/shop.main.svg", "-o", "mine.yaml", "--force"]).code, 0);
    assert_eq!(fs::read_to_string(at.join("mine.yaml")).unwrap(), text);

    assert_eq!(run(at, &["render", "shop.yaml", "-f", "svg,png,pdf", "-o", "bare", "--no-source"]).code, 0);
    assert_eq!(run(at, &["plan", "shop.yaml", "-o", "plan.md", "--images", "img", "--date", "2026-11-22"]).code, 0);
    for (file, words) in [
        ("bare/shop.main.svg", "no source"),
        ("bare/shop.main.png", "no source"),
        ("bare/shop.main.pdf", "--no-source"),
        ("shop.yaml", "no SVG, PNG or PDF"),
        ("none.png", "no such file"),
        ("out", "folder"),
    ] {
        let given = run(at, &["extract", file]);
        assert_eq!((given.code, given.text()), (2, ""), "{file}");
        assert!(given.err.contains(words), "{}", given.err);
    }
    assert_eq!(run(at, &["extract", "img/shop.main.svg"]).text(), text);
    let both = run(at, &["extract", "out/shop.main.svg", "out/shop.main.png"]);
    assert!(both.code == 2 && both.err.contains("-o"), "{}", both.err);
    let same = run(at, &["extract", "out/shop.main.svg", "out/shop.main.png", "-o", "same"]);
    assert!(same.code == 2 && same.err.contains("written over"), "{}", same.err);
}

#[test]
fn extract_gives_mermaid_back() {
    let text = "flowchart LR\r\n  %% why\r\n  a[\"Größe & x\"] --> b\r\n";
    let folder = folder(&[("a.mmd", text)]);
    let at = folder.path();
    assert_eq!(run(at, &["render", "a.mmd"]).code, 0);
    for file in ["a.svg", "a.png"] {
        let given = run(at, &["extract", file, "-o", "back/"]);
        assert!(given.err.contains("a Mermaid diagram"), "{}", given.err);
        assert_eq!(fs::read_to_string(at.join("back/a.mmd")).unwrap(), text);
    }
    assert_eq!(run(at, &["render", "a.mmd", "--no-source"]).code, 0);
    assert_eq!(run(at, &["extract", "a.png"]).code, 2);
}

/// English metric units in a px: 914,400 in an inch.
const EMU: f64 = 914_400.0 / 96.0;

#[test]
fn pandoc_gives_a_picture_its_width() {
    let Some(pandoc) = tool("pandoc") else { return };
    let folder = folder(&[("shop.yaml", &format!("{SHOP}{TWO_VIEWS}")), ("a.md", "![A](shop.main.png)\n")]);
    let at = folder.path();
    for scale in ["1", "1.5", "2", "3"] {
        assert_eq!(run(at, &["render", "shop.yaml", "-f", "svg,png", "--view", "main", "--scale", scale]).code, 0);
        let picture = fs::read_to_string(at.join("shop.main.svg")).unwrap();
        let px: f64 = picture.split_once("width=\"").unwrap().1.split_once('"').unwrap().0.parse().unwrap();
        let done = |args: &[&str]| {
            let given = Command::new(&pandoc).current_dir(at).args(args).output().unwrap();
            assert!(given.status.success(), "{}", String::from_utf8_lossy(&given.stderr));
            String::from_utf8(given.stdout).unwrap()
        };
        done(&["a.md", "-o", "a.docx"]);
        // It reads its own document back: the width in inches.
        let document = done(&["a.docx", "-t", "json"]);
        let inches: f64 = document.split_once("\"width\",\"").unwrap().1.split_once("in\"").unwrap().0.parse().unwrap();
        let (emu, meant) = ((inches * 914_400.0).round(), px * EMU);
        assert!((emu - meant).abs() <= 1.0, "scale {scale}: {emu} EMU, not {meant}");
    }
}

/// The program of that name: what `GROUNDPLAN_NAME` says, or what is on the path. Says that a test is skipped without.
pub(super) fn tool(name: &str) -> Option<String> {
    let variable = format!("GROUNDPLAN_{}", name.to_uppercase().replace('-', "_"));
    let program = std::env::var(&variable).unwrap_or_else(|_| name.to_owned());
    let there = Command::new(&program).arg("--version").output().is_ok_and(|given| given.status.success());
    if !there {
        println!("skipped: there is no {name} on the path, and {variable} names none");
    }
    there.then_some(program)
}
