//! `## API Contracts`: endpoints, each with its YAML.

use super::super::markdown::heading;
use super::{Page, Section, template, yaml};
use crate::base::Span;
use crate::describe::plan::Endpoint;
use crate::describe::write::entry;
use crate::describe::yaml::{Data, Value};

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    if plan.api.is_empty() {
        let body = template::body(Section::Api);
        page.lack("which endpoints there are", "plan.api", body);
        return format!("{body}\n");
    }
    let endpoints = plan.api.iter().map(|endpoint| one(page, endpoint));
    endpoints.collect::<Vec<_>>().join("\n")
}

fn one(page: &mut Page<'_>, endpoint: &Endpoint) -> String {
    let mut text = String::new();
    let mut missing: Vec<[&str; 3]> = Vec::new();
    if let Some(method) = &endpoint.method {
        text.push_str(&entry("method", &scalar(method)));
    } else {
        missing.push(["the method of this endpoint", "method", "method: [HTTP_METHOD]\n"]);
        text.push_str("method: [HTTP_METHOD]\n");
    }
    if let Some(path) = &endpoint.path {
        text.push_str(&entry("path", &scalar(path)));
    } else {
        let line = template::line(Section::Api, "path:");
        missing.push(["the path of this endpoint", "path", line]);
        text.push_str(line);
        text.push('\n');
    }
    if let Some(description) = &endpoint.description {
        text.push_str(&entry("description", &scalar(description)));
    }
    if let Some(server) = endpoint.served_by {
        text.push_str(&entry("served_by", &scalar(page.reference(server))));
    }
    if let Some(request) = &endpoint.request {
        text.push_str(&entry("request", request));
    }
    if let Some(response) = &endpoint.response {
        text.push_str(&entry("response", response));
    } else {
        missing.push(["what this endpoint answers", "response", "response: [RESPONSE_BODY]\n"]);
        text.push_str("response: [RESPONSE_BODY]\n");
    }
    for [what, key, line] in missing {
        page.gap(endpoint.span, what, &format!("plan.api.{}.{key}", endpoint.name), line);
    }
    format!("### Endpoint: {}\n{}", heading(&endpoint.name), yaml(&text))
}

/// A text as a value.
pub(super) fn scalar(text: &str) -> Value {
    Value::new(Span::default(), Data::Text(text.to_owned()))
}
