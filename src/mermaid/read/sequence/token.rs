//! The tokens of a sequence diagram.

use super::{Arrow, Frame};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Diagram,
    Newline,
    Number,
    Box,
    Participant,
    Actor,
    Create,
    Destroy,
    As,
    Open(Frame),
    Else,
    And,
    Option,
    End,
    LeftOf,
    RightOf,
    Over,
    Note,
    /// `link`, `links`, `properties`, `details`.
    Link,
    Activate,
    Deactivate,
    Title,
    /// `accTitle:` or `accDescr:`, with their texts behind them.
    Key,
    Value,
    Description,
    Autonumber,
    Off,
    Comma,
    Name,
    Arrow(Arrow),
    Text,
    Plus,
    Minus,
    /// `()`, the middle of a lifeline.
    Central,
    ConfigOpen,
    Config,
    ConfigClose,
    Line,
    /// What no rule takes on a line; by itself such a line is passed over.
    Odd,
    /// What no rule takes inside of something.
    Unknown,
    Finish,
}
