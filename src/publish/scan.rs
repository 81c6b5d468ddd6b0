//! Markdown -> [`Document`]: where its fences, headings and regions stand.
//!
//! Part of: publish. Input: the text of a file. Output: a [`Document`], and a finding for every marker that is none. A
//! parser of Markdown says what is code, quote, list and HTML; a pattern would take an example's fence for a fence.

use super::marker::{self, Begin, Marker, finding};
use super::{Document, Fence, Heading, Html, Image, Region, container, lines};
use crate::base::{Checked, Code, Diagnostic, LineMap};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

const MARK: &str = "\u{feff}";

/// Finds fences, headings and regions. The value is always there; with an error among the findings, its regions cannot
/// be refreshed.
pub fn read(whole: &str) -> Checked<Document> {
    let (bom, text) = whole.strip_prefix(MARK).map_or((false, whole), |text| (true, text));
    let mut scan = Scan { text, ..Scan::default() };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let fences = container::as_fences(text, options);
    for (event, range) in Parser::new_ext(&fences, options).into_offset_iter() {
        scan.event(event, range);
    }
    scan.finish();
    let Scan { fences, mut headings, regions, images, html, findings, .. } = scan;
    close(text, &mut headings);
    let line_end = lines::line_end(text, lines::end(text, 0)).unwrap_or("\n");
    let document = Document { text: text.to_owned(), bom, line_end, fences, regions, images, html, headings };
    Checked { value: Some(document), diagnostics: findings }
}

/// What a marker stands in: how deep, and where the innermost quote or list item starts.
type Place = (usize, Option<usize>);

/// An opening marker whose closing one is looked for.
struct Open {
    /// None where it could not be understood.
    begin: Option<Begin>,
    marker: Range<usize>,
    /// The line of that, from 1.
    line: usize,
    place: Place,
    prefix: String,
}

#[derive(Default)]
struct Scan<'a> {
    text: &'a str,
    /// Where the quotes and list items start that the parser is in.
    containers: Vec<usize>,
    fence: Option<Fence>,
    heading: Option<Heading>,
    /// Where the paragraph stands that the parser is in.
    paragraph: Option<Range<usize>>,
    image: Option<Image>,
    open: Option<Open>,
    confused: bool,
    /// A place in the text, and how many lines end before it: markers come in their order.
    counted: (usize, usize),
    fences: Vec<Fence>,
    headings: Vec<Heading>,
    regions: Vec<Region>,
    images: Vec<Image>,
    html: Vec<Html>,
    findings: Vec<Diagnostic>,
}

