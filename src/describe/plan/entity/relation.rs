//! The words of a relation: who is at its other end, and how many stand at both.
//!
//! Part of: describe. Total: what is not understood is kept as it is.

use super::{Cardinality, Relation, fold, inline};
use crate::describe::yaml::{Data, Entry, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// Entities by their names, in whatever form those are written.
#[derive(Debug, Default)]
pub struct Names {
    exact: BTreeMap<String, usize>,
    folded: BTreeMap<String, usize>,
}

impl Names {
    /// Of two that are alike the first counts.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        for (at, name) in names.enumerate() {
            out.exact.entry(name.to_owned()).or_insert(at);
            out.folded.entry(fold(name)).or_insert(at);
        }
        out
    }

    /// The entity of that name; else of one that differs in case, signs between words, or number (`order_items`).
    fn find(&self, word: &str) -> Option<usize> {
        if let Some(at) = self.exact.get(word) {
            return Some(*at);
        }
        let folded = fold(word);
        if folded.is_empty() {
            return None;
        }
        let end = |from: &str, to: &str| folded.strip_suffix(from).map(|stem| format!("{stem}{to}"));
        let forms =
            [end("", ""), end("s", ""), end("es", ""), end("ies", "y"), end("", "s"), end("", "es"), end("y", "ies")];
        forms.into_iter().flatten().filter(|form| !form.is_empty()).find_map(|form| self.folded.get(&form).copied())
    }
}

/// Reads a relation: `many-to-one User`, `belongs to User`, or `{to: User, type: many-to-one, optional: true}`.
pub fn relation(name: &str, value: &Value, names: &Names) -> Relation {
    let text = match &value.data {
        Data::Map(entries) => long_form(entries),
        Data::List(items) => items.iter().map(inline).collect::<Vec<_>>().join(" "),
        _ => inline(value),
    };
    let mut out = Relation { name: name.to_owned(), ..Relation::default() };
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || "()[]<>{},;\"'`→".contains(c)).collect();
    let words: Vec<&str> =
        words.into_iter().map(|w| w.trim_end_matches(':')).filter(|w| !matches!(*w, "" | "->" | "=>" | "-")).collect();
    let mut used = vec![false; words.len()];

    // A word that is an entity's own name says nothing of numbers: `OneTimeCode`.
    let atoms: Vec<(usize, String)> = words
        .iter()
        .enumerate()
        .filter(|(_, word)| !names.exact.contains_key(**word))
        .flat_map(|(at, word)| atoms(word).into_iter().map(move |atom| (at, atom)))
        .collect();
    let plain: Vec<&str> = atoms.iter().map(|(_, atom)| atom.as_str()).collect();
    for (at, atom) in &atoms {
        if matches!(atom.as_str(), "optional" | "optionally" | "nullable" | "required" | "mandatory") {
            used[*at] = true;
        }
    }
    let found = (0..plain.len()).find_map(|from| Some((from, numbers(&plain[from..])?)));
    if let Some((from, (here, there, count))) = found {
        (out.here, out.there) = (here, Some(there));
        for (at, _) in &atoms[from..from + count] {
            used[*at] = true;
        }
    }
    if plain.iter().any(|w| matches!(*w, "optional" | "optionally" | "nullable")) {
        out.there = out.there.map(Cardinality::or_none);
    } else if plain.iter().any(|w| matches!(*w, "required" | "mandatory")) {
        out.there = out.there.map(Cardinality::at_least_one);
    }

    other_end(&mut out, &words, &mut used, names);
    let rest: Vec<&str> = words.iter().zip(&used).filter(|(_, used)| !**used).map(|(word, _)| *word).collect();
    out.note = if found.is_none() {
        // What is not understood is shown as it is.
        let text = text.trim();
        let is_name = out.target.is_some() && rest.is_empty();
        (!text.is_empty() && !is_name).then(|| text.to_owned())
    } else {
        (!rest.is_empty()).then(|| rest.join(" "))
    };
    out
}

/// Finds the entity at the other end: the first name that is known, of up to four words; as it is written before in any
/// other form.
fn other_end(out: &mut Relation, words: &[&str], used: &mut [bool], names: &Names) {
    const FILLER: [&str; 8] = ["to", "of", "with", "a", "an", "the", "relation", "relationship"];
    const LONGEST: usize = 4;
    let is_filler = |word: &str| FILLER.iter().any(|f| word.eq_ignore_ascii_case(f));
    let runs =
        || (0..words.len()).flat_map(|from| (from + 1..=words.len().min(from + LONGEST)).rev().map(move |to| from..to));
    let free = |run: &Range<usize>| !used[run.clone()].iter().any(|used| *used);
    let exact = runs().filter(free).find_map(|run| {
        let target = *names.exact.get(&words[run.clone()].join(" "))?;
        Some((run, target))
    });
    let in_any_form = || {
        runs().filter(free).filter(|run| !words[run.clone()].iter().all(|word| is_filler(word))).find_map(|run| {
            let whole = words[run.clone()].join(" ");
            // `User.id` names a field of it.
            let target = names.find(&whole).or_else(|| names.find(whole.split('.').next().unwrap_or_default()))?;
            Some((run, target))
        })
    };
    if let Some((run, target)) = exact.or_else(in_any_form) {
        out.target = Some(target);
        used[run].fill(true);
        for (word, used) in words.iter().zip(used) {
            *used |= is_filler(word);
        }
        return;
    }
    let mut left = words
        .iter()
        .zip(used)
        .filter(|(word, used)| !**used && !is_filler(word) && word.starts_with(char::is_alphabetic));
    if let Some((word, used)) = left.next() {
        *used = true;
        out.unknown = Some((*word).to_owned());
    }
}

