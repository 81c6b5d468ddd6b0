//! Relations -> links between what is shown: lifted, and twins merged.
//!
//! Stage: graph, third step. Input: relations with the ends that stand for theirs. Output: links in written order.
//!
//! A relation that is written between two shown ends keeps a link of its own. Lifted ones join the first such link of
//! their direction and arrow, or else each other; two lifted links of opposite direction that say the same become one
//! that runs both ways.

use super::{Edge, Lens};
use crate::base::Arrow;
use crate::describe::Model;
use crate::describe::model::{Relation, RelationId};
use std::collections::BTreeMap;

/// A relation with the ends that it has in the picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lifted {
    /// Its tail: an index into what the caller shows.
    pub(super) from: usize,
    /// Its head.
    pub(super) to: usize,
    /// The relation.
    pub(super) relation: RelationId,
    /// Whether both ends are those that are written.
    pub(super) exact: bool,
}

/// One edge of the picture.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// Its tail.
    pub(super) from: usize,
    /// Its head.
    pub(super) to: usize,
    /// How it runs.
    pub(super) arrow: Arrow,
    /// What it stands for, in written order; never empty.
    pub(super) relations: Vec<RelationId>,
    /// Whether its first relation is written between exactly these ends: its words then go for all.
    pub(super) exact: bool,
}

/// Joins what was lifted to the same ends.
pub(super) fn merge(model: &Model, lifted: &[Lifted]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut first: BTreeMap<(usize, usize, Arrow), usize> = BTreeMap::new();
    for pass in [true, false] {
        for one in lifted.iter().filter(|l| l.exact == pass) {
            let arrow = model.relations[one.relation.index()].arrow;
            let (from, to) = (one.from, one.to);
            let key = if arrow == Arrow::Both { (from.min(to), from.max(to), arrow) } else { (from, to, arrow) };
            match first.get(&key) {
                Some(&at) if !one.exact => links[at].relations.push(one.relation),
                _ => {
                    first.entry(key).or_insert(links.len());
                    links.push(Link { from, to, arrow, relations: vec![one.relation], exact: one.exact });
                }
            }
        }
    }
    links.sort_by_key(|l| l.relations.iter().min().copied());
    join_opposites(model, links)
}

/// Two lifted calls that say the same in opposite directions become one that runs both ways.
fn join_opposites(model: &Model, links: Vec<Link>) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::with_capacity(links.len());
    let mut seen: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for link in links {
        let joinable = !link.exact && link.arrow == Arrow::Sync;
        if joinable
            && let Some(&at) = seen.get(&(link.to, link.from))
            && says(model, &out[at]) == says(model, &link)
        {
            let twin = &mut out[at];
            twin.arrow = Arrow::Both;
            twin.relations.extend(link.relations);
            twin.relations.sort();
            seen.remove(&(link.to, link.from));
            continue;
        }
        if joinable {
            seen.insert((link.from, link.to), out.len());
        }
        out.push(link);
    }
    out
}

/// The words of a link.
fn says<'m>(model: &'m Model, link: &Link) -> (Vec<&'m str>, Vec<&'m str>) {
    (words(model, link, |r| r.label.as_deref()), words(model, link, |r| r.tech.as_deref()))
}

/// Different words of a link's relations, in written order.
fn words<'m>(model: &'m Model, link: &Link, of: impl Fn(&'m Relation) -> Option<&'m str>) -> Vec<&'m str> {
    let mut words = Vec::new();
    for word in link.relations.iter().filter_map(|r| of(&model.relations[r.index()])) {
        if !words.contains(&word) {
            words.push(word);
        }
        // Nobody reads more of them, and looking through a thousand would be quadratic.
        if words.len() > MANY {
            break;
        }
    }
    words
}

/// So many different words are never listed.
const MANY: usize = 8;
/// Longest list of words on one edge, in characters.
const LIST: usize = 36;

/// The edge that a link is drawn as, without status and style.
pub(super) fn edge(model: &Model, link: &Link, lens: &Lens) -> Edge {
    let first = &model.relations[link.relations[0].index()];
    let (label, tech) = if link.relations.len() == 1 || (link.exact && first.label.is_some()) {
        (first.label.clone(), first.tech.clone())
    } else {
        let (labels, techs) = says(model, link);
        (Some(label_of(&labels, link.relations.len())), listed(&techs))
    };
    let mut tags: Vec<String> = Vec::new();
    for tag in link.relations.iter().flat_map(|r| &model.relations[r.index()].tags) {
        if tags.len() < MANY && !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    Edge {
        arrow: link.arrow,
        label: label.filter(|_| lens.labels),
        tech: tech.filter(|_| lens.protocols),
        count: link.relations.len() as u32,
        tags,
        ..Edge::default()
    }
}

/// Says what `count` relations are for: `reads (3)`, `reads, writes`, `reads (+4 more)`, `5 relations`.
fn label_of(labels: &[&str], count: usize) -> String {
    match (labels, listed(labels)) {
        ([], _) => format!("{count} relations"),
        (_, Some(list)) if labels.len() == count => list,
        (_, Some(list)) => format!("{list} ({count})"),
        ([first, ..], None) if first.chars().count() <= LIST => format!("{first} (+{} more)", count - 1),
        _ => format!("{count} relations"),
    }
}

/// The words in a row, where they are few and short.
fn listed(words: &[&str]) -> Option<String> {
    let list = words.join(", ");
    (!words.is_empty() && words.len() <= 3 && (words.len() == 1 || list.chars().count() <= LIST)).then_some(list)
}
