//! `architecture-beta`: text -> services in groups, and edges between their sides.

use super::fault::Fault;
use super::label;
use super::scan::is_word;
use super::scanner::Scanner;
use super::terminals::{end, hidden, hidden_lines, id, string, titled};
use crate::base::Direction;
use crate::base::text::short;
use std::collections::BTreeMap;
use std::ops::Range;

const STATEMENT: &str =
    "Write `service a(server)[Title] in g`, `group g(cloud)[Title]`, `junction j` or `a:R --> L:b`.";
const EDGE: &str = "Write `a:R --> L:b`, with the sides L, R, T or B; `a{group}:R` begins at the group around it.";

/// What an architecture says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Architecture {
    /// What stands over it.
    pub title: Option<String>,
    /// A group stands before those in it.
    pub groups: Vec<Group>,
    /// In the order of the text: services, then junctions.
    pub services: Vec<Service>,
    /// In the order of the text.
    pub edges: Vec<Edge>,
    /// In the order of the text.
    pub alignments: Vec<Alignment>,
}

/// A frame around services.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// What stands at its top.
    pub title: Option<String>,
    /// The name of its icon.
    pub icon: Option<String>,
    /// The group around it.
    pub parent: Option<usize>,
    /// Its id.
    pub at: Range<usize>,
}

/// A service, or a point where edges meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its id.
    pub id: String,
    /// What stands below it.
    pub title: Option<String>,
    /// The name of its icon.
    pub icon: Option<String>,
    /// What stands in it instead of an icon.
    pub icon_text: Option<String>,
    /// Whether it is a point where edges meet.
    pub junction: bool,
    /// The group that it is in.
    pub parent: Option<usize>,
    /// Its id.
    pub at: Range<usize>,
}

/// An edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Where it begins.
    pub from: Port,
    /// Where it ends.
    pub to: Port,
    /// What stands beside it.
    pub title: Option<String>,
    /// All of it.
    pub at: Range<usize>,
}

/// An end of an edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Port {
    /// The service.
    pub service: usize,
    /// At which side.
    pub side: Direction,
    /// Whether it is at the border of the group around the service.
    pub group: bool,
    /// Whether there is an arrow.
    pub arrow: bool,
}

/// Services in a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// Side by side; otherwise one below the other.
    pub row: bool,
    /// Their ids.
    pub members: Vec<String>,
    /// All of it.
    pub at: Range<usize>,
}

impl Architecture {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.groups.iter_mut().for_each(|group| change(&mut group.at));
        self.services.iter_mut().for_each(|service| change(&mut service.at));
        self.edges.iter_mut().for_each(|edge| change(&mut edge.at));
        self.alignments.iter_mut().for_each(|alignment| change(&mut alignment.at));
    }
}

/// `group`, `service` or `junction` as it was written.
struct Node<'a> {
    id: Range<usize>,
    icon: Option<String>,
    icon_text: Option<String>,
    title: Option<String>,
    parent: Option<&'a str>,
}

struct Link {
    from: (Range<usize>, Port),
    to: (Range<usize>, Port),
    title: Option<String>,
}

/// Reads an architecture.
pub(super) fn read(text: &str) -> Result<Architecture, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Architecture::default();
    if !scan.word("architecture-beta") {
        return Err(scan.due("`architecture-beta`", "Write `architecture-beta` alone on the first line."));
    }
    // As in the official parser, groups come first, then services, then junctions: what is below may be named above.
    let (mut groups, mut services, mut junctions, mut links) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    loop {
        hidden_lines(&mut scan);
        if scan.done() {
            break;
        }
        if titled(&mut scan, &mut chart.title)? {
            continue;
        }
        if scan.word("group") {
            groups.push(node(&mut scan)?);
        } else if scan.word("service") {
            services.push(node(&mut scan)?);
        } else if scan.word("junction") {
            junctions.push(node(&mut scan)?);
        } else if scan.word("align") {
            chart.alignments.push(alignment(&mut scan)?);
        } else {
            links.push(link(&mut scan)?);
        }
    }
    let mut ids: BTreeMap<&str, Known> = BTreeMap::new();
    for node in groups {
        let parent = place(&scan, &ids, &node)?;
        let id = scan.slice(&node.id);
        ids.insert(id, Known::Group(chart.groups.len()));
        let Node { title, icon, id: at, .. } = node;
        chart.groups.push(Group { id: id.to_owned(), title, icon, parent, at });
    }
    let count = services.len();
    for (index, node) in services.into_iter().chain(junctions).enumerate() {
        let parent = place(&scan, &ids, &node)?;
        let id = scan.slice(&node.id);
        ids.insert(id, Known::Service(index));
        let Node { title, icon, icon_text, id: at, .. } = node;
        let junction = index >= count;
        chart.services.push(Service { id: id.to_owned(), title, icon, icon_text, junction, parent, at });
    }
    for link in links {
        let at = link.from.0.start..link.to.0.end;
        let mut ends = [link.from, link.to];
        for (name, port) in &mut ends {
            let id = scan.slice(name);
            let Some(Known::Service(index)) = ids.get(id) else {
                let message = format!("There is no service or junction `{}`.", short(id));
                return Err(Fault::new(name.clone(), message, "Write it with `service`, or name one that there is."));
            };
            port.service = *index;
        }
        let [(_, from), (_, to)] = ends;
        let around = |port: &Port| chart.services.get(port.service).and_then(|service| service.parent);
        if (from.group || to.group) && around(&from).is_some() && around(&from) == around(&to) {
            return Err(Fault::new(at, "The edge stays in one group.", "Leave `{group}` out."));
        }
        chart.edges.push(Edge { from, to, title: link.title, at });
    }
    Ok(chart)
}

