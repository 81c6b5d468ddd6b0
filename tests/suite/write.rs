//! The law of the writer: what is written reads back as what it was, up to places.

use groundplan::base::source::NoIncludes;
use groundplan::base::{Load, Severity, Source, SourceId, Span};
use groundplan::describe::model::Step;
use groundplan::describe::plan::{Endpoint, Plan};
use groundplan::describe::yaml::{self, Data, Entry, Value};
use groundplan::describe::{self, Model, write};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

struct Folder(PathBuf);

impl Load for Folder {
    fn load(&self, from: &str, name: &str) -> Result<Source, String> {
        let path = Path::new(from).parent().unwrap_or(Path::new("")).join(name);
        let text = std::fs::read_to_string(self.0.join(&path)).map_err(|e| e.to_string())?;
        Ok(Source { name: path.display().to_string(), text })
    }
}

/// A text's model; none where it has errors.
fn model(text: String, includes: &dyn Load) -> Result<Model, String> {
    let (checked, sources) = describe::read(Source { name: "it.yaml".to_owned(), text }, includes);
    let errors: Vec<String> = checked
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| format!("{:?}: {}", d.span.map(|s| sources.position(s)), d.message))
        .collect();
    checked.value.filter(|_| errors.is_empty()).ok_or_else(|| errors.join("\n"))
}

/// The model without its places.
fn bare(mut model: Model) -> Model {
    let none = Span::default();
    model.kinds.iter_mut().for_each(|k| k.span = none);
    model.elements.iter_mut().for_each(|e| e.span = none);
    model.groups.iter_mut().for_each(|g| g.span = none);
    model.relations.iter_mut().for_each(|r| r.span = none);
    model.styles.iter_mut().for_each(|s| s.span = none);
    for environment in &mut model.environments {
        environment.span = none;
        environment.nodes.iter_mut().for_each(|n| n.span = none);
    }
    for view in &mut model.views {
        view.span = view.span.map(|_| none);
        view.constraints.iter_mut().for_each(|c| c.span = none);
        view.preset.iter_mut().for_each(|p| p.span = none);
        bare_steps(&mut view.steps);
    }
    model.plan = model.plan.map(bare_plan);
    model
}

fn bare_plan(mut plan: Plan) -> Plan {
    let none = Span::default();
    let bare_named = |named: &mut Vec<(String, Value)>| {
        for (_, value) in named {
            *value = bare_value(value.clone());
        }
    };
    plan.span = none;
    plan.core.iter_mut().chain(&mut plan.supporting).for_each(|c| c.span = none);
    for phase in &mut plan.phases {
        phase.span = none;
        phase.deliverables.iter_mut().chain(&mut phase.tasks).for_each(|item| item.span = none);
    }
    for endpoint in &mut plan.api {
        endpoint.span = none;
        endpoint.request = endpoint.request.take().map(bare_value);
        endpoint.response = endpoint.response.take().map(bare_value);
    }
    for entity in &mut plan.entities {
        entity.span = none;
        bare_named(&mut entity.fields);
        bare_named(&mut entity.relations);
        entity.indexes = entity.indexes.drain(..).map(bare_value).collect();
    }
    bare_named(&mut plan.compliance);
    plan.technical_risks.iter_mut().chain(&mut plan.timeline_risks).for_each(|risk| risk.span = none);
    let testing = plan.testing.integration.iter_mut().chain(&mut plan.testing.e2e);
    testing.chain(&mut plan.success).for_each(|item| item.span = none);
    plan
}

fn bare_steps(steps: &mut [Step]) {
    for step in steps {
        match step {
            Step::Message { span, .. } => *span = Span::default(),
            Step::Block { branches, .. } => branches.iter_mut().for_each(|(_, inner)| bare_steps(inner)),
            Step::Note { .. } => {}
        }
    }
}

fn bare_value(value: Value) -> Value {
    let data = match value.data {
        Data::List(items) => Data::List(items.into_iter().map(bare_value).collect()),
        Data::Map(entries) => Data::Map(
            entries
                .into_iter()
                .map(|e| Entry { key: e.key, span: Span::default(), value: bare_value(e.value) })
                .collect(),
        ),
        other => other,
    };
    Value { span: Span::default(), data, written: None, tag: value.tag }
}

