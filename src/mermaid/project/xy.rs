//! `xychart` -> places, their values, and the range of those.

use super::super::read::XyChart;
use crate::chart::xy::{Plot, Xy};

/// The chart of a text.
pub(super) fn project(text: &XyChart) -> Xy {
    let longest = text.plots.iter().map(|plot| plot.values.len()).max().unwrap_or_default();
    let places = if text.x.bands.is_empty() {
        let (first, last) = text.x.range.unwrap_or((1.0, longest.max(1) as f64));
        let step = if longest > 1 { (last - first) / (longest - 1) as f64 } else { 0.0 };
        // Two decimals tell neighbours apart.
        (0..longest).map(|nth| format!("{}", ((first + step * nth as f64) * 100.0).round() / 100.0)).collect()
    } else {
        text.x.bands.clone()
    };
    let values = || text.plots.iter().flat_map(|plot| plot.values.iter().copied()).filter(|value| value.is_finite());
    let bars = text.plots.iter().any(|plot| !plot.line);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let mut range = text.y.range.unwrap_or(if low > high { (0.0, 1.0) } else { (low, high) });
    // Bars stand on zero.
    if text.y.range.is_none() && bars {
        range = (range.0.min(0.0), range.1.max(0.0));
    }
    if range.0 > range.1 {
        range = (range.1, range.0);
    }
    if range.1 - range.0 <= 0.0 {
        range.1 = range.0 + 1.0;
    }
    let title = |title: &Option<String>| title.clone().unwrap_or_default();
    let plots = text.plots.iter().map(|plot| Plot {
        line: plot.line,
        name: title(&plot.title),
        values: plot.values.clone(),
        labels: plot.labels.clone(),
    });
    Xy {
        title: title(&text.title),
        horizontal: text.horizontal,
        titles: [title(&text.x.title), title(&text.y.title)],
        places,
        range,
        plots: plots.collect(),
    }
}
