//! The head of a description that was imported.
//!
//! Part of: the writer.

/// Longest line, in characters.
const WIDTH: usize = 110;

/// The comment that says where an imported description comes from, and lists what there is to say of that: a title and
/// lines each.
pub fn head(from: &str, lists: &[(&str, &[String])]) -> String {
    let mut head = String::new();
    wrap(&format!("Imported from {from}."), "# ", "# ", &mut head);
    for (title, lines) in lists.iter().filter(|(_, lines)| !lines.is_empty()) {
        wrap(&format!("{title}:"), "# ", "# ", &mut head);
        for line in *lines {
            wrap(line, "# - ", "#   ", &mut head);
        }
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
