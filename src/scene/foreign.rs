//! A chart of a foreign text -> [`Scene`]: measured, placed and drawn.

use super::{
    Scene, Theme, gantt, git, journey, kanban, packet, pie, quadrant, radar, sankey, timeline, treemap, venn, xy,
};
use crate::base::text::Measure;
use crate::chart::Foreign;

pub(super) fn compose_foreign(foreign: &Foreign, theme: &Theme, text: &dyn Measure) -> Scene {
    match foreign {
        Foreign::Gantt(it) => gantt::compose(it, theme, text),
        Foreign::Git(it) => git::compose(it, theme, text),
        Foreign::Xy(it) => xy::compose(it, theme, text),
        Foreign::Kanban(it) => kanban::compose(it, theme, text),
        Foreign::Packet(it) => packet::compose(it, theme, text),
        Foreign::Radar(it) => radar::compose(it, theme, text),
        Foreign::Treemap(it) => treemap::compose(it, theme, text),
        Foreign::Sankey(it) => sankey::compose(it, theme, text),
        Foreign::Journey(it) => journey::compose(it, theme, text),
        Foreign::Timeline(it) => timeline::compose(it, theme, text),
        Foreign::Pie(it) => pie::compose(it, theme, text),
        Foreign::Venn(it) => venn::compose(it, theme, text),
        Foreign::Quadrant(it) => quadrant::compose(it, theme, text),
    }
}
