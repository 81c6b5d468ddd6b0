//! Styles of CSS -> our looks, and which of them a picture does not have.

use super::super::read::ClassDef;
use super::super::read::flowchart::Property;
use super::place;
use crate::base::{Code, Color, Diagnostic, Line, Style};
use std::collections::BTreeMap;
use std::ops::Range;

/// Names of colours that diagrams use.
const NAMES: &[(&str, u32)] = &[
    ("aliceblue", 0x00f0_f8ff),
    ("aqua", 0x0000_ffff),
    ("aquamarine", 0x007f_ffd4),
    ("azure", 0x00f0_ffff),
    ("beige", 0x00f5_f5dc),
    ("bisque", 0x00ff_e4c4),
    ("black", 0),
    ("blue", 0x0000_00ff),
    ("blueviolet", 0x008a_2be2),
    ("brown", 0x00a5_2a2a),
    ("chocolate", 0x00d2_691e),
    ("coral", 0x00ff_7f50),
    ("cornflowerblue", 0x0064_95ed),
    ("crimson", 0x00dc_143c),
    ("cyan", 0x0000_ffff),
    ("darkblue", 0x0000_008b),
    ("darkcyan", 0x0000_8b8b),
    ("darkgray", 0x00a9_a9a9),
    ("darkgreen", 0x0000_6400),
    ("darkgrey", 0x00a9_a9a9),
    ("darkorange", 0x00ff_8c00),
    ("darkred", 0x008b_0000),
    ("darkslategray", 0x002f_4f4f),
    ("deeppink", 0x00ff_1493),
    ("deepskyblue", 0x0000_bfff),
    ("dimgray", 0x0069_6969),
    ("dodgerblue", 0x001e_90ff),
    ("firebrick", 0x00b2_2222),
    ("forestgreen", 0x0022_8b22),
    ("fuchsia", 0x00ff_00ff),
    ("gold", 0x00ff_d700),
    ("gray", 0x0080_8080),
    ("green", 0x0000_8000),
    ("greenyellow", 0x00ad_ff2f),
    ("grey", 0x0080_8080),
    ("honeydew", 0x00f0_fff0),
    ("hotpink", 0x00ff_69b4),
    ("indianred", 0x00cd_5c5c),
    ("indigo", 0x004b_0082),
    ("ivory", 0x00ff_fff0),
    ("khaki", 0x00f0_e68c),
    ("lavender", 0x00e6_e6fa),
    ("lawngreen", 0x007c_fc00),
    ("lightblue", 0x00ad_d8e6),
    ("lightcoral", 0x00f0_8080),
    ("lightcyan", 0x00e0_ffff),
    ("lightgray", 0x00d3_d3d3),
    ("lightgreen", 0x0090_ee90),
    ("lightgrey", 0x00d3_d3d3),
    ("lightpink", 0x00ff_b6c1),
    ("lightsalmon", 0x00ff_a07a),
    ("lightskyblue", 0x0087_cefa),
    ("lightyellow", 0x00ff_ffe0),
    ("lime", 0x0000_ff00),
    ("limegreen", 0x0032_cd32),
    ("magenta", 0x00ff_00ff),
    ("maroon", 0x0080_0000),
    ("mediumpurple", 0x0093_70db),
    ("midnightblue", 0x0019_1970),
    ("mintcream", 0x00f5_fffa),
    ("mistyrose", 0x00ff_e4e1),
    ("moccasin", 0x00ff_e4b5),
    ("navy", 0x0000_0080),
    ("olive", 0x0080_8000),
    ("orange", 0x00ff_a500),
    ("orangered", 0x00ff_4500),
    ("orchid", 0x00da_70d6),
    ("palegreen", 0x0098_fb98),
    ("paleturquoise", 0x00af_eeee),
    ("peachpuff", 0x00ff_dab9),
    ("pink", 0x00ff_c0cb),
    ("plum", 0x00dd_a0dd),
    ("powderblue", 0x00b0_e0e6),
    ("purple", 0x0080_0080),
    ("rebeccapurple", 0x0066_3399),
    ("red", 0x00ff_0000),
    ("royalblue", 0x0041_69e1),
    ("salmon", 0x00fa_8072),
    ("seagreen", 0x002e_8b57),
    ("seashell", 0x00ff_f5ee),
    ("silver", 0x00c0_c0c0),
    ("skyblue", 0x0087_ceeb),
    ("slateblue", 0x006a_5acd),
    ("slategray", 0x0070_8090),
    ("snow", 0x00ff_fafa),
    ("steelblue", 0x0046_82b4),
    ("tan", 0x00d2_b48c),
    ("teal", 0x0000_8080),
    ("thistle", 0x00d8_bfd8),
    ("tomato", 0x00ff_6347),
    ("turquoise", 0x0040_e0d0),
    ("violet", 0x00ee_82ee),
    ("wheat", 0x00f5_deb3),
    ("white", 0x00ff_ffff),
    ("whitesmoke", 0x00f5_f5f5),
    ("yellow", 0x00ff_ff00),
    ("yellowgreen", 0x009a_cd32),
];

