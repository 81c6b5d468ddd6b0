//! Moments of the calendar, in milliseconds since 1970-01-01 without time zones, and how an axis writes them.

/// Milliseconds of a second, a minute, an hour, a day.
pub const SECOND: i64 = 1000;
/// See [`SECOND`].
pub const MINUTE: i64 = 60 * SECOND;
/// See [`SECOND`].
pub const HOUR: i64 = 60 * MINUTE;
/// See [`SECOND`].
pub const DAY: i64 = 24 * HOUR;

/// The farthest moment from 1970 that is drawn: that of JavaScript's dates.
pub const FARTHEST: i64 = 8_640_000_000_000_000;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A day by year, month from 1 and day from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Of the Gregorian calendar; 0 is 1 BC.
    pub year: i64,
    /// 1 is January.
    pub month: u32,
    /// 1 is the first.
    pub day: u32,
}

/// The day of a moment.
pub fn day(at: i64) -> Day {
    // After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that begin in March.
    let days = at.div_euclid(DAY) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    Day { year: year + era * 400 + next, month: month as u32, day: day as u32 }
}

/// Midnight of a day. A month or a day beyond its year or month goes on counting.
pub fn midnight(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    days.saturating_mul(DAY)
}

/// So many months later: the same day, or the last of the month.
pub fn months_later(at: i64, months: i64) -> i64 {
    let Day { year, month, day } = day(at);
    let first = midnight(year, i64::from(month) + months, 1);
    let next = midnight(year, i64::from(month) + months + 1, 1);
    let length = (next - first) / DAY;
    first + (i64::from(day).min(length) - 1) * DAY + at.rem_euclid(DAY)
}

/// The day of the week: 0 is Monday.
pub const fn weekday(at: i64) -> i64 {
    (at.div_euclid(DAY) + 3).rem_euclid(7)
}

/// The name of the day of the week.
pub fn weekday_name(at: i64) -> &'static str {
    DAYS[weekday(at) as usize % 7]
}

/// The number of the month whose name, or the first three letters of it, `text` begins with, and how long that is.
pub fn month_named(text: &str, full: bool) -> Option<(u32, usize)> {
    let mut names = (1..).zip(MONTHS);
    names.find_map(|(number, name)| {
        let name = if full { name } else { &name[..3] };
        let there = text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        there.then_some((number, name.len()))
    })
}

/// Writes a moment as d3 does: `%Y-%m-%d`, `%b %e`, `%H:%M`.
///
/// Source: <https://d3js.org/d3-time-format#locale_format>
pub fn format(at: i64, form: &str) -> String {
    let Day { year, month, day } = day(at);
    let of_year = at.div_euclid(DAY) - midnight(year, 1, 1).div_euclid(DAY);
    let time = at.rem_euclid(DAY);
    let (hour, minute, second) = (time / HOUR, time / MINUTE % 60, time / SECOND % 60);
    let twelve = (hour + 11) % 12 + 1;
    // Weeks of the year that begin on Sunday, or on Monday.
    let week = |first: i64| (of_year + 7 - (weekday(at) + 7 - first) % 7) / 7;
    let mut out = String::new();
    let mut signs = form.chars();
    while let Some(sign) = signs.next() {
        if sign != '%' {
            out.push(sign);
            continue;
        }
        let Some(mut of) = signs.next() else { break };
        let pad = matches!(of, '-' | '_' | '0').then_some(of);
        if pad.is_some() {
            let Some(next) = signs.next() else { break };
            of = next;
        }
        let mut number = |value: i64, width: usize, fill: char| {
            let fill = match pad {
                Some('_') => ' ',
                Some('0') => '0',
                _ => fill,
            };
            let digits = value.to_string();
            let missing = if pad == Some('-') { 0 } else { width.saturating_sub(digits.len()) };
            out.extend(std::iter::repeat_n(fill, missing));
            out.push_str(&digits);
        };
        match of {
            'Y' | 'G' => number(year, 4, '0'),
            'y' | 'g' => number(year.rem_euclid(100), 2, '0'),
            'm' => number(i64::from(month), 2, '0'),
            'd' => number(i64::from(day), 2, '0'),
            'e' => number(i64::from(day), 2, ' '),
            'j' => number(of_year + 1, 3, '0'),
            'q' => number(i64::from(month.div_ceil(3)), 1, '0'),
            'H' => number(hour, 2, '0'),
            'I' => number(twelve, 2, '0'),
            'M' => number(minute, 2, '0'),
            'S' => number(second, 2, '0'),
            'L' => number(time % SECOND, 3, '0'),
            'f' => number(time % SECOND * 1000, 6, '0'),
            'Q' => number(at, 1, '0'),
            's' => number(at.div_euclid(SECOND), 1, '0'),
            'u' => number(weekday(at) + 1, 1, '0'),
            'w' => number((weekday(at) + 1) % 7, 1, '0'),
            'U' => number(week(6), 2, '0'),
            'W' => number(week(0), 2, '0'),
            'V' => number(iso_week(at), 2, '0'),
            'c' => out.push_str(&format(at, "%x, %X")),
            'b' => out.push_str(&MONTHS[month as usize - 1][..3]),
            'B' => out.push_str(MONTHS[month as usize - 1]),
            'a' => out.push_str(&weekday_name(at)[..3]),
            'A' => out.push_str(weekday_name(at)),
            'p' => out.push_str(if hour < 12 { "AM" } else { "PM" }),
            'x' => out.push_str(&format(at, "%-m/%-d/%Y")),
            'X' => out.push_str(&format(at, "%-I:%M:%S %p")),
            'Z' => out.push_str("+0000"),
            other => out.push(other),
        }
    }
    out
}

/// The week of ISO 8601: that of its Thursday.
fn iso_week(at: i64) -> i64 {
    let thursday = at.div_euclid(DAY) + 3 - weekday(at);
    let year = day(thursday * DAY).year;
    (thursday - midnight(year, 1, 1).div_euclid(DAY)) / 7 + 1
}
