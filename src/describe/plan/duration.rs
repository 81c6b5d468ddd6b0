//! How long a phase takes: free text -> working time.
//!
//! A day is eight hours, a week five days, a month four weeks: this is working time, not what a calendar counts.

/// Minutes of a working day.
pub const DAY: u32 = 8 * 60;
/// Minutes of a working week.
pub const WEEK: u32 = 5 * DAY;
/// Minutes of a working month.
pub const MONTH: u32 = 4 * WEEK;

/// More is a slip of the pen: 20 years.
const LONGEST: f64 = 20.0 * 52.0 * WEEK as f64;
/// Nobody writes a duration in more characters.
const CHARACTERS: usize = 200;

/// Working time in minutes. Both are the same where no range is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    /// At best.
    pub least: u32,
    /// At worst.
    pub most: u32,
}

impl Duration {
    /// Reads `2d`, `5 days`, `1w`, `1.5 weeks`, `2-3 days`, `1d to 1w`, `8–10 hours`, `1 week 2 days`, `about 3 days`,
    /// `30 min`, `1 month`. What stands in brackets behind it is a remark. None for anything else, nothing and more than
    /// 20 years.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > CHARACTERS {
            return None;
        }
        let lower = text.to_lowercase();
        let mut rest = lower.trim();
        if let Some((before, _)) = rest.split_once('(').filter(|_| rest.ends_with(')')) {
            rest = before.trim_end();
        }
        for word in ["~", "≈", "about ", "approximately ", "approx. ", "approx ", "around ", "circa ", "ca. "] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        let range = rest.split_once(['-', '–', '—', '…']).or_else(|| rest.split_once(" to "));
        let (least, most) = if let Some((from, to)) = range {
            let (most, unit) = sum(to.trim(), None)?;
            // The unit of `2-3 days` stands once.
            (sum(from.trim(), Some(unit))?.0, most)
        } else {
            let (whole, _) = sum(rest, None)?;
            (whole, whole)
        };
        let sound = least > 0.0 && least <= most && most <= LONGEST;
        let whole = |minutes: f64| (minutes.round() as u32).max(1);
        sound.then(|| Self { least: whole(least), most: whole(most) })
    }

    /// Whether it is a range.
    pub const fn is_range(&self) -> bool {
        self.least < self.most
    }
}

/// Minutes of `1 week 2 days`, and of the unit that stands last. A number without a unit has that of `unit`.
fn sum(text: &str, unit: Option<f64>) -> Option<(f64, f64)> {
    let mut rest = text;
    let mut total = 0.0;
    let mut last = None;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let number: f64 = number.parse().ok()?;
        let after = after.trim_start();
        let end = after.find(|c: char| c.is_whitespace() || c.is_ascii_digit() || c == ',').unwrap_or(after.len());
        let (mut word, mut behind) = after.split_at(end);
        if matches!(word, "working" | "business" | "work") {
            let noun = behind.trim_start();
            (word, behind) = noun.split_at(noun.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(noun.len()));
        }
        let minutes = match word {
            "" if behind.is_empty() && last.is_none() => unit?,
            _ => minutes(word)?,
        };
        total += number * minutes;
        last = Some(minutes);
        rest = behind.trim_start_matches([' ', ',', '\t']);
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
    }
    last.map(|unit| (total, unit))
}

/// Minutes of a unit. `m` alone may be minutes or months: it is neither.
fn minutes(word: &str) -> Option<f64> {
    Some(f64::from(match word.trim_end_matches('.') {
        "min" | "mins" | "minute" | "minutes" => 1,
        "h" | "hr" | "hrs" | "hour" | "hours" => 60,
        "d" | "day" | "days" => DAY,
        "w" | "wk" | "wks" | "week" | "weeks" => WEEK,
        "mo" | "month" | "months" => MONTH,
        _ => return None,
    }))
}
