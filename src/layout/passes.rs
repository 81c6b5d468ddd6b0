//! One part through all passes.
//!
//! Needs: a part, and where things stood in an earlier layout. Leaves: the part placed. What frames have in each other's way
//! is known once they are ordered: then some of them are stacked, and the passes begin again.

use super::acyclic::{self, Oriented};
use super::beside::{self, Limits};
use super::earlier::PartHint;
use super::frame::Frame;
use super::layer::{self, Layering, Wishes};
use super::normalize::Part;
use super::report::{self, PassReport, Trace};
use super::work::Work;
use super::{LaidOut, Options, clash, fold, label, order, place, route, wish, wrap};
use crate::base::Direction;

/// How often pairs of frames that edges have no way past are stacked one by one. Then, for twice as often, the longer one
/// shares no layer with any sibling; then no sibling does with another. In a large part that comes first.
const CLASHES: usize = 8;

pub(super) fn run(
    part: &Part,
    options: &Options,
    frame: Frame,
    hint: Option<&PartHint<'_>>,
    trace: &mut Trace,
) -> LaidOut {
    let passes = Passes { part, options, frame, hint };
    if hint.is_some() {
        // Where an earlier layout has strips, what is in the next one seems to stand above what is in the one before: it
        // says nothing of where to cut.
        let afresh = Passes { hint: None, ..passes };
        if let Some(laid_out) = passes.may_wrap().then(|| passes.in_strips(&afresh.first_layering(), trace)).flatten() {
            return laid_out;
        }
    }
    passes.run(trace)
}

/// What the passes go by.
#[derive(Clone, Copy)]
struct Passes<'a> {
    part: &'a Part,
    options: &'a Options,
    frame: Frame,
    hint: Option<&'a PartHint<'a>>,
}

