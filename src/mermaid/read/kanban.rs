//! `kanban`: text -> columns of cards, by its indentation.

use super::fault::Fault;
use super::outline::{self, Data, Said};
use super::scanner::Scanner;
use crate::base::text::short;
use std::ops::Range;

/// What a board says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kanban {
    /// From the left.
    pub columns: Vec<Column>,
    /// In the order of the text.
    pub cards: Vec<Card>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its id.
    pub id: String,
    /// What stands at its top.
    pub title: String,
    /// Its words.
    pub at: Range<usize>,
}

/// A card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// What it shows.
    pub label: String,
    /// Its column.
    pub column: usize,
    /// Who does it.
    pub assigned: Option<String>,
    /// Its ticket.
    pub ticket: Option<String>,
    /// `Very High`, `High`, `Low` or `Very Low`.
    pub priority: Option<String>,
    /// The classes of its icon.
    pub icon: Option<String>,
    /// Its classes.
    pub classes: Vec<String>,
    /// Its words.
    pub at: Range<usize>,
}

impl Kanban {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.columns.iter_mut().for_each(|column| change(&mut column.at));
        self.cards.iter_mut().for_each(|card| change(&mut card.at));
    }
}

/// Reads a board.
pub(super) fn read(text: &str) -> Result<Kanban, Fault> {
    let mut scan = Scanner::new(text);
    let mut chart = Kanban::default();
    let mut first = None;
    // Whether the last node was a card: an icon and a class belong to it then.
    let mut card = false;
    // A node further out than the columns: it is a card, but nothing may follow it.
    let mut outer: Option<(String, Range<usize>)> = None;
    for line in outline::read(&mut scan, "kanban", Data::Maybe)? {
        match line.said {
            Said::Icon(icon) if card => chart.cards.last_mut().into_iter().for_each(|c| c.icon = Some(icon.clone())),
            Said::Class(class) if card => {
                let classes = class.split_whitespace().map(str::to_owned);
                chart.cards.last_mut().into_iter().for_each(|card| card.classes.extend(classes.clone()));
            }
            Said::Icon(_) | Said::Class(_) => {}
            Said::Node(node) => {
                let level = *first.get_or_insert(line.level);
                let outline::Node { id, mut label, data, at, .. } = node;
                if let Some((label, at)) = outer {
                    let message = format!("`{}` stands further out than the columns.", short(&label));
                    return Err(Fault::new(at, message, "Indent every column as the first one."));
                }
                outer = (line.level < level).then(|| (label.clone(), at.clone()));
                let mut of = outline::values(&data);
                let mut value = |name: &str| {
                    let found = of.iter().position(|(key, _)| key == name)?;
                    Some(of.swap_remove(found).1)
                };
                label = value("label").unwrap_or(label);
                card = line.level != level;
                if !card {
                    chart.columns.push(Column { id, title: label, at });
                    continue;
                }
                chart.cards.push(Card {
                    id,
                    label,
                    column: chart.columns.len().saturating_sub(1),
                    assigned: value("assigned"),
                    ticket: value("ticket"),
                    priority: value("priority"),
                    icon: value("icon"),
                    classes: Vec::new(),
                    at,
                });
            }
        }
    }
    if chart.columns.is_empty() {
        return Err(scan.due("a column", "Write a column on the next line, and its cards below it, further in."));
    }
    Ok(chart)
}
