//! A gantt chart -> tasks with their moments.

mod moment;

use super::super::read::gantt as written;
use super::place;
use crate::base::{Code, Diagnostic};
use crate::chart::gantt::time::{DAY, HOUR, MINUTE, SECOND, format, weekday, weekday_name};
use crate::chart::gantt::{Every, Form, Gantt, State, Task};
use std::collections::{BTreeMap, BTreeSet};
use written::{End, Start, Tag};

/// How often tasks are gone through: one may wait for another that stands below it.
const PASSES: usize = 10;
/// The widest span whose days off are shown, in days.
const MOST_DAYS: i64 = 2000;
/// A task grows by at most so many days off.
const MOST_OFF: i64 = 10_000;

/// The chart of a text, and what of that it does not show.
pub(super) fn project(text: &written::Gantt) -> (Gantt, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let calendar = Calendar::new(text);
    let times = times(text, &calendar, &mut findings);
    let mut chart = Gantt {
        title: text.title.clone().unwrap_or_default(),
        sections: text.sections.iter().map(|section| section.title.clone()).collect(),
        format: text.axis_format.clone().filter(|form| !form.trim().is_empty()).unwrap_or("%Y-%m-%d".to_owned()),
        every: text.tick_interval.as_deref().and_then(every),
        week_start: text
            .weekday
            .as_deref()
            .map_or(6, |name| (0..7).find(|day| weekday_name((day - 3) * DAY).eq_ignore_ascii_case(name)).unwrap_or(6)),
        ..Gantt::default()
    };
    for (task, (start, end)) in text.tasks.iter().zip(times) {
        let has = |tag| task.tags.contains(&tag);
        chart.tasks.push(Task {
            name: task.name.clone(),
            section: task.section,
            start,
            end: end.max(start),
            form: if has(Tag::Vertical) {
                Form::Vertical
            } else if has(Tag::Milestone) {
                Form::Milestone
            } else {
                Form::Bar
            },
            state: if has(Tag::Done) {
                State::Done
            } else if has(Tag::Active) {
                State::Active
            } else {
                State::Planned
            },
            critical: has(Tag::Critical),
        });
    }
    let start = chart.tasks.iter().map(|task| task.start).min().unwrap_or_default().div_euclid(DAY);
    let end = chart.tasks.iter().map(|task| task.end).max().unwrap_or_default().div_euclid(DAY);
    if end - start <= MOST_DAYS {
        chart.off = (start..=end).map(|day| day * DAY).filter(|day| calendar.is_off(*day)).collect();
    }
    for (at, word) in &text.behaviour {
        let message = match *word {
            "click" => "Links and callbacks of tasks are not drawn.",
            _ => "The line of today is not drawn: the picture is the same on every day.",
        };
        if !findings.iter().any(|finding: &Diagnostic| finding.message == message) {
            let help = "Leave it: hosts that draw the text show it.";
            findings.push(Diagnostic::new(Code::MermaidLook, place(at), message).help(help));
        }
    }
    (chart, findings)
}

/// Which days are off.
struct Calendar<'a> {
    form: &'a str,
    excludes: BTreeSet<String>,
    includes: BTreeSet<String>,
    /// The first of the two days of a weekend: 0 is Monday.
    weekend: i64,
}

impl<'a> Calendar<'a> {
    fn new(text: &'a written::Gantt) -> Self {
        let lower = |days: &[String]| days.iter().map(|day| day.to_lowercase()).collect();
        Self {
            form: text.date_format.as_deref().unwrap_or("YYYY-MM-DD"),
            excludes: lower(&text.excludes),
            includes: lower(&text.includes),
            weekend: if text.weekend.as_deref() == Some("friday") { 4 } else { 5 },
        }
    }

    fn is_off(&self, at: i64) -> bool {
        if self.excludes.is_empty() {
            return false;
        }
        let named = |days: &BTreeSet<String>| {
            let by_date = format(at, "%Y-%m-%d");
            days.contains(&by_date)
                || days.iter().any(|day| {
                    day.bytes().any(|b| b.is_ascii_digit())
                        && moment::date(day, self.form).is_some_and(|day| day.div_euclid(DAY) == at.div_euclid(DAY))
                })
        };
        if named(&self.includes) {
            return false;
        }
        let weekend = (weekday(at) - self.weekend).rem_euclid(7) < 2;
        weekend && self.excludes.contains("weekends")
            || self.excludes.contains(&weekday_name(at).to_lowercase())
            || named(&self.excludes)
    }

