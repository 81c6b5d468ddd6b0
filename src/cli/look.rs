//! What pictures shall look like: presets, themes and fonts by name or file.

use super::Exit;
use super::args::LookArgs;
use super::console::Console;
use super::files;
use crate::base::source::is_file;
use crate::base::text::Fonts;
use crate::base::{Checked, Error, SourceId, Sources};
use crate::layout::Earlier;
use crate::mermaid::Profile;
use crate::pipeline::{Format, Request};
use crate::preset::Preset;
use crate::scene::Theme;
use fontdb::Database;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The look of a run.
pub(super) struct Look {
    /// The preset, where the command line names one.
    pub(super) preset: Option<Preset>,
    /// The theme, where the command line names one.
    pub(super) theme: Option<Theme>,
    /// Pixels for each px.
    pub(super) scale: f64,
    /// Which Mermaid.
    pub(super) profile: Profile,
    /// Further fonts; none where the embedded ones are all.
    fonts: Option<Fonts>,
    /// What says which fonts those are.
    stamp: String,
}

impl Look {
    /// Reads what the arguments name.
    pub(super) fn load(args: &LookArgs, console: &Console) -> Result<Self, Exit> {
        let preset = args.preset.as_deref().map(|name| preset(name, console)).transpose()?;
        let theme = args.theme.as_deref().map(|name| theme(name, console)).transpose()?;
        let database = fonts(args).map_err(|error| console.error(&error))?;
        let stamp = database.as_ref().map(stamp).unwrap_or_default();
        let fonts = database.map(Fonts::with);
        Ok(Self { preset, theme, scale: args.scale, profile: args.profile.into(), fonts, stamp })
    }

    /// All that pictures depend on besides what they show: two looks that say the same here look the same.
    pub(super) fn key(&self) -> String {
        let Self { preset, theme, scale, profile, stamp, .. } = self;
        format!("{preset:?} {theme:?} {scale} {profile:?} {stamp}")
    }

    /// What is asked of the pipeline.
    pub(super) fn request<'a>(&'a self, formats: &'a [Format], earlier: Option<&'a Earlier>) -> Request<'a> {
        let Self { scale, profile, .. } = *self;
        let (preset, theme) = (self.preset.as_ref(), self.theme.as_ref());
        Request { formats, preset, theme, profile, scale, fonts: self.fonts(), earlier, source: None }
    }

    /// The fonts of the run.
    fn fonts(&self) -> &Fonts {
        self.fonts.as_ref().unwrap_or_else(|| Fonts::embedded())
    }
}

/// A preset by name or file; without one the user has been told why.
pub(super) fn preset(name: &str, console: &Console) -> Result<Preset, Exit> {
    named_or_read(name, Preset::named, Preset::read, console)
}

fn theme(name: &str, console: &Console) -> Result<Theme, Exit> {
    named_or_read(name, Theme::named, Theme::read, console)
}

fn named_or_read<T>(
    name: &str,
    named: impl Fn(&str) -> Result<T, Error>,
    read: impl Fn(&str, SourceId) -> Checked<T>,
    console: &Console,
) -> Result<T, Exit> {
    if !is_file(name) {
        return named(name).map_err(|error| console.error(&error));
    }
    let source = files::read(Path::new(name), files::SPLIT).map_err(|refused| console.refused(refused))?;
    let Checked { value, diagnostics } = read(&source.text, SourceId(0));
    let exit = console.findings(&diagnostics, &Sources(vec![source]));
    value.filter(|_| exit == Exit::Fine).ok_or(exit)
}

fn fonts(args: &LookArgs) -> Result<Option<Database>, Error> {
    if args.font_dir.is_empty() && !args.system_fonts {
        return Ok(None);
    }
    let mut database = Database::new();
    for path in &args.font_dir {
        let before = database.len();
        if path.is_dir() {
            database.load_fonts_dir(path);
        } else {
            database.load_font_file(path).map_err(|source| Error::Read { path: path.clone(), source })?;
        }
        if database.len() == before {
            return Err(Error::Font { path: path.clone(), message: "there is no font in it".to_owned() });
        }
    }
    if args.system_fonts {
        database.load_system_fonts();
    }
    Ok(Some(database))
}

/// The faces of a database by name, and their files by path, length and time.
fn stamp(database: &Database) -> String {
    let mut files: BTreeMap<&Path, String> = BTreeMap::new();
    let mut out = String::new();
    for face in database.faces() {
        let _ = write!(out, "{} {} ", face.post_script_name, face.index);
        if let fontdb::Source::File(path) = &face.source {
            files.entry(path).or_insert_with(|| files::stamp(path));
        }
    }
    files.iter().fold(out, |out, (path, stamp)| format!("{out}{} {stamp} ", path.display()))
}
