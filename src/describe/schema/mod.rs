//! The description as written: one type a place of the language, private to this stage.
//!
//! Part of: describe. Input: a tree of [`super::yaml`]. Output: a [`File`] with the place of every part, and the JSON
//! Schema of the same types.

mod any_case;
mod element;
mod look;
mod plan;
mod read;
mod record;
mod relation;
mod step;
mod view;

pub(crate) use element::{ElementDef, ElementKeys, GroupDef, IncludeDef, KindName, PlaceDef, PlaceKeys, Short};
use look::{KindDef, StyleDef};
pub(crate) use plan::{Any, ChoiceDef, EndpointDef, ItemDef, PhaseDef, PlanDef, RiskDef};
pub(crate) use read::{At, Ids, Named, Reader, is_id, word};
pub(crate) use relation::RelationDef;
pub(crate) use step::StepDef;
use view::ViewDef;
pub(crate) use view::{Chains, ViewKeys};

use super::yaml::{Data, Value};
use super::{placeholder, traps};
use crate::base::{Code, Diagnostic};
use record::record;
use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;

record! {
    /// A system, described once: every diagram and the implementation plan come from this file.
    #[schemars(extend("patternProperties" = { "^x-": { "description": "Anything: a place for anchors." } }))]
    File: "a description" {
        /// Version of the language: 1.
        "version" version: At<u32>,
        /// Name of the whole.
        "name" name: At<String>,
        /// What it does, in a sentence or two.
        "description" description: At<String>,
        /// Further files whose parts belong here too.
        "include" include: Vec<IncludeDef>,
        /// Kinds of your own, by the word that names them.
        "kinds" kinds: Ids<KindDef>,
        /// People and systems, with what is in them below `children`.
        "elements" elements: Ids<ElementDef>,
        /// Named sets of elements, drawn as a frame around them.
        "groups" groups: Ids<GroupDef>,
        /// What runs where: one entry a deployment, in it the places.
        "deployments" deployments: Ids<Ids<PlaceDef>>,
        /// Who uses whom: `a -> b: what for [technology]`.
        "relations" relations: Vec<RelationDef>,
        /// The pictures to draw; without this key they are derived.
        "views" views: Ids<ViewDef>,
        /// Looks by selector: an id, `tag:x`, `group:x`, or a kind.
        "styles" styles: Named<StyleDef>,
        /// The implementation plan's own data.
        "plan" plan: PlanDef,
    }
}

/// Reads one file's tree; none where it is no description at all.
pub(crate) fn file(text: &str, tree: &Value) -> (Option<File>, Vec<Diagnostic>) {
    if let Some(finding) = compose(tree) {
        return (None, vec![finding]);
    }
    let mut found = placeholder::find(text, tree);
    let placeholders = found.iter().filter_map(|d| d.span).collect();
    traps::tags(text, tree, &mut found);
    let mut to = Reader { text, findings: found, placeholders, keys: Vec::new() };
    let file = match &tree.data {
        Data::Map(entries) => {
            let (mut file, strays) = File::take(entries, &mut to);
            let strays: Vec<_> = strays.into_iter().filter(|e| !e.key.starts_with("x-")).collect();
            file.reject(&strays, &mut to);
            if let Some(version) = file.version.as_ref().filter(|v| v.value != 1) {
                let message = format!("Version {} of the language is not known here.", version.value);
                to.add(Code::BadValue, version.span, message, "Write `version: 1`, or use a newer groundplan.");
            }
            Some(file)
        }
        Data::Null => {
            let help = "Start with `elements:`; `groundplan init` writes an example.";
            to.add(Code::Empty, tree.span, "The file describes nothing.", help);
            None
        }
        _ => {
            to.wrong_type(tree, "a map with keys such as `elements:` and `relations:`");
            None
        }
    };
    (file, to.findings)
}

/// The one finding for a docker-compose file, in place of one for each of its keys.
fn compose(tree: &Value) -> Option<Diagnostic> {
    let services = tree.entries().iter().find(|e| e.key == "services")?;
    let ours = ["elements", "relations", "views"].iter().any(|key| tree.get(key).is_some());
    let message = "This looks like a docker-compose file, not like a description.";
    let help = "Make a description of it: `groundplan import compose FILE -o architecture.yaml`.";
    (!ours).then(|| Diagnostic::new(Code::UnknownKey, services.span, message).help(help))
}

/// Says of texts and numbers what the reader takes: a text may look like a number or a truth value, numbers count from 1.
fn as_read(schema: &mut Schema) {
    const TEXT: [&str; 3] = ["string", "number", "boolean"];
    if schema.remove("format").is_some_and(|f| f == "uint32") {
        schema.insert("minimum".to_owned(), 1.into());
    }
    let narrowed = ["enum", "const", "pattern"].into_iter().any(|key| schema.get(key).is_some());
    if narrowed {
        return;
    }
    match schema.get("type") {
        Some(kind) if kind == "string" => schema.insert("type".to_owned(), TEXT.to_vec().into()),
        Some(kind) if *kind == serde_json::json!(["string", "null"]) => {
            schema.insert("type".to_owned(), [TEXT.as_slice(), &["null"]].concat().into())
        }
        _ => None,
    };
}

/// The JSON Schema (draft-07) of a description, for editors.
pub fn json_schema() -> String {
    let settings = SchemaSettings::draft07().with_transform(RecursiveTransform(as_read));
    let mut schema = settings.into_generator().into_root_schema_for::<File>();
    schema.insert("title".to_owned(), "A groundplan description".into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
