//! Which groups lie in each other, and which group an element is drawn in.
//!
//! Part of: describe. Input: the model's groups. Output: a forest of groups and, by element, its chain in it. It comes
//! from all members, shown or not, so that every view nests the same way.
//!
//! A group lies in another where that one has everything in it; of two with the same members the second lies in the first.
//! Groups that overlap otherwise cannot both be frames: an element of both is drawn in the one that is written first.

use super::model::{ElementId, GroupId, Model};
use std::collections::BTreeSet;

/// An element is in so many frames of groups at most, so that frames stay few.
const DEEP: usize = 8;
/// So many groups of an element are looked at: more of them on one element are no frames anybody could read.
const MANY: usize = 64;

/// How the groups of a model nest.
pub struct Nesting {
    /// By group: the one around it.
    parents: Vec<Option<GroupId>>,
    /// By element: the groups that it is drawn in, the outermost first.
    chains: Vec<Vec<GroupId>>,
    /// By element: all groups that name it, in written order.
    groups_of: Vec<Vec<GroupId>>,
}

impl Nesting {
    /// Decides it once for a model.
    pub fn new(model: &Model) -> Self {
        let sets = Sets::new(model);
        let mut groups_of = vec![Vec::new(); model.elements.len()];
        for (at, members) in sets.members.iter().enumerate() {
            for member in members {
                // Whoever is in an element of the group is in its frame already.
                if !sets.above(*member).skip(1).any(|id| members.contains(&id)) {
                    groups_of[member.index()].push(GroupId(at as u32));
                }
            }
        }
        let parents = vec![None; model.groups.len()];
        let mut out = Self { parents, chains: vec![Vec::new(); model.elements.len()], groups_of };
        let mut order: Vec<GroupId> = (0..model.groups.len() as u32).map(GroupId).collect();
        order.sort_by_key(|g| (sets.rank(*g), *g));
        let mut depths = vec![0; model.groups.len()];
        for group in order {
            let Some(&first) = model.groups[group.index()].members.first() else { continue };
            let around: BTreeSet<GroupId> =
                sets.above(first).flat_map(|id| out.groups_of[id.index()].iter().copied().take(MANY)).collect();
            let around = around.into_iter().filter(|other| *other != group && sets.holds(*other, group)).take(MANY);
            let parent = sets.chain(around).last().copied();
            out.parents[group.index()] = parent;
            depths[group.index()] = parent.map_or(0, |p| depths[p.index()] + 1);
        }
        for (at, groups) in out.groups_of.iter().enumerate() {
            let inner = sets.chain(groups.iter().copied().take(MANY)).last().copied();
            let mut chain: Vec<GroupId> =
                std::iter::successors(inner, |g| out.parents[g.index()]).filter(|g| depths[g.index()] < DEEP).collect();
            // A group may hold an element around this one: its frame is around that one.
            chain.retain(|g| groups.binary_search(g).is_ok());
            chain.reverse();
            out.chains[at] = chain;
        }
        out
    }

    /// The groups that an element is drawn in, the outermost first.
    pub fn chain(&self, id: ElementId) -> &[GroupId] {
        &self.chains[id.index()]
    }

    /// Members that a picture does not show in a group that names them: the member, that group, the one it is drawn in.
    pub fn lost(&self) -> impl Iterator<Item = (ElementId, GroupId, GroupId)> {
        self.groups_of.iter().zip(&self.chains).enumerate().flat_map(|(at, (groups, chain))| {
            let drawn = chain.first().copied();
            let lost = groups.iter().filter(move |group| !chain.contains(group));
            lost.filter_map(move |group| Some((ElementId(at as u32), *group, drawn?)))
        })
    }
}

/// What each group holds.
struct Sets<'m> {
    model: &'m Model,
    members: Vec<BTreeSet<ElementId>>,
    /// How many elements there are in each, with what is in them.
    sizes: Vec<usize>,
}

impl<'m> Sets<'m> {
    fn new(model: &'m Model) -> Self {
        let mut weights = vec![1; model.elements.len()];
        for at in (0..weights.len()).rev() {
            if let Some(parent) = model.elements[at].parent {
                weights[parent.index()] += weights[at];
            }
        }
        let members: Vec<BTreeSet<ElementId>> =
            model.groups.iter().map(|g| g.members.iter().copied().collect()).collect();
        let sizes = members.iter().map(|m| m.iter().map(|id| weights[id.index()]).sum()).collect();
        Self { model, members, sizes }
    }

    /// Where it stands when outer groups come before inner ones.
    fn rank(&self, group: GroupId) -> (std::cmp::Reverse<usize>, GroupId) {
        (std::cmp::Reverse(self.sizes[group.index()]), group)
    }

    /// Whether everything in `inner` is in `outer`, and `outer` comes before it.
    fn holds(&self, outer: GroupId, inner: GroupId) -> bool {
        let set = &self.members[outer.index()];
        self.rank(outer) < self.rank(inner)
            && self.members[inner.index()].iter().all(|id| self.above(*id).any(|id| set.contains(&id)))
    }

    /// The element and everything around it.
    fn above(&self, id: ElementId) -> impl Iterator<Item = ElementId> {
        std::iter::successors(Some(id), |id| self.model.element(*id).parent)
    }

    /// Of some groups of one element those that nest, the outermost first: what is written first goes first.
    fn chain(&self, groups: impl Iterator<Item = GroupId>) -> Vec<GroupId> {
        let mut chain: Vec<GroupId> = Vec::new();
        for group in groups {
            if chain.iter().all(|other| self.holds(*other, group) || self.holds(group, *other)) {
                chain.push(group);
            }
        }
        chain.sort_by_key(|group| self.rank(*group));
        chain
    }
}
