//! The source of a PDF: the file that is attached to it, found again.
//!
//! Objects are found by their heads, wherever the table of the file says they are: a file that another program has
//! written anew, or added to, is read as well. Objects that it packed into streams are not looked for.
//! ISO 32000-1, 7.3 (objects), 7.11 (file specifications).

use super::source::{MOST_BYTES, Missing};
use crate::scene::Origin;
use crate::scene::origin::Language;
use flate2::read::ZlibDecoder;
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;

/// Most tokens of the head of an object that is looked at; ours have a few dozen.
const MOST_TOKENS: usize = 200;

/// What the attachment is called, and what it says of itself. A view follows it.
pub(super) fn words(language: Language) -> (String, &'static str) {
    let about = match language {
        Language::Groundplan => "The description that this diagram was drawn from",
        Language::Mermaid => "The Mermaid text that this diagram was drawn from",
    };
    (format!("source.{}", language.extension()), about)
}

/// What stands between those words and the id of a view.
pub(super) const VIEW: &str = "; its view is ";

/// Finds the file that [`words`] describe; a file that others attached is none.
pub(super) fn find(pdf: &[u8]) -> Result<Origin, Missing> {
    let objects = objects(pdf);
    let ours = objects.values().find_map(|object| specified(&tokens(&pdf[object.clone()]).0));
    let (language, view, file) = ours.ok_or(Missing::None)?;
    let stream = objects.get(&file).and_then(|object| stream(&pdf[object.start..])).ok_or(Missing::Damaged)?;
    Ok(Origin { language, view, text: String::from_utf8(stream).map_err(|_| Missing::Damaged)? })
}

/// What is behind `N 0 obj` and before the next one, by number: the last one counts, as in a file that was added to.
fn objects(pdf: &[u8]) -> BTreeMap<u32, Range<usize>> {
    const HEAD: &[u8] = b" obj";
    let mut all: Vec<(u32, Range<usize>)> = Vec::new();
    for (at, _) in pdf.windows(HEAD.len()).enumerate().filter(|(_, word)| *word == HEAD) {
        // A generation, then the number.
        let digits = |end: usize| {
            let most = &pdf[end.saturating_sub(10)..end];
            most.iter().rev().take_while(|byte| byte.is_ascii_digit()).count()
        };
        let generation = at - digits(at);
        let blank = generation.checked_sub(1).filter(|blank| generation < at && pdf[*blank].is_ascii_whitespace());
        let number = blank.and_then(|end| str::from_utf8(&pdf[end - digits(end)..end]).ok()?.parse().ok());
        if let Some(number) = number {
            if let Some((_, last)) = all.last_mut() {
                last.end = at;
            }
            all.push((number, at + HEAD.len()..pdf.len()));
        }
    }
    all.into_iter().collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// `/Name`, without the stroke.
    Name(&'a [u8]),
    /// The bytes of a string.
    Text(Vec<u8>),
    /// A number or a word.
    Word(&'a [u8]),
    /// `<<`
    Open,
    /// `>>`
    Close,
}

/// The tokens of the dictionary that bytes start with, and where it ends; none where they start with anything else.
fn tokens(bytes: &[u8]) -> (Vec<Token<'_>>, usize) {
    let (mut out, mut depth, mut at) = (Vec::new(), 0usize, 0);
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            // A remark up to the end of its line.
            at += bytes[at..].iter().take_while(|byte| !b"\r\n".contains(byte)).count();
            continue;
        }
        if byte.is_ascii_whitespace() || byte == 0 || b"[]{}".contains(&byte) {
            at += 1;
            continue;
        }
        let rest = &bytes[at..];
        let (token, length) = if rest.starts_with(b"<<") {
            (Token::Open, 2)
        } else if rest.starts_with(b">>") {
            (Token::Close, 2)
        } else if byte == b'(' {
            literal(rest)
        } else if byte == b'<' {
            hexadecimal(rest)
        } else {
            let word =
                rest[1..].iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"()<>[]{}/%\0".contains(byte));
            let end = word.count() + 1;
            (if byte == b'/' { Token::Name(&rest[1..end]) } else { Token::Word(&rest[..end]) }, end)
        };
        at += length;
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        out.push(token);
        if depth == 0 || out.len() >= MOST_TOKENS {
            break;
        }
    }
    let whole = depth == 0 && out.first() == Some(&Token::Open);
    (if whole { out } else { Vec::new() }, at)
}