#[derive(Clone, Copy)]
enum Known {
    Group(usize),
    Service(usize),
}

/// The group of a node with a new id.
fn place(scan: &Scanner, ids: &BTreeMap<&str, Known>, node: &Node) -> Result<Option<usize>, Fault> {
    let id = scan.slice(&node.id);
    if ids.contains_key(id) {
        let message = format!("The id `{}` is taken already.", short(id));
        return Err(Fault::new(node.id.clone(), message, "Give it another id."));
    }
    match node.parent.map(|parent| (parent, ids.get(parent))) {
        None => Ok(None),
        Some((_, Some(Known::Group(index)))) => Ok(Some(*index)),
        Some((parent, _)) => {
            let message = format!("There is no group `{}`.", short(parent));
            Err(Fault::new(node.id.clone(), message, "Write it above with `group`."))
        }
    }
}

/// Behind `group`, `service` or `junction`.
fn node<'a>(scan: &mut Scanner<'a>) -> Result<Node<'a>, Fault> {
    hidden(scan);
    let Some(at) = id(scan, "-") else { return Err(scan.due("an id", STATEMENT)) };
    let mut node = Node { id: at, icon: None, icon_text: None, title: None, parent: None };
    hidden(scan);
    if scan.eat("(") {
        let icon = scan.take_while(|c| is_word(c) || matches!(c, '-' | ':'));
        if icon.is_empty() || !scan.eat(")") {
            return Err(scan.due("the name of an icon and `)`", STATEMENT));
        }
        node.icon = Some(scan.slice(&icon).to_owned());
    } else {
        node.icon_text = string(scan);
    }
    hidden(scan);
    node.title = title(scan)?;
    hidden(scan);
    if scan.word("in") {
        hidden(scan);
        let Some(parent) = id(scan, "-") else { return Err(scan.due("the id of a group", STATEMENT)) };
        node.parent = Some(scan.slice(&parent));
    }
    end(scan, STATEMENT)?;
    Ok(node)
}

/// `[Title]`
fn title(scan: &mut Scanner) -> Result<Option<String>, Fault> {
    if !scan.eat("[") {
        return Ok(None);
    }
    let before = scan.at;
    let title = string(scan);
    if title.is_some() && scan.eat("]") {
        return Ok(title);
    }
    scan.at = before;
    let words = scan.take_while(|c| !matches!(c, '[' | ']' | '\n'));
    if words.is_empty() || !scan.eat("]") {
        return Err(scan.due("a title and `]`", "Write a title as `[Title]`, with other signs as `[\"Title (new)\"]`."));
    }
    Ok(Some(label::shown(scan.slice(&words))))
}

fn alignment(scan: &mut Scanner) -> Result<Alignment, Fault> {
    const HELP: &str = "Write `align row a b` or `align column a b`.";
    let start = scan.at;
    hidden(scan);
    let row = scan.word("row");
    if !row && !scan.word("column") {
        return Err(scan.due("`row` or `column`", HELP));
    }
    let mut members = Vec::new();
    loop {
        hidden(scan);
        let Some(member) = id(scan, "-") else { break };
        members.push(scan.slice(&member).to_owned());
    }
    if members.len() < 2 {
        return Err(scan.due("two ids", HELP));
    }
    let at = start..scan.at;
    end(scan, HELP)?;
    Ok(Alignment { row, members, at })
}

fn link(scan: &mut Scanner) -> Result<Link, Fault> {
    let Some(from) = id(scan, "-") else { return Err(scan.due("a statement", STATEMENT)) };
    let group = scan.eat("{group}");
    hidden(scan);
    if !scan.eat(":") {
        return Err(scan.due("`:` and a side", EDGE));
    }
    hidden(scan);
    let side = side(scan)?;
    hidden(scan);
    let arrow = scan.eat("<");
    let from = (from, Port { service: 0, side, group, arrow });
    hidden(scan);
    let mut words = None;
    if !scan.eat("--") {
        if !scan.eat("-") {
            return Err(scan.due("`--`", EDGE));
        }
        hidden(scan);
        words = title(scan)?;
        hidden(scan);
        if words.is_none() || !scan.eat("-") {
            return Err(scan.due("`[Title]-`", "Write a text on an edge as `a:R -[Text]- L:b`."));
        }
    }
    hidden(scan);
    let arrow = scan.eat(">");
    hidden(scan);
    let side = self::side(scan)?;
    hidden(scan);
    if !scan.eat(":") {
        return Err(scan.due("`:` and an id", EDGE));
    }
    hidden(scan);
    let Some(to) = id(scan, "-") else { return Err(scan.due("an id", EDGE)) };
    let group = scan.eat("{group}");
    end(scan, EDGE)?;
    Ok(Link { from, to: (to, Port { service: 0, side, group, arrow }), title: words })
}

fn side(scan: &mut Scanner) -> Result<Direction, Fault> {
    let sides = [("L", Direction::Left), ("R", Direction::Right), ("T", Direction::Up), ("B", Direction::Down)];
    let found = sides.into_iter().find(|(word, _)| scan.word(word));
    found.map(|(_, side)| side).ok_or_else(|| scan.due("a side: L, R, T or B", EDGE))
}
