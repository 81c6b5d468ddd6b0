//! What values of a plan look like: the method, path and status codes of an endpoint, the day of the plan, lengths of
//! time, shares, indexes and numbers of entities.
//!
//! Part of: describe. What a template's placeholder stands for is not judged.

use super::day;
use super::duration::Duration;
use super::entity::{Names, inline, relation};
use crate::base::text::short;
use crate::base::{Code, Span};
use crate::describe::resolve::Resolver;
use crate::describe::schema::{At, EndpointDef, PlanDef};
use crate::describe::suggest;
use crate::describe::yaml::{Data, Value};

/// Methods of HTTP, and the words of GraphQL and other protocols that stand in their place.
pub const METHODS: [&str; 16] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "QUERY",
    "MUTATION",
    "SUBSCRIPTION",
    "RPC",
    "WS",
    "WEBSOCKET",
    "SSE",
];

/// Those whose endpoints have names in place of paths.
const NAMED: [&str; 4] = ["QUERY", "MUTATION", "SUBSCRIPTION", "RPC"];

/// Whether a text is a method, in any case.
pub fn is_method(text: &str) -> bool {
    is_one_of(text, &METHODS)
}

/// Whether endpoints of a method have names in place of paths.
pub fn has_name(method: &str) -> bool {
    is_one_of(method, &NAMED)
}

fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()))
}

/// Whether a text is a path: it starts with `/`, or with where the service is.
pub fn is_path(text: &str) -> bool {
    text.starts_with(['/', '{']) || text.contains("://")
}

/// Whether a key says for which status codes something is answered: `200`, `404 Not Found`, `5xx`, `default`.
pub fn is_status(key: &str) -> bool {
    let word = key.split([' ', ',', '/']).next().unwrap_or_default();
    let mut letters = word.chars();
    let class = letters.next().is_some_and(|c| ('1'..='5').contains(&c));
    let rest = letters.as_str();
    let whole = rest.bytes().all(|b| b.is_ascii_digit()) || rest.eq_ignore_ascii_case("xx");
    class && rest.len() == 2 && whole || word.eq_ignore_ascii_case("default")
}

/// Whether a template left it open.
fn is_open(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.contains('[') && text.contains(']') || text.contains("{{")
}

/// Applies the rules.
pub(super) fn check(to: &mut Resolver<'_>, plan: &PlanDef) {
    if let Some(generated) = plan.spec.as_ref().and_then(|spec| spec.generated.as_ref())
        && !is_open(&generated.value)
        && day::read(generated.value.trim()).is_none()
    {
        let message = format!("`{}` is no day.", short(&generated.value));
        to.add(Code::PlanForm, generated.span, message, "Write year, month and day: `2026-11-22`.");
    }
    for duration in plan.phases.iter().flatten().filter_map(|phase| phase.value.duration.as_ref()) {
        if is_no_time(&duration.value) {
            let message = format!("`{}` is no length of time.", short(&duration.value));
            to.add(Code::PlanForm, duration.span, message, TIME);
        }
    }
    let unit = plan.testing.as_ref().and_then(|testing| testing.unit.as_ref());
    if let Some(coverage) = unit.and_then(|unit| unit.coverage.as_ref()).filter(|said| is_over_all(&said.value)) {
        let message = format!("`{}` is more than all.", short(&coverage.value));
        to.add(Code::PlanForm, coverage.span, message, "Write a share of up to `100%`.");
    }
    entities(to, plan);
    for (_, endpoint) in plan.api.iter().flat_map(|api| &api.0) {
        called(to, endpoint);
        if let Some(response) = &endpoint.response {
            statuses(to, &response.0);
        }
    }
}

/// What to write for a length of time.
pub const TIME: &str = "Write a number and a unit: `3d`, `2 weeks`, `4-6 hours`.";

/// Whether a text is a length of time but for a slip in its unit: `3 dayz`. Other words are nobody's slip: `3 sprints`.
pub fn is_no_time(text: &str) -> bool {
    const UNITS: [&str; 10] = ["minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months"];
    let text = text.trim();
    let unit = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let unit = unit.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let slip = || !is_one_of(unit, &UNITS) && suggest::nearest(unit, UNITS).is_some();
    text.starts_with(|c: char| c.is_ascii_digit()) && slip() && Duration::read(text).is_none()
}

/// Whether a share is over 100 %.
pub fn is_over_all(text: &str) -> bool {
    let number = text.split_once('%').map_or("", |(number, _)| number).trim_end();
    let digits = number.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let whole = digits.trim_start_matches('0');
    whole.len() > 3 || whole.parse::<u32>().is_ok_and(|share| share > 100)
}

