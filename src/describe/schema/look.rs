//! Looks as written: styles, and kinds of the user's own.
//!
//! Part of: the schema.

use super::element::{KindName, Short};
use super::read::{At, Read, Reader, Word};
use super::record::record;
use crate::base::{Code, Color, Line, Shape, Style};
use crate::describe::yaml::{Data, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

record! {
    /// A kind of your own.
    KindKeys: "a kind" {
        /// The kind whose role it plays.
        "like" like: At<KindName> = required,
        /// Its outline.
        "shape" shape: At<Word<Shape>>,
        /// Colour of its inside: `#rgb` or `#rrggbb`, in quotes.
        "fill" fill: At<Hex>,
        /// Colour of its outline.
        "stroke" stroke: At<Hex>,
        /// Colour of its text.
        "color" color: At<Hex>,
        /// How its outline is drawn.
        "line" line: At<Word<Line>>,
        /// Width of its outline, in px.
        "width" width: At<Width>,
    }
}

/// A kind of your own: the kind that it is like, or more.
pub(crate) type KindDef = Short<At<String>, KindKeys>;

record! {
    /// The look of what a selector picks.
    StyleDef: "a style" {
        /// Colour of an element's inside: `#rgb` or `#rrggbb`, in quotes.
        "fill" fill: At<Hex>,
        /// Colour of an outline or of a relation's line.
        "stroke" stroke: At<Hex>,
        /// Colour of text.
        "color" color: At<Hex>,
        /// How a line is drawn.
        "line" line: At<Word<Line>>,
        /// Width of a line, in px.
        "width" width: At<Width>,
        /// Outline of an element.
        "shape" shape: At<Word<Shape>>,
    }
}

impl StyleDef {
    /// The look, without places.
    pub(crate) fn style(&self) -> Style {
        Style {
            fill: self.fill.as_ref().map(|c| c.value.0),
            stroke: self.stroke.as_ref().map(|c| c.value.0),
            color: self.color.as_ref().map(|c| c.value.0),
            line: self.line.as_ref().map(|l| l.value.0),
            width: self.width.as_ref().map(|w| w.value.0),
            shape: self.shape.as_ref().map(|s| s.value.0),
        }
    }
}

impl KindKeys {
    /// Its look, without the outline.
    pub(crate) fn style(&self) -> Style {
        Style {
            fill: self.fill.as_ref().map(|c| c.value.0),
            stroke: self.stroke.as_ref().map(|c| c.value.0),
            color: self.color.as_ref().map(|c| c.value.0),
            line: self.line.as_ref().map(|l| l.value.0),
            width: self.width.as_ref().map(|w| w.value.0),
            shape: None,
        }
    }
}

/// A colour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Hex(pub(crate) Color);

impl Read for Hex {
    fn what() -> String {
        "a text such as \"#c00\"".to_owned()
    }

    fn fits(value: &Value) -> bool {
        value.text().is_some()
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        let text = match &value.data {
            Data::Null => return None,
            _ if value.text().is_none() => {
                to.wrong_type(value, &Self::what());
                return None;
            }
            _ => value.text().unwrap_or_default(),
        };
        let color = Color::from_hex(text);
        if color.is_none() {
            let help = "Write `\"#rgb\"` or `\"#rrggbb\"` in quotes.";
            to.add(Code::BadValue, value.span, format!("`{text}` is no colour."), help);
        }
        color.map(Self)
    }
}

impl JsonSchema for Hex {
    fn schema_name() -> Cow<'static, str> {
        "Color".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A colour: `#rgb` or `#rrggbb`, in quotes.",
            "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"
        })
    }
}

/// A width of a line, in px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Width(pub(crate) f64);

impl Read for Width {
    fn what() -> String {
        "a number".to_owned()
    }

    fn fits(value: &Value) -> bool {
        matches!(value.data, Data::Int(_) | Data::Float(_))
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        const WIDEST: f64 = 20.0;
        let width = match value.data {
            Data::Int(it) => it as f64,
            Data::Float(it) => it,
            Data::Null => return None,
            _ => {
                to.wrong_type(value, &Self::what());
                return None;
            }
        };
        if width > 0.0 && width <= WIDEST {
            return Some(Self(width));
        }
        to.add(
            Code::BadValue,
            value.span,
            format!("A line cannot be {width} px wide."),
            "Write a number above 0 and up to 20.",
        );
        None
    }
}

impl JsonSchema for Width {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Width".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "exclusiveMinimum": 0, "maximum": 20 })
    }
}
