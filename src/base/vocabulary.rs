//! The words that every stage uses: kinds, shapes, directions, statuses, arrows, colours and styles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an element is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Somebody who uses the system.
    Person,
    /// A software system.
    #[default]
    System,
    /// A part of a system that runs or stores by itself.
    Container,
    /// A part of a container.
    Component,
    /// A store that is asked with queries.
    Database,
    /// A queue, a topic, a stream.
    Queue,
    /// A cache.
    Cache,
    /// Files, objects, buckets.
    Storage,
    /// A gateway, a proxy, a load balancer.
    Gateway,
    /// A function that a platform runs.
    Function,
    /// A system that somebody else owns.
    External,
    /// Where containers run: a machine, a cluster, a region.
    Node,
    /// A named set of elements.
    Group,
}

/// The outline that is drawn for an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A box.
    Box,
    /// A box with round corners.
    Round,
    /// Head and shoulders over a round box.
    Person,
    /// An upright cylinder.
    Cylinder,
    /// A lying cylinder.
    Pipe,
    /// A hexagon.
    Hexagon,
    /// A box with two small bars on its left side.
    Component,
    /// A folder or bucket.
    Folder,
    /// A diamond.
    Diamond,
    /// A stadium: half circles left and right.
    Stadium,
    /// A circle.
    Circle,
    /// A circle in a circle.
    DoubleCircle,
    /// An ellipse.
    Ellipse,
    /// A box with a second line at its left and right side.
    Subroutine,
    /// A box whose left side is notched.
    Flag,
    /// A box that leans to the right: what goes in or out.
    LeanRight,
    /// A box that leans to the left.
    LeanLeft,
    /// A trapezoid that is wide below.
    Trapezoid,
    /// A trapezoid that is wide above: work by hand.
    InverseTrapezoid,
    /// A filled dot without words: a start, a junction.
    Dot,
    /// A filled dot in a ring, without words.
    Stop,
    /// A circle with a cross, without words.
    Summary,
    /// A level bar without words: a fork, a join.
    Bar,
    /// The same, upright.
    UprightBar,
    /// An hourglass without words.
    Hourglass,
    /// A flash without words: a line of communication.
    Bolt,
    /// Words behind a brace: a comment.
    BraceLeft,
    /// Words before a brace.
    BraceRight,
    /// Words between braces.
    Braces,
    /// A box that is round at its right.
    Delay,
    /// A cylinder with a second ring.
    Disk,
    /// Pointed at the left and round at the right.
    Display,
    /// A box with a line below its top.
    Divided,
    /// A box with a line at its top and one at its left.
    Window,
    /// A box with a second line at its left.
    LinedBox,
    /// A box with a folded corner below.
    TaggedBox,
    /// Several boxes behind each other.
    Boxes,
    /// A box whose upper left corner is cut.
    Card,
    /// A box with a wave below.
    Document,
    /// The same with a second line at its left.
    LinedDocument,
    /// The same with a folded corner.
    TaggedDocument,
    /// Several documents behind each other.
    Documents,
    /// A box with a folded corner above.
    Note,
    /// A triangle that points up.
    Triangle,
    /// A triangle that points down.
    FlippedTriangle,
    /// A box whose upper corners are cut.
    LoopLimit,
    /// A box whose top rises to the right.
    ManualInput,
    /// A box with a wave above and below.
    Tape,
    /// A box that is round at its left and hollow at its right.
    StoredData,
    /// A line above and one below.
    Datastore,
    /// A cloud.
    Cloud,
    /// A cloud with points.
    Bang,
    /// Words without an outline.
    Text,
    /// A thick arrow to some sides. No description asks for it.
    #[serde(skip)]
    Arrow(Sides),
}

/// Some sides of a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sides(u8);

impl Sides {
    /// These sides.
    pub fn of(sides: &[Direction]) -> Self {
        Self(sides.iter().fold(0, |all, side| all | 1 << *side as u8))
    }

    /// Whether a side is among them.
    pub const fn has(self, side: Direction) -> bool {
        self.0 & 1 << side as u8 != 0
    }
}

/// Where the flow of a picture goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From top to bottom.
    #[default]
    Down,
    /// From bottom to top.
    Up,
    /// From left to right.
    Right,
    /// From right to left.
    Left,
}

impl Direction {
    /// Whether it is to the left or to the right.
    pub const fn is_level(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }

    /// The other way.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }
}

/// What a view asks of the places of some elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConstraintKind {
    /// In one layer.
    SameRank,
    /// In the first layer of the frame that they are in.
    FirstRank,
    /// In its last layer.
    LastRank,
    /// In one layer, in this order: from left to right, or downward where the flow goes sideways.
    Before,
    /// With their centres on one line along the flow.
    Align,
}

/// What the plan does to an element or a relation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is there and stays.
    #[default]
    Kept,
    /// The plan adds it.
    New,
    /// The plan changes it.
    Changed,
    /// The plan removes it.
    Removed,
}

