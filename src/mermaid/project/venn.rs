//! A Venn diagram -> its sets and what they share.

use super::super::read;
use super::super::read::venn::Style as Written;
use super::note;
use super::style::Sheet;
use crate::base::{Code, Diagnostic, Style};
use crate::chart::venn::{Area, MOST_SETS, Venn, unmet};
use std::collections::BTreeMap;

/// The sets of a text, and what of it is left out; none where there are too many.
pub(super) fn project(text: &read::Venn) -> (Option<Venn>, Vec<Diagnostic>) {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for area in text.areas.iter().filter(|area| area.sets.len() == 1) {
        let next = numbers.len();
        let number = *numbers.entry(&area.sets[0]).or_insert(next);
        if number == MOST_SETS {
            let message = format!("A Venn diagram of more than {MOST_SETS} sets is not drawn.");
            let finding = Diagnostic::new(Code::MermaidKind, super::place(&area.at), message);
            return (None, vec![finding.help("Draw the sets that share most, or a table.")]);
        }
    }
    let sets = numbers.len();
    let of = |names: &[String]| {
        let mut sets: Vec<usize> = names.iter().filter_map(|name| numbers.get(name.as_str()).copied()).collect();
        sets.sort_unstable();
        sets.dedup();
        sets
    };
    let mut areas: Vec<Area> = vec![Area::default(); sets];
    let mut places: BTreeMap<Vec<usize>, usize> = (0..sets).map(|set| (vec![set], set)).collect();
    // Where the text has them, in the order of areas.
    let mut unions = Vec::new();
    let mut findings = Vec::new();
    for area in &text.areas {
        let of = of(&area.sets);
        if of.len() < 2 && area.sets.len() > 1 {
            let message = "This union is of one set alone: it is left out.";
            let finding = Diagnostic::new(Code::MermaidContent, super::place(&area.at), message);
            findings.push(finding.help("Write two different sets, as `union A, B`."));
            continue;
        }
        let next = areas.len();
        let at = *places.entry(of.clone()).or_insert(next);
        if at == next {
            areas.push(Area::default());
            unions.push(&area.at);
        }
        let name = if of.len() == 1 { area.sets.first().cloned() } else { None };
        // As hosts have it: what nobody measured is 10, and what several share a part of that.
        let size = area.size.unwrap_or(10.0 / (of.len() * of.len()).max(1) as f64);
        areas[at] = Area { sets: of, label: area.label.clone().or(name).unwrap_or_default(), size, ..Area::default() };
    }
    let mut sheet = Sheet::new(&[]);
    let mut looks: BTreeMap<&[String], Style> = BTreeMap::new();
    for Written { of, styles, at } in &text.styles {
        let own = sheet.look(&[], styles, at).style;
        let look = looks.entry(of.as_slice()).or_default();
        *look = Style {
            fill: own.fill.or(look.fill),
            stroke: own.stroke.or(look.stroke),
            color: own.color.or(look.color),
            line: own.line.or(look.line),
            width: own.width.or(look.width),
            shape: None,
        };
    }
    for (names, style) in &looks {
        if let Some(&at) = places.get(&of(names)) {
            areas[at].style = *style;
        }
    }
    let mut lost = Vec::new();
    for words in &text.texts {
        let Some(&at) = places.get(&of(&words.sets)) else {
            lost.push(&words.at);
            continue;
        };
        let style = looks.get(std::slice::from_ref(&words.id)).copied().unwrap_or_default();
        areas[at].texts.push((words.label.clone(), style));
    }
    findings.extend(sheet.finding());
    if let Some(first) = lost.first() {
        let message = "These words are of an area that the text does not have.".to_owned();
        let finding = Diagnostic::new(Code::MermaidContent, super::place(first), message);
        findings.push(finding.help("Write the area above them, with `set` or `union`."));
    }
    let venn = Venn { title: text.title.clone().unwrap_or_default(), sets, areas };
    let apart = unmet(&venn);
    findings.extend(note(
        apart.into_iter().filter_map(|at| unions.get(at - sets).copied()),
        "The circles of a union do not meet, because other unions hold them apart",
        "Leave unions out, or draw the sets in two pictures.",
    ));
    (Some(venn), findings)
}
