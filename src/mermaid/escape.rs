//! Text -> text that Mermaid reads and draws as the same text. One function a grammar, because they differ.
//!
//! Mermaid decodes `#NN;` (a decimal code point) before it parses, so that a character written that way can end no
//! string, no line and no diagram. That holds for flowcharts and sequences. The drawings of C4 and architecture show
//! the code instead of the character, so [`literal`] writes those without it.

use std::fmt::Write;

/// Keeps an invisible distance where two characters together would mean something: U+2060 WORD JOINER.
const JOINER: char = '\u{2060}';

/// For labels and titles of a flowchart, always between quotes.
///
/// Letters and digits of any script and `space , . / ' -` stay; everything else becomes `#NN;`, a line break `<br/>`.
/// Besides, each read back from versions 11 and 12:
/// - the blank of `direction LR` is written, or the lexer takes the line for a statement;
/// - a blank at an end of a line, or after another, is written, or the parser trims it and HTML folds it;
/// - what begins a line as a list does (`1. `, `-`) and the dot of `www.` are written: older 11.x reads Markdown there.
pub fn flow(text: &str) -> String {
    encode(text, |c| matches!(c, ' ' | ',' | '.' | '/' | '\'' | '-'))
}

/// For aliases, messages, notes and conditions of a sequence, and for titles in `accTitle:` lines: text that runs to the
/// end of its line without quotes.
///
/// What stays besides letters and digits was read back from 10, 11 and 12 in each of these fields, at the start, in the
/// middle, at the end, doubled and alone. `#`, `;` and `<` break there; `%` can begin a comment, `$` a formula, `@` a
/// participant's options, `\` a line break. A `:` stays where a blank follows (behind `style` it swallows a code that
/// follows at once), but not behind `wrap`, where it is eaten. The boxes are measured with the codes in them, so that
/// fewer codes draw better.
pub fn sequence(text: &str) -> String {
    encode(text, |c| {
        matches!(
            c,
            ' ' | ','
                | '.'
                | '/'
                | '\''
                | '-'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '!'
                | '?'
                | '='
                | '+'
                | '*'
                | '_'
                | '"'
                | '|'
                | ':'
        )
    })
}

/// For names of tasks and sections of a gantt chart: text that runs to a colon or to the end of its line.
///
/// As [`sequence`], on one line and without colons. Besides, what begins with a word of the grammar or with a date is that to the lexer
/// whatever follows, so that its first letter is written as a code. Read back from versions 10, 11 and 12.
pub fn task(text: &str) -> String {
    const WORDS: [&str; 18] = [
        "accdescr",
        "acctitle",
        "axisformat",
        "call",
        "click",
        "dateformat",
        "excludes",
        "gantt",
        "href",
        "includes",
        "inclusiveenddates",
        "section",
        "tickinterval",
        "title",
        "todaymarker",
        "topaxis",
        "weekday",
        "weekend",
    ];
    let text = clean(text);
    let text = one_line(&text);
    let out = sequence(&text).replace(':', "#58;");
    let low = text.to_ascii_lowercase();
    match out.chars().next() {
        Some(first) if first.is_ascii_digit() || WORDS.iter().any(|word| low.starts_with(word)) => {
            format!("#{};{}", u32::from(first), &out[first.len_utf8()..])
        }
        _ => out,
    }
}

/// For names, comments and labels of entities and relations, between quotes.
///
/// What stays besides letters and digits was read back from 11 and 12. A `_` stays between two letters or digits, where it
/// is no Markdown.
pub fn record(text: &str) -> String {
    let stays =
        |c| matches!(c, ' ' | ',' | '.' | '/' | '\'' | '-' | '(' | ')' | '[' | ']' | '=' | '?' | '+' | ':' | '_');
    let encoded = encode(text, stays);
    let mut out = String::with_capacity(encoded.len());
    let mut rest = encoded.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        if c == '_' && !(before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric())) {
            out.push_str("#95;");
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}