/// The word of a relation that should say how many stand at both ends, and does not: `many-to-oen`.
pub fn miscounted(text: &str) -> Option<&str> {
    let none = Names::new(std::iter::empty());
    let counts = |word: &str| {
        let value = Value::new(Span::default(), Data::Text(word.to_owned()));
        matches!(word, "zero" | "0") || relation("", &value, &none).there.is_some()
    };
    let mut words = text.split_whitespace();
    words.find(|word| word.split_once("-to-").is_some_and(|(here, there)| counts(here) != counts(there)))
}

/// What to write for how many stand at both ends.
pub const NUMBERS: &str = "Write `many-to-one`, `one-to-many`, `one-to-one` or `many-to-many`.";

/// What an index names in place of a field: a name that is nearly one, or any in a list of several. Other texts may be
/// names of indexes. With the field that is meant, where one is near.
pub fn no_field<'a>(index: &Value, fields: &[&'a str]) -> Vec<(Span, String, Option<&'a str>)> {
    /// Nobody has more fields.
    const MOST: usize = 200;
    let is_name = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let is_field = |text: &str| fields.iter().any(|field| field.eq_ignore_ascii_case(text.trim()));
    let listed = !index.items().is_empty();
    let all = if listed { index.items() } else { std::slice::from_ref(index) };
    let names = all.iter().filter_map(|value| Some((value.span, value.text()?.trim())));
    let wrong = names.filter(|(_, name)| !name.is_empty() && is_name(name) && !is_field(name));
    if fields.is_empty() || fields.len() > MOST {
        return Vec::new();
    }
    let near = wrong.map(|(span, name)| (span, name.to_owned(), suggest::nearest(name, fields.iter().copied())));
    near.filter(|(.., near)| listed || near.is_some()).collect()
}

/// Indexes on fields that there are, relations with numbers that there are.
fn entities(to: &mut Resolver<'_>, plan: &PlanDef) {
    for (entity, def) in plan.entities.iter().flat_map(|e| &e.0) {
        let fields: Vec<&str> = def.fields.iter().flat_map(|f| &f.0).map(|(name, _)| name.value.as_str()).collect();
        for index in def.indexes.iter().flatten() {
            if to.names.spend(fields.len()).is_none() {
                break;
            }
            for (span, name, near) in no_field(&index.0, &fields) {
                let message = format!("There is no field `{}` in `{}`.", short(&name), short(&entity.value));
                let help = suggest::did_you_mean(near, || "Write the name of a field.".to_owned());
                to.add(Code::PlanForm, span, message, help);
            }
        }
        for (_, written) in def.relations.iter().flat_map(|r| &r.0) {
            if let Some(word) = miscounted(&inline(&written.0)) {
                let message = format!("`{}` does not say how many.", short(word));
                to.add(Code::PlanForm, written.0.span, message, NUMBERS);
            }
        }
    }
}

fn called(to: &mut Resolver<'_>, endpoint: &EndpointDef) {
    let judged = |at: &&At<String>| !is_open(&at.value);
    let method = endpoint.method.as_ref();
    if let Some(method) = method.filter(judged).filter(|method| !is_method(&method.value)) {
        let message = format!("`{}` is no method.", short(&method.value));
        let help = "Write GET, POST, PUT, PATCH, DELETE or another method of HTTP.";
        to.add(Code::PlanForm, method.span, message, help);
    }
    let named = method.is_some_and(|method| has_name(&method.value));
    let path = endpoint.path.as_ref().filter(judged).filter(|path| !named && !is_path(path.value.trim()));
    if let Some(path) = path {
        let message = format!("The path `{}` does not start with `/`.", short(&path.value));
        to.add(Code::PlanForm, path.span, message, format!("Write `/{}`.", short(path.value.trim())));
    }
}

fn statuses(to: &mut Resolver<'_>, response: &Value) {
    for (span, key) in no_status(response) {
        let message = format!("`{}` is no status code of HTTP.", short(key));
        to.add(Code::PlanForm, span, message, STATUS);
    }
}

/// What to write for a status code.
pub const STATUS: &str = "Write one from 100 to 599, or a class of them: `200`, `404`, `5xx`.";

/// Keys beside status codes that are none. A response without any is a body of its own.
pub fn no_status(response: &Value) -> Vec<(Span, &str)> {
    let entries = response.entries();
    let numbered = |key: &str| key.starts_with(|c: char| c.is_ascii_digit());
    if !entries.iter().any(|entry| is_status(&entry.key) || numbered(&entry.key)) {
        return Vec::new();
    }
    let wrong = entries.iter().filter(|entry| !is_status(&entry.key) && !is_open(&entry.key));
    wrong.map(|entry| (entry.span, entry.key.as_str())).collect()
}
