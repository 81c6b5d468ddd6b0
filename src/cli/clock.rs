//! What day it is: asked of the environment and the clock here alone, so that everything else is a function of its input.

use crate::describe::plan::day::of_month as days_of;
use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: u64 = 24 * 60 * 60;
/// Last second of the year 9999: later ones have no four digits.
const LAST: u64 = 253_402_300_799;

/// The day of a plan: that of `SOURCE_DATE_EPOCH` where it is set, else today, in UTC, as `YYYY-MM-DD`.
///
/// # Errors
/// What is wrong with `SOURCE_DATE_EPOCH`.
pub(super) fn today() -> Result<String, String> {
    let seconds = match std::env::var_os("SOURCE_DATE_EPOCH").filter(|set| !set.is_empty()) {
        Some(set) => {
            let seconds = set.to_str().and_then(|text| text.trim().parse().ok()).filter(|seconds| *seconds <= LAST);
            seconds.ok_or("SOURCE_DATE_EPOCH is no number of seconds from 1970 to 9999")?
        }
        None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
    };
    Ok(date(seconds.min(LAST) / SECONDS_A_DAY))
}

/// The day that comes so many days after 1970-01-01.
fn date(days: u64) -> String {
    let (mut year, mut rest) = (1970, days as u32);
    loop {
        let length = (1..=12).map(|month| days_of(year, month)).sum();
        if rest < length {
            break;
        }
        rest -= length;
        year += 1;
    }
    let mut month = 1;
    while rest >= days_of(year, month) {
        rest -= days_of(year, month);
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", rest + 1)
}
