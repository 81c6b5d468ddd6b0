//! Charts of the plan: when phases start, what is critical, and that nothing stands on anything else.

use crate::hostile::Dice;
use groundplan::base::text::Fonts;
use groundplan::base::{Rect, Size};
use groundplan::chart::schedule::{CriticalPath, DAY, Date};
use groundplan::chart::{Chart, RiskMatrix, Schedule, Stack, risk, schedule, stack};
use groundplan::describe::Model;
use groundplan::describe::model::{View, ViewKind};
use groundplan::describe::plan::duration::{Duration, MONTH, WEEK};
use groundplan::describe::plan::{Choice, Item, Level, Phase, Plan, Risk, Spec};
use groundplan::mermaid::{Diagram, Profile, write};
use groundplan::scene::{self, Theme};
use proptest::prelude::*;

/// A view that has nothing but what every view has.
pub(crate) fn view(kind: ViewKind) -> View {
    View::new(kind.word(), kind)
}

const DURATIONS: [&str; 14] = [
    "2d",
    "5 days",
    "1w",
    "2-3 days",
    "8-10 hours",
    "1 week",
    "2 weeks",
    "30 min",
    "1 month",
    "soon",
    "",
    "3h",
    "1 week 2 days",
    "6 months",
];

/// A plan with hostile texts: phases that wait for whatever, risks anywhere, technologies.
fn plan(seed: u64) -> Plan {
    let dice = &mut Dice(seed.wrapping_mul(0x27d4_eb2f) ^ 0x91a7);
    let maybe = |dice: &mut Dice| (dice.below(3) > 0).then(|| dice.label());
    let count = dice.below(14) + 1;
    let said = dice.below(2) == 0;
    let mut phases = Vec::new();
    for _ in 0..count {
        let after = if said { (0..dice.below(4)).map(|_| dice.below(count)).collect() } else { Vec::new() };
        let task = |dice: &mut Dice| Item { text: dice.label(), done: Some(dice.below(2) == 0), ..Item::default() };
        phases.push(Phase {
            id: maybe(dice),
            name: maybe(dice),
            duration: Some(dice.pick(&DURATIONS).to_owned()).filter(|d| !d.is_empty()),
            after,
            tasks: (0..dice.below(4)).map(|_| task(dice)).collect(),
            ..Phase::default()
        });
    }
    let levels = [Level::L, Level::M, Level::H];
    let crowded = dice.below(2) == 0;
    let risk = |dice: &mut Dice| Risk {
        risk: maybe(dice),
        probability: (crowded || dice.below(9) > 0).then(|| if crowded { Level::H } else { dice.pick(&levels) }),
        impact: (dice.below(9) > 0).then(|| dice.pick(&levels)),
        mitigation: maybe(dice),
        ..Risk::default()
    };
    let choice =
        |dice: &mut Dice| Choice { role: dice.label(), choice: maybe(dice), why: maybe(dice), ..Choice::default() };
    let dates = ["2026-11-22", "2024-02-28", "0001-01-01", "2026-13-01", "[DATE]", "2027-12-31"];
    Plan {
        feature: maybe(dice),
        spec: Spec { generated: Some(dice.pick(&dates).to_owned()), ..Spec::default() },
        phases,
        technical_risks: (0..=dice.below(22)).map(|_| risk(dice)).collect(),
        timeline_risks: (0..dice.below(5)).map(|_| risk(dice)).collect(),
        core: (0..=dice.below(12)).map(|_| choice(dice)).collect(),
        supporting: (0..dice.below(9)).map(|_| choice(dice)).collect(),
        ..Plan::default()
    }
}

/// The three charts of a generated plan.
pub(crate) fn hostile(seed: u64) -> (Schedule, RiskMatrix, Stack) {
    let model = Model { plan: Some(plan(seed)), ..Model::default() };
    (
        schedule::project(&model, &view(ViewKind::Schedule)),
        risk::project(&model, &view(ViewKind::Risk)),
        stack::project(&model, &view(ViewKind::Stack)),
    )
}

