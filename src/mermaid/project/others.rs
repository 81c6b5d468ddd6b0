//! Charts that show what their texts say, word for word: pies, journeys, timelines.

use super::super::read;
use crate::chart::{journey, pie, timeline};

/// The pie of a text.
pub(super) fn pie(text: &read::Pie) -> pie::Pie {
    let slices = text.slices.iter().map(|slice| pie::Slice { name: slice.name.clone(), value: slice.value });
    pie::Pie {
        title: text.title.clone().unwrap_or_default(),
        description: None,
        show_data: text.show_data,
        slices: slices.collect(),
    }
}

/// The journey of a text.
pub(super) fn journey(text: &read::Journey) -> journey::Journey {
    let mut actors: Vec<String> = Vec::new();
    let mut numbers = std::collections::BTreeMap::new();
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
        description: None,
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
