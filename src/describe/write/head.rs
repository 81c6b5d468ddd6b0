//! The head of a description that was imported.
//!
//! Part of: the writer.

/// How many lines the head comment gives to what was left out.
const HEAD: usize = 100;
/// Longest line, in characters.
const WIDTH: usize = 110;

/// The comment that says where an imported description comes from and what of that it lacks.
pub fn head<'a>(from: &str, left_out: impl ExactSizeIterator<Item = &'a str>) -> String {
    let mut head = String::new();
    wrap(&format!("Imported from {from}."), "# ", "# ", &mut head);
    let count = left_out.len();
    if count > 0 {
        head.push_str("# Left out:\n");
    }
    for line in left_out.take(HEAD) {
        wrap(line, "# - ", "#   ", &mut head);
    }
    if count > HEAD {
        wrap(&format!("and {} more.", count - HEAD), "# - ", "#   ", &mut head);
    }
    head
}

/// Words in lines of a comment.
fn wrap(text: &str, first: &str, next: &str, out: &mut String) {
    let mut column = 0;
    for word in plain(text).split_whitespace() {
        let width = word.chars().count();
        if column == 0 {
            out.push_str(first);
            column = first.len();
        } else if column + 1 + width > WIDTH {
            out.push('\n');
            out.push_str(next);
            column = next.len();
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
}

/// Text that may stand in a comment: on one line, nothing that YAML forbids.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') {
                ' '
            } else {
                c
            }
        })
        .collect()
}
