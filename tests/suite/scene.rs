//! Themes, fonts, measuring, shapes.

use crate::gallery;
use groundplan::base::text::{Font, Fonts, Limit, Measure, wrap};
use groundplan::base::{Checked, Color, Kind, Point, Rect, SourceId, Status};
use groundplan::graph::{Graph, Node};
use groundplan::layout::Layout;
use groundplan::scene::theme::BUILT_IN;
use groundplan::scene::{Ink, Item, Paint, Segment, Theme, draw};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

#[test]
fn the_table_of_themes_is_the_folder() {
    let mut files: Vec<(String, String)> = std::fs::read_dir("layouts/themes")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    let table: Vec<(String, String)> = BUILT_IN.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
    assert_eq!(files, table);
}

#[test]
fn every_theme_reads_and_auto_pairs_light_with_dark() {
    for (name, _) in BUILT_IN {
        let theme = Theme::named(name).unwrap();
        assert!(theme.page.text.dark.is_none());
    }
    let (auto, light, dark) =
        (Theme::named("auto").unwrap(), Theme::named("light").unwrap(), Theme::named("dark").unwrap());
    assert_eq!(auto.kind.queue.fill.light, light.kind.queue.fill.light);
    assert_eq!(auto.kind.queue.fill.dark, Some(dark.kind.queue.fill.light));
    assert!(Theme::named("purple").unwrap_err().to_string().contains("auto, dark, light, print"));
}

#[test]
fn a_theme_needs_every_key_and_no_other() {
    let light = BUILT_IN[1].1;
    let said = |text: &str| {
        let Checked { value, diagnostics } = Theme::read(text, SourceId(0));
        assert!(value.is_none(), "{text}");
        diagnostics.iter().map(|d| d.message.clone() + "\n").collect::<String>()
    };
    let keys = light.lines().filter(|line| line.starts_with("  "));
    for line in keys {
        let without = light.replacen(&format!("{line}\n"), "", 1);
        let error = said(&without);
        assert!(error.contains(line.trim().split(':').next().unwrap()), "{line}: {error}");
    }
    let error = said(&light.replace("  margin: 24", "  margin: 24\n  shadow: 3"));
    assert!(error.contains("shadow"), "{error}");
    let error = said(&light.replace("\"#5a4fb0\"", "violet"));
    assert!(error.contains("violet"), "{error}");
}

#[test]
fn widths_of_plain_letters_are_those_of_shaping() {
    let (tables, path) = (Fonts::ascii_tables(), "src/base/text/fonts/ascii.bin");
    if std::env::var_os("ACCEPT_WIDTHS").is_some() {
        std::fs::write(path, &tables).unwrap();
    }
    assert!(std::fs::read(path).unwrap() == tables, "ACCEPT_WIDTHS=1 writes {path} anew");
}

#[test]
fn signs_come_from_the_second_font_and_what_none_has_is_known() {
    let fonts = Fonts::embedded();
    for c in "Aßçğ Ωλ Жю →⇒↔ ✓✗☑ ≤≥∑∞ €₿ •… ─│┌ ☎ ✅ ×".chars() {
        assert!(!fonts.lacks(c), "{c}");
    }
    for c in "注한ا🦀".chars() {
        assert!(fonts.lacks(c), "{c}");
        assert!(fonts.width(&c.to_string(), Font::regular(10.0)) >= 5.0, "{c}");
    }
    assert!(!fonts.lacks('\n') && !fonts.lacks('\u{301}') && !fonts.lacks('\u{200d}'));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..crate::layout::laws() })]

    #[test]
    fn lines_fit_and_lose_nothing(
        text in "([a-zA-Z]{1,14}[ /._-]?){0,20}|[ -~à-žΑ-ωА-я→✓]{0,60}",
        width in 30.0..260.0_f64,
        lines in 1_usize..6,
    ) {
        let (fonts, font) = (Fonts::embedded(), Font::regular(12.0));
        let broken = wrap(&text, font, Limit { width, lines }, fonts);
        prop_assert!(broken.len() <= lines);
        for line in &broken {
            let one = line.graphemes(true).count() <= 2;
            prop_assert!(one || fonts.width(line, font) <= width + 0.1, "{:?} is {} of {}", line, fonts.width(line, font), width);
        }
        let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>();
        let (got, wanted) = (squeeze(&broken.concat()), squeeze(&text));
        match got.strip_suffix("…]").or(got.strip_suffix('…')) {
            Some(start) if got != wanted => prop_assert!(wanted.starts_with(start), "{:?} of {:?}", got, wanted),
            _ => prop_assert_eq!(got, wanted),
        }
    }
}

#[test]
fn letters_that_meet_where_a_word_may_break_count_together() {
    let (fonts, font, width) = (Fonts::embedded(), Font::regular(12.0), 163.85);
    let broken = wrap("rCRUC_YiJZEgJh_jiEJwiZkgI_", font, Limit { width, lines: 2 }, fonts);
    assert!(broken.iter().all(|line| fonts.width(line, font) <= width), "{broken:?}");
}

#[test]
fn lines_of_a_text_are_about_equally_long() {
    let fonts = Fonts::embedded();
    let lines =
        wrap("Mail gateway of the whole company", Font::semibold(14.0), Limit { width: 180.0, lines: 3 }, fonts);
    assert_eq!(lines, ["Mail gateway of the", "whole company"]);
    let lines = wrap(
        "com.example.shop.ordering.OrderPlacedEventPublisher",
        Font::regular(12.0),
        Limit { width: 140.0, lines: 4 },
        fonts,
    );
    assert_eq!(lines, ["com.example.shop.", "ordering.OrderPlaced", "EventPublisher"]);
}

