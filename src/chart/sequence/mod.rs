//! Sequence diagrams: participants, messages, notes and frames in time.
//!
//! Input: a model's steps ([`project`]), then how large everything will be drawn ([`place`]). Output: a [`Sequence`], then
//! a [`PlacedSequence`].

mod axis;
mod endpoint;
mod group;
mod place;
mod project;

pub use endpoint::endpoint_views;
pub use place::{BAR, BAR_STEP, place};
pub use project::project;

use super::Tint;
use crate::base::{Kind, Point, Rect, Size, Status, Style};

/// A sequence, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sequence {
    /// Title of the picture.
    pub title: String,
    /// What it says, for readers who do not see it.
    pub description: Option<String>,
    /// In the order of first use.
    pub participants: Vec<Participant>,
    /// Frames around neighbours.
    pub groups: Vec<Group>,
    /// In time.
    pub events: Vec<Event>,
    /// Whether the heads are shown once more at the bottom; where nothing is said a tall picture shows them.
    pub feet: Option<bool>,
}

/// A frame around participants who stand side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Its title; empty where it has none.
    pub title: String,
    /// What it is filled with.
    pub tint: Option<Tint>,
}

/// Who takes part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Participant {
    /// Unique in the sequence: the element's dotted path.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The word for what it is.
    pub kind_name: String,
    /// Technology line.
    pub tech: Option<String>,
    /// Whether somebody else owns it.
    pub external: bool,
    /// The group that it is in.
    pub group: Option<usize>,
    /// What the plan does to it, where the view shows that.
    pub status: Option<Status>,
    /// Look over the theme's.
    pub style: Style,
    /// Whether its name is all that its head says: as its author broke it into lines, and in full.
    pub plain: bool,
    /// Whether it stands for several.
    pub several: bool,
}

/// What happens; frames open and close like brackets. Participants are indices.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A message.
    Message {
        /// Who sends.
        from: usize,
        /// Who receives; may be the sender.
        to: usize,
        /// How.
        kind: Message,
        /// What.
        text: Option<String>,
        /// The number that stands at its start.
        number: Option<String>,
    },
    /// The participant starts to work.
    Activate(usize),
    /// The participant is done.
    Deactivate(usize),
    /// A note over one or several neighbours, or beside one.
    Note {
        /// Whose.
        over: Vec<usize>,
        /// Where it stands.
        side: Side,
        /// What.
        text: String,
    },
    /// A frame begins.
    Open {
        /// What it means.
        frame: Frame,
        /// Condition of its first branch.
        text: Option<String>,
    },
    /// The next branch of the innermost frame begins.
    Branch(Option<String>),
    /// The innermost frame ends.
    Close,
    /// The participant comes into being with the next message, which goes to it.
    Create(usize),
    /// The participant ends with the next message, which comes from it or goes to it.
    Destroy(usize),
}

/// Where a note stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Over the lines of its participants.
    #[default]
    Over,
    /// Left of the line of the first.
    Left,
    /// Right of the line of the last.
    Right,
}

/// How a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// The sender waits.
    Sync,
    /// The sender goes on.
    Async,
    /// An answer.
    Return,
    /// As a foreign text draws it.
    Drawn(Line),
}

/// The line of a message. Pairs are the sender's end and the receiver's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether it has gaps.
    pub dashed: bool,
    /// What stands at its ends.
    pub tips: [Tip; 2],
    /// Whether a dot marks the lifelines that it joins.
    pub dots: [bool; 2],
}

/// What stands at an end of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tip {
    /// Nothing.
    #[default]
    None,
    /// A filled head.
    Filled,
    /// Two strokes.
    Open,
    /// A cross: the message is lost.
    Cross,
    /// Half a filled head, or one stroke.
    Half {
        /// Whether it is the half above the line.
        above: bool,
        /// Whether it is a stroke.
        stick: bool,
    },
}

impl Message {
    /// Its line.
    pub const fn line(self) -> Line {
        let tip = match self {
            Self::Drawn(line) => return line,
            Self::Sync => Tip::Filled,
            Self::Async | Self::Return => Tip::Open,
        };
        Line { dashed: matches!(self, Self::Return), tips: [Tip::None, tip], dots: [false; 2] }
    }
}

/// What a frame means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Frame {
    /// One branch of several.
    Alt,
    /// Or not at all.
    Opt,
    /// Again and again.
    Loop,
    /// At the same time.
    Par,
    /// What must not be interrupted, and what else may happen.
    Critical,
    /// What ends the sequence.
    Break,
    /// A ground of some colour behind events, without a name.
    Ground(Option<Tint>),
}

impl Frame {
    /// Its word, in a picture and in Mermaid; a ground has none.
    pub const fn word(self) -> Option<&'static str> {
        Some(match self {
            Self::Alt => "alt",
            Self::Opt => "opt",
            Self::Loop => "loop",
            Self::Par => "par",
            Self::Critical => "critical",
            Self::Break => "break",
            Self::Ground(_) => return None,
        })
    }
}

/// How large everything is, in px; measured by the scene stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// Heads, by participant.
    pub participants: Vec<Size>,
    /// The words of a message, a note with its padding, the tab and condition of a frame, the condition of a branch; by
    /// event, empty where there are none.
    pub texts: Vec<Size>,
    /// Widths of the numbers of messages, by event; 0 where there are none.
    pub numbers: Vec<f64>,
    /// From the left of the label of a frame to its condition, by event; 0 where there is none.
    pub tabs: Vec<f64>,
    /// Titles of groups, without padding.
    pub groups: Vec<Size>,
}

/// Where everything is, in px; the origin is the top left corner of the picture without its margin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedSequence {
    /// Size of the whole.
    pub size: Size,
    /// By participant.
    pub lifelines: Vec<Lifeline>,
    /// Outer bars before those that lie on them.
    pub bars: Vec<Bar>,
    /// In time.
    pub messages: Vec<PlacedMessage>,
    /// In time.
    pub notes: Vec<PlacedNote>,
    /// A frame before those in it.
    pub frames: Vec<PlacedFrame>,
    /// By group; empty where nobody is in it.
    pub groups: Vec<Rect>,
}

/// A participant's head and line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lifeline {
    /// The head.
    pub head: Rect,
    /// The head once more, below, where the picture is tall.
    pub foot: Option<Rect>,
    /// From the head down; both ends.
    pub line: [Point; 2],
    /// Whether it ends before the picture does.
    pub ends: bool,
}

/// Where a participant is at work.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Whose.
    pub participant: usize,
    /// Where.
    pub rect: Rect,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedMessage {
    /// Index of its event.
    pub event: usize,
    /// From the sender's bar or line to the receiver's; four corners where both are one.
    pub points: Vec<Point>,
    /// Box of its words.
    pub label: Option<Rect>,
}

/// A note.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedNote {
    /// Index of its event.
    pub event: usize,
    /// Where.
    pub rect: Rect,
}

/// A frame.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedFrame {
    /// Index of the event that opens it.
    pub event: usize,
    /// Where.
    pub rect: Rect,
    /// Box of its tab and the condition beside it.
    pub label: Rect,
    /// How far the condition is moved to the right, away from bars.
    pub aside: f64,
    /// Further branches: event, height of the line above it, box of its condition.
    pub branches: Vec<(usize, f64, Option<Rect>)>,
}