#[test]
fn every_sample_reads_back_as_it_was() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut seen = 0;
    for folder in ["tour", "cases/describe", "cases/graph", "cases/layout", "cases/sequence"] {
        let folder = root.join(folder);
        let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
        paths.retain(|p| p.extension().is_some_and(|e| e == "yaml"));
        paths.sort();
        for path in paths {
            let text = std::fs::read_to_string(&path).unwrap();
            let first = model(text, &Folder(folder.clone())).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let written = write::yaml(&first);
            let second =
                model(written.clone(), &NoIncludes).unwrap_or_else(|e| panic!("{}: {e}\n{written}", path.display()));
            assert_eq!(bare(first), bare(second), "{}\n{written}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}

/// Texts that YAML, its editors or our own lines could read as something else.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}( [a-zA-Z]{1,8}){0,3}",
        "\\PC{0,20}",
        "[-?:,\\[\\]{}#&*!|>'\"%@`~0-9a-e. \\\\]{0,8}",
        Just("null".to_owned()),
        Just("yes".to_owned()),
        Just("0x1F".to_owned()),
        Just("12:30:00".to_owned()),
        Just("2026-11-22".to_owned()),
        Just("person".to_owned()),
        Just("a\nb\n  c".to_owned()),
        Just("a\n\nb\n".to_owned()),
        Just(" a\nb".to_owned()),
        Just("a\n---\nb".to_owned()),
        Just("\u{1}\u{85}\u{feff}\u{2028}🚚".to_owned()),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    let plain = |data| Value::new(Span::default(), data);
    let leaf = prop_oneof![
        4 => hostile().prop_map(Data::Text),
        1 => any::<i64>().prop_map(Data::Int),
        1 => any::<bool>().prop_map(Data::Bool),
        1 => (-1e9..1e9_f64).prop_map(Data::Float),
        1 => Just(Data::Null),
    ]
    .prop_map(plain);
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(move |items| plain(Data::List(items))),
            prop::collection::btree_map(hostile(), inner, 0..5).prop_map(move |map| {
                let entries = map.into_iter().filter(|(k, _)| k != "<<");
                plain(Data::Map(entries.map(|(key, value)| Entry { key, span: Span::default(), value }).collect()))
            }),
        ]
    })
}

/// Texts as the reader gives them: it trims.
fn said() -> impl Strategy<Value = String> {
    hostile().prop_map(|text| text.trim().to_owned()).prop_filter("some text", |text| !text.is_empty())
}

/// A small model whose words are hostile: its shape is that of a sample.
fn worded(words: &[String]) -> Model {
    let text = "elements: {a: {}, b: {children: {c: {}, d: {kind: queue}}}}\ngroups: {g: [c, d]}\n\
                deployments: {p: {q: {runs: [c]}}}\nrelations: [a -> c, c ~> d, {from: a, to: b, status: new}]\n\
                views: {v: {type: container, of: b}, s: {type: sequence, steps: [a -> c, a <- c]}}\n";
    let mut model = model(text.to_owned(), &NoIncludes).unwrap();
    let mut words = words.iter().cycle().cloned();
    let mut next = || words.next().unwrap();
    model.name = next();
    model.description = Some(next());
    for element in &mut model.elements {
        (element.name, element.tech, element.description) = (next(), Some(next()), Some(next()));
        element.tags = vec![next()];
    }
    for relation in &mut model.relations {
        (relation.label, relation.tech) = (Some(next()), Some(next()));
    }
    model.relations[0].tech = None;
    model.relations[1].label = None;
    model.relations[2].description = Some(next());
    model.groups[0].name = next();
    model.environments[0].nodes[0].name = next();
    model.views[0].title = Some(next());
    for step in &mut model.views[1].steps {
        if let Step::Message { text, .. } = step {
            *text = Some(next());
        }
    }
    let over = vec![model.relations[0].to];
    model.views[1].steps.push(Step::Note { over, text: next() });
    model
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_word_reads_back_as_it_was(words in prop::collection::vec(said(), 3..40)) {
        let first = worded(&words);
        let written = write::yaml(&first);
        let second = model(written.clone(), &NoIncludes).unwrap_or_else(|e| panic!("{e}\n{written}"));
        prop_assert_eq!(bare(first), bare(second), "{}", written);
    }

    #[test]
    fn every_tree_reads_back_as_it_was(name in hostile(), tree in tree()) {
        let endpoint = Endpoint { name: "it".to_owned(), request: Some(tree.clone()), ..Endpoint::default() };
        let plan = Plan { api: vec![endpoint], ..Plan::default() };
        let model = Model { name: name.clone(), plan: Some(plan), ..Model::default() };
        let written = write::yaml(&model);
        let read = yaml::parse(&written, SourceId(0));
        let errors: Vec<_> = read.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:?}\n{written}");
        let read = read.value.unwrap();
        prop_assert_eq!(read.get("name").and_then(Value::text).unwrap_or_default(), name);
        let found = ["plan", "api", "it", "request"].iter().try_fold(&read, |value, key| value.get(key)).unwrap();
        prop_assert_eq!(bare_value(found.clone()), tree, "{}", written);
    }
}