/// Widest line that is drawn, in px.
const WIDEST: f64 = 12.0;

/// What a picture does not have of the styles of a text: by property, where it stands first and how often.
#[derive(Debug, Default)]
pub(super) struct Rest(BTreeMap<String, (Range<usize>, usize)>);

impl Rest {
    fn add(&mut self, property: &Property) {
        let name = if property.value.is_empty() { "without a value" } else { property.name.as_str() };
        self.0.entry(name.to_owned()).or_insert_with(|| (property.at.clone(), 0)).1 += 1;
    }

    /// One finding for all of them, at the first.
    pub(super) fn finding(self) -> Option<Diagnostic> {
        let first = self.0.values().map(|(at, _)| at.clone()).min_by_key(|at| at.start)?;
        let names: Vec<String> = self
            .0
            .into_iter()
            .map(|(name, (_, count))| if count > 1 { format!("`{name}` ({count} times)") } else { format!("`{name}`") })
            .collect();
        let message = format!("Of styles, a picture does not have {}.", names.join(", "));
        let help = "What it has is `fill`, `stroke`, `color`, `stroke-width` and `stroke-dasharray`.";
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
        let properties = |styles: &[String]| {
            let parts = styles.iter().map(|style| style.split_once(':').unwrap_or((style, "")));
            let property = |(name, value): (&str, &str)| Property {
                name: name.trim().to_owned(),
                value: value.trim().to_owned(),
                at: at.clone(),
            };
            parts.map(property).collect::<Vec<_>>()
        };
        for name in std::iter::once("default").chain(names.iter().map(String::as_str)) {
            for class in self.classes.iter().filter(|class| class.name == name) {
                look.apply(&properties(&class.styles), &mut self.rest);
            }
        }
        look.apply(&properties(own), &mut self.rest);
        look
    }

    /// One finding for what a picture does not have.
    pub(super) fn finding(self) -> Option<Diagnostic> {
        self.rest.finding()
    }
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

/// `#rgb`, `#rrggbb`, `#rrggbbaa` over white, and the names of colours.
pub(super) fn color(value: &str) -> Option<Color> {
    let value = value.to_ascii_lowercase();
    if let Some(hex) = value.strip_prefix('#') {
        let long: String = match hex.len() {
            4 => hex.chars().flat_map(|c| [c, c]).collect(),
            8 => hex.to_owned(),
            _ => return Color::from_hex(&value),
        };
        let color = Color::from_hex(&format!("#{}", long.get(..6)?))?;
        let alpha = u16::from(u8::from_str_radix(long.get(6..)?, 16).ok()?);
        let over = |c: u8| ((u16::from(c) * alpha + 255 * (255 - alpha)) / 255) as u8;
        return Some(Color { r: over(color.r), g: over(color.g), b: over(color.b) });
    }
    let at = NAMES.binary_search_by_key(&value.as_str(), |(name, _)| name).ok()?;
    let [_, r, g, b] = NAMES[at].1.to_be_bytes();
    Some(Color { r, g, b })
}
