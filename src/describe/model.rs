//! The description as meant: every reference resolved, every default filled in. Plain data with dense indices.

use crate::base::{Arrow, ConstraintKind, Direction, Kind, Shape, SourceId, Span, Status, Style};
use schemars::JsonSchema;
use serde::Deserialize;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident)*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index into the model's list.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        })*
    };
}

index! {
    /// An index into [`Model::elements`].
    ElementId
    /// An index into [`Model::relations`].
    RelationId
    /// An index into [`Model::groups`].
    GroupId
    /// An index into [`Model::environments`].
    EnvironmentId
    /// An index into [`Environment::nodes`].
    PlaceId
}

/// A described system.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Name of the whole.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// Kinds that the user added.
    pub kinds: Vec<UserKind>,
    /// Elements in written order, a parent before its children.
    pub elements: Vec<Element>,
    /// Named sets of elements.
    pub groups: Vec<Group>,
    /// Where things run, one entry a deployment.
    pub environments: Vec<Environment>,
    /// Who uses whom, in written order.
    pub relations: Vec<Relation>,
    /// The views as written; empty where they are to be derived.
    pub views: Vec<View>,
    /// Looks by selector, later ones over earlier ones.
    pub styles: Vec<StyleRule>,
    /// The plan's own data.
    pub plan: Option<super::plan::Plan>,
}

/// A kind that the user added.
#[derive(Clone, Debug, PartialEq)]
pub struct UserKind {
    /// Its word.
    pub id: String,
    /// The kind whose role it plays.
    pub like: Kind,
    /// Its outline, where it has one of its own.
    pub shape: Option<Shape>,
    /// Its look.
    pub style: Style,
    /// Where it is written.
    pub span: Span,
}

/// Somebody or something in the system.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Last part of the path.
    pub id: String,
    /// Dotted path from the outermost element: `shop.api`.
    pub path: String,
    /// What it is; the kind that a user's kind is like.
    pub kind: Kind,
    /// The user's word for its kind, where it is not one of ours.
    pub user_kind: Option<String>,
    /// Name to show.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// What it is made with.
    pub tech: Option<String>,
    /// Where to read more.
    pub link: Option<String>,
    /// Whether somebody else owns it.
    pub external: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// What the plan does to it, where that is written.
    pub status: Option<Status>,
    /// The element around it.
    pub parent: Option<ElementId>,
    /// The elements directly in it, in written order.
    pub children: Vec<ElementId>,
    /// Where its id is written.
    pub span: Span,
}

/// A relation between two elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Who uses.
    pub from: ElementId,
    /// Who is used.
    pub to: ElementId,
    /// How.
    pub arrow: Arrow,
    /// The word of `-[kind]->`.
    pub kind: Option<String>,
    /// What for.
    pub label: Option<String>,
    /// By which protocol or format.
    pub tech: Option<String>,
    /// Longer words on it.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// What the plan does to it, where that is written.
    pub status: Option<Status>,
    /// Where it is written.
    pub span: Span,
}

/// A named set of elements, drawn as a frame around them.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Its members, in written order.
    pub members: Vec<ElementId>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where its id is written.
    pub span: Span,
}

/// One deployment: a tree of places.
#[derive(Clone, Debug, PartialEq)]
pub struct Environment {
    /// Its id.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Places in written order, a parent before its children.
    pub nodes: Vec<Place>,
    /// Where its id is written.
    pub span: Span,
}

/// A machine, cluster, region or the like.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Last part of the path.
    pub id: String,
    /// Dotted path inside the environment.
    pub path: String,
    /// Name to show.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// What it is made with.
    pub tech: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// How many there are.
    pub instances: u32,
    /// What runs on it.
    pub runs: Vec<ElementId>,
    /// The place around it.
    pub parent: Option<PlaceId>,
    /// What the plan does to it, where that is written.
    pub status: Option<Status>,
    /// Where its id is written.
    pub span: Span,
}

/// What a view draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ViewKind {
    /// All people and systems.
    Landscape,
    /// One system and what it talks to.
    Context,
    /// The containers of one system.
    Container,
    /// The components of one container.
    Component,
    /// What runs where.
    Deployment,
    /// Steps in time.
    Sequence,
    /// Entities of the plan.
    Entity,
    /// Phases of the plan.
    Schedule,
    /// Risks of the plan.
    Risk,
    /// Technology of the plan.
    Stack,
    /// The file tree of the plan.
    Files,
}

impl ViewKind {
    /// Its word in a description.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Landscape => "landscape",
            Self::Context => "context",
            Self::Container => "container",
            Self::Component => "component",
            Self::Deployment => "deployment",
            Self::Sequence => "sequence",
            Self::Entity => "entity",
            Self::Schedule => "schedule",
            Self::Risk => "risk",
            Self::Stack => "stack",
            Self::Files => "files",
        }
    }
}

