//! The text as Mermaid hands it to the parser of a kind: without frontmatter, directives and comments, with its codes
//! (`#35;`) made inert. Each byte knows where it was written.

use super::scan;
use std::ops::Range;

/// A changed copy of the user's text.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) text: String,
    /// Where pieces begin: in `text`, and in what the user wrote. Sorted by both.
    origin: Vec<(usize, usize)>,
    /// The length of what the user wrote.
    whole: usize,
}

/// What replaces a piece.
type Edit = (Range<usize>, String);

/// Mermaid writes `#35;` in this form before it parses: `#`, whether it is a number, and the end.
pub(super) const NUMBER: &str = "ﬂ°°";
pub(super) const NAME: &str = "ﬂ°";
pub(super) const CODE_END: &str = "¶ß";

impl Source {
    /// Takes everything out that no parser of a kind sees.
    pub(super) fn new(written: &str) -> Self {
        let source = Self { text: written.to_owned(), origin: vec![(0, 0)], whole: written.len() };
        let source = source.edited(returns).edited(attributes).edited(frontmatter);
        source.edited(directives).edited(comments).edited(blank_start)
    }

    /// As [`Source::new`] leaves it -> as the parsers of kinds get it.
    pub(super) fn encoded(self) -> Self {
        let source = self.edited(|text| style_ends(text, "style")).edited(|text| style_ends(text, "classDef"));
        source.edited(codes).edited(|text| vec![(text.len()..text.len(), "\n".to_owned())])
    }

    /// Where a piece of `text` was written.
    pub(super) fn written(&self, span: &Range<usize>) -> Range<usize> {
        let (start, _) = self.position(span.start);
        // The end is that of the last byte: what was cut out behind it does not belong to it.
        let end = if span.end > span.start {
            let (last, limit) = self.position(span.end - 1);
            (last + 1).min(limit)
        } else {
            start
        };
        start..end.max(start)
    }

    /// Where a byte was written, and where its piece ends there.
    fn position(&self, at: usize) -> (usize, usize) {
        let piece = self.origin.partition_point(|(new, _)| *new <= at).saturating_sub(1);
        let (new, old) = self.origin.get(piece).copied().unwrap_or_default();
        let limit = self.origin.get(piece + 1).map_or(self.whole, |next| next.1);
        ((old + at.saturating_sub(new)).min(limit), limit)
    }

