//! Marks of the time axis: as often as the text asks for, or as often as their words fit.

use super::time::{DAY, HOUR, MINUTE, SECOND, day, format, midnight, months_later, weekday};
use super::{Every, Gantt};

/// A mark of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its moment.
    pub at: i64,
    /// What stands over it.
    pub words: String,
}

/// Width of a letter, near enough to choose a distance by, and the room beside words.
const LETTER: (f64, f64) = (6.2, 18.0);
/// More marks than this are not drawn.
const MOST: i64 = 300;

/// Distances that read well.
const STEPS: [Every; 26] = [
    Every::Time(1),
    Every::Time(10),
    Every::Time(100),
    Every::Time(250),
    Every::Time(SECOND),
    Every::Time(5 * SECOND),
    Every::Time(15 * SECOND),
    Every::Time(30 * SECOND),
    Every::Time(MINUTE),
    Every::Time(5 * MINUTE),
    Every::Time(15 * MINUTE),
    Every::Time(30 * MINUTE),
    Every::Time(HOUR),
    Every::Time(3 * HOUR),
    Every::Time(6 * HOUR),
    Every::Time(12 * HOUR),
    Every::Time(DAY),
    Every::Time(2 * DAY),
    Every::Weeks(1),
    Every::Weeks(2),
    Every::Months(1),
    Every::Months(3),
    Every::Months(6),
    Every::Months(12),
    Every::Months(60),
    Every::Months(120),
];

/// From the first start to the last end.
pub(super) fn range(gantt: &Gantt) -> (i64, i64) {
    let start = gantt.tasks.iter().map(|task| task.start).min().unwrap_or_default();
    let end = gantt.tasks.iter().map(|task| task.end).max().unwrap_or_default();
    (start, if end > start { end } else { start + DAY })
}

/// The marks of an axis that is `width` px wide.
pub fn marks(gantt: &Gantt, width: f64) -> Vec<Mark> {
    let (start, end) = range(gantt);
    let span = end - start;
    let letters = format(start, &gantt.format).chars().count() as f64;
    let fit = ((width / (letters * LETTER.0 + LETTER.1)) as i64).max(2);
    let wanted = gantt.every.filter(|every| span / length(*every).max(1) <= MOST);
    let chosen = wanted.or_else(|| STEPS.into_iter().find(|step| span / length(*step) <= fit));
    let every =
        chosen.unwrap_or_else(|| Every::Months((span / length(Every::Months(12)) / fit + 1).saturating_mul(12)));
    let mut out = Vec::new();
    let mut at = first(start, every, gantt.week_start);
    while at <= end && out.len() as i64 <= MOST + 2 {
        if at >= start {
            out.push(Mark { at, words: format(at, &gantt.format) });
        }
        at = next(at, every);
    }
    // A reader finds the start, where its words have the room and say something else.
    let (words, room) = (format(start, &gantt.format), letters * LETTER.0 + LETTER.1);
    let apart = |mark: &Mark| (mark.at - start) as f64 / span as f64 * width >= room && mark.words != words;
    if out.first().is_none_or(apart) {
        out.insert(0, Mark { at: start, words });
    }
    out
}

/// About how long it is, in ms.
const fn length(every: Every) -> i64 {
    match every {
        Every::Time(time) => time,
        Every::Weeks(weeks) => weeks.saturating_mul(7 * DAY),
        Every::Months(months) => months.saturating_mul(30 * DAY),
    }
}

/// The last mark that is not after `start`.
fn first(start: i64, every: Every, week_start: i64) -> i64 {
    match every {
        Every::Time(time) => {
            // Days are counted from the first of the month, as readers do.
            let from = if time > DAY {
                let of = day(start);
                midnight(of.year, i64::from(of.month), 1)
            } else {
                0
            };
            start - (start - from).rem_euclid(time.max(1))
        }
        Every::Weeks(_) => {
            let midnight = start.div_euclid(DAY) * DAY;
            midnight - (weekday(midnight) - week_start).rem_euclid(7) * DAY
        }
        Every::Months(months) => {
            let of = day(start);
            let count = of.year * 12 + i64::from(of.month) - 1;
            midnight(0, count - count.rem_euclid(months.max(1)) + 1, 1)
        }
    }
}

fn next(at: i64, every: Every) -> i64 {
    match every {
        Every::Time(time) => at.saturating_add(time.max(1)),
        Every::Weeks(weeks) => at.saturating_add(weeks.max(1) * 7 * DAY),
        Every::Months(months) => months_later(at, months.max(1)),
    }
}
