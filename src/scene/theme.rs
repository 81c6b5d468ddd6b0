//! Colours, type sizes and strokes: layouts/themes/*.yaml. A theme is complete: every key required, no other allowed.

use super::Ink;
use crate::base::{Checked, Color, Error, Kind, SourceId, Status};
pub use crate::describe::complete;
use serde::de::{self, Unexpected};
use serde::{Deserialize, Deserializer};
use std::sync::OnceLock;

/// The built-in themes by name: each a file of layouts/themes.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("dark", include_str!("../../layouts/themes/dark.yaml")),
    ("light", include_str!("../../layouts/themes/light.yaml")),
    ("print", include_str!("../../layouts/themes/print.yaml")),
];

/// The name of the theme that is `light`, and `dark` where the reader prefers that.
pub const AUTO: &str = "auto";

/// The names of all themes: [`AUTO`], then the built-in ones.
pub const NAMES: &[&str] = &[AUTO, BUILT_IN[0].0, BUILT_IN[1].0, BUILT_IN[2].0];

/// What two themes have one of each.
trait Pair {
    /// This, and `dark` where the reader prefers a dark page.
    #[must_use]
    fn pair(self, dark: Self) -> Self;
}

impl Pair for Ink {
    fn pair(self, dark: Self) -> Self {
        Self { light: self.light, dark: (self.light != dark.light).then_some(dark.light) }
    }
}

impl Pair for Option<Ink> {
    fn pair(self, dark: Self) -> Self {
        self.map(|ink| dark.map_or(ink, |dark| ink.pair(dark)))
    }
}

/// A colour or null, but not nothing at all: `Option` alone would let the key be left out.
fn inked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Ink>, D::Error> {
    Option::deserialize(deserializer)
}

/// Measures do not depend on the page.
impl Pair for f64 {
    fn pair(self, _dark: Self) -> Self {
        self
    }
}

impl Pair for usize {
    fn pair(self, _dark: Self) -> Self {
        self
    }
}

macro_rules! looks {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $key:ident: $type:ty,)* })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$about])* pub $key: $type,)* }

        impl Pair for $name {
            fn pair(self, dark: Self) -> Self {
                Self { $($key: self.$key.pair(dark.$key),)* }
            }
        }
    )* };
}

looks! {
    /// A complete theme.
    Theme {
        /// The sheet itself.
        page: Page,
        /// Sizes of type.
        type_size: TypeSize,
        /// Measures of nodes.
        node: NodeLook,
        /// Frames around nodes.
        frame: FrameLook,
        /// Lines between nodes.
        edge: EdgeLook,
        /// Nodes by kind.
        kind: Kinds,
        /// What a plan does to elements and relations.
        status: Statuses,
        /// Parts of charts.
        chart: ChartLook,
    }
    /// The sheet itself.
    Page {
        /// Behind everything; null for a transparent picture.
        #[serde(deserialize_with = "inked")]
        background: Option<Ink>,
        /// Below letters that cross lines, and in the middle of open signs.
        paper: Ink,
        /// Titles.
        text: Ink,
        /// Second lines.
        muted: Ink,
        /// Around the drawing, in px.
        margin: f64,
    }
    /// Sizes of type, in px.
    TypeSize {
        /// The picture's title.
        title: f64,
        /// Names of nodes.
        name: f64,
        /// Kind, technology and description of nodes.
        detail: f64,
        /// Titles of frames.
        frame: f64,
        /// Labels of edges.
        label: f64,
        /// Second lines of labels, badges, legend.
        small: f64,
    }
    /// Measures of nodes, in px.
    NodeLook {
        /// Narrowest.
        min_width: f64,
        /// Widest.
        max_width: f64,
        /// Lines of a description, at most.
        description_lines: usize,
        /// Between outline and text, left and right.
        pad_x: f64,
        /// Between outline and text, above and below.
        pad_y: f64,
        /// Radius of corners.
        radius: f64,
        /// Width of outlines.
        stroke: f64,
    }
    /// Frames around nodes.
    FrameLook {
        /// Inside of the outermost frames and of every second one in them.
        #[serde(deserialize_with = "inked")]
        fill: Option<Ink>,
        /// Inside of the others.
        #[serde(deserialize_with = "inked")]
        inner_fill: Option<Ink>,
        /// Outline.
        line: Ink,
        /// Title.
        text: Ink,
        /// Kind and technology beside the title.
        muted: Ink,
        /// Radius of corners, in px.
        radius: f64,
        /// Width of outlines, in px.
        stroke: f64,
    }
    /// Lines between nodes.
    EdgeLook {
        /// The line and its head.
        line: Ink,
        /// First line of a label.
        text: Ink,
        /// Technology below it.
        muted: Ink,
        /// Width of the line, in px.
        stroke: f64,
        /// Radius of its corners, in px.
        radius: f64,
        /// Length of an arrow head, in px.
        head: f64,
        /// Widest line of a label, in px.
        label_width: f64,
        /// Lines of a label, at most; technology comes on top.
        label_lines: usize,
    }
    /// The look of a kind.
    Look {
        /// Inside.
        fill: Ink,
        /// Outline and sign.
        line: Ink,
        /// Name.
        text: Ink,
        /// Kind, technology and description.
        muted: Ink,
    }
    /// Nodes by kind.
    Kinds {
        /// Somebody who uses the system.
        person: Look,
        /// A software system.
        system: Look,
        /// A part that runs or stores by itself.
        container: Look,
        /// A part of a container.
        component: Look,
        /// A store that is asked with queries.
        database: Look,
        /// A queue, a topic, a stream.
        queue: Look,
        /// A cache.
        cache: Look,
        /// Files, objects, buckets.
        storage: Look,
        /// A gateway, a proxy, a load balancer.
        gateway: Look,
        /// A function that a platform runs.
        function: Look,
        /// Whatever somebody else owns.
        external: Look,
        /// Where containers run.
        node: Look,
        /// A named set.
        group: Look,
    }
    /// What a plan does to elements and relations. Without colour a badge and the kind of line say the same.
    Statuses {
        /// Added.
        new: Mark,
        /// Changed.
        changed: Mark,
        /// Removed; dashed.
        removed: Mark,
        /// Shown as surroundings only.
        kept: Mark,
    }
    /// The look of a status.
    Mark {
        /// Inside of a node.
        fill: Ink,
        /// Outline, line and badge.
        line: Ink,
        /// Name.
        text: Ink,
        /// The words in the badge.
        badge_text: Ink,
        /// Width of outlines and lines, in px.
        stroke: f64,
    }
    /// Parts of charts.
    ChartLook {
        /// Lifelines and other thin rules.
        rule: Ink,
        /// Inside of activation bars and other marks.
        mark_fill: Ink,
        /// Outline of them.
        mark_line: Ink,
        /// Inside of notes.
        note_fill: Ink,
        /// Outline of notes.
        note_line: Ink,
        /// Text of notes.
        note_text: Ink,
        /// Outline of frames such as alt and loop.
        frame_line: Ink,
        /// Inside of the tab that names such a frame.
        frame_fill: Ink,
        /// Behind what matters little.
        low_fill: Ink,
        /// Outline of it.
        low_line: Ink,
        /// Behind what matters.
        medium_fill: Ink,
        /// Outline of it.
        medium_line: Ink,
        /// Behind what matters most: the critical path, risks that are likely and hurt.
        high_fill: Ink,
        /// Outline of it.
        high_line: Ink,
    }
}

