//! SVG, PNG and PDF: what they hold, what they never hold, and that they stay the same.

use crate::gallery;
use groundplan::base::text::{Font, Fonts, Measure};
use groundplan::base::{Kind, Point, Size};
use groundplan::graph::{Graph, Node};
use groundplan::output::png::tree;
use groundplan::output::source::extract;
use groundplan::output::{Svg, pdf, png, svg};
use groundplan::scene::origin::{Language, Origin};
use groundplan::scene::{Anchor, Ink, Item, Scene};
use proptest::prelude::*;
use resvg::usvg::roxmltree::{Document, NodeId, NodeType};
use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn pictures_stay_as_they_are() {
    insta::assert_snapshot!("shop-auto", svg(&gallery::draw(&gallery::shop(), "auto")).as_str());
    insta::assert_snapshot!("delta-print", svg(&gallery::draw(&gallery::delta(), "print")).as_str());
}

/// A picture of one line of text.
fn line(text: &str, font: Font) -> Scene {
    let item = Item::Text {
        at: Point::new(20.0, 50.0),
        anchor: Anchor::Start,
        text: text.to_owned(),
        font,
        ink: Ink::default(),
        halo: None,
    };
    Scene { size: Size::new(100.0, 100.0), items: vec![item], ..Scene::default() }
}

/// How wide the drawing library sets a line, in px.
fn drawn_width(text: &str, font: Font) -> f64 {
    let tree = tree(&svg(&line(text, font)), Fonts::embedded()).unwrap();
    tree.root().children().first().map_or(0.0, |node| f64::from(node.bounding_box().width()))
}

fn assert_measured_is_drawn(text: &str) {
    for font in [Font::regular(14.0), Font::semibold(11.5)] {
        let (measured, drawn) = (Fonts::embedded().width(text, font), drawn_width(text, font));
        assert!((measured - drawn).abs() < 0.01 * text.len().max(1) as f64, "{text:?}: {measured} and {drawn}");
    }
}

