//! Markdown -> a flat list of what stands one below the other: headings, paragraphs, points, fences, tables.
//!
//! Part of: the reader of plans. A parser of `CommonMark` says where each begins and ends; nothing here nests, so that no
//! depth of the document costs stack.

use super::words::Words;
use crate::base::{LineMap, SourceId, Span};
use crate::plan::Notation;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// One piece of the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) span: Span,
    /// In how many lists it stands.
    pub(super) depth: usize,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum BlockKind {
    /// Level and text.
    Heading(u8, Words),
    /// A paragraph, line by line.
    Text(Vec<Words>),
    /// A point of a list with its first paragraph, whether it has a number, and its tick box.
    Item(Vec<Words>, bool, Option<bool>),
    /// An index into the fences.
    Fence(usize),
    /// An index into the tables.
    Table(usize),
    /// HTML, comments among it.
    Html,
    /// Any other: a rule, code by indentation.
    Other,
}

/// A fenced code block.
#[derive(Clone, Debug, PartialEq)]
pub struct Fence {
    /// Its first info word, as it is written.
    pub word: String,
    /// Its content without the marks of quotes and lists around it.
    pub text: String,
    /// The whole fence.
    pub span: Span,
    /// The mark that it opens with: three or more of one character. Empty for code by indentation.
    pub mark: String,
    /// Whether a line closes it; else it ends with what it stands in.
    pub is_closed: bool,
    /// Where its lines stand in the document.
    map: LineMap,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its rows, the head first.
    pub rows: Vec<Row>,
    /// The whole table.
    pub span: Span,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub(crate) cells: Vec<Words>,
    /// How many cells are written.
    pub written: usize,
    /// The whole row.
    pub span: Span,
}

impl Fence {
    /// Where a part of its content stands in the document.
    pub fn place(&self, part: Range<usize>) -> Span {
        let Range { start, end } = self.map.place(part);
        Span { start, end: end.min(self.span.end).max(start), ..self.span }
    }

    /// Whether hosts draw it: its first info word, case folded.
    pub fn is_mermaid(&self) -> bool {
        Notation::of_info(&self.word) == Some(Notation::Mermaid)
    }

    /// Where it should have been closed: its content has a line that opens another fence. That of Markdown may.
    pub fn reopened(&self) -> Option<Span> {
        const MARKDOWN: [&str; 4] = ["markdown", "md", "mdx", "text"];
        if self.mark.is_empty() || MARKDOWN.contains(&self.word.to_ascii_lowercase().as_str()) {
            return None;
        }
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '{' | '}' | '.' | '-' | '_' | '+' | ' ' | '=');
        let opens = |line: &str| {
            let info = line.trim().strip_prefix(self.mark.as_str()).map(|info| info.trim_start_matches(['`', '~']));
            info.is_some_and(|info| {
                info.starts_with(|c: char| c.is_ascii_alphabetic() || c == '{') && info.chars().all(sound)
            })
        };
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            if opens(line) {
                return Some(self.place(at..at + line.trim_end().len()));
            }
            at += line.len();
        }
        None
    }

    /// Whether its end is missing: no line closes it, or another fence begins inside of it.
    pub fn is_open(&self) -> bool {
        !self.mark.is_empty() && (!self.is_closed || self.reopened().is_some())
    }

    /// Whether it says that it is YAML.
    pub fn is_yaml(&self) -> bool {
        matches!(self.word.to_ascii_lowercase().as_str(), "yaml" | "yml")
    }
}

/// What a document is made of.
#[derive(Default)]
pub(super) struct Blocks {
    pub(super) all: Vec<Block>,
    pub(super) fences: Vec<Fence>,
    pub(super) tables: Vec<Table>,
    /// Comments, in HTML blocks and in lines.
    pub(super) comments: Vec<Span>,
}

/// Splits `text` up; `shift` is where it starts in the document.
pub(super) fn split(text: &str, shift: usize, source: SourceId) -> Blocks {
    let mut split = Split { text, shift, source, line: None, ..Split::default() };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        split.event(event, range);
    }
    split.flush();
    split.out
}

/// A line under construction.
struct Line {
    lines: Vec<Words>,
    /// Up to where the document is taken; none behind a line break.
    from: Option<usize>,
    start: usize,
}

