//! Charts that show what their texts say, nearly word for word: pies, journeys, timelines, boards, packets, radars, treemaps,
//! sankeys.

use super::super::{css, read};
use super::style::{Rest, properties};
use super::{note, place};
use crate::base::{Code, Diagnostic};
use crate::chart::{journey, kanban, packet, pie, radar, sankey, timeline, treemap};
use std::collections::BTreeMap;

/// The pie of a text.
pub(super) fn pie(text: &read::Pie) -> pie::Pie {
    let slices = text.slices.iter().map(|slice| pie::Slice { name: slice.name.clone(), value: slice.value });
    pie::Pie { title: text.title.clone().unwrap_or_default(), show_data: text.show_data, slices: slices.collect() }
}

/// The journey of a text.
pub(super) fn journey(text: &read::Journey) -> journey::Journey {
    let mut actors: Vec<String> = Vec::new();
    let mut numbers = BTreeMap::new();
    let mut steps = Vec::new();
    for task in &text.tasks {
        let who = task.actors.iter().map(|actor| {
            *numbers.entry(actor.clone()).or_insert_with(|| {
                actors.push(actor.clone());
                actors.len() - 1
            })
        });
        let who = who.collect();
        steps.push(journey::Step { name: task.name.clone(), score: task.score, actors: who, section: task.section });
    }
    journey::Journey {
        title: text.title.clone().unwrap_or_default(),
        sections: text.sections.iter().map(|section| section.title.clone()).collect(),
        steps,
        actors,
    }
}

/// The timeline of a text.
pub(super) fn timeline(text: &read::Timeline) -> timeline::Timeline {
    let periods = text.periods.iter().map(|period| timeline::Period {
        name: period.name.clone(),
        events: period.events.clone(),
        section: period.section,
    });
    timeline::Timeline {
        title: text.title.clone().unwrap_or_default(),
        down: text.down,
        sections: text.sections.iter().map(|section| section.title.clone()).collect(),
        periods: periods.collect(),
    }
}

/// The board of a text, and what of it a picture does not have.
pub(super) fn kanban(text: &read::Kanban) -> (kanban::Kanban, Vec<Diagnostic>) {
    let mut columns: Vec<kanban::Column> =
        text.columns.iter().map(|column| kanban::Column { title: column.title.clone(), cards: Vec::new() }).collect();
    for card in &text.cards {
        let notes = [&card.ticket, &card.assigned, &card.priority].into_iter().flatten().cloned().collect();
        let urgency = match card.priority.as_deref() {
            Some("Very High") => 2,
            Some("High") => 1,
            Some("Low") => -1,
            Some("Very Low") => -2,
            _ => 0,
        };
        if let Some(column) = columns.get_mut(card.column) {
            column.cards.push(kanban::Card { label: card.label.clone(), notes, urgency });
        }
    }
    let classed = text.cards.iter().filter(|card| !card.classes.is_empty()).map(|card| &card.at);
    let message = "A class of a card is a look that its page gives it, and changes nothing here";
    let finding = note(classed, message, "Give the card a `priority`, such as `High`.");
    (kanban::Kanban { title: String::new(), columns }, finding.into_iter().collect())
}

/// The packet of a text.
pub(super) fn packet(text: &read::Packet) -> packet::Packet {
    let fields = text.fields.iter();
    let fields = fields.map(|field| packet::Field { name: field.name.clone(), first: field.first, last: field.last });
    packet::Packet { title: text.title.clone().unwrap_or_default(), fields: fields.collect() }
}

/// The curves of a text.
pub(super) fn radar(text: &read::Radar) -> radar::Radar {
    let largest = text.curves.iter().flat_map(|curve| curve.values.iter().copied()).fold(0.0, f64::max);
    let curves = text.curves.iter();
    let curves = curves.map(|curve| radar::Curve { name: curve.label.clone(), values: curve.values.clone() });
    radar::Radar {
        title: text.title.clone().unwrap_or_default(),
        axes: text.axes.iter().map(|axis| axis.label.clone()).collect(),
        curves: curves.collect(),
        range: (text.min.unwrap_or_default(), text.max.unwrap_or(largest)),
        rings: text.ticks.unwrap_or(5.0).clamp(0.0, 100.0) as usize,
        polygon: text.polygon,
        legend: !text.hide_legend,
    }
}

/// The areas of a text, and what of their styles it does not show.
pub(super) fn treemap(text: &read::Treemap) -> (treemap::Treemap, Vec<Diagnostic>) {
    let classes: BTreeMap<&str, &[String]> =
        text.class_defs.iter().map(|class| (class.name.as_str(), class.styles.as_slice())).collect();
    let mut rest = Rest::default();
    let mut fill = |node: &read::treemap::Tile| {
        let mut tint = None;
        for property in properties(classes.get(node.class.as_deref()?)?, &node.at) {
            match css::color(&property.value).filter(|_| property.name == "fill") {
                Some(found) => tint = Some(found),
                None => rest.add(&property),
            }
        }
        tint
    };
    let tiles = text.nodes.iter().map(|node| treemap::Tile {
        name: node.name.clone(),
        value: node.value,
        parent: node.parent,
        tint: fill(node),
    });
    let map = treemap::Treemap { title: text.title.clone().unwrap_or_default(), tiles: tiles.collect() };
    (map, rest.finding_of("What an area has is `fill`.").into_iter().collect())
}

/// The flows of a text, and what of them is left out.
pub(super) fn sankey(text: &read::Sankey) -> (sankey::Sankey, Option<Diagnostic>) {
    /// Sums of such are numbers still.
    const LARGEST: f64 = 1e200;
    let is_shown = |flow: &&read::sankey::Flow| flow.amount.abs() <= LARGEST;
    let shown = text.flows.iter().filter(is_shown);
    let flows = shown.map(|flow| sankey::Flow { from: flow.from, to: flow.to, amount: flow.amount });
    let finding = text.flows.iter().find(|flow| !is_shown(flow)).map(|flow| {
        let message = "The amount of this flow is no number that a picture can show: it is left out.";
        Diagnostic::new(Code::MermaidContent, place(&flow.at), message).help("Write a number, such as `12.5`.")
    });
    (sankey::Sankey { title: String::new(), nodes: text.nodes.clone(), flows: flows.collect() }, finding)
}