#[test]
fn what_does_not_fit_ends_in_an_ellipsis() {
    let (fonts, font) = (Fonts::embedded(), Font::regular(11.5));
    let limit = Limit { width: 120.0, lines: 1 };
    assert_eq!(wrap("[Container: Rust, Axum, Tokio]", font, limit, fonts), ["[Container: Rust…]"]);
    assert_eq!(wrap("One sentence. Another one.", font, limit, fonts), ["One sentence…"]);
    assert_eq!(wrap("And so on…", font, limit, fonts), ["And so on…"]);
}

#[test]
fn a_text_of_a_megabyte_costs_no_second() {
    let long = "word ".repeat(200_000);
    let start = std::time::Instant::now();
    let lines = wrap(&long, Font::regular(12.0), Limit { width: 180.0, lines: 4 }, Fonts::embedded());
    assert!(lines.len() == 4 && lines[3].ends_with('…'), "{lines:?}");
    assert!(start.elapsed().as_secs() < 2);
}

#[test]
fn text_is_readable_on_every_look() {
    #[allow(clippy::disallowed_methods, reason = "WCAG's own formula; a test may round as it likes")]
    fn luminance(c: Color) -> f64 {
        let part = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b)
    }
    fn contrast(a: Ink, b: Ink) -> f64 {
        let (a, b) = (luminance(a.light), luminance(b.light));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
    for (name, _) in BUILT_IN {
        let theme = Theme::named(name).unwrap();
        for kind in Kind::ALL {
            for external in [false, true] {
                let look = theme.look(kind, external);
                assert!(
                    contrast(look.text, look.fill) >= 4.5 && contrast(look.muted, look.fill) >= 4.5,
                    "{name} {kind:?}"
                );
                assert!(contrast(look.line, look.fill) >= 2.9, "{name} {kind:?}");
            }
        }
        let paper = theme.page.paper;
        for ground in [Some(paper), theme.frame.fill, theme.frame.inner_fill].into_iter().flatten() {
            for ink in [
                theme.page.text,
                theme.page.muted,
                theme.frame.text,
                theme.frame.muted,
                theme.edge.text,
                theme.edge.muted,
            ] {
                assert!(contrast(ink, ground) >= 4.5, "{name}");
            }
        }
        for status in [Status::New, Status::Changed, Status::Removed] {
            let mark = theme.mark(status);
            assert!(
                contrast(mark.text, mark.fill) >= 4.5 && contrast(mark.badge_text, mark.line) >= 4.5,
                "{name} {status:?}"
            );
            assert!(contrast(mark.line, paper) >= 4.5, "{name} {status:?}: the word on an edge");
        }
    }
}

#[test]
fn a_scene_names_the_characters_that_no_font_has() {
    let fonts = Fonts::embedded();
    let mut graph = gallery::shop();
    assert_eq!(gallery::draw(&graph, "light").missing_glyphs(fonts), None);
    graph.title = "注文 shop 注".to_owned();
    let warning = gallery::draw(&graph, "light").missing_glyphs(fonts).unwrap();
    assert_eq!(warning.message, "no font has a glyph for 文 (U+6587), 注 (U+6CE8)");
}

#[test]
fn every_theme_tells_new_from_changed_in_small() {
    for (name, _) in BUILT_IN {
        let theme = Theme::named(name).unwrap();
        let marks = [Status::New, Status::Changed, Status::Removed].map(|s| theme.mark(s));
        let looks = marks.map(|m| (m.fill, m.line));
        assert!(looks[0] != looks[1] && looks[1] != looks[2] && looks[0] != looks[2], "{name}: {looks:?}");
    }
}

#[test]
fn a_badge_lies_inside_of_its_node() {
    let mut graph = Graph::default();
    let node = Node { name: "Orders".to_owned(), kind: Kind::Container, instances: 1, ..Node::default() };
    graph.net.add_node(Node { status: Some(Status::New), ..node });
    let (theme, fonts) = (Theme::named("light").unwrap(), Fonts::embedded());
    let sizes = groundplan::scene::measure(&graph, &theme, fonts);
    let layout = Layout { nodes: vec![Rect::new(0.0, 0.0, sizes.nodes[0].w, sizes.nodes[0].h)], ..Layout::default() };
    let scene = groundplan::scene::compose(&graph, &layout, &theme, fonts);
    let Some(Item::Group { items, .. }) = scene.items.iter().find(|i| matches!(i, Item::Group { class: "node", .. }))
    else {
        panic!("no node")
    };
    let rects: Vec<Rect> =
        items.iter().filter_map(|i| if let Item::Rect { rect, .. } = i { Some(*rect) } else { None }).collect();
    assert_eq!(rects.len(), 2);
    assert!(rects[1].y >= rects[0].y + 4.0 && rects[0].contains(rects[1]), "{rects:?}");
}

#[test]
fn a_line_is_straight_below_its_head() {
    let points = [Point::new(0.0, 0.0), Point::new(50.0, 0.0), Point::new(50.0, 8.0)];
    let Item::Path { segments, .. } = draw::polyline(&points, 6.0, [0.0, 5.0], Paint::default()) else { panic!() };
    let curve = segments.iter().find_map(|s| if let Segment::Cubic(_, _, end) = s { Some(*end) } else { None });
    assert_eq!(curve, Some(Point::new(50.0, 3.0)));
}
