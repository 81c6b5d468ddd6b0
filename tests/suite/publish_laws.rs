//! Laws of `publish`: whatever a document holds, only its figures change, and each picture stands where its fence stood.

use groundplan::publish::{Data, Embed, Language, Page, Picture, Place, embed, page};
use proptest::prelude::*;

fn markdown(text: &str) -> Page {
    page(text, Language::Markdown).value.unwrap()
}

fn picture(how: Embed, source: Option<&str>) -> Picture {
    let data = match how {
        Embed::Link => Data::File("a.1.svg".to_owned(), None),
        Embed::Picture => Data::File("a.1.svg".to_owned(), Some("a.1-dark.svg".to_owned())),
        Embed::DataUri => Data::Bytes("image/png", vec![0, 159, 146, 150]),
        Embed::Inline => Data::Svg("<svg id=\"gx\">\n<text>a\n\n\nb</text>\n</svg>\n".to_owned()),
    };
    let (alt, caption) = ("a *b* [c](d) | <e>\n\nf".to_owned(), Some("Figure 1: `x`".to_owned()));
    Picture { data, alt, caption, source: source.map(str::to_owned), width: None }
}

/// Lines of a document, each with what it stands in.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => Just("```mermaid"),
        2 => Just("```"),
        2 => Just("~~~mermaid {#x .y width=5%}"),
        1 => Just("~~~"),
        1 => Just("````md"),
        1 => Just("````"),
        2 => Just("::: mermaid {#z}"),
        2 => Just(":::"),
        2 => Just("flowchart LR"),
        1 => Just("a[\"`x`\"] --> b"),
        3 => Just(""),
        3 => Just("words *of* a paragraph"),
        1 => Just("# A heading"),
        1 => Just("![x](a.mmd) and ![](b.yaml#v)"),
        1 => Just("![x](a.mmd)"),
        1 => Just("| a | ![x](a.mmd) |"),
        1 => Just("|---|---|"),
        1 => Just("<!-- groundplan:begin view=v -->"),
        1 => Just("<!-- groundplan:end -->"),
        1 => Just("<pre class=\"mermaid\">flowchart LR &amp; </pre>"),
        1 => Just("<div class=mermaid>"),
        1 => Just("</div>"),
        1 => Just("<!-- ```mermaid -->"),
        1 => Just("---"),
        1 => Just("[^1]: note"),
    ];
    let marks = prop::collection::vec(
        prop_oneof![Just("> "), Just(">"), Just("- "), Just("  "), Just("1. "), Just("   "), Just("\t"), Just("    ")],
        0..4,
    );
    (marks, piece).prop_map(|(marks, piece)| marks.concat() + piece)
}

fn document() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(line(), 0..40);
    let end = prop_oneof![3 => Just("\n"), 1 => Just("\r\n")];
    (lines, end, any::<bool>()).prop_map(|(lines, end, last)| lines.join(end) + if last { end } else { "" })
}