/// The long form as the short one.
fn long_form(entries: &[Entry]) -> String {
    let get = |keys: &[&str]| {
        entries.iter().find(|e| keys.iter().any(|k| e.key.eq_ignore_ascii_case(k))).map(|e| inline(&e.value))
    };
    let is = |keys: &[&str], data: &Data| {
        entries.iter().any(|e| keys.iter().any(|k| e.key.eq_ignore_ascii_case(k)) && e.value.data == *data)
    };
    let optional = is(&["optional", "nullable"], &Data::Bool(true)) || is(&["required"], &Data::Bool(false));
    let known = ["to", "entity", "target", "with", "type", "kind", "cardinality", "optional", "nullable", "required"];
    let rest = entries.iter().filter(|e| !known.iter().any(|k| e.key.eq_ignore_ascii_case(k)));
    let parts = [
        optional.then(|| "optional".to_owned()),
        get(&["type", "kind", "cardinality"]),
        get(&["to", "entity", "target", "with"]),
    ];
    let rest = rest.map(|e| format!("{}={}", e.key, inline(&e.value)));
    parts.into_iter().flatten().chain(rest).collect::<Vec<_>>().join(" ")
}

/// The parts of a word in lower case: `many-to-one`, `ManyToOne`, `belongs_to`, `1:n`.
fn atoms(word: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut before = ' ';
    for c in word.chars() {
        let hump = c.is_uppercase() && before.is_lowercase();
        if matches!(c, '-' | '_' | ':' | '–' | '—') || hump {
            out.push(String::new());
        }
        if !matches!(c, '-' | '_' | ':' | '–' | '—')
            && let Some(last) = out.last_mut()
        {
            last.extend(c.to_lowercase());
        }
        before = c;
    }
    out.retain(|atom| !atom.is_empty());
    out
}

/// What a run of words says of both ends, and how many words that takes.
fn numbers(words: &[&str]) -> Option<(Option<Cardinality>, Cardinality, usize)> {
    use Cardinality::{One, ZeroOrMore};
    let said = |phrase: &[&str]| words.get(..phrase.len()) == Some(phrase);
    if said(&["has", "and", "belongs", "to", "many"]) {
        return Some((Some(ZeroOrMore), ZeroOrMore, 5));
    }
    for phrase in [&["belongs", "to"][..], &["refers", "to"], &["references"], &["belongsto"], &["part", "of"]] {
        if said(phrase) {
            return Some((Some(ZeroOrMore), One, phrase.len()));
        }
    }
    if said(&["has"]) {
        let (there, count) = number(&words[1..])?;
        return Some((Some(One), there, 1 + count));
    }
    let (first, count) = number(words)?;
    let to = usize::from(words.get(count) == Some(&"to"));
    match number(words.get(count + to..).unwrap_or_default()) {
        Some((second, more)) => Some((Some(first), second, count + to + more)),
        None => Some((None, first, count)),
    }
}

/// One end: `one`, `many`, `zero or one`, `1..*`.
fn number(words: &[&str]) -> Option<(Cardinality, usize)> {
    use Cardinality::{One, OneOrMore, ZeroOrMore, ZeroOrOne};
    let is_many = |word: &&str| matches!(*word, "many" | "more" | "n" | "m" | "*");
    match words {
        ["zero" | "0", "or", "one" | "1", ..] | ["one" | "1", "or", "zero" | "none" | "0", ..] => Some((ZeroOrOne, 3)),
        ["zero" | "0", "or" | "to", many, ..] if is_many(many) => Some((ZeroOrMore, 3)),
        ["zero" | "0", "to", "one" | "1", ..] => Some((ZeroOrOne, 3)),
        ["one" | "1", "or", many, ..] if is_many(many) => Some((OneOrMore, 3)),
        ["exactly" | "only", "one" | "1", ..] => Some((One, 2)),
        ["one" | "1" | "1..1", ..] => Some((One, 1)),
        ["0..1" | "?", ..] => Some((ZeroOrOne, 1)),
        ["1..*" | "1..n" | "1..m" | "1+" | "+", ..] => Some((OneOrMore, 1)),
        ["many" | "n" | "m" | "*" | "0..*" | "0..n" | "0..m" | "0+", ..] => Some((ZeroOrMore, 1)),
        _ => None,
    }
}
