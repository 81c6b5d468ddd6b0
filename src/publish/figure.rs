//! Document -> its figures: fences, views in regions, images of diagrams, elements of HTML.
//!
//! Part of: publish. Input: the text of a Markdown document or an HTML page. Output: a [`Page`]: what becomes a picture,
//! and where. Nothing is read here but that text.

use super::attributes::{self, Attributes};
use super::marker::finding;
use super::{Document, Fence, Image, Region, What, html, lines, scan};
use crate::base::{Checked, Code, Diagnostic, LineMap, Severity};
use crate::plan::{self, Notation};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `CommonMark` with tables, footnotes and task lists.
    Markdown,
    /// HTML.
    Html,
}

/// A document with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The document.
    pub document: Document,
    /// Its figures, by place; none overlaps another.
    pub figures: Vec<Figure>,
    /// Where its images stand and what they name, without those that are figures.
    pub images: Vec<(Range<usize>, String)>,
}

/// What becomes a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What the picture takes the place of.
    pub range: Range<usize>,
    /// Where a finding about the whole of it belongs.
    pub head: Range<usize>,
    /// What it shows.
    pub shows: Shows,
    /// What is written in the document of it: Mermaid or a description.
    pub text: String,
    /// Where that stands.
    pub map: LineMap,
    /// What it says of its picture.
    pub attributes: Attributes,
    /// What is wrong with that.
    pub findings: Vec<Diagnostic>,
    /// How its picture has to be written.
    pub place: Place,
}

impl Figure {
    /// The file that an image names: a fence and a region name theirs in a part of what they are.
    pub(super) fn file(&self) -> Option<&str> {
        match &self.shows {
            Shows::File(file) | Shows::View(Some(file)) if self.range == self.head => Some(file),
            _ => None,
        }
    }
}

/// What a figure shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Its text, which is Mermaid.
    Mermaid,
    /// A view of its text, which is a description.
    Description,
    /// A view of a description beside the document: by its path, or the only one there is.
    View(Option<String>),
    /// A file of Mermaid.
    File(String),
}

/// How a picture has to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In lines of its own in Markdown.
    Block {
        /// What every line but the first starts with.
        prefix: String,
        /// Whether the first line has to start with it too, and the last one to end.
        whole: bool,
        /// Whether a blank line is missing before it, and behind it.
        gaps: [bool; 2],
    },
    /// In a line of Markdown, between words.
    Line,
    /// In HTML, as a block.
    Html,
    /// In a tag of HTML, whose text stands around the address of the picture, or around several.
    Tag(Vec<String>),
}

/// Finds the figures of a document. Findings are about its markers; the value is always there.
pub fn page(whole: &str, language: Language) -> Checked<Page> {
    match language {
        Language::Markdown => markdown(whole),
        Language::Html => hypertext(whole),
    }
}

fn markdown(whole: &str) -> Checked<Page> {
    let Checked { value, diagnostics } = scan::read(whole);
    let document = value.unwrap_or_else(|| Document::plain(whole));
    let mut figures: Vec<Figure> = Vec::new();
    let mut images = Vec::new();
    for fence in document.fences.iter().filter(|fence| fence.is_diagram()) {
        let next = document.regions.partition_point(|region| region.body.start <= fence.range.start);
        let around = next.checked_sub(1).map(|at| &document.regions[at]);
        let around = around.filter(|region| region.body.contains(&fence.range.start));
        figures.extend(of_fence(&document, fence, around));
    }
    for region in &document.regions {
        let body = &document.text[region.body.clone()];
        let blank = body.lines().all(|line| lines::strip(line, &region.prefix).trim().is_empty());
        if let (What::View(view), true) = (&region.what, blank) {
            figures.push(of_region(region, view));
        }
    }
    for image in &document.images {
        match of_image(&document, image) {
            Some(figure) => figures.push(figure),
            None => images.push((image.range.clone(), image.target.clone())),
        }
    }
    for piece in &document.html {
        let found = html::read(&document.text, &piece.range);
        if piece.block {
            figures.extend(found.elements.into_iter().map(of_element));
        }
        for image in found.images {
            match of_tag(image) {
                Ok(figure) => figures.push(figure),
                Err(image) => images.push(image),
            }
        }
    }
    Checked { value: Some(Page { figures: named(sorted(figures)), images, document }), diagnostics }
}

