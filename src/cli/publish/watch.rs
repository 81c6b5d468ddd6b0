//! `--watch`: what changes is published again, until Ctrl-C.

use super::{Ran, Setup, collect, unwatched};
use crate::cli::Exit;
use crate::cli::files;
use crate::publish::Job;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How long nothing may happen before what happened is looked at: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// What wakes the watch.
enum Event {
    /// A file changed.
    Change,
    /// The user has seen enough.
    End,
}

/// What a document was made of when it was published last: files and their stamps.
type Seen = BTreeMap<PathBuf, BTreeMap<PathBuf, String>>;

/// Publishes everything, then what changes.
pub(super) fn run(setup: &Setup<'_>) -> Exit {
    let (sender, events) = channel();
    let console = setup.console;
    let end = sender.clone();
    let ended = move || {
        // Without a receiver the watch is over already.
        let _ = end.send(Event::End);
    };
    if let Err(error) = ctrlc::set_handler(ended) {
        return console.fail(None, &format!("cannot wait for Ctrl-C: {error}"));
    }
    let mut watcher = match watcher(sender) {
        Ok(watcher) => watcher,
        Err(error) => return console.fail(None, &format!("cannot watch files: {error}")),
    };
    let mut watched: BTreeSet<PathBuf> = BTreeSet::new();
    for input in &setup.args.inputs {
        let (path, mode) = if input.is_dir() {
            (input.as_path(), RecursiveMode::Recursive)
        } else {
            (folder(input), RecursiveMode::NonRecursive)
        };
        if let Err(error) = watcher.watch(path, mode) {
            return console.error(&unwatched(path, &error));
        }
        watched.insert(path.to_owned());
    }
    let mut seen = Seen::new();
    loop {
        let (jobs, _) = collect(&setup.args.inputs, setup.out.as_ref(), console);
        let changed: Vec<Job> = jobs.iter().filter(|job| is_changed(job, &seen)).cloned().collect();
        let gone = seen.len() + changed.iter().filter(|job| !seen.contains_key(&job.path)).count() != jobs.len();
        if !changed.is_empty() || gone {
            let stamps: Vec<String> = changed.iter().map(|job| files::stamp(&job.path)).collect();
            let ran = setup.publish(&changed, &jobs);
            seen.retain(|path, _| jobs.iter().any(|job| job.path == *path));
            remember(&mut seen, changed, stamps, &ran);
            for path in seen.values().flat_map(BTreeMap::keys).map(|path| folder(path).to_owned()) {
                let known = watched.iter().any(|root| path.starts_with(root));
                // A file of a description elsewhere; where its folder is not there, its document was told so.
                if !known && watcher.watch(&path, RecursiveMode::NonRecursive).is_ok() {
                    watched.insert(path);
                }
            }
        }
        if wait(&events) {
            return Exit::Fine;
        }
    }
}

fn watcher(sender: Sender<Event>) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            let _ = sender.send(Event::Change);
        }
    })
}

/// Waits until something happened and then nothing for a while. Whether it is the end.
fn wait(events: &Receiver<Event>) -> bool {
    let mut next = events.recv().map_err(|_| RecvTimeoutError::Disconnected);
    loop {
        match next {
            Ok(Event::Change) => next = events.recv_timeout(QUIET),
            Err(RecvTimeoutError::Timeout) => return false,
            Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => return true,
        }
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn is_changed(job: &Job, seen: &Seen) -> bool {
    seen.get(&job.path).is_none_or(|files| files.iter().any(|(path, stamp)| files::stamp(path) != *stamp))
}

/// Stamps of documents are those before they were read: a change during the run is found by the next.
fn remember(seen: &mut Seen, jobs: Vec<Job>, stamps: Vec<String>, ran: &Ran) {
    for (job, stamp) in jobs.into_iter().zip(stamps) {
        let needs = ran.needs.get(&job.path).into_iter().flatten();
        let mut made: BTreeMap<PathBuf, String> = needs.map(|path| (path.clone(), files::stamp(path))).collect();
        made.insert(job.path.clone(), stamp);
        seen.insert(job.path, made);
    }
}
