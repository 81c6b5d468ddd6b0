//! What pictures shall look like: presets, themes and fonts by name or file.

use super::args::LookArgs;
use super::files::{self, Refused};
use crate::base::Error;
use crate::base::text::Fonts;
use crate::layout::Earlier;
use crate::mermaid::Profile;
use crate::pipeline::{Format, Request};
use crate::preset::Preset;
use crate::scene::Theme;
use fontdb::Database;
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
}

impl Look {
    /// Reads what the arguments name.
    pub(super) fn load(args: &LookArgs) -> Result<Self, Error> {
        Ok(Self {
            preset: args.preset.as_deref().map(preset).transpose()?,
            theme: args.theme.as_deref().map(theme).transpose()?,
            scale: args.scale,
            profile: args.profile.into(),
            fonts: fonts(args)?,
        })
    }

    /// What is asked of the pipeline.
    pub(super) fn request<'a>(&'a self, formats: &'a [Format], earlier: Option<&'a Earlier>) -> Request<'a> {
        let Self { scale, profile, .. } = *self;
        let (preset, theme) = (self.preset.as_ref(), self.theme.as_ref());
        Request { formats, preset, theme, profile, scale, fonts: self.fonts(), earlier }
    }

    /// The fonts of the run.
    fn fonts(&self) -> &Fonts {
        self.fonts.as_ref().unwrap_or_else(|| Fonts::embedded())
    }
}

/// A preset by name or file.
pub(super) fn preset(name: &str) -> Result<Preset, Error> {
    if is_file(name) { Preset::read(name, &text(name)?) } else { Preset::named(name) }
}

fn theme(name: &str) -> Result<Theme, Error> {
    if is_file(name) { Theme::read(name, &text(name)?) } else { Theme::named(name) }
}

/// Whether a name means a file: it has an ending or a folder.
fn is_file(name: &str) -> bool {
    let path = Path::new(name);
    path.extension().is_some() || path.components().count() > 1
}

fn text(name: &str) -> Result<String, Error> {
    files::read(Path::new(name)).map(|source| source.text).map_err(|refused| match refused {
        Refused::World(error) => error,
        Refused::Text(finding) => Error::Preset { name: name.to_owned(), message: finding.0.message },
    })
}

fn fonts(args: &LookArgs) -> Result<Option<Fonts>, Error> {
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
    Ok(Some(Fonts::with(database)))
}
