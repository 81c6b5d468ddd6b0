//! Styles of CSS -> our looks, and which of them a picture does not have.

use super::super::css;
use super::super::read::ClassDef;
use super::super::read::flowchart::{Property, Stroke};
use super::place;
use crate::base::{Code, Color, Diagnostic, Line, Style};
use std::collections::BTreeMap;
use std::ops::Range;

/// Width of a thick line, in px.
const THICK: f64 = 3.0;
/// Widest line that is drawn, in px.
const WIDEST: f64 = 12.0;

/// What a picture does not have of the styles of a text: by property, where it stands first and how often.
#[derive(Debug, Default)]
pub(super) struct Rest(BTreeMap<String, (Range<usize>, usize)>);

impl Rest {
    pub(super) fn add(&mut self, property: &Property) {
        let name = if property.value.is_empty() { "without a value" } else { property.name.as_str() };
        self.0.entry(name.to_owned()).or_insert_with(|| (property.at.clone(), 0)).1 += 1;
    }

    /// One finding for all of them, at the first.
    pub(super) fn finding(self) -> Option<Diagnostic> {
        self.finding_of("What it has is `fill`, `stroke`, `color`, `stroke-width` and `stroke-dasharray`.")
    }

    /// The same where a picture has other styles.
    pub(super) fn finding_of(self, help: &str) -> Option<Diagnostic> {
        let first = self.0.values().map(|(at, _)| at.clone()).min_by_key(|at| at.start)?;
        let names: Vec<String> = self
            .0
            .into_iter()
            .map(|(name, (_, count))| if count > 1 { format!("`{name}` ({count} times)") } else { format!("`{name}`") })
            .collect();
        let message = format!("Of styles, a picture does not have {}.", names.join(", "));
        Some(Diagnostic::new(Code::MermaidLook, place(&first), message).help(help))
    }
}

/// The looks of a text, by name, and what of them a picture does not have.
pub(super) struct Sheet<'a> {
    classes: &'a [ClassDef],
    rest: Rest,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(classes: &'a [ClassDef]) -> Self {
        Self { classes, rest: Rest::default() }
    }

    /// What classes say, in the order in which they are given, and what is said of something alone, that stands there.
    pub(super) fn look(&mut self, names: &[String], own: &[String], at: &Range<usize>) -> Look {
        let mut look = Look::default();
        for name in std::iter::once("default").chain(names.iter().map(String::as_str)) {
            for class in self.classes.iter().filter(|class| class.name == name) {
                look.apply(&properties(&class.styles, at), &mut self.rest);
            }
        }
        look.apply(&properties(own, at), &mut self.rest);
        look
    }

    /// One finding for what a picture does not have.
    pub(super) fn finding(self) -> Option<Diagnostic> {
        self.rest.finding()
    }
}

/// The look of a line by its stroke.
pub(super) fn line(stroke: Stroke) -> Style {
    match stroke {
        Stroke::Dotted => Style { line: Some(Line::Dashed), ..Style::default() },
        Stroke::Thick => Style { width: Some(THICK), ..Style::default() },
        Stroke::Normal | Stroke::Invisible => Style::default(),
    }
}

/// Styles such as `fill:#f00`, of something that stands there.
pub(super) fn properties(styles: &[String], at: &Range<usize>) -> Vec<Property> {
    let parts = styles.iter().map(|style| style.split_once(':').unwrap_or((style, "")));
    let property = |(name, value): (&str, &str)| Property {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
        at: at.clone(),
    };
    parts.map(property).collect()
}

/// A look, and which of its parts are said to be none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub(super) style: Style,
    hollow: bool,
    unlined: bool,
}

impl Look {
    /// Whether there is neither a ground nor an outline.
    pub(super) const fn is_bare(self) -> bool {
        self.hollow && self.unlined
    }

    /// A look on top of this one.
    pub(super) fn apply(&mut self, properties: &[Property], rest: &mut Rest) {
        let style = &mut self.style;
        for property in properties {
            let value = property.value.trim_end_matches("!important").trim();
            let none = matches!(value, "none" | "transparent");
            let known = match property.name.to_ascii_lowercase().as_str() {
                "fill" if none => {
                    (self.hollow, style.fill) = (true, None);
                    true
                }
                "stroke" if none => {
                    (self.unlined, style.stroke) = (true, None);
                    true
                }
                "fill" | "background" | "background-color" => set(&mut style.fill, color(value)),
                "stroke" | "border-color" => set(&mut style.stroke, color(value)),
                "color" => set(&mut style.color, color(value)),
                "stroke-width" => set(&mut style.width, width(value)),
                "stroke-dasharray" => set(&mut style.line, dashes(value)),
                _ => false,
            };
            if !known {
                rest.add(property);
            }
        }
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let known = value.is_some();
    if known {
        *place = value;
    }
    known
}

/// `2px`, `2`, `0.2em`.
fn width(value: &str) -> Option<f64> {
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let number: f64 = value[..end].parse().ok()?;
    let unit = match value[end..].trim() {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "em" | "rem" => 16.0,
        _ => return None,
    };
    Some((number * unit).min(WIDEST))
}

/// Dashes as long as the gaps beside them are dashes, shorter ones dots.
fn dashes(value: &str) -> Option<Line> {
    if value == "none" || value == "0" {
        return Some(Line::Solid);
    }
    let first = value.split([' ', ',']).find(|part| !part.is_empty())?;
    let first: f64 = first.trim_end_matches("px").parse().ok()?;
    Some(if first == 0.0 {
        Line::Solid
    } else if first <= 2.0 {
        Line::Dotted
    } else {
        Line::Dashed
    })
}

/// A colour of CSS, over white where something shines through.
pub(super) fn color(value: &str) -> Option<Color> {
    let tint = css::color(value).filter(|tint| tint.alpha > 0.0)?;
    Some(Color::WHITE.mix(tint.color, tint.alpha))
}