/// A fence and words around it, each in the same lists and quotes.
fn nested() -> impl Strategy<Value = (String, usize)> {
    let opening = prop::collection::vec(prop_oneof![Just("> "), Just("- "), Just("12) "), Just("* ")], 0..4);
    let (before, after) = (any::<bool>(), prop_oneof![Just(""), Just("words"), Just("```js\n1\n```"), Just("- point")]);
    let one = (opening, before, after, prop_oneof![Just("```"), Just("~~~~"), Just(":::")]);
    prop::collection::vec(one, 1..5).prop_map(|all| {
        let mut out = String::new();
        for (opening, before, after, marks) in &all {
            let first: String = opening.concat();
            let rest: String = opening
                .iter()
                .map(|m| if m.starts_with('>') { "> ".to_owned() } else { " ".repeat(m.len()) })
                .collect();
            let mut lines: Vec<String> = Vec::new();
            lines.extend(before.then(|| "words".to_owned()));
            lines.extend([
                format!("{marks}mermaid"),
                "flowchart LR".to_owned(),
                "  a --> b".to_owned(),
                (*marks).to_owned(),
            ]);
            lines.extend(after.lines().map(str::to_owned));
            for (row, line) in lines.iter().enumerate() {
                out.push_str(if row == 0 { &first } else { &rest });
                out.push_str(line);
                out.push('\n');
            }
            // Something of its own, so that the next lists begin anew.
            out.push_str("\n# Next\n\n");
        }
        (out, all.len())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..crate::layout::laws() })]

    #[test]
    fn bytes_outside_of_figures_stay(text in document()) {
        let page = markdown(&text);
        let mut last = 0;
        for figure in &page.figures {
            prop_assert!(figure.range.start >= last && text.is_char_boundary(figure.range.start));
            prop_assert!(figure.head.start >= figure.range.start.min(figure.head.start));
            last = figure.range.end;
        }
        prop_assert_eq!(embed(&page, &vec![None; page.figures.len()]), text.clone());
        for how in [Embed::Link, Embed::Picture, Embed::DataUri, Embed::Inline] {
            // Every second figure, so that what stays between two is looked at too.
            let pictures: Vec<Option<Picture>> =
                (0..page.figures.len()).map(|at| (at % 2 == 0).then(|| picture(how, Some("a `b`\n\n```\nc")))).collect();
            let out = embed(&page, &pictures);
            let (mut expected, mut at) = (String::new(), 0);
            for (nth, figure) in page.figures.iter().enumerate().filter(|(nth, _)| pictures[*nth].is_some()) {
                // Alone it stands between what stood around it, and so it does with the others.
                let mut only = vec![None; pictures.len()];
                only[nth] = pictures[nth].clone();
                let alone = embed(&page, &only);
                let (before, behind) = (&text[..figure.range.start], &text[figure.range.end..]);
                prop_assert!(alone.starts_with(before) && alone.ends_with(behind), "{alone}");
                expected.push_str(&text[at..figure.range.start]);
                expected.push_str(&alone[before.len()..alone.len() - behind.len()]);
                at = figure.range.end;
            }
            expected.push_str(&text[at..]);
            // The same SVG again has ids of its own.
            prop_assert_eq!(out.replace("gx-2", "gx").replace("gx-3", "gx").replace("gx-4", "gx").replace("gx-5", "gx").replace("gx-6", "gx").replace("gx-7", "gx"), expected);
        }
    }

    #[test]
    fn a_picture_stands_in_the_list_and_quote_of_its_fence((text, count) in nested()) {
        let page = markdown(&text);
        prop_assert_eq!(page.figures.len(), count, "{}", text);
        let others = page.document.fences.iter().filter(|fence| !fence.is_diagram()).count();
        for how in [Embed::Link, Embed::Picture, Embed::Inline] {
            let picture = Picture { caption: None, ..picture(how, None) };
            let out = embed(&page, &vec![Some(picture); count]);
            let after = markdown(&out);
            prop_assert!(after.figures.is_empty(), "{out}");
            prop_assert_eq!(after.document.fences.len(), others, "{}", &out);
            prop_assert!(after.document.fences.iter().all(|fence| fence.closed), "{out}");
            let depth = |text: &str, mark: &str| depths(text, mark);
            let mark = if how == Embed::Inline { "<svg" } else { "a.1.svg" };
            prop_assert_eq!(depth(&text, "flowchart LR"), depth(&out, mark), "{}", &out);
        }
    }

    #[test]
    fn nothing_in_a_text_stops_the_scan(text in ".{0,200}", html in "(<|>|pre|code|div|/| class=|\"|mermaid|&|amp;|#60;|<!--|-->|\n|é|<script>){0,40}") {
        for text in [&text, &html] {
            for language in [Language::Markdown, Language::Html] {
                let page = page(text, language).value.unwrap();
                for figure in &page.figures {
                    let _ = &page.document.text[figure.range.clone()];
                    for at in 0..figure.text.len() {
                        let place = figure.map.place(at..at + 1);
                        prop_assert!(place.start <= place.end && place.end <= page.document.text.len());
                    }
                    prop_assert!(language == Language::Markdown || matches!(figure.place, Place::Html | Place::Tag(_)));
                }
                embed(&page, &vec![Some(picture(Embed::Inline, Some(text))); page.figures.len()]);
            }
        }
    }
}

/// In how many quotes and lists each piece stands that has a word in it.
fn depths(text: &str, word: &str) -> Vec<usize> {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};
    let mut depth = 0_usize;
    let mut out = Vec::new();
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::Item) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => depth -= 1,
            Event::Text(_) | Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. })
                if text[range.clone()].contains(word) =>
            {
                out.push(depth);
            }
            _ => {}
        }
    }
    out
}
