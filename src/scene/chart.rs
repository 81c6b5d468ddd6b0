//! A chart -> [`Scene`]: measured, placed and drawn.

use super::foreign::compose_foreign;
use super::{Scene, Theme, risk, schedule, sequence, stack, tree};
use crate::base::text::Measure;
use crate::chart::{self, Chart};

/// Draws a chart.
pub fn compose_chart(chart: &Chart, theme: &Theme, text: &dyn Measure) -> Scene {
    match chart {
        Chart::Sequence(it) => {
            let placed = chart::sequence::place(it, &sequence::measure_sequence(it, theme, text));
            sequence::compose_sequence(it, &placed, theme, text)
        }
        Chart::Schedule(it) => {
            let placed = chart::schedule::place(it, &schedule::measure_schedule(it, theme, text));
            schedule::compose_schedule(it, &placed, theme, text)
        }
        Chart::Risk(it) => {
            let placed = chart::risk::place(it, &risk::measure_risks(it, theme, text));
            risk::compose_risks(it, &placed, theme, text)
        }
        Chart::Stack(it) => {
            let placed = chart::stack::place(it, &stack::measure_stack(it, theme, text));
            stack::compose_stack(it, &placed, theme, text)
        }
        Chart::Files(it) => {
            let placed = chart::tree::place(it, &tree::measure_tree(it, theme, text));
            tree::compose_tree(it, &placed, theme, text)
        }
        Chart::Foreign(it) => compose_foreign(it, theme, text),
    }
}
