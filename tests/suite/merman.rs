//! Kinds of Mermaid that our own stages do not draw: left alone, or drawn by `merman` where that feature is on.

use crate::cli::{folder, run};
use std::fs;

const PAGE: &str = "# Page\n\n> ```mermaid\n> wardley-beta\n> component A [0.5, 0.5]\n> ```\n\nEnd.\n";

#[cfg(not(feature = "merman"))]
#[test]
fn without_the_feature_a_fence_stays_and_help_names_it() {
    let folder = folder(&[("page.md", PAGE), ("a.mmd", "info\n")]);
    let at = folder.path();
    let ran = run(at, &["publish", "page.md", "-o", "out", "--no-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(fs::read_to_string(at.join("out/page.md")).unwrap(), PAGE);
    assert!(ran.err.contains("page.md:4:3: warning[mermaid-kind]"), "{}", ran.err);
    assert!(ran.err.contains("with `--features merman`"), "{}", ran.err);
    let ran = run(at, &["render", "a.mmd"]);
    assert!(ran.code == 1 && ran.err.contains("with `--features merman`"), "{}", ran.err);
}

#[cfg(feature = "merman")]
mod drawn {
    use super::*;
    use crate::cli::run_with;
    use groundplan::base::text::Fonts;
    use groundplan::base::{Code, SourceId};
    use groundplan::output::source::extract;
    use groundplan::pipeline::{Format, Picture, Request, draw_mermaid};
    use groundplan::scene::Theme;
    use groundplan::scene::origin::Language;
    use resvg::usvg::roxmltree::{Document, Node};
    use std::path::Path;

    fn draw(text: &str, theme: &str) -> Picture {
        let formats = [Format::Svg, Format::Png, Format::Pdf];
        let theme = Theme::named(theme).unwrap();
        let source = Some(text);
        let fonts = Fonts::embedded();
        let request = Request { formats: &formats, theme: Some(&theme), fonts, source, ..Request::mermaid() };
        draw_mermaid(text, SourceId(0), &request)
    }

    fn bytes(picture: &Picture, format: Format) -> &[u8] {
        &picture.artifacts.iter().find(|artifact| artifact.format == format).unwrap().bytes
    }

    fn svg(picture: &Picture) -> &str {
        std::str::from_utf8(bytes(picture, Format::Svg)).unwrap()
    }

    /// The size that an SVG says, in px.
    fn size(svg: &str) -> [f64; 2] {
        let root = Document::parse(svg).unwrap();
        ["width", "height"].map(|name| root.root_element().attribute(name).unwrap().parse().unwrap())
    }

    /// What is in an SVG that a viewer would run, fetch or leave out.
    fn foreign(svg: &str) -> Vec<String> {
        const PLAIN: [&str; 10] = ["svg", "title", "desc", "style", "rect", "g", "path", "text", "metadata", "source"];
        let document = Document::parse(svg).unwrap();
        let elements = document.descendants().filter(Node::is_element);
        let odd = elements.clone().filter(|node| !PLAIN.contains(&node.tag_name().name()));
        let attributes = elements.flat_map(|node| node.attributes().map(|a| format!("{}={}", a.name(), a.value())));
        let odd_attributes =
            attributes.filter(|text| text.starts_with("on") || text.contains("href") || text.contains("url("));
        odd.map(|node| node.tag_name().name().to_owned()).chain(odd_attributes).collect()
    }

    #[test]
    fn every_sample_is_drawn_as_ours_are() {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/cases/merman");
        let mut paths: Vec<_> = fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(paths.len() > 7);
        for path in paths {
            let text = fs::read_to_string(&path).unwrap();
            let [light, dark, auto] = ["light", "dark", "auto"].map(|theme| draw(&text, theme));
            for picture in [&light, &dark, &auto] {
                assert!(picture.diagnostics.is_empty() && picture.errors.is_empty(), "{path:?}: {picture:?}");
                assert_eq!(foreign(svg(picture)), Vec::<String>::new(), "{path:?}");
                assert_eq!(size(svg(picture)), size(svg(&light)), "{path:?}");
                assert!(bytes(picture, Format::Pdf).starts_with(b"%PDF-"));
                for format in [Format::Svg, Format::Png] {
                    let origin = extract(bytes(picture, format)).unwrap();
                    assert_eq!((origin.language, &origin.text), (Language::Mermaid, &text));
                }
            }
            assert!(svg(&light).contains("fill=\"#ffffff\" class=\"background\""), "{path:?}");
            assert!(svg(&auto).contains("prefers-color-scheme:dark"), "{path:?} has one look on both pages");
            assert_eq!(bytes(&light, Format::Png), bytes(&auto, Format::Png), "{path:?}");
            assert_eq!(draw(&text, "auto").artifacts, auto.artifacts, "{path:?}");
            if let Ok(folder) = std::env::var("GROUNDPLAN_MERMAN_OUT") {
                for (picture, theme) in [(&light, "light"), (&dark, "dark")] {
                    let name = format!("{}.{theme}.png", path.file_stem().unwrap().to_str().unwrap());
                    fs::write(Path::new(&folder).join(name), bytes(picture, Format::Png)).unwrap();
                }
            }
        }
    }

    /// No text of a dark picture is dark.
    #[test]
    fn words_are_read_on_a_dark_page() {
        let text =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/cases/merman/eventmodeling.mmd"));
        let picture = draw(&text.unwrap(), "dark");
        let document = Document::parse(svg(&picture)).unwrap();
        let mut words = 0;
        for node in document.descendants().filter(|node| node.has_tag_name("text") || node.tag_name().name() == "text")
        {
            let ink = u32::from_str_radix(node.attribute("fill").unwrap().trim_start_matches('#'), 16).unwrap();
            assert!(ink >> 16 > 128, "{:?} in {ink:06x}", node.text());
            words += 1;
        }
        assert!(words > 8);
    }

    #[test]
    fn its_title_and_words_are_said() {
        let text = "---\ntitle: Shown\n---\nusecase-beta\n  actor L(\"Left\")\n  R(\"Right\")\n  L --> R\n";
        let picture = draw(text, "light");
        assert_eq!(picture.about.title, "Shown");
        assert!(
            picture.about.description.contains("Left") && picture.about.description.contains("Right"),
            "{:?}",
            picture.about
        );
        let picture = draw("wardley-beta\n%% Old.\n\ntitle The map\ncomponent A [0.5, 0.5]\n", "light");
        assert_eq!(picture.about.title, "The map");
        let picture = draw("zenuml\nA->B: ask\nB.say() {\n  title = C.name()\n}\n", "light");
        assert_ne!(picture.about.title, "= C.name()");
    }

    #[test]
    fn a_mistake_has_its_line_in_the_document() {
        let broken = PAGE.replace("[0.5, 0.5]", "[0.5, 0.5");
        let folder = folder(&[("page.md", &broken), ("a.mmd", "%% x\nrailroad-ebnf-beta\n  a = ;\n")]);
        let at = folder.path();
        let ran = run(at, &["publish", "page.md", "-o", "out", "--no-cache"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains("page.md:5:") && ran.err.contains("error[mermaid-syntax]"), "{}", ran.err);
        assert_eq!(fs::read_to_string(at.join("out/page.md")).unwrap(), broken);
        let ran = run(at, &["check", "a.mmd"]);
        assert!(ran.code == 1 && ran.err.contains("a.mmd:3:"), "{}", ran.err);
    }

    #[test]
    fn places_stand_behind_frontmatter_and_other_letters() {
        let text = "---\ntitle: Größe\n---\nrailroad-ebnf-beta\n  größe = ;\n";
        let picture = draw(text, "light");
        let [finding] = picture.diagnostics.as_slice() else { panic!("{picture:?}") };
        assert_eq!(finding.code, Code::MermaidSyntax);
        let start = finding.span.unwrap().start;
        assert_eq!(text[..start].lines().count(), 5, "{finding:?}");
    }

    #[test]
    fn every_way_in_draws_it() {
        let fence = "```mermaid\nwardley-beta\ncomponent A [0.5, 0.5]\n```\n";
        let folder = folder(&[("page.md", PAGE), ("a.mmd", "info\n"), ("b.md", fence)]);
        let at = folder.path();
        let args = ["publish", "page.md", "-o", "out", "--cache", "cache"];
        assert_eq!(run(at, &args).code, 0);
        assert!(fs::read_to_string(at.join("out/page.md")).unwrap().contains("](page.1.svg)"));
        assert!(run(at, &args).err.contains("1 from the cache"));
        assert_eq!(run(at, &["render", "a.mmd", "-f", "svg,png,pdf"]).code, 0);
        assert_eq!(run(at, &["check", "a.mmd"]).code, 0);
        for output in ["o.svg", "o.png", "o.pdf"] {
            let ran = run(at, &["mmdc", "-i", "a.mmd", "-o", output, "-b", "transparent"]);
            assert!(ran.code == 0 && at.join(output).exists(), "{}", ran.err);
        }
        let block = serde_json::json!({"t": "CodeBlock", "c": [["", ["mermaid"], []], "info\n"]});
        let document = serde_json::json!({"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": [block]});
        let ran = run_with(at, &["pandoc", "html"], document.to_string().as_bytes());
        assert!(ran.code == 0 && ran.text().contains("data:image/svg+xml"), "{}", ran.err);
        let chapter = serde_json::json!({"Chapter": {"name": "b", "content": fence, "sub_items": [], "path": "b.md"}});
        let book = serde_json::json!([{"root": at, "config": {}, "renderer": "html"}, {"items": [chapter]}]);
        let ran = run_with(at, &["mdbook"], book.to_string().as_bytes());
        assert!(ran.code == 0 && ran.text().contains("<svg"), "{}", ran.err);
    }

    #[test]
    fn what_is_too_deep_or_too_long_is_a_finding() {
        let calls = format!("zenuml\n{}", "a(".repeat(40_000 / 2));
        let blocks = format!("zenuml\n{}A.b()\n{}", "if(a) {\n".repeat(201), "}\n".repeat(201));
        let frames = format!("swimlane-beta\n{}a-->b\n{}", "subgraph s\n".repeat(201), "end\n".repeat(201));
        let steps = (0..201).map(|at| format!("{}A.b()\n", " ".repeat(at))).collect::<Vec<_>>().concat();
        for text in [calls, blocks, frames, format!("zenuml\n{steps}"), format!("zenuml\n{}", "A.b()\n".repeat(9000))] {
            let picture = draw(&text, "light");
            let [finding] = picture.diagnostics.as_slice() else { panic!("{picture:?}") };
            assert_eq!(finding.code, Code::TooMuch, "{text:.60}");
        }
    }

    /// Depth and length of a text cost no stack and no minute.
    #[test]
    fn hostile_texts_are_refused_or_drawn() {
        let deep = format!("zenuml\n{}A.b()\n{}", "if(a) {\n".repeat(2000), "}\n".repeat(2000));
        let frames = format!("swimlane-beta\n{}a-->b\n{}", "subgraph s\n".repeat(500), "end\n".repeat(500));
        let script = "usecase-beta\n  actor A(\"<script>alert(1)</script><img src=x onerror=alert(1)>\")\n";
        for text in [deep.as_str(), &frames, script, "wardley-beta", "info\n\0", "zenuml\n\u{feff}\u{202e}A->B: x"] {
            let picture = draw(text, "auto");
            for artifact in picture.artifacts.iter().filter(|artifact| artifact.format == Format::Svg) {
                assert_eq!(foreign(std::str::from_utf8(&artifact.bytes).unwrap()), Vec::<String>::new(), "{text:.60}");
            }
            assert!(!picture.artifacts.is_empty() || !picture.diagnostics.is_empty() || !picture.errors.is_empty());
        }
    }
}
