//! What values of a plan look like: the method, path and status codes of an endpoint, the day of the plan.
//!
//! Part of: describe. What a template's placeholder stands for is not judged.

use super::day;
use crate::base::{Code, Span};
use crate::describe::resolve::Resolver;
use crate::describe::schema::{At, EndpointDef, PlanDef};
use crate::describe::yaml::Value;

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

fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()))
}

/// Whether a text is a path: it starts with `/`, or with where the service is.
fn is_path(text: &str) -> bool {
    text.starts_with(['/', '{']) || text.contains("://")
}

/// Whether a key says for which status codes something is answered: `200`, `404 Not Found`, `5xx`, `default`.
fn is_status(key: &str) -> bool {
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
    for (_, endpoint) in plan.api.iter().flat_map(|api| &api.0) {
        called(to, endpoint);
        if let Some(response) = &endpoint.response {
            statuses(to, &response.0);
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
    let named = method.is_some_and(|method| is_one_of(&method.value, &NAMED));
    let path = endpoint.path.as_ref().filter(judged).filter(|path| !named && !is_path(path.value.trim()));
    if let Some(path) = path {
        let message = format!("The path `{}` does not start with `/`.", short(&path.value));
        to.add(Code::PlanForm, path.span, message, format!("Write `/{}`.", short(path.value.trim())));
    }
}

/// Keys beside status codes that are none. A response without any is a body of its own.
fn statuses(to: &mut Resolver<'_>, response: &Value) {
    let entries = response.entries();
    let numbered = |key: &str| key.starts_with(|c: char| c.is_ascii_digit());
    if !entries.iter().any(|entry| is_status(&entry.key) || numbered(&entry.key)) {
        return;
    }
    let wrong: Vec<(Span, String)> = entries
        .iter()
        .filter(|entry| !is_status(&entry.key) && !is_open(&entry.key))
        .map(|entry| (entry.span, format!("`{}` is no status code of HTTP.", short(&entry.key))))
        .collect();
    for (span, message) in wrong {
        to.add(Code::PlanForm, span, message, "Write one from 100 to 599, or a class of them: `200`, `404`, `5xx`.");
    }
}

/// Enough of a text to know it by.
pub fn short(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST - 1).chain(['…']).collect() }
}