fn scheduled(phases: &[(&str, &[usize])]) -> Schedule {
    let phases = phases.iter().map(|(duration, after)| Phase {
        duration: Some((*duration).to_owned()),
        after: after.to_vec(),
        ..Phase::default()
    });
    let plan = Plan { phases: phases.collect(), ..Plan::default() };
    schedule::project(&Model { plan: Some(plan), ..Model::default() }, &view(ViewKind::Schedule))
}

fn starts(schedule: &Schedule) -> Vec<u64> {
    schedule.bars.iter().map(|bar| bar.start / u64::from(DAY)).collect()
}

#[test]
fn an_arrow_passes_beside_the_bars_of_other_phases() {
    // The second waits for nothing and lies across the way from the first to the third.
    let schedule = scheduled(&[("3 days", &[]), ("8 days", &[]), ("2 days", &[0]), ("1 day", &[0, 1])]);
    let theme = Theme::named("light").unwrap();
    let placed = schedule::place(&schedule, &scene::measure_schedule(&schedule, &theme, Fonts::embedded()));
    for arrow in &placed.arrows {
        for (at, row) in placed.rows.iter().enumerate().filter(|(at, _)| *at != arrow.from && *at != arrow.to) {
            for pair in arrow.points.windows(2) {
                let (x, y) = (pair[0].x.min(pair[1].x), pair[0].y.min(pair[1].y));
                let line = Rect::new(x, y, (pair[0].x - pair[1].x).abs(), (pair[0].y - pair[1].y).abs());
                assert!(!row.bar.grown(1.0).overlaps(line.grown(0.1)), "{at}: {arrow:?}");
            }
        }
    }
}

#[test]
fn durations_are_read_as_people_write_them() {
    let hour = 60;
    let cases: [(&str, Option<(u32, u32)>); 40] = [
        ("2d", Some((2 * DAY, 2 * DAY))),
        ("5 days", Some((WEEK, WEEK))),
        ("1 Day", Some((DAY, DAY))),
        ("1w", Some((WEEK, WEEK))),
        ("1 week", Some((WEEK, WEEK))),
        ("2 weeks", Some((2 * WEEK, 2 * WEEK))),
        ("2-3 days", Some((2 * DAY, 3 * DAY))),
        ("2 – 3 days", Some((2 * DAY, 3 * DAY))),
        ("2 to 3 days", Some((2 * DAY, 3 * DAY))),
        ("3 days - 1 week", Some((3 * DAY, WEEK))),
        ("8-10 hours", Some((8 * hour, 10 * hour))),
        ("1.5 weeks", Some((WEEK * 3 / 2, WEEK * 3 / 2))),
        ("1 week 2 days", Some((WEEK + 2 * DAY, WEEK + 2 * DAY))),
        ("1 week and 2 days", Some((WEEK + 2 * DAY, WEEK + 2 * DAY))),
        ("1w2d", Some((WEEK + 2 * DAY, WEEK + 2 * DAY))),
        ("~3 days", Some((3 * DAY, 3 * DAY))),
        ("about 3 days", Some((3 * DAY, 3 * DAY))),
        ("5 working days", Some((WEEK, WEEK))),
        ("5 days (two of us)", Some((WEEK, WEEK))),
        ("30 min", Some((30, 30))),
        ("4hrs", Some((4 * hour, 4 * hour))),
        ("1 month", Some((MONTH, MONTH))),
        ("2-3", None),
        ("5", None),
        ("", None),
        ("soon", None),
        ("[Estimate]", None),
        ("Week 1-2", None),
        ("3-2 days", None),
        ("0 days", None),
        ("5m", None),
        ("two days", None),
        ("-3 days", None),
        ("1..2 days", None),
        ("1 - 2 - 3 days", None),
        ("5 person-days", None),
        ("999999999999999999999 weeks", None),
        ("5 days of work", None),
        ("1/2 day", None),
        ("日", None),
    ];
    for (written, meant) in cases {
        assert_eq!(Duration::read(written).map(|d| (d.least, d.most)), meant, "{written:?}");
    }
}

