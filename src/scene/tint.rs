//! A colour that a foreign text asks for -> one on which the words of a theme can be read, on a light and on a dark page.

use super::{Ink, Theme};
use crate::base::Color;
use crate::chart::Tint;

/// WCAG's contrast of text and ground, at least.
const CONTRAST: f64 = 4.5;
/// The same of a mark and the page.
const MARK: f64 = 1.5;
/// The same of a line and what it runs over.
const LINE: f64 = 2.5;
/// How much of a colour a dark page takes at most: there a ground glows that is calm on white.
const MOST_ON_DARK: f64 = 0.45;

/// The ground of a colour: as much of it as leaves titles and second lines readable.
pub(super) fn ground(tint: Tint, theme: &Theme) -> Ink {
    let page = &theme.page;
    let fit = |paper: Color, text: Color| {
        let most = if paper.brightness() < text.brightness() { MOST_ON_DARK } else { 1.0 };
        let mut share = tint.alpha.min(most);
        for _ in 0..40 {
            let mixed = paper.mix(tint.color, share);
            if mixed.contrast(text) >= CONTRAST {
                return mixed;
            }
            share *= 0.9;
        }
        paper
    };
    let dark = page.paper.dark.zip(page.muted.dark);
    Ink { light: fit(page.paper.light, page.muted.light), dark: dark.map(|(paper, text)| fit(paper, text)) }
}

/// So much of `over` on `below`, from 0 to 1, on a light and on a dark page.
pub(super) fn shade(below: Ink, over: Ink, share: f64) -> Ink {
    let dark = below.dark.zip(over.dark).map(|(below, over)| below.mix(over, share));
    Ink { light: below.light.mix(over.light, share), dark }
}

/// A ground that its author chose for a frame: as it is where the lines of the theme can be followed on it, and muted
/// elsewhere.
pub(super) fn behind(fill: Color, theme: &Theme) -> Ink {
    let muted = ground(Tint { color: fill, alpha: 1.0 }, theme);
    let line = theme.edge.line;
    let on = |line: Color, muted: Color| if fill.contrast(line) >= LINE { fill } else { muted };
    let light = on(line.light, muted.light);
    Ink { light, dark: line.dark.zip(muted.dark).map(|(line, muted)| on(line, muted)) }
}

/// The colour of words on a ground: their own, or black or white where it would not do.
pub(super) fn words_on(own: Ink, ground: Ink) -> Ink {
    let choose = |own: Color, ground: Color| if own.contrast(ground) >= CONTRAST { own } else { ground.words() };
    let dark =
        ground.dark.or(own.dark).map(|_| choose(own.dark.unwrap_or(own.light), ground.dark.unwrap_or(ground.light)));
    Ink { light: choose(own.light, ground.light), dark }
}

/// The colour of a mark: as it is, but lighter or darker where the page would swallow it.
pub(super) fn fitting(tint: Tint, theme: &Theme) -> Ink {
    let page = &theme.page;
    let fit = |paper: Color, text: Color| {
        let mut share = 0.0;
        while tint.color.mix(text, share).contrast(paper) < MARK && share < 1.0 {
            share += 0.1;
        }
        tint.color.mix(text, share)
    };
    let dark = page.paper.dark.zip(page.text.dark);
    Ink { light: fit(page.paper.light, page.text.light), dark: dark.map(|(paper, text)| fit(paper, text)) }
}
