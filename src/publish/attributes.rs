//! What a fence or an element says of its picture: `{#id .class width=60% alt="..." title="..." format=png}`.
//!
//! Part of: publish. Input: the words behind the name of a language, or the attributes of an HTML element. Output:
//! [`Attributes`], and a finding for every value that is none.

use super::marker::finding;
use crate::base::{Code, Diagnostic, Severity};
use crate::describe::{did_you_mean, nearest};
use crate::pipeline::Format;
use crate::plan::Notation;
use std::ops::Range;

/// The keys of a fence.
pub(super) const KEYS: [&str; 9] = ["id", "class", "width", "alt", "caption", "title", "format", "view", "src"];
/// Units that a width may have.
const UNITS: [&str; 9] = ["%", "px", "em", "rem", "cm", "mm", "in", "pt", "vw"];

/// What a fence says of its picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Name of the picture in the page, and in the name of its file.
    pub id: Option<String>,
    /// Classes of the picture.
    pub classes: Vec<String>,
    /// Width: a number of px, or with a unit.
    pub width: Option<String>,
    /// Words for who does not see the picture.
    pub alt: Option<String>,
    /// Words below the picture.
    pub caption: Option<String>,
    /// What the document shows.
    pub format: Option<Format>,
    /// View of a description.
    pub view: Option<String>,
    /// Description.
    pub src: Option<String>,
    /// What the picture is called: words that show up below a pointer.
    pub title: Option<String>,
    /// Whether the document says how wide the picture is in words that stay, or has no place for a tag that does.
    pub sized: bool,
}

/// Reads the words of an opening fence, that stand at `at` of the document.
pub(super) fn read(text: &str, at: Range<usize>, findings: &mut Vec<Diagnostic>) -> Attributes {
    let mut out = Attributes::default();
    let parts = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | ',');
    let mut start = at.start;
    while start < at.end {
        let rest = &text[start..at.end];
        let word = rest.find(parts).unwrap_or(rest.len());
        if word == 0 {
            start += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let mut length = word;
        let mut value = None;
        if let Some(equals) = rest[..word].find('=') {
            let behind = &rest[equals + 1..];
            let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
            let close = quote.and_then(|quote| behind[1..].find(quote));
            value = Some((
                equals,
                match close {
                    Some(close) => {
                        length = equals + close + 3;
                        &behind[1..=close]
                    }
                    None => &rest[equals + 1..word],
                },
            ));
        }
        let place = start..start + length;
        let word = &rest[..word];
        if let Some((equals, value)) = value {
            out.set(&word[..equals], value, &place, findings);
        } else if let Some(id) = word.strip_prefix('#') {
            out.set("id", id, &place, findings);
        } else if let Some(class) = word.strip_prefix('.') {
            out.set("class", class, &place, findings);
        }
        // Any other word is the language, or one of another host, such as `linenos`.
        start += length;
    }
    out
}

impl Attributes {
    /// Takes one value, where it is one.
    pub(super) fn set(&mut self, key: &str, value: &str, at: &Range<usize>, findings: &mut Vec<Diagnostic>) {
        let mut refuse = |what: &str| {
            let message = format!("`{value}` is no `{key}`.");
            findings.push(finding(Code::BadValue, at, message).help(format!("Write {what}.")));
        };
        let text = || Some(value.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
        match key {
            "id" if is_name(value) => self.id = Some(value.to_owned()),
            "id" => refuse("letters, digits, `-` and `_`, such as `#orders`"),
            "class" => {
                let (names, odd): (Vec<&str>, Vec<&str>) = value.split_whitespace().partition(|name| is_name(name));
                self.classes
                    .extend(names.into_iter().filter(|name| Notation::of_class(name).is_none()).map(str::to_owned));
                if !odd.is_empty() {
                    refuse("letters, digits, `-` and `_`, such as `.wide`");
                }
            }
            "width" if is_width(value) => self.width = Some(value.to_owned()),
            "width" => refuse("a number with a unit, such as `60%` or `320px`"),
            "format" => match format(value) {
                Some(format) => self.format = Some(format),
                None => refuse("`svg`, `png` or `pdf`"),
            },
            "alt" => self.alt = text(),
            "caption" => self.caption = text(),
            "title" => self.title = text(),
            "view" => self.view = text(),
            "src" => self.src = text(),
            _ => {
                // Other hosts have keys of their own; one that is nearly ours was meant for us.
                if let Some(meant) = nearest(key, KEYS) {
                    let message = format!("There is no key `{key}` in a fence.");
                    let help = did_you_mean(Some(meant), String::new);
                    let found = finding(Code::UnknownKey, at, message).help(help);
                    findings.push(Diagnostic { severity: Severity::Warning, ..found });
                }
            }
        }
    }
}

fn format(value: &str) -> Option<Format> {
    Format::named(value).filter(|format| format.is_picture())
}

fn is_name(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':'))
}

/// Whether a text is a width: a number, and nothing or a unit behind it.
pub fn is_width(value: &str) -> bool {
    let unit = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(unit);
    number.parse::<f64>().is_ok_and(|n| n > 0.0 && n < 1e5) && (unit.is_empty() || UNITS.contains(&unit))
}