#[test]
fn phases_follow_each_other_unless_one_says_after() {
    let chain = scheduled(&[("2d", &[]), ("1w", &[]), ("3d", &[])]);
    assert_eq!((starts(&chain), chain.end, chain.path), (vec![0, 2, 7], 10 * u64::from(DAY), CriticalPath::Every));
    let said = scheduled(&[("2d", &[]), ("1w", &[]), ("3d", &[0])]);
    assert_eq!((starts(&said), said.path), (vec![0, 0, 2], CriticalPath::Every));
    let slack = scheduled(&[("2d", &[]), ("6d", &[]), ("3d", &[0])]);
    assert_eq!(slack.path, CriticalPath::Some);
    assert_eq!(slack.bars.iter().map(|b| b.critical).collect::<Vec<_>>(), [false, true, false]);
}

#[test]
fn rings_are_cut_where_they_close_and_nowhere_else() {
    let ring = scheduled(&[("3d", &[2]), ("2d", &[0]), ("4d", &[1, 3]), ("1d", &[]), ("1d", &[4, 2])]);
    assert_eq!(starts(&ring), [6, 0, 2, 0, 6]);
    let after: Vec<&[usize]> = ring.bars.iter().map(|b| b.after.as_slice()).collect();
    assert_eq!(after, [&[2][..], &[], &[1, 3], &[], &[2]]);
}

#[test]
fn what_nobody_can_read_is_said() {
    let some = scheduled(&[("2d", &[]), ("soon", &[]), ("4d", &[])]);
    assert_eq!((some.assumed, starts(&some)), (4 * DAY, vec![0, 2, 6]));
    assert_eq!(some.bars[1].says(), "? soon");
    let none = scheduled(&[("soon", &[]), ("later", &[])]);
    assert_eq!((none.path, none.assumed), (CriticalPath::Unknown, WEEK));
    let text = write(&Diagram::Chart(&Chart::Schedule(none.clone())), Profile::Safe).value.unwrap();
    assert!(text.contains("axisFormat ?") && text.contains("(? soon)"), "{text}");
}

#[test]
fn working_days_have_no_weekends() {
    let day = |text: &str| Date::read(text).unwrap();
    assert_eq!(day("2026-11-22").working().to_string(), "2026-11-23");
    assert_eq!(day("2026-11-27").later(1).to_string(), "2026-11-30");
    assert_eq!(day("2024-02-28").later(2).to_string(), "2024-03-01");
    assert_eq!(day("2026-12-25T10:00:00Z").short(), "25 Dec");
    for wrong in ["2026-02-29", "2026-13-01", "[DATE]", "", "22.11.2026", "2026-1-1", "0999-01-01", "9999-01-01"] {
        assert_eq!(Date::read(wrong), None, "{wrong}");
    }
}

fn apart(name: &str, whole: Size, boxes: &[(String, Rect)]) {
    let whole = Rect::new(0.0, 0.0, whole.w, whole.h).grown(0.01);
    for (i, (a, ra)) in boxes.iter().enumerate() {
        assert!(whole.contains(*ra), "{name}: {a} {ra:?} is outside of {whole:?}");
        for (b, rb) in &boxes[..i] {
            // What touches is rounded apart.
            let empty = ra.size().is_empty() || rb.size().is_empty();
            assert!(empty || !ra.grown(-0.01).overlaps(*rb), "{name}: {a} {ra:?} on {b} {rb:?}");
        }
    }
}

