//! Days of the calendar: reading them, counting working days.

use crate::describe::plan::day::{self, of_month as days};
use std::fmt;

/// A day of the Gregorian calendar, as days since Monday, 0001-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(u32);

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Date {
    /// A first of January and a Monday: where nobody says on which day a plan starts.
    pub const NEUTRAL: Self = Self(before(2001));

    /// Reads `2026-11-22`, with or without a time of day behind it. None for what is no day of the years 1000 to 9899.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
        let (year, month, day) = day::read(text).filter(|(year, ..)| (1000..=9899).contains(year))?;
        Some(Self(before(year) + (1..month).map(|m| days(year, m)).sum::<u32>() + day - 1))
    }

    /// The same day, or the Monday after it.
    #[must_use]
    pub const fn working(self) -> Self {
        match self.0 % 7 {
            5 => Self(self.0 + 2),
            6 => Self(self.0 + 1),
            _ => self,
        }
    }

    /// The day `count` working days later.
    #[must_use]
    pub const fn later(self, count: u32) -> Self {
        let start = self.working().0;
        let weekday = start % 7;
        let days = weekday + count;
        Self(start - weekday + days / 5 * 7 + days % 5)
    }

    /// The day `count` days later, weekends and all.
    #[must_use]
    pub const fn calendar(self, count: u32) -> Self {
        Self(self.0 + count)
    }

    /// As a reader says it: `22 Nov`.
    pub fn short(self) -> String {
        let (_, month, day) = self.parts();
        format!("{day} {}", MONTHS[month as usize - 1])
    }

    fn parts(self) -> (u32, u32, u32) {
        let mut year = self.0 / 366 + 1;
        while before(year + 1) <= self.0 {
            year += 1;
        }
        let (mut month, mut day) = (1, self.0 - before(year));
        while month < 12 && day >= days(year, month) {
            day -= days(year, month);
            month += 1;
        }
        (year, month, day + 1)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Days of all years before one.
const fn before(year: u32) -> u32 {
    let years = year - 1;
    years * 365 + years / 4 - years / 100 + years / 400
}
