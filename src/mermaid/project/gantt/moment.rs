//! Dates and durations as the tasks of a gantt chart write them.

use crate::chart::gantt::time::{DAY, FARTHEST, HOUR, MINUTE, SECOND, day, midnight, month_named, months_later};

/// What Mermaid reads too, whatever the format says.
const OTHERS: [&str; 9] = [
    "YYYY-M-D",
    "YYYY-MM-DD HH:mm",
    "YYYY-MM-DD HH:mm:ss",
    "YYYY-MM-DDTHH:mm",
    "YYYY-MM-DDTHH:mm:ss",
    "YYYY/MM/DD",
    "YYYY-MM",
    "M/D/YYYY",
    "YYYY",
];

/// A date in a format of dayjs, in ms since 1970; none where it is none.
pub(super) fn date(text: &str, format: &str) -> Option<i64> {
    let text = text.trim();
    let sound = |at: &i64| at.abs() <= FARTHEST;
    if matches!(format, "x" | "X") && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(sound);
    }
    // Days and hours without their zero are read as well.
    let short = ["MM", "DD", "HH", "mm", "ss"].iter().fold(format.to_owned(), |form, two| form.replace(two, &two[..1]));
    let found = parse(text, format).or_else(|| parse(text, &short));
    let found = found.or_else(|| OTHERS.iter().find_map(|form| parse(text, form)));
    found.filter(sound)
}

/// The parts of a moment while they are read.
struct Parts {
    year: i64,
    month: i64,
    day: i64,
    /// Of the day, in ms.
    time: i64,
    afternoon: Option<bool>,
    /// Minutes east of Greenwich.
    zone: i64,
}

/// Strictly by the format, as Mermaid asks dayjs to.
fn parse(text: &str, format: &str) -> Option<i64> {
    const SIGNS: [&str; 25] = [
        "YYYY", "MMMM", "SSS", "MMM", "YY", "MM", "DD", "Do", "HH", "hh", "mm", "ss", "SS", "ZZ", "Y", "M", "D", "H",
        "h", "m", "s", "S", "A", "a", "Z",
    ];
    let mut parts = Parts { year: 1970, month: 1, day: 1, time: 0, afternoon: None, zone: 0 };
    let (mut rest, mut form) = (text, format.trim());
    while let Some(first) = form.chars().next() {
        if first == '['
            && let Some(end) = form.find(']')
        {
            rest = rest.strip_prefix(&form[1..end])?;
            form = &form[end + 1..];
        } else if matches!(first, 'x' | 'X') {
            let end = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
            let number: f64 = rest[..end].parse().ok()?;
            let at = if first == 'x' { number } else { number * 1000.0 };
            return (end == rest.len() && at.abs() <= FARTHEST as f64).then_some(at as i64);
        } else if let Some(sign) = SIGNS.iter().find(|sign| form.starts_with(**sign)) {
            rest = parts.take(rest, sign)?;
            form = &form[sign.len()..];
        } else {
            rest = rest.strip_prefix(first)?;
            form = &form[first.len_utf8()..];
        }
    }
    rest.is_empty().then(|| parts.moment()).flatten()
}

impl Parts {
    /// Takes what a sign of the format stands for; gives what follows.
    fn take<'a>(&mut self, text: &'a str, sign: &str) -> Option<&'a str> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if sign.starts_with("MMM") {
            let (month, length) = month_named(text, sign == "MMMM")?;
            self.month = i64::from(month);
            return text.get(length..);
        }
        if matches!(sign, "A" | "a") {
            let word = text.get(..2)?.to_ascii_lowercase();
            self.afternoon = Some(match word.as_str() {
                "am" => false,
                "pm" => true,
                _ => return None,
            });
            return text.get(2..);
        }
        if matches!(sign, "Z" | "ZZ") {
            if let Some(rest) = text.strip_prefix('Z') {
                return Some(rest);
            }
            let east = if text.starts_with('-') { -1 } else { 1 };
            let hours: i64 = text.get(1..3)?.parse().ok()?;
            let rest = text.get(3..)?.trim_start_matches(':');
            let minutes: i64 = rest.get(..2)?.parse().ok()?;
            self.zone = east * (hours * 60 + minutes);
            return rest.get(2..);
        }
        // A sign of one letter takes one or two digits; others as many as they have.
        let length = match sign {
            "Do" | "Y" => digits,
            _ if sign.len() == 1 && sign != "S" => digits.min(2),
            _ => sign.len(),
        };
        let words = text.get(..length).filter(|words| !words.is_empty() && length <= digits)?;
        let number: i64 = words.parse().ok()?;
        match sign {
            "YYYY" | "Y" => self.year = number,
            "YY" => self.year = number + if number > 68 { 1900 } else { 2000 },
            "MM" | "M" => self.month = number,
            "DD" | "D" | "Do" => self.day = number,
            "HH" | "H" | "hh" | "h" => self.time += number.checked_mul(HOUR)?,
            "mm" | "m" => self.time += number.checked_mul(MINUTE)?,
            "ss" | "s" => self.time += number.checked_mul(SECOND)?,
            "S" => self.time += number * 100,
            "SS" => self.time += number * 10,
            _ => self.time += number,
        }
        let rest = &text[length..];
        if sign == "Do" { rest.get(2..) } else { Some(rest) }
    }

    fn moment(&self) -> Option<i64> {
        let mut time = self.time;
        match self.afternoon {
            Some(true) if time < 12 * HOUR => time += 12 * HOUR,
            Some(false) if time >= 12 * HOUR => time -= 12 * HOUR,
            _ => {}
        }
        if !(1..=12).contains(&self.month) || self.year > 200_000 {
            return None;
        }
        let at = midnight(self.year, self.month, self.day);
        // The 30th of February is no day.
        let there = i64::from(day(at).day) == self.day && i64::from(day(at).month) == self.month;
        (there && (0..DAY).contains(&time)).then_some(at + time - self.zone * MINUTE)
    }
}

/// `5d`, `1.5h`: the end of what begins at a moment. `M` and `y` go by the calendar.
pub(super) fn later(at: i64, duration: &str) -> Option<i64> {
    let number = duration.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let count: f64 = number.parse().ok()?;
    let unit = match &duration[number.len()..] {
        "ms" => 1,
        "s" => SECOND,
        "m" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        "w" => 7 * DAY,
        // As dayjs, that has no parts of months.
        "M" => return months(at, count.round()),
        "y" => return months(at, count.round() * 12.0),
        _ => return None,
    };
    let end = at as f64 + count * unit as f64;
    (end.abs() <= FARTHEST as f64).then_some(end.round() as i64)
}

fn months(at: i64, count: f64) -> Option<i64> {
    (count.abs() <= 2_400_000.0).then(|| months_later(at, count as i64)).filter(|end| end.abs() <= FARTHEST)
}
