//! HTML -> where its diagrams stand: `<pre class="mermaid">`, `<div class="mermaid">`, `<code class="language-mermaid">`.
//!
//! Part of: publish. Input: a page, or a piece of HTML in Markdown. Output: its diagrams, with entities decoded as a
//! browser does it, and the files that its images name. A tokenizer says what is a comment, a script or a tag.

use super::attributes::{self, Attributes};
use crate::base::{Diagnostic, LineMap};
use crate::plan::Notation;
use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};
use std::ops::Range;

/// Longest name of an entity, with `&` and `;`.
const LONGEST_ENTITY: usize = 40;

/// A diagram in HTML.
pub(super) struct Element {
    /// From the `<` of its opening tag to the `>` of its closing one.
    pub(super) range: Range<usize>,
    /// Its opening tag.
    pub(super) tag: Range<usize>,
    /// What it says, decoded.
    pub(super) text: String,
    /// Where that stands.
    pub(super) map: LineMap,
    /// What it says of its picture.
    pub(super) attributes: Attributes,
    pub(super) notation: Notation,
    pub(super) findings: Vec<Diagnostic>,
}

/// An image.
pub(super) struct Shown {
    pub(super) tag: Range<usize>,
    /// Where it is.
    pub(super) target: String,
    /// The text of the tag around that, or around each of several.
    pub(super) around: Vec<String>,
    pub(super) attributes: Attributes,
    pub(super) findings: Vec<Diagnostic>,
}

/// What a piece of HTML has.
#[derive(Default)]
pub(super) struct Found {
    pub(super) elements: Vec<Element>,
    pub(super) images: Vec<Shown>,
}

/// An element whose end is looked for.
struct Open {
    name: Vec<u8>,
    element: Element,
    /// Elements of the same name inside of it.
    depth: usize,
}

/// Looks for diagrams and images in the bytes `at` of a text.
pub(super) fn read(text: &str, at: &Range<usize>) -> Found {
    let mut out = Found::default();
    let Some(piece) = text.get(at.clone()) else { return out };
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let mut open: Option<Open> = None;
    let mut pre: Option<Range<usize>> = None;
    for token in Tokenizer::new_with_emitter(piece, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let range = at.start + tag.span.start..at.start + tag.span.end;
                let name: &[u8] = &tag.name;
                if let Some(open) = &mut open {
                    open.depth += usize::from(open.name == name && !tag.self_closing);
                    continue;
                }
                match name {
                    b"img" | b"source" => out.images.extend(image(&tag, &range, text)),
                    b"pre" | b"div" | b"code" => {
                        let element = element(&tag, &range, pre.as_ref(), text);
                        open = element.map(|element| Open { name: name.to_vec(), element, depth: 0 });
                    }
                    _ => {}
                }
                if name == b"pre" {
                    pre = Some(range);
                }
            }
            Token::EndTag(tag) => {
                let Some(mut inner) = open.take() else { continue };
                if *tag.name != *inner.name {
                    open = Some(inner);
                    continue;
                }
                if inner.depth > 0 {
                    inner.depth -= 1;
                    open = Some(inner);
                    continue;
                }
                let body = inner.element.tag.end..at.start + tag.span.start;
                let end = at.start + tag.span.end;
                let Open { name, mut element, .. } = inner;
                element.range.end =
                    if name == b"code" { closing_pre(text, end, at.end) } else { Some(end) }.unwrap_or(end);
                (element.text, element.map) = decoded(text, body);
                out.elements.push(element);
            }
            _ => {}
        }
    }
    out
}

/// The values of a tag that pictures have too.
fn attributes_of(tag: &StartTag<usize>, at: &Range<usize>, findings: &mut Vec<Diagnostic>) -> Attributes {
    let mut out = Attributes::default();
    for (name, value) in &tag.attributes {
        let name = String::from_utf8_lossy(name);
        let key = match name.as_ref() {
            "aria-label" => "alt",
            "data-src" => continue,
            other => other.strip_prefix("data-").unwrap_or(other),
        };
        // `src` is the address of an image.
        if key != "src" && attributes::KEYS.contains(&key) {
            out.set(key, &String::from_utf8_lossy(value), at, findings);
        }
    }
    out
}