/// `(text)`, with escapes and parentheses in pairs.
fn literal(bytes: &[u8]) -> (Token<'static>, usize) {
    let (mut out, mut depth, mut at) = (Vec::new(), 0usize, 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'(' => {
                depth += 1;
                if depth == 1 {
                    continue;
                }
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            b'\\' => {
                let digits = bytes[at..].iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
                if digits > 0 {
                    let octal =
                        bytes[at..at + digits].iter().fold(0u32, |sum, digit| sum * 8 + u32::from(digit - b'0'));
                    out.push(octal as u8);
                    at += digits;
                    continue;
                }
                let Some(&escaped) = bytes.get(at) else { break };
                at += 1;
                match escaped {
                    b'n' => out.push(b'\n'),
                    b'r' => out.push(b'\r'),
                    b't' => out.push(b'\t'),
                    b'b' => out.push(8),
                    b'f' => out.push(12),
                    // A line that goes on.
                    b'\n' | b'\r' => {}
                    other => out.push(other),
                }
                continue;
            }
            _ => {}
        }
        out.push(byte);
    }
    (Token::Text(out), at)
}

/// `<68 65 78>`.
fn hexadecimal(bytes: &[u8]) -> (Token<'static>, usize) {
    let end = bytes.iter().position(|byte| *byte == b'>').unwrap_or(bytes.len());
    let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|digit| digit as u8);
    let digits: Vec<u8> = bytes[..end].iter().filter_map(digit).collect();
    let out = digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or_default()).collect();
    (Token::Text(out), (end + 1).min(bytes.len()))
}

/// The tokens behind a key of the dictionary itself, not of one in it.
fn value<'a, 'b>(tokens: &'b [Token<'a>], key: &str) -> Option<&'b [Token<'a>]> {
    let mut depth = 0usize;
    let mut last = false;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            // What follows a name is its value, which may be a name.
            Token::Name(name) if depth == 1 && !last && *name == key.as_bytes() => return tokens.get(at + 1..),
            _ => {}
        }
        last = depth == 1 && !last && matches!(token, Token::Name(_));
    }
    None
}

/// What a file specification of ours says: language, view, and the number of the object that has the file.
fn specified(tokens: &[Token<'_>]) -> Option<(Language, Option<String>, u32)> {
    let text = |key| match value(tokens, key)?.first()? {
        Token::Text(bytes) => Some(decoded(bytes)),
        _ => None,
    };
    if value(tokens, "Type")?.first() != Some(&Token::Name(b"Filespec")) {
        return None;
    }
    let (name, said) = (text("UF").or_else(|| text("F"))?, text("Desc")?);
    let of = |language: Language| {
        let (file, about) = words(language);
        let rest = said.strip_prefix(about).filter(|_| name == file)?;
        let view = rest.strip_prefix(VIEW).map(str::to_owned);
        (rest.is_empty() || view.is_some()).then_some((language, view))
    };
    let (language, view) = [Language::Groundplan, Language::Mermaid].into_iter().find_map(of)?;
    match value(value(tokens, "EF")?, "F")? {
        [Token::Word(number), Token::Word(_), Token::Word(b"R"), ..] => {
            Some((language, view, str::from_utf8(number).ok()?.parse().ok()?))
        }
        _ => None,
    }
}

/// Text as PDF has it: UTF-16 with a mark, UTF-8 with one, else one byte a character.
fn decoded(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xfe\xff") {
        let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(utf8) => String::from_utf8_lossy(utf8).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The bytes of the stream that an object is, unpacked.
fn stream(object: &[u8]) -> Option<Vec<u8>> {
    const START: &[u8] = b"stream";
    let (tokens, end) = tokens(object);
    let rest = object[end..].trim_ascii_start().strip_prefix(START)?;
    let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    let length = match value(&tokens, "Length")? {
        // It may be an object of its own; what is packed knows its end itself.
        [Token::Word(_), Token::Word(_), Token::Word(b"R"), ..] => rest.len(),
        [Token::Word(number), ..] => str::from_utf8(number).ok()?.parse().ok()?,
        _ => return None,
    };
    let bytes = rest.get(..length)?;
    match value(&tokens, "Filter") {
        None if length < rest.len() => Some(bytes.to_owned()),
        Some([Token::Name(b"FlateDecode"), ..]) => {
            let mut out = Vec::new();
            ZlibDecoder::new(bytes).take(MOST_BYTES as u64 + 1).read_to_end(&mut out).ok()?;
            (out.len() <= MOST_BYTES).then_some(out)
        }
        _ => None,
    }
}
