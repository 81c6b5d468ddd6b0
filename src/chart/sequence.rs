//! Sequence diagrams: participants, messages, notes and frames in time.

use crate::base::{Kind, Status, Style};

/// A sequence, before anything has a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sequence {
    /// Title of the picture.
    pub title: String,
    /// What it says, for readers who do not see it.
    pub description: Option<String>,
    /// In the order of first use.
    pub participants: Vec<Participant>,
    /// In time.
    pub events: Vec<Event>,
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
    /// What the plan does to it, where the view shows that.
    pub status: Option<Status>,
    /// Look over the theme's.
    pub style: Style,
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
    },
    /// The participant starts to work.
    Activate(usize),
    /// The participant is done.
    Deactivate(usize),
    /// A note over one or several neighbours.
    Note {
        /// Whose.
        over: Vec<usize>,
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
}

/// What a frame means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// One branch of several.
    Alt,
    /// Or not at all.
    Opt,
    /// Again and again.
    Loop,
    /// At the same time.
    Par,
}