    /// Applies edits: by place, without overlaps.
    pub(super) fn edited(self, find: impl Fn(&str) -> Vec<Edit>) -> Self {
        let edits = find(&self.text);
        if edits.is_empty() {
            return self;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut origin: Vec<(usize, usize)> = Vec::with_capacity(self.origin.len() + 2 * edits.len());
        let mut pieces = self.origin.iter().copied().peekable();
        let mut at = 0;
        let mut keep = |text: &mut String, origin: &mut Vec<(usize, usize)>, from: usize, to: usize| {
            origin.push((text.len(), self.position(from).0));
            while let Some((new, old)) = pieces.next_if(|(new, _)| *new < to) {
                if new > from {
                    origin.push((text.len() + new - from, old));
                }
            }
            text.push_str(self.text.get(from..to).unwrap_or_default());
        };
        for (range, replacement) in edits {
            keep(&mut text, &mut origin, at, range.start);
            origin.push((text.len(), self.position(range.start).0));
            text.push_str(&replacement);
            at = range.end;
        }
        keep(&mut text, &mut origin, at, self.text.len());
        origin.dedup_by(|later, earlier| {
            later.0 == earlier.0 && {
                earlier.1 = later.1;
                true
            }
        });
        Self { text, origin, whole: self.whole }
    }
}

fn cut(range: Range<usize>) -> Edit {
    (range, String::new())
}

/// `\r\n` and `\r` are line ends.
fn returns(text: &str) -> Vec<Edit> {
    let ends = text.match_indices('\r');
    ends.map(|(at, _)| if text[at..].starts_with("\r\n") { cut(at..at + 1) } else { (at..at + 1, "\n".to_owned()) })
        .collect()
}

/// `<a href="x">` becomes `<a href='x'>`, so that its quotes end no label.
fn attributes(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    // Behind the last `>` no tag ends.
    let last = text.rfind('>').unwrap_or_default();
    while let Some(open) = text[at..last.max(at)].find('<').map(|i| at + i) {
        let name = open + 1 + scan::word(&text[open + 1..]);
        let Some(close) = text[name..].find('>').map(|i| name + i).filter(|_| name > open + 1) else {
            at = open + 1;
            continue;
        };
        let mut from = name;
        while let Some(quote) = text[from..close].find("=\"").map(|i| from + i + 1) {
            let Some(end) = text[quote + 1..close].find('"').map(|i| quote + 1 + i) else { break };
            edits.push((quote..quote + 1, "'".to_owned()));
            edits.push((end..end + 1, "'".to_owned()));
            from = end + 1;
        }
        at = close + 1;
    }
    edits
}

/// The block between two lines `---` at the very start.
fn frontmatter(text: &str) -> Vec<Edit> {
    block(text).map(|(_, end)| cut(0..end)).into_iter().collect()
}

/// What stands between two lines `---` at the very start, and where the text behind them begins.
fn block(text: &str) -> Option<(Range<usize>, usize)> {
    let indent = text.len() - text.trim_start_matches(|c: char| scan::is_space(c) && c != '\n').len();
    let rest = text[indent..].strip_prefix("---")?;
    let body = rest.trim_start_matches(scan::is_space);
    let blank = &rest[..rest.len() - body.len()];
    let start = text.len() - rest.len() + blank.rfind('\n')? + 1;
    let mut at = text.len() - body.len();
    // An empty block is a blank line.
    if body.starts_with("---") && blank.matches('\n').count() > 1 {
        at -= 1 + indent;
    }
    let fence = format!("\n{}---", &text[..indent]);
    while let Some(close) = text[at..].find(&fence).map(|i| at + i + fence.len()) {
        let rest = text[close..].trim_start_matches(scan::is_space);
        if text[close..text.len() - rest.len()].contains('\n') {
            // The indentation of what follows stays.
            let gap = &text[close..text.len() - rest.len()];
            let end = close - fence.len();
            return Some((start.min(end)..end, close + gap.rfind('\n').map_or(0, |i| i + 1)));
        }
        at = close;
    }
    None
}

/// Where the block of YAML at the start of a text stands.
pub(super) fn head(written: &str) -> Option<Range<usize>> {
    let source = Source { text: written.to_owned(), origin: vec![(0, 0)], whole: written.len() };
    let source = source.edited(returns).edited(attributes);
    let (body, _) = block(&source.text)?;
    Some(source.written(&body))
}

/// `%%{init: ...}%%`, wherever it stands.
fn directives(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("%%{").map(|i| at + i) {
        let skip = |from: usize| from + scan::spaces(&text[from..]);
        let name = skip(open + 3);
        let mut end = name + scan::word(&text[name..]);
        if end == name {
            at = name;
            continue;
        }
        if text[skip(end)..].starts_with(':') {
            end = skip(end) + 1;
        }
        end = skip(end);
        let word = scan::word(&text[end..]);
        end += if word > 0 { word } else { text[end..].find("}%%").unwrap_or(text.len() - end) };
        end = skip(end);
        if text[end..].starts_with("}%%") {
            end += 3;
        }
        edits.push(cut(open..end));
        at = end;
    }
    edits
}

/// Lines that are a comment, with the blank lines above them.
fn comments(text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut blank = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches(scan::is_space);
        let comment = words.strip_prefix("%%").is_some_and(|rest| !rest.starts_with(['{', '\n']) && !rest.is_empty());
        at += line.len();
        if comment {
            edits.push(cut(blank..at));
        }
        if comment || !words.is_empty() {
            blank = at;
        }
    }
    edits
}

fn blank_start(text: &str) -> Vec<Edit> {
    match scan::spaces(text) {
        0 => Vec::new(),
        end => vec![cut(0..end)],
    }
}

/// The last `;` of a line `style x fill:#fff;` would end a code: Mermaid takes it out.
fn style_ends(text: &str, word: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.find(word).map(|at| at + word.len());
        let colon = rest.and_then(|from| {
            // A `:`, then a `#` before the next blank, then a `;` anywhere.
            let hash = line[from..].match_indices('#').map(|(i, _)| from + i);
            hash.rev().find(|hash| {
                let blank = line[from..*hash].rfind(scan::is_space).map_or(from, |i| from + i);
                line[blank..*hash].contains(':')
            })
        });
        if let Some(end) = colon.and_then(|hash| line[hash..].rfind(';').map(|i| start + hash + i)) {
            edits.push(cut(end..end + 1));
        }
        start += line.len();
    }
    edits
}

/// `#35;` and `#quot;` in the form in which they can end no string and no line.
fn codes(text: &str) -> Vec<Edit> {
    let hashes = text.match_indices('#').filter_map(|(at, _)| {
        let end = at + 1 + scan::word(&text[at + 1..]);
        let name = &text[at + 1..end];
        let form = if name.bytes().all(|b| b.is_ascii_digit()) { NUMBER } else { NAME };
        (!name.is_empty() && text[end..].starts_with(';')).then(|| (at..end + 1, format!("{form}{name}{CODE_END}")))
    });
    hashes.collect()
}
