//! What the regions of documents show, and the pictures that they link to: each drawn once for all documents.

use super::args::UpdateArgs;
use super::batch::map;
use super::console::Console;
use super::documents::Library;
use super::files;
use super::pictures::{self, Drawn, Key, Linked, State};
use super::update::Plan;
use crate::base::{Code, Diagnostic};
use crate::describe::model::View;
use crate::plan;
use crate::publish::{Content, Views, What};
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

/// Draws what documents show; each is told which pictures it links to.
pub(super) fn draw(plans: &mut [Plan], library: &Library, args: &UpdateArgs, console: &Console) -> Shown {
    let mut shown = Shown { texts: texts(plans, library, console), pictures: Drawn::new() };
    let views = linked(plans, library, args, &shown);
    let wanted: BTreeSet<&Key> = plans.iter().flat_map(|plan| &plan.linked).map(|(_, linked)| &linked.key).collect();
    let parallel = wanted.len() > 1 && console.jobs != 1;
    let drawn = map(parallel, wanted.into_iter().collect(), |key: &Key| {
        let Key { description, view: id, format, carries } = key;
        let (views, source) = views.get(description)?;
        let (Some(view), Some(Ok(model))) = (views.iter().find(|v| v.id == *id), library.get(description)) else {
            return None;
        };
        let source = source.as_deref().filter(|_| *carries);
        let drawn = catch_unwind(AssertUnwindSafe(|| pictures::draw(model, view, *format, source)));
        Some((key.clone(), drawn.unwrap_or_else(|_| Err(defect(id)))))
    });
    shown.pictures = drawn.into_iter().flatten().collect();
    for plan in plans {
        compare(&mut plan.linked, &views, library, &shown.pictures, console);
    }
    shown
}

/// Finds the pictures that show what they are to show and carry an earlier description: drawn with that they are the same.
fn compare(
    linked: &mut [(Range<usize>, Linked)],
    views: &Drawable,
    library: &Library,
    drawn: &Drawn,
    console: &Console,
) {
    let is_stale = |linked: &Linked| {
        let bytes = drawn.get(&linked.key).and_then(|drawn| drawn.as_ref().ok());
        linked.key.carries && bytes.is_some_and(|bytes| linked.state(bytes) == State::Stale)
    };
    let stale: Vec<usize> = (0..linked.len()).filter(|at| is_stale(&linked[*at].1)).collect();
    let earlier: BTreeMap<usize, String> = stale.iter().filter_map(|at| Some((*at, linked[*at].1.source()?))).collect();
    let all = &*linked;
    let same = |at: usize| {
        let (marker, picture) = &all[at];
        let Key { description, view: id, format, .. } = &picture.key;
        let (Some((views, _)), Some(Ok(model))) = (views.get(description), library.get(description)) else {
            return false;
        };
        // A PDF does not give its own back: its neighbours were written with it.
        let beside = earlier.iter().filter(|(other, _)| all[**other].0 == *marker).map(|(_, text)| text);
        let Some(text) = earlier.get(&at).or_else(|| beside.into_iter().next()) else { return false };
        let Some(view) = views.iter().find(|view| view.id == *id) else { return false };
        let drawn = catch_unwind(AssertUnwindSafe(|| pictures::draw(model, view, *format, Some(text))));
        drawn.is_ok_and(|drawn| drawn.is_ok_and(|bytes| picture.state(&bytes) == State::Fresh))
    };
    let parallel = stale.len() > 1 && console.jobs != 1;
    let found = map(parallel, stale, |at: usize| (at, same(at)));
    for (at, same) in found {
        linked[at].1.same = same;
    }
}

fn defect(name: &str) -> Diagnostic {
    let words = format!("`{name}` made groundplan fail; this is a defect of groundplan.");
    Diagnostic::new(Code::RegionSource, None, words)
}

/// The views of descriptions that have pictures, and their texts.
type Drawable = BTreeMap<PathBuf, (Vec<View>, Option<String>)>;

/// Tells each document which pictures it links to.
fn linked(plans: &mut [Plan], library: &Library, args: &UpdateArgs, shown: &Shown) -> Drawable {
    let mut views = Drawable::new();
    for plan in plans {
        let Some(document) = &plan.job.document else { continue };
        for (region, description) in document.regions.iter().zip(&plan.descriptions) {
            let Ok(path) = description else { continue };
            let Some(Ok(model)) = library.get(path) else { continue };
            let drawn = shown.texts.get(&(path.clone(), region.what.clone())).is_some_and(Result::is_ok);
            // Links that somebody wrote into a region are not ours.
            let ours = args.force || !region.is_edited(document);
            if !drawn || !ours || region.pictures(document).is_empty() {
                continue;
            }
            let text = || files::read(path).ok().map(|source| source.text);
            let (views, _) = views.entry(path.clone()).or_insert_with(|| (plan::views(model), text()));
            let found = pictures::linked(document, region, plan.job.folder(), path, views);
            plan.linked.extend(found.into_iter().map(|linked| (region.marker.clone(), linked)));
        }
    }
    views
}

/// The texts of regions, each view of a description once.
fn texts(
    plans: &[Plan],
    library: &Library,
    console: &Console,
) -> BTreeMap<(PathBuf, What), Result<String, Diagnostic>> {
    let mut wanted: BTreeSet<(&Path, &What)> = BTreeSet::new();
    for plan in plans {
        let Some(document) = &plan.job.document else { continue };
        for (region, description) in document.regions.iter().zip(&plan.descriptions) {
            if let Ok(path) = description {
                wanted.insert((path, &region.what));
            }
        }
    }
    let views: BTreeMap<&Path, Result<Views<'_>, &String>> =
        library.iter().map(|(path, model)| (path.as_path(), model.as_ref().map(Views::new))).collect();
    let parallel = wanted.len() > 1 && console.jobs != 1;
    let drawn = map(parallel, wanted.into_iter().collect(), |(path, what): (&Path, &What)| {
        let text = match views.get(path) {
            Some(Ok(views)) => catch_unwind(AssertUnwindSafe(|| views.text(what))).unwrap_or_else(|_| {
                let (_, name) = what.key();
                Err(defect(name))
            }),
            Some(Err(why)) => Err(Diagnostic::new(Code::RegionSource, None, why.as_str())
                .help("The region stays as it is until its description can be read.")),
            None => Err(Diagnostic::new(Code::RegionSource, None, "The description is not there.")),
        };
        ((path.to_owned(), what.clone()), text)
    });
    drawn.into_iter().collect()
}
