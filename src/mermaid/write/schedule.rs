//! Gantt: one task a phase, named by its duration as written.
//!
//! Without a date it starts at a neutral one and its axis counts working days; with one it leaves weekends out. Nobody
//! draws what waits for what: the text alone says it, as `after`.

use super::super::escape::task as escape;
use super::super::ids;
use super::{accessible, frontmatter};
use crate::chart::Schedule;
use crate::chart::schedule::{Bar, CriticalPath, DAY, Date};
use std::fmt::Write;

/// Days of the first year.
const YEAR: u64 = 365;
/// More days than these have no tick each.
const TICKS: u64 = 20;

pub(super) fn write(schedule: &Schedule) -> String {
    let ids = ids::of_schedule(schedule);
    let mut out = frontmatter(&schedule.title, "");
    out.push_str("gantt\n");
    accessible(&mut out, &schedule.title, schedule.description.as_deref());
    let explicit = explicit(schedule);
    let timed = schedule.bars.iter().zip(&explicit).any(|(bar, explicit)| *explicit && !is_whole(bar.start));
    out.push_str(if timed { "  dateFormat YYYY-MM-DD HH:mm\n" } else { "  dateFormat YYYY-MM-DD\n" });
    out.push_str(match (schedule.path, schedule.start) {
        (CriticalPath::Unknown, _) => "  axisFormat ?\n",
        (_, None) if schedule.end > YEAR * u64::from(DAY) => "  axisFormat Year %-y Day %-j\n",
        (_, None) => "  axisFormat Day %-j\n",
        (_, Some(_)) => "  axisFormat %-d %b\n",
    });
    if schedule.start.is_some() {
        out.push_str("  excludes weekends\n");
    } else if schedule.end <= TICKS * u64::from(DAY) {
        out.push_str("  tickInterval 1day\n");
    }
    out.push_str("  todayMarker off\n");
    for (at, bar) in schedule.bars.iter().enumerate() {
        let after: Vec<&str> = bar.after.iter().filter_map(|b| Some(ids.get(*b)?.as_str())).collect();
        let start = if explicit[at] { moment(schedule, bar, timed) } else { format!("after {}", after.join(" ")) };
        let name = escape(&format!("{} ({})", bar.name, bar.says()));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {name} :{}{}, {start}, {}", tags(bar), ids[at], length(bar.length));
    }
    out
}

/// How the host marks it.
fn tags(bar: &Bar) -> String {
    let mut out = String::new();
    if bar.critical {
        out.push_str("crit, ");
    }
    match bar.done {
        0 => {}
        done if done >= bar.tasks => out.push_str("done, "),
        _ => out.push_str("active, "),
    }
    out
}

/// Which tasks are written with their date. Behind a weekend `after` is a day early where days are parted, and before a
/// task is read it stands for nothing.
fn explicit(schedule: &Schedule) -> Vec<bool> {
    let parted = schedule.start.is_some() && schedule.bars.iter().any(|bar| !is_whole(bar.length.into()));
    let forward = |at: usize, bar: &Bar| bar.after.iter().any(|before| *before > at);
    let bars = schedule.bars.iter().enumerate();
    bars.map(|(at, bar)| parted || bar.after.is_empty() || forward(at, bar)).collect()
}

const fn is_whole(minutes: u64) -> bool {
    minutes.is_multiple_of(DAY as u64)
}

/// When a bar starts: a working day is a whole day of the host's calendar.
fn moment(schedule: &Schedule, bar: &Bar, time: bool) -> String {
    let days = (bar.start / u64::from(DAY)) as u32;
    let day = schedule.start.map_or_else(|| Date::NEUTRAL.calendar(days), |start| start.later(days));
    let minutes = bar.start % u64::from(DAY) * 3;
    if time { format!("{day} {:02}:{:02}", minutes / 60, minutes % 60) } else { day.to_string() }
}

/// Working time in the host's calendar, where a day has three times as many hours.
fn length(minutes: u32) -> String {
    if minutes.is_multiple_of(DAY) {
        format!("{}d", minutes / DAY)
    } else if minutes.is_multiple_of(20) {
        format!("{}h", minutes / 20)
    } else {
        format!("{}m", minutes * 3)
    }
}