fn schedule_law(name: &str, schedule: &Schedule) {
    let theme = Theme::named("light").unwrap();
    let placed = schedule::place(schedule, &scene::measure_schedule(schedule, &theme, Fonts::embedded()));
    let mut boxes = Vec::new();
    for (at, row) in placed.rows.iter().enumerate() {
        boxes.push((format!("name {at}"), row.name));
        boxes.push((format!("bar {at}"), row.bar));
        if row.inside {
            assert!(row.bar.contains(row.words), "{name}: words {at}");
        } else {
            boxes.push((format!("words {at}"), row.words));
        }
        assert!(row.sure <= row.bar.w && placed.area.grown(4.0).contains(row.bar), "{name}: bar {at}");
    }
    boxes.extend(placed.ticks.iter().filter_map(|t| Some((format!("tick {}", t.day), t.words?))));
    apart(name, placed.size, &boxes);
    let bands: Vec<_> = placed.rows.iter().enumerate().map(|(at, r)| (format!("band {at}"), r.band)).collect();
    apart(name, placed.size, &bands);
    for arrow in &placed.arrows {
        let inside = arrow.points.iter().all(|p| placed.area.grown(4.0).contains(Rect::new(p.x, p.y, 0.0, 0.0)));
        assert!(inside, "{name}: {arrow:?}");
    }
    for bar in &schedule.bars {
        let ready = bar.after.iter().map(|b| schedule.bars[*b].end()).max().unwrap_or(0);
        assert_eq!(bar.start, ready, "{name}: {}", bar.name);
    }
    assert_eq!(schedule.bars.iter().map(groundplan::chart::schedule::Bar::end).max(), Some(schedule.end));
    assert!(schedule.end_at_best <= schedule.end);
    if schedule.path == CriticalPath::Some {
        // A chain of critical bars leads from the start to the end.
        let mut at = schedule.end;
        while at > 0 {
            let bar = schedule.bars.iter().find(|b| b.critical && b.end() == at);
            at = bar.unwrap_or_else(|| panic!("{name}: nothing critical ends at {at}")).start;
        }
    }
}

fn risk_law(name: &str, matrix: &RiskMatrix) {
    let theme = Theme::named("light").unwrap();
    let placed = risk::place(matrix, &scene::measure_risks(matrix, &theme, Fonts::embedded()));
    let mut boxes = vec![("impact".to_owned(), placed.impact), ("probability".to_owned(), placed.probability)];
    boxes.extend(placed.rows.iter().map(|r| ("row".to_owned(), *r)));
    boxes.extend(placed.columns.iter().map(|r| ("column".to_owned(), *r)));
    boxes.extend(placed.marks.iter().map(|r| ("mark".to_owned(), *r)));
    boxes.extend(placed.entries.iter().map(|r| ("entry".to_owned(), *r)));
    boxes.extend(placed.headings.iter().map(|(_, r)| ("heading".to_owned(), *r)));
    let words = boxes.clone();
    boxes.extend(placed.cells.iter().flatten().map(|r| ("cell".to_owned(), *r)));
    apart(name, placed.size, &boxes);
    let dots = placed.dots.iter().flatten().map(|r| ("dot".to_owned(), *r));
    apart(name, placed.size, &words.into_iter().chain(dots).collect::<Vec<_>>());
    for (risk, dot) in matrix.risks.iter().zip(&placed.dots) {
        assert_eq!(risk.cell().is_some(), dot.is_some(), "{name}: {}", risk.text);
        if let (Some((column, row)), Some(dot)) = (risk.cell(), dot) {
            assert!(placed.cells[row][column].contains(*dot), "{name}: {}", risk.text);
        }
    }
    assert_eq!((placed.marks.len(), placed.entries.len()), (matrix.risks.len(), matrix.risks.len()));
}

