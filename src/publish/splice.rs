//! Regions refreshed: what stands between markers is replaced, every other byte stays.
//!
//! Part of: publish. Input: a [`Document`] and what its regions show. Output: [`Updated`]. Quotes, lists and line ends
//! go on through a region; a region that somebody edited is left alone unless it is asked for.

use super::marker::finding;
use super::{Document, Region, What, lines, scan};
use crate::base::{Code, Diagnostic};
use crate::plan::{self, Section};
use std::ops::Range;

/// What is done with a region that was edited by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is a finding and stays.
    Refuse,
    /// It is replaced.
    Replace,
}

/// A document after its regions were refreshed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// Its text, without a byte order mark.
    pub text: String,
    /// The markers of regions that changed, as they stood before.
    pub stale: Vec<Range<usize>>,
    /// Why regions could not be refreshed, by place; the places are those before.
    pub findings: Vec<Diagnostic>,
}

/// Characters of a sum.
const DIGITS: usize = 8;

/// The sum that says whether a region is as it was generated: the first 8 hex digits of BLAKE3 over its lines, without
/// their prefixes, each with `\n`.
pub fn sum<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for line in lines {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex()[..DIGITS].to_owned()
}

impl Region {
    /// Its lines as they stand in the document, without their prefixes.
    pub fn lines<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = &'a str> {
        lines::all(&document.text[self.body.clone()]).map(|line| lines::strip(line, &self.prefix))
    }

    /// Its lines of links to pictures, behind its fence.
    fn link_lines<'a>(&'a self, document: &'a Document) -> Vec<&'a str> {
        let is_fence = |line: &&str| line.starts_with("```") || line.starts_with("~~~");
        let is_link = |line: &&str| line.starts_with("![") && line.ends_with(')');
        let old: Vec<&str> = self.lines(document).collect();
        let behind = old.iter().rposition(is_fence).map_or(0, |at| at + 1);
        old[behind..].iter().copied().filter(is_link).collect()
    }

    /// The files that its links to pictures lead to, from the document on.
    pub fn pictures(&self, document: &Document) -> Vec<String> {
        let lines = self.link_lines(document);
        let parts = lines.iter().flat_map(|line| line.split("](").skip(1));
        let addresses = parts.filter_map(|part| part.split_once(')').map(|(address, _)| address));
        addresses.filter_map(plan::path_of).collect()
    }

    /// Whether it holds what was not generated, or not as it stands.
    pub fn is_edited(&self, document: &Document) -> bool {
        let holds = self.lines(document).any(|line| !line.trim().is_empty());
        let fits = |written: &String| sum(self.lines(document)).eq_ignore_ascii_case(written);
        holds && !self.sum.as_ref().is_some_and(fits)
    }

    /// `content` with what the region has and no description says: the day of a plan, links to images of a view.
    fn carry_over(&self, document: &Document, content: String) -> String {
        match &self.what {
            What::Section(name) if Section::named(name) == Some(Section::Specification) => {
                plan::keep_day(content, self.lines(document))
            }
            What::Section(_) => content,
            What::View(_) => {
                let links = self.link_lines(document);
                if links.is_empty() { content } else { format!("{content}\n{}\n", links.join("\n")) }
            }
        }
    }

    /// `content` as it stands in the document: with prefixes and line ends.
    fn place(&self, content: &str) -> String {
        let mut out = String::with_capacity(content.len() + 64);
        for line in content.lines() {
            let start = out.len();
            out.push_str(&self.prefix);
            out.push_str(line);
            if line.is_empty() {
                out.truncate(start + self.prefix.trim_end().len());
            }
            out.push_str(self.line_end);
        }
        out
    }
}

/// Refreshes every region. `contents` says what each shows, in their order; a finding without a place is about the
/// region's marker.
pub fn update(
    document: &Document,
    contents: impl IntoIterator<Item = Result<String, Diagnostic>>,
    edited: Edited,
) -> Updated {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let (mut stale, mut findings) = (Vec::new(), Vec::new());
    for (region, content) in document.regions.iter().zip(contents) {
        let content = match content {
            Ok(content) => content,
            Err(mut why) => {
                let place = finding(why.code, &region.marker, "").span;
                why.span = why.span.or(place);
                findings.push(why);
                continue;
            }
        };
        let content = region.carry_over(document, content);
        let placed = region.place(&content);
        let now = sum(content.lines());
        let same = placed == document.text[region.body.clone()];
        if same && region.sum.as_ref() == Some(&now) {
            continue;
        }
        if !same && edited == Edited::Refuse && region.is_edited(document) {
            findings.push(refused(region));
            continue;
        }
        if region.sum.is_some() {
            edits.push((region.sum_at.clone(), now));
        } else {
            edits.push((region.sum_at.clone(), format!(" sum={now}")));
        }
        edits.push((region.body.clone(), placed));
        stale.push(region.marker.clone());
    }
    let text = apply(&document.text, &edits);
    match stale.first() {
        Some(first) if !still_holds(document, &text) => {
            let message = "What a region shows would end it, or what it stands in.";
            let help =
                "Move the markers out of lists and quotes; if that does not help, this is a defect of groundplan.";
            findings.push(finding(Code::RegionMarker, first, message).help(help));
            Updated { text: document.text.clone(), stale: Vec::new(), findings }
        }
        _ => Updated { text, stale, findings },
    }
}

fn refused(region: &Region) -> Diagnostic {
    let message = match region.sum {
        Some(_) => "The region was edited by hand since it was generated.",
        None => "The region holds text that was not generated.",
    };
    let help = "Move what you want to keep out of it, or replace it with `--force`.";
    finding(Code::RegionEdited, &region.marker, message).help(help)
}

/// The text with its edits, which come by place and do not overlap.
pub(super) fn apply(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut out = String::with_capacity(text.len() + edits.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut at = 0;
    for (range, new) in edits {
        out.push_str(&text[at..range.start]);
        out.push_str(new);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Whether the same regions are found again, each with the sum of its lines where it had to have one.
fn still_holds(before: &Document, text: &str) -> bool {
    let checked = scan::read(text);
    let fine = !checked.has_errors();
    let Some(after) = checked.value.filter(|_| fine) else { return false };
    let same = |(a, b): (&Region, &Region)| {
        let kept = before.text[a.body.clone()] == text[b.body.clone()] && a.sum == b.sum;
        a.what == b.what && (kept || !b.is_edited(&after))
    };
    before.regions.len() == after.regions.len() && before.regions.iter().zip(&after.regions).all(same)
}
