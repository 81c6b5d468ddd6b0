//! What a text says of itself beside its diagram: the title and the settings of its frontmatter and its directives, and the
//! words for those who do not see it.
//!
//! Frontmatter is read as the plain YAML that such blocks are: maps by indentation, and maps in braces, which directives
//! are too. Anything else in it says nothing.

use super::kind::Accessible;
use super::{label, scan};
use std::ops::Range;

/// Title and settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    /// The title of its frontmatter.
    pub title: Option<String>,
    /// What `accTitle` calls it for those who do not see it.
    pub acc_title: Option<String>,
    /// What `accDescr` says to them.
    pub acc_description: Option<String>,
    /// In the order of the text; a later one of a name wins.
    pub settings: Vec<Setting>,
}

/// One setting: `theme: dark`.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its name with those around it, without `config`: `themeVariables.primaryColor`.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Its last name and its value.
    pub at: Range<usize>,
}

impl Front {
    /// The value of a setting.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().rev().find(|setting| setting.name == name).map(|setting| setting.value.as_str())
    }
}

/// Reads what stands before a diagram, and in directives anywhere.
pub(super) fn read(text: &str) -> Front {
    let mut front = Front::default();
    block(text, &mut front);
    for (open, _) in text.match_indices("%%{") {
        let start = open + 3 + scan::spaces(&text[open + 3..]);
        let Some(rest) = ["initialize", "init"].into_iter().find_map(|word| text[start..].strip_prefix(word)) else {
            continue;
        };
        let rest = rest.trim_start_matches(scan::is_space);
        if let Some(rest) = rest.strip_prefix(':') {
            let end = rest.find("}%%").unwrap_or(rest.len());
            flow(&rest[..end], text.len() - rest.len(), "", &mut front);
        }
    }
    front
}

/// What a diagram says for those who do not see it: the last `accTitle` and the last `accDescr` count, as for hosts.
pub(super) fn accessible(text: &str, words: Accessible, front: &mut Front) {
    // Where a brace is not closed, none after it is.
    let mut closed = true;
    let mut rest = text;
    while !rest.is_empty() {
        let (line, mut after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = scan::trim(line);
        let behind = |word: &str| {
            let (start, said) = line.split_at_checked(word.len())?;
            let same = if words == Accessible::AnyCase { start.eq_ignore_ascii_case(word) } else { start == word };
            same.then(|| scan::trim(said))
        };
        let shown = |said: &str| {
            let end = if words == Accessible::BeforeComment { said.find("%%") } else { None };
            Some(label::shown(&said[..end.unwrap_or(said.len())])).filter(|words| !words.is_empty())
        };
        if let Some(said) = behind("accTitle").and_then(|said| said.strip_prefix(':')) {
            front.acc_title = shown(said);
        } else if let Some(said) = behind("accDescr") {
            if let Some(said) = said.strip_prefix(':') {
                front.acc_description = shown(said);
            } else if said.starts_with('{') && closed {
                let inside = rest.split_once('{').and_then(|(_, words)| words.split_once('}'));
                closed = inside.is_some();
                let lines = inside.map(|(lines, _)| lines.split_whitespace().collect::<Vec<_>>().join(" "));
                front.acc_description = lines.and_then(|lines| shown(&lines));
                // What stands in the block is no statement; what follows it on its line is.
                after = inside.map_or(after, |(_, behind)| behind);
            } else if let Some(said) = said.strip_prefix("iption ").filter(|_| words == Accessible::C4) {
                front.acc_description = shown(said);
            }
        }
        rest = after;
    }
}

/// The block between two lines `---`.
fn block(text: &str, front: &mut Front) {
    let mut lines = text.split_inclusive('\n');
    let mut at = 0;
    let Some(first) = lines.by_ref().find(|line| {
        at += line.len();
        !line.trim().is_empty()
    }) else {
        return;
    };
    if first.trim() != "---" {
        return;
    }
    // Names of maps that are open, with their indentation.
    let mut open: Vec<(usize, &str)> = Vec::new();
    for line in lines {
        let start = at;
        at += line.len();
        let words = line.trim();
        if words == "---" {
            return;
        }
        let Some((key, value)) = words.split_once(':').filter(|_| !words.starts_with(['#', '-'])) else { continue };
        let indent = line.len() - line.trim_start().len();
        while open.last().is_some_and(|outer| outer.0 >= indent) {
            open.pop();
        }
        let (key, from) = (unquoted(key.trim()), start + indent);
        let value = value.trim();
        let names: Vec<&str> = open.iter().map(|outer| outer.1).chain([key]).collect();
        let name = names.join(".");
        if value.is_empty() {
            open.push((indent, key));
        } else if value.starts_with('{') {
            flow(value, from + words.len() - value.len(), &name, front);
        } else if name == "title" {
            front.title = Some(unquoted(value).to_owned());
        } else {
            // A comment begins with a blank; a colour in quotes does not.
            let value = if value.starts_with(['"', '\'']) { value } else { value.split(" #").next().unwrap_or(value) };
            set(front, &name, unquoted(value.trim()), from..from + words.len());
        }
    }
}

fn set(front: &mut Front, name: &str, value: &str, at: Range<usize>) {
    let name = name.strip_prefix("config.").unwrap_or(name).to_owned();
    front.settings.push(Setting { name, value: value.to_owned(), at });
}

fn unquoted(text: &str) -> &str {
    ['"', '\''].into_iter().find_map(|q| text.strip_prefix(q)?.strip_suffix(q)).unwrap_or(text)
}

/// A map in braces, at a place of the text, below a name.
fn flow(text: &str, place: usize, below: &str, front: &mut Front) {
    let mut names: Vec<String> = Vec::new();
    let mut key: Option<(String, usize)> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '{' => {
                names.push(key.take().map_or_else(String::new, |(name, _)| name));
                at += 1;
            }
            '}' => {
                names.pop();
                key = None;
                at += 1;
            }
            ',' => {
                key = None;
                at += 1;
            }
            ':' => at += 1,
            c if scan::is_space(c) => at += c.len_utf8(),
            _ => {
                let start = at;
                let word = match c {
                    '"' | '\'' => {
                        let rest = &text[at + 1..];
                        let end = rest.find(c).unwrap_or(rest.len());
                        at = (at + end + 2).min(text.len());
                        &rest[..end]
                    }
                    _ => {
                        let end = text[at..].find(['{', '}', ',', ':', '\n']).unwrap_or(text.len() - at);
                        let word = &text[at..at + end.max(1)];
                        at += end.max(1);
                        word.trim()
                    }
                };
                let follows = text[at..].trim_start_matches(scan::is_space).starts_with(':');
                match key.take() {
                    None if follows => key = Some((word.to_owned(), start)),
                    Some((name, from)) => {
                        let around = names.iter().map(String::as_str).filter(|name| !name.is_empty());
                        let path: Vec<&str> = std::iter::once(below)
                            .filter(|name| !name.is_empty())
                            .chain(around)
                            .chain([name.as_str()])
                            .collect();
                        set(front, &path.join("."), word, place + from..place + at);
                    }
                    None => {}
                }
            }
        }
    }
}