#[test]
fn measured_is_drawn_in_every_script_and_with_signs() {
    for text in [
        "Order API",
        "AV To Wa Te. Ty, L'Y 11:40 r/w",
        "Überstraße, Ærøskøbing, Łódź, Đà Nẵng",
        "Ωμέγα και άλφα",
        "Служба заказов",
        "A → B ⇒ C ✓ done ≤ 3 ∑",
        "✓",
        "x│─y ☎",
        "e\u{301}a\u{308} combining",
        "[Container: Rust, Axum]",
        "fi fl ffi",
    ] {
        assert_measured_is_drawn(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..crate::layout::laws() })]

    #[test]
    fn measured_is_drawn(text in "[ -~à-žΑ-ωА-я→-⇿✓-✘]{1,3}[ -~à-žΑ-ωА-я]{0,30}") {
        assert_measured_is_drawn(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    #[test]
    fn any_words_give_a_well_formed_picture(words in "\\PC{0,40}|[\\x00-\\x{ff}<>&\"']{0,40}|.{0,40}") {
        let mut graph = Graph { title: words.clone(), description: Some(words.clone()), ..Graph::default() };
        let node = Node {
            description: Some(words.clone()),
            link: Some(words.clone()),
            tech: Some(words.clone()),
            ..gallery::node(&words, Kind::Database, &words, &words, "")
        };
        graph.net.add_node(node);
        let mut scene = gallery::draw(&graph, "auto");
        scene.origin = Some(Origin { language: Language::Mermaid, view: None, text: words });
        let picture = svg(&scene);
        let document = Document::parse(picture.as_str()).unwrap();
        assert_harmless(&document);
        prop_assert_eq!(extract(picture.as_str().as_bytes()).ok(), scene.origin.clone());
        prop_assert_eq!(extract(&png(&picture, 0.5, Fonts::embedded()).unwrap()).ok(), scene.origin.clone());
        pdf(&scene, Fonts::embedded()).unwrap();
    }
}

/// Nothing that loads, runs or hides text; every id with the picture's own prefix, and once.
fn assert_harmless(document: &Document<'_>) {
    const KNOWN: [&str; 12] =
        ["svg", "title", "desc", "metadata", "source", "style", "g", "a", "rect", "path", "text", "circle"];
    let root = document.root_element();
    let prefix = root.attribute("id").unwrap();
    let mut ids = BTreeSet::new();
    for node in document.descendants().filter(|node| node.node_type() == NodeType::Element) {
        assert!(KNOWN.contains(&node.tag_name().name()), "{:?}", node.tag_name());
        for attribute in node.attributes() {
            let value = attribute.value();
            assert!(!attribute.name().starts_with("on") && !value.contains("url("), "{attribute:?}");
            match attribute.name() {
                "href" => {
                    let value = value.to_lowercase();
                    assert!(
                        ["http://", "https://", "mailto:"].iter().any(|scheme| value.starts_with(scheme)),
                        "{value}"
                    );
                }
                "id" => assert!(value.starts_with(prefix) && ids.insert(value), "{value}"),
                _ => {}
            }
        }
    }
    let labels = root.attribute("aria-labelledby").unwrap();
    assert!(labels.split(' ').all(|id| ids.contains(id)), "{labels}");
    assert_eq!(root.attribute("role"), Some("img"));
    let first: Option<NodeId> = root.first_element_child().map(|node| node.id());
    assert_eq!(
        first,
        document
            .descendants()
            .find(|node| node.has_tag_name("title") || node.has_tag_name(("http://www.w3.org/2000/svg", "title")))
            .map(|node| node.id())
    );
}

#[test]
fn links_lead_to_pages_only() {
    for (link, safe) in [
        ("https://example.org/a?b=1&c=\"", true),
        ("HTTP://example.org", true),
        ("mailto:a@example.org", true),
        ("javascript:alert(1)", false),
        ("java\nscript:alert(1)", false),
        ("data:text/html,x", false),
        ("file:///etc/passwd", false),
        ("//example.org", false),
        ("https ://example.org", false),
    ] {
        let items = vec![Item::Group {
            id: "n".to_owned(),
            class: "node",
            link: Some(link.to_owned()),
            title: None,
            items: vec![],
        }];
        let picture = svg(&Scene { items, ..Scene::default() });
        assert_eq!(picture.as_str().contains("<a "), safe, "{link}");
        assert_harmless(&Document::parse(picture.as_str()).unwrap());
    }
}

#[test]
fn one_picture_serves_light_and_dark() {
    let shop = gallery::shop();
    let [auto, light, dark] = ["auto", "light", "dark"].map(|theme| svg(&gallery::draw(&shop, theme)));
    let fonts = Fonts::embedded();
    assert_eq!(png(&auto, 1.0, fonts).unwrap(), png(&light, 1.0, fonts).unwrap(), "a PNG has the light colours");
    assert!(auto.as_str().contains("@media (prefers-color-scheme:dark)") && !light.as_str().contains("@media"));
    let fills = |svg: &Svg| -> BTreeSet<String> {
        let text = svg.as_str();
        text.match_indices('#')
            .filter_map(|(at, _)| text.get(at..at + 7))
            .filter(|hex| hex[1..].bytes().all(|b| b.is_ascii_hexdigit()))
            .map(str::to_owned)
            .collect()
    };
    assert!(fills(&dark).is_subset(&fills(&auto)));
}

#[test]
fn two_pictures_in_one_page_share_no_id() {
    let prefix = |svg: &Svg| Document::parse(svg.as_str()).unwrap().root_element().attribute("id").unwrap().to_owned();
    let (shop, delta) = (svg(&gallery::draw(&gallery::shop(), "auto")), svg(&gallery::draw(&gallery::delta(), "auto")));
    assert_ne!(prefix(&shop), prefix(&delta));
    assert_eq!(shop, svg(&gallery::draw(&gallery::shop(), "auto")));
}

#[test]
fn numbers_are_short() {
    let picture = svg(&gallery::draw(&gallery::shop(), "light"));
    let long = picture
        .as_str()
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .find(|n| n.split_once('.').is_some_and(|(_, d)| d.len() > 2));
    assert_eq!(long, None);
}

#[test]
fn a_png_knows_its_size_on_paper() {
    for (theme, scale, density) in [("light", 2.0, 7560), ("dark", 1.0, 3780), ("print", 1.5, 5670)] {
        let scene = gallery::draw(&gallery::delta(), theme);
        let bytes = png(&svg(&scene), scale, Fonts::embedded()).unwrap();
        let reader = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let info = reader.info();
        assert_eq!(
            (f64::from(info.width), f64::from(info.height)),
            ((scene.size.w * scale).ceil(), (scene.size.h * scale).ceil())
        );
        let dims = info.pixel_dims.unwrap();
        assert_eq!((dims.xppu, dims.yppu), (density, density));
        assert_eq!(info.color_type, ::png::ColorType::Rgb);
    }
    let clear = Scene { background: None, ..gallery::draw(&gallery::delta(), "light") };
    let bytes = png(&svg(&clear), 1.0, Fonts::embedded()).unwrap();
    let reader = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    assert_eq!(reader.info().color_type, ::png::ColorType::Rgba);
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_at_once() {
    let huge = svg(&Scene { size: Size::new(1e7, 1e7), ..Scene::default() });
    for scale in [1.0, 0.0, -1.0, f64::NAN, f64::INFINITY, 1e300] {
        assert!(png(&huge, scale, Fonts::embedded()).is_err(), "{scale}");
    }
    assert!(png(&huge, 1e-9, Fonts::embedded()).is_ok());
}

#[test]
fn a_brought_font_serves_what_the_embedded_ones_lack() {
    let path = "/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf";
    let Ok(bytes) = std::fs::read(path) else {
        println!("skipped: there is no {path}");
        return;
    };
    let mut database = fontdb::Database::new();
    database.load_font_data(bytes);
    let brought = Fonts::with(database);
    assert!(Fonts::embedded().lacks('ก') && !brought.lacks('ก') && brought.lacks('注'));
    for text in ["กรุงเทพ", "A กรุง → B"] {
        let font = Font::regular(14.0);
        let tree = tree(&svg(&line(text, font)), &brought).unwrap();
        let drawn = f64::from(tree.root().children()[0].bounding_box().width());
        assert!((drawn - brought.width(text, font)).abs() < 0.1, "{text}: {drawn}");
    }
}

#[test]
fn a_pdf_is_the_same_every_time_and_embeds_what_it_is_set_in() {
    let scene = gallery::draw(&gallery::shop(), "print");
    let first = pdf(&scene, Fonts::embedded()).unwrap();
    assert_eq!(first, pdf(&scene, Fonts::embedded()).unwrap());
    assert!(first.starts_with(b"%PDF-"));
    let has = |words: &[u8]| first.windows(words.len()).any(|at| at == words);
    assert!(has(b"+Inter-Regular") && has(b"+Inter-SemiBold"), "both weights are embedded");
    let page = format!("[0 0 {} {}]", scene.size.w * 0.75, scene.size.h * 0.75);
    assert!(has(page.as_bytes()), "{page}");
}

#[test]
fn the_words_of_a_pdf_can_be_read() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        eprintln!("skipped: there is no pdftotext");
        return;
    }
    for text in ["Order API", "fi ffl AV.", "Ωμέγα και άλφα", "Служба заказов", "A → B ✓ e\u{301}"]
    {
        let scene = Scene { size: Size::new(300.0, 100.0), ..line(text, Font::regular(14.0)) };
        let bytes = pdf(&scene, Fonts::embedded()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("it.pdf");
        std::fs::write(&path, bytes).unwrap();
        let read = Command::new("pdftotext").arg(&path).arg("-").output().unwrap();
        assert_eq!(String::from_utf8(read.stdout).unwrap().trim(), text);
    }
}
