//! What filters for other programs share: options that stand in a book or a document, and how its diagrams are drawn.

use super::Exit;
use super::args::LookArgs;
use super::console::Console;
use super::files;
use super::inputs;
use super::look::Look;
use crate::base::text::counted;
use crate::pipeline::Format;
use crate::publish::cache::Key;
use crate::publish::draw::Pipeline;
use crate::publish::{Batch, Embed, Library, Mode, Outcome, Studio, Style, is_width};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Pixels of a PNG for each px.
const SCALE: f64 = 2.0;

/// Options by name; what is asked for is taken out.
pub(super) struct Options(pub(super) BTreeMap<String, String>);

impl Options {
    /// The value of an option.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).map(|text| text.trim().to_owned())
    }

    fn flag(&mut self, name: &str, fallback: bool) -> Result<bool, String> {
        match self.text(name).as_deref() {
            None => Ok(fallback),
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            Some(other) => Err(format!("`{name}` is true or false, not `{other}`")),
        }
    }
}

/// How the diagrams of a run are drawn.
pub(super) struct Setup {
    look: Look,
    style: Style,
    keep_source: bool,
    /// Whether a diagram that cannot be drawn ends the run of the other program; so does a warning where it counts.
    fail: bool,
}

impl Setup {
    /// Of the options that are left: one that nobody knows is refused.
    ///
    /// # Errors
    /// How the run ends; the user has been told why.
    pub(super) fn new(
        mut options: Options,
        embed: Embed,
        formats: Vec<Format>,
        console: &Console,
    ) -> Result<Self, Exit> {
        let taken = Self::taken(&mut options, embed, formats, console.strict);
        let (args, style, keep_source, fail) = taken.map_err(|words| console.fail(None, &words))?;
        if let Some(name) = options.0.keys().next() {
            return Err(console.fail(None, &format!("groundplan has no option `{name}`")));
        }
        let look = Look::load(&args, console)?;
        Ok(Self { look, style, keep_source, fail })
    }

    fn taken(
        options: &mut Options,
        embed: Embed,
        formats: Vec<Format>,
        strict: bool,
    ) -> Result<(LookArgs, Style, bool, bool), String> {
        let scale = options.text("scale").map_or(Ok(SCALE), |text| {
            super::args::scale(&text).map_err(|words| format!("`scale` is no `{text}`: {words}"))
        })?;
        let args = LookArgs {
            preset: options.text("preset"),
            theme: options.text("theme"),
            scale,
            profile: super::args::ProfileArg::default(),
            font_dir: options.text("font-dir").map(PathBuf::from).into_iter().collect(),
            system_fonts: false,
        };
        let width = options.text("width");
        if let Some(width) = width.as_ref().filter(|width| !is_width(width)) {
            return Err(format!("`width` is a number with a unit, such as 60% or 320px, not `{width}`"));
        }
        let style = Style {
            embed,
            formats,
            keep_source: options.flag("keep-source", false)?,
            captions: options.flag("caption", false)?,
            numbers: options.flag("number", false)?,
            width,
            strict,
        };
        Ok((args, style, options.flag("source", true)?, options.flag("fail", strict)?))
    }

    /// Does `work` with what draws.
    pub(super) fn run<T>(&self, work: impl FnOnce(&Batch<'_>) -> T) -> T {
        let library = Library::new(inputs::beside);
        let studio = Studio {
            draw: &Pipeline,
            request: self.look.request(&[], None),
            dark: None,
            cache: None,
            salt: Key::of([]),
            keep_source: self.keep_source,
        };
        let (style, mode) = (self.style.clone(), Mode::Write);
        work(&Batch { studio, style, library: &library, out: None, ours: None, journal: None, mode })
    }

    /// Says what was found. A diagram that stays as it is is no failure unless that is asked for.
    pub(super) fn report(&self, outcomes: &[Outcome], console: &Console) -> Exit {
        let mut exit = Exit::Fine;
        for outcome in outcomes {
            exit = exit.max(console.findings(&outcome.findings, &outcome.sources));
            for words in &outcome.errors {
                exit = exit.max(console.fail(None, words));
            }
        }
        let kept = outcomes.iter().filter(|outcome| outcome.failed()).count();
        if kept > 0 && !self.fail {
            console.say(&format!("{} with diagrams that stay as they are", counted(kept, "part", "parts")));
        }
        if self.fail { exit } else { Exit::Fine }
    }
}

/// All of standard input.
///
/// # Errors
/// How the run ends; the user has been told why.
pub(super) fn input(console: &Console) -> Result<Vec<u8>, Exit> {
    files::up_to(Path::new(files::STANDARD), files::LARGE, files::SPLIT).map_err(|refused| console.refused(refused))
}