#[derive(Default)]
struct Split<'a> {
    text: &'a str,
    shift: usize,
    source: SourceId,
    out: Blocks,
    line: Option<Line>,
    /// Whether each open list has numbers.
    lists: Vec<bool>,
    /// The point whose first paragraph is to come: its tick box, its start.
    item: Option<(Option<bool>, usize)>,
    fence: Option<Fence>,
    row: Option<Row>,
    table: bool,
    skip: usize,
    heading: Option<u8>,
    /// Where the last comment ends.
    commented: usize,
}

impl Split<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span { source: self.source, start: range.start + self.shift, end: range.end + self.shift }
    }

    fn push(&mut self, kind: BlockKind, range: &Range<usize>) {
        let (span, depth) = (self.span(range), self.lists.len());
        self.out.all.push(Block { kind, span, depth });
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => self.skip += 1,
            Event::End(TagEnd::MetadataBlock(_)) => self.skip = self.skip.saturating_sub(1),
            _ if self.skip > 0 => {}
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) | Event::Html(text) if self.fence.is_some() => {
                let shift = self.shift;
                if let Some(fence) = &mut self.fence {
                    fence.map.push(fence.text.len(), range.start + shift..range.end + shift);
                    fence.text.push_str(&text);
                }
            }
            Event::Text(text) => {
                let escaped = text.starts_with(|c: char| c.is_ascii_punctuation());
                self.words(&text, range, escaped);
            }
            // In a cell a `|` is escaped even inside of code.
            Event::Code(_) if self.table && self.text.get(range.clone()).is_some_and(|code| code.contains("\\|")) => {
                let code = self.text[range.clone()].replace("\\|", "|");
                self.words(&code, range, false);
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {
                self.words_as_written(range);
            }
            Event::InlineHtml(_) => {
                self.comments(&range);
                self.words_as_written(range);
            }
            Event::Html(_) => self.comments(&range),
            Event::SoftBreak | Event::HardBreak => {
                let (source, shift) = (self.source, self.shift);
                if let Some(line) = &mut self.line {
                    line.lines.push(Words::new(source, range.end + shift));
                    line.from = None;
                }
            }
            Event::TaskListMarker(done) => {
                if let Some(item) = &mut self.item {
                    item.0 = Some(done);
                }
                if let Some(line) = &mut self.line {
                    line.from = Some(range.end);
                }
            }
            Event::Rule => self.push(BlockKind::Other, &range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(level as u8);
                self.open(range.start);
            }
            Tag::Paragraph => {
                self.flush();
                self.open(range.start);
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first.is_some());
            }
            Tag::Item => {
                self.flush();
                self.item = Some((None, range.start));
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let word = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default().to_owned(),
                    CodeBlockKind::Indented => "\u{0}".to_owned(),
                };
                let (span, map) = (self.span(&range), LineMap::at(range.end + self.shift));
                let written = self.text.get(range).unwrap_or_default();
                let (mark, is_closed) = marks(written);
                self.fence = Some(Fence { word, text: String::new(), span, mark, is_closed, map });
            }
            Tag::Table(_) => {
                self.flush();
                self.table = true;
                let span = self.span(&range);
                self.out.tables.push(Table { rows: Vec::new(), span });
                self.push(BlockKind::Table(self.out.tables.len() - 1), &range);
            }
            Tag::TableHead | Tag::TableRow => {
                let written = cells(self.text.get(range.clone()).unwrap_or_default());
                self.row = Some(Row { cells: Vec::new(), written, span: self.span(&range) });
            }
            Tag::TableCell => self.open(range.start),
            Tag::HtmlBlock | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.flush(),
            // Marks of emphasis, links and images stay as they are written.
            _ => self.reach(range.start),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.flush(),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                // A point without a first paragraph: nothing stands in it, or something else does.
                self.item = None;
            }
            TagEnd::CodeBlock => {
                if let Some(fence) = self.fence.take() {
                    if fence.word == "\u{0}" {
                        self.push(BlockKind::Other, &range);
                    } else {
                        self.out.fences.push(fence);
                        self.push(BlockKind::Fence(self.out.fences.len() - 1), &range);
                    }
                }
            }
            TagEnd::HtmlBlock => self.push(BlockKind::Html, &range),
            TagEnd::TableCell => {
                let words = self.take().map(|line| whole(&line.lines)).unwrap_or_default();
                if let Some(row) = &mut self.row {
                    row.cells.push(words);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let (Some(row), Some(table)) = (self.row.take(), self.out.tables.last_mut()) {
                    table.rows.push(row);
                }
            }
            TagEnd::Table => self.table = false,
            _ => self.close_mark(range.end),
        }
    }

    fn open(&mut self, start: usize) {
        let words = Words::new(self.source, start + self.shift);
        self.line = Some(Line { lines: vec![words], from: None, start });
    }

    /// The line that running text goes to: that of the open paragraph, or of a point of a tight list.
    fn line(&mut self, at: usize) -> &mut Line {
        let (source, shift) = (self.source, self.shift);
        self.line.get_or_insert_with(|| Line { lines: vec![Words::new(source, at + shift)], from: None, start: at })
    }

    /// Takes what stands between the last piece and `at` as it is: marks.
    fn reach(&mut self, at: usize) {
        let (text, shift) = (self.text, self.shift);
        let line = self.line(at);
        if let Some(from) = line.from.filter(|from| *from < at)
            && let (Some(gap), Some(last)) = (text.get(from..at), line.lines.last_mut())
        {
            last.push(gap, from + shift..at + shift);
        }
        line.from = Some(line.from.map_or(at, |from| from.max(at)));
    }

    fn words(&mut self, piece: &str, range: Range<usize>, escaped: bool) {
        let (text, shift) = (self.text, self.shift);
        let line = self.line(range.start);
        let gap = line.from.and_then(|from| text.get(from..range.start)).unwrap_or_default();
        let gap_end = range.start - usize::from(escaped && gap.ends_with('\\'));
        self.reach(gap_end);
        let line = self.line(range.start);
        if let Some(last) = line.lines.last_mut() {
            last.push(piece, range.start + shift..range.end + shift);
        }
        line.from = Some(range.end);
    }

    fn words_as_written(&mut self, range: Range<usize>) {
        self.reach(range.start);
        self.close_mark(range.end);
    }

    fn close_mark(&mut self, end: usize) {
        if self.line.is_some() {
            self.reach(end);
        }
    }

    /// The open lines.
    fn take(&mut self) -> Option<Line> {
        let mut line = self.line.take()?;
        line.lines.retain(|words| !words.text.trim().is_empty());
        Some(line)
    }

    /// Ends what is open.
    fn flush(&mut self) {
        if self.table {
            return;
        }
        let heading = self.heading.take();
        let Some(line) = self.take() else {
            return;
        };
        let end = line.from.unwrap_or(line.start);
        let range = line.start..end.max(line.start);
        if let Some(level) = heading {
            self.push(BlockKind::Heading(level, whole(&line.lines)), &range);
        } else if let Some((done, start)) = self.item.take() {
            let numbered = self.lists.last().copied().unwrap_or_default();
            self.push(BlockKind::Item(line.lines, numbered, done), &(start..range.end.max(start)));
        } else if !line.lines.is_empty() {
            self.push(BlockKind::Text(line.lines), &range);
        }
    }

    /// Keeps the places of comments. One of several lines comes line by line: its end is looked for in the whole text.
    fn comments(&mut self, range: &Range<usize>) {
        let mut at = range.start.max(self.commented);
        while at < range.end {
            let Some(start) = self.text.get(at..range.end).and_then(|html| html.find("<!--")).map(|more| at + more)
            else {
                return;
            };
            let close = self.text.get(start..).and_then(|rest| rest.find("-->"));
            let end = close.map_or(self.text.len(), |more| start + more + "-->".len());
            let span = self.span(&(start..end));
            self.out.comments.push(span);
            self.commented = end;
            at = end;
        }
    }
}

/// The mark that a fence opens with, and whether its last line closes it.
fn marks(written: &str) -> (String, bool) {
    let of = |line: &str| line.chars().next().filter(|c| matches!(c, '`' | '~'));
    let Some(mark) = of(written) else { return (String::new(), true) };
    let run = written.len() - written.trim_start_matches(mark).len();
    let last = written.trim_end().rsplit_once('\n').map_or("", |(_, last)| last).trim_matches([' ', '\t', '>', '\r']);
    let is_closed = last.len() >= run && last.chars().all(|c| c == mark);
    (written[..run].to_owned(), is_closed)
}

/// The lines as one.
pub(super) fn whole(lines: &[Words]) -> Words {
    let mut out = lines.first().cloned().unwrap_or_default();
    for line in lines.iter().skip(1) {
        out.join(line);
    }
    out
}

/// How many cells a row of a table has as it is written.
fn cells(row: &str) -> usize {
    let row = row.trim_matches(['\n', '\r', ' ', '\t', '>']);
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut count = 1;
    let mut escaped = false;
    for c in row.trim_end().chars() {
        count += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    let closed = row.trim_end().ends_with('|') && !row.trim_end().ends_with("\\|");
    count - usize::from(closed)
}
