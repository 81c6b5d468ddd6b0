//! [`Gantt`] + [`Sizes`] -> [`PlacedGantt`]: a row for each task, its name left of the time that it takes.
//!
//! Cost: tasks and marks.

use super::axis::{Mark, range};
use super::time::DAY;
use super::{Form, Gantt, PlacedGantt, Row, Sizes};
use crate::base::{Rect, Size};

/// Width of the time axis, in px.
pub const AREA: f64 = 720.0;

/// Height of a bar, and of a row at least.
const BAR: f64 = 16.0;
const ROW: f64 = 24.0;
/// Above and below a name in its row.
const NAME_PAD: f64 = 5.0;
/// Left and right of names and titles.
const PAD: f64 = 10.0;
/// Between two sections; inside of a band, above and below.
const SECTION_GAP: f64 = 4.0;
const BAND_PAD: f64 = 3.0;
/// Below the words of the axis.
const AXIS_GAP: f64 = 6.0;
/// Between the words of two marks.
const MARK_GAP: f64 = 8.0;
/// Narrowest bar.
const NARROW: f64 = 3.0;

/// Places a chart; `marks` are those of an axis [`AREA`] wide.
pub fn place(gantt: &Gantt, marks: &[Mark], sizes: &Sizes) -> PlacedGantt {
    let mut out = PlacedGantt { titles: vec![Rect::default(); gantt.sections.len()], ..PlacedGantt::default() };
    let widest = |sizes: &[Size]| sizes.iter().map(|size| size.w).fold(0.0, f64::max);
    let has_title = sizes.sections.iter().any(|size| !size.is_empty());
    let names_left = if has_title { widest(&sizes.sections) + 2.0 * PAD } else { PAD };
    let left = names_left + widest(&sizes.names) + 2.0 * PAD;
    let axis = sizes.marks.iter().map(|size| size.h).fold(0.0, f64::max);
    let top = axis + AXIS_GAP;
    let (start, end) = range(gantt);
    let x = |at: i64| left + (at - start) as f64 / (end - start) as f64 * AREA;

    let mut y = top;
    let mut at = 0;
    while let Some(task) = gantt.tasks.get(at) {
        let section = task.section;
        let members = gantt.tasks[at..].iter().take_while(|task| task.section == section).count();
        let band_top = y;
        y += BAND_PAD;
        let title = section.and_then(|of| sizes.sections.get(of)).copied().unwrap_or_default();
        if let Some(box_) = section.and_then(|of| out.titles.get_mut(of)) {
            *box_ = Rect::new(PAD, y + NAME_PAD, title.w, title.h);
        }
        for (task, name) in
            (at..at + members).map(|i| (&gantt.tasks[i], sizes.names.get(i).copied().unwrap_or_default()))
        {
            let height = ROW.max(name.h + 2.0 * NAME_PAD);
            let middle = y + height / 2.0;
            let bar = match task.form {
                Form::Bar | Form::Vertical => {
                    let (from, to) = (x(task.start), x(task.end));
                    Rect::new(from.min(left + AREA - NARROW), middle - BAR / 2.0, (to - from).max(NARROW), BAR)
                }
                Form::Milestone => {
                    Rect::new(x(task.start.midpoint(task.end)) - BAR / 2.0, middle - BAR / 2.0, BAR, BAR)
                }
            };
            out.rows.push(Row { name: Rect::new(names_left, middle - name.h / 2.0, name.w, name.h), bar });
            y += height;
        }
        y = y.max(band_top + BAND_PAD + title.h + 2.0 * NAME_PAD) + BAND_PAD;
        out.bands.push((section, Rect::new(0.0, band_top, left + AREA + PAD, y - band_top)));
        y += SECTION_GAP;
        at += members;
    }
    let bottom = (y - SECTION_GAP).max(top);
    out.area = Rect::new(left, top, AREA, bottom - top);
    for (task, row) in gantt.tasks.iter().zip(&mut out.rows) {
        if task.form == Form::Vertical {
            row.bar = Rect::new(row.bar.x, top, 0.0, bottom - top);
        }
    }
    for day in &gantt.off {
        let (from, to) = (x((*day).clamp(start, end)), x(day.saturating_add(DAY).clamp(start, end)));
        if to > from {
            out.off.push(Rect::new(from, top, to - from, bottom - top));
        }
    }
    let whole = left + AREA + PAD;
    let mut free = 0.0;
    for (mark, size) in marks.iter().zip(&sizes.marks) {
        let at = x(mark.at);
        let from = (at - size.w / 2.0).min(whole - size.w);
        let fits = from >= free;
        let words = fits.then(|| Rect::new(from, axis - size.h, size.w, size.h));
        if fits {
            free = from + size.w + MARK_GAP;
        }
        out.marks.push((at, words));
    }
    out.size = Size::new(whole, bottom);
    out
}
