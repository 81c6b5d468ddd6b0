//! Sequences: who is at work when, and where everything is placed.

use crate::described::{self, Shown};
use crate::hostile;
use groundplan::base::source::NoIncludes;
use groundplan::base::text::Fonts;
use groundplan::base::{Point, Rect};
use groundplan::chart::sequence::{BAR, BAR_STEP, Event, Message, PlacedSequence, place};
use groundplan::chart::{Chart, Sequence};
use groundplan::mermaid::escape;
use groundplan::scene::{Theme, compose_sequence, measure_sequence};

/// The sequence of steps between a, b and c.
fn steps(steps: &str) -> Sequence {
    let text = format!(
        "name: S\nelements: {{a: system, b: system, c: system}}\nrelations: [a -> b, b -> c, a -> c]\n\
         views: {{main: {{type: sequence, steps: {steps}}}}}\n"
    );
    match described::read("s.yaml", text, &NoIncludes).unwrap().remove(0).1 {
        Shown::Chart(Chart::Sequence(sequence)) => sequence,
        _ => panic!("a sequence was asked for"),
    }
}

/// Events in short: `a>b`, `a~b`, `a<b`, `+b`, `-b`, `alt`, `|`, `end`.
fn short(sequence: &Sequence) -> String {
    let name = |i: &usize| sequence.participants[*i].id.as_str();
    let words = sequence.events.iter().map(|event| match event {
        Event::Message { from, to, kind, .. } => match kind {
            Message::Sync => format!("{}>{}", name(from), name(to)),
            Message::Async => format!("{}~{}", name(from), name(to)),
            Message::Return => format!("{}<{}", name(to), name(from)),
            Message::Drawn(_) => format!("{}-{}", name(from), name(to)),
        },
        Event::Activate(who) => format!("+{}", name(who)),
        Event::Deactivate(who) => format!("-{}", name(who)),
        Event::Note { .. } => "note".to_owned(),
        Event::Open { frame, .. } => format!("{frame:?}").to_lowercase(),
        Event::Branch(_) => "|".to_owned(),
        Event::Close => "end".to_owned(),
        Event::Create(who) => format!("*{}", name(who)),
        Event::Destroy(who) => format!("x{}", name(who)),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_call_is_worked_on_until_it_is_answered() {
    let cases = [
        ("[a -> b, b -> c, b <- c, a <- b]", "a>b +b b>c +c b<c -c a<b -b"),
        // No answer: until the caller goes on, or is done.
        ("[a -> b, a -> c]", "a>b +b -b a>c +c -c"),
        ("[a -> b, b -> c, a <- b]", "a>b +b b>c +c -c a<b -b"),
        ("[a -> b, b -> c]", "a>b +b b>c +c -c -b"),
        // Nobody waits.
        ("[a ~> b, b -> c, b <- c]", "a~b b>c +c b<c -c"),
        ("[a -> b, b ~> c, a <- b]", "a>b +b b~c a<b -b"),
        // To oneself.
        ("[a -> b, b -> b, a <- b]", "a>b +b b>b a<b -b"),
        // Back into who waits: a bar on the bar.
        ("[a -> b, b -> a, b <- a, a <- b]", "a>b +b b>a +a b<a -a a<b -b"),
        // An answer without a call ends nothing.
        ("[a <- b]", "a<b"),
        // An answer in a branch: other branches may answer as well.
        (
            "[a -> b, {alt: [{if: x, steps: [a <- b]}, {else: [a <- b]}]}, a -> c]",
            "a>b +b alt a<b | a<b end -b a>c +c -c",
        ),
        // What starts in a branch ends in it.
        ("[{opt: x, steps: [a -> b]}, a <- b]", "opt a>b +b -b end a<b"),
    ];
    for (written, meant) in cases {
        assert_eq!(short(&steps(written)), meant, "{written}");
    }
}

#[test]
fn participants_stand_in_the_order_of_their_first_step() {
    let ids = |s: &Sequence| s.participants.iter().map(|p| p.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&steps("[b -> c, {note: x, over: a}]")), ["b", "c", "a"]);
}

fn placed(sequence: &Sequence) -> PlacedSequence {
    let theme = Theme::named("light").unwrap();
    place(sequence, &measure_sequence(sequence, &theme, Fonts::embedded()))
}

fn all() -> Vec<(String, Sequence)> {
    let mut out: Vec<(String, Sequence)> = (0..60).map(|seed| (seed.to_string(), hostile::sequence(seed))).collect();
    for (name, shown) in described::samples() {
        if let Shown::Chart(Chart::Sequence(sequence)) = shown {
            out.push((name, sequence));
        }
    }
    out
}

#[test]
fn nothing_stands_on_anything_else() {
    for (name, sequence) in all() {
        let placed = placed(&sequence);
        let whole = Rect::new(0.0, 0.0, placed.size.w, placed.size.h).grown(0.01);
        let heads: Vec<Rect> = placed.lifelines.iter().map(|l| l.head).collect();
        let labels: Vec<Rect> = placed.messages.iter().filter_map(|m| m.label).collect();
        let notes: Vec<Rect> = placed.notes.iter().map(|n| n.rect).collect();
        let branches = placed.frames.iter().flat_map(|f| f.branches.iter().filter_map(|b| b.2));
        let words: Vec<Rect> = placed.frames.iter().map(|f| f.label).chain(branches).collect();
        let boxes: Vec<Rect> = [heads, labels, notes, words].concat();
        for (i, a) in boxes.iter().enumerate() {
            assert!(whole.contains(*a), "{name}: {a:?} is outside");
            for b in &boxes[..i] {
                assert!(!a.overlaps(*b) || a.size().is_empty() || b.size().is_empty(), "{name}: {a:?} on {b:?}");
            }
        }
        // Words on a message stand over its line, and a message is as long as its words.
        for message in placed.messages.iter().filter(|m| m.points.len() == 2) {
            let (a, b) = (message.points[0], message.points[1]);
            assert!((a.y - b.y).abs() < 0.01, "{name}");
            if let Some(label) = message.label {
                assert!(label.bottom() <= a.y, "{name}");
                assert!(label.x >= a.x.min(b.x) && label.right() <= a.x.max(b.x), "{name}: {label:?} {a:?} {b:?}");
            }
        }
    }
}

#[test]
fn messages_meet_lines_or_bars() {
    for (name, sequence) in all() {
        let placed = placed(&sequence);
        for message in &placed.messages {
            let Event::Message { from, to, .. } = sequence.events[message.event] else { panic!("{name}") };
            let meets = |who: usize, at: Point| {
                let x = placed.lifelines[who].line[0].x;
                let bars = placed.bars.iter().filter(|b| b.participant == who);
                let mut sides = bars.filter(|b| b.rect.y <= at.y + 0.01 && at.y <= b.rect.bottom() + 0.01);
                let on_bar = sides.any(|b| (at.x - b.rect.x).abs() < 0.01 || (at.x - b.rect.right()).abs() < 0.01);
                (at.x - x).abs() < 0.01 || on_bar
            };
            assert!(meets(from, message.points[0]), "{name}: {message:?} starts nowhere");
            assert!(meets(to, *message.points.last().unwrap()), "{name}: {message:?} ends nowhere");
        }
        for bar in &placed.bars {
            let x = placed.lifelines[bar.participant].line[0].x;
            let level = (bar.rect.x + BAR / 2.0 - x) / BAR_STEP;
            assert!(bar.rect.h > 0.0 && level >= -0.01 && (level - level.round()).abs() < 0.01, "{name}: {bar:?}");
        }
    }
}

#[test]
fn frames_hold_what_is_in_them() {
    for (name, sequence) in all() {
        let placed = placed(&sequence);
        for frame in &placed.frames {
            let mut depth = 0;
            let inside = (frame.event..sequence.events.len()).take_while(|at| {
                match sequence.events[*at] {
                    Event::Open { .. } => depth += 1,
                    Event::Close => depth -= 1,
                    _ => {}
                }
                depth > 0
            });
            let inside: Vec<usize> = inside.skip(1).collect();
            let rect = frame.rect.grown(0.01);
            assert!(rect.contains(frame.label), "{name}: {frame:?}");
            let messages = placed.messages.iter().filter(|m| inside.contains(&m.event));
            for message in messages {
                assert!(message.label.is_none_or(|l| rect.contains(l)), "{name}");
                assert!(message.points.iter().all(|p| rect.contains(Rect::new(p.x, p.y, 0.0, 0.0))), "{name}");
            }
            for inner in placed.notes.iter().filter(|n| inside.contains(&n.event)).map(|n| n.rect) {
                assert!(rect.contains(inner), "{name}");
            }
            for inner in placed.frames.iter().filter(|f| inside.contains(&f.event)).map(|f| f.rect) {
                assert!(rect.contains(inner) && rect.w > inner.w, "{name}: {rect:?} {inner:?}");
            }
            for (_, y, label) in &frame.branches {
                assert!(*y > rect.y && *y < rect.bottom() && label.is_none_or(|l| rect.contains(l)), "{name}");
            }
        }
    }
}

#[test]
fn every_event_is_drawn_once() {
    let theme = Theme::named("light").unwrap();
    for (name, sequence) in all() {
        let placed = placed(&sequence);
        let count = |of: fn(&Event) -> bool| sequence.events.iter().filter(|e| of(e)).count();
        assert_eq!(placed.messages.len(), count(|e| matches!(e, Event::Message { .. })), "{name}");
        assert_eq!(placed.notes.len(), count(|e| matches!(e, Event::Note { .. })), "{name}");
        assert_eq!(placed.frames.len(), count(|e| matches!(e, Event::Open { .. })), "{name}");
        assert_eq!(placed.lifelines.len(), sequence.participants.len(), "{name}");
        let scene = compose_sequence(&sequence, &placed, &theme, Fonts::embedded());
        assert!(scene.size.w >= placed.size.w && scene.size.h >= placed.size.h);
        for event in &sequence.events {
            let Event::Message { text: Some(text), .. } = event else { continue };
            let clean = escape::clean(text);
            let first: String = clean.split_whitespace().next().unwrap_or_default().chars().take(3).collect();
            assert!(scene.texts().any(|t| t.contains(&first)), "{name}: {text}");
        }
    }
}
