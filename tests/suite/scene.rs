//! Themes, fonts, measuring, shapes.

use groundplan::base::text::{Font, Fonts, Measure};
use groundplan::scene::Theme;
use groundplan::scene::theme::BUILT_IN;

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
    let keys = light.lines().filter(|line| line.starts_with("  "));
    for line in keys {
        let without = light.replacen(&format!("{line}\n"), "", 1);
        let error = Theme::read("mine", &without).map(|_| line).unwrap_err().to_string();
        assert!(error.contains(line.trim().split(':').next().unwrap()), "{line}: {error}");
    }
    let error = Theme::read("mine", &light.replace("  margin: 24", "  margin: 24\n  shadow: 3")).unwrap_err();
    assert!(error.to_string().contains("shadow"), "{error}");
    let error = Theme::read("mine", &light.replace("\"#5a4fb0\"", "violet")).unwrap_err();
    assert!(error.to_string().contains("violet"), "{error}");
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
