//! Steps of a sequence as written.
//!
//! Part of: the schema. A step is a message in one line or with keys, a note, or a block with steps of its own.

use super::element::{OneOrMany, Short};
use super::read::{At, Read, Reader, Word};
use super::record::record;
use crate::base::{Code, Span};
use crate::describe::model::{BlockKind, MessageKind};
use crate::describe::syntax::{self, Arrowed, Place};
use crate::describe::yaml::{Data, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A step, whichever way it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StepDef {
    Message { from: At<String>, to: At<String>, kind: MessageKind, text: Option<At<String>>, span: Span },
    Note { over: Vec<At<String>>, text: String },
    Block { kind: BlockKind, branches: Vec<BranchDef> },
}

/// A branch of a block: its condition and its steps.
pub(crate) type BranchDef = (Option<String>, Vec<StepDef>);

record! {
    /// A message, with keys.
    MessageKeys: "a message" {
        /// Who sends.
        "from" from: At<String> = required,
        /// Who receives.
        "to" to: At<String> = required,
        /// What.
        "label" label: At<String>,
        /// How.
        "arrow" arrow: At<Word<MessageKind>>,
    }
}

record! {
    /// A note.
    NoteKeys: "a note" {
        /// What it says.
        "note" note: At<String> = required,
        /// Over whom: one participant or several.
        "over" over: OneOrMany = required,
    }
}

record! {
    /// One of several branches is taken.
    AltKeys: "an alt block" {
        /// The branches, in order.
        "alt" alt: Vec<AltBranch> = required,
    }
}

record! {
    /// A branch: `{if: condition, steps: [..]}` or `{else: [..]}`.
    AltBranch: "a branch of alt" {
        /// Its condition.
        "if" condition: At<String>,
        /// Its steps, where it has a condition.
        "steps" steps: Vec<StepDef>,
        /// The steps where no condition holds.
        "else" otherwise: Vec<StepDef>,
    }
}

record! {
    /// Steps that may be left out.
    OptKeys: "an opt block" {
        /// When they are taken.
        "opt" condition: At<String>,
        /// The steps.
        "steps" steps: Vec<StepDef> = required,
    }
}

record! {
    /// Steps that come again and again.
    LoopKeys: "a loop block" {
        /// How often, or until when.
        "loop" condition: At<String>,
        /// The steps.
        "steps" steps: Vec<StepDef> = required,
    }
}

record! {
    /// Branches that run at the same time.
    ParKeys: "a par block" {
        /// The branches: lists of steps, or `{name: .., steps: [..]}`.
        "par" par: Vec<Short<Vec<StepDef>, ParBranch>> = required,
    }
}

record! {
    /// A branch with a name.
    ParBranch: "a branch of par" {
        /// What happens in it.
        "name" name: At<String>,
        /// Its steps.
        "steps" steps: Vec<StepDef> = required,
    }
}

impl JsonSchema for StepDef {
    fn schema_name() -> Cow<'static, str> {
        "Step".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let message = generator.subschema_for::<MessageKeys>();
        let note = generator.subschema_for::<NoteKeys>();
        let alt = generator.subschema_for::<AltKeys>();
        let opt = generator.subschema_for::<OptKeys>();
        let again = generator.subschema_for::<LoopKeys>();
        let par = generator.subschema_for::<ParKeys>();
        json_schema!({
            "description": "A message `a -> b: text`, `a ~> b`, the answer `a <- b`; a note; or a block of steps.",
            "anyOf": [
                { "type": "string", "pattern": "->|~>|<-", "examples": ["customer -> api: POST /orders"] },
                {
                    "type": "object",
                    "patternProperties": { "->|~>|<-": { "type": ["string", "number", "boolean", "null"] } },
                    "additionalProperties": false,
                    "minProperties": 1,
                    "maxProperties": 1
                },
                message, note, alt, opt, again, par
            ]
        })
    }
}

impl Read for StepDef {
    fn what() -> String {
        "a step such as `a -> b: text`".to_owned()
    }

    fn fits(value: &Value) -> bool {
        value.text().is_some() || matches!(value.data, Data::Map(_))
    }

