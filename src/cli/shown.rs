//! What the regions of documents show, and the pictures that they link to: each drawn once for all documents.

use super::args::UpdateArgs;
use super::batch::map;
use super::console::Console;
use super::pictures::{self, Drawn, Key, Linked, State};
use super::update::Plan;
use crate::base::{Code, Diagnostic};
use crate::publish::{Content, Description, Library, Region, What};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Texts by description and name, pictures by description, view and format.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) texts: BTreeMap<(PathBuf, What), Result<String, Diagnostic>>,
    pub(super) pictures: Drawn,
}

impl Shown {
    /// Draws texts that are not there yet, each view of a description once.
    pub(super) fn add(&mut self, wanted: BTreeSet<(PathBuf, What)>, library: &Library, console: &Console) {
        let missing: Vec<(PathBuf, What)> = wanted.into_iter().filter(|key| !self.texts.contains_key(key)).collect();
        let parallel = missing.len() > 1 && console.jobs != 1;
        self.texts.extend(map(parallel, missing, |(path, what)| {
            let text = text(&path, &what, library);
            ((path, what), text)
        }));
    }

    /// Draws what documents show; each is told which pictures it links to.
    pub(super) fn draw(&mut self, plans: &mut [Plan], library: &Library, args: &UpdateArgs, console: &Console) {
        self.add(plans.iter().flat_map(wanted).collect(), library, console);
        for plan in &mut *plans {
            plan.linked = linked(plan, library, args, self);
        }
        let keys: BTreeSet<&Key> = plans.iter().flat_map(|plan| &plan.linked).map(|(_, linked)| &linked.key).collect();
        let parallel = keys.len() > 1 && console.jobs != 1;
        let drawn = map(parallel, keys.into_iter().collect(), |key: &Key| Some((key.clone(), picture(key, library)?)));
        self.pictures = drawn.into_iter().flatten().collect();
        for plan in plans {
            compare(&mut plan.linked, library, &self.pictures, console);
        }
    }
}

/// What the regions of a document show.
fn wanted(plan: &Plan) -> impl Iterator<Item = (PathBuf, What)> {
    let regions = plan.job.document.iter().flat_map(|document| &document.regions);
    let of = |(region, path): (&Region, &Result<PathBuf, _>)| Some((path.clone().ok()?, region.what.clone()));
    regions.zip(&plan.descriptions).filter_map(of)
}

/// The text of a region.
fn text(path: &Path, what: &What, library: &Library) -> Result<String, Diagnostic> {
    match &library.get(path).description {
        Ok(description) => catch_unwind(AssertUnwindSafe(|| description.text(what))).unwrap_or_else(|_| {
            let (_, name) = what.key();
            Err(defect(name))
        }),
        Err(why) => Err(Diagnostic::new(Code::RegionSource, None, why.as_str())
            .help("The region stays as it is until its description can be read.")),
    }
}

/// A picture as it is now; none where its description cannot be read or has no such view.
fn picture(key: &Key, library: &Library) -> Option<Result<Vec<u8>, Diagnostic>> {
    let known = library.get(&key.description);
    let of = known.description.as_ref().ok()?;
    let source = key.carries.then_some(of.text.as_str());
    drawn(key, of, source)
}

/// A picture that carries `source`.
fn drawn(key: &Key, of: &Description, source: Option<&str>) -> Option<Result<Vec<u8>, Diagnostic>> {
    let view = of.views.iter().find(|view| view.id == key.view)?;
    let drawn = catch_unwind(AssertUnwindSafe(|| pictures::draw(&of.model, view, key.format, source)));
    Some(drawn.unwrap_or_else(|_| Err(defect(&key.view))))
}

/// Finds the pictures that show what they are to show and carry an earlier description: drawn with that they are the same.
fn compare(linked: &mut [(Range<usize>, Linked)], library: &Library, now: &Drawn, console: &Console) {
    let is_stale = |linked: &Linked| {
        let bytes = now.get(&linked.key).and_then(|drawn| drawn.as_ref().ok());
        linked.key.carries && bytes.is_some_and(|bytes| linked.state(bytes) == State::Stale)
    };
    let same = |picture: &Linked| {
        let (Some(source), known) = (picture.source(), library.get(&picture.key.description)) else { return false };
        let Ok(of) = &known.description else { return false };
        let before = drawn(&picture.key, of, Some(&source));
        before.is_some_and(|before| before.is_ok_and(|bytes| picture.state(&bytes) == State::Fresh))
    };
    let stale: Vec<usize> = (0..linked.len()).filter(|at| is_stale(&linked[*at].1)).collect();
    let parallel = stale.len() > 1 && console.jobs != 1;
    let found = map(parallel, stale, |at: usize| (at, same(&linked[at].1)));
    for (at, same) in found {
        linked[at].1.same = same;
    }
}

fn defect(name: &str) -> Diagnostic {
    let words = format!("`{name}` made groundplan fail; this is a defect of groundplan.");
    Diagnostic::new(Code::RegionSource, None, words)
}

/// The pictures that a document links to, each with the marker of its region.
fn linked(plan: &Plan, library: &Library, args: &UpdateArgs, shown: &Shown) -> Vec<(Range<usize>, Linked)> {
    let mut out = Vec::new();
    let Some(document) = &plan.job.document else { return out };
    for (region, description) in document.regions.iter().zip(&plan.descriptions) {
        let Ok(path) = description else { continue };
        let known = library.get(path);
        let Ok(of) = &known.description else { continue };
        let drawn = shown.texts.get(&(path.clone(), region.what.clone())).is_some_and(Result::is_ok);
        // Links that somebody wrote into a region are not ours.
        if drawn && (args.force || !region.is_edited(document)) {
            let found = pictures::linked(document, region, plan.job.folder(), path, &of.views);
            out.extend(found.into_iter().map(|linked| (region.marker.clone(), linked)));
        }
    }
    out
}
