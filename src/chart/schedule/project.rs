//! [`Model`] + [`View`] -> [`Schedule`]: when each phase starts, and which of them the end waits for.
//!
//! The critical path method: forward for the earliest starts, backward for the latest ends (Kelley and Walker, 1959).
//! A phase without `after` follows the one before it, as phases of the template do, unless the plan says `after`
//! anywhere: then it starts at once. Cost: phases plus what they wait for.

use super::{Bar, CriticalPath, Date, Schedule};
use crate::describe::Model;
use crate::describe::model::View;
use crate::describe::plan::duration::{DAY, Duration, WEEK};
use crate::describe::plan::{self, Phase};

/// Reads the phases of the plan.
///
/// Total: a model without a plan or without phases gives a schedule without bars.
pub fn project(model: &Model, view: &View) -> Schedule {
    let plan = model.plan.as_ref();
    let of = plan.and_then(|p| p.feature.as_ref()).unwrap_or(&model.name);
    let phases = plan.map_or(&[][..], |p| &p.phases);
    let durations: Vec<Option<Duration>> =
        phases.iter().map(|p| p.duration.as_deref().and_then(Duration::read)).collect();
    let assumed = assumed(&durations);
    let order = Order::new(phases);
    let numbers = plan::numbers(phases);
    let mut bars: Vec<Bar> = Vec::new();
    for (at, (phase, duration)) in phases.iter().zip(&durations).enumerate() {
        bars.push(Bar {
            id: phase.id.clone().unwrap_or_else(|| format!("phase_{}", numbers[at])),
            name: phase.name.clone().or_else(|| phase.id.clone()).unwrap_or_else(|| format!("Phase {}", numbers[at])),
            words: phase.duration.clone(),
            duration: *duration,
            length: duration.map_or(assumed, |d| d.most),
            after: order.after[at].clone(),
            tasks: phase.tasks.len(),
            done: phase.tasks.iter().filter(|t| t.done == Some(true)).count(),
            deliverables: phase.deliverables.len(),
            ..Bar::default()
        });
    }
    let end = starts(&mut bars, &order);
    let path = if !durations.iter().any(Option::is_some) {
        CriticalPath::Unknown
    } else if order.ring {
        CriticalPath::Ring
    } else {
        critical(&mut bars, &order, end)
    };
    // Who sees the text alone is told as well.
    let ring = if order.ring { " (they wait for each other)" } else { "" };
    Schedule {
        title: view.title.clone().unwrap_or_else(|| format!("{of}: phases")) + ring,
        description: view.description.clone(),
        start: plan.and_then(|p| p.spec.generated.as_deref()).and_then(Date::read).map(Date::working),
        end_at_best: at_best(&bars, &order),
        bars,
        assumed,
        end,
        path,
    }
}

/// What a phase without a readable duration is drawn with: the middle one of the others in whole days, else a week.
fn assumed(durations: &[Option<Duration>]) -> u32 {
    let mut known: Vec<u32> = durations.iter().flatten().map(|d| d.most).collect();
    known.sort_unstable();
    known.get(known.len() / 2).map_or(WEEK, |middle| middle.div_ceil(DAY) * DAY)
}

/// What waits for what without rings, and an order in which everything comes behind what it waits for.
struct Order {
    after: Vec<Vec<usize>>,
    sorted: Vec<usize>,
    /// Whether there were any.
    ring: bool,
}

impl Order {
    fn new(phases: &[Phase]) -> Self {
        let said = phases.iter().any(|p| !p.after.is_empty());
        let mut ring = phases.iter().enumerate().any(|(at, phase)| phase.after.contains(&at));
        let mut after: Vec<Vec<usize>> = Vec::with_capacity(phases.len());
        for (at, phase) in phases.iter().enumerate() {
            after.push(match at.checked_sub(1) {
                Some(before) if !said => vec![before],
                _ => phase.after.iter().copied().filter(|b| *b != at && *b < phases.len()).collect(),
            });
        }
        // A walk from each phase to what it waits for; who is on the way to itself does not wait.
        let (mut open, mut done) = (vec![false; after.len()], vec![false; after.len()]);
        let mut sorted = Vec::with_capacity(after.len());
        for start in 0..after.len() {
            let mut path = if done[start] { Vec::new() } else { vec![(start, 0)] };
            while let Some((at, next)) = path.last_mut() {
                let at = *at;
                open[at] = true;
                match after[at].get(*next).copied() {
                    Some(before) if open[before] => {
                        after[at].remove(*next);
                        ring = true;
                    }
                    Some(before) => {
                        *next += 1;
                        if !done[before] {
                            path.push((before, 0));
                        }
                    }
                    None => {
                        (open[at], done[at]) = (false, true);
                        sorted.push(at);
                        path.pop();
                    }
                }
            }
        }
        Self { after, sorted, ring }
    }
}

/// Every phase starts as soon as it can. Says when the last one ends.
fn starts(bars: &mut [Bar], order: &Order) -> u64 {
    for &at in &order.sorted {
        bars[at].start = bars[at].after.iter().map(|before| bars[*before].end()).max().unwrap_or(0);
    }
    bars.iter().map(Bar::end).max().unwrap_or(0)
}

fn at_best(bars: &[Bar], order: &Order) -> u64 {
    let mut ends = vec![0_u64; bars.len()];
    for &at in &order.sorted {
        let start = bars[at].after.iter().map(|before| ends[*before]).max().unwrap_or(0);
        ends[at] = start + u64::from(bars[at].duration.map_or(bars[at].length, |d| d.least));
    }
    ends.into_iter().max().unwrap_or(0)
}

/// Marks those whose latest end is their end.
fn critical(bars: &mut [Bar], order: &Order, end: u64) -> CriticalPath {
    let mut latest = vec![end; bars.len()];
    for &at in order.sorted.iter().rev() {
        let start = latest[at] - u64::from(bars[at].length);
        for before in &bars[at].after {
            latest[*before] = latest[*before].min(start);
        }
    }
    let critical: Vec<bool> = bars.iter().zip(&latest).map(|(bar, latest)| bar.end() == *latest).collect();
    if critical.iter().all(|c| *c) {
        return CriticalPath::Every;
    }
    for (bar, critical) in bars.iter_mut().zip(critical) {
        bar.critical = critical;
    }
    CriticalPath::Some
}