fn stack_law(name: &str, stack: &Stack) {
    let theme = Theme::named("light").unwrap();
    let placed = stack::place(stack, &scene::measure_stack(stack, &theme, Fonts::embedded()));
    let bands: Vec<_> = placed.layers.iter().map(|l| ("band".to_owned(), l.band)).collect();
    apart(name, placed.size, &bands);
    let mut boxes = Vec::new();
    for (layer, shown) in placed.layers.iter().zip(&stack.layers) {
        let cards: Vec<_> = layer.rows.iter().map(|r| ("card".to_owned(), r.card)).collect();
        apart(name, placed.size, &[cards.clone(), vec![("title".to_owned(), layer.title)]].concat());
        assert!(cards.iter().all(|(_, card)| layer.band.contains(*card)) && layer.band.contains(layer.title), "{name}");
        assert_eq!(layer.rows.len(), shown.choices.len());
        for row in &layer.rows {
            assert!(
                row.texts.iter().all(|t| t.size().is_empty() || row.card.contains(*t))
                    && (row.texts[0].size().is_empty() || row.tab.contains(row.texts[0])),
                "{name}: {row:?}"
            );
            let shown = row.texts.into_iter().filter(|t| !t.size().is_empty());
            boxes.extend(shown.map(|t| ("text".to_owned(), t)));
        }
    }
    apart(name, placed.size, &boxes);
}

/// What the lexer of the host needs: one colon a task, quotes in pairs, no code that is open.
fn mermaid_law(name: &str, schedule: &Schedule, matrix: &RiskMatrix, stack: &Stack) {
    let safe = |diagram: Diagram<'_>| write(&diagram, Profile::Safe).value;
    if let Some(text) = safe(Diagram::Chart(&Chart::Schedule(schedule.clone()))) {
        let tasks: Vec<&str> = text.lines().skip_while(|l| *l != "  todayMarker off").skip(1).collect();
        assert_eq!(tasks.len(), schedule.bars.len(), "{name}: tasks of {text}");
        for task in tasks {
            let (words, data) = task.split_once(" :").unwrap();
            assert!(!words.contains(':') && !words.trim().is_empty(), "{name}: {task}");
            let fields = data.split(", ").filter(|f| !["crit", "done", "active"].contains(f)).count();
            assert_eq!(fields, 3, "{name}: {task}");
        }
    }
    if let Some(text) = safe(Diagram::Chart(&Chart::Risk(matrix.clone()))) {
        let points: Vec<&str> = text.lines().filter(|l| l.starts_with("  \"")).collect();
        let rated = matrix.risks.iter().filter(|r| r.cell().is_some()).count();
        assert_eq!(points.len(), rated, "{name}: points of {text}");
        let places: std::collections::BTreeSet<&str> = points.iter().map(|p| p.rsplit_once(": ").unwrap().1).collect();
        assert_eq!(places.len(), points.len(), "{name}: two points in one place\n{text}");
        assert!(points.iter().all(|p| p.matches('"').count() == 2), "{name}: {text}");
    }
    if let Some(text) = safe(Diagram::Chart(&Chart::Stack(stack.clone()))) {
        let nodes = text.lines().filter(|l| l.contains("\"]:::")).count();
        assert_eq!(nodes, stack.count(), "{name}: nodes of {text}");
    }
}

/// A choice of it has no role, and so no words in its tab.
#[test]
fn a_stack_without_a_role_is_sound() {
    stack_law("no role", &hostile(6_392_266_105_186_997_434).2);
}

proptest! {
    #![proptest_config(crate::layout::laws())]

    #[test]
    fn charts_of_any_plan_are_sound(seed in any::<u64>()) {
        let (schedule, matrix, stack) = hostile(seed);
        let name = seed.to_string();
        schedule_law(&name, &schedule);
        risk_law(&name, &matrix);
        stack_law(&name, &stack);
        mermaid_law(&name, &schedule, &matrix, &stack);
    }

    #[test]
    fn any_day_is_read_as_it_is_written(count in 0_u32..60_000, more in 0_u32..900) {
        let day = Date::read("1950-01-02").unwrap().later(count);
        prop_assert_eq!(Date::read(&day.to_string()), Some(day));
        prop_assert_eq!(day.working(), day);
        prop_assert_eq!(day.later(more).later(1), day.later(more + 1));
        prop_assert!(day.later(more) < day.later(more + 1));
    }

    #[test]
    fn a_duration_of_any_text_is_no_panic(text in "[0-9a-z ,.~()–-]{0,24}|\\PC{0,12}") {
        if let Some(read) = Duration::read(&text) {
            prop_assert!(0 < read.least && read.least <= read.most);
        }
    }
}
