//! File trees: what a line of one means, and the template's form of it.

use crate::hostile::Dice;
use groundplan::base::Rect;
use groundplan::base::text::Fonts;
use groundplan::chart::FileTree;
use groundplan::chart::tree::place;
use groundplan::describe::plan::tree::{TreeEntry, TreeKind, read, text};
use groundplan::scene::{self, Theme};
use proptest::prelude::*;

/// Entries in short: `0 src/`, `1 main.rs # entry`.
fn short(written: &str) -> Vec<String> {
    let line = |e: TreeEntry| {
        let slash = if e.kind == TreeKind::Folder { "/" } else { "" };
        let comment = e.comment.map_or_else(String::new, |c| format!(" # {c}"));
        format!("{} {}{slash}{comment}", e.depth, e.name)
    };
    read(written).into_iter().map(line).collect()
}

#[test]
fn every_way_to_write_a_tree_is_one_tree() {
    let meant = ["0 shop/", "1 src/ # the code", "2 models/", "3 user.rs", "2 main.rs", "1 docs/", "0 other.md"];
    let written = [
        "shop/\n  src/  # the code\n    models\n      user.rs\n    main.rs\n  docs/\nother.md\n",
        "shop\n\tsrc # the code\n\t\tmodels\n\t\t\tuser.rs\n\t\tmain.rs\n\tdocs/\nother.md",
        "shop/\n├── src/   # the code\n│   ├── models/\n│   │   └── user.rs\n│   └── main.rs\n└── docs/\nother.md",
        "shop/\n├─ src/ // the code\n│  ├─ models/\n│  │  └─ user.rs\n│  └─ main.rs\n└─ docs/\n\nother.md",
        "shop/\r\n|-- src/ ← the code\r\n|   |-- models/\r\n|   |   `-- user.rs\r\n|   `-- main.rs\r\n`-- docs/\r\nother.md",
        "shop\n+---src #the code\n|   +---models\n|   |   \\---user.rs\n|   \\---main.rs\n\\---docs/\nother.md",
        "- shop/\n  - src/ # the code\n    - models/\n      - user.rs\n    - main.rs\n  - docs/\n- other.md",
        "shop/\n├──\u{a0}src/ # the code\n│\u{a0}\u{a0} ├── models/\n│\u{a0}\u{a0} │\u{a0}\u{a0} └── user.rs\n│\u{a0}\u{a0} └── main.rs\n└── docs/\nother.md",
    ];
    for tree in written {
        assert_eq!(short(tree), meant, "{tree}");
    }
}

#[test]
fn names_keep_what_looks_like_a_tree() {
    let cases = [
        ("src/\n  __init__.py\n  +page.svelte\n  -v\n  _x\n  |a", "0 src/|1 __init__.py|1 +page.svelte|1 -v|1 _x|1 |a"),
        ("c#/\n  a#b.cs\n  #tmp#", "0 c#/|1 a#b.cs|1 #tmp#"),
        ("[feature-name]/\n└── ...", "0 [feature-name]/|1 ..."),
        ("/\n  etc/", "0 //|1 etc/"),
        ("# Option 1\nsrc/\n  # models\n  a", "0  # Option 1|0 src/|1  # models|1 a"),
        ("   deep\n shallow\nroot\n      far\n   near", "0 deep|0 shallow|0 root/|1 far|1 near"),
        ("│\n\n   \n├──", ""),
    ];
    for (written, meant) in cases {
        assert_eq!(short(written).join("|"), meant, "{written}");
    }
}

#[test]
fn the_text_is_that_of_the_template() {
    let template = "[feature-name]/\n├── src/\n│   ├── models/\n│   ├── services/\n│   └── rules/\n├── tests/\n│   └── e2e/\n├── docs/\n└── config/\n";
    assert_eq!(text(&read(template)), template);
    let comments = "a/        # one\n├── bcd/  # two\n│   └── # alone\n└── c.rs\nd.md      # three\n";
    assert_eq!(text(&read(comments)), comments);
    assert_eq!(text(&read("a\n b\n  c\nd")), "a/\n└── b/\n    └── c\nd\n");
    assert_eq!(text(&[]), "");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(text_of in "([ \t│├└─|`+\\\\-]{0,9}[a-c./#é_ ]{0,6}( # [a-z# ]{0,5})?(\r?\n)?){0,12}") {
        let tree = read(&text_of);
        let written = text(&tree);
        prop_assert_eq!(read(&written), tree);
        let lines: Vec<&str> = written.lines().collect();
        prop_assert_eq!(lines.len(), read(&text_of).len());
    }

    #[test]
    fn any_text_is_some_tree(any in "\\PC{0,60}") {
        let tree = read(&any);
        prop_assert_eq!(read(&text(&tree)), tree);
    }
}

/// A tree whose names and comments are hostile.
pub(crate) fn hostile(seed: u64) -> FileTree {
    let dice = &mut Dice(seed.wrapping_mul(0x51ed_270b) ^ 0xf11e);
    let mut out = FileTree { title: dice.label(), ..FileTree::default() };
    let mut depth = 0;
    for _ in 0..=dice.below(60) {
        let comment = dice.maybe_label().filter(|c| !c.trim().is_empty());
        let name = if comment.is_some() && dice.one_in(9) { String::new() } else { dice.label() };
        let kind = if dice.one_in(2) { TreeKind::Folder } else { TreeKind::File };
        let is_comment = name.is_empty();
        out.entries.push(TreeEntry { depth, name, kind, comment });
        depth = if is_comment { depth } else { dice.below(depth + 2) };
    }
    out
}

proptest! {
    #[test]
    fn rows_of_a_drawn_tree_stand_apart(seed in any::<u64>()) {
        let files = hostile(seed);
        let theme = Theme::named("light").unwrap();
        let placed = place(&files, &scene::measure_tree(&files, &theme, Fonts::embedded()));
        prop_assert_eq!(placed.rows.len(), files.entries.len());
        let whole = Rect::new(0.0, 0.0, placed.size.w, placed.size.h).grown(0.01);
        let mut boxes: Vec<Rect> = Vec::new();
        for (row, entry) in placed.rows.iter().zip(&files.entries) {
            prop_assert_eq!(row.sign.is_none(), entry.name.is_empty());
            prop_assert_eq!(row.comment.is_some(), entry.comment.is_some());
            let parts = [row.sign, Some(row.name), row.comment];
            for part in parts.into_iter().flatten().filter(|part| !part.size().is_empty()) {
                prop_assert!(whole.contains(part), "{part:?} in {whole:?}");
                prop_assert!(!boxes.iter().any(|other| other.overlaps(part)), "{part:?}");
                boxes.push(part);
            }
        }
        // Guides run beside everything.
        for guide in &placed.guides {
            for step in guide.windows(2) {
                let (a, b) = (step[0], step[1]);
                let line = Rect::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs());
                prop_assert!(whole.contains(line), "{guide:?}");
                prop_assert!(!boxes.iter().any(|other| other.overlaps(line)), "{guide:?}");
            }
        }
        let drawn = scene::compose_tree(&files, &placed, &theme, Fonts::embedded());
        prop_assert!(drawn.size.w >= placed.size.w && drawn.size.h >= placed.size.h);
    }
}