/// How a relation runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Arrow {
    /// `->`: the caller waits.
    #[default]
    Sync,
    /// `~>`: the caller goes on.
    Async,
    /// `<->`: both ways.
    Both,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// Without gaps.
    Solid,
    /// Dashes.
    Dashed,
    /// Dots.
    Dotted,
}

/// An opaque colour, 8 bits a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
}

/// What a description may say of a look; what it leaves out comes from the theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Style {
    /// Inside of an element.
    pub fill: Option<Color>,
    /// Outline of an element, or the line of a relation.
    pub stroke: Option<Color>,
    /// Text.
    pub color: Option<Color>,
    /// Kind of line.
    pub line: Option<Line>,
    /// Width of the line, in px.
    pub width: Option<f64>,
    /// Outline of an element.
    pub shape: Option<Shape>,
}

impl Kind {
    /// Every kind, in the order of the reference.
    pub const ALL: [Self; 13] = [
        Self::Person,
        Self::System,
        Self::Container,
        Self::Component,
        Self::Database,
        Self::Queue,
        Self::Cache,
        Self::Storage,
        Self::Gateway,
        Self::Function,
        Self::External,
        Self::Node,
        Self::Group,
    ];

    /// The word of a description: `database`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::System => "system",
            Self::Container => "container",
            Self::Component => "component",
            Self::Database => "database",
            Self::Queue => "queue",
            Self::Cache => "cache",
            Self::Storage => "storage",
            Self::Gateway => "gateway",
            Self::Function => "function",
            Self::External => "external",
            Self::Node => "node",
            Self::Group => "group",
        }
    }

    /// The words of a picture: `Database`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::System => "System",
            Self::Container => "Container",
            Self::Component => "Component",
            Self::Database => "Database",
            Self::Queue => "Queue",
            Self::Cache => "Cache",
            Self::Storage => "Storage",
            Self::Gateway => "Gateway",
            Self::Function => "Function",
            Self::External => "External system",
            Self::Node => "Node",
            Self::Group => "Group",
        }
    }
}

impl Style {
    /// This style where it says something, `under` elsewhere.
    #[must_use]
    pub fn over(self, under: Self) -> Self {
        Self {
            fill: self.fill.or(under.fill),
            stroke: self.stroke.or(under.stroke),
            color: self.color.or(under.color),
            line: self.line.or(under.line),
            width: self.width.or(under.width),
            shape: self.shape.or(under.shape),
        }
    }

    /// What both say.
    #[must_use]
    pub fn common(self, other: Self) -> Self {
        fn both<T: Copy + PartialEq>(a: Option<T>, b: Option<T>) -> Option<T> {
            if a == b { a } else { None }
        }
        Self {
            fill: both(self.fill, other.fill),
            stroke: both(self.stroke, other.stroke),
            color: both(self.color, other.color),
            line: both(self.line, other.line),
            width: both(self.width, other.width),
            shape: both(self.shape, other.shape),
        }
    }
}

impl Color {
    /// Paper.
    pub const WHITE: Self = Self { r: 0xff, g: 0xff, b: 0xff };

    /// So much of `over` on it, from 0 to 1.
    #[must_use]
    pub fn mix(self, over: Self, share: f64) -> Self {
        let channel =
            |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round().clamp(0.0, 255.0) as u8;
        Self { r: channel(self.r, over.r), g: channel(self.g, over.g), b: channel(self.b, over.b) }
    }

    /// WCAG's luminance with a square in place of its power: near enough to choose by.
    pub fn brightness(self) -> f64 {
        let part = |c: u8, weight: f64| weight * (f64::from(c) / 255.0) * (f64::from(c) / 255.0);
        part(self.r, 0.2126) + part(self.g, 0.7152) + part(self.b, 0.0722)
    }

    /// WCAG's contrast of two colours, with a square in place of its power.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.brightness() + 0.05, other.brightness() + 0.05);
        a.max(b) / a.min(b)
    }

    /// Nearly black or white, whichever is easier to read on it.
    #[must_use]
    pub fn words(self) -> Self {
        let c = if self.brightness() > 0.22 { 0x11 } else { 0xff };
        Self { r: c, g: c, b: c }
    }

    /// Reads `#rgb` or `#rrggbb`.
    pub fn from_hex(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#')?;
        if !hex.is_ascii() {
            return None;
        }
        let channel = |at: usize, len: usize| u8::from_str_radix(&hex[at..at + len], 16).ok();
        match hex.len() {
            3 => Some(Self { r: channel(0, 1)? * 17, g: channel(1, 1)? * 17, b: channel(2, 1)? * 17 }),
            6 => Some(Self { r: channel(0, 2)?, g: channel(2, 2)?, b: channel(4, 2)? }),
            _ => None,
        }
    }

    /// `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}
