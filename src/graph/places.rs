//! Where a text says that everything stands, in columns and rows.

use crate::base::Direction;

/// Cells of all nodes and frames, and the sides that edges ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// Whose columns and rows they are.
    pub grid: Grid,
    /// Columns and rows of the picture, then by cluster index of each frame: so many at least.
    pub least: Vec<(u32, u32)>,
    /// By node index.
    pub nodes: Vec<Cell>,
    /// By cluster index.
    pub frames: Vec<Cell>,
    /// By edge index: at which side it leaves, and at which it comes; an edge that is missing asks for none.
    pub sides: Vec<[Option<Direction>; 2]>,
}

/// Whose columns and rows cells are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grid {
    /// Each frame has its own: columns as wide as each other, which its members fill.
    #[default]
    Nested,
    /// All share one: a frame takes the cells of its members, and what stands in it is as large as its words.
    Shared,
}

/// Some columns and rows of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The first column, from 0.
    pub column: u32,
    /// The first row, from 0.
    pub row: u32,
    /// How many columns, at least 1.
    pub columns: u32,
    /// How many rows, at least 1.
    pub rows: u32,
    /// Whether what stands there is as wide and as high as they are together; a circle is neither.
    pub fills: [bool; 2],
}

impl Default for Cell {
    fn default() -> Self {
        Self { column: 0, row: 0, columns: 1, rows: 1, fills: [true; 2] }
    }
}