    /// The end of a task that has so much to do: later by each day off within.
    fn stretched(&self, start: i64, mut end: i64) -> i64 {
        if self.excludes.is_empty() {
            return end;
        }
        let mut day = start.saturating_add(DAY);
        let mut count = 0;
        while day <= end && count < MOST_OFF {
            if self.is_off(day) {
                end += DAY;
            }
            day += DAY;
            count += 1;
        }
        end
    }
}

/// Start and end of each task.
fn times(text: &written::Gantt, calendar: &Calendar<'_>, findings: &mut Vec<Diagnostic>) -> Vec<(i64, i64)> {
    let form = calendar.form;
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut unnamed = 0;
    for (at, task) in text.tasks.iter().enumerate() {
        let id = task.id.clone().unwrap_or_else(|| {
            unnamed += 1;
            format!("task{unnamed}")
        });
        ids.insert(id, at);
    }
    // Without any date the chart begins on a day that stands for none.
    let dated = text.tasks.iter().find_map(|task| match &task.start {
        Start::Date(text) => moment::date(text, form),
        _ => None,
    });
    let mut known: Vec<Option<(i64, i64)>> = vec![None; text.tasks.len()];
    for pass in 0..PASSES {
        let last = pass + 1 == PASSES;
        let mut open = false;
        for (at, task) in text.tasks.iter().enumerate() {
            if known[at].is_some() {
                continue;
            }
            let before = at.checked_sub(1).map_or(Some(dated.unwrap_or_default()), |before| known[before].map(|t| t.1));
            let named =
                |names: &[String]| -> Vec<usize> { names.iter().filter_map(|id| ids.get(id).copied()).collect() };
            let start = match &task.start {
                Start::Previous => before,
                Start::After(names) => {
                    let of = named(names);
                    let ends: Option<Vec<i64>> = of.iter().map(|of| known[*of].map(|t| t.1)).collect();
                    ends.map(|ends| ends.into_iter().max().unwrap_or(dated.unwrap_or_default()))
                }
                Start::Date(words) => moment::date(words, form).or(before),
            };
            let start = if last { Some(start.or(before).or(dated).unwrap_or_default()) } else { start };
            let Some(start) = start else {
                open = true;
                continue;
            };
            let end = match &task.end {
                End::Until(names) => {
                    let starts: Option<Vec<i64>> = named(names).iter().map(|of| known[*of].map(|t| t.0)).collect();
                    let found = starts.map(|starts| starts.into_iter().min().unwrap_or(start));
                    if last { Some(found.unwrap_or(start)) } else { found }
                }
                End::Date(words) => {
                    let more = if text.inclusive_ends { DAY } else { 0 };
                    Some(moment::date(words, form).filter(|_| words != "0").map_or(start, |end| end + more))
                }
                End::Duration(words) => {
                    let end = moment::later(start, words).unwrap_or(start);
                    Some(calendar.stretched(start, end))
                }
            };
            open |= end.is_none();
            known[at] = end.map(|end| (start, end));
        }
        if !open {
            break;
        }
    }
    for task in &text.tasks {
        let (start, end) = (&task.start, &task.end);
        let waits = if let Start::After(names) = start { names.as_slice() } else { &[] };
        let lasts = if let End::Until(names) = end { names.as_slice() } else { &[] };
        if let Some(unknown) = waits.iter().chain(lasts).find(|id| !ids.contains_key(*id)) {
            let message = format!("`{}` refers to `{unknown}`, which is no task.", task.name);
            let help = "Write the id of a task, or a date: the task is drawn as if that word were not there.";
            findings.push(Diagnostic::new(Code::MermaidContent, place(&task.at), message).help(help));
        }
        let wrong = |words: &String| moment::date(words, form).is_none();
        let start = matches!(&task.start, Start::Date(words) if wrong(words));
        let end = matches!(&task.end, End::Date(words) if words != "0" && wrong(words));
        if start || end {
            let which = if start { "begins" } else { "ends" };
            let message = format!("It cannot be read when `{}` {which}.", task.name);
            let help = format!("Write the date as `{form}`, or a duration such as `5d`.");
            findings.push(Diagnostic::new(Code::MermaidContent, place(&task.at), message).help(help));
        }
    }
    known.into_iter().map(Option::unwrap_or_default).collect()
}

/// `1week`
fn every(text: &str) -> Option<Every> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let count: i64 = text[..text.len() - unit.len()].parse().ok().filter(|count| (1..100_000).contains(count))?;
    Some(match unit.trim() {
        "millisecond" => Every::Time(count),
        "second" => Every::Time(count * SECOND),
        "minute" => Every::Time(count * MINUTE),
        "hour" => Every::Time(count * HOUR),
        "day" => Every::Time(count * DAY),
        "week" => Every::Weeks(count),
        "month" => Every::Months(count),
        _ => return None,
    })
}
