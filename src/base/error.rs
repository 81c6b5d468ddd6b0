//! What the world can do to a run: files, images, fonts. What the user wrote is a [`super::Diagnostic`] instead.

use std::path::PathBuf;

/// An error of the world around a run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or a stream could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// What was read.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A file or a stream could not be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// What was written.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A picture cannot be drawn: too many pixels, or the drawing library refused it.
    #[error("cannot draw the picture: {0}")]
    Image(String),
    /// There is no preset or theme of that name.
    #[error("{name}: {message}")]
    Preset {
        /// Which preset or theme.
        name: String,
        /// What there is.
        message: String,
    },
    /// A font file or folder cannot be used.
    #[error("cannot use the font {path}: {message}")]
    Font {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A graph in JSON cannot be read.
    #[error("{name}{}: {message}", place(*.at))]
    Graph {
        /// Which file.
        name: String,
        /// Line and column, from 1, where there is one place.
        at: Option<(usize, usize)>,
        /// What is wrong.
        message: String,
    },
}

fn place(at: Option<(usize, usize)>) -> String {
    at.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"))
}
