//! The texts that a run reads, and places in them.

use std::ops::Range;
use std::path::Path;

/// Which text of a run; an index into [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A place in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A text with the name that findings show for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path as the user gave it, or `-` for standard input.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// All texts of one description: the entry first, then its includes in the order of reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(pub Vec<Source>);

/// Where the pieces of a text stand in another one that it was taken from: a fence in a document, without the marks of
/// quotes and lists before its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineMap {
    /// Where pieces start: in the text, in the other one.
    pieces: Vec<(usize, usize)>,
    /// Where the last one ends in the other one.
    end: usize,
}

/// How includes are read: the outermost layer touches files, the stages do not.
pub trait Load {
    /// Reads what `name` means when it is written in the text called `from`: its own name, then its text.
    ///
    /// # Errors
    /// One sentence that says why there is no such text.
    fn load(&self, from: &str, name: &str) -> Result<Source, String>;
}

/// Whether a name, such as that of a preset, means a file: it has an ending or a folder.
pub fn is_file(name: &str) -> bool {
    let path = Path::new(name);
    path.extension().is_some() || path.components().count() > 1
}

impl LineMap {
    /// Of a text without pieces yet, that would stand at `at`.
    pub fn at(at: usize) -> Self {
        Self { pieces: Vec::new(), end: at }
    }

    /// The piece that starts at `own` of the text stands at `there`.
    pub fn push(&mut self, own: usize, there: Range<usize>) {
        self.pieces.push((own, there.start));
        self.end = there.end;
    }

    /// Where a part of the text stands. What was not written there as it is, such as an entity, is taken as a whole.
    pub fn place(&self, part: Range<usize>) -> Range<usize> {
        let find = |at: usize| {
            let next = self.pieces.partition_point(|(own, _)| *own <= at);
            let piece = next.checked_sub(1).and_then(|i| self.pieces.get(i));
            let (own, start) = piece.copied().unwrap_or((0, self.end));
            let limit = self.pieces.get(next).map_or(self.end, |(_, start)| *start);
            (start + at.saturating_sub(own)).min(limit.max(start))
        };
        let start = find(part.start);
        let end = if part.end > part.start { find(part.end - 1) + 1 } else { start };
        start..end.max(start)
    }
}

/// Refuses every include.
#[derive(Clone, Copy, Debug)]
pub struct NoIncludes;

impl Load for NoIncludes {
    fn load(&self, _from: &str, name: &str) -> Result<Source, String> {
        Err(format!("{name} is not read here: includes need a file to start from"))
    }
}

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(source);
        SourceId(self.0.len() as u32 - 1)
    }

    /// The text, where the id is of this run.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(id.0 as usize)
    }

    /// Line and column of the first byte of `span`, both from 1; a column counts characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let Some(source) = self.get(span.source) else { return (1, 1) };
        let mut start = span.start.min(source.text.len());
        while !source.text.is_char_boundary(start) {
            start -= 1;
        }
        let before = &source.text[..start];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}
