//! Finds boxes that are near a place.

use crate::base::{Point, Rect};

/// Boxes by the cells of a grid that they touch.
#[derive(Clone, Debug)]
pub struct Grid {
    step: f64,
    columns: usize,
    origin: Point,
    cells: Vec<Vec<u32>>,
}

impl Grid {
    /// Of these boxes.
    pub fn new(boxes: &[Rect]) -> Self {
        let whole = boxes.iter().copied().reduce(Rect::union).unwrap_or_default().grown(1.0);
        let side = (boxes.len() as f64).sqrt().ceil().clamp(1.0, 512.0);
        let step = (whole.w.max(whole.h) / side).max(1.0);
        let columns = (whole.w / step) as usize + 1;
        let rows = (whole.h / step) as usize + 1;
        let origin = Point::new(whole.x, whole.y);
        let mut grid = Self { step, columns, origin, cells: vec![Vec::new(); columns * rows] };
        for (i, &at) in boxes.iter().enumerate() {
            for cell in grid.cells_of(at) {
                grid.cells[cell].push(i as u32);
            }
        }
        grid
    }

    fn cells_of(&self, at: Rect) -> Vec<usize> {
        let rows = self.cells.len() / self.columns;
        let place = |v: f64, count: usize| ((v / self.step).max(0.0) as usize).min(count - 1);
        let (x0, x1) = (place(at.x - self.origin.x, self.columns), place(at.right() - self.origin.x, self.columns));
        let (y0, y1) = (place(at.y - self.origin.y, rows), place(at.bottom() - self.origin.y, rows));
        (y0..=y1).flat_map(|y| (x0..=x1).map(move |x| y * self.columns + x)).collect()
    }

    /// Boxes in the cells that `at` touches; each at least once.
    pub fn near(&self, at: Rect) -> impl Iterator<Item = usize> {
        let mut found: Vec<u32> = self.cells_of(at).iter().flat_map(|&c| self.cells[c].iter().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|i| i as usize)
    }
}