fn hypertext(whole: &str) -> Checked<Page> {
    let document = Document::plain(whole);
    let found = html::read(&document.text, &(0..document.text.len()));
    let mut figures: Vec<Figure> = found.elements.into_iter().map(of_element).collect();
    let mut images = Vec::new();
    for image in found.images {
        match of_tag(image) {
            Ok(figure) => figures.push(figure),
            Err(image) => images.push(image),
        }
    }
    let figures = named(sorted(figures));
    Checked { value: Some(Page { document, figures, images }), diagnostics: Vec::new() }
}

/// By place, without what stands inside of another.
fn sorted(mut figures: Vec<Figure>) -> Vec<Figure> {
    figures.sort_by_key(|figure| (figure.range.start, std::cmp::Reverse(figure.range.end)));
    let mut end = 0;
    figures.retain(|figure| {
        let own = figure.range.start >= end;
        end = end.max(figure.range.end);
        own
    });
    figures
}

/// Says which figures have the id of an earlier one.
fn named(mut figures: Vec<Figure>) -> Vec<Figure> {
    let mut seen = BTreeSet::new();
    for figure in &mut figures {
        // An image that stays a tag keeps its own, whatever that is.
        let id = figure.attributes.id.clone().filter(|_| !matches!(figure.place, Place::Tag(_)));
        if let Some(id) = id.filter(|id| !seen.insert(id.clone())) {
            let message = format!("The id `{id}` is that of an earlier diagram of the document.");
            let help = "Give it another one: a link to it leads to the first, and its file gets a number.";
            let found = finding(Code::DuplicateId, &figure.head, message).help(help);
            figure.findings.push(Diagnostic { severity: Severity::Warning, ..found });
        }
    }
    figures
}

fn of_fence(document: &Document, fence: &Fence, region: Option<&Region>) -> Option<Figure> {
    let text = &document.text;
    let prefix = lines::prefix(text, fence.range.start)?;
    let line = lines::end(text, fence.range.start).min(fence.range.end);
    let ticks = text[fence.range.start..line].trim_start_matches(['`', '~', ':']);
    let info = line - ticks.len()..line;
    let mut findings = Vec::new();
    let attributes = attributes::read(text, info, &mut findings);
    let shows = match region.map(|region| (&region.what, &region.src)) {
        Some((What::View(_), src)) => Shows::View(src.clone()),
        _ if fence.notation() == Some(Notation::Mermaid) => Shows::Mermaid,
        _ if fence.is_placeholder() => Shows::View(attributes.src.clone()),
        _ => Shows::Description,
    };
    let attributes = match region.map(|region| &region.what) {
        Some(What::View(view)) => Attributes { view: Some(view.clone()), ..attributes },
        _ => attributes,
    };
    let place = block(text, &fence.range, prefix);
    let (text, map, head) = (fence.text.clone(), fence.map.clone(), fence.range.start..line);
    Some(Figure { range: fence.range.clone(), head, shows, text, map, attributes, findings, place })
}

/// A region that shows nothing yet.
fn of_region(region: &Region, view: &str) -> Figure {
    let attributes = Attributes { view: Some(view.to_owned()), ..Attributes::default() };
    Figure {
        range: region.body.clone(),
        head: region.marker.clone(),
        shows: Shows::View(region.src.clone()),
        text: String::new(),
        map: LineMap::default(),
        attributes,
        findings: Vec::new(),
        place: Place::Block { prefix: region.prefix.clone(), whole: true, gaps: [false; 2] },
    }
}

