//! Tokens -> sections and tasks, by the official grammar.

use super::super::cursor::Cursor;
use super::super::fault::Fault;
use super::super::label;
use super::super::scan::is_space;
use super::lex::{Kind, Lexer};
use super::{End, Gantt, Section, Start, Tag, Task};
use std::ops::Range;

type Done = Result<(), Fault>;

const TASK: &str = "Write a task as `Name :tags, id, start, end`, such as `Design :done, d1, 2026-01-05, 5d`.";

/// Reads a gantt chart.
pub(in super::super) fn read(text: &str) -> Result<Gantt, Fault> {
    let mut cursor = Cursor::new(text, Lexer::new(text));
    let mut chart = Gantt::default();
    cursor.expect(Kind::Gantt, "`gantt`", "Write `gantt` alone on the first line.")?;
    loop {
        let token = cursor.token.clone();
        let words = cursor.slice(&token.at);
        // What stands behind the first word.
        let text = words.split_once(is_space).map_or("", |(_, text)| text.trim());
        match token.kind {
            Kind::Finish => return Ok(chart),
            Kind::Newline | Kind::TextLines => {}
            Kind::Setting => setting(&mut chart, words, text, &token.at),
            Kind::TextKey => {
                // Its text is the rest of the line.
                cursor.next();
            }
            Kind::DateFormat => chart.date_format = Some(text.to_owned()),
            Kind::AxisFormat => chart.axis_format = Some(text.to_owned()),
            Kind::Excludes => chart.excludes.extend(days(text)),
            Kind::Title => chart.title = Some(label::shown(text)),
            Kind::Section => {
                let at = token.at.end - text.len().min(token.at.len())..token.at.end;
                chart.sections.push(Section { title: label::shown(text), at });
            }
            Kind::TaskName => {
                cursor.next();
                let data = cursor.expect(Kind::TaskData, "`:` and the time of the task", TASK)?;
                let of = cursor.slice(&data.at).get(1..).unwrap_or_default();
                let section = chart.sections.len().checked_sub(1);
                chart.tasks.push(task(words, of, section, token.at.start..data.at.end));
                continue;
            }
            Kind::Click => {
                click(&mut cursor)?;
                chart.behaviour.push((token.at.start..token.at.end, "click"));
                continue;
            }
            _ => return Err(cursor.unexpected("a statement", TASK)),
        }
        cursor.next();
    }
}

/// Something about the axis or the calendar: `words` are all of it, `text` is what stands behind the first word.
fn setting(chart: &mut Gantt, words: &str, text: &str, at: &Range<usize>) {
    let word = words.split(is_space).next().unwrap_or_default().to_ascii_lowercase();
    let text = text.to_owned();
    match word.as_str() {
        "tickinterval" => chart.tick_interval = Some(text),
        "includes" => chart.includes.extend(days(&text)),
        "weekday" => chart.weekday = Some(text.to_ascii_lowercase()),
        "weekend" => chart.weekend = Some(text.to_ascii_lowercase()),
        "inclusiveenddates" => chart.inclusive_ends = true,
        "todaymarker" if !text.eq_ignore_ascii_case("off") => chart.behaviour.push((at.clone(), "todayMarker")),
        _ => {}
    }
}

/// Days in a list.
fn days(text: &str) -> impl Iterator<Item = String> {
    let days = text.split(|c: char| c == ',' || is_space(c)).filter(|day| !day.is_empty());
    days.map(str::to_owned)
}

/// A link and a callback, in any order.
fn click(cursor: &mut Cursor<Lexer>) -> Done {
    cursor.next();
    let link = cursor.eat(Kind::Href);
    let call = cursor.eat(Kind::CallName);
    if call {
        cursor.eat(Kind::CallArguments);
    }
    if link || call {
        if !link {
            cursor.eat(Kind::Href);
        }
        return Ok(());
    }
    Err(cursor.unexpected("`href` or `call`", "Write `click id href \"address\"` or `click id call name()`."))
}

/// From what stands at both sides of the colon.
fn task(name: &str, data: &str, section: Option<usize>, at: Range<usize>) -> Task {
    let mut parts: Vec<&str> = data.split(',').map(str::trim).collect();
    let tag = |part: &str| match part {
        "active" => Some(Tag::Active),
        "done" => Some(Tag::Done),
        "crit" => Some(Tag::Critical),
        "milestone" => Some(Tag::Milestone),
        "vert" => Some(Tag::Vertical),
        _ => None,
    };
    let tags: Vec<Tag> = parts.iter().map_while(|part| tag(part)).collect();
    parts.drain(..tags.len());
    let (id, start, end) = match parts[..] {
        [end] => (None, None, end),
        [start, end] => (None, Some(start), end),
        [id, start, end, ..] => (Some(id), Some(start), end),
        [] => (None, None, ""),
    };
    let ids = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let behind = |text: &str, word: &str| text.strip_prefix(word).filter(|rest| rest.starts_with(is_space)).map(ids);
    Task {
        name: label::shown(name),
        id: id.map(str::to_owned),
        section,
        tags,
        start: start.map_or(Start::Previous, |text| {
            behind(text, "after").map_or_else(|| Start::Date(text.to_owned()), Start::After)
        }),
        end: behind(end, "until").map_or_else(
            || if is_duration(end) { End::Duration(end.to_owned()) } else { End::Date(end.to_owned()) },
            End::Until,
        ),
        at,
    }
}

/// `5d`, `1.5h`, `30ms`
fn is_duration(text: &str) -> bool {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &text[number.len()..];
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let whole = number.split_once('.').map_or_else(|| digits(number), |(a, b)| digits(a) && digits(b));
    whole && matches!(unit, "M" | "d" | "h" | "m" | "s" | "w" | "y" | "ms")
}
