//! Views as written.
//!
//! Part of: the schema.

use super::element::Short;
use super::read::{At, Read, Reader, Word};
use super::record::record;
use super::step::StepDef;
use crate::base::Direction;
use crate::describe::model::{Show, ViewKind};
use crate::describe::yaml::{Data, Value};
use schemars::JsonSchema;

record! {
    /// A picture to draw.
    ViewKeys: "a view" {
        /// What it draws.
        "type" kind: At<Word<ViewKind>> = required,
        /// The element whose inside or surroundings it shows.
        "of" of: At<String>,
        /// The deployment that it shows.
        "env" env: At<String>,
        /// Its title.
        "title" title: At<String>,
        /// What it says, for readers who do not see it.
        "description" description: At<String>,
        /// Where its flow goes.
        "direction" direction: At<Word<Direction>>,
        /// What it shows besides: ids, `x.*`, `tag:x`, `group:x`, kinds.
        "include" include: Vec<At<String>>,
        /// What it leaves out.
        "exclude" exclude: Vec<At<String>>,
        /// All, or the plan's delta.
        "show" show: At<Word<Show>>,
        /// Who stands in the first or the last layer, and who shares one.
        "rank" rank: RankKeys,
        /// Who stands before whom in one layer: a list of ids, or a list of such lists.
        "before" before: Chains,
        /// Whose centres are on one line along the flow: a list of ids, or a list of such lists.
        "align" align: Chains,
        /// The steps of a sequence.
        "steps" steps: Vec<StepDef>,
        /// A preset by name, or the path of a preset file, relative to this one.
        "preset" preset: At<String>,
    }
}

record! {
    /// Layers of a view.
    RankKeys: "`rank`" {
        /// Who stands in the first layer.
        "first" first: Vec<At<String>>,
        /// Who stands in the last layer.
        "last" last: Vec<At<String>>,
        /// Who shares a layer: a list of ids, or a list of such lists.
        "same" same: Chains,
    }
}

/// One list of ids, or several.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Chains {
    /// `[a, b]`.
    One(Vec<At<String>>),
    /// `[[a, b], [c, d]]`.
    Several(Vec<Vec<At<String>>>),
}

impl Chains {
    /// All lists.
    pub(crate) fn all(&self) -> &[Vec<At<String>>] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

impl Read for Chains {
    fn what() -> String {
        "a list".to_owned()
    }

    fn fits(value: &Value) -> bool {
        Vec::<At<String>>::fits(value)
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        if value.items().iter().any(|item| matches!(item.data, Data::List(_))) {
            Read::read(value, to).map(Self::Several)
        } else {
            Read::read(value, to).map(Self::One)
        }
    }
}

/// A view: its type, or more.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(transparent)]
pub(crate) struct ViewDef(pub(crate) ViewShort);

type ViewShort = Short<At<Word<ViewKind>>, ViewKeys>;

impl ViewDef {
    /// The preset that it names.
    pub(crate) fn preset(&self) -> Option<&At<String>> {
        match &self.0 {
            Short::Short(_) => None,
            Short::Keys(keys) => keys.preset.as_ref(),
        }
    }

    /// Its keys.
    pub(crate) fn into_keys(self) -> ViewKeys {
        match self.0 {
            Short::Short(kind) => ViewKeys { kind: Some(kind), ..ViewKeys::default() },
            Short::Keys(keys) => keys,
        }
    }
}

impl Read for ViewDef {
    fn what() -> String {
        "a type of view or a map: a view".to_owned()
    }

    fn fits(value: &Value) -> bool {
        ViewShort::fits(value)
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        Short::read(value, to).map(Self)
    }
}