/// What a name of an image means, where it means a diagram: a file of Mermaid, or a view of a description.
pub(super) fn meant(target: &str) -> Option<(Shows, Option<String>)> {
    let (file, view) = target.split_once('#').map_or((target, None), |(file, view)| (file, Some(view.to_owned())));
    let file = plan::path_of(file)?;
    match file.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "mmd" | "mermaid" => Some((Shows::File(file), None)),
        "yaml" | "yml" => Some((Shows::View(Some(file)), view.filter(|view| !view.is_empty()))),
        _ => None,
    }
}

fn of_image(document: &Document, image: &Image) -> Option<Figure> {
    let (shows, view) = meant(&image.target)?;
    let text = &document.text;
    let prefix = image.alone.then(|| lines::prefix(text, image.range.start)).flatten();
    let place = prefix.map_or(Place::Line, |prefix| block(text, &image.range, prefix));
    let alt = Some(image.alt.trim().to_owned()).filter(|alt| !alt.is_empty());
    let title = Some(image.title.clone()).filter(|title| !title.trim().is_empty());
    // A tag alone in its line would make HTML of the rest of the paragraph.
    let lonely = !image.alone && lines::is_last(text, &image.range) && lines::prefix(text, image.range.start).is_some();
    // Attributes behind an image, as pandoc reads them.
    let sized = lonely || text[image.range.end..].starts_with('{');
    let attributes = Attributes { alt, view, title, sized, ..Attributes::default() };
    let (range, head) = (image.range.clone(), image.range.clone());
    let (text, map, findings) = (String::new(), LineMap::default(), Vec::new());
    Some(Figure { range, head, shows, text, map, attributes, findings, place })
}

fn of_element(element: html::Element) -> Figure {
    let html::Element { range, tag, text, map, attributes, notation, findings } = element;
    let shows = match notation {
        Notation::Mermaid => Shows::Mermaid,
        Notation::Groundplan => Shows::Description,
    };
    Figure { range, head: tag, shows, text, map, attributes, findings, place: Place::Html }
}

/// The figure of a tag; where it names no diagram, where it stands and what it names.
fn of_tag(image: html::Shown) -> Result<Figure, (Range<usize>, String)> {
    let html::Shown { tag, target, around, mut attributes, findings } = image;
    let Some((shows, view)) = meant(&target) else { return Err((tag, target)) };
    attributes.view = view;
    let (text, map) = (String::new(), LineMap::default());
    Ok(Figure { range: tag.clone(), head: tag, shows, text, map, attributes, findings, place: Place::Tag(around) })
}

/// The place of a block: what stands in the lines around it says whether it needs blank ones.
fn block(text: &str, range: &Range<usize>, prefix: String) -> Place {
    let says = |line: &str| {
        let bare = line.trim_matches([' ', '\t', '>']);
        // A comment ends with its line.
        !bare.is_empty() && !bare.ends_with("-->")
    };
    let start = lines::start(text, range.start);
    let opens = lines::is_quoted(text, range.start);
    let before = start > 0 && opens && {
        let end = text[..start].trim_end_matches(['\n', '\r']).len();
        let one = text[end..start].matches('\n').count().max(text[end..start].matches('\r').count()) == 1;
        one && says(&text[lines::start(text, end)..end])
    };
    let end = lines::end(text, range.end);
    let next = end + lines::line_end(text, end).map_or(0, str::len);
    let line = &text[next.min(text.len())..lines::end(text, next.min(text.len()))];
    // The next point of a list ends this one by itself.
    let behind = next > end && says(line) && !is_item(line, &prefix);
    Place::Block { prefix, whole: false, gaps: [before, behind] }
}

/// Whether a line begins a point of a list and ends the paragraph above it, which has this prefix: inside of a
/// paragraph's own list or quote a number other than 1 does not.
fn is_item(line: &str, prefix: &str) -> bool {
    let bare = line.trim_start_matches([' ', '\t', '>']);
    let mark = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &bare[..bare.len() - mark.len()];
    let begins = if number.is_empty() { ['-', '*', '+'] } else { ['.', ')', ')'] };
    let ends = number.is_empty() || number == "1" || !line.starts_with(prefix);
    ends && mark.starts_with(begins) && mark[1..].starts_with([' ', '\t'])
}
