//! The file tree of a plan: indented text, with or without tree characters -> entries, and back.
//!
//! Part of: describe. Input: the text of `files:` or of a plan's fence. Output: entries in written order, or the text of
//! the template. Nobody else knows the characters of a tree.

/// A line of a file tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreeEntry {
    /// How many entries are around it.
    pub depth: usize,
    /// Its name without the slash at its end; empty for a comment that stands alone.
    pub name: String,
    /// What it is.
    pub kind: TreeKind,
    /// What is said of it.
    pub comment: Option<String>,
}

/// What a line of a file tree is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TreeKind {
    /// A folder: there is a slash behind its name, or something is in it.
    Folder,
    /// Anything else.
    #[default]
    File,
}

/// How far a tab goes, in columns.
const TAB: usize = 4;
/// What begins a comment, where a blank stands before it and another behind.
const COMMENTS: [&str; 4] = ["#", "//", "←", "<-"];

/// Reads a tree. Every line that has a name or a comment is an entry; a line that is indented more than one before it
/// lies in that one.
///
/// Total: no indentation is wrong. Levels may be of any width, and of different ones.
pub fn read(text: &str) -> Vec<TreeEntry> {
    let mut out: Vec<TreeEntry> = Vec::new();
    // Columns and indices of the entries around the next one.
    let mut around: Vec<(usize, usize)> = Vec::new();
    for line in text.lines() {
        let (column, rest) = unindented(line);
        let (name, comment) = parts(rest);
        if name.is_empty() && comment.is_none() {
            continue;
        }
        while around.last().is_some_and(|(open, _)| *open >= column) {
            around.pop();
        }
        let depth = around.len();
        if let Some(folder) = around.last().and_then(|(_, at)| out.get_mut(*at)) {
            folder.kind = TreeKind::Folder;
        }
        let bare = name.trim_end_matches(['/', '\\']);
        let kind = if bare.len() < name.len() { TreeKind::Folder } else { TreeKind::File };
        // The root of all keeps its name.
        let name = if bare.is_empty() && !name.is_empty() { "/" } else { bare };
        // Nothing lies in a comment.
        if !name.is_empty() {
            around.push((column, out.len()));
        }
        out.push(TreeEntry { depth, name: name.to_owned(), kind, comment });
    }
    out
}

/// The text of a tree as the template has it: outermost entries bare, `├── `, `└── ` and `│` before the others, `/` behind
/// folders, comments behind `#`, in one column. Every line ends with a line break.
pub fn text(tree: &[TreeEntry]) -> String {
    let last = last_of_all(tree);
    let mut lines: Vec<(String, usize, Option<&str>)> = Vec::with_capacity(tree.len());
    let mut open: Vec<bool> = Vec::new();
    for (entry, last) in tree.iter().zip(last) {
        open.truncate(entry.depth);
        let mut line = String::new();
        for more in open.iter().skip(1) {
            line.push_str(if *more { "│   " } else { "    " });
        }
        if entry.depth > 0 {
            line.push_str(if last { "└── " } else { "├── " });
        }
        open.push(!last);
        line.push_str(&entry.name);
        if entry.kind == TreeKind::Folder && !entry.name.is_empty() && !entry.name.ends_with('/') {
            line.push('/');
        }
        let width = line.chars().count();
        lines.push((line, width, entry.comment.as_deref()));
    }
    let named = tree.iter().zip(&lines).filter(|(entry, line)| line.2.is_some() && !entry.name.is_empty());
    let column = named.map(|(_, line)| line.1 + 2).max().unwrap_or_default();
    let mut out = String::new();
    for ((line, width, comment), entry) in lines.iter().zip(tree) {
        out.push_str(line);
        if let Some(comment) = comment {
            if !entry.name.is_empty() {
                out.extend(std::iter::repeat_n(' ', column - width));
            }
            out.push_str("# ");
            out.push_str(comment);
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

/// Whether each entry is the last one in what it lies in.
pub fn last_of_all(tree: &[TreeEntry]) -> Vec<bool> {
    let mut out = vec![false; tree.len()];
    // Whether one was seen behind, by depth.
    let mut seen: Vec<bool> = Vec::new();
    for (at, entry) in tree.iter().enumerate().rev() {
        seen.resize(entry.depth + 1, false);
        out[at] = !seen[entry.depth];
        seen[entry.depth] = true;
    }
    out
}

/// The column of what stands behind blanks, tree characters and bullets, and that.
fn unindented(line: &str) -> (usize, &str) {
    let (mut column, mut rest) = (0, line);
    loop {
        let Some(c) = rest.chars().next() else { return (column, rest) };
        if c == '\t' {
            column = (column / TAB + 1) * TAB;
            rest = &rest[1..];
            continue;
        }
        let bytes = match c {
            // Marks that nobody sees, and lines of boxes.
            '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{2500}'..='\u{257f}' => c.len_utf8(),
            _ if c.is_whitespace() => c.len_utf8(),
            '|' | '+' | '`' | '\\' | '-' | '*' => ascii(rest, c),
            _ => 0,
        };
        if bytes == 0 {
            return (column, rest);
        }
        column += rest[..bytes].chars().count();
        rest = &rest[bytes..];
    }
}

/// How many bytes of a tree drawn in ASCII begin here: `|`, `|-- `, `+---`, `` `-- ``, `\---`, `|__ `, or a bullet.
fn ascii(rest: &str, c: char) -> usize {
    let behind = &rest[1..];
    let run = |of: char| behind.len() - behind.trim_start_matches(of).len();
    let (dashes, lines) = (run('-'), run('_'));
    let blank = |from: usize| behind[from..].chars().next().is_none_or(char::is_whitespace);
    match c {
        '-' | '*' => usize::from(blank(0)),
        _ if dashes >= 2 || (dashes == 1 && blank(1)) => 1 + dashes,
        _ if c != '+' && lines >= 1 && blank(lines) => 1 + lines,
        '|' => usize::from(blank(0)),
        _ => 0,
    }
}

/// The name of a line, and its comment.
fn parts(rest: &str) -> (&str, Option<String>) {
    let is_comment = |at: usize| {
        let before = rest[..at].chars().next_back().is_none_or(char::is_whitespace);
        let sign = COMMENTS.iter().find(|sign| rest[at..].starts_with(**sign))?;
        let behind = &rest[at + sign.len()..];
        let apart = behind.chars().next().is_none_or(char::is_whitespace);
        (before && (apart || (*sign == "#" && at > 0))).then_some((at, behind))
    };
    match rest.char_indices().find_map(|(at, _)| is_comment(at)) {
        Some((at, comment)) => {
            let comment = comment.trim();
            (rest[..at].trim(), (!comment.is_empty()).then(|| comment.to_owned()))
        }
        None => (rest.trim(), None),
    }
}
