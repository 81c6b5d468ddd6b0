//! The source of a picture, kept in it and found again: `<metadata>` of SVG, `iTXt` of PNG, an attached file of PDF.
//!
//! In SVG it is base64, whatever it holds: programs that tidy up XML trim, wrap and indent text, and some characters XML
//! cannot hold at all. In PNG it is UTF-8 as it is, packed where it is long. All say the language, and the view of a
//! description.

use super::attached;
use crate::scene::Origin;
use crate::scene::origin::Language;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use png::text_metadata::ITXtChunk;
use png::{Decoder, EncodingError, Limits};
use resvg::usvg::roxmltree::{Document, ParsingOptions};
use std::io::Cursor;

/// The namespace of our element.
const NAMESPACE: &str = "urn:groundplan";
/// Its name.
const ELEMENT: &str = "source";
/// The keyword of the chunk that names the view; the one that holds the text has the name of its language.
const VIEW: &str = "groundplan:view";
/// Bytes from which the text of a PNG is packed.
const LONG: usize = 1024;
/// Most bytes of a source that is unpacked.
pub(super) const MOST_BYTES: usize = 64 << 20;
/// Most elements and texts of an SVG that is searched.
const MOST_NODES: u32 = 10_000_000;

/// Why there is no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It is an SVG, a PNG or a PDF without one.
    None,
    /// It is none of these, or a broken one.
    NotAPicture,
    /// It holds one that is damaged.
    Damaged,
}

/// Appends the element that holds the source of an SVG.
pub(super) fn embed(out: &mut String, origin: &Origin) {
    use super::xml::attribute;
    // Programs that drop elements which SVG does not have leave those with a prefix alone.
    out.push_str("<metadata><groundplan:source");
    attribute(out, "xmlns:groundplan", NAMESPACE);
    attribute(out, "language", origin.language.word());
    if let Some(view) = &origin.view {
        attribute(out, "view", view);
    }
    attribute(out, "encoding", "base64");
    out.push('>');
    BASE64_STANDARD.encode_string(&origin.text, out);
    out.push_str("</groundplan:source></metadata>\n");
}

/// The chunks that hold the source of a PNG.
pub(super) fn chunks(origin: &Origin) -> Result<Vec<ITXtChunk>, EncodingError> {
    let mut text = ITXtChunk::new(origin.language.word(), origin.text.as_str());
    if origin.text.len() >= LONG {
        text.compressed = true;
        text.compress_text()?;
    }
    let view = origin.view.as_ref().map(|view| ITXtChunk::new(VIEW, view.as_str()));
    Ok(std::iter::once(text).chain(view).collect())
}

/// Finds the source in an SVG, a PNG or a PDF, also where another program has written it anew.
///
/// # Errors
/// [`Missing`] says why there is none.
pub fn extract(picture: &[u8]) -> Result<Origin, Missing> {
    if picture.starts_with(b"\x89PNG\r\n\x1a\n") {
        return of_png(picture);
    }
    if picture.starts_with(b"%PDF-") {
        return attached::find(picture);
    }
    of_svg(std::str::from_utf8(picture).map_err(|_| Missing::NotAPicture)?)
}

fn of_svg(text: &str) -> Result<Origin, Missing> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let document = Document::parse_with_options(text, options).map_err(|_| Missing::NotAPicture)?;
    if document.root_element().tag_name().name() != "svg" {
        return Err(Missing::NotAPicture);
    }
    let source = document.descendants().find(|node| node.has_tag_name((NAMESPACE, ELEMENT))).ok_or(Missing::None)?;
    let letters: Vec<u8> = source
        .descendants()
        .filter_map(|node| node.text().filter(|_| node.is_text()))
        .flat_map(str::bytes)
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let bytes = BASE64_STANDARD.decode(letters).map_err(|_| Missing::Damaged)?;
    let language = source.attribute("language").and_then(Language::named).ok_or(Missing::Damaged)?;
    let text = String::from_utf8(bytes).map_err(|_| Missing::Damaged)?;
    Ok(Origin { language, view: source.attribute("view").map(str::to_owned), text })
}

fn of_png(bytes: &[u8]) -> Result<Origin, Missing> {
    let limits = Limits { bytes: MOST_BYTES };
    let mut reader =
        Decoder::new_with_limits(Cursor::new(bytes), limits).read_info().map_err(|_| Missing::NotAPicture)?;
    // Programs that write a picture anew may put texts behind its pixels. What is damaged there costs those alone.
    let _ = reader.finish();
    let info = reader.info();
    let itxt = |chunk: &ITXtChunk| {
        let mut chunk = chunk.clone();
        chunk.decompress_text_with_limit(MOST_BYTES).ok()?;
        chunk.get_text().ok()
    };
    // They may also turn the chunk into one of the older kinds, with the same bytes.
    let bytes = |latin: String| String::from_utf8(latin.chars().map(|c| c as u8).collect()).ok();
    let find = |keyword: &str| {
        let new = info.utf8_text.iter().find(|chunk| chunk.keyword == keyword).map(itxt);
        let packed = || {
            let chunk = info.compressed_latin1_text.iter().find(|chunk| chunk.keyword == keyword)?;
            let mut chunk = chunk.clone();
            Some(chunk.decompress_text_with_limit(MOST_BYTES).ok().and_then(|()| chunk.get_text().ok()).and_then(bytes))
        };
        let plain = || {
            let chunk = info.uncompressed_latin1_text.iter().find(|chunk| chunk.keyword == keyword)?;
            Some(bytes(chunk.text.clone()))
        };
        new.or_else(packed).or_else(plain)
    };
    let (language, text) = [Language::Groundplan, Language::Mermaid]
        .into_iter()
        .find_map(|language| Some((language, find(language.word())?)))
        .ok_or(Missing::None)?;
    Ok(Origin { language, view: find(VIEW).flatten(), text: text.ok_or(Missing::Damaged)? })
}
