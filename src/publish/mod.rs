//! Documents that hold generated regions: found, refreshed, and kept as they are everywhere else.
//!
//! Stage: last. Input: the text of a Markdown document, and what turns the name of a region into text. Output: the
//! document with its regions refreshed, or with images for its diagrams; every byte outside of them stays.
//!
//! ```text
//! <!-- groundplan:begin view=main src=architecture.yaml sum=1a2b3c4d -->
//! what `main` shows
//! <!-- groundplan:end -->
//! ```

mod adopt;
mod attributes;
pub mod batch;
pub mod cache;
mod container;
pub mod draw;
mod embed;
mod figure;
pub mod files;
mod html;
mod journal;
pub mod library;
mod lines;
mod marker;
pub mod mdbook;
pub mod names;
mod numbered;
pub mod pandoc;
mod scan;
mod section;
mod show;
mod splice;
mod view;

pub use adopt::{Wrap, adopt, architecture, region};
pub use attributes::{Attributes, is_width};
pub use batch::{Batch, Job, Mode, Outcome, Style};
pub use cache::Cache;
pub use draw::{Draw, Studio};
pub use embed::{Data, Embed, Picture, embed, with_id};
pub use figure::{Figure, Language, Page, Place, Shows, page};
pub use journal::Journal;
pub use library::{Description, Library};
pub use numbered::Numbered;
pub use scan::read;
pub use section::{Absent, Found, absent, open_title, sections};
pub use splice::{Edited, Updated, sum, update};
pub use view::{Content, TITLE, architecture_view};

use crate::base::LineMap;
use crate::plan::Notation;
use std::ops::Range;

/// A Markdown document: its text, and where in it something stands. All ranges are bytes of `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The text, without a byte order mark.
    pub text: String,
    /// Whether a byte order mark stands before it.
    pub bom: bool,
    /// Its first line end, or `\n` where it has none.
    pub line_end: &'static str,
    /// Fenced code blocks, by place.
    pub fences: Vec<Fence>,
    /// Generated regions, by place.
    pub regions: Vec<Region>,
    /// Images, by place.
    pub images: Vec<Image>,
    /// Pieces of HTML, by place.
    pub html: Vec<Html>,
    headings: Vec<Heading>,
}

/// A fenced code block, or the container of Azure's wiki that is one: `::: mermaid`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// From its first mark to its last one, or to the end of its last line where it is never closed.
    pub range: Range<usize>,
    /// What stands behind the opening marks.
    pub info: String,
    /// Its lines without the prefixes of quotes and lists, each with `\n`.
    pub text: String,
    /// Where those lines stand; empty where there are none.
    pub body: Range<usize>,
    /// Where each of them stands.
    pub map: LineMap,
    /// Whether it is closed, and not ended by the end of what it stands in.
    pub closed: bool,
}

/// An image: `![what it shows](where.svg)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The whole of it.
    pub range: Range<usize>,
    /// Where it is.
    pub target: String,
    /// Its title; often empty.
    pub title: String,
    /// What it shows, without marks.
    pub alt: String,
    /// Whether it has its paragraph for itself.
    pub alone: bool,
}

/// A piece of HTML in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Html {
    /// The whole of it.
    pub range: Range<usize>,
    /// Whether it is a block that stands in no quote and no list.
    pub block: bool,
}

/// A heading that stands in no quote and no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// Its text, without marks.
    pub text: String,
    /// Its line or lines.
    pub range: Range<usize>,
    /// What stands below it: whole lines up to the next heading of this level or a higher one.
    pub body: Range<usize>,
}

/// A generated region: two markers, and what stands between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// What it shows.
    pub what: What,
    /// The description that says so, relative to the document; none where the marker leaves it open.
    pub src: Option<String>,
    /// What [`sum`] was when it was generated; none where it never was.
    pub sum: Option<String>,
    /// The opening marker, from `<` to `>`.
    pub marker: Range<usize>,
    /// The lines between the markers, whole, with their line ends.
    pub body: Range<usize>,
    /// What every line of it starts with: the quotes and lists that the opening marker stands in.
    pub prefix: String,
    /// Where the value of `sum` stands, or where it is to be put.
    sum_at: Range<usize>,
    /// The document's line end at the opening marker.
    line_end: &'static str,
}

/// What a region shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// `view=NAME`: a view of the description, as Mermaid.
    View(String),
    /// `section=NAME`: a section of the plan.
    Section(String),
}

impl Document {
    /// A document of which nothing is known but its text.
    fn plain(whole: &str) -> Self {
        let (bom, text) = whole.strip_prefix('\u{feff}').map_or((false, whole), |text| (true, text));
        let line_end = lines::line_end(text, lines::end(text, 0)).unwrap_or("\n");
        let (fences, regions, images, html, headings) = Default::default();
        Self { text: text.to_owned(), bom, line_end, fences, regions, images, html, headings }
    }

    /// The headings that stand in no quote and no list, by place.
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// Whether no region was edited by hand.
    pub fn is_untouched(&self) -> bool {
        !self.regions.iter().any(|region| region.is_edited(self))
    }

    /// The lines outside of regions and their markers that say something.
    pub fn outside(&self) -> Vec<&str> {
        let mut out = Vec::new();
        let mut at = 0;
        for region in &self.regions {
            out.extend(lines::all(&self.text[at..lines::start(&self.text, region.marker.start)]));
            let end = lines::end(&self.text, region.body.end);
            at = end + lines::line_end(&self.text, end).map_or(0, str::len);
        }
        out.extend(lines::all(&self.text[at..]));
        out.retain(|line| !line.trim().is_empty());
        out
    }

    /// The bytes of a file with this text instead: a byte order mark stays.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        let mark = if self.bom { "\u{feff}" } else { "" };
        format!("{mark}{text}").into_bytes()
    }
}

impl Fence {
    /// Whether it is a diagram.
    pub fn is_diagram(&self) -> bool {
        self.notation().is_some()
    }

    /// What it is written in, where it is a diagram.
    pub fn notation(&self) -> Option<Notation> {
        Notation::of_info(&self.info)
    }

    /// Whether it holds nothing but what a template leaves to its author: nothing, or HTML comments.
    pub fn is_placeholder(&self) -> bool {
        let mut rest = self.text.as_str();
        while let Some((before, behind)) = rest.split_once("<!--") {
            if !before.trim().is_empty() {
                return false;
            }
            rest = behind.split_once("-->").map_or("", |(_, behind)| behind);
        }
        rest.trim().is_empty()
    }
}

impl What {
    /// As a marker says it: `view=main`.
    pub fn key(&self) -> (&'static str, &str) {
        match self {
            Self::View(name) => ("view", name),
            Self::Section(name) => ("section", name),
        }
    }
}
