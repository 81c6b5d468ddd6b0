//! `groundplan check` of plans: each beside the description that it belongs to.

use super::Exit;
use super::batch::{Descriptions, Read};
use super::console::Console;
use super::files::{self, Includes, Refused};
use super::inputs::{self, Input};
use crate::base::{Source, SourceId, Sources};
use crate::describe::Model;
use crate::plan::{self, Described};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// A plan that was read, and the description that it belongs to.
struct Plan {
    source: Source,
    doc: plan::PlanDoc,
    description: Option<PathBuf>,
}

/// Checks plans, in parallel; findings come in their order.
pub(super) fn run(plans: &[Input], src: Option<&Path>, known: &Descriptions, console: &Console) -> Exit {
    let read: Vec<Result<Plan, Refused>> = map(console, plans, |input| plan(input, src));
    let mut wanted: Vec<PathBuf> = read.iter().flatten().filter_map(|plan| plan.description.clone()).collect();
    wanted.sort();
    wanted.dedup();
    // What is wrong with descriptions is said once: without them their plans are checked alone.
    let alone = |path: &Path| console.say(&format!("{}: no plan is compared with it", files::shown(path)));
    let mut models: BTreeMap<PathBuf, Described<'_>> = BTreeMap::new();
    let read_before: BTreeMap<PathBuf, &Read> =
        known.read.iter().map(|one| (files::tidy(&one.input.path), one)).collect();
    wanted.retain(|path| {
        let place = files::tidy(path);
        if let Some(Read { model, sources, .. }) = read_before.get(&place) {
            models.insert(path.clone(), Described { model, sources });
            return false;
        }
        let broken = known.broken.contains(&place);
        if broken {
            alone(path);
        }
        !broken
    });
    let descriptions = map(console, &wanted, |path| {
        let read = files::read(path, files::INCLUDE).map(|source| crate::describe::read(source, &Includes));
        (path.clone(), read)
    });
    let mut exit = Exit::Fine;
    let mut more: BTreeMap<PathBuf, (Model, Sources)> = BTreeMap::new();
    for (path, description) in descriptions {
        match description {
            Err(refused) => exit = exit.max(console.refused(refused)),
            Ok((checked, sources)) => {
                let broken = checked.has_errors();
                if let Some(model) = checked.value.filter(|_| !broken) {
                    more.insert(path, (model, sources));
                } else {
                    exit = exit.max(console.findings(&checked.diagnostics, &sources));
                    alone(&path);
                }
            }
        }
    }
    models.extend(more.iter().map(|(path, (model, sources))| (path.clone(), Described { model, sources })));
    let compared = compared(&read, &models);
    let pairs: Vec<&Result<Plan, Refused>> = read.iter().collect();
    let found = map(console, &pairs, |read| {
        let Ok(plan) = read else { return Some(Vec::new()) };
        let described = plan.description.as_ref().and_then(|path| models.get(path)).copied();
        // Nothing here panics that we know of; if one plan does, the others are still checked.
        catch_unwind(AssertUnwindSafe(|| plan::check(&plan.doc, SourceId(0), described))).ok()
    });
    for (read, found) in read.into_iter().zip(found) {
        match (read, found) {
            (Err(refused), _) => exit = exit.max(console.refused(refused)),
            (Ok(plan), Some(found)) => {
                exit = exit.max(console.findings(&found, &Sources(vec![plan.source])));
            }
            (Ok(plan), None) => {
                let words = format!("{} made groundplan fail; this is a defect of groundplan", plan.source.name);
                exit = exit.max(console.fail(Some(plan.source.name.as_ref()), &words));
            }
        }
    }
    for line in compared {
        console.say(&line);
    }
    exit
}

/// Which plans are compared with which description, a line each.
fn compared(plans: &[Result<Plan, Refused>], models: &BTreeMap<PathBuf, Described<'_>>) -> Vec<String> {
    let mut by: BTreeMap<Option<&PathBuf>, Vec<&str>> = BTreeMap::new();
    for plan in plans.iter().flatten() {
        let description = plan.description.as_ref().filter(|path| models.contains_key(*path));
        if description.is_some() || plan.description.is_none() {
            by.entry(description).or_default().push(&plan.source.name);
        }
    }
    let line = |(description, names): (Option<&PathBuf>, Vec<&str>)| {
        let who = match names.as_slice() {
            [only] => format!("{only} is"),
            several => format!("{} plans are", several.len()),
        };
        let with = description.map_or_else(|| "no description: --src names one".to_owned(), |path| files::shown(path));
        format!("{who} compared with {with}")
    };
    by.into_iter().map(line).collect()
}

/// Reads a plan, and finds out which description it belongs to: the given one, else the one that its regions name, else
/// the only one beside it that has a plan.
fn plan(input: &Input, given: Option<&Path>) -> Result<Plan, Refused> {
    let source = files::read(&input.path, files::SPLIT)?;
    let doc = plan::read(&source.text, SourceId(0));
    let folder = input.path.parent().unwrap_or(Path::new(""));
    let src = doc.regions.iter().find_map(|region| region.src.as_ref());
    let named = || src.map(|said| files::tidy(&folder.join(&said.text)));
    let only = || {
        let mut beside = inputs::beside(folder);
        beside.retain(|path| inputs::has_plan(path));
        (beside.len() == 1).then(|| beside.pop()).flatten()
    };
    let description = given.map(Path::to_owned).or_else(named).or_else(only);
    Ok(Plan { source, doc, description })
}

/// `f` of each, in their order.
fn map<T: Sync, R: Send>(console: &Console, items: &[T], f: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    const WORTH_THREADS: usize = 8;
    if items.len() > WORTH_THREADS && console.jobs != 1 {
        items.par_iter().map(f).collect()
    } else {
        items.iter().map(f).collect()
    }
}
