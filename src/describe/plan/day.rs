//! Days of the calendar: which there are.

/// Reads `2026-11-22` as year, month and day; Gregorian. None for anything else, and for a day that there is not.
pub fn read(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        let sound = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| sound)
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let sound = parts.next().is_none() && (1..=12).contains(&month) && (1..=of_month(year, month)).contains(&day);
    sound.then_some((year, month, day))
}

/// How many days a month has, from 1 for January.
pub const fn of_month(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + leap as u32,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