impl Passes<'_> {
    fn run(self, trace: &mut Trace) -> LaidOut {
        let Self { part, options, frame, hint } = self;
        let turned = |oriented: &Vec<Oriented>, row: &mut PassReport| row.turned = Some(report::turned(oriented));
        let stacked = trace.pass("acyclic", || acyclic::acyclic(part, hint), turned);
        let mut limits = Limits::default();
        let mut oriented = trace.pass("beside", || self.side_by_side_at_first(&stacked, &mut limits), turned);
        let mut wishes = Wishes::default();
        let (mut tries, mut may_wrap) = (0, hint.is_none() && self.may_wrap());
        let (layering, work) = loop {
            tries += 1;
            let mut layering = trace.pass(
                "layer",
                || if tries == 1 { self.ranked_first(&oriented, &mut wishes) } else { self.ranked(&oriented, &wishes) },
                |layering, row| (row.layers, row.steps) = (Some(layering.count as usize), Some(layering.steps)),
            );
            if std::mem::take(&mut may_wrap)
                && let Some(laid_out) = self.in_strips(&layering, trace)
            {
                return laid_out;
            }
            let mut work = trace.pass(
                "label",
                || {
                    label::choose_label_layers(part, &oriented, &mut layering, options);
                    Work::new(part, oriented.clone(), &layering, frame.title_at())
                },
                report::layered,
            );
            let before = trace.is_on().then(|| {
                order::start(&mut work, hint);
                report::crossings(&work)
            });
            let (work, settled) = trace.pass(
                "order",
                || {
                    let settled = order::order(&mut work, options.effort, hint);
                    (work, settled)
                },
                |(work, settled), row| {
                    row.crossings_before = before;
                    row.crossings_after = settled.is_ok().then(|| report::crossings(work));
                    row.steps = Some(work.steps);
                },
            );
            let most = if work.segments.len() > order::LARGE { 0 } else { CLASHES };
            match settled {
                Ok(()) => break (layering, work),
                Err(clashes) if oriented.iter().any(|o| o.beside) => {
                    // Frames in each other's way are stacked where that leaves a ranking; else less stands side by side.
                    let stacks = |&(a, b): &order::Clash| a != b && wishes.stack((a, b), |w| self.agrees(&oriented, w));
                    if tries >= most || !clashes.iter().all(stacks) {
                        wishes.frames.clear();
                        limits.give_up(part, &stacked, &oriented, &clashes);
                        oriented = trace.pass("beside", || self.side_by_side(&stacked, &limits), turned);
                        tries = 0;
                    }
                }
                Err(clashes) if tries < most => wishes.frames.extend(clashes),
                Err(clashes) if tries < 3 * most => wishes.frames.extend(clash::alone(part, &layering, &clashes)),
                Err(clashes) => wishes.frames.extend(clash::every_pair(part, &layering, &clashes)),
            }
        };
        let placement = trace.pass(
            "place",
            || place::place(&work, options, hint),
            |placement, row| row.steps = Some(placement.steps),
        );
        let title_from_end = frame.0 == Direction::Left;
        let placed = trace.pass("route", || route::route(&work, &placement, options, title_from_end), report::drawn);
        let mut unmet = layering.unmet;
        unmet.extend(placement.unmet);
        unmet.extend(wish::out_of_order(&work));
        // What the first pass says stands.
        unmet.sort_by_key(|unmet| unmet.of);
        unmet.dedup_by_key(|unmet| unmet.of);
        let beside = work.oriented.iter().map(|o| o.beside).collect();
        LaidOut { placed, layers: layering.nodes, beside, stacked: wishes.frames, unmet }
    }

    fn ranked(self, oriented: &[Oriented], wishes: &Wishes) -> Layering {
        layer::layer(self.part, oriented, wishes, self.frame.title_at(), self.options, self.hint)
    }

    fn agrees(self, oriented: &[Oriented], wishes: &Wishes) -> bool {
        layer::agrees(self.part, oriented, wishes, self.frame.title_at(), self.options)
    }

    fn side_by_side(self, stacked: &[Oriented], limits: &Limits) -> Vec<Oriented> {
        let rank = |oriented: &[Oriented]| self.ranked(oriented, &Wishes::default());
        beside::beside(self.part, stacked, self.hint, limits, &rank)
    }

    /// More stands side by side where the picture is too long.
    fn side_by_side_at_first(self, stacked: &[Oriented], limits: &mut Limits) -> Vec<Oriented> {
        let oriented = self.side_by_side(stacked, limits);
        limits.is_long = self.part.scopes.len() > 2 && self.is_long(&self.ranked(&oriented, &Wishes::default()));
        if limits.is_long { self.side_by_side(stacked, limits) } else { oriented }
    }

    fn is_long(self, layering: &Layering) -> bool {
        fold::is_long(self.part, layering, self.options, self.frame)
    }

    /// Folds what is too wide, and stacks what an earlier layout had to; later tries keep both.
    fn ranked_first(self, oriented: &[Oriented], wishes: &mut Wishes) -> Layering {
        let Self { part, options, frame, hint } = self;
        let mut layering = self.ranked(oriented, wishes);
        if options.wrap {
            wishes.nodes = fold::fold(part, &layering, options, frame);
            if !wishes.nodes.is_empty() {
                let folded = self.ranked(oriented, wishes);
                if fold::gains(part, &layering, &folded, options) {
                    layering = folded;
                } else {
                    wishes.nodes.clear();
                }
            }
        }
        for &pair in hint.iter().flat_map(|hint| &hint.stacked) {
            wishes.stack(pair, |wishes| self.agrees(oriented, wishes));
        }
        if wishes.frames.is_empty() { layering } else { self.ranked(oriented, wishes) }
    }

    /// The layers that the first try comes to.
    fn first_layering(self) -> Layering {
        let stacked = acyclic::acyclic(self.part, self.hint);
        let oriented = self.side_by_side_at_first(&stacked, &mut Limits::default());
        self.ranked_first(&oriented, &mut Wishes::default())
    }

    fn may_wrap(self) -> bool {
        self.options.wrap && !self.part.is_strip && self.part.wishes.is_empty()
    }

    /// The part in strips beside each other, where it would be far too long.
    fn in_strips(self, layering: &Layering, trace: &mut Trace) -> Option<LaidOut> {
        let Self { part, options, frame, hint } = self;
        if !self.is_long(layering) {
            return None;
        }
        let strips = wrap::strips(part, layering, options, frame)?;
        let mut traces = Vec::new();
        let one = |strip: &wrap::Strip| {
            let mut own = if trace.is_on() { Trace::on() } else { Trace::default() };
            let hint = hint.map(|hint| hint.some(&strip.nodes, &strip.scopes, &strip.edges));
            let laid_out = run(&strip.part, options, frame, hint.as_ref(), &mut own);
            traces.push(own);
            laid_out
        };
        let placed = strips.iter().map(one).collect();
        let joined = wrap::join(part, &strips, placed, options)?;
        trace.strips(traces, |row| report::drawn(&joined.placed, row));
        Some(joined)
    }
}