fn element(tag: &StartTag<usize>, at: &Range<usize>, pre: Option<&Range<usize>>, text: &str) -> Option<Element> {
    let class = tag.attributes.get(b"class".as_slice())?;
    let class = String::from_utf8_lossy(class).into_owned();
    let notation = class.split_ascii_whitespace().find_map(Notation::of_class)?;
    let is_code = *tag.name == *b"code";
    // `code` alone is a piece of a line; `<pre><code>` is what writers of Markdown make of a fence.
    let start = match (is_code, pre) {
        (true, Some(pre)) if text.get(pre.end..at.start)?.trim().is_empty() => pre.start,
        (true, _) => return None,
        (false, _) => at.start,
    };
    let mut findings = Vec::new();
    let attributes = attributes_of(tag, at, &mut findings);
    let (range, map) = (start..at.end, LineMap::at(at.end));
    Some(Element { range, tag: at.clone(), text: String::new(), map, attributes, notation, findings })
}

fn image(tag: &StartTag<usize>, at: &Range<usize>, text: &str) -> Option<Shown> {
    const SET: &[u8] = b"srcset";
    let key = if *tag.name == *b"img" { b"src".as_slice() } else { SET };
    let value = tag.attributes.get(key)?;
    let target = String::from_utf8_lossy(value).trim().to_owned();
    let mut findings = Vec::new();
    let mut attributes = attributes_of(tag, at, &mut findings);
    attributes.sized = ["width", "height", "style"].iter().any(|key| tag.attributes.contains_key(key.as_bytes()));
    let whole = text.get(at.clone())?;
    // Spans of attributes count from the piece that the tag is in, as its own does.
    let place = |start: usize| value_at(whole, start.checked_sub(tag.span.start)?);
    let mut places = vec![place(value.span.start)?];
    if let Some(set) = tag.attributes.get(SET).filter(|_| key != SET) {
        let set = place(set.span.start)?;
        places.extend(candidates(whole, set).filter(|at| whole[at.clone()] == target));
    }
    places.sort_by_key(|place| place.start);
    let mut around = Vec::with_capacity(places.len() + 1);
    let mut from = 0;
    for place in places {
        around.push(whole.get(from..place.start)?.to_owned());
        from = place.end;
    }
    around.push(whole.get(from..)?.to_owned());
    Some(Shown { tag: at.clone(), target, around, attributes, findings })
}

/// Where the value of the attribute stands that begins at `start` of a tag, without its quotes.
fn value_at(tag: &str, start: usize) -> Option<Range<usize>> {
    let equals = start + tag.get(start..)?.find('=')? + 1;
    let from = equals + tag[equals..].find(|c: char| !c.is_ascii_whitespace())?;
    let quote = tag[from..].chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => tag[from + 1..].find(quote).map(|more| from + 1..from + 1 + more),
        None => tag[from..].find(|c: char| c.is_ascii_whitespace() || c == '>').map(|more| from..from + more),
    }
}

/// Where the addresses of a `srcset` stand.
fn candidates(tag: &str, set: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let start = set.start;
    tag[set].split(',').scan(start, |at, one| {
        let from = *at + one.len() - one.trim_start().len();
        *at += one.len() + 1;
        let length = one.trim_start().find(char::is_whitespace).unwrap_or(one.trim_start().len());
        Some(from..from + length)
    })
}

/// The end of the `</pre>` that follows.
fn closing_pre(text: &str, from: usize, to: usize) -> Option<usize> {
    const CLOSING: &str = "</pre>";
    let rest = text.get(from..to)?;
    let start = rest.len() - rest.trim_start().len();
    let tag = rest.get(start..start + CLOSING.len())?;
    tag.eq_ignore_ascii_case(CLOSING).then_some(from + start + CLOSING.len())
}

/// The text of an element as Mermaid in a browser gets it: entities decoded, tags such as `<br/>` as they are.
fn decoded(text: &str, body: Range<usize>) -> (String, LineMap) {
    let mut out = String::new();
    let mut map = LineMap::at(body.end);
    let mut at = body.start;
    while at < body.end {
        let rest = &text[at..body.end];
        let plain = rest.find('&').unwrap_or(rest.len());
        if plain > 0 {
            map.push(out.len(), at..at + plain);
            out.push_str(&rest[..plain]);
            at += plain;
            continue;
        }
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let name = rest[1..].find(|c: char| !inner(c)).map_or(rest.len(), |more| more + 1);
        let whole = (name < LONGEST_ENTITY && rest[name..].starts_with(';')).then(|| &rest[..=name]);
        let piece = whole.unwrap_or("&");
        map.push(out.len(), at..at + piece.len());
        out.push_str(&entity(piece));
        at += piece.len();
    }
    (out, map)
}

fn entity(piece: &str) -> String {
    let mut out = String::new();
    for token in Tokenizer::new(piece).flatten() {
        if let Token::String(text) = token {
            out.push_str(&String::from_utf8_lossy(&text));
        }
    }
    out
}
