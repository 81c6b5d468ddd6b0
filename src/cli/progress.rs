//! A bar on a terminal, where a run takes over a second.

use super::args::ErrorFormat;
use super::console::Console;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// How long a run may take before it shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far a run is.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Progress {
    /// For `steps` steps, of which each is one of `nouns`.
    pub(super) fn new(console: &Console, steps: usize, nouns: &str) -> Self {
        let wanted = console.terminal && !console.quiet && console.format == ErrorFormat::Text && steps > 1;
        let bar = wanted.then(|| {
            let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
            match ProgressStyle::with_template(&format!("{{wide_bar}} {{pos}}/{{len}} {nouns}, {{eta}} left")) {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Self { bar, start: Instant::now() }
    }

    /// One more is done.
    pub(super) fn step(&self) {
        let Some(bar) = &self.bar else { return };
        bar.inc(1);
        if bar.is_hidden() && self.start.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Takes the bar away.
    pub(super) fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
