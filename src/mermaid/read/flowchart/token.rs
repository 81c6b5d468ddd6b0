//! The tokens of a flowchart.

use crate::base::Direction;

/// What a token is; named as in the official grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Graph,
    NoDirection,
    GraphDirection(Direction),
    Direction(Direction),
    Subgraph,
    End,
    Newline,
    Semicolon,
    Space,
    /// The end of the text between statements.
    Finish,
    /// The end of the text inside of something.
    Cut,
    /// No rule takes what stands here.
    Unknown,
    TitleKey,
    Title,
    DescriptionKey,
    Description,
    Description2,
    ShapeData,
    CallName,
    CallArguments,
    Markdown,
    Quoted,
    Style,
    Default,
    LinkStyle,
    Interpolate,
    ClassDef,
    Class,
    Href,
    Click,
    Target,
    EdgeId,
    Number,
    Hash,
    ClassMark,
    Colon,
    Ampersand,
    Comma,
    Star,
    Link,
    LinkStart,
    EdgeText,
    Text,
    Open(Bracket),
    Close(Bracket),
    Pipe,
    TagStart,
    TagEnd,
    Up,
    Down,
    Separator,
    NodeText,
    Letter,
    Minus,
}

/// A bracket around a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Square,
    Round,
    Curly,
    Stadium,
    Subroutine,
    Cylinder,
    DoubleCircle,
    Ellipse,
    /// `[/` and `\]`: the wide side is below.
    Trapezoid,
    /// `[\` and `/]`.
    InverseTrapezoid,
    /// `[|name:value|`
    Properties,
}

impl Kind {
    /// Whether it may be a part of an id.
    pub(super) const fn in_id(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::NodeText
                | Self::Down
                | Self::Minus
                | Self::Default
                | Self::Comma
                | Self::Colon
                | Self::Ampersand
                | Self::Hash
                | Self::Star
                | Self::Letter
        )
    }

    /// Whether it may be a part of a label between brackets.
    pub(super) const fn in_text(self) -> bool {
        matches!(self, Self::Text | Self::TagStart | Self::TagEnd | Self::Letter)
    }

    /// Whether it may be a part of a subgraph's name.
    pub(super) const fn in_name(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::NodeText
                | Self::Space
                | Self::Minus
                | Self::Ampersand
                | Self::Letter
                | Self::Colon
                | Self::Star
                | Self::Hash
                | Self::LinkStart
                | Self::Style
                | Self::LinkStyle
                | Self::ClassDef
                | Self::Class
                | Self::Click
                | Self::Graph
                | Self::Subgraph
                | Self::End
                | Self::Down
                | Self::Up
        )
    }

    /// Whether it may be a part of a callback's name.
    pub(super) const fn in_callback(self) -> bool {
        self.in_id() && !matches!(self, Self::Default)
    }

    /// Whether it may be a part of a style.
    pub(super) const fn in_style(self) -> bool {
        matches!(self, Self::Number | Self::NodeText | Self::Colon | Self::Space | Self::Hash | Self::Style)
    }
}
