//! The containers of Azure's wiki that are diagrams: `::: mermaid` up to `:::`.
//!
//! Part of: publish. Input: the text of a Markdown document. Output: the same text with tildes for the colons of these
//! containers, byte for byte in place, so that a parser of Markdown takes them for the fences that they are.
//! <https://learn.microsoft.com/azure/devops/project/wiki/markdown-guidance>

use super::lines;
use crate::plan::Notation;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Colons that open a container, at least.
const COLONS: &str = ":::";
/// How often what is no container is left out before nothing is one.
const TRIES: usize = 3;

/// The opening and closing colons of a container.
type Container = [Range<usize>; 2];

/// The text with fences for its containers. A container that is never closed, or not in the quote or list that it begins
/// in, stays as it is.
pub(super) fn as_fences(text: &str, options: Options) -> Cow<'_, str> {
    if !text.contains(COLONS) {
        return Cow::Borrowed(text);
    }
    let mut containers = containers(text, options);
    // One that is none may have hidden others; who writes more of them has no containers.
    for _ in 0..TRIES {
        let fences = with_tildes(text, &containers);
        let found = blocks(&fences, options);
        let is_whole = |[open, close]: &Container| {
            let at = found.binary_search_by_key(&open.start, |fence| fence.start);
            at.is_ok_and(|at| fences[..found[at].end].trim_end().len() == close.end)
        };
        let before = containers.len();
        containers.retain(is_whole);
        if containers.len() == before {
            return Cow::Owned(fences);
        }
    }
    Cow::Borrowed(text)
}

fn with_tildes(text: &str, containers: &[Container]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for colons in containers.iter().flatten() {
        out.push_str(&text[at..colons.start]);
        out.push_str(&"~".repeat(colons.len()));
        at = colons.end;
    }
    out + &text[at..]
}

/// What may be a container: words of a paragraph that open one, up to the next line of colons.
fn containers(text: &str, options: Options) -> Vec<Container> {
    let fences = blocks(text, options);
    let in_fence = |at: usize| {
        let before = fences.partition_point(|fence| fence.start <= at);
        before.checked_sub(1).is_some_and(|last| at < fences[last].end)
    };
    let mut closing = closing(text);
    closing.retain(|colons| !in_fence(colons.start));
    let mut out: Vec<Container> = Vec::new();
    let mut in_code = false;
    // Where the last line ends that was looked at: what follows colons in a line opens nothing.
    let mut looked = 0;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code && range.start >= looked && text[range.start..].starts_with(COLONS) => {
                looked = lines::end(text, range.start);
                let inside = out.last().is_some_and(|[_, close]| range.start < close.end);
                if !inside {
                    out.extend(container(text, range.start, &closing));
                }
            }
            _ => {}
        }
    }
    out
}

/// The container that begins at a place.
fn container(text: &str, start: usize, closing: &[Range<usize>]) -> Option<Container> {
    lines::prefix(text, start)?;
    let end = lines::end(text, start);
    let open = start..start + colons(&text[start..end]);
    Notation::of_info(&text[open.end..end])?;
    let close = closing.get(closing.partition_point(|close| close.start <= start))?.clone();
    (close.len() >= open.len()).then_some([open, close])
}

/// The colons of lines that have nothing else.
fn closing(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = lines::end(text, at);
        let line = text[at..end].trim_end();
        let bare = line.trim_start_matches([' ', '\t', '>']);
        if bare.len() >= COLONS.len() && colons(bare) == bare.len() {
            out.push(at + line.len() - bare.len()..at + line.len());
        }
        at = end + lines::line_end(text, end).map_or(1, str::len);
    }
    out
}

fn colons(text: &str) -> usize {
    text.len() - text.trim_start_matches(':').len()
}

/// Where the fenced code blocks of a text stand.
fn blocks(text: &str, options: Options) -> Vec<Range<usize>> {
    let fences = Parser::new_ext(text, options).into_offset_iter();
    let is_fence = |event: &Event<'_>| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))));
    fences.filter(|(event, _)| is_fence(event)).map(|(_, range)| range).collect()
}
