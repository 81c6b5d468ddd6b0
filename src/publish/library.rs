//! Descriptions that documents name: each read once in a run.
//!
//! Part of: publish. Input: paths. Output: [`Description`]s, and what was found in them.

use super::cache::Key;
use super::files::{self, Includes, Refused};
use crate::base::{Diagnostic, Error, Sources};
use crate::describe::model::View;
use crate::describe::{self, Model};
use crate::plan;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A description that can be drawn.
#[derive(Debug)]
pub struct Description {
    /// What it says.
    pub model: Model,
    /// Its views, and the pictures of its plan.
    pub views: Vec<View>,
    /// Its text, without those that it includes.
    pub text: String,
    /// The sum of all of them.
    pub key: Key,
}

/// What a file of a description is.
#[derive(Debug)]
pub struct Known {
    /// The description; why there is none otherwise.
    pub description: Result<Description, String>,
    /// Its texts.
    pub sources: Sources,
    /// What is to be said of it, each once.
    findings: Mutex<BTreeSet<Diagnostic>>,
}

/// What one thread reads while others wait for it.
type Slot<T> = Arc<OnceLock<Arc<T>>>;

/// The descriptions of a run.
pub struct Library {
    /// Descriptions that lie in a folder.
    beside: fn(&Path) -> Vec<PathBuf>,
    known: Mutex<BTreeMap<PathBuf, Slot<Known>>>,
    folders: Mutex<BTreeMap<PathBuf, Slot<Vec<PathBuf>>>>,
}

impl Description {
    /// Of a model and the texts that it was read from.
    pub fn new(model: Model, sources: &Sources) -> Self {
        let key = Key::of(sources.0.iter().map(|source| source.text.as_bytes()));
        let views = plan::views(&model);
        let text = sources.0.first().map(|source| source.text.clone()).unwrap_or_default();
        Self { model, views, text, key }
    }
}

impl Known {
    fn read(path: &Path) -> Self {
        let name = files::shown(path);
        let refuse = |words: String| Self { description: Err(words), ..Self::nothing() };
        let (checked, sources) = match files::read(path, files::INCLUDE) {
            Ok(source) => describe::read(source, &Includes),
            Err(Refused::World(Error::Read { source, .. })) => {
                return refuse(format!("Cannot read {name}: {}.", files::reason(&source)));
            }
            Err(Refused::World(error)) => return refuse(format!("{error}.")),
            Err(Refused::Text(why)) => {
                let (finding, source) = *why;
                let findings = Mutex::new(BTreeSet::from([finding]));
                return Self { findings, sources: Sources(vec![source]), ..refuse(format!("{name} cannot be read.")) };
            }
        };
        let sound = !checked.has_errors();
        let description = checked.value.filter(|_| sound).map(|model| Description::new(model, &sources));
        let description = description.ok_or_else(|| format!("{name} has errors."));
        Self { description, sources, findings: Mutex::new(checked.diagnostics.into_iter().collect()) }
    }

    fn nothing() -> Self {
        Self { description: Err(String::new()), sources: Sources::default(), findings: Mutex::default() }
    }

    /// Says something of it.
    pub fn say(&self, findings: impl IntoIterator<Item = Diagnostic>) {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner).extend(findings);
    }

    /// All that is to be said of it, by weight and place.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> =
            self.findings.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect();
        all.sort_by_key(|finding| finding.span);
        all
    }
}

impl Library {
    /// Without any yet. `beside` says which descriptions lie in a folder.
    pub fn new(beside: fn(&Path) -> Vec<PathBuf>) -> Self {
        Self { beside, known: Mutex::default(), folders: Mutex::default() }
    }

    /// A description by its path; it is read where it was not yet.
    pub fn get(&self, path: &Path) -> Arc<Known> {
        once(&self.known, path, Known::read)
    }

    /// The only description in a folder.
    ///
    /// # Errors
    /// How many there are instead.
    pub fn beside(&self, folder: &Path) -> Result<PathBuf, &'static str> {
        match once(&self.folders, folder, self.beside).as_slice() {
            [one] => Ok(one.clone()),
            [] => Err("No description lies beside the document."),
            _ => Err("Several descriptions lie beside the document."),
        }
    }

    /// All that were read, by path.
    pub fn all(&self) -> Vec<(PathBuf, Arc<Known>)> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().filter_map(|(path, slot)| Some((path.clone(), slot.get()?.clone()))).collect()
    }
}

/// What is known of a path, read where it was not yet.
fn once<T>(slots: &Mutex<BTreeMap<PathBuf, Slot<T>>>, path: &Path, read: impl Fn(&Path) -> T) -> Arc<T> {
    let slot = {
        let mut slots = slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.entry(path.to_owned()).or_default().clone()
    };
    slot.get_or_init(|| Arc::new(read(path))).clone()
}
