//! Views as written.
//!
//! Part of: the schema.

use super::element::Short;
use super::read::{At, Read, Reader, Word};
use super::record::record;
use super::step::StepDef;
use crate::base::Direction;
use crate::describe::model::{Show, ViewKind};
use crate::describe::yaml::Value;
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
        /// The steps of a sequence.
        "steps" steps: Vec<StepDef>,
        /// A preset by name.
        "preset" preset: At<String>,
    }
}

/// A view: its type, or more.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(transparent)]
pub(crate) struct ViewDef(pub(crate) ViewShort);

type ViewShort = Short<At<Word<ViewKind>>, ViewKeys>;

impl ViewDef {
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
