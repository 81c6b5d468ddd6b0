//! Our [`Theme`] -> the theme of merman, for a light or for a dark page.

use crate::base::Color;
use crate::scene::{Ink, Theme};
use ::merman::MermaidConfig;
use ::merman::svg::{HostTheme, HostThemeAppearance, Presentation, ThemeRole};
use serde_json::{Map, Value, json};

/// Which page a picture is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Light,
    Dark,
}

/// Whether a theme has other colours for a dark page.
pub(super) fn has_dark(theme: &Theme) -> bool {
    theme.page.text.dark.is_some()
}

/// The colour of a page.
pub(super) fn color(ink: Ink, page: Page) -> Color {
    if page == Page::Dark { ink.dark.unwrap_or(ink.light) } else { ink.light }
}

/// Colours of kinds that merman's theme does not reach, as its configuration has them.
pub(super) fn config(theme: &Theme, page: Page) -> MermaidConfig {
    let (kind, chart) = (&theme.kind, &theme.chart);
    let colors = [
        ("complexBg", chart.low_fill),
        ("complicatedBg", kind.system.fill),
        ("chaoticBg", chart.high_fill),
        ("clearBg", chart.medium_fill),
        ("confusionBg", kind.gateway.fill),
        ("cliffColor", chart.high_line),
    ];
    let colors: Map<String, Value> =
        colors.into_iter().map(|(name, ink)| (name.to_owned(), hex(ink, page).into())).collect();
    MermaidConfig::from_value(json!({"themeVariables": {"cynefin": colors}}))
}

/// The same for what it sets in no colour at all: black, on a dark page too.
pub(super) fn css(theme: &Theme, page: Page) -> String {
    format!(".em-swimlane text {{ fill: {}; }}", hex(theme.page.text, page))
}

/// The theme of merman that comes nearest to ours.
pub(super) fn host(theme: &Theme, word: &str, page: Page) -> Presentation {
    let (kind, chart) = (&theme.kind, &theme.chart);
    let text = color(theme.page.text, page);
    let is_dark = u32::from(text.r) + u32::from(text.g) + u32::from(text.b) > 3 * 128;
    let appearance = if is_dark { HostThemeAppearance::Dark } else { HostThemeAppearance::Light };
    let roles = [
        (ThemeRole::Canvas, theme.page.paper),
        (ThemeRole::Surface, kind.container.fill),
        (ThemeRole::SurfaceAlt, kind.node.fill),
        (ThemeRole::SurfaceMuted, kind.external.fill),
        (ThemeRole::Text, theme.page.text),
        (ThemeRole::SubtleText, theme.page.muted),
        (ThemeRole::Border, kind.container.line),
        (ThemeRole::Line, theme.edge.line),
        (ThemeRole::EdgeLabelBackground, theme.page.paper),
        (ThemeRole::ClusterBackground, kind.group.fill),
        (ThemeRole::ClusterBorder, theme.frame.line),
        (ThemeRole::NoteBackground, chart.note_fill),
        (ThemeRole::NoteBorder, chart.note_line),
        (ThemeRole::NoteText, chart.note_text),
        (ThemeRole::ActorBackground, kind.container.fill),
        (ThemeRole::ActorBorder, kind.container.line),
        (ThemeRole::ActorText, kind.container.text),
        (ThemeRole::ActivationBackground, chart.mark_fill),
        (ThemeRole::ActivationBorder, chart.mark_line),
        (ThemeRole::Error, chart.high_line),
        (ThemeRole::Warning, chart.medium_line),
        (ThemeRole::Success, chart.low_line),
    ];
    let looks = [
        &kind.system,
        &kind.database,
        &kind.queue,
        &kind.gateway,
        &kind.function,
        &kind.storage,
        &kind.cache,
        &kind.person,
    ];
    // Its boxes are filled with them; elsewhere they are lines.
    let is_filled = word == "eventmodeling";
    let series = looks.map(|look| hex(if is_filled { look.fill } else { look.line }, page));
    // What merman refuses of a look it does without: the colours of a theme are ones that it knows.
    let look = HostTheme::new().with_appearance(appearance);
    let look = look.clone().try_with_font_family("Inter, Arial, sans-serif").unwrap_or(look);
    let look = look.clone().try_with_series_palette(series).unwrap_or(look);
    let with_role = |look: HostTheme, (role, ink)| look.clone().try_with_role(role, hex(ink, page)).unwrap_or(look);
    Presentation::new().with_theme(roles.into_iter().fold(look, with_role))
}

fn hex(ink: Ink, page: Page) -> String {
    color(ink, page).hex()
}