impl Scan<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::Item | Tag::FootnoteDefinition(_)) => {
                self.containers.push(range.start);
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition) => {
                self.containers.pop();
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let closed = is_closed(&self.text[range.clone()]);
                let (info, text, body) = (info.into_string(), String::new(), range.end..range.end);
                let map = LineMap::at(range.end);
                self.fence = Some(Fence { range: trimmed(self.text, range), info, text, body, map, closed });
            }
            Event::End(TagEnd::CodeBlock) => self.fences.extend(self.fence.take()),
            Event::Start(Tag::Heading { level, .. }) if self.containers.is_empty() => {
                let body = range.end..range.end;
                self.heading = Some(Heading { level: level as u8, text: String::new(), range, body });
            }
            Event::End(TagEnd::Heading(_)) => self.headings.extend(self.heading.take()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(fence) = &mut self.fence {
                    if fence.text.is_empty() {
                        fence.body.start = range.start;
                    }
                    fence.body.end = range.end;
                    fence.map.push(fence.text.len(), range);
                    fence.text.push_str(&words);
                } else if let Some(image) = &mut self.image {
                    image.alt.push_str(&words);
                } else if let Some(heading) = &mut self.heading {
                    heading.text.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(image) = &mut self.image {
                    image.alt.push(' ');
                } else if let Some(heading) = &mut self.heading {
                    heading.text.push(' ');
                }
            }
            Event::Start(Tag::Paragraph) => self.paragraph = Some(trimmed(self.text, range)),
            Event::End(TagEnd::Paragraph) => self.paragraph = None,
            // One image in another's words is a part of it.
            Event::Start(Tag::Image { dest_url, title, .. }) if self.image.is_none() => {
                let alone = self.paragraph.as_ref() == Some(&range);
                let (target, title) = (dest_url.into_string(), title.into_string());
                self.image = Some(Image { range, target, title, alt: String::new(), alone });
            }
            Event::End(TagEnd::Image) if self.image.as_ref().is_some_and(|image| image.range == range) => {
                self.images.extend(self.image.take());
            }
            Event::Start(Tag::HtmlBlock) => self.html(range, true),
            Event::InlineHtml(_) => self.html(range, false),
            _ => {}
        }
    }

    /// Looks at every comment of a piece of HTML.
    fn html(&mut self, range: Range<usize>, block: bool) {
        self.html.push(Html { range: range.clone(), block: block && self.containers.is_empty() });
        let mut at = range.start;
        while let Some(start) = self.text[at..range.end].find("<!--").map(|more| at + more) {
            let inner = start + "<!--".len();
            let close = self.text[inner..range.end].find("-->").map(|more| inner + more + "-->".len());
            let comment = start..close.unwrap_or(range.end);
            at = comment.end;
            if !marker::is_marker(&self.text[comment.clone()]) {
                continue;
            }
            if close.is_none() {
                let line = start..lines::end(self.text, start);
                let message = "The marker is never closed: the rest of the document is part of it.";
                self.findings.push(finding(Code::RegionMarker, &line, message).help("Write `-->` at its end."));
            } else {
                self.marker(comment, block);
            }
        }
    }

    fn marker(&mut self, comment: Range<usize>, block: bool) {
        // What stands before inline HTML may be the number of a sentence that only looks like one of a list.
        let prefix = lines::prefix(self.text, comment.start);
        let prefix = prefix.filter(|_| block || lines::is_quoted(self.text, comment.start));
        let whole = !self.text[comment.clone()].contains(['\n', '\r']);
        let alone = whole && lines::is_last(self.text, &comment);
        let Some((begins, marker)) = marker::read(self.text, &comment, &mut self.findings) else {
            self.confused = true;
            return;
        };
        let Some(prefix) = prefix.filter(|_| alone) else {
            let message = "The marker shares its line with something else.";
            let help = "A marker is one line, and has it for itself.";
            self.findings.push(finding(Code::RegionMarker, &comment, message).help(help));
            self.confused = true;
            return;
        };
        let place = (self.containers.len(), self.containers.last().copied());
        let line = self.line(comment.start);
        let begin = marker.and_then(|marker| match marker {
            Marker::Begin(begin) => Some(begin),
            Marker::End => None,
        });
        match (begins, self.open.take()) {
            (true, None) => {
                self.open = Some(Open { begin, marker: comment, line, place, prefix });
            }
            (true, Some(open)) => {
                let message = format!("A region begins inside of the one that begins in line {}.", open.line);
                let help = "Write `<!-- groundplan:end -->` before it.";
                self.findings.push(finding(Code::RegionMarker, &comment, message).help(help));
                // One end that is missing is one mistake: the inner one goes on as if it were there.
                self.confused = true;
                self.open = Some(Open { begin, marker: comment, line, place, prefix });
            }
            (false, Some(open)) => self.region(open, &comment, place),
            (false, None) if self.confused => {}
            (false, None) => {
                let help = "Write `<!-- groundplan:begin view=NAME -->` before it, or delete it.";
                let message = "A region ends here that never began.";
                self.findings.push(finding(Code::RegionMarker, &comment, message).help(help));
            }
        }
    }

    fn region(&mut self, open: Open, end: &Range<usize>, place: Place) {
        if open.place != place {
            let line = open.line;
            let message = format!("The region begins in line {line}, in another quote or list item than it ends in.");
            let help = "Indent both markers alike, with the same `>` before them.";
            self.findings.push(finding(Code::RegionMarker, end, message).help(help));
            return;
        }
        let Some(Begin { what, src, sum, sum_at }) = open.begin else { return };
        let line = lines::end(self.text, open.marker.end);
        let line_end = lines::line_end(self.text, line).unwrap_or("\n");
        let body = line + line_end.len()..lines::start(self.text, end.start);
        let Open { marker, prefix, .. } = open;
        self.regions.push(Region { what, src, sum, marker, body, prefix, sum_at, line_end });
    }

    fn finish(&mut self) {
        if let Some(open) = self.open.take()
            && !self.confused
        {
            let message = "The region that begins here never ends.";
            let help = "Write `<!-- groundplan:end -->` below it; inside of a code fence it would be text.";
            self.findings.push(finding(Code::RegionMarker, &open.marker, message).help(help));
        }
    }

    /// The line of a place, from 1; places come in their order.
    fn line(&mut self, at: usize) -> usize {
        let (from, before) = self.counted;
        // A line that begins before the place is counted where the next one begins.
        let start = lines::start(self.text, at).max(from);
        let more = lines::all(&self.text[from..start]).count();
        self.counted = (start, before + more);
        before + more + 1
    }
}

/// Without spaces at the start and line ends at the end.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let body = &text[range.clone()];
    let start = range.start + body.len() - body.trim_start().len();
    start..(range.start + body.trim_end().len()).max(start)
}

/// Whether the last line of a fence closes it.
fn is_closed(fence: &str) -> bool {
    let fence = fence.trim();
    let Some(mark) = fence.chars().next() else { return false };
    let long = |line: &str| line.chars().take_while(|c| *c == mark).count();
    let Some(at) = fence.rfind(['\n', '\r']) else { return false };
    let last = fence[at + 1..].trim_start_matches([' ', '\t', '>']);
    long(last) == last.chars().count() && long(last) >= long(fence)
}

/// Says where the sections end.
fn close(text: &str, headings: &mut [Heading]) {
    for at in 0..headings.len() {
        let level = headings[at].level;
        let next = headings[at + 1..].iter().find(|next| next.level <= level);
        let end = next.map_or(text.len(), |next| lines::start(text, next.range.start));
        let last = headings[at].range.end;
        let is_line = last == 0 || text[..last].ends_with(['\n', '\r']);
        let line = if is_line { last } else { lines::end(text, last) };
        let start = line + if is_line { 0 } else { lines::line_end(text, line).map_or(0, str::len) };
        headings[at].body = start.min(end)..end;
    }
}
