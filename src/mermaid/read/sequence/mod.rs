//! `sequenceDiagram`: text -> participants and what happens, in order.

mod build;
mod lex;
mod parse;
mod token;

pub(super) use parse::read;

use std::ops::Range;

/// What a sequence diagram says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sequence {
    /// In the order in which they are named first.
    pub participants: Vec<Participant>,
    /// What stands over it.
    pub title: Option<String>,
    /// Frames around participants.
    pub boxes: Vec<Group>,
    /// In the order of the text.
    pub events: Vec<Event>,
    /// Statements of menus and data of participants: `links`, `properties` and their like.
    pub menus: Vec<Range<usize>>,
}

/// A frame around participants.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Its title; empty where it has none.
    pub title: String,
    /// Its colour, as it is written in CSS.
    pub color: Option<String>,
    /// Both.
    pub at: Range<usize>,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// Its id.
    pub id: String,
    /// What its head shows: its id where the text says nothing else.
    pub label: String,
    /// How its head is drawn.
    pub role: Role,
    /// The box that it is in.
    pub group: Option<usize>,
    /// Where its id stands first.
    pub at: Range<usize>,
}

/// How the head of a participant is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// A box.
    #[default]
    Participant,
    /// A stick figure.
    Actor,
    /// As the boundary of a system.
    Boundary,
    /// As a control.
    Control,
    /// As an entity.
    Entity,
    /// A cylinder.
    Database,
    /// Several boxes.
    Collections,
    /// A lying cylinder.
    Queue,
}

/// Something that happens, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What it is.
    pub what: What,
    /// Its words.
    pub at: Range<usize>,
}

/// What happens. Participants go by their ids.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// One asks another.
    Message {
        /// Who begins.
        from: String,
        /// Whom it reaches.
        to: String,
        /// Its arrow.
        arrow: Arrow,
        /// What stands over it.
        text: String,
    },
    /// A participant begins to work.
    Activate(String),
    /// It ends its work.
    Deactivate(String),
    /// A note.
    Note {
        /// Where it stands.
        side: Side,
        /// Beside whom, or over whom: one or two.
        of: Vec<String>,
        /// What it says.
        text: String,
    },
    /// A frame begins.
    Open {
        /// Which.
        frame: Frame,
        /// Its condition, or its colour.
        text: String,
    },
    /// The next branch of the innermost frame, with its condition.
    Branch(String),
    /// The innermost frame ends.
    Close,
    /// A participant comes into being with the next message.
    Create(String),
    /// It ends with the next message.
    Destroy(String),
    /// Messages below have numbers: the first one's and the step, where the text says them; or they have none.
    Numbers {
        /// Whether they have.
        on: bool,
        /// The next number.
        start: Option<f64>,
        /// From one to the next.
        step: Option<f64>,
    },
}

/// Where a note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `left of`
    Left,
    /// `right of`
    Right,
    /// `over`
    Over,
}

/// A frame around events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Again and again.
    Loop,
    /// One of several branches.
    Alt,
    /// Maybe.
    Opt,
    /// At the same time.
    Par,
    /// At the same time, drawn over each other.
    ParOver,
    /// What has to happen, and options.
    Critical,
    /// The end of the flow.
    Break,
    /// A colour behind events.
    Rect,
}

/// The arrow of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Whether its line has gaps: an answer.
    pub dotted: bool,
    /// How it ends.
    pub head: Head,
    /// Whether a dot marks the sender's and the receiver's lifeline: `A()->>()B`.
    pub dots: [bool; 2],
}

/// How an arrow ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// `->`: bare.
    None,
    /// `->>`
    Filled,
    /// `<<->>`: at both ends.
    Both,
    /// `-x`: the message is lost.
    Cross,
    /// `-)`: nobody waits.
    Open,
    /// `-|\` and its like: half a head.
    Half(Half),
}

/// Half the head of an arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Half {
    /// Whether it is the half above the line.
    pub above: bool,
    /// Whether it is one stroke, not filled.
    pub stick: bool,
    /// Whether it stands at the sender's end.
    pub at_start: bool,
}

impl Sequence {
    pub(super) fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        self.participants.iter_mut().for_each(|participant| change(&mut participant.at));
        self.boxes.iter_mut().for_each(|group| change(&mut group.at));
        self.events.iter_mut().for_each(|event| change(&mut event.at));
        self.menus.iter_mut().for_each(change);
    }
}