    fn read(value: &Value, to: &mut Reader<'_>) -> Option<Self> {
        let entries = match &value.data {
            Data::Text(text) => return Some(Self::message(Arrowed::read(text, value.span, Place::Step, to)?)),
            Data::Map(entries) => entries,
            Data::Null => return None,
            _ => {
                match value.text() {
                    Some(text) => syntax::no_arrow(text, value.span, to),
                    None => to.wrong_type(value, &Self::what()),
                }
                return None;
            }
        };
        if let Some(first) = entries.iter().find(|e| syntax::has_arrow(&e.key)) {
            for more in entries.iter().filter(|e| !std::ptr::eq(*e, first)) {
                let help = "Start a new entry of the list with `- `.";
                to.add(Code::RelationSyntax, more.span, "A step is one message: this key does not belong to it.", help);
            }
            return Some(Self::message(Arrowed::read_entry(first, Place::Step, to)?));
        }
        let has = |key: &str| value.get(key).is_some();
        if has("note") {
            NoteKeys::read(value, to).and_then(Self::note)
        } else if has("alt") {
            AltKeys::read(value, to).map(|k| Self::alt(k.alt.unwrap_or_default(), value, to))
        } else if has("opt") {
            OptKeys::read(value, to).map(|k| Self::block(BlockKind::Opt, k.condition, k.steps))
        } else if has("loop") {
            LoopKeys::read(value, to).map(|k| Self::block(BlockKind::Loop, k.condition, k.steps))
        } else if has("par") {
            ParKeys::read(value, to).map(|k| Self::par(k.par.unwrap_or_default()))
        } else if has("from") || has("to") {
            MessageKeys::read(value, to).and_then(|k| Self::long(k, value.span))
        } else {
            let first = entries.first()?;
            let known = ["note", "alt", "opt", "loop", "par", "from"];
            if crate::describe::suggest::nearest(&first.key, known).is_some() {
                to.unknown_key(first, &known, "a step");
            } else {
                syntax::no_arrow(&first.key, first.span, to);
            }
            None
        }
    }
}

impl StepDef {
    fn message(ends: Arrowed) -> Self {
        let kind = match ends.arrow {
            _ if ends.answer => MessageKind::Return,
            crate::base::Arrow::Async => MessageKind::Async,
            _ => MessageKind::Sync,
        };
        let start = ends.from.span.start.min(ends.to.span.start);
        let end = ends.from.span.end.max(ends.to.span.end);
        let span = Span { start, end, ..ends.from.span };
        Self::Message { from: ends.from, to: ends.to, kind, text: ends.label, span }
    }

    fn long(keys: MessageKeys, span: Span) -> Option<Self> {
        let kind = keys.arrow.map(|a| a.value.0).unwrap_or_default();
        let (from, to) = (keys.from?, keys.to?);
        let span = Span { start: from.span.start.max(span.start), end: from.span.end, ..span };
        Some(Self::Message { from, to, kind, text: keys.label, span })
    }

    fn note(keys: NoteKeys) -> Option<Self> {
        let over = match keys.over? {
            Short::Short(one) => vec![one],
            Short::Keys(many) => many.0,
        };
        Some(Self::Note { over, text: keys.note?.value })
    }

    fn block(kind: BlockKind, condition: Option<At<String>>, steps: Option<Vec<Self>>) -> Self {
        let condition = condition.map(|c| c.value);
        Self::Block { kind, branches: vec![(condition, steps.unwrap_or_default())] }
    }

    fn alt(branches: Vec<AltBranch>, value: &Value, to: &mut Reader<'_>) -> Self {
        if branches.is_empty() {
            to.missing_key(value.span, "if", "an alt block without branches");
        }
        let branch = |b: AltBranch| {
            let steps = b.steps.into_iter().chain(b.otherwise).flatten().collect();
            (b.condition.map(|c| c.value), steps)
        };
        Self::Block { kind: BlockKind::Alt, branches: branches.into_iter().map(branch).collect() }
    }

    fn par(branches: Vec<Short<Vec<Self>, ParBranch>>) -> Self {
        let branch = |b: Short<Vec<Self>, ParBranch>| match b {
            Short::Short(steps) => (None, steps),
            Short::Keys(keys) => (keys.name.map(|n| n.value), keys.steps.unwrap_or_default()),
        };
        Self::Block { kind: BlockKind::Par, branches: branches.into_iter().map(branch).collect() }
    }
}