/// For strings of C4 and architecture, between quotes.
///
/// Nothing is encoded there: both draw `&#34;` as it stands. A quote becomes `”`, `<` and `>` become `‹` and `›` (tags
/// vanish), `;` the Greek question mark, and a word joiner parts what would be read as something else: an entity, a code, a comment, `\n`,
/// `direction LR`, and the signs `ﬂ°` and `¶ß` that stand for codes inside of Mermaid.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let text = clean(text);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let direction = ends_with_direction(&out);
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => out.push_str("<br/>"),
            '\u{feff}' => {}
            _ if c.is_whitespace() => {
                out.push(if c == '\t' { ' ' } else { c });
                if direction {
                    out.push(JOINER);
                }
            }
            '"' => out.push('”'),
            // It has the same look and would be the same letter to a reader; behind `style x:#1` Mermaid eats a `;`.
            ';' => out.push('\u{37e}'),
            '<' => out.push('‹'),
            '>' => out.push('›'),
            '#' | '&' if next.is_some_and(|n| n.is_alphanumeric() || matches!(n, '#' | '_')) => out.extend([c, JOINER]),
            '%' if next.is_some_and(|n| matches!(n, '%' | '{')) => out.extend([c, JOINER]),
            '\\' | 'ﬂ' | '¶' => out.extend([c, JOINER]),
            _ => out.push(c),
        }
    }
    out
}

/// As [`literal`], for titles of architecture: those are read as Markdown too.
pub fn markdown_free(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for line in literal(text).split("<br/>") {
        if !out.is_empty() {
            out.push_str("<br/>");
        }
        // A list, a heading or a quote starts with one of these.
        if line.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '#' | '=')) {
            out.push(JOINER);
        }
        for c in line.chars() {
            match c {
                '*' => out.push('∗'),
                '_' => out.push('＿'),
                '`' => out.push('ˋ'),
                '~' => out.push('∼'),
                '(' if out.ends_with(']') => out.extend([JOINER, c]),
                '\\' => out.push('＼'),
                ':' | '@' => out.extend([JOINER, c, JOINER]),
                '.' if out.ends_with("www") => out.extend([JOINER, c]),
                _ => out.push(c),
            }
        }
    }
    out
}

/// A title in frontmatter: a quoted YAML text on one line.
///
/// Nothing is decoded there, and titles are sanitised as HTML and then drawn as they stand, so that `&` shows as `&amp;`
/// and a tag vanishes: these three have a look-alike each.
pub fn title(text: &str) -> String {
    let mut out = String::from("\"");
    for c in clean(text).chars() {
        match c {
            '\n' | '\t' => out.push(' '),
            '"' | '\\' => out.extend(['\\', c]),
            '<' => out.push('‹'),
            '>' => out.push('›'),
            '&' => out.push('＆'),
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What a reader sees of a text that [`flow`] or [`sequence`] wrote: the inverse of both.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("<br/>") {
            out.push('\n');
            rest = after;
            continue;
        }
        let code = rest.strip_prefix('#').and_then(|r| r.split_once(';'));
        if let Some((point, after)) = code.and_then(|(n, after)| Some((char::from_u32(n.parse().ok()?)?, after))) {
            out.push(point);
            rest = after;
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Without line breaks, and with one blank where there are several.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What of a text can be shown at all: line breaks as `\n`, control characters left out. HTML gives them no code.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' => {
                rest.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\t' => out.push(c),
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
    out
}

fn encode(text: &str, stays: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for (number, line) in clean(text).split('\n').enumerate() {
        if number > 0 {
            out.push_str("<br/>");
        }
        let start = out.len();
        let mut before = ' ';
        let mut rest = line.chars().peekable();
        while let Some(c) = rest.next() {
            let next = rest.peek().copied();
            let so_far = &out[start..];
            let plain = match c {
                ' ' => before != ' ' && next.is_some() && !ends_with_direction(so_far),
                '-' => !so_far.is_empty(),
                '.' => {
                    let list = !so_far.is_empty() && so_far.bytes().all(|b| b.is_ascii_digit());
                    !(list && next.is_none_or(|n| n == ' ') || so_far.ends_with("www"))
                }
                ':' if stays(c) => {
                    let word = so_far.trim_start_matches("#32;");
                    next == Some(' ') && !["", "wrap", "nowrap"].iter().any(|w| word.eq_ignore_ascii_case(w))
                }
                _ => c.is_alphanumeric() || stays(c),
            };
            if plain {
                out.push(c);
            } else {
                // Writing to a string cannot fail.
                let _ = write!(out, "#{};", u32::from(c));
            }
            before = c;
        }
    }
    out
}

fn ends_with_direction(text: &str) -> bool {
    const WORD: &str = "direction";
    text.len().checked_sub(WORD.len()).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(WORD))
}