/// A selection of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Its id; file names come from it.
    pub id: String,
    /// Title, where the user gave one.
    pub title: Option<String>,
    /// What it says.
    pub description: Option<String>,
    /// What it draws.
    pub kind: ViewKind,
    /// The element whose inside or surroundings it shows.
    pub of: Option<ElementId>,
    /// The deployment it shows.
    pub environment: Option<EnvironmentId>,
    /// Where its flow goes; the preset decides otherwise.
    pub direction: Option<Direction>,
    /// What it shows besides, or instead where `of` is absent.
    pub include: Vec<Selector>,
    /// What it leaves out.
    pub exclude: Vec<Selector>,
    /// All, or the plan's delta with what it touches.
    pub show: Show,
    /// Where it wants some of what it shows.
    pub constraints: Vec<Constraint>,
    /// Steps of a sequence.
    pub steps: Vec<Step>,
    /// What it is to look like.
    pub preset: Option<PresetName>,
    /// Where its id is written; none for a derived view.
    pub span: Option<Span>,
}

/// A preset as a view names it.
#[derive(Clone, Debug, PartialEq)]
pub struct PresetName {
    /// The name, or the path of a file, as written.
    pub name: String,
    /// Where it is a file: its text, and which of the run's texts that is; or why there is none.
    pub file: Option<Result<(SourceId, String), String>>,
    /// Where it is named.
    pub span: Span,
}

impl View {
    /// A view of a kind that asks for nothing else.
    pub fn new(id: impl Into<String>, kind: ViewKind) -> Self {
        Self {
            id: id.into(),
            title: None,
            description: None,
            kind,
            of: None,
            environment: None,
            direction: None,
            include: Vec::new(),
            exclude: Vec::new(),
            show: Show::All,
            constraints: Vec::new(),
            steps: Vec::new(),
            preset: None,
            span: None,
        }
    }
}

/// Which part of the delta a view shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Show {
    /// Everything, status unmarked.
    #[default]
    All,
    /// What the plan adds, changes and removes, its neighbours in grey, and a legend.
    Changes,
}

/// Where a view wants some elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// What it asks.
    pub kind: ConstraintKind,
    /// Of whom, in written order, each once.
    pub elements: Vec<ElementId>,
    /// Where it is written.
    pub span: Span,
}

/// Picks elements or relations.
#[derive(Clone, Debug, PartialEq)]
pub enum Selector {
    /// One element.
    Element(ElementId),
    /// What is directly in an element: `shop.*`.
    Children(ElementId),
    /// Whatever has the tag: `tag:ops`.
    Tag(String),
    /// Whatever is of the kind, ours or the user's: `database`.
    Kind(String),
    /// Members of a group: `group:pci`.
    Group(GroupId),
}

/// One step of a sequence.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A message.
    Message {
        /// Who sends.
        from: ElementId,
        /// Who receives.
        to: ElementId,
        /// How.
        kind: MessageKind,
        /// What.
        text: Option<String>,
        /// Where it is written.
        span: Span,
    },
    /// A note over one participant or across several.
    Note {
        /// Whose.
        over: Vec<ElementId>,
        /// What.
        text: String,
    },
    /// A frame around steps.
    Block {
        /// What it means.
        kind: BlockKind,
        /// Its branches with their conditions, at least one.
        branches: Vec<(Option<String>, Vec<Step>)>,
    },
}

/// How a message goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// `a -> b`.
    #[default]
    Sync,
    /// `a ~> b`.
    Async,
    /// `a <- b`, written from the receiver: b answers a.
    Return,
}

/// What a frame of a sequence means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// One branch of several.
    Alt,
    /// Or not at all.
    Opt,
    /// Again and again.
    Loop,
    /// At the same time.
    Par,
}

/// A look for what a selector picks.
#[derive(Clone, Debug, PartialEq)]
pub struct StyleRule {
    /// What it is for.
    pub selector: Selector,
    /// The selector as written; legends show it.
    pub name: String,
    /// The look.
    pub style: Style,
    /// Where it is written.
    pub span: Span,
}

impl Element {
    /// The words of a picture for what it is: `Database`, `External system`, or the user's own word.
    pub fn kind_name(&self) -> String {
        if let Some(word) = &self.user_kind {
            let mut name = word.replace(['-', '_'], " ");
            if let Some(first) = name.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            return name;
        }
        if self.external && self.kind != Kind::External {
            return format!("External {}", self.kind.word());
        }
        self.kind.title().to_owned()
    }
}

impl Model {
    /// The element of an id of this model.
    pub fn element(&self, id: ElementId) -> &Element {
        &self.elements[id.index()]
    }

    /// What the plan does to an element: what is written, else what follows from a new or removed element around it.
    pub fn status(&self, id: ElementId) -> Status {
        let mut around = std::iter::successors(Some(id), |id| self.element(*id).parent);
        let written = around.find_map(|at| Some((at, self.element(at).status?)));
        match written {
            Some((at, status)) if at == id || matches!(status, Status::New | Status::Removed) => status,
            _ => Status::Kept,
        }
    }

    /// Whether `inner` is `outer` or lies in it.
    pub fn is_within(&self, inner: ElementId, outer: ElementId) -> bool {
        let mut at = Some(inner);
        while let Some(id) = at {
            if id == outer {
                return true;
            }
            at = self.element(id).parent;
        }
        false
    }
}