impl Theme {
    /// A built-in theme, or [`AUTO`].
    ///
    /// # Errors
    /// [`Error::Preset`] where there is no theme of that name.
    pub fn named(name: &str) -> Result<Self, Error> {
        static READ: [OnceLock<Theme>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];
        if name == AUTO {
            return Ok(Self::named("light")?.with_dark(Self::named("dark")?));
        }
        let known = BUILT_IN.iter().zip(&READ).find(|((n, _), _)| *n == name);
        let Some(((_, text), read)) = known else {
            let message = format!("there is no such theme; there are {}", NAMES.join(", "));
            return Err(Error::Preset { name: name.to_owned(), message });
        };
        if let Some(theme) = read.get() {
            return Ok(theme.clone());
        }
        let theme = Self::read(text, SourceId(0)).value;
        let broken = || Error::Preset { name: name.to_owned(), message: "it is not complete".to_owned() };
        theme.map(|theme| read.get_or_init(|| theme).clone()).ok_or_else(broken)
    }

    /// Reads the text of a theme file; without a theme there is a finding of what is missing, unknown or wrong in it.
    pub fn read(text: &str, source: SourceId) -> Checked<Self> {
        complete(text, source, "a theme")
    }

    /// This theme, and the colours of `dark` where the reader prefers a dark page. Measures stay those of `self`.
    #[must_use]
    pub fn with_dark(self, dark: Self) -> Self {
        self.pair(dark)
    }

    /// The look of a node: of its kind, or of a foreign one.
    pub fn look(&self, kind: Kind, external: bool) -> &Look {
        if external && kind != Kind::Person {
            return &self.kind.external;
        }
        match kind {
            Kind::Person => &self.kind.person,
            Kind::System => &self.kind.system,
            Kind::Container => &self.kind.container,
            Kind::Component => &self.kind.component,
            Kind::Database => &self.kind.database,
            Kind::Queue => &self.kind.queue,
            Kind::Cache => &self.kind.cache,
            Kind::Storage => &self.kind.storage,
            Kind::Gateway => &self.kind.gateway,
            Kind::Function => &self.kind.function,
            Kind::External => &self.kind.external,
            Kind::Node => &self.kind.node,
            Kind::Group => &self.kind.group,
        }
    }

    /// The look of a status.
    pub fn mark(&self, status: Status) -> &Mark {
        match status {
            Status::New => &self.status.new,
            Status::Changed => &self.status.changed,
            Status::Removed => &self.status.removed,
            Status::Kept => &self.status.kept,
        }
    }
}

impl From<Color> for Ink {
    fn from(light: Color) -> Self {
        Self { light, dark: None }
    }
}

impl<'de> Deserialize<'de> for Ink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let color = Color::from_hex(&text);
        let expected = &"a colour such as \"#1d62a8\", in quotes";
        color.map(Self::from).ok_or_else(|| de::Error::invalid_value(Unexpected::Str(&text), expected))
    }
}
