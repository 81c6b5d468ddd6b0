//! Charts that no view is: they come of foreign texts.

use super::gantt::Gantt;
use super::git::Git;
use super::journey::Journey;
use super::kanban::Kanban;
use super::packet::Packet;
use super::pie::Pie;
use super::quadrant::Quadrant;
use super::radar::Radar;
use super::sankey::Sankey;
use super::timeline::Timeline;
use super::treemap::Treemap;
use super::venn::Venn;
use super::xy::Xy;

/// One of them, before anything has a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Foreign {
    /// Tasks in calendar time.
    Gantt(Gantt),
    /// Parts of a whole.
    Pie(Pie),
    /// Steps and how good each is.
    Journey(Journey),
    /// Periods and what happened in them.
    Timeline(Timeline),
    /// Commits on their branches.
    Git(Git),
    /// Bars and lines over an axis.
    Xy(Xy),
    /// Cards in columns.
    Kanban(Kanban),
    /// The bits of a packet.
    Packet(Packet),
    /// Curves around a middle.
    Radar(Radar),
    /// Areas by size.
    Treemap(Treemap),
    /// Amounts that flow.
    Sankey(Sankey),
    /// Points in four quadrants.
    Quadrant(Quadrant),
    /// Sets and what they share.
    Venn(Venn),
}

impl Foreign {
    /// Title of the picture.
    pub fn title(&self) -> &str {
        match self {
            Self::Gantt(it) => &it.title,
            Self::Pie(it) => &it.title,
            Self::Journey(it) => &it.title,
            Self::Timeline(it) => &it.title,
            Self::Git(it) => &it.title,
            Self::Xy(it) => &it.title,
            Self::Kanban(it) => &it.title,
            Self::Packet(it) => &it.title,
            Self::Radar(it) => &it.title,
            Self::Treemap(it) => &it.title,
            Self::Sankey(it) => &it.title,
            Self::Quadrant(it) => &it.title,
            Self::Venn(it) => &it.title,
        }
    }

    /// The same, to be changed.
    pub fn title_mut(&mut self) -> &mut String {
        match self {
            Self::Gantt(it) => &mut it.title,
            Self::Pie(it) => &mut it.title,
            Self::Journey(it) => &mut it.title,
            Self::Timeline(it) => &mut it.title,
            Self::Git(it) => &mut it.title,
            Self::Xy(it) => &mut it.title,
            Self::Kanban(it) => &mut it.title,
            Self::Packet(it) => &mut it.title,
            Self::Radar(it) => &mut it.title,
            Self::Treemap(it) => &mut it.title,
            Self::Sankey(it) => &mut it.title,
            Self::Quadrant(it) => &mut it.title,
            Self::Venn(it) => &mut it.title,
        }
    }

    /// The word for what it shows.
    pub fn shows(&self) -> &'static str {
        match self {
            Self::Gantt(_) => "tasks",
            Self::Pie(_) => "slices",
            Self::Journey(_) => "steps",
            Self::Timeline(_) => "periods",
            Self::Git(_) => "commits",
            Self::Xy(_) => "plots",
            Self::Kanban(_) => "columns",
            Self::Packet(_) => "fields",
            Self::Radar(_) => "axes",
            Self::Treemap(_) => "tiles",
            Self::Sankey(_) => "nodes",
            Self::Quadrant(_) => "points",
            Self::Venn(_) => "sets",
        }
    }

    /// How much of that.
    pub fn count(&self) -> usize {
        match self {
            Self::Gantt(it) => it.tasks.len(),
            Self::Pie(it) => it.slices.len(),
            Self::Journey(it) => it.steps.len(),
            Self::Timeline(it) => it.periods.len(),
            Self::Git(it) => it.commits.len(),
            Self::Xy(it) => it.plots.len(),
            Self::Kanban(it) => it.columns.len(),
            Self::Packet(it) => it.fields.len(),
            Self::Radar(it) => it.axes.len(),
            Self::Treemap(it) => it.tiles.len(),
            Self::Sankey(it) => it.nodes.len(),
            // The quadrants themselves say something.
            Self::Quadrant(it) => it.points.len().max(1),
            Self::Venn(it) => it.sets,
        }
    }

    /// How many lines lead from one to another.
    pub fn lines(&self) -> usize {
        match self {
            Self::Git(it) => it.commits.iter().map(|commit| commit.parents.len()).sum(),
            Self::Sankey(it) => it.flows.len(),
            _ => 0,
        }
    }
}
