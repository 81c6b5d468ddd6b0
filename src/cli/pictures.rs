//! Pictures beside a document: those that `plan --images` writes and links below their fences, drawn again by `update`.

use super::files::{self, Written};
use crate::base::{Code, Diagnostic, Error};
use crate::describe::Model;
use crate::describe::model::View;
use crate::output::source::{self, Missing};
use crate::pipeline::{self, Format, Request};
use crate::publish::{Document, Region, What, names};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Pixels of a PNG for each px.
pub(super) const SCALE: f64 = 2.0;

/// A picture of a view.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Its description.
    pub(super) description: PathBuf,
    /// The id of the view.
    pub(super) view: String,
    /// What it is written as.
    pub(super) format: Format,
    /// Whether it carries the description, as far as its file says: one that is not there does.
    pub(super) carries: bool,
}

/// What pictures look like now; why one cannot be drawn otherwise.
pub(super) type Drawn = BTreeMap<Key, Result<Vec<u8>, Diagnostic>>;

/// A picture that a region links to.
pub(super) struct Linked {
    /// Its file.
    pub(super) path: PathBuf,
    /// What is to stand in it.
    pub(super) key: Key,
    /// Whether it shows what it is to show, and carries an earlier description.
    pub(super) same: bool,
}

/// The stems of pictures of a description, by view. `file` is none for standard input.
pub(super) fn stems(file: Option<&Path>, views: &[View]) -> Vec<String> {
    let stem = file.and_then(Path::file_stem);
    let stem = stem.map_or_else(|| "plan".to_owned(), |stem| stem.to_string_lossy().into_owned());
    names::distinct(views.iter().map(|view| names::stem(&stem, &view.id)).collect())
}

/// The pictures that a region links to, where they have the names that `plan --images` gives them: any other is the
/// author's. `views` are those of the region's description.
pub(super) fn linked(
    document: &Document,
    region: &Region,
    folder: &Path,
    description: &Path,
    views: &[View],
) -> Vec<Linked> {
    let What::View(id) = &region.what else { return Vec::new() };
    let pictures = region.pictures(document);
    if pictures.is_empty() {
        return Vec::new();
    }
    let stems = stems(Some(description), views);
    let stem = views.iter().zip(&stems).find(|(view, _)| view.id == *id).map(|(_, stem)| stem);
    let of = |name: String| {
        let path = files::tidy(&folder.join(name));
        let format = Format::of(&path).filter(|format| format.is_picture())?;
        let ours = path.file_stem()?.to_str() == stem.map(String::as_str);
        ours.then(|| {
            // `plan --no-source` leaves it out.
            let bare = fs::read(&path).is_ok_and(|bytes| source::extract(&bytes) == Err(Missing::None));
            let key = Key { description: description.to_owned(), view: id.clone(), format, carries: !bare };
            Linked { path, key, same: false }
        })
    };
    pictures.into_iter().filter_map(of).collect()
}

/// Draws a picture as `plan --images` does.
///
/// # Errors
/// A finding without a place.
pub(super) fn draw(model: &Model, view: &View, format: Format, source: Option<&str>) -> Result<Vec<u8>, Diagnostic> {
    let request = Request { formats: &[format], scale: SCALE, source, ..Request::mermaid() };
    let picture = pipeline::draw(model, view, &request);
    picture.artifacts.into_iter().next().map(|artifact| artifact.bytes).ok_or_else(|| {
        let why = picture.errors.first().map(|error| format!(": {error}")).unwrap_or_default();
        Diagnostic::new(Code::RegionSource, None, format!("The picture of `{}` cannot be drawn{why}.", view.id))
            .help("Run `groundplan check` on the description.")
    })
}

/// How the file of a picture stands to what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It shows that.
    Fresh,
    /// It shows something else.
    Stale,
    /// It is not there.
    Missing,
}

/// What is wrong with the pictures of a region.
pub(super) fn stale(pictures: &[(&Linked, State)]) -> Diagnostic {
    let name = |(linked, state): &(&Linked, State)| {
        let gone = if *state == State::Missing { " (missing)" } else { "" };
        format!("{}{gone}", files::shown(&linked.path))
    };
    let message = match pictures {
        [(linked, State::Missing)] => format!("The picture {} is missing.", files::shown(&linked.path)),
        [(linked, _)] => {
            format!("The picture {} is stale: its description says something else.", files::shown(&linked.path))
        }
        several => {
            let names: Vec<String> = several.iter().map(name).collect();
            format!("Pictures of the region are stale or missing: {}.", names.join(", "))
        }
    };
    Diagnostic::new(Code::RegionStale, None, message).help("Run `groundplan update` on the document.")
}

impl Linked {
    /// How its file stands to what it shows.
    pub(super) fn state(&self, bytes: &[u8]) -> State {
        if !self.path.exists() {
            State::Missing
        } else if files::differs(&self.path, bytes) {
            State::Stale
        } else {
            State::Fresh
        }
    }

    /// The description that its file carries, where it can be read.
    pub(super) fn source(&self) -> Option<String> {
        let bytes = fs::read(&self.path).ok()?;
        source::extract(&bytes).ok().map(|origin| origin.text)
    }

    /// A line that names it among differences, as `diff` does it for what is no text.
    pub(super) fn difference(&self, state: State) -> String {
        let name = files::shown(&self.path).replace('\\', "/");
        let before = if state == State::Missing { "/dev/null".to_owned() } else { format!("a/{name}") };
        format!("Binary files {before} and b/{name} differ\n")
    }

    /// Writes it.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<Written, Error> {
        files::write(&self.path, bytes)
    }
}
